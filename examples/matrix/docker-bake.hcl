# One target for every combination of a distribution and a version.

variable "REGISTRY" {
  default = "example.org"
}

group "default" {
  targets = ["runtime"]
}

target "runtime" {
  description = "The runtime of ${distro.name}, version ${version}"
  name        = "runtime-${distro.name}-${replace(version, ".", "-")}"

  matrix = {
    distro = [
      { name = "debian", base = "debian:trixie-slim" },
      { name = "alpine", base = "alpine:3" },
    ]
    version = ["3.13", "3.14"]
  }

  args = {
    BASE    = distro.base
    VERSION = version
  }
  tags      = ["${REGISTRY}/runtime:${version}-${distro.name}"]
  platforms = distro.name == "alpine" ? ["linux/amd64", "linux/arm64"] : ["linux/amd64"]
}
