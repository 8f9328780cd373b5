//! A folder as a build sees it: without what its ignore file hides.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use super::ignore::Ignore;
use super::listings::{Held, Listings, Unreadable};
use super::patterns::{Around, Patterns};
use super::picked::Unknown;
use crate::path;
use crate::source::{Entry, EntryKind};
use crate::text::Text;
use crate::threads;

/// How many links may be followed for one path. BuildKit allows 255 too.
const MOST_LINKS: usize = 255;

/// A folder as a build sees it. Paths count from it; its own is empty.
#[derive(Debug)]
pub(super) struct View {
    root: Text,
    /// What is hidden.
    hidden: Rc<Ignore>,
    seen: HashMap<String, Seen>,
}

/// What is seen of one of its folders.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) held: Arc<Held>,
    marks: Arc<Marks>,
}

/// What of a folder is seen.
#[derive(Debug)]
struct Marks {
    /// Of each entry.
    shown: Vec<Shown>,
    /// What the folders in it have matched that are seen, by their place among the entries.
    around: Vec<(usize, Around)>,
}

/// Whether an entry is seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shown {
    /// Not at all.
    No,
    /// It is.
    Yes,
    /// It is a folder that is hidden, and seen if something in it is.
    Perhaps,
}

/// Something that a path names.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// The path without links, from the root of the view.
    pub(super) path: String,
    /// The folder it is in, and its place there; nothing for the root itself.
    pub(super) at: Option<(Arc<Held>, usize)>,
    /// Whether it is seen for sure. If not, it is a folder.
    pub(super) is_shown: bool,
}

impl Named {
    /// The root of a view.
    pub(super) fn root() -> Self {
        Self { path: String::new(), at: None, is_shown: true }
    }

    /// What it is; nothing for the root itself.
    pub(super) fn entry(&self) -> Option<&Entry> {
        let (held, number) = self.at.as_ref()?;
        held.entries().get(*number)
    }

    /// Whether it is a folder.
    pub(super) fn is_directory(&self) -> bool {
        self.entry().is_none_or(|entry| entry.kind == EntryKind::Directory)
    }
}

impl Seen {
    /// What the folder holds, and whether it is seen.
    pub(super) fn items(&self) -> impl Iterator<Item = (&Entry, Shown)> {
        self.held.entries().iter().zip(self.marks.shown.iter().copied())
    }

    /// Why the folder could not be listed, if so.
    pub(super) fn failure(&self) -> Option<&Unreadable> {
        self.held.listing.as_ref().err()
    }

    fn find(&self, name: &str) -> Option<(usize, &Entry, Shown)> {
        let at = self.held.find(name)?;
        Some((at, self.held.entries().get(at)?, *self.marks.shown.get(at)?))
    }

    /// What a folder in it has matched.
    fn around(&self, name: &str) -> Option<&Around> {
        let (at, around) = (self.held.find(name)?, &self.marks.around);
        let found = around.binary_search_by_key(&at, |(at, _)| *at).ok()?;
        around.get(found).map(|(_, around)| around)
    }
}

impl View {
    /// A folder without what its ignore file hides.
    pub(super) fn new(root: Text, hidden: Rc<Ignore>) -> Self {
        Self { root, hidden, seen: HashMap::new() }
    }

    /// The path of something from the working directory.
    pub(super) fn whole(&self, path: &str) -> String {
        if path.is_empty() { path::clean(&self.root) } else { path::join(&self.root, path) }
    }

    /// What is seen of folders, in their order. Each is the root, or in a folder that was opened
    /// before it.
    pub(super) fn open(&mut self, folders: &[&str], listings: &mut Listings<'_>) -> Vec<Seen> {
        let is_new = |folder: &&str| !self.seen.contains_key(*folder);
        let new: Vec<&str> = folders.iter().copied().filter(is_new).collect();
        let whole: Vec<String> = new.iter().map(|folder| self.whole(folder)).collect();
        let around = new.iter().map(|folder| self.around(folder).cloned());
        let jobs: Vec<_> = new.iter().zip(listings.list(&whole)).zip(around).collect();
        let hidden = self.hidden.patterns();
        let see = |((folder, held), around): &((&&str, Arc<Held>), Option<Around>)| {
            let marks = Arc::new(mark(hidden, folder, around.as_ref(), held.entries()));
            ((**folder).to_owned(), Seen { held: held.clone(), marks })
        };
        self.seen.extend(threads::map(&jobs, see));
        folders.iter().filter_map(|folder| self.seen.get(*folder).cloned()).collect()
    }

