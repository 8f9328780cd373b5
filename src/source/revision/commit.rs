//! The files of a commit.

use std::collections::HashMap;
use std::io;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use super::conversion::{self, Asked, Converted, below};
use super::files::{FOLDER_MODE, Files, missing, not_here};
use super::hashed::Hashed;
use super::objects::{Objects, Sink};
use super::repository::Repository;
use super::tree::{Held, Kind, Tree, join, split};
use crate::diag::Problem;
use crate::digest::{Digest, Record};
use crate::source::machine::LONGEST;
use crate::source::{Entry, EntryKind, Host, Stamp};

/// How deep submodules may lie in one another.
const DEEPEST: usize = 16;

/// The files of a commit: what a checkout of it would write, filters and ends of lines included,
/// but that nothing is checked out. Files are 0644, those to be run 0755, folders 0755.
#[derive(Debug)]
pub struct Commit {
    tree: Tree,
    stores: Vec<Store>,
    links: Mutex<HashMap<Box<str>, String>>,
}

/// The objects of one repository.
#[derive(Debug)]
struct Store {
    /// Where its files lie.
    at: String,
    /// What git keeps.
    plain: Objects,
    /// What a checkout writes, where that may be something else.
    converted: Option<Converted>,
    /// What has been hashed of what git keeps.
    hashed: Hashed,
}

/// A commit that is to be taken in, and where.
struct Mount {
    at: String,
    repository: Repository,
    commit: String,
    depth: usize,
}

impl Commit {
    pub(super) fn open(
        repository: &Repository,
        word: &str,
        host: &dyn Host,
    ) -> Result<Self, Problem> {
        let (commit, repository) = (repository.commit(word)?, repository.clone());
        let (mut tree, mut stores) = (Tree::new(), Vec::new());
        let mut waiting = vec![Mount { at: String::new(), repository, commit, depth: 0 }];
        while let Some(mount) = waiting.pop() {
            let inner = take_in(&mount, &mut tree, stores.len())?;
            stores.push(Store::open(mount, &tree, stores.len(), host)?);
            waiting.extend(inner);
        }
        Ok(Self { tree, stores, links: Mutex::default() })
    }

    /// Keeps what was found out of objects for later runs.
    pub(super) fn keep(&self, host: &dyn Host) {
        self.stores.iter().for_each(|store| store.hashed.keep(host));
    }

    fn entry(&self, held: &Held, path: &str) -> io::Result<Entry> {
        let (kind, mode) = match held.kind {
            Kind::Folder | Kind::Submodule => (EntryKind::Directory, FOLDER_MODE),
            Kind::File => (EntryKind::File, 0o644),
            Kind::Program => (EntryKind::File, 0o755),
            Kind::Link => (self.link(held)?, 0o777),
            Kind::Unnameable => (EntryKind::Odd("a name that is not UTF-8"), 0),
        };
        Ok(Entry { name: held.name.to_string(), kind, mode, stamp: self.stamp(held, path) })
    }

    /// Where a link leads.
    fn link(&self, held: &Held) -> io::Result<EntryKind> {
        let known = |links: &HashMap<Box<str>, String>| links.get(&held.id).cloned();
        if let Some(to) = known(&self.links.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(EntryKind::Link(to));
        }
        let mut text = Vec::new();
        self.store(held)?.plain.read(&held.id, "", &mut |piece| take(&mut text, piece))?;
        let Ok(to) = String::from_utf8(text) else {
            return Ok(EntryKind::Odd("a link to a name that is not UTF-8"));
        };
        let mut links = self.links.lock().unwrap_or_else(PoisonError::into_inner);
        links.insert(held.id.clone(), to.clone());
        Ok(EntryKind::Link(to))
    }

    /// What changes when the content does: the name of the object says it all, but for what a
    /// checkout makes of it. It does not say how long that is: git would open every object to tell.
    fn stamp(&self, held: &Held, path: &str) -> Stamp {
        let record = Record::new("content of a revision").text("object", &held.id);
        let converted = self.stores.get(held.store).and_then(|it| it.converted.as_ref());
        let record = match converted {
            Some(it) => record.text("commit", &it.commit).text("path", path),
            None => record,
        };
        let [inode, device, ..] = numbers(&record.done());
        Stamp { inode, device, names: 1, ..Stamp::default() }
    }

