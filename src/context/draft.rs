//! What is picked, before its files are hashed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::arriving::Arriving;
use super::listings::{Held, Listings};
use super::matches::{matches, split};
use super::patterns::Patterns;
use super::picked::{Match, Unknown};
use super::view::{Named, View, below};
use super::walk::{Filter, Passed, Taken, Walked, walk};
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
    /// Where files come from.
    pub(super) parts: Vec<Part>,
    /// The files as they arrive, sorted by path.
    pub(super) files: Vec<Drafted>,
    /// Folders that arrived before at the places of others, by those: what is attached to them
    /// stays.
    pub(super) covered: BTreeMap<Drafted, Vec<Drafted>>,
}

/// Where some of the files come from.
#[derive(Debug)]
pub(super) struct Part {
    /// The folder they are in; nothing for the root of a view.
    pub(super) held: Option<Arc<Held>>,
    /// Where they arrive.
    place: Place,
    /// Whether their permission bits arrive.
    pub(super) has_mode: bool,
    /// Which of the matches they belong to. Only within one can files be the same.
    pub(super) number: usize,
}

/// Where files arrive.
#[derive(Debug)]
enum Place {
    /// In this folder, each under its name.
    In(String),
    /// One at this place.
    At(String),
}

/// A file, before it is hashed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Drafted {
    /// Which part it belongs to.
    pub(super) part: usize,
    /// Its place in the folder that it is in.
    pub(super) entry: usize,
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
            let base = base.filter(Named::is_directory).ok_or_else(|| missing(&plain))?;
            for found in matches(self.view, &base, &rest, self.listings)? {
                self.take(&found, filter, false)?;
            }
        }
        match &pick.below {
            Some(pattern) if !has_wildcard(&pick.path) && !has_wildcard(pattern) => {
                let is_there =
                    self.draft.files.iter().any(|file| !self.draft.path(file).is_empty());
                if is_there { Ok(()) } else { Err(missing(&below(&pick.path, pattern))) }
            }
            _ => Ok(()),
        }
    }

    /// Takes a file, or what is in a folder.
    fn take(&mut self, path: &str, filter: Filter<'_>, must_be: bool) -> Result<(), Unknown> {
        let named = self.view.resolve(path, self.listings)?.ok_or_else(|| missing(path))?;
        let number = self.draft.matches.len();
        if !named.is_directory() {
            let name = path.rsplit('/').next().unwrap_or(path).to_owned();
            self.draft.matches.push(Match { path: path.to_owned(), mode: None, leads: None });
            self.draft.add(name, &named, true, number);
            return Ok(());
        }
        let walked = walk(self.view, &named, filter, self.listings)?;
        if walked.exists {
            let mode = named.entry().map(|entry| entry.mode);
            let leads = (!must_be && named.path != path).then(|| named.path.clone());
            self.draft.matches.push(Match { path: path.to_owned(), mode, leads });
            self.draft.add(String::new(), &named, false, number);
            self.draft.add_all(walked, number, |_| true);
        } else if must_be {
            return Err(missing(path));
        }
        Ok(())
    }

    /// Takes what a path names, and all that is in it.
    fn mount(&mut self, path: &str) -> Result<(), Unknown> {
        let named = self.view.resolve(path, self.listings)?.ok_or_else(|| missing(path))?;
        // The root is made by BuildKit.
        self.draft.add(String::new(), &named, named.at.is_some(), 0);
        if named.is_directory() {
            let walked = walk(self.view, &named, Filter::default(), self.listings)?;
            if !walked.exists {
                return Err(missing(path));
            }
            self.draft.add_all(walked, 0, |_| true);
        }
        Ok(())
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
    let filter = Filter { includes: Some(&patterns), excludes: None };
    let walked = walk(view, &Named::root(), filter, listings)?;
    let mut draft = Draft::default();
    draft.add_all(walked, 0, |taken| taken.is_wanted);
    draft.settle()
}

impl Draft {
    /// Adds what a path names, to arrive at another one.
    fn add(&mut self, path: String, named: &Named, has_mode: bool, number: usize) {
        let (held, entry) = named.at.clone().unzip();
        let (part, entry) = (self.parts.len(), entry.unwrap_or_default());
        self.parts.push(Part { held, place: Place::At(path), has_mode, number });
        self.files.push(Drafted { part, entry });
    }

    /// Adds what a walk has found, as far as it is to be kept.
    fn add_all(&mut self, walked: Walked, number: usize, keeps: impl Fn(&Taken) -> bool) {
        let first = self.parts.len();
        let kept = walked.entries().filter(keeps);
        self.files.extend(kept.map(|it| Drafted { part: first + it.folder, entry: it.entry }));
        self.parts.extend(walked.folders.into_iter().map(|Passed { path, held, .. }| Part {
            held: Some(held),
            place: Place::In(path),
            has_mode: true,
            number,
        }));
    }

    /// Sorts the files by path. Of two that arrive at one, the later one covers the other.
    fn settle(mut self) -> Result<Self, Unknown> {
        if self.files.is_sorted_by(|a, b| self.path(a) < self.path(b)) {
            return Ok(self);
        }
        let mut files = std::mem::take(&mut self.files);
        // Later ones first, of which the first is kept.
        files.reverse();
        files.sort_by(|a, b| self.path(a).cmp(&self.path(b)));
        let (mut kept, mut covered) = (Vec::new(), BTreeMap::new());
        for of_one in files.chunk_by(|a, b| self.path(a) == self.path(b)) {
            let Some((last, before)) = of_one.split_first() else { continue };
            let is_folder = self.is_directory(last);
            if before.iter().any(|it| self.is_directory(it) != is_folder) {
                let path = self.path(last).text();
                return Err(Unknown { reason: format!("`{path}` is both a folder and a file") });
            }
            kept.push(*last);
            if is_folder && !before.is_empty() {
                covered.insert(*last, before.to_vec());
            }
        }
        (self.files, self.covered) = (kept, covered);
        Ok(self)
    }

    /// Where a file comes from.
    pub(super) fn part(&self, file: &Drafted) -> Option<&Part> {
        self.parts.get(file.part)
    }

    /// What a file is; nothing for the root of a view.
    pub(super) fn entry(&self, file: &Drafted) -> Option<&Entry> {
        self.part(file)?.held.as_ref()?.entries().get(file.entry)
    }

    /// Where a file arrives.
    pub(super) fn path(&self, file: &Drafted) -> Arriving<'_> {
        match self.part(file).map(|part| &part.place) {
            Some(Place::In(folder)) => {
                Arriving { folder, name: self.entry(file).map_or("", |entry| &entry.name) }
            }
            Some(Place::At(path)) => Arriving { folder: "", name: path },
            None => Arriving { folder: "", name: "" },
        }
    }

    fn is_directory(&self, file: &Drafted) -> bool {
        self.entry(file).is_none_or(|entry| entry.kind == EntryKind::Directory)
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

fn missing(path: &str) -> Unknown {
    let path = if path.is_empty() { "." } else { path };
    Unknown { reason: format!("`{path}` is missing") }
}
