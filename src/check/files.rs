//! Folders and files that are not there, or that an ignore file hides.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Subject;
use super::origin;
use super::reading::{Read, Reading};
use crate::context::folder::Folder;
use crate::context::{Folders, Generated, Presence, wildcard};
use crate::diag::{Code, Diagnostic, Diagnostics, words};
use crate::dockerfile::build::{Origin, Selection, Taker};
use crate::dockerfile::load::context;
use crate::path;
use crate::select::Selected;
use crate::source::{FileKind, Near, Sources};
use crate::span::Span;
use crate::target::url;
use crate::text::Text;

/// Looks for the folders and files that targets take.
pub(super) fn check(
    subject: &Subject<'_>,
    readings: &[Reading<'_>],
    sources: &mut Sources,
    diags: &mut Diagnostics,
) {
    let (mut generated, mut near) = (Generated::new(subject.host), Near::default());
    for reading in readings {
        named_contexts(subject, reading, &mut generated, &mut near, diags);
    }
    let (folders, lost) = (Folders::new(subject.host), BTreeMap::new());
    let mut search = Search { subject, folders, lost, near };
    let mut found = Vec::new();
    for reading in readings {
        if let Some(read) = &reading.read {
            search.read(reading, read, sources, &mut found);
        }
    }
    let lost = std::mem::take(&mut search.lost);
    let platforms = lost.keys().filter(|it| it.names_platform(sources));
    let built: BTreeSet<String> = platforms.map(|it| search.gap(it)).collect();
    for (taken, users) in lost {
        let error = search.diagnostic(&taken, &users);
        let path = path::join(&taken.root, &taken.path);
        let is_missing = taken.hidden.is_none();
        found.push(if is_missing && generated.is_ignored(&path) {
            made_first(error)
        } else if is_missing && built.contains(&search.gap(&taken)) {
            built_first(error)
        } else {
            error
        });
    }
    diags.extend(found.into_iter().map(|it| it.coded(Code::Dockerfile)));
}

/// The same as a note, for what git ignores: it is not there in a fresh clone.
pub(super) fn made_first(error: Diagnostic) -> Diagnostic {
    let mut note = error.into_note();
    note.meant = None;
    note.hints = vec!["git ignores it, so something is expected to make it first".to_owned()];
    note
}

/// The same as a note, for what lies where something is expected for each platform: that is what
/// somebody else has built.
fn built_first(error: Diagnostic) -> Diagnostic {
    let mut note = error.into_note();
    note.meant = None;
    let hint =
        "there is one for each platform beside it, so something is expected to make it first";
    note.hints = vec![hint.to_owned()];
    note
}

/// Reports named contexts that are folders and not there.
fn named_contexts(
    subject: &Subject<'_>,
    reading: &Reading<'_>,
    generated: &mut Generated<'_>,
    near: &mut Near,
    diags: &mut Diagnostics,
) {
    for (name, value) in reading.target.attributes.contexts.iter().flatten() {
        let Some(folder) = local(value) else { continue };
        let why = match subject.host.kind(Path::new(&folder)) {
            Ok(Some(FileKind::Directory)) | Err(_) => continue,
            Ok(Some(_)) => "is not a directory",
            Ok(None) => "does not exist",
        };
        let place = origin::context(reading.name, name, subject.definitions);
        let place = place.unwrap_or(reading.target.places.head);
        let message = format!("the context `{name}` is `{folder}`, which {why}");
        let hint = near.hint(subject.host, "", &folder, Some(FileKind::Directory));
        let error = Diagnostic::error(message, place).coded(Code::MissingContext).maybe_hint(hint);
        diags.push(if generated.is_ignored(&folder) { made_first(error) } else { error });
    }
}

/// The folder that a named context is, if it is one.
fn local(value: &str) -> Option<String> {
    match value.strip_prefix("cwd://") {
        Some(here) => Some(path::clean(here)),
        None if url::is_special(value) || value.contains("://") || value == "-" => None,
        None => Some(path::clean(value)),
    }
}

/// A search for files.
struct Search<'a> {
    subject: &'a Subject<'a>,
    folders: Folders<'a>,
    /// What was not found, and the heads of the targets that take it.
    lost: BTreeMap<Lost, Vec<(Text, Span)>>,
    near: Near,
}

