//! The groups of a plan, as bake prints them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::target::{Definitions, Group, Places};
use crate::text::Text;

use super::request::Wanted;

/// The groups as they are printed: those that were asked for, and `default`, which names the
/// request in alphabetical order, on top of its own members if it is among them.
///
/// bake leaves the word `default` itself out once there is such a group, even where it is a
/// target and other words came before it.
///
/// What bake has no target for is left out: tasks, promotions, and the targets in `left_out`; and
/// so are groups that have no other members.
pub(super) fn groups(
    definitions: &Definitions,
    names: &BTreeSet<Text>,
    wanted: &[Wanted],
    left_out: &HashSet<Text>,
) -> BTreeMap<Text, Group> {
    let gone = Gone::new(definitions, names, left_out);
    let group = |name: &Text| definitions.group(name).map(|group| (name.clone(), group.clone()));
    let groups = names.iter().filter(|name| !gone.groups.contains(&***name)).filter_map(group);
    let mut groups: BTreeMap<Text, Group> = groups.collect();
    for (name, group) in &mut groups {
        gone.take_out_of(name, group);
    }
    for Wanted { name, place } in wanted.iter().filter(|it| !gone.is_gone(&it.name, None)) {
        if &**name == "default" && groups.contains_key(name) {
            continue;
        }
        let default = groups
            .entry("default".into())
            .or_insert_with_key(|name| Group::new(name.clone(), Arc::new(Places::of(*place))));
        default.targets.get_or_insert_default().push(name.clone());
    }
    if let Some(targets) = groups.get_mut("default").and_then(|default| default.targets.as_mut()) {
        targets.sort();
        targets.edit().dedup();
    }
    groups
}

/// What is not to be printed, although groups name it.
struct Gone<'a> {
    definitions: &'a Definitions,
    left_out: &'a HashSet<Text>,
    /// Groups that have members, all of which are gone.
    groups: HashSet<&'a str>,
}

impl<'a> Gone<'a> {
    fn new(
        definitions: &'a Definitions,
        names: &BTreeSet<Text>,
        left_out: &'a HashSet<Text>,
    ) -> Self {
        let mut gone = Self { definitions, left_out, groups: HashSet::new() };
        if gone.is_nothing() {
            return gone;
        }
        let groups: Vec<&Group> = names.iter().filter_map(|name| definitions.group(name)).collect();
        gone.take_out(&groups);
        gone
    }

    /// Takes groups out that have no other members than those that are gone: first those of
    /// nothing but nodes, then those of such groups, and so on.
    fn take_out(&mut self, groups: &[&'a Group]) {
        let mut users: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut left = Vec::new();
        let mut ready = Vec::new();
        for (at, group) in groups.iter().enumerate() {
            let members = group.targets.as_deref().unwrap_or_default();
            let stay = members.iter().filter(|it| !self.is_gone(it, Some(&group.name)));
            let number = stay.map(|it| users.entry(it).or_default().push(at)).count();
            ready.extend((number == 0 && !group.is_empty()).then_some(at));
            left.push(number);
        }
        while let Some(group) = ready.pop().and_then(|at| groups.get(at)) {
            self.groups.insert(&group.name);
            for &user in users.get(&*group.name).into_iter().flatten() {
                let Some(left) = left.get_mut(user) else { continue };
                *left -= 1;
                ready.extend((*left == 0).then_some(user));
            }
        }
    }

    /// Whether everything that has a name is a target or a group, and nothing is left out.
    fn is_nothing(&self) -> bool {
        self.left_out.is_empty()
            && self.definitions.has_targets_only()
            && self.definitions.families().is_empty()
    }

    /// Whether a member is gone. The group itself as its own member means a target.
    fn is_gone(&self, name: &Text, group: Option<&Text>) -> bool {
        if self.definitions.group(name).is_some() && group != Some(name) {
            return self.groups.contains(&**name);
        }
        self.left_out.contains(name)
            || self.definitions.node(name).is_some_and(|it| !it.is_target())
            || self.definitions.families().contains_key(name)
    }

    fn take_out_of(&self, name: &Text, group: &mut Group) {
        if let Some(members) = group.targets.as_mut().filter(|_| !self.is_nothing()) {
            members.keep(|member| !self.is_gone(member, Some(name)));
        }
    }
}
