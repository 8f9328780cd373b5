//! From the value of an expression to an attribute.
//!
//! bake decodes an attribute by converting its value to the type of the attribute and copying
//! the result. What a null means depends on the attribute: for text, flags, lists and maps it
//! means "not given"; where bake reads things of its own (`output`, `secret`, …) and for
//! `description` it is an error.

use std::collections::BTreeMap;

use crate::diag::Problem;
use crate::target::{
    Attest, Attributes, Cache, List, NullableTexts, Output, Policy, Resources, Secret, Ssh, Texts,
};
use crate::target::{attest, cache, output, policy, room, secret, ssh};
use crate::text::Text;
use crate::value::convert::convert;
use crate::value::{Fields, Type, Value};

impl Attributes {
    /// Sets the attribute of this name from the value of its expression. A name that no target
    /// has is ignored, as bake ignores it; so are `matrix` and `name`, which are settled before.
    ///
    /// # Errors
    /// Where the value does not fit. If one element of a list or one entry of an object is to
    /// blame, it is the problem's [`argument`](Problem::argument) or [`entry`](Problem::entry).
    pub fn set(&mut self, name: &str, value: &Value) -> Result<(), Problem> {
        match name {
            "description" => self.description = Some(text(value)?.into()),
            "inherits" => self.inherits = texts(value)?,
            "annotations" => self.annotations = texts(value)?,
            "attest" => self.attest = Some(things(value, attest_one)?),
            "context" => self.context = optional_text(value)?,
            "contexts" => self.contexts = text_map(value)?,
            "dockerfile" => self.dockerfile = optional_text(value)?,
            "dockerfile-inline" => self.dockerfile_inline = optional_text(value)?.map(Box::new),
            "args" => self.args = nullable_text_map(value)?,
            "labels" => self.labels = nullable_text_map(value)?,
            "tags" => self.tags = texts(value)?,
            "cache-from" => self.cache_from = Some(caches(value)?),
            "cache-to" => self.cache_to = Some(caches(value)?),
            "target" => self.target = optional_text(value)?,
            "secret" => self.secret = Some(things(value, secret_one)?),
            "ssh" => self.ssh = Some(things(value, ssh_one)?),
            "platforms" => self.platforms = texts(value)?,
            "output" => self.output = Some(things(value, output_one)?),
            "pull" => self.pull = flag(value)?,
            "no-cache" => self.no_cache = flag(value)?,
            "network" => self.network = optional_text(value)?.map(Box::new),
            "no-cache-filter" => self.no_cache_filter = texts(value)?,
            "shm-size" => self.shm_size = optional_text(value)?.map(Box::new),
            "ulimits" => self.ulimits = texts(value)?,
            "resources" => self.resources = Some(Box::new(Resources::from_value(value)?)),
            "call" => self.call = optional_text(value)?.map(Box::new),
            "entitlements" => self.entitlements = texts(value)?,
            "extra-hosts" => self.extra_hosts = nullable_text_map(value)?,
            "policy" => self.policy = Some(things(value, policy_one)?),
            _ => {}
        }
        Ok(())
    }
}

/// Text that must be there.
///
/// # Errors
/// For null and what is no text.
pub fn text(value: &Value) -> Result<Text, Problem> {
    optional_text(value)?.ok_or_else(no_null)
}

/// Text, or nothing for null.
///
/// # Errors
/// For what is no text.
pub fn optional_text(value: &Value) -> Result<Option<Text>, Problem> {
    match convert(value, &Type::String)? {
        Value::String(text) => Ok(Some(text)),
        _ => Ok(None),
    }
}

/// A list of texts, or nothing for null.
///
/// # Errors
/// For what is no list, and for an element that is null or no text.
pub fn texts(value: &Value) -> Result<Option<List<Text>>, Problem> {
    if let Value::Tuple(items) = value
        && let Some(texts) = plain_texts(items)
    {
        return Ok(Some(texts));
    }
    let list = convert(value, &Type::list(Type::String))
        .map_err(|whole| blamed(value, bracketed(value, whole)))?;
    let Some(items) = list.as_items() else { return Ok(None) };
    let element = |(index, item): (usize, &Value)| match item {
        Value::String(text) => Ok(text.clone()),
        _ => Err(no_null().argument(index)),
    };
    items.iter().enumerate().map(element).collect::<Result<_, _>>().map(Some)
}

/// The texts of elements that are nothing else: the common case, without a conversion.
fn plain_texts(items: &[Value]) -> Option<List<Text>> {
    let mut texts = Vec::with_capacity(items.len()); // as `collect` would not know
    for item in items {
        let Value::String(text) = item else { return None };
        texts.push(text.clone());
    }
    Some(texts.into())
}

/// True or false, or nothing for null.
pub(crate) fn flag(value: &Value) -> Result<Option<bool>, Problem> {
    Ok(convert(value, &Type::Bool)?.as_bool())
}

fn text_map(value: &Value) -> Result<Option<Texts>, Problem> {
    let Some(map) = nullable_text_map(value)? else { return Ok(None) };
    let element = |(name, text): (Text, Option<Text>)| match text {
        Some(text) => Ok((name, text)),
        None => Err(no_null().entry(&name)),
    };
    map.into_iter().map(element).collect::<Result<_, _>>().map(Some)
}

