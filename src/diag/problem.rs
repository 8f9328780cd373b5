//! A problem without a place.

use super::{Code, Diagnostic, Meant};
use crate::span::Span;
use crate::text::Text;

/// Messages this long, in bytes, get no more words in front of them.
const LONG: usize = 1_000;

/// What went wrong with a value, said by code that does not know where the value was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// What is wrong, without a full stop.
    pub message: String,
    /// What to do about it.
    pub hints: Vec<String>,
    /// The name that may have been misspelt.
    pub meant: Option<Box<Meant>>,
    /// Which argument of a call, or element of a list, is to blame, counted from zero, where one
    /// is.
    pub argument: Option<usize>,
    /// Which entry of an object is to blame, where one is.
    pub entry: Option<Text>,
    /// The rule that it comes from, if that has a name.
    pub code: Option<Code>,
}

impl Problem {
    /// A problem with a message.
    pub fn new(message: impl Into<String>) -> Self {
        let message = message.into();
        Self { message, hints: Vec::new(), meant: None, argument: None, entry: None, code: None }
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The same, blamed on an argument of a call or an element of a list.
    #[must_use]
    pub fn argument(mut self, index: usize) -> Self {
        self.argument = Some(index);
        self
    }

    /// The same, blamed on an entry of an object.
    #[must_use]
    pub fn entry(mut self, key: &Text) -> Self {
        self.entry = Some(key.clone());
        self
    }

    /// The same as a finding of a rule.
    #[must_use]
    pub fn coded(self, code: Code) -> Self {
        Self { code: Some(code), ..self }
    }

    /// The same with words in front of the message: `context: message`. What is very deep inside
    /// something is told without the outer contexts.
    #[must_use]
    pub fn within(mut self, context: &str) -> Self {
        if self.message.len() < LONG {
            self.message = format!("{context}: {}", self.message);
        }
        self
    }

    /// The error at a place.
    pub fn into_error(self, span: Span) -> Diagnostic {
        let error = Diagnostic::error(String::new(), span);
        self.told_by(error)
    }

    /// The error where nothing that was written is to blame.
    pub fn placeless(self) -> Diagnostic {
        self.told_by(Diagnostic::placeless(String::new()))
    }

    fn told_by(self, mut error: Diagnostic) -> Diagnostic {
        error.message = self.message;
        error.code = self.code;
        error.hints = self.hints;
        error.meant = self.meant;
        error
    }
}

/// Adds the place to a problem, for whoever holds the span.
pub trait At<T> {
    /// The same result with the problem at `span`.
    fn at(self, span: Span) -> Result<T, Diagnostic>;
}

impl<T> At<T> for Result<T, Problem> {
    fn at(self, span: Span) -> Result<T, Diagnostic> {
        self.map_err(|problem| problem.into_error(span))
    }
}
