//! Paths, made relative to the working directory.

use super::keys::Keys;
use super::yaml::{Node, Yaml};
use super::{Checked, fault};
use crate::path;

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
            (Some(rest), Some(home)) => path::join(home, rest),
            _ => path.to_owned(),
        };
        path::named_in(self.directory, &path)
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
        if let (Yaml::List(paths), true) = (&mut node.value, keys.are_any(LISTS)) {
            return paths.iter_mut().try_for_each(|path| resolve(path, keys, base));
        }
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

/// Where compose takes any lists of paths for one.
const LISTS: &[&str] = &["services.*.label_file.*", "services.*.develop.watch.*.path"];

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
