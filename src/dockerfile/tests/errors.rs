//! What is refused, all at once, and what is said of it.

use super::{errors, printed};

#[test]
fn each_broken_instruction_is_reported_and_the_rest_is_read() {
    let text = "FROM a\nRUM x\nCOPY --form=b c d\nENV a\nRUN [\"a\", 1]\nCOPY x\nARG =b\nWORKDIR\nHEALTHCHECK x\n";
    insta::assert_snapshot!(errors(text), @r#"
    "RUM": `RUM` is no instruction; did you mean `RUN`?
    "--form": there is no flag `--form` here; did you mean `--from`?
    "a": `ENV` needs a name and a value; write `a=…`
    "1": an array may hold nothing but strings; put it in double quotes
    "x": `COPY` needs a source and a destination
    "=b": a name in `ARG` is empty
    "WORKDIR": `WORKDIR` needs an argument
    "x": `HEALTHCHECK` is followed by `CMD` or `NONE`, not `x`; put `CMD` before the command
    "#);
}

#[test]
fn flags_are_checked() {
    let text = "FROM --platfrom=x a\nCOPY --link=yes --from --chown=1 --chown=2 a b\nRUN --network=nome --security=x --mount=a\\\"b c\nENV --x a=b\nHEALTHCHECK --interval=5 --retries=-1 --timeout=1us CMD x\n";
    insta::assert_snapshot!(errors(text), @r#"
    "--platfrom": there is no flag `--platfrom` here; did you mean `--platform`?
    "--link=yes": the flag `--link` is `true` or `false`, not `yes`
    "--from": the flag `--from` needs a value; write it as `--from=…`
    "--chown=2": the flag `--chown` is given twice
    "\"": a double quote is unmatched or misplaced; quote the whole field and double the quotes in it: `"key=a ""word"""`
    "nome": `--network` is `default`, `none` or `host`, not `nome`; did you mean `none`?
    "x": `--security` is `sandbox` or `insecure`, not `x`
    "--x": there is no flag `--x` here
    "5": `5` is not a duration; write it like `30s` or `1m30s`
    "1us": `--timeout` cannot be less than a millisecond
    "-1": `-1` is not a number of retries
    "#);
}

#[test]
fn only_arg_stands_before_the_first_from() {
    insta::assert_snapshot!(errors("ARG a\nRUN x\nRUN y\nFROM a\nRUN z"), @r#""RUN": `RUN` stands before the first `FROM`; only `ARG` may stand there"#);
    insta::assert_snapshot!(errors("# only this\n"), @r#""": the file has no instructions"#);
}

#[test]
fn stages_are_named_by_rule() {
    insta::assert_snapshot!(errors("FROM a AS 1b\nFROM a b\nFROM a as B.c-d_1\nFROM\n"), @r#"
    "1b": `1b` cannot be the name of a stage; a letter comes first, then letters, digits, `-`, `_` and `.`
    "a b": `FROM` takes an image, or an image and `AS` and a name
    "FROM": `FROM` takes an image, or an image and `AS` and a name
    "#);
}

#[test]
fn exec_form_is_needed_or_must_be_strings() {
    insta::assert_snapshot!(errors("FROM a\nSHELL bash -c\nSHELL []\nVOLUME [\"\"]\nCMD [null]"), @r#"
    "bash -c": `SHELL` needs a JSON array of strings; write it like `SHELL ["/bin/bash", "-c"]`
    "SHELL": `SHELL` needs an argument
    "\"\"": the path of a volume cannot be empty
    "null": an array may hold nothing but strings; put it in double quotes
    "#);
}

#[test]
fn onbuild_holds_what_buildkit_lets_it_hold() {
    insta::assert_snapshot!(errors("FROM a\nONBUILD\nONBUILD ONBUILD RUN x\nONBUILD FROM x\nONBUILD ENV a\nONBUILD COPY x\n"), @r#"
    "ONBUILD": `ONBUILD` needs an argument
    "ONBUILD": `ONBUILD` cannot hold `ONBUILD`
    "FROM": `ONBUILD` cannot hold `FROM`
    "a": `ENV` needs a name and a value; write `a=…`
    "#);
}

#[test]
fn what_buildkit_does_not_look_at_is_no_error() {
    let text = "FROM a\nSTOPSIGNAL --x 9\nARG --x A\nHEALTHCHECK --x NONE\nONBUILD NOTHING\nRUN\nCMD\nENTRYPOINT\n";
    insta::assert_snapshot!(printed(text), @r"
    FROM a
    STOPSIGNAL 9
    ARG A
    HEALTHCHECK NONE
    ONBUILD NOTHING
    RUN
    CMD
    ENTRYPOINT
    ");
}
