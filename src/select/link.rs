//! Targets that are contexts of other targets.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::sync::LazyLock;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, EdgeReference, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::diag::{Code, Diagnostic, Diagnostics, words};
use crate::target::{Attributes, Definition, List, Output};
use crate::text::{Text, TextMap};

use super::inherit::Resolver;
use super::{Selected, nowhere};

/// Who uses whom. Edges lead from a target to one that is a context of it, and carry the name of
/// that context.
type Links = DiGraph<Text, Text>;

/// Brings along the targets that selected ones are linked to, and those that these are linked
/// to, and so on; makes sure that links run in no circle and that platforms fit; and lets every
/// target have the entitlements of what it is linked to.
pub(super) fn follow(
    targets: &mut BTreeMap<Text, Selected>,
    resolver: &mut Resolver<'_>,
    diags: &mut Diagnostics,
) {
    let links = gather(targets, resolver, diags);
    // Components come with what they are linked to before them.
    for component in kosaraju_scc(&links) {
        match component.as_slice() {
            [only] => pull(&links, *only, targets, resolver, diags),
            several => diags.push(circle_error(&links, several, resolver)),
        }
    }
}

/// Links in the making.
#[derive(Default)]
struct Gathered<'a> {
    links: Links,
    /// The nodes by name, for looking up: names are long and begin alike.
    nodes: TextMap<Text, NodeIndex>,
    /// Targets that were met for the first time, and are to be selected.
    found: Vec<&'a Definition>,
}

/// The links of all targets, and of those that come along: step by step, so that what is as far
/// away is selected at once.
fn gather(
    targets: &mut BTreeMap<Text, Selected>,
    resolver: &mut Resolver<'_>,
    diags: &mut Diagnostics,
) -> Links {
    let mut gathered = Gathered::default();
    for (name, selected) in &*targets {
        if links_anywhere(&selected.attributes) {
            gathered.add(name);
        }
    }
    let mut step = 0..gathered.links.node_count();
    while !step.is_empty() {
        for node in step.clone() {
            gathered.look_at(NodeIndex::new(node), targets, resolver, diags);
        }
        step = step.end..gathered.links.node_count();
        let found = mem::take(&mut gathered.found);
        for (name, selected) in resolver.select_all(&found, diags) {
            targets.insert(name, only_for_others(selected));
        }
    }
    gathered.links
}

impl<'a> Gathered<'a> {
    fn add(&mut self, name: &Text) -> NodeIndex {
        let node = self.links.add_node(name.clone());
        self.nodes.insert(name.clone(), node);
        node
    }

    /// Adds what a target is linked to.
    fn look_at(
        &mut self,
        from: NodeIndex,
        targets: &BTreeMap<Text, Selected>,
        resolver: &Resolver<'a>,
        diags: &mut Diagnostics,
    ) {
        let Some(user) = self.links.node_weight(from).cloned() else { return };
        for (context, to) in linked_from(&user, targets) {
            let place = || resolver.place_of_context(&user, context);
            if *user == *to {
                let message = format!("target `{to}` is a context of itself");
                diags.push(Diagnostic::error(message, place()));
            } else if let Some(node) = self.nodes.get(to) {
                self.links.add_edge(from, *node, context.clone());
            } else if let Some(definition) = resolver.definition(to) {
                self.found.extend((!targets.contains_key(to)).then_some(definition));
                let node = self.add(&definition.name);
                self.links.add_edge(from, node, context.clone());
            } else {
                diags.push(resolver.unknown_to(&user, to, place()));
            }
        }
    }
}

/// Whether any context is a target. Most targets have none, and are no part of the graph.
fn links_anywhere(attributes: &Attributes) -> bool {
    attributes.contexts.iter().flatten().any(|(_, context)| context.starts_with("target:"))
}

/// The contexts of a target that are targets: the name of each context, and of the target.
pub(super) fn linked_from<'a>(
    user: &str,
    targets: &'a BTreeMap<Text, Selected>,
) -> impl Iterator<Item = (&'a Text, &'a str)> + use<'a> {
    targets.get(user).into_iter().flat_map(Selected::links)
}

/// What is left of a build that nobody asked for: one list for all.
static CACHE_ONLY: LazyLock<List<Output>> = LazyLock::new(|| [Output::of_kind("cacheonly")].into());