/// Something that was not found.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Lost {
    /// What names it.
    span: Span,
    path: String,
    root: Text,
    by: Taker,
    /// The line that hides it, if it is there.
    hidden: Option<Span>,
}

impl Lost {
    /// Whether the Dockerfile names the platform in the path.
    fn names_platform(&self, sources: &Sources) -> bool {
        let written = sources.slice(self.span);
        self.hidden.is_none() && ["$TARGET", "${TARGET"].iter().any(|it| written.contains(it))
    }
}

impl Search<'_> {
    fn read(
        &mut self,
        reading: &Reading<'_>,
        read: &Read,
        sources: &mut Sources,
        found: &mut Vec<Diagnostic>,
    ) {
        for selection in read.build.stages().flat_map(|stage| &stage.selections) {
            let Some(path) = plain_path(selection) else { continue };
            let Some(folder) = self.folder(reading.target, read, &selection.origin) else {
                continue;
            };
            let hidden = match self.folders.look(&folder, &path, sources, found) {
                Presence::There | Presence::Unknown => continue,
                Presence::Hidden(line) => Some(line),
                Presence::Missing => None,
            };
            let (span, by, root) = (selection.span, selection.by, folder.root);
            let users = self.lost.entry(Lost { span, path, root, by, hidden }).or_default();
            let user = (reading.name.clone(), reading.target.places.head);
            if users.last() != Some(&user) {
                users.push(user);
            }
        }
    }

    /// The folder that files are taken from, if it is one and is there.
    fn folder(&self, target: &Selected, read: &Read, origin: &Origin) -> Option<Folder> {
        let (root, own_ignore): (Text, _) = match origin {
            Origin::Main => {
                let root = context(&target.attributes);
                let own = read.loaded.path.as_ref().map(|it| format!("{it}.dockerignore").into());
                (Some(root).filter(|it| !url::is_remote(it) && &**it != "-")?, own)
            }
            Origin::Context(name) => {
                let value = target.attributes.contexts.as_ref()?.get(name)?;
                (local(value)?.into(), None)
            }
            _ => return None,
        };
        let kind = self.subject.host.kind(Path::new(&*root));
        matches!(kind, Ok(Some(FileKind::Directory))).then_some(Folder { root, own_ignore })
    }

    fn diagnostic(&mut self, lost: &Lost, users: &[(Text, Span)]) -> Diagnostic {
        let Lost { span, path, root, by, hidden } = lost;
        let by = match by {
            Taker::Copy => "COPY",
            Taker::Add => "ADD",
            Taker::Mount | Taker::Trigger => "RUN --mount",
        };
        let found = match hidden {
            None => {
                let message =
                    format!("`{by}` takes `{path}`, which is not in the context `{root}`");
                Diagnostic::error(message, *span)
                    .coded(Code::MissingFile)
                    .maybe_hint(self.near.hint(self.subject.host, root, path, None))
            }
            Some(line) => {
                let message =
                    format!("`{by}` takes `{path}`, which is hidden from the context `{root}`");
                Diagnostic::error(message, *span)
                    .coded(Code::IgnoredFile)
                    .also(*line, "this hides it")
                    .hint(format!("let it through: `!{path}`"))
            }
        };
        match users {
            [] => found,
            [(name, head)] => found.also(*head, format!("for `{name}`")),
            [(name, head), others @ ..] => {
                let others = words::count(others.len(), "other target");
                found.also(*head, format!("for `{name}` and {others}"))
            }
        }
    }

    /// The first part of the path that is not there.
    fn gap(&self, lost: &Lost) -> String {
        let mut parts = String::new();
        for part in lost.path.split('/') {
            parts = path::join(&parts, part);
            let whole = path::join(&lost.root, &parts);
            if matches!(self.subject.host.kind(Path::new(&whole)), Ok(None)) {
                return whole;
            }
        }
        path::join(&lost.root, &lost.path)
    }
}

/// The path that a selection takes, if it is certain that something has to be there.
fn plain_path(selection: &Selection) -> Option<String> {
    let Selection { path, below, wildcards, uncertain, .. } = selection;
    let whole = match below {
        Some(below) => path::join(path, below),
        None => path::clean(path),
    };
    let may_be_nothing = *wildcards && wildcard::is_pattern(&whole);
    let is_certain = !uncertain && !may_be_nothing && selection.by != Taker::Trigger;
    (is_certain && whole != ".").then_some(whole)
}
