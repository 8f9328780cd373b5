//! The normal form of attributes: no repeats, nothing empty.

use std::collections::{BTreeMap, BTreeSet};

use crate::target::{Attributes, Text, Texts};

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
        if network.as_deref() == Some("host") {
            entitlements.get_or_insert_default().push("network.host".into());
        }
        first_of_each(entitlements);
        drop_empty(contexts);
        additions.normalize();
    }
}

/// Keeps the first of equal texts and no empty ones.
pub(crate) fn first_of_each(texts: &mut Option<Vec<Text>>) {
    if let Some(texts) = texts {
        texts.retain(|text| !text.is_empty());
        if texts.len() > 1 {
            let mut seen = BTreeSet::new();
            texts.retain(|text| seen.insert(text.clone()));
        }
    }
}

/// Keeps the last of those with the same key, in the place of the first.
pub(crate) fn last_of_each<T, K: Ord>(things: &mut Option<Vec<T>>, key: impl Fn(&T) -> K) {
    if things.as_ref().is_none_or(|things| things.len() == 1) {
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
    *things = (!kept.is_empty()).then_some(kept);
}

/// Keeps one of equal things, in bake's order: from the back, a thing that has an equal behind it
/// costs the place behind, and the last of the list moves there. So `a b b c` becomes `a b c`, and
/// `a b a c d` becomes `a b d c`.
pub(crate) fn without_repeats<T: Clone + Ord>(things: &mut Option<Vec<T>>) {
    let Some(list) = things.as_mut().filter(|list| list.len() != 1) else { return };
    // The elements behind the current one are all different, so each has one place.
    let mut places: BTreeMap<T, usize> = BTreeMap::new();
    for index in (0..list.len()).rev() {
        let Some(thing) = list.get(index).cloned() else { continue };
        if let Some(place) = places.insert(thing, index) {
            list.swap_remove(place);
            if let Some(moved) = list.get(place) {
                places.insert(moved.clone(), place);
            }
        }
    }
    if list.is_empty() {
        *things = None;
    }
}

fn drop_empty(contexts: &mut Option<Texts>) {
    if let Some(entries) = contexts {
        entries.retain(|_, context| !context.is_empty());
        if entries.is_empty() {
            *contexts = None;
        }
    }
}
