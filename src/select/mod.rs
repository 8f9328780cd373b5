//! From definitions and a request to the targets that were asked for.
//!
//! Names and patterns become targets and groups (`request`, `group`), each target takes what it
//! inherits and what `--set` says (`inherit`, `overrides`), targets that are contexts of others
//! come along (`link`), lists are what targets make of each other's in bake (`shared`), and what
//! bake checks before it prints is checked. Nothing is touched but what was asked for and what that
//! needs: one target out of ten thousand costs as much as one.
//!
//! bake does all this by walking every path through the targets; we remember what is known. The
//! results are the same, also where bake tolerates circles, and circles that it tolerates are
//! warned of.

mod pattern;
mod request;
mod group;
mod overrides;
mod apply;
mod inherit;
mod link;
mod node;
mod shared;
mod need;
mod only;
mod printed;
mod epoch;
mod blame;
mod circle;
mod everything;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diag::{Code, Diagnostics, Stopped};
use crate::source::Host;
use crate::span::{FileId, Span, Spanned};
use crate::target::{
    self, Attributes, Cell, Definitions, Group, Places, Policy, Promotion, Task, source_policy,
};
use crate::text::Text;
use crate::threads;

pub use blame::Blame;
pub use everything::{Everything, asked, everything};
pub use node::Node;
pub use overrides::fitting;

use inherit::Resolver;
use overrides::Overrides;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Targets, groups, tasks, promotions and patterns of all these; none asks for `default`.
    pub targets: &'a [Spanned<String>],
    /// `--only`: of what was asked for, the cells that have these values on these axes.
    pub only: &'a [Spanned<String>],
    /// What `--set` says, and the flags that stand for it, in the order in which bake applies
    /// them.
    pub overrides: &'a [Spanned<String>],
    /// Whether every target's policy is replaced by one that switches policies off.
    pub policy_disabled: bool,
    /// `--link`: contexts that no file says and that are there nonetheless, by the targets that
    /// have them.
    pub links: &'a Links,
}

/// Contexts that are targets, by the targets that have them.
pub type Links = BTreeMap<Text, Vec<Link>>;

/// A context that is a target.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// The name of the context.
    pub context: Text,
    /// The target that it is.
    pub target: Text,
    /// Where that is said.
    pub place: Span,
}

/// The targets that were asked for, and those they need; nothing is left to resolve.
#[derive(Clone, Default, Debug)]
pub struct Selection {
    /// The groups that were asked for, by name. `default` is always among them: it stands for
    /// the request.
    pub groups: BTreeMap<Text, Group>,
    /// The targets by name.
    pub targets: BTreeMap<Text, Selected>,
    /// The tasks by name.
    pub tasks: BTreeMap<Text, Task>,
    /// The promotions by name.
    pub promotions: BTreeMap<Text, Promotion>,
    /// What each target, task or promotion needs beside its contexts, its image and what it
    /// promotes, by its name. A name is never that of two of these.
    pub needs: BTreeMap<Text, Vec<Need>>,
    /// The targets, tasks and promotions that were asked for, by name or in a group.
    pub asked: BTreeSet<Text>,
    /// The contexts that no file says, as far as the targets that have them were selected.
    pub links: Links,
}

/// A target that was selected.
#[derive(Clone, Debug)]
pub struct Selected {
    /// Its attributes, `inherits` settled.
    pub attributes: Box<Attributes>,
    /// Whether nobody asked for it, but others need it: as a context, as an image, or before them.
    /// Who asks for a promotion has asked for what it promotes.
    pub linked: bool,
    /// The cell of the matrix that it is made from; an empty one without a matrix.
    pub cell: Arc<Cell>,
    /// The label of the block that it is made from.
    pub block: Text,
    /// Where its own block is written.
    pub places: Arc<Places>,
}

/// What must have succeeded before something else: one of the `needs`, with nothing left of
/// groups and patterns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Need {
    /// The name of a target, a task or a promotion that was selected too.
    pub name: Text,
    /// Where it is said, by that name, a group or a pattern.
    pub place: Span,
}

