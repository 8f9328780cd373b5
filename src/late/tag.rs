//! The first tags of nodes, which other texts name as their images.

use std::collections::{BTreeMap, BTreeSet};

use super::fill::{Work, images};
use super::finding::Finding;
use super::scan::names;
use super::slot::Slot;
use crate::diag::{Problem, words};
use crate::text::Text;

/// First tags, filled in as far as that went.
#[derive(Default, Debug)]
pub(super) struct Tags(BTreeMap<Text, Option<Text>>);

impl Tags {
    /// The first tag of a node; nothing where something is wrong with it, which has been told.
    pub(super) fn get(&self, name: &Text) -> Option<Text> {
        self.0.get(name).cloned().flatten()
    }
}

/// A tag that waits for others.
struct Step {
    name: Text,
    slot: Slot,
    waits_for: BTreeSet<Text>,
}

impl Work<'_> {
    /// Fills in the first tag of a node, after those of the nodes whose images it names.
    pub(super) fn settle(&mut self, start: &Text) {
        let mut steps: Vec<Step> = self.step(start).into_iter().collect();
        while let Some(step) = steps.last_mut() {
            if let Some(next) = step.waits_for.pop_first() {
                if let Some(first) = steps.iter().position(|step| step.name == next) {
                    self.refuse(steps.split_off(first));
                } else {
                    steps.extend(self.step(&next));
                }
            } else if let Some(Step { name, slot, .. }) = steps.pop() {
                let tag = self.text(&name, &slot);
                self.tags.0.insert(name, tag);
            }
        }
    }

    /// The tag of a node that has not been looked at, if it has one.
    fn step(&self, name: &Text) -> Option<Step> {
        if self.tags.0.contains_key(name) {
            return None;
        }
        let tags = self.known.selection.node(name)?.tags().to_vec();
        let text = tags.first()?.clone();
        let waits_for = images(&text, name);
        let slot = Slot { attribute: "tags", elements: tags.len(), index: 0, text };
        Some(Step { name: name.clone(), slot, waits_for })
    }

    /// Tells of tags that name each other in a circle.
    fn refuse(&mut self, circle: Vec<Step>) {
        let path: Vec<&Text> = circle.iter().map(|it| &it.name).collect();
        let message = format!("tags take in each other: {}", words::circle(&path));
        if let (Some(first), Some(next)) = (circle.first(), circle.get(1).or(circle.first())) {
            let named = names(&first.slot.text).into_iter();
            let named = named.filter(|it| it.node.as_ref() == Some(&next.name)).last();
            let range = named.map_or(0..first.slot.text.len(), |named| named.range);
            let problem = Problem::new(message).hint("take one of them away");
            self.findings.push(Finding::error(&first.name, &first.slot, problem, range));
        }
        for step in circle {
            self.tags.0.insert(step.name, None);
        }
    }
}
