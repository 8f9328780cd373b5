//! JSON, checked against bake.

use super::*;
use crate::value::types::Type;
use crate::value::{Number, Value};

/// What `jsondecode` makes of the text, with its type.
fn decoded(text: &str) -> String {
    match decode(text) {
        Ok(value) => encode_as(&value, &Type::Dynamic).unwrap(),
        Err(problem) => format!("error: {}", problem.message),
    }
}

/// What an override of a typed variable makes of the text.
fn typed(text: &str, ty: &str) -> String {
    match decode_as(text, &decode_type(ty).unwrap()) {
        Ok(value) => encode_as(&value, &Type::Dynamic).unwrap(),
        Err(problem) => format!("error: {}", problem.message),
    }
}

#[test]
fn text_implies_a_type() {
    insta::assert_snapshot!(decoded(r#"{"b":[true,null,"x"],"a":{"n":-1.50e3}}"#), @r#"{"value":{"a":{"n":-1500},"b":[true,null,"x"]},"type":["object",{"a":["object",{"n":"number"}],"b":["tuple",["bool","dynamic","string"]]}]}"#);
    insta::assert_snapshot!(decoded(" [ ] "), @r#"{"value":[],"type":["tuple",[]]}"#);
    insta::assert_snapshot!(decoded("null"), @"null");
}

#[test]
fn of_two_keys_the_last_counts_if_the_types_agree() {
    insta::assert_snapshot!(decoded(r#"{"a":1,"a":2}"#), @r#"{"value":{"a":2},"type":["object",{"a":"number"}]}"#);
    insta::assert_snapshot!(decoded(r#"{"a":1,"a":"x"}"#), @"error: the JSON object has two keys `a`");
}

#[test]
fn escapes() {
    assert_eq!(decode(r#""\u00e9\/\b\ud83d\ude00\"""#).unwrap(), Value::string("é/\u{8}😀\""));
    assert_eq!(decode(r#""\ud800x\udc00""#).unwrap(), Value::string("\u{fffd}x\u{fffd}"));
    assert_eq!(decode(r#""\ud800\ud83d\ude00""#).unwrap(), Value::string("\u{fffd}😀"));
    assert_eq!(encode(&Value::string("\u{7f}")).unwrap(), "\"\u{7f}\"");
    let text = Value::string("<a&b> \u{8}\u{c}\n\r\t\u{1}\"\\\u{2028}é");
    insta::assert_snapshot!(encode(&text).unwrap(), @r#""\u003ca\u0026b\u003e \b\f\n\r\t\u0001\"\\\u2028é""#);
}

#[test]
fn wrong_text_has_a_place() {
    insta::assert_snapshot!(decoded("[1,\n 2,]"), @"error: invalid JSON: a value expected at 2:4");
    insta::assert_snapshot!(decoded(r#"{"a" 1}"#), @"error: invalid JSON: `:` expected at 1:6");
    insta::assert_snapshot!(decoded(r#"{"a":1 "b":2}"#), @"error: invalid JSON: `,` or `}` expected at 1:8");
    insta::assert_snapshot!(decoded(r#""é"#), @r#"error: invalid JSON: `"` or an escape expected at 1:3, where the text ends"#);
    insta::assert_snapshot!(decoded("-"), @"error: invalid JSON: a digit expected at 1:2, where the text ends");
    insta::assert_snapshot!(decoded(""), @"error: invalid JSON: a value expected at 1:1, where the text ends");
    for text in
        ["01", "1 2", "+1", ".5", "nul", "truex", "\"\t\"", r#""\x""#, r#""\u12""#, "\u{feff}1"]
    {
        assert!(decode(text).is_err(), "{text}");
    }
}

#[test]
fn more_text_is_overlooked_where_go_overlooks_it() {
    assert_eq!(decode("1 ]}x").unwrap(), Value::int(1));
    assert!(decode("1 x").is_err());
    assert_eq!(decode_as("\"a\"xyz", &Type::String).unwrap(), Value::string("a"));
}

#[test]
fn a_type_takes_what_it_can() {
    insta::assert_snapshot!(typed("1.50", r#""string""#), @r#"{"value":"1.50","type":"string"}"#);
    insta::assert_snapshot!(typed("true", r#""string""#), @r#"{"value":"true","type":"string"}"#);
    insta::assert_snapshot!(typed("\"1\"", r#""bool""#), @r#"{"value":true,"type":"bool"}"#);
    insta::assert_snapshot!(typed("\"0x1\"", r#""number""#), @"error: a number is required, not `0x1`");
    insta::assert_snapshot!(typed("[1]", r#""string""#), @"error: this is an array, not a string");
    insta::assert_snapshot!(typed(r#"["b",1,"b",null]"#, r#"["set","string"]"#), @r#"{"value":["1","b",null],"type":["set","string"]}"#);
    insta::assert_snapshot!(typed(r#"{"a":1}"#, r#"["object",{"a":"string","b":"bool"}]"#), @r#"{"value":{"a":"1","b":null},"type":["object",{"a":"string","b":"bool"}]}"#);
    insta::assert_snapshot!(typed(r#"{"z":1}"#, r#"["object",{"a":"string"}]"#), @"error: no attribute `z` is wanted");
    insta::assert_snapshot!(typed("[1]", r#"["tuple",["number","number"]]"#), @"error: this has 1 element, not 2");
    insta::assert_snapshot!(typed("[1,[2]]", r#"["list","number"]"#), @"error: element 1: this is an array, not a number");
}

#[test]
fn an_open_type_brings_its_own() {
    insta::assert_snapshot!(typed(r#"{"type":["list","number"],"value":["1"]}"#, r#""dynamic""#), @r#"{"value":[1],"type":["list","number"]}"#);
    insta::assert_snapshot!(typed(r#"{"value":1}"#, r#""dynamic""#), @"error: a value of any type needs a `type`");
    insta::assert_snapshot!(typed("[1]", r#""dynamic""#), @"error: this is an array, not a value of any type");
    let mixed = decode(r#"[1,"x",null]"#).unwrap();
    insta::assert_snapshot!(encode_as(&mixed, &Type::Dynamic).unwrap(), @r#"{"value":[1,"x",null],"type":["tuple",["number","string","dynamic"]]}"#);
    let list = Value::strings(["a"]);
    insta::assert_snapshot!(encode_as(&list, &Type::list(Type::Dynamic)).unwrap(), @r#"[{"value":"a","type":"string"}]"#);
}

#[test]
fn depth_and_infinity_are_bounded() {
    let deep = |depth| "[".repeat(depth) + &"]".repeat(depth);
    assert!(decode(&deep(500)).is_ok());
    assert!(decode(&deep(501)).is_err());
    assert!(decode(&"[".repeat(1_000_000)).is_err());
    assert!(encode(&Value::Number(Number::parse("inf").unwrap())).is_err());
}
