//! The machine that the program runs on, as a [`Host`].

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};

use super::{Entry, EntryKind, FileKind, Host, Stamp, platform};
use crate::digest::Digest;

/// How long a text may be, in bytes. Longer ones are refused before they fill the memory; a span
/// could count to four times as many.
pub const LONGEST: u64 = 1 << 30;

/// How much of a file is read at once, in bytes.
const BLOCK: usize = 128 << 10;

/// The machine that the program runs on.
#[derive(Debug)]
pub struct Machine {
    working_directory: PathBuf,
}

impl Machine {
    /// The machine, seen from the directory the program was started in.
    ///
    /// # Errors
    /// Where there is no such directory any more.
    pub fn here() -> io::Result<Self> {
        Ok(Self { working_directory: std::env::current_dir()? })
    }
}

impl Host for Machine {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let path = self.working_directory.join(path);
        if !is_open_descriptor(&path) {
            refuse_irregular(&path, &fs::metadata(&path)?)?;
        }
        read_bounded(File::open(path)?)
    }

    fn read_stdin(&self) -> io::Result<Vec<u8>> {
        read_bounded(io::stdin().lock())
    }

    fn kind(&self, path: &Path) -> io::Result<Option<FileKind>> {
        match fs::metadata(self.working_directory.join(path)) {
            Ok(found) => Ok(Some(kind_of(&found))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
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
            Ok(found) => entry(&path, path.file_name().unwrap_or_default(), &found).map(Some),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn list(&self, path: &Path) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for held in fs::read_dir(self.working_directory.join(path))? {
            let held = held?;
            entries.push(entry(&held.path(), &held.file_name(), &held.metadata()?)?);
        }
        entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    fn digest(&self, path: &Path) -> io::Result<Digest> {
        let path = self.working_directory.join(path);
        let mut file = File::open(&path)?;
        let mut hasher = Sha256::new();
        let mut block = vec![0; BLOCK];
        loop {
            match file.read(&mut block)? {
                0 => return Ok(Digest::from_bytes(hasher.finalize().into())),
                length => hasher.update(block.get(..length).unwrap_or_default()),
            }
        }
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(self.working_directory.join(path))
    }

    fn working_directory(&self) -> &Path {
        &self.working_directory
    }

    #[expect(clippy::disallowed_methods, reason = "this is the door that the others go through")]
    fn variable(&self, name: &str) -> Option<String> {
        // The system's own lookup may panic on such names.
        if name.is_empty() || name.contains(['=', '\0']) {
            return None;
        }
        std::env::var_os(name).map(|value| go_text(&value))
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

    fn platform(&self) -> String {
        platform::local()
    }
}

fn kind_of(found: &Metadata) -> FileKind {
    if found.is_file() {
        FileKind::File
    } else if found.is_dir() {
        FileKind::Directory
    } else {
        FileKind::Other
    }
}

fn entry(path: &Path, name: &OsStr, found: &Metadata) -> io::Result<Entry> {
    let kind = match name.to_str() {
        Some(_) => entry_kind(path, found)?,
        None => EntryKind::Odd("a name that is not UTF-8"),
    };
    Ok(Entry { name: go_text(name), kind, mode: mode(found), stamp: stamp(found) })
}

fn entry_kind(path: &Path, found: &Metadata) -> io::Result<EntryKind> {
    Ok(if found.is_file() {
        EntryKind::File
    } else if found.is_dir() {
        EntryKind::Directory
    } else if found.is_symlink() {
        match fs::read_link(path)?.to_str() {
            Some(to) => EntryKind::Link(to.to_owned()),
            None => EntryKind::Odd("a link to a name that is not UTF-8"),
        }
    } else {
        EntryKind::Odd(odd(found))
    })
}

#[cfg(unix)]
fn odd(found: &Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    let kind = found.file_type();
    if kind.is_socket() {
        "a socket"
    } else if kind.is_fifo() {
        "a pipe"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn odd(_: &Metadata) -> &'static str {
    "neither a file nor a folder"
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
        content: None,
    }
}

/// Without a time of change nothing can be told without reading.
#[cfg(not(unix))]
fn stamp(found: &Metadata) -> Stamp {
    Stamp { size: found.len(), ..Stamp::default() }
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
        FileKind::Other => {
            Err(io::Error::new(ErrorKind::InvalidInput, "is a pipe, a socket or a device"))
        }
    }
}

fn read_bounded(stream: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(LONGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST { Err(too_long()) } else { Ok(bytes) }
}

fn too_long() -> io::Error {
    io::Error::new(ErrorKind::FileTooLarge, "is longer than 1 GiB")
}

/// The text with U+FFFD for every byte that is not UTF-8, as Go decodes it: Rust would use one for
/// a whole broken sequence.
fn go_text(raw: &OsStr) -> String {
    let mut text = String::with_capacity(raw.len());
    for chunk in raw.as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

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

    #[test]
    #[cfg(unix)]
    fn broken_bytes_are_replaced_one_by_one() {
        use std::os::unix::ffi::OsStringExt;
        let raw = OsString::from_vec(b"a\xe2\x82b".to_vec());
        assert_eq!(go_text(&raw), "a\u{fffd}\u{fffd}b");
    }
}
