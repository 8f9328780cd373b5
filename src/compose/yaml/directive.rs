//! Directives: `%YAML` and `%TAG`.

use super::cursor::{Cursor, Mark};
use super::property::{Uri, handle, uri};
use super::token::{Placed, Token};
use crate::compose::Checked;

/// Reads a directive and the line break behind it.
pub(super) fn scan(cursor: &mut Cursor<'_>) -> Checked<Placed> {
    let start = cursor.mark();
    let token = match name(cursor) {
        "%YAML" => version(cursor, start)?,
        "%TAG" => tag(cursor, start)?,
        _ => return Err(cursor.wrong(start, "there are no directives but `%YAML` and `%TAG`")),
    };
    let span = cursor.since(start);
    cursor.skip_blanks();
    if cursor.byte(0) == b'#' {
        cursor.skip_to_line_end();
    }
    if !cursor.ends_line() {
        return Err(cursor.wrong(start, "nothing but a comment may follow a directive"));
    }
    cursor.next_line();
    Ok((token, span))
}

/// Reads the name and the blanks behind it.
fn name<'n>(cursor: &mut Cursor<'_>) -> &'n str {
    let found = ["%YAML", "%TAG"]
        .into_iter()
        .find(|name| cursor.starts_with(name) && cursor.ends_word(name.len()));
    let name = found.unwrap_or_default();
    cursor.skip(name.len());
    cursor.skip_blanks();
    name
}

fn version(cursor: &mut Cursor<'_>, start: Mark) -> Checked<Token> {
    let major = number(cursor, start)?;
    if cursor.byte(0) != b'.' {
        return Err(cursor.wrong(start, "a version has a dot, as in `1.1`"));
    }
    cursor.next();
    Ok(Token::Version { major, minor: number(cursor, start)? })
}

/// Reads one or two digits.
fn number(cursor: &mut Cursor<'_>, start: Mark) -> Checked<u8> {
    let mut digits = String::new();
    while cursor.byte(0).is_ascii_digit() {
        digits.extend(cursor.next());
    }
    let short = Some(digits).filter(|digits| digits.len() <= 2);
    let number = short.and_then(|digits| digits.parse().ok());
    number.ok_or_else(|| cursor.wrong(start, "a version is two short numbers, as in `1.1`"))
}

fn tag(cursor: &mut Cursor<'_>, start: Mark) -> Checked<Token> {
    let handle = handle(cursor);
    if !handle.ends_with('!') || !cursor.is_blank(0) {
        return Err(cursor.wrong(start, "a handle is `!`, `!!` or `!name!`"));
    }
    cursor.skip_blanks();
    let prefix = uri(cursor, start, Uri::Any)?;
    if prefix.is_empty() || !cursor.ends_word(0) {
        return Err(cursor.wrong(start, "a tag must follow the handle, and nothing else"));
    }
    Ok(Token::Handle { handle, prefix })
}
