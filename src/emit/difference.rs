//! What has changed in keys, by name, for people and for programs.
//!
//! ```json
//! {
//!   "version": 1,
//!   "name": "app",
//!   "before": "6ab9…",
//!   "after": "07c1…",
//!   "nodes": [
//!     {
//!       "name": "app",
//!       "changes": [
//!         { "path": ["build", "arg VERSION"], "change": "said", "before": "1.0", "after": "1.1" },
//!         { "path": ["build", "base"], "change": "node", "node": "base" },
//!         { "path": ["build", "COPY . /"], "change": "file", "file": "a.txt", "how": "changed" }
//!       ]
//!     }
//!   ]
//! }
//! ```
//!
//! `path` leads to what has changed. `change` is `added`, `removed`, `said` (with `before` and
//! `after`), `node` (another `node` has changed, which has an entry in `nodes` of its own), `file`,
//! `moved` (the same files come from another path, or a folder with another mode), `order` or
//! `otherwise`. `how` is `added`, `removed`, `changed`, `mode` (with `before` and
//! `after`), `attributes` or `kind`. `before` is missing where the node is new, `after` where it is gone.

use serde::Serialize;

use crate::keys::Keyed;
use crate::keys::difference::{Change, Difference, FileChange, FileHow, What};
use crate::text::Text;

use super::branches::{Branch, short};
use super::go;
use super::tree::{Paint, Tone};

/// The version of the form.
const VERSION: u32 = 1;

/// How many changed files are shown of many.
const SHOWN: usize = 12;

/// How to draw.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// Whether long lists are shown whole.
    pub all: bool,
    /// How to colour a piece of text.
    pub paint: &'a dyn Paint,
}

/// The changes of a node as a tree, those of the nodes that changed it below them.
pub fn tree(before: &Keyed, after: &Keyed, difference: &Difference, view: View<'_>) -> String {
    let Some((name, changes)) = difference.nodes.first() else { return String::new() };
    let mut shown = vec![false; difference.nodes.len()];
    shown.iter_mut().take(1).for_each(|first| *first = true);
    let keys = format!("  {} → {}", before.key.short(), after.key.short());
    let mut drawing = Drawing { difference, all: view.all, shown };
    let below = drawing.changes(changes, 0);
    let below = if below.is_empty() { vec![Branch::new(Tone::Odd, UNKNOWN)] } else { below };
    Branch::new(Tone::Name, &**name).piece(Tone::Faint, keys).with(below).draw(view.paint)
}

/// What is said where keys differ and nothing in them does.
pub const UNKNOWN: &str = "the same things in another order, or by another rule";

/// How deep nodes are drawn below nodes.
const DEEPEST: usize = 16;

struct Drawing<'a> {
    difference: &'a Difference,
    all: bool,
    /// Which nodes have been drawn.
    shown: Vec<bool>,
}

