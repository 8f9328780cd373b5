//! Dockerfiles in, what a build uses out.

mod errors;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use insta::assert_snapshot;

use crate::diag::Diagnostic;
use crate::dockerfile::build::{Build, Declared, Origin, Selection, Stage};
use crate::dockerfile::{Wish, parse, platform::Platform, resolve};
use crate::source::Sources;
use crate::span::{FileId, Span, Spanned};
use crate::text::Text;

/// A Dockerfile and what is wanted of it.
struct Case {
    text: String,
    wish: Wish,
}

fn case(text: &str) -> Case {
    let wish = Wish {
        target: None,
        args: BTreeMap::new(),
        platforms: Vec::new(),
        local: Platform::of_host("linux/amd64"),
        contexts: BTreeSet::new(),
    };
    Case { text: text.to_owned(), wish }
}

impl Case {
    fn target(mut self, name: &str) -> Self {
        self.wish.target = Some(Spanned::new(name.into(), Span::new(FileId(0), 0, 0)));
        self
    }

    fn arg(mut self, name: &str, value: &str) -> Self {
        self.wish.args.insert(name.into(), value.into());
        self
    }

    fn platform(mut self, name: &str) -> Self {
        self.wish.platforms.push(Platform::parse(name, &self.wish.local).unwrap());
        self
    }

    fn context(mut self, name: &str) -> Self {
        self.wish.contexts.insert(name.into());
        self
    }

    fn build(&self) -> (Build, Vec<Diagnostic>, Sources) {
        let mut sources = Sources::new();
        let file = sources.add("Dockerfile", self.text.as_str());
        let mut found = Vec::new();
        let tree = parse(file, &self.text, &mut found);
        let build = resolve(&tree, &self.wish, &mut found);
        (build, found, sources)
    }

    /// What the build uses, or what is wrong with it.
    fn show(&self) -> String {
        let (build, found, sources) = self.build();
        let mut out = String::new();
        for error in &found {
            let at = error.labels.first().map_or("", |label| sources.slice(label.span));
            writeln!(out, "{} @ {at:?} {:?}", error.message, error.advice()).unwrap();
        }
        if let Some(opaque) = &build.opaque {
            writeln!(out, "opaque: {}", opaque.reason).unwrap();
        }
        for pass in build.passes.iter().filter(|_| found.is_empty()) {
            writeln!(out, "{}", pass.platform).unwrap();
            pass.globals.iter().for_each(|arg| writeln!(out, "  {}", show_arg(arg)).unwrap());
            pass.stages.iter().for_each(|stage| show_stage(&mut out, stage, &sources));
        }
        out
    }
}

fn show_stage(out: &mut String, stage: &Stage, sources: &Sources) {
    let name = stage.name.as_deref().unwrap_or("-");
    let base = show_origin(&stage.base);
    writeln!(out, "  {} {name}: {base} for {}", stage.number, stage.platform).unwrap();
    for arg in &stage.args {
        writeln!(out, "    {}", show_arg(arg)).unwrap();
    }
    for taken in &stage.selections {
        writeln!(out, "    {}", show_selection(taken)).unwrap();
    }
    for unset in &stage.undefined {
        let at = sources.slice(unset.span);
        let certain = if unset.uncertain { "perhaps " } else { "" };
        writeln!(out, "    {certain}undefined {} @ {at:?} near {:?}", unset.name, unset.near)
            .unwrap();
    }
}

fn show_arg(arg: &Declared) -> String {
    let doubt = if arg.uncertain { "?" } else { "" };
    format!("arg {}{doubt} = {:?} from {:?}", arg.name, arg.value, arg.from)
}

