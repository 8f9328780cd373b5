//! Walks through a folder, with patterns for what is wanted of it.
//!
//! Nothing is copied on the way: what is taken is told by its place in the [listing](Held) of its
//! folder. The folders of a level are listed and looked through side by side.

use std::sync::Arc;

use super::listings::{Held, Listings};
use super::patterns::{Around, Patterns};
use super::picked::Unknown;
use super::view::{Named, Path, Seen, Shown, View, below};
use crate::source::{Entry, EntryKind};
use crate::threads;

/// Which files of a folder are wanted.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Filter<'a> {
    /// What is wanted, if not everything.
    pub(super) includes: Option<&'a Patterns>,
    /// What is not wanted in spite of that.
    pub(super) excludes: Option<&'a Patterns>,
}

/// What a walk through a folder has found.
#[derive(Debug)]
pub(super) struct Walked {
    /// Whether a build sees the folder itself.
    pub(super) exists: bool,
    /// The folders that were looked through, each behind the one it is in.
    pub(super) folders: Vec<Passed>,
}

/// A folder that was looked through.
#[derive(Debug)]
pub(super) struct Passed {
    /// The path from where the walk began.
    pub(super) path: String,
    /// What it holds.
    pub(super) held: Arc<Held>,
    /// What is wanted of that and is no folder, by place, in order.
    pub(super) files: Vec<usize>,
    /// The folders in it that are wanted, or lead to something that is; in order.
    pub(super) folders: Vec<Inner>,
    /// Whether a build sees it, as far as is known.
    exists: bool,
    /// Whether something in it is wanted and seen.
    is_wanted: bool,
}

/// A folder in a folder.
#[derive(Debug)]
pub(super) struct Inner {
    /// Its place there.
    pub(super) entry: usize,
    /// Whether the patterns match it, and not only something in it.
    pub(super) is_wanted: bool,
    /// Which of the folders it is, if it was looked through.
    pub(super) below: Option<usize>,
    is_shown: bool,
}

/// A folder that is to be looked through.
#[derive(Clone)]
struct Next {
    /// Its path from the root of the view, and from where the walk began.
    whole: String,
    path: String,
    /// Where it is: the number of a folder, and of one in it; none where the walk begins.
    above: Option<(usize, usize)>,
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
    let mut folders: Vec<Passed> = Vec::new();
    let mut level = vec![Next {
        whole: start.path.clone(),
        path: String::new(),
        above: None,
        included: None,
        excluded: None,
        is_shown: start.is_shown,
    }];
    while !level.is_empty() {
        let paths: Vec<&str> = level.iter().map(|next| &*next.whole).collect();
        let opened = view.open(&paths, listings);
        let jobs: Vec<(Next, Seen)> = level.into_iter().zip(opened).collect();
        let passed = threads::map(&jobs, |(next, seen)| next.pass(seen, filter));
        level = Vec::new();
        for ((next, _), passed) in jobs.iter().zip(passed) {
            let (passed, mut deeper) = passed?;
            let number = folders.len();
            for next in &mut deeper {
                next.above = next.above.map(|(_, inner)| (number, inner));
            }
            if let Some((above, inner)) = next.above
                && let Some(inner) = folders.get_mut(above).and_then(|it| it.folders.get_mut(inner))
            {
                inner.below = Some(number);
            }
            folders.push(passed);
            level.append(&mut deeper);
        }
    }
    Ok(settled(folders))
}

impl Next {
    /// Looks through the folder. What is to be looked through in it comes with it.
    fn pass(&self, seen: &Seen, filter: Filter<'_>) -> Result<(Passed, Vec<Self>), Unknown> {
        match seen.failure() {
            // As in BuildKit: what is hidden may be closed to us.
            Some(failure) if self.is_shown || !failure.is_forbidden => {
                return Err(failure.unknown(&self.whole));
            }
            _ => {}
        }
        let mut passed = Passed {
            path: self.path.clone(),
            held: seen.held.clone(),
            files: Vec::new(),
            folders: Vec::new(),
            exists: self.is_shown,
            is_wanted: false,
        };
        let (mut deeper, mut path) = (Vec::new(), Path::in_folder(&self.path));
        for (number, (entry, shown)) in seen.items().enumerate() {
            match (shown, &entry.kind) {
                (Shown::No, _) => {}
                (_, EntryKind::Directory) => {
                    let place = (number, passed.folders.len());
                    let (inner, next) = self.inner(place, entry, shown, filter);
                    passed.folders.push(inner);
                    deeper.extend(next);
                }
                _ => {
                    // It shows that the folders around it exist, even if it is not wanted.
                    passed.exists = true;
                    if self.wants(&mut path, &entry.name, filter) {
                        passed.is_wanted = true;
                        passed.files.push(number);
                    }
                }
            }
        }
        Ok((passed, deeper))
    }

