//! Late values of a selection, filled in.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostics, Stopped};
use crate::digest::Digest;
use crate::expand::Expanded;
use crate::keys::{Keyed, Keys};
use crate::late::{self, Finding, Known, Late};
use crate::select::{Blame, Everything, Links, Node, Selection};
use crate::source::{Host, Sources};
use crate::span::{Span, Spanned};
use crate::target::Definitions;
use crate::template;
use crate::text::Text;

use super::{Compiled, Extent, Request, selected};

/// Whether there are late values of which any are wanted.
pub(super) fn are_wanted(selection: &Selection, extent: Extent) -> bool {
    match extent {
        Extent::Nothing => false,
        Extent::Targets => late::occurs_in_targets(selection),
        Extent::Everything => late::occurs(selection),
    }
}

/// What was selected, and the nodes beside it that late values name, and that those name.
///
/// Nobody has asked for these, so `--only` does not count for them.
pub(super) fn with_named(
    host: &dyn Host,
    request: &Request,
    compiled: &Compiled,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Selection, Stopped> {
    let Compiled { expanded, selection } = compiled;
    let mut all = selection.clone();
    let mut named = late::named(&all);
    let mut asked = BTreeSet::new();
    loop {
        // A group stands before a target of its name, which then is asked for in vain.
        named.retain(|name| !all.has(name) && asked.insert(name.clone()));
        let known = named.iter().filter_map(|name| place(&expanded.definitions, name));
        let targets: Vec<_> = known.collect();
        if targets.is_empty() {
            return Ok(all);
        }
        let request = Request { targets, only: Vec::new(), ..request.clone() };
        let links = Links::new();
        let mut further = selected(host, &request, &expanded.definitions, &links, diags)?;
        template::fill(&mut further, expanded.values.clone(), host, sources, diags)?;
        named = late::named(&further);
        all.take_along(further);
    }
}

/// A word that asks for a node, if it is defined; a group of that name is none.
fn place(definitions: &Definitions, name: &Text) -> Option<Spanned<String>> {
    Some(Spanned::new(name.to_string(), definitions.node(name)?.places().head))
}

/// What is said of late values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Say {
    /// All there is to say.
    All,
    /// What is wrong. Whoever sees the keys sees which of them are no promise.
    Errors,
}

/// Fills in the late values of what was selected. `all` has every node that they may name, and
/// `keys` its keys.
pub(super) fn fill(
    host: &dyn Host,
    request: &Request,
    compiled: &mut Compiled,
    (all, keys): (&Selection, &Keys),
    say: Say,
    sources: &Sources,
    diags: &mut Diagnostics,
) -> Result<(), Stopped> {
    let keys: BTreeMap<Text, Late> =
        keys.nodes.iter().map(|(name, keyed)| (name.clone(), late(keyed))).collect();
    let Compiled { expanded, selection } = compiled;
    let known = Known { selection: all, definitions: &expanded.definitions, keys: &keys };
    let mut findings = late::fill(selection, known);
    findings.retain(|finding| finding.is_error || say == Say::All);
    tell(host, request, expanded, all, findings, sources, diags);
    diags.checked(())
}

fn late(keyed: &Keyed) -> Late {
    let volatile = keyed.volatile.first().map(|volatile| volatile.reason.clone());
    Late { key: keyed.key, volatile }
}

/// Finds what is wrong with late values whatever the keys are. `everything` has all nodes that may
/// be named.
pub(super) fn check(
    host: &dyn Host,
    request: &Request,
    expanded: &Expanded,
    (selection, everything): (&Selection, &Everything),
    sources: &Sources,
    diags: &mut Diagnostics,
) {
    if !late::may_occur(selection) {
        return;
    }
    warn(host, request, expanded, selection, sources, diags);
    let all = &everything.selection;
    let some_key = Late { key: Digest::of(b""), volatile: None };
    let keys = all.asked.iter().map(|name| (name.clone(), some_key.clone())).collect();
    let known = Known { selection: all, definitions: &expanded.definitions, keys: &keys };
    let findings = late::fill(&mut selection.clone(), known);
    tell(host, request, expanded, all, findings, sources, diags);
}

/// Warns of braces that are no late values.
pub(super) fn warn(
    host: &dyn Host,
    request: &Request,
    expanded: &Expanded,
    selection: &Selection,
    sources: &Sources,
    diags: &mut Diagnostics,
) {
    tell(host, request, expanded, selection, late::strangers(selection), sources, diags);
}

/// Tells of findings, each at its place.
fn tell(
    host: &dyn Host,
    request: &Request,
    expanded: &Expanded,
    selection: &Selection,
    findings: Vec<Finding>,
    sources: &Sources,
    diags: &mut Diagnostics,
) {
    if findings.is_empty() {
        return;
    }
    let blame = Blame::new(&expanded.definitions, &request.overrides, host);
    for finding in findings {
        let place = blamed(&blame, selection, &finding);
        diags.push(finding.diagnostic(place, sources));
    }
}

fn blamed(blame: &Blame<'_>, selection: &Selection, finding: &Finding) -> Span {
    let Finding { node, fault, .. } = finding;
    match selection.node(node) {
        None | Some(Node::Target(_)) => blame.place(node, fault),
        Some(other) => {
            let index = fault.problem.argument.unwrap_or_default();
            other.places().element(fault.attribute, index)
        }
    }
}
