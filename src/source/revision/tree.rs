//! The tree of a revision: names, kinds and objects, and no content.

use std::collections::HashMap;

use crate::source::decode::lossy;

/// The folders of a revision, submodules that are here among them.
#[derive(Debug)]
pub(super) struct Tree {
    /// What each holds, sorted by the bytes of the names, by its path from the top of the work
    /// tree.
    folders: HashMap<Box<str>, Vec<Held>>,
}

/// What lies in a folder.
#[derive(Clone, Debug)]
pub(super) struct Held {
    /// Its name. What is not UTF-8 is replaced.
    pub(super) name: Box<str>,
    /// What it is.
    pub(super) kind: Kind,
    /// Its object, in hexadecimal digits.
    pub(super) id: Box<str>,
    /// The number of the repository that has the object.
    pub(super) store: usize,
}

/// What a tree can hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A folder.
    Folder,
    /// A file that is not to be run.
    File,
    /// A file to be run.
    Program,
    /// A link; its content is where it leads.
    Link,
    /// A commit of another repository.
    Submodule,
    /// Something whose name is not UTF-8.
    Unnameable,
}

impl Tree {
    /// A tree with nothing but its top.
    pub(super) fn new() -> Self {
        Self { folders: HashMap::from([("".into(), Vec::new())]) }
    }

    /// Takes in what `git ls-tree -r -t -z` has printed of a repository that is mounted at a
    /// folder, and gives the submodules in it: their paths and commits.
    pub(super) fn mount(
        &mut self,
        at: &str,
        listing: &[u8],
        store: usize,
    ) -> Vec<(String, String)> {
        let mut folders: HashMap<Box<str>, Vec<Held>> = HashMap::from([(at.into(), Vec::new())]);
        let mut submodules = Vec::new();
        for record in listing.split(|byte| *byte == 0) {
            let Some((held, folder, path)) = read(record, at, store) else { continue };
            match held.kind {
                Kind::Folder => _ = folders.entry(path.into()).or_default(),
                Kind::Submodule => submodules.push((path, held.id.to_string())),
                _ => {}
            }
            folders.entry(folder.into()).or_default().push(held);
        }
        self.folders.extend(folders.into_iter().map(|(folder, mut held)| {
            held.sort_unstable_by(|a, b| a.name.cmp(&b.name));
            (folder, held)
        }));
        submodules
    }

    /// What lies at a path that is not the top.
    pub(super) fn find(&self, path: &str) -> Option<&Held> {
        let (folder, name) = split(path);
        let held = self.folders.get(folder)?;
        let at = held.binary_search_by(|it| (*it.name).cmp(name)).ok()?;
        held.get(at)
    }

    /// What a folder holds; none for a submodule that is not here, and for what is no folder.
    pub(super) fn list(&self, folder: &str) -> Option<&[Held]> {
        self.folders.get(folder).map(Vec::as_slice)
    }

    /// All regular files of this name, each with its folder.
    pub(super) fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, &'a Held)> {
        let is_file = |held: &&Held| matches!(held.kind, Kind::File | Kind::Program);
        self.folders.iter().filter_map(move |(folder, all)| {
            let at = all.binary_search_by(|it| (*it.name).cmp(name)).ok()?;
            Some((&**folder, all.get(at).filter(is_file)?))
        })
    }
}

/// A folder and a name in it.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// Reads one line of `git ls-tree`: what it is, its folder and its path. Nothing can be reached in
/// a folder whose name is not UTF-8.
fn read(record: &[u8], at: &str, store: usize) -> Option<(Held, String, String)> {
    let tab = record.iter().position(|byte| *byte == b'\t')?;
    let (head, path) = (record.get(..tab)?, record.get(tab + 1..)?);
    let mut words = std::str::from_utf8(head).ok()?.split_ascii_whitespace();
    let (mode, _, id) = (words.next()?, words.next()?, words.next()?);
    let slash = path.iter().rposition(|byte| *byte == b'/');
    let (folder, name) = match slash {
        Some(slash) => (path.get(..slash)?, path.get(slash + 1..)?),
        None => (&b""[..], path),
    };
    let folder = join(at, std::str::from_utf8(folder).ok()?);
    let kind = if std::str::from_utf8(name).is_ok() { kind(mode)? } else { Kind::Unnameable };
    let name = lossy(name);
    let path = join(&folder, &name);
    Some((Held { name: name.into(), kind, id: id.into(), store }, folder, path))
}

/// The path of what lies below a folder.
pub(super) fn join(folder: &str, path: &str) -> String {
    match (folder, path) {
        ("", path) => path.to_owned(),
        (folder, "") => folder.to_owned(),
        (folder, path) => format!("{folder}/{path}"),
    }
}

/// What git's modes mean. Files of old repositories may have others, which a checkout takes for
/// one of these two, too.
fn kind(mode: &str) -> Option<Kind> {
    let mode = u32::from_str_radix(mode, 8).ok()?;
    Some(match mode & 0o170_000 {
        0o040_000 => Kind::Folder,
        0o100_000 if mode & 0o100 == 0 => Kind::File,
        0o100_000 => Kind::Program,
        0o120_000 => Kind::Link,
        0o160_000 => Kind::Submodule,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Kind, Tree};

    #[test]
    fn a_listing_becomes_folders() {
        let lines: [&[u8]; 8] = [
            b"100644 blob aa\ta-b",
            b"040000 tree bb\ta",
            b"100755 blob cc\ta/run",
            b"120000 blob dd\ta/link",
            b"160000 commit ee\tsub",
            b"100644 blob ff\ta/\xff",
            b"040000 tree gg\t\xfe",
            b"100644 blob hh\t\xfe/lost",
        ];
        let listing = lines.join(&0);
        let mut tree = Tree::new();
        let submodules = tree.mount("", &listing, 0);
        assert_eq!(submodules, [("sub".to_owned(), "ee".to_owned())]);
        let shown = |folder: &str| {
            let all = tree.list(folder).map(|all| all.iter());
            all.map(|all| all.map(|it| format!("{} {:?} {}", it.name, it.kind, it.id)).collect())
        };
        let top: Option<Vec<String>> = shown("");
        let top = top.unwrap_or_default();
        assert_eq!(
            top,
            ["a Folder bb", "a-b File aa", "sub Submodule ee", "\u{fffd} Unnameable gg"]
        );
        let below: Option<Vec<String>> = shown("a");
        assert_eq!(
            below.unwrap_or_default(),
            ["link Link dd", "run Program cc", "\u{fffd} Unnameable ff"]
        );
        assert_eq!(shown("sub"), None);
        assert_eq!(tree.find("a/run").map(|it| it.kind), Some(Kind::Program));
        assert!(tree.find("a/nothing").is_none() && tree.find("b/run").is_none());
    }

    #[test]
    fn a_submodule_is_mounted_where_it_lies() {
        let mut tree = Tree::new();
        tree.mount("", b"160000 commit ee\tlib/sub\0", 0);
        assert!(tree.list("lib/sub").is_none());
        tree.mount("lib/sub", b"100644 blob aa\tx\0", 1);
        assert_eq!(tree.find("lib/sub/x").map(|it| it.store), Some(1));
        assert_eq!(tree.find("lib/sub").map(|it| it.kind), Some(Kind::Submodule));
    }
}
