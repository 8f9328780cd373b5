//! A folder as a build sees it: without what its ignore file hides.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use super::ignore::Ignore;
use super::listings::{Listing, Listings, Unreadable};
use super::patterns::{Around, Patterns};
use super::picked::Unknown;
use crate::source::{Entry, EntryKind};
use crate::target::{Text, path};
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
    listing: Arc<Listing>,
    /// The same length as the listing.
    shown: Arc<[Shown]>,
}

/// Whether an entry is seen.
#[derive(Clone, Debug)]
pub(super) enum Shown {
    /// Not at all.
    No,
    /// It is.
    Yes(Around),
    /// It is a folder that is hidden, and seen if something in it is.
    Perhaps(Around),
}

/// Something that a path names.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// The path without links, from the root of the view.
    pub(super) path: String,
    /// What it names; nothing for the root itself.
    pub(super) entry: Option<Entry>,
    /// Whether it is seen for sure. If not, it is a folder.
    pub(super) is_shown: bool,
}

impl Shown {
    fn around(&self) -> Option<&Around> {
        match self {
            Self::Yes(around) | Self::Perhaps(around) => Some(around),
            Self::No => None,
        }
    }
}

impl Seen {
    /// What the folder holds, and whether it is seen.
    pub(super) fn items(&self) -> impl Iterator<Item = (&Entry, &Shown)> {
        self.listing.iter().flatten().zip(self.shown.iter())
    }

    /// Why the folder could not be listed, if so.
    pub(super) fn failure(&self) -> Option<&Unreadable> {
        self.listing.as_ref().as_ref().err()
    }

    fn find(&self, name: &str) -> Option<(&Entry, &Shown)> {
        let entries = self.listing.as_ref().as_ref().ok()?;
        let at = entries.binary_search_by(|entry| entry.name.as_str().cmp(name)).ok()?;
        Some((entries.get(at)?, self.shown.get(at)?))
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
        let see = |((folder, listing), around): &((&&str, Arc<Listing>), Option<Around>)| {
            let shown = mark(hidden, folder, around.as_ref(), listing);
            ((**folder).to_owned(), Seen { listing: listing.clone(), shown })
        };
        let seen = match &*jobs {
            [one] => vec![see(one)],
            _ => threads::map(&jobs, see),
        };
        self.seen.extend(seen);
        folders.iter().filter_map(|folder| self.seen.get(*folder).cloned()).collect()
    }

    /// What the folder around the entries of a folder matched.
    fn around(&self, folder: &str) -> Option<&Around> {
        let (above, name) = folder.rsplit_once('/').unwrap_or(("", folder));
        self.seen.get(above)?.find(name)?.1.around()
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
        let mut at = Named { path: String::new(), entry: None, is_shown: true };
        let mut rest: Vec<String> = parts(path);
        let mut links = 0;
        while let Some(name) = rest.pop() {
            let opened = self.open(&[&at.path], listings);
            let Some(seen) = opened.first() else { return Ok(None) };
            if let Some(failure) = seen.failure() {
                return Err(failure.unknown(&at.path));
            }
            let Some((entry, shown)) = seen.find(&name) else { return Ok(None) };
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
                    at = Named { path: String::new(), entry: None, is_shown: true };
                }
                (EntryKind::Directory, _) => {
                    let is_shown = matches!(shown, Shown::Yes(_));
                    at = Named {
                        path: below(&at.path, &name),
                        entry: Some(entry.clone()),
                        is_shown,
                    };
                }
                _ if !rest.is_empty() => return Ok(None),
                _ => {
                    let path = below(&at.path, &name);
                    return Ok(Some(Named { path, entry: Some(entry.clone()), is_shown: true }));
                }
            }
        }
        Ok(Some(at))
    }
}

/// Tells of each entry of a folder whether it is seen.
fn mark(
    hidden: &Patterns,
    folder: &str,
    around: Option<&Around>,
    listing: &Listing,
) -> Arc<[Shown]> {
    let mut whole = folder.to_owned();
    let entries = listing.iter().flatten();
    let shown = entries.map(|entry| {
        whole.truncate(folder.len());
        if !folder.is_empty() {
            whole.push('/');
        }
        whole.push_str(&entry.name);
        let step = hidden.step(&whole, around);
        match (step.by, &entry.kind) {
            (None, _) => Shown::Yes(step.below),
            (Some(_), EntryKind::Directory) if hidden.may_take_back_below(&whole) => {
                Shown::Perhaps(step.below)
            }
            (Some(_), _) => Shown::No,
        }
    });
    shown.collect()
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
