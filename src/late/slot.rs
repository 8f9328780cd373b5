//! The places in which late values may stand.

use super::scan::pieces;
use crate::select::{Selected, Selection};
use crate::target::{Attributes, Cache, List, Output, Promotion, Task};
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

/// A node that was selected.
#[derive(Clone, Copy, Debug)]
pub(super) enum Node<'a> {
    Target(&'a Selected),
    Task(&'a Task),
    Promotion(&'a Promotion),
}

/// The node of a name, if it was selected.
pub(super) fn node<'a>(selection: &'a Selection, name: &str) -> Option<Node<'a>> {
    let target = selection.targets.get(name).map(Node::Target);
    let task = || selection.tasks.get(name).map(Node::Task);
    let promotion = || selection.promotions.get(name).map(Node::Promotion);
    target.or_else(task).or_else(promotion)
}

/// All that was selected, each kind by name.
pub(super) fn nodes(selection: &Selection) -> impl Iterator<Item = (&Text, Node<'_>)> {
    let targets = selection.targets.iter().map(|(name, it)| (name, Node::Target(it)));
    let tasks = selection.tasks.iter().map(|(name, it)| (name, Node::Task(it)));
    let promotions = selection.promotions.iter().map(|(name, it)| (name, Node::Promotion(it)));
    targets.chain(tasks).chain(promotions)
}

impl Node<'_> {
    /// The names of its image.
    pub(super) fn tags(&self) -> &[Text] {
        match self {
            Self::Target(target) => target.attributes.tags.as_deref().unwrap_or_default(),
            Self::Task(task) => &task.tags,
            Self::Promotion(promotion) => &promotion.tags,
        }
    }

    fn has_late(&self) -> bool {
        let late = |slot: &Slot| pieces(&slot.text).map_or(true, |pieces| !pieces.is_empty());
        self.slots().iter().any(late)
    }

    /// Its places that have braces in them, in order.
    pub(super) fn slots(&self) -> Vec<Slot> {
        let mut slots = Vec::new();
        add("tags", self.tags().iter().map(Some), &mut slots);
        match self {
            Self::Target(target) => add_deliveries(&target.attributes, &mut slots),
            Self::Task(task) => add("command", task.command.iter().map(Some), &mut slots),
            Self::Promotion(_) => {}
        }
        slots
    }
}

fn add_deliveries(attributes: &Attributes, slots: &mut Vec<Slot>) {
    let reference = |cache: &'_ Cache| cache.attrs.get("ref").cloned();
    for (attribute, caches) in
        [("cache-from", &attributes.cache_from), ("cache-to", &attributes.cache_to)]
    {
        let references: Vec<_> = caches.iter().flatten().map(reference).collect();
        add(attribute, references.iter().map(Option::as_ref), slots);
    }
    let outputs = attributes.output.iter().flatten().map(|output| output.attrs.get("name"));
    add("output", outputs.collect::<Vec<_>>().into_iter(), slots);
}

fn add<'a>(
    attribute: &'static str,
    texts: impl ExactSizeIterator<Item = Option<&'a Text>>,
    slots: &mut Vec<Slot>,
) {
    let elements = texts.len();
    for (index, text) in texts.enumerate() {
        if let Some(text) = text.filter(|text| text.contains("{{")) {
            slots.push(Slot { attribute, elements, index, text: text.clone() });
        }
    }
}

/// Whether there is any late value, right or wrong, in a selection.
pub fn occurs(selection: &Selection) -> bool {
    nodes(selection).any(|(_, node)| node.has_late())
}

/// Whether there is anything in a selection that looks like a late value.
pub fn may_occur(selection: &Selection) -> bool {
    nodes(selection).any(|(_, node)| !node.slots().is_empty())
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
