//! What is picked, before its files are hashed.

use super::listings::Listings;
use super::matches::{matches, split};
use super::patterns::Patterns;
use super::picked::{Match, Unknown};
use super::view::{Named, View, below};
use super::walk::{Filter, Walked, walk};
use super::wanted::Pick;
use super::wildcard::has_wildcard;
use crate::dockerfile::build::Taker;
use crate::source::{Entry, EntryKind};

/// What is picked, before its files are hashed.
#[derive(Default, Debug)]
pub(super) struct Draft {
    /// What is copied, in order: files, and folders with what is in them. Where several are copied to
    /// one place, what comes later may cover what came before.
    pub(super) matches: Vec<Match>,
    /// The files as they arrive, sorted by path.
    pub(super) files: Vec<Drafted>,
}

/// A file, before it is hashed.
#[derive(Debug)]
pub(super) struct Drafted {
    /// Where it arrives.
    pub(super) path: String,
    /// Where it is, from the working directory.
    pub(super) whole: String,
    /// What it is.
    pub(super) entry: Entry,
    /// Whether its permission bits arrive.
    pub(super) has_mode: bool,
    /// Which of the matches it belongs to. Only within one can files be the same.
    pub(super) number: usize,
    /// Folders that arrived there before: what is attached to them stays.
    pub(super) covered: Vec<String>,
}

/// What is seen of a folder, to take things from.
struct Copying<'a, 'b> {
    view: &'a mut View,
    listings: &'a mut Listings<'b>,
    draft: Draft,
}

/// Drafts what an instruction takes.
///
/// # Errors
/// Where it takes what is not there, or cannot be read, or where docker would refuse.
pub(super) fn draft(
    pick: &Pick,
    view: &mut View,
    listings: &mut Listings<'_>,
) -> Result<Draft, Unknown> {
    let mut copying = Copying { view, listings, draft: Draft::default() };
    match pick.by {
        Taker::Copy | Taker::Add => copying.copy(pick)?,
        Taker::Mount | Taker::Trigger => copying.mount(&pick.path)?,
    }
    copying.draft.settle()
}

impl Copying<'_, '_> {
    fn copy(&mut self, pick: &Pick) -> Result<(), Unknown> {
        let includes = pick.below.as_ref().map(|below| read([below])).transpose()?;
        let excludes = if pick.excludes.is_empty() { None } else { Some(read(&*pick.excludes)?) };
        let filter = Filter { includes: includes.as_ref(), excludes: excludes.as_ref() };
        let (plain, rest) =
            if pick.wildcards { split(&pick.path) } else { (pick.path.to_string(), String::new()) };
        if rest.is_empty() {
            self.take(&plain, filter, true)?;
        } else {
            let base = self.view.resolve(&plain, self.listings)?;
            let base = base.filter(is_directory).ok_or_else(|| missing(&plain))?;
            for found in matches(self.view, &base, &rest, self.listings)? {
                self.take(&found, filter, false)?;
            }
        }
        match &pick.below {
            Some(pattern) if !has_wildcard(&pick.path) && !has_wildcard(pattern) => {
                let is_there = self.draft.files.iter().any(|file| !file.path.is_empty());
                if is_there { Ok(()) } else { Err(missing(&below(&pick.path, pattern))) }
            }
            _ => Ok(()),
        }
    }

    /// Takes a file, or what is in a folder.
    fn take(&mut self, path: &str, filter: Filter<'_>, must_be: bool) -> Result<(), Unknown> {
        let named = self.view.resolve(path, self.listings)?.ok_or_else(|| missing(path))?;
        let number = self.draft.matches.len();
        if !is_directory(&named) {
            let name = path.rsplit('/').next().unwrap_or(path).to_owned();
            self.draft.matches.push(Match { path: path.to_owned(), mode: None, leads: None });
            self.add(name, &named, true, number);
            return Ok(());
        }
        let walked = walk(self.view, &named, filter, self.listings)?;
        if walked.exists {
            let mode = named.entry.as_ref().map(|entry| entry.mode);
            let leads = (!must_be && named.path != path).then(|| named.path.clone());
            self.draft.matches.push(Match { path: path.to_owned(), mode, leads });
            self.add(String::new(), &named, false, number);
            self.add_all(&named.path, walked, number);
        } else if must_be {
            return Err(missing(path));
        }
        Ok(())
    }

