//! The document that `docker buildx bake --print` prints.

use std::collections::BTreeMap;
use std::mem;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::go;
use crate::select::{Selected, Selection};
use crate::target::json::Escape;
use crate::target::{Group, Text};
use crate::threads;

/// The plan as bake prints it, byte for byte, without a line break at the end.
pub fn plan(selection: &Selection) -> String {
    plan_in_pieces(selection).concat()
}

/// The same in pieces, to be printed one after the other: put together, a large plan would take
/// its memory twice.
pub fn plan_in_pieces(selection: &Selection) -> Vec<String> {
    let escape = Escape::AsBake;
    let groups: Vec<(&Text, &Group)> = selection.groups.iter().collect();
    let mut entries = Vec::new();
    if !groups.is_empty() {
        entries.push(("group", vec![go::json(&Each { entries: &groups, escape }, 1)]));
    }
    entries.push(("target", targets(selection, escape)));
    document(entries)
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
    let mut entries = vec![("group", vec![go::json(&default, 1)])];
    // bake prints a `target` without targets, and does not read it.
    if !selection.targets.is_empty() {
        entries.push(("target", targets(selection, Escape::Everything)));
    }
    document(entries).concat()
}

/// The document of these entries, all in pieces. Short ones are put together.
fn document(entries: Vec<(&str, Vec<String>)>) -> Vec<String> {
    let (mut pieces, mut text) = (Vec::new(), String::new());
    for (number, (name, value)) in entries.into_iter().enumerate() {
        let before = if number == 0 { "{" } else { "," };
        text.extend([before, "\n  \"", name, "\": "]);
        for piece in value {
            if piece.len() < SHORT {
                text.push_str(&piece);
            } else {
                pieces.extend([mem::take(&mut text), piece]);
            }
        }
    }
    text.push_str("\n}");
    pieces.push(text);
    pieces
}

/// Pieces below this length, in bytes, are no pieces of their own.
const SHORT: usize = 4096;

/// How many targets make it worth to write them side by side.
const MANY: usize = 256;

/// How many targets make a piece.
const PIECE: usize = 64;

/// What a target takes, in bytes, if it is one of the smaller ones.
const ROOM: usize = 512;

/// The targets as one map, in pieces.
fn targets(selection: &Selection, escape: Escape) -> Vec<String> {
    let targets: Vec<(&Text, &Selected)> = selection.targets.iter().collect();
    if targets.len() < MANY {
        return vec![go::json_of(&Each { entries: &targets, escape }, 1, targets.len() * ROOM)];
    }
    let chunks: Vec<_> = targets.chunks(PIECE).enumerate().collect();
    let mut pieces = threads::map(&chunks, |&(number, entries)| {
        inside_map(go::json_of(&Each { entries, escape }, 1, PIECE * ROOM), number == 0)
    });
    pieces.push("\n  }".to_owned());
    pieces
}

/// A map of some targets as a piece of the map of all: without its end, and with a comma in the
/// place of the brace unless it comes first.
fn inside_map(mut map: String, first: bool) -> String {
    map.truncate(map.len() - "\n  }".len());
    if !first {
        map.replace_range(.."{".len(), ",");
    }
    map
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

/// As bake prints it.
impl Serialize for Selection {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (escape, groups) = (Escape::AsBake, self.groups.iter().collect::<Vec<_>>());
        let targets: Vec<_> = self.targets.iter().collect();
        let mut document = serializer.serialize_map(None)?;
        if !groups.is_empty() {
            document.serialize_entry("group", &Each { entries: &groups, escape })?;
        }
        document.serialize_entry("target", &Each { entries: &targets, escape })?;
        document.end()
    }
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
        group.serialize_entry("targets", targets)?;
        group.end()
    }
}
