//! Links that Dockerfiles imply: drawn, and made with `--link`.

use bakewell::source::Memory;

use super::{bake, draws, ran};

/// A project in which nothing but Dockerfiles say how the images hang together.
fn shop() -> Memory {
    bake(
        r#"
variable "TAG" {
  default = "1"
}
target "default" {
  context = "app"
  args    = { TAG = TAG }
  tags    = ["example.org/app:latest"]
}
target "base" {
  context = "base"
  tags    = ["example.org/base:${TAG}", "docker.io/team/base"]
}
target "tools" {
  context = "base"
  target  = "tools"
  tags    = ["library/tools"]
}
target "docs" {
  dockerfile-inline = "FROM team/base:latest\nFROM scratch"
}
"#,
    )
    .file(
        "app/Dockerfile",
        "ARG TAG\nFROM example.org/base:${TAG} AS one\n\
         COPY --from=tools:latest /a /b /c/\n\
         RUN --mount=from=index.docker.io/library/tools,target=/t true\n\
         FROM example.org/nobody AS unreached\n\
         FROM one\n\
         COPY --from=tools /d /e\n",
    )
    .file("base/Dockerfile", "FROM debian AS tools\nFROM debian\n")
}

#[test]
fn a_tag_of_a_sibling_is_a_link() {
    draws!(shop(), "graph", @r"
    base
    └── default  FROM example.org/base:1 (app/Dockerfile:2), implied
    tools
    └── default  COPY --from=tools (app/Dockerfile:3), RUN --mount=from=tools (app/Dockerfile:4), COPY --from=tools (app/Dockerfile:7), implied

    3 targets, 2 roots, 1 leaf, 2 waves
    ");
    draws!(shop(), "graph tools --up --format json", @r#"
    {
      "version": 1,
      "nodes": [
        {
          "name": "tools",
          "kind": "target",
          "wave": 0,
          "file": "docker-bake.hcl",
          "line": 14,
          "needs": []
        },
        {
          "name": "default",
          "kind": "target",
          "wave": 1,
          "file": "docker-bake.hcl",
          "line": 5,
          "needs": [
            {
              "name": "tools",
              "reason": "implied",
              "file": "app/Dockerfile",
              "line": 3,
              "reference": "tools",
              "uses": [
                {
                  "instruction": "COPY",
                  "file": "app/Dockerfile",
                  "line": 3
                },
                {
                  "instruction": "RUN",
                  "file": "app/Dockerfile",
                  "line": 4
                },
                {
                  "instruction": "COPY",
                  "file": "app/Dockerfile",
                  "line": 7
                }
              ]
            }
          ]
        }
      ],
      "roots": [
        "tools"
      ],
      "leaves": [
        "default"
      ],
      "waves": [
        [
          "tools"
        ],
        [
          "default"
        ]
      ]
    }
    "#);
}

#[test]
fn with_link_it_is_in_the_plan() {
    draws!(shop(), "plan --link", @r#"
    note: `default` takes `tools` for `tools` (app/Dockerfile:3)
    note: `default` takes `base` for `example.org/base:1` (app/Dockerfile:2)
    {
      "group": {
        "default": {
          "targets": [
            "default"
          ]
        }
      },
      "target": {
        "base": {
          "context": "base",
          "dockerfile": "Dockerfile",
          "tags": [
            "example.org/base:1",
            "docker.io/team/base"
          ],
          "output": [
            {
              "type": "cacheonly"
            }
          ]
        },
        "default": {
          "context": "app",
          "contexts": {
            "example.org/base:1": "target:base",
            "tools": "target:tools"
          },
          "dockerfile": "Dockerfile",
          "args": {
            "TAG": "1"
          },
          "tags": [
            "example.org/app:latest"
          ]
        },
        "tools": {
          "context": "base",
          "dockerfile": "Dockerfile",
          "tags": [
            "library/tools"
          ],
          "target": "tools",
          "output": [
            {
              "type": "cacheonly"
            }
          ]
        }
      }
    }
    "#);
    draws!(shop(), "graph --link --from leaves", @r"
    default
    ├── base  FROM example.org/base:1 (app/Dockerfile:2)
    └── tools  COPY --from=tools (app/Dockerfile:3), RUN --mount=from=tools (app/Dockerfile:4), COPY --from=tools (app/Dockerfile:7)

    3 targets, 2 roots, 1 leaf, 2 waves
    ");
}

#[test]
fn told_is_not_warned() {
    assert!(ran(&shop(), "plan --link --strict", false).starts_with("note: "));
    assert!(ran(&shop(), "plan", false).starts_with('{'));
}

#[test]
fn a_stage_that_is_not_reached_implies_nothing() {
    draws!(shop(), "graph docs", @r"
    docs

    1 target, 1 root, 1 leaf, 1 wave
    ");
}

#[test]
fn nothing_is_implied_by_what_means_something_else() {
    let text = r#"
target "default" {
  contexts = { "example.org/named" = "docker-image://debian" }
  tags     = ["example.org/own", "example.org/shared"]
}
target "named" { tags = ["example.org/named"] }
target "own" { tags = ["example.org/own"] }
target "pinned" { tags = ["example.org/pinned:1"] }
target "stage" { tags = ["stage"] }
"#;
    let dockerfile = format!(
        "FROM example.org/own AS stage\nCOPY --from=example.org/named / /\n\
         COPY --from=example.org/pinned:1@sha256:{} / /\nFROM stage\n",
        "0".repeat(64)
    );
    draws!(bake(text).file("Dockerfile", dockerfile), "graph", @r"
    default

    1 target, 1 root, 1 leaf, 1 wave
    ");
}

#[test]
fn of_several_targets_with_a_tag_none_is_chosen() {
    let text = r#"
target "default" {}
target "variant" {
  name   = "base-${v}"
  matrix = { v = ["a", "b", "c", "d", "e"] }
  tags   = ["example.org/base"]
}
"#;
    let host = bake(text).file("Dockerfile", "FROM example.org/base\n");
    draws!(host, "plan --link", @r#"
    warning: `example.org/base:latest` is a tag of `base-a`, `base-b`, `base-c` and 2 more: no link is implied
       ╭─[Dockerfile:1:6]
     1 │ FROM example.org/base
       ·      ────────────────
       ╰────
      = hint: say which one is meant: `contexts = { "example.org/base" = "target:base-a" }`

    1 warning
    {
      "group": {
        "default": {
          "targets": [
            "default"
          ]
        }
      },
      "target": {
        "default": {
          "context": ".",
          "dockerfile": "Dockerfile"
        }
      }
    }
    "#);
}

#[test]
fn a_dockerfile_that_cannot_be_read_implies_nothing() {
    let text = r#"
group "default" { targets = ["broken", "foreign", "gone", "remote", "template"] }
target "base" { tags = ["base"] }
target "broken" { dockerfile = "broken" }
target "foreign" { dockerfile = "foreign" }
target "gone" { dockerfile = "gone" }
target "remote" { context = "https://example.org/repository.git" }
target "template" { dockerfile = "template.j2" }
"#;
    let host = bake(text)
        .file("broken", "FROM base\nCOPY\n")
        .file("foreign", "# syntax=example.org/frontend\nFROM base\n")
        .file("template.j2", "FROM base\nRUN {{ nothing }}\n");
    draws!(host, "graph", @r#"
    warning: `nothing` is not defined
       ╭─[template.j2:2:8]
     1 │ FROM base
     2 │ RUN {{ nothing }}
       ·        ───────
       ╰────
       ╭─[docker-bake.hcl:8:1]
     7 │ target "remote" { context = "https://example.org/repository.git" }
     8 │ target "template" { dockerfile = "template.j2" }
       · ────────┬────────
       ·         ╰── for `template`
       ╰────

    warning: `COPY` needs an argument
       ╭─[broken:2:1]
     1 │ FROM base
     2 │ COPY
       · ────
       ╰────

    2 warnings
    broken
    foreign
    gone
    remote
    template

    5 targets, 5 roots, 5 leaves, 1 wave
    "#);
}

#[test]
fn what_is_broken_for_one_is_broken_for_all_who_share_it() {
    let text = r#"
group "default" { targets = ["one", "two", "three"] }
target "base" { tags = ["base"] }
target "one" { dockerfile = "broken" }
target "two" { dockerfile = "broken" }
target "three" { dockerfile-inline = "FROM base\nCOPY\n" }
target "four" { dockerfile-inline = "FROM base\nCOPY\n" }
"#;
    let host = bake(text).file("broken", "FROM base\nCOPY\n");
    let drawn = ran(&host, "graph two one three four", false);
    assert!(
        drawn.ends_with("four\none\nthree\ntwo\n\n4 targets, 4 roots, 4 leaves, 1 wave\n"),
        "{drawn}"
    );
}

#[test]
fn a_text_that_several_targets_have_is_that_of_each() {
    let text = r#"
group "default" { targets = ["one", "two"] }
target "base" { tags = ["base"] }
target "one" { dockerfile-inline = "FROM base" }
target "two" { dockerfile-inline = "FROM base" }
"#;
    draws!(bake(text), "graph", @r"
    base
    ├── one  FROM base (dockerfile-inline of `one`:1), implied
    └── two  FROM base (dockerfile-inline of `two`:1), implied

    3 targets, 1 root, 2 leaves, 2 waves
    ");
    let told = ran(&bake(text), "plan --link", false);
    let notes: Vec<&str> = told.lines().take(2).collect();
    assert_eq!(
        notes,
        [
            "note: `one` takes `base` for `base` (dockerfile-inline of `one`:1)",
            "note: `two` takes `base` for `base` (dockerfile-inline of `two`:1)",
        ]
    );
}

#[test]
fn a_template_is_filled_in_first() {
    let text = r#"
target "default" {
  dockerfile = "Dockerfile.j2"
  vars       = { bases = ["base", "tools"] }
}
target "base" { tags = ["base"] }
target "tools" { tags = ["tools"] }
"#;
    let template =
        "FROM scratch\n{% for base in vars.bases %}COPY --from={{ base }} / /\n{% endfor %}";
    draws!(bake(text).file("Dockerfile.j2", template), "graph", @r"
    base
    └── default  COPY --from=base (Dockerfile.j2, filled in:2), implied
    tools
    └── default  COPY --from=tools (Dockerfile.j2, filled in:3), implied

    3 targets, 2 roots, 1 leaf, 2 waves
    ");
}
