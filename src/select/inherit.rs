//! A target with what it inherits.

use std::collections::BTreeSet;
use std::sync::OnceLock;
use std::{iter, mem};

use crate::diag::similar::Layer;
use crate::diag::{Diagnostic, Diagnostics, Meant, words};
use crate::span::Span;
use crate::target::merge::MOST_POLICIES;
use crate::target::{Attributes, Definition, Definitions, Node};
use crate::text::{Text, TextMap};
use crate::threads;

use super::overrides::Overrides;
use super::{Link, Links, Selected, apply, blame, circle};

/// Resolves targets and remembers them.
#[derive(Debug)]
pub(super) struct Resolver<'a> {
    definitions: &'a Definitions,
    overrides: &'a Overrides,
    links: &'a Links,
    known: TextMap<&'a str, Box<Attributes>>,
    warned: BTreeSet<&'a str>,
    effort: circle::Effort,
    /// What may be suggested, once somebody asks.
    targets: OnceLock<Layer>,
    others: OnceLock<Layer>,
}

/// A target whose parents are being resolved.
struct Step<'a> {
    definition: &'a Definition,
    next: usize,
    attributes: Box<Attributes>,
}

/// A target with all it inherits, and whether no circle was met on the way.
struct Walked<'a> {
    attributes: Box<Attributes>,
    /// The parents that were met for the first time; none if there was a circle.
    parents: TextMap<&'a str, Box<Attributes>>,
    straight: bool,
}

/// The attributes of a target, complete, and what there is to say of them.
struct Settled {
    attributes: Box<Attributes>,
    found: Vec<Diagnostic>,
}

impl<'a> Step<'a> {
    fn new(definition: &'a Definition) -> Self {
        Self { definition, next: 0, attributes: Box::default() }
    }

    fn next_parent(&mut self) -> Option<(&'a Text, Span)> {
        let index = self.next;
        self.next += 1;
        let parent = self.definition.attributes.inherits.as_ref()?.get(index)?;
        Some((parent, self.definition.places.element("inherits", index)))
    }
}

impl<'a> Resolver<'a> {
    pub(super) fn new(
        definitions: &'a Definitions,
        overrides: &'a Overrides,
        links: &'a Links,
    ) -> Self {
        let (known, warned) = (TextMap::default(), BTreeSet::new());
        let (targets, others) = (OnceLock::new(), OnceLock::new());
        let effort = circle::Effort::default();
        Self { definitions, overrides, links, known, warned, effort, targets, others }
    }

