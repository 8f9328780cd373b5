//! The words of a line as a shell would see them, in which heredocs are looked for.
//!
//! BuildKit uses its expander of variables for this, with no variable set and everything left as it
//! stands. What follows from that, such as a line with an unbalanced quote having no heredocs at all,
//! is so here too. The escape character is always the backslash.

use std::iter::Peekable;
use std::str::CharIndices;

/// How deep `${a:-${b:-…}}` may nest. BuildKit has no limit; by hand nobody comes near this one.
const DEEPEST: usize = 200;

/// A word and where it stands in the text, roughly where variables have white space in them.
#[derive(Debug)]
pub(super) struct ShellWord {
    /// The characters.
    pub(super) text: String,
    /// Offset of the first byte.
    pub(super) start: usize,
    /// Offset after the last byte.
    pub(super) end: usize,
}

/// How much of the words is left as it stands.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Keeping {
    /// Quotes and escapes stay.
    Everything,
    /// Quotes stay, escapes go.
    Quotes,
    /// Quotes and escapes go.
    Nothing,
}

/// The words of a text, or nothing if it is not well-formed.
pub(super) fn split(text: &str, keeping: Keeping) -> Option<Vec<ShellWord>> {
    let mut splitter = Splitter {
        chars: text.char_indices().peekable(),
        end: text.len(),
        keeps_quotes: keeping != Keeping::Nothing,
        keeps_escapes: keeping == Keeping::Everything,
        word: String::new(),
        start: 0,
        depth: 0,
    };
    splitter.chars.next_if(|&(_, first)| first == '\u{feff}'); // Go's scanner drops it
    splitter.run(None).map(|(_, words)| words)
}

struct Splitter<'a> {
    chars: Peekable<CharIndices<'a>>,
    end: usize,
    keeps_quotes: bool,
    keeps_escapes: bool,
    /// The word in the making. A `${…}` that holds a text of its own uses the same: what stood
    /// before it in the word is lost.
    word: String,
    start: usize,
    depth: usize,
}

/// The words up to some character, one after the other.
#[derive(Default)]
struct Words {
    list: Vec<ShellWord>,
    is_inside: bool,
}

