//! Parser directives: `# name=value` at the top of a Dockerfile.

use crate::diag::Diagnostic;
use crate::span::{FileId, Span, Spanned};

use super::ast::{Directive, DirectiveName, Escape, Text};
use super::line::Line;

/// The directives of a file, and whether more may come: the first line that is none ends them.
#[derive(Default)]
pub(super) struct Directives {
    /// Those that came.
    pub(super) list: Vec<Directive>,
    are_over: bool,
}

impl Directives {
    /// Takes in a line behind `comment`, if it is a directive. Whether it is one.
    ///
    /// # Errors
    /// For a second directive of the same name.
    pub(super) fn take(
        &mut self,
        file: FileId,
        line: Line<'_>,
        comment: &str,
    ) -> Result<bool, Diagnostic> {
        let read = if self.are_over { None } else { read(file, line, comment) };
        let Some(directive) = read else {
            self.are_over = true;
            return Ok(false);
        };
        let name = directive.name.value;
        if let Some(first) = self.list.iter().find(|first| first.name.value == name) {
            return Err(repeated(&directive, first));
        }
        self.list.push(directive);
        Ok(true)
    }
}

fn repeated(directive: &Directive, first: &Directive) -> Diagnostic {
    let name = directive.name.value.word();
    Diagnostic::error(format!("there is more than one directive `{name}`"), directive.name.span)
        .also(first.name.span, "the first one")
}

/// The escape character, if the directive is about it.
///
/// # Errors
/// Where it is neither of the two.
pub(super) fn escape(directive: &Directive) -> Result<Option<Escape>, Diagnostic> {
    match &*directive.value.value {
        _ if directive.name.value != DirectiveName::Escape => Ok(None),
        "\\" => Ok(Some(Escape::Backslash)),
        "`" => Ok(Some(Escape::Backtick)),
        other => Err(Diagnostic::error(
            format!("`{other}` cannot be the escape character"),
            directive.value.span,
        )
        .hint("it is either `\\` or a backtick")),
    }
}

impl DirectiveName {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Escape => "escape",
            Self::Check => "check",
        }
    }

    fn of(word: &str) -> Option<Self> {
        let all = [Self::Syntax, Self::Escape, Self::Check];
        all.into_iter().find(|name| name.word().eq_ignore_ascii_case(word))
    }
}

/// `NAME = VALUE` after the comment character.
fn read(file: FileId, line: Line<'_>, comment: &str) -> Option<Directive> {
    let text = line.text.strip_prefix(comment)?.trim_start();
    let length = text.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (name, rest) = text.split_at_checked(length)?;
    let value = value(rest.trim_start_matches(BLANKS).strip_prefix('=')?)?;
    let end = line.start.saturating_add(line.text.len());
    let place = |from: &str, text: &str| {
        let start = end.saturating_sub(from.len());
        Span::new(file, start, start.saturating_add(text.len()))
    };
    Some(Directive {
        name: Spanned::new(DirectiveName::of(name)?, place(text, name)),
        value: Text::new(value.0, place(value.1, value.0)),
        span: Span::new(file, line.start, end),
    })
}

/// White space of Go's regular expressions.
const BLANKS: [char; 5] = [' ', '\t', '\n', '\r', '\u{c}'];

/// The value after `=`, and the rest of the line from it on. Of nothing but blanks the last one is
/// the value, by BuildKit's regular expression.
fn value(text: &str) -> Option<(&str, &str)> {
    let from = text.trim_start_matches(BLANKS);
    if from.is_empty() {
        let last = text.char_indices().next_back()?.0;
        let blank = text.get(last..)?;
        return Some((blank, blank));
    }
    Some((from.trim_end_matches(BLANKS), from))
}
