//! `variable` blocks, global attributes and what overrides them.

use super::bake;

#[test]
fn defaults_refer_to_each_other_in_any_order() {
    insta::assert_snapshot!(bake(r#"
        variable "A" { default = "${B}-a" }
        variable "B" { default = c }
        c = "c"
        target "t" { args = { A = A } }
    "#).plan(), @r#"t {"args":{"A":"c-a"}}"#);
}

#[test]
fn a_value_from_outside_takes_the_type_of_the_default() {
    let text = r#"
        variable "N" { default = 1 }
        variable "B" { default = false }
        variable "S" { default = "x" }
        variable "U" {}
        target "t" { args = { V = jsonencode([N, B, S, U]) } }
    "#;
    let set = bake(text).env("N", "0x10p1").env("B", "T").env("S", "1").env("U", "1");
    insta::assert_snapshot!(set.plan(), @r#"t {"args":{"V":"[32,true,\"1\",\"1\"]"}}"#);
    insta::assert_snapshot!(bake(text).plan(), @r#"t {"args":{"V":"[1,false,\"x\",\"\"]"}}"#);
}

#[test]
fn a_declared_type_reads_csv_and_json() {
    let text = r#"
        variable "L" { type = list(number) }
        variable "M" { type = map(string) }
        variable "O" { type = object({ a = string, b = optional(number) }) }
        variable "Z" { type = set(string) }
        target "t" { args = { V = jsonencode([L, M, O, Z]) } }
    "#;
    let set = bake(text)
        .env("L", "1,2.5")
        .env("M", r#"a:x,"b:y""#)
        .env("O_JSON", r#"{"a": "x", "b": 2}"#)
        .env("Z", "b,a,b");
    insta::assert_snapshot!(set.plan(), @r#"t {"args":{"V":"[[1,2.5],{\"a\":\"x\",\"b\":\"y\"},{\"a\":\"x\",\"b\":2},[\"a\",\"b\"]]"}}"#);
    insta::assert_snapshot!(bake(text).plan(), @r#"t {"args":{"V":"[null,null,null,null]"}}"#);
}

#[test]
fn text_that_does_not_fit_the_type_is_told_with_where_it_came_from() {
    let text = r#"
        variable "N" { default = 1 }
        variable "B" { type = bool }
        variable "O" { type = object({ a = string }) }
        variable "P" { type = tuple([string, number]) }
        target "t" {}
    "#;
    let empty = bake(text).env("N", "").env("B", "").plan();
    assert!(empty.contains("`N` takes a number, got empty text"), "{empty}");
    assert!(empty.contains("`B` takes a bool, got empty text"), "{empty}");
    let set = bake(text).env("N", "many").env("B", "yes").env("O", "x").env("P", "a");
    insta::assert_snapshot!(set.plan(), @r#"
    error: `N` takes a number, got `many`
       ╭─[docker-bake.hcl:2:18]
     1 │ 
     2 │         variable "N" { default = 1 }
       ·                  ───
     3 │         variable "B" { type = bool }
       ╰────
      = hint: `N` is set in the environment


    error: `B` takes a bool, got `yes`
       ╭─[docker-bake.hcl:3:18]
     2 │         variable "N" { default = 1 }
     3 │         variable "B" { type = bool }
       ·                  ───
     4 │         variable "O" { type = object({ a = string }) }
       ╰────
      = hint: write `true` or `false`
      = hint: `B` is set in the environment


    error: `O` is of type object, which plain text cannot spell
       ╭─[docker-bake.hcl:4:18]
     3 │         variable "B" { type = bool }
     4 │         variable "O" { type = object({ a = string }) }
       ·                  ───
     5 │         variable "P" { type = tuple([string, number]) }
       ╰────
      = hint: set `O_JSON` to the value as JSON
      = hint: `O` is set in the environment


    error: `P` takes 2 elements, got 1
       ╭─[docker-bake.hcl:5:18]
     4 │         variable "O" { type = object({ a = string }) }
     5 │         variable "P" { type = tuple([string, number]) }
       ·                  ───
     6 │         target "t" {}
       ╰────
      = hint: `P` is set in the environment
    "#);
}

#[test]
fn a_default_must_fit_its_type() {
    insta::assert_snapshot!(bake(r#"
        variable "A" {
          type = list(number)
          default = ["x"]
        }
        variable "B" {
          type = lst(string)
          default = []
        }
        target "t" {}
    "#).plan(), @r#"
    error: the default of `A` does not fit its `type`: element 0: a number is required, not `x`
       ╭─[docker-bake.hcl:4:21]
     3 │           type = list(number)
     4 │           default = ["x"]
       ·                     ─────
     5 │         }
       ╰────


    error: there is no type `lst`
       ╭─[docker-bake.hcl:7:18]
     6 │         variable "B" {
     7 │           type = lst(string)
       ·                  ───
     8 │           default = []
       ╰────
      = hint: did you mean `list`?
    "#);
}

#[test]
fn a_circle_of_variables_names_every_step() {
    insta::assert_snapshot!(bake(r#"
        variable "A" { default = B }
        variable "B" { default = "${C}" }
        variable "C" { default = true ? "x" : A }
        target "t" {}
    "#).plan(), @r#"
    error: `A` depends on itself
       ╭─[docker-bake.hcl:4:47]
     1 │ 
     2 │         variable "A" { default = B }
       ·                                  ┬
       ·                                  ╰── on the way: `B`
     3 │         variable "B" { default = "${C}" }
       ·                                     ┬
       ·                                     ╰── on the way: `C`
     4 │         variable "C" { default = true ? "x" : A }
       ·                                               ┬
       ·                                               ╰── closes the circle `A` → `B` → `C` → `A`
     5 │         target "t" {}
       ╰────
    "#);
}

#[test]
fn bake_forgives_an_unknown_name_once() {
    insta::assert_snapshot!(
        bake(r#"target "t" { args = { A = try(NOPE, "else") } }"#).plan(),
        @r#"t {"args":{"A":"else"}}"#
    );
    insta::assert_snapshot!(
        bake(r#"target "t" { args = { A = try(NOPE, "else"), B = try(NOPE, "else") } }"#).plan(), @r#"
    error: there is no variable `NOPE`
       ╭─[docker-bake.hcl:1:54]
     1 │ target "t" { args = { A = try(NOPE, "else"), B = try(NOPE, "else") } }
       ·                                                      ────
       ╰────
      = hint: declare `variable "NOPE" {}`: bake lets an unknown name pass once, no more
    "#
    );
}

#[test]
fn a_global_attribute_keeps_the_value_of_the_cell_that_asked_first() {
    insta::assert_snapshot!(bake(r#"
        which = "for ${v}"
        target "t" {
          name = "t-${v}"
          matrix = { v = ["a", "b"] }
          args = { W = which }
        }
    "#).plan(), @r#"
    [t] ["t-a","t-b"]
    t-a {"args":{"W":"for a"}}
    t-b {"args":{"W":"for a"}}
    "#);
}

#[test]
fn what_bake_brings_itself_cannot_be_declared() {
    insta::assert_snapshot!(bake(r#"
        variable "BAKE_CMD_CONTEXT" { default = "mine" }
        target "t" { args = { C = BAKE_CMD_CONTEXT } }
    "#).plan(), @r#"t {"args":{"C":"cwd://"}}"#);
}

#[test]
fn a_description_is_plain_text() {
    insta::assert_snapshot!(bake(r#"
        variable "A" { description = B }
        variable "B" {}
        target "t" {}
    "#).plan(), @r#"
    error: there is no variable `B`
       ╭─[docker-bake.hcl:2:38]
     1 │ 
     2 │         variable "A" { description = B }
       ·                                      ─
     3 │         variable "B" {}
       ╰────
    "#);
}

#[test]
fn a_misspelt_name_is_told_wherever_it_is_used() {
    insta::assert_snapshot!(bake(r#"
        variable "VERSION" {}
        target "t" {
          args = { V = VERSOIN }
          tags = [VERSOIN]
        }
        target "u" { args = { V = try(NOPE, 1), W = try(NOPE, 1) } }
        function "f" {
          params = [version]
          result = versoin
        }
    "#).plan(), @r#"
    error: there is no variable `VERSOIN`
       ╭─[docker-bake.hcl:4:24]
     3 │         target "t" {
     4 │           args = { V = VERSOIN }
       ·                        ───────
     5 │           tags = [VERSOIN]
       ╰────
      = hint: did you mean `VERSION`?


    error: there is no variable `VERSOIN`
       ╭─[docker-bake.hcl:5:19]
     4 │           args = { V = VERSOIN }
     5 │           tags = [VERSOIN]
       ·                   ───────
     6 │         }
       ╰────
      = hint: did you mean `VERSION`?


    error: there is no variable `NOPE`
       ╭─[docker-bake.hcl:7:57]
     6 │         }
     7 │         target "u" { args = { V = try(NOPE, 1), W = try(NOPE, 1) } }
       ·                                                         ────
     8 │         function "f" {
       ╰────
      = hint: declare `variable "NOPE" {}`: bake lets an unknown name pass once, no more


    error: there is no variable `versoin`
        ╭─[docker-bake.hcl:10:20]
      9 │           params = [version]
     10 │           result = versoin
        ·                    ───────
     11 │         }
        ╰────
      = hint: did you mean `version`?
    "#);
}
