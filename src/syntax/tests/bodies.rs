//! Files, and the trees that hashicorp/hcl makes of them.

use super::{check, check_refused, read_file};
use crate::syntax::are_in_comments;

#[test]
fn attributes_and_blocks() {
    check(
        read_file,
        &[
            ("", "{}"),
            ("\n\n", "{}"),
            ("a = 1", "{(= a #1)}"),
            ("a = 1\n", "{(= a #1)}"),
            ("a = 1\nb = 2\n", "{(= a #1) (= b #2)}"),
            ("a=1 # c\n", "{(= a #1)}"),
            ("a = 1 /* c */\n", "{(= a #1)}"),
            ("/* c */ a = 1", "{(= a #1)}"),
            ("a = 1 // c", "{(= a #1)}"),
            ("# c\n\n// d\n", "{}"),
            ("b {}", "{(block b {})}"),
            ("b {\n}\n", "{(block b {})}"),
            ("b {\n  a = 1\n}\n", "{(block b {(= a #1)})}"),
            ("b { a = 1 }", "{(block b {(= a #1)})}"),
            ("b { a = {} }\n", "{(block b {(= a (object))})}"),
            ("b \"l\" {}", "{(block b \"l\" {})}"),
            ("b l {}", "{(block b \"l\" {})}"),
            ("b \"l\" m \"n\" {\n}", "{(block b \"l\" \"m\" \"n\" {})}"),
            ("b \"\" {}", "{(block b \"\" {})}"),
            ("b \"a\\n$ $${x} %\" {}", "{(block b \"a\\n$ ${x} %\" {})}"),
            ("b{a=1}", "{(block b {(= a #1)})}"),
            ("b {\n  c {\n    d = 1\n  }\n}\n", "{(block b {(block c {(= d #1)})})}"),
            ("b \"x\" {}\nb \"x\" {}\n", "{(block b \"x\" {}) (block b \"x\" {})}"),
            (
                "for = 1\nin = 2\nif {}\nnull = 3\n",
                "{(= for #1) (= in #2) (block if {}) (= null #3)}",
            ),
            ("a = [\n1,\n2\n]\nb = 2", "{(= a (tuple #1 #2)) (= b #2)}"),
            ("a = <<E\nx\nE\nb = 1\n", "{(= a (tmpl \"x\\n\")) (= b #1)}"),
            ("a = f(\n1\n)\n", "{(= a (f() #1))}"),
            ("\u{feff}a = 1", "{(= a #1)}"),
            ("a = 1\r\nb {\r\n}\r\n", "{(= a #1) (block b {})}"),
            ("é = 1\n", "{(= é #1)}"),
            ("b { # c\n}\n", "{(block b {})}"),
            ("b /* c */ \"l\" {\n}", "{(block b \"l\" {})}"),
            ("b {\n\n  a = 1\n\n}", "{(block b {(= a #1)})}"),
            ("a = \"x\" # }\n", "{(= a (tmpl \"x\"))}"),
            ("b \"é\u{301}\" {}", "{(block b \"é\u{301}\" {})}"),
        ],
    );
}

#[test]
fn refused_files() {
    check_refused(
        read_file,
        &[
            "a",
            "a b",
            "a = ",
            "a = 1 b = 2",
            "a = 1, b = 2",
            "a = 1,",
            "a = 1\na = 2\n",
            "a: 1",
            "\"a\" = 1",
            "1 = 2",
            "a.b = 1",
            "= 1",
            "{}",
            "}",
            "b {",
            "b {\n",
            "b {}}",
            "b {} c {}",
            "b { a = 1",
            "b { a = 1\n}",
            "b { a = 1, b = 2 }",
            "b { a = 1 b = 2 }",
            "b { c {} }",
            "b { \"a\" = 1 }",
            "b { a }",
            "b {\n a = 1 }",
            "b {\n c = 1\n c = 2\n}",
            "b \"l\"\n{\n}",
            "b\n{\n}",
            "b = {",
            "b \"${a}\" {}",
            "b \"%{a}\" {}",
            "b \"a\" = {}",
            "b \"a\nb\" {}",
            "b 1 {}",
            "b [] {}",
            "b \"l\" ",
            "a =\n1",
            "a = (1",
            "a = [1",
            "a = \"x",
            "a = <<E\nx\n",
            "a = 1\n;b = 2",
            "a\tb",
            "a = 1 \r b",
            "\0",
            "a = 1\0",
            "b {\n}}\n",
            "b \"\\q\" {}",
            "/* a",
            "a = 1\n]",
        ],
    );
}

#[test]
fn places_are_told_to_be_in_comments() {
    let text = "a = \"# 1\" # 2\n/* 3 */ b = <<E\n# 4\nE\n# 5\nc = \"${ 1 /* 6 */ }\" // 7";
    let places = |signs: &str| -> Vec<usize> {
        signs.chars().map(|sign| text.find(&format!(" {sign}")).unwrap() + 1).collect()
    };
    assert!(are_in_comments(text, &places("23567")));
    for inside in ["1", "4", "12", "47"] {
        assert!(!are_in_comments(text, &places(inside)), "{inside}");
    }
}
