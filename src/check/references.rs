//! Image references in the bake files that are none.

use std::collections::BTreeSet;

use super::Subject;
use super::origin;
use crate::diag::{Code, Diagnostic, Diagnostics, words};
use crate::select::{Everything, Selected};
use crate::span::Span;
use crate::target::Cache;
use crate::target::reference::Reference;
use crate::text::Text;

/// Variables that are named at most.
const MOST_NAMES: usize = 8;

/// Finds tags, image contexts and caches whose references are illegal.
pub(super) fn check(
    subject: &Subject<'_>,
    everything: &Everything,
    scope: &[Text],
    diags: &mut Diagnostics,
) {
    let mut told = BTreeSet::new();
    for name in scope {
        let Some(target) = everything.selection.targets.get(name) else { continue };
        for (text, place) in references(subject, name, target) {
            // What stands in braces is filled in later.
            if text.contains("{{") || !told.insert((place, text.clone())) {
                continue;
            }
            if let Err(problem) = Reference::parse(&text) {
                let place = place.unwrap_or(target.places.head);
                let error = problem.into_error(place).coded(Code::InvalidReference);
                diags.push(weighed(error, subject, &text));
            }
        }
    }
}

/// A reference with an empty part may be complete where the variables have values: then it is a
/// note.
fn weighed(error: Diagnostic, subject: &Subject<'_>, text: &str) -> Diagnostic {
    let has_gap = text.is_empty()
        || text.ends_with([':', '/', '-', '.'])
        || text.starts_with([':', '/', '-', '.'])
        || ["//", "/:", ":-", ":."].iter().any(|gap| text.contains(gap));
    if !has_gap || subject.unset.is_empty() {
        return error;
    }
    let mut names: Vec<&Text> = subject.unset.iter().collect();
    names.truncate(MOST_NAMES);
    error.into_note().hint(format!("variables without a value: {}", words::list(&names)))
}

/// The references in a target, and where they are.
fn references(
    subject: &Subject<'_>,
    name: &Text,
    target: &Selected,
) -> Vec<(String, Option<Span>)> {
    let attributes = &target.attributes;
    let definitions = subject.definitions;
    let mut all = Vec::new();
    for tag in attributes.tags.iter().flatten() {
        all.push((tag.to_string(), origin::tag(name, tag, definitions)));
    }
    for (context, value) in attributes.contexts.iter().flatten() {
        if let Some(image) = value.strip_prefix("docker-image://") {
            all.push((image.to_owned(), origin::context(name, context, definitions)));
        }
    }
    for (kind, caches) in
        [("cache-from", &attributes.cache_from), ("cache-to", &attributes.cache_to)]
    {
        for image in caches.iter().flatten().filter_map(image) {
            let says = |it: &crate::target::Attributes| {
                let own = if kind == "cache-from" { &it.cache_from } else { &it.cache_to };
                own.is_some()
            };
            let place = origin::origin(name, definitions, says);
            all.push((image.to_string(), place.map(|it| it.places.attribute(kind))));
        }
    }
    all
}

/// The image that a cache is in.
fn image(cache: &Cache) -> Option<&Text> {
    if &*cache.kind == "registry" { cache.attrs.get("ref") } else { None }
}
