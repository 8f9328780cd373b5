//! The wire format of protobuf.

use super::{ENTRY, Shape};

/// The ways a value is written.
const VARINT: u64 = 0;
const LONG: u64 = 1;
const BYTES: u64 = 2;
const GROUP: u64 = 3;
const END: u64 = 4;
const SHORT: u64 = 5;

/// The greatest number of a field.
const MOST: u64 = (1 << 29) - 1;

/// How deep groups may lie in each other.
const DEEPEST: usize = 10_000;

/// Whether bytes are a message of this shape. A field that is not known, or not written as it
/// should be, does not matter.
pub(super) fn is_message(mut bytes: &[u8], shape: &Shape) -> bool {
    let Shape::Message(fields) = shape else { return false };
    while !bytes.is_empty() {
        let Some((number, kind)) = tag(&mut bytes) else { return false };
        let field = usize::try_from(number).ok().and_then(|at| fields.get(at - 1));
        let valid = match (kind, field) {
            (BYTES, Some((_, shape))) => {
                taken(&mut bytes).is_some_and(|content| is_value(content, shape))
            }
            _ => skip(&mut bytes, number, kind).is_some(),
        };
        if !valid {
            return false;
        }
    }
    true
}

fn is_value(bytes: &[u8], shape: &Shape) -> bool {
    match shape {
        Shape::Text => std::str::from_utf8(bytes).is_ok(),
        Shape::Texts => is_message(bytes, &ENTRY),
        Shape::List(shape) => is_value(bytes, shape),
        Shape::Message(_) => is_message(bytes, shape),
        Shape::Number | Shape::Word(_) => true,
    }
}

/// The number of the next field, and how it is written.
fn tag(bytes: &mut &[u8]) -> Option<(u64, u64)> {
    let tag = varint(bytes)?;
    let number = tag >> 3;
    (1..=MOST).contains(&number).then_some((number, tag & 7))
}

/// Goes behind a value.
fn skip(bytes: &mut &[u8], number: u64, kind: u64) -> Option<()> {
    let mut open = Vec::new();
    let (mut number, mut kind) = (number, kind);
    loop {
        match kind {
            VARINT => drop(varint(bytes)?),
            LONG => drop(split(bytes, 8)?),
            SHORT => drop(split(bytes, 4)?),
            BYTES => drop(taken(bytes)?),
            GROUP if open.len() < DEEPEST => open.push(number),
            END if open.pop() == Some(number) => {}
            _ => return None,
        }
        if open.is_empty() {
            return Some(());
        }
        (number, kind) = tag(bytes)?;
    }
}

/// Bytes after their length.
fn taken<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = varint(bytes)?;
    split(bytes, usize::try_from(length).ok()?)
}

fn split<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (first, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(first)
}

/// A number in groups of seven bits, the lowest first.
fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for place in 0..10 {
        let byte = *split(bytes, 1)?.first()?;
        if place == 9 && byte > 1 {
            return None;
        }
        number |= u64::from(byte & 0x7f) << (7 * place);
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}
