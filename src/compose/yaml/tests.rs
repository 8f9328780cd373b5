//! Documents in, values out. Every answer here is the reference's.

use super::parse;
use crate::span::FileId;
use crate::threads::with_stack;

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
error: this is not YAML: a value is missing
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

/// Each text and what it says, or that it is refused.
fn read<const N: usize>(texts: [&str; N]) -> String {
    let shown = texts.map(|text| match parse(FileId(0), text) {
        Ok(documents) => {
            let roots: Vec<_> = documents.iter().map(|document| document.root.spoken()).collect();
            format!("{text:?} is {:?}\n", roots.join(" --- "))
        }
        Err(_) => format!("{text:?} is refused\n"),
    });
    shown.concat()
}

#[test]
fn tabs_are_white_space_where_no_key_can_start() {
    let texts = [
        "a:\tb",
        "a: b\n\t\nc: d",
        "a: b\n  \t\n  c",
        "a:\n  b: c\n \t\n  d: e",
        "a: 'b'\n\t\nc: d",
        "a:\n\t\n  b: c",
        "a: [\n\t\n\tb]",
        "a: |\n  b\n\t\n  c",
        "-\ta",
        "? \ta",
        "?\t# x\n a",
        "# x\n\t\n\t# y\na: b",
        "- # x\n\t# y\n  a",
        "a: b # x\n\t# y\nc: d",
    ];
    insta::assert_snapshot!(read(texts), @r##"
"a:\tb" is "map[a:b]"
"a: b\n\t\nc: d" is refused
"a: b\n  \t\n  c" is "map[a:b\nc]"
"a:\n  b: c\n \t\n  d: e" is refused
"a: 'b'\n\t\nc: d" is refused
"a:\n\t\n  b: c" is refused
"a: [\n\t\n\tb]" is "map[a:[b]]"
"a: |\n  b\n\t\n  c" is refused
"-\ta" is refused
"? \ta" is refused
"?\t# x\n a" is "map[a:<nil>]"
"# x\n\t\n\t# y\na: b" is "map[a:b]"
"- # x\n\t# y\n  a" is "[a]"
"a: b # x\n\t# y\nc: d" is refused
"##);
}

#[test]
fn lines_end_in_five_ways() {
    let texts = [
        "a: b\rc: d",
        "a: b\r\n\r\n  c",
        "a: b\u{85}c: d",
        "a: b\u{2028}  c",
        "a: 'b\r'",
        "a: \"b\r\r c\"",
        "a: 'b\u{2028} c\u{2029}\u{2029}d'",
        "a: 'b\u{85}\u{85}c'",
        "a: \"b\\\u{2028} c\"",
        "a: |\r b\r c\r",
        "a: |\u{85} b\u{2028} c\n",
        "a: >\n b\u{2028} c\u{85} d\n",
        "# x\ra: b",
        "a: b # x\u{2028}c: d",
        "[a,\u{85}b]",
    ];
    insta::assert_snapshot!(read(texts), @r##"
"a: b\rc: d" is "map[a:b c:d]"
"a: b\r\n\r\n  c" is "map[a:b\nc]"
"a: b\u{85}c: d" is "map[a:b c:d]"
"a: b\u{2028}  c" is "map[a:b\u{2028}c]"
"a: 'b\r'" is "map[a:b ]"
"a: \"b\r\r c\"" is "map[a:b\nc]"
"a: 'b\u{2028} c\u{2029}\u{2029}d'" is "map[a:b\u{2028}c\u{2029}\u{2029}d]"
"a: 'b\u{85}\u{85}c'" is "map[a:b\nc]"
"a: \"b\\\u{2028} c\"" is "map[a:bc]"
"a: |\r b\r c\r" is "map[a:b\nc\n]"
"a: |\u{85} b\u{2028} c\n" is "map[a:b\u{2028}c\n]"
"a: >\n b\u{2028} c\u{85} d\n" is "map[a:b\u{2028}c d\n]"
"# x\ra: b" is "map[a:b]"
"a: b # x\u{2028}c: d" is "map[a:b c:d]"
"[a,\u{85}b]" is "[a b]"
"##);
}

#[test]
fn a_byte_order_mark_inside_is_a_character() {
    let texts = [
        "\u{feff}a: b",
        "\u{feff}\u{feff}a: b",
        "a: \u{feff}b",
        "a: b\n\u{feff}c: d",
        "a\u{feff}: b",
    ];
    insta::assert_snapshot!(read(texts), @r#"
"\u{feff}a: b" is "map[a:b]"
"\u{feff}\u{feff}a: b" is "map[a:b]"
"a: \u{feff}b" is "map[a:\u{feff}b]"
"a: b\n\u{feff}c: d" is "map[a:b \u{feff}c:d]"
"a\u{feff}: b" is "map[a\u{feff}:b]"
"#);
}

#[test]
fn block_scalars_have_headers_and_need_indentation() {
    let texts = [
        "a: |\nb",
        "--- |\nb",
        "|1\n b",
        "a: |2\n   b",
        "a: |1-\n b\n\n",
        "a: |+1\n b\n\n",
        "a: |0\n b",
        "a: |-+\n b",
        "a: |10\n b",
        "a: |#x\n b",
        "a: >\n b\n  c\n\n d\n",
        "a: >+\n b\n c\n\n\n d\n\n",
        "a: |\n   \n b",
        "a: |\n",
        "- |\n b\n- c",
        "a:\n- |\n b",
    ];
    insta::assert_snapshot!(read(texts), @r#"
"a: |\nb" is refused
"--- |\nb" is refused
"|1\n b" is "b"
"a: |2\n   b" is "map[a: b]"
"a: |1-\n b\n\n" is "map[a:b]"
"a: |+1\n b\n\n" is "map[a:b\n\n]"
"a: |0\n b" is refused
"a: |-+\n b" is refused
"a: |10\n b" is refused
"a: |#x\n b" is "map[a:b]"
"a: >\n b\n  c\n\n d\n" is "map[a:b\n c\n\nd\n]"
"a: >+\n b\n c\n\n\n d\n\n" is "map[a:b c\n\nd\n\n]"
"a: |\n   \n b" is refused
"a: |\n" is "map[a:]"
"- |\n b\n- c" is "[b\n c]"
"a:\n- |\n b" is "map[a:[b]]"
"#);
}

#[test]
fn tags_have_many_forms() {
    let texts = [
        "! '5'",
        "! 5",
        "!",
        "!'x' y",
        "!'x'",
        "!\"x\"",
        "!!!map {}",
        "!%21 y",
        "!%ff y",
        "!a[ b",
        "[!a, b]",
        "[!<a,b> c]",
        "!<tag:yaml.org,2002:int> 5",
        "!<> y",
        "!e!x y",
        "%TAG !e! tag:yaml.org,2002:\n---\n!e!str 5",
        "%TAG ! tag:yaml.org,2002:\n---\n!int '5'",
        "%TAG !e! x\n---\na\n---\n!e!y b",
        "%TAG ! x\n%TAG ! y\n---\na",
        "%YAML 1.1\n%YAML 1.1\n---\na",
        "%YAML 1.1\na",
        "%FOO\n---\na",
    ];
    insta::assert_snapshot!(read(texts), @r#"
"! '5'" is "5"
"! 5" is "5"
"!" is "<nil>"
"!'x' y" is "y"
"!'x'" is ""
"!\"x\"" is refused
"!!!map {}" is "map[]"
"!%21 y" is "y"
"!%ff y" is refused
"!a[ b" is refused
"[!a, b]" is refused
"[!<a,b> c]" is "[c]"
"!<tag:yaml.org,2002:int> 5" is "5"
"!<> y" is refused
"!e!x y" is refused
"%TAG !e! tag:yaml.org,2002:\n---\n!e!str 5" is "5"
"%TAG ! tag:yaml.org,2002:\n---\n!int '5'" is "5"
"%TAG !e! x\n---\na\n---\n!e!y b" is refused
"%TAG ! x\n%TAG ! y\n---\na" is refused
"%YAML 1.1\n%YAML 1.1\n---\na" is refused
"%YAML 1.1\na" is refused
"%FOO\n---\na" is refused
"#);
}

#[test]
fn brackets_have_rules_of_their_own() {
    let texts = [
        "[:a]",
        "{a: 1, :b}",
        "{a: :b}",
        "{'a':b}",
        "{a b}",
        "{a?: b}",
        "{-: a}",
        "[-]",
        "[a,]",
        "[a,,b]",
        "[a: b]",
        "[? a : b]",
        "[? : b]",
        "{? a : b}",
        "- {&a !!str b: c}",
        "[a#b]",
        "['a'#b\n]",
        "[a\n#x\n,b]",
    ];
    insta::assert_snapshot!(read(texts), @r#"
"[:a]" is "[:a]"
"{a: 1, :b}" is "map[:b:<nil> a:1]"
"{a: :b}" is refused
"{'a':b}" is "map[a:b]"
"{a b}" is "map[a b:<nil>]"
"{a?: b}" is "map[a?:b]"
"{-: a}" is "map[-:a]"
"[-]" is "[-]"
"[a,]" is "[a]"
"[a,,b]" is refused
"[a: b]" is "[map[a:b]]"
"[? a : b]" is "[map[a:b]]"
"[? : b]" is refused
"{? a : b}" is "map[a:b]"
"- {&a !!str b: c}" is "[map[b:c]]"
"[a#b]" is "[a#b]"
"['a'#b\n]" is "[a]"
"[a\n#x\n,b]" is "[a b]"
"#);
}

#[test]
fn the_last_anchor_of_a_name_counts() {
    let texts = [
        "- &a x\n- *a",
        "- &a.b/c x\n- *a.b/c",
        "- &\u{e9} x",
        "- &a [x, &a y]\n- *a",
        "&a [&a x, *a]",
        "{&a a: *a}",
        "&a x\n---\n*a",
        "*a",
    ];
    insta::assert_snapshot!(read(texts), @r#"
"- &a x\n- *a" is "[x x]"
"- &a.b/c x\n- *a.b/c" is "[x x]"
"- &é x" is refused
"- &a [x, &a y]\n- *a" is "[[x y] y]"
"&a [&a x, *a]" is "[x x]"
"{&a a: *a}" is "map[a:a]"
"&a x\n---\n*a" is "x --- x"
"*a" is refused
"#);
}

#[test]
fn many_odd_lines_are_read_at_once() {
    let odd = "a: [\nb,\n'c\nd'#e\n]\n---\n".repeat(2000);
    let documents = parse(FileId(0), &odd).unwrap();
    let alike = documents.iter().take(2000).all(|one| one.root.spoken() == "map[a:[b c d]]");
    assert!(alike && documents.len() == 2001);
}

#[test]
fn hostile_documents_are_refused() {
    let deep = format!("{}{}", "[".repeat(10_005), "]".repeat(10_005));
    let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, last) in ('b'..='i').zip('a'..) {
        let aliases = format!("*{last},").repeat(9);
        bomb = format!("{bomb}{name}: &{name} [{aliases}]\n");
    }
    let wide = format!("[{}]", "x,".repeat(100_001));
    let own = "a: &a [*a]";
    let all = [deep.as_str(), bomb.as_str(), wide.as_str(), own];
    let all = with_stack(|| all.map(spoken).join("\n")).unwrap();
    insta::assert_snapshot!(all, @r"
error: this is nested too deeply
error: aliases make this document far too large
error: a compose file may have 100000 values at most
error: an anchor cannot stand inside its own value
");
}

#[test]
fn deep_aliases_are_refused() {
    let (open, close) = ("[".repeat(6000), "]".repeat(6000));
    let text = format!("a: &a {open}{close}\nb: {open}*a{close}\n");
    let said = with_stack(|| spoken(&text)).unwrap();
    insta::assert_snapshot!(said, @"error: this is nested too deeply");
}
