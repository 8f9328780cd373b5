//! The machine with other files in the work tree.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::files::{Files, missing, not_a_directory};
use super::git::Git;
use super::walk::{Found, Ground, Last, walk};
use crate::digest::Digest;
use crate::source::{Entry, EntryKind, FileKind, Host, Stamp};

/// The machine as it is, but that the work tree around the working directory holds these files.
#[derive(Debug)]
pub struct Seen<'a, F> {
    pub(super) git: &'a Git<'a>,
    pub(super) files: F,
}

impl<'a, F: Files> Seen<'a, F> {
    pub(super) fn new(git: &'a Git<'a>, files: F) -> Self {
        Self { git, files }
    }

    fn walk(&self, path: &Path, last: Last) -> io::Result<Found> {
        let Git { host, repository, shared, .. } = self.git;
        let path = host.working_directory().join(path);
        if shared.contains(&path) {
            return Ok(Found::Outside(path));
        }
        walk(Ground { top: &repository.top, files: &self.files, around: *host }, &path, last)
    }

    /// Where a path leads that is to be a folder.
    fn folder(&self, path: &Path) -> io::Result<Place> {
        match self.walk(path, Last::Followed)? {
            Found::Nothing => Err(missing()),
            Found::Outside(path) => Ok(Place::Outside(path)),
            Found::Inside(path, entry) if entry.kind == EntryKind::Directory => {
                Ok(Place::Inside(path))
            }
            Found::Inside(..) => Err(not_a_directory()),
        }
    }

    /// Where a path leads that is to be a regular file.
    fn file(&self, path: &Path) -> io::Result<Place> {
        let irregular = |kind, message: &str| Err(io::Error::new(kind, message));
        match self.walk(path, Last::Followed)? {
            Found::Nothing => Err(missing()),
            Found::Outside(path) => Ok(Place::Outside(path)),
            Found::Inside(path, entry) => match entry.kind {
                EntryKind::File => Ok(Place::Inside(path)),
                EntryKind::Directory => irregular(ErrorKind::IsADirectory, "is a directory"),
                _ => irregular(ErrorKind::InvalidInput, "is a pipe, a socket or a device"),
            },
        }
    }

    /// What an entry of a folder is once links are followed.
    fn followed(&self, folder: &Path, entry: Entry) -> (String, FileKind) {
        let kind = match entry.kind {
            EntryKind::Link(_) => self.kind(&folder.join(&entry.name)).ok().flatten(),
            kind => Some(kind_of(&kind)),
        };
        (entry.name, kind.unwrap_or(FileKind::Other))
    }
}

/// Where a path leads.
enum Place {
    /// To this path from the top of the work tree.
    Inside(String),
    /// Out of it.
    Outside(PathBuf),
}

fn kind_of(kind: &EntryKind) -> FileKind {
    match kind {
        EntryKind::File => FileKind::File,
        EntryKind::Directory => FileKind::Directory,
        EntryKind::Socket => FileKind::Socket,
        _ => FileKind::Other,
    }
}

impl<F: Files> Host for Seen<'_, F> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.file(path)? {
            Place::Inside(path) => self.files.read(&path),
            Place::Outside(path) => self.git.host.read(&path),
        }
    }

    fn read_stdin(&self) -> io::Result<Vec<u8>> {
        self.git.read_stdin()
    }

    fn kind(&self, path: &Path) -> io::Result<Option<FileKind>> {
        match self.walk(path, Last::Followed)? {
            Found::Nothing => Ok(None),
            Found::Outside(path) => self.git.host.kind(&path),
            Found::Inside(_, entry) => Ok(Some(kind_of(&entry.kind))),
        }
    }

    fn entries(&self, path: &Path) -> io::Result<Vec<(String, FileKind)>> {
        let entries = match self.folder(path)? {
            Place::Inside(path) => self.files.list(&path)?,
            Place::Outside(path) => return self.git.host.entries(&path),
        };
        Ok(entries.into_iter().map(|entry| self.followed(path, entry)).collect())
    }

    fn look(&self, path: &Path) -> io::Result<Option<Entry>> {
        match self.walk(path, Last::Kept)? {
            Found::Nothing => Ok(None),
            Found::Outside(path) => self.git.host.look(&path),
            Found::Inside(_, entry) => Ok(Some(entry)),
        }
    }

    fn list(&self, path: &Path) -> io::Result<Vec<Entry>> {
        match self.folder(path)? {
            Place::Inside(path) => self.files.list(&path),
            Place::Outside(path) => self.git.host.list(&path),
        }
    }

    fn digest(&self, path: &Path) -> io::Result<Digest> {
        Ok(self.digest_and_stamp(path)?.0)
    }

    fn digest_and_stamp(&self, path: &Path) -> io::Result<(Digest, Stamp)> {
        match self.file(path)? {
            Place::Inside(path) => self.files.digest(&path),
            Place::Outside(path) => self.git.host.digest_and_stamp(&path),
        }
    }

    fn has_secrets(&self) -> bool {
        false
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        match self.walk(path, Last::Followed)? {
            Found::Nothing => Err(missing()),
            Found::Outside(path) => self.git.host.canonical(&path),
            Found::Inside(path, _) if path.is_empty() => Ok(self.git.repository.top.clone()),
            Found::Inside(path, _) => Ok(self.git.repository.top.join(path)),
        }
    }

    fn working_directory(&self) -> &Path {
        self.git.host.working_directory()
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.git.host.variable(name)
    }

    fn environment(&self) -> BTreeMap<String, String> {
        self.git.host.environment()
    }

    fn now(&self) -> SystemTime {
        self.git.now()
    }

    fn platform(&self) -> String {
        self.git.host.platform()
    }
}
