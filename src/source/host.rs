//! The world outside: files, environment and clock, behind one door.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::entry::Entry;
use crate::digest::Digest;

/// What a compilation may ask of the world. The real one is
/// [`Machine`](super::Machine); [`Memory`](super::Memory) needs no disk.
pub trait Host: fmt::Debug + Sync {
    /// The bytes of a file. Relative paths count from the working directory.
    ///
    /// # Errors
    /// What the system says, and `InvalidInput` for what is not a regular file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// Everything on standard input.
    ///
    /// # Errors
    /// What the system says.
    fn read_stdin(&self) -> io::Result<Vec<u8>>;

    /// What kind of thing a path names, if it names anything; links are followed.
    ///
    /// # Errors
    /// What the system says, but for "not found".
    fn kind(&self, path: &Path) -> io::Result<Option<FileKind>>;

    /// What a directory holds, sorted by name: names, and what kind of thing each is; links are
    /// followed. What a broken link names is [`FileKind::Other`].
    ///
    /// # Errors
    /// What the system says; always, in a world that cannot tell.
    fn entries(&self, path: &Path) -> io::Result<Vec<(String, FileKind)>> {
        let message = format!("what `{}` holds cannot be told here", path.display());
        Err(io::Error::new(io::ErrorKind::Unsupported, message))
    }

    /// What a path names, if it names anything; a link is not followed, but those on the way to it
    /// are.
    ///
    /// # Errors
    /// What the system says, but for "not found"; always, in a world that cannot tell.
    fn look(&self, path: &Path) -> io::Result<Option<Entry>> {
        Err(unsupported(path))
    }

    /// What a directory holds, sorted by the bytes of the names.
    ///
    /// # Errors
    /// What the system says; always, in a world that cannot tell.
    fn list(&self, path: &Path) -> io::Result<Vec<Entry>> {
        Err(unsupported(path))
    }

    /// The digest of the content of a regular file, however long it is.
    ///
    /// # Errors
    /// What the system says; always, in a world that cannot tell.
    fn digest(&self, path: &Path) -> io::Result<Digest> {
        Err(unsupported(path))
    }

    /// The path from the root to what a path names, with no link left in it.
    ///
    /// # Errors
    /// What the system says, "not found" among it; always, in a world that does not know of links.
    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        Err(io::Error::new(
            io::ErrorKind::Unsupported,
            format!("`{}` may be a link, and links are not known here", path.display()),
        ))
    }

    /// The working directory, absolute.
    fn working_directory(&self) -> &Path;

    /// A variable of the environment, if it is set. What is not UTF-8 is replaced as Go does it.
    fn variable(&self, name: &str) -> Option<String>;

    /// All variables of the environment, sorted by name.
    fn environment(&self) -> BTreeMap<String, String>;

    /// The time now.
    fn now(&self) -> SystemTime;

    /// The platform of this machine as BuildKit names it, such as `linux/amd64`.
    fn platform(&self) -> String;
}

fn unsupported(path: &Path) -> io::Error {
    let message = format!("what lies at `{}` cannot be told here", path.display());
    io::Error::new(io::ErrorKind::Unsupported, message)
}

/// What a path names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileKind {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// A pipe, a socket or a device.
    Other,
}
