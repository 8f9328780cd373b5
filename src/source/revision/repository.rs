//! A git repository, asked through the `git` program.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::diag::{Problem, similar};

/// What tells git of one repository and would mislead it in another.
const OF_ONE_REPOSITORY: [&str; 9] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_PREFIX",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_SHALLOW_FILE",
    "GIT_NAMESPACE",
];

/// A repository with a work tree.
#[derive(Clone, Debug)]
pub(super) struct Repository {
    /// The top of its work tree, with no link in it.
    pub(super) top: PathBuf,
    /// Where it keeps its objects.
    pub(super) folder: PathBuf,
    /// Whether it is a submodule, which the environment says nothing of.
    inner: bool,
}

impl Repository {
    /// The repository that a folder lies in.
    pub(super) fn around(folder: &Path) -> Result<Self, Problem> {
        Self::find(folder, false)
    }

    /// The repository that a submodule in this folder is, if it has been made one.
    pub(super) fn submodule(folder: &Path) -> Option<Self> {
        let found = Self::find(folder, true).ok()?;
        // Without a repository of its own, that of the parent would answer.
        (found.top == folder).then_some(found)
    }

    fn find(folder: &Path, inner: bool) -> Result<Self, Problem> {
        let asked = |what: &str| {
            let words = ["rev-parse", what];
            let text =
                answer(git(folder, inner).args(words)).map_err(|it| no_repository(folder, it))?;
            Ok(path(&text))
        };
        Ok(Self { top: asked("--show-toplevel")?, folder: asked("--absolute-git-dir")?, inner })
    }

    /// A call of git in this repository, at its top.
    pub(super) fn command(&self) -> Command {
        self.command_at(&self.top)
    }

    /// A call of git in this repository, with another work tree.
    pub(super) fn command_at(&self, top: &Path) -> Command {
        let mut command = git(top, self.inner);
        command.arg("--git-dir").arg(&self.folder).arg("--work-tree").arg(top);
        command
    }

    /// What a call of git has printed.
    pub(super) fn answer(command: &mut Command) -> Result<Vec<u8>, Problem> {
        answer(command).map_err(Failure::into_problem)
    }

    /// What git says to these words.
    pub(super) fn ask<S: AsRef<OsStr>>(&self, words: &[S]) -> Result<Vec<u8>, Problem> {
        Self::answer(self.command().args(words))
    }

    /// The commit that a word names.
    pub(super) fn commit(&self, word: &str) -> Result<String, Problem> {
        if word.is_empty() {
            return Err(Problem::new("no revision is named"));
        }
        let id = self.parse(word).ok_or_else(|| self.unknown(word))?;
        let not_one = || Problem::new(format!("`{word}` is not a commit"));
        self.parse(&format!("{id}^{{commit}}")).ok_or_else(not_one)
    }

    /// The object that a word names. No option of git is taken for a name.
    fn parse(&self, word: &str) -> Option<String> {
        if word.starts_with('-') {
            return None;
        }
        let found = self.ask(&["rev-parse", "--verify", "--quiet", word]).ok()?;
        let id = String::from_utf8(found).ok()?.trim_end().to_owned();
        let is_id = id.len() >= 40 && id.bytes().all(|digit| digit.is_ascii_hexdigit());
        is_id.then_some(id)
    }

    fn unknown(&self, word: &str) -> Problem {
        let problem = Problem::new(format!("git knows no revision `{word}`"));
        if word.contains("..") {
            return problem.hint("one revision is asked for, such as `$(git merge-base A B)`");
        }
        let names = self.ask(&["for-each-ref", "--format=%(refname:short)"]).unwrap_or_default();
        let names = String::from_utf8_lossy(&names).into_owned();
        // A clone for CI has the branches of others under the name of the remote.
        let is_remote = |name: &&str| name.strip_suffix(word).is_some_and(|it| it.ends_with('/'));
        let remote = || names.lines().find(is_remote).map(|it| format!("did you mean `{it}`?"));
        if let Some(near) = remote().or_else(|| similar::did_you_mean(word, names.lines())) {
            return problem.hint(near);
        }
        if self.is_shallow() {
            return problem.hint(
                "this clone is shallow: fetch more with `git fetch --unshallow`, or say \
                       `fetch-depth: 0` to actions/checkout",
            );
        }
        problem
            .hint("fetch it with `git fetch`; `git branch --all` and `git tag` list what is here")
    }

    fn is_shallow(&self) -> bool {
        self.ask(&["rev-parse", "--is-shallow-repository"]).is_ok_and(|it| it.starts_with(b"true"))
    }

    /// Those of some paths that are there and ignored.
    pub(super) fn ignored(&self, paths: impl Iterator<Item = PathBuf>) -> BTreeSet<PathBuf> {
        let is_ignored = |path: &PathBuf| {
            let words =
                ["check-ignore".as_ref(), "--quiet".as_ref(), "--".as_ref(), path.as_os_str()];
            path.symlink_metadata().is_ok() && self.ask(&words).is_ok()
        };
        paths.filter(is_ignored).collect()
    }

    /// Where git keeps a file of its own, such as `info/attributes`.
    pub(super) fn own_path(&self, name: &str) -> Result<PathBuf, Problem> {
        let found = path(&self.ask(&["rev-parse", "--git-path", name])?);
        Ok(self.top.join(found))
    }
}

/// A call of git in a folder that cannot wait for a terminal, changes nothing and speaks English.
fn git(folder: &Path, inner: bool) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0");
    command.args(["--no-pager", "--no-optional-locks"]);
    command.stdin(Stdio::null());
    if inner {
        for name in OF_ONE_REPOSITORY {
            command.env_remove(name);
        }
    }
    command
}

/// Why git has given no answer.
enum Failure {
    /// It did not start.
    Start(io::Error),
    /// It said this.
    Said(String),
}

impl Failure {
    fn into_problem(self) -> Problem {
        match self {
            Self::Start(error) if error.kind() == ErrorKind::NotFound => {
                Problem::new("git cannot be run: there is no such program").hint("install git")
            }
            Self::Start(error) => Problem::new(format!("git cannot be run: {error}")),
            Self::Said(text) => Problem::new(format!("git says: {text}")),
        }
    }
}

fn answer(command: &mut Command) -> Result<Vec<u8>, Failure> {
    let output = command.output().map_err(Failure::Start)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("nothing");
    let first = first.strip_prefix("fatal: ").unwrap_or(first);
    Err(Failure::Said(first.to_owned()))
}

fn no_repository(folder: &Path, failure: Failure) -> Problem {
    let folder = folder.display();
    match failure {
        Failure::Said(text) if text.starts_with("not a git repository") => {
            Problem::new(format!("`{folder}` is not in a git repository"))
        }
        Failure::Said(text) if text.starts_with("this operation must be run in a work tree") => {
            Problem::new(format!("`{folder}` is not in the work tree of a repository"))
        }
        Failure::Said(text) if text.starts_with("detected dubious ownership") => {
            Problem::new(format!("git does not trust the repository of `{folder}`: {text}"))
                .hint("trust it with `git config --global --add safe.directory FOLDER`")
        }
        other => other.into_problem(),
    }
}

/// The path that git has printed, without the end of the line.
#[cfg(unix)]
fn path(text: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    PathBuf::from(OsStr::from_bytes(text))
}

/// The path that git has printed, without the end of the line.
#[cfg(not(unix))]
fn path(text: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(text).trim_end_matches(['\r', '\n']))
}
