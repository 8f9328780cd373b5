//! The files that were picked.

use std::fmt;
use std::sync::LazyLock;

use crate::digest::{Digest, Record};
use crate::text::Text;

/// Which permission bits count.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub enum Modes {
    /// All twelve, as BuildKit transfers them.
    #[default]
    Exact,
    /// Whether a file is executable, which is all that git keeps.
    Git,
}

/// The files that something needs, as they arrive.
pub struct Picked {
    /// The digest of all that can be seen of them in an image.
    pub digest: Digest,
    /// A key needs the digest only, and to put the files together takes longer than that.
    files: LazyLock<Vec<PickedFile>, Files>,
}

/// What puts files together.
type Files = Box<dyn FnOnce() -> Vec<PickedFile> + Send>;

/// A file that was picked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PickedFile {
    /// Where it arrives, from the destination: the name of a file that is taken itself, the path
    /// from a folder whose content is taken. Empty for that folder, and for what is mounted.
    pub path: Text,
    /// What it is.
    pub kind: PickedKind,
    /// Its permission bits, where they count.
    pub mode: Option<u32>,
    /// The digest of its extended attributes, if it has any that count.
    pub attributes: Option<Digest>,
}

/// What a picked file is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PickedKind {
    /// A regular file.
    File {
        /// The digest of its content.
        content: Digest,
        /// Its length in bytes.
        size: u64,
    },
    /// A folder.
    Directory,
    /// A link, and the path that it says.
    Link(Text),
    /// Another name of the file at this path.
    Same(Text),
    /// A pipe.
    Pipe,
}

/// What is copied: a file, or what is in a folder.
///
/// Neither its path nor the bits of a folder arrive, nor a link that is followed. But BuildKit copies
/// again where they change, and runs again what comes after.
#[derive(Debug)]
pub(super) struct Match {
    /// Where it is, from the root of the view.
    pub(super) path: String,
    /// The permission bits of a folder.
    pub(super) mode: Option<u32>,
    /// Where the link leads that a wildcard matched, if that is a folder.
    pub(super) leads: Option<String>,
}

/// Files that cannot be known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unknown {
    /// Why, in words: "`a/b` is missing".
    pub reason: String,
}

impl Picked {
    /// Files with the digest of all that can be seen of them.
    pub fn new(digest: Digest, files: Vec<PickedFile>) -> Self {
        Self::later(digest, || files)
    }

    /// The same with files that are put together when they are asked for.
    pub(super) fn later(
        digest: Digest,
        files: impl FnOnce() -> Vec<PickedFile> + Send + 'static,
    ) -> Self {
        Self { digest, files: LazyLock::new(Box::new(files)) }
    }

    /// The files, sorted by path.
    pub fn files(&self) -> &[PickedFile] {
        &self.files
    }

    /// The digest of files by their digests, and of what they were picked from: paths, with the
    /// permission bits that count of folders, and for each file the number of its path.
    pub(super) fn digest_of<'a>(
        matches: &[Match],
        modes: Modes,
        files: impl Iterator<Item = (&'a Digest, usize)>,
    ) -> Digest {
        let mut record = Record::new("files");
        for Match { path, mode, leads } in matches {
            record = record.text("match", path).maybe("leads", leads.as_deref());
            if let Some(mode) = mode.filter(|_| modes == Modes::Exact) {
                record = record.number("mode", mode.into());
            }
        }
        for (digest, from) in files {
            record = record.digest("file", digest).number("from", from as u64);
        }
        record.done()
    }
}

impl PartialEq for Picked {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest && self.files() == other.files()
    }
}

impl Eq for Picked {}

impl fmt::Debug for Picked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { digest, files } = self;
        f.debug_struct("Picked").field("digest", digest).field("files", &**files).finish()
    }
}

impl PickedKind {
    /// The digest of all that can be seen of a file of this kind that arrives at a path.
    pub(super) fn digest(
        &self,
        path: &str,
        mode: Option<u32>,
        attributes: Option<&Digest>,
    ) -> Digest {
        let record = Record::new("file").text("path", path);
        let record = match self {
            // The content says how long it is. Git does not know that of what it would convert.
            Self::File { content, size: _ } => record.digest("content", content),
            Self::Directory => record.text("kind", "folder"),
            Self::Link(to) => record.text("link", to),
            Self::Same(path) => record.text("same", path),
            Self::Pipe => record.text("kind", "pipe"),
        };
        let record = match mode {
            Some(mode) => record.number("mode", u64::from(mode)),
            None => record,
        };
        match attributes {
            Some(attributes) => record.digest("attributes", attributes).done(),
            None => record.done(),
        }
    }
}
