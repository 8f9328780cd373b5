//! What the engine copies.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};

use rustix::fs::getxattr;
use serde_json::{Map, json};

use super::said::{self, Line, Said};
use super::{Case, Way};
use crate::engine::{Ran, engine};

/// Builds lines of cases, whose folders lie beside each other by number. What arrived comes back in
/// the order of the lines.
pub(super) fn build(
    folder: &Path,
    cases: &[Case],
    asked: &[(usize, Vec<&Line>)],
) -> Result<Vec<Said>, String> {
    let out = folder.join("out");
    drop(fs::remove_dir_all(&out));
    let mut targets = Map::new();
    for (number, lines) in asked {
        let file = format!("{number}.Dockerfile");
        let way = cases[*number].way;
        fs::write(folder.join(&file), dockerfile(lines, way)).unwrap();
        let context = if way == Way::Named { "tools".to_owned() } else { number.to_string() };
        let target = json!({
            "context": context,
            "dockerfile": format!("../{file}"),
            "contexts": { "tools": "tools", "named": number.to_string() },
            "output": [format!("type=local,dest=out/{number}")],
            // Some lines have the same key in BuildKit and different results.
            "no-cache": true,
        });
        targets.insert(format!("t{number}"), target);
    }
    let names: Vec<&String> = targets.keys().collect();
    let definition = json!({"group": {"default": {"targets": names}}, "target": targets});
    fs::write(folder.join("docker-bake.json"), definition.to_string()).unwrap();
    let mut command = engine().command("docker");
    let ran =
        Ran::of(command.args(["buildx", "bake", "-f", "docker-bake.json"]).current_dir(folder));
    if !ran.success {
        return Err(ran
            .text
            .lines()
            .rev()
            .find(|it| it.contains("ERROR"))
            .unwrap_or("")
            .to_owned());
    }
    let each = asked.iter().flat_map(|(number, lines)| {
        let out = out.join(number.to_string());
        let look = move |(at, line): (usize, &&Line)| {
            let at = out.join(at.to_string()).join("d");
            if matches!(line, Line::Mount(_)) { look_at(&at) } else { look(&at) }
        };
        lines.iter().enumerate().map(look)
    });
    Ok(each.collect())
}

/// A stage for each line, and one that gathers what came of them.
fn dockerfile(lines: &[&Line], way: Way) -> String {
    let mut text = String::new();
    for (number, line) in lines.iter().enumerate() {
        let mut line = line.to_string();
        if way == Way::Named {
            // `ADD` takes from the main context only.
            line = line.replacen("ADD ", "COPY ", 1).replacen("COPY ", "COPY --from=named ", 1);
            line = line.replacen("type=bind,", "type=bind,from=named,", 1);
        }
        text += &format!("FROM scratch AS s{number}\n");
        if line.starts_with("RUN") {
            text += "COPY --from=tools busybox /tools/busybox\n";
        }
        text += &format!("{line}\n");
    }
    text += "FROM scratch\n";
    for number in 0..lines.len() {
        text += &format!("COPY --from=s{number} / /{number}/\n");
    }
    text
}

/// What came of a mount: a folder or a file.
fn look_at(at: &Path) -> Said {
    let mut said = look(at);
    if let Ok(found) = fs::symlink_metadata(at) {
        let what = tell(at, &found);
        said.0.insert(".".to_owned(), what);
    }
    said
}

fn look(folder: &Path) -> Said {
    let mut said = Said::default();
    let mut first: BTreeMap<(u64, u64), String> = BTreeMap::new();
    let mut waiting: Vec<PathBuf> = vec![folder.to_path_buf()];
    let mut paths = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                waiting.push(entry.path());
            }
            paths.push(entry.path());
        }
    }
    paths.sort_by(|a, b| a.to_str().cmp(&b.to_str()));
    for at in paths {
        let path = at.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        let found = fs::symlink_metadata(&at).unwrap();
        let mut what = tell(&at, &found);
        if found.is_file() {
            let first = first.entry((found.dev(), found.ino())).or_insert_with(|| path.clone());
            if *first != path {
                what = format!("same as {first}");
            }
        }
        said.0.insert(path, what);
    }
    said
}

fn tell(at: &Path, found: &Metadata) -> String {
    let (kind, mode) = (found.file_type(), found.mode() & 0o7777);
    let has_attributes = getxattr(at, "user.a", &mut [0; 8][..]).is_ok() && !kind.is_symlink();
    let what = if kind.is_dir() {
        format!("folder {mode:o}")
    } else if kind.is_symlink() {
        format!("link to {}", fs::read_link(at).unwrap().to_str().unwrap())
    } else if kind.is_fifo() {
        format!("pipe {mode:o}")
    } else {
        said::file(mode, &fs::read(at).unwrap())
    };
    if has_attributes { what + " with attributes" } else { what }
}
