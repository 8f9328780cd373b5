# A tree of images with one root. Each layer stands on an earlier one and has the axes of that and at
# most one more, so that the leaves share all they can.

# ---- the axes: NAME=a,b or NAME_JSON='["a","b"]' in the environment widens one

variable "SYS_NAMES" {
  type        = list(string)
  default     = ["debian"]
  description = "Distributions: alpine, busybox and debian"
  validation {
    condition     = length(setsubtract(SYS_NAMES, ["alpine", "busybox", "debian"])) == 0
    error_message = "SYS_NAMES takes alpine, busybox and debian."
  }
}

variable "SYS_VERSIONS" {
  type        = list(string)
  default     = ["stable"]
  description = "Their releases: stable and testing"
  validation {
    condition     = length(setsubtract(SYS_VERSIONS, ["stable", "testing"])) == 0
    error_message = "SYS_VERSIONS takes stable and testing."
  }
}

variable "SYS_ARCHS" {
  type        = list(string)
  default     = ["amd64"]
  description = "Architectures, as docker spells them: amd64 and arm64"
  validation {
    condition     = length(setsubtract(SYS_ARCHS, ["amd64", "arm64"])) == 0
    error_message = "SYS_ARCHS takes amd64 and arm64."
  }
}

variable "TOOLCHAINS" {
  type        = list(string)
  default     = ["sh"]
  description = "The shells that the program is made for: bash and sh"
  validation {
    condition     = length(setsubtract(TOOLCHAINS, ["bash", "sh"])) == 0
    error_message = "TOOLCHAINS takes bash and sh."
  }
}

variable "FEAT_SETS" {
  type        = list(string)
  default     = ["default"]
  description = "Sets of features: all, default and none"
  validation {
    condition     = length(setsubtract(FEAT_SETS, ["all", "default", "none"])) == 0
    error_message = "FEAT_SETS takes all, default and none."
  }
}

variable "PROFILES" {
  type        = list(string)
  default     = ["release"]
  description = "Whether the program is made for debugging: debug and release"
  validation {
    condition     = length(setsubtract(PROFILES, ["debug", "release"])) == 0
    error_message = "PROFILES takes debug and release."
  }
}

variable "VARIANTS" {
  type        = list(string)
  default     = ["nonroot"]
  description = "Whom the image runs as: nonroot and root"
  validation {
    condition     = length(setsubtract(VARIANTS, ["nonroot", "root"])) == 0
    error_message = "VARIANTS takes nonroot and root."
  }
}

# ---- what else can be turned

variable "MIRROR" {
  default     = "docker.io/library"
  description = "Where the images of the distributions come from"
}

variable "REPOSITORY" {
  default     = "example.org/tally"
  description = "Where the images go"
}

variable "VERSION" {
  default     = "0.0.0"
  description = "The version of the program"
}

variable "REVISION" {
  default     = ""
  description = "The commit it is made of"
}

# ---- what the values of the axes stand for

systems = {
  alpine  = { stable = "alpine:3.22", testing = "alpine:edge" }
  busybox = { stable = "busybox:1.37" }
  debian  = { stable = "debian:trixie-slim", testing = "debian:forky-slim" }
}

toolchains = {
  bash = ["bash"]
  sh   = []
}

features = {
  none    = []
  default = ["top"]
  all     = ["top", "json"]
}

# The packages that features need.
packages = {
  top  = []
  json = ["jq"]
}

users = {
  nonroot = "65534:65534"
  root    = "0:0"
}

# Combinations that cannot be. Every layer that has all axes of an entry leaves them out.
impossible = [
  { sys_name = "busybox", sys_version = "testing" }, # has one release
  { sys_name = "busybox", toolchain = "bash" },      # has no packages,
  { sys_name = "busybox", feat_set = "all" },        # so no jq either
]

# ---- which layer has which axes

system_axes = {
  sys_name    = SYS_NAMES
  sys_version = SYS_VERSIONS
  sys_arch    = SYS_ARCHS
}
toolchain_axes = merge(system_axes, { toolchain = TOOLCHAINS })
deps_axes      = merge(toolchain_axes, { feat_set = FEAT_SETS })
build_axes     = merge(deps_axes, { profile = PROFILES })
install_axes   = merge(build_axes, { variant = VARIANTS })

# The name of one cell of a layer: `toolchain-debian-stable-amd64-sh`.
function "cell" {
  params          = [layer]
  variadic_params = values
  result          = join("-", concat([layer], values))
}

