//! What one run leaves for later ones, in the cache folder of the user.
//!
//! Not in the working directory: that is a build context more often than not, and what lies in it
//! would be sent to the builder, would be copied by `COPY . .`, and would change the keys of what
//! it was kept for.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

/// The end of the name of what is being written.
const UNFINISHED: &str = ".part";

/// How long what is being written may take. What is older was left by a process that was killed.
const WRITING: Duration = Duration::from_hours(1);

/// How long something is kept that nobody wrote again.
const KEEPING: Duration = Duration::from_hours(24 * 60);

/// How many things are kept. Those that were written last stay.
const MOST: usize = 500;

/// What an earlier run has left, to be read piece by piece.
#[derive(Debug)]
pub struct Kept {
    length: u64,
    bytes: Bytes,
}

#[derive(Debug)]
enum Bytes {
    Here(Vec<u8>),
    #[cfg(unix)]
    There(File),
}

impl Kept {
    #[cfg(unix)]
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        Ok(Self { length: file.metadata()?.len(), bytes: Bytes::There(file) })
    }

    #[cfg(not(unix))]
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(fs::read(path)?.into())
    }

    /// How many bytes there are.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// So many bytes from a place on; nothing, where there are less, or they cannot be read.
    pub fn part(&self, start: u64, length: usize) -> Option<Vec<u8>> {
        let end = start.checked_add(length as u64).filter(|end| *end <= self.length)?;
        match &self.bytes {
            Bytes::Here(bytes) => {
                let (start, end) = (usize::try_from(start).ok()?, usize::try_from(end).ok()?);
                bytes.get(start..end).map(<[u8]>::to_vec)
            }
            #[cfg(unix)]
            Bytes::There(file) => {
                use std::os::unix::fs::FileExt;
                let mut part = vec![0; length];
                file.read_exact_at(&mut part, start).ok().map(|()| part)
            }
        }
    }
}

impl From<Vec<u8>> for Kept {
    fn from(bytes: Vec<u8>) -> Self {
        Self { length: bytes.len() as u64, bytes: Bytes::Here(bytes) }
    }
}

/// Where things are kept, as the environment has it: `$XDG_CACHE_HOME`, if it is absolute, else
/// `.cache` at home. Nowhere, where there is neither.
pub(super) fn folder(variable: impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    let absolute = |name| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let caches = absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")));
    Some(caches?.join("bakewell"))
}

/// Keeps bytes under a name: whole, or not at all. Whoever reads meanwhile finds what was there
/// before; of those who write at a time, the last one wins.
///
/// # Errors
/// What the system says; nothing has changed then.
pub(super) fn keep(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    make(folder)?;
    let unfinished = folder.join(unfinished(name));
    let written =
        write(&unfinished, bytes).and_then(|()| fs::rename(&unfinished, folder.join(name)));
    if written.is_err() {
        fs::remove_file(&unfinished).ok();
    }
    sweep(folder, SystemTime::now()).ok();
    written
}

/// A name that no other writer has: neither another process, nor one of those that had its number
/// before, nor a thread of this one.
fn unfinished(name: &str) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    format!("{name}.{}-{}-{count}{UNFINISHED}", process::id(), now.as_nanos())
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    create(path)?.write_all(bytes)
}

/// Removes what writers that were killed have left, and what is kept for nobody.
fn sweep(folder: &Path, now: SystemTime) -> io::Result<()> {
    let is_older = |time, age| now.duration_since(time).is_ok_and(|since| since > age);
    let mut finished = Vec::new();
    for held in fs::read_dir(folder)? {
        let held = held?;
        let written = held.metadata()?.modified()?;
        if !held.file_name().to_string_lossy().ends_with(UNFINISHED) {
            finished.push((written, held.path()));
        } else if is_older(written, WRITING) {
            fs::remove_file(held.path()).ok();
        }
    }
    finished.sort_unstable_by(|a, b| b.cmp(a));
    for (number, (written, path)) in finished.iter().enumerate() {
        if number >= MOST || is_older(*written, KEEPING) {
            fs::remove_file(path).ok();
        }
    }
    Ok(())
}

