//! A command line, to be printed or to be run.

use crate::text::Text;

/// A command with all it needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Call {
    /// What is called.
    pub program: Program,
    /// Variables of the environment that are set for it; one that is set to nothing is to be as
    /// good as not set.
    pub environment: Vec<(Text, Argument)>,
    /// The arguments, after those that `program` stands for.
    pub arguments: Vec<Argument>,
    /// What it reads on standard input; nothing where this is none.
    pub input: Option<Text>,
}

/// What is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Program {
    /// `docker buildx`, or the program that stands in for it.
    Buildx,
    /// The first of the arguments.
    Named,
}

/// A word of a command line. What becomes known only when others have been built stands in it as a
/// piece of its own, so that a shell can put a variable there and a runner the value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Argument {
    pieces: Vec<Piece>,
}

/// A part of a word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    /// Text as it is.
    Text(String),
    /// The folder of the store.
    Store,
    /// The digest of a target's image, once it has been built.
    Digest(Text),
}

impl Argument {
    /// A word that is known.
    pub fn text(text: impl Into<String>) -> Self {
        Self { pieces: vec![Piece::Text(text.into())] }
    }

    /// The same with a piece more.
    #[must_use]
    pub fn then(mut self, piece: Piece) -> Self {
        self.pieces.push(piece);
        self
    }

    /// The same with text more.
    #[must_use]
    pub fn then_text(self, text: impl Into<String>) -> Self {
        self.then(Piece::Text(text.into()))
    }

    /// The same with all of another word.
    #[must_use]
    pub fn then_all(mut self, other: Self) -> Self {
        self.pieces.extend(other.pieces);
        self
    }

    /// The pieces, in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The word, given the folder of the store and the digests of targets.
    pub fn filled(&self, store: &str, digest: impl Fn(&str) -> String) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Store => store.to_owned(),
            Piece::Digest(target) => digest(target),
        };
        self.pieces.iter().map(piece).collect()
    }
}

impl From<&Text> for Argument {
    fn from(text: &Text) -> Self {
        Self::text(&**text)
    }
}
