//! Texts that nobody writes by hand.

use std::fmt::Write;

use crate::syntax::ast::{Body, ExprKind};
use crate::syntax::{MAX_NESTING, MAX_OPERATORS, parse_template};

use super::{START, hcl, json, read_expression};

/// Ways to nest: what stands before and behind what is nested.
const WAYS: &[(&str, &str)] = &[
    ("(", ")"),
    ("[", "]"),
    ("{a=", "}"),
    ("{(", ")=1}"),
    ("f(", ")"),
    ("x[", "]"),
    ("\"${", "}\""),
    ("!", ""),
    ("-", ""),
    ("a ? b : ", ""),
    ("a ? ", " : b"),
    ("[for v in ", " : v]"),
    ("[for v in a : ", "]"),
    ("1 + (", ")"),
    ("<<E\n${", "}\nE\n"),
    ("\"%{ if ", " }%{ endif }\""),
];

/// Ways to go on from a term without end.
const TAILS: &[&str] = &["[b]", "[*]", ".*[0]", "[b].c"];

#[test]
fn nesting_up_to_the_limit_is_read() {
    for (before, behind) in WAYS {
        let depth = MAX_NESTING / 2 - 2;
        let text = before.repeat(depth) + "a" + &behind.repeat(depth);
        assert!(read_expression(&text).is_ok(), "{before}…{behind}");
    }
    let ladder = "a ? b : ".repeat(70) + "c";
    assert!(read_expression(&ladder).is_ok());
}

#[test]
fn deeper_nesting_is_refused_politely() {
    for (before, behind) in WAYS {
        for text in [before.repeat(100_000), before.repeat(100_000) + &behind.repeat(100_000)] {
            let (_, errors) = hcl(&format!("x = {text}\n"));
            assert_eq!(errors.len(), 1, "{before}…{behind}");
            assert_eq!(errors[0].message, "this is nested more than 500 levels deep");
        }
    }
}

#[test]
fn endless_tails_are_refused_politely() {
    for tail in TAILS {
        let (_, errors) = hcl(&format!("x = a{}\n", tail.repeat(100_000)));
        assert_eq!(errors.len(), 1, "{tail}");
        assert_eq!(errors[0].message, "this is nested more than 500 levels deep");
    }
    assert!(read_expression(&format!("a{}", ".b".repeat(100_000))).is_ok());
}

#[test]
fn tails_in_tails_cannot_pass_the_limit_together() {
    let mut text = String::from("a");
    for _ in 0..20 {
        text = format!("({text}){}", "[b]".repeat(50));
    }
    assert!(read_expression(&text).is_err());
    let siblings = vec![format!("a{}", "[b]".repeat(400)); 50].join(" + ");
    assert!(read_expression(&siblings).is_ok());
}

#[test]
fn blocks_and_directives_have_the_same_limit() {
    let (_, errors) = hcl(&"a {\n".repeat(100_000));
    assert_eq!(errors.len(), 1);
    let (_, errors) = hcl(&("a {\n".repeat(400) + &"}\n".repeat(400)));
    assert!(errors.is_empty());
    let opened = "%{ if a }".repeat(100_000);
    assert!(parse_template(START, &opened).is_err());
    let nested = "%{ if a }".repeat(400) + &"%{ endif }".repeat(400);
    assert!(parse_template(START, &nested).is_ok());
}

#[test]
fn operators_may_follow_each_other_for_long() {
    let text = "1".to_owned() + &" + 1".repeat(MAX_OPERATORS - 1);
    assert!(read_binary(&text));
    let text = "1".to_owned() + &" + 1".repeat(MAX_OPERATORS + 1);
    assert!(!read_binary(&text));
}

/// Without printing the tree, which would recur.
fn read_binary(text: &str) -> bool {
    match crate::syntax::parse_expression(START, text) {
        Ok(expr) => matches!(expr.kind, ExprKind::Binary(_)),
        Err(_) => false,
    }
}

#[test]
fn json_has_the_limit_too() {
    for (before, behind) in [("[", "]"), ("{\"a\":", "}")] {
        let text = before.repeat(100_000) + "1" + &behind.repeat(100_000);
        assert_eq!(json(&text).1.len(), 1);
    }
    let text = "{\"a\":".repeat(400) + "1" + &"}".repeat(400);
    assert!(json(&text).1.is_empty());
}

#[test]
fn an_object_of_a_hundred_thousand_keys() {
    let mut text = String::from("x = {\n");
    for key in 0..100_000 {
        writeln!(text, "  k{key} = \"v\"").unwrap();
    }
    text.push_str("}\n");
    let (file, errors) = hcl(&text);
    assert!(errors.is_empty());
    let Body::Native(body) = file.body else { panic!("native") };
    let ExprKind::Object(items) = &body.attributes[0].expr.kind else { panic!("object") };
    assert_eq!(items.len(), 100_000);
}

#[test]
fn a_hundred_thousand_attributes() {
    let mut text = String::new();
    for name in 0..100_000 {
        writeln!(text, "a{name} = {name}").unwrap();
    }
    assert!(hcl(&text).1.is_empty());
}

#[test]
fn openers_of_comments_without_end_are_looked_at_once() {
    let text = "/*".repeat(1_000_000);
    assert_eq!(hcl(&text).1.len(), 1);
}

#[test]
fn a_file_that_is_broken_throughout_is_given_up() {
    let lines =
        ["= 1\n", "x = [\n", "x = <<A\n", "x = \"${\n", "x = (\n]\n", "}\n", "x = \"%{ if a }\n"];
    for line in lines {
        let errors = hcl(&line.repeat(100_000)).1.len();
        assert!((1..=100).contains(&errors), "{line:?}: {errors}");
    }
}
