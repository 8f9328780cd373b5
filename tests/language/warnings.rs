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
