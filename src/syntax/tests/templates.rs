//! Strings, heredocs and templates, and the trees that hashicorp/hcl makes of them.

use super::{check, check_refused, read_expression, read_template};

#[test]
fn quoted_strings() {
    check(
        read_expression,
        &[
            ("\"\"", "(tmpl \"\")"),
            ("\"a\"", "(tmpl \"a\")"),
            ("\"a b\"", "(tmpl \"a b\")"),
            ("\"\\n\\r\\t\\\"\\\\\"", "(tmpl \"\\n\\r\\t\\\"\\\\\")"),
            ("\"\\u00e9\"", "(tmpl \"é\")"),
            ("\"\\U0001F600\"", "(tmpl \"😀\")"),
            ("\"é\"", "(tmpl \"é\")"),
            ("\"e\\u0301\"", "(tmpl \"é\")"),
            ("\"e\u{301}\"", "(tmpl \"é\")"),
            ("\"$\"", "(tmpl \"$\")"),
            ("\"%\"", "(tmpl \"%\")"),
            ("\"$$\"", "(tmpl \"$$\")"),
            ("\"$a%b\"", "(tmpl \"$a%b\")"),
            ("\"$${a}\"", "(tmpl \"${a}\")"),
            ("\"%%{a}\"", "(tmpl \"%{a}\")"),
            ("\"$$${a}\"", "(tmpl \"$${a}\")"),
            ("\"$${~a}\"", "(tmpl \"${~a}\")"),
            ("\"a$\"", "(tmpl \"a$\")"),
            ("\"{}\"", "(tmpl \"{}\")"),
            ("\"~}\"", "(tmpl \"~}\")"),
            ("\"# no comment\"", "(tmpl \"# no comment\")"),
            ("\"a\0b\"", "(tmpl \"a\\u0000b\")"),
        ],
    );
}

#[test]
fn one_interpolation_alone_is_unwrapped() {
    check(
        read_expression,
        &[
            ("\"${a}\"", "(wrap a)"),
            ("\"${\"${a}\"}\"", "(wrap (wrap a))"),
            ("\"${a}${b}\"", "(tmpl (${} a) (${} b))"),
            ("\" ${a}\"", "(tmpl \" \" (${} a))"),
            ("\"${a} \"", "(tmpl (${} a) \" \")"),
            ("\"${ a.b[0] }\"", "(wrap (trav a .b [#]))"),
            ("\"${\na\n}\"", "(wrap a)"),
            ("\"${ {b = 1} }\"", "(wrap (object (=b #1)))"),
            ("\"${ \"}\" }\"", "(wrap (tmpl \"}\"))"),
            ("\"a${\"b${\"c\"}\"}\"", "(tmpl \"a\" (${} (tmpl \"b\" (${} (tmpl \"c\")))))"),
            ("<<E\n${a}\nE\n", "(tmpl (${} a) \"\\n\")"),
        ],
    );
}

#[test]
fn tilde_trims_one_token() {
    check(
        read_expression,
        &[
            ("\"  ${~ a ~}  \"", "(tmpl \"\" (${} a) \"\")"),
            ("\"a\\n ${~ b ~} \\n c\"", "(tmpl \"a\" (${} b) \"c\")"),
            ("\"${a ~}  $ x\"", "(tmpl (${} a) \"$ x\")"),
            ("\"x $ ${~ a}\"", "(tmpl \"x $\" (${} a))"),
            ("\"${a ~}${b}\"", "(tmpl (${} a) (${} b))"),
            ("\"${a ~} ${~ b}\"", "(tmpl (${} a) \"\" (${} b))"),
            ("<<E\na\n  ${~ b ~}  \n  c\nE\n", "(tmpl \"a\\n\" (${} b) \"  c\\n\")"),
            ("<<E\na\n${~ b}\nE\n", "(tmpl \"a\" (${} b) \"\\n\")"),
            (
                "<<E\n%{ for v in xs ~}\n  - ${v}\n%{ endfor ~}\nE\n",
                "(tmpl (%for v xs (tmpl \"  - \" (${} v) \"\\n\")) \"\")",
            ),
            ("<<E\na $ \n${~ b}\nE\n", "(tmpl \"a $ \" (${} b) \"\\n\")"),
            ("\"\u{a0}${~ a}\"", "(tmpl \"\" (${} a))"),
        ],
    );
}

