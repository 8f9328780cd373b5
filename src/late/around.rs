//! What texts with late values take in from elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::scan::{Part, names};
use crate::select::Selection;
use crate::text::Text;

/// The nodes that late values name, each once, whether they are there or not.
pub fn named(selection: &Selection) -> BTreeSet<Text> {
    let slots = selection.nodes().flat_map(|(_, node)| node.slots());
    slots.flat_map(|slot| names(&slot.text)).filter_map(|named| named.node).collect()
}

/// What a text takes in from other nodes through its late values.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Taken {
    /// The nodes whose keys it tells, by itself or in the tag of an image that it names.
    pub keys: BTreeSet<Text>,
    /// The first tags of the images that it names, as they are written, and of those that these
    /// name, by node.
    pub tags: BTreeMap<Text, Text>,
}

/// What the texts of a node take in from others. Its own key is not among it where only they tell
/// it.
///
/// Two texts that are written the same and take in the same are filled in the same.
pub fn taken<'a>(texts: impl IntoIterator<Item = &'a Text>, selection: &Selection) -> Taken {
    let mut taken = Taken::default();
    let mut waiting: Vec<(Option<Text>, Text)> =
        texts.into_iter().map(|text| (None, text.clone())).collect();
    while let Some((owner, text)) = waiting.pop() {
        for named in names(&text) {
            let Some(name) = named.node.or_else(|| owner.clone()) else { continue };
            if named.part == Part::Key {
                taken.keys.insert(name);
            } else if !taken.tags.contains_key(&name)
                && let Some(tag) = selection.node(&name).and_then(|it| it.tags().first().cloned())
            {
                taken.tags.insert(name.clone(), tag.clone());
                waiting.push((Some(name), tag));
            }
        }
    }
    taken
}
