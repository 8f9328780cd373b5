//! What went into a key, as a tree for people and as JSON for programs.
//!
//! ```json
//! {
//!   "version": 1,
//!   "modes": "exact",
//!   "name": "app",
//!   "kind": "target",
//!   "key": "6ab9…",
//!   "volatile": [],
//!   "floating": [],
//!   "ignored": [],
//!   "inputs": [
//!     {
//!       "label": "build",
//!       "digest": "07c1…",
//!       "parts": [
//!         { "label": "arg VERSION", "digest": "9b1d…", "text": "1.0" },
//!         { "label": "base", "digest": "55e0…", "node": "base" },
//!         {
//!           "label": "docker.io/library/debian:trixie",
//!           "digest": "c0de…",
//!           "image": { "name": "docker.io/library/debian:trixie", "platform": "linux/amd64", "pinned": null }
//!         },
//!         {
//!           "label": "context .",
//!           "digest": "1f3a…",
//!           "files": [{ "path": "a.txt", "type": "file", "mode": "0644", "digest": "87ff…", "size": 3 }]
//!         }
//!       ]
//!     }
//!   ]
//! }
//! ```
//!
//! An input has one of `text`, `node`, `image`, `files` and `parts`. The `type` of a file is `file`,
//! `directory`, `link` (with what it says as `link`), `same` (with the other name as `link`) or
//! `pipe`; it has no `mode` where none counts. `version` changes when something that was there
//! changes its meaning or goes; a new key does not change it.

use serde::Serialize;

use crate::context::{Modes, Picked, PickedFile, PickedKind};
use crate::diag::words;
use crate::graph::Kind;
use crate::keys::{Input, InputValue, Keyed};

use super::branches::{Branch, short, size};
use super::go;
use super::keys::{self, Node};
use super::plan::WrittenFile;
use super::tree::{Paint, Tone};

/// The version of the form.
const VERSION: u32 = 1;

/// How many files are shown of many.
const SHOWN: usize = 8;

/// How to draw.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// Whether long lists and texts are shown whole.
    pub all: bool,
    /// How to colour a piece of text.
    pub paint: &'a dyn Paint,
}

/// The tree of what went into the key of a node.
pub fn tree(name: &str, keyed: &Keyed, view: View<'_>) -> String {
    let kind =
        if keyed.kind == Kind::Target { String::new() } else { format!(" [{}]", keyed.kind) };
    let root = Branch::new(Tone::Name, name)
        .piece(Tone::Kind, kind)
        .piece(Tone::Faint, format!("  {}", keyed.key.short()));
    let below = keyed.inputs.iter().map(|input| branch(input, view.all)).collect();
    let mut text = root.with(below).draw(view.paint);
    for reason in keys::reasons(keyed) {
        text.push_str(&Branch::new(Tone::Odd, reason).draw(view.paint));
    }
    text
}

fn branch(input: &Input, all: bool) -> Branch {
    let Input { label, digest, value } = input;
    let branch = Branch::new(Tone::Kind, &**label);
    let (branch, below) = match value {
        InputValue::Text(text) => (said(branch, label, text, all), Vec::new()),
        InputValue::Node(name) => (branch.piece(Tone::Name, format!("  {name}")), Vec::new()),
        InputValue::Image { name: _, platform, pinned } => {
            let branch = branch.piece(Tone::Faint, format!("  {platform}"));
            let pinned = pinned.as_ref().map(|pinned| format!("  {pinned}"));
            let tone = if pinned.is_some() { Tone::Faint } else { Tone::Odd };
            (branch.piece(tone, pinned.unwrap_or_else(|| "  by name".to_owned())), Vec::new())
        }
        InputValue::Files(picked) => {
            (branch.piece(Tone::Faint, format!("  {}", summary(picked))), files(picked, all))
        }
        InputValue::Group(parts) => {
            let parts = parts.iter().filter(|part| all || !repeats(part, label));
            (branch, parts.map(|part| self::branch(part, all)).collect())
        }
    };
    branch.piece(Tone::Faint, format!("  {}", digest.short())).with(below)
}

/// Whether a part is a text that the label of the whole says already.
fn repeats(part: &Input, label: &str) -> bool {
    matches!(&part.value, InputValue::Text(text) if short(text) == label)
}

