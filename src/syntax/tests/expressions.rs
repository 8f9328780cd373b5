//! Expressions and the trees that hashicorp/hcl makes of them.

use super::{check, check_refused, read_expression};

#[test]
fn literals_and_names() {
    check(
        read_expression,
        &[
            ("1", "#1"),
            ("0.5", "#0.5"),
            ("1e5", "#1e5"),
            ("1.5E-3", "#1.5E-3"),
            ("007", "#007"),
            ("1.e5", "#1.e5"),
            ("true", "true"),
            ("false", "false"),
            ("null", "null"),
            ("x", "x"),
            ("é", "é"),
            ("a-b", "a-b"),
            ("_x", "_x"),
            ("x1", "x1"),
            ("true()", "(true())"),
        ],
    );
}

#[test]
fn operators_bind_as_hcl_binds_them() {
    check(
        read_expression,
        &[
            ("a + b * c", "(+ a (* b c))"),
            ("a * b + c", "(+ (* a b) c)"),
            ("a - b - c", "(- (- a b) c)"),
            ("a == b != c", "(!= (== a b) c)"),
            ("a < b == c > d", "(== (< a b) (> c d))"),
            ("a || b && c", "(|| a (&& b c))"),
            ("!a == b", "(== (! a) b)"),
            ("-a + b", "(+ (- a) b)"),
            ("- -a", "(- (- a))"),
            ("!!a", "(! (! a))"),
            ("-a.b", "(- (trav a .b))"),
            ("-a[0]", "(- (trav a [#]))"),
            ("a % b / c", "(/ (% a b) c)"),
            ("a >= b && c <= d", "(&& (>= a b) (<= c d))"),
            ("a ? b : c ? d : e", "(? a b (? c d e))"),
            ("a ? b ? c : d : e", "(? a (? b c d) e)"),
            ("a || b ? c + 1 : d", "(? (|| a b) (+ c #1) d)"),
            ("(a + b) * c", "(* (parens (+ a b)) c)"),
            ("a-b - c", "(- a-b c)"),
            ("a -b", "(- a b)"),
        ],
    );
}

#[test]
fn literal_keys_join_a_traversal() {
    check(
        read_expression,
        &[
            ("x.y", "(trav x .y)"),
            ("x.y.z[0][\"k\"]", "(trav x .y .z [#] [\"k\"])"),
            ("x[\"k\"][0].z", "(trav x [\"k\"] [#] .z)"),
            ("x[1.5]", "(trav x [#])"),
            ("x.0", "(trav x [#])"),
            ("x.0.y", "(trav x [#] .y)"),
            ("x[true]", "(trav x [true])"),
            ("x[null]", "(trav x [null])"),
            ("x[<<E\nk\nE\n]", "(trav x [\"k\\n\"])"),
            ("x[\"\"]", "(trav x [\"\"])"),
            ("x [\"k\"] . y", "(trav x [\"k\"] .y)"),
        ],
    );
}

#[test]
fn other_keys_do_not() {
    check(
        read_expression,
        &[
            ("x[y]", "(index x y)"),
            ("x[1+1]", "(index x (+ #1 #1))"),
            ("x[-1]", "(index x (- #1))"),
            ("x[\"a${b}\"]", "(index x (tmpl \"a\" (${} b)))"),
            ("x[\"${b}\"]", "(index x (wrap b))"),
            ("x[(\"k\")]", "(index x (parens (tmpl \"k\")))"),
            ("x[y].z[0]", "(rel (index x y) .z [#])"),
            ("x[y][0][z].q", "(rel (index (rel (index x y) [#]) z) .q)"),
            ("f(x).y", "(rel (f() x) .y)"),
            ("[1][0]", "(rel (tuple #1) [#])"),
            ("{a = 1}.a", "(rel (object (=a #1)) .a)"),
            ("\"s\".x", "(rel (tmpl \"s\") .x)"),
            ("(x).y[\"k\"]", "(rel (parens x) .y [\"k\"])"),
            ("true.x", "(rel true .x)"),
            ("1 .x", "(rel #1 .x)"),
        ],
    );
}

#[test]
fn a_splat_takes_what_may_follow_it() {
    check(
        read_expression,
        &[
            ("x[*]", "(splat x @)"),
            ("x[*].y", "(splat x (rel @ .y))"),
            ("x[*].y[0].z", "(splat x (rel @ .y [#] .z))"),
            ("x[*][y].z", "(splat x (rel (index @ y) .z))"),
            ("x[*].y[*].z", "(splat x (splat (rel @ .y) (rel @ .z)))"),
            ("x.*", "(splat x @)"),
            ("x.*.y", "(splat x (rel @ .y))"),
            ("x.*.y.0.z", "(splat x (rel @ .y [#] .z))"),
            ("x.*.y[0]", "(rel (splat x (rel @ .y)) [#])"),
            ("x.*[0].y", "(rel (splat x @) [#] .y)"),
            ("x[*].*.y", "(splat x (splat @ (rel @ .y)))"),
            ("x.*.y[*].z", "(splat (splat x (rel @ .y)) (rel @ .z))"),
            ("x[*].y.*.z", "(splat x (splat (rel @ .y) (rel @ .z)))"),
        ],
    );
}

#[test]
fn calls() {
    check(
        read_expression,
        &[
            ("f()", "(f())"),
            ("f(a)", "(f() a)"),
            ("f(a, b)", "(f() a b)"),
            ("f(a, b,)", "(f() a b)"),
            ("f(a...)", "(f() a ...)"),
            ("f(a, b...)", "(f() a b ...)"),
            ("f(\na,\nb\n)", "(f() a b)"),
            ("f (a)", "(f() a)"),
            ("ns::f(a)", "(ns::f() a)"),
            ("a::b::c()", "(a::b::c())"),
            ("f(g(a), [b])", "(f() (g() a) (tuple b))"),
        ],
    );
}