impl Drawing<'_> {
    fn changes(&mut self, changes: &[Change], depth: usize) -> Vec<Branch> {
        changes.iter().map(|change| self.change(change, depth)).collect()
    }

    /// A change. Where all that has changed is one part, they are one line.
    fn change(&mut self, change: &Change, depth: usize) -> Branch {
        let mut labels = String::new();
        let mut change = change;
        while let What::Parts(parts) = &change.what
            && let [only] = parts.as_slice()
        {
            labels.push_str(&change.label);
            labels.push_str(" › ");
            change = only;
        }
        let Change { label, what } = change;
        let mut branch = Branch::default().piece(Tone::Faint, &*labels).piece(Tone::Kind, &**label);
        match what {
            What::Added(text) => told(branch, label, text.as_ref(), "  added"),
            What::Removed(text) => told(branch, label, text.as_ref(), "  removed"),
            What::Said { before, after } => said(&labels, label, before, after),
            What::Files(files) => branch.with(self.files(files)),
            What::Node(name) => {
                branch = branch.piece(Tone::Name, format!("  `{name}` changed"));
                self.node(branch, name, depth)
            }
            What::Parts(parts) => {
                let below = self.changes(parts, depth);
                branch.with(below)
            }
            What::Moved => {
                let how = "  the same files, from another path or a folder with another mode";
                branch.piece(Tone::Odd, how)
            }
            What::Order => branch.piece(Tone::Odd, "  and what follows: in another order"),
            What::Otherwise => branch.piece(Tone::Odd, "  changed"),
        }
    }

    /// Lets the changes of another node hang below, the first time.
    fn node(&mut self, branch: Branch, name: &Text, depth: usize) -> Branch {
        let found = self.difference.nodes.iter().position(|(other, _)| other == name);
        let Some(number) = found else { return branch };
        let Some(shown) = self.shown.get_mut(number) else { return branch };
        if *shown {
            return branch.piece(Tone::Faint, " (told elsewhere)");
        }
        if depth >= DEEPEST {
            return branch.piece(Tone::Faint, format!(" (see `bakewell why {name}`)"));
        }
        *shown = true;
        let changes = self.difference.nodes.get(number).map(|(_, changes)| changes.as_slice());
        let below = self.changes(changes.unwrap_or_default(), depth + 1);
        branch.with(below)
    }

    fn files(&self, files: &[FileChange]) -> Vec<Branch> {
        let count = files.len();
        let shown = if self.all || count <= SHOWN + 1 { count } else { SHOWN };
        let mut lines: Vec<Branch> = files.iter().take(shown).map(file).collect();
        if shown < count {
            let rest = format!("and {} more (`--all` shows them)", count - shown);
            lines.push(Branch::new(Tone::Faint, rest));
        }
        lines
    }
}

/// Something that says something else. Where the label says it too, it is not said twice.
fn said(labels: &str, label: &str, before: &str, after: &str) -> Branch {
    let branch = Branch::default().piece(Tone::Faint, labels);
    let was_and_is = |before: &str, after: &str| format!(": {} → {}", cut(before), cut(after));
    if !label.contains(&*short(after)) {
        return branch.piece(Tone::Kind, label).piece(Tone::Name, was_and_is(before, after));
    }
    match (before.split_once('='), after.split_once('=')) {
        (Some((name, before)), Some((same, after))) if name == same => {
            branch.piece(Tone::Kind, name).piece(Tone::Name, was_and_is(before, after))
        }
        _ => {
            branch.piece(Tone::Kind, label).piece(Tone::Name, format!("  (was {})", short(before)))
        }
    }
}

/// A text for one line; of a digest, as much as tells it apart.
fn cut(text: &str) -> String {
    let digits = text.strip_prefix("sha256:").filter(|digits| digits.len() == 64);
    digits
        .and_then(|digits| digits.get(..12))
        .map_or_else(|| short(text), |it| format!("sha256:{it}…"))
}

fn told(branch: Branch, label: &str, text: Option<&Text>, what: &str) -> Branch {
    let text = text.map(|text| short(text)).filter(|text| !label.contains(text.as_str()));
    let text = text.map(|text| format!(" = {text}")).unwrap_or_default();
    branch.piece(Tone::Name, text).piece(Tone::Faint, what)
}

fn file(change: &FileChange) -> Branch {
    let FileChange { path, how } = change;
    let path = if path.is_empty() { "." } else { &**path };
    let how = match how {
        FileHow::Mode { before, after } => format!("  {} → {}", mode(*before), mode(*after)),
        how => format!("  {}", word(how)),
    };
    Branch::new(Tone::Faint, "file ").piece(Tone::Kind, path).piece(Tone::Faint, how)
}

fn word(how: &FileHow) -> &'static str {
    match how {
        FileHow::Added => "added",
        FileHow::Removed => "removed",
        FileHow::Content => "changed",
        FileHow::Mode { .. } => "mode",
        FileHow::Attributes => "has other extended attributes",
        FileHow::Kind => "is another kind of file",
    }
}

