//! From groups to the targets they stand for.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::diag::{Diagnostic, Diagnostics};
use crate::span::Span;
use crate::target::{Definitions, Group, Places, Text};

use super::circle;
use super::request::Wanted;

/// What a request comes to: targets with the place that names them, in order, and groups.
#[derive(Default, Debug)]
pub(super) struct Gathered {
    pub(super) targets: Vec<(Text, Span)>,
    pub(super) groups: BTreeSet<Text>,
    /// The targets again, for looking up.
    known: HashSet<Text>,
    /// Groups that lead into no circle: all they stand for has been gathered.
    settled: HashSet<Text>,
}

/// A group whose members are being looked at.
struct Step<'a> {
    group: &'a Group,
    next: usize,
}

/// The targets and groups behind the names.
pub(super) fn gather(
    definitions: &Definitions,
    wanted: &[Wanted],
    diags: &mut Diagnostics,
) -> Gathered {
    let mut gathered = Gathered::default();
    for Wanted { name, place } in wanted {
        match definitions.group(name) {
            Some(group) => gather_group(definitions, group, &mut gathered, diags),
            None => gathered.add_target(name, *place),
        }
    }
    gathered
}

/// Goes through a group and the groups in it, each once.
///
/// A member that is a group under way, or an empty one, counts as the name of a target: bake
/// takes a group without members for a name that is no group. That is why the group `app` may
/// contain the target `app`, and why a true circle ends in a target that is not found.
fn gather_group<'a>(
    definitions: &'a Definitions,
    start: &'a Group,
    gathered: &mut Gathered,
    diags: &mut Diagnostics,
) {
    if gathered.settled.contains(&start.name) {
        return;
    }
    let mut under_way: HashMap<&str, usize> = HashMap::from([(&*start.name, 0)]);
    let mut visited: Vec<&Text> = vec![&start.name];
    let mut done: HashSet<&str> = HashSet::new();
    let mut steps = vec![Step { group: start, next: 0 }];
    let mut straight = true;
    while let Some(step) = steps.last_mut() {
        let Step { group, next } = step;
        let index = *next;
        *next += 1;
        let Some(member) = group.targets.as_ref().and_then(|targets| targets.get(index)) else {
            under_way.remove(&*group.name);
            done.insert(&group.name);
            steps.pop();
            continue;
        };
        let place = group.places.element("targets", index);
        let Some(inner) = definitions.group(member) else {
            gathered.add_target(member, place);
            continue;
        };
        let is_empty = inner.targets.as_ref().is_none_or(Vec::is_empty);
        if let Some(&depth) = under_way.get(&**member) {
            straight = false;
            warn_of_circle(definitions, &steps, depth, place, diags);
            gathered.add_target(member, place);
        } else if is_empty {
            visited.push(&inner.name);
            gathered.add_target(member, place);
        } else if !done.contains(&**member) && !gathered.settled.contains(member) {
            visited.push(&inner.name);
            under_way.insert(&inner.name, steps.len());
            steps.push(Step { group: inner, next: 0 });
        }
    }
    gathered.groups.extend(visited.iter().map(|&name| name.clone()));
    if straight {
        gathered.settled.extend(visited.into_iter().cloned());
    }
}

/// A circle is harmless only where the group is a member of itself and a target has its name.
fn warn_of_circle(
    definitions: &Definitions,
    steps: &[Step<'_>],
    depth: usize,
    place: Span,
    diags: &mut Diagnostics,
) {
    let circle: Vec<&str> = steps.iter().skip(depth).map(|step| &*step.group.name).collect();
    let is_own_target =
        circle.len() == 1 && circle.iter().all(|it| definitions.target(it).is_some());
    if !is_own_target {
        let message = format!("groups contain each other: {}", circle::path(&circle));
        diags.push(Diagnostic::warning(message, place).hint("take one of them out of the other"));
    }
}

impl Gathered {
    fn add_target(&mut self, name: &Text, place: Span) {
        if self.known.insert(name.clone()) {
            self.targets.push((name.clone(), place));
        }
    }
}

/// The groups as they are printed: those that were asked for, and `default`, which names the
/// request in alphabetical order, on top of its own members if it is among them.
///
/// bake leaves the word `default` itself out once there is such a group, even where it is a
/// target and other words came before it.
pub(super) fn printed(
    definitions: &Definitions,
    names: &BTreeSet<Text>,
    wanted: &[Wanted],
) -> BTreeMap<Text, Group> {
    let group = |name: &Text| definitions.group(name).map(|group| (name.clone(), group.clone()));
    let mut groups: BTreeMap<Text, Group> = names.iter().filter_map(group).collect();
    for Wanted { name, place } in wanted {
        if &**name == "default" && groups.contains_key(name) {
            continue;
        }
        let default = groups.entry("default".into()).or_insert_with(|| empty_default(*place));
        default.targets.get_or_insert_default().push(name.clone());
    }
    if let Some(targets) = groups.get_mut("default").and_then(|default| default.targets.as_mut()) {
        targets.sort();
        targets.dedup();
    }
    groups
}

fn empty_default(place: Span) -> Group {
    Group {
        name: "default".into(),
        description: Text::default(),
        targets: None,
        places: Arc::new(Places::of(place)),
    }
}
