//! Circles of links that Dockerfiles imply.

use bakewell::source::Memory;

use super::{bake, draws, ran};

/// Two images that each start from the other.
fn bootstrap() -> Memory {
    bake(
        r#"
target "a" {
  dockerfile-inline = "FROM scratch\nCOPY --from=example.org/b / /"
  tags              = ["example.org/a"]
}
target "b" {
  dockerfile = "b.Dockerfile"
  tags       = ["example.org/b"]
}
target "default" {
  contexts = { a = "target:a" }
}
"#,
    )
    .file("b.Dockerfile", "FROM example.org/a\n")
    .file("Dockerfile", "FROM a\n")
}

#[test]
fn a_circle_that_is_only_implied_is_a_warning() {
    draws!(bootstrap(), "graph", @r"
    warning: 2 targets need each other: `a` → `b` → `a`
       ╭─[dockerfile-inline of `a`:2:13]
     1 │ FROM scratch
     2 │ COPY --from=example.org/b / /
       ·             ──────┬──────
       ·                   ╰── `a` names `example.org/b`, a tag of `b`
       ╰────
       ╭─[b.Dockerfile:1:6]
     1 │ FROM example.org/a
       ·      ──────┬──────
       ·            ╰── `b` names `example.org/a`, a tag of `a`
       ╰────
      = hint: links between these that only Dockerfiles imply are left out

    1 warning
    a
    └── default  FROM a (Dockerfile:1)

    2 targets, 1 root, 1 leaf, 2 waves
    ");
}

#[test]
fn with_link_it_is_an_error() {
    draws!(bootstrap(), "graph --link", @r"
    exit 2
    error: 2 targets need each other: `a` → `b` → `a`
       ╭─[dockerfile-inline of `a`:2:13]
     1 │ FROM scratch
     2 │ COPY --from=example.org/b / /
       ·             ──────┬──────
       ·                   ╰── `a` has `b` as context `example.org/b`
       ╰────
       ╭─[b.Dockerfile:1:6]
     1 │ FROM example.org/a
       ·      ──────┬──────
       ·            ╰── `b` has `a` as context `example.org/a`
       ╰────
      = hint: take one of them away

    1 error
    ");
    draws!(bootstrap(), "plan --link", @r"
    exit 2
    error: targets are contexts of each other: `a` → `b` → `a`
       ╭─[dockerfile-inline of `a`:2:13]
     1 │ FROM scratch
     2 │ COPY --from=example.org/b / /
       ·             ──────┬──────
       ·                   ╰── `a` has `b` as context `example.org/b`
       ╰────
       ╭─[b.Dockerfile:1:6]
     1 │ FROM example.org/a
       ·      ──────┬──────
       ·            ╰── `b` has `a` as context `example.org/a`
       ╰────

    1 error
    ");
}

#[test]
fn only_what_lies_in_the_circle_is_left_out() {
    let text = r#"
target "default" {
  contexts          = { a = "target:a" }
  dockerfile-inline = "FROM a\nCOPY --from=tools / /"
}
target "a" {
  tags              = ["a"]
  dockerfile-inline = "FROM b\nCOPY --from=tools / /"
}
target "b" {
  tags              = ["b"]
  dockerfile-inline = "FROM a"
}
target "tools" { tags = ["tools"] }
"#;
    let drawn = ran(&bake(text), "graph", false);
    let (_, drawn) = drawn.split_once("1 warning\n").expect("it warns of the circle");
    insta::assert_snapshot!(drawn, @r"
    tools
    ├── a  COPY --from=tools (dockerfile-inline of `a`:2), implied
    │   └── default  FROM a (dockerfile-inline of `default`:1)
    └── default  COPY --from=tools (dockerfile-inline of `default`:2), implied

    3 targets, 1 root, 1 leaf, 3 waves
    ");
}
