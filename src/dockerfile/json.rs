//! The exec form: `["program", "argument"]`.

use crate::span::Span;

use super::ast::Text;
use super::text::{Gathered, Piece};

/// How deep Go's JSON reader lets values lie in each other.
const DEEPEST: usize = 10_000;

/// What a text is, read as JSON.
pub(super) enum Json {
    /// No JSON array: the shell form.
    No,
    /// An array of strings.
    Strings(Vec<Text>),
    /// An array with something else in it, which stands here.
    Mixed(Span),
}

/// Reads a text as a JSON array.
pub(super) fn read(piece: Piece<'_>) -> Json {
    let piece = piece.trim();
    if !piece.as_str().starts_with('[') {
        return Json::No;
    }
    let mut reader = Reader {
        piece,
        text: piece.as_str(),
        at: 0,
        open: Vec::new(),
        strings: Vec::new(),
        other: None,
    };
    match (reader.all(), reader.other) {
        (None, _) => Json::No,
        (Some(()), Some(other)) => Json::Mixed(other),
        (Some(()), None) => Json::Strings(reader.strings),
    }
}

/// A text, how far it is read, and what was found.
struct Reader<'a> {
    piece: Piece<'a>,
    text: &'a str,
    at: usize,
    /// The brackets that are open.
    open: Vec<Bracket>,
    strings: Vec<Text>,
    other: Option<Span>,
}

#[derive(Clone, Copy, PartialEq)]
enum Bracket {
    Array,
    Object,
}

impl Reader<'_> {
    /// All of the text, or nothing if it is not JSON.
    fn all(&mut self) -> Option<()> {
        self.value()?;
        while let Some(&bracket) = self.open.last() {
            self.blanks();
            match (self.next()?, bracket) {
                (',', _) => self.item(bracket)?,
                (']', Bracket::Array) | ('}', Bracket::Object) => {
                    self.open.pop();
                }
                _ => return None,
            }
        }
        self.blanks();
        self.peek().is_none().then_some(())
    }

    /// An element of an array or a member of an object.
    fn item(&mut self, bracket: Bracket) -> Option<()> {
        if bracket == Bracket::Object {
            self.blanks();
            self.string()?;
            self.blanks();
            (self.next()? == ':').then_some(())?;
        }
        self.value()
    }

    /// A value; of an array or object that is not empty, up to and with its first item's start.
    fn value(&mut self) -> Option<()> {
        loop {
            self.blanks();
            let start = self.at;
            let bracket = match self.peek()? {
                '[' => Bracket::Array,
                '{' => Bracket::Object,
                _ => return self.scalar(start),
            };
            self.note_other(start);
            self.next();
            if self.open.len() >= DEEPEST {
                return None;
            }
            self.open.push(bracket);
            self.blanks();
            match (self.peek()?, bracket) {
                (']', Bracket::Array) | ('}', Bracket::Object) => return Some(()),
                (_, Bracket::Array) => {}
                (_, Bracket::Object) => {
                    self.string()?;
                    self.blanks();
                    (self.next()? == ':').then_some(())?;
                }
            }
        }
    }

    fn scalar(&mut self, start: usize) -> Option<()> {
        match self.peek()? {
            '"' => {
                let string = self.string()?;
                if self.open.len() == 1 {
                    self.strings.push(string);
                }
                return Some(());
            }
            't' => self.word("true")?,
            'f' => self.word("false")?,
            'n' => self.word("null")?,
            _ => self.number()?,
        }
        self.note_other(start);
        Some(())
    }

    /// Remembers the first element of the array that is no string.
    fn note_other(&mut self, start: usize) {
        if self.open.len() == 1 && self.other.is_none() {
            let end = self.at.max(start.saturating_add(1));
            self.other = Some(self.piece.cut(start, end).span());
        }
    }

    fn word(&mut self, word: &str) -> Option<()> {
        self.text.get(self.at..)?.starts_with(word).then_some(())?;
        self.at = self.at.saturating_add(word.len());
        Some(())
    }

    /// A number. One that no float holds is none, which is how Go reads it.
    fn number(&mut self) -> Option<()> {
        let start = self.at;
        self.skip('-');
        if !self.skip('0') {
            self.digits()?;
        }
        if self.skip('.') {
            self.digits()?;
        }
        if self.skip('e') || self.skip('E') {
            let _ = self.skip('+') || self.skip('-');
            self.digits()?;
        }
        let number: f64 = self.text.get(start..self.at)?.parse().ok()?;
        number.is_finite().then_some(())
    }

    fn digits(&mut self) -> Option<()> {
        let rest = self.text.get(self.at..)?;
        let count = rest.bytes().take_while(u8::is_ascii_digit).count();
        self.at = self.at.saturating_add(count);
        (count > 0).then_some(())
    }

    /// A string, its escapes resolved.
    fn string(&mut self) -> Option<Text> {
        let start = self.at;
        (self.next()? == '"').then_some(())?;
        let mut gathered = Gathered::default();
        loop {
            let at = self.at;
            match self.next()? {
                '"' => break,
                '\\' => {
                    let c = self.escape()?;
                    gathered.push_char(c, self.piece, at);
                }
                c if c < ' ' => return None,
                c => gathered.push_char(c, self.piece, at),
            }
        }
        Some(gathered.finish(self.piece.cut(start, self.at).span()))
    }

    /// What a backslash and the next characters stand for.
    fn escape(&mut self) -> Option<char> {
        Some(match self.next()? {
            c @ ('"' | '\\' | '/') => c,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => self.code_point()?,
            _ => return None,
        })
    }

    /// The character of `\uXXXX`, or of two of them. Half a pair is replaced.
    fn code_point(&mut self) -> Option<char> {
        let first = self.unit()?;
        if let Some(c) = char::from_u32(first) {
            return Some(c);
        }
        let after = self.at;
        if self.word("\\u").is_some()
            && let Some(second) = self.unit()
            && let Some(c) = pair(first, second)
        {
            return Some(c);
        }
        self.at = after;
        Some(char::REPLACEMENT_CHARACTER)
    }

    fn unit(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at.checked_add(4)?)?;
        digits.bytes().all(|b| b.is_ascii_hexdigit()).then_some(())?;
        self.at = self.at.saturating_add(4);
        u32::from_str_radix(digits, 16).ok()
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(|c| matches!(c, ' ' | '\t' | '\r' | '\n')) {
            self.at = self.at.saturating_add(1);
        }
    }

    fn skip(&mut self, c: char) -> bool {
        let is_there = self.peek() == Some(c);
        if is_there {
            self.next();
        }
        is_there
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at = self.at.saturating_add(c.len_utf8());
        Some(c)
    }
}

/// The character of a surrogate pair.
fn pair(first: u32, second: u32) -> Option<char> {
    let units = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
    let mut chars = char::decode_utf16(units);
    chars.next()?.ok().filter(|_| chars.next().is_none())
}
