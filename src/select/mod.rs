//! From definitions and a request to the targets that were asked for.
//!
//! Names and patterns become targets and groups (`request`, `group`), each target takes what it
//! inherits and what `--set` says (`inherit`, `overrides`), targets that are contexts of others
//! come along (`link`), and what bake checks before it prints is checked. Nothing is touched but
//! what was asked for and what that needs: one target out of ten thousand costs as much as one.
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
mod epoch;
mod blame;
mod circle;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Diagnostics, Stopped};
use crate::source::Host;
use crate::span::{FileId, Span, Spanned};
use crate::target::{Attributes, Definitions, Fault, Group, Places, Policy, Text, finish};
use crate::threads;

use inherit::Resolver;
use overrides::Overrides;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Targets, groups and patterns of both; none asks for `default`.
    pub targets: &'a [Spanned<String>],
    /// What `--set` says, and the flags that stand for it, in the order in which bake applies
    /// them.
    pub overrides: &'a [Spanned<String>],
    /// Whether every target's policy is replaced by one that switches policies off.
    pub policy_disabled: bool,
}

/// The targets that were asked for, and those they need; nothing is left to resolve.
#[derive(Clone, Debug)]
pub struct Selection {
    /// The groups that were asked for, by name. `default` is always among them: it stands for
    /// the request.
    pub groups: BTreeMap<Text, Group>,
    /// The targets by name.
    pub targets: BTreeMap<Text, Selected>,
}

/// A target that was selected.
#[derive(Clone, Debug)]
pub struct Selected {
    /// Its attributes, `inherits` settled.
    pub attributes: Box<Attributes>,
    /// Whether nobody asked for it but as a context of another target.
    pub linked: bool,
    /// Where its own block is written.
    pub places: Arc<Places>,
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
    let gathered = group::gather(definitions, &wanted, diags);
    let groups = group::printed(definitions, &gathered.groups, &wanted);
    let mut resolver = Resolver::new(definitions, &overrides);
    let mut targets = resolve(gathered.targets, &mut resolver, diags);
    link::follow(&mut targets, &mut resolver, diags);
    let mut selection = Selection { groups, targets };
    if request.policy_disabled {
        selection.switch_policies_off();
    }
    epoch::add(&mut selection, host);
    selection.finish(definitions, &overrides, host, diags);
    diags.checked(selection)
}

/// The targets of these names, with all they inherit.
fn resolve(
    names: Vec<(Text, Span)>,
    resolver: &mut Resolver<'_>,
    diags: &mut Diagnostics,
) -> BTreeMap<Text, Selected> {
    let (mut known, mut found) = (Vec::new(), Vec::new());
    for (name, place) in names {
        match resolver.definition(&name) {
            Some(definition) => {
                known.push(name);
                found.push(definition);
            }
            None => diags.push(resolver.unknown(&name, place)),
        }
    }
    known.into_iter().zip(resolver.select_all(&found, diags)).collect()
}

/// How many targets make it worth to finish them side by side.
const MANY: usize = 128;

impl Selection {
    fn switch_policies_off(&mut self) {
        for target in self.targets.values_mut() {
            target.attributes.policy = Some(vec![Policy::off()]);
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
        let finish = |(_, target): &mut (&Text, &mut Selected)| target.attributes.finish(host);
        let faults: Vec<Vec<Fault>> = if targets.len() < MANY {
            targets.iter_mut().map(finish).collect()
        } else {
            threads::map_mut(&mut targets, finish)
        };
        for ((name, _), faults) in targets.iter().zip(faults) {
            for fault in faults {
                let place = blame::fault(name, &fault, definitions, overrides);
                diags.push(fault.problem.into_error(place));
            }
        }
        let policy = finish::check_source_policy(host);
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
