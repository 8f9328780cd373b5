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
    gathered.expect_members(start);
    let mut under_way: TextMap<&str, usize> = std::iter::once((&*start.name, 0)).collect();
    let mut visited: Vec<&Text> = vec![&start.name];
    let mut done: TextSet<&str> = TextSet::default();
    let mut steps = vec![Step { group: start, next: 0 }];
    let (mut straight, mut walked) = (true, 0);
    while let Some(step) = steps.last_mut() {
        walked += 1;
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
        let Some(inner) = definitions.group_or_family(member) else {
            gathered.add_node(member, place);
            continue;
        };
        if let Some(&depth) = under_way.get(&**member) {
            let circle: Vec<&str> =
                steps.iter().skip(depth).map(|step| &*step.group.name).collect();
            if definitions.node(member).is_some() {
                straight = false;
                diags.extend((circle.len() > 1).then(|| circular(&circle, place).into_warning()));
                gathered.add_node(member, place);
            } else {
                diags.push(circular(&circle, place));
            }
        } else if inner.is_empty() {
            visited.push(&inner.name);
            if definitions.group(member).is_some() {
                gathered.add_node(member, place);
            }
        } else if !done.contains(&**member) && !gathered.settled.contains(member) {
            gathered.expect_members(inner);
            visited.push(&inner.name);
            under_way.insert(&inner.name, steps.len());
            steps.push(Step { group: inner, next: 0 });
        }
    }
    gathered.groups.extend(visited.iter().map(|&name| name.clone()));
    if straight {
        gathered.settled.extend(visited.into_iter().cloned());
    } else {
        gathered.effort.spend(walked);
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

    fn add_node(&mut self, name: &Text, place: Span) {
        if self.known.insert(name.clone()) {
            self.nodes.push((name.clone(), place));
        }
    }
}
