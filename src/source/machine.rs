//! The machine that the program runs on, as a [`Host`].

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

#[cfg(target_os = "linux")]
use super::listing;
use super::{
    Entry, EntryKind, FileKind, Host, Kept, Stamp, attributes, decode, hashing, kept, platform,
    replace,
};
use crate::digest::Digest;

/// How long a text may be, in bytes. Longer ones are refused before they fill the memory; a span
/// could count to four times as many.
pub const LONGEST: u64 = 1 << 30;

/// The machine that the program runs on.
#[derive(Debug)]
pub struct Machine {
    working_directory: PathBuf,
    kept: Option<PathBuf>,
}

impl Machine {
    /// The machine, seen from the directory the program was started in. What is to be kept goes
    /// into the cache folder of the user.
    ///
    /// # Errors
    /// Where there is no such directory any more.
    pub fn here() -> io::Result<Self> {
        let kept = kept::folder(variable);
        Ok(Self { working_directory: std::env::current_dir()?, kept })
    }

    /// The machine, seen from a folder, of which this is the absolute path. Nothing is kept.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { working_directory: folder.into(), kept: None }
    }

    /// The same with another folder for what is to be kept.
    #[must_use]
    pub fn keeping_in(mut self, folder: impl Into<PathBuf>) -> Self {
        self.kept = Some(folder.into());
        self
    }
}

