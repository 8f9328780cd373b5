//! From a request to the images that it takes from registries, and to a plan that pins them.

use crate::check::{self, Subject};
use crate::diag::{Code, Diagnostics, Stopped};
use crate::lock::{self, Built, Lock, Unlocked, Wanted, taken};
use crate::select::{self, Everything, Links};
use crate::source::{Host, Sources};
use crate::text::Text;

use super::check::{all, fill, unset};
use super::{Compiled, Request, expanded, graph, on_large_stack, written};

/// The images that are taken by what a request asks for, or by everything that the files define
/// where it asks for nothing.
///
/// # Errors
/// For everything that stands between the request and the images: in the files, the templates and
/// the Dockerfiles.
pub fn images(
    host: &dyn Host,
    request: &Request,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Wanted, Stopped> {
    on_large_stack(|| {
        let (everything, scope) = looked_at(host, request, sources, diags)?;
        let targets = &everything.selection.targets;
        let mut found = Vec::new();
        let asked = scope.iter().filter_map(|name| targets.get_key_value(name));
        let taken = taken::read(asked, host, sources, &mut found);
        let wanted = Wanted::of(&taken, &Built::by(targets), &mut found);
        diags.extend(found);
        diags.checked(wanted)
    })
}

/// Everything, templates filled in, and the names of the targets in it that count.
fn looked_at(
    host: &dyn Host,
    request: &Request,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<(Everything, Vec<Text>), Stopped> {
    let written = written(host, request, sources, diags)?;
    let expanded = expanded(host, request, &written, diags)?;
    let definitions = &expanded.definitions;
    let is_all = request.targets.is_empty();
    let mut request = request.clone();
    if is_all {
        request.targets = all(definitions);
    }
    let mut links = Links::new();
    let mut everything = select::everything(definitions, &request.wanted(&links), host);
    if request.link {
        let selection = &everything.selection;
        links = graph::links(&graph::implied(host, &request, &expanded, selection, sources, diags));
        everything = select::everything(definitions, &request.wanted(&links), host);
    }
    let wanted = request.wanted(&links);
    refuse(definitions, &wanted, host, diags)?;
    let subject = Subject {
        host,
        definitions,
        program: written.program.as_ref(),
        asked: (!is_all).then(|| select::asked(definitions, &wanted)),
        unset: unset(&expanded.values),
        only: &request.only,
    };
    let scope = check::scope(&subject, &everything);
    fill(&mut everything, &scope, &expanded.values, host, sources, diags);
    Ok((everything, scope))
}

/// Reports what a plan would be refused for. Whoever only wants to know about images needs no
/// secrets.
fn refuse(
    definitions: &crate::target::Definitions,
    wanted: &select::Request<'_>,
    host: &dyn Host,
    diags: &mut Diagnostics,
) -> Result<(), Stopped> {
    if wanted.targets.is_empty() {
        return Ok(());
    }
    let mut found = Diagnostics::new();
    // What went wrong is among what was found.
    drop(select::select(definitions, wanted, host, &mut found));
    diags.extend(found.into_iter().filter(|it| it.code != Some(Code::MissingSecret)));
    diags.checked(())
}

/// Lets what was compiled take the images that are locked, where the request says so (`--pin`).
/// Keys do not change by it, so that they are made before.
///
/// # Errors
/// For images that are not locked, and for what [`images`] would refuse.
pub fn pin(
    host: &dyn Host,
    request: &Request,
    compiled: &mut Compiled,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<(), Stopped> {
    if !request.pin {
        return Ok(());
    }
    on_large_stack(|| {
        let lock = Lock::read(host, sources, diags)?;
        let Compiled { expanded, selection } = &mut *compiled;
        let wanted = Links::new();
        let everything = select::everything(&expanded.definitions, &request.wanted(&wanted), host);
        let built = Built::by(&everything.selection.targets);
        let mut found = Vec::new();
        let taken = taken::read(&selection.targets, host, sources, &mut found);
        diags.extend(found);
        lock::pin(selection, &taken, &lock, Unlocked::IsRefused(&built), diags)
    })
}

/// Lets a plan with late values take the images that its keys were made of: those that are locked.
/// Otherwise an image of another base could be pushed under a key.
///
/// # Errors
/// For an image that cannot be taken so.
pub(super) fn take_locked(
    host: &dyn Host,
    compiled: &mut Compiled,
    lock: &Lock,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<(), Stopped> {
    if lock.images.is_empty() {
        return Ok(());
    }
    // What is wrong with the Dockerfiles has been told where keys were made of them.
    let taken = taken::read(&compiled.selection.targets, host, sources, &mut Vec::new());
    lock::pin(&mut compiled.selection, &taken, lock, Unlocked::Floats, diags)
}
