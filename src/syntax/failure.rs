//! What a production gives back.

use super::MAX_TOKENS;
use crate::diag::Diagnostic;
use crate::span::Span;

/// A node, or the one thing that is wrong with it.
pub(super) type Parsed<T> = Result<T, Failure>;

/// An error on its way up. One word long, as most results are none.
#[derive(Debug)]
pub(super) struct Failure(Box<Diagnostic>);

impl Failure {
    /// The same with another place that explains it.
    pub(super) fn also(self, span: Span, text: &str) -> Self {
        self.into_error().also(span, text).into()
    }

    /// The same with a hint.
    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        self.into_error().hint(hint).into()
    }

    /// What is wrong.
    pub(super) fn into_error(self) -> Diagnostic {
        *self.0
    }
}

/// The error for a text of more than [`MAX_TOKENS`], where it was left.
pub(super) fn too_long(place: Span) -> Diagnostic {
    Diagnostic::error(format!("this has more than {MAX_TOKENS} words and signs"), place)
}

impl From<Diagnostic> for Failure {
    #[cold]
    fn from(error: Diagnostic) -> Self {
        Self(Box::new(error))
    }
}
