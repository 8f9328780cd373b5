//! The document that `docker buildx bake --print` prints.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::mem;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::go;
use crate::select::{Selected, Selection};
use crate::target::Group;
use crate::target::json::Escape;
use crate::text::Text;
use crate::threads;

/// The plan as bake prints it, byte for byte, without a line break at the end.
pub fn plan(selection: &Selection) -> String {
    let mut text = String::new();
    let Ok(()) = write(selection, into(&mut text));
    text
}

/// Puts pieces together.
fn into(text: &mut String) -> impl FnMut(&str) -> Result<(), Infallible> {
    |piece| {
        text.push_str(piece);
        Ok(())
    }
}

/// Gives the same away piece by piece: a large plan is never in memory as a whole.
///
/// # Errors
/// What `take` says: then it gets no more.
pub fn write<E>(selection: &Selection, take: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    let mut document = Document { take, escape: Escape::AsBake, is_empty: true };
    let groups: Vec<(&Text, &Group)> = selection.groups.iter().collect();
    if !groups.is_empty() {
        document.entry("group", &Each { entries: &groups, escape: document.escape })?;
    }
    document.targets(selection)?;
    document.end()
}

/// The plan as a bake file: `docker buildx bake -f -` builds it as it is. What bake would take for
/// a template is escaped everywhere.
///
/// Its one group, `default`, has the targets that were asked for. The groups of the printed plan
/// would not do: the `default` among them names groups as well, and may hide a target of that
/// name. Here such a target is a member of the group, which bake reads as the target. Where nobody
/// asked for a target, the group has those that tasks and promotions need.
pub fn file(selection: &Selection) -> String {
    let asked = selection.targets.iter().filter(|(_, target)| !target.linked);
    let mut asked: Vec<&Text> = asked.map(|(name, _)| name).collect();
    if asked.is_empty() {
        asked.extend(selection.targets.keys());
    }
    let default = BTreeMap::from([("default", BTreeMap::from([("targets", asked)]))]);
    let mut text = String::new();
    let (take, escape) = (into(&mut text), Escape::Everything);
    let mut document = Document { take, escape, is_empty: true };
    let Ok(()) = document.entry("group", &default);
    // bake prints a `target` without targets, and does not read it.
    if !selection.targets.is_empty() {
        let Ok(()) = document.targets(selection);
    }
    let Ok(()) = document.end();
    text
}

/// How many targets make it worth to write them side by side.
const MANY: usize = 256;

/// How many targets make a piece.
const PIECE: usize = 64;

/// How many pieces are made at once.
const PIECES: usize = 4;

/// A document that is given away as it is made.
struct Document<F> {
    take: F,
    escape: Escape,
    is_empty: bool,
}

impl<E, F: FnMut(&str) -> Result<(), E>> Document<F> {
    fn entry(&mut self, name: &str, value: &impl Serialize) -> Result<(), E> {
        let (name, value) = (self.name(name), go::json(value, 1));
        (self.take)(&(name + &value))
    }

    /// The targets as one map.
    fn targets(&mut self, selection: &Selection) -> Result<(), E> {
        let escape = self.escape;
        let targets: Vec<(&Text, &Selected)> = selection.targets.iter().collect();
        if targets.len() < MANY {
            return self.entry("target", &Each { entries: &targets, escape });
        }
        let name = self.name("target");
        (self.take)(&name)?;
        // While some are given away, the next ones are made.
        let (mut made, mut next) = (Pieces::default(), Pieces::default());
        for (number, round) in targets.chunks(PIECE * PIECES).enumerate() {
            let take = &mut self.take;
            threads::beside(|| made.give(take), || next.make(round, escape, number == 0))?;
            mem::swap(&mut made, &mut next);
        }
        made.give(&mut self.take)?;
        (self.take)("\n  }")
    }

    fn end(mut self) -> Result<(), E> {
        (self.take)("\n}")
    }

    /// The name of the next entry, with what goes before it.
    fn name(&mut self, name: &str) -> String {
        let before = if mem::take(&mut self.is_empty) { "{" } else { "," };
        format!("{before}\n  \"{name}\": ")
    }
}

/// Pieces of the map of all targets. The memory of the last ones serves the next ones.
#[derive(Default)]
struct Pieces([String; PIECES]);

impl Pieces {
    /// Makes pieces of some targets, perhaps the first ones.
    fn make(&mut self, targets: &[(&Text, &Selected)], escape: Escape, first: bool) {
        let Self(texts) = self;
        texts.iter_mut().for_each(String::clear);
        let mut jobs: Vec<_> = texts.iter_mut().zip(targets.chunks(PIECE)).collect();
        threads::map_mut(&mut jobs, |(text, entries)| {
            go::add_json(text, &Each { entries, escape }, 1);
            text.truncate(text.len() - "\n  }".len());
            text.replace_range(.."{".len(), ",");
        });
        if first {
            texts[0].replace_range(..",".len(), "{");
        }
    }

    fn give<E>(&self, take: &mut impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
        self.0.iter().filter(|text| !text.is_empty()).try_for_each(|text| take(text))
    }
}

/// The entries of a map, each in the way that is wanted.
struct Each<'a, T> {
    entries: &'a [(&'a Text, &'a T)],
    escape: Escape,
}

/// A thing that is written in the way that is wanted.
struct One<'a, T> {
    it: &'a T,
    escape: Escape,
}

impl<'a, T> Serialize for Each<'a, T>
where
    One<'a, T>: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { entries, escape } = *self;
        serializer.collect_map(entries.iter().map(|(name, it)| (name, One { it: *it, escape })))
    }
}

impl Serialize for One<'_, Selected> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.it.attributes.written(self.escape).serialize(serializer)
    }
}

/// A group without members has the member list `null` if nobody gave it one.
impl Serialize for One<'_, Group> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Group { name: _, description, targets, places: _ } = self.it;
        let mut group = serializer.serialize_map(None)?;
        if !description.is_empty() {
            group.serialize_entry("description", description)?;
        }
        group.serialize_entry("targets", &targets.as_deref())?;
        group.end()
    }
}
