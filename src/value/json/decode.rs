//! Values read from JSON.

use crate::diag::Problem;
use crate::diag::words::count;
use crate::value::convert::convert;
use crate::value::elements::{list_of, map_of, set_of};
use crate::value::json::text::{Json, read};
use crate::value::json::types;
use crate::value::types::{ObjectType, Type};
use crate::value::{Fields, Number, Value, normalized};

/// The value that JSON stands for by itself: arrays are tuples, objects are objects.
///
/// # Errors
/// When the text is not JSON, nests too deep, or gives one key two values of different types.
pub fn decode(text: &str) -> Result<Value, Problem> {
    let (json, rest) = read(text)?;
    // Go asks whether there are more values, and takes a closing bracket for a no.
    if rest.is_empty() || rest.starts_with([']', '}']) {
        return implied(json);
    }
    Err(Problem::new("there is more text after the JSON value"))
}

/// The value of a type that JSON stands for. What comes after the first JSON value is not looked
/// at, as in bake.
///
/// # Errors
/// When the text is not JSON, or is not of the type.
pub fn decode_as(text: &str, ty: &Type) -> Result<Value, Problem> {
    typed(read(text)?.0, ty)
}

/// The type that JSON spells: `"string"`, `["list","number"]`.
///
/// # Errors
/// When the text is not JSON or spells no type.
pub fn decode_type(text: &str) -> Result<Type, Problem> {
    types::read(&read(text)?.0)
}

fn implied(json: Json<'_>) -> Result<Value, Problem> {
    Ok(match json {
        Json::Null => Value::NULL,
        Json::Bool(truth) => truth.into(),
        Json::Number(digits) => number(digits)?,
        Json::String(text) => Value::string(text),
        Json::Array(items) => {
            Value::tuple(items.into_iter().map(implied).collect::<Result<_, _>>()?)
        }
        Json::Object(members) => implied_object(members)?,
    })
}

/// An object; of two members with one key, the last counts.
fn implied_object(members: Vec<(String, Json<'_>)>) -> Result<Value, Problem> {
    let mut fields = Fields::new();
    for (key, json) in members {
        let value = implied(json)?;
        let ty = value.ty();
        // cty brings the key to normal form in the type, and then does not find it there.
        if *normalized(&key) != *key {
            return Err(Problem::new(format!(
                "the JSON key `{key}` is not in Unicode normal form C"
            )));
        }
        if fields.insert(normalized(&key), value).is_some_and(|earlier| earlier.ty() != ty) {
            return Err(Problem::new(format!("the JSON object has two keys `{key}`")));
        }
    }
    Ok(Value::object(fields))
}

fn number(digits: &str) -> Result<Value, Problem> {
    let number = Number::parse(digits).map(Value::Number);
    number.ok_or_else(|| Problem::new(format!("a number is required, not `{digits}`")))
}

fn typed(json: Json<'_>, ty: &Type) -> Result<Value, Problem> {
    match (json, ty) {
        (Json::Null, _) => Ok(Value::Null(ty.without_optional())),
        (Json::Object(members), Type::Dynamic) => described(members),
        (Json::Bool(truth), Type::Bool) => Ok(truth.into()),
        (Json::String(text), Type::Bool) => convert(&Value::string(text), ty),
        (Json::Number(digits), Type::Number) => number(digits),
        (Json::String(text), Type::Number) => number(&text),
        (Json::String(text), Type::String) => Ok(Value::string(text)),
        (Json::Number(digits), Type::String) => Ok(Value::string(digits)),
        (Json::Bool(truth), Type::String) => Ok(Value::string(truth.to_string())),
        (Json::Array(items), Type::List(element)) if items.is_empty() => {
            Ok(Value::list(element.without_optional(), Vec::new()))
        }
        (Json::Array(items), Type::Set(element)) if items.is_empty() => {
            Ok(Value::set(element.without_optional(), Vec::new()))
        }
        (Json::Object(members), Type::Map(element)) if members.is_empty() => {
            Ok(Value::map(element.without_optional(), Fields::new()))
        }
        (Json::Array(items), Type::List(element)) => list_of(array(items, |_| Some(element))?),
        (Json::Array(items), Type::Set(element)) => set_of(array(items, |_| Some(element))?),
        (Json::Array(items), Type::Tuple(elements)) => tuple(items, elements),
        (Json::Object(members), Type::Map(element)) => map_of(fields(members, |_| Some(element))?),
        (Json::Object(members), Type::Object(object)) => typed_object(members, object),
        (json, _) => Err(Problem::new(format!("this is {}, not {}", noun(&json), ty.noun()))),
    }
}

fn array<'t>(
    items: Vec<Json<'_>>,
    ty: impl Fn(usize) -> Option<&'t Type>,
) -> Result<Vec<Value>, Problem> {
    let items = items.into_iter().enumerate().map(|(index, item)| {
        typed(item, ty(index).unwrap_or(&Type::Dynamic))
            .map_err(|problem| problem.within(&format!("element {index}")))
    });
    items.collect()
}

fn tuple(items: Vec<Json<'_>>, elements: &[Type]) -> Result<Value, Problem> {
    if items.len() != elements.len() {
        let message = format!("this has {}, not {}", count(items.len(), "element"), elements.len());
        return Err(Problem::new(message));
    }
    Ok(Value::tuple(array(items, |index| elements.get(index))?))
}

/// The members by key, each of the type that goes with its key.
fn fields<'t>(
    members: Vec<(String, Json<'_>)>,
    ty: impl Fn(&str) -> Option<&'t Type>,
) -> Result<Fields, Problem> {
    let field = |(key, json): (String, Json<'_>)| {
        let ty = ty(&key).ok_or_else(|| Problem::new(format!("no attribute `{key}` is wanted")))?;
        let value = typed(json, ty).map_err(|problem| problem.within(&format!("`{key}`")))?;
        Ok((normalized(&key), value))
    };
    members.into_iter().map(field).collect()
}

/// An object; attributes that are not there are null.
fn typed_object(members: Vec<(String, Json<'_>)>, object: &ObjectType) -> Result<Value, Problem> {
    let mut attributes = fields(members, |key| object.attributes.get(key))?;
    for (name, ty) in &object.attributes {
        let absent = || Value::Null(ty.without_optional());
        attributes.entry(name.clone()).or_insert_with(absent);
    }
    Ok(Value::object(attributes))
}

/// A value that brings its type along.
fn described(members: Vec<(String, Json<'_>)>) -> Result<Value, Problem> {
    let (mut ty, mut value) = (None, None);
    for (key, json) in members {
        match key.as_str() {
            "type" => ty = Some(types::read(&json)?),
            "value" => value = Some(json),
            _ => {
                let message = format!("a value of any type has `value` and `type`, not `{key}`");
                return Err(Problem::new(message));
            }
        }
    }
    let missing = |name| Problem::new(format!("a value of any type needs a `{name}`"));
    let ty = ty.ok_or_else(|| missing("type"))?;
    typed(value.ok_or_else(|| missing("value"))?, &ty)
}

fn noun(json: &Json<'_>) -> &'static str {
    match json {
        Json::Null => "null",
        Json::Bool(_) => "a bool",
        Json::Number(_) => "a number",
        Json::String(_) => "a string",
        Json::Array(_) => "an array",
        Json::Object(_) => "an object",
    }
}
