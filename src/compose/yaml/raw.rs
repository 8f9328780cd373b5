//! Nodes as they are written.

use std::rc::Rc;

use super::entries::Entries;
use crate::span::Span;

/// A node as it is written.
#[derive(Debug)]
pub(super) struct Raw {
    /// What it is.
    pub(super) kind: Kind,
    /// Its tag: `!mine`, `!!str`, or empty.
    pub(super) tag: String,
    /// Where it stands.
    pub(super) span: Span,
}

/// The kinds of nodes.
#[derive(Debug)]
pub(super) enum Kind {
    /// A scalar and whether it is quoted (or a block).
    Scalar {
        /// Its text, with escapes resolved.
        text: String,
        /// Whether it is anything but plain.
        quoted: bool,
    },
    /// A sequence.
    List(Vec<Rc<Raw>>),
    /// A mapping, in the order of writing.
    Map(Entries),
    /// `*name`: the node that bears the anchor.
    Alias(Rc<Raw>),
}

impl Kind {
    /// What stands where nothing is written.
    pub(super) fn nothing() -> Self {
        Self::Scalar { text: String::new(), quoted: false }
    }

    /// A sequence, and the piece from its start to its last item.
    pub(super) fn list(items: Vec<Rc<Raw>>, start: Span) -> (Self, Span) {
        let span = items.last().map_or(start, |last| start.to(last.span));
        (Self::List(items), span)
    }

    /// A mapping, and the piece from its start to its last value.
    pub(super) fn map(entries: Entries, start: Span) -> (Self, Span) {
        let span = entries.last().map_or(start, |(_, last)| start.to(last.span));
        (Self::Map(entries), span)
    }
}
