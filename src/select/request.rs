//! From the words of a request to names of targets and groups.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Diagnostics};
use crate::span::{Span, Spanned};
use crate::target::{Definitions, Text};

use super::nowhere;
use super::pattern::Pattern;

/// A name that was asked for, and where.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub(super) name: Text,
    pub(super) place: Span,
}

/// The names that are asked for, each once, in order; patterns are replaced by what fits them,
/// groups before targets.
///
/// Dots become underscores, as they do in the names of compose services.
pub(super) fn expand(
    definitions: &Definitions,
    words: &[Spanned<String>],
    diags: &mut Diagnostics,
) -> Vec<Wanted> {
    let mut seen = BTreeSet::new();
    let mut wanted = if words.is_empty() { vec![default(definitions)] } else { Vec::new() };
    for word in words {
        let name = word.value.replace('.', "_");
        if name.contains(['*', '?', '[', ']']) {
            wanted.extend(fitting(definitions, &name, word.span, diags));
        } else {
            wanted.push(Wanted { name: name.into(), place: word.span });
        }
    }
    wanted.retain(|it| seen.insert(it.name.clone()));
    wanted
}

/// Without a word there is nothing to point at if it fails but the first block of all.
fn default(definitions: &Definitions) -> Wanted {
    let target = definitions.targets().first().map(|target| target.places.head);
    let group = definitions.groups().first().map(|group| group.places.head);
    let place = target.or(group).unwrap_or(nowhere());
    Wanted { name: "default".into(), place }
}

fn fitting(
    definitions: &Definitions,
    text: &str,
    place: Span,
    diags: &mut Diagnostics,
) -> Vec<Wanted> {
    let pattern = match Pattern::read(text) {
        Ok(pattern) => pattern,
        Err(problem) => {
            diags.push(problem.into_error(place));
            return Vec::new();
        }
    };
    let groups = definitions.groups().iter().map(|group| &group.name);
    let targets = definitions.targets().iter().map(|target| &target.name);
    let fitting = groups.chain(targets).filter(|name| pattern.matches(name));
    let found: Vec<_> = fitting.map(|name| Wanted { name: name.clone(), place }).collect();
    if found.is_empty() {
        diags.push(Diagnostic::error(format!("no target and no group fits `{text}`"), place));
    }
    found
}
