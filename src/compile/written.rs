//! The definition files of a request, read and not yet evaluated.

use std::sync::Arc;

use crate::compose::{self, Compose};
use crate::declare::{self, Program};
use crate::diag::{Diagnostic, Diagnostics, Stopped, similar};
use crate::source::{self, Host, Loaded, Sources};
use crate::span::{FileId, Span};
use crate::target::{Definitions, Group, List, Places, environment};
use crate::threads;

use super::Request;
use super::parse::{Parsed, parse};

/// How many bytes of text most probably make so many targets that other threads are wanted.
const LARGE: usize = 8 << 10;

/// The definition files, read and not yet evaluated.
pub(super) struct Written {
    pub(super) loaded: Vec<Loaded>,
    /// The Compose files among them.
    pub(super) compose: Vec<FileId>,
    /// What the Compose files define.
    pub(super) base: Definitions,
    /// What the others declare, if there are others.
    pub(super) program: Option<Program>,
    /// Whether contexts count from the file they are in.
    pub(super) relative: bool,
}

/// Reads them, each in its language.
pub(super) fn written(
    host: &dyn Host,
    request: &Request,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Written, Stopped> {
    let relative = environment::contexts_are_file_relative(host);
    let relative = relative.map_err(|problem| diags.stop(problem.placeless()))?;
    let loaded = source::load(host, &request.files, sources, diags)?;
    if loaded.iter().map(|one| sources.get(one.file).text.len()).sum::<usize>() >= LARGE {
        threads::prepare();
    }
    let Parsed { compose: names, files } = parse(&loaded, request, host, sources, diags)?;
    let base = compose(&names, request, host, sources, diags)?;
    let program = (!files.is_empty()).then(|| declare::gather(&files, diags)).transpose()?;
    if let Some(program) = program.as_ref().filter(|_| names.is_empty()) {
        diags.extend(without_effect(request, program));
    }
    Ok(Written { loaded, compose: names, base, program, relative })
}

/// Warnings for `--var` of what no file declares. A compose file may use any name.
fn without_effect(request: &Request, program: &Program) -> Vec<Diagnostic> {
    let declared = || program.variables.iter().map(|variable| &*variable.name.value);
    let is_declared = |name: &str| declared().any(|known| known == name);
    let mut warnings = Vec::new();
    for (name, word) in &request.variables {
        let json = name.strip_suffix("_JSON").is_some_and(is_declared);
        if !json && !is_declared(name) {
            let message = format!("no file declares a variable `{name}`; giving it has no effect");
            let near = similar::did_you_mean(name, declared());
            warnings.push(Diagnostic::warning(message, word.span).maybe_hint(near));
        }
    }
    warnings
}

/// What the Compose files define: a target for each service that is built, and the group
/// `default` of them all.
fn compose(
    files: &[FileId],
    request: &Request,
    host: &dyn Host,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Definitions, Stopped> {
    let mut definitions = Definitions::new();
    let Some(&first) = files.first() else { return Ok(definitions) };
    let Compose { default, targets } =
        compose::load(files, &request.texts(), host, sources, diags)?;
    for target in targets {
        definitions.add_target(target);
    }
    if let Some(names) = default {
        let places = Arc::new(Places::of(Span::new(first, 0, 0)));
        let mut group = Group::new("default".into(), places);
        // Where no service is built, bake prints `null`, not an empty list.
        group.targets = Some(names).filter(|names| !names.is_empty()).map(List::from);
        definitions.add_group(group);
    }
    Ok(definitions)
}
