//! Strings of JSON.

use std::borrow::Cow;

/// What is wrong with a string, and the bytes that it is wrong in.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) message: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Reads the string that `text` begins with: what it says, and its length with both quotes.
pub(super) fn read(text: &str) -> Result<(Cow<'_, str>, usize), Wrong> {
    let mut out = String::new();
    let mut from = 1;
    loop {
        let at = from + plain_length(text.get(from..).unwrap_or_default());
        let piece = text.get(from..at).unwrap_or_default();
        match text.as_bytes().get(at) {
            Some(b'"') if out.is_empty() => return Ok((Cow::Borrowed(piece), at + 1)),
            Some(b'"') => {
                out.push_str(piece);
                return Ok((Cow::Owned(out), at + 1));
            }
            Some(b'\\') => {
                out.push_str(piece);
                from = at + escape(text, at, &mut out)?;
            }
            Some(_) => {
                return Err(wrong("a string cannot hold this character as it is", at, at + 1));
            }
            None => return Err(wrong("this string is never closed", 0, 1)),
        }
    }
}

/// Everything before a quote, a backslash or a control character.
fn plain_length(text: &str) -> usize {
    text.bytes().position(|byte| matches!(byte, b'"' | b'\\' | 0..32)).unwrap_or(text.len())
}

/// Resolves the escape at `at` into `out`: its length.
fn escape(text: &str, at: usize, out: &mut String) -> Result<usize, Wrong> {
    let Some(selector) = text.get(at + 1..).and_then(|rest| rest.chars().next()) else {
        return Err(wrong("this string is never closed", 0, 1));
    };
    let char = match selector {
        '"' | '\\' | '/' => selector,
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => return unicode_escape(text, at, out),
        _ => {
            let message = format!("JSON has no escape `\\{}`", selector.escape_debug());
            return Err(wrong(message, at, at + 1 + selector.len_utf8()));
        }
    };
    out.push(char);
    Ok(2)
}

/// `\uXXXX`, or two of them that are one character. Half of a pair becomes U+FFFD, as Go has it.
fn unicode_escape(text: &str, at: usize, out: &mut String) -> Result<usize, Wrong> {
    let Some(unit) = code_unit(text, at) else {
        return Err(wrong("`\\u` needs 4 hexadecimal digits", at, at + 2));
    };
    let next = code_unit(text, at + 6);
    let units = [unit, next.unwrap_or_default()];
    let pair = char::decode_utf16(units).next().and_then(Result::ok);
    let char = pair.unwrap_or(char::REPLACEMENT_CHARACTER);
    out.push(char);
    Ok(if char.len_utf16() == 2 { 12 } else { 6 })
}

fn code_unit(text: &str, at: usize) -> Option<u16> {
    let digits = text.get(at..)?.strip_prefix("\\u")?.get(..4)?;
    let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    hex.then(|| u16::from_str_radix(digits, 16).ok())?
}

fn wrong(message: impl Into<String>, start: usize, end: usize) -> Wrong {
    Wrong { message: message.into(), start, end }
}
