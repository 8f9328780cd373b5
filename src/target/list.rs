//! Things in order, shared by the targets that have the same ones.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::slice;
use std::sync::Arc;
use std::vec;

use super::room;

/// Things in order.
///
/// Most of what a target has is inherited, and there are thousands of targets. So a copy is a
/// pointer to the same things until it is [changed](List::edit), and what is not there takes no
/// more room than a pointer.
#[derive(Clone)]
pub struct List<T>(Arc<Things<T>>);

#[derive(Clone)]
struct Things<T> {
    all: Vec<T>,
    /// How many there is room for in bake, if that is more than there are.
    room: usize,
}

impl<T> List<T> {
    /// Things with [room] for so many.
    pub fn with_room(all: Vec<T>, room: usize) -> Self {
        Self(Arc::new(Things { all, room }))
    }

    /// How many things there is room for in bake: what it adds to one list may overwrite what it
    /// has added to another that shares the room.
    pub fn room(&self) -> usize {
        self.0.room.max(self.len())
    }
}

impl<T: Clone> List<T> {
    /// The things, to be changed. Others who have the same ones see nothing of it.
    pub fn edit(&mut self) -> &mut Vec<T> {
        &mut Arc::make_mut(&mut self.0).all
    }

    /// Adds things at the end; then there is as much room as bake makes. `bytes` is what a thing
    /// takes there.
    pub fn append(&mut self, things: &[T], bytes: usize) {
        let room = room::grown(self.room(), self.len(), things.len(), bytes);
        let mine = Arc::make_mut(&mut self.0);
        mine.all.extend_from_slice(things);
        mine.room = room;
    }

    /// Adds a thing at the end.
    pub fn push(&mut self, thing: T) {
        self.edit().push(thing);
    }

    /// Keeps those that are to be kept. Where these are all, the things stay shared; so `keep` must
    /// answer the same when it is asked again.
    pub fn keep(&mut self, keep: impl Fn(&T) -> bool) {
        if !self.iter().all(&keep) {
            self.edit().retain(keep);
        }
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0.all
    }
}

impl<T: Clone> DerefMut for List<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        self.edit()
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<T: PartialEq> PartialEq for List<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for List<T> {}

impl<T: PartialOrd> PartialOrd for List<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (**self).partial_cmp(&**other)
    }
}

impl<T: Ord> Ord for List<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl<T: fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.all.fmt(f)
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(things: Vec<T>) -> Self {
        Self::with_room(things, 0)
    }
}

impl<T, const N: usize> From<[T; N]> for List<T> {
    fn from(things: [T; N]) -> Self {
        Vec::from(things).into()
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(things: I) -> Self {
        things.into_iter().collect::<Vec<T>>().into()
    }
}

impl<T: Clone> Extend<T> for List<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, things: I) {
        self.edit().extend(things);
    }
}

impl<T: Clone> IntoIterator for List<T> {
    type Item = T;
    type IntoIter = vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        Arc::unwrap_or_clone(self.0).all.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a, T: Clone> IntoIterator for &'a mut List<T> {
    type Item = &'a mut T;
    type IntoIter = slice::IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.edit().iter_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::List;

    fn is_shared(one: &List<i32>, other: &List<i32>) -> bool {
        std::ptr::eq(one.as_ptr(), other.as_ptr())
    }

    #[test]
    fn a_copy_is_the_same_things_until_it_is_changed() {
        let one: List<i32> = vec![1, 2, 3].into();
        let mut other = one.clone();
        other.keep(|thing| *thing > 0);
        assert!(is_shared(&one, &other));
        other.keep(|thing| *thing > 1);
        assert_eq!((&*one, &*other), (&[1, 2, 3][..], &[2, 3][..]));
        let mut third = one.clone();
        third.push(4);
        third.extend([5]);
        assert_eq!((one.len(), &*third), (3, &[1, 2, 3, 4, 5][..]));
    }

    #[test]
    fn what_is_not_there_takes_no_more_than_a_pointer() {
        assert_eq!(size_of::<Option<List<String>>>(), size_of::<usize>());
    }
}
