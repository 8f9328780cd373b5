//! Folders and instructions in, what arrives out.

mod copied;
mod counted;
mod hidden;

use std::collections::{BTreeMap, BTreeSet};

use super::{Folder, Modes, Picked, PickedKind, Uncached, Unknown, Wanted, pick};
use crate::dockerfile::{Wish, parse, platform::Platform, resolve};
use crate::source::{Host, Memory, Sources};

/// What instructions want of the folder `app`.
fn wanted(lines: &str) -> Vec<Wanted> {
    wanted_of("app", lines)
}

fn wanted_of(root: &str, lines: &str) -> Vec<Wanted> {
    let text = format!("FROM scratch\n{lines}\n");
    let (mut sources, mut found) = (Sources::new(), Vec::new());
    let file = sources.add("Dockerfile", text.as_str());
    let local = Platform::of_host("linux/amd64");
    let (args, contexts) = (BTreeMap::new(), BTreeSet::new());
    let wish = Wish { target: None, args, platforms: Vec::new(), local, contexts };
    let build = resolve(&parse(file, &text, &mut found), &wish, &mut found);
    assert!(found.is_empty(), "{found:?}");
    let folder = Folder { root: root.into(), own_ignore: None };
    let selections = build.stages().flat_map(|stage| &stage.selections);
    selections.map(|selection| Wanted::of(folder.clone(), selection)).collect()
}

fn inputs(pattern: &str) -> Vec<Wanted> {
    vec![Wanted::Input { pattern: pattern.into() }]
}

fn picked(
    host: &dyn Host,
    modes: Modes,
    wanted: &[Wanted],
) -> Vec<Result<std::sync::Arc<Picked>, Unknown>> {
    pick(host, modes, &Uncached, wanted, &mut Sources::new(), &mut Vec::new())
}

/// What is picked, a line for each.
fn show(host: &dyn Host, wanted: &[Wanted]) -> String {
    let picked = picked(host, Modes::Exact, wanted);
    let told = picked.iter().map(|picked| match picked {
        Ok(picked) if picked.files().is_empty() => "nothing".to_owned(),
        Ok(picked) => {
            let files = picked.files().iter().map(|file| {
                let mode = file.mode.map(|mode| format!(" {mode:o}")).unwrap_or_default();
                let path = if file.path.is_empty() { "." } else { &*file.path };
                match &file.kind {
                    PickedKind::File { size, .. } => format!("{path}{mode} {size}"),
                    PickedKind::Directory => format!("{path}/{mode}"),
                    PickedKind::Link(to) => format!("{path} -> {to}"),
                    PickedKind::Same(other) => format!("{path} = {other}"),
                    PickedKind::Pipe => format!("{path}{mode} pipe"),
                }
            });
            files.collect::<Vec<_>>().join(", ")
        }
        Err(unknown) => unknown.reason.clone(),
    });
    told.collect::<Vec<_>>().join("\n")
}

/// What is picked by each of some lines.
fn each(host: &dyn Host, lines: &[&str]) -> String {
    let told = lines.iter().map(|line| format!("{line}: {}", show(host, &wanted(line))));
    told.collect::<Vec<_>>().join("\n")
}

fn project() -> Memory {
    Memory::new()
        .file("app/a.txt", "1")
        .file("app/b.txt", "22")
        .file("app/dir/x.txt", "333")
        .file("app/dir/y.md", "4444")
        .file("app/dir/sub/z.txt", "55555")
        .mode("app/dir", 0o700)
        .mode("app/dir/sub", 0o2750)
        .mode("app/b.txt", 0o4755)
}
