//! Scalars in quotes.

use super::cursor::{Cursor, Mark};
use super::gap::Gap;
use super::token::{Placed, Token};
use crate::compose::Checked;

/// Reads a scalar in quotes of either kind.
pub(super) fn scan(cursor: &mut Cursor<'_>) -> Checked<Placed> {
    let start = cursor.mark();
    let quote = cursor.byte(0);
    cursor.next();
    let mut text = String::new();
    loop {
        if cursor.is_document_marker() {
            return Err(cursor.wrong(start, "a document ends inside of these quotes"));
        }
        if cursor.is_end() {
            return Err(cursor.wrong(start, "these quotes have no end"));
        }
        let mut gap = words(cursor, quote, &mut text, start)?;
        if cursor.byte(0) == quote {
            cursor.next();
            return Ok((Token::Scalar { text, quoted: true }, cursor.since(start)));
        }
        while gap.take(cursor) {}
        gap.write(&mut text);
    }
}

/// Reads up to white space or the closing quote; answers with the start of the gap that follows.
fn words(cursor: &mut Cursor<'_>, quote: u8, text: &mut String, start: Mark) -> Checked<Gap> {
    while !cursor.ends_word(0) {
        match (cursor.byte(0), cursor.byte(1)) {
            (b'\'', b'\'') if quote == b'\'' => {
                text.push('\'');
                cursor.skip(2);
            }
            (found, _) if found == quote => break,
            (b'\\', _) if quote == b'"' && cursor.is_break(1) => {
                cursor.next();
                cursor.next_line();
                return Ok(Gap::after_escaped_break());
            }
            (b'\\', _) if quote == b'"' => text.push(escape(cursor, start)?),
            _ => text.extend(cursor.next()),
        }
    }
    Ok(Gap::default())
}

/// Reads an escape; there is no `\/`, which YAML 1.2 has.
fn escape(cursor: &mut Cursor<'_>, start: Mark) -> Checked<char> {
    let from = cursor.mark();
    cursor.next();
    let Some(name) = cursor.next() else {
        return Err(cursor.wrong(start, "these quotes have no end"));
    };
    Ok(match name {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        ' ' | '"' | '\'' | '\\' => name,
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        'x' => code(cursor, from, 2)?,
        'u' => code(cursor, from, 4)?,
        'U' => code(cursor, from, 8)?,
        _ => return Err(cursor.wrong(from, &format!("there is no escape `\\{name}`"))),
    })
}

fn code(cursor: &mut Cursor<'_>, from: Mark, digits: usize) -> Checked<char> {
    let mut value = 0;
    for _ in 0..digits {
        let Some(digit) = char::from(cursor.byte(0)).to_digit(16) else {
            return Err(cursor.wrong(from, &format!("{digits} hexadecimal digits must follow")));
        };
        value = value << 4 | digit;
        cursor.next();
    }
    char::from_u32(value).ok_or_else(|| cursor.wrong(from, "there is no such character"))
}
