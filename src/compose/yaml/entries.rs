//! The entries of a mapping.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::raw::{Kind, Raw};
use crate::compose::Checked;
use crate::diag::Diagnostic;
use crate::span::Span;

/// Keys and values, in the order of writing.
pub(super) type Entries = Vec<(Rc<Raw>, Rc<Raw>)>;

/// Makes sure that no key is there twice. Nobody looks into values that are taken back, so this
/// waits until these are gone.
///
/// # Errors
/// The first key that is.
pub(super) fn refuse_repeats(entries: &Entries) -> Checked<()> {
    let mut known = BTreeMap::new();
    for (key, _) in entries {
        if let Kind::Scalar { text, .. } = &key.kind
            && let Some(first) = known.insert(text, key.span)
        {
            return Err(vec![twice(text, first, key.span)]);
        }
    }
    Ok(())
}

fn twice(name: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::error(format!("the key `{name}` is written twice"), second)
        .labelled("again here")
        .also(first, "first here")
}