impl Host for Machine {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let path = self.working_directory.join(path);
        if is_open_descriptor(&path) {
            return read_bounded(File::open(path)?, 0);
        }
        let found = fs::metadata(&path)?;
        refuse_irregular(&path, &found)?;
        read_bounded(File::open(path)?, found.len())
    }

    fn read_stdin(&self) -> io::Result<Vec<u8>> {
        read_bounded(io::stdin().lock(), 0)
    }

    fn kind(&self, path: &Path) -> io::Result<Option<FileKind>> {
        match fs::metadata(self.working_directory.join(path)) {
            Ok(found) => Ok(Some(kind_of(&found))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn size(&self, path: &Path) -> io::Result<u64> {
        Ok(fs::metadata(self.working_directory.join(path))?.len())
    }

    fn entries(&self, path: &Path) -> io::Result<Vec<(String, FileKind)>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(self.working_directory.join(path))? {
            let entry = entry?;
            let kind = fs::metadata(entry.path()).map_or(FileKind::Other, |it| kind_of(&it));
            entries.push((go_text(&entry.file_name()), kind));
        }
        entries.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        Ok(entries)
    }

    fn look(&self, path: &Path) -> io::Result<Option<Entry>> {
        let path = self.working_directory.join(path);
        match fs::symlink_metadata(&path) {
            Ok(found) => {
                let name = path.file_name().unwrap_or_default();
                entry(name.to_owned(), &found, || fs::read_link(&path)).map(Some)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn list(&self, path: &Path) -> io::Result<Vec<Entry>> {
        let path = self.working_directory.join(path);
        #[cfg(target_os = "linux")]
        if let Some(entries) = listing::list(&path)? {
            return Ok(entries);
        }
        let mut entries = Vec::new();
        for held in fs::read_dir(path)? {
            let held = held?;
            let linked = || fs::read_link(held.path());
            entries.push(entry(held.file_name(), &held.metadata()?, linked)?);
        }
        entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    fn digest(&self, path: &Path) -> io::Result<Digest> {
        Ok(self.digest_and_stamp(path)?.0)
    }

    fn digest_and_stamp(&self, path: &Path) -> io::Result<(Digest, Stamp)> {
        let mut file = File::open(self.working_directory.join(path))?;
        let (digest, told) = hashing::digest(&mut file)?;
        Ok((digest, stamp(&told)))
    }

    fn digests_and_stamp(&self, path: &Path) -> io::Result<(Digest, Option<Digest>, Stamp)> {
        let mut file = File::open(self.working_directory.join(path))?;
        let attributes = attributes::digest_of(&file)?;
        let (digest, told) = hashing::digest(&mut file)?;
        Ok((digest, attributes, stamp(&told)))
    }

    fn attributes(&self, path: &Path) -> io::Result<Option<Digest>> {
        attributes::digest(&self.working_directory.join(path))
    }

    fn recall(&self, name: &str) -> Option<Vec<u8>> {
        self.read(&self.kept.as_ref()?.join(name)).ok()
    }

    fn open_kept(&self, name: &str) -> Option<Kept> {
        Kept::open(&self.kept.as_ref()?.join(name)).ok()
    }

    fn keep(&self, name: &str, bytes: &[u8]) {
        // Nobody waits for it, and the next run does without.
        self.kept.as_ref().map(|folder| kept::keep(folder, name, bytes).ok());
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(self.working_directory.join(path))
    }

    fn working_directory(&self) -> &Path {
        &self.working_directory
    }

    fn variable(&self, name: &str) -> Option<String> {
        variable(name)
    }

    fn environment(&self) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        for (name, value) in std::env::vars_os() {
            all.entry(go_text(&name)).or_insert_with(|| go_text(&value));
        }
        all
    }

    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn file_time(&self) -> SystemTime {
        file_time()
    }

    fn platform(&self) -> String {
        platform::local()
    }

    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        replace::replace(&self.working_directory.join(path), bytes)
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the door that the others go through")]
fn variable(name: &str) -> Option<String> {
    // The system's own lookup may panic on such names.
    if name.is_empty() || name.contains(['=', '\0']) {
        return None;
    }
    std::env::var_os(name).map(|value| go_text(&value))
}

fn kind_of(found: &Metadata) -> FileKind {
    if found.is_file() {
        FileKind::File
    } else if found.is_dir() {
        FileKind::Directory
    } else {
        odd_kind(found)
    }
}

#[cfg(unix)]
fn odd_kind(found: &Metadata) -> FileKind {
    use std::os::unix::fs::FileTypeExt;
    if found.file_type().is_socket() { FileKind::Socket } else { FileKind::Other }
}

#[cfg(not(unix))]
fn odd_kind(_: &Metadata) -> FileKind {
    FileKind::Other
}

fn entry(
    name: OsString,
    found: &Metadata,
    linked: impl FnOnce() -> io::Result<PathBuf>,
) -> io::Result<Entry> {
    let (name, kind) = match name.into_string() {
        Ok(name) => (name, entry_kind(found, linked)?),
        Err(name) => (go_text(&name), EntryKind::Odd("a name that is not UTF-8")),
    };
    Ok(Entry { name, kind, mode: mode(found), stamp: stamp(found) })
}

fn entry_kind(
    found: &Metadata,
    linked: impl FnOnce() -> io::Result<PathBuf>,
) -> io::Result<EntryKind> {
    Ok(if found.is_file() {
        EntryKind::File
    } else if found.is_dir() {
        EntryKind::Directory
    } else if found.is_symlink() {
        match linked()?.to_str() {
            Some(to) => EntryKind::Link(to.to_owned()),
            None => EntryKind::Odd("a link to a name that is not UTF-8"),
        }
    } else {
        odd(found)
    })
}

#[cfg(unix)]
fn odd(found: &Metadata) -> EntryKind {
    use std::os::unix::fs::FileTypeExt;
    let kind = found.file_type();
    if kind.is_socket() {
        EntryKind::Socket
    } else if kind.is_fifo() {
        EntryKind::Pipe
    } else {
        EntryKind::Odd("a device")
    }
}

#[cfg(not(unix))]
fn odd(_: &Metadata) -> EntryKind {
    EntryKind::Odd("neither a file nor a folder")
}

#[cfg(unix)]
fn mode(found: &Metadata) -> u32 {
    use std::os::unix::fs::MetadataExt;
    found.mode() & 0o7777
}

/// The bits that docker gives to all files of such a machine.
#[cfg(not(unix))]
fn mode(_: &Metadata) -> u32 {
    0o755
}

#[cfg(unix)]
fn stamp(found: &Metadata) -> Stamp {
    use std::os::unix::fs::MetadataExt;
    let nanos = |seconds: i64, nanos: i64| seconds.saturating_mul(1_000_000_000) + nanos;
    Stamp {
        size: found.len(),
        modified: nanos(found.mtime(), found.mtime_nsec()),
        changed: nanos(found.ctime(), found.ctime_nsec()),
        inode: found.ino(),
        device: found.dev(),
        names: found.nlink(),
    }
}

/// Without a time of change nothing can be told without reading.
#[cfg(not(unix))]
fn stamp(found: &Metadata) -> Stamp {
    Stamp { size: found.len(), ..Stamp::default() }
}

/// Linux stamps files with the time of its last tick, which is late where the machine is a virtual
/// one and was not given a turn.
#[cfg(target_os = "linux")]
fn file_time() -> SystemTime {
    use std::time::Duration;

    use rustix::time::{ClockId, clock_gettime};
    let ticked = Duration::try_from(clock_gettime(ClockId::RealtimeCoarse)).unwrap_or_default();
    SystemTime::UNIX_EPOCH.checked_add(ticked).unwrap_or(SystemTime::UNIX_EPOCH)
}

#[cfg(not(target_os = "linux"))]
fn file_time() -> SystemTime {
    SystemTime::now()
}

/// Whether a path names a stream that this process was given: standard input, or the other end of
/// a shell's `<(…)`. Those are read whatever they are; opening any other pipe could wait for ever.
fn is_open_descriptor(path: &Path) -> bool {
    let words: Vec<&OsStr> = path.components().map(Component::as_os_str).collect();
    let words: Option<Vec<&str>> = words.into_iter().map(OsStr::to_str).collect();
    match words.as_deref() {
        Some(["/", "dev", "stdin"]) => true,
        Some(["/", "dev", "fd", number] | ["/", "proc", "self", "fd", number]) => {
            number.bytes().all(|digit| digit.is_ascii_digit())
        }
        _ => false,
    }
}

/// Refuses what cannot be read as a file without the danger of waiting for ever.
fn refuse_irregular(path: &Path, found: &Metadata) -> io::Result<()> {
    match kind_of(found) {
        FileKind::File if found.len() > LONGEST => Err(too_long()),
        FileKind::File => Ok(()),
        FileKind::Directory => Err(io::Error::new(ErrorKind::IsADirectory, "is a directory")),
        FileKind::Other if path == Path::new("/dev/null") => Ok(()),
        FileKind::Socket | FileKind::Other => {
            Err(io::Error::new(ErrorKind::InvalidInput, "is a pipe, a socket or a device"))
        }
    }
}

/// All of a stream that is probably about as long as is said.
fn read_bounded(stream: impl Read, probably: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(probably).unwrap_or_default());
    stream.take(LONGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST { Err(too_long()) } else { Ok(bytes) }
}

fn too_long() -> io::Error {
    io::Error::new(ErrorKind::FileTooLarge, "is longer than 1 GiB")
}

fn go_text(raw: &OsStr) -> String {
    decode::lossy(raw.as_encoded_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_of_the_shell_are_told_from_other_paths() {
        let open = |path: &str| is_open_descriptor(Path::new(path));
        assert!(open("/dev/stdin") && open("/dev/fd/63") && open("/proc/self/fd/0"));
        assert!(!open("/dev/zero") && !open("/dev/fd/x") && !open("dev/stdin"));
    }

    #[test]
    fn a_directory_is_refused() {
        let here = Machine::here().unwrap();
        assert_eq!(here.read(Path::new("/")).unwrap_err().to_string(), "is a directory");
        assert_eq!(here.kind(Path::new("/")).unwrap(), Some(FileKind::Directory));
        assert_eq!(here.kind(Path::new("/nothing-of-this-name")).unwrap(), None);
    }

    #[test]
    fn a_directory_tells_what_it_holds() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("b"), "").unwrap();
        fs::create_dir(folder.path().join("a")).unwrap();
        let here = Machine::here().unwrap();
        let held = [("a".to_owned(), FileKind::Directory), ("b".to_owned(), FileKind::File)];
        assert_eq!(here.entries(folder.path()).unwrap(), held);
        assert!(here.entries(&folder.path().join("b")).is_err());
    }

    #[test]
    #[cfg(unix)]
    fn entries_are_told_without_following_links() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("file"), "abc").unwrap();
        fs::set_permissions(path("file"), fs::Permissions::from_mode(0o4751)).unwrap();
        symlink("nowhere", path("link")).unwrap();
        fs::create_dir(path("a")).unwrap();
        let here = Machine::here().unwrap();
        let held = here.list(folder.path()).unwrap();
        let kinds: Vec<_> = held.iter().map(|it| (it.name.as_str(), &it.kind)).collect();
        let link = EntryKind::Link("nowhere".to_owned());
        let expected = [("a", &EntryKind::Directory), ("file", &EntryKind::File), ("link", &link)];
        assert_eq!(kinds, expected);
        assert_eq!(here.look(&path("file")).unwrap().as_ref(), held.get(1));
        assert_eq!(held[1].mode, 0o4751);
        assert_eq!(held[1].stamp.size, 3);
        assert_eq!(here.look(&path("nothing")).unwrap(), None);
        assert_eq!(here.digest(&path("file")).unwrap(), Digest::of(b"abc"));
    }

    #[test]
    #[cfg(unix)]
    fn an_endless_device_is_refused_and_the_empty_one_is_read() {
        let here = Machine::here().unwrap();
        assert_eq!(here.read(Path::new("/dev/zero")).unwrap_err().kind(), ErrorKind::InvalidInput);
        assert_eq!(here.read(Path::new("/dev/null")).unwrap(), b"");
    }
}
