//! Tasks, promotions and `--only` on the command line.

use crate::support::Project;

const SHOP: &str = r#"
target "app" {
  name   = "app-${sys}"
  matrix = { sys = ["debian", "alpine"] }
}
task "smoke" {
  name    = "smoke-${sys}"
  matrix  = { sys = ["debian", "alpine"] }
  image   = "app-${sys}"
  command = ["./smoke.sh", sys]
}
task "lint" {
  description = "Looks at the scripts"
  command     = ["lint"]
}
promote "latest" {
  target = "app-debian"
  tags   = ["app:latest", "app:1"]
}
"#;

#[test]
fn tasks_and_promotions_are_listed_but_not_as_bake_lists() {
    let project = Project::bake(SHOP);
    insta::assert_snapshot!(project.run("list").stdout.replace('\t', " | "), @r"
    TARGET |  | DESCRIPTION
    app |  | app-alpine, app-debian
    app-alpine | 
    app-debian | 
    latest |  | tags `app-debian` as `app:latest` and `app:1`
    lint |  | Looks at the scripts
    smoke |  | smoke-alpine, smoke-debian
    smoke-alpine | runs `./smoke.sh alpine`
    smoke-debian | runs `./smoke.sh debian`
    ");
    insta::assert_snapshot!(project.run("bake --list=targets").stdout.replace('\t', " | "), @r"
    TARGET |  | DESCRIPTION
    app |  | app-alpine, app-debian
    app-alpine | 
    app-debian |
    ");
}

/// What `check` refuses. bake does not know `needs`, and so its plan can be made.
#[test]
fn a_plan_warns_of_what_waits_for_itself() {
    let project = Project::bake(
        r#"
target "app" {
  needs = ["smoke"]
}
task "smoke" {
  image   = "app"
  command = ["./smoke.sh"]
}
"#,
    );
    let outcome = project.run("plan app");
    assert_eq!(outcome.code, Some(0));
    assert_eq!(outcome.stdout, project.run("bake --print app").stdout);
    insta::assert_snapshot!(outcome.stderr, @r#"
    warning: 1 target and 1 task need each other: `app` → `smoke` → `app`
       ╭─[docker-bake.hcl:3:12]
     2 │ target "app" {
     3 │   needs = ["smoke"]
       ·            ───┬───
       ·               ╰── `app` needs `smoke`
     4 │ }
     5 │ task "smoke" {
     6 │   image   = "app"
       ·             ──┬──
       ·               ╰── `smoke` works on the image of `app`
     7 │   command = ["./smoke.sh"]
       ╰────
      = hint: take one of them away

    1 warning
    "#);
    assert_eq!(project.run("bake --print app").stderr, "");
    assert_eq!(project.run("plan app --strict").code, Some(2));
}

#[test]
fn a_build_says_what_it_does_not_run() {
    let outcome = Project::bake(SHOP).run("build --dry-run latest");
    insta::assert_snapshot!(outcome, @r#"
    exit 0
    --- stdout
    docker buildx bake --file=- <<'PLAN'
    {
      "group": {
        "default": {
          "targets": [
            "app-debian"
          ]
        }
      },
      "target": {
        "app-debian": {
          "context": ".",
          "dockerfile": "Dockerfile"
        }
      }
    }
    PLAN
    --- stderr
    warning: promotion `latest` is not run: only targets are built
        ╭─[docker-bake.hcl:16:1]
     15 │ }
     16 │ promote "latest" {
        · ────────────────
     17 │   target = "app-debian"
        ╰────

    1 warning
    "#);
}

#[test]
fn only_may_be_given_in_each_way_that_flags_are() {
    let project = Project::bake(SHOP);
    for flags in ["app smoke --only sys=alpine", "--only=sys=alpine app smoke"] {
        let outcome = project.run(&format!("plan {flags}"));
        assert_eq!(outcome.code, Some(0), "{outcome}");
        assert!(!outcome.stdout.contains("app-debian"), "{outcome}");
    }
    insta::assert_snapshot!(project.run("bake --print app --only=sys=alpine,arch=arm64"), @r"
    exit 2
    --- stderr
    error: nothing that was asked for has an axis `arch`
       ╭─[command line:1:45]
     1 │ bakewell bake --print app --only=sys=alpine,arch=arm64
       ·                                             ────
       ╰────
      = hint: there is `sys`

    1 error
    ");
}
