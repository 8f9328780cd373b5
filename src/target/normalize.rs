//! The normal form of attributes: no repeats, nothing empty.

use std::collections::{BTreeMap, BTreeSet};

use crate::target::{Attributes, List, Texts};
use crate::text::Text;

impl Attributes {
    /// Drops repeats and empty texts, drops contexts that are empty (which is how an inherited
    /// one is taken back), and gives the network mode `host` the entitlement it needs.
    ///
    /// bake does this each time a target has been merged with one it inherits.
    pub fn normalize(&mut self) {
        let Self {
            description: _,
            inherits: _,
            annotations,
            attest,
            context: _,
            contexts,
            dockerfile: _,
            dockerfile_inline: _,
            args: _,
            labels: _,
            tags,
            cache_from,
            cache_to,
            target: _,
            secret,
            ssh,
            platforms,
            output,
            pull: _,
            no_cache: _,
            network,
            no_cache_filter,
            shm_size: _,
            ulimits,
            resources: _,
            call: _,
            entitlements,
            extra_hosts: _,
            policy: _,
            bases: _,
            additions,
        } = self;
        for texts in [annotations, tags, platforms, no_cache_filter, ulimits] {
            first_of_each(texts);
        }
        last_of_each(attest, |attest| attest.kind.clone());
        last_of_each(secret, |secret| secret.id.clone());
        last_of_each(ssh, |ssh| ssh.id.clone());
        without_repeats(cache_from);
        without_repeats(cache_to);
        without_repeats(output);
        if network.as_deref().is_some_and(|mode| mode == "host") {
            entitlements.get_or_insert_default().push("network.host".into());
        }
        first_of_each(entitlements);
        drop_empty(contexts);
        if let Some(additions) = additions {
            additions.normalize();
        }
    }
}

/// Keeps the first of equal texts and no empty ones.
pub(crate) fn first_of_each(texts: &mut Option<List<Text>>) {
    let Some(texts) = texts else { return };
    texts.keep(|text| !text.is_empty());
    if has_repeats(texts) {
        let mut seen = BTreeSet::new();
        texts.edit().retain(|text| seen.insert(text.clone()));
    }
}

/// How many things are compared one by one.
const FEW: usize = 8;

/// Whether any of them is there more than once.
pub(crate) fn has_repeats<T: Ord>(things: &[T]) -> bool {
    if things.len() <= FEW {
        return (1..things.len()).any(|at| things[at..].contains(&things[at - 1]));
    }
    things.iter().collect::<BTreeSet<_>>().len() < things.len()
}

/// Keeps the last of those with the same key, in the place of the first.
pub(crate) fn last_of_each<T: Clone, K: Ord>(things: &mut Option<List<T>>, key: impl Fn(&T) -> K) {
    let Some(list) = things else { return };
    if !list.is_empty() && !has_repeats(&list.iter().map(&key).collect::<Vec<K>>()) {
        return;
    }
    let mut places = BTreeMap::new();
    let mut kept: Vec<T> = Vec::new();
    for thing in things.take().into_iter().flatten() {
        let place = *places.entry(key(&thing)).or_insert(kept.len());
        if let Some(earlier) = kept.get_mut(place) {
            *earlier = thing;
        } else {
            kept.push(thing);
        }
    }
    *things = (!kept.is_empty()).then(|| kept.into());
}

/// Keeps one of equal things, in bake's order: from the back, a thing that has an equal behind it
/// costs the place behind, and the last of the list moves there. So `a b b c` becomes `a b c`, and
/// `a b a c d` becomes `a b d c`.
pub(crate) fn without_repeats<T: Clone + Ord>(things: &mut Option<List<T>>) {
    match things {
        Some(list) if list.is_empty() => *things = None,
        Some(list) if has_repeats(list) => drop_repeats(list.edit()),
        _ => {}
    }
}

fn drop_repeats<T: Clone + Ord>(list: &mut Vec<T>) {
    let kept = repeats_to_the_back(list, T::clone);
    list.truncate(kept);
}

/// Moves what is to be dropped behind what is to be kept, which is how bake drops it: the list
/// gets shorter, but its array keeps all. Returns how many are kept.
pub(crate) fn repeats_to_the_back<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) -> usize {
    // The elements behind the current one are all different, so each has one place.
    let mut places: BTreeMap<K, usize> = BTreeMap::new();
    let mut kept = list.len();
    for index in (0..list.len()).rev() {
        let Some(thing) = list.get(index) else { continue };
        if let Some(place) = places.insert(key(thing), index) {
            kept -= 1;
            list.swap(place, kept);
            if let Some(moved) = list.get(place).filter(|_| place < kept) {
                places.insert(key(moved), place);
            }
        }
    }
    kept
}

fn drop_empty(contexts: &mut Option<Texts>) {
    if let Some(entries) = contexts {
        entries.keep(|_, context| !context.is_empty());
        if entries.is_empty() {
            *contexts = None;
        }
    }
}
