//! Calls.

use super::{evaluates, fails};

#[test]
fn trying() {
    evaluates! {
        "try(1)" => "1";
        "try(nosuch, 1)" => "1";
        "try(nosuch.x, o.x)" => "1";
        r#"try(o.nope, "d")"# => r#""d""#;
        "try(null, 1)" => "null";
        "try([1,2]...)" => "1";
        r#"try("a${null}", "z")"# => r#""z""#;
        r#"try(1 + "a", 2)"# => "2";
        "try(id(nosuch), 3)" => "3";
        "try(bad({}), 4)" => "4";
        "can(1)" => "true";
        "can(nosuch)" => "false";
        "can(o.nope)" => "false";
        "can(o.x)" => "true";
        "can(null)" => "true";
        "can(1 / 0)" => "true";
        "can(0 / 0)" => "false";
        r#"[for x in [{a=1},{}]: try(x.a, "none")]"# => r#"[1,"none"]"#;
        "[for x in [{a=1},{}]: x if can(x.a)]" => r#"[{"a":1}]"#;
    }
    fails! {
        "try(nosuch, nosuch2)" => "0..20 none of the arguments of `try` has a value; 4..10 there is no variable `nosuch`; 12..19 there is no variable `nosuch2`";
        "try()" => "3..5 `try` takes at least 1 argument, not 0";
        "try([nosuch]...)" => "5..11 there is no variable `nosuch`";
        "can()" => "3..5 `can` takes 1 argument, not 0; `expression` is missing";
        "can(1, 2)" => "7..8 `can` takes 1 argument, not 2";
    }
}

#[test]
fn conversion() {
    evaluates! {
        r#"convert("1", number)"# => "1";
        "convert(1, string)" => r#""1""#;
        "convert([1,2], list(string))" => r#"["1","2"]"#;
        r#"convert(["1"], set(number))"# => "[1]";
        "convert({a=1}, map(string))" => r#"{"a":"1"}"#;
        r#"convert({a="1"}, object({a=number}))"# => r#"{"a":1}"#;
        r#"convert({a="1",b=2}, object({a=number}))"# => r#"{"a":1}"#;
        "convert({a=1,b=2}, object({a=number, b=optional(string)}))" => r#"{"a":1,"b":"2"}"#;
        r#"convert([1,"2"], tuple([string, number]))"# => r#"["1",2]"#;
        "convert(1, any)" => "1";
        r#"convert([1,"a"], list(any))"# => r#"["1","a"]"#;
        "convert(null, string)" => "null";
    }
    fails! {
        r#"convert("x", number)"# => "8..11 a number is required, not `x`";
        "convert({}, object({a=number}))" => "8..10 missing `a`";
        "convert({a=1}, object({a=number, b=optional(string)}))" => "8..13 missing `b`";
        r#"convert({}, object({b=optional(string, "x")}))"# => "39..42 `optional` takes only a type, no default";
        "convert([1], tuple([string, number]))" => "8..11 this has 1 element, not 2";
        "convert(1, nosuch)" => "11..17 there is no type `nosuch` (a type is `string`, `number`, `bool`, `any`, or made of types as `list(string)` is)";
        r#"convert(1, "string")"# => "11..19 this is no type (a type is `string`, `number`, `bool`, `any`, or made of types as `list(string)` is)";
        "convert(1, list)" => "11..15 `list` takes one argument (for example `list(string)`)";
        "convert(1, string(1))" => "17..20 `string` takes no arguments";
        "convert(1, optional(string))" => "11..19 `optional` is for attributes of an object type";
        "convert(nosuch, string)" => "8..14 there is no variable `nosuch`";
        "convert(1)" => "7..10 `convert` takes 2 arguments, not 1; `type` is missing";
        "convert(1, object({a=string,a=number}))" => "28..29 the attribute `a` is there twice";
        r#"convert({a=1}, object({"a"=string}))"# => "23..26 an attribute of an object type is a plain name";
        "convert([1], list(string, number))" => "17..33 `list` takes one argument (for example `list(string)`)";
        "convert(1, (string))" => "11..19 this is no type (a type is `string`, `number`, `bool`, `any`, or made of types as `list(string)` is)";
    }
}

