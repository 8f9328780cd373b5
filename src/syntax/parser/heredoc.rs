//! The dedent of `<<-`.

use unicode_segmentation::UnicodeSegmentation;

use super::template::Piece;

/// Takes the smallest indentation of a line off every line.
///
/// hcl's rules: the indentation is that of the text as it is written (after `~` has trimmed it),
/// never of what is interpolated; a line that begins with a sequence has none; a line of nothing
/// but blanks counts not and stays as it is. Characters are counted, not bytes.
pub(super) fn dedent(pieces: &mut [Piece]) {
    let Some(least) = line_starts(pieces).filter_map(|piece| indentation(piece)).min() else {
        return;
    };
    for piece in line_starts(pieces) {
        if indentation(piece).is_some()
            && let Piece::Literal { text, .. } = piece
        {
            let blanks: usize = text.graphemes(true).take(least).map(str::len).sum();
            text.drain(..blanks);
        }
    }
}

/// The pieces that lines begin with.
fn line_starts(pieces: &mut [Piece]) -> impl Iterator<Item = &mut Piece> {
    let mut line_start = true;
    pieces.iter_mut().filter(move |piece| {
        let is_start = std::mem::take(&mut line_start);
        line_start = matches!(piece, Piece::Literal { text, .. } if text.ends_with('\n'));
        is_start
    })
}

/// How many characters of white space a line begins with, unless it is blank.
fn indentation(piece: &Piece) -> Option<usize> {
    let Piece::Literal { text, .. } = piece else { return Some(0) };
    let trimmed = text.trim_start();
    if trimmed.is_empty() && text.ends_with('\n') {
        return None;
    }
    let blanks = text.get(..text.len() - trimmed.len()).unwrap_or_default();
    Some(blanks.graphemes(true).count())
}
