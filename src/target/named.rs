//! Things by name, few of them in most cases.

use std::fmt;
use std::slice;
use std::vec;

use crate::target::{List, Text};

/// Things by name, in the order of their names.
///
/// What a target has of such things is a handful, and there are thousands of targets: a list takes
/// a quarter of the memory of a tree, and targets that have the same things share one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Named<T>(List<(Text, T)>);

impl<T> Named<T> {
    /// Nothing.
    pub fn new() -> Self {
        Self(List::default())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn find(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| (**known).cmp(name))
    }

    /// The thing of this name.
    pub fn get(&self, name: &str) -> Option<&T> {
        let at = self.find(name).ok()?;
        self.0.get(at).map(|(_, thing)| thing)
    }

    /// Whether there is one of this name.
    pub fn contains_key(&self, name: &str) -> bool {
        self.find(name).is_ok()
    }

    /// The names.
    pub fn keys(&self) -> impl Iterator<Item = &Text> {
        self.0.iter().map(|(name, _)| name)
    }

    /// The things.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|(_, thing)| thing)
    }

    /// The names and the things.
    pub fn iter(&self) -> Iter<'_, T> {
        self.into_iter()
    }
}

impl<T: Clone> Named<T> {
    /// Puts a thing in, in the place of the one of its name, if there is one. Many at once are
    /// better put in with [`Extend`].
    pub fn insert(&mut self, name: Text, thing: T) {
        match self.find(&name) {
            Ok(at) => {
                if let Some((_, known)) = self.0.edit().get_mut(at) {
                    *known = thing;
                }
            }
            Err(at) => self.0.edit().insert(at, (name, thing)),
        }
    }

    /// Makes a thing of this name, unless there is one.
    pub fn insert_if_missing(&mut self, name: &str, make: impl FnOnce() -> T) {
        if let Err(at) = self.find(name) {
            self.0.edit().insert(at, (name.into(), make()));
        }
    }

    /// Takes the thing of this name out.
    pub fn remove(&mut self, name: &str) -> Option<T> {
        let at = self.find(name).ok()?;
        Some(self.0.edit().remove(at).1)
    }

    /// Keeps those that are to be kept, as [`List::keep`] does.
    pub fn keep(&mut self, keep: impl Fn(&Text, &T) -> bool) {
        self.0.keep(|(name, thing)| keep(name, thing));
    }

    /// Puts things in that come in the order of their names: those of a name that is there take its
    /// place.
    pub fn overlay<'a>(&mut self, things: impl Iterator<Item = (&'a Text, &'a T)>)
    where
        T: 'a,
    {
        let mut things = things.peekable();
        if things.peek().is_none() {
            return;
        }
        let under = std::mem::take(&mut self.0);
        let mut all = Vec::with_capacity(under.len() + things.size_hint().0.max(1));
        for (name, thing) in under {
            while let Some((earlier, it)) = things.next_if(|(other, _)| **other < name) {
                all.push((earlier.clone(), it.clone()));
            }
            let over = things.next_if(|(other, _)| **other == name);
            all.push((name, over.map_or(thing, |(_, it)| it.clone())));
        }
        all.extend(things.map(|(name, it)| (name.clone(), it.clone())));
        self.0 = all.into();
    }

    /// The names and the things, which may be changed.
    pub fn iter_mut(&mut self) -> IterMut<'_, T> {
        self.into_iter()
    }
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for Named<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

/// The names and the things.
pub type Iter<'a, T> = std::iter::Map<slice::Iter<'a, (Text, T)>, fn(&(Text, T)) -> (&Text, &T)>;

/// The names and the things, which may be changed.
pub type IterMut<'a, T> =
    std::iter::Map<slice::IterMut<'a, (Text, T)>, fn(&mut (Text, T)) -> (&Text, &mut T)>;

impl<'a, T: Clone> IntoIterator for &'a mut Named<T> {
    type Item = (&'a Text, &'a mut T);
    type IntoIter = IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.edit().iter_mut().map(|(name, thing)| (&*name, thing))
    }
}

impl<'a, T> IntoIterator for &'a Named<T> {
    type Item = (&'a Text, &'a T);
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().map(|(name, thing)| (name, thing))
    }
}

impl<T: Clone> IntoIterator for Named<T> {
    type Item = (Text, T);
    type IntoIter = vec::IntoIter<(Text, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Of several of one name the last one counts.
impl<T: Clone> Extend<(Text, T)> for Named<T> {
    fn extend<I: IntoIterator<Item = (Text, T)>>(&mut self, things: I) {
        let mut things = things.into_iter().peekable();
        if things.peek().is_some() {
            let all = self.0.edit();
            all.extend(things);
            put_in_order(all);
        }
    }
}

fn put_in_order<T>(all: &mut Vec<(Text, T)>) {
    if all.is_sorted_by(|(one, _), (other, _)| one < other) {
        return;
    }
    // Sorting keeps the order of equal names: from behind, the first of them is the last.
    all.reverse();
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    all.dedup_by(|(one, _), (other, _)| one == other);
}

impl<T> FromIterator<(Text, T)> for Named<T> {
    fn from_iter<I: IntoIterator<Item = (Text, T)>>(things: I) -> Self {
        let mut all: Vec<(Text, T)> = things.into_iter().collect();
        put_in_order(&mut all);
        Self(all.into())
    }
}

impl<T, const N: usize> From<[(Text, T); N]> for Named<T> {
    fn from(things: [(Text, T); N]) -> Self {
        things.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Named;
    use crate::target::Text;

    fn named(pairs: &[(&str, i32)]) -> Named<i32> {
        pairs.iter().map(|&(name, thing)| (Text::from(name), thing)).collect()
    }

    #[test]
    fn things_stand_in_the_order_of_their_names_and_the_last_of_a_name_counts() {
        let all = named(&[("b", 1), ("c", 2), ("a", 3), ("b", 4), ("b", 5)]);
        assert_eq!(format!("{all:?}"), r#"{"a": 3, "b": 5, "c": 2}"#);
        let mut all = named(&[("a", 1), ("c", 2)]);
        all.extend(named(&[("b", 3), ("c", 4)]));
        assert_eq!(all, named(&[("a", 1), ("b", 3), ("c", 4)]));
    }

    #[test]
    fn things_in_order_are_laid_over_others() {
        let under = named(&[("b", 1), ("d", 2)]);
        let over = |things: &[(&str, i32)]| {
            let mut all = under.clone();
            all.overlay(named(things).iter());
            all
        };
        assert_eq!(over(&[]), under);
        assert_eq!(
            over(&[("a", 3), ("b", 4), ("c", 5), ("e", 6)]),
            named(&[("a", 3), ("b", 4), ("c", 5), ("d", 2), ("e", 6)])
        );
        assert_eq!(over(&[("d", 7), ("f", 8), ("g", 9)]).len(), 4);
    }

    #[test]
    fn one_thing_is_put_in_found_and_taken_out() {
        let mut all = named(&[("b", 1)]);
        all.insert("a".into(), 2);
        all.insert("b".into(), 3);
        all.insert_if_missing("b", || 4);
        all.insert_if_missing("c", || 5);
        assert_eq!(all, named(&[("a", 2), ("b", 3), ("c", 5)]));
        assert_eq!((all.get("c"), all.get("d")), (Some(&5), None));
        assert_eq!((all.remove("a"), all.remove("a")), (Some(2), None));
        all.keep(|name, _| &**name != "b");
        assert_eq!((all.len(), all.contains_key("b")), (1, false));
    }
}
