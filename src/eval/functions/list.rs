//! Functions on lists and tuples.

use super::args::wrong;
use super::function::{Function, any, list, number, pure, texts};
use super::{Args, limits};
use crate::diag::Problem;
use crate::value::{List, Type, Value, convert, set::Members, unify};

/// The functions, by name.
pub(super) static FUNCTIONS: &[Function] = &[
    pure(
        "chunklist",
        "a list in pieces of at most so many elements",
        &[list("list"), number("size")],
        chunklist,
    ),
    pure("coalescelist", "the first of several lists that is not empty", &[], coalescelist)
        .more(any("vals").or_null()),
    pure("compact", "a list of strings without the empty ones", &[texts("list")], compact),
    pure("concat", "several lists in one", &[], concat).more(any("seqs")),
    pure(
        "contains",
        "whether a list or set has an element",
        &[any("list"), any("value")],
        contains,
    ),
    pure("distinct", "a list without its repetitions", &[list("list")], distinct),
    pure(
        "element",
        "an element of a list, whose indices start over at its end",
        &[any("list"), number("index")],
        element,
    ),
    pure(
        "flatten",
        "a list with the elements of the lists in it in their place",
        &[any("list")],
        flatten,
    ),
    pure(
        "hasindex",
        "whether a list or map has an element at an index or key",
        &[any("collection"), any("key")],
        hasindex,
    ),
    pure(
        "index",
        "the element of a list or map at an index or key",
        &[any("collection"), any("key")],
        index,
    ),
    pure(
        "indexof",
        "the index of the first element of a list that equals a value",
        &[any("list"), any("value")],
        indexof,
    ),
    pure("length", "how many elements a list, set or map has", &[any("collection")], length),
    pure("reverselist", "a list backwards", &[any("list")], reverselist),
    pure(
        "slice",
        "the elements of a list from one index up to another",
        &[any("list"), number("start_index"), number("end_index")],
        slice,
    ),
];

/// How many elements a list, set, tuple or map has; an object has none to count.
fn length(args: Args) -> Result<Value, Problem> {
    match args.value(0)? {
        Value::List(list) | Value::Set(list) => limits::count(list.items.len()),
        Value::Map(map) => limits::count(map.items.len()),
        Value::Tuple(items) => limits::count(items.len()),
        _ => Err(wrong(0, "a list, set, tuple or map")),
    }
}

/// An element by index; the index starts over behind the last one and before the first.
fn element(args: Args) -> Result<Value, Problem> {
    let items = sequence(args, 0)?;
    let index = args.whole(1)?;
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let wrapped = index.checked_rem_euclid(length).and_then(|index| usize::try_from(index).ok());
    wrapped
        .and_then(|index| items.get(index))
        .cloned()
        .ok_or_else(|| Problem::new("there are no elements").argument(0))
}

/// Whether [`index`] would find something.
fn hasindex(args: Args) -> Result<Value, Problem> {
    found(args).map(|found| found.is_some().into())
}

/// An element by index or key.
fn index(args: Args) -> Result<Value, Problem> {
    let (indexed, key) = (args.value(0)?, args.value(1)?);
    match (indexed, key) {
        (Value::Map(_), Value::String(_))
        | (Value::List(_) | Value::Tuple(_), Value::Number(_)) => {}
        (Value::Map(_), _) => return Err(wrong(1, "a string, to index a map")),
        _ => return Err(wrong(1, "a number, to index a list or tuple")),
    }
    let element = found(args)?;
    element.cloned().ok_or_else(|| Problem::new("there is no such element").argument(1))
}

fn found(args: Args<'_>) -> Result<Option<&Value>, Problem> {
    let (indexed, key) = (args.value(0)?, args.value(1)?);
    match indexed {
        Value::Map(map) => Ok(key.as_str().and_then(|key| map.items.get(key))),
        Value::List(_) | Value::Tuple(_) => {
            Ok(position(key).and_then(|at| args.items(0).ok()?.get(at)))
        }
        _ => Err(wrong(0, "a list, tuple or map")),
    }
}

fn position(key: &Value) -> Option<usize> {
    usize::try_from(key.as_number()?.to_i64()?).ok()
}

/// The index of the first element that equals a value.
fn indexof(args: Args) -> Result<Value, Problem> {
    let wanted = args.value(1)?;
    let index = sequence(args, 0)?.iter().position(|item| item.equals(wanted));
    index.map_or_else(|| Err(Problem::new("there is no such element").argument(1)), limits::count)
}

fn contains(args: Args) -> Result<Value, Problem> {
    let wanted = args.value(1)?;
    Ok(args.items(0)?.iter().any(|item| item.equals(wanted)).into())
}

