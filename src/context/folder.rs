//! Folders behind ignore files, and whether something is in them.

use std::collections::HashMap;
use std::path::Path;

use super::ignore::Ignore;
use super::ignores::Ignores;
use crate::diag::Diagnostic;
use crate::path;
use crate::source::{FileKind, Host, Sources};
use crate::span::Span;
use crate::text::Text;

/// Entries of hidden folders that are looked at for one answer. Where there are more, something
/// is taken to be visible.
const MOST: usize = 100_000;

/// Whether a build sees something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Presence {
    /// It does.
    There,
    /// It is there, and a line of an ignore file hides it.
    Hidden(Span),
    /// It is not there.
    Missing,
    /// Nobody can tell: the system does not let us look.
    Unknown,
}

/// A folder as a build sees it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Folder {
    /// Where it is, from the working directory.
    pub root: Text,
    /// The ignore file that goes before the one in it, if there is such a file.
    pub own_ignore: Option<Text>,
}

/// Folders that are looked at. Ignore files are read once, and every question is answered once.
#[derive(Debug)]
pub struct Folders<'a> {
    host: &'a dyn Host,
    ignores: Ignores<'a>,
    known: HashMap<Folder, HashMap<Text, Presence>>,
}

impl<'a> Folders<'a> {
    /// None looked at yet.
    pub fn new(host: &'a dyn Host) -> Self {
        Self { host, ignores: Ignores::new(host), known: HashMap::new() }
    }

    /// Whether a build sees a path of a folder. What is wrong with its ignore file is reported.
    pub fn look(
        &mut self,
        folder: &Folder,
        path: &str,
        sources: &mut Sources,
        found: &mut Vec<Diagnostic>,
    ) -> Presence {
        if let Some(known) = self.known.get(folder).and_then(|known| known.get(path)) {
            return *known;
        }
        let ignore = self.ignores.of(folder, sources, found).ok();
        let presence = self.find(&folder.root, ignore.as_deref(), path);
        self.known.entry(folder.clone()).or_default().insert(path.into(), presence);
        presence
    }

    fn find(&self, root: &str, ignore: Option<&Ignore>, path: &str) -> Presence {
        match self.host.kind(Path::new(&path::join(root, path))) {
            Err(_) => Presence::Unknown,
            Ok(None) => Presence::Missing,
            Ok(Some(kind)) => match ignore.and_then(|it| Some((it, it.hides(path)?))) {
                None => Presence::There,
                Some((ignore, _))
                    if kind == FileKind::Directory && self.shows_below(root, ignore, path) =>
                {
                    Presence::There
                }
                Some((_, line)) => Presence::Hidden(line),
            },
        }
    }

    /// Whether something in a hidden folder is let through.
    fn shows_below(&self, root: &str, ignore: &Ignore, path: &str) -> bool {
        if !ignore.has_exceptions() {
            return false;
        }
        let mut waiting = vec![path.to_owned()];
        let mut seen = 0;
        while let Some(folder) = waiting.pop() {
            let Ok(entries) = self.host.entries(Path::new(&path::join(root, &folder))) else {
                return true;
            };
            seen += entries.len();
            if seen > MOST {
                return true;
            }
            for (name, kind) in entries {
                let below = format!("{folder}/{name}");
                if ignore.hides(&below).is_none() {
                    return true;
                }
                if kind == FileKind::Directory {
                    waiting.push(below);
                }
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::{Folder, Folders, Presence};
    use crate::source::{Memory, Sources};

    fn look(host: &Memory, own: Option<&str>, path: &str) -> &'static str {
        let folder = Folder { root: "app".into(), own_ignore: own.map(Into::into) };
        let mut sources = Sources::new();
        match Folders::new(host).look(&folder, path, &mut sources, &mut Vec::new()) {
            Presence::There => "there",
            Presence::Hidden(_) => "hidden",
            Presence::Missing => "missing",
            Presence::Unknown => "unknown",
        }
    }

    #[test]
    fn a_hidden_folder_with_something_let_through_is_there() {
        let host = Memory::new()
            .file("app/.dockerignore", "*\n!src/*.rs\n!docs/*.md\n")
            .file("app/src/main.rs", "")
            .file("app/docs/a.txt", "")
            .file("app/Makefile", "");
        let all = ["src", "src/main.rs", "docs", "Makefile", "nothing", ""];
        let found = all.map(|path| look(&host, None, path));
        assert_eq!(found, ["there", "there", "hidden", "hidden", "missing", "there"]);
    }

    #[test]
    fn the_ignore_file_of_the_dockerfile_goes_first() {
        let host = Memory::new()
            .file("app/.dockerignore", "a\n")
            .file("build/Dockerfile.dockerignore", "b\n")
            .file("app/a", "")
            .file("app/b", "");
        assert_eq!(["a", "b"].map(|path| look(&host, None, path)), ["hidden", "there"]);
        let own = Some("build/Dockerfile.dockerignore");
        assert_eq!(["a", "b"].map(|path| look(&host, own, path)), ["there", "hidden"]);
        let none = Some("build/other.dockerignore");
        assert_eq!(["a", "b"].map(|path| look(&host, none, path)), ["hidden", "there"]);
    }
}
