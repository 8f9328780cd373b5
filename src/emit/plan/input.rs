//! What went into keys, each thing once.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::context::Picked;
use crate::digest::Digest;
use crate::keys::{Input, InputValue};
use crate::text::Text;

/// A thing that went into a key.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Debug)]
pub(super) struct WrittenInput {
    pub(super) label: Text,
    pub(super) digest: String,
    #[serde(flatten)]
    pub(super) value: WrittenValue,
}

/// What it is.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Debug)]
#[serde(rename_all = "lowercase")]
pub(super) enum WrittenValue {
    Text(Text),
    Node(Text),
    Image {
        name: Text,
        platform: Text,
        pinned: Option<Text>,
    },
    /// The digest of a list of files.
    Files(String),
    /// Numbers of inputs that come before this one.
    Parts(Vec<usize>),
}

/// Inputs by number, and lists of files by digest.
#[derive(Default)]
pub(super) struct Table {
    pub(super) inputs: Vec<WrittenInput>,
    pub(super) files: BTreeMap<String, Arc<Picked>>,
    numbers: HashMap<WrittenInput, usize>,
    /// The numbers of groups, by their name and where they are in memory.
    groups: HashMap<(Text, *const Input), usize>,
}

impl Table {
    /// The number of an input, which is taken in if it is new.
    pub(super) fn number(&mut self, input: &Input) -> usize {
        let Input { label, digest, value } = input;
        let place = match value {
            InputValue::Group(parts) if !parts.is_empty() => Some((label.clone(), parts.as_ptr())),
            _ => None,
        };
        if let Some(&known) = place.as_ref().and_then(|place| self.groups.get(place)) {
            return known;
        }
        let value = self.value(value);
        let written = WrittenInput { label: label.clone(), digest: digest.to_string(), value };
        let next = self.inputs.len();
        let number = *self.numbers.entry(written.clone()).or_insert(next);
        if number == next {
            self.inputs.push(written);
        }
        self.groups.extend(place.map(|place| (place, number)));
        number
    }

    fn value(&mut self, value: &InputValue) -> WrittenValue {
        match value {
            InputValue::Text(text) => WrittenValue::Text(text.clone()),
            InputValue::Node(name) => WrittenValue::Node(name.clone()),
            InputValue::Image { name, platform, pinned } => {
                let (name, platform) = (name.clone(), platform.clone());
                WrittenValue::Image { name, platform, pinned: pinned.clone() }
            }
            InputValue::Files(picked) => {
                let digest = picked.digest.to_string();
                self.files.entry(digest.clone()).or_insert_with(|| picked.clone());
                WrittenValue::Files(digest)
            }
            InputValue::Group(parts) => {
                WrittenValue::Parts(parts.iter().map(|part| self.number(part)).collect())
            }
        }
    }
}

/// How many things may lie in each other.
const DEEPEST: usize = 64;

/// The inputs that are written down; nothing where they make no sense.
pub(super) fn inputs(
    written: Vec<WrittenInput>,
    files: &BTreeMap<Text, Arc<Picked>>,
) -> Option<Vec<Input>> {
    let mut inputs: Vec<Input> = Vec::with_capacity(written.len());
    let mut depths: Vec<usize> = Vec::with_capacity(written.len());
    for WrittenInput { label, digest, value } in written {
        let digest: Digest = digest.parse().ok()?;
        let mut depth = 0;
        let value = match value {
            WrittenValue::Text(text) => InputValue::Text(text),
            WrittenValue::Node(name) => InputValue::Node(name),
            WrittenValue::Image { name, platform, pinned } => {
                InputValue::Image { name, platform, pinned }
            }
            WrittenValue::Files(digest) => InputValue::Files(files.get(&*digest)?.clone()),
            WrittenValue::Parts(numbers) => {
                let deepest = numbers.iter().filter_map(|&number| depths.get(number)).max();
                depth = deepest.map_or(0, |deepest| deepest + 1);
                InputValue::Group(chosen(&inputs, &numbers)?.into())
            }
        };
        if depth > DEEPEST {
            return None;
        }
        depths.push(depth);
        inputs.push(Input { label, digest, value });
    }
    Some(inputs)
}

/// The inputs with these numbers, if there are such.
pub(super) fn chosen(inputs: &[Input], numbers: &[usize]) -> Option<Vec<Input>> {
    numbers.iter().map(|&number| inputs.get(number).cloned()).collect()
}
