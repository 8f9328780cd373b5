//! From text to words: what libyaml's scanner finds, in its order.
//!
//! A key shows itself only at its colon. So words wait in a queue, and where the colon comes, a
//! [`Token::Key`] is put before the word that turns out to be the key.

use std::collections::VecDeque;

use super::cursor::{Cursor, Mark};
use super::token::{Placed, Token};
use super::{block, comment, directive, plain, property, quoted};
use crate::compose::{Checked, fault};
use crate::diag::Diagnostic;
use crate::span::{FileId, Span};

/// How many words are known before the first of them is read. It shows: a key in brackets that
/// has more words than that is not always known in time.
const AHEAD: usize = 3;

/// The words of a text.
pub(super) struct Scanner<'t> {
    /// Where it stands.
    pub(super) cursor: Cursor<'t>,
    /// Whether a key without `?` may start here.
    pub(super) key_allowed: bool,
    /// How many brackets are open.
    level: usize,
    tokens: VecDeque<Placed>,
    /// How many words are read and gone.
    taken: usize,
    /// The columns of the lists and mappings around, outside of brackets.
    indents: Vec<usize>,
    /// What may become a key.
    key: Option<SimpleKey>,
    /// The same before each open bracket.
    outer_keys: Vec<SimpleKey>,
}

/// A word that is a key if a colon follows.
struct SimpleKey {
    /// Whether it stands where only a key can.
    required: bool,
    level: usize,
    /// Its number among all words.
    number: usize,
    mark: Mark,
}

impl<'t> Scanner<'t> {
    /// The words of a text.
    pub(super) fn new(file: FileId, text: &'t str) -> Checked<Self> {
        Ok(Self {
            cursor: Cursor::new(file, text)?,
            key_allowed: true,
            level: 0,
            tokens: VecDeque::new(),
            taken: 0,
            indents: Vec::new(),
            key: None,
            outer_keys: Vec::new(),
        })
    }

    /// The next word, which stays. Behind the last there is no end of [`Token::StreamEnd`]s.
    pub(super) fn peek(&mut self) -> Checked<&Placed> {
        self.fill()?;
        let end = self.here();
        self.tokens.front().ok_or_else(|| too_short(end))
    }

    /// Takes the next word away.
    pub(super) fn next(&mut self) -> Checked<Placed> {
        self.fill()?;
        self.taken += 1;
        self.tokens.pop_front().ok_or_else(|| too_short(self.here()))
    }

    fn fill(&mut self) -> Checked<()> {
        while self.tokens.len() < AHEAD || self.waits_for_colon() {
            self.fetch()?;
        }
        Ok(())
    }

    /// Whether a bracket is open.
    pub(super) fn in_brackets(&self) -> bool {
        self.level > 0
    }

    /// The column that lines of a scalar must reach.
    pub(super) fn least_column(&self) -> usize {
        self.indents.last().map_or(0, |indent| indent + 1)
    }

    fn here(&self) -> Span {
        self.cursor.since(self.cursor.mark())
    }

    /// Whether it is still open if the next word is a key. Of several that may be keys, only the
    /// outermost is looked at.
    fn waits_for_colon(&self) -> bool {
        let first = self.outer_keys.first().or(self.key.as_ref());
        first.is_some_and(|key| key.number == self.taken)
    }

    fn push(&mut self, token: Token, span: Span) {
        self.tokens.push_back((token, span));
    }

    /// Puts a word before the one with a number, or at the end where that is gone.
    fn insert(&mut self, number: usize, token: Token, span: Span) {
        let place = number.checked_sub(self.taken).unwrap_or(self.tokens.len());
        self.tokens.insert(place.min(self.tokens.len()), (token, span));
    }

