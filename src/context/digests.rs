//! Where the digests of files come from.

use std::fmt::Debug;
use std::io;
use std::path::Path;

use crate::digest::Digest;
use crate::source::{Entry, Host};

/// What tells the digest of a file's content.
pub trait Digests: Debug + Sync {
    /// The digest of the regular file at a path, which is this entry.
    ///
    /// # Errors
    /// What the system says when the file cannot be read.
    fn digest(&self, host: &dyn Host, path: &Path, entry: &Entry) -> io::Result<Digest>;

    /// The digest of the extended attributes of the file or folder at a path, which is this entry;
    /// nothing, where it has none that count.
    ///
    /// # Errors
    /// What the system says.
    fn attributes(
        &self,
        host: &dyn Host,
        path: &Path,
        _entry: &Entry,
    ) -> io::Result<Option<Digest>> {
        host.attributes(path)
    }
}

/// Every file is read, but where the digest is known without that.
#[derive(Clone, Copy, Default, Debug)]
pub struct Uncached;

impl Digests for Uncached {
    fn digest(&self, host: &dyn Host, path: &Path, entry: &Entry) -> io::Result<Digest> {
        entry.stamp.content.map_or_else(|| host.digest(path), Ok)
    }
}