fn mode(mode: Option<u32>) -> String {
    mode.map_or_else(|| "no mode".to_owned(), |mode| format!("{mode:04o}"))
}

/// The changes of a node as lines without a tree: where, and what.
pub fn lines(changes: &[Change]) -> Vec<String> {
    let drawing = Difference::default();
    let mut drawing = Drawing { difference: &drawing, all: false, shown: Vec::new() };
    let mut lines = Vec::new();
    for branch in drawing.changes(changes, 0) {
        flatten(&branch, "", &mut lines);
    }
    lines
}

fn flatten(branch: &Branch, before: &str, lines: &mut Vec<String>) {
    let own: String = branch.pieces.iter().map(|(_, piece)| piece.as_str()).collect();
    let line = if before.is_empty() { own } else { format!("{before} › {own}") };
    if branch.below.is_empty() {
        lines.push(line);
        return;
    }
    for below in &branch.below {
        flatten(below, &line, lines);
    }
}

/// The changes of a node and of the nodes that changed it, as JSON. There are none where the node is
/// new or gone.
pub fn json(
    name: &str,
    before: Option<&Keyed>,
    after: Option<&Keyed>,
    difference: &Difference,
) -> String {
    let nodes = difference.nodes.iter().map(|(name, changes)| {
        let mut entries = Vec::new();
        entries_of(changes, &mut Vec::new(), &mut entries);
        WrittenNode { name, changes: entries }
    });
    let key = |keyed: Option<&Keyed>| keyed.map(|keyed| keyed.key.to_string());
    let (before, after, nodes) = (key(before), key(after), nodes.collect());
    go::json(&Written { version: VERSION, name, before, after, nodes }, 0) + "\n"
}

#[derive(Serialize)]
struct Written<'a> {
    version: u32,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
    nodes: Vec<WrittenNode<'a>>,
}

#[derive(Serialize)]
struct WrittenNode<'a> {
    name: &'a str,
    changes: Vec<Entry<'a>>,
}

#[derive(Default, Serialize)]
struct Entry<'a> {
    path: Vec<&'a str>,
    change: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    node: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    how: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
}

fn entries_of<'a>(changes: &'a [Change], path: &mut Vec<&'a str>, entries: &mut Vec<Entry<'a>>) {
    for Change { label, what } in changes {
        path.push(label);
        let entry = |change| Entry { path: path.clone(), change, ..Entry::default() };
        let text = |text: &Text| Some(text.to_string());
        match what {
            What::Added(said) => {
                entries.push(Entry { after: said.as_ref().and_then(text), ..entry("added") });
            }
            What::Removed(said) => {
                entries.push(Entry { before: said.as_ref().and_then(text), ..entry("removed") });
            }
            What::Said { before, after } => {
                let (before, after) = (text(before), text(after));
                entries.push(Entry { before, after, ..entry("said") });
            }
            What::Files(files) => {
                entries.extend(files.iter().map(|it| with_file(it, entry("file"))));
            }
            What::Node(name) => entries.push(Entry { node: Some(name), ..entry("node") }),
            What::Parts(parts) => entries_of(parts, path, entries),
            What::Moved => entries.push(entry("moved")),
            What::Order => entries.push(entry("order")),
            What::Otherwise => entries.push(entry("otherwise")),
        }
        path.pop();
    }
}

fn with_file<'a>(change: &'a FileChange, entry: Entry<'a>) -> Entry<'a> {
    let FileChange { path, how } = change;
    let (before, after) = match how {
        FileHow::Mode { before, after } => (Some(mode(*before)), Some(mode(*after))),
        _ => (None, None),
    };
    let how = match how {
        FileHow::Attributes => "attributes",
        FileHow::Kind => "kind",
        how => word(how),
    };
    Entry { file: Some(path), how: Some(how), before, after, ..entry }
}
