//! The places in which late values may stand.

use super::scan::pieces;
use crate::select::{Node, Selection};
use crate::target::{Attributes, Cache, List, Output};
use crate::text::Text;

/// A place for late values.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Slot {
    /// The attribute.
    pub(super) attribute: &'static str,
    /// How many elements it has.
    pub(super) elements: usize,
    /// Which of them this is.
    pub(super) index: usize,
    /// What it says.
    pub(super) text: Text,
}

impl Slot {
    /// Whether it names an image, and nothing but that.
    pub(super) fn is_image(&self) -> bool {
        self.attribute != "command"
    }
}

impl<'a> Node<'a> {
    fn has_late(self) -> bool {
        self.slots().any(|slot| pieces(&slot.text).map_or(true, |pieces| !pieces.is_empty()))
    }

    /// Its places that have braces in them, in order.
    pub(super) fn slots(self) -> impl Iterator<Item = Slot> + use<'a> {
        let target = match self {
            Self::Target(target) => Some(&target.attributes),
            Self::Task(_) | Self::Promotion(_) => None,
        };
        let command = match self {
            Self::Task(task) => &*task.command,
            Self::Target(_) | Self::Promotion(_) => &[],
        };
        slots("tags", self.tags(), Some)
            .chain(target.into_iter().flat_map(|target| deliveries(target)))
            .chain(slots("command", command, Some))
    }
}

fn deliveries(attributes: &Attributes) -> impl Iterator<Item = Slot> {
    let Attributes { cache_from, cache_to, output, .. } = attributes;
    let caches = [("cache-from", cache_from), ("cache-to", cache_to)];
    let caches = caches.into_iter().flat_map(move |(attribute, caches)| {
        slots(attribute, caches.as_deref().unwrap_or_default(), |cache: &Cache| {
            cache.attrs.get("ref")
        })
    });
    let outputs = output.as_deref().unwrap_or_default();
    caches.chain(slots("output", outputs, |output: &Output| output.attrs.get("name")))
}

/// The elements of an attribute that have a text with braces in it.
fn slots<'a, T>(
    attribute: &'static str,
    elements: &'a [T],
    text: impl Fn(&'a T) -> Option<&'a Text>,
) -> impl Iterator<Item = Slot> {
    elements.iter().enumerate().filter_map(move |(index, element)| {
        // Hardly any text has a single brace, which is found sooner than two.
        let text = text(element).filter(|text| text.contains('{') && text.contains("{{"))?;
        Some(Slot { attribute, elements: elements.len(), index, text: text.clone() })
    })
}

/// Whether there is any late value, right or wrong, in a selection.
pub fn occurs(selection: &Selection) -> bool {
    selection.nodes().any(|(_, node)| node.has_late())
}

/// Whether there is anything in a selection that looks like a late value.
pub fn may_occur(selection: &Selection) -> bool {
    selection.nodes().any(|(_, node)| node.slots().next().is_some())
}

/// Whether there is any in a target.
pub fn occurs_in_targets(selection: &Selection) -> bool {
    selection.targets.values().any(|target| Node::Target(target).has_late())
}

/// Puts a text in its place.
pub(super) fn put(selection: &mut Selection, name: &Text, slot: &Slot, text: Text) {
    let place = if let Some(target) = selection.targets.get_mut(name) {
        in_target(&mut target.attributes, slot)
    } else if let Some(task) = selection.tasks.get_mut(name) {
        let texts = if slot.attribute == "tags" { &mut task.tags } else { &mut task.command };
        texts.get_mut(slot.index)
    } else {
        let promotion = selection.promotions.get_mut(name);
        promotion.and_then(|promotion| promotion.tags.get_mut(slot.index))
    };
    if let Some(place) = place {
        *place = text;
    }
}

fn in_target<'a>(attributes: &'a mut Attributes, slot: &Slot) -> Option<&'a mut Text> {
    let cache = |caches: &'a mut Option<List<Cache>>| {
        caches.as_mut()?.get_mut(slot.index)?.attrs.get_mut("ref")
    };
    match slot.attribute {
        "tags" => attributes.tags.as_mut()?.get_mut(slot.index),
        "cache-from" => cache(&mut attributes.cache_from),
        "cache-to" => cache(&mut attributes.cache_to),
        _ => {
            let output: &mut Output = attributes.output.as_mut()?.get_mut(slot.index)?;
            output.attrs.get_mut("name")
        }
    }
}
