//! How a value is printed.

use std::borrow::Cow;
use std::fmt::Write;

use minijinja::value::{Value, ValueKind};
use minijinja::{Error, ErrorKind};

/// What is said of a null that is to be printed.
pub(super) const NULL: &str = "null has no text, so it cannot be printed";

/// The text of a value: booleans as HCL writes them, lists and objects as JSON, so that a list
/// can be the exec form of an instruction. The value must have been weighed.
///
/// # Errors
/// For null, as in the templates of bake.
pub(super) fn text(value: &Value) -> Result<Cow<'_, str>, Error> {
    match value.kind() {
        ValueKind::None => Err(Error::new(ErrorKind::InvalidOperation, NULL)),
        ValueKind::String => Ok(value.as_str().unwrap_or_default().into()),
        ValueKind::Bool => Ok(truth(value).into()),
        ValueKind::Seq | ValueKind::Map | ValueKind::Iterable => Ok(json(value)?.into()),
        _ => Ok(value.to_string().into()),
    }
}

fn truth(value: &Value) -> &'static str {
    if value.is_true() { "true" } else { "false" }
}

/// The value as JSON on one line.
///
/// # Errors
/// For what has no JSON, such as a macro.
pub(super) fn json(value: &Value) -> Result<String, Error> {
    let mut text = String::new();
    write_json(value, &mut text)?;
    Ok(text)
}

fn write_json(value: &Value, text: &mut String) -> Result<(), Error> {
    match value.kind() {
        ValueKind::None => text.push_str("null"),
        ValueKind::Bool => text.push_str(truth(value)),
        ValueKind::Number => text.push_str(&value.to_string()),
        ValueKind::String => quote(value.as_str().unwrap_or_default(), text),
        ValueKind::Seq | ValueKind::Iterable => {
            text.push('[');
            for (number, item) in value.try_iter()?.enumerate() {
                text.push_str(if number == 0 { "" } else { "," });
                write_json(&item, text)?;
            }
            text.push(']');
        }
        ValueKind::Map => {
            text.push('{');
            for (number, key) in value.try_iter()?.enumerate() {
                text.push_str(if number == 0 { "" } else { "," });
                quote(&key.to_string(), text);
                text.push(':');
                write_json(&value.get_item(&key)?, text)?;
            }
            text.push('}');
        }
        kind => {
            let message = format!("a {kind} has no JSON");
            return Err(Error::new(ErrorKind::InvalidOperation, message));
        }
    }
    Ok(())
}

fn quote(string: &str, text: &mut String) {
    text.push('"');
    for char in string.chars() {
        match char {
            '"' | '\\' => text.extend(['\\', char]),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '\0'..='\u{1f}' => {
                let _always = write!(text, "\\u{:04x}", u32::from(char));
            }
            _ => text.push(char),
        }
    }
    text.push('"');
}
