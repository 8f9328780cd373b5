//! What Dockerfiles say.

use super::{app, bake, finds};

#[test]
fn dockerfiles_and_contexts_that_are_not_there() {
    let host = bake(
        r#"
target "base" { args = {} }
target "app" {
  inherits   = ["base"]
  dockerfile = "Dockerfle"
}
"#,
    );
    finds!(host, @r"
    exit 2
    error[missing-dockerfile] docker-bake.hcl:5:16 cannot read the Dockerfile `Dockerfle`: no such file
    ");
    let host = bake(
        r#"
target "a" { context = "nothing" }
target "b" { contexts = { files = "nowhere", image = "docker-image://alpine:3" } }
target "c" { context = "https://example.com/x.git" }
"#,
    );
    finds!(host.file("Dockerfile", "FROM scratch\n"), @r"
    exit 2
    error[missing-context] docker-bake.hcl:2:24 the build context `nothing` does not exist
    error[missing-context] docker-bake.hcl:3:35 the context `files` is `nowhere`, which does not exist
    ");
}

#[test]
fn stages_that_are_not_there() {
    let host = app("target = \"biuld\"", "FROM scratch AS build\n");
    finds!(host, @r"
    exit 2
    error[missing-stage] docker-bake.hcl:2:10 the Dockerfile has no stage `biuld`
      did you mean `build`?
    ");
    let host =
        app("target = \"BUILD\"", "FROM scratch AS build\nFROM scratch\nCOPY --from=2 / /\n");
    finds!(host, @r"
    exit 2
    error[missing-stage] Dockerfile:3:13 no stage has the number 2
      stages are counted from 0; the last one is 1
    ");
}

#[test]
fn a_base_without_a_value() {
    finds!(app("", "ARG BASE\nFROM ${BASE}\n"), @r"
    exit 2
    error[empty-base] Dockerfile:2:6 this stage starts from nothing: `${BASE}` is empty
      `ARG BASE` has no default; give it a value in the target's `args`
    ");
    finds!(app("args = { BASE = \"alpine:3\" }", "ARG BASE\nFROM ${BASE}\n"), @"exit 0");
    finds!(app("args = { TAG = \"\" }", "ARG TAG\nFROM alpine:${TAG}\n"), @r"
    exit 0
    note[invalid-reference] Dockerfile:2:6 `alpine:` is not an image reference: its tag is empty
    ");
}

#[test]
fn a_dockerfile_with_mistakes() {
    finds!(app("", "FROM scratch\nCPOY a b\n"), @r"
    exit 2
    error[dockerfile] Dockerfile:2:1 `CPOY` is no instruction
      did you mean `COPY`?
    ");
}

#[test]
fn args_that_no_stage_declares() {
    let dockerfile = "ARG GLOBAL\nFROM scratch AS other\nARG OTHER\nFROM scratch\nARG VERSION\n";
    let args = r#"args = {
    VERSON = "1", GLOBAL = "1", OTHER = "1", UNSET = null
    HTTP_PROXY = "1", BUILDKIT_INLINE_CACHE = "1", SOURCE_DATE_EPOCH = "1"
}"#;
    finds!(app(args, dockerfile), @r"
    exit 0
    warning[unused-arg] docker-bake.hcl:3:14 no stage that is built declares the arg `VERSON`
      did you mean `VERSION`?
    warning[unused-arg] docker-bake.hcl:3:41 no stage that is built declares the arg `OTHER`
      Dockerfile:3 this stage is not built
    ");
    let given = "args = { TINI_VERSION = \"1\", R_VERSION = \"2\" }";
    finds!(app(given, "FROM scratch\nARG R_VERSION\n"), @r"
    exit 0
    warning[unused-arg] docker-bake.hcl:2:25 no stage that is built declares the arg `TINI_VERSION`
    ");
}

#[test]
fn an_arg_for_many_is_used_if_one_uses_it() {
    let host = bake(
        r#"
target "_base" { args = { USED = "1", IDLE = "1" } }
target "a" { inherits = ["_base"] }
target "b" {
  inherits          = ["_base"]
  dockerfile-inline = "FROM scratch\nARG USED\n"
}
"#,
    );
    let host = host.file("Dockerfile", "FROM scratch\n");
    finds!(host, @r"
    exit 0
    note[unused-arg] docker-bake.hcl:2:46 no stage that is built declares the arg `IDLE`
    ");
    finds!(host, "a", @"exit 0");
}

#[test]
fn nothing_is_said_where_nothing_is_known() {
    let args = "args = { ANY = \"1\" }";
    finds!(app(args, "FROM x:1-onbuild\n"), @"exit 0");
}

#[test]
fn secrets_by_their_names() {
    let dockerfile = r"FROM scratch AS idle
ARG IDLE_TOKEN
FROM scratch
ARG GITHUB_TOKEN
ARG TOKEN_FILE
ARG PUBLIC_KEY
ARG AUTH=true
ARG TOKENS
ENV DB_PASSWORD=$GITHUB_TOKEN api_key=x SECRET_NAME=/run/s KEY_URL=x GPG_KEY=A035C8C1
ENV PASSWD plain
";
    finds!(app("", dockerfile), @r"
    exit 0
    warning[exposed-secret] Dockerfile:4:5 by its name, `GITHUB_TOKEN` is a secret, and `ARG` puts it into the history of the image
      give it with `secret` and take it with `RUN --mount=type=secret`
    warning[exposed-secret] Dockerfile:9:5 by its name, `DB_PASSWORD` is a secret, and `ENV` puts it into the image
      give it with `secret` and take it with `RUN --mount=type=secret`
    warning[exposed-secret] Dockerfile:9:31 by its name, `api_key` is a secret, and `ENV` puts it into the image
      give it with `secret` and take it with `RUN --mount=type=secret`
    warning[exposed-secret] Dockerfile:10:5 by its name, `PASSWD` is a secret, and `ENV` puts it into the image
      give it with `secret` and take it with `RUN --mount=type=secret`
    ");
}

#[test]
fn bases_that_may_change() {
    let dockerfile = r"FROM alpine AS tools
FROM alpine:latest AS again
FROM alpine:3
COPY --from=tools / /
COPY --from=again / /
COPY --from=busybox / /
COPY --from=own / /
COPY --from=pinned / /
COPY --from=alpine@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef / /
";
    let attributes = "contexts = { pinned = \"docker-image://x:1\" }\ntags = [\"own\"]";
    finds!(app(attributes, dockerfile), @r"
    exit 0
    note[floating-base] Dockerfile:1:6 `alpine` is whatever is the latest one when it is built
      name a version, `alpine:VERSION`, or a digest
    note[floating-base] Dockerfile:2:6 `alpine` is whatever is the latest one when it is built
      name a version, `alpine:VERSION`, or a digest
    note[floating-base] Dockerfile:6:21 `busybox` is whatever is the latest one when it is built
      name a version, `busybox:VERSION`, or a digest
    ");
}

#[test]
fn what_another_frontend_reads_is_left_alone() {
    let dockerfile = "# syntax=example.org/mine:1\nFOO mian.rs\n";
    finds!(app("args = { A = \"1\" }", dockerfile), @r"
    exit 0
    note[other-frontend] Dockerfile:1:10 nothing in the Dockerfile is checked: it is written for the frontend `example.org/mine:1`
    ");
    let other = "args = { BUILDKIT_SYNTAX = \"example.org/other\" }";
    finds!(app(other, "FROM scratch\nCOPY nothing /\n"), @r"
    exit 0
    note[other-frontend] docker-bake.hcl:2:28 nothing in the Dockerfile is checked: the build arg `BUILDKIT_SYNTAX` has it read by `example.org/other`
    ");
    finds!(app("", "# syntax=docker/dockerfile:1-labs\nFROM scratch\n"), @"exit 0");
}

#[test]
fn templates_are_looked_at_as_they_are_filled_in() {
    let host =
        bake("target \"app\" {\n  dockerfile = \"Dockerfile.j2\"\n  args = { A = \"1\" }\n}\n");
    let template = "FROM scratch\n{% for name in ['A', 'B_TOKEN'] %}\nARG {{ name }}\n{% endfor %}\nCOPY {{ target.name }} /\n";
    finds!(host.clone().file("Dockerfile.j2", template), @r"
    exit 2
    error[missing-file] Dockerfile.j2, filled in:7:6 `COPY` takes `app`, which is not in the context `.`
      docker-bake.hcl:1 for `app`
    warning[exposed-secret] Dockerfile.j2, filled in:5:5 by its name, `B_TOKEN` is a secret, and `ARG` puts it into the history of the image
      give it with `secret` and take it with `RUN --mount=type=secret`
    ");
    finds!(host.file("Dockerfile.j2", "FROM {{ nothing }}\n"), @r"
    exit 2
    error[template] Dockerfile.j2:1:9 `nothing` is not defined
      docker-bake.hcl:1 for `app`
    ");
}
