//! The contents of files, each hashed once.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use super::digests::{Batch, Content, Digests};
use super::draft::{Draft, Drafted};
use super::listings::{Held, Listings};
use super::picked::Modes;
use crate::source::{Entry, EntryKind, Host};
use crate::threads;

/// The length in bytes from which on a file is worth to be hashed before others.
const LARGE: u64 = 1 << 20;

/// The contents of files, by the folders they are in.
#[derive(Debug)]
pub(super) struct Contents {
    pub(super) modes: Modes,
    /// What was read of each folder at one go, by the number of the folder.
    read: Vec<Read>,
    /// Large files, by the number of the folder and their place there.
    large: HashMap<(usize, usize), io::Result<Content>>,
}

/// What was read of a folder at one go.
#[derive(Default, Debug)]
struct Read {
    /// Which entries, by place, in order.
    chosen: Vec<usize>,
    /// What is in them.
    contents: Vec<io::Result<Content>>,
}

/// Entries of one folder that are read at one go.
struct Job<'a> {
    held: &'a Held,
    chosen: Vec<usize>,
    is_large: bool,
}

impl Contents {
    /// Hashes all files of these drafts, on all cores.
    pub(super) fn of<'a>(
        host: &dyn Host,
        modes: Modes,
        digests: &dyn Digests,
        drafts: impl Iterator<Item = &'a Draft>,
        listings: &Listings<'_>,
    ) -> Self {
        let all = listings.all();
        let jobs = jobs(all, wanted(all, modes, drafts));
        let read = threads::map_singly(&jobs, |job| {
            let Job { held, chosen, .. } = job;
            let with_attributes = modes == Modes::Exact;
            let (folder, listing) = (&*held.path, held.entries());
            digests.contents(host, &Batch { folder, listing, chosen, with_attributes })
        });
        let mut contents = Self { modes, read: Vec::new(), large: HashMap::new() };
        contents.read.resize_with(all.len(), Read::default);
        for (job, read) in jobs.into_iter().zip(read) {
            contents.put(job, read);
        }
        contents
    }

    fn put(&mut self, job: Job<'_>, contents: Vec<io::Result<Content>>) {
        let Job { held, chosen, is_large } = job;
        if is_large {
            let places = chosen.into_iter().map(|entry| (held.number, entry));
            self.large.extend(places.zip(contents));
        } else if let Some(read) = self.read.get_mut(held.number) {
            *read = Read { chosen, contents };
        }
    }

    /// What is known of something in a folder; nothing, where nobody has tried.
    pub(super) fn get(&self, held: &Held, entry: usize) -> Option<&io::Result<Content>> {
        let read = self.read.get(held.number).and_then(|read| read.get(entry));
        read.or_else(|| self.large.get(&(held.number, entry)))
    }
}

impl Read {
    fn get(&self, entry: usize) -> Option<&io::Result<Content>> {
        // Mostly everything is read, so that the place is the same.
        let place = match self.chosen.get(entry) {
            Some(&same) if same == entry => entry,
            _ => self.chosen.binary_search(&entry).ok()?,
        };
        self.contents.get(place)
    }
}

/// The entries of each folder that are to be read, by place, in order.
fn wanted<'a>(
    held: &[Arc<Held>],
    modes: Modes,
    drafts: impl Iterator<Item = &'a Draft>,
) -> Vec<Vec<usize>> {
    let mut wanted: Vec<Vec<usize>> = vec![Vec::new(); held.len()];
    for draft in drafts {
        let covered = draft.covered.values().flatten();
        for file in draft.files.iter().chain(covered).filter(|file| counts(draft, file, modes)) {
            let held = draft.part(file).and_then(|part| part.held.as_ref());
            if let Some(held) = held
                && let Some(wanted) = wanted.get_mut(held.number)
            {
                wanted.push(file.entry);
            }
        }
    }
    for wanted in &mut wanted {
        wanted.sort_unstable();
        wanted.dedup();
    }
    wanted
}

/// Whether something of a file is to be read.
fn counts(draft: &Draft, file: &Drafted, modes: Modes) -> bool {
    match draft.entry(file).map(|entry| &entry.kind) {
        Some(EntryKind::File) => true,
        Some(EntryKind::Directory) => modes == Modes::Exact,
        _ => false,
    }
}

/// The largest files first, so that no core is left with one at the end; others folder by folder.
fn jobs(held: &[Arc<Held>], wanted: Vec<Vec<usize>>) -> Vec<Job<'_>> {
    let (mut large, mut jobs) = (Vec::new(), Vec::new());
    for (held, mut chosen) in held.iter().zip(wanted) {
        let size = |entry: usize| held.entries().get(entry).map_or(0, size);
        let is_large = |entry: &mut usize| size(*entry) >= LARGE;
        for entry in chosen.extract_if(.., is_large) {
            large.push((size(entry), Job { held, chosen: vec![entry], is_large: true }));
        }
        jobs.extend((!chosen.is_empty()).then_some(Job { held, chosen, is_large: false }));
    }
    large.sort_by_key(|(size, _)| Reverse(*size));
    large.into_iter().map(|(_, job)| job).chain(jobs).collect()
}

fn size(entry: &Entry) -> u64 {
    if entry.kind == EntryKind::File { entry.stamp.size } else { 0 }
}
