//! Definitions and a request in, the plan or what is wrong with them out.

use insta::assert_snapshot;
use serde_json::Value;

use crate::diag::Diagnostics;
use crate::emit::bake;
use crate::source::host::FileKind;
use crate::span::{FileId, Span, Spanned};
use crate::target::sample::{World, definitions};

use super::{Links, Request, Selection, select};

/// The plan of a request: what `bake --print` prints, squeezed, or what is wrong, each with the
/// piece of the text that is to blame.
macro_rules! plans {
    ($text:expr, $words:expr, @$expected:literal) => {
        plans!($text, $words, World::default(), @$expected)
    };
    ($text:expr, $words:expr, $world:expr, @$expected:literal) => {
        assert_snapshot!(outcome($text, $words, &$world), @$expected)
    };
}

mod shared;
mod size;

/// Words that have a `=` are overrides, the others are targets. Words lie in source 1.
fn outcome(text: &str, words: &str, world: &World) -> String {
    let spanned = |word: &str| {
        let at = words.find(word).unwrap_or_default();
        Spanned::new(word.to_owned(), Span::new(FileId(1), at, at + word.len()))
    };
    let (overrides, targets): (Vec<&str>, Vec<&str>) =
        words.split_whitespace().partition(|word| word.contains('='));
    let targets: Vec<_> = targets.into_iter().map(spanned).collect();
    let overrides: Vec<_> = overrides.into_iter().map(spanned).collect();
    let request = Request {
        targets: &targets,
        only: &[],
        overrides: &overrides,
        policy_disabled: false,
        links: &Links::new(),
    };
    let mut diags = Diagnostics::new();
    let selection = select(&definitions(text), &request, world, &mut diags);
    let mut lines = said(&diags, text, words);
    if let Ok(selection) = &selection {
        lines.extend(squeezed(selection));
    }
    lines.join("\n")
}

fn said(diags: &Diagnostics, text: &str, words: &str) -> Vec<String> {
    let piece = |span: Span| {
        let source = if span.file == FileId(0) { text } else { words };
        source.get(span.range()).unwrap_or_default()
    };
    let line = |it: &crate::diag::Diagnostic| {
        let places: Vec<_> = it.labels.iter().map(|label| piece(label.span)).collect();
        let kind = format!("{:?}", it.severity).to_lowercase();
        let hints: Vec<_> = it.advice().iter().map(|hint| format!(" ({hint})")).collect();
        format!("{kind} at {}: {}{}", places.join(" then "), it.message, hints.concat())
    };
    diags.iter().map(line).collect()
}

/// One line for each group and each target.
fn squeezed(selection: &Selection) -> Vec<String> {
    let plan: Value = serde_json::from_str(&bake::plan(selection)).expect("a plan is JSON");
    let mut lines = Vec::new();
    for kind in ["group", "target"] {
        for (name, it) in plan.get(kind).and_then(|it| it.as_object()).into_iter().flatten() {
            lines.push(format!("{kind} {name} {it}"));
        }
    }
    lines
}

const APPS: &str = r#"
target "app-a" {
}
target "app-b" {
}
target "lib" {
}
group "app-g" {
  targets = ["lib"]
}
"#;

