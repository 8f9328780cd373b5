//! Definition files that are found, and those that are not.

use std::process::Command;

use insta::assert_snapshot;

use crate::support::Project;

const APP: &str = "target \"default\" {\n  tags = [\"app\"]\n}\n";

#[test]
fn a_folder_without_a_definition_is_an_error() {
    assert_snapshot!(Project::new().run("plan"), @r"
    exit 2
    --- stderr
    error: couldn't find a bake definition
      = hint: looked for `compose.yaml`, `compose.yml`, `docker-compose.yml`, `docker-compose.yaml`, `docker-bake.json`, `docker-bake.hcl`, `docker-bake.override.json` and `docker-bake.override.hcl`
      = hint: name a file with `-f FILE`

    1 error
    ");
}

#[test]
fn a_missing_file_and_a_folder_are_told_at_once() {
    assert_snapshot!(Project::bake("").file("d/x", "").run("plan -f docker-bake.hc -f d"), @r"
    exit 2
    --- stderr
    error: cannot read `docker-bake.hc`: no such file
       ╭─[command line:1:18]
     1 │ bakewell plan -f docker-bake.hc -f d
       ·                  ──────────────
       ╰────
      = hint: did you mean `docker-bake.hcl`?

    error: cannot read `d`: it is a directory
       ╭─[command line:1:36]
     1 │ bakewell plan -f docker-bake.hc -f d
       ·                                    ─
       ╰────

    2 errors
    ");
}

#[test]
fn comments_and_strings_of_json_need_not_be_utf_8() {
    let project = Project::bake("")
        .file("a.hcl", b"target \"a\" {} # f\xfcr\n/* \xff */\n")
        .file("b.json", b"{\"target\": {\"b\": {\"description\": \"f\xfcr\"}}}")
        .file("c", b"# \xfc\ntarget \"c\" {}\n")
        .file("d.yaml", b"# \xfc\nservices: {}\n");
    assert_snapshot!(project.run("plan -f a.hcl -f b.json -f c a b c"), @r#"
    exit 0
    --- stdout
    {
      "group": {
        "default": {
          "targets": [
            "a",
            "b",
            "c"
          ]
        }
      },
      "target": {
        "a": {
          "context": ".",
          "dockerfile": "Dockerfile"
        },
        "b": {
          "description": "f�r",
          "context": ".",
          "dockerfile": "Dockerfile"
        },
        "c": {
          "context": ".",
          "dockerfile": "Dockerfile"
        }
      }
    }
    "#);
    assert_snapshot!(project.run("plan -f d.yaml"), @r#"
    exit 2
    --- stderr
    error: `d.yaml` is not UTF-8 text
       ╭─[d.yaml:1:3]
     1 │ # �
       ·   ┬
       ·   ╰── byte 2 is 0xfc
     2 │ services: {}
       ╰────
      = hint: save it as UTF-8

    1 error
    "#);
}

#[test]
fn compose_files_may_be_utf_16() {
    let encoded = |text: &str| -> Vec<u8> {
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    let service = "services: { a: { build: { args: { A: ü } } } }";
    let project = Project::bake("")
        .file("a.yaml", encoded(service))
        .file("b", encoded("services: { b: { extends: { file: a.yaml, service: a } } }"))
        .file("c.hcl", encoded("target \"c\" {}"))
        .file("d.json", encoded("{}"));
    assert_snapshot!(project.run("plan -f a.yaml -f b a b"), @r#"
    exit 0
    --- stdout
    {
      "group": {
        "default": {
          "targets": [
            "a",
            "b"
          ]
        }
      },
      "target": {
        "a": {
          "context": ".",
          "dockerfile": "Dockerfile",
          "args": {
            "A": "ü"
          }
        },
        "b": {
          "context": ".",
          "dockerfile": "Dockerfile",
          "args": {
            "A": "ü"
          }
        }
      }
    }
    "#);
    assert_snapshot!(project.run("plan -f c.hcl -f d.json"), @r#"
    exit 2
    --- stderr
    error: `c.hcl` is not UTF-8 text
       ╭─[c.hcl:1:1]
     1 │ target "c" {}
       · ▲
       · ╰── byte 0 is 0xff
       ╰────
      = hint: it looks like UTF-16: save it as UTF-8

    error: `d.json` is not UTF-8 text
       ╭─[d.json:1:1]
     1 │ {}
       · ▲
       · ╰── byte 0 is 0xff
       ╰────
      = hint: it looks like UTF-16: save it as UTF-8

    2 errors
    "#);
}

#[test]
fn an_env_file_need_not_be_utf_8() {
    let file = "services: { a: { build: { args: { A: '${A}', B: '${B}' } } } }";
    let project = Project::bake("").file("c.yaml", file).file(".env", b"A=\xfc\nB=x # \xfc\n");
    assert_snapshot!(project.run("plan -f c.yaml a"), @r#"
    exit 0
    --- stdout
    {
      "group": {
        "default": {
          "targets": [
            "a"
          ]
        }
      },
      "target": {
        "a": {
          "context": ".",
          "dockerfile": "Dockerfile",
          "args": {
            "A": "�",
            "B": "x"
          }
        }
      }
    }
    "#);
}

#[test]
fn text_that_is_not_utf_8_is_shown() {
    assert_snapshot!(Project::bake("").file("x.hcl", b"a = \"gr\xfcn\"\n").run("plan -f x.hcl"), @r#"
    exit 2
    --- stderr
    error: `x.hcl` is not UTF-8 text
       ╭─[x.hcl:1:8]
     1 │ a = "gr�n"
       ·        ┬
       ·        ╰── byte 7 is 0xfc
       ╰────
      = hint: save it as UTF-8

    1 error
    "#);
}

#[test]
#[cfg(unix)]
fn a_pipe_on_the_disk_does_not_hang() {
    let project = Project::bake("");
    let made = Command::new("mkfifo").arg(project.path("pipe")).status();
    assert!(made.is_ok_and(|status| status.success()));
    assert_snapshot!(project.run("plan -f pipe"), @r"
    exit 2
    --- stderr
    error: cannot read `pipe`: it is a pipe, a socket or a device
       ╭─[command line:1:18]
     1 │ bakewell plan -f pipe
       ·                  ────
       ╰────
      = hint: pipe it in: `-f - < pipe`

    1 error
    ");
}

#[test]
fn the_environment_names_files() {
    assert_snapshot!(Project::bake("").env("BUILDX_BAKE_FILE", "a.hcl").run("plan"), @r"
    exit 2
    --- stderr
    error: cannot read `a.hcl`: no such file
       ╭─[$BUILDX_BAKE_FILE:1:1]
     1 │ a.hcl
       · ─────
       ╰────

    1 error
    ");
}

#[test]
#[cfg(unix)]
fn definitions_come_through_streams() {
    let project = Project::new().file("x.hcl", APP);
    let plain = project.run("plan -f x.hcl");
    assert_eq!(plain.code, Some(0), "{plain}");
    assert_eq!(Project::new().stdin(APP).run("plan -f -").stdout, plain.stdout);
    for line in [
        "$BAKEWELL plan -f - < x.hcl",
        "$BAKEWELL plan -f cwd://- < x.hcl",
        "$BAKEWELL plan -f /dev/stdin < x.hcl",
        "$BAKEWELL plan -f <(cat x.hcl)",
        "$BAKEWELL plan -f cwd://x.hcl",
    ] {
        let piped = project.shell(line);
        assert_eq!((piped.code, &piped.stdout), (Some(0), &plain.stdout), "{line}: {piped}");
    }
}

#[test]
fn a_compose_file_is_not_blamed_for_variables_that_cannot_be_read() {
    let project = Project::new().file("compose.yaml", "services: {a: {build: .}}\n");
    assert_snapshot!(project.file(".env", "A B=1\n").run("plan"), @r#"
    exit 2
    --- stderr
    error: a variable name cannot contain a space
       ╭─[.env:1:1]
     1 │ A B=1
       · ───
       ╰────

    1 error
    "#);
}
