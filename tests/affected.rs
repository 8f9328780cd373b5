//! What a change affects: real repositories, and what the program says of edits of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::support::Project;
use crate::support::project::Outcome;

const BAKE: &str = r#"
variable "LEVEL" {
  default = "1"
}
group "default" {
  targets = ["app", "docs", "tool"]
}
target "base" {
  context = "base"
}
target "app" {
  context  = "app"
  contexts = { base = "target:base" }
  args     = { LEVEL = LEVEL }
  tags     = ["app:1"]
}
target "docs" {
  dockerfile = "docs.Dockerfile"
}
target "tool" {
  context = "tool"
  target  = "run"
}
target "other" {
  context = "via"
}
"#;

const FILES: [(&str, &str); 16] = [
    ("docker-bake.hcl", BAKE),
    (".gitignore", "*.o\n/out/\n"),
    ("README.md", "read\n"),
    ("base/Dockerfile", "FROM scratch\nCOPY rootfs /\n"),
    ("base/rootfs/etc/motd", "hello\n"),
    ("base/README.md", "read\n"),
    ("app/Dockerfile", "FROM base\nARG LEVEL\nRUN echo $LEVEL\nCOPY src/ /src/\n"),
    ("app/.dockerignore", "**/*.md\n"),
    ("app/src/main.c", "main\n"),
    ("app/src/run.sh", "run\n"),
    ("app/src/notes.md", "notes\n"),
    ("docs.Dockerfile", "FROM scratch\nCOPY docs /\n"),
    ("docs/a.md", "a\n"),
    (
        "tool/Dockerfile",
        "FROM scratch AS unused\nCOPY unused /\nFROM scratch AS run\nCOPY tool /\n",
    ),
    ("tool/unused", "1\n"),
    ("tool/tool", "1\n"),
];

/// A repository in the folder `r` of a project.
struct Repository {
    project: Project,
}

impl Repository {
    /// One with all the files committed.
    fn new() -> Self {
        let repository = Self::empty();
        for (path, text) in FILES {
            repository.write(path, text);
        }
        repository.link("a.md", "docs/link");
        repository.link("tool", "via");
        repository.commit();
        repository
    }

    fn empty() -> Self {
        Self::of(Project::new())
    }

    /// One without files in a project.
    fn of(project: Project) -> Self {
        let project = project.env("GIT_CONFIG_GLOBAL", "/dev/null");
        fs::create_dir(project.path("r")).unwrap();
        let repository = Self { project };
        repository.git("init --quiet --initial-branch=main .");
        for setting in ["user.name a", "user.email a@example.org", "core.autocrlf false"] {
            repository.git(&format!("config {setting}"));
        }
        repository
    }

    fn path(&self, path: &str) -> PathBuf {
        self.project.path("r").join(path)
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn replace(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(path)).unwrap();
        assert!(text.contains(from), "{path}: {from}");
        self.write(path, text.replace(from, to));
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap();
    }

    fn link(&self, to: &str, path: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(to, self.path(path)).unwrap();
    }

    fn mode(&self, path: &str, mode: u32) {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(self.path(path), fs::Permissions::from_mode(mode)).unwrap();
    }

    fn git(&self, words: &str) {
        git(&self.path(""), words);
    }

    fn commit(&self) {
        self.git("add --all");
        self.git("commit --quiet --allow-empty -m x");
    }

    fn run(&self, arguments: &str) -> Outcome {
        self.project.run_in(&self.path(""), arguments)
    }

    /// The names that are affected, in one line, and what else is said.
    fn affected(&self, arguments: &str) -> String {
        let outcome = self.run(&format!("affected {arguments}"));
        let names = outcome.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        let names = if names.is_empty() { "nothing" } else { &names };
        match outcome.code {
            Some(0) => [names, &*outcome.stderr].join("\n").trim_end().replace('\n', "\n  "),
            _ => outcome.to_string(),
        }
    }
}

fn git(folder: &Path, words: &str) {
    let mut command = Command::new("git");
    command.current_dir(folder).args(words.split(' ')).stdin(Stdio::null());
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let output = command.output().unwrap();
    assert!(output.status.success(), "git {words}: {}", String::from_utf8_lossy(&output.stderr));
}

