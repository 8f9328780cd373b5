//! The files of the work tree that git sees.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use super::files::{Files, missing, not_here};
use super::repository::Repository;
use super::tree::{join, split};
use crate::diag::Problem;
use crate::digest::Digest;
use crate::source::decode::lossy;
use crate::source::{Entry, EntryKind, Host, Stamp};

/// How deep submodules may lie in one another.
const DEEPEST: usize = 16;

/// The mode of a submodule in the index.
const SUBMODULE: &str = "160000";

/// The files of the work tree that are tracked, or that could be since nothing ignores them.
#[derive(Debug)]
pub struct Visible<'a> {
    host: &'a dyn Host,
    top: PathBuf,
    /// The names of what is no folder, by the folder that holds it. All folders in which, or
    /// below which, something is visible are here.
    folders: HashMap<Box<str>, HashSet<Box<str>>>,
    /// The commits of submodules that are not here, and of other repositories nothing, by path.
    elsewhere: HashMap<String, String>,
    left_out: Mutex<BTreeSet<String>>,
}

impl<'a> Visible<'a> {
    pub(super) fn open(repository: &Repository, host: &'a dyn Host) -> Result<Self, Problem> {
        let mut visible = Self {
            host,
            top: repository.top.clone(),
            folders: HashMap::from([("".into(), HashSet::new())]),
            elsewhere: HashMap::new(),
            left_out: Mutex::default(),
        };
        let mut waiting = vec![(String::new(), repository.clone(), 0_usize)];
        while let Some((at, repository, depth)) = waiting.pop() {
            let depth = depth.saturating_add(1);
            for (path, commit) in visible.take_in(&at, &repository)? {
                let below = path.strip_prefix(&at).unwrap_or(&path).trim_start_matches('/');
                let found = Repository::submodule(&repository.top.join(below));
                if let Some(inner) = found.filter(|_| depth <= DEEPEST) {
                    waiting.push((path, inner, depth));
                } else {
                    visible.close(&path, commit);
                }
            }
        }
        Ok(visible)
    }

    /// Takes in the files of a repository that lies at a folder, and gives its submodules.
    fn take_in(
        &mut self,
        at: &str,
        repository: &Repository,
    ) -> Result<Vec<(String, String)>, Problem> {
        self.names(at);
        let deleted = repository.ask(&["ls-files", "-z", "--deleted"])?;
        let deleted: HashSet<&[u8]> = records(&deleted).collect();
        let mut submodules = Vec::new();
        for record in records(&repository.ask(&["ls-files", "-z", "--stage"])?) {
            let Some(tab) = record.iter().position(|byte| *byte == b'\t') else { continue };
            let (head, path) =
                (lossy(record.get(..tab).unwrap_or_default()), record.get(tab + 1..));
            let Some(path) = path.filter(|path| !deleted.contains(path)) else { continue };
            let mut words = head.split(' ');
            let whole = join(at, &lossy(path));
            if words.next() == Some(SUBMODULE) {
                submodules.push((whole, words.next().unwrap_or_default().to_owned()));
            } else {
                self.add(&whole);
            }
        }
        for path in
            records(&repository.ask(&["ls-files", "-z", "--others", "--exclude-standard"])?)
        {
            let whole = join(at, &lossy(path));
            if let Some(folder) = whole.strip_suffix('/') {
                self.close(folder, String::new());
            } else {
                self.add(&whole);
            }
        }
        Ok(submodules)
    }

    fn add(&mut self, path: &str) {
        let (folder, name) = split(path);
        self.names(folder).insert(name.into());
    }

    /// The names in a folder, which is there from now on, and so are those that it lies in.
    fn names(&mut self, folder: &str) -> &mut HashSet<Box<str>> {
        let mut around = folder;
        while !self.folders.contains_key(around) {
            self.folders.insert(around.into(), HashSet::new());
            (around, _) = split(around);
        }
        self.folders.entry(folder.into()).or_default()
    }

    /// Takes in a folder that cannot be looked into.
    fn close(&mut self, folder: &str, commit: String) {
        self.names(split(folder).0);
        self.elsewhere.insert(folder.to_owned(), commit);
    }

    /// What has been looked for by its name and is not seen because git ignores it: paths from the
    /// top, sorted.
    pub(super) fn left_out(&self) -> Vec<String> {
        self.left_out.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    fn is_visible(&self, path: &str, entry: &Entry) -> bool {
        if entry.kind == EntryKind::Directory {
            return self.folders.contains_key(path) || self.elsewhere.contains_key(path);
        }
        let (folder, name) = split(path);
        self.folders.get(folder).is_some_and(|names| names.contains(name))
    }

    /// Why nothing is known of what lies in a folder.
    fn unknown(&self, folder: &str) -> io::Error {
        match self.elsewhere.get(folder) {
            Some(commit) if commit.is_empty() => {
                io::Error::other(format!("`{folder}` is a repository of its own and no submodule"))
            }
            Some(commit) => not_here(folder, commit),
            None => missing(),
        }
    }
}

/// The same entry with one name: git does not keep that files have several.
fn alone(entry: Entry) -> Entry {
    Entry { stamp: Stamp { names: 1, ..entry.stamp }, ..entry }
}

/// The parts between NUL bytes.
fn records(listing: &[u8]) -> impl Iterator<Item = &[u8]> {
    listing.split(|byte| *byte == 0).filter(|record| !record.is_empty())
}

impl Files for Visible<'_> {
    fn held(&self, path: &str) -> io::Result<Option<Entry>> {
        let (folder, name) = split(path);
        if !self.folders.contains_key(folder) {
            return Err(self.unknown(folder));
        }
        let Some(entry) = self.host.look(&self.top.join(path))? else { return Ok(None) };
        if self.is_visible(path, &entry) {
            return Ok(Some(alone(entry)));
        }
        if name != ".git" {
            self.left_out.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
        }
        Ok(None)
    }

    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        if !self.folders.contains_key(folder) {
            return Err(self.unknown(folder));
        }
        let mut all = self.host.list(&self.top.join(folder))?;
        all.retain(|entry| self.is_visible(&join(folder, &entry.name), entry));
        Ok(all.into_iter().map(alone).collect())
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.host.read(&self.top.join(path))
    }

    fn digest(&self, path: &str) -> io::Result<(Digest, Stamp)> {
        self.host.digest_and_stamp(&self.top.join(path))
    }
}