fn show_origin(origin: &Origin) -> String {
    match origin {
        Origin::Scratch => "scratch".to_owned(),
        Origin::Main => "main".to_owned(),
        Origin::Stage(number) => format!("stage {number}"),
        Origin::Context(name) => format!("context {name}"),
        Origin::Image(name) => format!("image {name}"),
        Origin::Heredoc(text) => format!("heredoc {text:?}"),
        Origin::Web(address) => format!("web {address}"),
        Origin::Git(address) => format!("git {address}"),
        Origin::Anywhere(word) => format!("anywhere {word}"),
    }
}

fn show_selection(taken: &Selection) -> String {
    let mut line = format!("{:?} {} {:?}", taken.by, show_origin(&taken.origin), taken.path);
    if let Some(below) = &taken.below {
        write!(line, " below {below:?}").unwrap();
    }
    if !taken.excludes.is_empty() {
        write!(line, " but {:?}", taken.excludes).unwrap();
    }
    if let Some(checksum) = &taken.checksum {
        write!(line, " checksum {checksum}").unwrap();
    }
    if taken.step.triggered {
        line.push_str(" (trigger)");
    }
    if taken.uncertain {
        line.push_str(" (uncertain)");
    }
    line
}

#[test]
fn only_stages_that_are_needed_are_reached() {
    let text = "\
FROM scratch AS base
COPY base /
FROM alpine AS other
COPY other /
FROM base AS Tools
COPY tools /
FROM scratch
COPY --from=TOOLS /t /t
COPY --from=0 /b /b
";
    assert_snapshot!(case(text).show(), @r#"
    linux/amd64
      0 base: scratch for linux/amd64
        Copy main "base"
      2 tools: stage 0 for linux/amd64
        Copy main "tools"
      3 -: scratch for linux/amd64
        Copy stage 2 "t"
        Copy stage 0 "b"
    "#);
    assert_snapshot!(case(text).target("OTHER").show(), @r#"
    linux/amd64
      1 other: image docker.io/library/alpine:latest for linux/amd64
        Copy main "other"
    "#);
}

#[test]
fn global_args_name_bases_and_platforms() {
    let text = "\
ARG VERSION=3
ARG BASE=alpine:${VERSION}
FROM --platform=$BUILDPLATFORM ${BASE} AS build
ARG VERSION
ARG TARGETARCH
COPY src-$TARGETARCH-$VERSION /
FROM ghcr.io/o/r:${VERSION#v}
COPY --from=build /x /x
";
    assert_snapshot!(case(text).arg("VERSION", "v4").platform("linux/arm64").platform("linux/arm").show(), @r#"
    linux/arm64
      arg VERSION = Some("v4") from Target
      arg BASE = Some("alpine:v4") from Default
      0 build: image docker.io/library/alpine:v4 for linux/amd64
        arg VERSION = Some("v4") from Target
        arg TARGETARCH = Some("arm64") from BuildKit
        Copy main "src-arm64-v4"
      1 -: image ghcr.io/o/r:4 for linux/arm64
        Copy stage 0 "x"
    linux/arm/v7
      arg VERSION = Some("v4") from Target
      arg BASE = Some("alpine:v4") from Default
      0 build: image docker.io/library/alpine:v4 for linux/amd64
        arg VERSION = Some("v4") from Target
        arg TARGETARCH = Some("arm") from BuildKit
        Copy main "src-arm-v4"
      1 -: image ghcr.io/o/r:4 for linux/arm/v7
        Copy stage 0 "x"
    "#);
}

#[test]
fn an_arg_covers_an_env_up_to_the_end_of_its_stage() {
    let text = "\
FROM scratch AS a
ENV X=env
ARG X=arg
COPY a-$X /
FROM a
COPY b-$X /
";
    assert_snapshot!(case(text).show(), @r#"
    linux/amd64
      0 a: scratch for linux/amd64
        arg X = Some("arg") from Default
        Copy main "a-arg"
      1 -: stage 0 for linux/amd64
        Copy main "b-env"
    "#);
}

#[test]
fn what_an_image_may_set_is_uncertain() {
    let text = "\
FROM golang
ENV SRC=$GOPATH/src
COPY $SRC ${NAME:-x} plain /
FROM scratch
ARG NAME
ARG NAMED=n
COPY a$NAME b$NAMDE $PATH /
";
    assert_snapshot!(case(text).show(), @r#"
    linux/amd64
      1 -: scratch for linux/amd64
        arg NAME = None from Nowhere
        arg NAMED = Some("n") from Default
        Copy main "a"
        Copy main "b"
        Copy main "usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        undefined NAMDE @ "NAMDE" near Some("NAMED")
    "#);
    let golang = text.split("FROM scratch").next().unwrap();
    assert_snapshot!(case(golang).show(), @r#"
    linux/amd64
      0 -: image docker.io/library/golang:latest for linux/amd64
        Copy main "src" (uncertain)
        Copy main "x" (uncertain)
        Copy main "plain"
        perhaps undefined GOPATH @ "GOPATH" near None
    "#);
}

#[test]
fn every_kind_of_source_is_told_apart() {
    let sum = format!("sha256:{}", "0".repeat(64));
    let text = format!(
        "FROM scratch
ENV WHO=you
ADD --checksum={sum} https://example.org/a.tgz /
ADD --keep-git-dir=true https://example.org/r.git#main /r
ADD github.com/o/r /local
COPY --parents --exclude=*.md --exclude=$WHO ./src/./lib/*.c /abs/../x /
COPY <<A <<-'B' /
for $WHO
A
\tnot for $WHO
B
RUN --mount=source=go.mod,target=/m --mount=type=cache,target=/c --mount=from=alpine,target=/a \
    --mount=type=cache,from=alpine:3,source=/etc,target=/e --mount=type=secret,id=s true
"
    );
    assert_snapshot!(case(&text).show(), @r#"
    linux/amd64
      0 -: scratch for linux/amd64
        Add web https://example.org/a.tgz "" checksum sha256:0000000000000000000000000000000000000000000000000000000000000000
        Add git https://example.org/r.git#main ""
        Add main "github.com/o/r"
        Copy main "src" below "lib/*.c" but ["*.md", "$WHO"]
        Copy main "" below "x" but ["*.md", "$WHO"]
        Copy heredoc "for you\n" "A"
        Copy heredoc "not for $WHO\n" "B"
        Mount main "go.mod"
        Mount image docker.io/library/alpine:latest ""
        Mount image docker.io/library/alpine:3 "etc"
    "#);
}

#[test]
fn named_contexts_stand_in_the_place_of_stages_and_images() {
    let text = "\
FROM nosuch:1 AS base
COPY gone /
ONBUILD COPY trigger /
FROM base
COPY --from=base /a /
COPY --from=0 /b /
COPY --from=docker.io/library/alpine:latest /c /
COPY --from=debian:13 /d /
";
    let with = case(text).context("base").context("alpine").context("debian:13::linux/amd64");
    assert_snapshot!(with.platform("linux/amd64").platform("linux/arm64").show(), @r#"
    linux/amd64
      0 base: context base for linux/amd64
      1 -: stage 0 for linux/amd64
        Copy main "trigger" (trigger)
        Copy context base "a"
        Copy context base "b"
        Copy context alpine "c"
        Copy context debian:13::linux/amd64 "d"
    linux/arm64
      0 base: context base for linux/arm64
      1 -: stage 0 for linux/arm64
        Copy main "trigger" (trigger)
        Copy context base "a"
        Copy context base "b"
        Copy context alpine "c"
        Copy image docker.io/library/debian:13 "d"
    "#);
    let full =
        case("FROM alpine:3\n").context("docker.io/library/alpine:3").context("alpine:latest");
    assert_snapshot!(full.show(), @"
    linux/amd64
      0 -: image docker.io/library/alpine:3 for linux/amd64
    ");
}

#[test]
fn triggers_run_where_a_stage_starts_from_theirs() {
    let text = "\
FROM scratch AS tools
COPY tools /
FROM scratch AS base
ONBUILD ARG DIR=d
ONBUILD COPY --from=tools $DIR /
ONBUILD COPY main /
FROM base AS child
COPY own /
FROM child
COPY last-$DIR /
";
    assert_snapshot!(case(text).show(), @r#"
    linux/amd64
      0 tools: scratch for linux/amd64
        Copy main "tools"
      1 base: scratch for linux/amd64
      2 child: stage 1 for linux/amd64
        arg DIR = Some("d") from Default
        Copy stage 0 "d" (trigger)
        Copy main "main" (trigger)
        Copy main "own"
      3 -: stage 2 for linux/amd64
        Copy main "last-d"
    "#);
    assert_snapshot!(case("FROM node:20-onbuild\n").show(), @r#"
    linux/amd64
      0 -: image docker.io/library/node:20-onbuild for linux/amd64
        Trigger main "" (trigger) (uncertain)
    "#);
}

#[test]
fn of_an_unknown_frontend_nothing_is_known() {
    let text = "# syntax=example.org/frontend:1\nFROM scratch\n";
    assert_snapshot!(case(text).show(), @"opaque: it is written for the frontend `example.org/frontend:1`");
    let known = "# syntax=docker.io/docker/dockerfile-upstream:master-labs\nFROM scratch\n";
    assert_snapshot!(case(known).show(), @"
    linux/amd64
      0 -: scratch for linux/amd64
    ");
    let given = case(known).arg("BUILDKIT_SYNTAX", "x/y --z");
    assert_snapshot!(given.show(), @"opaque: the build arg `BUILDKIT_SYNTAX` has it read by `x/y`");
}

#[test]
fn a_context_may_stand_in_the_place_of_a_frontend() {
    let named = case("# syntax=docker/dockerfile:1\nFROM scratch\n");
    let by_arg = case("FROM scratch\n").arg("BUILDKIT_SYNTAX", "dockerfile.v0");
    let shown = by_arg.show();
    assert_eq!(named.show(), shown);
    assert_eq!(case("FROM scratch\n").show(), shown);
    assert_eq!(case("FROM scratch\n").context("docker/dockerfile:1").show(), shown);
    let other = case("# syntax=docker/dockerfile:1\nFROM scratch\n").context("docker/dockerfile");
    assert_eq!(other.show(), shown);
    let named = case("# syntax=docker.io/docker/dockerfile:1\nFROM scratch\n");
    let replaced = named.context("docker/dockerfile:1::linux/amd64");
    assert_snapshot!(replaced.show(), @"opaque: a context stands in the place of its frontend `docker.io/docker/dockerfile:1`");
    let replaced = by_arg.context("dockerfile.v0");
    assert_snapshot!(replaced.show(), @"opaque: a context stands in the place of its frontend `dockerfile.v0`");
    let in_file = case("# syntax=dockerfile.v0\nFROM scratch\n");
    assert_snapshot!(in_file.show(), @"opaque: it is written for the frontend `dockerfile.v0`");
}

#[test]
fn what_is_used_and_declared_is_found_across_stages() {
    let text = "ARG G\nFROM alpine AS a\nARG A\nFROM b\nCOPY --from=a / /\n";
    let (build, found, _) = case(text).context("b").build();
    assert_eq!(found, []);
    let names = |uses: Vec<&Text>| uses.into_iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        names(build.images().map(|used| used.name).collect()),
        ["docker.io/library/alpine:latest"]
    );
    assert_eq!(names(build.contexts().map(|used| used.name).collect()), ["b"]);
    for declared in ["A", "G", "TARGETARCH", "http_proxy", "HTTP_PROXY", "BUILDKIT_INLINE_CACHE"] {
        assert!(build.declares(declared), "{declared}");
    }
    assert!(!build.declares("B"));
}
