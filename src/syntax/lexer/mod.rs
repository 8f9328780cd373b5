//! Text to tokens, one at a time.
//!
//! Code and text lie in each other, however deep: a string may hold `${ … }`, which may hold a
//! string. So the lexer keeps a stack of modes; the rules of each mode are hcl's
//! (`hclsyntax/scan_tokens.rl`).

mod code;
mod template;

use super::MAX_TOKENS;
use super::token::{Invalid, Kind, Token};

/// Cuts a text into tokens.
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    modes: Vec<Mode>,
    /// Whether a `/*` has been found that no `*/` follows: then none follows any later one.
    endless_comment: bool,
    /// How many more tokens there may be.
    left: usize,
    /// Where there were more.
    cut: Option<usize>,
}

/// What kind of text the lexer is in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mode {
    /// Code: at the bottom of the stack, or inside a `${` or `%{` of a template.
    Code {
        /// How many braces are open.
        braces: usize,
    },
    /// A quoted string.
    Quoted,
    /// A heredoc.
    Heredoc {
        /// The word that ends it: where it stands behind the `<<`.
        marker: (usize, usize),
        /// Whether nothing of the line has been read.
        line_start: bool,
    },
    /// A template that ends with the text.
    Bare,
}

impl<'a> Lexer<'a> {
    /// Reads a file or an expression.
    pub(super) fn code(text: &'a str) -> Self {
        Self::new(text, Mode::Code { braces: 0 })
    }

    /// Reads a template that stands in no quotes.
    pub(super) fn template(text: &'a str) -> Self {
        Self::new(text, Mode::Bare)
    }

    fn new(text: &'a str, mode: Mode) -> Self {
        // hcl skips one byte order mark, in whatever it reads.
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let (endless_comment, left, cut) = (false, MAX_TOKENS, None);
        Self { text, at, modes: vec![mode], endless_comment, left, cut }
    }

    /// The text that is read.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// Starts again in code at another place.
    pub(super) fn restart(&mut self, at: usize) {
        self.at = at;
        self.modes = vec![Mode::Code { braces: 0 }];
    }

    /// The next token; [`Kind::End`] for ever at the end.
    pub(super) fn next(&mut self) -> Token {
        if self.left == 0 {
            return self.end_early();
        }
        self.left -= 1;
        match self.modes.last_mut() {
            Some(Mode::Quoted) => self.quoted(),
            Some(Mode::Heredoc { .. }) => self.heredoc(),
            Some(Mode::Bare) => self.bare(),
            Some(Mode::Code { .. }) | None => self.code_token(),
        }
    }

    /// Where the text was left, if it has more than [`MAX_TOKENS`].
    pub(super) fn cut(&self) -> Option<usize> {
        self.cut
    }

    fn end_early(&mut self) -> Token {
        let (at, end) = (self.at, self.text.len());
        if at < end {
            self.cut.get_or_insert(at);
        }
        self.at = end;
        Token { kind: Kind::End, start: end, end }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    /// The token of the next `length` bytes.
    fn token(&mut self, kind: Kind, length: usize) -> Token {
        let start = self.at;
        self.at = (start + length).min(self.text.len());
        Token { kind, start, end: self.at }
    }

    /// The next character as something that is no token.
    fn invalid(&mut self, why: Invalid) -> Token {
        let length = self.rest().chars().next().map_or(0, char::len_utf8);
        self.token(Kind::Invalid(why), length)
    }
}

/// The length of the line break that `bytes` begin with, zero if they begin with none.
fn line_break(bytes: &[u8]) -> usize {
    match bytes {
        [b'\n', ..] => 1,
        [b'\r', b'\n', ..] => 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Lexer};

    #[test]
    fn a_text_ends_where_it_has_too_much() {
        let mut lexer = Lexer::code("a = \"b${c}\"\nd = 1\n");
        lexer.left = 4;
        let kinds: Vec<Kind> = (0..6).map(|_| lexer.next().kind).collect();
        assert_eq!(kinds.iter().filter(|kind| **kind == Kind::End).count(), 2);
        assert_eq!(lexer.cut(), Some(6));
        let mut whole = Lexer::code("a");
        whole.left = 1;
        assert_eq!((whole.next().kind, whole.next().kind), (Kind::Identifier, Kind::End));
        assert_eq!(whole.cut(), None);
    }
}
