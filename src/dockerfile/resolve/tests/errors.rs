//! Dockerfiles that cannot be built, and why.

use insta::assert_snapshot;

use super::case;

#[test]
fn a_stage_that_does_not_exist_is_an_error_with_the_nearest_name() {
    let text = "FROM scratch AS release\nFROM scratch AS debug\n";
    assert_snapshot!(case(text).target("relaese").show(), @r#"the Dockerfile has no stage `relaese` @ "" ["did you mean `release`?"]"#);
    assert_snapshot!(case(text).target("0").show(), @r#"the Dockerfile has no stage `0` @ "" ["a target is a stage by its name, not by its number"]"#);
}

#[test]
fn a_base_without_a_value_is_an_error() {
    let text = "ARG BASE\nARG TAG=1\nFROM ${BASE}\nFROM $TGA\n";
    assert_snapshot!(case(text).show(), @r#"
    this stage starts from nothing: `${BASE}` is empty @ "${BASE}" ["`ARG BASE` has no default; give it a value in the target's `args`"]
    this stage starts from nothing: `$TGA` is empty @ "$TGA" ["no `ARG TGA` stands before the first `FROM`; did you mean `TAG`?"]
    "#);
}

#[test]
fn stages_cannot_need_each_other_or_later_ones() {
    let circle = "FROM scratch AS a\nCOPY --from=b / /\nFROM scratch AS b\nCOPY --from=a / /\n";
    assert_snapshot!(case(circle).show(), @r#"stage `a` needs itself @ "b" []"#);
    let own = "FROM scratch\nCOPY --from=0 /x /\n";
    assert_snapshot!(case(own).show(), @r#"stage number 0 needs itself @ "0" []"#);
    let trigger = "FROM scratch AS a\nONBUILD COPY --from=own /x /\nFROM a AS own\n";
    assert_eq!(case(trigger).build().1, []);
    let later = "FROM scratch AS a\nRUN --mount=from=b,target=/b x\nFROM scratch AS b\nFROM a\n";
    assert_snapshot!(case(later).show(), @r#"stage `a` takes from stage `b`, which comes later @ "b" []"#);
    assert_snapshot!(case(later).target("b").show(), @"
    linux/amd64
      1 b: scratch for linux/amd64
    ");
    let none = "FROM scratch\nCOPY --from=3 /x /\n";
    assert_snapshot!(case(none).show(), @r#"no stage has the number 3 @ "3" ["stages are counted from 0; the last one is 0"]"#);
}

#[test]
fn names_that_cannot_be_are_errors() {
    let text = "\
FROM scratch AS Base
FROM Base
FROM scratch AS end_
COPY --from=$X /a /
COPY https://example.org/x /
ADD --checksum=sha256:12 https://example.org/x /
";
    assert_snapshot!(case(text).show(), @r#"
    `Base` is not an image reference: the name of a repository has no capital letters @ "Base" ["stages have small letters here: `base`"]
    a stage cannot be called `end_` @ "end_" ["BuildKit looks for a named context of that name, and it must be a legal one: it ends in a letter or digit"]
    variables do nothing in `--from` @ "$X" ["start a stage from it, `FROM ${…} AS name`, and copy from that"]
    `COPY` does not take a web address @ "https://example.org/x" ["`ADD` does"]
    the digest after `sha256:` is not 64 hexadecimal digits @ "sha256:12" []
    "#);
}

#[test]
fn values_that_double_are_bounded() {
    let mut text = "FROM scratch\nENV A=0123456789\n".to_owned();
    (0..60).for_each(|_| text.push_str("ENV A=$A$A\n"));
    let (_, found, _) = case(&text).build();
    assert!(found.iter().any(|error| error.message.contains("longer than 1 MiB")));
}
