//! What bakewell says is copied.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use bakewell::context::{self, Folder, Modes, PickedFile, PickedKind, Uncached, Wanted};
use bakewell::digest::Digest;
use bakewell::dockerfile::platform::Platform;
use bakewell::dockerfile::{Wish, parse, resolve};
use bakewell::source::{Machine, Sources};

use super::tree::{Tree, wild};
use crate::support::Random;

/// An instruction that takes files to `/d`.
#[derive(Clone, Debug)]
pub(super) enum Line {
    /// A `COPY` or an `ADD`.
    Copy { instruction: &'static str, flags: Vec<String>, sources: Vec<String> },
    /// A bind mount of a path, all of which is copied.
    Mount(String),
}

/// What arrives, by path.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Said(pub(super) BTreeMap<String, String>);

impl Line {
    pub(super) fn random(random: &mut Random, tree: &Tree, parents: bool) -> Self {
        let path = tree.path(random);
        if random.chance(8) && !path.contains(' ') {
            return Self::Mount(if random.chance(20) { String::new() } else { path });
        }
        let mut flags = Vec::new();
        let parents = parents && random.chance(35);
        if parents {
            flags.push("--parents".to_owned());
        }
        if random.chance(25) {
            flags.extend(random.some(1, 2, |random| {
                let mark = if random.chance(20) { "!" } else { "" };
                format!("--exclude={mark}{}", tree.pattern(random).replace(' ', "?"))
            }));
        }
        let most = if random.chance(20) { 3 } else { 1 };
        let sources = random.some(1, most, |random| {
            let path = tree.pattern(random);
            if parents { pivoted(random, &path) } else { source(random, tree) }
        });
        let instruction = if parents || random.chance(70) { "COPY" } else { "ADD" };
        Self::Copy { instruction, flags, sources }
    }
}

fn source(random: &mut Random, tree: &Tree) -> String {
    let mut path = tree.path(random);
    if random.chance(40) {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let name = wild(random, name);
        path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
    } else if random.chance(20) {
        let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
        let at = random.below(parts.len());
        parts[at] = wild(random, &parts[at]);
        path = parts.join("/");
    }
    match random.below(14) {
        0 => ".".to_owned(),
        1 => format!("/{path}"),
        2 => format!("./{path}"),
        3 => format!("{path}/"),
        4 => format!("b/../{path}"),
        5 => format!("{path}/."),
        6 => format!("../{path}"),
        _ => path,
    }
}

fn pivoted(random: &mut Random, path: &str) -> String {
    let parts: Vec<&str> = path.split('/').collect();
    let at = random.below(parts.len() + 1);
    match random.below(3) {
        0 => format!("{}/./{}", parts[..at].join("/"), parts[at..].join("/")),
        1 => format!("./{path}"),
        _ => path.to_owned(),
    }
}

impl Line {
    /// Whether more may be said than is copied. Where wildcards come before the `/./` of `--parents`
    /// and match a file, BuildKit copies it if another instruction brings it to the engine.
    pub(super) fn may_be_less(&self) -> bool {
        let is_wild = |source: &String| {
            source.split_once("/./").is_some_and(|(folder, _)| folder.contains(['*', '?', '[']))
        };
        match self {
            Self::Copy { flags, sources, .. } => {
                flags.iter().any(|flag| flag == "--parents") && sources.iter().any(is_wild)
            }
            Self::Mount(_) => false,
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Copy { instruction, flags, sources } => {
                write!(f, "{instruction} {} {}", flags.join(" "), json(sources, "/d/"))
            }
            Self::Mount(source) => write!(
                f,
                "RUN --mount=type=bind,source={source},target=/m \
                 [\"/tools/busybox\", \"cp\", \"-a\", \"/m\", \"/d\"]"
            ),
        }
    }
}

/// The sources and the destination in the form that may hold spaces.
fn json(sources: &[String], destination: &str) -> String {
    let quoted: Vec<String> = sources
        .iter()
        .map(String::as_str)
        .chain([destination])
        .map(|text| format!("{:?}", text.replace('$', "\\$")))
        .collect();
    format!("[{}]", quoted.join(", "))
}

/// What bakewell says of a line that takes files of a folder.
pub(super) fn say(folder: &Folder, line: &Line) -> Result<Said, String> {
    let text = format!("FROM scratch\n{line}\n");
    let (mut sources, mut found) = (Sources::new(), Vec::new());
    let file = sources.add("Dockerfile", text.as_str());
    let wish = Wish {
        target: None,
        args: BTreeMap::new(),
        platforms: Vec::new(),
        local: Platform::of_host("linux/amd64"),
        contexts: BTreeSet::new(),
    };
    let build = resolve(&parse(file, &text, &mut found), &wish, &mut found);
    let selections = build.stages().flat_map(|stage| &stage.selections);
    let wanted: Vec<Wanted> = selections.map(|it| Wanted::of(folder.clone(), it)).collect();
    let host = Machine::here().unwrap();
    let picked = context::pick(&host, Modes::Exact, &Uncached, &wanted, &mut sources, &mut found);
    if let Some(problem) = found.first() {
        return Err(problem.message.clone());
    }
    let mut said = Said::default();
    for picked in picked {
        let picked = picked.map_err(|unknown| unknown.reason)?;
        let is_mount = matches!(line, Line::Mount(_));
        // Of a folder whose content is copied, nothing arrives itself.
        for file in picked.files().iter().filter(|file| is_mount || !file.path.is_empty()) {
            let path = if file.path.is_empty() { "." } else { &*file.path };
            let mut what = told(file);
            if is_mount {
                // What copies them knows of no attributes, and BuildKit makes the root.
                what = what.replace(" with attributes", "");
                what = if what == "folder" { "folder 755".to_owned() } else { what };
            }
            said.0.insert(path.to_owned(), what);
        }
    }
    Ok(said)
}

fn told(file: &PickedFile) -> String {
    let mode = file.mode.map(|mode| format!(" {mode:o}")).unwrap_or_default();
    let what = match &file.kind {
        PickedKind::File { content, size } => format!("file{mode} {content} {size}"),
        PickedKind::Directory => format!("folder{mode}"),
        PickedKind::Link(to) => format!("link to {to}"),
        PickedKind::Same(path) => format!("same as {path}"),
        PickedKind::Pipe => format!("pipe{mode}"),
    };
    let is_first = !matches!(file.kind, PickedKind::Same(_));
    if file.attributes.is_some() && is_first { what + " with attributes" } else { what }
}

/// A regular file, in the same words.
pub(super) fn file(mode: u32, content: &[u8]) -> String {
    format!("file {mode:o} {} {}", Digest::of(content), content.len())
}

impl Said {
    /// What is not the same, if something is not. What only we know of may be more than there is
    /// where that is said.
    pub(super) fn difference(&self, theirs: &Self, may_be_more: bool) -> Option<String> {
        let paths: BTreeSet<&String> = self.0.keys().chain(theirs.0.keys()).collect();
        let mut text = String::new();
        for path in paths {
            let (ours, theirs) = (self.0.get(path), theirs.0.get(path));
            let is_more = may_be_more && theirs.is_none();
            if ours != theirs && !is_more {
                let of = |it: Option<&String>| it.map_or("nothing".to_owned(), String::clone);
                text += &format!("  {path}: ours {}, theirs {}\n", of(ours), of(theirs));
            }
        }
        (!text.is_empty()).then_some(text)
    }
}
