//! Late values filled in.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::finding::Finding;
use super::scan::{Named, Part, Piece, Word, pieces};
use super::slot::{Slot, put};
use super::tag::Tags;
use crate::diag::similar::Layer;
use crate::diag::{Meant, Problem};
use crate::digest::Digest;
use crate::select::Selection;
use crate::target::Definitions;
use crate::target::reference::Reference;
use crate::template::{Pieces, Wrong};
use crate::text::Text;

/// What late values may tell.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// All nodes that may be named, as they were selected.
    pub selection: &'a Selection,
    /// Everything that is defined.
    pub definitions: &'a Definitions,
    /// The keys of the nodes.
    pub keys: &'a BTreeMap<Text, Late>,
}

/// A key as late values tell it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Late {
    /// The key.
    pub key: Digest,
    /// Why nothing that was built before may stand for the node, if that is so.
    pub volatile: Option<String>,
}

/// Fills in the late values of a selection, and gives back what is wrong with them. What has a fault
/// stays as it is.
pub fn fill(selection: &mut Selection, known: Known<'_>) -> Vec<Finding> {
    let mut work = Work::new(known);
    let all: Vec<(Text, Slot)> = selection
        .nodes()
        .flat_map(|(name, node)| node.slots().map(|slot| (name.clone(), slot)))
        .collect();
    for (name, slot) in all {
        if let Some(text) = work.slot(&name, &slot) {
            put(selection, &name, &slot, text);
        }
    }
    work.tell_volatile();
    work.findings
}

/// Texts that are being filled in.
pub(super) struct Work<'a> {
    pub(super) known: Known<'a>,
    pub(super) tags: Tags,
    pub(super) findings: Vec<Finding>,
    engine: Pieces,
    /// The nodes whose keys have been told, and where first.
    told: BTreeMap<Text, Finding>,
    names: Option<Layer>,
}

impl<'a> Work<'a> {
    fn new(known: Known<'a>) -> Self {
        let (tags, findings, engine) = (Tags::default(), Vec::new(), Pieces::default());
        Self { known, tags, findings, engine, told: BTreeMap::new(), names: None }
    }

    /// The text of a place, filled in; nothing where it stays as it is.
    fn slot(&mut self, name: &Text, slot: &Slot) -> Option<Text> {
        let is_first = slot.attribute == "tags" && slot.index == 0;
        if is_first && self.known.selection.node(name).is_some() {
            self.settle(name);
            return self.tags.get(name);
        }
        for image in images(&slot.text, name) {
            self.settle(&image);
        }
        self.text(name, slot)
    }

    /// The text of a place, filled in, where all images that it names are known. What is wrong with
    /// it is told.
    pub(super) fn text(&mut self, name: &Text, slot: &Slot) -> Option<Text> {
        let pieces = match pieces(&slot.text) {
            Ok(pieces) => pieces,
            Err(Wrong { problem, range }) => {
                self.findings.push(Finding::error(name, slot, problem, range));
                return None;
            }
        };
        let text = self.filled(name, slot, &pieces)?;
        let is_changed = !pieces.is_empty() && slot.attribute == "tags";
        if let Some(problem) = is_changed.then(|| Reference::parse(&text).err()).flatten() {
            self.findings.push(Finding::error(name, slot, problem, 0..slot.text.len()));
            return None;
        }
        Some(text.into())
    }

    fn filled(&mut self, name: &Text, slot: &Slot, pieces: &[Piece]) -> Option<String> {
        let mut text = String::new();
        let (mut done, mut is_whole) = (0, true);
        for piece in pieces {
            text.push_str(slot.text.get(done..piece.range.start).unwrap_or_default());
            match self.piece(name, slot, piece) {
                Some(value) => text.push_str(&value),
                None => is_whole = false,
            }
            done = piece.range.end;
        }
        text.push_str(slot.text.get(done..).unwrap_or_default());
        is_whole.then_some(text)
    }

    fn piece(&mut self, name: &Text, slot: &Slot, piece: &Piece) -> Option<String> {
        let mut words = BTreeMap::new();
        let mut is_whole = true;
        for (variable, word) in &piece.words {
            match self.word(name, slot, word) {
                Ok(text) => drop(words.insert(variable.clone(), text)),
                Err(problem) => {
                    is_whole = false;
                    let range = word.named.range.clone();
                    let finding = problem.map(|it| Finding::error(name, slot, it, range));
                    self.findings.extend(finding);
                }
            }
        }
        if !is_whole {
            return None;
        }
        match self.engine.render(&piece.expression, &words) {
            Ok(text) => Some(text),
            Err(Wrong { problem, range }) => {
                let range = shifted(&range, piece.range.start);
                self.findings.push(Finding::error(name, slot, problem, range));
                None
            }
        }
    }

    /// What a word stands for. There may be no problem to tell: it has been told before.
    fn word(&mut self, name: &Text, slot: &Slot, word: &Word) -> Result<String, Option<Problem>> {
        let Named { part, node: named, range } = &word.named;
        let other = named.as_ref().unwrap_or(name);
        let Some(found) = self.known.selection.node(other) else {
            return Err(Some(self.unknown(other)));
        };
        if *part == Part::Image {
            if found.tags().is_empty() {
                let problem =
                    Problem::new(format!("`{other}` has no tag, so its image has no name"));
                return Err(Some(problem.hint(format!("give `{other}` a tag"))));
            }
            return self.tags.get(other).map(|tag| tag.to_string()).ok_or(None);
        }
        let Some(Late { key, .. }) = self.known.keys.get(other) else {
            return Err(Some(Problem::new(format!("`{other}` has no key"))));
        };
        let use_of_it = || Finding::warning(name, slot, Problem::new(""), range.clone());
        self.told.entry(other.clone()).or_insert_with(use_of_it);
        Ok(if word.whole { key.to_string() } else { key.short() })
    }

    fn unknown(&mut self, name: &Text) -> Problem {
        let definitions = self.known.definitions;
        if definitions.group_or_family(name).is_some() {
            return Problem::new(format!(
                "`{name}` stands for several targets, each with its own key"
            ))
            .hint("name one of them");
        }
        let all = || definitions.nodes().map(|node| node.name().clone()).collect();
        let names = self.names.get_or_insert_with(all).clone();
        let message = format!("there is no target, task or promotion `{name}`");
        let mut problem = Problem::new(message);
        problem.meant = Some(Box::new(Meant::new(name.clone(), vec![names])));
        problem
    }

    /// Warns of keys that are told and are no promise.
    fn tell_volatile(&mut self) {
        for (name, mut finding) in std::mem::take(&mut self.told) {
            let late = self.known.keys.get(&name);
            let Some(reason) = late.and_then(|late| late.volatile.as_ref()) else { continue };
            let message = format!("the key of `{name}` does not tell all of its image: {reason}");
            let hint = "an image with this key in its name may differ from the one before";
            finding.fault.problem = Problem {
                argument: finding.fault.problem.argument,
                ..Problem::new(message).hint(hint)
            };
            self.findings.push(finding);
        }
    }
}

/// The nodes whose images a text names.
pub(super) fn images(text: &str, owner: &Text) -> BTreeSet<Text> {
    let named = super::names(text).into_iter().filter(|named| named.part == Part::Image);
    named.map(|named| named.node.unwrap_or_else(|| owner.clone())).collect()
}

fn shifted(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start.saturating_add(by)..range.end.saturating_add(by)
}
