//! One target's attributes on top of another's.

use crate::target::normalize::{last_of_each, without_repeats};
use crate::target::{Attributes, Cache, List, Named, NullableTexts, room};

/// How many policies a target may have. What is inherited in two ways is there twice, as in bake,
/// and so a short file could ask for any number. One more than these are kept, to tell.
pub const MOST_POLICIES: usize = 1_000;

impl Attributes {
    /// Takes over what `other` says, as a block does that repeats a target or inherits from one.
    ///
    /// Each attribute has bake's rule: most are replaced, maps are merged by name, and
    /// `annotations`, `attest`, `cache-from`, `entitlements`, `inherits`, `no-cache-filter`,
    /// `policy`, `secret`, `ssh` and `ulimits` grow. `cache-to`, `output`, `platforms` and `tags`
    /// are replaced although they are lists. An empty `description` says nothing.
    ///
    /// Here each list is its own. In bake, lists may share the room behind them, so that what one
    /// heir adds overwrites what another one has added: `select::shared` sees to that.
    pub fn merge(&mut self, other: &Self) {
        let Self {
            description,
            inherits,
            annotations,
            attest,
            context,
            contexts,
            dockerfile,
            dockerfile_inline,
            args,
            labels,
            tags,
            cache_from,
            cache_to,
            target,
            secret,
            ssh,
            platforms,
            output,
            pull,
            no_cache,
            network,
            no_cache_filter,
            shm_size,
            ulimits,
            resources,
            call,
            entitlements,
            extra_hosts,
            policy,
            bases,
            additions,
        } = other;
        if let Some(bases) = bases {
            let mine = self.bases.get_or_insert_default();
            mine.merge(bases, context.is_some(), contexts.as_ref());
        }
        replace(&mut self.description, description.as_ref().filter(|text| !text.is_empty()));
        grow(&mut self.inherits, inherits.as_ref());
        grow(&mut self.annotations, annotations.as_ref());
        grow_keyed(&mut self.attest, attest.as_ref(), |attest| attest.kind.clone());
        replace(&mut self.context, context.as_ref());
        put_all(&mut self.contexts, contexts.as_ref());
        replace(&mut self.dockerfile, dockerfile.as_ref());
        replace(&mut self.dockerfile_inline, dockerfile_inline.as_ref());
        put_given(&mut self.args, args.as_ref());
        put_given(&mut self.labels, labels.as_ref());
        replace(&mut self.tags, tags.as_ref());
        if let Some(theirs) = cache_from {
            grow_caches(&mut self.cache_from, theirs);
        }
        replace(&mut self.cache_to, cache_to.as_ref());
        replace(&mut self.target, target.as_ref());
        grow_keyed(&mut self.secret, secret.as_ref(), |secret| secret.id.clone());
        grow_keyed(&mut self.ssh, ssh.as_ref(), |ssh| ssh.id.clone());
        replace(&mut self.platforms, platforms.as_ref());
        replace(&mut self.output, output.as_ref());
        replace(&mut self.pull, pull.as_ref());
        replace(&mut self.no_cache, no_cache.as_ref());
        replace(&mut self.network, network.as_ref());
        grow(&mut self.no_cache_filter, no_cache_filter.as_ref());
        replace(&mut self.shm_size, shm_size.as_ref());
        grow(&mut self.ulimits, ulimits.as_ref());
        if let Some(resources) = resources {
            self.resources.get_or_insert_default().merge(resources);
        }
        replace(&mut self.call, call.as_ref());
        grow(&mut self.entitlements, entitlements.as_ref());
        put_given(&mut self.extra_hosts, extra_hosts.as_ref());
        grow(&mut self.policy, policy.as_ref());
        if let Some(policies) = self.policy.as_mut().filter(|all| all.len() > MOST_POLICIES) {
            policies.edit().truncate(MOST_POLICIES + 1);
        }
        if let Some(additions) = additions {
            self.additions.get_or_insert_default().merge(additions);
        }
    }
}

pub(crate) fn replace<T: Clone>(mine: &mut Option<T>, theirs: Option<&T>) {
    if let Some(theirs) = theirs {
        *mine = Some(theirs.clone());
    }
}

/// Adds their elements at the end. Two empty lists make no list: Go's `append` gives back what
/// it was given.
fn grow<T: Clone>(mine: &mut Option<List<T>>, theirs: Option<&List<T>>) {
    let Some(theirs) = theirs.filter(|theirs| !theirs.is_empty()) else { return };
    match mine {
        Some(mine) if !mine.is_empty() => mine.edit().extend_from_slice(theirs),
        _ => *mine = Some(theirs.clone()),
    }
}

/// Adds their elements and drops those that are there already.
pub(crate) fn grow_caches(mine: &mut Option<List<Cache>>, theirs: &List<Cache>) {
    match mine {
        Some(mine) => mine.append(theirs, room::POINTER),
        None => *mine = Some(theirs.clone()),
    }
    without_repeats(mine);
}

/// Adds their elements, each in the place of the one with its key if there is one. The key is
/// looked at only where both sides have a list: one side alone is taken as it is, repeats and
/// all, until [`Attributes::normalize`].
pub(crate) fn grow_keyed<T: Clone, K: Ord>(
    mine: &mut Option<List<T>>,
    theirs: Option<&List<T>>,
    key: impl Fn(&T) -> K,
) {
    match (mine.as_mut(), theirs) {
        (Some(list), Some(theirs)) => {
            list.edit().extend_from_slice(theirs);
            last_of_each(mine, key);
        }
        (None, Some(theirs)) => *mine = Some(theirs.clone()),
        _ => {}
    }
}

/// Puts their entries over mine; an entry without a value leaves mine alone.
fn put_given(mine: &mut Option<NullableTexts>, theirs: Option<&NullableTexts>) {
    let Some(theirs) = theirs else { return };
    if mine.is_none() && theirs.values().all(Option::is_some) {
        put_all(mine, Some(theirs));
        return;
    }
    if theirs.values().any(Option::is_some) {
        mine.get_or_insert_default().overlay(theirs, Option::is_some);
    }
}

fn put_all<T: Clone>(mine: &mut Option<Named<T>>, theirs: Option<&Named<T>>) {
    let Some(theirs) = theirs.filter(|theirs| !theirs.is_empty()) else { return };
    match mine {
        Some(mine) if !mine.is_empty() => mine.overlay(theirs, |_| true),
        _ => *mine = Some(theirs.clone()),
    }
}
