//! Tasks and promotions as definitions, under names that are nobody else's.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::declare::Declaration;
use crate::diag::Diagnostic;
use crate::span::Span;
use crate::target::{Definitions, Group, Places};
use crate::text::Text;

use super::node::{Family, Node};
use super::resolver::Resolver;

/// Who has a name: what it is, and where it gets the name.
type Owner = (&'static str, Span);

/// Takes in tasks and promotions. Labels that make several stand for all of them.
pub(super) fn add(
    resolver: &mut Resolver<'_>,
    definitions: &mut Definitions,
    families: Vec<Family>,
) {
    let mut taken = if families.is_empty() { BTreeMap::new() } else { owners(definitions) };
    for family in families {
        let owner = (family.kind.noun(), family.named);
        let mut names: Vec<Text> = family.nodes.iter().map(Node::name).cloned().collect();
        let renamed = names != [family.label.clone()];
        names.extend(renamed.then(|| family.label.clone()).filter(|label| !names.contains(label)));
        for name in &names {
            match taken.get(name) {
                Some(first) => drop(resolver.fail(taken_twice(name, owner, *first))),
                None => drop(taken.insert(name.clone(), owner)),
            }
        }
        if renamed {
            names.truncate(family.nodes.len());
            add_family(definitions, &family.label, names, &family.places);
        }
        for node in family.nodes {
            match node {
                Node::Task(task) => definitions.add_task(task),
                Node::Promotion(promotion) => definitions.add_promotion(promotion),
            }
        }
    }
}

fn add_family(definitions: &mut Definitions, label: &Text, names: Vec<Text>, places: &Arc<Places>) {
    let mut group = Group::new(label.clone(), Arc::new(Places::of(places.head)));
    group.targets = Some(names.into());
    definitions.add_family(group);
}

/// Takes in the labels of targets whose matrix has been left without a cell, so that naming one is
/// no mistake. A label that means something all the same is left alone.
pub(super) fn add_emptied(definitions: &mut Definitions, declarations: &[&Declaration]) {
    for declaration in declarations {
        let label = &declaration.label.value;
        if definitions.group(label).is_none() && definitions.target(label).is_none() {
            let places = Arc::new(Places::of(declaration.head));
            add_family(definitions, label, Vec::new(), &places);
        }
    }
}

fn owners(definitions: &Definitions) -> BTreeMap<Text, Owner> {
    let groups = definitions.groups().iter().map(|it| (&it.name, ("group", it.places.head)));
    let targets = definitions.targets().iter().map(|it| (&it.name, ("target", it.places.head)));
    groups.chain(targets).map(|(name, owner)| (name.clone(), owner)).collect()
}

fn taken_twice(name: &str, (noun, place): Owner, (first, first_place): Owner) -> Diagnostic {
    let message = format!("`{name}` is the name of a {first} already");
    Diagnostic::error(message, place)
        .labelled(format!("a {noun} of that name"))
        .also(first_place, format!("the {first}"))
        .hint("targets, groups, tasks and promotions share their names: choose another")
}
