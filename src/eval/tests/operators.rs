//! Operators.

use super::{evaluates, fails};

#[test]
fn arithmetic() {
    evaluates! {
        "1 + 2" => "3";
        "1 + 2 * 3" => "7";
        "(1 + 2) * 3" => "9";
        "10 / 4" => "2.5";
        "7 % 3" => "1";
        "-7 % 3" => "-1";
        "7.5 % 2" => "1.5";
        "1 / 3" => "0.33333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333335";
        "2 / 3 * 3" => "2";
        r#""5" + 3"# => "8";
        r#""5" * "6""# => "30";
    }
    fails! {
        r#""a" + 1"# => "0..3 a number is required, not `a`";
        "true + 1" => "0..4 this is a bool, not a number";
        "null + 1" => "0..8 the left operand is null";
        "1 + null" => "0..8 the right operand is null";
        "[1] + 1" => "0..3 this is a tuple, not a number";
    }
}

#[test]
fn signs_and_negation() {
    evaluates! {
        "-5" => "-5";
        r#"-"5""# => "-5";
        "--5" => "5";
        "!true" => "false";
        r#"!"true""# => "false";
    }
    fails! {
        "-true" => "1..5 this is a bool, not a number";
        "-null" => "0..5 the operand is null";
        r#"!"yes""# => "1..6 a bool is required, not `yes`";
        "!1" => "1..2 this is a number, not a bool";
        "!null" => "0..5 the operand is null";
        "!nb" => "0..3 the operand is null";
    }
}

#[test]
fn comparison() {
    evaluates! {
        "1 < 2" => "true";
        r#""1" < 2"# => "true";
        "2 >= 2.0" => "true";
    }
    fails! {
        r#""b" > "a""# => "0..3 a number is required, not `b`\n6..9 a number is required, not `a`";
        "1 <= null" => "0..9 the right operand is null";
    }
}

#[test]
fn equality() {
    evaluates! {
        "1 == 1.0" => "true";
        r#"1 == "1""# => "false";
        r#""a" == "a""# => "true";
        r#""a" != "b""# => "true";
        "null == null" => "true";
        "null == 1" => "false";
        "ns == null" => "true";
        "ns == nl" => "true";
        "nl == null" => "true";
        "nn == nb" => "true";
        "[] == []" => "true";
        "[1] == [1]" => "true";
        r#"[1] == ["1"]"# => "false";
        "{a=1} == {a=1}" => "true";
        r#"{a=1} == {a="1"}"# => "false";
        r#"tl == ["l1", "l2"]"# => "false";
        "tl == tl" => "true";
        "ts == ts" => "true";
        "tm == {one=1,two=2}" => "false";
    }
}

#[test]
fn logic() {
    evaluates! {
        "true && false" => "false";
        "true || false" => "true";
        r#""true" && true"# => "true";
        "null && true" => "false";
        "null && false" => "false";
        "true && null" => "false";
        "false && null" => "false";
        "null || true" => "true";
        "true || null" => "true";
    }
    fails! {
        r#""x" && true"# => "0..3 a bool is required, not `x`";
        "1 && true" => "0..1 this is a number, not a bool";
        "false || null" => "0..13 the right operand is null";
        "null || null" => "0..12 the left operand is null";
    }
}

#[test]
fn one_side_of_a_logical_operator_can_be_enough() {
    evaluates! {
        "true || nosuch" => "true";
        "nosuch || true" => "true";
        "nosuch && false" => "false";
        "false && nosuch" => "false";
        "true || nosuch()" => "true";
        "nosuch() && false" => "false";
        r#"true || "${nosuch}x""# => "true";
        "true || nosuch.a.b" => "true";
    }
    fails! {
        "false || nosuch" => "9..15 there is no variable `nosuch`";
        "true && nosuch" => "8..14 there is no variable `nosuch`";
        "true || (nosuch + 1)" => "9..15 there is no variable `nosuch`\n8..20 this is a number, not a bool";
        "true || [nosuch]" => "9..15 there is no variable `nosuch`\n8..16 this is a tuple, not a bool";
        "true || {a=nosuch}" => "11..17 there is no variable `nosuch`\n8..18 this is an object, not a bool";
        "true || 1" => "8..9 this is a number, not a bool";
        r#"true || "abc""# => "8..13 a bool is required, not `abc`";
        "nosuch && nosuch2" => "0..6 there is no variable `nosuch`\n10..17 there is no variable `nosuch2`";
    }
}
