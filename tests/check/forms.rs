//! The forms of findings, and what the program ends with.

use super::{app, ran};

const WARNED: &str = "FROM scratch\nARG A_TOKEN\n";

#[test]
fn for_people() {
    let (code, data, talk) = ran(&app("target = \"x\"", "FROM alpine\n"), "check");
    assert_eq!((code, &*data), (2, ""));
    insta::assert_snapshot!(talk, @r#"
    error[missing-stage]: the Dockerfile has no stage `x`
       ╭─[docker-bake.hcl:2:10]
     1 │ target "app" {
     2 │ target = "x"
       ·          ───
     3 │ }
       ╰────

    1 error
    "#);
    let (code, _, talk) = ran(&app("", "FROM alpine\n"), "check");
    assert_eq!(code, 0);
    insta::assert_snapshot!(talk, @r"
    note[floating-base]: `alpine` is whatever is the latest one when it is built
       ╭─[Dockerfile:1:6]
     1 │ FROM alpine
       ·      ──────
       ╰────
      = hint: name a version, `alpine:VERSION`, or a digest

    1 note
    ");
}

#[test]
fn for_programs() {
    let (code, data, talk) = ran(&app("target = \"x\"", "FROM scratch\n"), "check --format json");
    assert_eq!((code, &*talk), (2, ""));
    insta::assert_snapshot!(data, @r#"
    {
      "version": 1,
      "errors": 1,
      "warnings": 0,
      "notes": 0,
      "findings": [
        {
          "code": "missing-stage",
          "severity": "error",
          "message": "the Dockerfile has no stage `x`",
          "file": "docker-bake.hcl",
          "line": 2,
          "column": 10,
          "end_line": 2,
          "end_column": 13,
          "label": "",
          "hints": [],
          "related": []
        }
      ]
    }
    "#);
    let (code, data, _) = ran(&app("", "FROM scratch\n"), "check --format json");
    assert_eq!(code, 0);
    insta::assert_snapshot!(data, @r#"
    {
      "version": 1,
      "errors": 0,
      "warnings": 0,
      "notes": 0,
      "findings": []
    }
    "#);
}

#[test]
fn for_a_workflow_of_github() {
    let dockerfile = "FROM scratch\nCOPY mian /\nARG A_TOKEN\n";
    let host = app("dockerfile = \"a,b:c%/D\"", "").file("a,b:c%/D", dockerfile).file("main", "");
    let (code, data, talk) = ran(&host, "check --format github");
    assert_eq!((code, &*talk), (2, ""));
    insta::assert_snapshot!(data, @r"
    ::error file=a%2Cb%3Ac%25/D,line=2,col=6,endColumn=10,title=missing-file::`COPY` takes `mian`, which is not in the context `.`%0Ahint: did you mean `main`?
    ::warning file=a%2Cb%3Ac%25/D,line=3,col=5,endColumn=12,title=exposed-secret::by its name, `A_TOKEN` is a secret, and `ARG` puts it into the history of the image%0Ahint: give it with `secret` and take it with `RUN --mount=type=secret`
    ");
}

#[test]
fn what_stands_in_no_file_is_annotated_where_a_file_explains_it() {
    let host = app("dockerfile-inline = \"FROM scratch\\nCOPY x /\\n\"", "");
    insta::assert_snapshot!(ran(&host, "check --format github").1, @"::error file=docker-bake.hcl,line=1,col=1,endColumn=13,title=missing-file::`COPY` takes `x`, which is not in the context `.`");
    insta::assert_snapshot!(ran(&host, "check --format github nothing").1, @"::error title=definition::there is no target `nothing`");
}

#[test]
fn warnings_end_well_unless_they_are_not_to() {
    let host = app("", WARNED);
    assert_eq!(ran(&host, "check").0, 0);
    assert_eq!(ran(&host, "check --strict").0, 2);
    assert_eq!(ran(&app("", "FROM alpine\n"), "check --strict").0, 0);
}

#[test]
fn the_codes_are_told() {
    let host = app("", WARNED);
    insta::assert_snapshot!(ran(&host, "check --list").1, @r"
    definition          error    The bake files, or what is asked of them, are wrong
    template            error    The template of a Dockerfile cannot be filled in
    dockerfile          error    A Dockerfile or ignore file cannot be understood
    missing-dockerfile  error    The Dockerfile of a target does not exist
    missing-context     error    A build context or named context is a folder that does not exist
    missing-stage       error    `target` or `--from` names a stage that does not exist
    missing-file        error    A file that is copied or mounted does not exist
    ignored-file        error    A file that is copied or mounted is hidden by an ignore file
    empty-base          error    `FROM` names nothing, because a variable in it has no value
    invalid-reference   error    A tag or another image reference is not a legal one
    platform-mismatch   error    A target is built for a platform that a target it links to is not built for
    unknown-attribute   warning  An attribute is not one, and bake ignores it
    unknown-block       warning  A block is not one, and bake ignores it
    duplicate-name      warning  A variable, a function or an entry of an object is there twice
    reserved-name       warning  A variable or function has a name that is bake's own, and bake ignores it
    shared-list         warning  A list changes with what is done to that of another target
    unused-variable     warning  Nothing uses a variable
    unused-function     warning  Nothing calls a function
    unreached-target    warning  Nothing leads to a target: no group, no link, no inheritance
    unused-arg          warning  A build arg is given that no stage declares which is built
    duplicate-tag       warning  Two targets of one request have the same tag
    exposed-secret      warning  By its name, an `ARG` or `ENV` is a secret
    missing-secret      note     A secret or an SSH agent is not there
    floating-base       note     An image is named without a version
    other-frontend      note     A Dockerfile is written for another frontend than docker's
    ");
    insta::assert_snapshot!(ran(&host, "check --explain missing-file").1, @r"
    missing-file (error)

    A file that is copied or mounted does not exist.

    Only what has to be there is looked for: not what has wildcards in its path, nor what a base image may have a say in. Where git ignores the file, something is expected to make it before the build, and this is a note; so it is where there is one for each platform (`$TARGETARCH`).
    ");
    let (code, data, talk) = ran(&host, "check --explain mising-file");
    assert_eq!((code, &*data), (2, ""));
    insta::assert_snapshot!(talk, @r"
    error: there is no code `mising-file`
       ╭─[command line:1:26]
     1 │ bakewell check --explain mising-file
       ·                          ───────────
       ╰────
      = hint: did you mean `missing-file`?

    1 error
    ");
}
