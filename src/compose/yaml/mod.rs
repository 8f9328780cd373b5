//! YAML as Docker Compose reads it: text to documents of [`Node`]s.
//!
//! Compose's reader is a libyaml, which reads YAML 1.1 in its own way: laxer than YAML 1.2 here
//! and stricter there. So is this one. Five steps: [`scanner`] finds the words, with [`cursor`]
//! for its place in the text, [`tree`] makes a tree of them, [`tags`] takes `!reset` and
//! `!override` out of it, [`construct`] follows aliases and `<<`, [`scalar`] decides what a plain
//! word stands for.

mod block;
mod comment;
mod construct;
mod cursor;
mod directive;
mod entries;
mod gap;
mod node;
mod plain;
mod property;
mod quoted;
mod raw;
mod scalar;
mod scanner;
mod tags;
mod token;
mod tree;

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
    for raw in tree::documents(file, text)? {
        let (kept, replaced) = tags::resolve(&raw)?;
        documents.push(Document { root: construct::construct(&kept)?, replaced });
    }
    Ok(documents)
}
