//! The comma-separated fields of `--mount` and `--device`, each with its place.

use crate::diag::Diagnostic;

use super::ast::Text;
use super::text::{Gathered, Piece};

/// The fields of a text. A field may stand in double quotes, in which `""` is one quote.
///
/// # Errors
/// For an empty text and for a quote where none may stand.
pub(super) fn fields(text: &Text) -> Result<Vec<Text>, Diagnostic> {
    let mut fields = Vec::new();
    let mut rest = Some(text.piece());
    if text.is_empty() {
        return Err(Diagnostic::error("a value is missing: the text is empty", text.span));
    }
    while let Some(piece) = rest {
        let is_quoted = piece.as_str().starts_with('"');
        let (field, after) = if is_quoted { quoted(piece)? } else { plain(piece)? };
        fields.push(field);
        rest = after;
    }
    Ok(fields)
}

type Field<'a> = Result<(Text, Option<Piece<'a>>), Diagnostic>;

fn plain(piece: Piece<'_>) -> Field<'_> {
    let (field, after) = match piece.split_once(',') {
        Some((field, after)) => (field, Some(after)),
        None => (piece, None),
    };
    match field.as_str().find('"') {
        Some(at) => Err(misplaced(piece, at)),
        None => Ok((field.to_text(), after)),
    }
}

/// A field that begins with a quote.
fn quoted(piece: Piece<'_>) -> Field<'_> {
    let mut gathered = Gathered::default();
    let mut chars = piece.as_str().char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c != '"' || chars.next_if(|&(_, next)| next == '"').is_some() {
            gathered.push_char(c, piece, at);
        } else {
            let after = match chars.next() {
                None => None,
                Some((comma, ',')) => Some(piece.from(comma.saturating_add(1))),
                Some(_) => return Err(misplaced(piece, at)),
            };
            let end = at.saturating_add(1);
            return Ok((gathered.finish(piece.cut(0, end).span()), after));
        }
    }
    Err(misplaced(piece, 0))
}

fn misplaced(piece: Piece<'_>, at: usize) -> Diagnostic {
    let span = piece.cut(at, at.saturating_add(1)).span();
    Diagnostic::error("a double quote is unmatched or misplaced", span)
        .hint("quote the whole field and double the quotes in it: `\"key=a \"\"word\"\"\"`")
}
