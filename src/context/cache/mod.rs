//! The stat cache: a file that looks as it did when it was hashed is not hashed again.
//!
//! [`StatCache`] is what a run knows of files and finds out about them. A file is the same to it
//! when path, length, both times, number and file system are ([`noted`]). What is known is kept
//! from run to run ([`notes`]), a [`page`] for each folder, and is believed only if all of it is as it
//! was written ([`mod@sum`]). Losing it, or a part of it, costs time and nothing else.

mod noted;
mod notes;
mod page;
mod sum;
#[cfg(test)]
mod tests;

use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use self::noted::Noted;
use self::notes::{Found, Notes};
use self::page::Page;
use self::sum::sum;
use super::digests::{Batch, Content, Digests};
use crate::digest::Digest;
use crate::source::{Entry, EntryKind, Host, Stamp};
use crate::threads;

/// How long a file must have been at rest before it is read, by the clock that gives files their
/// times, so that whatever is done to it afterwards gives it another one. The clock has ticked
/// meanwhile; the rest is room for file systems that round, and for those of another machine.
const REST: Duration = Duration::from_millis(100);

const SECOND: i64 = 1_000_000_000;

/// Digests of files, by what the file system tells of them, from one run to the next.
///
/// Each working directory has its own. Runs at the same time do not wait for each other; each
/// leaves what it found out together with what others have left by then.
#[derive(Debug)]
pub struct StatCache {
    name: String,
    today: u64,
    known: Notes,
    found: Mutex<Vec<Found>>,
}

impl StatCache {
    /// What earlier runs found out here; nothing, where they left nothing or it is damaged.
    pub fn open(host: &dyn Host) -> Self {
        let name = name(host.working_directory());
        let known = kept(host, &name);
        Self { name, today: day(host.now()), known, found: Mutex::default() }
    }

    /// Keeps what was found out for later runs, where the host has a place for that.
    pub fn save(self, host: &dyn Host) {
        let found = self.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        if !found.is_empty() {
            host.keep(&self.name, &kept(host, &self.name).with(found, self.today));
        }
    }

    fn note(&self, found: Found) {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).push(found);
    }
}

impl Digests for StatCache {
    fn contents(&self, host: &dyn Host, batch: &Batch<'_>) -> Vec<io::Result<Content>> {
        let place = sum(batch.folder.as_bytes());
        let page = self.known.page(place);
        let known = known(page.as_ref(), batch);
        let both = batch.entries().zip(&known);
        let new: Vec<&Entry> =
            both.filter(|(_, known)| known.is_none()).map(|(it, _)| it).collect();
        let read = threads::map(&new, |entry| read(host, batch, entry));
        let notes: Vec<Noted> = read.iter().flatten().filter_map(|(_, noted)| *noted).collect();
        let is_of_use = known.iter().any(Option::is_some);
        if !notes.is_empty() {
            let names = batch.listing.iter().map(|entry| noted::name(&entry.name)).collect();
            self.note(Found { place, names, notes });
        } else if is_of_use && page.is_some_and(|page| page.day != self.today) {
            self.note(Found { place, names: Vec::new(), notes });
        }
        let mut read = read.into_iter();
        let known = known.into_iter().map(|digest| match digest {
            Some(_) => Some(Ok(Content { digest, attributes: None })),
            None => Some(read.next()?.map(|(content, _)| content)),
        });
        known.flatten().collect()
    }
}

/// The contents of those files that look as they did.
fn known(page: Option<&Page>, batch: &Batch<'_>) -> Vec<Option<Digest>> {
    let mut reader = page.map(Page::reader);
    let mut known = |entry: &Entry| {
        let reader = reader.as_mut().filter(|_| entry.kind == EntryKind::File)?;
        let noted = reader.find(noted::name(&entry.name))?;
        (noted.stamp == noted::parts(&entry.stamp)).then_some(noted.content)
    };
    batch.entries().map(&mut known).collect()
}

/// What is in a file or attached to a folder, and what is to be noted of that.
fn read(host: &dyn Host, batch: &Batch<'_>, entry: &Entry) -> io::Result<(Content, Option<Noted>)> {
    if entry.kind != EntryKind::File {
        return Ok((Content { digest: None, attributes: batch.attributes(host, entry)? }, None));
    }
    let begun = host.file_time();
    let (content, attributes, after) = host.digests_and_stamp(&batch.path(entry))?;
    let stamp = noted::parts(&entry.stamp);
    // What is noted has no attributes, so that nobody need look for them again.
    let is_noted =
        noted::parts(&after) == stamp && is_at_rest(&after, begun) && attributes.is_none();
    let noted = Noted { name: noted::name(&entry.name), stamp, content };
    let attributes = attributes.filter(|_| batch.with_attributes).map(Box::new);
    Ok((Content { digest: Some(content), attributes }, is_noted.then_some(noted)))
}

/// Whether a file was at rest when it began to be read, so that its stamp tells of its content.
///
/// What was changed within the last tick of the clock may be changed again without getting another
/// time; what was changed in the future, by a clock that was wrong, may too. A change at a whole
/// second is nothing to rely on either: it comes from a file system that counts no smaller times,
/// or from an image of one, in which all times are made up and files are numbered in order.
///
/// What is written through a mapping into memory may get its time when the mapping is first
/// written to, and stay without a new one for as long as the system does not write it to the disk.
/// That is out of sight for all who look at times, BuildKit among them.
fn is_at_rest(stamp: &Stamp, begun: SystemTime) -> bool {
    let before = |time: i64| {
        let nanos = u64::try_from(time).ok().map(Duration::from_nanos);
        let time = nanos.and_then(|since| SystemTime::UNIX_EPOCH.checked_add(since));
        time.is_some_and(|time| begun.duration_since(time).is_ok_and(|rest| rest > REST))
    };
    before(stamp.modified) && before(stamp.changed) && stamp.changed % SECOND != 0
}

/// What is kept for a working directory is named after it.
fn name(working_directory: &Path) -> String {
    let path = working_directory.as_os_str().as_encoded_bytes();
    format!("files-{}", Digest::of(path).short())
}

fn kept(host: &dyn Host, name: &str) -> Notes {
    host.open_kept(name).map(Notes::open).unwrap_or_default()
}

/// The days since 1970.
fn day(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs() / (24 * 60 * 60)
}
