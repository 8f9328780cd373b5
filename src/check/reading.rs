//! The Dockerfiles of targets, and what the targets make of them.

use std::collections::BTreeSet;

use super::Subject;
use super::files::made_first;
use crate::context::Generated;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::dockerfile::build::Opaque;
use crate::dockerfile::load::{Loaded, Location, context, locate};
use crate::dockerfile::{self, Build, Dockerfiles, Outcome, Wish};
use crate::select::{Everything, Selected};
use crate::source::Sources;
use crate::span::FileId;
use crate::target::Places;
use crate::text::Text;
use crate::threads;

/// A target and its Dockerfile.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    pub(super) name: &'a Text,
    pub(super) target: &'a Selected,
    /// Nothing where that is not known: the Dockerfile is elsewhere, or in another language, or
    /// broken.
    pub(super) read: Option<Read>,
}

/// A Dockerfile that was understood.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) loaded: Loaded,
    pub(super) build: Build,
}

/// Reads each Dockerfile once, and resolves it for each target.
pub(super) fn read<'a>(
    subject: &Subject<'_>,
    everything: &'a Everything,
    scope: &[Text],
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Vec<Reading<'a>> {
    let targets = &everything.selection.targets;
    let known = scope.iter().filter_map(|name| targets.get_key_value(name));
    let jobs = load(subject, known, sources, diags);
    let resolved = threads::map(&jobs, |job| job.resolve(subject));
    let mut readings = Vec::new();
    for (Job { name, target, loaded }, resolved) in jobs.into_iter().zip(resolved) {
        let (build, found) = resolved.unzip();
        diags.extend(found.into_iter().flatten());
        let read = loaded.zip(build.flatten()).map(|(loaded, build)| Read { loaded, build });
        readings.push(Reading { name, target, read });
    }
    readings
}

/// A Dockerfile to be resolved.
struct Job<'a> {
    name: &'a Text,
    target: &'a Selected,
    loaded: Option<Loaded>,
}

/// Loads Dockerfiles. One that is broken is as good as none.
fn load<'a>(
    subject: &Subject<'_>,
    targets: impl Iterator<Item = (&'a Text, &'a Selected)>,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Vec<Job<'a>> {
    let mut dockerfiles = Dockerfiles::new();
    let mut generated = Generated::new(subject.host);
    let mut broken: BTreeSet<FileId> = BTreeSet::new();
    let mut jobs = Vec::new();
    for (name, target) in targets {
        let Selected { attributes, places, .. } = target;
        let mut found = Vec::new();
        let outcome = dockerfiles.load(name, attributes, places, subject.host, sources, &mut found);
        let loaded = match outcome {
            Outcome::Loaded(loaded) => Some(loaded),
            Outcome::Opaque(_) | Outcome::Missing => None,
        };
        if let (Some(loaded), true) = (&loaded, has_errors(&found)) {
            broken.insert(loaded.file);
        }
        diags.extend(found.into_iter().map(|it| {
            let is_made = is_made(&it, target, &mut generated);
            if is_made { made_first(it) } else { it.coded(Code::Dockerfile) }
        }));
        let loaded = loaded.filter(|it| !broken.contains(&it.file));
        jobs.push(Job { name, target, loaded });
    }
    jobs
}

/// Whether what is not there is not to be expected in a fresh clone.
fn is_made(found: &Diagnostic, target: &Selected, generated: &mut Generated<'_>) -> bool {
    let path = match (found.code, locate(&target.attributes)) {
        (Some(Code::MissingContext), _) => context(&target.attributes),
        (Some(Code::MissingDockerfile), Location::File(path)) => path,
        _ => return false,
    };
    generated.is_ignored(&path)
}

impl Job<'_> {
    /// What the target makes of its Dockerfile, if that is known, and what is wrong with it.
    fn resolve(&self, subject: &Subject<'_>) -> Option<(Option<Build>, Vec<Diagnostic>)> {
        let loaded = self.loaded.as_ref()?;
        let Selected { attributes, places, .. } = self.target;
        let wish = Wish::of(attributes, places, subject.host);
        let mut found = Vec::new();
        let build = dockerfile::resolve(&loaded.dockerfile, &wish, &mut found);
        let known = !has_errors(&found) && build.opaque.is_none();
        found.extend(build.opaque.as_ref().map(|opaque| not_looked_at(opaque, places)));
        let found = found.into_iter().map(|it| self.weighed(it.coded(Code::Dockerfile))).collect();
        Some((known.then_some(build), found))
    }

    /// An image whose name is incomplete may be complete where the variables have values: then it
    /// is a note.
    fn weighed(&self, found: Diagnostic) -> Diagnostic {
        let args = || self.target.attributes.args.iter().flatten();
        let is_unset = || args().any(|(_, value)| value.as_ref().is_some_and(Text::is_empty));
        match found.code {
            Some(Code::InvalidReference | Code::EmptyBase) if is_unset() => found.into_note(),
            _ => found,
        }
    }
}

/// The note that a Dockerfile was left alone.
fn not_looked_at(opaque: &Opaque, places: &Places) -> Diagnostic {
    let message = format!("nothing in the Dockerfile is checked: {}", opaque.reason);
    let place = opaque.span.unwrap_or_else(|| places.entry("args", "BUILDKIT_SYNTAX"));
    Diagnostic::note(message, place).coded(Code::OtherFrontend)
}

fn has_errors(found: &[Diagnostic]) -> bool {
    found.iter().any(|it| it.severity == Severity::Error)
}