type Edit = (&'static str, fn(&Repository));

/// What each edit affects. It is the same before the edit is committed, after that, and between
/// two revisions.
fn table(edits: &[Edit]) -> String {
    let mut text = String::new();
    for (name, edit) in edits {
        let repository = Repository::new();
        edit(&repository);
        let uncommitted = repository.affected("--since HEAD");
        repository.commit();
        assert_eq!(repository.affected("--since HEAD~1"), uncommitted, "{name}, once committed");
        let between = repository.affected("--since HEAD~1 --until HEAD");
        assert_eq!(between, uncommitted, "{name}, between revisions");
        text.push_str(&format!("{name}: {uncommitted}\n"));
    }
    text
}

#[test]
fn what_does_not_count_affects_nothing() {
    let edits: [Edit; 13] = [
        ("nothing", |_| {}),
        ("a file that nobody takes", |it| it.write("README.md", "more\n")),
        ("a new file that nobody takes", |it| it.write("base/new", "more\n")),
        ("a file of a context that is not copied", |it| it.write("base/README.md", "more\n")),
        ("a file behind .dockerignore", |it| it.write("app/src/notes.md", "more\n")),
        ("an ignored file", |it| it.write("app/src/main.o", "object\n")),
        ("an ignored folder", |it| it.write("out/a/b", "object\n")),
        ("a comment", |it| it.write("docs.Dockerfile", "# why\nFROM scratch\n\nCOPY   docs /\n")),
        ("an unused stage", |it| it.replace("tool/Dockerfile", "unused /", "unused /x")),
        ("a file of an unused stage", |it| it.write("tool/unused", "2\n")),
        ("a tag", |it| it.replace("docker-bake.hcl", "app:1", "app:2")),
        ("a permission that git does not keep", |it| it.mode("app/src/run.sh", 0o600)),
        ("white space in the definition", |it| {
            it.replace("docker-bake.hcl", "  context", " context");
        }),
    ];
    insta::assert_snapshot!(table(&edits), @r"
    nothing: nothing
    a file that nobody takes: nothing
    a new file that nobody takes: nothing
    a file of a context that is not copied: nothing
    a file behind .dockerignore: nothing
    an ignored file: nothing
    an ignored folder: nothing
    a comment: nothing
    an unused stage: nothing
    a file of an unused stage: nothing
    a tag: nothing
    a permission that git does not keep: nothing
    white space in the definition: nothing
    ");
}

#[test]
fn what_counts_affects_all_that_stands_on_it() {
    let edits: [Edit; 17] = [
        // The folder is copied all the same.
        ("a file behind .dockerignore in a new folder", |it| it.write("app/src/new/x.md", "")),
        ("a file of the base", |it| it.write("base/rootfs/etc/motd", "hi\n")),
        ("a new file of the base", |it| it.write("base/rootfs/x/y", "")),
        ("a file of the app", |it| it.write("app/src/main.c", "main 2\n")),
        ("a file that is gone", |it| it.remove("app/src/main.c")),
        ("an execute bit", |it| it.mode("app/src/run.sh", 0o755)),
        ("a moved file", |it| {
            it.remove("app/src/main.c");
            it.write("app/src/deep/main.c", "main\n");
        }),
        ("an empty file where a folder was", |it| {
            it.remove("base/rootfs/etc/motd");
            fs::remove_dir(it.path("base/rootfs/etc")).unwrap();
            it.write("base/rootfs/etc", "");
        }),
        ("a link", |it| {
            it.remove("docs/link");
            it.link("b.md", "docs/link");
        }),
        ("a link that becomes what it led to", |it| {
            it.remove("docs/link");
            it.write("docs/link", "a\n");
        }),
        ("an ignore file", |it| it.write("app/.dockerignore", "**/*.txt\n")),
        ("a new ignore file", |it| it.write("docs.Dockerfile.dockerignore", "docs/a.md\n")),
        ("an instruction", |it| it.replace("tool/Dockerfile", "tool /", "tool /bin/")),
        ("a variable", |it| it.replace("docker-bake.hcl", "= \"1\"", "= \"2\"")),
        ("an argument that nobody declares", |it| {
            it.replace("docker-bake.hcl", "LEVEL = LEVEL }", "LEVEL = LEVEL, X = 1 }");
        }),
        ("a target of its own", |it| {
            it.replace("docker-bake.hcl", "\"tool\"]", "\"tool\", \"other\"]");
        }),
        ("a new target", |it| {
            it.replace(
                "docker-bake.hcl",
                "\"tool\"]",
                "\"tool\", \"new\"]\n}\ntarget \"new\" {\n  context = \"tool\"",
            );
        }),
    ];
    insta::assert_snapshot!(table(&edits), @r"
    a file behind .dockerignore in a new folder: app
    a file of the base: app base
    a new file of the base: app base
    a file of the app: app
    a file that is gone: app
    an execute bit: app
    a moved file: app
    an empty file where a folder was: app base
    a link: docs
    a link that becomes what it led to: docs
    an ignore file: app
    a new ignore file: docs
    an instruction: tool
    a variable: app
    an argument that nobody declares: nothing
    a target of its own: nothing
    a new target: new
    ");
}

#[test]
fn what_git_has_in_other_forms_is_seen() {
    let edits: [Edit; 3] = [
        ("ends of lines in the work tree alone", |it| {
            it.write(".gitattributes", "*.c eol=crlf\n");
            it.git("add .gitattributes");
        }),
        ("ends of lines", |it| {
            it.write(".gitattributes", "*.c eol=crlf\n");
            it.write("app/src/main.c", "main\r\n");
        }),
        ("a lost ignore file of git", |it| {
            it.write("app/src/main.o", "object\n");
            it.remove(".gitignore");
        }),
    ];
    let mut text = String::new();
    for (name, edit) in edits {
        let repository = Repository::new();
        edit(&repository);
        text.push_str(&format!("{name}: {}\n", repository.affected("--since HEAD")));
        repository.commit();
        text.push_str(&format!("  committed: {}\n", repository.affected("--since HEAD~1")));
        text.push_str(&format!(
            "  between: {}\n",
            repository.affected("--since HEAD~1 --until HEAD")
        ));
    }
    insta::assert_snapshot!(text, @r"
    ends of lines in the work tree alone: nothing
      committed: nothing
      between: app
    ends of lines: app
      committed: app
      between: app
    a lost ignore file of git: app
      committed: app
      between: app
    ");
}

#[test]
fn staged_or_not_is_the_same() {
    let repository = Repository::new();
    repository.write("app/src/main.c", "2\n");
    repository.git("add app/src/main.c");
    assert_eq!(repository.affected("--since HEAD"), "app");
    repository.write("app/src/main.c", "main\n");
    assert_eq!(repository.affected("--since HEAD"), "nothing");
    repository.git("rm --quiet --cached -r base");
    assert_eq!(repository.affected("--since HEAD"), "nothing");
    repository.git("reset --quiet --hard");
    repository.git("rm --quiet -r base");
    insta::assert_snapshot!(repository.affected("--since HEAD docs tool"), @"nothing");
}

#[test]
fn what_is_asked_for_is_compared() {
    let repository = Repository::new();
    repository.write("tool/unused", "2\n");
    repository.write("tool/tool", "2\n");
    let asked = [
        "",
        "other",
        "docs app",
        "to*",
        "base",
        "tool --var LEVEL=2",
        "app --set app.args.LEVEL=3",
    ];
    let said: String = asked
        .iter()
        .map(|words| {
            format!("{words}: {}\n", repository.affected(&format!("--since HEAD {words}")))
        })
        .collect();
    insta::assert_snapshot!(said, @r"
    : tool
    other: other
    docs app: nothing
    to*: tool
    base: nothing
    tool --var LEVEL=2: tool
    app --set app.args.LEVEL=3: nothing
    ");
}

#[test]
fn a_subfolder_may_be_the_working_directory() {
    let repository = Repository::new();
    for (path, text) in FILES {
        repository.write(&format!("sub/{path}"), text);
    }
    repository.replace("sub/docker-bake.hcl", "context = \"base\"", "context = \"../base\"");
    repository.commit();
    let folder = repository.path("sub");
    let affected = || repository.project.run_in(&folder, "affected --since HEAD").stdout;
    repository.write("base/rootfs/etc/motd", "2\n");
    assert_eq!(affected(), "app\nbase\n");
    repository.commit();
    repository.write("sub/base/rootfs/etc/motd", "2\n");
    repository.write("app/src/main.c", "2\n");
    assert_eq!(affected(), "");
    repository.write("sub/tool/tool", "2\n");
    assert_eq!(affected(), "tool\n");
}

#[test]
fn a_submodule_counts_as_what_it_holds() {
    let inner = Repository::empty();
    inner.write("x", "1\n");
    inner.write("skipped.md", "1\n");
    inner.commit();
    let outer = Repository::new();
    let from = inner.path("").display().to_string();
    outer.git(&format!("-c protocol.file.allow=always submodule --quiet add {from} app/src/sub"));
    outer.commit();
    assert_eq!(outer.affected("--since HEAD"), "nothing");
    assert_eq!(outer.affected("--since HEAD~1"), "app");
    outer.write("app/src/sub/skipped.md", "2\n");
    assert_eq!(outer.affected("--since HEAD"), "nothing");
    outer.write("app/src/sub/x", "2\n");
    assert_eq!(outer.affected("--since HEAD"), "app");
    let sub = outer.path("app/src/sub");
    for words in ["config user.name a", "config user.email a", "commit --quiet -am y"] {
        git(&sub, words);
    }
    outer.commit();
    assert_eq!(outer.affected("--since HEAD"), "nothing");
    assert_eq!(outer.affected("--since HEAD~1 --until HEAD"), "app");
    // Nobody knows what it holds where it has not been fetched, but which commit of it.
    outer.git("submodule --quiet deinit --force app/src/sub");
    fs::remove_dir_all(outer.path(".git/modules")).unwrap();
    assert_eq!(outer.affected("--since HEAD"), "nothing");
    assert_eq!(outer.affected("--since HEAD~1"), "app");
}

#[test]
fn what_git_ignores_is_left_out_and_told() {
    let repository = Repository::new();
    repository.write("app/Dockerfile", "FROM scratch\nCOPY main.o /\n");
    repository.commit();
    repository.write("app/main.o", "1\n");
    repository.write("more.o.hcl", "target \"tool\" {\n  args = { X = 1 }\n}\n");
    repository.write(".gitignore", "*.o\n*.o.hcl\n/docs.Dockerfile\n.env\n");
    repository.git("rm --quiet --cached docs.Dockerfile");
    repository.commit();
    let said = [
        repository.affected("--since HEAD app"),
        repository.affected("--since HEAD -f docker-bake.hcl -f more.o.hcl tool"),
        repository.affected("--since HEAD docs"),
    ];
    insta::assert_snapshot!(said.join("\n"), @r#"
    nothing
    nothing
      note: git ignores `more.o.hcl`: taken as it is now on both sides
    exit 2
    --- stderr
    note: git ignores `docs.Dockerfile`: taken as missing on both sides
    error[missing-dockerfile]: cannot read the Dockerfile `docs.Dockerfile`: no such file
        ╭─[docker-bake.hcl:18:16]
     17 │ target "docs" {
     18 │   dockerfile = "docs.Dockerfile"
        ·                ─────────────────
     19 │ }
        ╰────

    1 error
    "#);
}

#[test]
fn secrets_that_git_ignores_are_not_missed() {
    let repository = Repository::new();
    repository.write(".gitignore", "token\n");
    repository.write("token", "secret\n");
    let secret = "target \"tool\" {\n  secret = [\"id=token,src=token\"]";
    repository.replace("docker-bake.hcl", "target \"tool\" {", secret);
    repository.commit();
    assert_eq!(repository.affected("--since HEAD tool"), "nothing");
}

#[test]
fn all_that_counts_is_read_from_the_revision() {
    let repository = Repository::empty();
    let bake = r#"
        target "templated" {
          dockerfile = "Dockerfile.j2"
        }
        target "remote" {
          dockerfile-inline = "FROM scratch\nADD https://example.org/x /\n"
        }
        target "listed" {
          dockerfile-inline = "FROM scratch\n"
          inputs            = ["scripts/**"]
        }
        task "smoke" {
          image   = "listed"
          command = ["scripts/smoke.sh"]
        }
    "#;
    repository.write("docker-bake.hcl", bake);
    repository.write("Dockerfile.j2", "{% include 'part.j2' %}\n");
    repository.write("part.j2", "FROM scratch\n");
    repository.write("scripts/smoke.sh", "1\n");
    repository.write("scripts/deep/x", "1\n");
    repository.commit();
    let edits: [(&str, &str); 4] = [
        ("README.md", "more\n"),
        ("part.j2", "FROM scratch\nLABEL a=b\n"),
        ("scripts/deep/x", "2\n"),
        ("docker-bake.hcl", &bake.replace("\"scripts/smoke.sh\"", "\"scripts/smoke.sh\", \"-v\"")),
    ];
    let said = edits.map(|(path, text)| {
        repository.write(path, text);
        let said = format!("{path}: {}", repository.affected("--since HEAD *"));
        repository.commit();
        assert_eq!(repository.affected("--since HEAD *"), "nothing");
        said
    });
    insta::assert_snapshot!(said.join("\n"), @r"
    README.md: nothing
    part.j2: templated
    scripts/deep/x: listed smoke
    docker-bake.hcl: smoke
    ");
}

#[test]
fn definitions_from_standard_input_are_the_same_on_both_sides() {
    let project = Project::new().stdin("target \"default\" {\n  context = \"tool\"\n}\n");
    let repository = Repository::of(project);
    repository.write("tool/Dockerfile", "FROM scratch\nCOPY x /\n");
    repository.write("tool/x", "1\n");
    repository.commit();
    assert_eq!(repository.affected("--since HEAD -f -"), "nothing");
    repository.write("tool/x", "2\n");
    assert_eq!(repository.affected("--since HEAD -f -"), "default");
}

#[test]
fn a_target_behind_a_group_of_its_name_is_compared() {
    let repository = Repository::new();
    let bake = r#"
        group "default" {
          targets = ["user"]
        }
        group "app" {
          targets = ["docs"]
        }
        target "app" {
          context = "tool"
          target  = "run"
        }
        target "docs" {
          dockerfile = "docs.Dockerfile"
        }
        target "user" {
          dockerfile-inline = "FROM app"
          contexts          = { app = "target:app" }
        }
    "#;
    repository.write("docker-bake.hcl", bake);
    repository.commit();
    assert_eq!(repository.affected("--since HEAD"), "nothing");
    repository.write("tool/tool", "2\n");
    assert_eq!(repository.affected("--since HEAD"), "app user");
}

#[test]
fn what_has_changed_is_told_by_name() {
    let repository = Repository::new();
    repository.write("base/rootfs/etc/motd", "hi\n");
    repository.write("app/src/more.c", "more\n");
    repository.replace("docker-bake.hcl", "= \"1\"", "= \"2\"");
    repository.replace("tool/Dockerfile", "tool /", "tool /bin/");
    repository.remove("docs/link");
    repository.link("b.md", "docs/link");
    insta::assert_snapshot!(repository.run("affected --since HEAD --why"), @r"
    exit 0
    --- stdout
    app
      build › platform linux/amd64 › stage 0 › FROM target base  `base` changed
      build › platform linux/amd64 › stage 0 › ARG LEVEL: 1 → 2
      build › platform linux/amd64 › stage 0 › COPY src/ /src/ › files app/src › file more.c  added
    base
      build › platform linux/amd64 › stage 0 › COPY rootfs / › files base/rootfs › file etc/motd  changed
    docs
      build › platform linux/amd64 › stage 0 › COPY docs / › files docs › file link  is another kind of file
    tool
      build › platform linux/amd64 › stage run › COPY tool /bin/ › instruction: COPY tool / → COPY tool /bin/
    ");
}

#[test]
fn a_converted_file_is_no_change() {
    let repository = Repository::new();
    repository.write(".gitattributes", "*.c eol=crlf\n");
    repository.write("app/src/main.c", "main\r\n");
    repository.commit();
    assert_eq!(repository.affected("--since HEAD"), "nothing");
    repository.write("app/src/run.sh", "2\n");
    insta::assert_snapshot!(repository.run("affected --since HEAD --why").stdout, @r"
    app
      build › platform linux/amd64 › stage 0 › COPY src/ /src/ › files app/src › file run.sh  changed
    ");
}

#[test]
fn a_revision_that_cannot_be_read_affects_everything() {
    let repository = Repository::new();
    repository.write("docker-bake.hcl", "target \"app\" {");
    repository.commit();
    repository.write("docker-bake.hcl", BAKE);
    repository.commit();
    repository.write("app/Dockerfile", "FRM scratch\n");
    repository.commit();
    repository.write("app/Dockerfile", FILES[6].1);
    repository.commit();
    repository.git("rm --quiet -r app docker-bake.hcl");
    repository.commit();
    repository.git("revert --no-edit HEAD");
    let said = [
        repository.affected("--since HEAD~5"),
        repository.affected("--since HEAD~3 --why"),
        repository.affected("--since HEAD~2"),
        repository.affected("--since HEAD~1"),
    ];
    insta::assert_snapshot!(said.join("\n"), @r"
    app base docs tool
      note: at `HEAD~5`, this block is never closed: so everything is affected
    app what it was is not known: `FRM` is no instruction
    nothing
    app base docs tool
      note: at `HEAD~1`, couldn't find a bake definition: so everything is affected
    ");
}

#[test]
fn what_is_gone_is_told() {
    let repository = Repository::new();
    repository.replace("docker-bake.hcl", "\"docs\", \"tool\"]", "\"tool\"]");
    repository.replace("docker-bake.hcl", "target \"docs\"", "target \"texts\"");
    insta::assert_snapshot!(repository.affected("--since HEAD"), @r"
    nothing
      note: no longer defined since `HEAD`: `docs`
    ");
}

#[test]
fn a_branch_that_is_only_at_the_remote_is_told() {
    let repository = Repository::new();
    repository.git("update-ref refs/remotes/origin/trunk HEAD");
    let said = repository.affected("--since trunk");
    assert!(said.contains("  = hint: did you mean `origin/trunk`?\n"), "{said}");
}

#[test]
fn a_revision_that_is_not_there_is_an_error() {
    let repository = Repository::new();
    let said = [
        repository.affected("--since mian"),
        repository.affected("--since main --until nothing"),
        repository.affected(""),
        repository.project.run("affected --since main").to_string(),
    ];
    insta::assert_snapshot!(said.join("\n"), @r"
    exit 2
    --- stderr
    error: git knows no revision `mian`
       ╭─[command line:1:27]
     1 │ bakewell affected --since mian
       ·                           ────
       ╰────
      = hint: did you mean `main`?

    1 error

    exit 2
    --- stderr
    error: git knows no revision `nothing`
       ╭─[command line:1:40]
     1 │ bakewell affected --since main --until nothing
       ·                                        ───────
       ╰────
      = hint: fetch it with `git fetch`; `git branch --all` and `git tag` list what is here

    1 error

    exit 2
    --- stderr
    error: `bakewell affected` needs `--since REV`
       ╭─[command line:1:10]
     1 │ bakewell affected
       ·          ────────
       ╰────
      = hint: write `bakewell affected --since REV`

    1 error

    exit 2
    --- stderr
    error: `[ROOT]` is not in a git repository
       ╭─[command line:1:27]
     1 │ bakewell affected --since main
       ·                           ────
       ╰────

    1 error
    ");
}

#[test]
fn programs_are_told_the_same() {
    let repository = Repository::new();
    repository.write("app/src/main.c", "2\n");
    repository.replace("docker-bake.hcl", "target \"docs\"", "target \"texts\"");
    repository.replace("docker-bake.hcl", "\"docs\"", "\"texts\"");
    let outcome = repository.run("affected --since HEAD --json");
    let mut settings = insta::Settings::clone_current();
    settings.add_filter("[0-9a-f]{64}", "[KEY]");
    settings.bind(|| insta::assert_snapshot!(outcome, @r#"
    exit 0
    --- stdout
    {
      "version": 1,
      "since": "HEAD",
      "until": null,
      "modes": "git",
      "affected": {
        "app": {
          "kind": "target",
          "key": "[KEY]",
          "was": "[KEY]",
          "changes": [
            "build › platform linux/amd64 › stage 0 › COPY src/ /src/ › files app/src › file main.c  changed"
          ]
        },
        "texts": {
          "kind": "target",
          "key": "[KEY]",
          "was": null,
          "changes": [
            "it is new"
          ]
        }
      },
      "gone": [
        "docs"
      ]
    }
    --- stderr
    note: no longer defined since `HEAD`: `docs`
    "#));
    let outcome = repository.run("affected --since HEAD --why");
    insta::assert_snapshot!(outcome, @r"
    exit 0
    --- stdout
    app
      build › platform linux/amd64 › stage 0 › COPY src/ /src/ › files app/src › file main.c  changed
    texts
      it is new
    --- stderr
    note: no longer defined since `HEAD`: `docs`
    ");
}

/// A random edit: what is done, which file, a number.
#[derive(Clone, Copy, Debug)]
struct Random(usize, usize, u8);

/// Files that random edits meet: those of the repository, and others beside and below them.
const PLACES: [&str; 12] = [
    "app/src/main.c",
    "app/src/run.sh",
    "app/src/new/deep.c",
    "app/src/notes.md",
    "app/other",
    "base/rootfs/etc/motd",
    "base/rootfs/etc/motd.o",
    "docs/a.md",
    "docs/b.md",
    "docs/link",
    "tool/tool",
    "tool/unused",
];

const DOCKERFILES: [&str; 4] =
    ["app/Dockerfile", "base/Dockerfile", "docs.Dockerfile", "tool/Dockerfile"];

const IGNORES: [&str; 4] =
    ["app/.dockerignore", ".dockerignore", "docs.Dockerfile.dockerignore", "tool/.dockerignore"];

const PATTERNS: [&str; 6] = ["**/*.md", "src/n*", "docs/a.md", "tool", "!**/*.c", "unused"];

impl Repository {
    fn edit(&self, Random(what, which, number): Random) {
        let (place, dockerfile) = (PLACES[which], DOCKERFILES[which % 4]);
        let append = |path: &str, line: String| {
            let before = fs::read_to_string(self.path(path)).unwrap_or_default();
            self.write(path, before + &line);
        };
        let _already_gone = (what < 4).then(|| fs::remove_file(self.path(place)));
        match what {
            0 => self.write(place, format!("{}\n", number % 3)),
            1 => {}
            2 => self.link(PATTERNS[usize::from(number) % 6], place),
            3 => {
                self.write(place, "program\n");
                self.mode(place, if number % 2 == 0 { 0o755 } else { 0o644 });
            }
            4 => append(dockerfile, format!("# {number}\n")),
            5 => append(dockerfile, format!("ENV X={}\n", number % 2)),
            6 => append(IGNORES[which % 4], format!("{}\n", PATTERNS[usize::from(number) % 6])),
            7 => append(".gitignore", "*.o\n".to_owned()),
            _ => self.replace("docker-bake.hcl", "target \"", "# a comment\ntarget \""),
        }
    }

    /// The keys of the files of a revision, from a folder that holds them and nothing else.
    fn keys(&self, revision: &str) -> BTreeMap<String, String> {
        let folder = self.project.path("checkout");
        let _not_there_yet = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).unwrap();
        let archive = self.project.path("archive.tar");
        self.git(&format!("archive --output {} {revision}", archive.display()));
        let mut tar = Command::new("tar");
        assert!(tar.arg("xf").arg(&archive).current_dir(&folder).status().unwrap().success());
        let outcome = self.project.run_in(&folder, "keys --modes git --json *");
        assert_eq!(outcome.code, Some(0), "{outcome}");
        let json: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
        let nodes = json["nodes"].as_object().unwrap().iter();
        nodes.map(|(name, node)| (name.clone(), node["key"].to_string())).collect()
    }
}

#[test]
fn a_node_is_affected_if_the_keys_of_two_checkouts_differ() {
    let repository = Repository::new();
    repository.git("tag start");
    let before = repository.keys("start");
    let config = Config { cases: 24, failure_persistence: None, ..Config::default() };
    let edits = prop::collection::vec((0..9_usize, 0..12_usize, any::<u8>()), 1..4);
    let outcome = TestRunner::new(config).run(&edits, |edits| {
        repository.git("reset --quiet --hard start");
        repository.git("clean --quiet -ffdx");
        for (what, which, number) in edits {
            repository.edit(Random(what, which, number));
        }
        let now = repository.run("affected --since start *").stdout;
        repository.commit();
        let later = repository.run("affected --since start --until HEAD *").stdout;
        let back = repository.run("affected --since HEAD --until start *").stdout;
        let after = repository.keys("HEAD");
        let differ = after.iter().filter(|(name, key)| before.get(*name) != Some(key));
        let names: String = differ.map(|(name, _)| format!("{name}\n")).collect();
        prop_assert_eq!(&now, &names);
        prop_assert_eq!(&later, &names);
        prop_assert_eq!(&back, &names);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}
