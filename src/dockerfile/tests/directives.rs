//! What stands at the top of a file.

use super::{errors, printed, read, tree};
use crate::dockerfile::ast::Escape;

#[test]
fn directives_are_known_by_name_in_any_case() {
    let text = "#Syntax = docker/dockerfile:1\n  # ESCAPE=`\n# check=skip=all\nFROM a\n";
    insta::assert_snapshot!(printed(text), @r"
    # syntax=docker/dockerfile:1
    # escape=`
    # check=skip=all
    FROM a
    ");
}

#[test]
fn a_comment_or_a_blank_line_ends_them() {
    for text in ["# hello\n# escape=`\nFROM a", "\n# escape=`\nFROM a", "#x=y\n# escape=`\nFROM a"]
    {
        assert_eq!(tree(text).escape, Escape::Backslash, "{text}");
    }
    assert_eq!(tree("# escape=`\nFROM a").escape, Escape::Backtick);
}

#[test]
fn a_second_one_and_a_wrong_value_are_errors() {
    insta::assert_snapshot!(errors("# escape=x\n# check=a\n# Check=b\nFROM a"), @r#"
    "x": `x` cannot be the escape character; it is either `\` or a backtick
    "Check": there is more than one directive `check`
    "#);
}

#[test]
fn the_frontend_is_found_in_four_places() {
    for text in [
        "# syntax=other/x:1 --opt\nanything",
        "#!/bin/sh\n# syntax=other/x:1 --opt\nanything",
        "\u{feff}// syntax = other/x:1 --opt\nanything",
        "{\"a\": 1, \"syntax\": \"other/x:1 --opt\"}",
    ] {
        let (file, found) = read(text);
        let frontend = file.frontend.expect("there is one");
        assert_eq!(
            (&*frontend.image.value, &*frontend.value.value),
            ("other/x:1", "other/x:1 --opt")
        );
        assert!(!frontend.is_known() && found.is_empty() && file.instructions.is_empty());
    }
    assert!(tree("FROM a\n# syntax=other/x\n").frontend.is_none());
}

#[test]
fn docker_s_own_frontend_is_known_in_any_version() {
    let known = |name: &str| {
        let (file, _) = read(&format!("# syntax={name}\nFROM a"));
        file.frontend.expect("there is one").is_known()
    };
    for name in [
        "docker/dockerfile",
        "docker/dockerfile:1.7-labs",
        "docker.io/docker/dockerfile@sha256:ab",
        "docker/dockerfile-upstream:master",
    ] {
        assert!(known(name), "{name}");
    }
    for name in
        ["docker/dockerfiles", "ghcr.io/docker/dockerfile", "dockerfile", "a/docker/dockerfile:1"]
    {
        assert!(!known(name), "{name}");
    }
}
