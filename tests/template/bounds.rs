//! Templates that would never end, or fill the memory.

use insta::assert_snapshot;

use super::{printed, render, template};

/// The message of the error that a template ends in, of which there must be one.
fn refused(text: &str) -> String {
    let output = printed(text);
    let first = output.lines().next().unwrap_or_default();
    assert!(output.ends_with("1 error\n"), "{output}");
    first.to_owned()
}

#[test]
fn loops_end() {
    assert_snapshot!(printed("{% for a in range(10000) %}{% for b in range(10000) %}{% endfor %}{% endfor %}"), @r#"
    error: rendering takes too many steps
       ╭─[Dockerfile.j2:1:40]
     1 │ {% for a in range(10000) %}{% for b in range(10000) %}{% endfor %}{% endfor %}
       ·                                        ────────────
       ╰────
       ╭─[docker-bake.hcl:1:1]
     1 │ target "app" {
       · ──────┬─────
       ·       ╰── for `app`
     2 │   dockerfile = "Dockerfile.j2"
       ╰────
      = hint: is there a loop over too much, or a macro that calls itself?

    1 error
    "#);
    assert_snapshot!(refused("{{ range(10 ** 12) }}"), @"error: range has too many elements");
}

#[test]
fn recursion_ends() {
    assert_snapshot!(refused("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"), @"error: recursion limit exceeded");
    assert_snapshot!(refused("{% include 'Dockerfile.j2' %}"), @"error: recursion limit exceeded");
    assert_snapshot!(refused("{% extends 'Dockerfile.j2' %}"), @r#"error: cycle in template inheritance. "Dockerfile.j2" was referenced more than once"#);
    assert_snapshot!(refused("{% import 'Dockerfile.j2' as x %}"), @"error: recursion limit exceeded");
    assert_snapshot!(refused("{% block b %}{{ self.b() }}{% endblock %}"), @"error: recursion limit exceeded");
}

#[test]
fn text_does_not_grow_without_end() {
    let huge = [
        "{{ 'x' * 100000000 }}",
        "{% set x = 'x' * 100000000 %}",
        "{% set x = 'x' * 1000 * 1000 * 1000 %}",
        "{% set n = namespace(s='x') %}{% for i in range(60) %}{% set n.s = n.s ~ n.s %}{% endfor %}",
        "{% set n = namespace(s='x') %}{% for i in range(60) %}{% set n.s = n.s + n.s %}{% endfor %}",
        "{% set n = namespace(s=[1]) %}{% for i in range(60) %}{% set n.s = n.s + n.s %}{% endfor %}",
        "{% set n = namespace(s=[1]) %}{% for i in range(60) %}{% set n.s = [n.s, n.s] %}{% endfor %}",
        "{% set n = namespace(s=[1]) %}{% for i in range(60) %}{% set n.s = n.s, n.s %}{% endfor %}",
        "{% set n = namespace(s=[1]) %}{% for i in range(60) %}{% set n.s = {'a': n.s, 'b': n.s} %}{% endfor %}",
        "{% set n = namespace(s='x') %}{% for i in range(60) %}{% set s %}{{ n.s }}{{ n.s }}{% endset %}{% set n.s = s %}{% endfor %}",
        "{% macro twice(s) %}{{ s }}{{ s }}{% endmacro %}{% set n = namespace(s='x') %}{% for i in range(60) %}{% set n.s = twice(n.s) %}{% endfor %}",
        "{% set n = namespace(s='x') %}{% for i in range(60) %}{% set n.s = [n.s, n.s] | join %}{% endfor %}",
        "{% set n = namespace(s='x') %}{% for i in range(60) %}{% set n.s = n.s | replace('x', 'xx') %}{% endfor %}",
        "{% set n = namespace(s='x') %}{% for i in range(60) %}{% set n.s = '%s%s' | format(n.s, n.s) %}{% endfor %}",
        "{% set x %}{% for a in range(99999) %}{% for b in range(99) %}some text that is repeated and repeated and repeated{% endfor %}{% endfor %}{% endset %}",
        "{{ range(99999) | join('x' * 100000) }}",
        "{{ ('\\n' * 100000) | indent(60000) }}",
        "{{ '%999999999d' | format(1) }}",
        "{{ '%*d' | format(999999999, 1) }}",
        "{{ [1] | batch(999999999, 0) | list }}",
        "{{ [1] | slice(999999999) | list }}",
        "{{ ('aaaa' * 10000) | replace('', 'b' * 10000) }}",
        "{% set x = (1,) * 100000000 %}",
        "{% set x = ([1] * 100000000) | list %}",
        "{% for x in [1] * 100000000 %}{% endfor %}",
    ];
    let messages: Vec<String> = huge.iter().map(|text| refused(text)).collect();
    let mut messages: Vec<&str> = messages.iter().map(String::as_str).collect();
    messages.sort_unstable();
    messages.dedup();
    assert_snapshot!(messages.join("\n"), @r"
    error: a number given to this filter may not be over 65536
    error: rendering takes too many steps
    error: repeated string is too large
    error: this is longer than 4 MiB, or nested more than 64 times
    ");
}

#[test]
fn what_is_included_again_and_again_is_counted() {
    let host =
        template("{% set x %}{% for a in range(99999) %}{% include 'a' %}{% endfor %}{% endset %}")
            .file("a", "x".repeat(100_000));
    assert!(render(&host).contains("512 MiB"), "{}", render(&host));
}

#[test]
fn nesting_is_bounded() {
    let deep =
        |open: &str, close: &str| format!("{{{{ {}1{} }}}}", open.repeat(500), close.repeat(500));
    assert_snapshot!(refused(&deep("(", ")")), @"error: template exceeds maximum recursion limits");
    assert_snapshot!(refused(&deep("[", "]")), @"error: template exceeds maximum recursion limits");
    assert_snapshot!(refused(&"{% if true %}".repeat(500)), @"error: template exceeds maximum recursion limits");
    assert_snapshot!(refused(&format!("{{{{ 1{} }}}}", " ~ 1".repeat(100_000))), @"error: a template may have 50000 words and signs, and this has more");
    assert_eq!(printed(&format!("{{{{ 1{} }}}}", " ~ 1".repeat(2_000))), "1".repeat(2_001));
    assert_snapshot!(refused(&"x".repeat(2 << 20)), @"error: a template may have 1 MiB, and this has more");
    let nest =
        "{% set n = namespace(s=1) %}{% for i in range(99) %}{% set n.s = [n.s] %}{% endfor %}";
    assert_snapshot!(refused(nest), @"error: this is longer than 4 MiB, or nested more than 64 times");
    let own = "{% set n = namespace() %}{% set n.a = n %}{% set n.b = n %}{{ n }}";
    assert_snapshot!(refused(own), @"error: this is longer than 4 MiB, or nested more than 64 times");
}
