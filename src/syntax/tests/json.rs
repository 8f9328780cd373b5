//! HCL's JSON syntax.

use insta::assert_snapshot;

use super::{Printer, json, rendered};

fn tree(text: &str) -> String {
    let (file, errors) = json(text);
    assert!(errors.is_empty(), "{}", rendered(text, &errors));
    Printer { text }.body(&file.body)
}

fn errors(texts: &[&str]) -> String {
    texts.iter().map(|text| rendered(text, &json(text).1)).collect()
}

#[test]
fn values_keep_their_order_and_their_duplicates() {
    let text = r#" {"b": [1, -0.5e+3, true, false, null], "a": {"x": "y", "x": {}}, "b": [] } "#;
    assert_snapshot!(tree(text), @r#"{"b": [#1, #-0.5e+3, true, false, null], "a": {"x": "y", "x": {}}, "b": []}"#);
}

#[test]
fn an_array_of_objects_is_one_body() {
    assert_snapshot!(tree(r#"[{"a": 1}, {}, {"b": 2, "a": 3}]"#), @r#"{"a": #1, "b": #2, "a": #3}"#);
    assert_snapshot!(errors(&["1", "[1]", "[[]]", "[{}, null]", "null"]), @r"
    1: expected an object or an array of objects, found a number <1>
    1: expected an object with arguments and blocks, found a number <1>
    1: expected an object with arguments and blocks, found an array <[]>
    1: expected an object with arguments and blocks, found `null` <null>
    1: expected an object or an array of objects, found `null` <null>
    ");
}

#[test]
fn strings() {
    let text = r#"{"a\u00e9\n\/\b\f\r\t\"\\": "\ud83d\ude00 \ud800 \ud800\u0041 é${x}"}"#;
    assert_snapshot!(tree(text), @r#"{"aé\n/\b\f\r\t\"\\": "😀 � �A é${x}"}"#);
}

#[test]
fn what_is_no_json_is_refused() {
    assert_snapshot!(errors(&[
        "",
        " \n",
        "{",
        "[",
        "{\"a\"",
        "{\"a\":",
        "{\"a\": 1",
        "{\"a\" 1}",
        "{\"a\" = 1}",
        "{a: 1}",
        "{1: 1}",
        "{\"a\": 1,}",
        "[{},]",
        "{\"a\": 1 \"b\": 2}",
        "[{} {}]",
        "{]",
        "[}",
        "{} {}",
        "\u{feff}{}",
        "// c\n{}",
        "{\"a\": tru}",
        "{\"a\": undefined}",
        "{\"a\": 'b'}",
    ]), @r#"
    1: expected a value, found the end of the file <>
    2: expected a value, found the end of the file <>
    1: expected the name of a property, in double quotes, found the end of the file <>
    1: expected a value, found the end of the file <>
    1: expected `:` after the name of a property, found the end of the file <>
    1: expected a value, found the end of the file <>
    1: expected `,` or `}`, found the end of the file <>
    1: opened here <{>
    1: expected `:` after the name of a property, found `1` <1>
    1: expected `:` after the name of a property, found `=` <=>
    1: expected the name of a property, in double quotes, found `a` <a>
    1: expected the name of a property, in double quotes, found `1` <1>
    1: JSON has no comma after the last item <,>
    1: JSON has no comma after the last item <,>
    1: expected `,` or `}`, found `\"` <\">
    1: opened here <{>
    1: expected `,` or `]`, found `{` <{>
    1: opened here <[>
    1: expected the name of a property, in double quotes, found `]` <]>
    1: expected a value, found `}` <}>
    1: expected the end of the file, found `{` <{>
    1: expected a value, found `\u{feff}` <\u{feff}>
    1: expected a value, found `/` </>
    1: `tru` is not a value in JSON <tru>
       did you mean `true`?
    1: `undefined` is not a value in JSON <undefined>
    1: expected a value, found `\'` <\'>
    "#);
}

#[test]
fn numbers_and_strings_that_are_none() {
    assert_snapshot!(errors(&[
        "{\"a\": 01}",
        "{\"a\": +1}",
        "{\"a\": .5}",
        "{\"a\": 1.}",
        "{\"a\": -}",
        "{\"a\": 1e}",
        "{\"a\": 1.2.3}",
        "{\"a\": 0x1}",
        "{\"a\": \"x",
        "{\"a\": \"x\ny\"}",
        "{\"a\": \"\\x\"}",
        "{\"a\": \"\\u12\"}",
        "{\"a\": \"\\é\"}",
        "{\"a\": \"\\",
    ]), @r#"
    1: `01` is not a number in JSON <01>
    1: `+1` is not a number in JSON <+1>
    1: `.5` is not a number in JSON <.5>
    1: `1.` is not a number in JSON <1.>
    1: `-` is not a number in JSON <->
    1: `1e` is not a number in JSON <1e>
    1: `1.2.3` is not a number in JSON <1.2.3>
    1: expected `,` or `}`, found `x` <x>
    1: opened here <{>
    1: this string is never closed <\">
    1: a string cannot hold this character as it is <\n>
    1: JSON has no escape `\x` <\\x>
    1: `\u` needs 4 hexadecimal digits <\\u>
    1: JSON has no escape `\é` <\\é>
    1: this string is never closed <\">
    "#);
}
