//! Templates.

use super::{evaluates, fails};

#[test]
fn interpolation() {
    evaluates! {
        r#""${1}""# => "1";
        r#""${true}""# => "true";
        r#""${null}""# => "null";
        r#""${[1]}""# => "[1]";
        r#""${{a=1}}""# => r#"{"a":1}"#;
        r#""${1}${2}""# => r#""12""#;
        r#""a${1}b""# => r#""a1b""#;
        r#""a${1.5}b""# => r#""a1.5b""#;
        r#""a${1e3}b""# => r#""a1000b""#;
        r#""a${true}b""# => r#""atrueb""#;
        r#""${"x"}""# => r#""x""#;
        r#""${"${1}"}""# => "1";
        r#""x${"y${"z"}"}""# => r#""xyz""#;
    }
    fails! {
        r#""a${null}b""# => "4..8 null has no text, so it cannot be put into one (`coalesce` gives another value in place of null)";
        r#""a${ns}b""# => "4..6 null has no text, so it cannot be put into one (`coalesce` gives another value in place of null)";
        r#""a${[1]}b""# => "4..7 this is a tuple, not a string";
        r#""a${{}}b""# => "4..6 this is an object, not a string";
        r#""a${tl}""# => "4..6 this is a list, not a string";
    }
}

#[test]
fn directives() {
    evaluates! {
        r#""%{ if true }yes%{ endif }""# => r#""yes""#;
        r#""%{ if false }yes%{ endif }""# => r#""""#;
        r#""%{ if true }a%{ else }b%{ endif }""# => r#""a""#;
        r#""%{ if false }a%{ else }b%{ endif }""# => r#""b""#;
        r#""%{ if "true" }a%{ endif }""# => r#""a""#;
        r#""%{ if true }${1}%{ endif }""# => r#""1""#;
        r#""%{ if false }${null}%{ endif }""# => r#""""#;
        r#""%{ if false }${nosuch}%{ endif }""# => r#""""#;
        r#""x%{ if true ~}   y   %{~ endif }z""# => r#""xyz""#;
    }
    fails! {
        r#""%{ if null }a%{ endif }""# => "7..11 the condition is null";
        r#""%{ if "x" }a%{ endif }""# => "7..10 the condition is a string, not a bool";
        r#""%{ if 1 }a%{ endif }""# => "7..8 the condition is a number, not a bool";
        r#""%{ if true }${null}%{ endif }""# => "15..19 null has no text, so it cannot be put into one (`coalesce` gives another value in place of null)";
        r#""%{ if true }${[1]}%{ endif }""# => "15..18 this is a tuple, not a string";
        r#""%{ if nosuch }a%{ endif }""# => "7..13 there is no variable `nosuch`";
    }
}

#[test]
fn loops_in_templates() {
    evaluates! {
        r#""%{ for x in [1,2] }${x},%{ endfor }""# => r#""1,2,""#;
        r#""%{ for i, x in ["a","b"] }${i}=${x};%{ endfor }""# => r#""0=a;1=b;""#;
        r#""%{ for k, v in {b=1,a=2} }${k}${v}%{ endfor }""# => r#""a2b1""#;
        r#""%{ for x in [] }${x}%{ endfor }""# => r#""""#;
        r#""%{ for x in [] }${nosuch}%{ endfor }""# => r#""""#;
        r#""%{ for x in ts }${x}%{ endfor }""# => r#""ab""#;
        r#""%{ for k, v in ts }${k}${v}%{ endfor }""# => r#""aabb""#;
        r#""%{ for x in [1,2] }%{ for y in [3,4] }${x}${y} %{ endfor }%{ endfor }""# => r#""13 14 23 24 ""#;
        r#""%{ for x in [1,2] }%{ if x == 1 }one%{ else }other%{ endif }%{ endfor }""# => r#""oneother""#;
    }
    fails! {
        r#""%{ for x in [1] }${nosuch}%{ endfor }""# => "20..26 there is no variable `nosuch`";
        r#""%{ for x in null }${x}%{ endfor }""# => "13..17 `for` goes through collections, and this is null";
        r#""%{ for x in "abc" }${x}%{ endfor }""# => "13..18 `for` goes through collections, and this is a string";
        r#""%{ for x in [null] }${x}%{ endfor }""# => "23..24 null has no text, so it cannot be put into one (`coalesce` gives another value in place of null)";
        r#""%{ for x in [[1]] }${x}%{ endfor }""# => "22..23 this is a tuple, not a string";
    }
}
