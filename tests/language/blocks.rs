//! References from block to block: `target.NAME.ATTRIBUTE`.

use super::bake;

#[test]
fn an_attribute_is_read_before_the_rest_of_its_block() {
    insta::assert_snapshot!(bake(r#"
        target "a" { tags = [for t in target.b.tags : "${t}-a"] }
        target "b" {
          tags = ["b"]
          args = { A = target.a.tags[0] }
        }
    "#).plan(), @r#"
    a {"tags":["b-a"]}
    b {"args":{"A":"b-a"},"tags":["b"]}
    "#);
}

#[test]
fn what_is_read_is_what_the_block_says_itself() {
    insta::assert_snapshot!(bake(r#"
        target "base" { args = { A = "1" } }
        target "child" {
          inherits = ["base"]
          args = { B = "2" }
        }
        target "t" { args = { SEEN = jsonencode(target.child.args), NONE = target.child.context == null } }
    "#).plan(), @r#"
    base {"args":{"A":"1"}}
    child {"args":{"A":"1","B":"2"}}
    t {"args":{"NONE":"true","SEEN":"{\"B\":\"2\"}"}}
    "#);
}

#[test]
fn the_second_block_of_a_name_hides_the_first_from_expressions() {
    insta::assert_snapshot!(bake(r#"
        target "base" {
          tags = ["one"]
          context = "c"
        }
        target "base" { tags = ["two"] }
        target "t" { args = { C = jsonencode(target.base.context) } }
    "#).plan(), @r#"
    base {"context":"c","tags":["two"]}
    t {"args":{"C":"null"}}
    "#);
}

#[test]
fn cells_of_a_matrix_are_read_by_their_names() {
    insta::assert_snapshot!(bake(r#"
        target "cell" {
          name = "cell-${v}"
          matrix = { v = ["a", "b"] }
          tags = ["tag-${v}"]
        }
        target "t" { tags = concat(target.cell-a.tags, target["cell-b"].tags) }
    "#).plan(), @r#"
    error: a target is named after a dot here, not in brackets
       ╭─[docker-bake.hcl:7:56]
     6 │         }
     7 │         target "t" { tags = concat(target.cell-a.tags, target["cell-b"].tags) }
       ·                                                        ─────────────────────
     8 │     
       ╰────
      = hint: write `target.cell-b`
    "#);
}

#[test]
fn a_circle_of_blocks_names_every_step() {
    insta::assert_snapshot!(bake(r#"
        target "a" { tags = target.b.tags }
        target "b" { tags = target.a.tags }
        target "c" { context = "${target.c.context}x" }
    "#).plan(), @r#"
    error: `target.b.tags` depends on itself
       ╭─[docker-bake.hcl:2:29]
     1 │ 
     2 │         target "a" { tags = target.b.tags }
       ·                             ──────┬──────
       ·                                   ╰── closes the circle `target.b.tags` → `target.a.tags` → `target.b.tags`
     3 │         target "b" { tags = target.a.tags }
       ·                             ──────┬──────
       ·                                   ╰── on the way: `target.a.tags`
     4 │         target "c" { context = "${target.c.context}x" }
       ╰────


    error: `target.c.context` depends on itself
       ╭─[docker-bake.hcl:4:35]
     3 │         target "b" { tags = target.a.tags }
     4 │         target "c" { context = "${target.c.context}x" }
       ·                                   ────────┬───────
       ·                                           ╰── closes the circle `target.c.context` → `target.c.context`
     5 │     
       ╰────
    "#);
}

#[test]
fn whole_blocks_that_need_each_other_are_a_circle_too() {
    insta::assert_snapshot!(bake(r#"
        target "a" { args = { A = jsonencode(target.b) } }
        target "b" { args = { B = jsonencode(target.a) } }
    "#).ours_alone().plan(), @r#"
    error: `target.a` depends on itself
       ╭─[docker-bake.hcl:3:46]
     1 │ 
     2 │         target "a" { args = { A = jsonencode(target.b) } }
       ·                                              ────┬───
       ·                                                  ╰── on the way: `target.b`
     3 │         target "b" { args = { B = jsonencode(target.a) } }
       ·                                              ────┬───
       ·                                                  ╰── closes the circle `target.a` → `target.b` → `target.a`
     4 │     
       ╰────
    "#);
}

#[test]
fn what_is_not_there_is_told_with_the_nearest_name() {
    insta::assert_snapshot!(bake(r#"
        target "base" { tags = ["x"] }
        target "t" { tags = target.baes.tags }
        target "u" { tags = target.base.tgas }
        target "v" { tags = target }
    "#).plan(), @r#"
    error: this object has no attribute `baes`
       ╭─[docker-bake.hcl:3:35]
     2 │         target "base" { tags = ["x"] }
     3 │         target "t" { tags = target.baes.tags }
       ·                                   ─────
     4 │         target "u" { tags = target.base.tgas }
       ╰────
      = hint: did you mean `base`?


    error: this object has no attribute `tgas`
       ╭─[docker-bake.hcl:4:40]
     3 │         target "t" { tags = target.baes.tags }
     4 │         target "u" { tags = target.base.tgas }
       ·                                        ─────
     5 │         target "v" { tags = target }
       ╰────
      = hint: did you mean `tags`?


    error: `target` alone is not a value
       ╭─[docker-bake.hcl:5:29]
     4 │         target "u" { tags = target.base.tgas }
     5 │         target "v" { tags = target }
       ·                             ──────
     6 │     
       ╰────
      = hint: name one, as in `target.NAME`
    "#);
}

#[test]
fn groups_can_be_read_and_made_of_each_other() {
    insta::assert_snapshot!(bake(r#"
        group "a" { targets = ["x"] }
        group "b" { targets = concat(group.a.targets, ["y"]) }
        target "x" {}
        target "y" {}
    "#).targets(&["b"]).plan(), @r#"
    [b] ["x","y"]
    x {}
    y {}
    "#);
}

/// What is inherited in two ways is there twice, here 2⁴⁰ times.
#[test]
fn policies_that_would_fill_the_memory_are_refused() {
    let twice = |at| format!("target \"g{at}\" {{ inherits = [\"g{0}\", \"g{0}\"] }}\n", at + 1);
    let mut text: String = (0..40).map(twice).collect();
    text.push_str("target \"g40\" { policy = [\"filename=p.rego\"] }\n");
    insta::assert_snapshot!(bake(&text).targets(&["g0"]).ours_alone().plan(), @r#"
    error: the target `g30` has more than 1000 policies
        ╭─[docker-bake.hcl:31:27]
     30 │ target "g29" { inherits = ["g30", "g30"] }
     31 │ target "g30" { inherits = ["g31", "g31"] }
        ·                           ──────────────
     32 │ target "g31" { inherits = ["g32", "g32"] }
        ╰────
      = hint: what is inherited in two ways is there twice: inherit it in one
    "#);
}

#[test]
fn too_many_policies_of_a_target_s_own_are_blamed_on_itself() {
    let policies = "\"filename=p.rego\", ".repeat(1001);
    let text = format!("target \"app\" {{\n  policy = [\n    {policies}\n  ]\n}}\n");
    insta::assert_snapshot!(bake(&text).ours_alone().targets(&["app"]).plan().replace(&policies, "…"), @r#"
    error: the target `app` has more than 1000 policies
       ╭─[docker-bake.hcl:2:12]
     1 │ target "app" {
     2 │   policy = [
       ·            ─
     3 │     "filename=p.rego", "filename=p.rego", "filename=p.rego", "filename=p.rego", "filename=p.rego", "…
       ╰────
      = hint: one policy can have several files: `filename=a.rego,filename=b.rego`
    "#);
}
