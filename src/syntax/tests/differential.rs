//! The same verdict as hcl-edit, an independent parser, but where it is known to be wrong.

use super::hcl;

/// Both agree on these.
const AGREED: &[&str] = &[
    "a = 1",
    "a = 1\na = 2",
    "a { b = 1 }",
    "a { b = 1, c = 2 }",
    "a \"b\" c {\n}\n",
    "a = [1, 2, 3,]",
    "a = [1,, 2]",
    "a = { b = 1, c : 2 }",
    "a = { b = 1 c = 2 }",
    "a = {\n  b = 1\n  c = 2\n}",
    "a = b.c[0][\"d\"].*.e",
    "a = b[*].c",
    "a = f(x, y...)",
    "a = f(x..., y)",
    "a = ns::f()",
    "a = x ? y : z",
    "a = x ? y",
    "a = -1 + !b",
    "a = [for k, v in xs : v if k]",
    "a = {for k, v in xs : k => v...}",
    "a = \"x${y}z\"",
    "a = \"${y\"",
    "a = \"%{ if x ~} y %{ else } z %{~ endif }\"",
    "a = \"%{ for v in xs }${v}%{ endfor }\"",
    "a = \"%{ endif }\"",
    "a = \"\\u00e9\\n\"",
    "a = \"\\q\"",
    "a = \"$${x} %%{y}\"",
    "a = <<EOT\nx\nEOT\n",
    "a = <<-EOT\n  x\n  EOT\n",
    "a = <<EOT\nx\n",
    "a = (\n1\n)",
    "a = 1 +\n2",
    "# c\n// d\n/* e */\na = 1",
    "/* c",
    "a = 'b'",
    "a = é",
    "é-x = 1",
    "a = 1.5e-3",
    "a {",
    "}",
    "\"a\" = 1",
];

/// hcl accepts these, and so do we; hcl-edit does not.
const ONLY_OURS: &[&str] = &[
    "\u{feff}a = 1",
    "a = <<EOT\nx\nEOT y\nEOT\n",
    "a = \"%{ if b &&\nc }d%{ endif }\"",
    "a = 1e400",
    "a = { b = 1, b = 2 }",
];

/// hcl refuses these, and so do we; hcl-edit does not.
const ONLY_THEIRS: &[&str] = &[
    "a = \"b\nc\"",
    "a = [<<EOT\nb\nEOT, 1]",
    "a = f(<<EOT\nb\nEOT)",
    "a = <<EOT\nb\nEOT",
    "a = b.1.0",
];

fn theirs(text: &str) -> bool {
    hcl::edit::parser::parse_body(text).is_ok()
}

fn ours(text: &str) -> bool {
    hcl(text).1.is_empty()
}

#[test]
fn verdicts_agree() {
    for text in AGREED {
        assert_eq!(ours(text), theirs(text), "{text:?}");
    }
}

#[test]
fn known_differences_are_still_there() {
    for text in ONLY_OURS {
        assert_eq!((ours(text), theirs(text)), (true, false), "{text:?}");
    }
    for text in ONLY_THEIRS {
        assert_eq!((ours(text), theirs(text)), (false, true), "{text:?}");
    }
    let chain = format!("a = 1{}", " + 1".repeat(200));
    assert_eq!((ours(&chain), theirs(&chain)), (true, false));
}
