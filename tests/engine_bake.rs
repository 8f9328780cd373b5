//! `bakewell bake` on a real engine: a small tree, from its root to its leaves.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;

use crate::engine::{Engine, Ran, engine};

/// A root, a layer that starts from it, and two leaves of one matrix, each with a repository of its
/// own: a registry may refuse one blob that two pushes bring to one repository. Every `RUN` is a test.
const TREE: &str = r#"
variable "REPOSITORY" {}

group "default" {
  targets = ["leaf"]
}

target "base" {
  context = "base"
  args    = { GREETING = "hello" }
}

target "mid" {
  contexts          = { below = "target:base" }
  dockerfile-inline = <<EOT
    FROM below
    RUN test "$(cat /greeting)" = hello && echo mid > /layer
  EOT
}

target "leaf" {
  name              = "leaf-${flavour}"
  matrix            = { flavour = ["plain", "salted"] }
  contexts          = { below = "target:mid" }
  args              = { FLAVOUR = upper(flavour) }
  tags              = ["${REPOSITORY}/${flavour}:1"]
  dockerfile-inline = <<EOT
    FROM below
    ARG FLAVOUR
    RUN test "$(cat /layer)" = mid && echo "$FLAVOUR" > /flavour
    CMD ["cat", "/greeting", "/layer", "/flavour"]
  EOT
}

target "unlinked" {
  dockerfile-inline = <<EOT
    FROM registry.invalid/team/root:1.2
    COPY --from=docker.io/library/implied:latest /greeting /again
    RUN --mount=from=implied,target=/mnt test "$(cat /mnt/greeting)" = "$(cat /greeting /again | tail -n1)"
  EOT
}

target "root" {
  context = "base"
  args    = { GREETING = "hello" }
  tags    = ["registry.invalid/team/root:1.2", "implied"]
}

target "failing" {
  contexts          = { below = "target:base" }
  dockerfile-inline = <<EOT
    FROM below
    RUN echo this is expected && exit 7
  EOT
}
"#;

/// A folder with the tree in it, and a repository of its own to push to.
#[derive(Debug)]
struct Project {
    folder: TempDir,
    engine: &'static Engine,
    name: String,
}

impl Project {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = TempDir::new().expect("a folder for the project");
        let engine = engine();
        engine.write_base_context(&folder.path().join("base"));
        fs::write(folder.path().join("docker-bake.hcl"), TREE).expect("a file can be written");
        Self { folder, engine, name: format!("tree-{}-{number}", std::process::id()) }
    }

    fn repository(&self) -> String {
        format!("{}/{}", self.engine.registry, self.name)
    }

    fn bake(&self, args: &[&str]) -> Ran {
        let program = Path::new(env!("CARGO_BIN_EXE_bakewell"));
        let mut command = self.engine.command(program);
        command.arg("bake").args(args).env("REPOSITORY", self.repository());
        Ran::of(command.current_dir(self.folder.path()))
    }
}

#[test]
fn a_linked_tree_is_built_and_pushed() {
    let project = Project::new();
    let ran = project.bake(&["--push"]);
    assert_eq!(ran.status, Some(0), "{}", ran.text);
    for flavour in ["plain", "salted"] {
        let digest = project.engine.pushed(&format!("{}/{flavour}", project.name), "1");
        assert!(digest.is_some_and(|digest| digest.starts_with("sha256:")), "{}", ran.text);
    }
    assert_eq!(project.engine.pushed(&format!("{}/sweet", project.name), "1"), None);
}

#[test]
fn one_leaf_is_loaded_and_runs() {
    let project = Project::new();
    let ran = project.bake(&["--load", "leaf-salted"]);
    assert_eq!(ran.status, Some(0), "{}", ran.text);
    let image = format!("{}/salted:1", project.repository());
    let said = project.engine.docker(&["run", "--rm", "--network=none", &image]);
    assert_eq!(said.stdout, "hello\nmid\nSALTED\n", "{}", said.text);
    let other = format!("{}/plain:1", project.repository());
    assert!(!project.engine.docker(&["image", "inspect", &other]).success, "nobody asked for it");
}

#[test]
fn what_dockerfiles_imply_is_linked_if_that_is_wanted() {
    let ran = Project::new().bake(&["unlinked", "--link"]);
    assert_eq!(ran.status, Some(0), "{}", ran.text);
    let note = "note: `unlinked` takes `root` for `registry.invalid/team/root:1.2`";
    assert!(ran.text.contains(note), "{}", ran.text);
    let alone = Project::new().bake(&["unlinked"]);
    assert_eq!(alone.status, Some(1), "there is no such registry: {}", alone.text);
}

#[test]
fn a_failing_build_is_status_1() {
    let ran = Project::new().bake(&["failing"]);
    assert_eq!(ran.status, Some(1), "{}", ran.text);
    assert!(ran.text.contains("this is expected"), "{}", ran.text);
}

#[test]
fn an_override_reaches_the_build() {
    let ran = Project::new().bake(&["mid", "--set", "base.args.GREETING=goodbye"]);
    assert_eq!(ran.status, Some(1), "the test in `mid` should fail: {}", ran.text);
}

#[test]
fn wrong_input_never_reaches_the_engine() {
    let ran = Project::new().bake(&["leef-plain"]);
    assert_eq!(ran.status, Some(2), "{}", ran.text);
    assert!(ran.text.contains("leaf-plain"), "{}", ran.text);
}

#[test]
fn a_dry_run_builds_nothing() {
    let project = Project::new();
    let ran = project.bake(&["--push", "--dry-run"]);
    assert_eq!(ran.status, Some(0), "{}", ran.text);
    assert!(ran.stdout.contains("buildx bake"), "{}", ran.text);
    assert_eq!(project.engine.pushed(&project.name, "plain"), None);
}
