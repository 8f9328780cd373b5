//! What would take too much time or memory. bake tries, and dies or hangs.

use super::answers;

#[test]
fn no_call_makes_more_than_fits() {
    answers(
        r#"
        indent(1000000000000, "a\nb") => !
        indent(100000000, "a") => !
        replace(format("%60000000s", ""), "", "xx") => !
        join(format("%9000000s", ""), ["a","b","c","d","e","f","g","h","i","j"]) => !
        format("%100000000s", "a") => !
        format("%9999999999999999999999s", "a") => !
        format("%[9999999999999999999999]s", "a") => !
        setproduct([range(1000), range(1000), range(1000)]...) => !
        regex_replace(format("%9000000s", ""), "", "0123456789") => !
        regex("(?:(?:\\pL{100}){10}\\pL){100}", "a") => !
        cidrsubnet("10.0.0.0/8", -9223372036854775807, 1) => !
        bcrypt("x", 21) => !
        "#,
    );
}

#[test]
fn deep_nesting_is_followed_or_refused() {
    let deep = |open: &str, close: &str, depth| {
        format!("regex({:?}, \"a\") => ", open.repeat(depth) + "a" + &close.repeat(depth))
    };
    answers(&(deep("(?:", ")", 500) + "\"a\""));
    answers(&(deep("(?:", ")", 100_000) + "!"));
}
