//! The stat cache: a file that looks as it did when it was hashed is not hashed again.
//!
//! [`StatCache`] is what a run knows of files and finds out about them. A file is the same to it
//! when path, length, both times, number and file system are ([`noted`]). What is known is kept
//! from run to run ([`notes`]), and is believed only if all of it is as it was written ([`sum`]).
//! Losing it, or a part of it, costs time and nothing else.

mod noted;
mod notes;
mod sum;
#[cfg(test)]
mod tests;

use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use self::noted::Noted;
use self::notes::Notes;
use super::Digests;
use crate::digest::Digest;
use crate::source::{Entry, Host, Stamp};

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
    found: Mutex<Vec<Noted>>,
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
            let all = kept(host, &self.name).with(found, self.today);
            host.keep(&self.name, all.bytes());
        }
    }

    /// The content of a file that looks as it did. That it was of use today is noted too.
    fn known(&self, place: u64, stamp: [u64; 5]) -> Option<Digest> {
        let noted = self.known.find(place).filter(|noted| noted.stamp == stamp)?;
        if noted.day != self.today {
            self.note(Noted { day: self.today, ..noted });
        }
        Some(noted.content)
    }

    fn note(&self, noted: Noted) {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).push(noted);
    }
}

impl Digests for StatCache {
    fn digest(&self, host: &dyn Host, path: &Path, entry: &Entry) -> io::Result<Digest> {
        if let Some(content) = entry.stamp.content {
            return Ok(content);
        }
        let (place, stamp) = (noted::place(path), noted::parts(&entry.stamp));
        if let Some(content) = self.known(place, stamp) {
            return Ok(content);
        }
        let begun = host.file_time();
        let (content, after) = host.digest_and_stamp(path)?;
        let is_noted = noted::parts(&after) == stamp && is_at_rest(&after, begun);
        // What is noted has no attributes, so that nobody need look for them again.
        if is_noted && host.attributes(path)?.is_none() {
            self.note(Noted { place, stamp, content, day: self.today });
        }
        Ok(content)
    }

    fn attributes(
        &self,
        host: &dyn Host,
        path: &Path,
        entry: &Entry,
    ) -> io::Result<Option<Digest>> {
        match self.known(noted::place(path), noted::parts(&entry.stamp)) {
            Some(_) => Ok(None),
            None => host.attributes(path),
        }
    }
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
    host.recall(name).map(Notes::read).unwrap_or_default()
}

/// The days since 1970.
fn day(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs() / (24 * 60 * 60)
}
