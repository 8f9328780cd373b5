//! Types as JSON: `"string"`, `["list","number"]`, `["object",{…}]`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diag::Problem;
use crate::text::Text;
use crate::value::json::encode::quote;
use crate::value::json::text::Json;
use crate::value::normalized;
use crate::value::types::{ObjectType, Type};

/// Adds a type to JSON text.
pub(super) fn write(ty: &Type, text: &mut String) {
    let kind = match ty {
        Type::Dynamic | Type::Bool | Type::Number | Type::String => {
            return quote(&ty.to_string(), text);
        }
        Type::List(_) => "list",
        Type::Set(_) => "set",
        Type::Map(_) => "map",
        Type::Tuple(_) => "tuple",
        Type::Object(_) => "object",
    };
    text.push('[');
    quote(kind, text);
    text.push(',');
    match ty {
        Type::Tuple(elements) => tuple(elements, text),
        Type::Object(object) => object_parts(object, text),
        _ => write(ty.element().unwrap_or(&Type::Dynamic), text),
    }
    text.push(']');
}

fn tuple(elements: &[Type], text: &mut String) {
    text.push('[');
    for (index, element) in elements.iter().enumerate() {
        text.extend((index > 0).then_some(','));
        write(element, text);
    }
    text.push(']');
}

fn object_parts(object: &ObjectType, text: &mut String) {
    text.push('{');
    for (index, (name, ty)) in object.attributes.iter().enumerate() {
        text.extend((index > 0).then_some(','));
        quote(name, text);
        text.push(':');
        write(ty, text);
    }
    text.push('}');
    for (index, name) in object.optional.iter().enumerate() {
        text.push_str(if index == 0 { ",[" } else { "," });
        quote(name, text);
    }
    text.extend((!object.optional.is_empty()).then_some(']'));
}

/// The type that JSON describes.
pub(super) fn read(json: &Json<'_>) -> Result<Type, Problem> {
    let wrong = || Problem::new("not the description of a type");
    match json {
        Json::String(name) => primitive(name).ok_or_else(wrong),
        Json::Array(parts) => match parts.as_slice() {
            [Json::String(kind), rest @ ..] => compound(kind, rest)?.ok_or_else(wrong),
            _ => Err(wrong()),
        },
        _ => Err(wrong()),
    }
}

fn primitive(name: &str) -> Option<Type> {
    [Type::Bool, Type::Number, Type::String, Type::Dynamic]
        .into_iter()
        .find(|ty| ty.to_string() == name)
}

fn compound(kind: &str, parts: &[Json<'_>]) -> Result<Option<Type>, Problem> {
    Ok(Some(match (kind, parts) {
        ("list", [element]) => Type::list(read(element)?),
        ("set", [element]) => Type::set(read(element)?),
        ("map", [element]) => Type::map(read(element)?),
        ("tuple", [Json::Array(elements)]) => {
            Type::Tuple(elements.iter().map(read).collect::<Result<_, _>>()?)
        }
        ("object", [Json::Object(attributes)]) => object(attributes, BTreeSet::new())?,
        ("object", [Json::Object(attributes), Json::Array(optional)]) => {
            let Some(optional) = names(optional) else { return Ok(None) };
            object(attributes, optional)?
        }
        _ => return Ok(None),
    }))
}

fn names(json: &[Json<'_>]) -> Option<BTreeSet<Text>> {
    let name = |json: &Json<'_>| match json {
        Json::String(name) => Some(normalized(name)),
        _ => None,
    };
    json.iter().map(name).collect()
}

fn object(attributes: &[(String, Json<'_>)], optional: BTreeSet<Text>) -> Result<Type, Problem> {
    let attributes = attributes.iter().map(|(name, json)| Ok((normalized(name), read(json)?)));
    let attributes = attributes.collect::<Result<BTreeMap<_, _>, Problem>>()?;
    Ok(Type::Object(Arc::new(ObjectType { attributes, optional })))
}