    fn fetch(&mut self) -> Checked<()> {
        comment::skip_to_word(self);
        self.unindent(self.cursor.column());
        if self.cursor.is_end() {
            return self.end();
        }
        if self.cursor.column() == 0 && self.cursor.byte(0) == b'%' {
            return self.directive();
        }
        if self.cursor.is_document_marker() {
            return self.document_marker();
        }
        self.word()?;
        // A comment behind the dash of a list belongs to what follows.
        if !matches!(self.tokens.back(), Some((Token::Dash, _))) {
            comment::skip_behind_word(&mut self.cursor);
        }
        Ok(())
    }

    fn word(&mut self) -> Checked<()> {
        match self.cursor.byte(0) {
            b'[' => self.open(Token::OpenList),
            b'{' => self.open(Token::OpenMap),
            b']' => self.close(Token::CloseList),
            b'}' => self.close(Token::CloseMap),
            b',' => self.comma(),
            b'-' if self.cursor.ends_word(1) => self.dash(),
            b'?' if self.cursor.ends_word(1) => self.question_mark(),
            b':' if self.cursor.ends_word(1) || self.colon_is_enough() => self.colon(),
            b'*' | b'&' => self.key_or_value(|words| property::anchor(&mut words.cursor)),
            b'!' => self.key_or_value(|words| property::tag(&mut words.cursor)),
            b'|' | b'>' if self.level == 0 => self.block_scalar(),
            b'\'' | b'"' => self.key_or_value(|words| quoted::scan(&mut words.cursor)),
            b'|' | b'>' | b'#' | b'%' | b'@' | b'`' | b'\t' => self.unknown(),
            _ => self.key_or_value(plain::scan),
        }
    }

    fn unknown(&mut self) -> Checked<()> {
        let start = self.cursor.mark();
        let why = match self.cursor.next() {
            Some('\t') => "a tab cannot stand before this, only spaces can".to_owned(),
            Some(c) if self.level > 0 => format!("a value in brackets cannot start with `{c}`"),
            Some(c) => format!("a value cannot start with `{c}`"),
            None => "it ends too early".to_owned(),
        };
        Err(self.cursor.wrong(start, &why))
    }

    /// In a mapping in brackets, a colon needs no white space behind it.
    fn colon_is_enough(&self) -> bool {
        let before = self.tokens.back().map(|(token, _)| token);
        self.level > 0 && !matches!(before, Some(Token::Comma | Token::OpenList))
    }

    /// Starts a list or a mapping at a column, if it is further to the right than the ones around;
    /// its start goes before the word with the number.
    fn indent(&mut self, mark: Mark, number: usize, start: Token) {
        if self.level > 0 || self.indents.last().is_some_and(|&indent| indent >= mark.column) {
            return;
        }
        self.indents.push(mark.column);
        let span = self.cursor.since(mark).head();
        self.insert(number, start, span);
    }

    /// Ends all lists and mappings that stand further to the right.
    fn unindent(&mut self, column: usize) {
        while self.level == 0 && self.indents.last().is_some_and(|&indent| indent > column) {
            self.unindent_one();
        }
    }

    fn unindent_all(&mut self) {
        while self.level == 0 && !self.indents.is_empty() {
            self.unindent_one();
        }
    }

    fn unindent_one(&mut self) {
        self.indents.pop();
        self.push(Token::BlockEnd, self.here());
    }

    /// Notes that what starts here may be a key.
    fn save_key(&mut self) -> Checked<()> {
        if !self.key_allowed {
            return Ok(());
        }
        self.drop_key()?;
        let mark = self.cursor.mark();
        let required = self.level == 0 && self.indents.last() == Some(&mark.column);
        let number = self.taken + self.tokens.len();
        self.key = Some(SimpleKey { required, level: self.level, number, mark });
        Ok(())
    }

    /// What might have become a key does not.
    fn drop_key(&mut self) -> Checked<()> {
        match self.key.take() {
            Some(key) if key.required => {
                Err(self.cursor.wrong(key.mark, "a `:` is missing behind this key"))
            }
            _ => Ok(()),
        }
    }

