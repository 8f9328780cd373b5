//! From a path to what lies there, link by link, where a part of the folders is not the disk's.

use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use super::files::{FOLDER_MODE, Files};
use crate::source::{Entry, EntryKind, Host, Stamp};

/// How many links are followed on one way, as on Linux.
const MOST_LINKS: u32 = 40;

/// A machine on which a work tree holds other files than the disk.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    /// The top of the work tree, with no link in it.
    pub(super) top: &'a Path,
    /// What the work tree holds.
    pub(super) files: &'a dyn Files,
    /// The machine, which has all that lies around it.
    pub(super) around: &'a dyn Host,
}

/// Where a path leads.
#[derive(Debug)]
pub(super) enum Found {
    /// To this path from the top, at which this lies.
    Inside(String, Entry),
    /// Out of the work tree.
    Outside(PathBuf),
    /// Nowhere.
    Nothing,
}

/// What is done with a link that a path ends in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Last {
    /// It is followed.
    Followed,
    /// It is what was looked for.
    Kept,
}

/// Follows an absolute path as the system would.
pub(super) fn walk(ground: Ground<'_>, path: &Path, last: Last) -> io::Result<Found> {
    let mut way = Way { at: PathBuf::new(), ahead: Vec::new(), links: 0 };
    // What is written from the top on is no link until there.
    match path.strip_prefix(ground.top) {
        Ok(below) => {
            way.at = ground.top.to_path_buf();
            way.push(below);
        }
        Err(_) => way.push(path),
    }
    while let Some(step) = way.ahead.pop() {
        let follow = last == Last::Followed || !way.ahead.is_empty();
        match step {
            Step::Root(root) => way.at.push(root),
            Step::Up => _ = way.at.pop(),
            Step::Down(name) => {
                let next = way.at.join(&name);
                match inside(ground, &next) {
                    None => way.outside(ground, next, follow)?,
                    Some(below) => match ground.files.held(&below)? {
                        None => return Ok(Found::Nothing),
                        Some(Entry { kind: EntryKind::Link(to), .. }) if follow => {
                            way.follow(Path::new(&to))?;
                        }
                        Some(Entry { kind: EntryKind::Directory, .. }) => way.at = next,
                        Some(_) if !way.ahead.is_empty() => return Err(not_a_directory()),
                        Some(entry) => return Ok(Found::Inside(below, entry)),
                    },
                }
            }
        }
    }
    way.end(ground)
}

/// The path from the top, if it is below it. A name that is not UTF-8 is left as it is written:
/// nothing has it.
fn inside(ground: Ground<'_>, path: &Path) -> Option<String> {
    let below = path.strip_prefix(ground.top).ok()?;
    let names: Vec<_> = below.components().map(|it| it.as_os_str().to_string_lossy()).collect();
    (!names.is_empty()).then(|| names.join("/"))
}

/// How far a path has been followed.
struct Way {
    /// What has been reached: a folder, with no link in its path.
    at: PathBuf,
    /// What is still to be done, the next step last.
    ahead: Vec<Step>,
    links: u32,
}

enum Step {
    Root(PathBuf),
    Up,
    Down(OsString),
}

impl Way {
    fn push(&mut self, path: &Path) {
        let mut steps: Vec<Step> = path.components().filter_map(step).collect();
        steps.reverse();
        self.ahead.append(&mut steps);
    }

    fn follow(&mut self, link: &Path) -> io::Result<()> {
        self.links = self.links.saturating_add(1);
        if self.links > MOST_LINKS {
            return Err(io::Error::other("too many links lead to one another"));
        }
        self.push(link);
        Ok(())
    }

    fn outside(&mut self, ground: Ground<'_>, next: PathBuf, follow: bool) -> io::Result<()> {
        if ground.top.starts_with(&next) || !follow {
            self.at = next;
            return Ok(());
        }
        match ground.around.look(&next) {
            Ok(Some(Entry { kind: EntryKind::Link(to), .. })) => self.follow(Path::new(&to))?,
            _ => self.at = next,
        }
        Ok(())
    }

    fn end(self, ground: Ground<'_>) -> io::Result<Found> {
        if self.at == ground.top {
            return Ok(Found::Inside(String::new(), folder(&self.at)));
        }
        match inside(ground, &self.at) {
            None => Ok(Found::Outside(self.at)),
            Some(below) => match ground.files.held(&below)? {
                Some(entry) => Ok(Found::Inside(below, entry)),
                None => Ok(Found::Nothing),
            },
        }
    }
}

fn step(part: Component<'_>) -> Option<Step> {
    match part {
        Component::CurDir => None,
        Component::ParentDir => Some(Step::Up),
        Component::Normal(name) => Some(Step::Down(name.to_owned())),
        root => Some(Step::Root(PathBuf::from(root.as_os_str()))),
    }
}

/// The top of the work tree as an entry.
fn folder(path: &Path) -> Entry {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Entry { name, kind: EntryKind::Directory, mode: FOLDER_MODE, stamp: Stamp::default() }
}

pub(super) fn not_a_directory() -> io::Error {
    io::Error::new(ErrorKind::NotADirectory, "is not a directory")
}
