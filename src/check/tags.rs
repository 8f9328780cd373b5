//! Tags that two targets of one request have.

use std::collections::{BTreeMap, BTreeSet};

use super::Subject;
use super::origin;
use super::scope::{asked, written_groups};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::select::{Everything, Selected};
use crate::target::reference::Reference;
use crate::target::{Attributes, Output};
use crate::text::Text;

/// Finds tags that targets of one request give to different images: the one that is done last has
/// it in the end. A request is what was asked for; else each group is one.
pub(super) fn check(subject: &Subject<'_>, everything: &Everything, diags: &mut Diagnostics) {
    let groups = || written_groups(subject).into_iter();
    let each = || groups().map(|group| asked(subject, std::iter::once(&group))).collect();
    let requests: Vec<BTreeSet<Text>> =
        subject.asked.as_ref().map_or_else(each, |asked| vec![asked.clone()]);
    let mut told = BTreeSet::new();
    for request in requests {
        for doubled in doubled(&request, everything) {
            if told.insert((doubled.second, doubled.tag)) {
                diags.extend(finding(subject, &doubled));
            }
        }
    }
}

/// A tag that two targets have, as each writes it.
struct Doubled<'a> {
    first: &'a str,
    first_tag: &'a str,
    second: &'a str,
    tag: &'a str,
}

/// Tags that two targets have.
fn doubled<'a>(request: &BTreeSet<Text>, everything: &'a Everything) -> Vec<Doubled<'a>> {
    let mut owners: BTreeMap<Reference, (&Text, &Text, &Selected)> = BTreeMap::new();
    let mut found = Vec::new();
    let targets = &everything.selection.targets;
    for (name, target) in request.iter().filter_map(|name| targets.get_key_value(name)) {
        if !names_image(&target.attributes) {
            continue;
        }
        for tag in target.attributes.tags.iter().flatten() {
            let Ok(reference) = Reference::parse(tag) else { continue };
            let owner = owners.entry(reference.with_default_tag()).or_insert((name, tag, target));
            let (first, first_tag, other) = *owner;
            if first != name && !is_same(&other.attributes, &target.attributes) {
                found.push(Doubled { first, first_tag, second: name, tag });
            }
        }
    }
    found
}

/// Whether the build ends in an image with these names: not in a file or a folder, not in nothing
/// but a cache, not in an image that is pushed by its digest, and not in an answer to a question.
fn names_image(attributes: &Attributes) -> bool {
    let is_named = |output: &Output| {
        let by_digest = output.attrs.get("push-by-digest").is_some_and(|it| &**it != "false");
        matches!(&*output.kind, "image" | "registry" | "docker") && !by_digest
    };
    let calls = attributes.call.as_deref().is_some_and(|it| !it.is_empty() && it != "build");
    let outputs = attributes.output.as_ref().filter(|outputs| !outputs.is_empty());
    !calls && outputs.is_none_or(|outputs| outputs.iter().any(is_named))
}

/// Whether two targets build the same.
fn is_same(one: &Attributes, other: &Attributes) -> bool {
    let essence = |it: &Attributes| Attributes {
        description: None,
        inherits: None,
        tags: None,
        cache_from: None,
        cache_to: None,
        output: None,
        ..it.clone()
    };
    essence(one) == essence(other)
}

fn finding(subject: &Subject<'_>, doubled: &Doubled<'_>) -> Option<Diagnostic> {
    let Doubled { first, first_tag, second, tag } = doubled;
    let definitions = subject.definitions;
    let message = format!("`{first}` and `{second}` both have the tag `{tag}`");
    let place = origin::tag(second, tag, definitions);
    let place = place.or_else(|| definitions.target(second).map(|it| it.places.head))?;
    let found = Diagnostic::warning(message, place).coded(Code::DuplicateTag);
    let other = origin::tag(first, first_tag, definitions).filter(|other| *other != place);
    Some(match other {
        Some(other) => found.also(other, format!("`{first}` has it here")),
        None => found,
    })
}