    fn end(&mut self) -> Checked<()> {
        self.unindent_all();
        self.drop_key()?;
        self.outer_keys.clear();
        self.key_allowed = false;
        self.push(Token::StreamEnd, self.here());
        Ok(())
    }

    fn directive(&mut self) -> Checked<()> {
        self.unindent_all();
        self.drop_key()?;
        self.key_allowed = false;
        let (token, span) = directive::scan(&mut self.cursor)?;
        self.push(token, span);
        Ok(())
    }

    fn document_marker(&mut self) -> Checked<()> {
        self.unindent_all();
        self.drop_key()?;
        self.key_allowed = false;
        let dashes = self.cursor.byte(0) == b'-';
        self.sign(if dashes { Token::DocumentStart } else { Token::DocumentEnd }, 3);
        Ok(())
    }

    /// Takes a word that is always written the same.
    fn sign(&mut self, token: Token, length: usize) {
        let start = self.cursor.mark();
        self.cursor.skip(length);
        self.push(token, self.cursor.since(start));
    }

    fn open(&mut self, bracket: Token) -> Checked<()> {
        self.save_key()?;
        self.level += 1;
        self.outer_keys.extend(self.key.take());
        self.key_allowed = true;
        self.sign(bracket, 1);
        Ok(())
    }

    fn close(&mut self, bracket: Token) -> Checked<()> {
        self.drop_key()?;
        if self.level > 0 {
            self.level -= 1;
            self.key = self.outer_keys.pop_if(|key| key.level == self.level);
        }
        self.key_allowed = false;
        self.sign(bracket, 1);
        Ok(())
    }

    fn comma(&mut self) -> Checked<()> {
        self.drop_key()?;
        self.key_allowed = true;
        self.sign(Token::Comma, 1);
        Ok(())
    }

    /// The parser tells what a dash in brackets is worth.
    fn dash(&mut self) -> Checked<()> {
        if self.level == 0 {
            self.begin(Token::ListStart, "an item of a list cannot start here")?;
        }
        self.drop_key()?;
        self.key_allowed = true;
        self.sign(Token::Dash, 1);
        Ok(())
    }

    fn question_mark(&mut self) -> Checked<()> {
        if self.level == 0 {
            self.begin(Token::MapStart, "a key cannot start here")?;
        }
        self.drop_key()?;
        self.key_allowed = self.level == 0;
        self.sign(Token::Key, 1);
        Ok(())
    }

    fn begin(&mut self, start: Token, why_not: &str) -> Checked<()> {
        let mark = self.cursor.mark();
        if !self.key_allowed {
            return Err(self.cursor.wrong(mark, why_not));
        }
        self.indent(mark, self.taken + self.tokens.len(), start);
        Ok(())
    }

    fn colon(&mut self) -> Checked<()> {
        let line = self.cursor.mark().line;
        if let Some(key) = self.key.take_if(|key| key.mark.line == line) {
            let span = self.cursor.since(key.mark).head();
            self.insert(key.number, Token::Key, span);
            self.indent(key.mark, key.number, Token::MapStart);
            self.key_allowed = false;
        } else {
            if self.level == 0 {
                self.begin(Token::MapStart, "a value of a mapping cannot start here")?;
            }
            self.key_allowed = self.level == 0;
        }
        self.sign(Token::Value, 1);
        Ok(())
    }

    /// Takes a word that may be a key.
    fn key_or_value(&mut self, read: impl FnOnce(&mut Self) -> Checked<Placed>) -> Checked<()> {
        self.save_key()?;
        self.key_allowed = false;
        let (token, span) = read(self)?;
        self.push(token, span);
        Ok(())
    }

    fn block_scalar(&mut self) -> Checked<()> {
        self.drop_key()?;
        self.key_allowed = true;
        let (token, span) = block::scan(self)?;
        self.push(token, span);
        Ok(())
    }
}

fn too_short(end: Span) -> Vec<Diagnostic> {
    fault(end, "this is not YAML: it ends too early")
}
