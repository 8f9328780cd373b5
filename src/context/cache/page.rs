//! What was found out about the files of one folder.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::noted::{LENGTH, Noted};

/// What was found out about the files of one folder, in the order in which the folder lists them.
#[derive(Debug)]
pub(super) struct Page {
    /// When it was last of use, in days since 1970.
    pub(super) day: u64,
    bytes: Vec<u8>,
    /// Where notes are, by name, once somebody asks out of order.
    places: OnceCell<HashMap<u64, usize>>,
}

/// Someone who asks for notes one after the other.
pub(super) struct Reader<'p> {
    page: &'p Page,
    /// Where the next one is, if nothing has come or gone.
    next: usize,
}

impl Page {
    /// The page that bytes are.
    pub(super) fn new(day: u64, bytes: Vec<u8>) -> Self {
        Self { day, bytes, places: OnceCell::new() }
    }

    /// All of its notes.
    pub(super) fn notes(&self) -> impl Iterator<Item = Noted> {
        self.raw().iter().map(Noted::from_bytes)
    }

    /// To read it in order.
    pub(super) fn reader(&self) -> Reader<'_> {
        Reader { page: self, next: 0 }
    }

    fn raw(&self) -> &[[u8; LENGTH]] {
        self.bytes.as_chunks().0
    }

    fn place(&self, name: u64) -> Option<usize> {
        let all = || self.notes().enumerate().map(|(place, noted)| (noted.name, place)).collect();
        self.places.get_or_init(all).get(&name).copied()
    }
}

impl Reader<'_> {
    /// What is noted under a name.
    pub(super) fn find(&mut self, name: u64) -> Option<Noted> {
        let here = self.page.raw().get(self.next).map(Noted::from_bytes);
        if let Some(noted) = here.filter(|noted| noted.name == name) {
            self.next += 1;
            return Some(noted);
        }
        let place = self.page.place(name)?;
        self.next = place + 1;
        self.page.raw().get(place).map(Noted::from_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Digest;

    #[test]
    fn notes_are_found_in_any_order() {
        let noted = |name: u64| Noted { name, stamp: [name; 5], content: Digest::of(b"") };
        let bytes: Vec<u8> = [3, 1, 7, 2].iter().flat_map(|&name| noted(name).bytes()).collect();
        let page = Page::new(0, bytes);
        let mut reader = page.reader();
        for name in [3, 1, 7, 2, 2, 1, 3, 7] {
            assert_eq!(reader.find(name), Some(noted(name)));
            assert_eq!(reader.find(9), None);
        }
    }
}
