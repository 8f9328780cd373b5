//! The lists that targets share in bake, and what bake does to them.

use crate::diag::Problem;
use crate::target::{Attributes, Cache, List, Output, Secret, csv, output, room, secret};
use crate::text::Text;

use super::memory::{Memory, Slice};
use crate::select::Selected;
use crate::select::apply::{caches, each, is_registry, loaded, mark, pushed};
use crate::select::overrides::{Key, Setting};

/// The lists of one target. What a file does not say is nothing, as a null is.
///
/// All others are copied each time they are merged, so nobody shares them.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Lists {
    tags: Option<Slice>,
    platforms: Option<Slice>,
    output: Option<Slice>,
    cache_from: Option<Slice>,
    cache_to: Option<Slice>,
    secret: Option<Slice>,
}

/// An override of one of them.
#[derive(Debug)]
pub(super) struct Change {
    key: Key,
    setting: Setting,
    /// The texts that it sets, in one array: where they are the list, it is the same each time.
    texts: Slice,
}

/// What the lists of all targets are in.
#[derive(Debug)]
pub(super) struct Memories {
    texts: Memory<Text>,
    caches: Memory<Cache>,
    outputs: Memory<Output>,
    secrets: Memory<Secret>,
}

impl Memories {
    pub(super) fn new() -> Self {
        Self {
            texts: Memory::new(room::TEXT),
            caches: Memory::new(room::POINTER),
            outputs: Memory::new(room::POINTER),
            secrets: Memory::new(room::POINTER),
        }
    }

    /// How much is in them.
    pub(super) fn written(&self) -> usize {
        let Self { texts, caches, outputs, secrets } = self;
        texts.written() + caches.written() + outputs.written() + secrets.written()
    }

    /// Puts in what a block says.
    pub(super) fn put(&mut self, attributes: &Attributes) -> Lists {
        let Attributes { tags, platforms, output, cache_from, cache_to, secret, .. } = attributes;
        Lists {
            tags: tags.as_ref().map(|list| self.texts.put(list)),
            platforms: platforms.as_ref().map(|list| self.texts.put(list)),
            output: output.as_ref().map(|list| self.outputs.put(list)),
            cache_from: cache_from.as_ref().map(|list| self.caches.put(list)),
            cache_to: cache_to.as_ref().map(|list| self.caches.put(list)),
            secret: secret.as_ref().map(|list| self.secrets.put(list)),
        }
    }

    /// Puts in what the overrides of a target say.
    pub(super) fn put_changes(&mut self, settings: Vec<(Key, Setting)>) -> Vec<Change> {
        let change = |(key, setting): (Key, Setting)| {
            let room = room::one_by_one(setting.values.len(), room::TEXT);
            let texts = self.texts.put(&List::with_room(setting.values.clone(), room));
            Change { key, setting, texts }
        };
        settings.into_iter().map(change).collect()
    }

    /// What [`Attributes::merge`] does to them.
    pub(super) fn merge(&mut self, mine: &mut Lists, theirs: Lists) {
        let Lists { tags, platforms, output, cache_from, cache_to, secret } = theirs;
        mine.tags = tags.or(mine.tags);
        mine.platforms = platforms.or(mine.platforms);
        mine.output = output.or(mine.output);
        mine.cache_to = cache_to.or(mine.cache_to);
        if let Some(theirs) = cache_from {
            mine.cache_from = grown(&mut self.caches, mine.cache_from, theirs);
        }
        if let Some(theirs) = secret {
            mine.secret = self.more_secrets(mine.secret, theirs);
        }
    }

    fn more_secrets(&mut self, mine: Option<Slice>, theirs: Slice) -> Option<Slice> {
        let Some(mine) = mine else { return Some(theirs) };
        let all = self.secrets.append(Some(mine), theirs);
        self.one_secret_each(all)
    }

    fn one_secret_each(&mut self, all: Slice) -> Option<Slice> {
        let id = |secret: &Secret| secret.id.clone();
        (!all.is_empty()).then(|| self.secrets.last_of_each(all, id))
    }

    /// What [`Attributes::normalize`] does to them.
    pub(super) fn normalize(&mut self, lists: &mut Lists) {
        let Lists { tags, platforms, output, cache_from, cache_to, secret } = lists;
        for texts in [tags, platforms].into_iter().flatten() {
            *texts = self.texts.first_of_each(*texts, |text| !text.is_empty());
        }
        for caches in [cache_from, cache_to] {
            *caches = caches.and_then(|list| unique(&mut self.caches, list));
        }
        *output = output.and_then(|list| unique(&mut self.outputs, list));
        *secret = secret.and_then(|list| self.one_secret_each(list));
    }

