//! `--pin` as people use it.

use super::case::{BAKE, Case, two};
use super::fake::Store;

#[test]
fn a_link_is_no_image() {
    let case = Case::new(two(), BAKE);
    insta::assert_snapshot!(case.run("lock --link"), @r"
    exit 0
    --- stdout
    IMAGE				DIGEST		CHANGE	PLATFORMS
    HOST/base:1		b0077b331b18	added	linux/amd64, linux/arm64
    HOST/tools:latest	891fd3644102	added	linux/amd64
    ");
    insta::assert_snapshot!(case.run("plan --link --pin"), @r#"
    exit 0
    --- stdout
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
          "contexts": {
            "HOST/base:1": "docker-image://HOST/base:1@sha256:b0077b331b18d03a729d2711a956b7d361fdf9291cc1e4ad0954107de6c32d5b",
            "made:1": "target:made",
            "tools": "docker-image://HOST/tools:latest@sha256:891fd36441023f7cbc1505c6fe3e8ef986bcad7a718093cfed199418df3c5c21"
          },
          "dockerfile": "Dockerfile",
          "dockerfile-inline": "FROM HOST/base:1\nCOPY --from=tools /a /a\nCOPY --from=made:1 /b /b",
          "platforms": [
            "linux/amd64"
          ]
        },
        "made": {
          "context": ".",
          "dockerfile": "Dockerfile",
          "dockerfile-inline": "FROM scratch\nCOPY a /b",
          "tags": [
            "made:1"
          ],
          "output": [
            {
              "type": "cacheonly"
            }
          ]
        }
      }
    }
    --- stderr
    note: `app` takes `made` for `made:1` (dockerfile-inline of `app`:3)
    "#);
}

