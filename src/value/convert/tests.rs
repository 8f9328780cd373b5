//! Conversions, checked against bake.

use proptest::prelude::*;

use super::*;
use crate::text::Text;
use crate::value::json::{decode, decode_as, decode_type, encode_as};

/// The JSON value as the type that JSON spells, shown with the type it got.
fn converted(value: &str, to: &str) -> String {
    let to = decode_type(to).unwrap();
    match convert(&decode(value).unwrap(), &to) {
        Ok(value) => encode_as(&value, &Type::Dynamic).unwrap(),
        Err(problem) => format!("error: {}", problem.message),
    }
}

/// One conversion to a line: a value, an arrow, a type.
fn table(lines: &str) -> String {
    let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
    let line = |line: &str| {
        let (value, to) = line.split_once(" -> ").unwrap();
        format!("{line}\n    {}\n", converted(value, to))
    };
    lines.map(line).collect()
}

#[test]
fn primitives() {
    insta::assert_snapshot!(table(r#"
        "true" -> "bool"
        "1" -> "bool"
        "0" -> "bool"
        "True" -> "bool"
        1 -> "bool"
        true -> "number"
        true -> "string"
        1.50 -> "string"
        "1e3" -> "number"
        " 1" -> "number"
        "" -> "number"
        1 -> ["list","number"]
    "#), @r#"
    "true" -> "bool"
        {"value":true,"type":"bool"}
    "1" -> "bool"
        {"value":true,"type":"bool"}
    "0" -> "bool"
        {"value":false,"type":"bool"}
    "True" -> "bool"
        error: a bool is required, not `True`
    1 -> "bool"
        error: this is a number, not a bool
    true -> "number"
        error: this is a bool, not a number
    true -> "string"
        {"value":"true","type":"string"}
    1.50 -> "string"
        {"value":"1.5","type":"string"}
    "1e3" -> "number"
        {"value":1000,"type":"number"}
    " 1" -> "number"
        error: a number is required, not ` 1`
    "" -> "number"
        error: a number is required, not empty text
    1 -> ["list","number"]
        error: this is a number, not a list of numbers
    "#);
}

#[test]
fn tuples() {
    insta::assert_snapshot!(table(r#"
        [1,"x",true] -> ["list","dynamic"]
        [1,"x",true] -> ["set","string"]
        [1,"x",true] -> ["tuple",["string","string","string"]]
        [1,"x",true] -> ["tuple",["string"]]
        [1,"x",true] -> ["list","number"]
        ["1","x"] -> ["list","number"]
        [1,true] -> ["list","dynamic"]
        [[1],["x",2]] -> ["list","dynamic"]
        [[1],["x"]] -> ["list","dynamic"]
        ["b","a","b"] -> ["set","dynamic"]
        [1,null,"2"] -> ["list","number"]
        [1,null,"2"] -> ["list","dynamic"]
        [] -> ["list","dynamic"]
        [] -> ["list",["object",{"a":"string"},["a"]]]
        [null,null] -> ["list","dynamic"]
    "#), @r#"
    [1,"x",true] -> ["list","dynamic"]
        {"value":["1","x","true"],"type":["list","string"]}
    [1,"x",true] -> ["set","string"]
        {"value":["1","true","x"],"type":["set","string"]}
    [1,"x",true] -> ["tuple",["string","string","string"]]
        {"value":["1","x","true"],"type":["tuple",["string","string","string"]]}
    [1,"x",true] -> ["tuple",["string"]]
        error: this has 3 elements, not 1
    [1,"x",true] -> ["list","number"]
        error: element 2: this is a bool, not a number
    ["1","x"] -> ["list","number"]
        error: element 1: a number is required, not `x`
    [1,true] -> ["list","dynamic"]
        error: the elements must all have the same type
    [[1],["x",2]] -> ["list","dynamic"]
        {"value":[["1"],["x","2"]],"type":["list",["list","string"]]}
    [[1],["x"]] -> ["list","dynamic"]
        {"value":[["1"],["x"]],"type":["list",["tuple",["string"]]]}
    ["b","a","b"] -> ["set","dynamic"]
        {"value":["a","b"],"type":["set","string"]}
    [1,null,"2"] -> ["list","number"]
        {"value":[1,null,2],"type":["list","number"]}
    [1,null,"2"] -> ["list","dynamic"]
        {"value":["1",null,"2"],"type":["list","string"]}
    [] -> ["list","dynamic"]
        {"value":[],"type":["list","dynamic"]}
    [] -> ["list",["object",{"a":"string"},["a"]]]
        {"value":[],"type":["list",["object",{"a":"string"}]]}
    [null,null] -> ["list","dynamic"]
        {"value":[null,null],"type":["list","dynamic"]}
    "#);
}

#[test]
fn objects() {
    insta::assert_snapshot!(table(r#"
        {"a":1,"b":"x"} -> ["map","dynamic"]
        {"a":1,"b":"x"} -> ["object",{"a":"string"}]
        {"a":1,"b":"x"} -> ["object",{"a":"string","c":"number"},["c"]]
        {"a":1,"b":"x"} -> ["object",{"a":"bool","c":"number","d":"number"}]
        {"a":1,"b":"x"} -> ["object",{"a":"bool"}]
        {} -> ["map","dynamic"]
        {"a":[1],"b":["x"]} -> ["map","dynamic"]
        {"a":[1],"b":["x"]} -> ["map",["list","dynamic"]]
        {"a":{"x":1},"b":{"y":true}} -> ["map","dynamic"]
        {"a":1,"b":[]} -> ["map","string"]
        null -> ["object",{"a":["list","dynamic"]},["a"]]
    "#), @r#"
    {"a":1,"b":"x"} -> ["map","dynamic"]
        {"value":{"a":"1","b":"x"},"type":["map","string"]}
    {"a":1,"b":"x"} -> ["object",{"a":"string"}]
        {"value":{"a":"1"},"type":["object",{"a":"string"}]}
    {"a":1,"b":"x"} -> ["object",{"a":"string","c":"number"},["c"]]
        {"value":{"a":"1","c":null},"type":["object",{"a":"string","c":"number"}]}
    {"a":1,"b":"x"} -> ["object",{"a":"bool","c":"number","d":"number"}]
        error: missing `c` and `d`
    {"a":1,"b":"x"} -> ["object",{"a":"bool"}]
        error: attribute `a`: this is a number, not a bool
    {} -> ["map","dynamic"]
        {"value":{},"type":["map","dynamic"]}
    {"a":[1],"b":["x"]} -> ["map","dynamic"]
        {"value":{"a":["1"],"b":["x"]},"type":["map",["tuple",["string"]]]}
    {"a":[1],"b":["x"]} -> ["map",["list","dynamic"]]
        {"value":{"a":["1"],"b":["x"]},"type":["map",["list","string"]]}
    {"a":{"x":1},"b":{"y":true}} -> ["map","dynamic"]
        error: the elements must all have the same type
    {"a":1,"b":[]} -> ["map","string"]
        error: element `b`: this is a tuple, not a string
    null -> ["object",{"a":["list","dynamic"]},["a"]]
        {"value":null,"type":["object",{"a":["list","dynamic"]}]}
    "#);
}

/// A value of one type as a value of another, with their types spelled as JSON.
fn between(from: &str, value: &str, to: &str) -> String {
    let value = decode_as(value, &decode_type(from).unwrap()).unwrap();
    match convert(&value, &decode_type(to).unwrap()) {
        Ok(value) => encode_as(&value, &Type::Dynamic).unwrap(),
        Err(problem) => format!("error: {}", problem.message),
    }
}

#[test]
fn maps_become_objects_when_they_have_the_attributes() {
    let map = r#"["map","string"]"#;
    let object = r#"["object",{"a":"number","b":["list","number"]},["b"]]"#;
    insta::assert_snapshot!(between(map, r#"{"a":"1","z":"x"}"#, object), @r#"{"value":{"a":1,"b":null},"type":["object",{"a":"number","b":["list","number"]}]}"#);
    insta::assert_snapshot!(between(map, r#"{"z":"x"}"#, object), @"error: the attribute `a` is missing");
    insta::assert_snapshot!(between(map, r#"{"a":"1","b":"2"}"#, object), @"error: attribute `b`: this is a string, not a list of numbers");
}

#[test]
fn types_decide_before_values_do() {
    let list = r#"["list",["object",{}]]"#;
    insta::assert_snapshot!(between(list, "[]", r#"["list","number"]"#), @"error: the elements do not fit: this is an object, not a number");
    insta::assert_snapshot!(between(list, "null", r#"["list","number"]"#), @"error: the elements do not fit: this is an object, not a number");
    insta::assert_snapshot!(between(list, "[]", r#"["list","dynamic"]"#), @r#"{"value":[],"type":["list",["object",{}]]}"#);
    insta::assert_snapshot!(between(r#"["map","bool"]"#, "{}", r#"["set","bool"]"#), @"error: this is a map of bools, not a set of bools");
}

#[test]
fn lists_and_sets() {
    insta::assert_snapshot!(between(r#"["list","string"]"#, r#"["10","9","9.0"]"#, r#"["set","number"]"#), @r#"{"value":[9,10],"type":["set","number"]}"#);
    insta::assert_snapshot!(between(r#"["set","bool"]"#, "[true,false]", r#"["list","string"]"#), @r#"{"value":["false","true"],"type":["list","string"]}"#);
    assert!(convertible(&Type::list(Type::Bool), &Type::set(Type::Bool)));
    assert!(!safely_convertible(&Type::list(Type::Bool), &Type::set(Type::Bool)));
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::NULL),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::int),
        "[a-c0-2]{0,2}".prop_map(Value::string),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let named = prop::collection::btree_map("[a-c]".prop_map(Text::from), inner.clone(), 0..3);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::tuple),
            named.prop_map(Value::object),
        ]
    })
}

fn any_type() -> impl Strategy<Value = Type> {
    let leaf =
        prop_oneof![Just(Type::Dynamic), Just(Type::Bool), Just(Type::Number), Just(Type::String),];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let named = prop::collection::btree_map("[a-c]".prop_map(Text::from), inner.clone(), 0..3);
        prop_oneof![
            inner.clone().prop_map(Type::list),
            inner.clone().prop_map(Type::set),
            inner.clone().prop_map(Type::map),
            prop::collection::vec(inner, 0..3).prop_map(|types| Type::Tuple(types.into())),
            named.prop_map(Type::object),
        ]
    })
}

proptest! {
    #[test]
    fn converting_twice_is_converting_once(value in any_value(), to in any_type()) {
        if let Ok(once) = convert(&value, &to) {
            prop_assert_eq!(convert(&once, &to), Ok(once.clone()));
            prop_assert_eq!(convert(&once, &once.ty()), Ok(once));
        }
    }

    #[test]
    fn a_closed_type_is_the_type_of_the_result(value in any_value(), to in any_type()) {
        if !to.has_dynamic() && let Ok(converted) = convert(&value, &to) {
            prop_assert_eq!(converted.ty(), to);
        }
    }

    #[test]
    fn what_converts_was_convertible(value in any_value(), to in any_type()) {
        if convert(&value, &to).is_ok() {
            prop_assert!(value.ty() == to || convertible(&value.ty(), &to));
        }
    }

    #[test]
    fn an_impossible_conversion_says_why(from in any_type(), to in any_type()) {
        prop_assert!(!mismatch(&from, &to).is_empty());
    }
}
