//! Heredocs: the lines after an instruction that `<<EOF` in it asks for.

use crate::diag::Diagnostic;
use crate::span::Span;

use super::ast::{Heredoc, Text};
use super::line::Lines;
use super::shell::{self, Keeping};
use super::text::Piece;

/// `<<EOF`, read.
#[derive(Debug)]
pub(super) struct Opening {
    /// The name, without quotes.
    pub(super) name: Box<str>,
    /// The number in front.
    pub(super) descriptor: Option<u64>,
    /// Whether no part of the name was quoted.
    pub(super) expands: bool,
    /// Whether it is `<<-`.
    pub(super) chomps: bool,
}

/// Reads a word that may open a heredoc: `3<<-EOF`. One that cannot be taken apart is an error for
/// BuildKit in some places and no heredoc in others.
pub(super) fn opening(word: &str) -> Option<Result<Opening, ()>> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = word.split_at_checked(digits)?;
    let rest = rest.strip_prefix("<<")?;
    let chomped = rest.strip_prefix('-');
    let name = chomped.unwrap_or(rest).trim_start_matches([' ', '\t', '\n', '\r', '\u{c}']);
    if name.is_empty() || name.contains('<') {
        return None;
    }
    let Some(plain) = shell::split(name, Keeping::Nothing) else { return Some(Err(())) };
    let [plain] = <[_; 1]>::try_from(plain).ok()?;
    let raw = shell::split(name, Keeping::Quotes).unwrap_or_default();
    let Ok([raw]) = <[_; 1]>::try_from(raw) else { return Some(Err(())) };
    let quotes = |text: &str| text.matches(['\'', '"']).count();
    Some(Ok(Opening {
        descriptor: (digits > 0).then(|| number.parse().unwrap_or(u64::MAX)),
        expands: quotes(&plain.text) == quotes(&raw.text),
        chomps: chomped.is_some(),
        name: plain.text.into(),
    }))
}

/// The heredocs that a logical line opens, read from the lines after it.
///
/// # Errors
/// Where one does not end, or where its name cannot be read.
pub(super) fn read(
    line: Piece<'_>,
    lines: &mut Lines<'_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Heredoc> {
    if !line.as_str().contains("<<") {
        return Vec::new();
    }
    let mut heredocs = Vec::new();
    for word in shell::split(line.as_str(), Keeping::Everything).unwrap_or_default() {
        let span = line.cut(word.start, word.end).span();
        match opening(&word.text) {
            Some(Ok(opening)) => heredocs.push(body(opening, span, lines, found)),
            Some(Err(())) => found.push(unreadable(&word.text, span)),
            None => {}
        }
    }
    heredocs
}

fn unreadable(word: &str, span: Span) -> Diagnostic {
    Diagnostic::error(format!("the name of the heredoc `{word}` cannot be read"), span)
        .hint("its quotes and braces must be closed")
}

/// The lines up to the one that is the name.
fn body(
    opening: Opening,
    span: Span,
    lines: &mut Lines<'_>,
    found: &mut Vec<Diagnostic>,
) -> Heredoc {
    let start = lines.at();
    let file = lines.file();
    let (end, last) = loop {
        let at = lines.at();
        let Some(line) = lines.next(found) else {
            found.push(unterminated(&opening.name, span));
            break (at, Span::new(file, at, at));
        };
        let text = if opening.chomps { line.text.trim_start_matches('\t') } else { line.text };
        if *text == *opening.name {
            break (at, Span::new(file, at, at.saturating_add(line.text.len())));
        }
    };
    Heredoc {
        content: Text::new(lines.between(start, end), Span::new(file, start, end)),
        name: opening.name,
        descriptor: opening.descriptor,
        expands: opening.expands,
        chomps: opening.chomps,
        end: last,
    }
}

fn unterminated(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(format!("the heredoc `{name}` does not end"), span)
        .hint(format!("it ends with a line that holds `{name}` and nothing else"))
}

impl Heredoc {
    /// The content, leading tabs gone if it is `<<-`.
    pub fn text(&self) -> String {
        chomped(&self.content.value, self.chomps)
    }
}

/// A content, its leading tabs gone if `chomps`.
pub(super) fn chomped(content: &str, chomps: bool) -> String {
    if !chomps {
        return content.to_owned();
    }
    content.split_inclusive('\n').map(|line| line.trim_start_matches('\t')).collect()
}