# The same as a link, for `contexts`.
function "link" {
  params          = [layer]
  variadic_params = values
  result          = "target:${cell(layer, values...)}"
}

# A name for the image of one cell.
function "tag" {
  params          = [repository]
  variadic_params = values
  result          = "${repository}:${join("-", values)}"
}

# The impossible combinations that a layer with these axes can say.
function "without" {
  params = [axes]
  result = [for entry in impossible : entry if length(setsubtract(keys(entry), keys(axes))) == 0]
}

# ---- what to ask for

group "default" {
  description = "What CI builds"
  targets     = ["ci"]
}

group "ci" {
  description = "Everything but what is pushed"
  targets     = ["lint", "tests", "docs", "package"]
}

group "tests" {
  description = "All tests"
  targets     = ["tests-unit", "tests-smoke"]
}

# ---- the root

target "system" {
  description    = "A distribution, ready for all that follows"
  matrix         = system_axes
  matrix-exclude = without(system_axes)
  name           = cell("system", sys_name, sys_version, sys_arch)
  dockerfile     = "docker/Dockerfile.system.jinja"
  vars           = { image = "${MIRROR}/${systems[sys_name][sys_version]}" }
  platforms      = ["linux/${sys_arch}"]
}

# ---- the layers

target "source" {
  description    = "The sources"
  matrix         = system_axes
  matrix-exclude = without(system_axes)
  name           = cell("source", sys_name, sys_version, sys_arch)
  dockerfile     = "docker/Dockerfile.source"
  contexts       = { system = link("system", sys_name, sys_version, sys_arch) }
  platforms      = ["linux/${sys_arch}"]
}

target "toolchain" {
  description    = "What the program is made with"
  matrix         = toolchain_axes
  matrix-exclude = without(toolchain_axes)
  name           = cell("toolchain", sys_name, sys_version, sys_arch, toolchain)
  dockerfile     = "docker/Dockerfile.packages.jinja"
  contexts       = { below = link("system", sys_name, sys_version, sys_arch) }
  vars           = { packages = toolchains[toolchain] }
  platforms      = ["linux/${sys_arch}"]
}

target "deps" {
  description    = "What the features need"
  matrix         = deps_axes
  matrix-exclude = without(deps_axes)
  name           = cell("deps", sys_name, sys_version, sys_arch, toolchain, feat_set)
  dockerfile     = "docker/Dockerfile.packages.jinja"
  contexts       = { below = link("toolchain", sys_name, sys_version, sys_arch, toolchain) }
  vars           = { packages = flatten([for feature in features[feat_set] : packages[feature]]) }
  platforms      = ["linux/${sys_arch}"]
}

target "build" {
  description    = "The program, made"
  matrix         = build_axes
  matrix-exclude = without(build_axes)
  name           = cell("build", sys_name, sys_version, sys_arch, toolchain, feat_set, profile)
  dockerfile     = "docker/Dockerfile.build"
  contexts = {
    deps   = link("deps", sys_name, sys_version, sys_arch, toolchain, feat_set)
    source = link("source", sys_name, sys_version, sys_arch)
  }
  args = {
    TOOLCHAIN = toolchain
    FEATURES  = join(" ", features[feat_set])
    PROFILE   = profile
    VERSION   = VERSION
  }
  platforms = ["linux/${sys_arch}"]
}

target "install" {
  description    = "The image that people run"
  matrix         = install_axes
  matrix-exclude = without(install_axes)
  name           = cell("install", sys_name, sys_version, sys_arch, toolchain, feat_set, profile, variant)
  dockerfile     = "docker/Dockerfile.install"
  contexts = {
    deps  = link("deps", sys_name, sys_version, sys_arch, toolchain, feat_set)
    build = link("build", sys_name, sys_version, sys_arch, toolchain, feat_set, profile)
  }
  args = { OWNER = users[variant] }
  tags = [
    tag("tally", sys_name, sys_version, sys_arch, toolchain, feat_set, profile, variant)
  ]
  platforms = ["linux/${sys_arch}"]
}

# ---- the leaves

target "lint" {
  description    = "The sources are sound"
  matrix         = toolchain_axes
  matrix-exclude = without(toolchain_axes)
  name           = cell("lint", sys_name, sys_version, sys_arch, toolchain)
  dockerfile     = "docker/Dockerfile.tests"
  target         = "lint"
  contexts = {
    toolchain = link("toolchain", sys_name, sys_version, sys_arch, toolchain)
    source    = link("source", sys_name, sys_version, sys_arch)
  }
  args      = { TOOLCHAIN = toolchain }
  platforms = ["linux/${sys_arch}"]
  output    = ["type=cacheonly"]
}

