//! Things by name, few of them in most cases.

use std::fmt;
use std::slice;
use std::sync::Arc;
use std::vec;

use crate::target::List;
use crate::text::Text;

/// Things by name, in the order of their names.
///
/// What a target has of such things is a handful, and there are thousands of targets: a list takes
/// a quarter of the memory of a tree, targets that have the same things share one, and where they
/// differ in some they share the others.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named<T>(List<Entry<T>>);

type Entry<T> = Arc<(Text, T)>;

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
        self.0.binary_search_by(|entry| (*entry.0).cmp(name))
    }

    /// The thing of this name.
    pub fn get(&self, name: &str) -> Option<&T> {
        let at = self.find(name).ok()?;
        self.0.get(at).map(|entry| &entry.1)
    }

    /// Whether there is one of this name.
    pub fn contains_key(&self, name: &str) -> bool {
        self.find(name).is_ok()
    }

    /// The names.
    pub fn keys(&self) -> impl Iterator<Item = &Text> {
        self.0.iter().map(|entry| &entry.0)
    }

    /// The things.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|entry| &entry.1)
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
                if let Some(known) = self.0.edit().get_mut(at) {
                    *known = Arc::new((name, thing));
                }
            }
            Err(at) => self.0.edit().insert(at, Arc::new((name, thing))),
        }
    }

    /// The thing of this name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        let at = self.find(name).ok()?;
        self.0.edit().get_mut(at).map(|entry| &mut Arc::make_mut(entry).1)
    }

    /// Makes a thing of this name, unless there is one.
    pub fn insert_if_missing(&mut self, name: &str, make: impl FnOnce() -> T) {
        if let Err(at) = self.find(name) {
            self.0.edit().insert(at, Arc::new((name.into(), make())));
        }
    }

    /// Takes the thing of this name out.
    pub fn remove(&mut self, name: &str) -> Option<T> {
        let at = self.find(name).ok()?;
        Some(Arc::unwrap_or_clone(self.0.edit().remove(at)).1)
    }

    /// Keeps those that are to be kept, as [`List::keep`] does.
    pub fn keep(&mut self, keep: impl Fn(&Text, &T) -> bool) {
        self.0.keep(|entry| keep(&entry.0, &entry.1));
    }

    /// Puts in those of `others` that are wanted: they take the place of what has their names.
    pub fn overlay(&mut self, others: &Self, wanted: impl Fn(&T) -> bool) {
        let mut others = others.0.iter().filter(|entry| wanted(&entry.1)).peekable();
        let under = std::mem::take(&mut self.0);
        let mut all = Vec::with_capacity(under.len() + others.size_hint().1.unwrap_or_default());
        for entry in under {
            while let Some(earlier) = others.next_if(|other| other.0 < entry.0) {
                all.push(earlier.clone());
            }
            let over = others.next_if(|other| other.0 == entry.0);
            all.push(over.cloned().unwrap_or(entry));
        }
        all.extend(others.cloned());
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
pub type Iter<'a, T> = std::iter::Map<slice::Iter<'a, Entry<T>>, fn(&Entry<T>) -> (&Text, &T)>;

/// The names and the things, which may be changed.
pub type IterMut<'a, T> =
    std::iter::Map<slice::IterMut<'a, Entry<T>>, fn(&mut Entry<T>) -> (&Text, &mut T)>;

/// The names and the things, given away.
pub type IntoIter<T> = std::iter::Map<vec::IntoIter<Entry<T>>, fn(Entry<T>) -> (Text, T)>;

impl<'a, T: Clone> IntoIterator for &'a mut Named<T> {
    type Item = (&'a Text, &'a mut T);
    type IntoIter = IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.edit().iter_mut().map(|entry| {
            let (name, thing) = Arc::make_mut(entry);
            (&*name, thing)
        })
    }
}

impl<'a, T> IntoIterator for &'a Named<T> {
    type Item = (&'a Text, &'a T);
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().map(|entry| (&entry.0, &entry.1))
    }
}

impl<T: Clone> IntoIterator for Named<T> {
    type Item = (Text, T);
    type IntoIter = IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().map(Arc::unwrap_or_clone)
    }
}

/// Of several of one name the last one counts.
impl<T: Clone> Extend<(Text, T)> for Named<T> {
    fn extend<I: IntoIterator<Item = (Text, T)>>(&mut self, things: I) {
        let mut things = things.into_iter().peekable();
        if things.peek().is_some() {
            let all = self.0.edit();
            all.extend(things.map(Arc::new));
            put_in_order(all);
        }
    }
}

fn put_in_order<T>(all: &mut Vec<Entry<T>>) {
    if all.is_sorted_by(|one, other| one.0 < other.0) {
        return;
    }
    // Sorting keeps the order of equal names: from behind, the first of them is the last.
    all.reverse();
    all.sort_by(|one, other| one.0.cmp(&other.0));
    all.dedup_by(|one, other| one.0 == other.0);
}

impl<T> FromIterator<(Text, T)> for Named<T> {
    fn from_iter<I: IntoIterator<Item = (Text, T)>>(things: I) -> Self {
        let mut all: Vec<Entry<T>> = things.into_iter().map(Arc::new).collect();
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
    use crate::text::Text;

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
            all.overlay(&named(things), |thing| *thing > 0);
            all
        };
        assert_eq!(over(&[]), under);
        assert_eq!(over(&[("a", 0), ("b", -1)]), under);
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
        let copy = all.clone();
        *all.get_mut("c").unwrap() += 1;
        assert_eq!((all.get("c"), copy.get("c")), (Some(&6), Some(&5)));
        assert_eq!(all.get_mut("d"), None);
        assert_eq!((all.remove("a"), all.remove("a")), (Some(2), None));
        all.keep(|name, _| &**name != "b");
        assert_eq!((all.len(), all.contains_key("b")), (1, false));
    }
}
