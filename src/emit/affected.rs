//! What a change affects: as names, with what has changed, and as JSON for programs.
//!
//! ```json
//! {
//!   "version": 1,
//!   "since": "main",
//!   "until": null,
//!   "modes": "git",
//!   "affected": {
//!     "app": {
//!       "kind": "target",
//!       "key": "6ab9…",
//!       "was": "03f1…",
//!       "changes": ["build › COPY src/ /src/ › file main.c  changed"]
//!     }
//!   },
//!   "gone": ["old"]
//! }
//! ```
//!
//! `until` is null where it is the work tree. `modes` is the rule for permission bits, as in the
//! JSON of [`keys`]: that of git, since it knows no more. `was` is the key at `since`, null for a node that is new
//! or of which nothing is known. `changes` are words for people. `gone` names what the same request
//! asked for then and nothing defines any more. `version` changes when something that was there
//! changes its meaning or goes; a new key does not change it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::context::Modes;
use crate::digest::Digest;
use crate::graph::Kind;
use crate::text::Text;

use super::tree::visible;
use super::{go, keys};

/// The version of the form.
const VERSION: u32 = 1;

/// A node that is not what it was.
#[derive(Clone, Debug)]
pub struct Node<'a> {
    /// Its name.
    pub name: &'a Text,
    /// What it is.
    pub kind: Kind,
    /// Its key.
    pub key: Digest,
    /// Its key then, if it had one.
    pub was: Option<Digest>,
    /// What has changed, a line each.
    pub changes: Vec<String>,
}

/// The names, one a line.
pub fn names(nodes: &[Node<'_>]) -> String {
    nodes.iter().flat_map(|node| [&**node.name, "\n"]).collect()
}

/// The names, each with what has changed below.
pub fn reasons(nodes: &[Node<'_>]) -> String {
    let mut text = String::new();
    for Node { name, changes, .. } in nodes {
        text.extend([name, "\n"]);
        for change in changes {
            text.extend(["  ", &visible(change), "\n"]);
        }
    }
    text
}

/// All of it as JSON.
pub fn json(since: &str, until: Option<&str>, nodes: &[Node<'_>], gone: &[Text]) -> String {
    let affected = nodes.iter().map(|node| (node.name, Written::of(node))).collect();
    let modes = keys::modes(Modes::Git);
    go::json(&Document { version: VERSION, since, until, modes, affected, gone }, 0) + "\n"
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    since: &'a str,
    until: Option<&'a str>,
    modes: &'static str,
    affected: BTreeMap<&'a Text, Written<'a>>,
    gone: &'a [Text],
}

#[derive(Serialize)]
struct Written<'a> {
    kind: String,
    key: String,
    was: Option<String>,
    changes: &'a [String],
}

impl<'a> Written<'a> {
    fn of(node: &'a Node<'a>) -> Self {
        let Node { name: _, kind, key, was, changes } = node;
        let was = was.map(|key| key.to_string());
        Self { kind: kind.to_string(), key: key.to_string(), was, changes }
    }
}
