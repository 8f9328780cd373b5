//! Text in, tree or errors out.
//!
//! The trees in [`expressions`], [`templates`], [`bodies`] and [`traversals`] are those that
//! hashicorp/hcl v2.24 makes of the same texts, printed in the same form.

mod bodies;
mod content;
mod differential;
mod errors;
mod expressions;
mod json;
mod limits;
mod printer;
mod properties;
mod spans;
mod templates;
mod traversals;

use std::fmt::Write;

use crate::diag::Diagnostic;
use crate::span::FileId;

use super::ast::File;
use super::{Place, parse_expression, parse_hcl, parse_json, parse_template, parse_traversal};
use printer::{Printer, steps};

const FILE: FileId = FileId(0);
const START: Place = Place::At(FILE, 0);

type Read = fn(&str) -> Result<String, Vec<Diagnostic>>;

fn read_expression(text: &str) -> Result<String, Vec<Diagnostic>> {
    parse_expression(START, text).map(|expr| Printer { text }.expr(&expr))
}

fn read_template(text: &str) -> Result<String, Vec<Diagnostic>> {
    parse_template(START, text).map(|expr| Printer { text }.expr(&expr))
}

fn read_traversal(text: &str) -> Result<String, Vec<Diagnostic>> {
    parse_traversal(START, text)
        .map(|traversal| format!("{}{}", traversal.root.value, steps(&traversal.steps)))
}

fn read_file(text: &str) -> Result<String, Vec<Diagnostic>> {
    let (file, errors) = hcl(text);
    if errors.is_empty() { Ok(Printer { text }.body(&file.body)) } else { Err(errors) }
}

fn hcl(text: &str) -> (File, Vec<Diagnostic>) {
    let mut errors = Vec::new();
    (parse_hcl(FILE, text, &mut errors), errors)
}

fn json(text: &str) -> (File, Vec<Diagnostic>) {
    let mut errors = Vec::new();
    (parse_json(FILE, text, &mut errors), errors)
}

/// Line, message, the text that each label points at, hints.
fn rendered(text: &str, errors: &[Diagnostic]) -> String {
    let mut out = String::new();
    for error in errors {
        for (index, label) in error.labels.iter().enumerate() {
            let line = text[..label.span.range().start].matches('\n').count() + 1;
            let message = if index == 0 { &error.message } else { &label.text };
            writeln!(out, "{line}: {message} <{}>", text[label.span.range()].escape_debug())
                .unwrap();
        }
        for hint in error.advice() {
            writeln!(out, "   {hint}").unwrap();
        }
    }
    out
}

#[track_caller]
fn check(read: Read, cases: &[(&str, &str)]) {
    for &(text, tree) in cases {
        match read(text) {
            Ok(found) => assert_eq!(found, tree, "{text:?}"),
            Err(errors) => panic!("{text:?} is refused:\n{}", rendered(text, &errors)),
        }
    }
}

#[track_caller]
fn check_refused(read: Read, cases: &[&str]) {
    for text in cases {
        if let Ok(tree) = read(text) {
            panic!("{text:?} is read as {tree}");
        }
    }
}
