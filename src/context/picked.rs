//! The files that were picked.

use crate::digest::{Digest, Record};
use crate::target::Text;
use crate::threads;

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
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picked {
    /// The files, sorted by path.
    pub files: Vec<PickedFile>,
    /// The digest of all that can be seen of them in an image.
    pub digest: Digest,
}

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
    /// Files that were picked, and what they were picked from: paths, with the permission bits that
    /// count of folders, and for each file the number of its path.
    pub(super) fn new(
        matches: &[Match],
        modes: Modes,
        files: Vec<PickedFile>,
        from: impl Iterator<Item = usize>,
    ) -> Self {
        let mut record = Record::new("files");
        for Match { path, mode, leads } in matches {
            record = record.text("match", path).maybe("leads", leads.as_deref());
            if let Some(mode) = mode.filter(|_| modes == Modes::Exact) {
                record = record.number("mode", mode.into());
            }
        }
        for (digest, from) in threads::map(&files, PickedFile::digest).iter().zip(from) {
            record = record.digest("file", digest).number("from", from as u64);
        }
        Self { files, digest: record.done() }
    }
}

impl PickedFile {
    fn digest(&self) -> Digest {
        let Self { path, kind, mode, attributes } = self;
        let record = Record::new("file").text("path", path);
        let record = match kind {
            // The content says how long it is. Git does not know that of what it would convert.
            PickedKind::File { content, size: _ } => record.digest("content", content),
            PickedKind::Directory => record.text("kind", "folder"),
            PickedKind::Link(to) => record.text("link", to),
            PickedKind::Same(path) => record.text("same", path),
            PickedKind::Pipe => record.text("kind", "pipe"),
        };
        let record = match mode {
            Some(mode) => record.number("mode", u64::from(*mode)),
            None => record,
        };
        match attributes {
            Some(attributes) => record.digest("attributes", attributes).done(),
            None => record.done(),
        }
    }
}