    /// What the folder around the entries of a folder matched.
    fn around(&self, folder: &str) -> Option<&Around> {
        let (above, name) = folder.rsplit_once('/').unwrap_or(("", folder));
        self.seen.get(above)?.around(name)
    }

    /// What a path names. Links are followed, the last one too; they do not lead out of the root.
    /// Nothing, where the path leads nowhere.
    ///
    /// # Errors
    /// Where a folder on the way cannot be read, or links go round in circles.
    pub(super) fn resolve(
        &mut self,
        path: &str,
        listings: &mut Listings<'_>,
    ) -> Result<Option<Named>, Unknown> {
        let mut at = Named::root();
        let mut rest: Vec<String> = parts(path);
        let mut links = 0;
        while let Some(name) = rest.pop() {
            let opened = self.open(&[&at.path], listings);
            let Some(seen) = opened.first() else { return Ok(None) };
            if let Some(failure) = seen.failure() {
                return Err(failure.unknown(&at.path));
            }
            let Some((number, entry, shown)) = seen.find(&name) else { return Ok(None) };
            let found = |path| Named {
                path,
                at: Some((seen.held.clone(), number)),
                is_shown: shown == Shown::Yes,
            };
            match (&entry.kind, shown) {
                (_, Shown::No) => return Ok(None),
                (EntryKind::Link(to), _) => {
                    links += 1;
                    if links > MOST_LINKS {
                        return Err(Unknown {
                            reason: format!("the links of `{path}` do not end"),
                        });
                    }
                    rest.extend(parts(&target(&at.path, to)));
                    at = Named::root();
                }
                (EntryKind::Directory, _) => at = found(below(&at.path, &name)),
                _ if !rest.is_empty() => return Ok(None),
                _ => return Ok(Some(found(below(&at.path, &name)))),
            }
        }
        Ok(Some(at))
    }
}

/// Tells of each entry of a folder whether it is seen.
fn mark(hidden: &Patterns, folder: &str, around: Option<&Around>, entries: &[Entry]) -> Marks {
    if hidden.is_empty() {
        return Marks { shown: vec![Shown::Yes; entries.len()], around: Vec::new() };
    }
    let mut whole = Path::in_folder(folder);
    let mut marks = Marks { shown: Vec::with_capacity(entries.len()), around: Vec::new() };
    for (number, entry) in entries.iter().enumerate() {
        let path = whole.of(&entry.name);
        let shown = if entry.kind == EntryKind::Directory {
            let step = hidden.step(path, around);
            marks.around.push((number, step.below));
            match step.by {
                None => Shown::Yes,
                Some(_) if hidden.may_take_back_below(path) => Shown::Perhaps,
                Some(_) => Shown::No,
            }
        } else {
            let is_hidden = hidden.last_step(path, around).is_some();
            if is_hidden { Shown::No } else { Shown::Yes }
        };
        marks.shown.push(shown);
    }
    marks
}

/// Paths of what is in a folder, one after the other.
pub(super) struct Path {
    text: String,
    folder: usize,
}

impl Path {
    /// None yet.
    pub(super) fn in_folder(folder: &str) -> Self {
        let mut text = folder.to_owned();
        if !text.is_empty() {
            text.push('/');
        }
        Self { folder: text.len(), text }
    }

    /// The path of what has this name.
    pub(super) fn of(&mut self, name: &str) -> &str {
        self.text.truncate(self.folder);
        self.text.push_str(name);
        &self.text
    }
}

/// A path from the root to what a link in a folder says. As in BuildKit, `..` in it is undone by its
/// looks.
fn target(folder: &str, to: &str) -> String {
    if path::is_absolute(to) { path::clean(to) } else { path::clean(&format!("/{folder}/{to}")) }
}

/// The names of a path, last one first.
fn parts(path: &str) -> Vec<String> {
    path.split('/').filter(|part| !part.is_empty()).rev().map(str::to_owned).collect()
}

/// The path of something in a folder.
pub(super) fn below(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
