//! What has been hashed of a repository, in this run and in earlier ones.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::repository::Repository;
use crate::digest::Digest;
use crate::source::Host;

/// What the kept bytes begin with: the form and its version.
const HEAD: &[u8] = b"bakewell objects 1\n";

/// How long a digest is, in bytes.
const LENGTH: usize = 32;

/// How many objects are kept at most. Where there are more, those of this run are.
const MOST: usize = 400_000;

/// The digests of contents, by the names of their objects. An object never changes, so what was
/// found out once is true for ever, unless somebody lets git take other objects in their place.
#[derive(Debug)]
pub(super) struct Hashed {
    /// What it is kept under, if it is.
    name: Option<String>,
    /// Those of earlier runs.
    before: HashMap<Box<str>, Digest>,
    /// Those of this run.
    found: Mutex<HashMap<Box<str>, Digest>>,
}

impl Hashed {
    /// What earlier runs found out of a repository. What is not as it was written is not believed.
    pub(super) fn open(repository: &Repository, host: &dyn Host) -> Self {
        let replaced = repository.ask(&["replace", "--list"]);
        if replaced.is_ok_and(|all| all.is_empty()) {
            Self::of(&repository.folder, host)
        } else {
            Self { name: None, before: HashMap::new(), found: Mutex::default() }
        }
    }

    /// What is kept of the objects in a folder.
    fn of(folder: &Path, host: &dyn Host) -> Self {
        let place = Digest::of(folder.as_os_str().as_encoded_bytes());
        let name = format!("objects-{}", place.short());
        let before = kept(&name, host);
        Self { name: Some(name), before, found: Mutex::default() }
    }

    pub(super) fn find(&self, id: &str) -> Option<Digest> {
        self.before.get(id).copied().or_else(|| self.found().get(id).copied())
    }

    pub(super) fn add(&self, id: &str, digest: Digest) {
        self.found().insert(id.into(), digest);
    }

    /// Keeps what was found out for later runs, with what is kept by now.
    pub(super) fn keep(&self, host: &dyn Host) {
        let found = self.found();
        let Some(name) = self.name.as_ref().filter(|_| !found.is_empty()) else { return };
        let mut all = kept(name, host);
        if all.len() + found.len() > MOST {
            all.clear();
        }
        all.extend(found.iter().map(|(id, digest)| (id.clone(), *digest)));
        let mut all: Vec<_> = all.iter().map(|(id, digest)| (&**id, digest)).collect();
        all.sort_unstable();
        host.keep(name, &written(&all));
    }

    fn found(&self) -> MutexGuard<'_, HashMap<Box<str>, Digest>> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn kept(name: &str, host: &dyn Host) -> HashMap<Box<str>, Digest> {
    host.recall(name).and_then(|bytes| read(&bytes)).unwrap_or_default()
}

/// The bytes that are kept: each name with a zero behind it and its digest, and the digest of it
/// all.
fn written(all: &[(&str, &Digest)]) -> Vec<u8> {
    let mut bytes = HEAD.to_vec();
    for (id, digest) in all {
        bytes.extend_from_slice(id.as_bytes());
        bytes.push(0);
        bytes.extend_from_slice(digest.bytes());
    }
    let sum = Digest::of(&bytes);
    bytes.extend_from_slice(sum.bytes());
    bytes
}

fn read(bytes: &[u8]) -> Option<HashMap<Box<str>, Digest>> {
    let (bytes, sum) = bytes.split_last_chunk::<LENGTH>()?;
    let mut rest = bytes.strip_prefix(HEAD)?;
    if Digest::of(bytes) != Digest::from_bytes(*sum) {
        return None;
    }
    let mut all = HashMap::new();
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| *byte == 0)?;
        let (id, behind) = rest.split_at_checked(end)?;
        let (digest, behind) = behind.get(1..)?.split_first_chunk::<LENGTH>()?;
        all.insert(std::str::from_utf8(id).ok()?.into(), Digest::from_bytes(*digest));
        rest = behind;
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Machine;

    #[test]
    fn what_is_written_is_read() {
        let (a, b) = (Digest::of(b"a"), Digest::of(b"b"));
        let bytes = written(&[("0a1b", &a), ("ff", &b)]);
        let all = read(&bytes).unwrap();
        assert_eq!((all.len(), all.get("0a1b"), all.get("ff")), (2, Some(&a), Some(&b)));
        assert_eq!(read(&written(&[])).map(|all| all.len()), Some(0));
        for at in 0..bytes.len() {
            let mut broken = bytes.clone();
            broken[at] ^= 1;
            assert_eq!(read(&broken), None, "{at}");
            assert_eq!(read(&bytes[..at]), None, "{at}");
        }
    }

    #[test]
    fn later_runs_know_what_was_found_out() {
        let place = tempfile::tempdir().unwrap();
        let host = Machine::at("/").keeping_in(place.path());
        let here = Path::new("/r/.git");
        let hashed = Hashed::of(here, &host);
        assert_eq!(hashed.find("aa"), None);
        hashed.add("aa", Digest::of(b"a"));
        hashed.keep(&host);
        let later = Hashed::of(here, &host);
        assert_eq!(later.find("aa"), Some(Digest::of(b"a")));
        later.add("bb", Digest::of(b"b"));
        later.keep(&host);
        assert!(Hashed::of(here, &host).find("aa").is_some());
        assert!(Hashed::of(here, &host).find("bb").is_some());
        assert_eq!(Hashed::of(Path::new("/s/.git"), &host).find("aa"), None);
    }
}
