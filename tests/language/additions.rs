//! What bakewell adds to targets.

use super::bake;

#[test]
fn additions_are_typed_and_leave_no_trace_in_the_plan() {
    let text = r#"
        variable "V" { default = "1" }
        target "base" { needs = [] }
        target "app" {
          needs      = ["base"]
          template   = "false"
          vars       = { n = 1, list = [V, true], empty = null }
          inputs     = ["scripts/**", "", "scripts/**"]
          key-ignore = ["args.BUILD_DATE"]
          reuse      = V == "1"
        }
    "#;
    insta::assert_snapshot!(bake(text).targets(&["app"]).nodes(), @r#"
    target app*; needs: base; template: false; vars: empty = null, list = ["1",true], n = 1; inputs: scripts/**; key-ignore: args.BUILD_DATE; reuse: true
    target base
    "#);
    insta::assert_snapshot!(bake(text).plan(), @r"
    app {}
    base {}
    ");
}

#[test]
fn additions_are_inherited() {
    insta::assert_snapshot!(bake(r#"
        target "x" {}
        target "y" {}
        target "one" {
          needs      = ["x"]
          template   = false
          vars       = { a = 1, b = 1 }
          inputs     = ["a"]
          key-ignore = ["args.A"]
          reuse      = true
        }
        target "two" {
          inherits   = ["one"]
          vars       = { b = 2, c = 2 }
          reuse      = false
          inputs     = ["b"]
        }
        target "three" {
          inherits   = ["two"]
          needs      = ["y"]
          key-ignore = []
        }
    "#).targets(&["two", "three"]).nodes(), @r"
    target three*; needs: y; template: false; vars: a = 1, b = 2, c = 2; inputs: b; reuse: false
    target two*; needs: x; template: false; vars: a = 1, b = 2, c = 2; inputs: b; key-ignore: args.A; reuse: false
    target x
    target y
    ");
}

#[test]
fn additions_see_cells_functions_and_other_blocks() {
    insta::assert_snapshot!(bake(r#"
        function "twice" {
          params = [x]
          result = "${x}${x}"
        }
        target "base" { tags = ["base:1"] }
        target "app" {
          name   = "app-${v}"
          matrix = { v = ["a", "b"] }
          vars   = { doubled = twice(v), tag = target.base.tags[0] }
          inputs = ["${v}/**"]
        }
    "#).targets(&["app"]).nodes(), @r#"
    target app-a*; v = "a"; vars: doubled = "aa", tag = "base:1"; inputs: a/**
    target app-b*; v = "b"; vars: doubled = "bb", tag = "base:1"; inputs: b/**
    "#);
}

#[test]
fn misfits_of_additions_point_at_the_piece() {
    insta::assert_snapshot!(bake(r#"
        target "app" {
          needs      = ["base", ["x"]]
          template   = "perhaps"
          vars       = ["a"]
          inputs     = "scripts"
          key-ignore = [null]
          reuse      = nope
        }
    "#).nodes(), @r#"
    error: `needs[1]`: this is a tuple, not a string
       ╭─[docker-bake.hcl:3:33]
     2 │         target "app" {
     3 │           needs      = ["base", ["x"]]
       ·                                 ─────
     4 │           template   = "perhaps"
       ╰────


    error: `template`: a bool is required, not `perhaps`
       ╭─[docker-bake.hcl:4:24]
     3 │           needs      = ["base", ["x"]]
     4 │           template   = "perhaps"
       ·                        ─────────
     5 │           vars       = ["a"]
       ╰────


    error: `vars`: this is a tuple, not an object
       ╭─[docker-bake.hcl:5:24]
     4 │           template   = "perhaps"
     5 │           vars       = ["a"]
       ·                        ─────
     6 │           inputs     = "scripts"
       ╰────
      = hint: write `{ NAME = value }`


    error: `inputs`: this is a string, not a list of strings
       ╭─[docker-bake.hcl:6:24]
     5 │           vars       = ["a"]
     6 │           inputs     = "scripts"
       ·                        ─────────
     7 │           key-ignore = [null]
       ╰────
      = hint: write `["scripts"]`


    error: `key-ignore[0]`: null is not allowed here
       ╭─[docker-bake.hcl:7:25]
     6 │           inputs     = "scripts"
     7 │           key-ignore = [null]
       ·                         ────
     8 │           reuse      = nope
       ╰────


    error: there is no variable `nope`
       ╭─[docker-bake.hcl:8:24]
     7 │           key-ignore = [null]
     8 │           reuse      = nope
       ·                        ────
     9 │         }
       ╰────
    "#);
}

#[test]
fn additions_do_not_change_what_bake_finds_wrong() {
    insta::assert_snapshot!(bake(r#"
        target "a" { tags = [try(nope, "x")] }
        target "b" {
          vars = { a = try(nope, "y"), b = try(nope, "z") }
          inputs = [nope]
        }
    "#).nodes(), @r#"
    error: there is no variable `nope`
       ╭─[docker-bake.hcl:5:21]
     4 │           vars = { a = try(nope, "y"), b = try(nope, "z") }
     5 │           inputs = [nope]
       ·                     ────
     6 │         }
       ╰────
    "#);
    insta::assert_snapshot!(bake(r#"
        target "a" { reuse = true }
        target "b" { tags = [target.a.reuse ? "a" : "b"] }
    "#).plan(), @r#"
    error: this object has no attribute `reuse`
       ╭─[docker-bake.hcl:3:38]
     2 │         target "a" { reuse = true }
     3 │         target "b" { tags = [target.a.reuse ? "a" : "b"] }
       ·                                      ──────
     4 │     
       ╰────
    "#);
}

#[test]
fn a_misspelt_addition_is_warned_of() {
    insta::assert_snapshot!(bake(r#"
        target "app" {
          need = []
          matrix-exlude = []
          vars { a = 1 }
        }
        tasks "x" {}
        task "y" {
          comand  = ["x"]
          command = ["true"]
        }
        promot "z" {}
    "#).warnings(), @r#"
    warning[unknown-attribute]: `need` is not a target attribute and has no effect
       ╭─[docker-bake.hcl:3:11]
     2 │         target "app" {
     3 │           need = []
       ·           ────
     4 │           matrix-exlude = []
       ╰────
      = hint: did you mean `needs`?


    warning[unknown-attribute]: `matrix-exlude` is not a target attribute and has no effect
       ╭─[docker-bake.hcl:4:11]
     3 │           need = []
     4 │           matrix-exlude = []
       ·           ─────────────
     5 │           vars { a = 1 }
       ╰────
      = hint: did you mean `matrix-exclude`?


    warning[unknown-block]: a target has no `vars` block; it has no effect
       ╭─[docker-bake.hcl:5:11]
     4 │           matrix-exlude = []
     5 │           vars { a = 1 }
       ·           ────
     6 │         }
       ╰────
      = hint: `vars` is an attribute: write `vars = { … }`


    warning[unknown-attribute]: `comand` is not a task attribute and has no effect
        ╭─[docker-bake.hcl:9:11]
      8 │         task "y" {
      9 │           comand  = ["x"]
        ·           ──────
     10 │           command = ["true"]
        ╰────
      = hint: did you mean `command`?


    warning[unknown-block]: `tasks` is not a block that bake knows; it has no effect
       ╭─[docker-bake.hcl:7:9]
     6 │         }
     7 │         tasks "x" {}
       ·         ─────
     8 │         task "y" {
       ╰────
      = hint: did you mean `task`?


    warning[unknown-block]: `promot` is not a block that bake knows; it has no effect
        ╭─[docker-bake.hcl:12:9]
     11 │         }
     12 │         promot "z" {}
        ·         ──────
     13 │     
        ╰────
      = hint: did you mean `promote`?
    "#);
}
