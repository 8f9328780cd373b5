//! Names and steps that stand alone, as hashicorp/hcl reads them.

use super::{check, check_refused, read_traversal};

#[test]
fn plain_traversals() {
    check(
        read_traversal,
        &[
            ("a", "a"),
            ("a.b", "a .b"),
            ("a[\"k\"]", "a [\"k\"]"),
            ("a[0].b", "a [#] .b"),
            ("true", "true"),
            ("null", "null"),
            (" a . b ", "a .b"),
            ("a\n.b", "a .b"),
            ("for", "for"),
            ("a[\"$${x}\"]", "a [\"${x}\"]"),
        ],
    );
}

#[test]
fn everything_else_is_refused() {
    check_refused(
        read_traversal,
        &[
            "",
            "1",
            "\"a\"",
            "a.0",
            "a[b]",
            "a[-1]",
            "a[*]",
            "a.*",
            "a b",
            "a(",
            "(a)",
            "a[\"${b}\"]",
            "a[",
            "a[0",
            "a.",
            "a[true]",
            "a[\"k\"",
        ],
    );
}
