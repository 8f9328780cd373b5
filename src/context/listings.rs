//! What folders hold, each listed once.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use super::picked::Unknown;
use super::view::below;
use crate::source::{Entry, EntryKind, Host};
use crate::threads;

/// A folder of the disk, and what it holds.
#[derive(Debug)]
pub(super) struct Held {
    /// Which one it is, of all that were listed.
    pub(super) number: usize,
    /// Its cleaned path.
    pub(super) path: String,
    /// What it holds, sorted by the bytes of the names.
    pub(super) listing: Result<Vec<Entry>, Unreadable>,
    /// Whether a file in it may be the same as another one under another name.
    pub(super) has_same: bool,
}

/// Why a folder could not be listed.
#[derive(Clone, Debug)]
pub(super) struct Unreadable {
    /// Whether it is forbidden.
    pub(super) is_forbidden: bool,
    /// In words.
    pub(super) because: String,
}

/// Folders of the disk by their cleaned paths, as far as somebody has looked.
#[derive(Debug)]
pub(super) struct Listings<'a> {
    host: &'a dyn Host,
    numbers: HashMap<String, usize>,
    all: Vec<Arc<Held>>,
}

impl<'a> Listings<'a> {
    /// None listed yet.
    pub(super) fn new(host: &'a dyn Host) -> Self {
        Self { host, numbers: HashMap::new(), all: Vec::new() }
    }

    /// What each of these folders holds, in their order. Those that are new are listed side by
    /// side.
    pub(super) fn list(&mut self, paths: &[String]) -> Vec<Arc<Held>> {
        let is_new = |path: &&String| !self.numbers.contains_key(*path);
        let new: Vec<&String> = paths.iter().filter(is_new).collect();
        let host = self.host;
        let listed = threads::map(&new, |path| list(host, path));
        for (path, listing) in new.into_iter().zip(listed) {
            let number = self.all.len();
            self.numbers.insert(path.clone(), number);
            self.all.push(Arc::new(Held::new(number, path.clone(), listing)));
        }
        let number = |path: &String| self.numbers.get(path).copied();
        paths.iter().filter_map(|path| self.all.get(number(path)?).cloned()).collect()
    }

    /// All folders that were listed, by number.
    pub(super) fn all(&self) -> &[Arc<Held>] {
        &self.all
    }
}

fn list(host: &dyn Host, path: &str) -> Result<Vec<Entry>, Unreadable> {
    host.list(Path::new(path)).map_err(|error| Unreadable {
        is_forbidden: error.kind() == ErrorKind::PermissionDenied,
        because: error.to_string(),
    })
}

impl Held {
    fn new(number: usize, path: String, listing: Result<Vec<Entry>, Unreadable>) -> Self {
        let is_same = |entry: &Entry| entry.stamp.names > 1 && entry.kind == EntryKind::File;
        let has_same = listing.iter().flatten().any(is_same);
        Self { number, path, listing, has_same }
    }

    /// What it holds; nothing, where that could not be listed.
    pub(super) fn entries(&self) -> &[Entry] {
        self.listing.as_deref().unwrap_or_default()
    }

    /// The place of a name among what it holds.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.entries().binary_search_by(|entry| entry.name.as_str().cmp(name)).ok()
    }

    /// The path of something in it, from the working directory.
    pub(super) fn whole(&self, name: &str) -> String {
        match &*self.path {
            "." => name.to_owned(),
            "/" => format!("/{name}"),
            folder => below(folder, name),
        }
    }
}

impl Unreadable {
    /// Why the files of this folder are not known.
    pub(super) fn unknown(&self, folder: &str) -> Unknown {
        let name = if folder.is_empty() { "." } else { folder };
        Unknown { reason: format!("`{name}` cannot be read: {}", self.because) }
    }
}
