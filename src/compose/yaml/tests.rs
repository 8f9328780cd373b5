//! Documents in, values out. Every answer here is the reference's.

use super::parse;
use crate::span::FileId;

/// All values of the documents, as compose makes text of them.
fn spoken(text: &str) -> String {
    match parse(FileId(0), text) {
        Ok(documents) => {
            let all: Vec<_> = documents.iter().map(|document| document.root.spoken()).collect();
            all.join("\n")
        }
        Err(errors) => {
            let all: Vec<_> = errors.iter().map(|error| error.message.as_str()).collect();
            format!("error: {}", all.join("; "))
        }
    }
}

#[test]
fn plain_scalars_are_what_go_makes_of_them() {
    let list =
        "[010, 08, 1_000, 0b11, 0o17, 0x1F, 1e3, 1e6, 123456.5, 12345678.5, 0.00001, -0, +5, .5,
        99999999999999999999, 18446744073709551615, 1e999, yes, On, NULL, ~, true, 22:22, _1, 1.,
        2001-01-01, 2001-1-2 3:4:5.50, 2001-01-02T03:04:05.123+02:30, 2001-13-01, .inf, .e1]";
    insta::assert_snapshot!(spoken(list), @"[8 8 1000 3 15 31 1000 1e+06 123456.5 1.23456785e+07 1e-05 -0 5 0.5 1e+20 18446744073709551615 1e999 yes On <nil> <nil> true 22:22 _1 1 2001-01-01 00:00:00 +0000 UTC 2001-01-02 03:04:05.5 +0000 UTC 2001-01-02 03:04:05.123 +0230 +0230 2001-13-01 +Inf .e1]");
}

#[test]
fn tags_and_quotes_overrule_the_look() {
    let list = "[!!str 5, '5', \"010\", !!int '5', !!float 5, !mine 010, !!binary aGk=, ! 5]";
    insta::assert_snapshot!(spoken(list), @"[5 5 010 5 5 010 hi 5]");
    insta::assert_snapshot!(spoken("!!int x"), @"error: `x` is not of the type that its tag `!!int` says");
}

#[test]
fn merge_keys_fill_in_what_is_missing() {
    let base = "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\n";
    let all =
        ["c: {<<: *a, x: 0}", "c: {<<: [*b, *a]}", "c: {'<<': *a}", "c: {<<: 5}", "c: {<<: [5]}"];
    let all = all.map(|more| spoken(&format!("{base}{more}")));
    insta::assert_snapshot!(all.join("\n"), @r"
map[a:map[x:1 y:2] b:map[y:3 z:4] c:map[x:0 y:2]]
map[a:map[x:1 y:2] b:map[y:3 z:4] c:map[x:1 y:3 z:4]]
map[a:map[x:1 y:2] b:map[y:3 z:4] c:map[<<:map[x:1 y:2]]]
error: `<<` takes a mapping or a list of mappings
error: `<<` takes a mapping or a list of mappings
");
}

#[test]
fn libyaml_is_laxer_here_and_stricter_there() {
    let all = [
        "a:\n  b: {\n  c: 1,\nd: [\n2]}",
        "a: {b:\tc}",
        "é: {ü: [\nß]}",
        "a: [\n'x\ny']",
        "a: {b: :c}",
        "a: {b: |\n c}",
        "a: \"\\/\"",
        "%YAML 1.2\n---\na: b",
        "%YAML 1.1 # old\n---\na: b",
        "\u{feff}a: b",
        "a: \u{1}",
        "a: 1\n...\nb: 2",
        "a: 1\n...\n---\nb: 2",
    ];
    insta::assert_snapshot!(all.map(spoken).join("\n"), @r"
map[a:map[b:map[c:1 d:[2]]]]
map[a:map[b:c]]
map[é:map[ü:[ß]]]
map[a:[x y]]
error: this is not YAML: a value in brackets cannot start with `:`
error: this is not YAML: a value in brackets cannot start with `|`
error: this is not YAML: there is no escape `\/`
error: a compose file is YAML 1.1
map[a:b]
map[a:b]
error: YAML does not allow the control character U+0001
error: this is not YAML: a document begins with `---`
map[a:1]
map[b:2]
");
}

#[test]
fn hostile_documents_are_refused() {
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, last) in ('b'..='i').zip('a'..) {
        let aliases = format!("*{last},").repeat(9);
        bomb = format!("{bomb}{name}: &{name} [{aliases}]\n");
    }
    let wide = format!("[{}]", "x,".repeat(100_001));
    let own = "a: &a [*a]";
    let all = [deep.as_str(), bomb.as_str(), wide.as_str(), own];
    insta::assert_snapshot!(all.map(spoken).join("\n"), @r"
error: this is not YAML: recursion limit exceeded
error: aliases make this document far too large
error: a compose file may have 100000 values at most
error: an anchor cannot stand inside its own value
");
}

#[test]
fn deep_aliases_are_refused() {
    let (open, close) = ("[".repeat(100), "]".repeat(100));
    let text = format!("a: &a {open}{close}\nb: {open}*a{close}\n");
    insta::assert_snapshot!(spoken(&text), @"error: this is nested too deeply");
}
