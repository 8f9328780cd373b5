//! `a ? b : c`

use super::{evaluates, fails};

#[test]
fn a_condition_chooses() {
    evaluates! {
        "true ? 1 : 2" => "1";
        "false ? 1 : 2" => "2";
        r#"true ? 1 : "a""# => r#""1""#;
        r#"false ? 1 : "a""# => r#""a""#;
        r#"true ? "a" : true"# => r#""a""#;
        r#""true" ? 1 : 2"# => "1";
    }
    fails! {
        "true ? 1 : true" => "7..8 the branches have no type in common: one is a number, the other a bool; 11..15 a bool";
        r#""x" ? 1 : 2"# => "0..3 the condition is a string, not a bool";
        "1 ? 1 : 2" => "0..1 the condition is a number, not a bool";
        "null ? 1 : 2" => "0..4 the condition is null";
        "nb ? 1 : 2" => "0..2 the condition is null";
        "[] ? 1 : 2" => "0..2 the condition is a tuple, not a bool";
    }
}

#[test]
fn null_takes_the_type_of_the_other_branch() {
    evaluates! {
        "true ? null : 1" => "null";
        "false ? null : 1" => "1";
        "true ? null : null" => "null";
        "true ? ns : 1" => "null";
        "true ? ns : nn" => "null";
        r#"false ? nn : "x""# => r#""x""#;
    }
}

#[test]
fn branches_are_brought_to_one_type() {
    evaluates! {
        r#"true ? [1] : ["a", "b"]"# => r#"["1"]"#;
        r#"true ? [1] : ["a"]"# => r#"["1"]"#;
        r#"true ? [1, "a"] : [true]"# => r#"["1","a"]"#;
        "true ? [] : [1]" => "[]";
        "true ? [1] : []" => "[1]";
        r#"true ? [[1]] : [["a"], []]"# => r#"[["1"]]"#;
        "true ? {a=1} : {a=2}" => r#"{"a":1}"#;
        r#"true ? {a=1} : {b="x"}"# => r#"{"a":"1"}"#;
        "true ? {a=1} : {}" => r#"{"a":1}"#;
        "true ? {} : {a=1}" => "{}";
        r#"true ? {a=1, b="x"} : {a="2", b="y"}"# => r#"{"a":"1","b":"x"}"#;
        r#"false ? {a=1, b=[1]} : {a="2", b=["x"]}"# => r#"{"a":"2","b":["x"]}"#;
        r#"true ? {a={b=1}} : {a={b="x"}}"# => r#"{"a":{"b":"1"}}"#;
        r#"true ? {a={b=1}} : {a={c="x"}}"# => r#"{"a":{"b":"1"}}"#;
        "true ? [1] : null" => "[1]";
        r#"true ? tl : ["x"]"# => r#"["l1","l2"]"#;
        "true ? tl : []" => r#"["l1","l2"]"#;
        "false ? tl : []" => "[]";
        "false ? tl : [1, 2]" => r#"["1","2"]"#;
        "true ? ts : tl" => r#"["a","b"]"#;
        "true ? tl : ts" => r#"["l1","l2"]"#;
        r#"true ? ts : ["z"]"# => r#"["a","b"]"#;
        "true ? tm : {three = 3}" => r#"{"one":1,"two":2}"#;
        r#"true ? tm : {three = "x"}"# => r#"{"one":"1","two":"2"}"#;
        r#"false ? tm : {three = "3"}"# => r#"{"three":"3"}"#;
        r#"false ? tm : {three = "x"}"# => r#"{"three":"x"}"#;
        "true ? tm : {}" => r#"{"one":1,"two":2}"#;
        "true ? lo : []" => r#"[{"a":1,"b":"x"},{"a":2,"b":"y"}]"#;
        r#"true ? lo : [{a=1,b="z"}]"# => r#"[{"a":1,"b":"x"},{"a":2,"b":"y"}]"#;
        "true ? lo : [{a=1}]" => r#"[{"a":"1","b":"x"},{"a":"2","b":"y"}]"#;
    }
    fails! {
        "true ? [1, [2]] : [1]" => "7..15 the branches have no type in common: one has 2 elements, the other 1; 18..21 a tuple";
        "true ? [[2]] : [1]" => "7..12 the branches have no type in common: element 0: one is a tuple, the other a number; 15..18 a tuple";
        "true ? {a=1, b=[1]} : {}" => "7..19 the branches have no type in common: only the first has an attribute `a`; 22..24 an object";
        "true ? {a=1, b=[1]} : {a=1}" => "7..19 the branches have no type in common: only the first has an attribute `b`; 22..27 an object";
        r#"true ? [1] : "a""# => "7..10 the branches have no type in common: one is a tuple, the other a string; 13..16 a string";
        r#"true ? {a=1} : "a""# => "7..12 the branches have no type in common: one is an object, the other a string; 15..18 a string";
        "true ? {a=1} : [1]" => "7..12 the branches have no type in common: one is an object, the other a tuple; 15..18 a tuple";
    }
}

