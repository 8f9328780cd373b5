//! `matrix-exclude` and `matrix-include`.

use super::bake;

const MATRIX: &str = r#"
    target "app" {
      name   = "app-${sys}-${n}"
      matrix = { sys = ["debian", "alpine"], n = ["1", "2"] }
      args   = { TOOL = try(tool, "none") }
"#;

fn matrix(more: &str) -> super::Definition {
    bake(&format!("{MATRIX}{more}\n}}")).ours_alone()
}

#[test]
fn exclusion_drops_the_cells_that_have_all_of_the_values() {
    let text = "matrix-exclude = [{ sys = \"alpine\" }, { n = 2, sys = \"debian\" }]";
    insta::assert_snapshot!(matrix(text).nodes(), @r#"target app-debian-1*; sys = "debian", n = "1""#);
    insta::assert_snapshot!(matrix("matrix-exclude = null").plan(), @r#"
    [app] ["app-debian-1","app-debian-2","app-alpine-1","app-alpine-2"]
    app-alpine-1 {"args":{"TOOL":"none"}}
    app-alpine-2 {"args":{"TOOL":"none"}}
    app-debian-1 {"args":{"TOOL":"none"}}
    app-debian-2 {"args":{"TOOL":"none"}}
    "#);
}

#[test]
fn inclusion_adds_to_cells_and_adds_cells() {
    insta::assert_snapshot!(matrix(r#"
        matrix-exclude = [{ sys = "alpine", n = "1" }]
        matrix-include = [
          { tool = "gcc" },
          { sys = "alpine", tool = "clang" },
          { sys = "debian", n = "1", extra = true },
          { sys = "alpine", n = "1", tool = "tcc" },
          { n = "3", sys = "arch" },
          { n = "3", sys = "arch2", tool = "x" },
        ]
    "#).plan(), @r#"
    [app] ["app-debian-1","app-debian-2","app-alpine-2","app-alpine-1","app-arch-3","app-arch2-3"]
    app-alpine-1 {"args":{"TOOL":"tcc"}}
    app-alpine-2 {"args":{"TOOL":"clang"}}
    app-arch-3 {"args":{"TOOL":"none"}}
    app-arch2-3 {"args":{"TOOL":"x"}}
    app-debian-1 {"args":{"TOOL":"gcc"}}
    app-debian-2 {"args":{"TOOL":"gcc"}}
    "#);
}

#[test]
fn a_matrix_of_nothing_but_included_cells() {
    insta::assert_snapshot!(bake(r#"
        target "app" {
          name           = "app-${a}"
          matrix         = {}
          matrix-include = [{ a = "x" }, { a = "y", b = 1 }]
        }
    "#).ours_alone().nodes(), @r#"
    target app-x*; a = "x"
    target app-y*; a = "y", b = 1
    "#);
}

#[test]
fn a_cell_that_lacks_a_key_is_named() {
    insta::assert_snapshot!(bake(r#"
        target "app" {
          name           = "app-${v}"
          matrix         = { v = ["a", "b"] }
          matrix-include = [{ v = "a", tool = "gcc" }]
          args           = { TOOL = tool, AGAIN = tool }
          vars           = { tool = tool }
        }
    "#).nodes(), @r#"
    error: the cell `v = "b"` has no `tool`
       ╭─[docker-bake.hcl:6:37]
     5 │           matrix-include = [{ v = "a", tool = "gcc" }]
     6 │           args           = { TOOL = tool, AGAIN = tool }
       ·                                     ────
     7 │           vars           = { tool = tool }
       ╰────
      = hint: `matrix-include` gives it to other cells: add it to this one, or declare `variable "tool" {}` for the rest
      = hint: so it is in the cell `app-b`


    error: the cell `v = "b"` has no `tool`
       ╭─[docker-bake.hcl:6:51]
     5 │           matrix-include = [{ v = "a", tool = "gcc" }]
     6 │           args           = { TOOL = tool, AGAIN = tool }
       ·                                                   ────
     7 │           vars           = { tool = tool }
       ╰────
      = hint: `matrix-include` gives it to other cells: add it to this one, or declare `variable "tool" {}` for the rest
      = hint: so it is in the cell `app-b`


    error: the cell `v = "b"` has no `tool`
       ╭─[docker-bake.hcl:7:37]
     6 │           args           = { TOOL = tool, AGAIN = tool }
     7 │           vars           = { tool = tool }
       ·                                     ────
     8 │         }
       ╰────
      = hint: `matrix-include` gives it to other cells: add it to this one, or declare `variable "tool" {}` for the rest
      = hint: so it is in the cell `app-b`
    "#);
}

#[test]
fn a_variable_stands_in_for_a_key_that_a_cell_lacks() {
    insta::assert_snapshot!(bake(r#"
        variable "tool" { default = "none" }
        other = "global"
        target "app" {
          name           = "app-${v}"
          matrix         = { v = ["a", "b"] }
          matrix-include = [{ v = "a", tool = "gcc", other = "cell" }]
          args           = { TOOL = tool, OTHER = other }
        }
    "#).ours_alone().plan(), @r#"
    [app] ["app-a","app-b"]
    app-a {"args":{"OTHER":"cell","TOOL":"gcc"}}
    app-b {"args":{"OTHER":"global","TOOL":"none"}}
    "#);
}

#[test]
fn what_is_wrong_with_exclusion_and_inclusion_is_told_at_the_piece() {
    insta::assert_snapshot!(matrix("matrix-exclude = [{ sy = \"alpine\" }]").nodes(), @r#"
    error: the matrix has no axis `sy`
       ╭─[docker-bake.hcl:6:21]
     5 │       args   = { TOOL = try(tool, "none") }
     6 │ matrix-exclude = [{ sy = "alpine" }]
       ·                     ──
     7 │ }
       ╰────
      = hint: did you mean `sys`?
    "#);
    insta::assert_snapshot!(matrix("matrix-exclude = [{ flavour = \"alpine\" }]").nodes(), @r#"
    error: the matrix has no axis `flavour`
       ╭─[docker-bake.hcl:6:21]
     5 │       args   = { TOOL = try(tool, "none") }
     6 │ matrix-exclude = [{ flavour = "alpine" }]
       ·                     ───────
     7 │ }
       ╰────
      = hint: there is `sys` and `n`
    "#);
    insta::assert_snapshot!(matrix("matrix-exclude = [{ n = 1 }, {}]").nodes(), @r#"
    error: an empty object would drop every cell of the matrix
       ╭─[docker-bake.hcl:6:30]
     5 │       args   = { TOOL = try(tool, "none") }
     6 │ matrix-exclude = [{ n = 1 }, {}]
       ·                              ──
     7 │ }
       ╰────
      = hint: name the axes and values of the cells that are to be dropped
    "#);
    insta::assert_snapshot!(matrix("matrix-include = { n = 1 }").nodes(), @r#"
    error: `matrix-include` is a list of objects, not an object
       ╭─[docker-bake.hcl:6:18]
     5 │       args   = { TOOL = try(tool, "none") }
     6 │ matrix-include = { n = 1 }
       ·                  ─────────
     7 │ }
       ╰────
      = hint: write `matrix-include = [{ axis = "value" }]`
    "#);
    insta::assert_snapshot!(matrix("matrix-include = [{ n = 5, sys = \"x\" }, \"y\"]").nodes(), @r#"
    error: an entry of `matrix-include` is an object, not a string
       ╭─[docker-bake.hcl:6:41]
     5 │       args   = { TOOL = try(tool, "none") }
     6 │ matrix-include = [{ n = 5, sys = "x" }, "y"]
       ·                                         ───
     7 │ }
       ╰────
      = hint: write `matrix-include = [{ axis = "value" }]`
    "#);
    insta::assert_snapshot!(bake(r#"target "a" { matrix-include = [{ x = 1 }] }"#).nodes(), @r#"
    error: `matrix-include` is only for blocks with a `matrix`
       ╭─[docker-bake.hcl:1:14]
     1 │ target "a" { matrix-include = [{ x = 1 }] }
       ·              ────────────────────────────
       ╰────
      = hint: add `matrix = { axis = ["a", "b"] }`
    "#);
    let twice = "matrix-include = [{ n = 3, sys = \"x\" }, { n = 3, sys = \"x\", tool = 1 }]";
    insta::assert_snapshot!(matrix(twice).nodes(), @r#"
    error: two cells of the matrix are named `app-x-3`
       ╭─[docker-bake.hcl:3:16]
     2 │     target "app" {
     3 │       name   = "app-${sys}-${n}"
       ·                ─────────────────
     4 │       matrix = { sys = ["debian", "alpine"], n = ["1", "2"] }
       ╰────
      = hint: use every axis in `name`, so that each cell has a name of its own
    "#);
}

#[test]
fn included_cells_count_towards_the_bound() {
    let text = "matrix-include = [{ n = 3, sys = \"x\" }]";
    insta::assert_snapshot!(matrix(text).matrix_limit(4).nodes(), @r#"
    error: the matrix has 5 cells, more than 4
       ╭─[docker-bake.hcl:6:18]
     5 │       args   = { TOOL = try(tool, "none") }
     6 │ matrix-include = [{ n = 3, sys = "x" }]
       ·                  ──────────────────────
     7 │ }
       ╰────
      = hint: leave values out, or raise the bound with `--matrix-limit`
    "#);
}

#[test]
fn a_matrix_without_cells_stands_for_nothing() {
    let text = r#"
        group "all" { targets = ["none", "some"] }
        target "some" {}
        target "none" {
          name           = "none-${v}"
          matrix         = { v = ["a"] }
          matrix-exclude = [{ v = "a" }]
        }
    "#;
    let none = || bake(text).ours_alone();
    insta::assert_snapshot!(none().targets(&["all"]).plan(), @r#"
    [all] ["some"]
    some {}
    "#);
    insta::assert_snapshot!(none().targets(&["all"]).warnings(), @r#"
    warning: `matrix-exclude` leaves no cell of `none`
       ╭─[docker-bake.hcl:7:28]
     6 │           matrix         = { v = ["a"] }
     7 │           matrix-exclude = [{ v = "a" }]
       ·                            ─────────────
     8 │         }
       ╰────
    "#);
    insta::assert_snapshot!(none().targets(&["none"]).plan(), @r#"
    error: the matrix of `none` has no cell
       ╭─[command line:1:1]
     1 │ none
       · ────
       ╰────
       ╭─[docker-bake.hcl:4:9]
     3 │         target "some" {}
     4 │         target "none" {
       ·         ──────┬──────
       ·               ╰── this block
     5 │           name           = "none-${v}"
       ╰────
    "#);
    insta::assert_snapshot!(none().targets(&["n*"]).plan(), @r"
    error: no target and no group fits `n*`
       ╭─[command line:1:1]
     1 │ n*
       · ──
       ╰────
    ");
}

#[test]
fn all_that_is_wrong_with_them_is_told_at_once() {
    insta::assert_snapshot!(bake(r#"
        target "app" {
          name           = "app-${v}"
          matrix         = { v = ["a", "b"] }
          matrix-exclude = [{ w = 1, v = "a", vv = 2 }, {}]
          matrix-include = ["a", { v = "c" }, 3]
        }
    "#).nodes(), @r#"
    error: the matrix has no axis `w`
       ╭─[docker-bake.hcl:5:31]
     4 │           matrix         = { v = ["a", "b"] }
     5 │           matrix-exclude = [{ w = 1, v = "a", vv = 2 }, {}]
       ·                               ─
     6 │           matrix-include = ["a", { v = "c" }, 3]
       ╰────
      = hint: there is `v`


    error: the matrix has no axis `vv`
       ╭─[docker-bake.hcl:5:47]
     4 │           matrix         = { v = ["a", "b"] }
     5 │           matrix-exclude = [{ w = 1, v = "a", vv = 2 }, {}]
       ·                                               ──
     6 │           matrix-include = ["a", { v = "c" }, 3]
       ╰────
      = hint: did you mean `v`?


    error: an empty object would drop every cell of the matrix
       ╭─[docker-bake.hcl:5:57]
     4 │           matrix         = { v = ["a", "b"] }
     5 │           matrix-exclude = [{ w = 1, v = "a", vv = 2 }, {}]
       ·                                                         ──
     6 │           matrix-include = ["a", { v = "c" }, 3]
       ╰────
      = hint: name the axes and values of the cells that are to be dropped


    error: an entry of `matrix-include` is an object, not a string
       ╭─[docker-bake.hcl:6:29]
     5 │           matrix-exclude = [{ w = 1, v = "a", vv = 2 }, {}]
     6 │           matrix-include = ["a", { v = "c" }, 3]
       ·                             ───
     7 │         }
       ╰────
      = hint: write `matrix-include = [{ axis = "value" }]`


    error: an entry of `matrix-include` is an object, not a number
       ╭─[docker-bake.hcl:6:47]
     5 │           matrix-exclude = [{ w = 1, v = "a", vv = 2 }, {}]
     6 │           matrix-include = ["a", { v = "c" }, 3]
       ·                                               ─
     7 │         }
       ╰────
      = hint: write `matrix-include = [{ axis = "value" }]`
    "#);
}
