//! Hostile input: it takes time in proportion to its length, and a bounded stack.

use super::{errors, read};

/// So many that nobody waits for a reader whose time grows with their square.
const MANY: usize = 80_000;

#[test]
fn many_lines_are_read_to_the_end() {
    for text in [
        format!("FROM a\nRUN x{}", " \\\n  && y".repeat(MANY)),
        format!("FROM a\nENV a=1{}", " \\\n  b=2".repeat(MANY)),
        format!("FROM a\nCOPY a{} b", " \\\n <<E".repeat(MANY)),
        format!("FROM a\nRUN <<E\n{}E\n", "x\n".repeat(MANY)),
        format!("FROM a\n{}", "RUM x\n".repeat(MANY)),
        format!("FROM a\nRUN x{}", " \\\n --mount=a".repeat(MANY)),
        format!("FROM a\nRUN{} x", " \\\n --mount=a".repeat(MANY)),
    ] {
        let (file, _) = read(&text);
        assert_eq!(file.span.end as usize, text.len());
    }
}

#[test]
fn deep_nesting_needs_no_stack() {
    for text in [
        "ONBUILD ".repeat(100_000),
        format!("CMD {}", "[".repeat(60_000)),
        format!("CMD {}{}", "[".repeat(9_000), "]".repeat(9_000)),
        format!("RUN <<E {}", "${a:-".repeat(10_000)),
    ] {
        drop(read(&format!("FROM a\n{text}\n")));
    }
}

#[test]
fn a_line_is_as_long_as_buildkit_takes_it() {
    let line = |length: usize| format!("FROM a\nRUN {}\n", "x".repeat(length - 4));
    assert_eq!(errors(&line(65_535)), "");
    insta::assert_snapshot!(errors(&line(65_536)), @r#""": the line is longer than 65535 bytes; break it with a continuation character at the end of a line"#);
}

#[test]
fn nul_is_a_character_like_any_other() {
    assert_eq!(errors("FROM a\nRUN x\0y\nENV a=\0"), "");
}

#[test]
fn long_lines_are_printed_in_pieces() {
    let text = format!("FROM a\nRUN x{}", " \\\n  && yes".repeat(20_000));
    let again = super::printed(&text);
    assert_eq!(super::printed(&again), again);
}
