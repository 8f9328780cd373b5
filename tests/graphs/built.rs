//! Graphs, built on a real engine. Tiny images of busybox stand in for distributions.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;

use crate::engine::{Engine, Ran, buildx, engine};

/// A copy of `graphs/tree`, and a mirror that has one distribution.
#[derive(Debug)]
struct Tree {
    folder: TempDir,
    engine: &'static Engine,
    name: String,
}

impl Tree {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let (folder, engine) = (TempDir::new().expect("a folder for the tree"), engine());
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("graphs/tree"), folder.path());
        let tree = Self { folder, engine, name: format!("axes-{}-{number}", std::process::id()) };
        tree.fill_mirror();
        tree
    }

    /// Where what the tree starts from and what it publishes lies.
    fn registry(&self) -> String {
        format!("{}/{}", self.engine.registry, self.name)
    }

    fn fill_mirror(&self) {
        let base = self.path("base");
        self.engine.write_base_context(&base);
        let tag = format!("--tag={}/busybox:1.37", self.registry());
        let command = buildx();
        let (program, first) = command.split_first().expect("a command has a program");
        let mut command = self.engine.command(program);
        command.args(first).args(["build", "--push", &tag]).arg(&base);
        let ran = Ran::of(&mut command);
        assert!(ran.success, "{}", ran.text);
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Runs a program in the tree, which has one distribution for this machine.
    fn run(&self, program: &str, arguments: &[&str]) -> Ran {
        let mut command = self.engine.command(program);
        command.env("SYS_NAMES", "busybox").env("SYS_ARCHS", architecture());
        command.env("MIRROR", self.registry()).env("BUILDX", buildx().join(" "));
        command.env("REPOSITORY", format!("{}/tally", self.registry()));
        Ran::of(command.args(arguments).current_dir(self.folder.path()))
    }

    /// Runs the script that builds something.
    fn script(&self, asked: &str) -> Ran {
        let script = self.bakewell(&["plan", "--format=shell", asked]);
        assert!(script.success, "{}", script.text);
        fs::write(self.path("script"), script.stdout).expect("a file can be written");
        self.run("sh", &["script"])
    }

    /// The digest of a tag of the published image.
    fn pushed(&self, tag: &str) -> Option<String> {
        self.engine.pushed(&format!("{}/tally", self.name), tag)
    }

    /// The sources with a mistake: the program finds no words.
    fn break_sources(&self) {
        let words = fs::read_to_string(self.path("src/words.sh")).expect("the sources are there");
        fs::write(self.path("src/words.sh"), words.replace("sed", "sed -n")).expect("a file");
    }

    fn bakewell(&self, arguments: &[&str]) -> Ran {
        self.run(env!("CARGO_BIN_EXE_bakewell"), arguments)
    }
}

/// This machine's architecture as docker spells it.
fn architecture() -> &'static str {
    match std::env::consts::ARCH {
        "aarch64" => "arm64",
        "x86_64" => "amd64",
        other => other,
    }
}

/// The tag that the only cell is published under.
fn published() -> String {
    format!("0.0.0-busybox-stable-{}-sh-default-release-nonroot", architecture())
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in
        fs::read_dir(from).expect("a folder is listed").map(|entry| entry.expect("an entry"))
    {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("a file is copied");
        }
    }
}

#[test]
fn a_leaf_of_the_tree_is_built_from_the_root() {
    let tree = Tree::new();
    let ran = tree.bakewell(&["build", "--progress=plain", "tests-smoke"]);
    assert_eq!(ran.status, Some(0), "{}", ran.text);
    assert!(ran.text.contains("smoke tests: good"), "{}", ran.text);
}

#[test]
fn what_ci_asks_of_the_tree_is_built() {
    let tree = Tree::new();
    let ran = tree.bakewell(&["build", "--progress=plain", "--var", "VERSION=1.2.3"]);
    assert_eq!(ran.status, Some(0), "{}", ran.text);
    assert!(ran.text.contains("unit tests: good"), "{}", ran.text);
    let manual = fs::read_to_string(tree.path("dist/docs/default/tally.txt"));
    assert!(manual.expect("the manual is there").starts_with("tally 1.2.3: counts"));
    let archive = format!(
        "dist/package/tally-1.2.3-busybox-stable-{}-sh-default-release.tar.gz",
        architecture()
    );
    assert!(tree.path(&archive).exists(), "{}", ran.text);
}

#[test]
fn the_published_image_of_the_tree_runs() {
    let tree = Tree::new();
    let ran = tree.bakewell(&["build", "publish"]);
    assert_eq!(ran.status, Some(0), "{}", ran.text);
    assert!(tree.pushed(&published()).is_some(), "{}", ran.text);
    let image = format!("{}/tally:{}", tree.registry(), published());
    let said = tree.run("docker", &["run", "--rm", "--network=none", &image, "help"]);
    assert!(said.stdout.starts_with("tally 0.0.0: counts the words"), "{}", said.text);
}

#[test]
fn the_script_of_the_tree_tests_tries_publishes_and_promotes() {
    let tree = Tree::new();
    let ran = tree.script("latest");
    assert_eq!(ran.status, Some(0), "{}", ran.text);
    assert!(ran.text.contains("smoke tests: good"), "{}", ran.text);
    let digest = tree.pushed(&published());
    assert!(digest.is_some(), "{}", ran.text);
    assert_eq!(tree.pushed("latest"), digest, "{}", ran.text);
}

#[test]
fn a_mistake_in_the_sources_is_found_by_the_leaf() {
    let tree = Tree::new();
    tree.break_sources();
    let ran = tree.bakewell(&["build", "--progress=plain", "tests-smoke"]);
    assert_eq!(ran.status, Some(1), "{}", ran.text);
    assert!(ran.text.contains(FAILED), "{}", ran.text);
}

#[test]
fn nothing_is_published_after_a_mistake() {
    let tree = Tree::new();
    tree.break_sources();
    let ran = tree.script("latest");
    assert_eq!(ran.status, Some(1), "{}", ran.text);
    assert!(ran.text.contains("failed: tests-unit-busybox"), "{}", ran.text);
    assert_eq!((tree.pushed(&published()), tree.pushed("latest")), (None, None));
}

/// What BuildKit says of the smoke test.
const FAILED: &str = "sh tests/smoke.sh\" did not complete";
