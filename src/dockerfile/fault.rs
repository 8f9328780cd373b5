//! What is wrong with one instruction.

use crate::diag::Diagnostic;

/// All that is wrong with one instruction.
#[derive(Default, Debug)]
pub(super) struct Faults {
    /// The errors.
    pub(super) list: Vec<Diagnostic>,
    /// Whether one of them is in the way words are written, which BuildKit refuses even in an
    /// `ONBUILD`.
    pub(super) are_lexical: bool,
}

impl Faults {
    /// One error in the way words are written.
    pub(super) fn lexical(error: Diagnostic) -> Self {
        Self { list: vec![error], are_lexical: true }
    }

    /// Adds an error.
    pub(super) fn push(&mut self, error: Diagnostic) {
        self.list.push(error);
    }

    /// The value if nothing is wrong.
    pub(super) fn or<T>(self, value: T) -> Result<T, Self> {
        if self.list.is_empty() { Ok(value) } else { Err(self) }
    }
}

impl From<Diagnostic> for Faults {
    fn from(error: Diagnostic) -> Self {
        Self { list: vec![error], are_lexical: false }
    }
}
