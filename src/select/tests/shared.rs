//! What heirs of one list do to each other, as `docker buildx bake --print` shows it.

use insta::assert_snapshot;

use super::outcome;
use crate::target::sample::World;

/// A text that is empty leaves room behind the list.
const ROOM: &str = r#"
target "base" {
  cache-from = ["a", ""]
}
target "one" {
  inherits = ["base"]
  cache-from = ["x"]
}
target "two" {
  inherits = ["base"]
  cache-from = ["y"]
}
"#;

#[test]
fn heirs_that_add_to_a_list_with_room_overwrite_each_other() {
    plans!(ROOM, "one two", @r#"
    warning at : `cache-from` of `one` is changed by what is done to another target (in bake, targets share lists they inherit: let `one` inherit no `cache-from`)
    group default {"targets":["one","two"]}
    target one {"cache-from":[{"ref":"a","type":"registry"},{"ref":"y","type":"registry"}],"context":".","dockerfile":"Dockerfile"}
    target two {"cache-from":[{"ref":"a","type":"registry"},{"ref":"y","type":"registry"}],"context":".","dockerfile":"Dockerfile"}
    "#);
    plans!(ROOM, "two one", @r#"
    warning at : `cache-from` of `two` is changed by what is done to another target (in bake, targets share lists they inherit: let `two` inherit no `cache-from`)
    group default {"targets":["one","two"]}
    target one {"cache-from":[{"ref":"a","type":"registry"},{"ref":"x","type":"registry"}],"context":".","dockerfile":"Dockerfile"}
    target two {"cache-from":[{"ref":"a","type":"registry"},{"ref":"x","type":"registry"}],"context":".","dockerfile":"Dockerfile"}
    "#);
    plans!(ROOM, "one", @r#"
    group default {"targets":["one"]}
    target one {"cache-from":[{"ref":"a","type":"registry"},{"ref":"x","type":"registry"}],"context":".","dockerfile":"Dockerfile"}
    "#);
}

#[test]
fn without_room_each_heir_has_a_list_of_its_own() {
    let text = ROOM.replace(r#"["a", ""]"#, r#"["a", "b"]"#);
    plans!(&text, "one two", @r#"
    group default {"targets":["one","two"]}
    target one {"cache-from":[{"ref":"a","type":"registry"},{"ref":"b","type":"registry"},{"ref":"x","type":"registry"}],"context":".","dockerfile":"Dockerfile"}
    target two {"cache-from":[{"ref":"a","type":"registry"},{"ref":"b","type":"registry"},{"ref":"y","type":"registry"}],"context":".","dockerfile":"Dockerfile"}
    "#);
}

#[test]
fn what_is_inherited_in_two_ways_may_be_overwritten_on_one() {
    let text = r#"
target "base" {
  cache-from = ["a", "b"]
}
target "more" {
  inherits = ["base"]
  cache-from = ["c"]
}
target "one" {
  inherits = ["more"]
  cache-from = ["x"]
}
target "two" {
  inherits = ["more"]
  cache-from = ["y"]
}
target "top" {
  inherits = ["one", "two"]
}
"#;
    plans!(text, "top", @r#"
    warning at "top": `cache-from` of `top` is changed by what is done to another target (in bake, targets share lists they inherit: let `top` inherit no `cache-from`)
    group default {"targets":["top"]}
    target top {"cache-from":[{"ref":"a","type":"registry"},{"ref":"b","type":"registry"},{"ref":"c","type":"registry"},{"ref":"y","type":"registry"}],"context":".","dockerfile":"Dockerfile"}
    "#);
    plans!(text, "one two", @r#"
    group default {"targets":["one","two"]}
    target one {"cache-from":[{"ref":"a","type":"registry"},{"ref":"b","type":"registry"},{"ref":"c","type":"registry"},{"ref":"x","type":"registry"}],"context":".","dockerfile":"Dockerfile"}
    target two {"cache-from":[{"ref":"a","type":"registry"},{"ref":"b","type":"registry"},{"ref":"c","type":"registry"},{"ref":"y","type":"registry"}],"context":".","dockerfile":"Dockerfile"}
    "#);
}

const SHARED: &str = r#"
target "base" {
  output = ["type=image,name=i"]
  secret = ["id=s,env=S"]
  tags = ["t", "t"]
}
target "one" {
  inherits = ["base"]
}
target "two" {
  inherits = ["base"]
}
"#;

#[test]
fn what_an_override_changes_is_changed_for_all_who_have_it() {
    let world = || World::default().file("n", "");
    plans!(SHARED, "one two two.push=true", world(), @r#"
    warning at "one": `output` of `one` is changed by what is done to another target (in bake, targets share lists they inherit: let `one` inherit no `output`)
    group default {"targets":["one","two"]}
    target one {"context":".","dockerfile":"Dockerfile","output":[{"name":"i","push":"true","type":"image"}],"secret":[{"env":"S","id":"s"}],"tags":["t"]}
    target two {"context":".","dockerfile":"Dockerfile","output":[{"name":"i","push":"true","type":"image"}],"secret":[{"env":"S","id":"s"}],"tags":["t"]}
    "#);
    plans!(SHARED, "one two one.secret.s=src=n", world(), @r#"
    warning at "two": `secret` of `two` is changed by what is done to another target (in bake, targets share lists they inherit: let `two` inherit no `secret`)
    group default {"targets":["one","two"]}
    target one {"context":".","dockerfile":"Dockerfile","output":[{"name":"i","type":"image"}],"secret":[{"id":"s","src":"n"}],"tags":["t"]}
    target two {"context":".","dockerfile":"Dockerfile","output":[{"name":"i","type":"image"}],"secret":[{"id":"s","src":"n"}],"tags":["t"]}
    "#);
    plans!(SHARED, "one two *.push=false", world(), @r#"
    group default {"targets":["one","two"]}
    target one {"context":".","dockerfile":"Dockerfile","output":[{"name":"i","push":"false","type":"image"}],"secret":[{"env":"S","id":"s"}],"tags":["t"]}
    target two {"context":".","dockerfile":"Dockerfile","output":[{"name":"i","push":"false","type":"image"}],"secret":[{"env":"S","id":"s"}],"tags":["t"]}
    "#);
}

#[test]
fn what_an_override_adds_goes_where_something_was_dropped() {
    plans!(SHARED, "one two one.tags+=x two.tags+=y", @r#"
    warning at "two": `tags` of `two` is changed by what is done to another target (in bake, targets share lists they inherit: let `two` inherit no `tags`)
    group default {"targets":["one","two"]}
    target one {"context":".","dockerfile":"Dockerfile","output":[{"name":"i","type":"image"}],"secret":[{"env":"S","id":"s"}],"tags":["t","x"]}
    target two {"context":".","dockerfile":"Dockerfile","output":[{"name":"i","type":"image"}],"secret":[{"env":"S","id":"s"}],"tags":["t","x","y"]}
    "#);
    plans!(SHARED, "one two base.tags=x base.tags=y base.tags=z one.tags+=1 two.tags+=2", @r#"
    warning at "one": `tags` of `one` is changed by what is done to another target (in bake, targets share lists they inherit: let `one` inherit no `tags`)
    group default {"targets":["one","two"]}
    target one {"context":".","dockerfile":"Dockerfile","output":[{"name":"i","type":"image"}],"secret":[{"env":"S","id":"s"}],"tags":["x","y","z","2"]}
    target two {"context":".","dockerfile":"Dockerfile","output":[{"name":"i","type":"image"}],"secret":[{"env":"S","id":"s"}],"tags":["x","y","z","2"]}
    "#);
}

#[test]
fn a_target_that_is_only_linked_to_counts_but_keeps_its_output() {
    let text = ROOM.replace(r#"["x"]"#, "[\"x\"]\n  contexts = { c = \"target:two\" }");
    plans!(&text, "one", @r#"
    warning at : `cache-from` of `one` is changed by what is done to another target (in bake, targets share lists they inherit: let `one` inherit no `cache-from`)
    group default {"targets":["one"]}
    target one {"cache-from":[{"ref":"a","type":"registry"},{"ref":"y","type":"registry"}],"context":".","contexts":{"c":"target:two"},"dockerfile":"Dockerfile"}
    target two {"cache-from":[{"ref":"a","type":"registry"},{"ref":"y","type":"registry"}],"context":".","dockerfile":"Dockerfile","output":[{"type":"cacheonly"}]}
    "#);
}

#[test]
fn of_secrets_with_one_id_a_target_changes_the_first_and_its_heir_the_last() {
    let text = "target \"one\" {\n secret = [\"id=x,env=A\", \"id=x,env=B\"]\n}\ntarget \"two\" {\n inherits = [\"one\"]\n}";
    plans!(text, "one two *.secret.x=env=C", @r#"
    warning at : `secret` of `one` is changed by what is done to another target (in bake, targets share lists they inherit: let `one` inherit no `secret`)
    group default {"targets":["one","two"]}
    target one {"context":".","dockerfile":"Dockerfile","secret":[{"env":"C","id":"x"}]}
    target two {"context":".","dockerfile":"Dockerfile","secret":[{"env":"C","id":"x"}]}
    "#);
}

#[test]
fn too_much_to_follow_is_told_and_each_target_keeps_its_own() {
    let target = |number: usize| {
        let inherits = number.checked_sub(1).map(|before| format!("\n inherits = [\"t{before}\"]"));
        let inherits = inherits.unwrap_or_default();
        format!("target \"t{number}\" {{\n secret = [\"id=s{number},env=S\"]{inherits}\n}}\n")
    };
    let text = (0..250).map(target).collect::<Vec<_>>().concat();
    let names = (0..250).map(|number| format!("t{number}")).collect::<Vec<_>>().join(" ");
    let told = outcome(&text, &format!("{names} t0.tags=x"), &World::default());
    let warnings: Vec<&str> = told.lines().filter(|line| line.starts_with("warning")).collect();
    assert_snapshot!(warnings.join("\n"), @"warning at t0: there is too much to follow of what targets do to each other's lists in bake (ask for fewer targets)");
}
