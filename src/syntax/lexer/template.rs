//! Tokens of text: quoted strings, heredocs, bare templates.

use super::super::token::{Invalid, Kind, Token};
use super::{Lexer, Mode, line_break};

impl Lexer<'_> {
    pub(super) fn quoted(&mut self) -> Token {
        match self.byte(0) {
            None => self.token(Kind::End, 0),
            Some(b'"') => {
                self.modes.pop();
                self.token(Kind::CloseQuote, 1)
            }
            Some(b'$' | b'%') => self.sign(Kind::QuotedText),
            Some(b'\n' | b'\r') => {
                self.leave_strings();
                self.token(Kind::Invalid(Invalid::LineBreak), 0)
            }
            Some(_) => match quoted_length(self.rest()) {
                0 => self.invalid(Invalid::Backslash),
                length => self.token(Kind::QuotedText, length),
            },
        }
    }

    /// A line break ends every string around it, so that the next line is code again. Text in a
    /// heredoc stays text.
    fn leave_strings(&mut self) {
        let text = |mode: &Mode| matches!(mode, Mode::Heredoc { .. } | Mode::Bare);
        let from = self.modes.iter().rposition(text).map_or(0, |at| at + 1);
        let string = self.modes.iter().skip(from).position(|mode| *mode == Mode::Quoted);
        self.modes.truncate(string.map_or(self.modes.len(), |at| from + at));
    }

    pub(super) fn heredoc(&mut self) -> Token {
        match self.byte(0) {
            None => self.token(Kind::End, 0),
            Some(b'$' | b'%') => {
                self.set_line_start(false);
                self.sign(Kind::PlainText)
            }
            Some(_) => self.heredoc_line(),
        }
    }

    fn heredoc_line(&mut self) -> Token {
        let rest = self.rest();
        let length = plain_length(rest);
        let newline = line_break(rest.get(length..).unwrap_or_default().as_bytes());
        if length + newline == 0 {
            return self.invalid(Invalid::CarriageReturn);
        }
        let line = rest.get(..length).unwrap_or_default();
        if newline > 0 && self.ends_heredoc(line) {
            self.modes.pop();
            return self.token(Kind::CloseHeredoc, length);
        }
        self.set_line_start(newline > 0);
        self.token(Kind::PlainText, length + newline)
    }

    fn ends_heredoc(&self, line: &str) -> bool {
        let Some(&Mode::Heredoc { marker, line_start: true }) = self.modes.last() else {
            return false;
        };
        self.text.get(marker.0..marker.1) == Some(line.trim())
    }

    fn set_line_start(&mut self, now: bool) {
        if let Some(Mode::Heredoc { line_start, .. }) = self.modes.last_mut() {
            *line_start = now;
        }
    }

    pub(super) fn bare(&mut self) -> Token {
        let rest = self.rest();
        match self.byte(0) {
            None => self.token(Kind::End, 0),
            Some(b'$' | b'%') => self.sign(Kind::PlainText),
            // hcl's scanner gives up at a carriage return without a line feed and takes all that
            // follows as it stands, `${` and all; so do we.
            Some(b'\r') if line_break(rest.as_bytes()) == 0 => {
                self.token(Kind::PlainText, rest.len())
            }
            Some(_) => {
                let length = plain_length(rest);
                let newline = line_break(rest.get(length..).unwrap_or_default().as_bytes());
                self.token(Kind::PlainText, length + newline)
            }
        }
    }

    /// At `$` or `%`: the beginning of a sequence, an escaped one, or the sign itself.
    fn sign(&mut self, text: Kind) -> Token {
        let (bytes, tilde) = (self.rest().as_bytes(), |at| self.byte(at) == Some(b'~'));
        match bytes {
            [sign, b'{', ..] => {
                let trim = tilde(2);
                let kind = if *sign == b'$' {
                    Kind::Interpolation { trim }
                } else {
                    Kind::Directive { trim }
                };
                self.modes.push(Mode::Code { braces: 0 });
                self.token(kind, 2 + usize::from(trim))
            }
            [sign, second, b'{', ..] if sign == second => {
                let trim = tilde(3);
                self.token(text, 3 + usize::from(trim))
            }
            // hcl's scanner looks one byte ahead for the brace. If the line ends behind that byte,
            // the two are one token, and `~` does not trim that byte.
            [_, _, behind @ ..] if text == Kind::PlainText && line_break(behind) > 0 => {
                self.token(text, 2)
            }
            _ => self.token(text, 1),
        }
    }
}

/// Text up to the next sign, quote or line break; escapes are pairs.
fn quoted_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'$' | b'%' | b'"' | b'\n' | b'\r' => return at,
            // The rest of a longer character is nothing special.
            b'\\' => match bytes.get(at + 1) {
                None | Some(b'\n' | b'\r') => return at,
                Some(_) => at += 2,
            },
            _ => at += 1,
        }
    }
    at
}

/// Text up to the next sign or line break.
fn plain_length(text: &str) -> usize {
    text.bytes().position(|byte| matches!(byte, b'$' | b'%' | b'\n' | b'\r')).unwrap_or(text.len())
}
