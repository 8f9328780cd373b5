# One template for the Dockerfiles of two distributions.

variable "REGISTRY" {
  default = "example.org"
}

variable "PACKAGES" {
  default = ["ca-certificates", "curl"]
}

group "default" {
  targets = ["tools"]
}

target "tools" {
  name = "tools-${distro}"
  matrix = {
    distro = ["alpine", "debian"]
  }

  dockerfile = "docker/Dockerfile.j2"
  vars = {
    base    = { alpine = "alpine:3", debian = "debian:trixie-slim" }
    command = ["sh", "-c", "curl --version"]
    debug   = distro == "debian"
  }
  tags = ["${REGISTRY}/tools:${distro}"]
}
