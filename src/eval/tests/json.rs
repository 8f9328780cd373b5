//! Expressions of the JSON syntax.

use std::sync::Arc;

use super::WORLD;
use super::world::{context, errors, shown};
use crate::eval::{Fuel, evaluate, references, type_constraint};
use crate::span::FileId;
use crate::syntax::ast::{Expr, Schema};
use crate::syntax::parse_json;

/// The expression that a JSON value is as an attribute.
fn json(text: &str) -> Arc<Expr> {
    let mut errors = Vec::new();
    let file = parse_json(FileId(0), &format!(r#"{{"v":{text}}}"#), &mut errors);
    let schema = Schema { attributes: &["v"], blocks: &[] };
    let content = file.body.content(&schema, &mut errors);
    assert!(errors.is_empty(), "{errors:?}");
    content.attributes[0].expr.clone()
}

fn outcome(text: &str) -> String {
    match evaluate(&json(text), &context(&WORLD, &Fuel::new(1_000_000))) {
        Ok(value) => shown(&value),
        Err(found) => errors(&found),
    }
}

#[test]
fn strings_are_templates() {
    assert_eq!(outcome(r#""plain""#), r#""plain""#);
    assert_eq!(outcome(r#""${1 + 1}""#), "2");
    assert_eq!(outcome(r#""a${n}b""#), r#""a5b""#);
    assert_eq!(outcome(r#""${t}""#), r#"["a","b",3]"#);
    assert_eq!(outcome(r#""%{ if b }x%{ endif }""#), r#""x""#);
    assert_eq!(outcome(r#""upper(s)""#), r#""upper(s)""#);
    assert_eq!(outcome(r#""${upper(s)}""#), r#""STR""#);
    assert_eq!(outcome(r#""a\nb${n}""#), r#""a\nb5""#);
    assert_eq!(outcome(r#""${nosuch}""#), "8..14 there is no variable `nosuch`");
}

#[test]
fn a_string_that_is_no_template_is_an_error_where_it_is_evaluated() {
    let expr = json(r#""${""#);
    assert!(references(&expr).variables.is_empty());
    assert!(evaluate(&expr, &context(&WORLD, &Fuel::new(1_000_000))).is_err());
}

#[test]
fn other_values_are_themselves() {
    assert_eq!(outcome("1.50"), "1.5");
    assert_eq!(outcome("true"), "true");
    assert_eq!(outcome("null"), "null");
    assert_eq!(outcome(r#"[1,"${n}",null]"#), "[1,5,null]");
    assert_eq!(outcome(r#"{"a":{"b":["${n}"]}}"#), r#"{"a":{"b":[5]}}"#);
}

#[test]
fn keys_are_templates_and_come_once() {
    assert_eq!(outcome(r#"{"${s}":1,"a${n}":2,"${n}":3}"#), r#"{"5":3,"a5":2,"str":1}"#);
    assert_eq!(outcome(r#"{"a":1,"a":2}"#), "12..15 the key `a` is there twice");
    assert_eq!(outcome(r#"{"${s}":2,"str":3}"#), "15..20 the key `str` is there twice");
    assert_eq!(outcome(r#"{"${null}":1}"#), "6..15 a key of an object cannot be null");
    assert_eq!(outcome(r#"{"${t}":1}"#), "6..12 a key of an object: this is a tuple, not a string");
}

#[test]
fn variables_are_found_in_templates() {
    let expr = json(r#"{"${a}":["${b.c}","d"],"e":"${[for x in f: x]}"}"#);
    let found = references(&expr);
    let names: Vec<&str> = found.variables.iter().map(|found| &*found.root.value).collect();
    assert_eq!(names, ["a", "b", "f"]);
}

#[test]
fn calls_are_found_in_strings_that_are_expressions_as_a_whole() {
    let expr = json(r#"{"f(1)":["g(h(2))","${i(3)}","j"],"k":"l(4) m"}"#);
    let found = references(&expr).functions;
    let names: Vec<&str> = found.iter().map(|found| &*found.value).collect();
    assert_eq!(names, ["f", "g", "h"]);
}

#[test]
fn types_are_strings() {
    let shown = |text: &str| match type_constraint(&json(text)) {
        Ok(ty) => ty.constraint_name(),
        Err(found) => errors(&found),
    };
    assert_eq!(shown(r#""string""#), "string");
    assert_eq!(shown(r#"" any ""#), "any type");
    assert_eq!(shown(r#""list(map(number))""#), "list of map of number");
    assert_eq!(shown(r#""object({a=optional(string)})""#), "object");
    assert_eq!(shown("null"), "any type");
    assert_eq!(shown(r#""${string}""#).split(" (").next(), Some("5..16 this is no type"));
    assert_eq!(shown(r#"["string"]"#).split(" (").next(), Some("5..15 this is no type"));
}
