//! Which piece of the sources a fault of a target comes from.

use crate::diag::Diagnostics;
use crate::source::Host;
use crate::span::{Span, Spanned};
use crate::target::{Definition, Definitions, Fault};

use super::nowhere;
use super::overrides::Overrides;

/// Knows which place in the sources is to blame for a fault of a target.
#[derive(Debug)]
pub struct Blame<'a> {
    definitions: &'a Definitions,
    overrides: Overrides,
}

impl<'a> Blame<'a> {
    /// For targets of these definitions, with these `--set`.
    pub fn new(definitions: &'a Definitions, set: &[Spanned<String>], host: &dyn Host) -> Self {
        let mut unsaid = Diagnostics::new();
        Self { definitions, overrides: Overrides::read(definitions, set, host, &mut unsaid) }
    }

    /// The place of an override, of what the target says, or of what it inherits.
    pub fn place(&self, target: &str, at: &Fault) -> Span {
        fault(target, at, self.definitions, &self.overrides)
    }
}

/// The place to blame for a fault: the last override of the attribute, else where the target
/// says it, else where something it inherits from does, the last first.
pub(super) fn fault(
    name: &str,
    fault: &Fault,
    definitions: &Definitions,
    overrides: &Overrides,
) -> Span {
    if let Some(place) = overrides.place_of(name, fault.attribute) {
        return place;
    }
    let origin = definitions.lineage(name).find(|it| it.says(fault.attribute));
    origin.map_or_else(|| head(name, definitions), |origin| place_in(origin, fault))
}

/// The place that says one of a target's contexts.
pub(super) fn context(
    name: &str,
    context: &str,
    definitions: &Definitions,
    overrides: &Overrides,
) -> Span {
    if let Some(place) = overrides.place_of_entry(name, "contexts", context) {
        return place;
    }
    let says_it = |it: &&Definition| {
        let contexts = it.places.attributes.get("contexts");
        contexts.is_some_and(|place| place.entries.contains_key(context))
    };
    let lineage = || definitions.lineage(name);
    let origin = lineage().find(says_it).or_else(|| lineage().find(|it| it.says("contexts")));
    origin.map_or_else(|| head(name, definitions), |it| it.places.entry("contexts", context))
}

/// The place that says one of a target's `needs`.
pub(super) fn need(name: &str, need: &str, definitions: &Definitions) -> Span {
    let origin = definitions.lineage(name).find(|it| it.says("needs"));
    let Some(origin) = origin else { return head(name, definitions) };
    let mut needs = origin.attributes.added().needs.iter().flatten();
    match needs.position(|it| &**it == need) {
        Some(index) => origin.places.element("needs", index),
        None => origin.places.attribute("needs"),
    }
}

fn head(name: &str, definitions: &Definitions) -> Span {
    definitions.target(name).map_or(nowhere(), |it| it.places.head)
}

/// The element if the definition lists as many as there are in the end, else the whole
/// attribute: lists grow and shrink on the way, and a wrong element is worse than none.
fn place_in(origin: &Definition, fault: &Fault) -> Span {
    let places = &origin.places;
    let listed = places.attributes.get(fault.attribute).map_or(0, |place| place.elements.len());
    match fault.problem.argument {
        Some(index) if listed == fault.elements => places.element(fault.attribute, index),
        _ => places.attribute(fault.attribute),
    }
}
