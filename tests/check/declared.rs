//! What the bake files say, and what they do not use.

use super::{bake, finds};

const SCRATCH: &str = "FROM scratch\n";

#[test]
fn attributes_and_blocks_that_are_none() {
    let host = bake("targt \"a\" {}\ntarget \"app\" {\n  plattforms = []\n  args {}\n}\n");
    finds!(host.file("Dockerfile", SCRATCH), @r"
    exit 0
    warning[unknown-attribute] docker-bake.hcl:3:3 `plattforms` is not a target attribute and has no effect
      did you mean `platforms`?
    warning[unknown-block] docker-bake.hcl:4:3 a target has no `args` block; it has no effect
      `args` is an attribute: write `args = { … }`
    warning[unknown-block] docker-bake.hcl:1:1 `targt` is not a block that bake knows; it has no effect
      did you mean `target`?
    ");
}

#[test]
fn variables_and_functions_that_nothing_uses() {
    let host = bake(
        r#"
variable "IDLE" {
  default = "x"
  validation { condition = IDLE != "" }
}
variable "BUSY" { default = "x" }
variable "LENT" { default = "x" }
variable "CHAIN" { default = LENT }
function "idle" {
  params = [n]
  result = n
}
function "busy" {
  params = [n]
  result = n
}
target "app" { tags = [busy(BUSY), CHAIN] }
"#,
    );
    finds!(host.file("Dockerfile", SCRATCH), @r"
    exit 0
    warning[unused-variable] docker-bake.hcl:2:10 nothing uses the variable `IDLE`
    warning[unused-function] docker-bake.hcl:9:10 nothing calls the function `idle`
    ");
}

#[test]
fn what_templates_and_compose_files_use_is_used() {
    let host = bake(
        "variable \"V\" { default = \"3\" }\nvariable \"W\" {}\ntarget \"app\" {\n  dockerfile = \"Dockerfile.j2\"\n}\n",
    );
    finds!(host.file("Dockerfile.j2", "FROM alpine:{{ var.V }}\n"), @r"
    exit 0
    warning[unused-variable] docker-bake.hcl:2:10 nothing uses the variable `W`
    ");
}

#[test]
fn a_file_of_nothing_but_variables_is_made_for_others() {
    let host = bake("target \"app\" {}\n")
        .file(
            "variables.hcl",
            "variable \"A\" {}\nfunction \"f\" {\n  params = []\n  result = 1\n}\n",
        )
        .file("Dockerfile", SCRATCH);
    finds!(host, "-f variables.hcl -f docker-bake.hcl", @"exit 0");
}

#[test]
fn targets_that_nothing_leads_to() {
    let host = bake(
        r#"
group "default" { targets = ["app"] }
target "_base" {}
target "_lost" { args = {} }
target "_read" { tags = ["x:1"] }
target "app" {
  inherits = ["_base"]
  contexts = { tool = "target:tool" }
  tags     = target._read.tags
}
target "tool" {}
target "alone" { no-cache = true }
"#,
    );
    finds!(host.file("Dockerfile", SCRATCH), @r"
    exit 0
    warning[unreached-target] docker-bake.hcl:4:1 nothing uses the target `_lost`
      a name that begins with `_` says that it is there for others to inherit from
    note[unreached-target] docker-bake.hcl:12:1 the target `alone` is in no group and no target needs it
    ");
}

#[test]
fn tags_of_two_targets() {
    let host = bake(
        r#"
group "default" { targets = ["a", "b", "same", "pushed", "cached"] }
group "other" { targets = ["c"] }
target "a" { tags = ["x", "x:2"] }
target "b" {
  tags   = ["docker.io/library/x:latest"]
  target = "t"
}
target "same" { tags = ["x:2"] }
target "pushed" {
  tags   = ["x"]
  target = "t"
  output = ["type=image,push-by-digest=true"]
}
target "cached" {
  tags   = ["x"]
  target = "t"
  output = ["type=cacheonly"]
}
target "c" {
  tags   = ["x"]
  target = "t"
}
"#,
    );
    let host = host.file("Dockerfile", "FROM scratch AS t\n");
    finds!(host, @r"
    exit 0
    warning[duplicate-tag] docker-bake.hcl:6:13 `a` and `b` both have the tag `docker.io/library/x:latest`
      docker-bake.hcl:4 `a` has it here
    ");
    finds!(host, "a c", @r"
    exit 0
    warning[duplicate-tag] docker-bake.hcl:21:13 `a` and `c` both have the tag `x`
      docker-bake.hcl:4 `a` has it here
    ");
}

#[test]
fn references_that_are_none() {
    let host = bake(
        r#"
variable "TAG" {}
target "app" {
  tags       = ["App:1", "app:1", "app:{{ key }}", "app:${TAG}"]
  contexts   = { base = "docker-image://a b", fine = "docker-image://alpine:3" }
  cache-from = ["type=registry,ref=x:y:z", "type=gha"]
}
"#,
    );
    finds!(host.file("Dockerfile", SCRATCH), @r"
    exit 2
    error[invalid-reference] docker-bake.hcl:4:17 `App:1` is not an image reference: the name of a repository has no capital letters
    note[invalid-reference] docker-bake.hcl:4:52 `app:` is not an image reference: its tag is empty
      variables without a value: `TAG`
    error[invalid-reference] docker-bake.hcl:5:25 `a b` is not an image reference: `a b` is no name; names are made of small letters and digits, with `.`, `_`, `__` or dashes between them
    error[invalid-reference] docker-bake.hcl:6:16 `x:y:z` is not an image reference: `y:z` is no tag; tags are made of letters, digits, `_`, `.` and `-`, and do not start with `.` or `-`
    ");
}

#[test]
fn links_whose_platforms_do_not_fit() {
    let host = bake(
        r#"
target "base" { platforms = ["linux/amd64", "linux/arm64"] }
target "app" {
  contexts  = { base = "target:base" }
  platforms = ["linux/amd64", "linux/s390x"]
}
target "fits" {
  contexts  = { base = "target:base" }
  platforms = ["linux/arm64"]
}
"#,
    );
    finds!(host.file("Dockerfile", SCRATCH), @r"
    exit 2
    error[platform-mismatch] docker-bake.hcl:4:24 target `app` is built for `linux/s390x`, but its context `base` is not
      add `linux/s390x` to the platforms of `base`
    ");
}

#[test]
fn secrets_that_are_not_on_this_machine_are_notes() {
    let host = bake("target \"app\" {\n  secret = [\"id=a,src=nothing\", \"id=b,env=B\"]\n}\n");
    finds!(host.file("Dockerfile", SCRATCH), @r"
    exit 0
    note[missing-secret] docker-bake.hcl:2:13 secret `a`: there is no file `nothing`
    ");
}

#[test]
fn what_the_plan_refuses_is_found_beside_the_rest() {
    let host = bake(
        "variable \"IDLE\" {}\ngroup \"default\" { targets = [\"ap\"] }\ntarget \"app\" {\n  target = \"run\"\n}\n",
    );
    finds!(host.file("Dockerfile", SCRATCH), @r"
    exit 2
    error[definition] docker-bake.hcl:2:30 there is no target `ap`
      did you mean `app`?
    note[unreached-target] docker-bake.hcl:3:1 the target `app` is in no group and no target needs it
    error[missing-stage] docker-bake.hcl:4:12 the Dockerfile has no stage `run`
    warning[unused-variable] docker-bake.hcl:1:10 nothing uses the variable `IDLE`
    ");
    finds!(bake("variable \"IDLE\" {}\ntarget \"app\" {\n  tags = [nope]\n}\n"), @r"
    exit 2
    error[definition] docker-bake.hcl:3:11 there is no variable `nope`
    warning[unused-variable] docker-bake.hcl:1:10 nothing uses the variable `IDLE`
    ");
}

/// Beside a task that only waits, and a name that is there.
#[test]
fn what_needs_itself_and_what_late_values_cannot_name_is_found() {
    let host = bake(
        r#"
target "a" {
  dockerfile-inline = "FROM scratch"
  tags              = ["a:{{ key(\"b\") }}", "a:{{ key(\"nope\") }}", "a:{{ kez }}"]
  needs             = ["t"]
}
task "t" {
  image   = "b"
  command = ["x", "{{ key(\"u\") }}"]
}
task "u" {
  command = ["x"]
}
target "b" {
  dockerfile-inline = "FROM scratch"
  needs             = ["a"]
}
"#,
    );
    finds!(host, @r#"
    exit 2
    error[definition] docker-bake.hcl:5:24 2 targets and 1 task need each other: `a` → `t` → `b` → `a`
      docker-bake.hcl:8 `t` works on the image of `b`
      docker-bake.hcl:16 `b` needs `a`
      take one of them away
    warning[definition] docker-bake.hcl:4:77 `kez` is no late value, so the braces stay as they are
      did you mean `key`?
    error[definition] docker-bake.hcl:4:58 there is no target, task or promotion `nope`
    "#);
}
