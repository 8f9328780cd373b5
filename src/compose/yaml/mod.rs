//! YAML as Docker Compose reads it: text to documents of [`Node`]s.
//!
//! Four steps: [`events`] makes a tree of what is [`written`], [`tags`] takes `!reset` and
//! `!override` out of it, [`construct`] follows aliases and `<<`, [`scalar`] decides what a plain
//! word stands for.

mod construct;
mod events;
mod node;
mod scalar;
mod tags;
mod written;

#[cfg(test)]
mod tests;

pub(super) use node::{Map, Node, Yaml};
pub(super) use scalar::{parse_int, without_separators};
pub(super) use tags::Replaced;

use super::Checked;
use crate::span::FileId;

/// One document of a file.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// What it says.
    pub(super) root: Node,
    /// What it takes back of the files before it.
    pub(super) replaced: Replaced,
}

/// Reads all documents of a text.
pub(super) fn parse(file: FileId, text: &str) -> Checked<Vec<Document>> {
    let mut documents = Vec::new();
    for raw in events::documents(file, text)? {
        let (kept, replaced) = tags::resolve(&raw)?;
        documents.push(Document { root: construct::construct(&kept)?, replaced });
    }
    Ok(documents)
}
