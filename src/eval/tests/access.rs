//! Steps, indices and splats.

use super::{evaluates, fails};

#[test]
fn steps_into_objects_and_sequences() {
    evaluates! {
        "o.x" => "1";
        r#"o["x"]"# => "1";
        "o.y[0]" => r#""p""#;
        "o.y.0" => r#""p""#;
        "o.z.w" => r#""deep""#;
        r#"o["z"]["w"]"# => r#""deep""#;
        r#"o["z"].w"# => r#""deep""#;
        "t[0]" => r#""a""#;
        "t[2]" => "3";
        r#"t["0"]"# => r#""a""#;
        "t.0" => r#""a""#;
        "t[1 + 1]" => "3";
        "tl[0]" => r#""l1""#;
        r#"tl["1"]"# => r#""l2""#;
        "lo[0].a" => "1";
        r#"lo[1]["b"]"# => r#""y""#;
        "tm.one" => "1";
        r#"tm["one"]"# => "1";
    }
    fails! {
        "o.nope" => "1..6 this object has no attribute `nope`";
        r#"o["nope"]"# => "1..9 this object has no attribute `nope`";
        "o[0]" => "1..4 this object has no attribute `0`";
        "o[null]" => "1..7 null cannot be an index";
        "o[[]]" => "2..4 index: this is a tuple, not a string";
        "o.x.y" => "3..5 a number has no attribute `y`";
        "t[3]" => "1..4 there is no element 3, the last one is 2";
        "t[-1]" => "2..4 an index counts from 0 and cannot be negative";
        "t[0.5]" => "1..6 an index is a whole number, and this has a fraction";
        r#"t["x"]"# => "1..6 index: a number is required, not `x`";
        "t[null]" => "1..7 null cannot be an index";
        "t[true]" => "1..7 index: this is a bool, not a number";
        "t.a" => "1..3 a tuple has no attribute `a` (`[0].a` takes it from the first element, `[*].a` from each)";
        "t[n]" => "2..3 there is no element 5, the last one is 2";
        "tl[2]" => "2..5 there is no element 2, the last one is 1";
        "tl.x" => "2..4 a list has no attribute `x` (`[0].x` takes it from the first element, `[*].x` from each)";
        "lo.a" => "2..4 a list has no attribute `a` (`[0].a` takes it from the first element, `[*].a` from each)";
        "ts[0]" => "2..5 the elements of a set have no index (`[for x in … : x]` makes a tuple of it)";
        "tm.nope" => "2..7 this map has no element `nope`";
        r#"tm["nope"]"# => "2..10 this map has no element `nope`";
        "tm[1]" => "2..5 this map has no element `1`";
        "ns.x" => "2..4 this is null, so it has no attribute `x`";
        "ns[0]" => "2..5 this is null, so it has no elements";
        "nl[0]" => "2..5 this is null, so it has no elements";
        "null.x" => "4..6 this is null, so it has no attribute `x`";
        "null[0]" => "4..7 this is null, so it has no elements";
        "(null).x" => "6..8 this is null, so it has no attribute `x`";
        "s.x" => "1..3 a string has no attribute `x`";
        "s[0]" => "1..4 a string has no elements";
        "n[0]" => "1..4 a number has no elements";
        "nosuch.x" => "0..6 there is no variable `nosuch`";
        r#"nosuch["x"]"# => "0..6 there is no variable `nosuch`";
    }
}

#[test]
fn steps_from_any_expression() {
    evaluates! {
        "{a=1}.a" => "1";
        r#"{a=1}["a"]"# => "1";
        r#"{"1"=5}[1]"# => "5";
        "[1,2][0]" => "1";
        "id({q=1}).q" => "1";
        "id([1,2])[1]" => "2";
        "id([1,2]).1" => "2";
    }
    fails! {
        "{a=1}.b" => "5..7 this object has no attribute `b`";
        "[1,2][n]" => "6..7 there is no element 5, the last one is 1";
        r#""abc"[0]"# => "5..8 a string has no elements";
        "[{a=1}].a" => "7..9 a tuple has no attribute `a` (`[0].a` takes it from the first element, `[*].a` from each)";
        r#"f("a","b")[0]"# => "10..13 a string has no elements";
    }
}

#[test]
fn splats() {
    evaluates! {
        "[1,2,3][*]" => "[1,2,3]";
        "[{a=1},{a=2}][*].a" => "[1,2]";
        "[{a=1},{a=2}].*.a" => "[1,2]";
        r#""x"[*]"# => r#"["x"]"#;
        "null[*]" => "[]";
        "ns[*]" => "[]";
        "n[*]" => "[5]";
        "o[*].x" => "[1]";
        "o.*.x" => "[1]";
        "{a=1}[*]" => r#"[{"a":1}]"#;
        "tl[*]" => r#"["l1","l2"]"#;
        "el[*]" => "[]";
        "lo[*].a" => "[1,2]";
        "lo.*.b" => r#"["x","y"]"#;
        "elo[*].a" => "[]";
        "elo.*.a" => "[]";
        "ts[*]" => r#"["a","b"]"#;
        "tm[*]" => r#"[{"one":1,"two":2}]"#;
        "tm[*].one" => "[1]";
        "[[1,2],[3]][*][0]" => "[1,3]";
        "[[1,2],[3]].*.0" => "[1,3]";
        "[[{a=1}],[{a=2},{a=3}]][*][*].a" => "[[1],[2,3]]";
        "[[{a=1}],[{a=2}]][*][0].a" => "[1,2]";
        "[{a=[{b=1}]}][*].a[*].b" => "[[1]]";
        "[{a=[{b=1}]},{a=[{b=2},{b=3}]}][*].a[*].b" => "[[1],[2,3]]";
        "[{a=[{b=1}]},{a=[{b=2},{b=3}]}].*.a.0" => r#"[{"b":1},{"b":2}]"#;
        "length(tl[*])" => "2";
    }
    fails! {
        "[{a=1},{}][*].a" => "13..15 this object has no attribute `a`";
        "nl[*]" => "0..2 a splat cannot go through a sequence that is null";
        "lo[*].nope" => "5..10 this object has no attribute `nope`";
        "elo[*].nope" => "6..11 this object has no attribute `nope`";
        "nosuch[*].a" => "0..6 there is no variable `nosuch`";
        "[nosuch][*]" => "1..7 there is no variable `nosuch`";
    }
}