#[test]
fn words_and_patterns_name_targets_and_groups() {
    plans!(APPS, "lib app-a lib", @r#"
    group default {"targets":["app-a","lib"]}
    target app-a {"context":".","dockerfile":"Dockerfile"}
    target lib {"context":".","dockerfile":"Dockerfile"}
    "#);
    plans!(APPS, "app-[ag]", @r#"
    group app-g {"targets":["lib"]}
    group default {"targets":["app-a","app-g"]}
    target app-a {"context":".","dockerfile":"Dockerfile"}
    target lib {"context":".","dockerfile":"Dockerfile"}
    "#);
}

#[test]
fn unknown_names_are_all_reported_with_the_nearest_known() {
    plans!(APPS, "app_c libs zzz*", @r"
    error at zzz*: no target and no group fits `zzz*`
    error at app_c: there is no target `app_c` (did you mean `app-a`?)
    error at libs: there is no target `libs` (did you mean `lib`?)
    ");
    plans!(APPS, "", @r#"error at "app-a": there is no target `default` (name what to build, or define a group `default`)"#);
}

#[test]
fn the_default_group_is_sorted_and_grows_by_what_is_asked_for() {
    let text = r#"
group "default" {
  targets = ["z", "a"]
}
group "all" {
  targets = ["default", "m"]
}
target "z" {
}
target "a" {
}
target "m" {
}
"#;
    plans!(text, "", @r#"
    group default {"targets":["a","z"]}
    target a {"context":".","dockerfile":"Dockerfile"}
    target z {"context":".","dockerfile":"Dockerfile"}
    "#);
    plans!(text, "all", @r#"
    group all {"targets":["default","m"]}
    group default {"targets":["a","all","z"]}
    target a {"context":".","dockerfile":"Dockerfile"}
    target m {"context":".","dockerfile":"Dockerfile"}
    target z {"context":".","dockerfile":"Dockerfile"}
    "#);
}

#[test]
fn a_target_named_default_is_left_out_of_a_group_that_is_there_already() {
    let text = "target \"default\" {\n}\ntarget \"a\" {\n}";
    plans!(text, "a default", @r#"
    group default {"targets":["a"]}
    target a {"context":".","dockerfile":"Dockerfile"}
    target default {"context":".","dockerfile":"Dockerfile"}
    "#);
}

#[test]
fn a_group_may_contain_the_target_of_its_name() {
    let text = "group \"a\" {\n targets = [\"a\"]\n}\ntarget \"a\" {\n}";
    plans!(text, "a", @r#"
    group a {"targets":["a"]}
    group default {"targets":["a"]}
    target a {"context":".","dockerfile":"Dockerfile"}
    "#);
}

#[test]
fn groups_without_members_count_as_names_of_targets() {
    let text = "group \"e\" {\n targets = null\n}\ngroup \"h\" {\n targets = [\"e\"]\n}";
    plans!(text, "e", @r#"
    group default {"targets":["e"]}
    group e {"targets":null}
    "#);
    plans!(text, "h", @r#"error at "e": there is no target `e` (`e` is a group, and a target is needed here)"#);
}

#[test]
fn circles_of_groups_are_told_and_are_errors_unless_they_end_in_a_target() {
    let text = r#"
group "a" {
  targets = ["b"]
}
group "b" {
  targets = ["a"]
}
"#;
    plans!(text, "a", @r#"
    error at "a": groups contain each other: `a` → `b` → `a` (take one of them out of the other)
    "#);
    let named = format!("{text}target \"a\" {{\n}}");
    plans!(&named, "a", @r#"
    warning at "a": groups contain each other: `a` → `b` → `a` (take one of them out of the other)
    group a {"targets":["b"]}
    group b {"targets":["a"]}
    group default {"targets":["a"]}
    target a {"context":".","dockerfile":"Dockerfile"}
    "#);
}

#[test]
fn parents_come_first_and_later_ones_win() {
    let text = r#"
target "a" {
  args = { X = "a", A = "a" }
  tags = ["a"]
  cache-from = ["one", "two", "one"]
}
target "b" {
  args = { X = "b" }
  context = "b"
  cache-from = ["two", "three"]
}
target "ab" {
  inherits = ["a", "b"]
  tags = []
}
"#;
    plans!(text, "ab", @r#"
    group default {"targets":["ab"]}
    target ab {"args":{"A":"a","X":"b"},"cache-from":[{"ref":"one","type":"registry"},{"ref":"two","type":"registry"},{"ref":"three","type":"registry"}],"context":"b","dockerfile":"Dockerfile"}
    "#);
}

#[test]
fn circles_of_inheritance_are_cut_and_told() {
    let text = r#"
target "p" {
  inherits = ["q"]
  args = { X = "p" }
}
target "q" {
  inherits = ["p"]
  args = { X = "q", Q = "q" }
}
"#;
    plans!(text, "p q", @r#"
    warning at "p": targets inherit from each other: `p` → `q` → `p` (the last step does not count; take it out)
    group default {"targets":["p","q"]}
    target p {"args":{"Q":"q","X":"p"},"context":".","dockerfile":"Dockerfile"}
    target q {"args":{"Q":"q","X":"q"},"context":".","dockerfile":"Dockerfile"}
    "#);
}

#[test]
fn an_unknown_parent_is_reported_at_its_name() {
    let text = "target \"base\" {\n}\ntarget \"app\" {\n inherits = [\"base\", \"bsae\"]\n}";
    plans!(text, "app", @r#"error at "bsae": there is no target `bsae` (did you mean `base`?)"#);
    let text = "target \"app\" {\n inherits = [\"app-tags\"]\n}";
    plans!(text, "app", @r#"error at "app-tags": there is no target `app-tags`"#);
}

const SET: &str = r#"
target "a" {
  tags = ["t"]
  args = { A = "1" }
  output = ["type=registry", "type=docker", "type=image"]
  secret = ["id=s,env=S"]
  no-cache-filter = ["f"]
}
target "b" {
  inherits = ["a"]
  tags = ["u"]
}
group "g" {
  targets = ["a", "b"]
}
"#;

#[test]
fn overrides_apply_to_parents_too() {
    plans!(SET, "b a.args.A=2 *.tags+=x a.output=type=tar", @r#"
    group default {"targets":["b"]}
    target b {"args":{"A":"2"},"context":".","dockerfile":"Dockerfile","no-cache-filter":["f"],"output":[{"dest":"-","type":"tar"}],"secret":[{"env":"S","id":"s"}],"tags":["u","x"]}
    "#);
}

#[test]
fn the_last_override_decides_whether_all_are_added() {
    plans!(SET, "a a.tags+=x a.tags=y a.secret.s=src=f.txt a.push=false", World::default().file("f.txt", ""), @r#"
    group default {"targets":["a"]}
    target a {"args":{"A":"1"},"context":".","dockerfile":"Dockerfile","no-cache-filter":["f"],"output":[{"push":"false","type":"image"},{"type":"docker"}],"secret":[{"id":"s","src":"f.txt"}],"tags":["x","y"]}
    "#);
}

#[test]
fn what_bake_loses_is_lost_and_told() {
    plans!(SET, "a a.network=host a.no-cache-filter+=x a.output=", @r#"
    warning at a.network=host: `--set` of `network` sets it to the empty text, whatever the value (bake does so too; set it in the file, by way of a variable)
    warning at a.no-cache-filter+=x: `--set` of `no-cache-filter` empties it, whatever the value (bake does so too; set it in the file, by way of a variable)
    group default {"targets":["a"]}
    target a {"args":{"A":"1"},"context":".","dockerfile":"Dockerfile","network":"","secret":[{"env":"S","id":"s"}],"tags":["t"]}
    "#);
}

#[test]
fn every_wrong_override_is_reported() {
    plans!(SET, "b g.tags=x a= tags+=x a.args=x b.plattform=x c*.tags=x b.pull=maybe b.secret.x=env=E b.resources+=1", @"
    error at g.tags=x: no target fits `g` (`g` is a group, and only targets can be set)
    error at a=: override `a=` is not of the form `target.attribute=value`
    error at tags+=x: override `tags+=x` is not of the form `target.attribute=value` (to set it in all targets, write `'*.tags+=x'`)
    error at a.args=x: `args` cannot be set as a whole (write `args.NAME=value`)
    error at c*.tags=x: no target fits `c*`
    error at b.resources+=1: `resources` cannot be set as a whole (write `resources.NAME=value`)
    error at b.plattform=x: `plattform` cannot be set from the command line (did you mean `platform`?)
    error at b.pull=maybe: `maybe` is neither `true` nor `false`
    error at b.secret.x=env=E: there is no secret `x` to be set (a secret has to be declared before it can be set)
    ");
}

#[test]
fn links_bring_targets_along() {
    let text = r#"
target "a" {
  entitlements = ["x"]
  output = ["type=image"]
}
target "b" {
  contexts = { a = "target:a", i = "docker-image://i" }
  network = "host"
}
target "c" {
  contexts = { b = "target:b" }
}
"#;
    plans!(text, "c", @r#"
    group default {"targets":["c"]}
    target a {"context":".","dockerfile":"Dockerfile","entitlements":["x"],"output":[{"type":"cacheonly"}]}
    target b {"context":".","contexts":{"a":"target:a","i":"docker-image://i"},"dockerfile":"Dockerfile","entitlements":["network.host","x"],"network":"host","output":[{"type":"cacheonly"}]}
    target c {"context":".","contexts":{"b":"target:b"},"dockerfile":"Dockerfile","entitlements":["network.host","x"]}
    "#);
    plans!(text, "b a", @r#"
    group default {"targets":["a","b"]}
    target a {"context":".","dockerfile":"Dockerfile","entitlements":["x"],"output":[{"type":"image"}]}
    target b {"context":".","contexts":{"a":"target:a","i":"docker-image://i"},"dockerfile":"Dockerfile","entitlements":["network.host","x"],"network":"host"}
    "#);
}

#[test]
fn wrong_links_are_reported_at_the_link() {
    let text = r#"
target "one" {
  contexts = { x = "target:two", y = "target:nope" }
}
target "two" {
  contexts = { x = "target:one" }
}
target "self" {
  contexts = { x = "target:self" }
}
"#;
    plans!(text, "one self", @r#"
    error at "target:nope": there is no target `nope`
    error at "target:self": target `self` is a context of itself
    error at "target:two" then "target:one": targets are contexts of each other: `one` → `two` → `one`
    "#);
}

#[test]
fn a_link_needs_the_platforms_of_its_user_where_both_have_several() {
    let text = r#"
target "base" {
  platforms = ["linux/amd64", "linux/s390x"]
}
target "app" {
  platforms = ["linux/amd64", "linux/arm64"]
  contexts = { base = "target:base" }
}
target "small" {
  platforms = ["linux/arm64"]
  contexts = { base = "target:base" }
}
"#;
    plans!(text, "app small", @r#"error at "target:base": target `app` is built for `linux/arm64`, but its context `base` is not (add `linux/arm64` to the platforms of `base`)"#);
}

#[test]
fn the_time_of_the_environment_is_an_argument() {
    let text = "target \"a\" {\n}\ntarget \"b\" {\n args = { SOURCE_DATE_EPOCH = null }\n}\ntarget \"c\" {\n args = { SOURCE_DATE_EPOCH = \"1\" }\n}";
    plans!(text, "a b c", World::default().variable("SOURCE_DATE_EPOCH", "0"), @r#"
    group default {"targets":["a","b","c"]}
    target a {"args":{"SOURCE_DATE_EPOCH":"0"},"context":".","dockerfile":"Dockerfile"}
    target b {"args":{"SOURCE_DATE_EPOCH":"0"},"context":".","dockerfile":"Dockerfile"}
    target c {"args":{"SOURCE_DATE_EPOCH":"1"},"context":".","dockerfile":"Dockerfile"}
    "#);
}

#[test]
fn arguments_may_come_from_the_environment() {
    let text = "target \"a\" {\n}";
    let words = [Spanned::new("a".to_owned(), Span::new(FileId(1), 0, 1))];
    let override_of = |text: &str| Spanned::new(text.to_owned(), Span::new(FileId(1), 0, 1));
    let overrides = [override_of("a.args.SET"), override_of("a.args.UNSET")];
    let request = Request {
        targets: &words,
        only: &[],
        overrides: &overrides,
        policy_disabled: true,
        links: &Links::new(),
    };
    let args = |world: World| {
        let selection =
            select(&definitions(text), &request, &world, &mut Diagnostics::new()).expect("a plan");
        squeezed(&selection).pop().unwrap_or_default()
    };
    let world = World::default().variable("SET", "s");
    assert_snapshot!(args(world.clone()), @r#"target a {"args":{"SET":"s"},"context":".","dockerfile":"Dockerfile","policy":[{"Disabled":true,"Files":null,"LogLevel":null,"Reset":false,"Strict":null}]}"#);
    let world = world.variable("BUILDX_BAKE_DISABLE_VARS_ENV_LOOKUP", "1");
    assert_snapshot!(args(world), @r#"target a {"args":{"SET":"","UNSET":""},"context":".","dockerfile":"Dockerfile","policy":[{"Disabled":true,"Files":null,"LogLevel":null,"Reset":false,"Strict":null}]}"#);
}

#[test]
fn faults_are_reported_where_they_are_written_or_set() {
    let text = r#"
target "base" {
  platforms = ["linux/amd64", "nosuch"]
  secret = ["id=a,src=none"]
}
target "app" {
  inherits = ["base"]
  ulimits = ["nofile=2:1"]
}
"#;
    plans!(text, "app app.shm-size=5x", @r#"
    error at app.shm-size=5x: `5x` is not a size (write a number and a unit, such as `128m` or `1.5g`)
    error at "nosuch": `nosuch` is not a platform: there is no such operating system or architecture (write it as `os/arch` or `os/arch/variant`, such as `linux/arm64`)
    error at "nofile=2:1": the soft limit of ulimit `nofile=2:1` is above the hard one
    error at "id=a,src=none": secret `a`: there is no file `none`
    "#);
}

#[test]
fn agents_are_sockets_or_keys() {
    let text =
        "target \"a\" {\n ssh = [\"default\"]\n}\ntarget \"git\" {\n context = \"git@h:r\"\n}";
    plans!(text, "a git", @r#"
    error at "default": there is no SSH agent (set `SSH_AUTH_SOCK`)
    error at : there is no SSH agent (set `SSH_AUTH_SOCK`)
    "#);
    let world = World::default().variable("SSH_AUTH_SOCK", "s").other("s", FileKind::Socket);
    plans!(text, "a", world, @r#"
    group default {"targets":["a"]}
    target a {"context":".","dockerfile":"Dockerfile","ssh":[{"id":"default"}]}
    "#);
}
