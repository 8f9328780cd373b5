//! JSON text as a tree, as Go's `encoding/json` reads it.

use crate::diag::Problem;

/// How deep JSON may nest. Go stops at ten thousand; no stack is that deep everywhere.
const MAX_DEPTH: usize = 500;

/// A JSON value. Numbers are as they were written; keys come in the order of the text.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Json<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    String(String),
    Array(Vec<Json<'a>>),
    Object(Vec<(String, Json<'a>)>),
}

/// The first value of a text, and what comes after it.
pub(super) fn read(text: &str) -> Result<(Json<'_>, &str), Problem> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    let json = reader.value()?;
    reader.skip_space();
    Ok((json, reader.rest()))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        self.skip(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
    }

    /// Passes bytes and tells how many.
    fn skip(&mut self, wanted: impl Fn(u8) -> bool) -> usize {
        let start = self.at;
        while self.peek().is_some_and(&wanted) {
            self.at += 1;
        }
        self.at - start
    }

    /// Passes the byte if it comes next.
    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expected(&self, what: &str) -> Problem {
        let before = self.text.get(..self.at).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|char| *char != '\n').count() + 1;
        let place = if self.at < self.text.len() { "" } else { ", where the text ends" };
        Problem::new(format!("invalid JSON: {what} expected at {line}:{column}{place}"))
    }

    fn value(&mut self) -> Result<Json<'a>, Problem> {
        self.skip_space();
        match self.peek() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') => self.string().map(Json::String),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.word(),
        }
    }

    fn nested(
        &mut self,
        read: fn(&mut Self) -> Result<Json<'a>, Problem>,
    ) -> Result<Json<'a>, Problem> {
        if self.depth == MAX_DEPTH {
            return Err(Problem::new(format!("JSON nests deeper than {MAX_DEPTH} levels")));
        }
        self.depth += 1;
        self.at += 1;
        let json = read(self)?;
        self.depth -= 1;
        Ok(json)
    }

    fn array(&mut self) -> Result<Json<'a>, Problem> {
        let mut items = Vec::new();
        self.skip_space();
        if self.take(b']') {
            return Ok(Json::Array(items));
        }
        loop {
            items.push(self.value()?);
            if self.closed(b']', "`,` or `]`")? {
                return Ok(Json::Array(items));
            }
        }
    }

    fn object(&mut self) -> Result<Json<'a>, Problem> {
        let mut members = Vec::new();
        self.skip_space();
        if self.take(b'}') {
            return Ok(Json::Object(members));
        }
        loop {
            members.push(self.member()?);
            if self.closed(b'}', "`,` or `}`")? {
                return Ok(Json::Object(members));
            }
        }
    }

    fn member(&mut self) -> Result<(String, Json<'a>), Problem> {
        self.skip_space();
        let key = self.string()?;
        self.skip_space();
        if !self.take(b':') {
            return Err(self.expected("`:`"));
        }
        Ok((key, self.value()?))
    }

    /// Whether the bracket closes here; if not, a comma must come.
    fn closed(&mut self, bracket: u8, what: &str) -> Result<bool, Problem> {
        self.skip_space();
        if self.take(bracket) {
            return Ok(true);
        }
        if self.take(b',') { Ok(false) } else { Err(self.expected(what)) }
    }

    fn word(&mut self) -> Result<Json<'a>, Problem> {
        const WORDS: [(&str, Json<'static>); 3] =
            [("null", Json::Null), ("true", Json::Bool(true)), ("false", Json::Bool(false))];
        let rest = self.rest();
        match WORDS.into_iter().find(|(word, _)| rest.starts_with(word)) {
            Some((word, json)) => {
                self.at += word.len();
                Ok(json)
            }
            None => Err(self.expected("a value")),
        }
    }

    fn number(&mut self) -> Result<Json<'a>, Problem> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _signed = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Ok(Json::Number(self.text.get(start..self.at).unwrap_or_default()))
    }

    fn digits(&mut self) -> Result<(), Problem> {
        match self.skip(|byte| byte.is_ascii_digit()) {
            0 => Err(self.expected("a digit")),
            _ => Ok(()),
        }
    }

    fn string(&mut self) -> Result<String, Problem> {
        if !self.take(b'"') {
            return Err(self.expected("`\"`"));
        }
        let mut string = String::new();
        loop {
            let start = self.at;
            self.skip(|byte| byte >= b' ' && byte != b'"' && byte != b'\\');
            string.push_str(self.text.get(start..self.at).unwrap_or_default());
            if self.take(b'"') {
                return Ok(string);
            }
            if !self.take(b'\\') {
                return Err(self.expected("`\"` or an escape"));
            }
            string.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Result<char, Problem> {
        let char = match self.peek() {
            Some(b'u') => {
                self.at += 1;
                return self.unicode();
            }
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            _ => return Err(self.expected("an escape")),
        };
        self.at += 1;
        Ok(char)
    }

    /// The character of a `\u` escape. Half a surrogate pair becomes the replacement character,
    /// as in Go.
    fn unicode(&mut self) -> Result<char, Problem> {
        let high = self.hex()?;
        if !(0xd800..0xdc00).contains(&high) {
            return Ok(char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let before = self.at;
        if self.take(b'\\') && self.take(b'u') {
            let low = self.hex()?;
            if (0xdc00..0xe000).contains(&low) {
                let code = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
        }
        self.at = before;
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn hex(&mut self) -> Result<u32, Problem> {
        let digits =
            self.rest().get(..4).filter(|text| text.bytes().all(|b| b.is_ascii_hexdigit()));
        let Some(code) = digits.and_then(|text| u32::from_str_radix(text, 16).ok()) else {
            return Err(self.expected("four hexadecimal digits"));
        };
        self.at += 4;
        Ok(code)
    }
}
