//! Which targets are looked at.

use std::collections::BTreeSet;

use super::Subject;
use crate::declare::{BlockKind, Declaration, NodeKind, Program};
use crate::eval::{Reference, references};
use crate::select::{self, Everything, Links};
use crate::span::Spanned;
use crate::syntax::ast::StepKind;
use crate::text::Text;

/// The targets that a build of what was asked for builds. Where everything was asked for, those
/// are left out that only lend others what they say: they may not be complete.
pub fn scope(subject: &Subject<'_>, everything: &Everything) -> Vec<Text> {
    let starts = match &subject.asked {
        Some(asked) => asked.clone(),
        None => built(subject, everything),
    };
    let targets = &everything.selection.targets;
    closure(starts, everything).into_iter().filter(|name| targets.contains_key(name)).collect()
}

/// Names, and all that they need.
fn closure(starts: BTreeSet<Text>, everything: &Everything) -> BTreeSet<Text> {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<Text> = starts.into_iter().collect();
    while let Some(name) = waiting.pop() {
        if !reached.contains(&name) {
            waiting.extend(everything.needed_by(&name).cloned());
            reached.insert(name);
        }
    }
    reached
}

/// Everything but targets that only lend others what they say.
fn built(subject: &Subject<'_>, everything: &Everything) -> BTreeSet<Text> {
    let named = named(subject, everything);
    let lent = lent(subject);
    let targets = subject.definitions.targets().iter();
    let alone = targets.filter(|it| !lent.contains(&it.name) && !it.name.starts_with('_'));
    let mut all: BTreeSet<Text> = alone.map(|it| it.name.clone()).collect();
    let others = everything.selection.nodes().filter(|(_, node)| !node.is_target());
    all.extend(others.map(|(name, _)| name.clone()));
    if !subject.only.is_empty() {
        let chosen = asked(subject, subject.definitions.targets().iter().map(|it| &it.name));
        all.retain(|name| chosen.contains(name));
    }
    all.extend(named);
    all
}

/// What groups, contexts, needs, tasks and promotions name.
pub(super) fn named(subject: &Subject<'_>, everything: &Everything) -> BTreeSet<Text> {
    let mut named = asked(subject, written_groups(subject).iter());
    for (user, _) in everything.selection.nodes() {
        named.extend(everything.needed_by(user).cloned());
    }
    named
}

/// What names ask for.
pub(super) fn asked<'a>(
    subject: &Subject<'_>,
    names: impl Iterator<Item = &'a Text>,
) -> BTreeSet<Text> {
    let place = |name: &Text| {
        let definitions = subject.definitions;
        let group = definitions.group(name).map(|it| it.places.head);
        group.or_else(|| definitions.target(name).map(|it| it.places.head))
    };
    let words = names.filter_map(|name| Some(Spanned::new(name.to_string(), place(name)?)));
    let words: Vec<_> = words.collect();
    if words.is_empty() {
        return BTreeSet::new();
    }
    let links = Links::new();
    let request = select::Request {
        targets: &words,
        only: subject.only,
        overrides: &[],
        policy_disabled: false,
        links: &links,
    };
    select::asked(subject.definitions, &request)
}

/// The groups that somebody wrote: not those that stand for the cells of a matrix.
pub(super) fn written_groups(subject: &Subject<'_>) -> Vec<Text> {
    let blocks = subject.program.iter().flat_map(|program| &program.blocks);
    let matrices: BTreeSet<&str> = blocks
        .clone()
        .filter(|it| it.kind == BlockKind::Target)
        .map(|it| &*it.label.value)
        .collect();
    let written: BTreeSet<&str> =
        blocks.filter(|it| it.kind == BlockKind::Group).map(|it| &*it.label.value).collect();
    let names = subject.definitions.groups().iter().map(|group| &group.name);
    let is_written = |name: &&Text| written.contains(&***name) || !matrices.contains(&***name);
    names.filter(is_written).cloned().collect()
}

/// The targets that others inherit from or refer to in their expressions.
pub(super) fn lent(subject: &Subject<'_>) -> BTreeSet<Text> {
    let targets = subject.definitions.targets().iter();
    let inherited = targets.flat_map(|it| it.attributes.inherits.iter().flatten());
    let mut lent: BTreeSet<Text> = inherited.cloned().collect();
    if let Some(program) = subject.program {
        lent.extend(referred_to(program));
    }
    lent
}

/// The names in `target.NAME` of all expressions.
fn referred_to(program: &Program) -> Vec<Text> {
    fn all<K>(block: &Declaration<K>) -> Vec<Text> {
        let found = block.all().flat_map(|it| references(&it.expr).variables);
        found.filter_map(|it| target_of(&it)).collect()
    }
    let nodes = program.nodes.iter().flat_map(all::<NodeKind>);
    program.blocks.iter().flat_map(all::<BlockKind>).chain(nodes).collect()
}

fn target_of(reference: &Reference<'_>) -> Option<Text> {
    if &*reference.root.value != "target" {
        return None;
    }
    match &reference.steps.first()?.kind {
        StepKind::Attribute(name) => Some(name.as_str().into()),
        StepKind::Index(_) => None,
    }
}