#[test]
fn what_is_not_locked_cannot_be_pinned() {
    let case = Case::new(two(), BAKE);
    insta::assert_snapshot!(case.run("plan --pin app other"), @r#"
    exit 2
    --- stderr
    error: `HOST/base:1` is not in `bakewell.lock`, so it cannot be pinned
       ╭─[dockerfile-inline of `app`:1:6]
     1 │ FROM HOST/base:1
       ·      ──────────────────────
     2 │ COPY --from=tools /a /a
       ╰────
      = hint: write `bakewell lock` first

    error: `HOST/tools:latest` is not in `bakewell.lock`, so it cannot be pinned
       ╭─[docker-bake.hcl:5:33]
     4 │   platforms         = ["linux/amd64"]
     5 │   contexts          = { tools = "docker-image://HOST/tools" }
       ·                                 ──────────────────────────────────────
     6 │   dockerfile-inline = "FROM HOST/base:1\nCOPY --from=tools /a /a\nCOPY --from=made:1 /b /…
       ╰────
      = hint: write `bakewell lock` first

    warning: `made:1` is not pinned: it is what `made` builds
       ╭─[dockerfile-inline of `app`:3:13]
     2 │ COPY --from=tools /a /a
     3 │ COPY --from=made:1 /b /b
       ·             ──────
       ╰────
      = hint: to take it from there, write `--link`, or `contexts = { "made:1" = "target:made" }`

    2 errors, 1 warning
    "#);
    case.run("lock");
    insta::assert_snapshot!(case.run("plan --pin app other --format=buildx"), @r#"
    exit 0
    --- stdout
    printf %s 'FROM HOST/base:1
    COPY --from=tools /a /a
    COPY --from=made:1 /b /b' | docker buildx build --file=- --platform=linux/amd64 --build-context=HOST/base:1=docker-image://HOST/base:1@sha256:b0077b331b18d03a729d2711a956b7d361fdf9291cc1e4ad0954107de6c32d5b --build-context=tools=docker-image://HOST/tools:latest@sha256:891fd36441023f7cbc1505c6fe3e8ef986bcad7a718093cfed199418df3c5c21 .
    printf %s 'FROM HOST/base:1 AS one
    FROM HOST/unreached
    FROM one' | docker buildx build --file=- --platform=linux/amd64 --platform=linux/arm64 --build-context=HOST/base:1=docker-image://HOST/base:1@sha256:b0077b331b18d03a729d2711a956b7d361fdf9291cc1e4ad0954107de6c32d5b .
    --- stderr
    warning: `made:1` is not pinned: it is what `made` builds
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
fn a_plan_with_keys_takes_what_they_were_made_of() {
    let bake = r#"target "x" {
      tags              = ["app:{{ key }}"]
      dockerfile-inline = "FROM HOST/base:1\nCOPY --from=HOST/tools / /"
    }"#;
    let images = Store::new().image("base", "1", &[]).image("tools", "latest", &[]);
    let case = Case::new(images, bake);
    assert!(!case.run("plan x").contains("contexts"), "nothing is locked");
    // What stands in the lock file here and is not built here is of another day.
    let lock = |digit: &str| {
        let digest = format!("sha256:{}", digit.repeat(64));
        let platforms = format!(r#"{{"linux/amd64": {{"digest": "{digest}"}}}}"#);
        let image = format!(r#"{{"digest": "{digest}", "platforms": {platforms}}}"#);
        format!(r#"{{"version": 1, "images": {{"HOST/base:1": {image}}}}}"#)
    };
    let case = case.file("bakewell.lock", &lock("1"));
    let one = case.run("plan x");
    // The name of the other image is part of the key, and another one each time.
    let contexts: Vec<&str> =
        one.lines().map(str::trim).filter(|line| line.contains("docker-image:")).collect();
    insta::assert_snapshot!(contexts.join("\n"), @r#""HOST/base:1": "docker-image://HOST/base:1@sha256:1111111111111111111111111111111111111111111111111111111111111111""#);
    let case = case.file("bakewell.lock", &lock("2"));
    assert_ne!(case.run("plan x"), one);
}

#[test]
fn a_context_that_is_there_stays() {
    let bake = r#"target "x" {
      contexts = {
        "HOST/base:1" = "target:made",
        "HOST/tools::linux/arm64" = "docker-image://HOST/base:1",
        unused = "docker-image://HOST/unused",
        folder = "."
      }
      platforms         = ["linux/amd64", "linux/arm64"]
      dockerfile-inline = "FROM HOST/base:1\nFROM HOST/tools:latest\nCOPY --from=folder / /"
    }
    target "made" {}
    "#;
    let case = Case::new(two(), bake).file("Dockerfile", "FROM scratch");
    insta::assert_snapshot!(case.run("lock"), @r"
    exit 0
    --- stdout
    IMAGE				DIGEST		CHANGE	PLATFORMS
    HOST/base:1		b0077b331b18	added	linux/arm64
    HOST/tools:latest	891fd3644102	added	linux/amd64
    ");
    insta::assert_snapshot!(case.run("plan --pin x --set x.tags=a"), @r#"
    exit 0
    --- stdout
    {
      "group": {
        "default": {
          "targets": [
            "x"
          ]
        }
      },
      "target": {
        "made": {
          "context": ".",
          "dockerfile": "Dockerfile",
          "output": [
            {
              "type": "cacheonly"
            }
          ]
        },
        "x": {
          "context": ".",
          "contexts": {
            "HOST/base:1": "target:made",
            "HOST/tools": "docker-image://HOST/tools:latest@sha256:891fd36441023f7cbc1505c6fe3e8ef986bcad7a718093cfed199418df3c5c21",
            "HOST/tools::linux/arm64": "docker-image://HOST/base:1@sha256:b0077b331b18d03a729d2711a956b7d361fdf9291cc1e4ad0954107de6c32d5b",
            "folder": ".",
            "unused": "docker-image://HOST/unused"
          },
          "dockerfile": "Dockerfile",
          "dockerfile-inline": "FROM HOST/base:1\nFROM HOST/tools:latest\nCOPY --from=folder / /",
          "tags": [
            "a"
          ],
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
fn a_stage_that_has_the_name_of_an_image_is_in_the_way() {
    let bake = r#"target "x" { dockerfile-inline = "FROM base AS base\nRUN a" }"#;
    let digest = format!("sha256:{}", "0".repeat(64));
    let lock = format!(
        r#"{{"version": 1, "images": {{"docker.io/library/base:latest": {{"digest": "{digest}", "platforms": {{}}}}}}}}"#
    );
    let case = Case::new(two(), bake).file("bakewell.lock", &lock);
    insta::assert_snapshot!(case.run("plan --pin x"), @r"
    exit 2
    --- stderr
    error: `base:latest` cannot be pinned: a stage is called `base`, too
       ╭─[dockerfile-inline of `x`:1:6]
     1 │ FROM base AS base
       ·      ────
     2 │ RUN a
       ╰────
      = hint: call the stage something else: BuildKit would take the image for it

    1 error
    ");
}

#[test]
fn a_digest_needs_no_pin() {
    let digest = super::fake::digest(&two().manifest_of("tools", "latest"));
    let bake = format!("target \"x\" {{ dockerfile-inline = \"FROM HOST/tools@{digest}\" }}");
    let case = Case::new(two(), &bake);
    insta::assert_snapshot!(case.run("lock"), @r"
    exit 0
    --- stdout
    IMAGE												DIGEST		CHANGE	PLATFORMS
    HOST/tools@sha256:891fd36441023f7cbc1505c6fe3e8ef986bcad7a718093cfed199418df3c5c21	891fd3644102	added	linux/amd64
    ");
    insta::assert_snapshot!(case.run("plan x --pin"), @r#"
    exit 0
    --- stdout
    {
      "group": {
        "default": {
          "targets": [
            "x"
          ]
        }
      },
      "target": {
        "x": {
          "context": ".",
          "dockerfile": "Dockerfile",
          "dockerfile-inline": "FROM HOST/tools@sha256:891fd36441023f7cbc1505c6fe3e8ef986bcad7a718093cfed199418df3c5c21"
        }
      }
    }
    "#);
}
