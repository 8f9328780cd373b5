//! The files of templates: read once, each kept within the project.

use std::collections::BTreeMap;
use std::path::Path;

use minijinja::{Error, ErrorKind};

use super::budget::{Limits, bytes};
use super::edits::Edited;
use super::engine::{Engine, Known, syntax};
use super::fault;
use super::filters::{FILTERS, TESTS};
use super::guard::{Guarded, guard};
use crate::diag::{Diagnostic, Diagnostics, similar};
use crate::path;
use crate::source::{FileKind, Host, Sources};
use crate::span::{FileId, Span};

/// How long a template may be.
const LONGEST: usize = 1 << 20;

/// Templates that may name each other: those below one folder.
#[derive(Debug)]
pub(super) struct Library {
    /// The folder that no template leads out of.
    root: String,
    /// The engine that has them.
    pub(super) engine: Engine,
    files: BTreeMap<String, Shelved>,
}

/// A template and where its text is.
#[derive(Debug)]
struct Shelved {
    file: FileId,
    edited: Option<Edited>,
}

impl Library {
    /// A library of the templates below a folder.
    pub(super) fn new(root: String, limits: Limits) -> Self {
        Self { root, engine: Engine::new(limits), files: BTreeMap::new() }
    }

    /// Takes a text in under a name.
    pub(super) fn add(
        &mut self,
        name: &str,
        text: &str,
        sources: &mut Sources,
        diags: &mut Diagnostics,
    ) -> FileId {
        let file = sources.add(name, text);
        let (known, edited) = match guarded(name, text, file, sources, diags) {
            Some(edited) => (Known::Text(edited.text.clone()), Some(edited)),
            None => (Known::Broken, None),
        };
        self.files.insert(name.to_owned(), Shelved { file, edited });
        self.engine.learn(name, known);
        file
    }

    /// The number of the text with this name.
    pub(super) fn file(&self, name: &str) -> Option<FileId> {
        self.files.get(name).map(|shelved| shelved.file)
    }

    /// Reads a file that a template named, if it may be read.
    pub(super) fn fetch(
        &mut self,
        name: &str,
        host: &dyn Host,
        sources: &mut Sources,
        diags: &mut Diagnostics,
    ) {
        match self.read(name, host) {
            Ok(Some(text)) => drop(self.add(name, &text, sources, diags)),
            Ok(None) => self.engine.learn(name, Known::Absent),
            Err(why) => self.engine.learn(name, Known::Refused(why)),
        }
    }

    fn read(&self, name: &str, host: &dyn Host) -> Result<Option<String>, String> {
        let outside = || format!("`{name}` is outside of the project");
        if !self.contains(name) {
            return Err(outside());
        }
        let place = Path::new(name);
        match host.kind(place) {
            Ok(Some(FileKind::File)) => {}
            Ok(None) => return Ok(None),
            Ok(Some(FileKind::Directory)) => return Err(format!("`{name}` is a directory")),
            Ok(Some(FileKind::Socket | FileKind::Other)) => {
                return Err(format!("`{name}` is not a regular file"));
            }
            Err(error) => return Err(format!("cannot read `{name}`: {error}")),
        }
        let cannot = |error| format!("cannot read `{name}`: {error}");
        let root = host.canonical(Path::new(&self.root)).map_err(cannot)?;
        // Links may lead anywhere inside.
        if !host.canonical(place).map_err(cannot)?.starts_with(root) {
            return Err(outside());
        }
        decoded(name, host.read(place).map_err(cannot)?).map(Some)
    }

    /// Whether a clean path leads to something below the root, by its looks.
    fn contains(&self, name: &str) -> bool {
        let climbs = name == ".." || name.starts_with("../");
        match self.root.as_str() {
            "." => !climbs && !path::is_absolute(name),
            "/" => path::is_absolute(name),
            root => name.strip_prefix(root).is_some_and(|rest| rest.starts_with('/')),
        }
    }

    /// The place that an error of the engine tells of.
    pub(super) fn place(&self, error: &Error) -> Option<Span> {
        let shelved = self.files.get(error.name()?)?;
        let range = match (error.kind(), &shelved.edited) {
            (ErrorKind::SyntaxError, _) | (_, None) => error.range()?,
            (_, Some(edited)) => edited.written(error.range()?),
        };
        Some(Span::new(shelved.file, range.start, range.end))
    }
}

/// A template with its scales; what is wrong with it is told.
fn guarded(
    name: &str,
    text: &str,
    file: FileId,
    sources: &Sources,
    diags: &mut Diagnostics,
) -> Option<Edited> {
    if text.len() > LONGEST {
        let message = format!("a template may have {}, and this has more", bytes(LONGEST));
        diags.push(Diagnostic::error(message, Span::new(file, 0, 0)));
        return None;
    }
    match guard(text, name, &syntax()) {
        Ok(Guarded { edited, filters, tests }) => {
            let mut wrong = unknown("filter", &filters, FILTERS, file);
            wrong.extend(unknown("test", &tests, TESTS, file));
            wrong.sort_by_key(Diagnostic::place);
            let is_fine = wrong.is_empty();
            diags.extend(wrong);
            is_fine.then_some(edited)
        }
        Err(error) => {
            let place = error.range().unwrap_or_default();
            let place = Span::new(file, place.start, place.end.min(text.len()));
            diags.push(fault::syntax(error.detail().unwrap_or_default(), place, sources));
            None
        }
    }
}

/// The text of a file, without a byte order mark: that is not to end up in the middle of another.
///
/// # Errors
/// Where it is not UTF-8.
pub(super) fn decoded(name: &str, bytes: Vec<u8>) -> Result<String, String> {
    let text = String::from_utf8(bytes).map_err(|_| format!("`{name}` is not UTF-8"))?;
    Ok(unmarked(text))
}

/// A text without a byte order mark before it. Bake drops one that a text begins with, and `BuildKit`
/// one that a Dockerfile begins with.
pub(super) fn unmarked(text: String) -> String {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

/// An error for each name that is not known.
fn unknown(what: &str, used: &[(String, usize)], known: &[&str], file: FileId) -> Vec<Diagnostic> {
    let missing = used.iter().filter(|(name, _)| !known.contains(&name.as_str()));
    let error = |(name, at): &(String, usize)| {
        let place = Span::new(file, *at, at + name.len());
        Diagnostic::error(format!("there is no {what} `{name}`"), place)
            .maybe_hint(similar::did_you_mean(name, known.iter().copied()))
    };
    missing.map(error).collect()
}
