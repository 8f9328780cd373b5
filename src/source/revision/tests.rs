//! Real repositories, asked for what a real checkout would hold.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::{Git, Revision, WorkTree};
use crate::digest::Digest;
use crate::source::{Entry, EntryKind, FileKind, Host, Machine};

/// A repository in a folder of its own.
struct Repository {
    folder: TempDir,
}

impl Repository {
    fn new() -> Self {
        let repository = Self { folder: TempDir::new().unwrap() };
        fs::create_dir(repository.path("r")).unwrap();
        repository.git("init --quiet --initial-branch=main .");
        for setting in ["core.autocrlf false", "user.name a", "user.email a@example.org"] {
            repository.git(&format!("config {setting}"));
        }
        repository
    }

    /// A path of the folder around the repository, with no link in it.
    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join(path)
    }

    fn top(&self) -> PathBuf {
        self.path("r")
    }

    fn git(&self, words: &str) {
        git(&self.top(), words);
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.top().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn commit(&self) {
        self.git("add --all");
        self.git("commit --quiet --allow-empty -m x");
    }

    fn machine(&self) -> Machine {
        Machine::at(self.top())
    }

    /// A checkout of a revision somewhere else, with its submodules.
    fn checkout(&self, revision: &str) -> PathBuf {
        let folder = self.path(&format!("checkout-{}", revision.replace('~', "-")));
        self.git(&format!("clone --quiet --no-checkout . {}", folder.display()));
        git(&folder, "config core.autocrlf false");
        git(&folder, &format!("checkout --quiet --detach {revision}"));
        git(&folder, "-c protocol.file.allow=always submodule --quiet update --init --recursive");
        folder
    }
}

