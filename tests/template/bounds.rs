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
    assert_snapshot!(refused("{{ range(10 ** 12) }}"), @"error: a number given to `range` may not be over 2147483647");
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
    assert_snapshot!(refused(own), @"error: a namespace cannot be part of another value");
}

#[test]
fn slices_go_forward() {
    assert_snapshot!(printed("{{ 'abcd'[-3:] }} {{ [1, 2, 3][:(1 + 1)] }} {{ 'abcd'[1::2] }} {{ 'abcd'[::'2' | int] }}"), @"bcd [1,2] bd ac");
    assert_snapshot!(printed("{{ ''[::-1] }}"), @r#"
    error: a slice only goes forward
       ╭─[Dockerfile.j2:1:9]
     1 │ {{ ''[::-1] }}
       ·         ──
       ╰────
       ╭─[docker-bake.hcl:1:1]
     1 │ target "app" {
       · ──────┬─────
       ·       ╰── for `app`
     2 │   dockerfile = "Dockerfile.j2"
       ╰────
      = hint: `| reverse` turns a list or a text around: `{{ name | reverse }}`

    1 error
    "#);
    assert_snapshot!(refused("{{ [1, 2][0:1:0 - 1] }}"), @"error: a slice only goes forward");
    assert_snapshot!(refused("{{ [1, 2][::0] }}"), @"error: cannot slice by step size of 0");
}

#[test]
fn no_namespace_contains_itself() {
    let in_itself = |text: &str| {
        let text = format!("{{% set n = namespace(a=1) %}}{{% set m = namespace() %}}{text}");
        let first = printed(&text).lines().next().unwrap_or_default().to_owned();
        assert_eq!(first, "error: a namespace cannot be part of another value", "{text}");
    };
    in_itself("{% set n.a = n %}{{ n == m }}");
    in_itself("{% set n.a = m %}{% set m.a = n %}{{ n == m }}");
    in_itself("{% set n.a = (m) %}");
    in_itself("{% set n.a = 1, m %}");
    in_itself("{% set m, n.a = 1, n %}");
    in_itself("{% set n.a = [m] %}");
    in_itself("{% set n.a = m if true %}");
    in_itself("{% set x = {'m': m} %}");
    in_itself("{% set x = dict(m=m) %}");
    in_itself("{% set x = dict(n) %}{% set n.a = x %}");
    in_itself("{% set x = namespace(m=m) %}");
    assert_snapshot!(
        printed("{% set n = namespace(a=1) %}{% set n.b = 1, 2 %}{% set n.c, d = n.a + 1, [3] %}{{ n.b }}{{ n.c }}{{ d }}{{ n }}"),
        @r#"[1,2]2[3]{"a":1,"b":[1,2],"c":2}"#
    );
}

#[test]
fn what_is_made_one_by_one_is_made_at_once() {
    for link in
        ["[0:]", " | reverse", " | zip([1]) | map('first')", " * 1", " + []", " | map('int')"]
    {
        let chain = format!(
            "{{% set n = namespace(s=[1]) %}}{{% for i in range(9999) %}}{{% set n.s = n.s{link} %}}\
             {{% endfor %}}{{{{ n.s }}}}"
        );
        assert_eq!(printed(&chain), "[1]", "{link}");
    }
}

#[test]
fn what_is_gone_through_again_and_again_is_counted() {
    for reading in [
        "{% if 'y' in x %}{% endif %}",
        "{% if x == y %}{% endif %}",
        "{% if x | first %}{% endif %}",
    ] {
        let text = format!(
            "{{% set x = 'x' * 3000000 %}}{{% set y = 'x' * 3000000 %}}\
             {{% for i in range(9999) %}}{reading}{{% endfor %}}"
        );
        assert_eq!(
            refused(&text),
            "error: the template makes or reads more than 512 MiB of text and lists",
            "{reading}"
        );
    }
}

#[test]
fn a_range_has_numbers_that_can_be_counted_with() {
    assert_snapshot!(printed("{{ range(3) }}{{ range(1, 3) }}{{ range(4, 0, -2) }}"), @"[0,1,2][1,2][4,2]");
    assert_snapshot!(refused("{{ range(0, -9223372036854775807 - 1, -1) }}"), @"error: a number given to `range` may not be over 2147483647");
}

#[test]
fn the_last_of_a_range_is_found_at_once() {
    let every = "{% set r = range(100000) %}{% for i in r %}{% if r[i] != r[i - 100000] %}1{% endif %}{% endfor %}{{ r[-1] }}";
    assert_snapshot!(printed(every), @"99999");
    let again =
        "{% for i in range(100000) %}{% if 99999 in range(90000) %}1{% endif %}{% endfor %}";
    assert_snapshot!(refused(again), @"error: the template makes or reads more than 512 MiB of text and lists");
}
