//! Tokens of code.

use super::super::identifier;
use super::super::token::{Invalid, Kind, Token};
use super::{Lexer, Mode, line_break};

impl Lexer<'_> {
    pub(super) fn code_token(&mut self) -> Token {
        if let Some(newline) = self.trivia() {
            return newline;
        }
        match self.byte(0) {
            None => self.token(Kind::End, 0),
            Some(b'0'..=b'9') => {
                let length = number_length(self.rest().as_bytes());
                self.token(Kind::Number, length)
            }
            Some(b'"') => {
                self.modes.push(Mode::Quoted);
                self.token(Kind::OpenQuote, 1)
            }
            Some(b'{') => self.open_brace(),
            Some(b'}') => self.close_brace(1),
            Some(b'~') if self.byte(1) == Some(b'}') => self.close_brace(2),
            Some(b'<') => self.less(),
            Some(_) => self.word_or_symbol(),
        }
    }

    /// Skips blanks, comments and line breaks: the token of the first line break among them.
    fn trivia(&mut self) -> Option<Token> {
        let mut newline = None;
        loop {
            let rest = self.rest().as_bytes();
            let length = match rest {
                [b' ' | b'\t', ..] => 1,
                [b'\n', ..] | [b'\r', b'\n', ..] => line_break(rest),
                [b'#', ..] | [b'/', b'/', ..] => line_length(rest),
                [b'/', b'*', ..] => self.block_comment_length(),
                _ => 0,
            };
            if length == 0 {
                return newline;
            }
            // A comment to the end of the line takes the line break in; `/* … */` never counts.
            let ends_line = !rest.starts_with(b"/*") && rest.get(length - 1) == Some(&b'\n');
            let token = self.token(Kind::Newline, length);
            if ends_line {
                newline.get_or_insert(Token { start: token.end - 1, ..token });
            }
        }
    }

    /// Zero where the comment never ends.
    fn block_comment_length(&mut self) -> usize {
        if self.endless_comment {
            return 0;
        }
        let end = self.rest().get(2..).and_then(|inside| inside.find("*/"));
        self.endless_comment = end.is_none();
        end.map_or(0, |end| end + 4)
    }

    fn open_brace(&mut self) -> Token {
        if let Some(Mode::Code { braces }) = self.modes.last_mut() {
            *braces += 1;
        }
        self.token(Kind::OpenBrace, 1)
    }

    /// `}` or `~}`: the end of the sequence if no brace is open in it.
    fn close_brace(&mut self, length: usize) -> Token {
        let trim = length == 2;
        let inside = self.modes.len() > 1;
        match self.modes.last_mut() {
            Some(Mode::Code { braces: 0 }) if inside => {
                self.modes.pop();
                self.token(Kind::SequenceEnd { trim }, length)
            }
            Some(Mode::Code { braces }) => {
                *braces = braces.saturating_sub(1);
                let kind = if trim { Kind::SequenceEnd { trim } } else { Kind::CloseBrace };
                self.token(kind, length)
            }
            _ => self.token(Kind::CloseBrace, length),
        }
    }

    fn less(&mut self) -> Token {
        if let Some((length, flush, marker)) = heredoc_opener(self.rest()) {
            let marker = (self.at + marker.0, self.at + marker.1);
            self.modes.push(Mode::Heredoc { marker, line_start: true });
            return self.token(Kind::OpenHeredoc { flush }, length);
        }
        match self.byte(1) {
            Some(b'=') => self.token(Kind::LessOrEqual, 2),
            _ => self.token(Kind::Less, 1),
        }
    }

    fn word_or_symbol(&mut self) -> Token {
        let word = identifier::length(self.rest());
        if word > 0 {
            return self.token(Kind::Identifier, word);
        }
        if let Some((kind, length)) = symbol(self.rest().as_bytes()) {
            return self.token(kind, length);
        }
        match no_token(self.rest()) {
            Invalid::Comment => self.endless_comment(),
            why => self.invalid(why),
        }
    }

    /// Nothing can follow it: what comes next is the end.
    fn endless_comment(&mut self) -> Token {
        let token = self.token(Kind::Invalid(Invalid::Comment), 2);
        self.at = self.text.len();
        token
    }
}

