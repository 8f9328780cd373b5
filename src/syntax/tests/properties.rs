//! What holds of any text.

use proptest::prelude::*;

use crate::diag::Diagnostic;
use crate::span::Span;
use crate::syntax::ast::Body;
use crate::syntax::{parse_expression, parse_template, parse_traversal};

use super::{Printer, START, hcl, json};

/// Pieces that parsers stumble over.
const PIECES: &[&str] = &[
    "a",
    "for",
    "in",
    "if",
    "true",
    "é",
    "\u{301}",
    "1",
    "1.",
    "e5",
    ".",
    "...",
    "::",
    ":",
    "?",
    "=",
    "==",
    "=>",
    "<",
    "&&",
    "!",
    "-",
    "*",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "${",
    "${~",
    "%{ if a }",
    "%{ for v in a }",
    "%{ else }",
    "%{ endif }",
    "%{ endfor }",
    "~}",
    " ",
    "\n",
    "\r\n",
    "\r",
    "#c\n",
    "/*",
    "*/",
    "<<E\n",
    "<<-E\n",
    "\nE\n",
    "  ",
    "$",
    "$$",
    "%",
    "\\",
    "\\u00e9",
    ",",
    ";",
    "'",
    "\0",
    "a = ",
    "b \"l\" {\n",
    "}\n",
    "\u{feff}",
    "“",
    "\u{a0}",
    "null",
    "\"k\":",
    "x.*",
    "[*]",
    "[0]",
];

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

/// Every place of every error lies in the text, between characters.
fn places_fit(text: &str, errors: &[Diagnostic]) {
    for label in errors.iter().flat_map(|error| &error.labels) {
        assert!(fits(text, label.span), "{label:?} in {text:?}");
    }
}

fn fits(text: &str, span: Span) -> bool {
    text.get(span.range()).is_some()
}

/// Reads a text in every way.
fn read_all(text: &str) {
    let (file, errors) = hcl(text);
    places_fit(text, &errors);
    bodies_fit(text, &file.body);
    let (file, mut errors) = json(text);
    file.body.just_attributes(&mut errors);
    places_fit(text, &errors);
    for errors in [
        parse_expression(START, text).err(),
        parse_template(START, text).err(),
        parse_traversal(START, text).err(),
    ] {
        places_fit(text, &errors.unwrap_or_default());
    }
}

/// Printing slices the text at numbers, so it checks their places as well.
fn bodies_fit(text: &str, body: &Body) {
    Printer { text }.body(body);
    let Body::Native(body) = body else { return };
    assert!(fits(text, body.span));
    for attribute in &body.attributes {
        assert!(fits(text, attribute.span) && fits(text, attribute.expr.span));
        assert_eq!(&text[attribute.name.span.range()], &*attribute.name.value);
    }
    for block in &body.blocks {
        assert!(fits(text, block.span) && fits(text, block.head));
        bodies_fit(text, &block.body);
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        read_all(&text);
    }

    #[test]
    fn no_soup_makes_it_panic(text in soup()) {
        read_all(&text);
    }

    #[test]
    fn what_stands_in_a_string_of_json_is_inside_it(inside in soup()) {
        let text = format!("{{\"a\": {}}}", serde_json::Value::from(inside));
        let (file, mut errors) = json(&text);
        for attribute in file.body.just_attributes(&mut errors) {
            prop_assert!(fits(&text, attribute.span));
            if let Some(call) = attribute.expr.as_call() {
                prop_assert!(fits(&text, call.parens));
            }
        }
        prop_assert!(errors.is_empty());
    }
}
