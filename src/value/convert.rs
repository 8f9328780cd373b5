//! From one type to another, as cty's `convert` does it.
//!
//! Whether a conversion exists is decided by the types alone ([`possible`]); only then is the
//! value looked at. So an empty list of objects does not become a list of numbers.

mod dynamic;
mod mismatch;
mod structure;
#[cfg(test)]
mod tests;

use crate::diag::Problem;
use crate::value::types::Type;
use crate::value::{Number, Value};

pub use mismatch::mismatch;

use dynamic::{filled, settled, settled_map};
use structure::{to_list, to_map, to_object, to_set, to_tuple};

/// Which conversions are let through.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Safety {
    /// Those that work for every value of the type.
    Safe,
    /// Those too that depend on the value: text that may be a number, a map that may have the
    /// attributes of an object.
    Unsafe,
}

/// The value as a value of another type.
///
/// # Errors
/// When there is no such conversion, or this value does not lend itself to it.
pub fn convert(value: &Value, to: &Type) -> Result<Value, Problem> {
    if *to == Type::Dynamic || is_of(value, to) {
        return Ok(value.clone());
    }
    if let Some(list) = listed(value, to) {
        return Ok(list);
    }
    let from = value.ty();
    if from == to.without_optional() {
        return Ok(value.clone());
    }
    if !possible(&from, to, Safety::Unsafe) {
        return Err(Problem::new(mismatch(&from, to)));
    }
    apply(value, to)
}

/// Whether there is a conversion, be it one that depends on the value.
pub fn convertible(from: &Type, to: &Type) -> bool {
    possible(from, to, Safety::Unsafe)
}

/// Whether there is a conversion that works for every value.
pub fn safely_convertible(from: &Type, to: &Type) -> bool {
    possible(from, to, Safety::Safe)
}

/// Whether the value is of the type already, as far as a glance tells.
fn is_of(value: &Value, to: &Type) -> bool {
    match (value, to) {
        (Value::Bool(_), Type::Bool)
        | (Value::Number(_), Type::Number)
        | (Value::String(_), Type::String) => true,
        (Value::List(list), Type::List(element)) | (Value::Set(list), Type::Set(element)) => {
            element.is_primitive() && list.element == **element
        }
        (Value::Map(map), Type::Map(element)) => element.is_primitive() && map.element == **element,
        _ => false,
    }
}

/// A tuple as a list, if its elements are what the list wants already: what most calls with a
/// list are given.
fn listed(value: &Value, to: &Type) -> Option<Value> {
    let (Value::Tuple(items), Type::List(element)) = (value, to) else { return None };
    let fits = element.is_primitive() && items.iter().all(|item| is_of(item, element));
    fits.then(|| Value::list((**element).clone(), items.to_vec()))
}

/// Whether there is a conversion.
pub(super) fn possible(from: &Type, to: &Type, safety: Safety) -> bool {
    let risky = safety == Safety::Unsafe;
    let each = |from: &Type, to: &Type| from == to || possible(from, to, safety);
    match (from, to) {
        (_, Type::Dynamic) | (Type::Bool | Type::Number, Type::String) => true,
        (Type::Dynamic, _) | (Type::String, Type::Bool | Type::Number) => risky,
        (Type::Object(from), Type::Object(to)) => {
            to.attributes.iter().all(|(name, to_type)| match from.attributes.get(name) {
                Some(from_type) => each(from_type, to_type),
                None => to.optional.contains(name),
            })
        }
        (Type::Tuple(from), Type::Tuple(to)) => {
            from.len() == to.len() && from.iter().zip(to.iter()).all(|(from, to)| each(from, to))
        }
        (Type::List(_), Type::Set(_)) if !risky => false,
        (Type::List(from) | Type::Set(from), Type::List(to) | Type::Set(to)) => each(from, to),
        (Type::Map(from), Type::Map(to)) => possible(from, to, safety),
        (Type::Tuple(from), Type::List(to) | Type::Set(to)) => settled(from.iter(), to, safety)
            .is_some_and(|to| from.iter().all(|from| each(from, &to))),
        (Type::Object(from), Type::Map(to)) => {
            let from = &from.attributes;
            from.is_empty()
                || settled_map(from.values(), to, safety)
                    .is_some_and(|to| from.values().all(|from| each(from, &to)))
        }
        (Type::Map(from), Type::Object(to)) => {
            risky
                && to
                    .attributes
                    .iter()
                    .all(|(name, to_type)| each(from, to_type) || to.optional.contains(name))
        }
        (from, to) => from.is_primitive() && from == to,
    }
}

/// The value converted, when a conversion is [`possible`].
pub(super) fn apply(value: &Value, to: &Type) -> Result<Value, Problem> {
    match (value, to) {
        (_, Type::Dynamic) => Ok(value.clone()),
        (Value::Null(from), _) => Ok(Value::Null(filled(from, &to.without_optional()))),
        (Value::Bool(truth), Type::String) => Ok(Value::string(truth.to_string())),
        (Value::Number(number), Type::String) => number.text().map(Value::string),
        (Value::String(text), Type::Bool) => to_bool(text),
        (Value::String(text), Type::Number) => to_number(text),
        _ if is_of(value, to) => Ok(value.clone()),
        _ => to_structure(value, to),
    }
}

fn to_structure(value: &Value, to: &Type) -> Result<Value, Problem> {
    match (value.as_items(), value.as_fields(), to) {
        (Some(items), _, Type::List(element)) => to_list(value, items, element),
        (Some(items), _, Type::Set(element)) => to_set(value, items, element),
        (Some(items), _, Type::Tuple(elements)) => to_tuple(items, elements),
        (_, Some(fields), Type::Map(element)) => to_map(value, fields, element),
        (_, Some(fields), Type::Object(object)) => to_object(value, fields, object),
        _ => Err(Problem::new(mismatch(&value.ty(), to))),
    }
}

fn to_bool(text: &str) -> Result<Value, Problem> {
    match text {
        "true" | "1" => Ok(true.into()),
        "false" | "0" => Ok(false.into()),
        _ => {
            let problem = Problem::new(format!("a bool is required, not {}", quoted(text)));
            let lower = text.to_lowercase();
            let close = lower == "true" || lower == "false";
            Err(if close { problem.hint(format!("write `{lower}`")) } else { problem })
        }
    }
}

fn to_number(text: &str) -> Result<Value, Problem> {
    let number = Number::parse(text).map(Value::Number);
    number.ok_or_else(|| Problem::new(format!("a number is required, not {}", quoted(text))))
}

/// Text for a message, cut short.
fn quoted(text: &str) -> String {
    const SHOWN: usize = 40;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None if text.is_empty() => "empty text".to_owned(),
        None => format!("`{text}`"),
    }
}