impl Splitter<'_> {
    /// The text up to `stop`, and its words.
    fn run(&mut self, stop: Option<char>) -> Option<(String, Vec<ShellWord>)> {
        self.word.clear();
        let mut result = String::new();
        let mut words = Words::default();
        while let Some(c) = self.peek() {
            if stop == Some(c) {
                self.next();
                return Some((result, self.finished(words)));
            }
            let at = self.at();
            match c {
                '$' => {
                    let piece = self.dollar()?;
                    piece.chars().for_each(|c| self.add(c, at, &mut words));
                    result.push_str(&piece);
                }
                '<' | '\'' | '"' => {
                    let piece = self.special(c)?;
                    self.add_raw(&piece, at, &mut words);
                    result.push_str(&piece);
                }
                '\\' => self.escaped(&mut result, &mut words),
                _ => {
                    self.next();
                    self.add(c, at, &mut words);
                    result.push(c);
                }
            }
        }
        stop.is_none().then(|| (result, self.finished(words)))
    }

    fn special(&mut self, c: char) -> Option<String> {
        match c {
            '<' => Some(self.angle()),
            '\'' => self.single_quoted(),
            _ => self.double_quoted(),
        }
    }

    fn add(&mut self, c: char, at: usize, words: &mut Words) {
        if !c.is_whitespace() {
            self.add_raw(c.encode_utf8(&mut [0; 4]), at, words);
        } else if words.is_inside && !self.word.is_empty() {
            self.flush(at, words);
            words.is_inside = false;
        }
    }

    fn add_raw(&mut self, text: &str, at: usize, words: &mut Words) {
        if self.word.is_empty() {
            self.start = at;
        }
        self.word.push_str(text);
        words.is_inside = true;
    }

    fn flush(&mut self, end: usize, words: &mut Words) {
        let text = std::mem::take(&mut self.word);
        words.list.push(ShellWord { text, start: self.start, end });
    }

    fn finished(&mut self, mut words: Words) -> Vec<ShellWord> {
        if !self.word.is_empty() {
            let end = self.at();
            self.flush(end, &mut words);
        }
        words.list
    }

    /// A backslash and what it escapes.
    fn escaped(&mut self, result: &mut String, words: &mut Words) {
        let at = self.at();
        self.next();
        if self.keeps_escapes {
            self.add_raw("\\", at, words);
            result.push('\\');
        }
        if let Some(c) = self.next() {
            self.add_raw(c.encode_utf8(&mut [0; 4]), at, words);
            result.push(c);
        }
    }

    /// `<`, or `<<` with the blanks behind it, which belong to the word.
    fn angle(&mut self) -> String {
        self.next();
        let mut text = "<".to_owned();
        if self.peek() == Some('<') {
            self.next();
            text.push('<');
            while let Some(blank @ ('\t' | '\r' | ' ')) = self.peek() {
                self.next();
                text.push(blank);
            }
        }
        text
    }

    fn single_quoted(&mut self) -> Option<String> {
        let mut text = String::new();
        self.quote(&mut text);
        while self.peek()? != '\'' {
            text.extend(self.next());
        }
        self.quote(&mut text);
        Some(text)
    }

    fn double_quoted(&mut self) -> Option<String> {
        let mut text = String::new();
        self.quote(&mut text);
        loop {
            match self.peek()? {
                '"' => break,
                '$' => text.push_str(&self.dollar()?),
                '\\' => self.escaped_in_quotes(&mut text),
                c => {
                    self.next();
                    text.push(c);
                }
            }
        }
        self.quote(&mut text);
        Some(text)
    }

    /// A quote character, which may stay.
    fn quote(&mut self, text: &mut String) {
        let quote = self.next();
        text.extend(quote.filter(|_| self.keeps_quotes));
    }

    /// In double quotes a backslash escapes quotes, dollars and backslashes only.
    fn escaped_in_quotes(&mut self, text: &mut String) {
        self.next();
        match self.peek() {
            Some(c @ ('"' | '$' | '\\')) => {
                self.next();
                if self.keeps_escapes {
                    text.push('\\');
                }
                text.push(c);
            }
            Some(_) if self.keeps_escapes => text.push_str("\\\\"),
            _ => text.push('\\'),
        }
    }

    /// `$name` or `${…}`, as it stands.
    fn dollar(&mut self) -> Option<String> {
        self.next();
        if self.peek() != Some('{') {
            return Some(format!("${}", self.name()));
        }
        self.next();
        if matches!(self.peek()?, '{' | '}' | ':') {
            return None;
        }
        let name = self.name();
        let modifier = self.next()?;
        match modifier {
            '}' => Some(format!("${{{name}}}")),
            ':' => match self.next()? {
                '#' | '%' => None,
                second => {
                    let word = self.nested('}', false)?;
                    Some(format!("${{{name}:{second}{word}}}"))
                }
            },
            '+' | '-' | '?' | '#' | '%' => {
                let word = self.nested('}', matches!(modifier, '#' | '%'))?;
                Some(format!("${{{name}{modifier}{word}}}"))
            }
            '/' => {
                if self.peek() == Some('/') {
                    self.next();
                }
                let pattern = self.nested('/', true)?;
                let replacement = self.nested('}', true)?;
                Some(format!("${{{name}/{pattern}/{replacement}}}"))
            }
            _ => None,
        }
    }

    /// The text inside a `${…}` up to `stop`.
    fn nested(&mut self, stop: char, keeps_escapes: bool) -> Option<String> {
        if self.depth >= DEEPEST {
            return None;
        }
        let before = std::mem::replace(&mut self.keeps_escapes, keeps_escapes);
        self.depth = self.depth.saturating_add(1);
        let (text, _) = self.run(Some(stop))?;
        self.depth = self.depth.saturating_sub(1);
        self.keeps_escapes = before;
        Some(text)
    }

    /// A variable's name: digits, one special character, or letters, digits and underscores.
    fn name(&mut self) -> String {
        let mut name = String::new();
        match self.peek() {
            Some(first) if first.is_numeric() => self.while_is(&mut name, char::is_numeric),
            Some('@' | '*' | '#' | '?' | '-' | '$' | '!') => name.extend(self.next()),
            _ => self.while_is(&mut name, |c| c.is_alphanumeric() || c == '_'),
        }
        name
    }

    fn while_is(&mut self, name: &mut String, is_part: fn(char) -> bool) {
        while let Some(c) = self.peek().filter(|&c| is_part(c)) {
            self.next();
            name.push(c);
        }
    }

    fn peek(&mut self) -> Option<char> {
        self.chars.peek().map(|&(_, c)| c)
    }

    fn next(&mut self) -> Option<char> {
        self.chars.next().map(|(_, c)| c)
    }

    fn at(&mut self) -> usize {
        self.chars.peek().map_or(self.end, |&(at, _)| at)
    }
}
