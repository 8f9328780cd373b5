//! What templates include, and what they cannot.

use insta::assert_snapshot;

use super::{render, template};
use crate::support::Project;

#[test]
fn names_count_from_the_folder_of_the_template() {
    let host = template("{% include 'parts/a.j2' %}{% include ['none.j2', 'b.j2'] %}")
        .file("parts/a.j2", "a {% include './b.j2' %}{% include '../b.j2' %}")
        .file("parts/b.j2", "inner ")
        .file("b.j2", "outer ");
    assert_snapshot!(render(&host), @"a inner outer outer");
}

#[test]
fn templates_extend_and_import_others() {
    let host = template(
        "{% extends 'base.j2' %}{% from 'lib.j2' import apk %}{% import 'lib.j2' as lib %}\
         {% block install %}{{ super() }}{{ apk(['a', 'b']) }} {{ lib.apk(['c']) }}{% endblock %}",
    )
    .file("base.j2", "FROM x\n{% block install %}# base\n{% endblock %}\n{{ self.install() }}\n")
    .file("lib.j2", "{% macro apk(names) %}RUN apk add {{ names | join(' ') }}{% endmacro %}");
    assert_snapshot!(render(&host), @r"
    FROM x
    # base
    RUN apk add a b RUN apk add c
    # base
    RUN apk add a b RUN apk add c
    ");
}

#[test]
fn what_is_missing_may_be_ignored() {
    assert_snapshot!(render(&template("[{% include 'a-' ~ target.name ignore missing %}]")), @"[]");
}

#[test]
fn nothing_outside_of_the_project_takes_part() {
    let host = template("{% include '../secret' %}").file("/secret", "x");
    assert_snapshot!(render(&host), @r#"
    error: `../secret` is outside of the project
       ╭─[Dockerfile.j2:1:4]
     1 │ {% include '../secret' %}
       ·    ───────────────────
       ╰────
       ╭─[docker-bake.hcl:1:1]
     1 │ target "app" {
       · ──────┬─────
       ·       ╰── for `app`
     2 │   dockerfile = "Dockerfile.j2"
       ╰────

    1 error
    "#);
    let host = template("{% include '/project/inside' %}").file("inside", "x");
    assert_snapshot!(render(&host), @r#"
    error: `/project/inside` is an absolute path, which a template cannot name
       ╭─[Dockerfile.j2:1:4]
     1 │ {% include '/project/inside' %}
       ·    ─────────────────────────
       ╰────
       ╭─[docker-bake.hcl:1:1]
     1 │ target "app" {
       · ──────┬─────
       ·       ╰── for `app`
     2 │   dockerfile = "Dockerfile.j2"
       ╰────

    1 error
    "#);
    let host = template("{% include 'folder' %}").file("folder/x", "x");
    assert_snapshot!(render(&host), @r#"
    error: `folder` is a directory
       ╭─[Dockerfile.j2:1:4]
     1 │ {% include 'folder' %}
       ·    ────────────────
       ╰────
       ╭─[docker-bake.hcl:1:1]
     1 │ target "app" {
       · ──────┬─────
       ·       ╰── for `app`
     2 │   dockerfile = "Dockerfile.j2"
       ╰────

    1 error
    "#);
    let host = template("{% include 'other' %}").socket("other");
    assert_snapshot!(render(&host), @r#"
    error: `other` is not a regular file
       ╭─[Dockerfile.j2:1:4]
     1 │ {% include 'other' %}
       ·    ───────────────
       ╰────
       ╭─[docker-bake.hcl:1:1]
     1 │ target "app" {
       · ──────┬─────
       ·       ╰── for `app`
     2 │   dockerfile = "Dockerfile.j2"
       ╰────

    1 error
    "#);
}

#[test]
#[cfg(unix)]
fn a_link_may_lead_anywhere_inside() {
    let outside = Project::new().file("secret", "secret");
    let project = Project::bake("target \"default\" {\n  dockerfile = \"Dockerfile.j2\"\n}\n")
        .file("Dockerfile.j2", "{% include 'in' %}{% include 'sub/in' %}\n")
        .file("real/in", "inside ");
    std::os::unix::fs::symlink("real/in", project.path("in")).unwrap();
    std::os::unix::fs::symlink("real", project.path("sub")).unwrap();
    assert_snapshot!(project.run("render"), @r"
    exit 0
    --- stdout
    inside inside
    ");
    let project = project.file("Dockerfile.j2", "{% include 'out' ignore missing %}\n");
    std::os::unix::fs::symlink(outside.path("secret"), project.path("out")).unwrap();
    assert_snapshot!(project.run("render"), @r#"
    exit 2
    --- stderr
    error: `out` is outside of the project
       ╭─[Dockerfile.j2:1:4]
     1 │ {% include 'out' ignore missing %}
       ·    ────────────────────────────
       ╰────
       ╭─[docker-bake.hcl:1:1]
     1 │ target "default" {
       · ────────┬───────
       ·         ╰── for `default`
     2 │   dockerfile = "Dockerfile.j2"
       ╰────

    1 error
    "#);
}

#[test]
fn a_template_elsewhere_has_a_root_of_its_own() {
    let project = Project::bake(
        "target \"default\" {\n  context = \"..\"\n  dockerfile = \"t/Dockerfile.j2\"\n}\n",
    )
    .file(
        "here/docker-bake.hcl",
        "target \"default\" {\n  context = \"../t\"\n  dockerfile = \"Dockerfile.j2\"\n}\n",
    )
    .file("t/Dockerfile.j2", "{% include 'a.j2' %}{% include '../docker-bake.hcl' %}")
    .file("t/a.j2", "a");
    assert_snapshot!(project.run_in(&project.path("here"), "render"), @r#"
    exit 2
    --- stderr
    error: `../docker-bake.hcl` is outside of the project
       ╭─[../t/Dockerfile.j2:1:24]
     1 │ {% include 'a.j2' %}{% include '../docker-bake.hcl' %}
       ·                        ────────────────────────────
       ╰────
       ╭─[docker-bake.hcl:1:1]
     1 │ target "default" {
       · ────────┬───────
       ·         ╰── for `default`
     2 │   context = "../t"
       ╰────

    1 error
    "#);
}

#[test]
fn byte_order_marks_are_no_text() {
    let host = template("\u{feff}FROM a\n{% include 'more' %}").file("more", "\u{feff}RUN b");
    assert_eq!(render(&host), "FROM a\nRUN b");
    assert_eq!(render(&template("{{ '\u{feff}' }}FROM a")), "FROM a");
    assert!(render(&template("\u{feff}")).contains("gives no text at all"));
}
