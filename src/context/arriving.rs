//! Where files arrive.

use std::cmp::Ordering;

/// The path at which a file arrives. Most files share the first part of theirs with others, so the
/// whole is put together only where somebody wants to see it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arriving<'a> {
    /// The folder; empty for the destination itself.
    pub(super) folder: &'a str,
    /// The rest.
    pub(super) name: &'a str,
}

impl Arriving<'_> {
    /// Whether it is the destination itself.
    pub(super) fn is_empty(&self) -> bool {
        self.folder.is_empty() && self.name.is_empty()
    }

    /// The path as a text.
    pub(super) fn text(&self) -> String {
        super::view::below(self.folder, self.name)
    }

    /// Puts the path into a text, in the place of whatever is in that.
    pub(super) fn put_into(&self, text: &mut String) {
        text.clear();
        text.push_str(self.folder);
        text.push_str(if self.folder.is_empty() { "" } else { "/" });
        text.push_str(self.name);
    }

    fn bytes(&self) -> impl Iterator<Item = u8> {
        let slash = if self.folder.is_empty() { "" } else { "/" };
        self.folder.bytes().chain(slash.bytes()).chain(self.name.bytes())
    }
}

impl Ord for Arriving<'_> {
    /// By the bytes of the whole path.
    fn cmp(&self, other: &Self) -> Ordering {
        if self.folder == other.folder {
            self.name.cmp(other.name)
        } else {
            self.bytes().cmp(other.bytes())
        }
    }
}

impl PartialOrd for Arriving<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Arriving<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Arriving<'_> {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Arriving;

    fn path() -> impl Strategy<Value = (String, String)> {
        ("([-/a]{0,2}[-a])?", "[-a./]{0,3}")
    }

    proptest! {
        #[test]
        fn paths_are_in_the_order_of_their_texts((a, b) in path(), (c, d) in path()) {
            let [one, other] = [(&a, &b), (&c, &d)].map(|(folder, name)| Arriving { folder, name });
            prop_assert_eq!(one.cmp(&other), one.text().cmp(&other.text()));
            let mut text = other.text();
            one.put_into(&mut text);
            prop_assert_eq!(text, one.text());
        }
    }
}
