//! Escapes in literal text.

use std::borrow::Cow;

use crate::diag::Diagnostic;

use super::super::token::{Kind, Token};
use super::{Parsed, Parser};

impl<'a> Parser<'a> {
    /// The text that a token stands for.
    pub(super) fn literal(&self, token: Token) -> Parsed<Cow<'a, str>> {
        let text = self.slice(token);
        let quoted = token.kind == Kind::QuotedText;
        if !(quoted && text.contains('\\') || text.contains(['$', '%'])) {
            return Ok(Cow::Borrowed(text));
        }
        self.unescape(token, quoted).map(Cow::Owned)
    }

    fn unescape(&self, token: Token, quoted: bool) -> Parsed<String> {
        let mut rest = self.slice(token);
        let mut out = String::with_capacity(rest.len());
        while let Some(at) = rest.find(['\\', '$', '%']) {
            out.push_str(rest.get(..at).unwrap_or_default());
            rest = rest.get(at..).unwrap_or_default();
            let length = match (escape(rest, quoted), doubled_sign(rest)) {
                (Some(Ok((char, length))), _) => {
                    out.push(char);
                    length
                }
                (Some(Err((message, length))), _) => {
                    let start = token.end - rest.len();
                    let span = self.place.span(start, start + length);
                    return Err(Diagnostic::error(message, span).into());
                }
                (None, (text, length)) => {
                    out.push_str(text);
                    length
                }
            };
            rest = rest.get(length..).unwrap_or_default();
        }
        out.push_str(rest);
        Ok(out)
    }
}

/// The character that an escape stands for and its length, or what is wrong and its length.
type Escape = Result<(char, usize), (String, usize)>;

/// The escape that `text` begins with, if it begins with one.
fn escape(text: &str, quoted: bool) -> Option<Escape> {
    let behind = text.strip_prefix('\\').filter(|_| quoted)?;
    let Some(selector) = behind.chars().next() else {
        return Some(Err(("there is no character after the backslash".into(), 1)));
    };
    Some(match selector {
        'n' => Ok(('\n', 2)),
        'r' => Ok(('\r', 2)),
        't' => Ok(('\t', 2)),
        '"' | '\\' => Ok((selector, 2)),
        'u' => code_point(text, 4),
        'U' => code_point(text, 8),
        _ => {
            let message = format!("there is no escape `\\{selector}`");
            Err((message, 1 + selector.len_utf8()))
        }
    })
}

fn code_point(text: &str, digits: usize) -> Escape {
    let hex: usize = text.bytes().skip(2).take(digits).take_while(u8::is_ascii_hexdigit).count();
    let length = 2 + hex;
    let written = text.get(..length).unwrap_or_default();
    if hex < digits {
        return Err((format!("`{written}` needs {digits} hexadecimal digits"), length));
    }
    let code = u32::from_str_radix(written.get(2..).unwrap_or_default(), 16).ok();
    match code.and_then(char::from_u32) {
        Some(char) => Ok((char, length)),
        None => Err((format!("`{written}` is not a character"), length)),
    }
}

/// `$${` and `%%{` stand for the sequence with one sign; a sign alone, or two, for themselves.
fn doubled_sign(text: &str) -> (&str, usize) {
    match text.as_bytes() {
        [b'$', b'$', b'{', ..] | [b'%', b'%', b'{', ..] => (text.get(1..3).unwrap_or_default(), 3),
        [b'$', b'$', ..] | [b'%', b'%', ..] => (text.get(..2).unwrap_or_default(), 2),
        _ => (text.get(..1).unwrap_or_default(), 1),
    }
}
