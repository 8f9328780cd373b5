//! From groups to what they stand for.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Diagnostics, words};
use crate::span::Span;
use crate::target::{Definitions, Group};
use crate::text::{Text, TextMap, TextSet};

use super::circle;
use super::request::Wanted;

/// What a request comes to: targets, tasks and promotions, or what is taken for the name of one,
/// with the place that names them, in order; and groups.
#[derive(Default, Debug)]
pub(super) struct Gathered {
    pub(super) nodes: Vec<(Text, Span)>,
    pub(super) groups: BTreeSet<Text>,
    /// The nodes again, for looking up.
    known: TextSet<Text>,
    /// Groups that lead into no circle: all they stand for has been gathered.
    settled: TextSet<Text>,
    effort: circle::Effort,
}

/// A group whose members are being looked at.
struct Step<'a> {
    group: &'a Group,
    next: usize,
}

/// A walk through a group and the groups in it.
#[derive(Default)]
struct Walk<'a> {
    /// The groups that are under way, each in the one before.
    steps: Vec<Step<'a>>,
    /// Where among the steps they are.
    under_way: TextMap<&'a str, usize>,
    /// All groups that were met.
    visited: Vec<&'a Text>,
    /// Those with members whose members all have been met.
    done: TextSet<&'a str>,
    /// Whether it led into a circle that something comes of, which depends on the start.
    is_crooked: bool,
    /// How many steps it took.
    length: usize,
}

/// What is behind the names.
pub(super) fn gather(
    definitions: &Definitions,
    wanted: &[Wanted],
    diags: &mut Diagnostics,
) -> Gathered {
    let mut gathered = Gathered::default();
    for Wanted { name, place } in wanted {
        match definitions.group_or_family(name) {
            Some(group) => gather_group(definitions, group, &mut gathered, diags),
            None => gathered.add_node(name, *place),
        }
    }
    gathered
}

/// Goes through a group and the groups in it, each once.
///
/// A member that is a group under way, or an empty one, counts as the name of a target: bake
/// takes a group without members for a name that is no group. That is why the group `app` may
/// contain the target `app`, and why a true circle is an error: it ends in a target that is not
/// there. A label of which no cell is left stands for nothing.
fn gather_group<'a>(
    definitions: &'a Definitions,
    start: &'a Group,
    gathered: &mut Gathered,
    diags: &mut Diagnostics,
) {
    if gathered.settled.contains(&start.name) {
        return;
    }
    if gathered.effort.is_spent() {
        diags.extend(gathered.effort.error(&start.name, start.places.attribute("targets")));
        return;
    }
    let mut walk = Walk::default();
    walk.enter(start, gathered);
    while let Some((member, place)) = walk.next() {
        let Some(inner) = definitions.group_or_family(member) else {
            gathered.add_node(member, place);
            continue;
        };
        if let Some(circle) = walk.circle(member) {
            if definitions.node(member).is_some() {
                walk.is_crooked = true;
                diags.extend((circle.len() > 1).then(|| circular(&circle, place).into_warning()));
                gathered.add_node(member, place);
            } else {
                diags.push(circular(&circle, place));
            }
        } else if inner.is_empty() {
            walk.visited.push(&inner.name);
            if definitions.group(member).is_some() {
                gathered.add_node(member, place);
            }
        } else if !walk.done.contains(&**member) && !gathered.settled.contains(member) {
            walk.enter(inner, gathered);
        }
    }
    gathered.take_in(&walk);
}

impl<'a> Walk<'a> {
    fn enter(&mut self, group: &'a Group, gathered: &mut Gathered) {
        gathered.expect_members(group);
        self.visited.push(&group.name);
        self.under_way.insert(&group.name, self.steps.len());
        self.steps.push(Step { group, next: 0 });
    }

    /// The next member of the innermost group, and where that is said; of a group that has no
    /// more, that is the end.
    fn next(&mut self) -> Option<(&'a Text, Span)> {
        while let Some(Step { group, next }) = self.steps.last_mut() {
            self.length += 1;
            let (group, index) = (*group, *next);
            *next += 1;
            if let Some(member) = group.targets.as_ref().and_then(|targets| targets.get(index)) {
                return Some((member, group.places.element("targets", index)));
            }
            self.under_way.remove(&*group.name);
            self.done.insert(&group.name);
            self.steps.pop();
        }
        None
    }

    /// The groups from one that is under way on, if it is.
    fn circle(&self, name: &str) -> Option<Vec<&'a str>> {
        let &depth = self.under_way.get(name)?;
        Some(self.steps.iter().skip(depth).map(|step| &*step.group.name).collect())
    }
}

/// The error for a circle. It is harmless only where something else has the name of the group.
fn circular(circle: &[&str], place: Span) -> Diagnostic {
    let message = format!("groups contain each other: {}", words::circle(circle));
    Diagnostic::error(message, place).hint("take one of them out of the other")
}

impl Gathered {
    /// Makes room for the members of a group.
    fn expect_members(&mut self, group: &Group) {
        let more = group.targets.as_ref().map_or(0, |targets| targets.len());
        self.nodes.reserve(more);
        self.known.reserve(more);
    }

    /// Takes in which groups a walk has met.
    fn take_in(&mut self, walk: &Walk<'_>) {
        self.groups.extend(walk.visited.iter().map(|&name| name.clone()));
        if walk.is_crooked {
            self.effort.spend(walk.length);
        } else {
            self.settled.extend(walk.visited.iter().map(|&name| name.clone()));
        }
    }

    fn add_node(&mut self, name: &Text, place: Span) {
        if self.known.insert(name.clone()) {
            self.nodes.push((name.clone(), place));
        }
    }
}
