//! Plans handed to docker, and how that ends.

use insta::assert_snapshot;

use crate::support::Project;

const APP: &str = r#"
target "app" {
  args = { GREETING = "$${name}" }
  tags = ["app:1"]
}
"#;

/// Says what it was called with, and ends with 7.
const DOCKER: &str = r#"[ "$*" = "buildx version" ] && exit 0
echo "docker $*"
cat
echo "to stderr" >&2
exit 7"#;

#[test]
fn a_plan_is_handed_over_and_the_exit_code_comes_back() {
    let project = Project::bake(APP).program("docker", DOCKER);
    let outcome = project.run("build app --push --progress=plain --set app.args.X=secret");
    assert_snapshot!(outcome, @r#"
    exit 7
    --- stdout
    docker buildx bake --file=- --progress=plain
    {
      "group": {
        "default": {
          "targets": [
            "app"
          ]
        }
      },
      "target": {
        "app": {
          "context": ".",
          "dockerfile": "Dockerfile",
          "args": {
            "GREETING": "$${name}",
            "X": "secret"
          },
          "tags": [
            "app:1"
          ],
          "output": [
            {
              "push": "true",
              "type": "image"
            }
          ]
        }
      }
    }
    --- stderr
    to stderr
    "#);
    assert_eq!(project.run("bake app").code, Some(7));
}

#[test]
fn a_dry_run_shows_the_command_and_runs_nothing() {
    let project = Project::bake(APP).program("docker", "echo ran > ran");
    assert_snapshot!(project.run("build app --dry-run --builder b"), @r#"
    exit 0
    --- stdout
    docker buildx bake --file=- --builder=b <<'PLAN'
    {
      "group": {
        "default": {
          "targets": [
            "app"
          ]
        }
      },
      "target": {
        "app": {
          "context": ".",
          "dockerfile": "Dockerfile",
          "args": {
            "GREETING": "$${name}"
          },
          "tags": [
            "app:1"
          ]
        }
      }
    }
    PLAN
    "#);
    assert!(!project.path("ran").exists());
}

#[test]
fn a_standalone_buildx_will_do() {
    let script = r#"echo "$*""#;
    let project = Project::bake(APP).program("docker-buildx", script);
    let path = project.path("bin").display().to_string();
    let project = project.env("PATH", &path);
    assert_eq!(project.run("build app").stdout, "bake --file=-\n");
}

#[test]
fn a_docker_without_buildx_is_told_apart() {
    let project = Project::bake(APP).program("docker", "exit 1");
    assert_snapshot!(project.run("build app"), @r"
    exit 2
    --- stderr
    error: this docker has no buildx
      = hint: install docker with its buildx plugin: https://docs.docker.com/go/buildx/
      = hint: `bakewell plan` needs neither

    1 error
    ");
}

#[test]
#[cfg(unix)]
fn no_docker_at_all_is_an_error_with_a_way_out() {
    assert_snapshot!(Project::bake(APP).env("PATH", "/nowhere").run("bake app"), @r"
    exit 2
    --- stderr
    error: docker is not installed, or not in `PATH`
      = hint: install docker with its buildx plugin: https://docs.docker.com/go/buildx/
      = hint: `bakewell plan` needs neither

    1 error
    ");
}

#[test]
#[cfg(target_os = "linux")]
fn a_request_to_end_is_passed_on() {
    // In a session of its own, it is on no terminal.
    for signal in ["TERM", "HUP", "INT", "QUIT"] {
        let docker = format!(
            r#"[ "$*" = "buildx version" ] && exit 0
trap 'echo ended; exit 3' {signal}
echo started
cat > plan
while :; do sleep 0.05; done"#
        );
        let outcome = Project::bake(APP).program("docker", &docker).shell(&format!(
            ": > out
             setsid $BAKEWELL build app > out & pid=$!
             while ! grep -q started out; do sleep 0.05; done
             kill -{signal} $pid; wait $pid; code=$?; cat out; exit $code"
        ));
        let told = format!("{outcome}");
        assert_eq!(told.trim_end(), "exit 3\n--- stdout\nstarted\nended", "{signal}");
    }
}

#[test]
fn the_default_group_of_what_is_handed_over_is_what_was_asked_for() {
    let project = Project::bake(
        r#"
group "all" {
  targets = ["default", "top"]
}
target "default" {
}
target "base" {
}
target "top" {
  contexts = { base = "target:base" }
}
group "nothing" {
  targets = []
}
"#,
    );
    let handed = |typed: &str| {
        let shown = project.run(typed).stdout;
        let plan = shown.lines().skip(1).take_while(|line| *line != "PLAN");
        plan.flat_map(str::split_whitespace).collect::<String>()
    };
    let all = handed("build --dry-run all");
    let expected = r#"{"group":{"default":{"targets":["default","top"]}},"target":{"base":{"#;
    assert!(all.starts_with(expected), "{all}");
    assert_eq!(handed("build --dry-run nothing"), r#"{"group":{"default":{"targets":[]}}}"#);
}

#[test]
fn what_docker_takes_before_the_verb_may_stand_there() {
    let project = Project::new().file("docker-bake.hcl", "target \"app\" {}");
    let first = |typed: &str| {
        let outcome = project.run(typed);
        outcome.stdout.lines().next().map_or_else(|| outcome.to_string(), str::to_owned)
    };
    assert_eq!(
        first("-D --builder b build app --dry-run"),
        "docker buildx bake --file=- --debug --builder=b <<'PLAN'"
    );
    // As in docker, what comes after the verb wins.
    assert_eq!(
        first("--builder=a --debug bake app --builder b --debug=false --dry-run"),
        "docker buildx bake --file=- --builder=b <<'PLAN'"
    );
    assert_eq!(project.run("--builder b list").code, Some(0));
}

#[test]
fn progress_that_cannot_be_shown_is_refused() {
    let project = || Project::new().file("docker-bake.hcl", "target \"default\" {}");
    assert_snapshot!(project().run("bake --print --progress tty"), @r#"
    exit 2
    --- stderr
    error: progress cannot be shown as `tty`: standard error is no terminal
       ╭─[command line:1:23]
     1 │ bakewell bake --print --progress tty
       ·                       ──────────
       ╰────
      = hint: write `auto`, which is `tty` on a terminal and `plain` elsewhere

    1 error
    "#);
    let project = project().env("BUILDKIT_PROGRESS", "foo");
    assert_snapshot!(project.run("plan"), @r#"
    exit 2
    --- stderr
    error: BUILDKIT_PROGRESS: there is no progress mode `foo`
      = hint: there is `auto`, `plain`, `tty`, `quiet` and `rawjson`

    1 error
    "#);
    assert_eq!(project.run("plan --progress=plain").code, Some(0));
    // Where nothing could be shown, nothing is wrong.
    assert_eq!(project.run("graph").code, Some(0));
}