/// Selects what a request asks for.
///
/// # Errors
/// For names that are unknown, circles of links, overrides that do not fit, and everything that
/// bake refuses before it prints a plan; all of them at once.
pub fn select(
    definitions: &Definitions,
    request: &Request<'_>,
    host: &dyn Host,
    diags: &mut Diagnostics,
) -> Result<Selection, Stopped> {
    let wanted = request::expand(definitions, request.targets, diags);
    let overrides = Overrides::read(definitions, request.overrides, host, diags);
    let mut gathered = group::gather(definitions, &wanted, diags);
    request::refuse_emptied(definitions, &wanted, diags);
    let left_out = only::apply(definitions, &mut gathered.nodes, request.only, diags);
    let groups = printed::groups(definitions, &gathered.groups, &wanted, &left_out);
    let mut resolver = Resolver::new(definitions, &overrides, request.links);
    let mut selection = Selection { groups, ..Selection::default() };
    selection.take_in(gathered.nodes, definitions, &mut resolver, diags);
    need::follow(&mut selection, definitions, &mut resolver, diags);
    link::follow(&mut selection.targets, &mut resolver, diags);
    shared::share(&mut selection, &wanted, definitions, &overrides, diags);
    selection.fill_default();
    let links = request.links.iter().filter(|(user, _)| selection.targets.contains_key(*user));
    selection.links = links.map(|(user, links)| (user.clone(), links.clone())).collect();
    if request.policy_disabled {
        selection.switch_policies_off();
    }
    epoch::add(&mut selection, host);
    selection.finish(definitions, &overrides, host, diags);
    diags.checked(selection)
}

impl Selection {
    /// Takes in what was asked for: the targets with all they inherit, tasks and promotions.
    fn take_in<'a>(
        &mut self,
        names: Vec<(Text, Span)>,
        definitions: &'a Definitions,
        resolver: &mut Resolver<'a>,
        diags: &mut Diagnostics,
    ) {
        let mut found = Vec::with_capacity(names.len());
        let mut asked = Vec::with_capacity(names.len());
        for (name, place) in names {
            if let Some(definition) = resolver.definition(&name) {
                found.push(definition);
            } else if !self.add_node(&name, definitions) {
                diags.push(resolver.unknown(&name, place));
                continue;
            }
            asked.push(name);
        }
        self.asked = asked.into_iter().collect();
        self.targets = resolver.select_all(&found, diags).into_iter().collect();
    }

    /// Takes in what another selection has beside this one. Nobody has asked for it here.
    pub fn take_along(&mut self, other: Self) {
        let Self { groups: _, targets, tasks, promotions, needs, asked: _, links } = other;
        for (name, target) in targets {
            self.targets.entry(name).or_insert(Selected { linked: true, ..target });
        }
        for (name, task) in tasks {
            self.tasks.entry(name).or_insert(task);
        }
        for (name, promotion) in promotions {
            self.promotions.entry(name).or_insert(promotion);
        }
        for (name, others) in needs {
            self.needs.entry(name).or_insert(others);
        }
        for (name, others) in links {
            self.links.entry(name).or_insert(others);
        }
    }

    /// Takes in a task or a promotion. Says whether there is one of this name.
    fn add_node(&mut self, name: &Text, definitions: &Definitions) -> bool {
        match definitions.node(name) {
            Some(target::Node::Task(task)) => {
                self.tasks.insert(name.clone(), task.clone());
            }
            Some(target::Node::Promotion(promotion)) => {
                self.promotions.insert(name.clone(), promotion.clone());
            }
            Some(target::Node::Target(_)) | None => return false,
        }
        true
    }

    /// Where only tasks and promotions were asked for, bake is asked for the targets they need: it
    /// cannot read a `default` that stands for nothing.
    fn fill_default(&mut self) {
        if self.tasks.is_empty() && self.promotions.is_empty() {
            return;
        }
        let targets = || self.targets.keys().cloned().collect();
        self.groups.entry("default".into()).or_insert_with_key(|name| {
            let mut default = Group::new(name.clone(), Arc::new(Places::of(nowhere())));
            default.targets = Some(targets());
            default
        });
    }

    fn switch_policies_off(&mut self) {
        for target in self.targets.values_mut() {
            target.attributes.policy = Some([Policy::off()].into());
        }
    }

    fn finish(
        &mut self,
        definitions: &Definitions,
        overrides: &Overrides,
        host: &dyn Host,
        diags: &mut Diagnostics,
    ) {
        let mut targets: Vec<(&Text, &mut Selected)> = self.targets.iter_mut().collect();
        let faults =
            threads::map_quick_mut(&mut targets, |(_, target)| target.attributes.finish(host));
        for ((name, _), faults) in targets.iter().zip(faults) {
            for fault in faults {
                let place = blame::fault(name, &fault, definitions, overrides);
                let mut error = fault.problem.into_error(place);
                if ["secret", "ssh"].contains(&fault.attribute) {
                    error = error.coded(Code::MissingSecret);
                }
                diags.push(error);
            }
        }
        let policy = source_policy::check(host);
        if let (Err(problem), Some(target)) = (policy, self.targets.values().next()) {
            diags.push(problem.into_error(target.places.head));
        }
    }
}

/// The start of the first source: the place of what no text says.
fn nowhere() -> Span {
    Span::new(FileId(0), 0, 0)
}

#[cfg(test)]
mod tests;
