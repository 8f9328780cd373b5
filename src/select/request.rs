//! From the words of a request to names of targets and groups.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Diagnostics};
use crate::span::{Span, Spanned};
use crate::target::{Definitions, Node};
use crate::text::Text;

use super::nowhere;
use super::pattern::Pattern;

/// A name that was asked for, and where.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub(super) name: Text,
    pub(super) place: Span,
}

/// The names that are asked for, each once, in order; patterns are replaced by what fits them,
/// groups before targets, and those before what only we know.
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
        if is_pattern(&name) {
            wanted.extend(fitting(definitions, &name, word.span, diags));
        } else {
            wanted.push(Wanted { name: name.into(), place: word.span });
        }
    }
    wanted.retain(|it| seen.insert(it.name.clone()));
    wanted
}

/// Refuses the labels of which no cell is left: in a group one of them stands for nothing, but
/// whoever asks for it wants something.
pub(super) fn refuse_emptied(
    definitions: &Definitions,
    wanted: &[Wanted],
    diags: &mut Diagnostics,
) {
    for Wanted { name, place } in wanted {
        let family = definitions.families().get(name).filter(|family| family.is_empty());
        if let Some(family) = family.filter(|_| definitions.group(name).is_none()) {
            let message = format!("the matrix of `{name}` has no cell");
            diags.push(Diagnostic::error(message, *place).also(family.places.head, "this block"));
        }
    }
}

/// Whether a word is not a name, but stands for all names that fit it.
pub(super) fn is_pattern(word: &str) -> bool {
    word.contains(['*', '?', '[', ']'])
}

/// Without a word there is nothing to point at if it fails but the first block of all.
fn default(definitions: &Definitions) -> Wanted {
    let target = definitions.targets().first().map(|target| target.places.head);
    let group = definitions.groups().first().map(|group| group.places.head);
    let place = target.or(group).unwrap_or(nowhere());
    Wanted { name: "default".into(), place }
}

/// What fits a pattern.
pub(super) fn fitting(
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
    let families = definitions.families().values().filter(|it| !it.is_empty());
    let families = families.map(|family| &family.name);
    let others = definitions.nodes().filter(|it| !it.is_target()).map(Node::name);
    let all = groups.chain(targets).chain(families).chain(others);
    let fitting = all.filter(|name| pattern.matches(name));
    let found: Vec<_> = fitting.map(|name| Wanted { name: name.clone(), place }).collect();
    if found.is_empty() {
        diags.push(Diagnostic::error(format!("{} fits `{text}`", nothing(definitions)), place));
    }
    found
}

/// Nothing of all that may be named, without words that a file of bake alone does not know.
fn nothing(definitions: &Definitions) -> &'static str {
    if definitions.has_targets_only() {
        "no target and no group"
    } else {
        "no target, group, task or promotion"
    }
}
