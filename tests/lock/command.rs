//! `bakewell lock` as people use it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::case::{BAKE, Case, two};
use super::fake::Ask;

#[test]
fn all_images_of_all_targets_are_locked() {
    let case = Case::new(two(), BAKE);
    insta::assert_snapshot!(case.run("lock"), @r#"
    exit 0
    --- stdout
    IMAGE				DIGEST		CHANGE	PLATFORMS
    HOST/base:1		b0077b331b18	added	linux/amd64, linux/arm64
    HOST/tools:latest	891fd3644102	added	linux/amd64
    --- stderr
    warning: `made:1` is not locked: it is what `made` builds
       ╭─[dockerfile-inline of `app`:3:13]
     2 │ COPY --from=tools /a /a
     3 │ COPY --from=made:1 /b /b
       ·             ──────
       ╰────
      = hint: to take it from there, write `--link`, or `contexts = { "made:1" = "target:made" }`

    1 warning
    "#);
    insta::assert_snapshot!(case.lock(), @r#"
    {
      "version": 1,
      "images": {
        "HOST/base:1": {
          "digest": "sha256:b0077b331b18d03a729d2711a956b7d361fdf9291cc1e4ad0954107de6c32d5b",
          "platforms": {
            "linux/amd64": {
              "digest": "sha256:ddccab9255baaf8496c6c5814094a2228cb57e59251ddede073cc66870db527c",
              "triggers": [
                "COPY . /src"
              ]
            },
            "linux/arm64": {
              "digest": "sha256:c04a94cc643dff1c044be150b2c13c23573e82e952e95f16f33559760e07a887"
            }
          }
        },
        "HOST/tools:latest": {
          "digest": "sha256:891fd36441023f7cbc1505c6fe3e8ef986bcad7a718093cfed199418df3c5c21",
          "platforms": {
            "linux/amd64": {
              "digest": "sha256:891fd36441023f7cbc1505c6fe3e8ef986bcad7a718093cfed199418df3c5c21"
            }
          }
        }
      }
    }
    "#);
}

#[test]
fn what_is_locked_stays_and_nobody_is_asked() {
    let case = Case::new(two(), BAKE);
    case.run("lock");
    let (before, asked) = (case.lock(), case.fake.asked());
    insta::assert_snapshot!(case.run("lock other"), @r"
    exit 0
    --- stdout
    IMAGE				DIGEST		CHANGE	PLATFORMS
    HOST/base:1		b0077b331b18	kept	linux/amd64, linux/arm64
    HOST/tools:latest	891fd3644102	kept	linux/amd64
    ");
    assert_eq!((case.lock(), case.fake.asked()), (before, asked));
    insta::assert_snapshot!(case.run("lock --check --strict=false"), @r#"
    exit 0
    --- stderr
    warning: `made:1` is not locked: it is what `made` builds
       ╭─[dockerfile-inline of `app`:3:13]
     2 │ COPY --from=tools /a /a
     3 │ COPY --from=made:1 /b /b
       ·             ──────
       ╰────
      = hint: to take it from there, write `--link`, or `contexts = { "made:1" = "target:made" }`

    1 warning
    "#);
}

#[test]
fn targets_only_add() {
    let case = Case::new(two(), BAKE);
    insta::assert_snapshot!(case.run("lock app"), @r#"
    exit 0
    --- stdout
    IMAGE				DIGEST		CHANGE	PLATFORMS
    HOST/base:1		b0077b331b18	added	linux/amd64
    HOST/tools:latest	891fd3644102	added	linux/amd64
    --- stderr
    warning: `made:1` is not locked: it is what `made` builds
       ╭─[dockerfile-inline of `app`:3:13]
     2 │ COPY --from=tools /a /a
     3 │ COPY --from=made:1 /b /b
       ·             ──────
       ╰────
      = hint: to take it from there, write `--link`, or `contexts = { "made:1" = "target:made" }`

    1 warning
    "#);
    insta::assert_snapshot!(case.run("lock other"), @r"
    exit 0
    --- stdout
    IMAGE				DIGEST		CHANGE		PLATFORMS
    HOST/base:1		b0077b331b18	other platforms	linux/amd64, linux/arm64
    HOST/tools:latest	891fd3644102	kept		linux/amd64
    ");
    insta::assert_snapshot!(case.run("lock --only a=b"), @r"
    exit 2
    --- stderr
    error: nothing that was asked for has an axis `a`
       ╭─[command line:1:22]
     1 │ bakewell lock --only a=b
       ·                      ─
       ╰────

    1 error
    ");
}

#[test]
fn an_update_asks_again() {
    let moved = Arc::new(AtomicBool::new(false));
    let (old, new, has_moved) = (two(), two().image("base", "1", &["RUN b"]), moved.clone());
    let answer = move |ask: &Ask| {
        if has_moved.load(Ordering::SeqCst) { new.answer(ask) } else { old.answer(ask) }
    };
    let case = Case::answering(answer, BAKE);
    case.run("lock");
    insta::assert_snapshot!(case.run("lock --update * made other"), @r"
    exit 0
    --- stdout
    IMAGE				DIGEST		CHANGE	PLATFORMS
    HOST/base:1		b0077b331b18	kept	linux/amd64, linux/arm64
    HOST/tools:latest	891fd3644102	kept	linux/amd64
    ");
    moved.store(true, Ordering::SeqCst);
    insta::assert_snapshot!(case.run("lock"), @r#"
    exit 0
    --- stdout
    IMAGE				DIGEST		CHANGE	PLATFORMS
    HOST/base:1		b0077b331b18	kept	linux/amd64, linux/arm64
    HOST/tools:latest	891fd3644102	kept	linux/amd64
    --- stderr
    warning: `made:1` is not locked: it is what `made` builds
       ╭─[dockerfile-inline of `app`:3:13]
     2 │ COPY --from=tools /a /a
     3 │ COPY --from=made:1 /b /b
       ·             ──────
       ╰────
      = hint: to take it from there, write `--link`, or `contexts = { "made:1" = "target:made" }`

    1 warning
    "#);
    insta::assert_snapshot!(case.run("lock --update HOST/base"), @r#"
    exit 0
    --- stdout
    IMAGE				DIGEST		CHANGE				PLATFORMS
    HOST/base:1		9e61730aff7b	updated from b0077b331b18	linux/amd64, linux/arm64
    HOST/tools:latest	891fd3644102	kept				linux/amd64
    --- stderr
    warning: `made:1` is not locked: it is what `made` builds
       ╭─[dockerfile-inline of `app`:3:13]
     2 │ COPY --from=tools /a /a
     3 │ COPY --from=made:1 /b /b
       ·             ──────
       ╰────
      = hint: to take it from there, write `--link`, or `contexts = { "made:1" = "target:made" }`

    1 warning
    "#);
    insta::assert_snapshot!(case.run("plan other --pin"), @r#"
    exit 0
    --- stdout
    {
      "group": {
        "default": {
          "targets": [
            "other"
          ]
        }
      },
      "target": {
        "other": {
          "context": ".",
          "contexts": {
            "HOST/base:1": "docker-image://HOST/base:1@sha256:9e61730aff7b76e2c33f68fb40f1115364ac1ec8a079d393ca7d2d1261ffb258"
          },
          "dockerfile": "Dockerfile",
          "dockerfile-inline": "FROM HOST/base:1 AS one\nFROM HOST/unreached\nFROM one",
          "platforms": [
            "linux/amd64",
            "linux/arm64"
          ]
        }
      }
    }
    "#);
}

#[test]
fn an_update_of_what_is_not_there_is_refused() {
    let case = Case::new(two(), BAKE);
    insta::assert_snapshot!(case.run("lock --update HOST/bse:1"), @r#"
    exit 2
    --- stderr
    warning: `made:1` is not locked: it is what `made` builds
       ╭─[dockerfile-inline of `app`:3:13]
     2 │ COPY --from=tools /a /a
     3 │ COPY --from=made:1 /b /b
       ·             ──────
       ╰────
      = hint: to take it from there, write `--link`, or `contexts = { "made:1" = "target:made" }`

    error: no image `HOST/bse:1` is taken by a target or stands in `bakewell.lock`
       ╭─[command line:1:24]
     1 │ bakewell lock --update HOST/bse:1
       ·                        ─────────────────────
       ╰────
      = hint: did you mean `HOST/base:1`?

    1 error, 1 warning
    "#);
    insta::assert_snapshot!(case.run("lock --update x --check"), @r"
    exit 2
    --- stderr
    error: `--check` asks nobody, so that nothing is updated
       ╭─[command line:1:24]
     1 │ bakewell lock --update x --check
       ·                        ─
       ╰────
      = hint: leave out `--check` or `--update`

    1 error
    ");
    assert_eq!(case.fake.asked(), "");
}

#[test]
fn what_nobody_takes_is_dropped() {
    let case = Case::new(two(), BAKE);
    case.run("lock");
    let case =
        case.file("docker-bake.hcl", "target \"x\" { dockerfile-inline = \"FROM HOST/tools\" }");
    insta::assert_snapshot!(case.run("lock --check"), @r"
    exit 2
    --- stderr
    error: `HOST/base:1` is in `bakewell.lock`, and nobody takes it
      = hint: write `bakewell lock`

    1 error
    ");
    insta::assert_snapshot!(case.run("lock"), @r"
    exit 0
    --- stdout
    IMAGE				DIGEST		CHANGE	PLATFORMS
    HOST/tools:latest	891fd3644102	kept	linux/amd64
    --- stderr
    note: `HOST/base:1` is dropped: nobody takes it any more
    ");
    let case =
        case.file("docker-bake.hcl", "target \"x\" { dockerfile-inline = \"FROM scratch\" }");
    insta::assert_snapshot!(case.run("lock"), @r"
    exit 0
    --- stderr
    note: `HOST/tools:latest` is dropped: nobody takes it any more
    ");
    insta::assert_snapshot!(case.lock(), @r#"
    {
      "version": 1,
      "images": {}
    }
    "#);
}

#[test]
fn without_images_there_is_no_lock_file() {
    let case = Case::new(two(), "target \"x\" { dockerfile-inline = \"FROM scratch\" }");
    insta::assert_snapshot!(case.run("lock"), @"exit 0");
    insta::assert_snapshot!(case.run("lock --check"), @"exit 0");
    insta::assert_snapshot!(case.lock(), @"entity not found");
}

#[test]
fn one_image_that_fails_leaves_the_lock_file_as_it_was() {
    let bake = r#"target "x" { dockerfile-inline = "FROM HOST/base:1\nCOPY --from=HOST/no:1 a b\nCOPY --from=HOST/none@DIGEST a b" }"#;
    let digest = format!("sha256:{}", "0".repeat(64));
    let case = Case::new(two(), &bake.replace("DIGEST", &digest));
    insta::assert_snapshot!(case.run("lock"), @r"
    exit 2
    --- stderr
    error: `HOST/no:1` cannot be resolved: `HOST` does not have it
       ╭─[dockerfile-inline of `x`:2:13]
     1 │ FROM HOST/base:1
     2 │ COPY --from=HOST/no:1 a b
       ·             ────────────────────
     3 │ COPY --from=HOST/none@sha256:000000000000000000000000000000000000000000000000000000000000…
       ╰────

    error: `HOST/none@sha256:0000000000000000000000000000000000000000000000000000000000000000` cannot be resolved: `HOST` does not have it
       ╭─[dockerfile-inline of `x`:3:13]
     2 │ COPY --from=HOST/no:1 a b
     3 │ COPY --from=HOST/none@sha256:000000000000000000000000000000000000000000000000000000000000…
       ·             ────────────────────────────────────────────────────────────────────────────────────────
       ╰────

    2 errors
    ");
    insta::assert_snapshot!(case.lock(), @"entity not found");
    insta::assert_snapshot!(case.run("lock --check"), @r"
    exit 2
    --- stderr
    error: `HOST/base:1` is not in `bakewell.lock` for `linux/amd64`
       ╭─[dockerfile-inline of `x`:1:6]
     1 │ FROM HOST/base:1
       ·      ──────────────────────
     2 │ COPY --from=HOST/no:1 a b
       ╰────
      = hint: write `bakewell lock`

    error: `HOST/no:1` is not in `bakewell.lock` for `linux/amd64`
       ╭─[dockerfile-inline of `x`:2:13]
     1 │ FROM HOST/base:1
     2 │ COPY --from=HOST/no:1 a b
       ·             ────────────────────
     3 │ COPY --from=HOST/none@sha256:000000000000000000000000000000000000000000000000000000000000…
       ╰────
      = hint: write `bakewell lock`

    error: `HOST/none@sha256:0000000000000000000000000000000000000000000000000000000000000000` is not in `bakewell.lock` for `linux/amd64`
       ╭─[dockerfile-inline of `x`:3:13]
     2 │ COPY --from=HOST/no:1 a b
     3 │ COPY --from=HOST/none@sha256:000000000000000000000000000000000000000000000000000000000000…
       ·             ────────────────────────────────────────────────────────────────────────────────────────
       ╰────
      = hint: write `bakewell lock`

    3 errors
    ");
}

#[test]
fn a_lock_file_that_was_altered_by_hand_is_told_of() {
    let case = Case::new(two(), BAKE);
    case.run("lock");
    let text = std::fs::read_to_string(case.project.path("bakewell.lock")).expect("a lock file");
    let case = case.file("bakewell.lock", &text.replace("  ", "\t"));
    insta::assert_snapshot!(case.run("lock --check"), @r#"
    exit 2
    --- stderr
    warning: `made:1` is not locked: it is what `made` builds
       ╭─[dockerfile-inline of `app`:3:13]
     2 │ COPY --from=tools /a /a
     3 │ COPY --from=made:1 /b /b
       ·             ──────
       ╰────
      = hint: to take it from there, write `--link`, or `contexts = { "made:1" = "target:made" }`

    error: `bakewell.lock` is not as `bakewell lock` writes it
      = hint: write `bakewell lock`

    1 error, 1 warning
    "#);
    case.run("lock");
    assert_eq!(case.lock(), text.replace(&case.fake.address, "HOST"));
}

#[test]
fn a_dockerfile_in_another_language_is_told_of() {
    let bake = r##"target "x" {
      contexts          = { tools = "docker-image://HOST/tools" }
      dockerfile-inline = "# syntax=example.org/other\nFROM x"
    }"##;
    let case = Case::new(two(), bake);
    insta::assert_snapshot!(case.run("lock"), @r"
    exit 0
    --- stdout
    IMAGE				DIGEST		CHANGE	PLATFORMS
    HOST/tools:latest	891fd3644102	added	linux/amd64
    --- stderr
    warning: the images that `x` takes are not known: it is written for the frontend `example.org/other`
       ╭─[dockerfile-inline of `x`:1:10]
     1 │ # syntax=example.org/other
       ·          ─────────────────
     2 │ FROM x
       ╰────

    1 warning
    ");
    insta::assert_snapshot!(case.run("lock --strict --update *"), @r"
    exit 2
    --- stderr
    error: the images that `x` takes are not known: it is written for the frontend `example.org/other`
       ╭─[dockerfile-inline of `x`:1:10]
     1 │ # syntax=example.org/other
       ·          ─────────────────
     2 │ FROM x
       ╰────

    1 error
    ");
}

#[test]
fn a_dockerfile_that_is_missing_or_broken_is_an_error() {
    let bake = r#"
        target "a" { dockerfile-inline = "FORM x" }
        target "b" { dockerfile = "nowhere" }
        target "c" { dockerfile-inline = "FROM HOST/tools AS a\nFROM HOST/$X" }
    "#;
    let case = Case::new(two(), bake);
    insta::assert_snapshot!(case.run("lock"), @r#"
    exit 2
    --- stderr
    error: `FORM` is no instruction
       ╭─[dockerfile-inline of `a`:1:1]
     1 │ FORM x
       · ────
       ╰────
      = hint: did you mean `FROM`?

    error[missing-dockerfile]: cannot read the Dockerfile `nowhere`: no such file
       ╭─[docker-bake.hcl:3:35]
     2 │         target "a" { dockerfile-inline = "FORM x" }
     3 │         target "b" { dockerfile = "nowhere" }
       ·                                   ─────────
     4 │         target "c" { dockerfile-inline = "FROM HOST/tools AS a\nFROM HOST/$X" …
       ╰────

    error[invalid-reference]: `HOST/` is not an image reference: a part of its name is empty
       ╭─[dockerfile-inline of `c`:2:6]
     1 │ FROM HOST/tools AS a
     2 │ FROM HOST/$X
       ·      ──────────────────
       ╰────

    3 errors
    "#);
    insta::assert_snapshot!(case.lock(), @"entity not found");
}

#[test]
fn a_secret_is_not_needed_to_lock() {
    let bake = r#"target "x" {
      secret            = ["id=s,env=NO_SUCH"]
      dockerfile-inline = "FROM HOST/tools"
    }"#;
    insta::assert_snapshot!(Case::new(two(), bake).run("lock x"), @r"
    exit 0
    --- stdout
    IMAGE				DIGEST		CHANGE	PLATFORMS
    HOST/tools:latest	891fd3644102	added	linux/amd64
    ");
}

#[test]
fn a_lock_file_that_cannot_be_written_is_told_of() {
    let case = Case::new(two(), BAKE);
    let folder = case.project.path("bakewell.lock");
    std::fs::create_dir(&folder).expect("a folder");
    insta::assert_snapshot!(case.run("lock"), @r"
    exit 2
    --- stderr
    error: cannot read `bakewell.lock`: is a directory

    1 error
    ");
}
