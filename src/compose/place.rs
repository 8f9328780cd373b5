//! Paths, made relative to the working directory.

use super::keys::Keys;
use super::yaml::{Node, Yaml};
use super::{Checked, fault};

/// A directory with a path in it, tidied: `join("a", "./b/../c")` is `a/c`; with nothing to join,
/// nothing.
pub(super) fn join(directory: &str, path: &str) -> String {
    match (directory, path) {
        ("", "") => String::new(),
        ("", path) => tidy(path),
        (directory, "") => tidy(directory),
        (directory, path) => tidy(&format!("{directory}/{path}")),
    }
}

/// The shortest way to write the same path, without looking at the disk.
pub(super) fn tidy(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    match (rooted, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_owned(),
        (false, false) => joined,
    }
}

/// The directory of a path; `.` for a bare name.
pub(super) fn parent(path: &str) -> String {
    path.rfind('/').map_or_else(|| ".".to_owned(), |slash| tidy(path.get(..=slash).unwrap_or("/")))
}

/// The path from a directory to another, both relative to the same place or both absolute.
pub(super) fn between(base: &str, target: &str) -> Option<String> {
    let (base, target) = (tidy(base), tidy(target));
    if base.starts_with('/') != target.starts_with('/') {
        return None;
    }
    let split = |path: &str| -> Vec<String> {
        path.split('/').filter(|part| !matches!(*part, "" | ".")).map(str::to_owned).collect()
    };
    let (base, target) = (split(&base), split(&target));
    let common = base.iter().zip(&target).take_while(|(a, b)| a == b).count();
    let up = base.get(common..).unwrap_or_default();
    if up.iter().any(|part| part == "..") {
        return None;
    }
    let down = target.get(common..).unwrap_or_default();
    let parts: Vec<&str> = up.iter().map(|_| "..").chain(down.iter().map(String::as_str)).collect();
    Some(if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}

/// Where paths are resolved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Base<'a> {
    /// The directory that relative paths start from; empty for the working directory.
    pub(super) directory: &'a str,
    /// What `~` stands for, if anything.
    pub(super) home: Option<&'a str>,
}

impl Base<'_> {
    /// `~` resolved, and relative paths joined with the directory; absolute ones stay as they
    /// are.
    pub(super) fn resolve(self, path: &str) -> String {
        let path = match (path.strip_prefix('~'), self.home) {
            (Some(rest), Some(home)) => join(home, rest),
            _ => path.to_owned(),
        };
        if path.starts_with('/') { path } else { join(self.directory, &path) }
    }

    fn file(self, path: &str) -> String {
        if path.is_empty() { String::new() } else { self.resolve(path) }
    }

    fn context(self, path: &str) -> String {
        if is_remote(path) { path.to_owned() } else { self.file(path) }
    }

    fn socket(self, path: &str) -> String {
        if is_windows(path) { path.to_owned() } else { self.resolve(path) }
    }
}

/// URLs, git addresses and `service:` are no paths.
fn is_remote(context: &str) -> bool {
    let starts = ["service:", "github.com/", "git@"];
    context.contains("://") || starts.iter().any(|start| context.starts_with(start))
}

/// Absolute on Windows: `c:\…`, `\\host\…`.
fn is_windows(path: &str) -> bool {
    let separator = |byte: &u8| matches!(byte, b'\\' | b'/');
    match path.as_bytes() {
        [_, b':', third, ..] => separator(third),
        [first, second, third, ..] => separator(first) && separator(second) && !separator(third),
        _ => false,
    }
}

/// Resolves all paths of a model that a plan can show or a loader must open.
///
/// # Errors
/// Where a path is not a string.
pub(super) fn resolve(node: &mut Node, keys: &Keys<'_>, base: Base<'_>) -> Checked<()> {
    if let Some(kind) = kind(keys) {
        let Some(path) = node.as_text() else { return strange(node, keys) };
        let resolved = match kind {
            Kind::Context => base.context(path),
            Kind::Socket => base.socket(path),
            Kind::File => base.file(path),
        };
        *node = node.text(resolved);
        return Ok(());
    }
    match &mut node.value {
        Yaml::Map(map) => {
            map.iter_mut().try_for_each(|(key, inner)| resolve(inner, &keys.then(key), base))
        }
        Yaml::List(list) => list.iter_mut().try_for_each(|item| resolve(item, &keys.item(), base)),
        _ => Ok(()),
    }
}

/// What a path may be besides a path.
enum Kind {
    /// Also a URL or a service.
    Context,
    /// Also a path on Windows.
    Socket,
    /// Also nothing.
    File,
}

const CONTEXTS: &[&str] = &["services.*.build.context", "services.*.build.additional_contexts.*"];

const SOCKETS: &[&str] = &["services.*.build.ssh.*", "secrets.*.file", "configs.*.file"];

const FILES: &[&str] = &[
    "services.*.env_file.*.path",
    "services.*.extends.file",
    "services.*.label_file.*",
    "services.*.develop.watch.*.path",
];

fn kind(keys: &Keys<'_>) -> Option<Kind> {
    if keys.are_any(CONTEXTS) {
        Some(Kind::Context)
    } else if keys.are_any(SOCKETS) {
        Some(Kind::Socket)
    } else {
        keys.are_any(FILES).then_some(Kind::File)
    }
}

/// Sockets and secrets may be something else than a string here; the schema has its say later.
fn strange(node: &Node, keys: &Keys<'_>) -> Checked<()> {
    if keys.are_any(SOCKETS) {
        return Ok(());
    }
    Err(fault(node.span, format!("`{keys}` must be a string, and this is {}", node.kind())))
}