    /// Takes what a path names, and all that is in it.
    fn mount(&mut self, path: &str) -> Result<(), Unknown> {
        let named = self.view.resolve(path, self.listings)?.ok_or_else(|| missing(path))?;
        // The root is made by BuildKit.
        self.add(String::new(), &named, named.entry.is_some(), 0);
        if is_directory(&named) {
            let walked = walk(self.view, &named, Filter::default(), self.listings)?;
            if !walked.exists {
                return Err(missing(path));
            }
            self.add_all(&named.path, walked, 0);
        }
        Ok(())
    }

    fn add(&mut self, path: String, named: &Named, has_mode: bool, number: usize) {
        let whole = self.view.whole(&named.path);
        let entry = named.entry.clone().unwrap_or_else(root);
        let covered = Vec::new();
        self.draft.files.push(Drafted { path, whole, entry, has_mode, number, covered });
    }

    fn add_all(&mut self, folder: &str, walked: Walked, number: usize) {
        let root = self.view.whole(folder);
        for met in walked.met {
            let (path, entry) = (met.path, met.entry);
            let whole = match &*root {
                "." => path.clone(),
                "/" => format!("/{path}"),
                root => below(root, &path),
            };
            let covered = Vec::new();
            let drafted = Drafted { path, whole, entry, has_mode: true, number, covered };
            self.draft.files.push(drafted);
        }
    }
}

/// What a pattern from the working directory names: what it matches, and all that is in folders it
/// matches.
///
/// # Errors
/// Where it is no pattern, or a folder cannot be read.
pub(super) fn inputs(
    pattern: &str,
    view: &mut View,
    listings: &mut Listings<'_>,
) -> Result<Draft, Unknown> {
    let patterns = read([pattern])?;
    let start = Named { path: String::new(), entry: None, is_shown: true };
    let filter = Filter { includes: Some(&patterns), excludes: None };
    let mut walked = walk(view, &start, filter, listings)?;
    walked.met.retain(|met| met.is_wanted);
    let mut copying = Copying { view, listings, draft: Draft::default() };
    copying.add_all("", walked, 0);
    copying.draft.settle()
}

impl Draft {
    /// Sorts the files by path. Of two that arrive at one, the later one covers the other.
    fn settle(mut self) -> Result<Self, Unknown> {
        let is_directory = |file: &Drafted| file.entry.kind == EntryKind::Directory;
        // Later ones first, of which the first is kept.
        self.files.reverse();
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        let both = self.files.iter().zip(self.files.iter().skip(1));
        let mut clashes =
            both.filter(|(a, b)| a.path == b.path && is_directory(a) != is_directory(b));
        if let Some((clash, _)) = clashes.next() {
            let path = &clash.path;
            return Err(Unknown { reason: format!("`{path}` is both a folder and a file") });
        }
        self.files.dedup_by(|covered, kept| {
            let is_covered = covered.path == kept.path;
            if is_covered && is_directory(kept) && kept.has_mode {
                kept.covered.push(std::mem::take(&mut covered.whole));
            }
            is_covered
        });
        Ok(self)
    }
}

fn read<'a>(
    patterns: impl IntoIterator<Item = &'a (impl AsRef<str> + ?Sized + 'a)>,
) -> Result<Patterns, Unknown> {
    let mut read = Vec::new();
    for pattern in patterns {
        let pattern = pattern.as_ref();
        Patterns::new([pattern])
            .map_err(|_| Unknown { reason: format!("`{pattern}` is not a pattern") })?;
        read.push(pattern);
    }
    Patterns::new(read).map_err(|_| Unknown { reason: "a pattern is none".to_owned() })
}

fn is_directory(named: &Named) -> bool {
    named.entry.as_ref().is_none_or(|entry| entry.kind == EntryKind::Directory)
}

/// The root of a view.
fn root() -> Entry {
    use crate::source::Stamp;
    let (name, kind) = (String::new(), EntryKind::Directory);
    Entry { name, kind, mode: 0o755, stamp: Stamp::default() }
}

fn missing(path: &str) -> Unknown {
    let path = if path.is_empty() { "." } else { path };
    Unknown { reason: format!("`{path}` is missing") }
}
