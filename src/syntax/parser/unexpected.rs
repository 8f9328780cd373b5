//! What is said of a token that does not belong where it stands.
//!
//! Out of line, so that the stack frames of the productions, which recur, stay small.

use crate::diag::Diagnostic;

use super::super::failure::Failure;
use super::super::token::{Invalid, Kind, Token};
use super::Parser;

impl Parser<'_> {
    /// The error for the next token where something else was wanted.
    #[cold]
    #[inline(never)]
    pub(super) fn unexpected(&self, wanted: &str) -> Failure {
        let token = self.peek();
        if let Kind::Invalid(why) = token.kind {
            return self.no_token(token, why).into();
        }
        let message = format!("expected {wanted}, found {}", self.describe(token));
        Diagnostic::error(message, self.span(token)).into()
    }

    /// The same for something that is never closed, pointing at where it was opened as well.
    #[cold]
    #[inline(never)]
    pub(super) fn unclosed(&self, open: Token, wanted: &str) -> Failure {
        let error = self.unexpected(wanted);
        if matches!(self.peek().kind, Kind::Invalid(_)) {
            return error;
        }
        error.also(self.span(open), "opened here")
    }

    fn unclosed_string(&self, line_break: Token) -> Diagnostic {
        let quote = self.open.iter().rfind(|open| open.kind == Kind::OpenQuote);
        let start = quote.map_or(line_break.start, |quote| quote.start);
        let span = self.place.span(start, line_break.start);
        Diagnostic::error("a string in quotes must end on its line", span)
    }

    fn describe(&self, token: Token) -> String {
        match token.kind {
            Kind::End => "the end of the text".into(),
            Kind::Newline => "a line break".into(),
            Kind::OpenQuote => "a string".into(),
            Kind::CloseQuote => "the end of the string".into(),
            Kind::OpenHeredoc { .. } => "a heredoc".into(),
            Kind::CloseHeredoc => "the end of the heredoc".into(),
            Kind::QuotedText | Kind::PlainText => "text".into(),
            _ => format!("`{}`", shortened(self.slice(token))),
        }
    }

    fn no_token(&self, token: Token, why: Invalid) -> Diagnostic {
        let text = self.slice(token);
        let error = |message: &str| Diagnostic::error(message, self.span(token));
        match why {
            Invalid::Bitwise => bitwise(text, error(&format!("there is no operator `{text}`"))),
            Invalid::Backtick => error("strings are not written in backticks")
                .hint("use `\"…\"`, or a heredoc (`<<EOT`) for text of several lines"),
            Invalid::Apostrophe => {
                error("strings are not written in single quotes").hint("use `\"…\"`")
            }
            Invalid::Semicolon => error("`;` means nothing here")
                .hint("put each argument on a line of its own; between items stands `,`"),
            Invalid::CurlyQuote => {
                error(&format!("strings are not written in `{text}`")).hint("use `\"…\"`")
            }
            Invalid::LineBreak => self
                .unclosed_string(token)
                .hint("write `\\n` for a line break, or use a heredoc (`<<EOT`)"),
            Invalid::Backslash => error("there is no character after the backslash"),
            Invalid::CarriageReturn => error("a carriage return stands here without a line feed"),
            Invalid::Comment => error("this comment is never closed").hint("close it with `*/`"),
            Invalid::Character => {
                let char = text.chars().next().unwrap_or_default();
                let shown =
                    if char.is_control() { char.escape_unicode().to_string() } else { text.into() };
                error(&format!("the character `{shown}` means nothing here"))
            }
        }
    }
}

fn bitwise(operator: &str, error: Diagnostic) -> Diagnostic {
    match operator {
        "&" => error.hint("did you mean `&&`?"),
        "|" => error.hint("did you mean `||`?"),
        "~" => error.hint("did you mean `!`?"),
        _ => error,
    }
}

/// A word as it is, a longer text cut.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.into(),
    }
}