#[test]
fn tuples_and_objects() {
    check(
        read_expression,
        &[
            ("[]", "(tuple)"),
            ("[a]", "(tuple a)"),
            ("[a, b,]", "(tuple a b)"),
            ("[\na\n,\nb\n]", "(tuple a b)"),
            ("{}", "(object)"),
            ("{a = 1}", "(object (=a #1))"),
            ("{a : 1}", "(object (=a #1))"),
            ("{a = 1, b = 2}", "(object (=a #1) (=b #2))"),
            ("{a = 1, b = 2,}", "(object (=a #1) (=b #2))"),
            ("{\na = 1\nb = 2\n}", "(object (=a #1) (=b #2))"),
            ("{\n\na = 1,\n\nb = 2\n\n}", "(object (=a #1) (=b #2))"),
            ("{\"a\" = 1}", "(object ((tmpl \"a\") #1))"),
            ("{\"a${b}\" = 1}", "(object ((tmpl \"a\" (${} b)) #1))"),
            ("{(a) = 1}", "(object ((parens a) #1))"),
            ("{(a).b = 1}", "(object ((rel (parens a) .b) #1))"),
            ("{a.b = 1}", "(object ((trav a .b) #1))"),
            ("{true = 1, null = 2}", "(object (=true #1) (=null #2))"),
            ("{1 = 2}", "(object (#1 #2))"),
            ("{a = 1, a = 2}", "(object (=a #1) (=a #2))"),
            ("{f(x) = 1}", "(object ((f() x) #1))"),
            ("{a = {b = [c]}}", "(object (=a (object (=b (tuple c)))))"),
            ("{e\u{301} = 1}", "(object (=é #1))"),
            ("{ # c\na = 1 // d\nb = 2 /* e */\n}", "(object (=a #1) (=b #2))"),
            ("{a = (\n1\n)\n}", "(object (=a (parens #1)))"),
        ],
    );
}

#[test]
fn for_expressions() {
    check(
        read_expression,
        &[
            ("[for v in xs : v]", "(for v xs v)"),
            ("[for k, v in xs : k]", "(for k,v xs k)"),
            ("[for v in xs : v if v]", "(for v xs v if v)"),
            ("{for k, v in xs : k => v}", "(for k,v xs k => v)"),
            ("{for v in xs : v => v...}", "(for v xs v => v ...)"),
            ("{for v in xs : v => v... if v}", "(for v xs v => v ... if v)"),
            ("[\nfor\nv\nin\nxs\n:\nv\n]", "(for v xs v)"),
            ("{\nfor v in xs\n: v => v\n}", "(for v xs v => v)"),
            ("[for v in xs : v ? a : b]", "(for v xs (? v a b))"),
            ("[for for in in : if]", "(for for in if)"),
            ("[\"for\"]", "(tuple (tmpl \"for\"))"),
            ("[fortune]", "(tuple fortune)"),
        ],
    );
}

#[test]
fn line_breaks_do_not_count_in_brackets() {
    check(
        read_expression,
        &[
            ("(\na\n+\nb\n)", "(parens (+ a b))"),
            ("[a\n? b\n: c]", "(tuple (? a b c))"),
            ("x[\n0\n]", "(trav x [#])"),
            ("a # b\n+ c", "(+ a c)"),
        ],
    );
}

#[test]
fn refused_expressions() {
    check_refused(
        read_expression,
        &[
            "",
            "a +",
            "a b",
            "(a",
            "a)",
            "[a",
            "[a b]",
            "[,]",
            "[a,,b]",
            "{a}",
            "{a =}",
            "{a = 1 b = 2}",
            "{,}",
            "{a = 1,,b = 2}",
            "{a\n= 1}",
            "{a = \n1}",
            "{a = 1\n, b = 2}",
            "{for = 1}",
            "{for v in xs : v}",
            "[for v in xs : k => v]",
            "[for v in xs : v...]",
            "[for xs : v]",
            "[for v xs : v]",
            "[for k, in xs : v]",
            "[for v in xs v]",
            "[for v in xs : v if]",
            "x.",
            "x.0.1",
            "x.1.5",
            "x[",
            "x[*",
            "x[*a]",
            "x.*.*",
            "x.*.\"a\"",
            "x.(a)",
            "x[0",
            "x[]",
            "f(",
            "f(,)",
            "f(a b)",
            "f(a..., b)",
            "f(a...,)",
            "f(...)",
            "a::",
            "a::b",
            "a::1()",
            "a ? b",
            "a ? b :",
            "a ? : c",
            "1..2",
            "1e5e5",
            "a ! b",
            "+a",
            "a & b",
            "a | b",
            "a ^ b",
            "~a",
            "a ** b",
            "a++",
            "'a'",
            "`a`",
            "a; b",
            "“a”",
            "a = b",
            "a => b",
            "a $ b",
            "${a}",
            "@",
            "\0",
            "a\rb",
            "/* a",
            "/*/ a",
            "a .. b",
            "[a...]",
            "<<EOT",
            "<<EOT \na\nEOT\n",
            "<< EOT\na\nEOT\n",
            "a ? b : c : d",
            "!",
            "x.y.",
            "{a: }",
            "{(a = 1}",
            "0x10",
            "1_000",
            ".5",
            "a.-b",
        ],
    );
}
