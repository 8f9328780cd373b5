# A tree of images: a base, a toolchain on top of it, and two leaves on top of that. Each takes the
# one below through a named context, so that building a leaf builds what it stands on.

variable "REGISTRY" {
  default     = "example.org/tree"
  description = "Where the images go"
}

variable "LEVEL" {
  type        = string
  default     = "release"
  description = "How the leaves are compiled"
  validation {
    condition     = contains(["debug", "release"], LEVEL)
    error_message = "LEVEL is debug or release."
  }
}

variable "PACKAGES" {
  type        = list(string)
  default     = ["ca-certificates", "tzdata"]
  description = "What the base has installed"
}

function "image" {
  params         = [name]
  variadic_params = tags
  result         = [for tag in concat(["latest"], tags) : "${REGISTRY}/${name}:${tag}"]
}

group "default" {
  description = "The leaves; the rest is built for them"
  targets     = ["app", "tests"]
}

target "_common" {
  dockerfile = "Dockerfile"
  labels = {
    "org.opencontainers.image.vendor" = "example.org"
  }
}

target "base" {
  inherits = ["_common"]
  target   = "base"
  args     = { PACKAGES = join(" ", PACKAGES) }
  tags     = image("base")
}

target "toolchain" {
  inherits = ["_common"]
  target   = "toolchain"
  contexts = { base = "target:base" }
  tags     = image("toolchain")
}

target "leaf" {
  matrix   = { leaf = ["app", "tests"] }
  name     = leaf
  inherits = ["_common"]
  target   = leaf
  contexts = {
    base      = "target:base"
    toolchain = "target:toolchain"
  }
  args = { LEVEL = LEVEL }
  tags = image(leaf, LEVEL)
}
