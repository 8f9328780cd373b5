//! Scalars without quotes.

use super::cursor::Cursor;
use super::gap::Gap;
use super::scanner::Scanner;
use super::token::{Placed, Token};
use crate::compose::Checked;

/// Reads a plain scalar and the white space behind it.
pub(super) fn scan(scanner: &mut Scanner<'_>) -> Checked<Placed> {
    let (in_brackets, least) = (scanner.in_brackets(), scanner.least_column());
    let cursor = &mut scanner.cursor;
    let start = cursor.mark();
    let mut span = cursor.since(start);
    let mut text = String::new();
    let mut gap = Gap::default();
    while !cursor.is_document_marker() && cursor.byte(0) != b'#' {
        if !is_end(cursor, in_brackets) {
            std::mem::take(&mut gap).write(&mut text);
            word(cursor, in_brackets, &mut text);
            span = cursor.since(start);
        }
        if !skip(cursor, least, &mut gap)? || (!in_brackets && cursor.column() < least) {
            break;
        }
    }
    if gap.broken {
        scanner.key_allowed = true;
    }
    Ok((Token::Scalar { text, quoted: false }, span))
}

fn word(cursor: &mut Cursor<'_>, in_brackets: bool, text: &mut String) {
    while !is_end(cursor, in_brackets) {
        text.extend(cursor.next());
    }
}

fn is_end(cursor: &Cursor<'_>, in_brackets: bool) -> bool {
    match cursor.byte(0) {
        b':' => cursor.ends_word(1),
        b'?' => in_brackets && cursor.ends_word(1),
        b',' | b'[' | b']' | b'{' | b'}' => in_brackets,
        _ => cursor.ends_word(0),
    }
}

/// Moves past white space, if there is some. A tab cannot stand in for the spaces at the start of
/// a line.
fn skip(cursor: &mut Cursor<'_>, least: usize, gap: &mut Gap) -> Checked<bool> {
    let mut some = false;
    loop {
        if gap.broken && cursor.column() < least && cursor.byte(0) == b'\t' {
            let why = "a tab cannot stand at the start of a line, only spaces can";
            return Err(cursor.wrong(cursor.mark(), why));
        }
        if !gap.take(cursor) {
            return Ok(some);
        }
        some = true;
    }
}
