//! Walks through a folder, with patterns for what is wanted of it.

use super::listings::Listings;
use super::patterns::{Around, Patterns};
use super::picked::Unknown;
use super::view::{Named, Shown, View, below};
use crate::source::{Entry, EntryKind};

/// Which files of a folder are wanted.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Filter<'a> {
    /// What is wanted, if not everything.
    pub(super) includes: Option<&'a Patterns>,
    /// What is not wanted in spite of that.
    pub(super) excludes: Option<&'a Patterns>,
}

/// What a walk has met.
#[derive(Clone, Debug)]
pub(super) struct Met {
    /// The path from where the walk began.
    pub(super) path: String,
    pub(super) entry: Entry,
    /// Whether the patterns match it, and not only something in it.
    pub(super) is_wanted: bool,
}

/// What a walk through a folder has found.
#[derive(Debug)]
pub(super) struct Walked {
    /// Whether a build sees the folder itself.
    pub(super) exists: bool,
    /// What is wanted of it, with the folders around it, a level after the other.
    pub(super) met: Vec<Met>,
}

/// A place on the way.
struct Place {
    met: Met,
    /// Whether a build sees it, as far as is known.
    exists: bool,
    /// The folder it is in, as a number; none in the folder where the walk begins.
    parent: Option<usize>,
}

/// A folder that is to be looked through.
#[derive(Clone)]
struct Next {
    /// Its path from the root of the view, and from where the walk began.
    whole: String,
    path: String,
    /// Which place it is.
    number: Option<usize>,
    included: Option<Around>,
    excluded: Option<Around>,
    is_shown: bool,
}

/// Walks through a folder, a level at a time.
///
/// # Errors
/// Where a folder cannot be read.
pub(super) fn walk(
    view: &mut View,
    start: &Named,
    filter: Filter<'_>,
    listings: &mut Listings<'_>,
) -> Result<Walked, Unknown> {
    let mut found = Found { places: Vec::new(), exists: start.is_shown };
    let mut level = vec![Next {
        whole: start.path.clone(),
        path: String::new(),
        number: None,
        included: None,
        excluded: None,
        is_shown: start.is_shown,
    }];
    while !level.is_empty() {
        let folders: Vec<&str> = level.iter().map(|next| &*next.whole).collect();
        let opened = view.open(&folders, listings);
        let mut deeper = Vec::new();
        for (next, seen) in level.iter().zip(&opened) {
            match seen.failure() {
                // As in BuildKit: what is hidden may be closed to us.
                Some(failure) if next.is_shown || !failure.is_forbidden => {
                    return Err(failure.unknown(&next.whole));
                }
                _ => {}
            }
            for (entry, shown) in seen.items() {
                deeper.extend(found.meet(entry, shown, next, filter));
            }
        }
        level = deeper;
    }
    Ok(found.settled())
}

/// What a walk has found so far.
struct Found {
    places: Vec<Place>,
    /// Whether a build sees the folder where the walk begins.
    exists: bool,
}

impl Found {
    /// Takes in an entry. If it is a folder that is to be looked through, that comes next.
    fn meet(
        &mut self,
        entry: &Entry,
        shown: &Shown,
        next: &Next,
        filter: Filter<'_>,
    ) -> Option<Next> {
        let is_shown = match shown {
            Shown::No => return None,
            Shown::Yes(_) => true,
            Shown::Perhaps(_) => false,
        };
        let path = below(&next.path, &entry.name);
        let included = filter.includes.map(|it| it.step(&path, next.included.as_ref()));
        let excluded = filter.excludes.map(|it| it.step(&path, next.excluded.as_ref()));
        let is_included = included.as_ref().is_none_or(|step| step.by.is_some());
        let is_excluded = excluded.as_ref().is_some_and(|step| step.by.is_some());
        let is_directory = entry.kind == EntryKind::Directory;
        let is_wanted = is_included && !is_excluded;
        if !is_directory && !is_wanted {
            // It still shows that the folders around it exist.
            self.mark(next.number, is_shown);
            return None;
        }
        let number = Some(self.places.len());
        let met = Met { path: path.clone(), entry: entry.clone(), is_wanted };
        self.places.push(Place { met, exists: is_shown, parent: next.number });
        let stops = !is_directory
            // What is seen need not be looked through to know that it is.
            || (is_shown && is_excluded && !filter.excludes.is_some_and(Patterns::have_exceptions))
            || (!is_included && filter.includes.is_some_and(|it| !it.may_match_below(&path)));
        (!stops).then(|| Next {
            whole: below(&next.whole, &entry.name),
            path,
            number,
            included: included.map(|step| step.below),
            excluded: excluded.map(|step| step.below),
            is_shown,
        })
    }

    /// Tells of a folder whether something in it exists.
    fn mark(&mut self, folder: Option<usize>, exists: bool) {
        match folder.and_then(|number| self.places.get_mut(number)) {
            Some(place) => place.exists |= exists,
            None => self.exists |= exists,
        }
    }

    /// Keeps what exists and is wanted, and the folders around it. What is in a folder comes after
    /// it among the places.
    fn settled(mut self) -> Walked {
        let mut kept = vec![false; self.places.len()];
        for number in (0..self.places.len()).rev() {
            let Some(place) = self.places.get(number) else { continue };
            let (parent, exists) = (place.parent, place.exists);
            let is_kept = exists && (place.met.is_wanted || kept.get(number) == Some(&true));
            self.mark(parent, exists);
            for known in [Some(number), parent].into_iter().flatten() {
                if let Some(kept) = kept.get_mut(known) {
                    *kept |= is_kept;
                }
            }
        }
        let both = self.places.into_iter().zip(kept);
        let met = both.filter(|(_, kept)| *kept).map(|(it, _)| it.met).collect();
        Walked { exists: self.exists, met }
    }
}
