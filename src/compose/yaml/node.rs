//! What a document says, once aliases and tags are gone.

use std::collections::BTreeMap;

use super::scalar::float_text;
use crate::span::Span;

/// A mapping. Compose gives the order of keys no meaning, so they are sorted.
pub(in super::super) type Map = BTreeMap<String, Node>;

/// A value, where it is written, and the key it is written under.
#[derive(Clone, Debug)]
pub(in super::super) struct Node {
    /// The value.
    pub(in super::super) value: Yaml,
    /// Where the value stands.
    pub(in super::super) span: Span,
    /// Where its key stands; the same as `span` for what has no key.
    pub(in super::super) key: Span,
}

/// A value of the core schema, as Go's YAML sorts them.
#[derive(Clone, Debug)]
pub(in super::super) enum Yaml {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer of 64 bits.
    Int(i64),
    /// An integer that only fits without a sign.
    Unsigned(u64),
    /// Any other number.
    Float(f64),
    /// A point in time, in the two ways in which Go writes it.
    Time {
        /// As `fmt.Sprint` does.
        spoken: String,
        /// As RFC 3339 has it, which is how YAML writes it again.
        written: String,
    },
    /// A string.
    Text(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping with string keys.
    Map(Map),
}

impl Node {
    /// A value at a place, without a key.
    pub(in super::super) fn new(value: Yaml, span: Span) -> Self {
        Self { value, span, key: span }
    }

    /// Another value in the same place, under the same key.
    pub(in super::super) fn with(&self, value: Yaml) -> Self {
        Self { value, span: self.span, key: self.key }
    }

    /// The same with text for a value.
    pub(in super::super) fn text(&self, text: impl Into<String>) -> Self {
        self.with(Yaml::Text(text.into()))
    }

    /// The text, where it is a string.
    pub(in super::super) fn as_text(&self) -> Option<&str> {
        if let Yaml::Text(text) = &self.value { Some(text) } else { None }
    }

    /// The mapping, where it is one.
    pub(in super::super) fn as_map(&self) -> Option<&Map> {
        if let Yaml::Map(map) = &self.value { Some(map) } else { None }
    }

    /// The mapping, to change it.
    pub(in super::super) fn as_map_mut(&mut self) -> Option<&mut Map> {
        if let Yaml::Map(map) = &mut self.value { Some(map) } else { None }
    }

    /// The sequence, where it is one.
    pub(in super::super) fn as_list(&self) -> Option<&[Self]> {
        if let Yaml::List(list) = &self.value { Some(list) } else { None }
    }

    /// Whether it is null.
    pub(in super::super) fn is_null(&self) -> bool {
        matches!(self.value, Yaml::Null)
    }

    /// How many values it is made of, itself included.
    pub(in super::super) fn size(&self) -> usize {
        match &self.value {
            Yaml::List(list) => 1 + list.iter().map(Self::size).sum::<usize>(),
            Yaml::Map(map) => 1 + map.values().map(Self::size).sum::<usize>(),
            _ => 1,
        }
    }

    /// As `fmt.Sprint` writes it: what compose makes of a value where it wants text.
    pub(in super::super) fn spoken(&self) -> String {
        match &self.value {
            Yaml::Null => "<nil>".to_owned(),
            Yaml::Bool(value) => value.to_string(),
            Yaml::Int(value) => value.to_string(),
            Yaml::Unsigned(value) => value.to_string(),
            Yaml::Float(value) => float_text(*value),
            Yaml::Time { spoken, .. } => spoken.clone(),
            Yaml::Text(text) => text.clone(),
            Yaml::List(list) => {
                format!("[{}]", list.iter().map(Self::spoken).collect::<Vec<_>>().join(" "))
            }
            Yaml::Map(map) => {
                let pairs: Vec<_> =
                    map.iter().map(|(k, v)| format!("{k}:{}", v.spoken())).collect();
                format!("map[{}]", pairs.join(" "))
            }
        }
    }

    /// What kind of thing it is, for messages.
    pub(in super::super) fn kind(&self) -> &'static str {
        match &self.value {
            Yaml::Null => "null",
            Yaml::Bool(_) => "a boolean",
            Yaml::Int(_) | Yaml::Unsigned(_) | Yaml::Float(_) => "a number",
            Yaml::Time { .. } => "a date",
            Yaml::Text(_) => "a string",
            Yaml::List(_) => "a list",
            Yaml::Map(_) => "a mapping",
        }
    }
}
