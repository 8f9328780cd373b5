//! `for` expressions.

use super::{evaluates, fails};

#[test]
fn tuples_from_loops() {
    evaluates! {
        "[for x in [1,2,3]: x * 2]" => "[2,4,6]";
        r#"[for i, x in ["a","b"]: "${i}${x}"]"# => r#"["0a","1b"]"#;
        r#"[for k, v in {b=1,a=2}: "${k}${v}"]"# => r#"["a2","b1"]"#;
        "[for x in {b=1,a=2}: x]" => "[2,1]";
        "[for x in ts: x]" => r#"["a","b"]"#;
        r#"[for k, v in ts: "${k}${v}"]"# => r#"["aa","bb"]"#;
        "[for x in tm: x]" => "[1,2]";
    }
}

#[test]
fn conditions_of_loops() {
    evaluates! {
        "[for x in [1,2,3]: x if x > 1]" => "[2,3]";
        r#"[for x in [1,2,3]: x if x == "1"]"# => "[]";
        r#"[for x in [1,2,3]: x if "true"]"# => "[1,2,3]";
        "[for x in []: x if x.foo.bar]" => "[]";
        "[for x in []: x if upper(x)]" => "[]";
        "[for x in []: nosuch]" => "[]";
        "[for x in [1,2]: x if true || nosuch]" => "[1,2]";
        "[for x in [true]: x if x || nosuch]" => "[true]";
        "[for x in [1]: x if x == 1 && true]" => "[1]";
    }
    fails! {
        "[for x in [1,2,3]: x if null]" => "24..28 the condition of `for` is null";
        r#"[for x in [1,2,3]: x if "abc"]"# => "24..29 the condition of `for`: a bool is required, not `abc`";
        "[for x in [1,2,3]: x if 1]" => "24..25 the condition of `for`: this is a number, not a bool";
        "[for x in []: x if nosuch]" => "19..25 there is no variable `nosuch`";
        "[for x in []: x if x + 1]" => "19..24 the condition of `for`: this is a number, not a bool";
        "[for x in []: x if null]" => "19..23 the condition of `for` is null";
        "[for x in [1]: nosuch]" => "15..21 there is no variable `nosuch`";
        "[for x in [true]: x if nosuch || x]" => "23..29 there is no variable `nosuch`";
    }
}

#[test]
fn what_loops_go_through() {
    evaluates! {
        "[for x in [[1,2],[3]]: [for y in x: y + 1]]" => "[[2,3],[4]]";
        "[for x in [1]: [for x in [2]: x]]" => "[[2]]";
        r#"[for x, x in ["v"]: x]"# => r#"["v"]"#;
        "[for s in [1]: s]" => "[1]";
        "[for x in [1,2]: s]" => r#"["str","str"]"#;
    }
    fails! {
        "[for x in null: x]" => "10..14 `for` goes through collections, and this is null";
        "[for x in nl: x]" => "10..12 `for` goes through collections, and this is null";
        r#"[for x in "abc": x]"# => "10..15 `for` goes through collections, and this is a string";
        "[for x in 5: x]" => "10..11 `for` goes through collections, and this is a number";
        "[for x in nosuch: x]" => "10..16 there is no variable `nosuch`";
    }
}

#[test]
fn objects_from_loops() {
    evaluates! {
        r#"{for x in ["a","b"]: x => upper(x)}"# => r#"{"a":"A","b":"B"}"#;
        r#"{for i, x in ["a","b"]: i => x}"# => r#"{"0":"a","1":"b"}"#;
        "{for x in [1,1]: x => x...}" => r#"{"1":[1,1]}"#;
        r#"{for k, v in {a="x",b="y",c="x"}: v => k...}"# => r#"{"x":["a","c"],"y":["b"]}"#;
        "{for x in [true]: x => 1}" => r#"{"true":1}"#;
        "{for x in [1,2]: x => x if x > 1}" => r#"{"2":2}"#;
        "{for x in []: x => x}" => "{}";
        "{for x in []: x => x...}" => "{}";
        r#"{for x in [1,2]: "k" => x...}"# => r#"{"k":[1,2]}"#;
        r#"{for k, v in o: k => v if k != "y"}"# => r#"{"x":1,"z":{"w":"deep"}}"#;
    }
    fails! {
        "{for x in [1,1]: x => x}" => "17..18 two elements have the key `1` (`...` after the value makes tuples of all values of a key)";
        "{for x in [null]: x => 1}" => "18..19 the key of a `for` is null";
        "{for x in [[1]]: x => 1}" => "17..18 the key of a `for`: this is a tuple, not a string";
        "{for x in [1,2]: x => x if nosuch}" => "27..33 there is no variable `nosuch`";
        "{for x in [1,2]: nosuch => x}" => "17..23 there is no variable `nosuch`";
        "{for x in [1,2]: x => nosuch}" => "22..28 there is no variable `nosuch`";
        r#"{for x in [1,1]: "k" => x}"# => "17..20 two elements have the key `k` (`...` after the value makes tuples of all values of a key)";
    }
}
