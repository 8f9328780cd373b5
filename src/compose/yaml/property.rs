//! What may stand before a value: anchors and tags.

use super::cursor::{Cursor, Mark};
use super::token::{Placed, Token};
use crate::compose::Checked;

/// Reads `&name` or `*name`. A name is ASCII, without colons, commas and brackets.
pub(super) fn anchor(cursor: &mut Cursor<'_>) -> Checked<Placed> {
    let start = cursor.mark();
    let alias = cursor.byte(0) == b'*';
    cursor.next();
    let mut name = String::new();
    while is_name(cursor.byte(0)) {
        name.extend(cursor.next());
    }
    let ended = cursor.ends_word(0) || matches!(cursor.byte(0), b':' | b',' | b']' | b'}');
    if name.is_empty() || !ended {
        return Err(cursor.wrong(start, "this is not the name of an anchor"));
    }
    let token = if alias { Token::Alias(name) } else { Token::Anchor(name) };
    Ok((token, cursor.since(start)))
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b':' | b',' | b'[' | b']' | b'{' | b'}')
}

/// Reads a tag in any of its forms.
pub(super) fn tag(cursor: &mut Cursor<'_>) -> Checked<Placed> {
    let start = cursor.mark();
    let token = if cursor.starts_with("!<") { verbatim(cursor)? } else { short(cursor)? };
    if !cursor.ends_word(0) {
        return Err(cursor.wrong(start, "white space must follow a tag"));
    }
    Ok((token, cursor.since(start)))
}

fn verbatim(cursor: &mut Cursor<'_>) -> Checked<Token> {
    let start = cursor.mark();
    cursor.skip(2);
    let suffix = uri(cursor, start, Uri::Any)?;
    if suffix.is_empty() || cursor.byte(0) != b'>' {
        return Err(cursor.wrong(start, "a tag is missing here, or its `>` is"));
    }
    cursor.next();
    Ok(Token::Tag { handle: String::new(), suffix })
}

/// `!handle!suffix`, `!suffix`, or `!` alone, which has no handle.
fn short(cursor: &mut Cursor<'_>) -> Checked<Token> {
    let start = cursor.mark();
    let handle = handle(cursor);
    if handle.len() > 1 && handle.ends_with('!') {
        let suffix = uri(cursor, start, Uri::Short)?;
        if suffix.is_empty() {
            return Err(cursor.wrong(start, "this tag ends too early"));
        }
        return Ok(Token::Tag { handle, suffix });
    }
    let suffix = handle.trim_start_matches('!').to_owned() + &uri(cursor, start, Uri::Short)?;
    let (handle, suffix) = if suffix.is_empty() { ("", "!") } else { ("!", suffix.as_str()) };
    Ok(Token::Tag { handle: handle.to_owned(), suffix: suffix.to_owned() })
}

/// Reads `!`, `!word` or `!word!`, or nothing.
pub(super) fn handle(cursor: &mut Cursor<'_>) -> String {
    let mut handle = String::new();
    if cursor.byte(0) != b'!' {
        return handle;
    }
    handle.extend(cursor.next());
    while is_word(cursor.byte(0)) {
        handle.extend(cursor.next());
    }
    if cursor.byte(0) == b'!' {
        handle.extend(cursor.next());
    }
    handle
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// Which characters a tag may have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Uri {
    /// Commas and brackets too.
    Any,
    /// No commas and no brackets.
    Short,
}

/// Reads the characters of a tag, with `%41` for an `A`.
pub(super) fn uri(cursor: &mut Cursor<'_>, start: Mark, form: Uri) -> Checked<String> {
    let mut bytes = Vec::new();
    loop {
        match cursor.byte(0) {
            b'%' => escaped(cursor, start, &mut bytes)?,
            byte if is_uri(byte, form) => {
                bytes.push(byte);
                cursor.next();
            }
            _ => return Ok(String::from_utf8_lossy(&bytes).into_owned()),
        }
    }
}

fn is_uri(byte: u8, form: Uri) -> bool {
    match byte {
        b',' | b'[' | b']' | b'{' | b'}' => form == Uri::Any,
        _ => is_word(byte) || b";/?:@&=+$.!~*'()".contains(&byte),
    }
}

/// Reads a character of which every byte is escaped.
fn escaped(cursor: &mut Cursor<'_>, start: Mark, bytes: &mut Vec<u8>) -> Checked<()> {
    let first = octet(cursor, start)?;
    let more = match first {
        0..=0x7f => 0,
        0xc0..=0xdf => 1,
        0xe0..=0xef => 2,
        0xf0..=0xf7 => 3,
        _ => return Err(cursor.wrong(start, "this is not UTF-8 behind its `%`")),
    };
    bytes.push(first);
    for _ in 0..more {
        let next = octet(cursor, start)?;
        if next & 0xc0 != 0x80 {
            return Err(cursor.wrong(start, "this is not UTF-8 behind its `%`"));
        }
        bytes.push(next);
    }
    Ok(())
}

fn octet(cursor: &mut Cursor<'_>, start: Mark) -> Checked<u8> {
    let digit = |ahead| char::from(cursor.byte(ahead)).to_digit(16);
    let (b'%', Some(high), Some(low)) = (cursor.byte(0), digit(1), digit(2)) else {
        return Err(cursor.wrong(start, "two hexadecimal digits must follow each `%`"));
    };
    cursor.skip(3);
    Ok(u8::try_from(high << 4 | low).unwrap_or_default())
}