    /// Whether something in the folder that is no folder itself is wanted.
    fn wants(&self, path: &mut Path, name: &str, filter: Filter<'_>) -> bool {
        if filter.includes.is_none() && filter.excludes.is_none() {
            return true;
        }
        let path = path.of(name);
        let matches = |patterns: Option<&Patterns>, around: &Option<Around>| {
            Some(patterns?.last_step(path, around.as_ref()).is_some())
        };
        matches(filter.includes, &self.included) != Some(false)
            && matches(filter.excludes, &self.excluded) != Some(true)
    }

    /// A folder in the folder, and where to go on if that is to be looked through.
    fn inner(
        &self,
        (entry, number): (usize, usize),
        told: &Entry,
        shown: Shown,
        filter: Filter<'_>,
    ) -> (Inner, Option<Self>) {
        let path = below(&self.path, &told.name);
        let included = filter.includes.map(|it| it.step(&path, self.included.as_ref()));
        let excluded = filter.excludes.map(|it| it.step(&path, self.excluded.as_ref()));
        let is_included = included.as_ref().is_none_or(|step| step.by.is_some());
        let is_excluded = excluded.as_ref().is_some_and(|step| step.by.is_some());
        let is_shown = shown == Shown::Yes;
        // What is seen need not be looked through to know that it is.
        let stops =
            (is_shown && is_excluded && !filter.excludes.is_some_and(Patterns::have_exceptions))
                || (!is_included && filter.includes.is_some_and(|it| !it.may_match_below(&path)));
        let next = (!stops).then(|| Self {
            whole: below(&self.whole, &told.name),
            path,
            above: Some((0, number)),
            included: included.map(|step| step.below),
            excluded: excluded.map(|step| step.below),
            is_shown,
        });
        (Inner { entry, is_wanted: is_included && !is_excluded, below: None, is_shown }, next)
    }
}

/// Keeps what exists and is wanted, and the folders around it.
fn settled(mut folders: Vec<Passed>) -> Walked {
    // What is in a folder comes behind it.
    for number in (0..folders.len()).rev() {
        let Some((passed, rest)) = folders.get_mut(number..).and_then(<[_]>::split_first_mut)
        else {
            continue;
        };
        let Passed { folders: inner, exists, is_wanted, .. } = passed;
        inner.retain(|inner| {
            let below = inner.below.and_then(|below| rest.get(below - number - 1));
            let is_there = below.map_or(inner.is_shown, |below| below.exists);
            let is_kept = is_there && (inner.is_wanted || below.is_some_and(|it| it.is_wanted));
            *exists |= is_there;
            *is_wanted |= is_kept;
            is_kept
        });
    }
    Walked { exists: folders.first().is_some_and(|first| first.exists), folders }
}

impl Walked {
    /// What was taken, in the order of the bytes of the paths: a folder, and an entry of it.
    pub(super) fn entries(&self) -> Ordered<'_> {
        Ordered { folders: &self.folders, way: vec![At::default()] }
    }
}

/// What a walk has found, in order.
pub(super) struct Ordered<'a> {
    folders: &'a [Passed],
    /// How far it has come, in a folder and in those around it.
    way: Vec<At>,
}

/// How far it has come in a folder.
#[derive(Default)]
struct At {
    folder: usize,
    /// The files and the folders that have been told.
    files: usize,
    folders: usize,
    /// Those of the folders of which it is still to be told what is in them.
    waiting: Vec<usize>,
}

