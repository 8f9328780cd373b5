//! All that is defined, whatever was asked for.

use std::collections::BTreeSet;

use crate::diag::Diagnostics;
use crate::source::Host;
use crate::target::Definitions;
use crate::text::Text;

use super::inherit::Resolver;
use super::link::linked_from;
use super::overrides::Overrides;
use super::{Link, Links, Node, Request, Selection, group, need, only, request};

/// All targets, tasks and promotions, and what they need.
#[derive(Clone, Debug)]
pub struct Everything {
    /// Them, as if all had been asked for, and what they need beside their contexts.
    pub selection: Selection,
    /// The contexts that are targets, by the targets that have them.
    pub links: Links,
}

impl Everything {
    /// What the files say that something needs: contexts, `needs`, an image, what is promoted.
    pub fn needed_by<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Text> + use<'a> {
        let Self { selection, links } = self;
        let contexts = links.get(name).into_iter().flatten().map(|link| &link.target);
        let needs = selection.needs.get(name).into_iter().flatten().map(|need| &need.name);
        let target = match selection.node(name) {
            Some(Node::Task(task)) => task.image.as_ref(),
            Some(Node::Promotion(promotion)) => Some(&promotion.target),
            Some(Node::Target(_)) | None => None,
        };
        contexts.chain(needs).chain(target)
    }
}

/// Resolves everything that is defined, with the overrides of a request.
///
/// Nobody has asked for all this, so nothing is said of what is wrong with it: what cannot be
/// resolved is missing, circles may be there, and nothing is checked.
pub fn everything(definitions: &Definitions, request: &Request<'_>, host: &dyn Host) -> Everything {
    let mut unsaid = Diagnostics::new();
    let overrides = Overrides::read(definitions, request.overrides, host, &mut unsaid);
    let mut resolver = Resolver::new(definitions, &overrides, request.links);
    let mut selection = Selection::default();
    for definition in definitions.targets() {
        let selected = resolver.select(definition, &mut unsaid);
        selection.targets.insert(definition.name.clone(), selected);
    }
    for node in definitions.nodes() {
        selection.add_node(node.name(), definitions);
    }
    selection.asked = selection.nodes().map(|(name, _)| name.clone()).collect();
    need::follow(&mut selection, definitions, &mut resolver, &mut unsaid);
    let links =
        selection.targets.keys().map(|name| (name.clone(), links(name, &selection, &resolver)));
    let links = links.filter(|(_, links)| !links.is_empty()).collect();
    Everything { selection, links }
}

/// The targets, tasks and promotions that a request asks for, by name, in a group or by a pattern.
/// Nothing is said of what is wrong with it.
pub fn asked(definitions: &Definitions, request: &Request<'_>) -> BTreeSet<Text> {
    let mut unsaid = Diagnostics::new();
    let wanted = request::expand(definitions, request.targets, &mut unsaid);
    let mut gathered = group::gather(definitions, &wanted, &mut unsaid);
    only::apply(definitions, &mut gathered.nodes, request.only, &mut unsaid);
    gathered.nodes.into_iter().map(|(name, _)| name).collect()
}

/// The contexts of a target that are targets, as far as those are defined.
fn links(user: &Text, selection: &Selection, resolver: &Resolver<'_>) -> Vec<Link> {
    let linked = linked_from(user, &selection.targets);
    let known = linked.filter_map(|(context, target)| {
        let (target, _) = selection.targets.get_key_value(target)?;
        let place = resolver.place_of_context(user, context);
        Some(Link { context: context.clone(), target: target.clone(), place })
    });
    known.collect()
}
