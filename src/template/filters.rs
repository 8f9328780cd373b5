//! The filters of a template: those of the engine, but for some that make much out of little.

use minijinja::value::{Kwargs, Rest, Value, ValueKind, ValueOrKwargs};
use minijinja::{Environment, Error, ErrorKind, State, filters, functions};

use super::budget::{Limits, charge, spend, weigh, weigh_part};
use super::guard::{EACH, FILE, PART, SIZE, STEP, TEXT, TIMES};
use super::ready::ready;
use super::text::{json, text};

/// The filters that a template may use.
pub(super) const FILTERS: &[&str] = &[
    "abs",
    "attr",
    "batch",
    "bool",
    "capitalize",
    "count",
    "d",
    "default",
    "dictsort",
    "e",
    "escape",
    "first",
    "float",
    "format",
    "groupby",
    "indent",
    "int",
    "items",
    "join",
    "last",
    "length",
    "lines",
    "list",
    "lower",
    "map",
    "max",
    "min",
    "reject",
    "rejectattr",
    "replace",
    "reverse",
    "round",
    "safe",
    "select",
    "selectattr",
    "slice",
    "sort",
    "split",
    "string",
    "sum",
    "title",
    "tojson",
    "trim",
    "unique",
    "upper",
    "zip",
];

/// The tests that a template may use.
pub(super) const TESTS: &[&str] = &[
    "boolean",
    "defined",
    "divisibleby",
    "endingwith",
    "eq",
    "equalto",
    "escaped",
    "even",
    "false",
    "filter",
    "float",
    "ge",
    "greaterthan",
    "gt",
    "in",
    "int",
    "integer",
    "iterable",
    "le",
    "lessthan",
    "lower",
    "lt",
    "mapping",
    "ne",
    "none",
    "number",
    "odd",
    "safe",
    "sameas",
    "sequence",
    "startingwith",
    "string",
    "test",
    "true",
    "undefined",
    "upper",
];

/// The functions that a template may call, its own macros apart.
pub(super) const FUNCTIONS: &[&str] = &["caller", "dict", "loop", "namespace", "range", "super"];

/// The largest number that may be given to a filter that repeats something.
const REPEAT: usize = 65_536;

/// Gives the engine our filters.
pub(super) fn add(environment: &mut Environment<'_>, limits: Limits) {
    environment.remove_filter("pprint");
    environment.remove_filter("chain");
    environment.remove_global("debug");
    environment.add_function("range", move |state: &mut State<'_, '_>, lower, upper, step| {
        range(state, limits, (lower, upper, step))
    });
    maker(environment, "dict", Value::from_function(functions::dict), limits);
    maker(environment, "namespace", Value::from_function(functions::namespace), limits);
    scales(environment, limits);
    environment.add_filter("string", move |state: &mut State<'_, '_>, value: Value| {
        spelled(state, limits, value, |value| Ok(text(value)?.into_owned()))
    });
    environment.add_filter("tojson", move |state: &mut State<'_, '_>, value: Value| {
        spelled(state, limits, value, json)
    });
    bounded(environment, "join", Value::from_function(filters::join), limits, join);
    bounded(environment, "replace", Value::from_function(filters::replace), limits, replace);
    bounded(environment, "indent", Value::from_function(filters::indent), limits, indent);
    bounded(environment, "batch", Value::from_function(filters::batch), limits, counted);
    bounded(environment, "slice", Value::from_function(filters::slice), limits, counted);
    bounded(environment, "round", Value::from_function(filters::round), limits, counted);
    bounded(environment, "format", Value::from_function(filters::format), limits, format);
}

/// The filters that `guard` puts in.
fn scales(environment: &mut Environment<'_>, limits: Limits) {
    environment.add_filter(SIZE, move |state: &mut State<'_, '_>, value: Value| {
        weigh(state, limits, &value)?;
        ready(value)
    });
    environment.add_filter(PART, move |state: &mut State<'_, '_>, value: Value| {
        weigh_part(state, limits, &value).map(|()| value)
    });
    environment.add_filter(TEXT, move |state: &mut State<'_, '_>, value: Value| {
        if value.as_str().is_some() {
            return Ok(value);
        }
        spelled(state, limits, value, |value| Ok(text(value)?.into_owned()))
    });
    environment.add_filter(TIMES, move |state: &mut State<'_, '_>, value: Value| {
        weigh(state, limits, &value)?;
        if !value.is_tuple() {
            return Ok::<_, Error>(value);
        }
        Ok(Value::from(value.try_iter()?.collect::<Vec<_>>()))
    });
    environment.add_filter(EACH, move |state: &mut State<'_, '_>, value: Value, weight: usize| {
        let rounds = value.len().unwrap_or(0);
        spend(state, limits, rounds.saturating_mul(weight)).map(|()| value)
    });
    environment.add_filter(FILE, move |state: &mut State<'_, '_>, value: Value| {
        let file = value.as_str().and_then(|name| state.get_template(name).ok());
        spend(state, limits, file.map_or(0, |file| file.source().len())).map(|()| value)
    });
    environment.add_filter(STEP, forward);
}

/// What is said of a slice that goes backwards.
pub(super) const BACKWARDS: &str = "a slice only goes forward";

/// The step of a slice. The engine panics on some that go backwards, such as `""[::-1]`.
fn forward(step: Value) -> Result<Value, Error> {
    match step.as_i64() {
        Some(..0) => Err(Error::new(ErrorKind::InvalidOperation, BACKWARDS)),
        _ => Ok(step),
    }
}