/// What comes next in a folder.
enum Step {
    /// An entry, by place. If it is a folder that was looked through, its number comes with it.
    Entry(usize, bool),
    /// What is in a folder.
    Into(usize),
}

impl Iterator for Ordered<'_> {
    type Item = Taken;

    fn next(&mut self) -> Option<Taken> {
        loop {
            let at = self.way.last_mut()?;
            match self.folders.get(at.folder).and_then(|folder| at.step(folder)) {
                Some(Step::Entry(entry, is_wanted)) => {
                    return Some(Taken { folder: at.folder, entry, is_wanted });
                }
                Some(Step::Into(folder)) => self.way.push(At { folder, ..At::default() }),
                None => drop(self.way.pop()),
            }
        }
    }
}

/// Something that is taken.
pub(super) struct Taken {
    /// The folder it is in, of those that were looked through.
    pub(super) folder: usize,
    /// Its place there.
    pub(super) entry: usize,
    /// Whether the patterns match it, and not only something in it.
    pub(super) is_wanted: bool,
}

impl At {
    fn step(&mut self, passed: &Passed) -> Option<Step> {
        let file = passed.files.get(self.files).copied();
        let inner = passed.folders.get(self.folders);
        let next = [file, inner.map(|inner| inner.entry)].into_iter().flatten().min();
        if let Some(&waiting) = self.waiting.last()
            && !next.is_some_and(|next| is_before(next, waiting, passed))
        {
            self.waiting.pop();
            return passed.folders.get(waiting)?.below.map(Step::Into);
        }
        let next = next?;
        let Some(inner) = inner.filter(|inner| inner.entry == next) else {
            self.files += 1;
            return Some(Step::Entry(next, true));
        };
        self.waiting.extend(inner.below.map(|_| self.folders));
        self.folders += 1;
        Some(Step::Entry(next, inner.is_wanted))
    }
}

/// Whether a name comes before what is in a folder: it does if it goes on with less than a slash
/// where the name of the folder ends.
fn is_before(entry: usize, folder: usize, passed: &Passed) -> bool {
    let name = |entry: usize| passed.held.entries().get(entry).map(|entry| &*entry.name);
    let folder = passed.folders.get(folder).and_then(|inner| name(inner.entry));
    let rest = name(entry).zip(folder).and_then(|(name, folder)| name.strip_prefix(folder));
    rest.is_some_and(|rest| rest.as_bytes() < b"/".as_slice())
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use proptest::prelude::*;

    use super::*;
    use crate::source::Memory;

    /// The paths of all that a walk through a folder takes, in its order.
    fn walked(host: &Memory) -> Vec<String> {
        let mut view = View::new("app".into(), Rc::default());
        let mut listings = Listings::new(host);
        let walked = walk(&mut view, &Named::root(), Filter::default(), &mut listings).unwrap();
        let path = |taken: Taken| {
            let passed = &walked.folders[taken.folder];
            below(&passed.path, &passed.held.entries()[taken.entry].name)
        };
        walked.entries().map(path).collect()
    }

    #[test]
    fn names_that_go_on_before_a_slash_come_before_what_is_in_the_folder() {
        let paths = ["a/b/c", "a/b.c", "a-/b", "a-b", "a.", "a0", "b/x"];
        let host =
            paths.iter().fold(Memory::new(), |host, path| host.file(format!("app/{path}"), ""));
        let expected = ["a", "a-", "a-/b", "a-b", "a.", "a/b", "a/b.c", "a/b/c", "a0", "b", "b/x"];
        assert_eq!(walked(&host), expected);
    }

    proptest! {
        #[test]
        fn what_is_met_is_in_the_order_of_the_bytes(
            names in proptest::collection::vec("[-.0a]{1,2}x?(/[-.0a]{1,2}x?){0,3}", 1..20),
        ) {
            let is_plain = |name: &&String| name.split('/').all(|it| !matches!(it, "." | ".."));
            // A file cannot be a folder too.
            let files = names.iter().filter(is_plain).map(|name| format!("app/{name}/f"));
            let host = files.fold(Memory::new().file("app/f", ""), |host, file| host.file(file, ""));
            let walked = walked(&host);
            prop_assert!(walked.is_sorted_by(|a, b| a < b), "{walked:?}");
        }
    }
}
