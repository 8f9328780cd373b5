//! Text that is copied a lot, and tables of it.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

/// A name, a value or any other text that many things have.
///
/// There are thousands of targets, each made of such texts. So a copy never allocates: a short text
/// is in place, and the copies of a longer one share it. What is in place also needs no counting,
/// over which threads that copy the same text would wait for each other.
pub type Text = smol_str::SmolStr;

/// Things by name. Every phase looks up each of thousands of names, so the hash is a quick one; its
/// seed differs from run to run.
pub type TextMap<K, V> = HashMap<K, V, RandomState>;

/// A set of names, hashed in the same way.
pub type TextSet<K> = HashSet<K, RandomState>;
