//! What expressions refer to.

use super::world::{parsed, shown};
use crate::eval::references;
use crate::syntax::ast::StepKind;

/// The references of an expression as text, and the functions it calls.
fn found(text: &str) -> String {
    let expr = parsed(text).unwrap();
    let found = references(&expr);
    let mut words: Vec<String> = Vec::new();
    for reference in &found.variables {
        let steps = reference.steps.iter().map(|step| match &step.kind {
            StepKind::Attribute(name) => format!(".{name}"),
            StepKind::Index(key) => format!("[{}]", shown(key)),
        });
        let word = [reference.root.value.to_string()].into_iter().chain(steps).collect::<String>();
        assert_eq!(&text[reference.span().range()], word);
        words.push(word);
    }
    words.extend(found.functions.iter().map(|name| format!("{}()", name.value)));
    words.join(" ")
}

#[test]
fn variables_come_in_the_order_of_the_text() {
    assert_eq!(found("a + b * c + a"), "a b c a");
    assert_eq!(found("a ? b : c"), "a b c");
    assert_eq!(found(r#"a.b["c"][0]"#), r#"a.b["c"][0]"#);
    assert_eq!(found("a[b].c"), "a b");
    assert_eq!(found("a[*].b"), "a");
    assert_eq!(found("(a.b).c"), "a.b");
    assert_eq!(found(r#""x${a}%{ if b }${c}%{ else }${d}%{ endif }""#), "a b c d");
    assert_eq!(found("-a == !b"), "a b");
    assert_eq!(found("1"), "");
}

#[test]
fn bare_keys_refer_to_nothing() {
    assert_eq!(found("{a = b, (c) = d, \"${e}\" = f}"), "b c d e f");
    assert_eq!(found("{a.b = c}"), "a.b c");
}

#[test]
fn loops_hide_their_own_names() {
    assert_eq!(found("[for x in x: x + y if x > z]"), "x y z");
    assert_eq!(found("{for k, v in a: k => v...}"), "a");
    assert_eq!(found("[for x in a: [for y in x: x + y + z]]"), "a z");
    assert_eq!(found("[[for x in a: x], x]"), "a x");
    assert_eq!(found(r#""%{ for x in a }${x}${y}%{ endfor }${x}""#), "a y x");
}

#[test]
fn calls_are_found_at_every_depth() {
    assert_eq!(found("f(g(a), [for x in h(b): i(x)]...)"), "a b f() g() h() i()");
    assert_eq!(found(r#"{(f(1)) = "${g(2)}"}"#), "f() g()");
}

#[test]
fn long_chains_are_walked() {
    let text = format!("a{}", " + a".repeat(9_000));
    assert_eq!(references(&parsed(&text).unwrap()).variables.len(), 9_001);
}
