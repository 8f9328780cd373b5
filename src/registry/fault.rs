//! What goes wrong with a registry.

use crate::diag::Problem;

/// How much of what a registry says is shown, in letters.
const SHOWN: usize = 300;

/// Why a registry did not give what it was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// Of what kind it is.
    pub kind: FaultKind,
    /// In words, without a full stop.
    pub reason: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// Kinds of faults.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FaultKind {
    /// There is nothing of that name.
    Missing,
    /// Whoever asked may not know.
    Denied,
    /// There was no answer, or only that now is not the time.
    Unreachable,
    /// The answer makes no sense, or is not what was asked for.
    Broken,
}

impl Fault {
    /// A fault of a kind.
    pub(super) fn new(kind: FaultKind, reason: impl Into<String>) -> Self {
        Self { kind, reason: reason.into(), hint: None }
    }

    /// An answer that makes no sense.
    pub(super) fn broken(reason: impl Into<String>) -> Self {
        Self::new(FaultKind::Broken, reason)
    }

    /// The same with a hint.
    #[must_use]
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The fault as a problem with an image.
    pub fn into_problem(self, image: &str) -> Problem {
        let problem = Problem::new(format!("`{image}` cannot be resolved: {}", self.reason));
        match self.hint {
            Some(hint) => problem.hint(hint),
            None => problem,
        }
    }
}

/// What somebody else said, fit to be shown: one line, and not too long.
pub(super) fn quoted(text: &str) -> String {
    let clean: String = text.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    let words: Vec<&str> = clean.split_whitespace().collect();
    words.join(" ").chars().take(SHOWN).collect()
}
