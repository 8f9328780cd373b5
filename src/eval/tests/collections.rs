//! Tuples and objects as they are written.

use super::{evaluates, fails};

#[test]
fn tuples() {
    evaluates! {
        r#"[1, "a", null, true]"# => r#"[1,"a",null,true]"#;
        "[]" => "[]";
        "[[]]" => "[[]]";
    }
    fails! {
        "[nosuch, nosuch2]" => "1..7 there is no variable `nosuch`\n9..16 there is no variable `nosuch2`";
    }
}

#[test]
fn objects() {
    evaluates! {
        "{}" => "{}";
        "{a = 1}" => r#"{"a":1}"#;
        r#"{"a" = 1}"# => r#"{"a":1}"#;
        "{a: 1, b: 2}" => r#"{"a":1,"b":2}"#;
        "{a = 1, a = 2}" => r#"{"a":2}"#;
        "{(s) = 1}" => r#"{"str":1}"#;
        "{(n) = 1}" => r#"{"5":1}"#;
        "{(b) = 1}" => r#"{"true":1}"#;
        r#"{"${s}" = 1}"# => r#"{"str":1}"#;
        r#"{"a${n}" = 1}"# => r#"{"a5":1}"#;
        "{1 = 2}" => r#"{"1":2}"#;
        "{1.5 = 2}" => r#"{"1.5":2}"#;
        "{true = 1}" => r#"{"true":1}"#;
        "{null = 1}" => r#"{"null":1}"#;
        "{s = 1}" => r#"{"s":1}"#;
        r#"{"a b" = 1}"# => r#"{"a b":1}"#;
        r#"{f("a","b") = 1}"# => r#"{"a-b":1}"#;
        "{for k, v in o: k => v}" => r#"{"x":1,"y":["p","q"],"z":{"w":"deep"}}"#;
    }
    fails! {
        "{(null) = 1}" => "1..7 a key of an object cannot be null";
        "{(ns) = 1}" => "1..5 a key of an object cannot be null";
        "{([]) = 1}" => "1..5 a key of an object: this is a tuple, not a string";
        "{(nosuch) = 1}" => "2..8 there is no variable `nosuch`";
        "{a.b = 1}" => "1..4 this key can be read as a reference and as a name with dots (parentheses make it a reference, quotes make it a name)";
        "{a = nosuch, b = nosuch2}" => "5..11 there is no variable `nosuch`\n17..24 there is no variable `nosuch2`";
    }
}
