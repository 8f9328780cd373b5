//! Lists as bake has them in memory.
//!
//! They are Go slices: a list is the front of an array, and several lists may be fronts of the
//! same one. What an array holds are pointers, so that who changes a thing changes it for all.

use std::collections::BTreeSet;

use crate::target::normalize::{last_of_each, repeats_to_the_back};
use crate::target::{List, room};

/// The front of an array.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slice {
    array: usize,
    len: usize,
}

impl Slice {
    pub(super) fn is_empty(self) -> bool {
        self.len == 0
    }
}

/// The arrays of one kind of list, and the things they point to.
#[derive(Debug)]
pub(super) struct Memory<T> {
    things: Vec<T>,
    arrays: Vec<Array>,
    /// What a pointer takes, in bytes: texts have none and lie in the array themselves.
    bytes: usize,
    /// How many pointers were ever put into arrays.
    written: usize,
}

#[derive(Debug)]
struct Array {
    /// Places in `things`, as far as the array was ever filled.
    pointers: Vec<usize>,
    room: usize,
}

impl<T: Clone + Ord> Memory<T> {
    pub(super) fn new(bytes: usize) -> Self {
        Self { things: Vec::new(), arrays: Vec::new(), bytes, written: 0 }
    }

    /// Puts a list into an array of its own.
    pub(super) fn put(&mut self, list: &List<T>) -> Slice {
        let first = self.things.len();
        self.things.extend_from_slice(list);
        self.put_pointers((first..self.things.len()).collect(), list.room())
    }

    fn put_pointers(&mut self, pointers: Vec<usize>, room: usize) -> Slice {
        let len = pointers.len();
        self.written += len;
        self.arrays.push(Array { pointers, room });
        Slice { array: self.arrays.len() - 1, len }
    }

    /// How many pointers were ever put into arrays: nothing is taken out before the end.
    pub(super) fn written(&self) -> usize {
        self.written
    }

    fn pointers(&self, slice: Slice) -> &[usize] {
        let array = self.arrays.get(slice.array);
        array.and_then(|array| array.pointers.get(..slice.len)).unwrap_or_default()
    }

    /// The things of a list.
    pub(super) fn things(&self, slice: Option<Slice>) -> impl Iterator<Item = &T> + Clone {
        let pointers = slice.map(|slice| self.pointers(slice)).unwrap_or_default();
        pointers.iter().filter_map(|pointer| self.things.get(*pointer))
    }

    /// Changes the things of a list, for all lists that have them.
    pub(super) fn change_each(&mut self, slice: Option<Slice>, mut change: impl FnMut(&mut T)) {
        let pointers = slice.map(|slice| self.pointers(slice).to_vec());
        for pointer in pointers.into_iter().flatten() {
            if let Some(thing) = self.things.get_mut(pointer) {
                change(thing);
            }
        }
    }

    /// Gives somebody the things of a list. Returns whether these are others than before.
    pub(super) fn give(&self, slice: Option<Slice>, mine: &mut Option<List<T>>) -> bool {
        let things = self.things(slice);
        let same = things.clone().eq(mine.iter().flatten());
        if !same {
            *mine = slice.is_some().then(|| things.cloned().collect());
        }
        !same
    }

    /// A list with another at its end: in its own array where that has room, over whatever is
    /// there, else in a new one.
    pub(super) fn append(&mut self, slice: Option<Slice>, more: Slice) -> Slice {
        let slice = slice.unwrap_or_else(|| self.put_pointers(Vec::new(), 0));
        let added = self.pointers(more).to_vec();
        let Some(array) = self.arrays.get_mut(slice.array) else { return more };
        let room = room::grown(array.room, slice.len, more.len, self.bytes);
        if room <= array.room {
            let end = array.pointers.len().min(slice.len + more.len);
            array.pointers.splice(slice.len..end, added);
            return Slice { len: slice.len + more.len, ..slice };
        }
        let all = self.pointers(slice).iter().copied().chain(added).collect();
        self.put_pointers(all, room)
    }

    /// The list without one of its things: that and the last change places, and the list ends
    /// before the last.
    pub(super) fn swap_remove(&mut self, slice: Slice, at: usize) -> Slice {
        let len = slice.len.saturating_sub(1);
        let array = self.arrays.get_mut(slice.array);
        let mine = array.and_then(|array| array.pointers.get_mut(..slice.len));
        if let Some(mine) = mine.filter(|mine| at < mine.len()) {
            mine.swap(at, len);
        }
        Slice { len, ..slice }
    }

    /// The list with one of equal things each; the others are behind its end then.
    pub(super) fn without_repeats(&mut self, slice: Slice) -> Slice {
        let Self { things, arrays, .. } = self;
        let array = arrays.get_mut(slice.array);
        let mine = array.and_then(|array| array.pointers.get_mut(..slice.len));
        let len = repeats_to_the_back(mine.unwrap_or_default(), |pointer| things.get(*pointer));
        Slice { len, ..slice }
    }

    /// The list with the first of equal things each, as far as they are to be kept. They move to
    /// the front, and nothing comes to where they were.
    pub(super) fn first_of_each(&mut self, slice: Slice, keep: impl Fn(&T) -> bool) -> Slice {
        let mut seen = BTreeSet::new();
        let mut pointers = self.pointers(slice).to_vec();
        let of = |pointer: &usize| self.things.get(*pointer);
        pointers.retain(|pointer| of(pointer).is_some_and(|it| keep(it) && seen.insert(it)));
        let kept = Slice { len: pointers.len(), ..slice };
        if let Some(array) = self.arrays.get_mut(slice.array) {
            array.pointers.splice(..kept.len, pointers);
        }
        kept
    }

    /// A new list of the last of those with the same key, each in the place of the first. It has no
    /// room: bake makes such a list anew whenever something was added, so none would show.
    pub(super) fn last_of_each<K: Ord>(&mut self, slice: Slice, key: impl Fn(&T) -> K) -> Slice {
        let mut pointers = Some(List::from(self.pointers(slice).to_vec()));
        last_of_each(&mut pointers, |pointer| self.things.get(*pointer).map(&key));
        let pointers = pointers.map(|list| list.to_vec()).unwrap_or_default();
        self.put_pointers(pointers, 0)
    }
}