    pub(super) fn definition(&self, name: &str) -> Option<&'a Definition> {
        self.definitions.target(name)
    }

    /// Where a target, or something it inherits from or is overridden by, says a context.
    pub(super) fn place_of_context(&self, target: &str, context: &str) -> Span {
        let added = self.links.get(target).into_iter().flatten();
        if let Some(link) = added.rev().find(|link| &*link.context == context) {
            return link.place;
        }
        blame::context(target, context, self.definitions, self.overrides)
    }

    /// Where a target, or something it inherits from, says one of its `needs`.
    pub(super) fn place_of_need(&self, target: &str, need: &str) -> Span {
        blame::need(target, need, self.definitions)
    }

    /// A target with all it inherits, ready but for its links.
    pub(super) fn select(
        &mut self,
        definition: &'a Definition,
        diags: &mut Diagnostics,
    ) -> Selected {
        let attributes = self.resolve(definition, diags);
        self.selected(definition, self.completed(definition, attributes))
    }

    /// Does the same for several, by name: first what they inherit, each parent once, then, side by
    /// side, each of them on top of its parents.
    pub(super) fn select_all(
        &mut self,
        definitions: &[&'a Definition],
        diags: &mut Diagnostics,
    ) -> Vec<(Text, Selected)> {
        let mut settled = self.settled_side_by_side(definitions, diags).into_iter();
        let select = |definition: &&'a Definition| {
            let selected = match settled.next().flatten() {
                Some(Settled { attributes, found }) => {
                    diags.extend(found);
                    self.selected(definition, attributes)
                }
                None => self.select(definition, diags),
            };
            (definition.name.clone(), selected)
        };
        definitions.iter().map(select).collect()
    }

    /// A target that is ready but for its links.
    fn selected(&self, definition: &Definition, attributes: Box<Attributes>) -> Selected {
        let Definition { name, attributes: _, cell, block, places } = definition;
        let (cell, block) = (cell.clone(), block.clone());
        let places = self.overrides.placed(name, places);
        Selected { attributes, linked: false, cell, block, places }
    }

    /// What can be made side by side of several targets: those without a circle above them.
    fn settled_side_by_side(
        &mut self,
        definitions: &[&'a Definition],
        diags: &mut Diagnostics,
    ) -> Vec<Option<Settled>> {
        let mut last = None;
        for definition in definitions {
            // Most inherit what the one before inherits: they are cells of one matrix.
            let inherits = definition.attributes.inherits.as_deref();
            if inherits.is_some() && inherits != last {
                self.remember_parents(definition, diags);
                last = inherits;
            }
        }
        threads::map_quick(definitions, |definition| {
            let mut found = Diagnostics::new();
            let attributes = self.on_top_of_parents(definition, &mut found)?;
            let attributes = self.completed(definition, attributes);
            Some(Settled { attributes, found: found.into_iter().collect() })
        })
    }

    /// Resolves the parents of a target that are not known yet. One with a circle above it stays
    /// unknown: what comes of that depends on where one starts.
    fn remember_parents(&mut self, definition: &'a Definition, diags: &mut Diagnostics) {
        for parent in definition.attributes.inherits.iter().flatten() {
            let Some(parent) = self.definition(parent) else { continue };
            if self.known.contains_key(&*parent.name) || self.effort.is_spent() {
                continue;
            }
            let (mut found, warned) = (Diagnostics::new(), self.warned.clone());
            let walked = self.walk(parent, &mut found);
            if walked.straight {
                diags.extend(found);
                self.known.extend(walked.parents);
                self.known.insert(&parent.name, walked.attributes);
            } else {
                self.warned = warned;
            }
        }
    }

    /// A target on top of its parents, if all of them are known.
    fn on_top_of_parents(
        &self,
        definition: &Definition,
        diags: &mut Diagnostics,
    ) -> Option<Box<Attributes>> {
        let mut attributes = Box::<Attributes>::default();
        for parent in definition.attributes.inherits.iter().flatten() {
            attributes.merge(self.known.get(&**parent)?);
        }
        Some(self.settled(definition, attributes, diags))
    }

    fn resolve(&mut self, start: &'a Definition, diags: &mut Diagnostics) -> Box<Attributes> {
        if let Some(known) = self.known.get(&*start.name) {
            return known.clone();
        }
        if self.effort.is_spent() {
            let place = start.places.attribute("inherits");
            diags.extend(self.effort.error(&start.name, place));
            return start.attributes.as_ref().clone().into();
        }
        let walked = self.walk(start, diags);
        self.known.extend(walked.parents);
        walked.attributes
    }

    /// The attributes of a target with what bake adds to them, and contexts that no file says.
    fn completed(
        &self,
        definition: &Definition,
        mut attributes: Box<Attributes>,
    ) -> Box<Attributes> {
        if attributes.context.is_none() {
            attributes.context = Some(attributes.default_context());
        }
        if attributes.dockerfile.as_ref().is_none_or(Text::is_empty) {
            attributes.dockerfile = Some("Dockerfile".into());
        }
        let links = self.links.get(&definition.name).into_iter().flatten();
        for Link { context, target, place: _ } in links {
            let contexts = attributes.contexts.get_or_insert_default();
            contexts.insert(context.clone(), format!("target:{target}").into());
        }
        attributes
    }

    /// The attributes of a target on top of its parents', overrides applied to each of them.
    ///
    /// A parent that is under way itself, which is a circle, is left out, as bake leaves it out.
    /// What comes of that depends on where one starts, so nothing of it is to be remembered.
    /// Otherwise parents are; the start is not, since most targets are nobody's parent.
    fn walk(&mut self, start: &'a Definition, diags: &mut Diagnostics) -> Walked<'a> {
        let mut parents: TextMap<&'a str, Box<Attributes>> = TextMap::default();
        let mut under_way: TextMap<&'a str, usize> = iter::once((&*start.name, 0)).collect();
        let (mut straight, mut walked) = (true, 0);
        let mut steps = vec![Step::new(start)];
        let mut last = Box::default();
        while let Some(step) = steps.last_mut() {
            walked += 1;
            let Some((parent, place)) = step.next_parent() else {
                let Some(Step { definition, attributes, .. }) = steps.pop() else { break };
                last = self.settled(definition, attributes, diags);
                under_way.remove(&*definition.name);
                if let Some(child) = steps.last_mut() {
                    child.attributes.merge(&last);
                    parents.insert(&definition.name, mem::take(&mut last));
                }
                continue;
            };
            if let Some(known) = parents.get(&**parent).or_else(|| self.known.get(&**parent)) {
                step.attributes.merge(known);
            } else if let Some(&depth) = under_way.get(&**parent) {
                straight = false;
                self.warn_of_circle(&steps, depth, place, diags);
            } else if let Some(definition) = self.definitions.target(parent) {
                under_way.insert(&definition.name, steps.len());
                steps.push(Step::new(definition));
            } else {
                let user = &step.definition.name;
                diags.push(self.unknown_to(user, parent, place));
            }
        }
        if !straight {
            parents.clear();
            self.effort.spend(walked);
        }
        Walked { attributes: last, parents, straight }
    }

    fn settled(
        &self,
        definition: &Definition,
        mut attributes: Box<Attributes>,
        diags: &mut Diagnostics,
    ) -> Box<Attributes> {
        attributes.merge(&definition.attributes);
        attributes.inherits = None;
        if attributes.policy.as_ref().is_some_and(|all| all.len() > MOST_POLICIES) {
            diags.push(too_many_policies(definition));
            attributes.policy = None; // whoever inherits from it has no error of its own
        }
        apply::apply(&mut attributes, &self.overrides.of(&definition.name), diags);
        attributes.normalize();
        attributes
    }

    /// The error for a name in a request or a group that nothing has.
    pub(super) fn unknown(&self, name: &str, place: Span) -> Diagnostic {
        let meant = self.meant(name);
        let nothing_near = name == "default" && meant.hint().is_none();
        let error = self.no_target(name, place, meant);
        if nothing_near && error.hints.is_empty() {
            return error.hint("name what to build, or define a group `default`");
        }
        error
    }

    /// The error for a name that a target needs and no other target has.
    pub(super) fn unknown_to(&self, user: &Text, name: &str, place: Span) -> Diagnostic {
        let meant = Meant::new(name, vec![self.targets()]).other_than(user);
        self.no_target(name, place, meant)
    }

    fn no_target(&self, name: &str, place: Span, meant: Meant) -> Diagnostic {
        let error = Diagnostic::error(format!("there is no target `{name}`"), place);
        if let Some(block) = self.definitions.without_cell(name) {
            return error
                .also(block, "an axis of its matrix has no value")
                .hint("give each axis at least one value");
        }
        match self.kind_of_other(name) {
            Some(kind) => error.hint(format!("`{name}` is a {kind}, and a target is needed here")),
            None => error.meant(meant),
        }
    }

    /// What has a name, if that is no target.
    fn kind_of_other(&self, name: &str) -> Option<String> {
        let group = self.definitions.group_or_family(name).map(|_| "group".to_owned());
        group.or_else(|| Some(self.definitions.node(name)?.kind().to_string()))
    }

    /// What may be meant by a name where it may be that of anything.
    pub(super) fn meant(&self, name: &str) -> Meant {
        Meant::new(name, vec![self.targets(), self.others()])
    }

    fn targets(&self) -> Layer {
        let names = || self.definitions.targets().iter().map(|target| target.name.clone());
        self.targets.get_or_init(|| names().collect()).clone()
    }

    /// The names of everything but targets.
    fn others(&self) -> Layer {
        let definitions = self.definitions;
        let groups = definitions.groups().iter().map(|group| &group.name);
        let nodes = definitions.nodes().filter(|it| !it.is_target()).map(Node::name);
        let names = groups.chain(nodes).chain(definitions.families().keys());
        self.others.get_or_init(|| names.cloned().collect()).clone()
    }

    /// Warns once of each circle, wherever it is entered.
    fn warn_of_circle(
        &mut self,
        steps: &[Step<'a>],
        depth: usize,
        place: Span,
        diags: &mut Diagnostics,
    ) {
        let names: Vec<&'a str> =
            steps.iter().skip(depth).map(|step| &*step.definition.name).collect();
        let first = names.iter().min().copied();
        if first.is_some_and(|first| self.warned.insert(first)) {
            let message = format!("targets inherit from each other: {}", words::circle(&names));
            let hint = "the last step does not count; take it out";
            diags.push(Diagnostic::warning(message, place).hint(hint));
        }
    }
}

fn too_many_policies(definition: &Definition) -> Diagnostic {
    let Definition { name, attributes, places, .. } = definition;
    let message = format!("the target `{name}` has more than {MOST_POLICIES} policies");
    if attributes.policy.as_ref().is_some_and(|own| own.len() > MOST_POLICIES) {
        return Diagnostic::error(message, places.attribute("policy"))
            .hint("one policy can have several files: `filename=a.rego,filename=b.rego`");
    }
    Diagnostic::error(message, places.attribute("inherits"))
        .hint("what is inherited in two ways is there twice: inherit it in one")
}
