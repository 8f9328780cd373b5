//! What is pinned is what is built.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;

use crate::engine::{Engine, Ran, engine};

/// An image that is pushed for two platforms, and targets that take it in every way there is.
const BAKE: &str = r#"
variable "REPOSITORY" {}
variable "WORD" { default = "none" }

target "base" {
  context           = "base"
  args              = { WORD = WORD }
  platforms         = ["linux/amd64", "linux/arm64"]
  tags              = ["${REPOSITORY}:1"]
  output            = ["type=image,push=true"]
  dockerfile-inline = <<-EOT
    FROM scratch
    ARG WORD TARGETARCH
    COPY <<EOF /word
    $WORD for $TARGETARCH
    EOF
    ONBUILD COPY note /note
  EOT
}
"#;

/// The same image from elsewhere: what is locked is not built here.
const TAKING: &str = r#"
variable "REPOSITORY" {}

target "default" {
  contexts          = { named = "docker-image://${REPOSITORY}:1" }
  platforms         = ["linux/amd64", "linux/arm64"]
  output            = ["type=local,dest=out"]
  args              = { REPOSITORY = REPOSITORY }
  dockerfile-inline = <<-EOT
    ARG REPOSITORY
    FROM --platform=linux/arm64 $${REPOSITORY}:1 AS other
    FROM $${REPOSITORY}:1
    COPY --from=other /word /other
    COPY --from=named /word /named
  EOT
}
"#;

struct Project {
    folder: TempDir,
    engine: &'static Engine,
    repository: String,
}

impl Project {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let (folder, engine) = (TempDir::new().expect("a folder"), engine());
        let name = format!("lock-{}-{number}", std::process::id());
        let project = Self { folder, engine, repository: format!("{}/{name}", engine.registry) };
        fs::create_dir(project.path("base")).expect("a folder");
        for (name, text) in [("docker-bake.hcl", TAKING), ("base.hcl", BAKE), ("note", "a note")] {
            fs::write(project.path(name), text).expect("a file");
        }
        project
    }

    fn path(&self, name: impl AsRef<Path>) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn bakewell(&self, word: &str, args: &[&str]) -> String {
        let mut command = self.engine.command(env!("CARGO_BIN_EXE_bakewell"));
        command.args(args).current_dir(self.folder.path());
        command.env("REPOSITORY", &self.repository).env("WORD", word);
        let ran = Ran::of(&mut command);
        assert!(ran.success, "{}", ran.text);
        ran.stdout
    }

    fn push(&self, word: &str) {
        self.bakewell(word, &["build", "-f", "base.hcl", "base"]);
    }

    /// The words in what is built.
    fn built(&self, args: &[&str]) -> String {
        let _none_yet = fs::remove_dir_all(self.path("out"));
        self.bakewell("", &[&["build"], args].concat());
        let mut text = String::new();
        for platform in ["linux_amd64", "linux_arm64"] {
            for name in ["word", "other", "named", "note"] {
                let path = self.path("out").join(platform).join(name);
                let held = fs::read_to_string(path).expect("it is built");
                text.extend([platform, " ", name, ": ", held.trim(), "\n"]);
            }
        }
        text
    }
}

#[test]
fn a_pinned_build_takes_what_is_locked_wherever_the_tag_has_gone() {
    let project = Project::new();
    project.push("one");
    project.bakewell("", &["lock"]);
    let lock = fs::read_to_string(project.path("bakewell.lock")).expect("a lock file");
    assert!(lock.contains("COPY note /note"), "the triggers are locked:\n{lock}");
    let key = project.bakewell("", &["keys"]);
    project.push("two");
    assert_eq!(project.bakewell("", &["keys"]), key, "the lock says which image it is");
    insta::assert_snapshot!(project.built(&["--pin"]), @r"
    linux_amd64 word: one for amd64
    linux_amd64 other: one for arm64
    linux_amd64 named: one for amd64
    linux_amd64 note: a note
    linux_arm64 word: one for arm64
    linux_arm64 other: one for arm64
    linux_arm64 named: one for arm64
    linux_arm64 note: a note
    ");
    insta::assert_snapshot!(project.built(&[]), @r"
    linux_amd64 word: two for amd64
    linux_amd64 other: two for arm64
    linux_amd64 named: two for amd64
    linux_amd64 note: a note
    linux_arm64 word: two for arm64
    linux_arm64 other: two for arm64
    linux_arm64 named: two for arm64
    linux_arm64 note: a note
    ");
    project.bakewell("", &["lock", "--check"]);
    project.bakewell("", &["lock"]);
    let kept = fs::read_to_string(project.path("bakewell.lock")).expect("a lock file");
    assert_eq!(kept, lock);
    project.bakewell("", &["lock", "--update", "*"]);
    assert_ne!(project.bakewell("", &["keys"]), key);
    assert!(project.built(&["--pin"]).starts_with("linux_amd64 word: two for amd64\n"));
}
