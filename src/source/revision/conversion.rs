//! Whether a checkout writes other bytes than git keeps: ends of lines, encodings, filters.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::objects::Objects;
use super::repository::Repository;
use super::scratch::Scratch;
use super::tree::{Held, Tree};
use crate::diag::Problem;
use crate::source::Host;

/// Where a folder says what git is to do with its files.
const ATTRIBUTES: &str = ".gitattributes";

/// The attributes that let a checkout change bytes. Others come from these: a macro is defined by
/// them.
const CHANGING: [&str; 5] = ["filter", "ident", "working-tree-encoding", "eol", "crlf"];

/// The settings that do so, or that name another file of attributes.
const SETTINGS: &str = r"^core\.(autocrlf|eol)$";

/// The files of a commit as a checkout writes them.
#[derive(Debug)]
pub(super) struct Converted {
    /// The commit.
    pub(super) commit: String,
    /// The contents. Their processes end before the folder goes.
    pub(super) objects: Objects,
    _attributes: Scratch,
}

/// A commit whose files are asked for.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) repository: &'a Repository,
    pub(super) commit: &'a str,
    /// Where it is mounted.
    pub(super) at: &'a str,
    pub(super) tree: &'a Tree,
    /// Its number in the tree.
    pub(super) store: usize,
    /// Its objects as they are.
    pub(super) plain: &'a Objects,
}

/// The contents of the files of a commit as a checkout of it writes them, where that changes any.
pub(super) fn converted(asked: Asked<'_>, host: &dyn Host) -> Result<Option<Converted>, Problem> {
    let attributes = asked.attributes()?;
    if !is_changing(asked.repository, &attributes, host)? {
        return Ok(None);
    }
    let folder = written(&attributes).map_err(|error| {
        Problem::new(format!("there is no folder for temporary files: {error}"))
    })?;
    let mut git = asked.repository.command_at(folder.path());
    git.env("GIT_INDEX_FILE", folder.path().join("no-index"));
    let objects = Objects::converted(git);
    Ok(Some(Converted { commit: asked.commit.to_owned(), objects, _attributes: folder }))
}

impl Asked<'_> {
    /// The files of attributes in the commit: folder and text.
    fn attributes(&self) -> Result<Vec<(String, Vec<u8>)>, Problem> {
        let all = self.tree.named(ATTRIBUTES).filter(|(_, held)| held.store == self.store);
        let read = |(folder, held): (&str, &Held)| {
            let mut text = Vec::new();
            let taken = self.plain.read(&held.id, ATTRIBUTES, &mut |piece| {
                text.extend_from_slice(piece);
                Ok(())
            });
            taken.map_err(|error| Problem::new(format!("`{folder}/{ATTRIBUTES}`: {error}")))?;
            Ok((below(self.at, folder).to_owned(), text))
        };
        all.map(read).collect()
    }
}

/// The path within a repository that is mounted at a folder.
pub(super) fn below<'a>(at: &str, path: &'a str) -> &'a str {
    path.strip_prefix(at).map_or(path, |rest| rest.trim_start_matches('/'))
}

/// A work tree that holds the files of attributes and nothing else. Git looks for them there, not
/// among the files that are here now, in which other things may be said. (Newer versions of git
/// could be told so with `--attr-source`.)
fn written(attributes: &[(String, Vec<u8>)]) -> io::Result<Scratch> {
    let scratch = Scratch::new()?;
    for (folder, text) in attributes {
        let parts = Path::new(folder).components();
        // No tree that git makes leads out of itself.
        if parts.into_iter().all(|part| matches!(part, Component::Normal(_))) {
            let folder = scratch.path().join(folder);
            fs::create_dir_all(&folder)?;
            fs::write(folder.join(ATTRIBUTES), text)?;
        }
    }
    Ok(scratch)
}

fn is_changing(
    repository: &Repository,
    attributes: &[(String, Vec<u8>)],
    host: &dyn Host,
) -> Result<bool, Problem> {
    if attributes.iter().any(|(_, text)| mentions_change(text)) {
        return Ok(true);
    }
    // It fails where there is no such setting.
    if repository.ask(&["config", "--get-regexp", SETTINGS]).is_ok_and(|all| changes_ends(&all)) {
        return Ok(true);
    }
    let own = repository.own_path("info/attributes")?;
    let mut others = shared(repository).into_iter().chain([own]);
    Ok(others.any(|path| host.read(&path).is_ok_and(|text| mentions_change(&text))))
}

/// Where attributes for all repositories are.
fn shared(repository: &Repository) -> Vec<PathBuf> {
    let paths = ["GIT_ATTR_SYSTEM", "GIT_ATTR_GLOBAL"];
    let paths = paths.into_iter().filter_map(|name| repository.ask(&["var", name]).ok());
    let paths = paths.filter_map(|path| String::from_utf8(path).ok());
    paths.map(|path| PathBuf::from(path.trim_end_matches('\n'))).collect()
}

/// Whether settings ask for other ends of lines than git keeps. `input` and `lf` do not: they
/// concern what goes into git.
fn changes_ends(settings: &[u8]) -> bool {
    let text = String::from_utf8_lossy(settings).into_owned();
    let unchanging = ["input", "false", "lf", "no", "off", "0"];
    let values = text.lines().map(|line| line.split_once(' ').map_or("", |(_, value)| value));
    values.map(str::to_ascii_lowercase).any(|value| !unchanging.contains(&&*value))
}

fn mentions_change(attributes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(attributes).into_owned();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    lines.into_iter().any(|line| CHANGING.iter().any(|name| line.contains(name)))
}

#[cfg(test)]
mod tests {
    use super::{changes_ends, mentions_change};

    #[test]
    fn only_what_changes_bytes_counts() {
        let changing = ["*.bat eol=crlf", "* text=auto\n*.png filter=lfs", "*.c ident", "a -crlf"];
        assert_eq!(changing.map(|text| mentions_change(text.as_bytes())), [true; 4]);
        let others = ["", "# eol", "* text=auto\n*.png binary", "docs export-ignore"];
        assert_eq!(others.map(|text| mentions_change(text.as_bytes())), [false; 4]);
        let settings = ["core.autocrlf input\n", "core.eol lf\ncore.autocrlf false\n"];
        assert_eq!(settings.map(|text| changes_ends(text.as_bytes())), [false; 2]);
        let settings = ["core.autocrlf true\n", "core.autocrlf\n", "core.eol native\n"];
        assert_eq!(settings.map(|text| changes_ends(text.as_bytes())), [true; 3]);
    }
}
