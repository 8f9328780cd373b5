//! What targets do to each other's lists in bake.
//!
//! There, a target that inherits a list has the same list as the one it inherits from, in the same
//! memory. What it then adds may overwrite what another heir has added, and a secret or an output
//! that an override changes for one target is changed for all who have it. That depends on what
//! else is asked for, and in which order. It is a flaw, but it decides what bake builds: so the
//! plan says the same, with a warning.
//!
//! For any of this to show, it takes room behind a `cache-from`, or an override of such a list. Where
//! there is either, what bake does to such lists is done once more here, step by step, in a [`memory`] like its own,
//! and if a target has other lists in the end, it gets them.

mod memory;
mod lists;

use std::collections::BTreeMap;
use std::{iter, slice};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::span::Span;
use crate::target::normalize::has_repeats;
use crate::target::{Definition, Definitions, Places};
use crate::text::{Text, TextMap, TextSet};

use super::link::linked_from;
use super::overrides::Overrides;
use super::request::Wanted;
use super::{Selection, group};
use lists::{Change, Lists, Memories};

/// How many steps are taken in all, and how much is put into lists. bake looks at all that a target
/// inherits anew for each target, and at each target anew for each word that asks for it.
const EFFORT: usize = 4_000_000;

/// The overrides that change what others may have too.
const CHANGING: [&str; 8] =
    ["cache-from", "cache-to", "load", "output", "platform", "push", "secret", "tags"];

/// Gives the targets that were asked for, and those that they are linked to, the lists they have
/// in bake.
pub(super) fn share(
    selection: &mut Selection,
    wanted: &[Wanted],
    definitions: &Definitions,
    overrides: &Overrides,
    diags: &mut Diagnostics,
) {
    let shows = overrides.show_elsewhere(&CHANGING) || caches_show(definitions);
    if !shows || diags.has_errors() {
        return;
    }
    let mut replay = Replay::new(definitions, overrides);
    let order = in_order(selection, definitions, wanted);
    // Of a target that comes up again, the last lists count.
    let resolved = order.into_iter().map(|name| {
        let lists = replay.resolve(&name)?;
        Some((name, lists))
    });
    let Some(lists) = resolved.collect::<Option<BTreeMap<Text, Lists>>>() else {
        diags.extend(wanted.first().map(|word| too_much(word.place)));
        return;
    };
    for (name, lists) in lists {
        let Some(target) = selection.targets.get_mut(&name) else { continue };
        let changed = replay.memories.give(lists, target);
        diags.extend(changed.into_iter().map(|list| warning(&name, list, &target.places)));
    }
}

fn too_much(place: Span) -> Diagnostic {
    let message = "there is too much to follow of what targets do to each other's lists in bake";
    Diagnostic::warning(message, place).coded(Code::SharedList).hint("ask for fewer targets")
}

fn warning(target: &str, list: &str, places: &Places) -> Diagnostic {
    let message = format!("`{list}` of `{target}` is changed by what is done to another target");
    let hint =
        format!("in bake, targets share lists they inherit: let `{target}` inherit no `{list}`");
    Diagnostic::warning(message, places.attribute(list)).coded(Code::SharedList).hint(hint)
}

/// The targets in the order in which bake resolves them: those of each word that asks for some,
/// also if another word has asked for them too, then those that are contexts of them, and of these.
fn in_order(selection: &Selection, definitions: &Definitions, wanted: &[Wanted]) -> Vec<Text> {
    let mut unsaid = Diagnostics::new();
    let words = wanted.iter().map(slice::from_ref);
    let gathered = words.flat_map(|word| group::gather(definitions, word, &mut unsaid).nodes);
    let asked = gathered.map(|(name, _)| name).filter(|name| selection.targets.contains_key(name));
    let mut order: Vec<Text> = asked.take(EFFORT).collect();
    let mut seen: TextSet<Text> = order.iter().cloned().collect();
    let mut at = 0;
    while let Some(user) = order.get(at).cloned() {
        let contexts = linked_from(&user, &selection.targets).map(|(_, target)| target.into());
        order.extend(contexts.filter(|target: &Text| seen.insert(target.clone())));
        at += 1;
    }
    order
}

