//! The repository around the working directory.

use std::collections::BTreeSet;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::SystemTime;

use super::commit::Commit;
use super::repository::Repository;
use super::seen::Seen;
use super::visible::Visible;
use crate::diag::Problem;
use crate::source::Host;

/// The machine with its files as they are at a revision.
pub type Revision<'a> = Seen<'a, Commit>;

/// The machine without the files that git ignores.
pub type WorkTree<'a> = Seen<'a, Visible<'a>>;

/// The repository around the working directory, and the machine that it lies on.
///
/// Several [revisions](Revision) of it may be looked at, and the [work tree](WorkTree). It is the
/// same time in all of them, and the same text comes from standard input.
#[derive(Debug)]
pub struct Git<'a> {
    pub(super) host: &'a dyn Host,
    pub(super) repository: Repository,
    pub(super) shared: BTreeSet<PathBuf>,
    now: SystemTime,
    stdin: OnceLock<Result<Vec<u8>, (ErrorKind, String)>>,
}

impl<'a> Git<'a> {
    /// The repository that the working directory of a machine lies in.
    ///
    /// # Errors
    /// Where there is none, or no `git`.
    pub fn around(host: &'a dyn Host) -> Result<Self, Problem> {
        let repository = Repository::around(host.working_directory())?;
        let shared = BTreeSet::new();
        Ok(Self { host, repository, shared, now: host.now(), stdin: OnceLock::new() })
    }

    /// The same, but that those of these files that git ignores are the same everywhere: what they
    /// say is said at all times, as what is typed is. Paths count from the working directory.
    #[must_use]
    pub fn sharing(mut self, files: impl IntoIterator<Item = PathBuf>) -> Self {
        let here = self.host.working_directory();
        let inside = files.into_iter().map(|file| here.join(file));
        let inside = inside.filter(|file| file.starts_with(&self.repository.top));
        self.shared = self.repository.ignored(inside);
        self
    }

    /// The files that are the same everywhere, sorted, as they were given.
    pub fn shared(&self) -> impl Iterator<Item = &Path> {
        let here = self.host.working_directory();
        self.shared.iter().map(move |file| file.strip_prefix(here).unwrap_or(file))
    }

    /// The machine with its work tree as it is at a revision.
    ///
    /// # Errors
    /// Where git does not know the revision, or cannot tell what a checkout of it would write.
    pub fn revision(&self, word: &str) -> Result<Revision<'_>, Problem> {
        Ok(Seen::new(self, Commit::open(&self.repository, word, self.host)?))
    }

    /// The machine with its work tree as it is, without what git ignores.
    ///
    /// # Errors
    /// What git says.
    pub fn work_tree(&self) -> Result<WorkTree<'_>, Problem> {
        Ok(Seen::new(self, Visible::open(&self.repository, self.host)?))
    }

    /// The top of the work tree, with no link in it.
    pub fn top(&self) -> &Path {
        &self.repository.top
    }

    pub(super) fn read_stdin(&self) -> io::Result<Vec<u8>> {
        let read = || self.host.read_stdin().map_err(|error| (error.kind(), error.to_string()));
        self.stdin.get_or_init(read).clone().map_err(|(kind, text)| io::Error::new(kind, text))
    }

    pub(super) fn now(&self) -> SystemTime {
        self.now
    }
}

impl Revision<'_> {
    /// Keeps what was found out of git's objects for later runs, where the machine has a place for
    /// that.
    pub fn keep_digests(&self) {
        self.files.keep(self.git.host);
    }
}

impl WorkTree<'_> {
    /// What has been looked for by its name and is there, but not seen since git ignores it: paths
    /// from the top of the work tree, sorted.
    pub fn left_out(&self) -> Vec<String> {
        self.files.left_out()
    }
}