/// A text, unless the label says it already.
fn said(branch: Branch, label: &str, text: &str, all: bool) -> Branch {
    let shown = short(text);
    if label.contains(&*shown) && !all {
        return branch;
    }
    let cut = label.strip_suffix('…').is_some_and(|label| shown.starts_with(label));
    match (cut, all) {
        (true, false) => branch,
        (_, true) => branch.piece(Tone::Name, format!(" = {text}")),
        (false, false) => branch.piece(Tone::Name, format!(" = {shown}")),
    }
}

/// "12 files, 3.4 kB".
fn summary(picked: &Picked) -> String {
    let size_of = |file: &PickedFile| match file.kind {
        PickedKind::File { size, .. } => Some(size),
        _ => None,
    };
    let sizes: Vec<u64> = picked.files().iter().filter_map(size_of).collect();
    let others = picked.files().len() - sizes.len();
    let total = sizes.iter().fold(0, |total: u64, size| total.saturating_add(*size));
    let mut parts = vec![words::count(sizes.len(), "file"), size(total)];
    if others > 0 {
        parts.push(words::count(others, "other"));
    }
    parts.join(", ")
}

fn files(picked: &Picked, all: bool) -> Vec<Branch> {
    let count = picked.files().len();
    // One line more takes no more room than to say that there is one.
    let shown = if all || count <= SHOWN + 1 { count } else { SHOWN };
    let mut lines: Vec<Branch> = picked.files().iter().take(shown).map(file).collect();
    if shown < count {
        let rest = format!("and {} more (`--all` shows them)", count - shown);
        lines.push(Branch::new(Tone::Faint, rest));
    }
    lines
}

fn file(file: &PickedFile) -> Branch {
    let path = if file.path.is_empty() { "." } else { &*file.path };
    let branch = Branch::new(Tone::Kind, path);
    let branch = match &file.kind {
        PickedKind::File { content, size: bytes } => {
            branch.piece(Tone::Faint, format!("  {}  {}", size(*bytes), content.short()))
        }
        PickedKind::Directory => branch.piece(Tone::Faint, "/"),
        PickedKind::Link(to) => branch.piece(Tone::Faint, format!(" → {to}")),
        PickedKind::Same(other) => branch.piece(Tone::Faint, format!(" = {other}")),
        PickedKind::Pipe => branch.piece(Tone::Faint, "  pipe"),
    };
    branch.piece(Tone::Faint, file.mode.map(|mode| format!("  {mode:04o}")).unwrap_or_default())
}

/// What went into the key of a node, as JSON.
pub fn json(name: &str, keyed: &Keyed, modes: Modes) -> String {
    let inputs = keyed.inputs.iter().map(written).collect();
    let modes = keys::modes(modes);
    go::json(&Written { version: VERSION, modes, name, node: Node::of(keyed), inputs }, 0) + "\n"
}

#[derive(Serialize)]
struct Written<'a> {
    version: u32,
    modes: &'static str,
    name: &'a str,
    #[serde(flatten)]
    node: Node<'a>,
    inputs: Vec<WrittenInput<'a>>,
}

#[derive(Serialize)]
struct WrittenInput<'a> {
    label: &'a str,
    digest: String,
    #[serde(flatten)]
    value: WrittenValue<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum WrittenValue<'a> {
    Text(&'a str),
    Node(&'a str),
    Image { name: &'a str, platform: &'a str, pinned: Option<&'a str> },
    Files(Vec<WrittenFile>),
    Parts(Vec<WrittenInput<'a>>),
}

fn written(input: &Input) -> WrittenInput<'_> {
    let Input { label, digest, value } = input;
    let value = match value {
        InputValue::Text(text) => WrittenValue::Text(text),
        InputValue::Node(name) => WrittenValue::Node(name),
        InputValue::Image { name, platform, pinned } => {
            WrittenValue::Image { name, platform, pinned: pinned.as_deref() }
        }
        InputValue::Files(picked) => {
            WrittenValue::Files(picked.files().iter().map(WrittenFile::of).collect())
        }
        InputValue::Group(parts) => WrittenValue::Parts(parts.iter().map(written).collect()),
    };
    WrittenInput { label, digest: digest.to_string(), value }
}
