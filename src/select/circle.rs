//! How far circles are followed.

use crate::diag::Diagnostic;
use crate::span::Span;

/// How many steps may be taken through circles in all. What comes of a circle depends on where one
/// starts, so it is found anew for each start.
const EFFORT: usize = 20_000_000;

/// What may still be done for circles.
#[derive(Debug)]
pub(super) struct Effort {
    left: usize,
    told: bool,
}

impl Default for Effort {
    fn default() -> Self {
        Self { left: EFFORT, told: false }
    }
}

impl Effort {
    /// Takes account of steps that led into a circle.
    pub(super) fn spend(&mut self, steps: usize) {
        self.left = self.left.saturating_sub(steps);
    }

    pub(super) fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// The error that it is spent, the first time.
    pub(super) fn error(&mut self, name: &str, place: Span) -> Option<Diagnostic> {
        let message = format!("too many circles: what `{name}` stands for is not found out");
        let error = Diagnostic::error(message, place).hint("take them apart; warnings name them");
        (!std::mem::replace(&mut self.told, true)).then_some(error)
    }
}

#[cfg(test)]
mod tests {
    use super::{EFFORT, Effort};
    use crate::span::{FileId, Span};

    #[test]
    fn what_is_spent_is_told_once() {
        let mut effort = Effort::default();
        effort.spend(EFFORT - 1);
        assert!(!effort.is_spent());
        effort.spend(2);
        assert!(effort.is_spent());
        let place = Span::new(FileId(0), 0, 0);
        assert!(effort.error("a", place).is_some());
        assert!(effort.error("b", place).is_none());
    }
}
