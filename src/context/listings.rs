//! What folders hold, each listed once.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use super::picked::Unknown;
use crate::source::{Entry, Host};
use crate::threads;

/// What a folder holds, sorted by the bytes of the names.
pub(super) type Listing = Result<Vec<Entry>, Unreadable>;

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
    known: HashMap<String, Arc<Listing>>,
}

impl<'a> Listings<'a> {
    /// None listed yet.
    pub(super) fn new(host: &'a dyn Host) -> Self {
        Self { host, known: HashMap::new() }
    }

    /// What each of these folders holds, in their order. Those that are new are listed side by
    /// side.
    pub(super) fn list(&mut self, paths: &[String]) -> Vec<Arc<Listing>> {
        let is_new = |path: &&String| !self.known.contains_key(*path);
        let new: Vec<&String> = paths.iter().filter(is_new).collect();
        let host = self.host;
        let listed = match *new {
            [path] => vec![list(host, path)],
            _ => threads::map(&new, |path| list(host, path)),
        };
        for (path, listing) in new.into_iter().zip(listed) {
            self.known.insert(path.clone(), Arc::new(listing));
        }
        paths.iter().filter_map(|path| self.known.get(path).cloned()).collect()
    }
}

fn list(host: &dyn Host, path: &str) -> Listing {
    host.list(Path::new(path)).map_err(|error| Unreadable {
        is_forbidden: error.kind() == ErrorKind::PermissionDenied,
        because: error.to_string(),
    })
}

impl Unreadable {
    /// Why the files of this folder are not known.
    pub(super) fn unknown(&self, folder: &str) -> Unknown {
        let name = if folder.is_empty() { "." } else { folder };
        Unknown { reason: format!("`{name}` cannot be read: {}", self.because) }
    }
}
