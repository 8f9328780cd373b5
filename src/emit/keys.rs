//! Keys, as a table for people and as JSON for programs.
//!
//! ```json
//! {
//!   "version": 1,
//!   "modes": "exact",
//!   "nodes": {
//!     "app": {
//!       "kind": "target",
//!       "key": "6ab9…",
//!       "volatile": [{ "reason": "`ADD https://example.org/x` has no checksum" }],
//!       "floating": ["docker.io/library/debian:trixie-slim"],
//!       "ignored": ["labels.revision"]
//!     }
//!   }
//! }
//! ```
//!
//! `modes` is `exact` or `git`: the rule for permission bits. `kind` is `target`, `task` or
//! `promotion`; `key` has 64 digits. A node with anything in `volatile` has a key, but nothing that
//! was built before may stand for it. `floating` names the images that count by their name only,
//! `ignored` what was left out of the key on request. `version` changes when something that was there
//! changes its meaning or goes; a new key does not change it.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use crate::context::Modes;
use crate::graph::Kind;
use crate::keys::{Keyed, Keys, Volatile};
use crate::text::Text;

use super::go;
use super::tree::visible;

/// The version of the form.
const VERSION: u32 = 1;

/// The keys as JSON.
pub fn json(keys: &Keys) -> String {
    let nodes = keys.nodes.iter().map(|(name, keyed)| (name, Node::of(keyed))).collect();
    go::json(&Written { version: VERSION, modes: modes(keys.modes), nodes }, 0) + "\n"
}

/// The word for a rule for permission bits.
pub(super) fn modes(modes: Modes) -> &'static str {
    match modes {
        Modes::Exact => "exact",
        Modes::Git => "git",
    }
}

#[derive(Serialize)]
struct Written<'a> {
    version: u32,
    modes: &'static str,
    nodes: BTreeMap<&'a Text, Node<'a>>,
}

/// A node without what its key was made of.
#[derive(Serialize)]
pub(super) struct Node<'a> {
    kind: String,
    key: String,
    volatile: Vec<Reason<'a>>,
    floating: &'a [Text],
    ignored: &'a [Text],
}

#[derive(Serialize)]
struct Reason<'a> {
    reason: &'a str,
}

impl<'a> Node<'a> {
    pub(super) fn of(keyed: &'a Keyed) -> Self {
        let Keyed { kind, key, inputs: _, volatile, floating, ignored } = keyed;
        let volatile = volatile.iter().map(|Volatile { reason, .. }| Reason { reason }).collect();
        Self { kind: kind.to_string(), key: key.to_string(), volatile, floating, ignored }
    }
}

/// The keys as a table: name, the first digits of the key, and what makes it less than a promise,
/// with the reasons below.
pub fn table(keys: &Keys) -> String {
    let heads: Vec<String> = keys.nodes.iter().map(|(name, it)| head(name, it)).collect();
    let widths = heads.iter().map(|head| head.chars().count());
    let width = widths.chain(["NAME".len()]).max().unwrap_or_default();
    let rule = if keys.modes == Modes::Git { " (modes: git)" } else { "" };
    let mut text = format!("{:width$}  KEY{rule}\n", "NAME");
    for (head, keyed) in heads.iter().zip(keys.nodes.values()) {
        let line = format!("{head:width$}  {}  {}", keyed.key.short(), flags(keyed));
        text.extend([line.trim_end(), "\n"]);
        for reason in reasons(keyed) {
            let _infallible = writeln!(text, "  {}", visible(&reason));
        }
    }
    text
}

fn head(name: &str, keyed: &Keyed) -> String {
    match keyed.kind {
        Kind::Target => name.to_owned(),
        kind => format!("{name} [{kind}]"),
    }
}

fn flags(keyed: &Keyed) -> String {
    let volatile = (!keyed.volatile.is_empty()).then_some("volatile");
    let floating = (!keyed.floating.is_empty()).then_some("floating");
    let ignored = (!keyed.ignored.is_empty()).then_some("ignoring");
    let flags: Vec<&str> = volatile.into_iter().chain(floating).chain(ignored).collect();
    flags.join(", ")
}

/// What there is to say of a key, a line each.
pub fn reasons(keyed: &Keyed) -> Vec<String> {
    let Keyed { kind: _, key: _, inputs: _, volatile, floating, ignored } = keyed;
    let volatile = volatile.iter().map(|it| format!("volatile: {}", it.reason));
    let floating = floating.iter().map(|image| format!("floating: {image}"));
    let ignored = ignored.iter().map(|what| format!("ignoring: {what}"));
    volatile.chain(floating).chain(ignored).collect()
}
