//! Text with pieces put in, and the way back to the text as it was written.

use std::ops::Range;

/// Pieces to put into a text.
#[derive(Default, Debug)]
pub(super) struct Edits {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
struct Piece {
    /// Where in the text as it was written.
    at: usize,
    text: String,
    /// Where the thing starts that this piece says something about.
    about: usize,
}

/// A text with all its pieces.
#[derive(Clone, Debug)]
pub(super) struct Edited {
    /// The text.
    pub(super) text: String,
    /// The pieces, in order, each with its place in the text.
    pieces: Vec<(usize, Piece)>,
}

impl Edits {
    /// Puts a piece in. Of several at one place, the one that came first stands first.
    pub(super) fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.about(at, at, text);
    }

    /// Puts a piece in that says something about all that is written from `about` on: an error in
    /// the piece is one of that.
    pub(super) fn about(&mut self, about: usize, at: usize, text: impl Into<String>) {
        self.pieces.push(Piece { at, text: text.into(), about: about.min(at) });
    }

    /// The text with all the pieces.
    pub(super) fn apply(mut self, written: &str) -> Edited {
        self.pieces.sort_by_key(|piece| piece.at);
        let mut edited = Edited { text: String::new(), pieces: Vec::new() };
        let mut done = 0;
        for piece in self.pieces {
            edited.text.push_str(written.get(done..piece.at).unwrap_or_default());
            done = done.max(piece.at);
            let place = edited.text.len();
            edited.text.push_str(&piece.text);
            edited.pieces.push((place, piece));
        }
        edited.text.push_str(written.get(done..).unwrap_or_default());
        edited
    }
}

impl Edited {
    /// The place, in the text as it was written, of a range of this one.
    pub(super) fn written(&self, range: Range<usize>) -> Range<usize> {
        let (start, about) = self.place(range.start);
        let (end, _) = self.place(range.end);
        about.unwrap_or(start)..end.max(start)
    }

    /// The place of an offset as it was written, and if the offset lies in a piece, the start of
    /// what the piece is about.
    fn place(&self, offset: usize) -> (usize, Option<usize>) {
        let after = self.pieces.partition_point(|(place, _)| *place <= offset);
        let Some((place, piece)) = after.checked_sub(1).and_then(|last| self.pieces.get(last))
        else {
            return (offset, None);
        };
        match offset.checked_sub(place + piece.text.len()) {
            Some(beyond) => (piece.at + beyond, None),
            None => (piece.at, Some(piece.about)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Edits;

    #[test]
    fn places_lead_back() {
        let mut edits = Edits::default();
        edits.insert(3, "(");
        edits.about(3, 8, "|f");
        edits.about(3, 8, "|g");
        let edited = edits.apply("{{ a ~ b }}");
        assert_eq!(edited.text, "{{ (a ~ b|f|g }}");
        assert_eq!(edited.written(0..3), 0..3);
        assert_eq!(edited.written(4..9), 3..8);
        assert_eq!(edited.written(10..11), 3..8);
        assert_eq!(edited.written(12..13), 3..8);
        assert_eq!(edited.written(14..16), 9..11);
    }
}
