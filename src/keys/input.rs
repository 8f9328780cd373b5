//! What went into a key: a tree of labelled things.

use std::sync::Arc;

use crate::context::Picked;
use crate::digest::{Digest, Record};
use crate::text::Text;

/// One thing that went into a key.
///
/// The label is for people: it tells siblings apart and may name what does not count, such as the
/// name of a stage. What counts is in the digest alone. Where the digests of two inputs differ, so do
/// those of something in them, unless they are the same things in another order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Input {
    /// What it is called: `arg VERSION`, `stage build`, `RUN make`.
    pub label: Text,
    /// What counts of it. That of a group counts all that is in it.
    pub digest: Digest,
    /// What it is.
    pub value: InputValue,
}

/// What an input is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum InputValue {
    /// A text, as it counts.
    Text(Text),
    /// Files that were selected.
    Files(Arc<Picked>),
    /// Another node, by name: what its key is made of, or as much of it as counts here.
    Node(Text),
    /// An image from a registry.
    Image {
        /// Its name, in its normal form.
        name: Text,
        /// The platform it is taken for.
        platform: Text,
        /// Its digest, if that is known; otherwise the name is all that counts.
        pinned: Option<Text>,
    },
    /// Several things, in order.
    Group(Arc<[Input]>),
}

impl Input {
    /// A text under a name that counts too.
    pub fn text(label: impl Into<Text>, kind: &str, text: impl Into<Text>) -> Self {
        let text = text.into();
        let digest = Record::new(kind).text("text", &text).done();
        Self { label: label.into(), digest, value: InputValue::Text(text) }
    }

    /// Several things, whose order counts.
    pub fn group(label: impl Into<Text>, kind: &str, inputs: Vec<Self>) -> Self {
        let parts = inputs.iter().map(|input| &input.digest);
        let digest = parts.fold(Record::new(kind), |record, it| record.digest("part", it)).done();
        Self { label: label.into(), digest, value: InputValue::Group(inputs.into()) }
    }

    /// What it is made of; nothing where it is one thing.
    pub fn parts(&self) -> &[Self] {
        match &self.value {
            InputValue::Group(parts) => parts,
            _ => &[],
        }
    }
}
