//! Circles: in words, and how far they are followed.

use crate::diag::Diagnostic;
use crate::span::Span;

/// How many steps may be taken through circles in all. What comes of a circle depends on where one
/// starts, so it is found anew for each start.
const EFFORT: usize = 20_000_000;

/// How many steps of a circle are named before and after what is left out.
const SHOWN: usize = 8;

/// A circle from its first name back to it: "`a` → `b` → `a`".
pub(super) fn path(names: &[&str]) -> String {
    let quoted = |name: &&str| format!("`{name}`");
    let mut shown: Vec<String> = if names.len() > 2 * SHOWN {
        let left_out = names.len() - 2 * SHOWN;
        let (front, back) = (names.iter().take(SHOWN), names.iter().skip(names.len() - SHOWN));
        let middle = format!("({left_out} more)");
        front.map(quoted).chain([middle]).chain(back.map(quoted)).collect()
    } else {
        names.iter().map(quoted).collect()
    };
    shown.extend(names.first().map(quoted));
    shown.join(" → ")
}

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
    use super::{EFFORT, Effort, path};
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

    #[test]
    fn a_circle_ends_where_it_begins() {
        assert_eq!(path(&["a"]), "`a` → `a`");
        assert_eq!(path(&["a", "b"]), "`a` → `b` → `a`");
        assert!(path(&["x"; 100]).contains("(84 more)"));
    }
}
