//! The words of an instruction.

use super::ast::Escape;
use super::text::Piece;

/// White space between words where quotes do not count.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{b}' | '\u{c}' | '\r')
}

/// The first word, and the rest if blanks follow it.
pub(super) fn first(piece: Piece<'_>) -> (Piece<'_>, Option<Piece<'_>>) {
    let text = piece.as_str();
    let Some(end) = text.find(is_blank) else { return (piece, None) };
    let rest = piece.from(end);
    let blanks = rest.as_str().len() - rest.as_str().trim_start_matches(is_blank).len();
    (piece.cut(0, end), Some(rest.from(blanks)))
}

/// What stands between blanks; quotes do not count.
pub(super) fn between_blanks(piece: Piece<'_>) -> Vec<Piece<'_>> {
    let mut words = Vec::new();
    let mut rest = (!piece.is_empty()).then_some(piece);
    while let Some(piece) = rest {
        let (word, after) = first(piece);
        words.push(word);
        rest = after;
    }
    words
}

/// What stands between white space that is neither quoted nor escaped. Quotes and escapes stay, but
/// for an escape character at the very end.
pub(super) fn quoted(piece: Piece<'_>, escape: Escape) -> Vec<Piece<'_>> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quote = None;
    let mut end = piece.as_str().len();
    let mut chars = piece.as_str().char_indices();
    while let Some((at, c)) = chars.next() {
        let from = match start {
            None if c.is_whitespace() => continue,
            None => *start.insert(at),
            Some(from) => from,
        };
        if c == escape.char() && quote != Some('\'') {
            if chars.next().is_none() {
                end = at;
            }
        } else if quote == Some(c) {
            quote = None;
        } else if quote.is_none() && matches!(c, '\'' | '"') {
            quote = Some(c);
        } else if quote.is_none() && c.is_whitespace() {
            words.push(piece.cut(from, at));
            start = None;
        }
    }
    words.extend(start.map(|from| piece.cut(from, end)).filter(|word| !word.is_empty()));
    words
}
