//! What a work tree holds.

use std::fmt;
use std::io::{self, ErrorKind};

use crate::digest::Digest;
use crate::source::{Entry, Stamp};

/// The permission bits of a folder.
pub(super) const FOLDER_MODE: u32 = 0o755;

/// The files of a work tree, by their paths from its top, which is the empty path. No link is
/// followed.
pub trait Files: fmt::Debug + Sync {
    /// What lies at a path that is not the top, of which all but the last name is a folder.
    ///
    /// # Errors
    /// Where that cannot be told.
    fn held(&self, path: &str) -> io::Result<Option<Entry>>;

    /// What a folder holds, sorted by the bytes of the names.
    ///
    /// # Errors
    /// Where that cannot be told.
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>>;

    /// The content of a file.
    ///
    /// # Errors
    /// Where it cannot be read, or is longer than a text may be.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;

    /// The digest of the content of a file, and its stamp once the last of it had been read.
    ///
    /// # Errors
    /// Where it cannot be read.
    fn digest(&self, path: &str) -> io::Result<(Digest, Stamp)>;
}

/// That a path names nothing.
pub(super) fn missing() -> io::Error {
    io::Error::new(ErrorKind::NotFound, "no such file")
}

/// That something is looked for in a file.
pub(super) fn not_a_directory() -> io::Error {
    io::Error::new(ErrorKind::NotADirectory, "is not a directory")
}

/// That a folder cannot be looked into, since nobody has fetched the commit of it.
pub(super) fn not_here(path: &str, commit: &str) -> io::Error {
    io::Error::other(format!(
        "commit {commit} of the submodule `{path}` is not here (`git submodule update --init`)"
    ))
}