/// Whether lists that grow while they are inherited, which are those of `cache-from`, may have
/// room that two targets fill.
fn caches_show(definitions: &Definitions) -> bool {
    let mut targets = definitions.targets().iter();
    targets.any(|target| target.attributes.cache_from.is_some())
        && parents(definitions).any(makes_room)
}

/// The targets that others inherit from; some come up more than once.
fn parents(definitions: &Definitions) -> impl Iterator<Item = &Definition> {
    let targets = definitions.targets().iter();
    let lists = targets.filter_map(|target| target.attributes.inherits.as_deref());
    let mut last = None;
    // Most inherit what the one before inherits: they are cells of one matrix.
    let others = lists.filter(move |inherits| last.replace(*inherits) != Some(*inherits));
    others.flatten().filter_map(|name| definitions.target(name))
}

/// Whether the `cache-from` of a target may have room to spare: where something was dropped from
/// it, or added to it.
fn makes_room(target: &Definition) -> bool {
    let inherited = target.attributes.inherits.as_ref().map_or(0, |names| names.len());
    let own = target.attributes.cache_from.as_ref().filter(|list| !list.is_empty());
    inherited > 1
        || own.is_some_and(|list| inherited > 0 || list.room() > list.len() || has_repeats(list))
}

/// What bake does, so far.
struct Replay<'a> {
    definitions: &'a Definitions,
    overrides: &'a Overrides,
    memories: Memories,
    blocks: TextMap<&'a str, Block>,
    steps: usize,
}

/// What is said of a target: by its block, and by overrides.
struct Block {
    lists: Lists,
    changes: Vec<Change>,
}

/// A target whose parents are being resolved.
struct Step<'a> {
    definition: &'a Definition,
    parents: slice::Iter<'a, Text>,
    lists: Lists,
}

impl<'a> Step<'a> {
    fn new(definition: &'a Definition) -> Self {
        let parents = definition.attributes.inherits.as_deref().unwrap_or_default().iter();
        Self { definition, parents, lists: Lists::default() }
    }
}

impl<'a> Replay<'a> {
    fn new(definitions: &'a Definitions, overrides: &'a Overrides) -> Self {
        let (memories, blocks) = (Memories::new(), TextMap::default());
        Self { definitions, overrides, memories, blocks, steps: 0 }
    }

    /// The lists of a target with all it inherits. Parents are remembered no longer than this
    /// takes: the next target that inherits from them makes new lists of what their blocks say.
    ///
    /// Nothing once too much has been done.
    fn resolve(&mut self, start: &str) -> Option<Lists> {
        let start = self.definitions.target(start)?;
        // Nothing is known of those that are under way: a parent that is one is left out.
        let mut known: TextMap<&str, Option<Lists>> = iter::once((&*start.name, None)).collect();
        let mut steps = vec![Step::new(start)];
        while let Some(step) = steps.last_mut() {
            self.steps += 1;
            if self.steps + self.memories.written() > EFFORT {
                return None;
            }
            if let Some(parent) = step.parents.next() {
                match (known.get(&**parent), self.definitions.target(parent)) {
                    (Some(Some(lists)), _) => self.memories.merge(&mut step.lists, *lists),
                    (None, Some(definition)) => {
                        known.insert(&definition.name, None);
                        steps.push(Step::new(definition));
                    }
                    _ => {}
                }
                continue;
            }
            let Step { definition, lists, .. } = steps.pop()?;
            let lists = self.settled(definition, lists);
            known.insert(&definition.name, Some(lists));
            match steps.last_mut() {
                Some(child) => self.memories.merge(&mut child.lists, lists),
                None => return Some(lists),
            }
        }
        None
    }

    /// The lists of a target on top of those it inherits.
    fn settled(&mut self, definition: &'a Definition, inherited: Lists) -> Lists {
        let Self { overrides, memories, blocks, .. } = self;
        let block = blocks.entry(&definition.name).or_insert_with(|| Block {
            lists: memories.put(&definition.attributes),
            changes: memories.put_changes(overrides.of(&definition.name)),
        });
        let mut lists = Lists::default();
        memories.merge(&mut lists, inherited);
        memories.merge(&mut lists, block.lists);
        for change in &block.changes {
            // There is none that cannot be read: that would have been an error.
            memories.apply(&mut lists, change).unwrap_or_default();
        }
        memories.normalize(&mut lists);
        lists
    }
}