fn nullable_text_map(value: &Value) -> Result<Option<NullableTexts>, Problem> {
    if let Value::Object(fields) = value
        && let Some(texts) = primitive_texts(fields)
    {
        return Ok(Some(texts));
    }
    let map = convert(value, &Type::map(Type::String)).map_err(|whole| named(value, whole))?;
    Ok(map.as_fields().map(|fields| {
        fields.iter().map(|(name, item)| (name.clone(), item.as_str().map(Text::from))).collect()
    }))
}

/// The attributes of an object as texts, if each is one or becomes one by itself: the common case,
/// without a map in between.
fn primitive_texts(fields: &Fields) -> Option<NullableTexts> {
    let text = |(name, item): (&Text, &Value)| Some((name.clone(), optional_text(item).ok()?));
    fields.iter().map(text).collect()
}

/// The problem of the first part that is no text, of a value that was to be a list or a map of
/// texts; or else of the whole value.
fn blamed(value: &Value, whole: Problem) -> Problem {
    let wrong = |part: &Value| convert(part, &Type::String).err();
    let mut elements = value.as_items().into_iter().flatten().enumerate();
    let element = elements.find_map(|(at, item)| Some(wrong(item)?.argument(at)));
    let mut entries = value.as_fields().into_iter().flatten();
    let entry = entries.find_map(|(name, item)| Some(wrong(item)?.entry(name)));
    element.or(entry).unwrap_or(whole)
}

/// The problem of a value that was to be a map of texts.
fn named(value: &Value, whole: Problem) -> Problem {
    match value.as_fields() {
        Some(_) => blamed(value, whole),
        None => whole.hint("write `{ NAME = \"value\" }`"),
    }
}

/// The problem with a hint, if it is only brackets that are missing.
fn bracketed(value: &Value, whole: Problem) -> Problem {
    match value.as_str() {
        Some(text) if text.len() < 60 && !text.contains(['"', '\\', '\n']) => {
            whole.hint(format!("write `[\"{text}\"]`"))
        }
        _ => whole,
    }
}

/// The elements of a list or tuple, each read on its own, so that text and objects may be mixed.
/// Empty strings are left out: `PUSH ? "type=registry" : ""` is how people say "perhaps".
///
/// A set is refused although it has elements: bake looks for a list or a tuple.
fn things<T>(
    value: &Value,
    read: impl Fn(&Value, &mut Vec<T>) -> Result<(), Problem>,
) -> Result<List<T>, Problem> {
    let items = match value {
        Value::Null(_) => return Err(no_null()),
        Value::List(list) => &list.items,
        Value::Tuple(items) => items.as_ref(),
        _ => return Err(bracketed(value, no_list(value))),
    };
    let mut found = Vec::with_capacity(items.len());
    let mut room = items.len();
    for (index, item) in items.iter().enumerate() {
        if item.is_null() {
            // bake crashes on most of these.
            return Err(no_null().argument(index));
        }
        if item.as_str() != Some("") {
            let before = found.len();
            read(item, &mut found).map_err(|problem| problem.argument(index))?;
            room = room::grown(room, before, found.len() - before, room::POINTER);
        }
    }
    Ok(List::with_room(found, room))
}

fn attest_one(value: &Value, found: &mut Vec<Attest>) -> Result<(), Problem> {
    found.push(match value.as_str() {
        Some(text) => attest::parse(text)?,
        None => Attest::from_fields(&string_fields(value)?)?,
    });
    Ok(())
}

fn output_one(value: &Value, found: &mut Vec<Output>) -> Result<(), Problem> {
    found.push(match value.as_str() {
        Some(text) => output::parse(text)?,
        None => Output::from_fields(&string_fields(value)?)?,
    });
    Ok(())
}

fn caches(value: &Value) -> Result<List<Cache>, Problem> {
    things(value, |item, found| {
        match item.as_str() {
            Some(text) => found.extend(cache::parse(text)?),
            None => found.push(Cache::from_fields(&string_fields(item)?)?),
        }
        Ok(())
    })
}

fn secret_one(value: &Value, found: &mut Vec<Secret>) -> Result<(), Problem> {
    found.push(match value.as_str() {
        Some(text) => secret::parse(text)?,
        None => Secret::from_fields(&object_fields(value, &secret::value_type())?),
    });
    Ok(())
}

fn ssh_one(value: &Value, found: &mut Vec<Ssh>) -> Result<(), Problem> {
    found.push(match value.as_str() {
        Some(text) => ssh::parse(text),
        None => Ssh::from_fields(&object_fields(value, &ssh::value_type())?)?,
    });
    Ok(())
}

fn policy_one(value: &Value, found: &mut Vec<Policy>) -> Result<(), Problem> {
    found.push(match value {
        Value::String(text) => policy::parse(text)?,
        Value::Object(_) | Value::Map(_) => {
            policy::from_fields(value.as_fields().unwrap_or(&Fields::new()))?
        }
        _ => return Err(Problem::new(format!("this is {}, not an object", value.ty().noun()))),
    });
    Ok(())
}

/// The attributes of an object or the elements of a map, all as text.
fn string_fields(value: &Value) -> Result<BTreeMap<Text, Text>, Problem> {
    Ok(text_map(value)?.ok_or_else(no_null)?.into_iter().collect())
}

/// The attributes of a value converted to an object type.
pub(crate) fn object_fields(value: &Value, ty: &Type) -> Result<Fields, Problem> {
    convert(value, ty)?.as_fields().cloned().ok_or_else(no_null)
}

/// The problem of a null where none may stand.
pub(crate) fn no_null() -> Problem {
    Problem::new("null is not allowed here")
}

fn no_list(value: &Value) -> Problem {
    Problem::new(format!("this is {}, not a list", value.ty().noun()))
}
