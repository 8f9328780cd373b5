//! What bakewell has to say about its input: errors and warnings as data.
//!
//! A [`Diagnostic`] has a message, a place and hints, and no layout: it is drawn at the edge, by
//! [`report`](crate::report). Every phase reports into one [`Diagnostics`] sink and ends in
//! [`Diagnostics::checked`]; the [`Stopped`] it gives back proves that somebody has been told.
//!
//! Functions that work on values know no place. They return a [`Problem`], and whoever holds the
//! span adds it: `convert(value, ty).at(span)?`.

pub mod code;
pub mod problem;
pub mod similar;
pub mod words;

pub use code::Code;
pub use problem::{At, Problem};
pub use similar::Meant;

use std::collections::HashSet;

use crate::span::Span;

/// How much a diagnostic matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// The input works as it was meant, and there is something to know about it.
    Note,
    /// The input works, and probably not as it was meant.
    Warning,
    /// The input is wrong; nothing is written.
    Error,
}

/// A piece of a source and what to say of it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Label {
    /// The piece.
    pub span: Span,
    /// What is to be said of it, in a few words; may be empty.
    pub text: String,
}

/// One error, warning or note.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Diagnostic {
    /// Error, warning or note.
    pub severity: Severity,
    /// The rule that it comes from, if that has a name.
    pub code: Option<Code>,
    /// What is wrong, in the user's words, names in backticks, without a full stop.
    pub message: String,
    /// Where, first the piece to blame, then other places that explain it.
    pub labels: Vec<Label>,
    /// What to do about it, one sentence each. See [`advice`](Diagnostic::advice) for all.
    pub hints: Vec<String>,
    /// The name that may have been misspelt.
    pub meant: Option<Box<Meant>>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(message: impl Into<String>, span: Span) -> Self {
        Self::new(Severity::Error, message.into(), span)
    }

    /// A warning at a place.
    pub fn warning(message: impl Into<String>, span: Span) -> Self {
        Self::new(Severity::Warning, message.into(), span)
    }

    /// A note at a place.
    pub fn note(message: impl Into<String>, span: Span) -> Self {
        Self::new(Severity::Note, message.into(), span)
    }

    /// An error that no text is to blame for, such as a file that is missing.
    pub fn placeless(message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            severity: Severity::Error,
            code: None,
            message,
            labels: Vec::new(),
            hints: Vec::new(),
            meant: None,
        }
    }

    fn new(severity: Severity, message: String, span: Span) -> Self {
        let labels = vec![Label { span, text: String::new() }];
        Self { severity, code: None, message, labels, hints: Vec::new(), meant: None }
    }

    /// The same as a warning: somewhere else it would be an error.
    #[must_use]
    pub fn into_warning(self) -> Self {
        Self { severity: Severity::Warning, ..self }
    }

    /// The same as a note: nobody needs to do anything about it.
    #[must_use]
    pub fn into_note(self) -> Self {
        Self { severity: Severity::Note, ..self }
    }

    /// The same as a finding of a rule, unless it is one already.
    #[must_use]
    pub fn coded(self, code: Code) -> Self {
        Self { code: self.code.or(Some(code)), ..self }
    }

    /// The same with words on the piece to blame.
    #[must_use]
    pub fn labelled(mut self, text: impl Into<String>) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.text = text.into();
        }
        self
    }

    /// The same with another place that explains it.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The same with a hint, if there is one.
    #[must_use]
    pub fn maybe_hint(mut self, hint: Option<String>) -> Self {
        self.hints.extend(hint);
        self
    }

    /// The same with the names among which one may have been meant.
    #[must_use]
    pub fn meant(mut self, meant: Meant) -> Self {
        self.meant = Some(Box::new(meant));
        self
    }

    /// The piece to blame, if any.
    pub fn place(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }

    /// What to do about it: "did you mean", if that is a question, and the hints.
    pub fn advice(&self) -> Vec<String> {
        let meant = self.meant.as_ref().and_then(|meant| meant.hint());
        meant.into_iter().chain(self.hints.iter().cloned()).collect()
    }
}

/// The sink that every phase reports into, in the order of finding.
#[derive(Default, Debug)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    told: Vec<String>,
    known: HashSet<Diagnostic>,
}

/// Proof that an error has been reported: only [`Diagnostics`] makes it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stopped(());

impl Diagnostics {
    /// An empty sink.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a diagnostic in. The same one a second time is dropped.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.known.insert(diagnostic.clone()) {
            self.found.push(diagnostic);
        }
    }

    /// Takes several in.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        for diagnostic in diagnostics {
            self.push(diagnostic);
        }
    }

    /// Takes in a line about what has been done and nobody wrote. It is neither right nor wrong.
    pub fn tell(&mut self, line: impl Into<String>) {
        self.told.push(line.into());
    }

    /// The lines about what has been done, in order.
    pub fn told(&self) -> &[String] {
        &self.told
    }

    /// Reports an error and stops at once.
    pub fn stop(&mut self, diagnostic: Diagnostic) -> Stopped {
        debug_assert_eq!(diagnostic.severity, Severity::Error);
        self.push(diagnostic);
        Stopped(())
    }

    /// The end of a phase: its result, unless an error has been reported.
    pub fn checked<T>(&self, value: T) -> Result<T, Stopped> {
        if self.has_errors() { Err(Stopped(())) } else { Ok(value) }
    }

    /// Whether anything in here is an error.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|found| found.severity == Severity::Error)
    }

    /// Turns every warning into an error (`--strict`).
    pub fn make_strict(&mut self) {
        for found in self.found.iter_mut().filter(|it| it.severity == Severity::Warning) {
            found.severity = Severity::Error;
        }
    }

    /// Lets everything so far that comes from no rule come from this one.
    pub fn stamp(&mut self, code: Code) {
        for found in &mut self.found {
            found.code.get_or_insert(code);
        }
    }

    /// Everything found so far, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter()
    }
}

/// What one part of a phase has found for itself is taken in by the sink of all.
impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.found.into_iter()
    }
}
