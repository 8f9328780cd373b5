//! What was drafted, with the contents of the files.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::contents::Contents;
use super::digests::Content;
use super::draft::{Draft, Drafted};
use super::picked::{Modes, Picked, PickedFile, PickedKind, Unknown};
use crate::digest::{Digest, Record};
use crate::source::{Entry, EntryKind};
use crate::text::Text;
use crate::threads;

/// How many files are gone through at one go.
const SOME: usize = 256;

/// A draft, and the contents of its files.
#[derive(Debug)]
pub(super) struct Finished {
    draft: Arc<Draft>,
    contents: Arc<Contents>,
    /// The first names of files that came up under another one.
    same: BTreeMap<Drafted, Text>,
}

/// What is to be told of a file, wherever it arrives.
struct Told {
    kind: PickedKind,
    mode: Option<u32>,
    attributes: Option<Digest>,
}

impl Finished {
    /// A draft, and the contents of at least its files.
    pub(super) fn new(draft: Arc<Draft>, contents: Arc<Contents>) -> Self {
        let same = if contents.modes == Modes::Exact { same(&draft) } else { BTreeMap::new() };
        Self { draft, contents, same }
    }

    /// What was picked. Its files are put together once they are asked for.
    ///
    /// # Errors
    /// Where a file could not be read, or is of a kind that cannot be copied.
    pub(super) fn picked(self) -> Result<Picked, Unknown> {
        let digests = self.digests()?;
        let from = self.draft.files.iter().map(|file| self.number(file));
        let files = digests.iter().flatten().zip(from);
        let digest = Picked::digest_of(&self.draft.matches, self.contents.modes, files);
        Ok(Picked::later(digest, move || self.files()))
    }

    fn number(&self, file: &Drafted) -> usize {
        self.draft.part(file).map_or(0, |part| part.number)
    }

    /// The digests of the files, some at a time.
    fn digests(&self) -> Result<Vec<Vec<Digest>>, Unknown> {
        let some: Vec<&[Drafted]> = self.draft.files.chunks(SOME).collect();
        let digests = threads::map(&some, |files| {
            let (mut digests, mut path) = (Vec::with_capacity(files.len()), String::new());
            for file in *files {
                let Told { kind, mode, attributes } = self.told(file)?;
                self.draft.path(file).put_into(&mut path);
                digests.push(kind.digest(&path, mode, attributes.as_ref()));
            }
            Ok(digests)
        });
        digests.into_iter().collect()
    }

    fn files(&self) -> Vec<PickedFile> {
        let files = self.draft.files.iter().filter_map(|file| {
            // They all could be told when they were hashed.
            let Told { kind, mode, attributes } = self.told(file).ok()?;
            Some(PickedFile { path: self.draft.path(file).text().into(), kind, mode, attributes })
        });
        files.collect()
    }

    fn told(&self, file: &Drafted) -> Result<Told, Unknown> {
        let has_mode = self.draft.part(file).is_some_and(|part| part.has_mode);
        let (kind, mode) = match self.draft.entry(file) {
            // The root of a view.
            None => (PickedKind::Directory, None),
            Some(entry) => self.kind(file, entry, has_mode)?,
        };
        Ok(Told { kind, mode, attributes: self.attributes(file)? })
    }

    fn kind(
        &self,
        file: &Drafted,
        entry: &Entry,
        has_mode: bool,
    ) -> Result<(PickedKind, Option<u32>), Unknown> {
        let exact = (has_mode && self.contents.modes == Modes::Exact).then_some(entry.mode);
        Ok(match &entry.kind {
            EntryKind::File => {
                let same = self.same.get(file).map(|first| PickedKind::Same(first.clone()));
                (same.map_or_else(|| self.content(file, entry), Ok)?, Some(self.mode(entry)))
            }
            EntryKind::Directory => (PickedKind::Directory, exact),
            EntryKind::Link(to) => (PickedKind::Link((**to).into()), None),
            EntryKind::Pipe => (PickedKind::Pipe, exact),
            // It arrives as a file with nothing in it.
            EntryKind::Socket => {
                (PickedKind::File { content: Digest::of(b""), size: 0 }, Some(self.mode(entry)))
            }
            EntryKind::Odd(what) => {
                return Err(Unknown { reason: format!("`{}` is {what}", self.whole(file)) });
            }
        })
    }

    fn content(&self, file: &Drafted, entry: &Entry) -> Result<PickedKind, Unknown> {
        let content = self.read(file)?.and_then(|content| content.digest);
        let content = content.ok_or_else(|| self.cannot(file, "nobody has tried"))?;
        Ok(PickedKind::File { content, size: entry.stamp.size })
    }

    /// What is attached to a file, or to the folders that arrive at one place, the last one first.
    /// To a folder of which only the content arrives as well: where that changes, BuildKit copies
    /// again.
    fn attributes(&self, file: &Drafted) -> Result<Option<Digest>, Unknown> {
        let own = |file| Ok(self.read(file)?.and_then(|content| content.attributes.as_deref()));
        let Some(covered) = self.draft.covered.get(file) else { return Ok(own(file)?.copied()) };
        let mut found: Vec<&Digest> = Vec::new();
        for file in std::iter::once(file).chain(covered) {
            found.extend(own(file)?);
        }
        Ok(match &*found {
            [] => None,
            [one] => Some(**one),
            _ => {
                let record = Record::new("attributes of folders");
                Some(found.iter().fold(record, |record, it| record.digest("folder", it)).done())
            }
        })
    }

    /// What is known of a file; nothing, where nothing of it was to be read.
    fn read(&self, file: &Drafted) -> Result<Option<&Content>, Unknown> {
        let held = self.draft.part(file).and_then(|part| part.held.as_ref());
        match held.and_then(|held| self.contents.get(held, file.entry)) {
            Some(Ok(content)) => Ok(Some(content)),
            Some(Err(error)) => Err(self.cannot(file, &error.to_string())),
            None => Ok(None),
        }
    }

    /// The permission bits of a file.
    fn mode(&self, entry: &Entry) -> u32 {
        match self.contents.modes {
            Modes::Exact => entry.mode,
            Modes::Git if entry.mode & 0o100 == 0 => 0o644,
            Modes::Git => 0o755,
        }
    }

    fn cannot(&self, file: &Drafted, because: &str) -> Unknown {
        Unknown { reason: format!("`{}` cannot be read: {because}", self.whole(file)) }
    }

    /// Where a file is, from the working directory.
    fn whole(&self, file: &Drafted) -> String {
        let held = self.draft.part(file).and_then(|part| part.held.as_ref());
        let name = self.draft.entry(file).map(|entry| &entry.name);
        held.zip(name).map_or_else(|| ".".to_owned(), |(held, name)| held.whole(name))
    }
}

/// The first names of files that come up under another one.
fn same(draft: &Draft) -> BTreeMap<Drafted, Text> {
    let (mut first, mut same) = (HashMap::new(), BTreeMap::new());
    for file in &draft.files {
        let Some(part) = draft.part(file) else { continue };
        if !part.held.as_ref().is_some_and(|held| held.has_same) {
            continue;
        }
        let entry = draft.entry(file).filter(|entry| entry.kind == EntryKind::File);
        let Some(stamp) = entry.map(|entry| &entry.stamp).filter(|stamp| stamp.names > 1) else {
            continue;
        };
        let first = *first.entry((part.number, stamp.device, stamp.inode)).or_insert(file);
        if first != file {
            same.insert(*file, draft.path(first).text().into());
        }
    }
    same
}
