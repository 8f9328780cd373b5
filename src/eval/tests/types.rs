//! Types as they are written.

use super::world::{errors, parsed};
use crate::eval::type_constraint;

/// The type that a text spells, or what is wrong with it.
fn spelled(text: &str) -> String {
    match type_constraint(&parsed(text).unwrap()) {
        Ok(ty) => format!("{ty:?}"),
        Err(found) => errors(&found),
    }
}

#[test]
fn words() {
    assert_eq!(spelled("string"), "String");
    assert_eq!(spelled("number"), "Number");
    assert_eq!(spelled("bool"), "Bool");
    assert_eq!(spelled("any"), "Dynamic");
    assert_eq!(spelled("strng"), "0..5 there is no type `strng` (did you mean `string`?)");
    assert_eq!(spelled("list"), "0..4 `list` takes one argument (for example `list(string)`)");
}

#[test]
fn null_is_any_type() {
    assert_eq!(spelled("null"), "Dynamic");
    assert_eq!(spelled("(null)"), "Dynamic");
    assert_eq!(
        spelled("true"),
        "0..4 there is no type `true` (a type is `string`, `number`, `bool`, `any`, or made of types as `list(string)` is)"
    );
}

#[test]
fn constructors() {
    assert_eq!(spelled("list(set(string))"), "List(Set(String))");
    assert_eq!(spelled("map(any)"), "Map(Dynamic)");
    assert_eq!(spelled("tuple([string, bool])"), "Tuple([String, Bool])");
    assert_eq!(spelled("tuple([])"), "Tuple([])");
    assert_eq!(
        spelled("object({ a = string, b = optional(list(number)), null = bool })"),
        r#"Object(ObjectType { attributes: {"a": String, "b": List(Number), "null": Bool}, optional: {"b"} })"#
    );
}

#[test]
fn every_mistake_is_reported() {
    assert_eq!(
        spelled("tuple([strng, list(boo)])"),
        "7..12 there is no type `strng` (did you mean `string`?)\n\
         19..22 there is no type `boo` (did you mean `bool`?)"
    );
    assert_eq!(
        spelled("object({ a = nope, a = string, \"b\" = string })"),
        "13..17 there is no type `nope` (a type is `string`, `number`, `bool`, `any`, or made of types as `list(string)` is)\n31..34 an attribute of an object type is a plain name"
    );
    assert_eq!(
        spelled("object({ a = string, a = bool })"),
        "21..22 the attribute `a` is there twice"
    );
}

#[test]
fn what_is_no_type() {
    let no_type = "this is no type (a type is `string`, `number`, `bool`, `any`, or made of types \
                   as `list(string)` is)";
    assert_eq!(spelled("\"string\""), format!("0..8 {no_type}"));
    assert_eq!(spelled("(string)"), format!("0..8 {no_type}"));
    assert_eq!(spelled("a.b"), format!("0..3 {no_type}"));
    assert_eq!(spelled("string()"), "6..8 `string` takes no arguments");
    assert_eq!(
        spelled("list(string, bool)"),
        "4..18 `list` takes one argument (for example `list(string)`)"
    );
    assert_eq!(spelled("lst(string)"), "0..3 there is no type `lst` (did you mean `list`?)");
    assert_eq!(spelled("object(string)"), "7..13 `object` takes names and types in braces");
    assert_eq!(spelled("tuple(string)"), "6..12 `tuple` takes a list of types in brackets");
    assert_eq!(spelled("optional(string)"), "0..8 `optional` is for attributes of an object type");
    assert_eq!(
        spelled("object({ a = optional(string, 1) })"),
        "30..31 `optional` takes only a type, no default"
    );
}
