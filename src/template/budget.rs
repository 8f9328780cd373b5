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
            format!("the template makes more than {} of text and lists", bytes(limits.total)),
        )),
    }
}

/// Weighs a value and takes it from what is left.
pub(super) fn weigh(
    state: &mut State<'_, '_>,
    limits: Limits,
    value: &Value,
) -> Result<usize, Error> {
    let size = match value.as_str() {
        Some(text) => text.len(),
        None => size(value, limits.length, DEPTH).ok_or_else(|| too_long(limits))?,
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

/// What a value takes, if it is no more than `most` and not too deep.
fn size(value: &Value, most: usize, depth: usize) -> Option<usize> {
    let mut total = ELEMENT;
    match value.kind() {
        ValueKind::String | ValueKind::Bytes => {
            total += value.as_str().map_or(0, str::len);
        }
        ValueKind::Seq | ValueKind::Iterable | ValueKind::Map => {
            let below = depth.checked_sub(1)?;
            let is_map = value.kind() == ValueKind::Map;
            for item in value.try_iter().ok()? {
                total += size(&item, most.checked_sub(total)?, below)?;
                if is_map && let Ok(content) = value.get_item(&item) {
                    total += size(&content, most.checked_sub(total)?, below)?;
                }
            }
        }
        _ => {}
    }
    (total <= most).then_some(total)
}
