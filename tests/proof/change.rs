//! A small change of a project.
//!
//! Each line is an edit or says something of the change:
//!
//! ```text
//! write PATH TEXT [MODE]       a new file, or another text in an old one
//! replace PATH OLD NEW         in a file that has the old text once
//! append PATH TEXT
//! remove PATH                  a file, a link, or a folder and all in it
//! rename PATH PATH
//! hard PATH PATH               the same file under one more name
//! mode PATH MODE
//! link PATH TARGET             a new link, or another target of an old one
//! folder PATH                  a new, empty one
//! pipe PATH
//! touch PATH                   it is modified a day earlier
//! attach PATH NAME VALUE       an extended attribute
//! branch PATH NAME COMMIT      in a repository: now leads to the commit of this name
//! tag PATH NAME COMMIT
//! note PATH NAME COMMIT        a tag that is an object of its own
//! env NAME VALUE               a variable of the environment
//! set OVERRIDE                 as `--set` takes it
//! needless TARGET REASON       its key changes though it does not differ
//! changes NODE…                whose keys change, where the engine is not asked
//! volatile NODE…               which are volatile then
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::needless::Reason;
use super::project::octal;
use super::repository;
use super::tree::{Entry, chmod};
use super::words::words;

/// A change, with its name.
#[derive(Default, Debug)]
pub(super) struct Change {
    pub(super) name: String,
    pub(super) edits: Vec<Edit>,
    /// Of each target whose key changes needlessly, why.
    pub(super) needless: BTreeMap<String, Reason>,
    /// The nodes whose keys change, where that is told.
    pub(super) changes: BTreeSet<String>,
    /// The nodes that are volatile then, where that is told.
    pub(super) volatile: BTreeSet<String>,
}

/// What is done to the folder, or said to the program that reads it.
#[derive(Debug)]
pub(super) enum Edit {
    Write(String, Entry),
    Replace(String, String, String),
    Append(String, String),
    Remove(String),
    Rename(String, String),
    Hard(String, String),
    Mode(String, u32),
    Touch(String),
    Attach(String, String, String),
    Refer(String, [String; 3]),
    Env(String, String),
    Set(String),
}

impl Change {
    /// Reads one.
    pub(super) fn parse(name: &str, lines: &str) -> Self {
        let mut change = Self { name: name.to_owned(), ..Self::default() };
        for line in lines.lines().filter(|line| !line.trim().is_empty()) {
            let words = words(line);
            match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
                ["needless", target, reason] => {
                    change.needless.insert(target.to_owned(), Reason::named(reason));
                }
                ["changes", ref nodes @ ..] => change.changes.extend(owned(nodes)),
                ["volatile", ref nodes @ ..] => change.volatile.extend(owned(nodes)),
                ref words => change.edits.push(Edit::of(words)),
            }
        }
        change
    }

    /// Changes a folder.
    pub(super) fn apply(&self, folder: &Path) {
        for edit in &self.edits {
            edit.apply(folder);
        }
    }

    /// Whether it changes what BuildKit does not look at where it sends only what is new.
    pub(super) fn is_overlooked(&self) -> bool {
        self.edits.iter().any(|edit| matches!(edit, Edit::Mode(..) | Edit::Attach(..)))
    }

    /// The variables that it sets.
    pub(super) fn environment(&self) -> impl Iterator<Item = (&String, &String)> {
        self.edits.iter().filter_map(|edit| match edit {
            Edit::Env(name, value) => Some((name, value)),
            _ => None,
        })
    }

    /// The overrides that it makes.
    pub(super) fn overrides(&self) -> impl Iterator<Item = &String> {
        self.edits.iter().filter_map(|edit| match edit {
            Edit::Set(text) => Some(text),
            _ => None,
        })
    }
}

fn owned<'a>(words: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    words.iter().map(|word| (*word).to_owned())
}

impl Edit {
    fn of(words: &[&str]) -> Self {
        let own = |word: &str| word.to_owned();
        let file = |text: &str, mode| Entry::File { content: text.into(), mode };
        match *words {
            ["write", path, text] => Self::Write(own(path), file(text, 0o644)),
            ["write", path, text, mode] => Self::Write(own(path), file(text, octal(mode))),
            ["replace", path, old, new] => Self::Replace(own(path), own(old), own(new)),
            ["append", path, text] => Self::Append(own(path), own(text)),
            ["remove", path] => Self::Remove(own(path)),
            ["rename", old, new] => Self::Rename(own(old), own(new)),
            ["hard", old, new] => Self::Hard(own(old), own(new)),
            ["mode", path, mode] => Self::Mode(own(path), octal(mode)),
            ["link", path, target] => Self::Write(own(path), Entry::Link { target: own(target) }),
            ["folder", path] => Self::Write(own(path), Entry::Folder { mode: 0o755 }),
            ["pipe", path] => Self::Write(own(path), Entry::Pipe),
            ["touch", path] => Self::Touch(own(path)),
            ["attach", path, name, value] => Self::Attach(own(path), own(name), own(value)),
            [kind @ ("branch" | "tag" | "note"), path, name, commit] => {
                Self::Refer(own(path), [kind, name, commit].map(own))
            }
            ["env", name, value] => Self::Env(own(name), own(value)),
            ["set", text] => Self::Set(own(text)),
            _ => panic!("{words:?} is no edit"),
        }
    }

    fn apply(&self, folder: &Path) {
        let at = |path: &String| folder.join(path);
        match self {
            Self::Write(path, entry) => {
                if at(path).is_symlink() {
                    remove(&at(path));
                }
                entry.write(&at(path));
            }
            Self::Replace(path, old, new) => replace(&at(path), old, new),
            Self::Append(path, text) => {
                let content = [read(&at(path)), text.clone().into_bytes()].concat();
                fs::write(at(path), content).expect("a file");
            }
            Self::Remove(path) => remove(&at(path)),
            Self::Rename(old, new) => {
                fs::create_dir_all(at(new).parent().expect("a parent")).expect("a folder");
                fs::rename(at(old), at(new)).expect("another name");
            }
            Self::Hard(old, new) => fs::hard_link(at(old), at(new)).expect("a hard link"),
            Self::Mode(path, mode) => chmod(&at(path), *mode),
            Self::Touch(path) => touch(&at(path)),
            Self::Attach(path, name, value) => attach(&at(path), name, value),
            Self::Refer(path, line) => repository::refer(&at(path), line),
            Self::Env(..) | Self::Set(_) => {}
        }
    }
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Replaces bytes that occur once.
fn replace(path: &Path, old: &str, new: &str) {
    let content = read(path);
    let found: Vec<usize> =
        (0..content.len()).filter(|at| content[*at..].starts_with(old.as_bytes())).collect();
    let [at] = found[..] else { panic!("{} times {old:?} in {}", found.len(), path.display()) };
    let content = [&content[..at], new.as_bytes(), &content[at + old.len()..]].concat();
    fs::write(path, content).expect("a file");
}

fn remove(path: &Path) {
    let removed = if path.is_dir() && !path.is_symlink() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    };
    removed.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn attach(path: &Path, name: &str, value: &str) {
    rustix::fs::setxattr(path, name, value.as_bytes(), rustix::fs::XattrFlags::empty())
        .expect("a file system with extended attributes");
}

fn touch(path: &Path) {
    let yesterday = SystemTime::now() - Duration::from_hours(24);
    let file = fs::File::open(path).expect("something to touch");
    file.set_modified(yesterday).expect("another time");
}
