//! Findings as JSON, for programs.
//!
//! ```json
//! {
//!   "version": 1,
//!   "errors": 1,
//!   "warnings": 0,
//!   "notes": 0,
//!   "findings": [
//!     {
//!       "code": "missing-file",
//!       "severity": "error",
//!       "message": "`COPY` takes `a.txt`, which is not in the context `.`",
//!       "file": "Dockerfile",
//!       "line": 2,
//!       "column": 6,
//!       "end_line": 2,
//!       "end_column": 11,
//!       "label": "",
//!       "hints": ["did you mean `b.txt`?"],
//!       "related": [
//!         {
//!           "file": "docker-bake.hcl", "line": 1, "column": 1, "end_line": 1, "end_column": 13,
//!           "label": "for `app`"
//!         }
//!       ]
//!     }
//!   ]
//! }
//! ```
//!
//! `severity` is `error`, `warning` or `note`. Lines and columns count from one, columns in
//! characters; the end is behind the last character. `file` is a path as it was given, or words for
//! what is no file, such as `command line`; the five keys of a place are missing where no text is to
//! blame. `version` changes when something that was there changes its meaning or goes; a new key or
//! a new code does not change it.

use serde::Serialize;

use crate::diag::{Diagnostic, Diagnostics, Label, Severity};
use crate::source::Sources;

use super::go;
use super::rules::word;

/// The version of the form.
const VERSION: u32 = 1;

/// The findings, in order; places are looked up in the sources.
pub fn json(diags: &Diagnostics, sources: &Sources) -> String {
    let count = |severity| diags.iter().filter(|it| it.severity == severity).count();
    let written = Written {
        version: VERSION,
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        notes: count(Severity::Note),
        findings: diags.iter().map(|it| finding(it, sources)).collect(),
    };
    go::json(&written, 0) + "\n"
}

#[derive(Serialize)]
struct Written<'a> {
    version: u32,
    errors: usize,
    warnings: usize,
    notes: usize,
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Option<Place<'a>>,
    hints: Vec<String>,
    related: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    label: &'a str,
}

fn finding<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Finding<'a> {
    let mut places = diagnostic.labels.iter().map(|label| place(label, sources));
    Finding {
        code: diagnostic.code.map(crate::diag::Code::name),
        severity: word(diagnostic.severity),
        message: &diagnostic.message,
        place: places.next(),
        hints: diagnostic.advice(),
        related: places.collect(),
    }
}

fn place<'a>(label: &'a Label, sources: &'a Sources) -> Place<'a> {
    let Label { span, text } = label;
    let (line, column) = sources.position(span.file, span.start);
    let (end_line, end_column) = sources.position(span.file, span.end);
    Place { file: &sources.get(span.file).name, line, column, end_line, end_column, label: text }
}
