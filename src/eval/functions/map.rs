//! Functions on maps and objects.

use super::Args;
use super::args::wrong;
use super::function::{Function, any, pure, text, texts};
use crate::diag::Problem;
use crate::value::{Fields, Type, Value, convert, normalized};

/// The functions, by name.
pub(super) static FUNCTIONS: &[Function] = &[
    pure("keys", "the keys of a map, sorted", &[any("inputMap")], keys),
    pure(
        "lookup",
        "the value of a key in a map, or a default",
        &[any("inputMap"), text("key"), any("default")],
        lookup,
    ),
    pure("merge", "several maps in one, of which the later ones win", &[], merge)
        .more(any("maps").or_null()),
    pure("values", "the values of a map, in the order of their keys", &[any("mapping")], values),
    pure(
        "zipmap",
        "a map of keys and values from a list of each",
        &[texts("keys"), any("values")],
        zipmap,
    ),
];

/// The keys in order: a list of those of a map, a tuple of those of an object.
fn keys(args: Args) -> Result<Value, Problem> {
    let keys = args.fields(0)?.keys().map(|key| Value::String(key.clone())).collect();
    Ok(match args.value(0)? {
        Value::Map(_) => Value::list(Type::String, keys),
        _ => Value::tuple(keys),
    })
}

/// The values in order of their keys: a list of those of a map, a tuple of those of an object.
fn values(args: Args) -> Result<Value, Problem> {
    let values = args.fields(0)?.values().cloned().collect();
    Ok(match args.value(0)? {
        Value::Map(map) => Value::list(map.element.clone(), values),
        _ => Value::tuple(values),
    })
}

/// The value of a key, or a default. For a map the default must fit the other elements, needed or
/// not.
fn lookup(args: Args) -> Result<Value, Problem> {
    let (key, default) = (args.string(1)?, args.value(2)?);
    let default = match args.value(0)? {
        Value::Map(map) => convert(default, &map.element).map_err(|problem| problem.argument(2))?,
        _ => default.clone(),
    };
    Ok(args.fields(0)?.get(key).cloned().unwrap_or(default))
}

/// All fields in one; of two with the same key the later counts. The result is a map where all
/// arguments are maps of one type, else an object.
fn merge(args: Args) -> Result<Value, Problem> {
    let types: Vec<Type> = args.all().iter().map(Value::ty).collect();
    let checked = types.iter().take_while(|ty| **ty != Type::Dynamic).count();
    let mut merged = Fields::new();
    for (index, arg) in args.all().iter().enumerate() {
        let added = merge_into(&mut merged, arg, index < checked);
        added.ok_or_else(|| wrong(index, "a map or an object"))?;
    }
    let common = types.first().filter(|first| types.iter().all(|ty| ty == *first));
    match common {
        Some(Type::Map(element)) => Ok(Value::map(element.as_ref().clone(), merged)),
        Some(Type::Object(object)) if merged.len() != object.attributes.len() => {
            Err(Problem::new("every argument is null"))
        }
        _ => Ok(Value::object(merged)),
    }
}

/// Adds the fields of an argument, if it may be merged. A bare null among the arguments ends cty's
/// check of the types: behind it, null and empty lists add nothing, and the elements of a set of
/// strings are keys and values at once; so they are here.
fn merge_into(merged: &mut Fields, arg: &Value, is_typed: bool) -> Option<()> {
    match arg {
        Value::Map(_) | Value::Object(_) => {
            let fields = arg.as_fields()?;
            merged.extend(fields.iter().map(|(key, value)| (key.clone(), value.clone())));
        }
        Value::Null(Type::Map(_) | Type::Object(_)) => {}
        _ if is_typed => return None,
        Value::Null(_) => {}
        Value::Set(set) => {
            for item in &set.items {
                merged.insert(item.as_str()?.into(), item.clone());
            }
        }
        _ if arg.as_items()?.is_empty() => {}
        _ => return None,
    }
    Some(())
}

/// Keys and values in one: a map for a list of values, an object for a tuple.
fn zipmap(args: Args) -> Result<Value, Problem> {
    let (keys, values) = (args.items(0)?, args.items(1)?);
    if keys.len() != values.len() {
        let (keys, values) = (keys.len(), values.len());
        return Err(Problem::new(format!("{keys} keys do not fit {values} values")));
    }
    let mut zipped = Fields::new();
    for (key, value) in keys.iter().zip(values) {
        let key = key.as_str().ok_or_else(|| Problem::new("a key is null").argument(0))?;
        zipped.insert(normalized(key), value.clone());
    }
    match args.value(1)? {
        Value::List(list) => Ok(Value::map(list.element.clone(), zipped)),
        Value::Tuple(_) => Ok(Value::object(zipped)),
        _ => Err(wrong(1, "a list or tuple")),
    }
}
