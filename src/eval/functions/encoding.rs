//! Text to and from base64, URLs and JSON.

use super::Args;
use super::function::{Function, any, pure, text};
use crate::diag::Problem;
use crate::encoding::{from_base64, to_base64};
use crate::value::{Value, json};

/// The functions, by name.
pub(super) static FUNCTIONS: &[Function] = &[
    pure("base64decode", "the text that a base64 text stands for", &[text("str")], base64decode),
    pure("base64encode", "the text in base64", &[text("str")], base64encode),
    pure("jsondecode", "the value that a JSON text stands for", &[text("str")], jsondecode),
    pure("jsonencode", "a value as JSON", &[any("val").or_null()], jsonencode),
    pure("urlencode", "the text as part of the query of a URL", &[text("str")], urlencode),
];

fn base64encode(args: Args) -> Result<Value, Problem> {
    Ok(Value::string(to_base64(args.string(0)?)))
}

fn base64decode(args: Args) -> Result<Value, Problem> {
    let bytes = from_base64(args.string(0)?)
        .ok_or_else(|| Problem::new("the text is not base64").argument(0))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Problem::new("what was encoded is not UTF-8").argument(0))?;
    Ok(Value::string(text))
}

/// Percent-encodes what is not unreserved, and writes a space as `+`: Go's `url.QueryEscape`.
fn urlencode(args: Args) -> Result<Value, Problem> {
    let escaped = args.string(0)?.bytes().map(|byte| match byte {
        b' ' => "+".to_owned(),
        b'-' | b'_' | b'.' | b'~' => char::from(byte).into(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).into(),
        _ => format!("%{byte:02X}"),
    });
    Ok(Value::string(escaped.collect::<String>()))
}

fn jsonencode(args: Args) -> Result<Value, Problem> {
    json::encode(args.value(0)?).map(Value::string)
}

/// The value of a JSON text: arrays become tuples.
fn jsondecode(args: Args) -> Result<Value, Problem> {
    json::decode(args.string(0)?).map_err(|problem| problem.argument(0))
}
