//! HCL's JSON syntax: JSON with a place for every value.
//!
//! Strict JSON, as hcl's own reader has it: no comments, no trailing commas, no byte order mark.

mod convert;
mod reader;
mod string;

use crate::diag::Diagnostic;
use crate::span::{FileId, Span};

use super::ast::{Body, File, JsonBody, JsonKind, JsonProperty, JsonValue};

pub(super) use convert::{attribute, inside};

/// Reads a file.
pub(super) fn file(file: FileId, text: &str, diags: &mut Vec<Diagnostic>) -> File {
    let body = match reader::value(file, text) {
        Ok(value) => file_body(value, diags),
        Err(error) => {
            diags.push(error.into_error());
            empty(Span::new(file, 0, text.len()))
        }
    };
    File { body: Body::Json(body) }
}

fn file_body(value: JsonValue, diags: &mut Vec<Diagnostic>) -> JsonBody {
    match value.kind {
        JsonKind::Object(_) | JsonKind::Array(_) => body(value, diags),
        kind => {
            let message =
                format!("expected an object or an array of objects, found {}", noun(&kind));
            diags.push(Diagnostic::error(message, value.span));
            empty(value.span)
        }
    }
}

fn empty(span: Span) -> JsonBody {
    JsonBody { properties: Vec::new(), is_object: true, span }
}

/// The body that a value stands for: an object, or all objects of an array. Null is a body of
/// nothing.
pub(super) fn body(value: JsonValue, diags: &mut Vec<Diagnostic>) -> JsonBody {
    let span = value.span;
    let is_object = matches!(value.kind, JsonKind::Object(_));
    JsonBody { properties: properties(value, "arguments and blocks", diags), is_object, span }
}

/// The properties of an object, or of all objects of an array.
pub(super) fn properties(
    value: JsonValue,
    of: &str,
    diags: &mut Vec<Diagnostic>,
) -> Vec<JsonProperty> {
    let mut all = Vec::new();
    match value.kind {
        JsonKind::Null => {}
        JsonKind::Object(properties) => all = properties,
        JsonKind::Array(items) => {
            for item in items {
                match item.kind {
                    JsonKind::Object(properties) => all.extend(properties),
                    kind => diags.push(no_object(&kind, "an object", of, item.span)),
                }
            }
        }
        kind => diags.push(no_object(&kind, "an object or an array of objects", of, value.span)),
    }
    all
}

fn no_object(kind: &JsonKind, wanted: &str, of: &str, span: Span) -> Diagnostic {
    Diagnostic::error(format!("expected {wanted} with {of}, found {}", noun(kind)), span)
}

/// What people call a value.
pub(super) fn noun(kind: &JsonKind) -> &'static str {
    match kind {
        JsonKind::Null => "`null`",
        JsonKind::Bool(_) => "a bool",
        JsonKind::Number(_) => "a number",
        JsonKind::String(_) => "a string",
        JsonKind::Array(_) => "an array",
        JsonKind::Object(_) => "an object",
    }
}
