//! `matrix` and `name`.

use super::bake;

#[test]
fn the_last_axis_turns_fastest_in_the_order_in_which_they_are_written() {
    insta::assert_snapshot!(bake(r#"
        target "app" {
          name = "app-${y}-${x}"
          matrix = { y = ["1", "2"], x = ["p", "q"] }
        }
    "#).plan(), @r#"
    [app] ["app-1-p","app-1-q","app-2-p","app-2-q"]
    app-1-p {}
    app-1-q {}
    app-2-p {}
    app-2-q {}
    "#);
}

#[test]
fn an_axis_may_hold_objects_and_nulls() {
    insta::assert_snapshot!(bake(r#"
        target "app" {
          name = "app-${v == null ? "none" : v.n}"
          matrix = { v = [{ n = 1, t = ["a"] }, null] }
          tags = v == null ? [] : v.t
        }
    "#).plan(), @r#"
    [app] ["app-1","app-none"]
    app-1 {"tags":["a"]}
    app-none {}
    "#);
}

#[test]
fn values_of_a_map_are_an_axis_too() {
    insta::assert_snapshot!(bake(r#"
        target "app" {
          name = "app-${v}"
          matrix = { v = { b = "2", a = "1" } }
        }
    "#).plan(), @r#"
    [app] ["app-1","app-2"]
    app-1 {}
    app-2 {}
    "#);
}

#[test]
fn no_axis_is_one_target_and_an_empty_axis_is_none() {
    insta::assert_snapshot!(bake(r#"
        target "one" { matrix = {} }
        target "none" {
          name = "none-${v}"
          matrix = { v = [] }
        }
    "#).plan(), @"one {}");
}

#[test]
fn cells_need_names_of_their_own() {
    insta::assert_snapshot!(bake(r#"
        target "a" { matrix = { v = [1, 2] } }
        target "b" {
          name = "b-${v}"
          matrix = { v = [1, 2], w = [1, 2] }
        }
    "#).plan(), @r#"
    error: two cells of the matrix are named `a`
       ╭─[docker-bake.hcl:2:16]
     1 │ 
     2 │         target "a" { matrix = { v = [1, 2] } }
       ·                ───
     3 │         target "b" {
       ╰────
      = hint: add a `name` that uses every axis, such as `name = "app-${axis}"`


    error: two cells of the matrix are named `b-1`
       ╭─[docker-bake.hcl:4:18]
     3 │         target "b" {
     4 │           name = "b-${v}"
       ·                  ────────
     5 │           matrix = { v = [1, 2], w = [1, 2] }
       ╰────
      = hint: use every axis in `name`, so that each cell has a name of its own
    "#);
}

#[test]
fn a_matrix_is_a_map_of_lists() {
    insta::assert_snapshot!(bake(r#"
        target "a" { matrix = ["x"] }
        target "b" { matrix = { v = "x" } }
        target "c" { name = "d" }
        group "g" {
          targets = []
          matrix = { v = ["x"] }
        }
    "#).plan(), @r#"
    error: a matrix is a map of lists
       ╭─[docker-bake.hcl:2:31]
     1 │ 
     2 │         target "a" { matrix = ["x"] }
       ·                               ─────
     3 │         target "b" { matrix = { v = "x" } }
       ╰────
      = hint: write `matrix = { axis = ["a", "b"] }`


    error: axis `v` of the matrix is not a list
       ╭─[docker-bake.hcl:3:37]
     2 │         target "a" { matrix = ["x"] }
     3 │         target "b" { matrix = { v = "x" } }
       ·                                     ───
     4 │         target "c" { name = "d" }
       ╰────
      = hint: write `v = ["a", "b"]`


    error: `name` is only for blocks with a `matrix`
       ╭─[docker-bake.hcl:4:22]
     3 │         target "b" { matrix = { v = "x" } }
     4 │         target "c" { name = "d" }
       ·                      ──────────
     5 │         group "g" {
       ╰────
      = hint: without one, the label of the block is the name


    error: a group takes no `matrix`
       ╭─[docker-bake.hcl:7:11]
     6 │           targets = []
     7 │           matrix = { v = ["x"] }
       ·           ──────────────────────
     8 │         }
       ╰────
    "#);
}

#[test]
fn a_matrix_beyond_the_limit_is_refused_with_the_numbers() {
    let axes = "range(1000)";
    let text = format!(
        "target \"app\" {{\n  name = \"x\"\n  matrix = {{ a = {axes}, b = {axes}, c = {axes}, d = {axes} }}\n}}\n"
    );
    insta::assert_snapshot!(bake(&text).ours_alone().plan(), @r#"
    error: the matrix has 1000000000000 cells, more than 1000000
       ╭─[docker-bake.hcl:3:12]
     2 │   name = "x"
     3 │   matrix = { a = range(1000), b = range(1000), c = range(1000), d = range(1000) }
       ·            ───────────────────────────────────┬──────────────────────────────────
       ·                                               ╰── 1000 × 1000 × 1000 × 1000
     4 │ }
       ╰────
      = hint: leave values out, or raise the bound with `--matrix-limit`
    "#);
}

#[test]
fn the_limit_can_be_moved() {
    let text = "target \"app\" {\n  name = \"app-${a}\"\n  matrix = { a = [1, 2, 3] }\n}\n";
    insta::assert_snapshot!(bake(text).matrix_limit(2).ours_alone().plan(), @r#"
    error: the matrix has 3 cells, more than 2
       ╭─[docker-bake.hcl:3:12]
     2 │   name = "app-${a}"
     3 │   matrix = { a = [1, 2, 3] }
       ·            ─────────────────
     4 │ }
       ╰────
      = hint: leave values out, or raise the bound with `--matrix-limit`
    "#);
}

#[test]
fn cells_cost_what_other_steps_cost() {
    let axes = "range(1000)";
    let text = format!(
        "target \"app\" {{\n  name = \"x\"\n  matrix = {{ a = {axes}, b = {axes}, c = {axes} }}\n}}\n"
    );
    let said = bake(&text).matrix_limit(u64::MAX).ours_alone().plan();
    assert!(said.contains("evaluation takes more than"), "{said}");
}

#[test]
fn whoever_asks_for_a_matrix_without_a_value_is_told() {
    let text = "group \"default\" {\n  targets = [\"app\"]\n}\ntarget \"app\" {\n  name = \"app-${a}\"\n  matrix = { a = [] }\n}\n";
    insta::assert_snapshot!(bake(text).plan(), @r#"
    error: there is no target `app`
       ╭─[docker-bake.hcl:2:14]
     1 │ group "default" {
     2 │   targets = ["app"]
       ·              ─────
     3 │ }
     4 │ target "app" {
       ·        ──┬──
       ·          ╰── an axis of its matrix has no value
     5 │   name = "app-${a}"
       ╰────
      = hint: give each axis at least one value
    "#);
}

#[test]
fn broken_cells_are_told_of_but_not_all_of_them() {
    let text = "target \"app\" {\n  name = \"app-${n}\"\n  matrix = { n = range(100) }\n  args = { A = [\"x\"][n + 1] }\n}\n";
    let said = bake(text).plan();
    assert_eq!(said.matches("error:").count(), 1, "{said}");
}

/// Nine cells, each with four tags that have a text in them.
fn tags_with(text: &str) -> super::Definition {
    bake(&format!(
        r#"
        V = "v"
        target "app" {{
          name   = "app-${{n}}"
          matrix = {{ n = [1, 2, 3, 4, 5, 6, 7, 8, 9] }}
          tags   = [for x in ["a", "b", "c", "d"] : "app:${{x}}${{{text}}}"]
        }}
        "#
    ))
}

#[test]
fn what_is_the_same_in_all_cells_is_evaluated_once() {
    let of_the_cells = 9 * 256;
    let enough_for_three = of_the_cells + 3_000;
    let plan = tags_with("V").eval_limit(enough_for_three).plan();
    assert_eq!(plan.matches("app:dv").count(), 9, "{plan}");
    let said = tags_with("n").eval_limit(enough_for_three).ours_alone().plan();
    assert!(said.contains("evaluation takes more than 5304 steps"), "{said}");
}

#[test]
fn what_is_called_is_called_in_each_cell() {
    let hcl = bake(
        "target \"app\" {\n  name = \"app-${n}\"\n  matrix = { n = [1, 2] }\n  args = { A = uuidv4() }\n}\n",
    );
    let json = bake(
        r#"{"target": {"app": {"name": "app-${n}", "matrix": {"n": [1, 2]}, "args": {"A": "${uuidv4()}"}}}}"#,
    )
    .json();
    for definition in [hcl, json] {
        let plan = definition.ours_alone().plan();
        let ids: Vec<&str> = plan.split('"').filter(|word| word.len() == 36).collect();
        assert!(ids.len() == 2 && ids[0] != ids[1], "{plan}");
    }
}