/// The lists in one: a list where all of them are and their elements have a common type, else a
/// tuple.
fn concat(args: Args) -> Result<Value, Problem> {
    if args.all().is_empty() {
        return Err(Problem::new("at least one list is required"));
    }
    let mut types = Vec::new();
    let mut total = 0_usize;
    for index in 0..args.all().len() {
        total = total.saturating_add(sequence(args, index)?.len());
        types.push(args.value(index)?.ty());
    }
    limits::elements(total)?;
    if types.iter().all(|ty| matches!(ty, Type::List(_)))
        && let Some(common @ Type::List(element)) = unify::unify_unsafe(&types).as_ref()
    {
        return Ok(Value::list(element.as_ref().clone(), concatenated(args, common)?));
    }
    let items = args.all().iter().filter_map(Value::as_items).flatten();
    Ok(Value::tuple(items.cloned().collect()))
}

fn concatenated(args: Args, list: &Type) -> Result<Vec<Value>, Problem> {
    let mut items = Vec::new();
    for (index, arg) in args.all().iter().enumerate() {
        let converted = convert(arg, list).map_err(|problem| problem.argument(index))?;
        items.extend_from_slice(converted.as_items().unwrap_or_default());
    }
    Ok(items)
}

/// The elements of all lists, sets and tuples inside one, in a tuple.
fn flatten(args: Args) -> Result<Value, Problem> {
    let mut flat = Vec::new();
    let mut open = vec![args.items(0)?.iter()];
    while let Some(items) = open.last_mut() {
        match items.next() {
            None => drop(open.pop()),
            Some(item) => match item.as_items() {
                Some(inner) => open.push(inner.iter()),
                None => flat.push(item.clone()),
            },
        }
    }
    Ok(Value::tuple(flat))
}

/// Every element but those that equal one before.
fn distinct(args: Args) -> Result<Value, Problem> {
    let list = typed_list(args, 0)?;
    let mut seen = Members::default();
    let kept = list.items.iter().filter(|item| seen.insert((*item).clone())).cloned().collect();
    Ok(Value::list(list.element.clone(), kept))
}

/// A list in pieces of some size, the last one shorter; size zero is one piece.
fn chunklist(args: Args) -> Result<Value, Problem> {
    let list = typed_list(args, 0)?;
    let size = match usize::try_from(args.whole(1)?) {
        Ok(0) => list.items.len().max(1),
        Ok(size) => size,
        Err(_) => return Err(wrong(1, "a positive number or zero")),
    };
    let chunks = list.items.chunks(size);
    let chunks = chunks.map(|chunk| Value::list(list.element.clone(), chunk.to_vec())).collect();
    Ok(Value::list(Type::list(list.element.clone()), chunks))
}

/// The elements of a list of strings that are neither empty nor null.
fn compact(args: Args) -> Result<Value, Problem> {
    let items =
        args.items(0)?.iter().filter(|item| item.as_str().is_some_and(|text| !text.is_empty()));
    Ok(Value::list(Type::String, items.cloned().collect()))
}

/// A list or tuple backwards; a set becomes a list.
fn reverselist(args: Args) -> Result<Value, Problem> {
    let backwards = args.items(0)?.iter().rev().cloned().collect();
    Ok(match args.value(0)? {
        Value::List(list) | Value::Set(list) => Value::list(list.element.clone(), backwards),
        _ => Value::tuple(backwards),
    })
}

/// The elements from one index up to another.
fn slice(args: Args) -> Result<Value, Problem> {
    let items = sequence(args, 0)?;
    let bound = |index| -> Result<usize, Problem> {
        usize::try_from(args.whole(index)?)
            .ok()
            .filter(|bound| *bound <= items.len())
            .ok_or_else(|| wrong(index, &format!("between 0 and {}", items.len())))
    };
    let (start, end) = (bound(1)?, bound(2)?);
    let slice = items.get(start..end).ok_or_else(|| wrong(1, "no greater than the end"))?.to_vec();
    Ok(match args.value(0)? {
        Value::List(list) => Value::list(list.element.clone(), slice),
        _ => Value::tuple(slice),
    })
}

/// The first list or tuple that has elements.
fn coalescelist(args: Args) -> Result<Value, Problem> {
    let is_sequence = |arg: &Value| matches!(arg.ty(), Type::List(_) | Type::Tuple(_));
    if let Some(index) = args.all().iter().position(|arg| !is_sequence(arg)) {
        return Err(wrong(index, "a list or tuple"));
    }
    let mut filled =
        args.all().iter().filter(|arg| arg.as_items().is_some_and(|items| !items.is_empty()));
    filled.next().cloned().ok_or_else(|| Problem::new("no argument has elements"))
}

/// The elements of a list or tuple. A set has no indices, so it is refused.
fn sequence(args: Args<'_>, index: usize) -> Result<&[Value], Problem> {
    match args.value(index)? {
        Value::List(list) => Ok(&list.items),
        Value::Tuple(items) => Ok(items),
        _ => Err(wrong(index, "a list or tuple")),
    }
}

/// An argument that its parameter has made a list.
fn typed_list(args: Args<'_>, index: usize) -> Result<&List, Problem> {
    match args.value(index)? {
        Value::List(list) => Ok(list),
        _ => Err(wrong(index, "a list")),
    }
}