/// Everything to the end of the line and its line break.
fn line_length(bytes: &[u8]) -> usize {
    bytes.iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |at| at + 1)
}

/// Digits, points and exponents in any order, as hcl has it: whether they make a number is asked
/// later. The last one is no point, so `1...` is a number and an ellipsis.
fn number_length(bytes: &[u8]) -> usize {
    let (mut at, mut end) = (0, 0);
    loop {
        at += match bytes.get(at..).unwrap_or_default() {
            [b'0'..=b'9', ..] => 1,
            [b'.', ..] => {
                at += 1;
                continue;
            }
            [b'e' | b'E', b'0'..=b'9', ..] => 2,
            [b'e' | b'E', b'+' | b'-', b'0'..=b'9', ..] => 3,
            _ => return end,
        };
        end = at;
    }
}

/// The length of `<<WORD` with its line break, whether it has a dash, and where the word stands.
fn heredoc_opener(text: &str) -> Option<(usize, bool, (usize, usize))> {
    let behind = text.strip_prefix("<<")?;
    let flush = behind.starts_with('-');
    let start = 2 + usize::from(flush);
    let word = text.get(start..)?;
    let end = start + identifier::length(word);
    let newline = line_break(text.get(end..)?.as_bytes());
    (end > start && newline > 0).then_some((end + newline, flush, (start, end)))
}

fn symbol(bytes: &[u8]) -> Option<(Kind, usize)> {
    Some(match bytes {
        [b'.', b'.', b'.', ..] => (Kind::Ellipsis, 3),
        [b'=', b'=', ..] => (Kind::Equal, 2),
        [b'=', b'>', ..] => (Kind::FatArrow, 2),
        [b'!', b'=', ..] => (Kind::NotEqual, 2),
        [b'>', b'=', ..] => (Kind::GreaterOrEqual, 2),
        [b'&', b'&', ..] => (Kind::And, 2),
        [b'|', b'|', ..] => (Kind::Or, 2),
        [b':', b':', ..] => (Kind::DoubleColon, 2),
        [b'[', ..] => (Kind::OpenBracket, 1),
        [b']', ..] => (Kind::CloseBracket, 1),
        [b'(', ..] => (Kind::OpenParen, 1),
        [b')', ..] => (Kind::CloseParen, 1),
        [b'.', ..] => (Kind::Dot, 1),
        [b',', ..] => (Kind::Comma, 1),
        [b'*', ..] => (Kind::Star, 1),
        [b'/', next, ..] if *next == b'*' => return None,
        [b'/', ..] => (Kind::Slash, 1),
        [b'%', ..] => (Kind::Percent, 1),
        [b'+', ..] => (Kind::Plus, 1),
        [b'-', ..] => (Kind::Minus, 1),
        [b'=', ..] => (Kind::Assign, 1),
        [b'>', ..] => (Kind::Greater, 1),
        [b'!', ..] => (Kind::Bang, 1),
        [b'?', ..] => (Kind::Question, 1),
        [b':', ..] => (Kind::Colon, 1),
        _ => return None,
    })
}

fn no_token(text: &str) -> Invalid {
    match text.chars().next() {
        Some('&' | '|' | '^' | '~') => Invalid::Bitwise,
        Some('`') => Invalid::Backtick,
        Some('\'') => Invalid::Apostrophe,
        Some(';') => Invalid::Semicolon,
        Some('“' | '”') => Invalid::CurlyQuote,
        Some('\r') => Invalid::CarriageReturn,
        Some('/') => Invalid::Comment,
        _ => Invalid::Character,
    }
}
