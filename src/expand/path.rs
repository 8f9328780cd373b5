//! The definitions that are being evaluated right now, each of them asked for by the one before.

use std::collections::HashSet;

use crate::diag::{Diagnostic, words};
use crate::span::Span;

/// How deep definitions may lean on one another: variables, functions and attributes of blocks.
/// Bake has no limit of its own; a file that comes near this one was made to hurt.
const DEPTH: usize = 20_000;

/// The way to what is being evaluated.
#[derive(Default, Debug)]
pub(super) struct Path {
    steps: Vec<Step>,
    /// What the steps are.
    entered: HashSet<String>,
}

/// One step: of a circle, if it is met again.
#[derive(Debug)]
struct Step {
    /// What it is, in backticks where it has a name.
    what: String,
    /// Where it was asked for.
    span: Span,
}

impl Path {
    /// Whether a definition is being evaluated.
    pub(super) fn has(&self, what: &str) -> bool {
        self.entered.contains(what)
    }

    /// Begins with a definition.
    ///
    /// # Errors
    /// Where that is too deep.
    pub(super) fn enter(&mut self, what: String, span: Span) -> Result<(), Diagnostic> {
        if self.steps.len() >= DEPTH {
            let message = format!("definitions lean on one another more than {DEPTH} deep");
            return Err(Diagnostic::error(message, span));
        }
        self.entered.insert(what.clone());
        self.steps.push(Step { what, span });
        Ok(())
    }

    /// Ends with the definition that was begun last.
    pub(super) fn leave(&mut self) {
        if let Some(left) = self.steps.pop() {
            self.entered.remove(&left.what);
        }
    }

    /// The error for a definition that is met again.
    pub(super) fn circle(&self, what: &str, span: Span) -> Diagnostic {
        let start = self.steps.iter().position(|step| step.what == what).unwrap_or_default();
        let steps = self.steps.get(start..).unwrap_or_default();
        let names: Vec<&str> = steps.iter().map(|step| step.what.as_str()).chain([what]).collect();
        let mut error = Diagnostic::error(format!("{what} depends on itself"), span)
            .labelled(format!("closes the circle {}", words::path(&names)));
        for step in steps.iter().skip(1).take(10) {
            error = error.also(step.span, format!("on the way: {}", step.what));
        }
        error
    }
}