#[test]
fn directives() {
    check(
        read_expression,
        &[
            ("\"%{ if a }b%{ endif }\"", "(tmpl (%if a (tmpl \"b\") (tmpl \"\")))"),
            ("\"%{ if a }b%{ else }c%{ endif }\"", "(tmpl (%if a (tmpl \"b\") (tmpl \"c\")))"),
            ("\"%{if a}%{endif}\"", "(tmpl (%if a (tmpl \"\") (tmpl \"\")))"),
            ("\"%{ if a }%{ else }%{ endif }\"", "(tmpl (%if a (tmpl \"\") (tmpl \"\")))"),
            ("\"%{ if a }${b}%{ endif }\"", "(tmpl (%if a (tmpl (${} b)) (tmpl \"\")))"),
            (
                "\"x%{ if a ~} b %{~ else ~} c %{~ endif }y\"",
                "(tmpl \"x\" (%if a (tmpl \"b\") (tmpl \"c\")) \"y\")",
            ),
            ("\"%{ for v in xs }${v}%{ endfor }\"", "(tmpl (%for v xs (tmpl (${} v))))"),
            (
                "\"%{ for k, v in xs }${k}=${v},%{ endfor }\"",
                "(tmpl (%for k,v xs (tmpl (${} k) \"=\" (${} v) \",\")))",
            ),
            ("\"%{ for v in xs }%{ endfor }\"", "(tmpl (%for v xs (tmpl \"\")))"),
            (
                "\"%{ for v in xs }%{ if v }a%{ else }b%{ endif }%{ endfor }\"",
                "(tmpl (%for v xs (tmpl (%if v (tmpl \"a\") (tmpl \"b\")))))",
            ),
            ("\"%{ if a &&\nb }c%{ endif }\"", "(tmpl (%if (&& a b) (tmpl \"c\") (tmpl \"\")))"),
        ],
    );
}

#[test]
fn heredocs() {
    check(
        read_expression,
        &[
            ("<<EOT\nEOT\n", "(tmpl \"\")"),
            ("<<EOT\na\nEOT\n", "(tmpl \"a\\n\")"),
            ("<<EOT\na\n\nb\nEOT\n", "(tmpl \"a\\n\\nb\\n\")"),
            ("<<EOT\n  a\nEOT\n", "(tmpl \"  a\\n\")"),
            ("<<EOT\na\n  EOT\n", "(tmpl \"a\\n\")"),
            ("<<EOT\na\nEOT  \n", "(tmpl \"a\\n\")"),
            ("<<EOT\nEOT y\nEOT\n", "(tmpl \"EOT y\\n\")"),
            ("<<EOT\nx EOT\nEOT\n", "(tmpl \"x EOT\\n\")"),
            ("<<EOT\n${a}EOT\nEOT\n", "(tmpl (${} a) \"EOT\\n\")"),
            ("<<EOT\na\\n\\u00e9\nEOT\n", "(tmpl \"a\\\\n\\\\u00e9\\n\")"),
            ("<<EOT\na \"b\" $${c} %%{d} $e\nEOT\n", "(tmpl \"a \\\"b\\\" ${c} %{d} $e\\n\")"),
            ("<<EOT\r\na\r\nEOT\r\n", "(tmpl \"a\\r\\n\")"),
            ("<<E-1\na\nE-1\n", "(tmpl \"a\\n\")"),
            ("<<é\na\né\n", "(tmpl \"a\\n\")"),
            ("[<<A\na\nA\n, <<B\nb\nB\n]", "(tuple (tmpl \"a\\n\") (tmpl \"b\\n\"))"),
            ("<<A\n${<<B\nb\nB\n}\nA\n", "(tmpl (${} (tmpl \"b\\n\")) \"\\n\")"),
            (
                "<<EOT\n%{ if a }\nb\n%{ endif }\nEOT\n",
                "(tmpl (%if a (tmpl \"\\nb\\n\") (tmpl \"\")) \"\\n\")",
            ),
        ],
    );
}

