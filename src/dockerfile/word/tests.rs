//! What BuildKit's own lexer makes of the same words.

use std::collections::BTreeMap;

use super::{Style, Variables, expand, split};

struct Values(BTreeMap<&'static str, &'static str>);

impl Variables for Values {
    fn value(&self, name: &str) -> Option<&str> {
        self.0.get(name).copied()
    }
}

fn values() -> Values {
    let pairs = [("A", "x"), ("SP", " a b  c "), ("NO", ""), ("P", "a/b.c/a.b"), ("안", "녕")];
    Values(BTreeMap::from(pairs))
}

fn text(word: &str, style: Style) -> String {
    match expand(word, style, &values()) {
        Ok(expanded) => expanded.text,
        Err(problem) => format!("! {}", problem.message),
    }
}

#[test]
fn quotes_and_escapes_go() {
    let cases = [
        ("he'll'o", "hello"),
        (r"he\'llo", "he'llo"),
        (r#""abc\tdef" abc\tdef"#, r"abc\tdef abctdef"),
        (r#""he\\$A" "he\$A" 'he$A'"#, r"he\x he$A he$A"),
        (r"hello\", "hello"),
        ("\u{feff}a", "a"),
        ("'open", "! a single quote (`'`) is not closed"),
        ("\"open\\\"", "! a double quote (`\"`) is not closed"),
    ];
    for (word, expected) in cases {
        assert_eq!(text(word, Style::words('\\')), expected, "{word}");
    }
    assert_eq!(text(r"C:\$A`$A", Style::words('`')), r"C:\x$A");
}

#[test]
fn substitutions_follow_buildkit() {
    let cases = [
        ("$A.$B.${A}$", "x..x$"),
        ("$1x$@x$$x${안}", "xxx녕"),
        ("${B:-d} ${NO:-d} ${NO-d} ${A:-d}", "d d  x"),
        ("${B:+d}|${NO:+d}|${NO+d}|${A:+d}", "||d|d"),
        ("${B:-${C:-in $A}}", "in x"),
        ("${P#*/} ${P##*/} ${P%.*} ${P%%.*}", "b.c/a.b a.b a/b.c/a a/b"),
        (r"${P#a\/} ${P%\}}", "b.c/a.b a/b.c/a.b"),
        (
            "${P/a/z} ${P//a/z} ${P/?.?/[\\$0]} ${P//?.?/<$0>}",
            "z/b.c/a.b z/b.c/z.b a/[\\$0]/a.b a/<>/<>",
        ),
        (r"${P//?.?/<\$0>}", r"a/<\b.c>/<\a.b>"),
        ("<<EOF <x", "<<EOF <x"),
        ("${B?}", "! `B`: must be set"),
        ("${NO:?}", "! `NO`: must not be empty"),
        ("${B:?say $A}", "! `B`: say x"),
        ("${", "! a substitution lacks its `}`"),
        ("${A:-b", "! a substitution lacks its `}`"),
        ("${{A}", "! `${` lacks the name of a variable"),
        ("${A:#b}", "! a substitution cannot go on with `:#` after `${A`"),
        ("${A!}", "! a substitution cannot go on with `!` after `${A`"),
        (r"${A#\a}", r"! the pattern `\a` escapes `a`"),
    ];
    for (word, expected) in cases {
        assert_eq!(text(word, Style::words('\\')), expected, "{word}");
    }
}

#[test]
fn words_are_split_where_white_space_is_bare() {
    let words = |text: &str| split(text, Style::words('\\'), &values()).unwrap().join("|");
    assert_eq!(words("a  b"), "a|b");
    assert_eq!(words(r#"a\ b "c d"e 'f g'"#), "a b|c de|f g");
    assert_eq!(words("1${SP}2"), "1|a|b|c|2");
    assert_eq!(words(r#"1"${SP}"2"#), "1 a b  c 2");
    assert_eq!(words("lost${B:-kept}"), "kept");
}

#[test]
fn variables_that_are_not_there_are_told() {
    let found = expand("$A ${B} ${C:-d} ${D#x} ${NO:-$E}", Style::words('\\'), &values()).unwrap();
    assert_eq!(found.used.iter().collect::<Vec<_>>(), ["A", "NO"]);
    assert_eq!(found.unset.iter().collect::<Vec<_>>(), ["B", "C", "D", "E"]);
    assert_eq!(found.missing.iter().collect::<Vec<_>>(), ["B", "D", "E"]);
}

#[test]
fn quotes_are_letters_in_heredocs() {
    assert_eq!(text(r#"'$A' "\$A" \\"#, Style::heredoc()), r#"'x' "$A" \"#);
}

#[test]
fn depth_and_length_are_bounded() {
    let deep = format!("{}{}", "${B:-".repeat(5_000), "}".repeat(5_000));
    assert_eq!(text(&deep, Style::words('\\')), "! substitutions stand too deep in each other");
    let long = format!("{}$A", "y".repeat(super::LONGEST));
    assert!(text(&long, Style::words('\\')).contains("longer than 1 MiB"));
}
