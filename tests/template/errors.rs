//! What is wrong with templates, and where.

use insta::assert_snapshot;

use super::{printed, project, render, run, template};

#[test]
fn a_name_that_is_not_defined_has_a_neighbour() {
    let host = project(
        r#"
        variable "VERSION" { default = "1" }
        target "app" {
          name       = "app-${arch}"
          matrix     = { arch = ["amd64", "arm64"] }
          dockerfile = "Dockerfile.j2"
        }
        "#,
        "FROM scratch\nRUN echo {{ matrix.arhc }}\n",
    );
    assert_snapshot!(run(&host, "render app-*"), @r#"
    error: `matrix.arhc` is not defined
       ╭─[Dockerfile.j2:2:13]
     1 │ FROM scratch
     2 │ RUN echo {{ matrix.arhc }}
       ·             ───────────
       ╰────
       ╭─[docker-bake.hcl:3:9]
     2 │         variable "VERSION" { default = "1" }
     3 │         target "app" {
       ·         ──────┬─────
       ·               ╰── for `app-amd64` and 1 other target
     4 │           name       = "app-${arch}"
       ╰────
      = hint: did you mean `arch`?

    1 error
    "#);
    assert_snapshot!(printed("{{ 'a' ~ traget.name }}"), @r#"
    error: `traget` is not defined
       ╭─[Dockerfile.j2:1:10]
     1 │ {{ 'a' ~ traget.name }}
       ·          ──────
       ╰────
       ╭─[docker-bake.hcl:1:1]
     1 │ target "app" {
       · ──────┬─────
       ·       ╰── for `app`
     2 │   dockerfile = "Dockerfile.j2"
       ╰────
      = hint: did you mean `target`?

    1 error
    "#);
    assert_snapshot!(printed("{% if var.NONE.x %}{% endif %}"), @r#"
    error: `var.NONE` is not defined
       ╭─[Dockerfile.j2:1:10]
     1 │ {% if var.NONE.x %}{% endif %}
       ·          ───────
       ╰────
       ╭─[docker-bake.hcl:1:1]
     1 │ target "app" {
       · ──────┬─────
       ·       ╰── for `app`
     2 │   dockerfile = "Dockerfile.j2"
       ╰────

    1 error
    "#);
    let host = project(
        "variable \"VERSION\" {}\ntarget \"app\" {\n  dockerfile = \"Dockerfile.j2\"\n}\n",
        "{% for x in VERSION %}{% endfor %}",
    );
    assert_snapshot!(render(&host), @r#"
    error: `VERSION` is not defined
       ╭─[Dockerfile.j2:1:13]
     1 │ {% for x in VERSION %}{% endfor %}
       ·             ───────
       ╰────
       ╭─[docker-bake.hcl:2:1]
     1 │ variable "VERSION" {}
     2 │ target "app" {
       · ──────┬─────
       ·       ╰── for `app`
     3 │   dockerfile = "Dockerfile.j2"
       ╰────
      = hint: write `var.VERSION`

    1 error
    "#);
}

#[test]
fn an_error_in_an_included_file_shows_the_way() {
    let host = template("FROM x\n{% include 'a.j2' %}\n")
        .file("a.j2", "RUN a\n{% include 'b.j2' %}\n")
        .file("b.j2", "RUN {{ vars.x }}\n");
    assert_snapshot!(render(&host), @r#"
    error: `vars.x` is not defined
       ╭─[b.j2:1:8]
     1 │ RUN {{ vars.x }}
       ·        ──────
       ╰────
       ╭─[a.j2:2:4]
     1 │ RUN a
     2 │ {% include 'b.j2' %}
       ·    ───────┬──────
       ·           ╰── included from here
       ╰────
       ╭─[Dockerfile.j2:2:4]
     1 │ FROM x
     2 │ {% include 'a.j2' %}
       ·    ───────┬──────
       ·           ╰── included from here
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
fn an_error_in_a_macro_is_in_the_macro() {
    let host = template("{% from 'lib.j2' import run %}\n{{ run(1) }}\n")
        .file("lib.j2", "{% macro run(x) %}{{ x + 'a' }}{% endmacro %}");
    assert_snapshot!(render(&host), @r#"
    error: tried to use + operator on unsupported types number and string
       ╭─[lib.j2:1:22]
     1 │ {% macro run(x) %}{{ x + 'a' }}{% endmacro %}
       ·                      ───────
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
fn a_missing_file_is_named() {
    assert_snapshot!(printed("FROM x\n{% include 'parts/none.j2' %}\n"), @r#"
    error: there is no template `parts/none.j2`
       ╭─[Dockerfile.j2:2:4]
     1 │ FROM x
     2 │ {% include 'parts/none.j2' %}
       ·    ───────────────────────
       ╰────
       ╭─[docker-bake.hcl:1:1]
     1 │ target "app" {
       · ──────┬─────
       ·       ╰── for `app`
     2 │   dockerfile = "Dockerfile.j2"
       ╰────
      = hint: names of templates count from the folder of the one that names them

    1 error
    "#);
    assert_snapshot!(printed("{% extends 'none.j2' %}\n"), @r#"
    error: there is no template `none.j2`
       ╭─[Dockerfile.j2:1:4]
     1 │ {% extends 'none.j2' %}
       ·    ─────────────────
       ╰────
       ╭─[docker-bake.hcl:1:1]
     1 │ target "app" {
       · ──────┬─────
       ·       ╰── for `app`
     2 │   dockerfile = "Dockerfile.j2"
       ╰────
      = hint: names of templates count from the folder of the one that names them

    1 error
    "#);
    assert_snapshot!(printed("{% include ['a', 'b'] %}\n"), @r#"
    error: there is none of these templates
       ╭─[Dockerfile.j2:1:4]
     1 │ {% include ['a', 'b'] %}
       ·    ──────────────────
       ╰────
       ╭─[docker-bake.hcl:1:1]
     1 │ target "app" {
       · ──────┬─────
       ·       ╰── for `app`
     2 │   dockerfile = "Dockerfile.j2"
       ╰────
      = hint: names of templates count from the folder of the one that names them

    1 error
    "#);
}

#[test]
fn unknown_filters_and_tests_are_found_without_rendering() {
    assert_snapshot!(printed("{% if false %}{{ 'a' | uper | tojsn }}{{ 1 is evn }}{% endif %}"), @r"
    error: there is no filter `uper`
       ╭─[Dockerfile.j2:1:24]
     1 │ {% if false %}{{ 'a' | uper | tojsn }}{{ 1 is evn }}{% endif %}
       ·                        ────
       ╰────
      = hint: did you mean `upper`?

    error: there is no filter `tojsn`
       ╭─[Dockerfile.j2:1:31]
     1 │ {% if false %}{{ 'a' | uper | tojsn }}{{ 1 is evn }}{% endif %}
       ·                               ─────
       ╰────
      = hint: did you mean `tojson`?

    error: there is no test `evn`
       ╭─[Dockerfile.j2:1:47]
     1 │ {% if false %}{{ 'a' | uper | tojsn }}{{ 1 is evn }}{% endif %}
       ·                                               ───
       ╰────
      = hint: did you mean `even`?

    3 errors
    ");
    assert_snapshot!(printed("{{ rnage(3) }}"), @r#"
    error: there is no function or macro `rnage`
       ╭─[Dockerfile.j2:1:4]
     1 │ {{ rnage(3) }}
       ·    ────────
       ╰────
       ╭─[docker-bake.hcl:1:1]
     1 │ target "app" {
       · ──────┬─────
       ·       ╰── for `app`
     2 │   dockerfile = "Dockerfile.j2"
       ╰────
      = hint: did you mean `range`?

    1 error
    "#);
    assert_snapshot!(printed("{{ 'a,b'.split(',') }}"), @r#"
    error: values have no method `split`
       ╭─[Dockerfile.j2:1:9]
     1 │ {{ 'a,b'.split(',') }}
       ·         ───────────
       ╰────
       ╭─[docker-bake.hcl:1:1]
     1 │ target "app" {
       · ──────┬─────
       ·       ╰── for `app`
     2 │   dockerfile = "Dockerfile.j2"
       ╰────
      = hint: filters do what methods do elsewhere: `name | split(",")`

    1 error
    "#);
}

#[test]
fn null_has_no_text() {
    assert_snapshot!(printed("RUN {{ target.stage }}"), @r#"
    error: null has no text, so it cannot be printed
       ╭─[Dockerfile.j2:1:8]
     1 │ RUN {{ target.stage }}
       ·        ────────────
       ╰────
       ╭─[docker-bake.hcl:1:1]
     1 │ target "app" {
       · ──────┬─────
       ·       ╰── for `app`
     2 │   dockerfile = "Dockerfile.j2"
       ╰────
      = hint: give another value in its place: `{{ name or "" }}`

    1 error
    "#);
    assert_snapshot!(printed("RUN {{ 'a' ~ none }}"), @r#"
    error: null has no text, so it cannot be printed
       ╭─[Dockerfile.j2:1:13]
     1 │ RUN {{ 'a' ~ none }}
       ·             ─────
       ╰────
       ╭─[docker-bake.hcl:1:1]
     1 │ target "app" {
       · ──────┬─────
       ·       ╰── for `app`
     2 │   dockerfile = "Dockerfile.j2"
       ╰────
      = hint: give another value in its place: `{{ name or "" }}`

    1 error
    "#);
}

#[test]
fn what_is_no_template_is_told_once() {
    let host = project(
        r#"
        target "app" {
          name       = "app-${n}"
          matrix     = { n = ["1", "2"] }
          dockerfile = "Dockerfile.j2"
        }
        target "other" {
          dockerfile = "other.j2"
        }
        "#,
        "FROM x\nRUN echo {{.State}}\n",
    )
    .file("other.j2", "{% if x %}\n{% include 'broken.j2' %}\n")
    .file("broken.j2", "{{");
    assert_snapshot!(run(&host, "render app other"), @r"
    error: unexpected `.`
       ╭─[Dockerfile.j2:2:12]
     1 │ FROM x
     2 │ RUN echo {{.State}}
       ·            ─
       ╰────
      = hint: write `{% raw %}{{.Name}}{% endraw %}` where the braces are part of the text

    error: unexpected end of input, expected end of block
       ╭─[other.j2:2:26]
     1 │ {% if x %}
     2 │ {% include 'broken.j2' %}
       ·                          ▲
       ╰────

    2 errors
    ");
    let host = template("{% include 'broken.j2' %}\n").file("broken.j2", "a {{ 'b' }\n");
    assert_snapshot!(render(&host), @r"
    error: unexpected `}`, expected end of variable block
       ╭─[broken.j2:1:10]
     1 │ a {{ 'b' }
       ·          ─
       ╰────

    1 error
    ");
}

#[test]
fn a_template_must_be_at_hand() {
    let host = project(
        r#"
        target "app" { dockerfile = "none.j2" }
        target "remote" {
          context    = "https://github.com/a/b.git"
          dockerfile = "Dockerfile.j2"
        }
        target "web" { dockerfile = "https://example.org/Dockerfile.j2" }
        target "latin" { dockerfile = "latin.j2" }
        target "empty" { dockerfile = "empty.j2" }
        "#,
        "",
    )
    .file("latin.j2", b"\xe4".to_vec())
    .file("empty.j2", "{## nothing ##}");
    assert_snapshot!(run(&host, "render app remote web latin empty"), @r#"
    error: cannot read the template `none.j2`: no such file
       ╭─[docker-bake.hcl:2:37]
     1 │ 
     2 │         target "app" { dockerfile = "none.j2" }
       ·                                     ─────────
     3 │         target "remote" {
       ╰────

    error: `latin.j2` is not UTF-8
       ╭─[docker-bake.hcl:8:39]
     7 │         target "web" { dockerfile = "https://example.org/Dockerfile.j2" }
     8 │         target "latin" { dockerfile = "latin.j2" }
       ·                                       ──────────
     9 │         target "empty" { dockerfile = "empty.j2" }
       ╰────

    error: the template is in the remote context `https://github.com/a/b.git`
       ╭─[docker-bake.hcl:5:24]
     4 │           context    = "https://github.com/a/b.git"
     5 │           dockerfile = "Dockerfile.j2"
       ·                        ───────────────
     6 │         }
       ╰────
      = hint: a template is read when the plan is made, so it must be a local file

    error: cannot read the template `https:/example.org/Dockerfile.j2`: no such file
       ╭─[docker-bake.hcl:7:37]
     6 │         }
     7 │         target "web" { dockerfile = "https://example.org/Dockerfile.j2" }
       ·                                     ───────────────────────────────────
     8 │         target "latin" { dockerfile = "latin.j2" }
       ╰────

    error: the template gives no text at all
       ╭─[empty.j2:1:1]
     1 │ {## nothing ##}
       · ▲
       ╰────
        ╭─[docker-bake.hcl:9:9]
      8 │         target "latin" { dockerfile = "latin.j2" }
      9 │         target "empty" { dockerfile = "empty.j2" }
        ·         ───────┬──────
        ·                ╰── for `empty`
     10 │         
        ╰────

    5 errors
    "#);
    let host = project("target \"app\" { context = \"https://example.org/x.git\" }\n", "");
    assert_snapshot!(render(&host), @r#"
    error: the Dockerfile of `app` is in the remote context `https://example.org/x.git`
       ╭─[docker-bake.hcl:1:26]
     1 │ target "app" { context = "https://example.org/x.git" }
       ·                          ───────────────────────────
       ╰────

    1 error
    "#);
}

#[test]
fn text_in_the_definition_has_errors_too() {
    let host = project(
        "target \"app\" {\n  template = true\n  dockerfile-inline = \"FROM {{ vars.x }}\"\n}\n",
        "",
    );
    assert_snapshot!(render(&host), @r#"
    error: `vars.x` is not defined
       ╭─[dockerfile-inline of `app`:1:9]
     1 │ FROM {{ vars.x }}
       ·         ──────
       ╰────
       ╭─[docker-bake.hcl:1:1]
     1 │ target "app" {
       · ──────┬─────
       ·       ╰── for `app`
     2 │   template = true
       ╰────

    1 error
    "#);
}

#[test]
fn no_filter_hides_what_is_not_defined() {
    for filter in ["string", "tojson", "join", "upper", "list", "first", "length", "trim", "sort"] {
        let output = printed(&format!("{{{{ vars.nope | {filter} }}}}"));
        assert!(output.contains("vars.nope"), "{output}");
        assert!(output.ends_with("1 error\n"), "{filter}: {output}");
    }
    assert_eq!(printed("{{ vars.nope | default('x') }}"), "x");
    assert_eq!(printed("{{ vars.nope is defined }}"), "false");
}

#[test]
fn what_is_never_closed_is_told_at_its_start() {
    assert_snapshot!(printed("{## a ##}{% raw %}{##{% endraw %}\necho ${##} {## x\n"), @r"
    error: this comment has no end
       ╭─[Dockerfile.j2:2:7]
     1 │ {## a ##}{% raw %}{##{% endraw %}
     2 │ echo ${##} {## x
       ·       ───
       ╰────
      = hint: end it with `##}`, or write `{% raw %}{##{% endraw %}` where it is part of the text

    1 error
    ");
    assert_snapshot!(printed("{% raw %}{% endraw %}\n{%- raw -%} {% raw %}\n"), @r"
    error: this raw block has no end
       ╭─[Dockerfile.j2:2:1]
     1 │ {% raw %}{% endraw %}
     2 │ {%- raw -%} {% raw %}
       · ──
       ╰────
      = hint: end it with `{% endraw %}`

    1 error
    ");
}

#[test]
fn only_targets_have_a_dockerfile() {
    let host = project("task \"lint\" { command = [\"x\"] }\ntarget \"app\" {}\n", "")
        .file("Dockerfile", "FROM a");
    assert_snapshot!(run(&host, "render lint"), @r#"
    error: nothing that was asked for is a target, so there is no Dockerfile
       ╭─[docker-bake.hcl:1:1]
     1 │ task "lint" { command = ["x"] }
       · ───────────
     2 │ target "app" {}
       ╰────

    1 error
    "#);
    assert_snapshot!(run(&host, "render lint app"), @"FROM a");
}