fn git(folder: &Path, words: &str) {
    let mut command = Command::new("git");
    command.current_dir(folder).args(words.split(' ')).stdin(Stdio::null());
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let output = command.output().unwrap();
    assert!(output.status.success(), "git {words}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Every path below a folder that a host tells of, links not followed, as lines; the execute bit is
/// all that counts of the mode, and the folder of git nothing.
fn told(host: &dyn Host, top: &Path) -> Vec<String> {
    let (mut lines, mut waiting) = (Vec::new(), vec![PathBuf::new()]);
    while let Some(folder) = waiting.pop() {
        let entries = host.list(&top.join(&folder)).unwrap();
        let kinds = host.entries(&top.join(&folder)).unwrap();
        let kinds = kinds.into_iter().filter(|(name, _)| name != ".git");
        let entries = entries.into_iter().filter(|entry| entry.name != ".git");
        for (entry, (_, kind)) in entries.zip(kinds) {
            let path = folder.join(&entry.name);
            lines.push(line(host, &top.join(&path), &path, &entry, kind));
            if entry.kind == EntryKind::Directory {
                waiting.push(path);
            }
        }
    }
    lines.sort();
    lines
}

fn line(host: &dyn Host, whole: &Path, path: &Path, entry: &Entry, kind: FileKind) -> String {
    let shown = path.display();
    if matches!(entry.kind, EntryKind::Odd(_)) {
        return format!("{shown} {:?}", entry.kind);
    }
    let looked = host.look(whole).unwrap().unwrap();
    assert_eq!((&looked.name, &looked.kind), (&entry.name, &entry.kind));
    assert_eq!(looked.stamp, entry.stamp);
    let content = (kind == FileKind::File).then(|| {
        let (text, digest) = (host.read(whole).unwrap(), host.digest(whole).unwrap());
        assert_eq!(digest, Digest::of(&text), "{shown}");
        String::from_utf8_lossy(&text).into_owned()
    });
    let run = entry.kind == EntryKind::File && entry.mode & 0o100 != 0;
    let run = if run { " to be run" } else { "" };
    let reached = host.canonical(whole).map(|it| it.file_name().map(ToOwned::to_owned));
    let reached = reached.map_err(|error| error.kind() == ErrorKind::NotFound);
    format!("{shown} {:?} {kind:?}{run} {content:?} {reached:?}", entry.kind)
}

#[cfg(unix)]
fn link(to: &str, path: PathBuf) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::os::unix::fs::symlink(to, path).unwrap();
}

#[cfg(unix)]
fn make_program(path: PathBuf) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// All that a tree can hold.
#[cfg(unix)]
fn varied() -> Repository {
    use std::os::unix::ffi::OsStrExt;
    let repository = Repository::new();
    repository.write("a", "text\n");
    repository.write("a-b/c", "no end of line");
    repository.write("deep/er/empty", "");
    repository.write("deep/run", "#!/bin/sh\n");
    make_program(repository.top().join("deep/run"));
    repository.write("deep/large", vec![7; 300_000]);
    repository.write("deep/new\nline é", "odd");
    link("../a", repository.top().join("deep/to-file"));
    link("er/", repository.top().join("deep/to-folder"));
    link("to-folder/empty", repository.top().join("deep/to-below"));
    link("nowhere", repository.top().join("broken"));
    link("round", repository.top().join("round"));
    let name = std::ffi::OsStr::from_bytes(b"deep/\xff\xfe");
    fs::write(repository.top().join(name), "?").unwrap();
    repository.commit();
    repository
}

#[test]
#[cfg(unix)]
fn a_revision_is_what_a_checkout_holds() {
    let repository = varied();
    let checkout = repository.checkout("HEAD");
    repository.git("rm --quiet -r --cached .");
    repository.write("a", "changed\n");
    fs::remove_dir_all(repository.top().join("deep")).unwrap();
    let machine = repository.machine();
    let git = Git::around(&machine).unwrap();
    let revision = git.revision("HEAD").unwrap();
    let expected = told(&Machine::at(&checkout), &checkout);
    assert_eq!(told(&revision, Path::new(".")), expected);
    assert_eq!(told(&revision, &repository.top()), expected);
    assert_eq!(expected.len(), 15, "{expected:#?}");
}

#[test]
#[cfg(unix)]
fn the_work_tree_of_a_clone_is_all_seen() {
    let repository = varied();
    let machine = repository.machine();
    let git = Git::around(&machine).unwrap();
    let tree = git.work_tree().unwrap();
    assert_eq!(told(&tree, Path::new("")), told(&machine, Path::new("")));
    assert_eq!(tree.left_out(), [""; 0]);
}

#[test]
#[cfg(unix)]
fn paths_lead_where_they_do_on_disk() {
    let repository = varied();
    repository.write("sub/here/x", "1");
    link("../../outside", repository.top().join("sub/out"));
    link("/", repository.top().join("sub/root"));
    repository.commit();
    fs::create_dir(repository.path("outside")).unwrap();
    fs::write(repository.path("outside/file"), "out").unwrap();
    link("r/deep", repository.path("in"));
    let machine = Machine::at(repository.top().join("sub"));
    let git = Git::around(&machine).unwrap();
    let hosts: [&dyn Host; 2] = [&git.revision("HEAD").unwrap(), &git.work_tree().unwrap()];
    let top = repository.top().display().to_string();
    let folder = repository.path("").display().to_string();
    let paths = [
        "here/x",
        "./here//x",
        "../a",
        "../deep/er/../run",
        "../deep/to-folder/../run",
        "nothing",
        "nothing/../here/x",
        "here/x/y",
        "here/x/..",
        "out/file",
        "out/../a",
        "../../outside/file",
        "../../in/to-file",
        "../../in/run",
        "..",
        ".",
        "",
        "/",
        "/etc",
        "../round",
        "../broken",
        "root/etc/passwd",
        "../deep/to-below",
        "/nothing",
        "../../nothing",
    ];
    let absolute = ["TOP/sub/here/x", "TOP", "TOP/../in/run", "FOLDER/in/er/empty"];
    let absolute =
        absolute.map(|it| it.replace("TOP", &top).replace("FOLDER", folder.trim_end_matches('/')));
    let root = format!("root{top}/a");
    for path in paths.into_iter().chain(absolute.iter().map(String::as_str)).chain([&*root]) {
        let expected = shown(&machine, path);
        for host in hosts {
            assert_eq!(shown(host, path), expected, "{path}");
        }
    }
}

/// What a host says of a path, but for words that may differ.
fn shown(host: &dyn Host, path: &str) -> String {
    let path = Path::new(path);
    let look = host.look(path).map(|it| it.map(|it| it.kind)).map_err(|it| it.kind());
    let kind = host.kind(path).map_err(|it| it.kind());
    let read = host.read(path).map_err(|_| ());
    let list = host.list(path).map(|it| it.len() > 1).map_err(|_| ());
    let place = host.canonical(path).map_err(|_| ());
    // A circle has a kind of error that has no name yet.
    let look = format!("{look:?}").replace("FilesystemLoop", "Other");
    let kind = format!("{kind:?}").replace("FilesystemLoop", "Other");
    format!("{look} {kind} {read:?} {list:?} {place:?}")
}

#[test]
fn files_are_converted_as_a_checkout_converts_them() {
    let repository = Repository::new();
    let attributes = "*.crlf eol=crlf\n*.id ident\n*.wide working-tree-encoding=UTF-16\n\
        *.up filter=shout\n[attr]dos text eol=crlf\n*.bat dos\n";
    repository.write(".gitattributes", attributes);
    repository.write("a.crlf", "1\r\n2\r\n");
    repository.write("a.id", "$Id$ x");
    repository.write("deep/a.bat", "x\r\n");
    repository.write("deep/a.up", "loud\nno end");
    repository.write("empty.up", "");
    repository.write("plain", "1\n2\n");
    repository.git("config filter.shout.clean cat");
    repository.write("a.wide", b"\xff\xfex\0\n\0");
    repository.commit();
    // Another commit has other attributes, and so has the work tree.
    repository.write(".gitattributes", "plain eol=crlf\n");
    repository.commit();
    repository.write(".gitattributes", "");
    let machine = repository.machine();
    let git = Git::around(&machine).unwrap();
    for revision in ["HEAD~1", "HEAD"] {
        let checkout = repository.checkout(revision);
        self::git(&checkout, "config filter.shout.smudge tr${IFS}a-z${IFS}A-Z");
        self::git(&checkout, "rm --quiet -r --cached .");
        self::git(&checkout, "reset --quiet --hard");
        repository.git("config filter.shout.smudge tr${IFS}a-z${IFS}A-Z");
        let found = git.revision(revision).unwrap();
        let expected = told(&Machine::at(&checkout), &checkout);
        assert_eq!(told(&found, Path::new("")), expected);
        let loud = found.read(Path::new("deep/a.up")).unwrap();
        let expected = if revision == "HEAD" { "loud\nno end" } else { "LOUD\nNO END" };
        assert_eq!(String::from_utf8(loud).unwrap(), expected);
    }
}

#[test]
fn ends_of_lines_follow_the_settings() {
    let repository = Repository::new();
    repository.write("a", "1\n2\n");
    repository.commit();
    repository.git("config core.autocrlf true");
    let machine = repository.machine();
    let git = Git::around(&machine).unwrap();
    assert_eq!(git.revision("HEAD").unwrap().read(Path::new("a")).unwrap(), b"1\r\n2\r\n");
}

#[test]
fn submodules_are_looked_into_where_they_are_here() {
    let inner = Repository::new();
    inner.write("folder/x", "1");
    inner.write(".gitattributes", "*.txt eol=crlf\n/folder/y eol=crlf\n");
    inner.write("folder/.gitattributes", "z eol=crlf\n");
    inner.write("folder/y", "1\r\n");
    inner.write("folder/z", "1\r\n");
    inner.write("a.txt", "1\r\n");
    inner.commit();
    let outer = Repository::new();
    let from = inner.top().display().to_string();
    outer.git(&format!("-c protocol.file.allow=always submodule --quiet add {from} lib/sub"));
    outer.write("b.txt", "1\n");
    outer.commit();
    inner.write("folder/x", "2");
    inner.commit();
    let machine = outer.machine();
    let git = Git::around(&machine).unwrap();
    let revision = git.revision("HEAD").unwrap();
    let checkout = outer.checkout("HEAD");
    assert_eq!(told(&revision, Path::new("")), told(&Machine::at(&checkout), &checkout));
    assert_eq!(told(&git.work_tree().unwrap(), Path::new("")), told(&revision, Path::new("")));
    for path in ["lib/sub/a.txt", "lib/sub/folder/y", "lib/sub/folder/z"] {
        assert_eq!(revision.read(Path::new(path)).unwrap(), b"1\r\n", "{path}");
    }
    // A clone without the submodule cannot tell, and says which commit it lacks.
    let bare = outer.path("bare");
    outer.git(&format!("clone --quiet . {}", bare.display()));
    let machine = Machine::at(&bare);
    let git = Git::around(&machine).unwrap();
    let hosts: [&dyn Host; 2] = [&git.revision("HEAD").unwrap(), &git.work_tree().unwrap()];
    let [then, now] = hosts.map(|host| {
        let sub = host.look(Path::new("lib/sub")).unwrap().unwrap();
        assert_eq!(sub.kind, EntryKind::Directory);
        let list = host.list(Path::new("lib/sub")).unwrap_err().to_string();
        assert_eq!(list, host.read(Path::new("lib/sub/a.txt")).unwrap_err().to_string());
        assert_eq!(list, host.kind(Path::new("lib/sub/folder/x")).unwrap_err().to_string());
        list
    });
    assert_eq!(then, now);
    let (head, tail) = then.split_once(" of ").unwrap();
    assert_eq!(head.len(), "commit ".len() + 40);
    assert_eq!(tail, "the submodule `lib/sub` is not here (`git submodule update --init`)");
}

#[test]
fn the_work_tree_is_what_git_sees_of_it() {
    let repository = Repository::new();
    repository.write(".gitignore", "*.log\n/out/\n!kept.log\n");
    for path in ["a", "gone", "folder/gone", "was-folder/x", "forced.log"] {
        repository.write(path, "1");
    }
    repository.commit();
    repository.git("add --force forced.log");
    repository.git("commit --quiet -m forced");
    for path in ["new/x", "staged", "x.log", "kept.log", "out/a/b", "folder/x.log"] {
        repository.write(path, "2");
    }
    repository.git("add staged");
    fs::remove_file(repository.top().join("gone")).unwrap();
    fs::remove_file(repository.top().join("folder/gone")).unwrap();
    fs::remove_dir_all(repository.top().join("was-folder")).unwrap();
    repository.write("was-folder", "a file now");
    repository.write("inner/x", "");
    git(&repository.top().join("inner"), "init --quiet .");
    let machine = Machine::at(repository.top().join("new"));
    let git = Git::around(&machine).unwrap();
    let tree = git.work_tree().unwrap();
    let names = |path: &str| -> Vec<String> {
        tree.list(Path::new(path)).unwrap().into_iter().map(|it| it.name).collect()
    };
    let top = [".gitignore", "a", "forced.log", "inner", "kept.log", "new", "staged", "was-folder"];
    assert_eq!(names(".."), top);
    assert_eq!(names("."), ["x"]);
    assert!(tree.list(Path::new("../inner")).is_err());
    assert_eq!(tree.left_out(), [""; 0]);
    for path in ["../x.log", "../out/a", "../folder", "../gone", "../.git", "../folder/x.log"] {
        assert_eq!(tree.kind(Path::new(path)).unwrap(), None, "{path}");
    }
    assert_eq!(tree.left_out(), ["folder", "out", "x.log"]);
}

fn refused(folder: &Path, word: &str) -> String {
    let machine = Machine::at(folder);
    let git = match Git::around(&machine) {
        Ok(git) => git,
        Err(problem) => return format!("{} ({})", problem.message, problem.hints.join("; ")),
    };
    let problem = git.revision(word).map(drop).unwrap_err();
    format!("{} ({})", problem.message, problem.hints.join("; "))
}

#[test]
fn what_cannot_be_seen_is_said() {
    let repository = Repository::new();
    repository.write("a", "1");
    repository.commit();
    repository.git("branch release/v1.2");
    let shallow = repository.path("shallow");
    repository.git(&format!(
        "clone --quiet --depth 1 file://{0} {1}",
        repository.top().display(),
        shallow.display()
    ));
    let top = repository.top();
    let said = [
        refused(&top, "release/v1.1"),
        refused(&top, "nothing-like-it"),
        refused(&top, "main...HEAD"),
        refused(&top, "--all"),
        refused(&top, ""),
        refused(&top, "HEAD:a"),
        refused(&shallow, "HEAD~1"),
        refused(&repository.path(""), "HEAD")
            .replace(&*repository.path("").to_string_lossy(), "DIR"),
        refused(&top.join(".git"), "HEAD").replace(&*top.to_string_lossy(), "TOP"),
    ];
    insta::assert_snapshot!(said.join("\n"), @r"
    git knows no revision `release/v1.1` (did you mean `release/v1.2`?)
    git knows no revision `nothing-like-it` (fetch it with `git fetch`; `git branch --all` and `git tag` list what is here)
    git knows no revision `main...HEAD` (one revision is asked for, such as `$(git merge-base A B)`)
    git knows no revision `--all` (fetch it with `git fetch`; `git branch --all` and `git tag` list what is here)
    no revision is named ()
    `HEAD:a` is not a commit ()
    git knows no revision `HEAD~1` (this clone is shallow: fetch more with `git fetch --unshallow`, or say `fetch-depth: 0` to actions/checkout)
    `DIR` is not in a git repository ()
    `TOP/.git` is not in the work tree of a repository ()
    ");
}

#[test]
fn both_sides_have_the_same_time() {
    let repository = Repository::new();
    repository.commit();
    let machine = repository.machine();
    let git = Git::around(&machine).unwrap();
    let (revision, tree): (Revision<'_>, WorkTree<'_>) =
        (git.revision("main").unwrap(), git.work_tree().unwrap());
    assert_eq!(revision.now(), tree.now());
    assert_eq!(revision.working_directory(), repository.top());
}
