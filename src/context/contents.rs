//! The contents of files, each hashed once.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::io;
use std::path::Path;

use super::digests::Digests;
use super::draft::{Draft, Drafted};
use super::picked::{Modes, Picked, PickedFile, PickedKind, Unknown};
use crate::digest::{Digest, Record};
use crate::source::{Entry, EntryKind, Host};
use crate::target::Text;
use crate::threads;

/// The length in bytes from which on a file is worth to be hashed before others.
const LARGE: u64 = 1 << 20;

/// The contents of files by their paths.
#[derive(Debug)]
pub(super) struct Contents<'a> {
    modes: Modes,
    known: HashMap<&'a str, Result<Content, String>>,
}

/// What is in a file, and what is attached to it or to a folder.
#[derive(Clone, Copy, Debug)]
struct Content {
    /// The content; nothing for a folder.
    digest: Option<Digest>,
    attributes: Option<Digest>,
}

impl<'a> Contents<'a> {
    /// Hashes all files of these drafts, on all cores.
    pub(super) fn of(
        host: &dyn Host,
        modes: Modes,
        digests: &dyn Digests,
        drafts: impl Iterator<Item = &'a Draft>,
    ) -> Self {
        let files = drafts.flat_map(|draft| &draft.files);
        let mut files: Vec<(&str, &Entry)> = files
            .filter(|file| counts(file, modes))
            .flat_map(|file| places(file).map(|place| (place, &file.entry)))
            .collect();
        // The largest first, so that no core is left with it at the end; small ones by folders.
        files.sort_unstable_by_key(|&(path, entry)| (Reverse(entry.stamp.size / LARGE), path));
        files.dedup_by_key(|(path, _)| *path);
        let read = |&(path, entry): &(&str, &Entry)| {
            read(host, modes, digests, Path::new(path), entry).map_err(|error| error.to_string())
        };
        let contents = threads::map_singly(&files, read);
        let known = files.into_iter().map(|(path, _)| path).zip(contents).collect();
        Self { modes, known }
    }

    /// What was picked, complete.
    ///
    /// # Errors
    /// Where a file could not be read, or is of a kind that cannot be copied.
    pub(super) fn picked(&self, draft: &Draft) -> Result<Picked, Unknown> {
        let mut names = Names::default();
        let same = draft.files.iter().map(|file| names.same(file));
        let files: Vec<_> = draft.files.iter().zip(same).collect();
        let files = threads::map(&files, |(file, same)| self.file(file, same.as_ref()));
        let files = files.into_iter().collect::<Result<Vec<PickedFile>, Unknown>>()?;
        let from = draft.files.iter().map(|file| file.number);
        Ok(Picked::new(&draft.matches, self.modes, files, from))
    }

    fn file(&self, file: &Drafted, same: Option<&Text>) -> Result<PickedFile, Unknown> {
        let (kind, mode) = match &file.entry.kind {
            EntryKind::File => {
                let same = same.filter(|_| self.modes == Modes::Exact);
                let same = same.map(|first| Ok(PickedKind::Same(first.clone())));
                let kind = same.unwrap_or_else(|| self.content(file))?;
                (kind, Some(self.mode(&file.entry)))
            }
            EntryKind::Directory => (PickedKind::Directory, self.exact(file)),
            EntryKind::Link(to) => (PickedKind::Link(to.as_str().into()), None),
            EntryKind::Pipe => (PickedKind::Pipe, self.exact(file)),
            // It arrives as a file with nothing in it.
            EntryKind::Socket => (
                PickedKind::File { content: Digest::of(b""), size: 0 },
                Some(self.mode(&file.entry)),
            ),
            EntryKind::Odd(what) => {
                return Err(Unknown { reason: format!("`{}` is {what}", file.whole) });
            }
        };
        let attributes = if file.has_mode { self.attributes(file)? } else { None };
        Ok(PickedFile { path: file.path.as_str().into(), kind, mode, attributes })
    }

    fn content(&self, file: &Drafted) -> Result<PickedKind, Unknown> {
        match self.known.get(&*file.whole) {
            Some(Ok(Content { digest: Some(content), .. })) => {
                Ok(PickedKind::File { content: *content, size: file.entry.stamp.size })
            }
            Some(Err(because)) => Err(cannot(file, because)),
            _ => Err(cannot(file, "nobody has tried")),
        }
    }

    /// What is attached to a file, or to the folders that arrive at one place, the last one first.
    fn attributes(&self, file: &Drafted) -> Result<Option<Digest>, Unknown> {
        let mut found = Vec::new();
        for place in places(file) {
            match self.known.get(place) {
                Some(Ok(content)) => found.extend(content.attributes),
                Some(Err(because)) => return Err(cannot(file, because)),
                None => {}
            }
        }
        Ok(match &*found {
            [] => None,
            [one] => Some(*one),
            _ => {
                let record = Record::new("attributes of folders");
                Some(found.iter().fold(record, |record, it| record.digest("folder", it)).done())
            }
        })
    }

    /// The permission bits of a file.
    fn mode(&self, entry: &Entry) -> u32 {
        match self.modes {
            Modes::Exact => entry.mode,
            Modes::Git if entry.mode & 0o100 == 0 => 0o644,
            Modes::Git => 0o755,
        }
    }

    /// The permission bits of what git keeps none of.
    fn exact(&self, file: &Drafted) -> Option<u32> {
        (file.has_mode && self.modes == Modes::Exact).then_some(file.entry.mode)
    }
}

/// Where the files are that arrive at one place: more than one only where they are folders.
fn places(file: &Drafted) -> impl Iterator<Item = &str> {
    std::iter::once(&file.whole).chain(&file.covered).map(String::as_str)
}

/// Whether something of a file is to be read.
fn counts(file: &Drafted, modes: Modes) -> bool {
    match file.entry.kind {
        EntryKind::File => true,
        EntryKind::Directory => file.has_mode && modes == Modes::Exact,
        _ => false,
    }
}

fn read(
    host: &dyn Host,
    modes: Modes,
    digests: &dyn Digests,
    path: &Path,
    entry: &Entry,
) -> io::Result<Content> {
    let is_file = entry.kind == EntryKind::File;
    let digest = is_file.then(|| digests.digest(host, path, entry)).transpose()?;
    let counts = modes == Modes::Exact;
    let attributes = if counts { digests.attributes(host, path, entry)? } else { None };
    Ok(Content { digest, attributes })
}

fn cannot(file: &Drafted, because: &str) -> Unknown {
    Unknown { reason: format!("`{}` cannot be read: {because}", file.whole) }
}

/// Files that have several names, and the first one of each.
#[derive(Default)]
struct Names<'a> {
    first: HashMap<(usize, u64, u64), &'a str>,
}

impl<'a> Names<'a> {
    /// The first name of a file that came up under another one.
    fn same(&mut self, file: &'a Drafted) -> Option<Text> {
        let stamp = &file.entry.stamp;
        if stamp.names < 2 || file.entry.kind != EntryKind::File {
            return None;
        }
        let first = self.first.entry((file.number, stamp.device, stamp.inode));
        let first = *first.or_insert(&file.path);
        (first != file.path).then(|| first.into())
    }
}
