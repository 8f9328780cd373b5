//! Names of targets and groups.

use super::bake;

#[test]
fn labels_and_names_have_a_small_alphabet() {
    insta::assert_snapshot!(bake(r#"
        target "a.b" {}
        target "c" {
          name = "c/${v}"
          matrix = { v = ["1"] }
        }
        target "" {}
        group "g h" { targets = [] }
    "#).plan(), @r#"
    error: `a.b` is not a legal name
       ╭─[docker-bake.hcl:2:16]
     1 │ 
     2 │         target "a.b" {}
       ·                ──┬──
       ·                  ╰── only letters, digits, `-` and `_`, and at least one of them
     3 │         target "c" {
       ╰────
      = hint: `sanitize(…)` would make it `a_b`


    error: `c/1` is not a legal name
       ╭─[docker-bake.hcl:4:18]
     3 │         target "c" {
     4 │           name = "c/${v}"
       ·                  ────┬───
       ·                      ╰── only letters, digits, `-` and `_`, and at least one of them
     5 │           matrix = { v = ["1"] }
       ╰────
      = hint: `sanitize(…)` would make it `c_1`


    error: `` is not a legal name
       ╭─[docker-bake.hcl:7:16]
     6 │         }
     7 │         target "" {}
       ·                ─┬
       ·                 ╰── only letters, digits, `-` and `_`, and at least one of them
     8 │         group "g h" { targets = [] }
       ╰────


    error: `g h` is not a legal name
       ╭─[docker-bake.hcl:8:15]
     7 │         target "" {}
     8 │         group "g h" { targets = [] }
       ·               ──┬──
       ·                 ╰── only letters, digits, `-` and `_`, and at least one of them
     9 │     
       ╰────
      = hint: `sanitize(…)` would make it `g_h`
    "#);
}

#[test]
fn one_label_is_one_name() {
    insta::assert_snapshot!(bake(r#"
        target "a" "b" {}
        target {}
        variable {}
    "#).plan(), @r#"
    error: a block `target` has 1 label, not 2
       ╭─[docker-bake.hcl:2:20]
     1 │ 
     2 │         target "a" "b" {}
       ·                    ───
     3 │         target {}
       ╰────


    error: a block `target` has 1 label, not 0
       ╭─[docker-bake.hcl:3:9]
     2 │         target "a" "b" {}
     3 │         target {}
       ·         ──────
     4 │         variable {}
       ╰────


    error: a block `variable` has 1 label, not 0
       ╭─[docker-bake.hcl:4:9]
     3 │         target {}
     4 │         variable {}
       ·         ────────
     5 │     
       ╰────
    "#);
}

#[test]
fn blocks_of_one_name_are_merged_and_groups_replaced() {
    insta::assert_snapshot!(bake(r#"
        target "a" {
          tags = ["one"]
          args = { A = "1", B = "1" }
        }
        target "a" {
          tags = ["two"]
          args = { B = "2" }
        }
        group "g" { targets = ["a", "b"] }
        group "g" { targets = ["a", "a"] }
    "#).targets(&["g"]).plan(), @r#"
    [g] ["a"]
    a {"args":{"A":"1","B":"2"},"tags":["two"]}
    "#);
}

#[test]
fn a_group_has_targets() {
    insta::assert_snapshot!(bake(r#"
        group "g" { description = "of nothing" }
        target "t" {}
    "#).plan(), @r#"
    error: group `g` has no `targets`
       ╭─[docker-bake.hcl:2:9]
     1 │ 
     2 │         group "g" { description = "of nothing" }
       ·         ─────────
     3 │         target "t" {}
       ╰────
      = hint: add `targets = []`
    "#);
}
