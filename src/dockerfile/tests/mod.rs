//! What is read of a Dockerfile, shown by printing it again, and what is refused.

mod directives;
mod errors;
mod heredocs;
mod limits;
mod lines;
mod mounts;
mod properties;
mod spans;
mod words;

use crate::diag::Diagnostic;
use crate::span::FileId;

use super::ast::Dockerfile;

fn read(text: &str) -> (Dockerfile, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let file = super::parse(FileId(0), text, &mut found);
    (file, found)
}

/// A text without errors, read.
fn tree(text: &str) -> Dockerfile {
    let (file, found) = read(text);
    assert!(found.is_empty(), "{:?}", errors_of(text, &found));
    file
}

/// A text without errors, read and printed.
fn printed(text: &str) -> String {
    super::print(&tree(text))
}

/// What is wrong with a text: each error, the piece to blame, and what to do.
fn errors(text: &str) -> String {
    errors_of(text, &read(text).1).join("\n")
}

fn errors_of(text: &str, found: &[Diagnostic]) -> Vec<String> {
    let line = |error: &Diagnostic| {
        let blamed = error.labels.first().map(|label| &text[label.span.range()]);
        let advice: Vec<String> = error.advice().iter().map(|hint| format!("; {hint}")).collect();
        format!("{:?}: {}{}", blamed.unwrap_or_default(), error.message, advice.concat())
    };
    found.iter().map(line).collect()
}
