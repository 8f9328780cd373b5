//! What templates print and what they see.

use insta::assert_snapshot;

use super::{printed, project, render, run};

#[test]
fn a_template_sees_matrix_args_vars_target_and_variables() {
    let host = project(
        r#"
        variable "LIST" { default = ["x", 1, true, null] }
        variable "SIZE" {
          type = number
          default = 3
        }
        shared = "global"
        target "base" {
          vars = { from = "base", kept = 1 }
        }
        target "app" {
          inherits   = ["base"]
          matrix     = { arch = ["amd64"], os = [{ name = "linux" }] }
          name       = "app"
          dockerfile = "Dockerfile.j2"
          args       = { A = "a-${SIZE}" }
          vars       = { from = "app" }
          platforms  = ["linux/${arch}"]
          tags       = ["app:1", "app:2"]
          target     = "last"
        }
        "#,
        "{{ matrix.arch }} {{ matrix.os.name }} {{ matrix['os']['name'] }}\n\
         {{ args.A }} {{ args.B is defined }} {{ vars.from }} {{ vars.kept }}\n\
         {{ target.name }} {{ target.platforms }} {{ target.stage }} {{ target.tags[-1] }}\n\
         {{ var.LIST }} {{ var.SIZE + 1 }} {{ var.shared }} {{ var.BAKE_LOCAL_PLATFORM }}\n",
    );
    assert_snapshot!(render(&host), @r#"
    amd64 linux linux
    a-3 false app 1
    app ["linux/amd64"] last app:2
    ["x",1,true,null] 4 global linux/amd64
    "#);
}

#[test]
fn booleans_print_as_in_hcl_wherever_they_become_text() {
    assert_snapshot!(printed("{{ true }} {{ false ~ '' }} {{ [true, 1] | join('-') }}"), @"true false true-1");
    assert_snapshot!(printed("{{ true | string }} {{ 1 == 1 }} {{ {'a': false} }}"), @r#"true true {"a":false}"#);
    assert_snapshot!(printed("{{ (1, 'b') | tojson }} {{ 'a\\u0001\"' | tojson }}"), @r#"[1,"b"] "a\u0001\"""#);
}

#[test]
fn a_choice_without_a_branch_prints_nothing() {
    assert_snapshot!(printed("[{{ 'x' if false }}]"), @"[]");
}

#[test]
fn numbers_print_as_bake_prints_them() {
    let host = project(
        r#"
        target "app" {
          dockerfile = "Dockerfile.j2"
          vars = {
            int   = 9007199254740993
            large = 123456789012345678901234567890
            huge  = 1000000000000000000000000000000000000000000000000000000001
            float = 0.1
            third = 1 / 3
            whole = 2.0
            tiny  = 1e-30
          }
        }
        "#,
        "{% for name, value in vars|items %}{{ name }} {{ value }}\n{% endfor %}\
         {{ vars.int + 1 }} {{ vars.float * 2 }}\n",
    );
    assert_snapshot!(render(&host), @r"
    float 0.1
    huge 1000000000000000000000000000000000000000000000000000000001
    int 9007199254740993
    large 123456789012345678901234567890
    third 0.33333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333335
    tiny 0.000000000000000000000000000001
    whole 2
    9007199254740994 0.2
    ");
}

#[test]
fn braces_of_shells_and_go_stay() {
    assert_snapshot!(printed("RUN echo ${#a} # x #} ${b} ${c:-{}} $((1))\n"), @"RUN echo ${#a} # x #} ${b} ${c:-{}} $((1))");
    assert_snapshot!(printed("RUN echo '{% raw %}{{.State}}{% endraw %}'\n"), @"RUN echo '{{.State}}'");
    assert_snapshot!(printed("a{## {{ nothing }} ##}b\n"), @"ab");
}

#[test]
fn no_line_end_is_taken_away_unasked() {
    assert_eq!(printed("RUN a{% if true %} b{% endif %}\nRUN c\n"), "RUN a b\nRUN c\n");
    assert_eq!(printed("{% if true -%}\nRUN a\n{%- endif %}\n\n"), "RUN a\n\n");
    assert_eq!(printed("a\r\n{{ 1 }}\r\n"), "a\r\n1\r\n");
    assert_eq!(printed("no end"), "no end");
}

#[test]
fn what_is_weighed_means_what_it_says() {
    let cases = [
        ("1 ~ 2 * 3 ~ 4 ~ (5 + 6) * 2", "16422"),
        ("(1 ~ 2) ~ ('a' + 'b' + ('c')) ~ true", "12abctrue"),
        ("(1 + 2) * ((3 + 4)) - -2", "23"),
        ("2 ** 3 * 2 + 7 // 2", "19"),
        ("'a' * 3 ~ [1] * 2 ~ (1, 2) * 2", "aaa[1,1][1,2,1,2]"),
        ("[1, [2, (3,)], {'a': 4}][1][1][0] + 1", "4"),
        ("({'a': 'x' ~ 'y'}).a | upper | lower", "xy"),
        ("(('a' ~ 'b') | upper).b is undefined", "true"),
        ("'a' ~ 'b' if 'b' in 'a' ~ 'b' else 'no'", "ab"),
        ("not ('a' ~ 'b' == 'ab') or (1 + 1) is even", "true"),
        ("('a,b' | split(','))[0] ~ 'x'[0:1 + 0]", "ax"),
        ("{'k' ~ 1: [2]}", r#"{"k1":[2]}"#),
        ("dict(a=1 + 1, **{'b': [3]})", r#"{"a":2,"b":[3]}"#),
        ("[3, 1, 2] | sort(reverse=true) | map('string') | join('+' ~ '')", "3+2+1"),
        ("'%s-%03d' | format('a', 1 + 1)", "a-002"),
        ("-1 ~ 2", "-12"),
        ("[] | length ~ 'x'", "0x"),
        ("1 < 2 + 1 < 4", "true"),
    ];
    for (expression, expected) in cases {
        assert_eq!(printed(&format!("{{{{ {expression} }}}}")), expected, "{expression}");
        // `{{-` would be something else.
        if !expression.starts_with('-') {
            assert_eq!(printed(&format!("{{{{{expression}}}}}")), expected, "{expression}");
        }
    }
}

#[test]
fn statements_are_those_of_jinja() {
    assert_snapshot!(printed(
        "{% macro run(name, times=1 + 1) %}RUN {{ name * times }}{% endmacro %}\
         {% macro in() %}[{{ caller() }}]{% endmacro %}\
         {{ run('a') }};{{ run('b', times=3) }};{% call in() %}c{% endcall %}\n\
         {% set x, y = 1, (2) %}{{ x }}{{ y }} {% set z = 1, %}{{ z }} {% set t = (1), (2) %}{{ t }}\n\
         {% set ns = namespace(n=0) %}{% for a in [1] + [2] if a > 0 + 1 %}{% set ns.n = ns.n + a %}{% else %}-{% endfor %}{{ ns.n }}\n\
         {% for a, b in (('k', 1),) %}{{ loop.index }}{{ a }}{{ b }}{% endfor %}{% for a in ([1]) %}{{ a }}{% endfor %}\n\
         {% for x in [{'c': [{'c': []}]}] recursive %}<{{ loop(x.c) }}{{ loop( ((x).c), ) }}>{% endfor %}\n\
         {% set body %}b{{ 1 }}{% endset %}{{ body }} {% set b | upper %}x{% endset %}{{ b }} {% filter upper | trim %} q {% endfilter %}\n\
         {% with a = 'w' ~ 1, b = [2] %}{{ a }}{{ b }}{% endwith %}{% if 1 > 2 %}{% elif 2 ~ '' == '2' %}yes{% endif %}\n",
    ), @r"
    RUN aa;RUN bbb;[c]
    12 [1] [1,2]
    2
    1k11
    <<><>>
    b1 X Q
    w1[2]yes
    ");
}

#[test]
fn only_some_dockerfiles_are_templates() {
    let dockerfile = "FROM {{ target.name }}";
    let render = |attributes: &str, name: &str| {
        let definition = format!("target \"app\" {{\n{attributes}\n}}\n");
        let host = project(&definition, "").file(name, dockerfile);
        run(&host, "render app")
    };
    assert_eq!(render("", "Dockerfile"), dockerfile);
    assert_eq!(render("template = true", "Dockerfile"), "FROM app");
    assert_eq!(render("dockerfile = \"a.jinja\"", "a.jinja"), "FROM app");
    assert_eq!(render("dockerfile = \"a.j2\"\ntemplate = false", "a.j2"), dockerfile);
    assert_eq!(render("context = \"sub\"\ndockerfile = \"a.j2\"", "sub/a.j2"), "FROM app");
    assert_eq!(render("context = \"sub\"\ndockerfile = \"cwd://a.j2\"", "a.j2"), "FROM app");
    let inline = format!("dockerfile-inline = \"{dockerfile}\"");
    assert_eq!(render(&inline, "Dockerfile"), dockerfile);
    assert_eq!(render(&format!("{inline}\ndockerfile = \"a.j2\""), "x"), dockerfile);
    assert_eq!(render(&format!("{inline}\ntemplate = true"), "x"), "FROM app");
}

#[test]
fn several_dockerfiles_come_one_after_the_other() {
    let host = project(
        r#"
        group "default" { targets = ["b", "a"] }
        target "a" { dockerfile = "Dockerfile.j2" }
        target "b" {
          dockerfile-inline = "FROM scratch"
          contexts = { c = "target:c" }
        }
        target "c" {}
        "#,
        "FROM {{ target.name }}\n",
    );
    assert_snapshot!(run(&host, "render"), @r"
    # target a
    FROM a
    # target b
    FROM scratch
    ");
}

#[test]
fn a_thousand_targets_share_a_template() {
    let definition = "target \"app\" {\n  matrix = { n = range(1000) }\n  name = \"app-${n}\"\n  \
                      dockerfile = \"Dockerfile.j2\"\n}\n";
    let host = project(definition, "{{ matrix.n }}{% include 'tail.j2' %}\n").file("tail.j2", "!");
    let text = run(&host, "render app");
    assert_eq!(text.lines().count(), 2_000);
    assert!(text.ends_with("# target app-999\n999!\n"), "{text}");
}

#[test]
fn arguments_of_filters_may_have_names() {
    assert_eq!(printed("{{ 'a\\nb' | indent(width=2) }}"), "a\n  b");
    assert_eq!(printed("{{ 1.25 | round(precision=1, method='floor') }}"), "1.2");
    assert_eq!(printed("{{ '%(a)s' | format(a=1) }}"), "1");
    assert_eq!(printed("{{ [{'a': 1}, {'a': 2}] | join('-', attribute='a') }}"), "1-2");
}