/// Makes the folder and those above it, for the eyes of the user only.
#[cfg(unix)]
fn make(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).create(folder)
}

#[cfg(unix)]
fn create(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

#[cfg(test)]
mod tests {
    use std::fs::{self, FileTimes};
    use std::path::PathBuf;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let held = fs::read_dir(folder).unwrap().map(|held| held.unwrap().file_name());
        let mut names: Vec<String> = held.map(|name| name.into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn things_are_kept_where_the_environment_says() {
        let at = |variables: &[(&str, &str)]| {
            let value = |name: &str| variables.iter().find(|(it, _)| *it == name).map(|it| it.1);
            folder(|name| value(name).map(str::to_owned))
        };
        let here = |path: &str| Some(PathBuf::from(path));
        assert_eq!(at(&[("HOME", "/h")]), here("/h/.cache/bakewell"));
        assert_eq!(at(&[("HOME", "/h"), ("XDG_CACHE_HOME", "/c")]), here("/c/bakewell"));
        assert_eq!(at(&[("HOME", "/h"), ("XDG_CACHE_HOME", "c")]), here("/h/.cache/bakewell"));
        assert_eq!(at(&[("HOME", "")]), None);
        assert_eq!(at(&[]), None);
    }

    #[test]
    fn the_last_one_wins_and_leaves_nothing_else() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("a/b");
        keep(&folder, "x", b"one").unwrap();
        keep(&folder, "x", b"two").unwrap();
        let kept = File::open(folder.join("x")).unwrap();
        assert_eq!(io::read_to_string(kept).unwrap(), "two");
        assert_eq!(names(&folder), ["x"]);
    }

    #[test]
    fn what_was_opened_stays_as_it_is() {
        let place = tempfile::tempdir().unwrap();
        keep(place.path(), "x", b"one").unwrap();
        let there = Kept::open(&place.path().join("x")).unwrap();
        keep(place.path(), "x", b"other").unwrap();
        for kept in [there, Kept::from(b"one".to_vec())] {
            assert_eq!((kept.length(), kept.part(0, 3)), (3, Some(b"one".to_vec())));
            assert_eq!(kept.part(1, 2), Some(b"ne".to_vec()));
            assert_eq!(kept.part(3, 0), Some(Vec::new()));
            assert_eq!(
                [kept.part(1, 3), kept.part(4, 0), kept.part(u64::MAX, 1)],
                [None, None, None]
            );
        }
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("file"), "").unwrap();
        fs::create_dir_all(place.path().join("x/y")).unwrap();
        assert!(keep(&place.path().join("file"), "x", b"one").is_err());
        assert!(keep(place.path(), "x", b"one").is_err());
        assert_eq!(names(place.path()), ["file", "x"]);
    }

    /// Leaves a file that was written so many hours ago.
    fn leave(folder: &Path, name: &str, hours: u64) {
        let file = File::create(folder.join(name)).unwrap();
        let written = SystemTime::now() - Duration::from_hours(hours);
        file.set_times(FileTimes::new().set_modified(written)).unwrap();
    }

    #[test]
    fn the_oldest_of_too_many_are_swept_away() {
        let place = tempfile::tempdir().unwrap();
        (0..600).for_each(|age| leave(place.path(), &format!("{age:03}"), age));
        keep(place.path(), "x", b"").unwrap();
        let held = names(place.path());
        assert_eq!((held.len(), &*held[0], &*held[498], &*held[499]), (500, "000", "498", "x"));
    }

    #[test]
    fn what_is_old_is_swept_away() {
        let place = tempfile::tempdir().unwrap();
        let left = [("a", 24 * 59), ("b", 24 * 61), ("c.1-2-3.part", 0), ("d.1-2-3.part", 2)];
        for (name, age) in left {
            leave(place.path(), name, age);
        }
        keep(place.path(), "e", b"").unwrap();
        assert_eq!(names(place.path()), ["a", "c.1-2-3.part", "e"]);
    }
}
