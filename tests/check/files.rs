//! Files that are copied.

use super::{app, bake, finds};

const COPIES: &str = r"FROM scratch AS build
FROM scratch
COPY src/main.rs src /app/
COPY src/mian.rs *.lock /app/
ADD https://example.com/x.tar extra.tar /
COPY --from=build /nothing /
COPY --from=files kept /
COPY --from=files lost /
COPY <<EOF /generated
text
EOF
RUN --mount=type=bind,source=scripts,target=/s --mount=type=cache,target=/c true
";

#[test]
fn files_that_are_not_there() {
    let host = app("contexts = { files = \"files\" }", COPIES)
        .file("src/main.rs", "")
        .file("files/kept", "");
    finds!(host, @r"
    exit 2
    error[missing-file] Dockerfile:4:6 `COPY` takes `src/mian.rs`, which is not in the context `.`
      docker-bake.hcl:1 for `app`
      did you mean `src/main.rs`?
    error[missing-file] Dockerfile:5:31 `ADD` takes `extra.tar`, which is not in the context `.`
      docker-bake.hcl:1 for `app`
    error[missing-file] Dockerfile:8:19 `COPY` takes `lost`, which is not in the context `files`
      docker-bake.hcl:1 for `app`
    error[missing-file] Dockerfile:12:30 `RUN --mount` takes `scripts`, which is not in the context `.`
      docker-bake.hcl:1 for `app`
    ");
}

#[test]
fn files_that_an_ignore_file_hides() {
    let dockerfile = "FROM scratch\nCOPY a b docs src /\nCOPY *.md /\n";
    let host = app("", dockerfile)
        .file("a", "")
        .file("b", "")
        .file("x.md", "")
        .file("docs/x.html", "")
        .file("src/x.rs", "");
    let ignored = host.clone().file(".dockerignore", "*\n!a\n!src/**\n");
    finds!(ignored, @r"
    exit 2
    error[ignored-file] Dockerfile:2:8 `COPY` takes `b`, which is hidden from the context `.`
      .dockerignore:1 this hides it
      docker-bake.hcl:1 for `app`
      let it through: `!b`
    error[ignored-file] Dockerfile:2:10 `COPY` takes `docs`, which is hidden from the context `.`
      .dockerignore:1 this hides it
      docker-bake.hcl:1 for `app`
      let it through: `!docs`
    ");
    let own = ignored.file("Dockerfile.dockerignore", "b\n");
    finds!(own, @r"
    exit 2
    error[ignored-file] Dockerfile:2:8 `COPY` takes `b`, which is hidden from the context `.`
      Dockerfile.dockerignore:1 this hides it
      docker-bake.hcl:1 for `app`
      let it through: `!b`
    ");
    finds!(host.file(".dockerignore", "[\n"), @r"
    exit 2
    error[dockerfile] .dockerignore:1:1 `[` is not a pattern
    ");
}

#[test]
fn what_git_ignores_or_a_platform_has_is_made_first() {
    let host = bake("target \"app\" {\n  contexts = { bin = \"bin\" }\n}\ntarget \"sub\" {\n  context = \"bin/sub\"\n}\n")
        .file("Dockerfile", "FROM scratch\nARG TARGETARCH\nCOPY app.jar out/$TARGETARCH/app out/docs ou /\n")
        .file(".gitignore", "/bin\n*.jar\n")
        .file(".git/HEAD", "");
    finds!(host, @r"
    exit 2
    note[missing-context] docker-bake.hcl:5:13 the build context `bin/sub` does not exist
      git ignores it, so something is expected to make it first
    note[missing-context] docker-bake.hcl:2:22 the context `bin` is `bin`, which does not exist
      git ignores it, so something is expected to make it first
    note[missing-file] Dockerfile:3:6 `COPY` takes `app.jar`, which is not in the context `.`
      docker-bake.hcl:1 for `app`
      git ignores it, so something is expected to make it first
    note[missing-file] Dockerfile:3:14 `COPY` takes `out/amd64/app`, which is not in the context `.`
      docker-bake.hcl:1 for `app`
      there is one for each platform beside it, so something is expected to make it first
    note[missing-file] Dockerfile:3:34 `COPY` takes `out/docs`, which is not in the context `.`
      docker-bake.hcl:1 for `app`
      there is one for each platform beside it, so something is expected to make it first
    error[missing-file] Dockerfile:3:43 `COPY` takes `ou`, which is not in the context `.`
      docker-bake.hcl:1 for `app`
    ");
}

#[test]
fn a_path_that_a_base_image_may_change_is_not_looked_for() {
    finds!(app("", "FROM alpine:3\nCOPY $SOMEWHERE/x /\nCOPY ${UNSET:-x} /\n"), @"exit 0");
    finds!(app("", "FROM scratch\nARG WHERE=here\nCOPY $WHERE/x /\n"), @r"
    exit 2
    error[missing-file] Dockerfile:3:6 `COPY` takes `here/x`, which is not in the context `.`
      docker-bake.hcl:1 for `app`
    ");
}

#[test]
fn one_finding_for_all_targets_of_a_dockerfile() {
    let host = bake(
        "target \"app\" {\n  name = \"app-${n}\"\n  matrix = { n = [\"a\", \"b\", \"c\"] }\n}\n",
    );
    finds!(host.file("Dockerfile", "FROM scratch\nCOPY x /\n"), @r"
    exit 2
    error[missing-file] Dockerfile:2:6 `COPY` takes `x`, which is not in the context `.`
      docker-bake.hcl:1 for `app-a` and 2 other targets
    ");
}
