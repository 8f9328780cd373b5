//! From a request to everything that can be found without building.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{self, Subject};
use crate::diag::{Code, Diagnostic, Diagnostics, Stopped};
use crate::keys;
use crate::select::{self, Everything, Links, Selection};
use crate::source::{Host, Sources};
use crate::span::Spanned;
use crate::target::Definitions;
use crate::template;
use crate::text::Text;
use crate::value::{Fields, Value};

use super::{Request, Word, Written, expanded, late, on_large_stack, written};

/// Finds what is wrong with what a request asks for, or with everything that the files define
/// where it asks for nothing. What is found goes to the sink, each with a [`Code`].
pub fn check(host: &dyn Host, request: &Request, sources: &mut Sources, diags: &mut Diagnostics) {
    on_large_stack(|| {
        // Whether it went to the end does not matter: what stopped it has been found.
        let _ = find(host, request, sources, diags);
        diags.stamp(Code::Definition);
    });
}

fn find(
    host: &dyn Host,
    request: &Request,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<(), Stopped> {
    let written = written(host, request, sources, diags)?;
    let expanded = match expanded(host, request, &written, diags) {
        Ok(expanded) => expanded,
        Err(stopped) => {
            program(&written, sources, diags);
            return Err(stopped);
        }
    };
    let everything_asked = request.targets.is_empty();
    let mut request = request.clone();
    if everything_asked {
        request.targets = all(&expanded.definitions);
    }
    let nothing = Links::new();
    let wanted = request.wanted(&nothing);
    let selection = select(&expanded.definitions, &wanted, host, diags);
    let mut everything = select::everything(&expanded.definitions, &wanted, host);
    if let Some(selection) = selection {
        // A circle is among what was found.
        drop(keys::graph(&selection, diags));
        late::check(host, &request, &expanded, (&selection, &everything), sources, diags);
    }
    let subject = Subject {
        host,
        definitions: &expanded.definitions,
        program: written.program.as_ref(),
        asked: (!everything_asked).then(|| select::asked(&expanded.definitions, &wanted)),
        unset: unset(&expanded.values),
        only: &request.only,
    };
    let scope = check::scope(&subject, &everything);
    let broken = fill(&mut everything, &scope, &expanded.values, host, sources, diags);
    let scope = scope.into_iter().filter(|name| !broken.contains(name)).collect::<Vec<_>>();
    check::targets(&subject, &everything, &scope, sources, diags);
    program(&written, sources, diags);
    Ok(())
}

/// Everything that is defined, as words of a request.
pub(super) fn all(definitions: &Definitions) -> Vec<Word> {
    let nodes = definitions.nodes().map(|it| (it.name(), it.places().head));
    let groups = definitions.groups().iter().map(|it| (&it.name, it.places.head));
    nodes.chain(groups).map(|(name, span)| Spanned::new(name.to_string(), span)).collect()
}

/// The variables that have no value, or an empty one.
pub(super) fn unset(values: &Fields) -> BTreeSet<Text> {
    let is_unset = |value: &Value| match value {
        Value::Null(_) => true,
        Value::String(text) => text.is_empty(),
        _ => false,
    };
    values.iter().filter(|(_, value)| is_unset(value)).map(|(name, _)| name.clone()).collect()
}

/// What `plan` would select. What it would refuse is reported; a secret that is not on this
/// machine may be on another one.
fn select(
    definitions: &Definitions,
    wanted: &select::Request<'_>,
    host: &dyn Host,
    diags: &mut Diagnostics,
) -> Option<Selection> {
    if wanted.targets.is_empty() {
        return None;
    }
    let mut found = Diagnostics::new();
    let selection = select::select(definitions, wanted, host, &mut found);
    diags.extend(found.into_iter().map(|it| match it.code {
        Some(Code::MissingSecret) => it.into_note(),
        _ => it,
    }));
    // What went wrong is among what was found.
    selection.ok()
}

/// Fills in the templates of targets; gives back those where that does not work.
pub(super) fn fill(
    everything: &mut Everything,
    scope: &[Text],
    values: &Fields,
    host: &dyn Host,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Vec<Text> {
    let targets = &mut everything.selection.targets;
    let templated: BTreeMap<_, _> = scope
        .iter()
        .filter_map(|name| targets.get_key_value(name))
        .filter(|(_, target)| template::is_templated(&target.attributes))
        .map(|(name, target)| (name.clone(), target.clone()))
        .collect();
    if templated.is_empty() {
        return Vec::new();
    }
    let mut filled = Selection { targets: templated, ..Selection::default() };
    let mut found = Diagnostics::new();
    let failed = template::fill(&mut filled, values.clone(), host, sources, &mut found).is_err();
    diags.extend(found.into_iter().map(|it: Diagnostic| it.coded(Code::Template)));
    let mut broken = Vec::new();
    for (name, target) in filled.targets {
        let Some(known) = targets.get_mut(&name) else { continue };
        let before = &known.attributes.dockerfile_inline;
        if failed && *before == target.attributes.dockerfile_inline {
            broken.push(name);
        } else {
            *known = target;
        }
    }
    broken
}

/// What is declared and not used. Compose files and templates use variables too.
fn program(written: &Written, sources: &Sources, diags: &mut Diagnostics) {
    let Some(program) = &written.program else { return };
    let files = written.loaded.iter().map(|it| it.file);
    let definitions: Vec<_> = files.filter(|file| !written.compose.contains(file)).collect();
    let others = sources.iter().filter(|(file, _)| !definitions.contains(file));
    let texts: Vec<&str> = others.map(|(_, source)| &*source.text).collect();
    check::program(program, &texts, diags);
}