    /// What an override does to them. One that cannot be read does nothing.
    pub(super) fn apply(&mut self, lists: &mut Lists, change: &Change) -> Result<(), Problem> {
        let Change { key, setting: Setting { value, values, append, .. }, texts } = change;
        let Self { texts: memory, caches: cache_memory, outputs, secrets } = self;
        match &*key.attribute {
            "tags" => set_texts(memory, &mut lists.tags, *texts, *append),
            "platform" => set_texts(memory, &mut lists.platforms, *texts, *append),
            "cache-from" => set(cache_memory, &mut lists.cache_from, &caches(values)?, *append),
            "cache-to" => set(cache_memory, &mut lists.cache_to, &caches(values)?, *append),
            "output" => set(outputs, &mut lists.output, &each(values, output::parse)?, *append),
            "push" => set_push(outputs, &mut lists.output, csv::truth(value)?),
            "load" => {
                let load = csv::truth(value)?;
                let added = loaded(outputs.things(lists.output)).filter(|_| load);
                add(outputs, &mut lists.output, added);
            }
            "secrets" => {
                let new = secrets.put(&each(values, secret::parse)?);
                let known = lists.secret.filter(|_| *append);
                lists.secret = self.more_secrets(known, new);
            }
            "secret" => set_secret(secrets, lists.secret, key, secret::parse(value)?),
            _ => {}
        }
        Ok(())
    }

    /// Gives a target the lists that it has in the end. Returns the names of those that it did not
    /// have before.
    pub(super) fn give(&self, lists: Lists, target: &mut Selected) -> Vec<&'static str> {
        let Lists { tags, platforms, output, cache_from, cache_to, secret } = lists;
        let Selected { attributes, linked, .. } = target;
        let changed = [
            ("cache-from", self.caches.give(cache_from, &mut attributes.cache_from)),
            ("cache-to", self.caches.give(cache_to, &mut attributes.cache_to)),
            // What is left of the output of a linked target is nobody else's.
            ("output", !*linked && self.outputs.give(output, &mut attributes.output)),
            ("platforms", self.texts.give(platforms, &mut attributes.platforms)),
            ("secret", self.secrets.give(secret, &mut attributes.secret)),
            ("tags", self.texts.give(tags, &mut attributes.tags)),
        ];
        changed.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name).collect()
    }
}

fn set_texts(memory: &mut Memory<Text>, mine: &mut Option<Slice>, texts: Slice, append: bool) {
    *mine = Some(if append { memory.append(*mine, texts) } else { texts });
}

fn set<T: Clone + Ord>(
    memory: &mut Memory<T>,
    mine: &mut Option<Slice>,
    list: &List<T>,
    append: bool,
) {
    let list = memory.put(list);
    *mine = if append { grown(memory, *mine, list) } else { Some(list) };
}

/// The list with another at its end and nothing twice. Who has none has the other one then.
fn grown<T: Clone + Ord>(
    memory: &mut Memory<T>,
    mine: Option<Slice>,
    theirs: Slice,
) -> Option<Slice> {
    let all = mine.map_or(theirs, |mine| memory.append(Some(mine), theirs));
    unique(memory, all)
}

fn unique<T: Clone + Ord>(memory: &mut Memory<T>, list: Slice) -> Option<Slice> {
    (!list.is_empty()).then(|| memory.without_repeats(list))
}

/// Changes where the first secret with an id comes from, for all who have it.
fn set_secret(secrets: &mut Memory<Secret>, mine: Option<Slice>, key: &Key, new: Secret) {
    let mut new = Some((new.src, new.env));
    secrets.change_each(mine, |secret| {
        if Some(&secret.id) == key.name.as_ref()
            && let Some(new) = new.take()
        {
            (secret.src, secret.env) = new;
        }
    });
}

fn set_push(outputs: &mut Memory<Output>, mine: &mut Option<Slice>, push: bool) {
    if !push {
        *mine = mine.map(|list| without_registry(outputs, list));
    }
    let added = pushed(outputs.things(*mine)).filter(|_| push);
    outputs.change_each(*mine, |output| mark(output, push));
    add(outputs, mine, added);
}

fn without_registry(outputs: &mut Memory<Output>, mut list: Slice) -> Slice {
    loop {
        let registry = outputs.things(Some(list)).position(is_registry);
        let Some(at) = registry else { return list };
        list = outputs.swap_remove(list, at);
    }
}

fn add(outputs: &mut Memory<Output>, mine: &mut Option<Slice>, added: Option<Output>) {
    if let Some(added) = added {
        let added = outputs.put(&[added].into());
        *mine = Some(outputs.append(*mine, added));
    }
}
