//! Values written as JSON.

use crate::diag::Problem;
use crate::value::convert::convert;
use crate::value::json::types;
use crate::value::types::Type;
use crate::value::{Fields, Value};

/// The value as compact JSON, escaped as Go escapes it.
///
/// # Errors
/// For infinity, and for numbers too long to be written out.
pub fn encode(value: &Value) -> Result<String, Problem> {
    let mut text = String::new();
    write(value, None, &mut text)?;
    Ok(text)
}

/// The value as compact JSON from which it can be had back as a value of the type. Where the type
/// is open, the JSON says which one it is: `{"value":…,"type":…}`.
///
/// # Errors
/// When the value is not of the type and cannot be converted to it, for infinity, and for numbers
/// too long to be written out.
pub fn encode_as(value: &Value, ty: &Type) -> Result<String, Problem> {
    let mut text = String::new();
    if conforms(&value.ty(), ty) {
        write(value, Some(ty), &mut text)?;
    } else {
        write(&convert(value, ty)?, Some(ty), &mut text)?;
    }
    Ok(text)
}

/// Whether the types are the same, up to what the second leaves open.
fn conforms(ty: &Type, to: &Type) -> bool {
    match (ty, to) {
        (_, Type::Dynamic) => true,
        (Type::List(ty), Type::List(to))
        | (Type::Set(ty), Type::Set(to))
        | (Type::Map(ty), Type::Map(to)) => conforms(ty, to),
        (Type::Tuple(ty), Type::Tuple(to)) => {
            ty.len() == to.len() && ty.iter().zip(to.iter()).all(|(ty, to)| conforms(ty, to))
        }
        (Type::Object(ty), Type::Object(to)) => {
            ty.attributes.keys().eq(to.attributes.keys())
                && ty
                    .attributes
                    .values()
                    .zip(to.attributes.values())
                    .all(|(ty, to)| conforms(ty, to))
        }
        _ => ty == to,
    }
}

/// Adds a value to the text. Without a type, the value's own is meant.
fn write(value: &Value, ty: Option<&Type>, text: &mut String) -> Result<(), Problem> {
    if ty == Some(&Type::Dynamic) && !matches!(value, Value::Null(Type::Dynamic)) {
        return described(value, text);
    }
    match value {
        Value::Null(_) => text.push_str("null"),
        Value::Bool(truth) => text.push_str(if *truth { "true" } else { "false" }),
        Value::Number(number) if number.is_infinite() => {
            return Err(Problem::new("infinity cannot be written as JSON"));
        }
        Value::Number(number) => text.push_str(&number.text()?),
        Value::String(string) => quote(string, text),
        Value::List(list) | Value::Set(list) => array(&list.items, ty, text)?,
        Value::Tuple(items) => array(items, ty, text)?,
        Value::Map(map) => object(&map.items, ty, text)?,
        Value::Object(fields) => object(fields, ty, text)?,
    }
    Ok(())
}

fn described(value: &Value, text: &mut String) -> Result<(), Problem> {
    text.push_str("{\"value\":");
    write(value, None, text)?;
    text.push_str(",\"type\":");
    types::write(&value.ty(), text);
    text.push('}');
    Ok(())
}

fn array(items: &[Value], ty: Option<&Type>, text: &mut String) -> Result<(), Problem> {
    text.push('[');
    for (index, item) in items.iter().enumerate() {
        text.extend((index > 0).then_some(','));
        let element = match ty {
            Some(Type::Tuple(elements)) => elements.get(index),
            _ => ty.and_then(Type::element),
        };
        write(item, element, text)?;
    }
    text.push(']');
    Ok(())
}

fn object(fields: &Fields, ty: Option<&Type>, text: &mut String) -> Result<(), Problem> {
    text.push('{');
    for (index, (name, value)) in fields.iter().enumerate() {
        text.extend((index > 0).then_some(','));
        quote(name, text);
        text.push(':');
        let element = match ty.and_then(Type::attributes) {
            Some(attributes) => attributes.get(name),
            None => ty.and_then(Type::element),
        };
        write(value, element, text)?;
    }
    text.push('}');
    Ok(())
}

/// Adds a string to the text, safe to stand in HTML, as Go has it.
pub(super) fn quote(string: &str, text: &mut String) {
    text.push('"');
    for char in string.chars() {
        match char {
            '"' | '\\' => text.extend(['\\', char]),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '\0'..='\u{1f}' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                text.extend([format!("\\u{:04x}", u32::from(char))]);
            }
            _ => text.push(char),
        }
    }
    text.push('"');
}