#[test]
fn errors_count_in_the_chosen_branch_only() {
    evaluates! {
        "false ? nosuch : 1" => "1";
        "true ? 1 : nosuch" => "1";
        r#"true ? 1 : "${nosuch}x""# => r#""1""#;
        "true ? 1 : (nosuch + 1)" => "1";
        r#"true ? "a" : (nosuch + 1)"# => r#""a""#;
        "true ? [1] : [nosuch]" => "[1]";
        r#"true ? ["a"] : [nosuch, 1]"# => r#"["a"]"#;
        "true ? 1 : upper(nosuch)" => "1";
        "true ? 1 : nosuch()" => "1";
        r#"true ? "x" : !nosuch"# => r#""x""#;
        r#"true ? "x" : upper(nosuch)"# => r#""x""#;
        r#"false ? join(1) : "x""# => r#""x""#;
        r#"true ? "x" : (true ? "y" : lower())"# => r#""x""#;
        r#"true ? ns : "x${nosuch}""# => "null";
        "true ? 1 : tl[9]" => "1";
        r#"true ? 1 : "a${null}""# => r#""1""#;
        "true ? [1] : [for x in [1]: nosuch]" => "[1]";
        r#"true ? ["a"] : [for x in nosuch: x]"# => r#"["a"]"#;
        "true ? 1 : nosuch[*].a" => "1";
        r#"true ? ["a"] : "a"[*].b"# => r#"["a"]"#;
        "true ? {a=1} : {a=nosuch}" => r#"{"a":1}"#;
        "true ? {a=1} : {a=nosuch + 1, b=1}" => r#"{"a":1}"#;
        "true ? {a=1} : {(nosuch)=1}" => r#"{"a":1}"#;
    }
    fails! {
        "true ? nosuch : 1" => "7..13 there is no variable `nosuch`";
        "true ? true : (nosuch + 1)" => "7..11 the branches have no type in common: one is a bool, the other a number; 14..26 a number\n15..21 there is no variable `nosuch`";
        "true ? [1] : (nosuch + 1)" => "7..10 the branches have no type in common: one is a tuple, the other a number; 13..25 a number\n14..20 there is no variable `nosuch`";
        "true ? 1 : !nosuch" => "7..8 the branches have no type in common: one is a number, the other a bool; 11..18 a bool\n12..18 there is no variable `nosuch`";
        r#"true ? 1 : "a"[*].b"# => "7..8 the branches have no type in common: one is a number, the other a tuple; 11..19 a tuple\n17..19 a string has no attribute `b`";
        "nosuch ? 1 : 2" => "0..6 there is no variable `nosuch`";
        "nosuch ? 1 : nosuch2" => "0..6 there is no variable `nosuch`";
    }
}

#[test]
fn conditionals_nest() {
    evaluates! {
        "true ? true ? 1 : 2 : 3" => "1";
        "false ? 1 : false ? 2 : 3" => "3";
    }
}
