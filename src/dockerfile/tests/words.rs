//! Words, flags and the two forms.

use super::printed;

#[test]
fn quotes_and_escapes_stay_in_words() {
    insta::assert_snapshot!(printed(r#"FROM a
ENV a=b\ c "d e"='f $g' h="i\"j"
ENV name the "rest  of" it
ARG A B=1 C="x y"
LABEL a.b="c d" e=f"#), @r#"
    FROM a
    ENV a=b\ c "d e"='f $g' h="i\"j"
    ENV name the "rest  of" it
    ARG A B=1 C="x y"
    LABEL a.b="c d" e=f
    "#);
}

#[test]
fn an_escaped_blank_still_parts_name_and_value() {
    assert_eq!(printed("FROM a\nLABEL \\  b=c\n"), "FROM a\nLABEL \\  b=c\n");
}

#[test]
fn copy_does_not_know_quotes() {
    insta::assert_snapshot!(printed("FROM a\nCOPY \"a b\" c  d\nCOPY [\"a b\", \"\\u00e9\\n\"]\nVOLUME ['a', 'b']"), @r#"
    FROM a
    COPY "a b" c d
    COPY ["a b", "é\n"]
    VOLUME ['a','b']
    "#);
}

#[test]
fn flags_lose_quotes_and_escapes_and_end_at_two_dashes() {
    insta::assert_snapshot!(printed("FROM a\nCOPY --chown=\"a\\\" b\" --exclude=x --exclude='' --link=FALSE --parents -- --y z\nADD --keep-git-dir --unpack=false --checksum=$S x y"), @r#"
    FROM a
    COPY --chown="a\" b" --parents=true --exclude=x --exclude= -- --y z
    ADD --checksum=$S --keep-git-dir=true --unpack=false x y
    "#);
}

#[test]
fn flags_are_read_byte_by_byte() {
    let text = "FROM a\nCOPY --exclude=é b c\n";
    let file = super::tree(text);
    assert!(format!("{:?}", file.instructions).contains("Ã©"));
    assert_eq!(printed(text), "FROM a\nCOPY --exclude=\"é\" b c\n");
}

#[test]
fn broken_arrays_are_the_shell_form() {
    insta::assert_snapshot!(printed("FROM a\nCMD ['a']\nCMD [\"a\",]\nCMD [1e999]\nCMD [\"a\"] b\nCMD [ \"a\" , \"b\\/\" ]\nENTRYPOINT []"), @r#"
    FROM a
    CMD ['a']
    CMD ["a",]
    CMD [1e999]
    CMD ["a"] b
    CMD ["a", "b/"]
    ENTRYPOINT []
    "#);
}

#[test]
fn healthchecks_have_times() {
    insta::assert_snapshot!(printed("FROM a\nHEALTHCHECK --interval=1m30s --timeout=0 --start-period=1.5s --retries=3 cmd curl -f x\nHEALTHCHECK NONE\nHEALTHCHECK CMD [\"a\"]"), @r#"
    FROM a
    HEALTHCHECK --interval=90000000000ns --timeout=0ns --start-period=1500000000ns --retries=3 CMD curl -f x
    HEALTHCHECK NONE
    HEALTHCHECK CMD ["a"]
    "#);
}
