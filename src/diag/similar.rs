//! The nearest known name, for "did you mean".

use super::words;
use crate::text::Text;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Names of one origin, in order: shared, since every error about a name refers to all of them.
pub type Layer = Arc<[Text]>;

/// A name that is not known, and those that are.
///
/// Comparing names is slow: a thousand errors in a file of a thousand names would take seconds.
/// So they are compared when an error is shown, and of very many errors only some are.
#[derive(Clone, Debug)]
pub struct Meant {
    name: Text,
    known: Vec<Layer>,
    never: Option<Text>,
}

impl Meant {
    /// `name` is none of the known ones.
    pub fn new(name: impl Into<Text>, known: Vec<Layer>) -> Self {
        Self { name: name.into(), known, never: None }
    }

    /// The same, where one of the known names is not meant.
    #[must_use]
    pub fn other_than(mut self, name: &Text) -> Self {
        self.never = Some(name.clone());
        self
    }

    /// "did you mean `…`?", if one of the names is near enough.
    pub fn hint(&self) -> Option<String> {
        let names = self.known.iter().flat_map(|layer| &**layer);
        let names = names.filter(|&name| self.never.as_ref() != Some(name));
        did_you_mean(&self.name, names.map(AsRef::as_ref))
    }
}

/// The known names follow from where the unknown one stands, and do not count.
impl PartialEq for Meant {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Meant {}

impl Hash for Meant {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

/// The name nearest to `name`, if one is near enough to be meant.
///
/// Near enough is a distance of at most a third of the longer name. One edit is always allowed
/// where it leaves a letter standing. Ties go to the name that comes first.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let longer = name.chars().count().max(candidate.chars().count());
        let allowed = (longer / 3).max(1).min(longer.saturating_sub(1));
        let limit = best.map_or(allowed, |(found, _)| allowed.min(found.saturating_sub(1)));
        if candidate != name
            && let Some(found) = distance_within(name, candidate, limit)
        {
            best = Some((found, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The hint for a name that is not known: "did you mean `…`?".
pub fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(name, known).map(|near| format!("did you mean `{near}`?"))
}

/// The hint for a name that is none of a few: the one that was meant, else all of them.
pub fn one_of(name: &str, known: &[&str]) -> String {
    let near = did_you_mean(name, known.iter().copied());
    near.unwrap_or_else(|| format!("there is {}", words::list(known)))
}

/// The edits (insert, delete, replace, swap neighbours) from one name to the other, if they are
/// no more than `limit`. Case and the choice between `-` and `_` cost nothing.
fn distance_within(from: &str, to: &str, limit: usize) -> Option<usize> {
    let fold = |text: &str| -> Vec<char> {
        text.chars().map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() }).collect()
    };
    let (from, to) = (fold(from), fold(to));
    if from.len().abs_diff(to.len()) > limit {
        return None;
    }
    let found = distance(&from, &to);
    (found <= limit).then_some(found)
}

fn distance(from: &[char], to: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for i in 1..=from.len() {
        let mut row = vec![i];
        for j in 1..=to.len() {
            let replace = last[j - 1] + usize::from(from[i - 1] != to[j - 1]);
            let mut best = replace.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[to.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_typo_finds_its_name() {
        let known = ["platforms", "tags", "labels", "no-cache-filter"];
        assert_eq!(nearest("plattforms", known), Some("platforms"));
        assert_eq!(nearest("lables", known), Some("labels"));
        assert_eq!(nearest("tgas", known), Some("tags"));
        assert_eq!(nearest("no_cache_filter", known), Some("no-cache-filter"));
    }

    #[test]
    fn a_different_word_finds_nothing() {
        assert_eq!(nearest("depends_on", ["platforms", "tags"]), None);
        assert_eq!(nearest("x", ["platforms"]), None);
        assert_eq!(nearest("x", ["y"]), None);
        assert_eq!(nearest("x", ["X"]), Some("X"));
    }
}
