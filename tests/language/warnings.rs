//! What bake drops in silence.

use super::bake;

#[test]
fn what_has_no_effect_is_told_with_the_nearest_name() {
    insta::assert_snapshot!(bake(r#"
        target "t" {
          plattforms = ["linux/amd64"]
          no_cache = true
          depends_on = ["u"]
          args { A = "1" }
        }
        variable "V" { defualt = 1 }
        tagret "u" {}
    "#).warnings(), @r#"
    warning[unknown-attribute]: `plattforms` is not a target attribute and has no effect
       ╭─[docker-bake.hcl:3:11]
     2 │         target "t" {
     3 │           plattforms = ["linux/amd64"]
       ·           ──────────
     4 │           no_cache = true
       ╰────
      = hint: did you mean `platforms`?


    warning[unknown-attribute]: `no_cache` is not a target attribute and has no effect
       ╭─[docker-bake.hcl:4:11]
     3 │           plattforms = ["linux/amd64"]
     4 │           no_cache = true
       ·           ────────
     5 │           depends_on = ["u"]
       ╰────
      = hint: did you mean `no-cache`?


    warning[unknown-attribute]: `depends_on` is not a target attribute and has no effect
       ╭─[docker-bake.hcl:5:11]
     4 │           no_cache = true
     5 │           depends_on = ["u"]
       ·           ──────────
     6 │           args { A = "1" }
       ╰────


    warning[unknown-block]: a target has no `args` block; it has no effect
       ╭─[docker-bake.hcl:6:11]
     5 │           depends_on = ["u"]
     6 │           args { A = "1" }
       ·           ────
     7 │         }
       ╰────
      = hint: `args` is an attribute: write `args = { … }`


    warning[unknown-attribute]: `defualt` is not a variable attribute and has no effect
       ╭─[docker-bake.hcl:8:24]
     7 │         }
     8 │         variable "V" { defualt = 1 }
       ·                        ───────
     9 │         tagret "u" {}
       ╰────
      = hint: did you mean `default`?


    warning[unknown-block]: `tagret` is not a block that bake knows; it has no effect
        ╭─[docker-bake.hcl:9:9]
      8 │         variable "V" { defualt = 1 }
      9 │         tagret "u" {}
        ·         ──────
     10 │     
        ╰────
      = hint: did you mean `target`?
    "#);
}

#[test]
fn a_good_file_gives_no_warning() {
    insta::assert_snapshot!(bake(r#"
        variable "V" {
          type = string
          default = "x"
          description = "what it is"
        }
        target "t" {
          description = "the target"
          args = { V = V }
        }
    "#).warnings(), @"");
}

#[test]
fn what_is_overlooked_in_objects_is_told() {
    insta::assert_snapshot!(bake(r#"
        target "t" {
          secret    = [{ id = "a", env = "A", souce = "b" }, "id=b,env=B"]
          resources = { memory = "1g", cpus = 2 }
        }
    "#).warnings(), @r#"
    warning[unknown-attribute]: a secret has no `souce`; it has no effect
       ╭─[docker-bake.hcl:3:47]
     2 │         target "t" {
     3 │           secret    = [{ id = "a", env = "A", souce = "b" }, "id=b,env=B"]
       ·                                               ─────
     4 │           resources = { memory = "1g", cpus = 2 }
       ╰────
      = hint: there is `id`, `src` and `env`


    warning[unknown-attribute]: `resources` has no `cpus`; it has no effect
       ╭─[docker-bake.hcl:4:40]
     3 │           secret    = [{ id = "a", env = "A", souce = "b" }, "id=b,env=B"]
     4 │           resources = { memory = "1g", cpus = 2 }
       ·                                        ────
     5 │         }
       ╰────
      = hint: there is `memory`, `memory-swap`, `cpu-shares`, `cpu-period`, `cpu-quota`, `cpuset-cpus` and `cpuset-mems`
    "#);
}

#[test]
fn what_bake_does_not_take_from_a_compose_file_is_told() {
    insta::assert_snapshot!(bake("\
services:
  app:
    x-bake: {tags: [app:1]}
    x-base: {}
    build:
      privileged: true
      no_cache_filter: [deps]
      x-team: web
      x-bak: {pull: true}
      x-bake:
        tgs: [app:2]
        cache_from: [type=gha]
        args: {A: 1}
        x-note: for people
        squash: true
").compose().warnings(), @r#"
    warning[unknown-attribute]: `x-bake` has no effect in a service
       ╭─[compose.yaml:3:5]
     2 │   app:
     3 │     x-bake: {tags: [app:1]}
       ·     ──────
     4 │     x-base: {}
       ╰────
      = hint: bake looks for it in the `build` of the service


    warning[unknown-attribute]: bake does not take `privileged` from Compose files; it has no effect
       ╭─[compose.yaml:6:7]
     5 │     build:
     6 │       privileged: true
       ·       ──────────
     7 │       no_cache_filter: [deps]
       ╰────


    warning[unknown-attribute]: bake does not take `no_cache_filter` from Compose files; it has no effect
       ╭─[compose.yaml:7:7]
     6 │       privileged: true
     7 │       no_cache_filter: [deps]
       ·       ───────────────
     8 │       x-team: web
       ╰────
      = hint: write `no-cache-filter` in `x-bake`


    warning[unknown-attribute]: `x-bak` has no effect
        ╭─[compose.yaml:9:7]
      8 │       x-team: web
      9 │       x-bak: {pull: true}
        ·       ─────
     10 │       x-bake:
        ╰────
      = hint: did you mean `x-bake`?


    warning[unknown-attribute]: `x-bake` has no `tgs`; it has no effect
        ╭─[compose.yaml:11:9]
     10 │       x-bake:
     11 │         tgs: [app:2]
        ·         ───
     12 │         cache_from: [type=gha]
        ╰────
      = hint: did you mean `tags`?


    warning[unknown-attribute]: `x-bake` has no `cache_from`; it has no effect
        ╭─[compose.yaml:12:9]
     11 │         tgs: [app:2]
     12 │         cache_from: [type=gha]
        ·         ──────────
     13 │         args: {A: 1}
        ╰────
      = hint: did you mean `cache-from`?


    warning[unknown-attribute]: `x-bake` has no `args`; it has no effect
        ╭─[compose.yaml:13:9]
     12 │         cache_from: [type=gha]
     13 │         args: {A: 1}
        ·         ────
     14 │         x-note: for people
        ╰────
      = hint: write `args` in `build` itself


    warning[unknown-attribute]: `x-bake` has no `squash`; it has no effect
        ╭─[compose.yaml:15:9]
     14 │         x-note: for people
     15 │         squash: true
        ·         ──────
        ╰────
      = hint: there is `cache-from`, `cache-to`, `contexts`, `no-cache`, `no-cache-filter`, `output`, `platforms`, `pull`, `secret`, `ssh` and `tags`
    "#);
}

#[test]
fn a_warning_about_an_extended_service_is_given_once() {
    insta::assert_snapshot!(bake("\
x-bake: &bake
  pull: true
services:
  base: {build: {x-bake: {<<: *bake, outputs: [type=docker]}}}
  app: {extends: base}
").compose().warnings(), @r#"
    warning[unknown-attribute]: `x-bake` has no `outputs`; it has no effect
       ╭─[compose.yaml:4:38]
     3 │ services:
     4 │   base: {build: {x-bake: {<<: *bake, outputs: [type=docker]}}}
       ·                                      ───────
     5 │   app: {extends: base}
       ╰────
      = hint: did you mean `output`?
    "#);
}

#[test]
fn what_a_file_says_twice_is_told() {
    insta::assert_snapshot!(bake(r#"
variable "V" { default = 1 }
variable "V" { default = 2 }
target "t" {
  args   = { A = 1, (V) = 2, "A" = 3, (V) = 4 }
  secret = [{ id = "a", env = "A" }, { id = "b", env = "B", id = "c" }]
}
    "#).warnings(), @r#"
    warning[duplicate-name]: the variable `V` is declared twice
       ╭─[docker-bake.hcl:2:10]
     1 │ 
     2 │ variable "V" { default = 1 }
       ·          ─┬─
       ·           ╰── this has no effect
     3 │ variable "V" { default = 2 }
       ·          ─┬─
       ·           ╰── this counts
     4 │ target "t" {
       ╰────


    warning[duplicate-name]: `A` is given twice
       ╭─[docker-bake.hcl:5:14]
     4 │ target "t" {
     5 │   args   = { A = 1, (V) = 2, "A" = 3, (V) = 4 }
       ·              ┬               ─┬─
       ·              │                ╰── this counts
       ·              ╰── this has no effect
     6 │   secret = [{ id = "a", env = "A" }, { id = "b", env = "B", id = "c" }]
       ╰────


    warning[duplicate-name]: `id` is given twice
       ╭─[docker-bake.hcl:6:40]
     5 │   args   = { A = 1, (V) = 2, "A" = 3, (V) = 4 }
     6 │   secret = [{ id = "a", env = "A" }, { id = "b", env = "B", id = "c" }]
       ·                                        ─┬                   ─┬
       ·                                         │                    ╰── this counts
       ·                                         ╰── this has no effect
     7 │ }
       ╰────
    "#);
}

#[test]
fn what_has_a_name_of_bakes_own_is_told() {
    insta::assert_snapshot!(bake(r#"
variable "BAKE_CMD_CONTEXT" { default = "x" }
variable "group" { default = nowhere }
target = { app = {} }
function "upper" {
  params = [text]
  result = text
}
variable "BAKE_LOCAL_PLATFORM" { description = "for editors" }
target "t" { args = { C = BAKE_CMD_CONTEXT, U = upper("u") } }
    "#).warnings(), @r#"
    warning[reserved-name]: bake gives `BAKE_CMD_CONTEXT` its value; this variable has no effect
       ╭─[docker-bake.hcl:2:10]
     1 │ 
     2 │ variable "BAKE_CMD_CONTEXT" { default = "x" }
       ·          ──────────────────
     3 │ variable "group" { default = nowhere }
       ╰────
      = hint: leave out its `default`, or give it another name


    warning[reserved-name]: `group` stands for blocks; this variable has no effect
       ╭─[docker-bake.hcl:3:10]
     2 │ variable "BAKE_CMD_CONTEXT" { default = "x" }
     3 │ variable "group" { default = nowhere }
       ·          ───────
     4 │ target = { app = {} }
       ╰────
      = hint: give it another name


    warning[reserved-name]: `target` stands for blocks; this value has no effect
       ╭─[docker-bake.hcl:4:1]
     3 │ variable "group" { default = nowhere }
     4 │ target = { app = {} }
       · ──────
     5 │ function "upper" {
       ╰────
      = hint: write a block: `target "NAME" { … }`


    warning[reserved-name]: `upper` is a function of bake's own; this function has no effect
       ╭─[docker-bake.hcl:5:10]
     4 │ target = { app = {} }
     5 │ function "upper" {
       ·          ───────
     6 │   params = [text]
       ╰────
      = hint: give it another name
    "#);
}
