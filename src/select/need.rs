//! What selected targets, tasks and promotions need beside their contexts.

use std::collections::{BTreeSet, HashSet, VecDeque};

use crate::diag::{Diagnostic, Diagnostics};
use crate::span::Span;
use crate::target::{Definition, Definitions};
use crate::text::Text;

use super::inherit::Resolver;
use super::link::only_for_others;
use super::request::{Wanted, fitting, is_pattern};
use super::{Need, Node, Selection, group};

/// Brings along what is needed by what has been selected, and what that needs, and so on: `needs`,
/// the image of a task, the target of a promotion, and the contexts of targets on the way.
///
/// Circles are no matter here; whoever orders the nodes tells of them.
pub(super) fn follow(
    selection: &mut Selection,
    definitions: &Definitions,
    resolver: &mut Resolver<'_>,
    diags: &mut Diagnostics,
) {
    if !says_anything(definitions) {
        return;
    }
    let mut waiting: VecDeque<Text> = selection.asked.iter().cloned().collect();
    while let Some(name) = waiting.pop_front() {
        let needs = needs(&name, selection, definitions, resolver, diags);
        let others = others(&name, selection, resolver, diags);
        for found in needs.iter().map(|need| &need.name).chain(&others) {
            if bring(found, selection, definitions, resolver, diags) {
                waiting.push_back(found.clone());
            }
        }
        if !needs.is_empty() {
            selection.needs.insert(name, needs);
        }
    }
    ask_for_promoted(selection, resolver);
}

/// Lets targets that are promoted leave what they leave when they are asked for: to ask for further
/// names of an image is to ask for the image, and only one that is pushed can get them.
fn ask_for_promoted(selection: &mut Selection, resolver: &mut Resolver<'_>) {
    let promoted: BTreeSet<Text> =
        selection.promotions.values().map(|promotion| promotion.target.clone()).collect();
    for name in promoted {
        let is_linked = selection.targets.get(&name).is_some_and(|target| target.linked);
        let Some(definition) = resolver.definition(&name).filter(|_| is_linked) else { continue };
        // What is wrong with it was said when it was brought along.
        let asked = resolver.select(definition, &mut Diagnostics::new());
        selection.targets.insert(name.clone(), asked);
        // Whom `default` does not name is one of those again that leave nothing behind.
        let default = selection.groups.get_mut("default");
        if let Some(members) = default.and_then(|default| default.targets.as_mut()) {
            members.push(name);
            members.sort();
        }
    }
}

/// Whether any definition has something that bake does not know and that brings others along.
fn says_anything(definitions: &Definitions) -> bool {
    let needs = |it: &Definition| it.attributes.added().needs.is_some();
    !definitions.has_targets_only() || definitions.targets().iter().any(needs)
}

/// Selects something that nobody asked for. Says whether that is news.
fn bring(
    name: &Text,
    selection: &mut Selection,
    definitions: &Definitions,
    resolver: &mut Resolver<'_>,
    diags: &mut Diagnostics,
) -> bool {
    if selection.has(name) {
        return false;
    }
    if let Some(definition) = resolver.definition(name) {
        let selected = resolver.select(definition, diags);
        selection.targets.insert(name.clone(), only_for_others(selected));
        return true;
    }
    selection.add_node(name, definitions)
}

/// The targets that a target has as contexts, a task as its image, a promotion as what it
/// promotes. What is wrong with contexts is found elsewhere.
fn others(
    name: &Text,
    selection: &Selection,
    resolver: &Resolver<'_>,
    diags: &mut Diagnostics,
) -> Vec<Text> {
    let named = match selection.node(name) {
        Some(Node::Target(target)) => {
            let known = target.links().filter_map(|(_, target)| resolver.definition(target));
            return known.map(|definition| definition.name.clone()).collect();
        }
        Some(Node::Task(task)) => {
            task.image.as_ref().map(|image| (image, task.places.attribute("image")))
        }
        Some(Node::Promotion(promotion)) => {
            Some((&promotion.target, promotion.places.attribute("target")))
        }
        None => None,
    };
    let Some((target, place)) = named else { return Vec::new() };
    if resolver.definition(target).is_none() {
        diags.push(resolver.unknown_to(name, target, place));
        return Vec::new();
    }
    vec![target.clone()]
}

/// The `needs` of something, with nothing left of groups and patterns: each name once.
fn needs(
    name: &Text,
    selection: &Selection,
    definitions: &Definitions,
    resolver: &Resolver<'_>,
    diags: &mut Diagnostics,
) -> Vec<Need> {
    let mut needs = Vec::new();
    let mut seen = HashSet::new();
    for (word, place) in words(name, selection, resolver) {
        for found in behind(name, &word, place, definitions, resolver, diags) {
            if seen.insert(found.clone()) {
                needs.push(Need { name: found, place });
            }
        }
    }
    needs
}

/// The `needs` of something as they are written, each with its place.
fn words(name: &Text, selection: &Selection, resolver: &Resolver<'_>) -> Vec<(Text, Span)> {
    let (needs, places) = match selection.node(name) {
        Some(Node::Target(target)) => {
            let needs = target.attributes.added().needs.iter().flatten();
            return needs.map(|word| (word.clone(), resolver.place_of_need(name, word))).collect();
        }
        Some(Node::Task(task)) => (&task.needs, &task.places),
        Some(Node::Promotion(promotion)) => (&promotion.needs, &promotion.places),
        None => return Vec::new(),
    };
    let place = |(index, word): (usize, &Text)| (word.clone(), places.element("needs", index));
    needs.iter().enumerate().map(place).collect()
}

/// What a word of `needs` stands for. By way of a group or a pattern nobody needs itself.
fn behind(
    user: &Text,
    word: &Text,
    place: Span,
    definitions: &Definitions,
    resolver: &Resolver<'_>,
    diags: &mut Diagnostics,
) -> Vec<Text> {
    let wanted = if is_pattern(word) {
        fitting(definitions, word, place, diags)
    } else {
        vec![Wanted { name: word.clone(), place }]
    };
    let gathered = group::gather(definitions, &wanted, diags);
    let mut found = Vec::new();
    for (name, place) in gathered.nodes {
        if definitions.node(&name).is_none() {
            diags.push(if name == *word {
                nothing_named(user, &name, place, resolver)
            } else {
                resolver.unknown(&name, place)
            });
        } else if name != *user || word == user {
            found.push(name);
        }
    }
    found
}

fn nothing_named(user: &Text, name: &str, place: Span, resolver: &Resolver<'_>) -> Diagnostic {
    let message = format!("there is no target, group, task or promotion `{name}`");
    Diagnostic::error(message, place).meant(resolver.meant(name).other_than(user))
}