/// The engine's `range`, with numbers it can count with: it panics on some that are larger.
fn range(
    state: &mut State<'_, '_>,
    limits: Limits,
    (lower, upper, step): (isize, Option<isize>, Option<isize>),
) -> Result<Value, Error> {
    let all = [lower, upper.unwrap_or(0), step.unwrap_or(1)];
    if all.iter().any(|number| i32::try_from(*number).is_err()) {
        let message = "a number given to `range` may not be over 2147483647";
        return Err(Error::new(ErrorKind::InvalidOperation, message));
    }
    let all = functions::range(lower, upper, step)?;
    weigh(state, limits, &all)?;
    ready(all)
}

/// A function of the engine that makes a value with others in it.
fn maker(environment: &mut Environment<'_>, name: &'static str, function: Value, limits: Limits) {
    environment.add_function(name, move |state: &mut State<'_, '_>, given: Given| {
        let arguments = given.into_values();
        for argument in &arguments {
            weigh_part(state, limits, argument)?;
        }
        function.call(state, &arguments)
    });
}

/// The text of a value. What is not defined stays so, and is an error with its name later.
fn spelled(
    state: &mut State<'_, '_>,
    limits: Limits,
    value: Value,
    spell: fn(&Value) -> Result<String, Error>,
) -> Result<Value, Error> {
    if value.is_undefined() {
        return Ok(value);
    }
    weigh(state, limits, &value)?;
    spell(&value).map(Value::from)
}

/// Arguments, those with names among them.
type Given = Rest<ValueOrKwargs>;

/// What a filter is about to make, in bytes, from its arguments.
type Estimate = fn(&mut [Value]) -> Result<usize, Error>;

/// A filter of the engine that says beforehand how much it is going to make.
fn bounded(
    environment: &mut Environment<'_>,
    name: &'static str,
    filter: Value,
    limits: Limits,
    estimate: Estimate,
) {
    environment.add_filter(name, move |state: &mut State<'_, '_>, given: Given| {
        let mut arguments = given.into_values();
        for argument in &arguments {
            weigh(state, limits, argument)?;
        }
        let size = estimate(&mut arguments)?;
        charge(state, limits, size)?;
        filter.call(state, &arguments)
    });
}

fn length(value: Option<&Value>) -> usize {
    value.and_then(Value::as_str).map_or(0, str::len)
}

/// The elements and what stands between them. Without other arguments, the elements are printed
/// as they are elsewhere.
fn join(arguments: &mut [Value]) -> Result<usize, Error> {
    let named = arguments.iter().skip(1).any(|it| it.kind() == ValueKind::Map);
    let between = length(arguments.get(1));
    let is_list = |list: &&mut Value| list.as_str().is_none() && !list.is_undefined();
    let Some(list) = arguments.first_mut().filter(is_list) else {
        return Ok(length(arguments.first()).saturating_mul(between));
    };
    let Ok(items) = list.try_iter() else { return Ok(0) };
    let items = items.map(|item| if named { Ok(item) } else { printed(item) });
    let items = items.collect::<Result<Vec<_>, _>>()?;
    let size = items.len().saturating_mul(between);
    *list = Value::from(items);
    Ok(size)
}

fn printed(item: Value) -> Result<Value, Error> {
    match item.kind() {
        ValueKind::Undefined | ValueKind::String => Ok(item),
        _ => Ok(Value::from(text(&item)?.into_owned())),
    }
}

/// A text and what replaces a piece of it.
#[expect(clippy::unnecessary_wraps, reason = "it is one of several estimates")]
fn replace(arguments: &mut [Value]) -> Result<usize, Error> {
    let texts: Vec<&str> = arguments.iter().map(|it| it.as_str().unwrap_or_default()).collect();
    Ok(match texts.as_slice() {
        [text, from, to, ..] => {
            text.len().saturating_add(text.matches(from).count().saturating_mul(to.len()))
        }
        _ => 0,
    })
}

/// A text and white space before each of its lines.
fn indent(arguments: &mut [Value]) -> Result<usize, Error> {
    let width = largest(arguments)?;
    let text = arguments.first().and_then(Value::as_str).unwrap_or_default();
    Ok(text.len().saturating_add((text.matches('\n').count() + 1).saturating_mul(width)))
}

/// Lists of as many elements, or places, as a number says.
fn counted(arguments: &mut [Value]) -> Result<usize, Error> {
    largest(arguments)
}

/// Places in a text, each perhaps with a width.
fn format(arguments: &mut [Value]) -> Result<usize, Error> {
    let text = arguments.first().and_then(Value::as_str).unwrap_or_default();
    let widths = text.split(|char: char| !char.is_ascii_digit());
    let widths = widths.filter(|digits| !digits.is_empty());
    let total = widths.map(|digits| digits.parse::<usize>().unwrap_or(usize::MAX));
    if text.contains('*') {
        largest(arguments)?;
    }
    let total = total.fold(0, usize::saturating_add);
    if total > REPEAT { Err(too_large()) } else { Ok(total) }
}

/// The largest number among the arguments, the value apart.
fn largest(arguments: &[Value]) -> Result<usize, Error> {
    let mut largest = 0;
    for argument in arguments.iter().skip(1) {
        let named = Kwargs::try_from(argument.clone()).ok();
        let named = named.iter().flat_map(|named| {
            named.args().filter_map(|name| named.peek::<Value>(name).ok()).collect::<Vec<_>>()
        });
        for number in named.chain([argument.clone()]) {
            let size = number.as_i64().map_or(0, i64::unsigned_abs);
            largest = largest.max(usize::try_from(size).unwrap_or(usize::MAX));
        }
    }
    if largest > REPEAT { Err(too_large()) } else { Ok(largest) }
}

fn too_large() -> Error {
    let message = format!("a number given to this filter may not be over {REPEAT}");
    Error::new(ErrorKind::InvalidOperation, message)
}
