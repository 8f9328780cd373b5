//! Text to JSON values.

use crate::diag::{Diagnostic, similar};
use crate::span::{FileId, Span, Spanned};
use crate::text::Text;
use crate::value::Number;

use super::super::ast::{JsonKind, JsonProperty, JsonValue};
use super::super::failure::{Parsed, too_long};
use super::super::{MAX_NESTING, MAX_TOKENS};
use super::string;

/// Reads a text that is one value.
pub(super) fn value(file: FileId, text: &str) -> Parsed<JsonValue> {
    let mut reader = Reader { file, text, at: 0, depth: 0, left: MAX_TOKENS };
    let value = reader.value("a value")?;
    match reader.peek() {
        None => Ok(value),
        Some(_) => Err(reader.unexpected("the end of the file").into()),
    }
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    at: usize,
    depth: usize,
    /// How many more words and signs there may be.
    left: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The first byte of what comes next.
    fn peek(&mut self) -> Option<u8> {
        let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        self.at += self.rest().bytes().take_while(blank).count();
        self.rest().bytes().next()
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn span(&self, start: usize) -> Span {
        Span::new(self.file, start, self.at)
    }

    fn value(&mut self, wanted: &str) -> Parsed<JsonValue> {
        let next = self.peek();
        let start = self.at;
        // The value, and the sign that follows.
        self.left = self.left.checked_sub(2).ok_or_else(|| too_long(self.span(start)))?;
        let kind = match next {
            Some(b'{') => self.nested(Self::object)?,
            Some(b'[') => self.nested(Self::array)?,
            Some(b'"') => JsonKind::String(self.string()?),
            Some(b'-' | b'+' | b'.' | b'0'..=b'9') => self.number()?,
            Some(byte) if byte.is_ascii_alphabetic() => self.keyword()?,
            _ => return Err(self.unexpected(wanted).into()),
        };
        Ok(JsonValue { kind, span: self.span(start) })
    }

    fn nested(&mut self, production: fn(&mut Self) -> Parsed<JsonKind>) -> Parsed<JsonKind> {
        if self.depth >= MAX_NESTING {
            let message = format!("this is nested more than {MAX_NESTING} levels deep");
            return Err(self.error(message, 1).into());
        }
        self.depth += 1;
        let result = production(self);
        self.depth -= 1;
        result
    }

    fn object(&mut self) -> Parsed<JsonKind> {
        let open = self.at;
        self.at += 1;
        let mut properties = Vec::new();
        if self.take(b'}') {
            return Ok(JsonKind::Object(properties));
        }
        loop {
            properties.push(self.property()?);
            if self.take(b'}') {
                return Ok(JsonKind::Object(properties));
            }
            self.comma(open, "`,` or `}`", b'}')?;
        }
    }

    fn property(&mut self) -> Parsed<JsonProperty> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected("the name of a property, in double quotes").into());
        }
        let start = self.at;
        let name = Spanned::new(self.string()?, self.span(start));
        if !self.take(b':') {
            return Err(self.unexpected("`:` after the name of a property").into());
        }
        Ok(JsonProperty { name, value: self.value("a value")? })
    }

    fn array(&mut self) -> Parsed<JsonKind> {
        let open = self.at;
        self.at += 1;
        let mut items = Vec::new();
        if self.take(b']') {
            return Ok(JsonKind::Array(items));
        }
        loop {
            items.push(self.value("a value")?);
            if self.take(b']') {
                return Ok(JsonKind::Array(items));
            }
            self.comma(open, "`,` or `]`", b']')?;
        }
    }

    /// The comma between two items; nothing may end behind it.
    fn comma(&mut self, open: usize, wanted: &str, closer: u8) -> Parsed<()> {
        if !self.take(b',') {
            let open = Span::new(self.file, open, open + 1);
            return Err(self.unexpected(wanted).also(open, "opened here").into());
        }
        let comma = Span::new(self.file, self.at - 1, self.at);
        if self.peek() == Some(closer) {
            let message = "JSON has no comma after the last item";
            return Err(Diagnostic::error(message, comma).into());
        }
        Ok(())
    }

    fn string(&mut self) -> Parsed<Text> {
        match string::read(self.rest()) {
            Ok((text, length)) => {
                self.at += length;
                Ok(text.into())
            }
            Err(wrong) => {
                let start = self.at + wrong.start;
                let span = Span::new(self.file, start, self.at + wrong.end);
                Err(Diagnostic::error(wrong.message, span).into())
            }
        }
    }

    fn number(&mut self) -> Parsed<JsonKind> {
        let part = |byte: &u8| matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9');
        let length = self.rest().bytes().take_while(part).count();
        let text = self.rest().get(..length).unwrap_or_default();
        let number = if is_number(text) { Number::parse(text) } else { None };
        let Some(number) = number else {
            return Err(self.error(format!("`{text}` is not a number in JSON"), length).into());
        };
        self.at += length;
        Ok(JsonKind::Number(number))
    }

    fn keyword(&mut self) -> Parsed<JsonKind> {
        let part = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_';
        let length = self.rest().bytes().take_while(part).count();
        let word = self.rest().get(..length).unwrap_or_default();
        let kind = match word {
            "true" => JsonKind::Bool(true),
            "false" => JsonKind::Bool(false),
            "null" => JsonKind::Null,
            _ => {
                let error = self.error(format!("`{word}` is not a value in JSON"), length);
                let near = similar::did_you_mean(word, ["true", "false", "null"]);
                return Err(error.maybe_hint(near).into());
            }
        };
        self.at += length;
        Ok(kind)
    }

    fn unexpected(&mut self, wanted: &str) -> Diagnostic {
        self.peek();
        match self.rest().chars().next() {
            None => self.error(format!("expected {wanted}, found the end of the file"), 0),
            Some(char) => {
                let message = format!("expected {wanted}, found `{}`", char.escape_debug());
                self.error(message, char.len_utf8())
            }
        }
    }

    fn error(&self, message: String, length: usize) -> Diagnostic {
        Diagnostic::error(message, Span::new(self.file, self.at, self.at + length))
    }
}

/// Whether a text is a number as JSON writes it: `-`, no leading zeros, digits on both sides of a
/// point, an exponent with digits.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let unsigned = mantissa.strip_prefix('-').unwrap_or(mantissa);
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)))
}
