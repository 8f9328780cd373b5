//! A plan as JSON: what there is to do, in order, with keys and what they were made of.
//!
//! ```json
//! {
//!   "form": "bakewell plan",
//!   "version": 1,
//!   "rules": 1,
//!   "modes": "exact",
//!   "nodes": [
//!     {
//!       "name": "app",
//!       "kind": "target",
//!       "wave": 1,
//!       "needs": ["base"],
//!       "tags": ["example.org/app:6ab9c0ffee12"],
//!       "key": "6ab9…",
//!       "volatile": [{ "reason": "…" }],
//!       "floating": ["docker.io/library/debian:trixie"],
//!       "ignored": [],
//!       "inputs": [2]
//!     }
//!   ],
//!   "inputs": [
//!     { "label": "arg VERSION", "digest": "9b1d…", "text": "1.0" },
//!     { "label": "context .", "digest": "1f3a…", "files": "87ff…" },
//!     { "label": "build", "digest": "07c1…", "parts": [0, 1] }
//!   ],
//!   "files": {
//!     "87ff…": [{ "path": "a.txt", "type": "file", "mode": "0644", "digest": "2d71…", "size": 3 }]
//!   }
//! }
//! ```
//!
//! Nodes come in order, what is needed first; all of one wave can be done at once. What went into a
//! key is told by numbers: places in `inputs`, counted from zero, parts before what they are parts of,
//! and each thing once, however many nodes have it. Lists of files are in `files`, by their digest.
//! Otherwise an input is as `bakewell why --json` tells it. `rules` is the version of the rules by
//! which keys are made: keys made by different rules say nothing about each other. `version` changes
//! when something that was there changes its meaning or goes; a new key does not change it.

mod file;
mod input;
mod read;
mod write;

use std::collections::BTreeMap;

use crate::context::Modes;
use crate::keys::Keyed;
use crate::text::Text;

pub(super) use file::WrittenFile;
pub use read::read;
pub use write::json;

/// What says that a text is a plan.
const FORM: &str = "bakewell plan";

/// The version of the form.
const VERSION: u64 = 1;

/// A plan that was read: as much of it as keys can be compared with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Past {
    /// What counted of the permissions of files.
    pub modes: Modes,
    /// The nodes by name.
    pub nodes: BTreeMap<Text, Keyed>,
}