/// A target that nobody asked for leaves nothing behind but its cache.
pub(super) fn only_for_others(mut selected: Selected) -> Selected {
    selected.attributes.output = Some(CACHE_ONLY.clone());
    selected.linked = true;
    selected
}

/// Takes over the entitlements of what a target is linked to, and checks the platforms.
fn pull(
    links: &Links,
    node: NodeIndex,
    targets: &mut BTreeMap<Text, Selected>,
    resolver: &Resolver<'_>,
    diags: &mut Diagnostics,
) {
    let Some(name) = links.node_weight(node) else { return };
    let Some(user) = targets.get(name) else { return };
    let mut added: Vec<Text> = Vec::new();
    // petgraph gives the edge that was added last first.
    let mut edges: Vec<_> = links.edges(node).collect();
    edges.reverse();
    for edge in edges {
        let linked = links.node_weight(edge.target()).and_then(|name| targets.get(name));
        let Some(linked) = linked else { continue };
        added.extend(linked.attributes.entitlements.iter().flatten().cloned());
        if let Some(missing) = missing_platform(user, linked) {
            let other = links.node_weight(edge.target()).map_or("", |name| name);
            let message = format!(
                "target `{name}` is built for `{missing}`, but its context `{other}` is not"
            );
            let hint = format!("add `{missing}` to the platforms of `{other}`");
            diags.push(
                Diagnostic::error(message, resolver.place_of_context(name, edge.weight()))
                    .coded(Code::PlatformMismatch)
                    .hint(hint),
            );
        }
    }
    if let Some(selected) = targets.get_mut(name).filter(|_| !added.is_empty()) {
        let mine = selected.attributes.entitlements.get_or_insert_default();
        let mut seen: BTreeSet<Text> = mine.iter().cloned().collect();
        mine.extend(added.into_iter().filter(|it| seen.insert(it.clone())));
    }
}

/// A platform of the user that the linked target is not built for, where both are built for
/// several: with one platform or none, BuildKit finds out by itself.
fn missing_platform<'a>(user: &'a Selected, linked: &Selected) -> Option<&'a Text> {
    let wanted = user.attributes.platforms.as_ref().filter(|list| list.len() > 1)?;
    let offered = linked.attributes.platforms.as_ref().filter(|list| list.len() > 1)?;
    let offered: BTreeSet<&Text> = offered.iter().collect();
    wanted.iter().find(|platform| !offered.contains(platform))
}

/// The error for targets that are contexts of each other: one circle among them, each step.
fn circle_error(links: &Links, component: &[NodeIndex], resolver: &Resolver<'_>) -> Diagnostic {
    let steps = one_circle(links, component);
    let names: Vec<&str> = steps.iter().map(|(user, _)| &***user).collect();
    let message = format!("targets are contexts of each other: {}", words::circle(&names));
    let needed = names.iter().cycle().skip(1);
    let mut told = steps.iter().zip(needed).map(|((user, context), needed)| {
        let words = format!("`{user}` has `{needed}` as context `{context}`");
        (resolver.place_of_context(user, context), words)
    });
    let (first, words) = told.next().unwrap_or((nowhere(), String::new()));
    let error = Diagnostic::error(message, first).labelled(words);
    told.take(MOST_PLACES).fold(error, |error, (place, words)| error.also(place, words))
}

/// How many steps of a circle are shown in the sources beside the first.
const MOST_PLACES: usize = 7;

/// A circle through nodes of which each can be reached from each: from the first name on, always
/// along the first link, until a node comes up again. Each step is a target and the name of the
/// context that leads on.
fn one_circle<'a>(links: &'a Links, component: &[NodeIndex]) -> Vec<(&'a Text, &'a Text)> {
    let members: BTreeSet<NodeIndex> = component.iter().copied().collect();
    let mut depths: BTreeMap<NodeIndex, usize> = BTreeMap::new();
    let mut steps = Vec::new();
    let mut at = component.iter().copied().min_by_key(|node| links.node_weight(*node));
    while let Some(node) = at {
        if let Some(&depth) = depths.get(&node) {
            return steps.split_off(depth);
        }
        let inside = links.edges(node).filter(|edge| members.contains(&edge.target()));
        let first = inside.min_by_key(EdgeReference::weight);
        let (Some(name), Some(edge)) = (links.node_weight(node), first) else { break };
        depths.insert(node, steps.len());
        steps.push((name, edge.weight()));
        at = Some(edge.target());
    }
    steps
}
