//! The world outside: files, environment and clock, behind one door.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::entry::{Entry, Stamp};
use super::kept::Kept;
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

    /// How long the system says a file is, in bytes, without a look into it; links are followed.
    ///
    /// # Errors
    /// What the system says.
    fn size(&self, path: &Path) -> io::Result<u64> {
        self.read(path).map(|bytes| bytes.len() as u64)
    }

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

    /// Whether secrets and SSH agents are to be looked for here. Where nothing is ever built, as at
    /// a revision of a repository, nobody misses them.
    fn has_secrets(&self) -> bool {
        true
    }

    /// The digest of the content of a regular file, and its stamp once the last of it had been read.
    ///
    /// # Errors
    /// What the system says; always, in a world that cannot tell.
    fn digest_and_stamp(&self, path: &Path) -> io::Result<(Digest, Stamp)> {
        let digest = self.digest(path)?;
        let entry = self.look(path)?.ok_or(io::ErrorKind::NotFound)?;
        Ok((digest, entry.stamp))
    }

    /// The digest of the content of a regular file, that of its extended attributes, if it has any
    /// that BuildKit counts, and its stamp after all that.
    ///
    /// # Errors
    /// What the system says; always, in a world that cannot tell.
    fn digests_and_stamp(&self, path: &Path) -> io::Result<(Digest, Option<Digest>, Stamp)> {
        let attributes = self.attributes(path)?;
        let (digest, stamp) = self.digest_and_stamp(path)?;
        Ok((digest, attributes, stamp))
    }

    /// The digest of the extended attributes of a file or folder that BuildKit counts; nothing, where
    /// there are none.
    ///
    /// # Errors
    /// What the system says.
    fn attributes(&self, _path: &Path) -> io::Result<Option<Digest>> {
        Ok(None)
    }

    /// What an earlier run kept under a name, if it is still there. Whether it is whole, and what
    /// was meant, is for the asker to find out.
    fn recall(&self, _name: &str) -> Option<Vec<u8>> {
        None
    }

    /// The same without reading all of it at once. It stays as it is, whatever is kept meanwhile.
    fn open_kept(&self, name: &str) -> Option<Kept> {
        self.recall(name).map(Kept::from)
    }

    /// Keeps bytes for later runs, where there is a place for that. Whoever recalls gets all of
    /// them or none; whatever was kept under the name before is gone.
    fn keep(&self, _name: &str, _bytes: &[u8]) {}

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

    /// The time that a file gets which is changed now. The clocks of file systems go in steps, and
    /// may lag behind.
    fn file_time(&self) -> SystemTime {
        self.now()
    }

    /// The platform of this machine as BuildKit names it, such as `linux/amd64`.
    fn platform(&self) -> String;

    /// Puts a file with these bytes in the place of whatever was there, all at once: nobody ever
    /// finds half of it.
    ///
    /// # Errors
    /// What the system says; always, in a world where nothing can be written.
    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let message = format!(
            "nothing can be written here, so neither can {} bytes to `{}`",
            bytes.len(),
            path.display()
        );
        Err(io::Error::new(io::ErrorKind::Unsupported, message))
    }
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
    /// A socket.
    Socket,
    /// A pipe or a device.
    Other,
}