    fn store(&self, held: &Held) -> io::Result<&Store> {
        self.stores.get(held.store).ok_or_else(|| io::Error::other("its repository is not known"))
    }

    fn content(&self, path: &str, sink: Sink<'_>) -> io::Result<()> {
        let held = self.tree.find(path).ok_or_else(missing)?;
        let store = self.store(held)?;
        match &store.converted {
            Some(it) => it.objects.read(&held.id, below(&store.at, path), sink),
            None => store.plain.read(&held.id, path, sink),
        }
    }

    /// Why nothing is known of what lies in a folder.
    fn unknown(&self, folder: &str) -> io::Error {
        self.tree.find(folder).map_or_else(missing, |held| not_here(folder, &held.id))
    }
}

impl Store {
    fn open(mount: Mount, tree: &Tree, store: usize, host: &dyn Host) -> Result<Self, Problem> {
        let Mount { at, repository, commit, depth: _ } = mount;
        let plain = Objects::plain(repository.command());
        let asked =
            Asked { repository: &repository, commit: &commit, at: &at, tree, store, plain: &plain };
        let converted = conversion::converted(asked, host)?;
        let hashed = Hashed::open(&repository, host);
        Ok(Self { at, plain, converted, hashed })
    }
}

/// Reads the tree of a commit, and gives the submodules in it that are here.
fn take_in(mount: &Mount, tree: &mut Tree, store: usize) -> Result<Vec<Mount>, Problem> {
    let Mount { at, repository, commit, depth } = mount;
    let listing = repository.ask(&["ls-tree", "-r", "-t", "-z", "--full-tree", commit])?;
    let submodules = tree.mount(at, &listing, store);
    let depth = depth.saturating_add(1);
    if depth > DEEPEST {
        return Ok(Vec::new());
    }
    let inner = submodules.into_iter().filter_map(|(path, commit)| {
        let repository = Repository::submodule(&repository.top.join(below(at, &path)))?;
        let commit = repository.commit(&commit).ok()?;
        Some(Mount { at: path, repository, commit, depth })
    });
    Ok(inner.collect())
}

/// A digest as four numbers.
fn numbers(digest: &Digest) -> [u64; 4] {
    let mut numbers = [0; 4];
    for (number, bytes) in numbers.iter_mut().zip(digest.bytes().chunks_exact(8)) {
        *number = bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
    }
    numbers
}

/// Takes a piece of a text that is not to fill the memory.
fn take(text: &mut Vec<u8>, piece: &[u8]) -> io::Result<()> {
    if (text.len() + piece.len()) as u64 > LONGEST {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "is longer than 1 GiB"));
    }
    text.extend_from_slice(piece);
    Ok(())
}

impl Files for Commit {
    fn held(&self, path: &str) -> io::Result<Option<Entry>> {
        let (folder, _) = split(path);
        if self.tree.list(folder).is_none() {
            return Err(self.unknown(folder));
        }
        self.tree.find(path).map(|held| self.entry(held, path)).transpose()
    }

    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        let all = self.tree.list(folder).ok_or_else(|| self.unknown(folder))?;
        all.iter().map(|held| self.entry(held, &join(folder, &held.name))).collect()
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        self.content(path, &mut |piece| take(&mut text, piece))?;
        Ok(text)
    }

    fn digest(&self, path: &str) -> io::Result<(Digest, Stamp)> {
        let held = self.tree.find(path).ok_or_else(missing)?;
        let (store, stamp) = (self.store(held)?, self.stamp(held, path));
        let by_object = store.converted.is_none();
        if by_object && let Some(known) = store.hashed.find(&held.id) {
            return Ok((known, stamp));
        }
        let mut hasher = Sha256::new();
        self.content(path, &mut |piece| {
            hasher.update(piece);
            Ok(())
        })?;
        let digest = Digest::from_bytes(hasher.finalize().into());
        if by_object {
            store.hashed.add(&held.id, digest);
        }
        Ok((digest, stamp))
    }
}