#[test]
fn flush_heredocs_lose_their_indentation() {
    check(
        read_expression,
        &[
            ("<<-EOT\n  a\n    b\n  EOT\n", "(tmpl \"a\\n  b\\n\")"),
            ("<<-EOT\n    a\n  b\nEOT\n", "(tmpl \"  a\\nb\\n\")"),
            ("<<-EOT\n  a\n\n  b\nEOT\n", "(tmpl \"a\\n\\nb\\n\")"),
            ("<<-EOT\n    a\n  \n    b\nEOT\n", "(tmpl \"a\\n  \\nb\\n\")"),
            ("<<-EOT\n  a\n      \n  b\nEOT\n", "(tmpl \"a\\n      \\nb\\n\")"),
            ("<<-EOT\n  ${a}\n    b\nEOT\n", "(tmpl \"\" (${} a) \"\\n  b\\n\")"),
            ("<<-EOT\n${a}\n    b\nEOT\n", "(tmpl (${} a) \"\\n    b\\n\")"),
            ("<<-EOT\n\ta\n\t\tb\nEOT\n", "(tmpl \"a\\n\\tb\\n\")"),
            ("<<-EOT\n \ta\n  b\nEOT\n", "(tmpl \"a\\nb\\n\")"),
            ("<<-EOT\n\u{a0}\u{a0}a\n b\nEOT\n", "(tmpl \"\u{a0}a\\nb\\n\")"),
            ("<<-EOT\n \u{301}a\n b\nEOT\n", "(tmpl \"a\\nb\\n\")"),
            ("<<-EOT\n  a ${b}  c\n  d\nEOT\n", "(tmpl \"a \" (${} b) \"  c\\nd\\n\")"),
            (
                "<<-EOT\n  %{ if a ~}\n    b\n  %{ endif ~}\nEOT\n",
                "(tmpl \"\" (%if a (tmpl \"    b\\n\") (tmpl \"\")) \"\")",
            ),
            ("<<-EOT\n  a\r\n    b\r\n  EOT\r\n", "(tmpl \"a\\r\\n  b\\r\\n\")"),
            ("<<-EOT\n    EOT\n", "(tmpl \"\")"),
            ("<<-EOT\n  a\n   ${~ b}\n  EOT\n", "(tmpl \"  a\\n\" (${} b) \"\\n\")"),
        ],
    );
}

#[test]
fn bare_templates_are_cut_in_lines() {
    check(
        read_template,
        &[
            ("", "(tmpl \"\")"),
            ("a", "(tmpl \"a\")"),
            ("${a}", "(wrap a)"),
            ("a${b}", "(tmpl \"a\" (${} b))"),
            ("a\nb", "(tmpl \"a\\nb\")"),
            ("${a ~}\n  b", "(tmpl (${} a) \"  b\")"),
            ("a\n  ${~ b}", "(tmpl \"a\\n\" (${} b))"),
            ("a\r\nb", "(tmpl \"a\\r\\nb\")"),
            ("a$", "(tmpl \"a$\")"),
            ("$", "(tmpl \"$\")"),
            ("a%", "(tmpl \"a%\")"),
            ("$${a}", "(tmpl \"${a}\")"),
            ("\"a\"", "(tmpl \"\\\"a\\\"\")"),
            ("\\n", "(tmpl \"\\\\n\")"),
            ("a\r${b}", "(tmpl \"a\\r${b}\")"),
            ("a\r$${b}", "(tmpl \"a\\r${b}\")"),
            ("}", "(tmpl \"}\")"),
            ("~}", "(tmpl \"~}\")"),
            ("%{ if a }b%{ endif }", "(tmpl (%if a (tmpl \"b\") (tmpl \"\")))"),
            ("\u{feff}a", "(tmpl \"a\")"),
            ("${a}\n", "(tmpl (${} a) \"\\n\")"),
        ],
    );
}

#[test]
fn refused_templates() {
    check_refused(
        read_expression,
        &[
            "\"a",
            "\"a\nb\"",
            "\"a\rb\"",
            "\"\\q\"",
            "\"\\u12\"",
            "\"\\u12g4\"",
            "\"\\ud800\"",
            "\"\\U00110000\"",
            "\"\\U0001F60\"",
            "\"\\é\"",
            "\"\\$\"",
            "\"\\",
            "\"${\"",
            "\"${}\"",
            "\"${a\"",
            "\"${a b}\"",
            "\"${a:b}\"",
            "\"%{\"",
            "\"%{}\"",
            "\"%{ foo }\"",
            "\"%{ if }\"",
            "\"%{ if a }\"",
            "\"%{ if a }%{ else }\"",
            "\"%{ if a }%{ else }%{ else }%{ endif }\"",
            "\"%{ else }\"",
            "\"%{ endif }\"",
            "\"%{ endfor }\"",
            "\"%{ for v in xs }\"",
            "\"%{ for v in xs }%{ endif }\"",
            "\"%{ for v in xs }%{ else }%{ endfor }\"",
            "\"%{ if a }%{ endfor }\"",
            "\"%{ for v xs }%{ endfor }\"",
            "\"%{ for in xs }%{ endfor }\"",
            "\"%{ if a b }%{ endif }\"",
            "\"%{ 'a' }\"",
            "<<EOT\na\nEOT",
            "<<EOT\na\n",
            "<<EOT\na\nEOT,\n",
            "<<EOT\na\nEOT)\n",
            "<<EOT\na\rb\nEOT\n",
            "\"${ {a = 1~} }\"",
            "\"a\" \"b\"",
        ],
    );
}

#[test]
fn refused_bare_templates() {
    check_refused(
        read_template,
        &["${", "${a", "%{", "%{ if a }", "${a}${", "%{ endif }", "${\"a\nb\"}", "${a\r}"],
    );
}
