//! Where the digests of files come from.

use std::fmt::Debug;
use std::io;
use std::path::PathBuf;

use crate::digest::Digest;
use crate::source::{Entry, EntryKind, Host};
use crate::threads;

/// What tells what is in files.
pub trait Digests: Debug + Sync {
    /// What is in some of the files of a folder, and what is attached to those and to folders in it,
    /// in their order.
    fn contents(&self, host: &dyn Host, batch: &Batch<'_>) -> Vec<io::Result<Content>>;
}

/// Some of what is in one folder.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// The folder.
    pub folder: &'a str,
    /// All that is in it.
    pub listing: &'a [Entry],
    /// What is to be read of that, by place, in order: regular files and folders.
    pub chosen: &'a [usize],
    /// Whether it is asked for extended attributes.
    pub with_attributes: bool,
}

/// What is in a file, and what is attached to it or to a folder.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Content {
    /// The digest of the content; nothing for a folder.
    pub digest: Option<Digest>,
    /// The digest of the extended attributes; nothing, where there are none that count.
    pub attributes: Option<Box<Digest>>,
}

impl<'a> Batch<'a> {
    /// What is to be read.
    pub fn entries(&self) -> impl Iterator<Item = &'a Entry> {
        let listing = self.listing;
        self.chosen.iter().filter_map(move |&place| listing.get(place))
    }

    /// The path of something in the folder.
    pub fn path(&self, entry: &Entry) -> PathBuf {
        match self.folder {
            // The system finds what is here faster without the dot.
            "." => PathBuf::from(&*entry.name),
            folder => [folder, &*entry.name].iter().collect(),
        }
    }

    /// The digest of the attributes of something in the folder, if it is asked for.
    ///
    /// # Errors
    /// What the system says.
    pub fn attributes(&self, host: &dyn Host, entry: &Entry) -> io::Result<Option<Box<Digest>>> {
        if !self.with_attributes {
            return Ok(None);
        }
        Ok(host.attributes(&self.path(entry))?.map(Box::new))
    }
}

/// Every file is read.
#[derive(Clone, Copy, Default, Debug)]
pub struct Uncached;

impl Digests for Uncached {
    fn contents(&self, host: &dyn Host, batch: &Batch<'_>) -> Vec<io::Result<Content>> {
        let entries: Vec<&Entry> = batch.entries().collect();
        threads::map(&entries, |entry| {
            if entry.kind != EntryKind::File {
                return Ok(Content { digest: None, attributes: batch.attributes(host, entry)? });
            }
            let path = batch.path(entry);
            if !batch.with_attributes {
                return Ok(Content { digest: Some(host.digest(&path)?), attributes: None });
            }
            let (digest, attributes, _) = host.digests_and_stamp(&path)?;
            Ok(Content { digest: Some(digest), attributes: attributes.map(Box::new) })
        })
    }
}