target "tests-unit" {
  description    = "The parts of the program do what they should"
  matrix         = build_axes
  matrix-exclude = without(build_axes)
  name           = cell("tests-unit", sys_name, sys_version, sys_arch, toolchain, feat_set, profile)
  dockerfile     = "docker/Dockerfile.tests"
  target         = "unit"
  contexts = {
    build  = link("build", sys_name, sys_version, sys_arch, toolchain, feat_set, profile)
    source = link("source", sys_name, sys_version, sys_arch)
  }
  args = {
    TOOLCHAIN = toolchain
    FEATURES  = join(" ", features[feat_set])
  }
  platforms = ["linux/${sys_arch}"]
  output    = ["type=cacheonly"]
}

target "tests-smoke" {
  description    = "The image does what it should"
  matrix         = install_axes
  matrix-exclude = without(install_axes)
  name           = cell("tests-smoke", sys_name, sys_version, sys_arch, toolchain, feat_set, profile, variant)
  dockerfile     = "docker/Dockerfile.tests"
  target         = "smoke"
  contexts = {
    install = link("install", sys_name, sys_version, sys_arch, toolchain, feat_set, profile, variant)
    source  = link("source", sys_name, sys_version, sys_arch)
  }
  args      = { FEATURES = join(" ", features[feat_set]) }
  platforms = ["linux/${sys_arch}"]
  output    = ["type=cacheonly"]
}

target "docs" {
  description    = "The manual, in dist/docs"
  matrix         = build_axes
  matrix-exclude = without(build_axes)
  name           = cell("docs", sys_name, sys_version, sys_arch, toolchain, feat_set, profile)
  dockerfile     = "docker/Dockerfile.docs"
  contexts       = { build = link("build", sys_name, sys_version, sys_arch, toolchain, feat_set, profile) }
  platforms      = ["linux/${sys_arch}"]
  output         = ["type=local,dest=dist/docs/${feat_set}"]
}

target "package" {
  description    = "The program as an archive, in dist/package"
  matrix         = build_axes
  matrix-exclude = without(build_axes)
  name           = cell("package", sys_name, sys_version, sys_arch, toolchain, feat_set, profile)
  dockerfile     = "docker/Dockerfile.package"
  contexts       = { build = link("build", sys_name, sys_version, sys_arch, toolchain, feat_set, profile) }
  args = {
    ARCHIVE = cell("tally", VERSION, sys_name, sys_version, sys_arch, toolchain, feat_set, profile)
  }
  platforms = ["linux/${sys_arch}"]
  output    = ["type=local,dest=dist/package"]
}

target "publish" {
  description    = "The image, pushed"
  matrix         = install_axes
  matrix-exclude = without(install_axes)
  name           = cell("publish", sys_name, sys_version, sys_arch, toolchain, feat_set, profile, variant)
  inherits       = [cell("install", sys_name, sys_version, sys_arch, toolchain, feat_set, profile, variant)]
  needs = [
    cell("tests-smoke", sys_name, sys_version, sys_arch, toolchain, feat_set, profile, variant)
  ]
  tags = [
    tag(REPOSITORY, VERSION, sys_name, sys_version, sys_arch, toolchain, feat_set, profile, variant)
  ]
  labels     = { "org.opencontainers.image.revision" = REVISION }
  key-ignore = ["labels.org.opencontainers.image.revision"]
  output     = ["type=registry"]
}

# ---- what is no build: docker buildx knows nothing of these

task "trial" {
  description    = "The image runs in docker, as people run it"
  matrix         = install_axes
  matrix-exclude = without(install_axes)
  name           = cell("trial", sys_name, sys_version, sys_arch, toolchain, feat_set, profile, variant)
  image          = cell("install", sys_name, sys_version, sys_arch, toolchain, feat_set, profile, variant)
  command        = ["sh", "tests/trial.sh"]
  inputs         = ["tests/trial.sh"]
  timeout        = "2m"
}

# The first value of every axis is what people get who do not ask for more.
promote "latest" {
  description = "The first of all cells becomes `latest`, once nothing fails"
  target = cell("publish", SYS_NAMES[0], SYS_VERSIONS[0], SYS_ARCHS[0], TOOLCHAINS[0],
  FEAT_SETS[0], PROFILES[0], VARIANTS[0])
  tags  = [tag(REPOSITORY, "latest")]
  needs = ["ci", "trial"]
}
