//! The entries of a mapping, each key once.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::raw::{Kind, Raw};
use crate::compose::Checked;
use crate::diag::Diagnostic;
use crate::span::Span;

/// The entries of a mapping that is being read.
#[derive(Default)]
pub(super) struct Entries {
    /// All of them so far.
    pub(super) all: Vec<(Rc<Raw>, Rc<Raw>)>,
    keys: BTreeMap<String, Span>,
}

impl Entries {
    /// Refuses a key that was there before.
    pub(super) fn check(&mut self, key: &Raw) -> Checked<()> {
        if let Kind::Scalar { text, .. } = &key.kind
            && let Some(first) = self.keys.insert(text.clone(), key.span)
        {
            return Err(vec![twice(text, first, key.span)]);
        }
        Ok(())
    }
}

fn twice(name: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::error(format!("the key `{name}` is written twice"), second)
        .labelled("again here")
        .also(first, "first here")
}
