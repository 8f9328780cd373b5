//! A git repository of a project, told from its beginning:
//!
//! ```text
//! write PATH TEXT [MODE]       in what is committed next
//! link PATH TARGET
//! module PATH COMMIT           a submodule, at a commit in full
//! remove PATH
//! commit NAME [PARENT]         on top of the last one or another one
//! branch NAME COMMIT           now leads to a commit of this name
//! tag NAME COMMIT
//! note NAME COMMIT             a tag that is an object of its own
//! ```
//!
//! All commits are in it from the start, also those that no branch or tag leads to yet. They have
//! the same digests each time.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::project::octal;
use super::words::words;
use crate::engine::Ran;

/// Makes the repository, bare and with `main` for its default.
pub(super) fn write(folder: &Path, lines: &str) {
    fs::create_dir_all(folder).expect("a folder for a repository");
    run(git(folder).args(["init", "--quiet", "--bare", "--initial-branch=main"]));
    let mut import = Import::default();
    for line in lines.lines().filter(|line| !line.is_empty()) {
        import.add(&words(line));
    }
    import.run(folder);
}

/// Lets a branch or tag lead to another commit, in a line as above.
pub(super) fn refer(folder: &Path, line: &[String]) {
    let mut import = Import::default();
    import.add(line);
    import.run(folder);
}

/// The digests of the commits, by their names.
pub(super) fn commits(lines: &str) -> Vec<(String, String)> {
    let folder = TempDir::new().expect("a folder for a repository");
    write(folder.path(), lines);
    let format = "--format=%(refname:lstrip=2) %(objectname)";
    let told = run(git(folder.path()).args(["for-each-ref", format, COMMITS]));
    let pairs = told.lines().filter_map(|line| line.split_once(' '));
    pairs.map(|(name, digest)| (name.to_owned(), digest.to_owned())).collect()
}

/// Git in a folder, whatever the machine's own settings are.
pub(super) fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.env_clear().envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
    command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
    command.current_dir(folder);
    command
}

fn run(command: &mut Command) -> String {
    let ran = Ran::of(command);
    assert!(ran.success, "{}", ran.text);
    ran.stdout
}

/// Where commits are kept that no branch leads to.
const COMMITS: &str = "refs/commits";

/// Who did it all, and when.
const NOBODY: &str = "Nobody <nobody@example.org> 0 +0000";

/// What is said to `git fast-import`.
#[derive(Default)]
struct Import {
    said: String,
    /// What the next commit alters.
    altered: String,
    /// The name of the last commit.
    last: Option<String>,
}

impl Import {
    fn add(&mut self, line: &[String]) {
        let words: Vec<&str> = line.iter().map(String::as_str).collect();
        match words[..] {
            ["write", path, text] => self.file("100644", path, text),
            ["write", path, text, mode] => {
                self.file(&format!("100{:o}", octal(mode)), path, text);
            }
            ["link", path, target] => self.file("120000", path, target),
            ["module", path, commit] => self.altered += &format!("M 160000 {commit} {path}\n"),
            ["remove", path] => self.altered += &format!("D {path}\n"),
            ["commit", name] => self.commit(name, self.last.clone().as_deref()),
            ["commit", name, parent] => self.commit(name, Some(parent)),
            ["branch", name, commit] => self.lead("heads", name, commit),
            ["tag", name, commit] => self.lead("tags", name, commit),
            ["note", name, commit] => {
                self.said += &format!("tag {name}\nfrom {COMMITS}/{commit}\ntagger {NOBODY}\n");
                self.said += &data(name);
            }
            ref words => panic!("{words:?} is nothing that a repository knows"),
        }
    }

    fn file(&mut self, mode: &str, path: &str, content: &str) {
        self.altered += &format!("M {mode} inline {path}\n{}", data(content));
    }

    fn commit(&mut self, name: &str, parent: Option<&str>) {
        let parent = parent.map(|parent| format!("from {COMMITS}/{parent}\n")).unwrap_or_default();
        let altered = std::mem::take(&mut self.altered);
        self.said += &format!("commit {COMMITS}/{name}\ncommitter {NOBODY}\n");
        self.said += &[data(name), parent, altered].concat();
        self.last = Some(name.to_owned());
    }

    fn lead(&mut self, kind: &str, name: &str, commit: &str) {
        self.said += &format!("reset refs/{kind}/{name}\nfrom {COMMITS}/{commit}\n\n");
    }

    fn run(self, folder: &Path) {
        let said = TempDir::new().expect("a folder for what is said");
        let path = said.path().join("said");
        fs::write(&path, self.said).expect("a file");
        let said = fs::File::open(path).expect("the same file");
        run(git(folder).args(["fast-import", "--quiet", "--force"]).stdin(said));
    }
}

fn data(text: &str) -> String {
    format!("data {}\n{text}\n", text.len())
}

#[test]
fn a_commit_has_the_same_digest_each_time() {
    let lines = "write a \"a\\n\"\ncommit one\nremove a\nwrite b/c \"\" 755\ncommit two\n\
                 write a \"a\\n\"\ncommit three one\nbranch main two\nnote v1 one\n";
    let commits = commits(lines);
    let names: Vec<&str> = commits.iter().map(|(name, _)| &**name).collect();
    assert_eq!(names, ["one", "three", "two"]);
    assert_eq!(commits[0].1, "fdaad8d1134e1f79b10135b37677da7cb42dc660");
}
