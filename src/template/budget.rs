//! What rendering one template may make.

use minijinja::value::{Value, ValueKind};
use minijinja::{Error, ErrorKind, State};

/// Bounds for one rendering.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Steps of the engine.
    pub steps: u64,
    /// The length of the result, and of any other text or list on the way to it, in bytes.
    pub length: usize,
    /// The length of everything that is made on the way, taken together.
    pub total: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { steps: 2_000_000, length: 4 << 20, total: 512 << 20 }
    }
}

/// How deep lists may lie in lists.
const DEPTH: usize = 64;
/// What an element of a list takes besides its content.
const ELEMENT: usize = 24;

/// What is left of [`Limits::total`]; kept by the engine while it renders.
#[derive(Debug)]
struct Left(usize);

/// Takes something that has been made, or is about to be, from what is left.
pub(super) fn charge(state: &mut State<'_, '_>, limits: Limits, size: usize) -> Result<(), Error> {
    if size > limits.length {
        return Err(too_long(limits));
    }
    spend(state, limits, size)
}

/// Takes several things together from what is left, however long they are together.
pub(super) fn spend(state: &mut State<'_, '_>, limits: Limits, size: usize) -> Result<(), Error> {
    let left = state.get_or_insert_extension_with(|| Left(limits.total));
    match left.0.checked_sub(size) {
        Some(rest) => {
            left.0 = rest;
            Ok(())
        }
        None => Err(Error::new(
            ErrorKind::InvalidOperation,
            format!(
                "the template makes or reads more than {} of text and lists",
                bytes(limits.total)
            ),
        )),
    }
}

/// What is said of a namespace in a list, an object or another namespace.
pub(super) const NAMESPACE: &str = "a namespace cannot be part of another value";

/// Whether a value is a namespace, the one kind of value that changes. The engine compares and
/// prints without end where one contains itself, so none is part of anything.
pub(super) fn is_namespace(value: &Value) -> bool {
    value.as_object().is_some_and(|object| object.type_name().ends_with("::Namespace"))
}

/// Weighs a value that becomes part of another one.
pub(super) fn weigh_part(
    state: &mut State<'_, '_>,
    limits: Limits,
    value: &Value,
) -> Result<(), Error> {
    if is_namespace(value) {
        return Err(Error::new(ErrorKind::InvalidOperation, NAMESPACE));
    }
    weigh(state, limits, value).map(drop)
}

/// Weighs a value and takes it from what is left.
pub(super) fn weigh(
    state: &mut State<'_, '_>,
    limits: Limits,
    value: &Value,
) -> Result<usize, Error> {
    let size = match value.as_str() {
        Some(text) => text.len(),
        None => match size(value, limits.length, DEPTH) {
            Ok(size) => size,
            Err(Unweighable::TooLong) => return Err(too_long(limits)),
            Err(Unweighable::Namespace) => {
                return Err(Error::new(ErrorKind::InvalidOperation, NAMESPACE));
            }
        },
    };
    charge(state, limits, size)?;
    Ok(size)
}

fn too_long(limits: Limits) -> Error {
    let message =
        format!("this is longer than {}, or nested more than {DEPTH} times", bytes(limits.length));
    Error::new(ErrorKind::InvalidOperation, message)
}

/// A size for people.
pub(super) fn bytes(size: usize) -> String {
    if size >= 1 << 20 { format!("{} MiB", size >> 20) } else { format!("{size} bytes") }
}

/// Why a value has no weight.
#[derive(Debug)]
enum Unweighable {
    /// It is longer than allowed, or deeper.
    TooLong,
    /// There is a namespace in it.
    Namespace,
}

/// What a value takes, if it is no more than `most` and not too deep.
fn size(value: &Value, most: usize, depth: usize) -> Result<usize, Unweighable> {
    let mut total = ELEMENT;
    match value.kind() {
        ValueKind::String | ValueKind::Bytes => {
            total += value.as_str().map_or(0, str::len);
        }
        ValueKind::Seq | ValueKind::Iterable | ValueKind::Map => {
            let below = depth.checked_sub(1).ok_or(Unweighable::TooLong)?;
            let is_map = value.kind() == ValueKind::Map;
            for item in value.try_iter().map_err(|_| Unweighable::TooLong)? {
                total += part(&item, most, total, below)?;
                if is_map && let Ok(content) = value.get_item(&item) {
                    total += part(&content, most, total, below)?;
                }
            }
        }
        _ => {}
    }
    if total <= most { Ok(total) } else { Err(Unweighable::TooLong) }
}

/// What a part of a value takes, if the value has not got too long before.
fn part(value: &Value, most: usize, before: usize, depth: usize) -> Result<usize, Unweighable> {
    if is_namespace(value) {
        return Err(Unweighable::Namespace);
    }
    size(value, most.checked_sub(before).ok_or(Unweighable::TooLong)?, depth)
}
