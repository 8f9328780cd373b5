//! A target with what it inherits.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::diag::similar::Layer;
use crate::diag::{Diagnostic, Diagnostics, Meant};
use crate::span::Span;
use crate::target::{Attributes, Definition, Definitions, Text};

use super::overrides::Overrides;
use super::{Selected, apply, blame, circle};

/// Resolves targets and remembers them.
#[derive(Debug)]
pub(super) struct Resolver<'a> {
    definitions: &'a Definitions,
    overrides: &'a Overrides,
    known: HashMap<&'a str, Arc<Attributes>>,
    warned: BTreeSet<&'a str>,
    /// What may be suggested, once somebody asks.
    targets: OnceCell<Layer>,
    groups: OnceCell<Layer>,
}

/// A target whose parents are being resolved.
struct Step<'a> {
    definition: &'a Definition,
    next: usize,
    attributes: Attributes,
}

impl<'a> Step<'a> {
    fn new(definition: &'a Definition) -> Self {
        Self { definition, next: 0, attributes: Attributes::default() }
    }

    fn next_parent(&mut self) -> Option<(&'a Text, Span)> {
        let index = self.next;
        self.next += 1;
        let parent = self.definition.attributes.inherits.as_ref()?.get(index)?;
        Some((parent, self.definition.places.element("inherits", index)))
    }
}

impl<'a> Resolver<'a> {
    pub(super) fn new(definitions: &'a Definitions, overrides: &'a Overrides) -> Self {
        let (known, warned) = (HashMap::new(), BTreeSet::new());
        let (targets, groups) = (OnceCell::new(), OnceCell::new());
        Self { definitions, overrides, known, warned, targets, groups }
    }

    pub(super) fn definition(&self, name: &str) -> Option<&'a Definition> {
        self.definitions.target(name)
    }

    /// Where a target, or something it inherits from or is overridden by, says a context.
    pub(super) fn place_of_context(&self, target: &str, context: &str) -> Span {
        blame::context(target, context, self.definitions, self.overrides)
    }

    /// A target with all it inherits, ready but for its links.
    pub(super) fn select(
        &mut self,
        definition: &'a Definition,
        diags: &mut Diagnostics,
    ) -> Selected {
        let mut attributes = Arc::unwrap_or_clone(self.resolve(definition, diags));
        if attributes.context.is_none() {
            attributes.context = Some(attributes.default_context());
        }
        if attributes.dockerfile.as_ref().is_none_or(|file| file.is_empty()) {
            attributes.dockerfile = Some("Dockerfile".into());
        }
        Selected { attributes, linked: false, places: definition.places.clone() }
    }

    /// The attributes of a target on top of its parents', overrides applied to each of them.
    ///
    /// A parent that is under way itself, which is a circle, is left out, as bake leaves it out.
    /// What comes of that depends on where one starts, so nothing of it is remembered. Otherwise
    /// parents are; the start is not, since most targets are nobody's parent.
    fn resolve(&mut self, start: &'a Definition, diags: &mut Diagnostics) -> Arc<Attributes> {
        if let Some(known) = self.known.get(&*start.name) {
            return known.clone();
        }
        let mut found: HashMap<&'a str, Arc<Attributes>> = HashMap::new();
        let mut under_way: HashMap<&'a str, usize> = HashMap::from([(&*start.name, 0)]);
        let mut straight = true;
        let mut steps = vec![Step::new(start)];
        let mut last = Arc::default();
        while let Some(step) = steps.last_mut() {
            let Some((parent, place)) = step.next_parent() else {
                let Some(Step { definition, attributes, .. }) = steps.pop() else { break };
                last = Arc::new(self.settled(definition, attributes, diags));
                if let Some(child) = steps.last_mut() {
                    child.attributes.merge(&last);
                }
                under_way.remove(&*definition.name);
                if !steps.is_empty() {
                    found.insert(&definition.name, last.clone());
                }
                continue;
            };
            if let Some(known) = found.get(&**parent).or_else(|| self.known.get(&**parent)) {
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
        if straight {
            self.known.extend(found);
        }
        last
    }

    fn settled(
        &self,
        definition: &Definition,
        mut attributes: Attributes,
        diags: &mut Diagnostics,
    ) -> Attributes {
        attributes.merge(&definition.attributes);
        attributes.inherits = None;
        apply::apply(&mut attributes, &self.overrides.of(&definition.name), diags);
        attributes.normalize();
        attributes
    }

    /// The error for a name in a request or a group that nothing has.
    pub(super) fn unknown(&self, name: &str, place: Span) -> Diagnostic {
        let meant = Meant::new(name, vec![self.targets(), self.groups()]);
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
        if self.definitions.group(name).is_some() {
            return error.hint(format!("`{name}` is a group, and a target is needed here"));
        }
        error.meant(meant)
    }

    fn targets(&self) -> Layer {
        let names = || self.definitions.targets().iter().map(|target| target.name.clone());
        self.targets.get_or_init(|| names().collect()).clone()
    }

    fn groups(&self) -> Layer {
        let names = || self.definitions.groups().iter().map(|group| group.name.clone());
        self.groups.get_or_init(|| names().collect()).clone()
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
            let message = format!("targets inherit from each other: {}", circle::path(&names));
            let hint = "the last step does not count; take it out";
            diags.push(Diagnostic::warning(message, place).hint(hint));
        }
    }
}