#[test]
fn standard_functions() {
    evaluates! {
        r#"upper("a")"# => r#""A""#;
        "upper(1)" => r#""1""#;
        "max(1, 2, 3)" => "3";
        "max([1, 2, 3]...)" => "3";
        "max(5, [1, 9]...)" => "9";
        r#"concat(tl, ["x"])"# => r#"["l1","l2","x"]"#;
        "length([1,2])" => "2";
        r#"coalesce(null, "x")"# => r#""x""#;
        r#"join(",", tl)"# => r#""l1,l2""#;
    }
    fails! {
        "upper(null)" => "6..10 argument `str` of `upper`: must not be null";
        "upper(nosuch)" => "6..12 there is no variable `nosuch`";
        "upper([1])" => "6..9 argument `str` of `upper`: this is a tuple, not a string";
        "upper()" => "5..7 `upper` takes 1 argument, not 0; `str` is missing";
        r#"upper("a", "b")"# => "11..14 `upper` takes 1 argument, not 2";
        r#"uper("a")"# => "0..4 there is no function `uper` (did you mean `upper`?)";
        r#"upper("a", nosuch)"# => "11..17 `upper` takes 1 argument, not 2";
        "max([]...)" => "0..3 `max`: at least one number is required";
        "max(tl...)" => "4..6 argument `numbers` of `max`: a number is required, not `l1`";
        r#"max("a"...)"# => "4..7 `...` spreads a list, a tuple or a set, and this is a string";
        "max(null...)" => "4..8 `...` spreads a list, a tuple or a set, and this is null";
        "max(nl...)" => "4..6 `...` spreads a list, a tuple or a set, and this is null";
        "max({a=1}...)" => "4..9 `...` spreads a list, a tuple or a set, and this is an object";
        "max(tm...)" => "4..6 `...` spreads a list, a tuple or a set, and this is a map";
    }
}

#[test]
fn users_functions() {
    evaluates! {
        r#"f("a", "b")"# => r#""a-b""#;
        "f(1, true)" => r#""1-true""#;
        r#"f(["a","b"]...)"# => r#""a-b""#;
        "va(1)" => "[1,[]]";
        "va(1, 2, 3)" => "[1,[2,3]]";
        "va([1,2,3]...)" => "[1,[2,3]]";
        "id([1])" => "[1]";
        "id({a=null})" => r#"{"a":null}"#;
        "glob()" => r#""str""#;
        "bad({nope=1})" => "1";
        r#"outer("q")"# => r#""q-q""#;
        "usesn(1)" => "6";
        r#"[for s in ["local"]: glob()]"# => r#"["str"]"#;
        "[for n in [100]: usesn(1)]" => "[6]";
    }
    fails! {
        r#"f("a")"# => "1..6 `f` takes 2 arguments, not 1; `b` is missing";
        r#"f("a", "b", "c")"# => "12..15 `f` takes 2 arguments, not 3";
        r#"f(null, "b")"# => "2..6 an argument of `f` cannot be null";
        r#"f(ns, "b")"# => "2..4 an argument of `f` cannot be null";
        "f(nosuch, nosuch2)" => "2..8 there is no variable `nosuch`\n10..17 there is no variable `nosuch2`";
        "va()" => "2..4 `va` takes at least 1 argument, not 0; `a` is missing";
        "va(1, null)" => "6..10 an argument of `va` cannot be null";
        "glob(1)" => "5..6 `glob` takes no arguments, not 1";
        "bad({})" => "1073..1078 this object has no attribute `nope`; 0..3 in this call of `bad`";
    }
}
