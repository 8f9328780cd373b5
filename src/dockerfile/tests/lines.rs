//! Lines that continue each other.

use super::printed;

#[test]
fn comments_and_blank_lines_between_do_not_count() {
    insta::assert_snapshot!(printed("FROM a\nRUN x \\\n  # comment \\\n\n   \n  && y\nRUN z"), @r"
    FROM a
    RUN x   && y
    RUN z
    ");
}

#[test]
fn blanks_may_follow_and_carriage_returns_do_not_count() {
    insta::assert_snapshot!(printed("FROM a\r\nRUN x \\ \t\r\n y\r\nRUN z\r\n"), @r"
    FROM a
    RUN x  y
    RUN z
    ");
}

#[test]
fn two_escape_characters_continue_nothing() {
    insta::assert_snapshot!(printed("FROM a\nRUN x \\\\\nRUN y"), @r"
    FROM a
    RUN x \\
    RUN y
    ");
}

#[test]
fn the_escape_directive_changes_the_character() {
    insta::assert_snapshot!(printed("# escape=`\nFROM a\nRUN dir c:\\ `\n  /s\nENV a=b` c d=\\"), @r"
    # escape=`
    FROM a
    RUN dir c:\   /s
    ENV a=b` c d=\
    ");
}

#[test]
fn keywords_and_flags_may_be_broken() {
    insta::assert_snapshot!(printed("\\\nFR\\\nOM --plat\\\nform=x a\ncopy --fr\\\nom=\"b c\" x \\\ny"), @r#"
    FROM --platform=x a
    copy --from="b c" x y
    "#);
}

#[test]
fn a_byte_order_mark_is_not_part_of_the_text() {
    insta::assert_snapshot!(printed("\u{feff}FROM a"), @"FROM a");
}
