//! `graphs/tree`: which axis reaches which layer, what cannot be, and what is asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use serde_json::Value;

use super::{json, printed};
use crate::support::Project;
use crate::support::project::Outcome;

/// Every axis with values that can all be combined.
const AXES: [(&str, &str); 7] = [
    ("SYS_NAMES", "debian,alpine"),
    ("SYS_VERSIONS", "stable,testing"),
    ("SYS_ARCHS", "amd64,arm64"),
    ("TOOLCHAINS", "sh,bash"),
    ("FEAT_SETS", "default,all"),
    ("PROFILES", "release,debug"),
    ("VARIANTS", "nonroot,root"),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("graphs/tree")
}

fn run(environment: &[(&str, &str)], line: &str) -> Outcome {
    let start = Project::new();
    let project = environment.iter().fold(start, |project, (name, value)| project.env(name, value));
    project.run_in(&folder(), line)
}

fn plan(environment: &[(&str, &str)], asked: &str) -> Value {
    let outcome = run(environment, &format!("plan --strict {asked}"));
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{outcome}");
    json(&outcome.stdout)
}

fn targets(plan: &Value) -> BTreeSet<String> {
    plan["target"].as_object().expect("a plan has targets").keys().cloned().collect()
}

/// How many cells each layer has.
fn layers(plan: &Value) -> BTreeMap<String, usize> {
    let mut all = BTreeMap::new();
    for name in targets(plan) {
        let end = ["-debian", "-alpine", "-busybox"].iter().find_map(|system| name.find(system));
        *all.entry(name[..end.expect("a cell has a system")].to_owned()).or_default() += 1;
    }
    all
}

#[test]
fn an_axis_reaches_only_the_layers_where_it_matters() {
    let single = layers(&plan(&[], "ci publish"));
    assert!(single.values().all(|cells| *cells == 1), "{single:?}");
    let mut table = String::new();
    for axis in AXES {
        let layers = layers(&plan(&[axis], "ci publish"));
        let twice = layers.iter().filter(|(_, cells)| **cells == 2).map(|(name, _)| name.as_str());
        writeln!(table, "{}: {}", axis.0, twice.collect::<Vec<_>>().join(" ")).unwrap();
        assert!(layers.values().all(|cells| *cells <= 2), "{layers:?}");
    }
    assert_snapshot!(table, @r"
    SYS_NAMES: build deps docs install lint package publish source system tests-smoke tests-unit toolchain
    SYS_VERSIONS: build deps docs install lint package publish source system tests-smoke tests-unit toolchain
    SYS_ARCHS: build deps docs install lint package publish source system tests-smoke tests-unit toolchain
    TOOLCHAINS: build deps docs install lint package publish tests-smoke tests-unit toolchain
    FEAT_SETS: build deps docs install package publish tests-smoke tests-unit
    PROFILES: build docs install package publish tests-smoke tests-unit
    VARIANTS: install publish tests-smoke
    ");
}

#[test]
fn with_several_values_on_each_axis_both_programs_plan_the_same() {
    let ours = plan(&AXES, "ci publish");
    let theirs = printed(&folder(), &["ci", "publish"], &AXES);
    assert_eq!(targets(&ours), targets(&theirs));
    let counted = layers(&ours).into_iter().map(|(layer, cells)| format!("{layer} {cells}"));
    assert_snapshot!(counted.collect::<Vec<_>>().join("\n"), @r"
    build 64
    deps 32
    docs 64
    install 128
    lint 16
    package 64
    publish 128
    source 8
    system 8
    tests-smoke 128
    tests-unit 64
    toolchain 16
    ");
}

/// The README tells the number.
#[test]
fn all_values_of_all_axes_are_planned_and_faultless() {
    let systems = ("SYS_NAMES", "debian,alpine,busybox");
    let features = ("FEAT_SETS", "none,default,all");
    let axes = AXES.map(|axis| {
        [systems, features].into_iter().find(|(name, _)| *name == axis.0).unwrap_or(axis)
    });
    assert_eq!(targets(&plan(&axes, "ci")).len(), 940);
    let outcome = run(&axes, "check --strict ci publish latest");
    assert_eq!(outcome.to_string(), "exit 0\n");
}

#[test]
fn lists_may_be_json_too() {
    let csv = plan(&[("TOOLCHAINS", "sh,bash")], "ci");
    assert_eq!(plan(&[("TOOLCHAINS_JSON", r#"["sh","bash"]"#)], "ci"), csv);
}

#[test]
fn what_cannot_be_is_left_out_here_and_only_here() {
    let environment = [
        ("SYS_NAMES", "debian,busybox"),
        ("SYS_VERSIONS", "stable,testing"),
        ("TOOLCHAINS", "sh,bash"),
        ("FEAT_SETS", "default,all"),
    ];
    let ours = targets(&plan(&environment, "tests-smoke"));
    let theirs = targets(&printed(&folder(), &["tests-smoke"], &environment));
    assert!(ours.is_subset(&theirs) && ours != theirs);
    let left = ours.iter().filter(|name| name.contains("-busybox"));
    assert_snapshot!(left.cloned().collect::<Vec<_>>().join("\n"), @r"
    build-busybox-stable-amd64-sh-default-release
    deps-busybox-stable-amd64-sh-default
    install-busybox-stable-amd64-sh-default-release-nonroot
    source-busybox-stable-amd64
    system-busybox-stable-amd64
    tests-smoke-busybox-stable-amd64-sh-default-release-nonroot
    toolchain-busybox-stable-amd64-sh
    ");
    assert!(theirs.difference(&ours).all(|name| name.contains("-busybox")));
}

#[test]
fn the_packages_of_a_system_come_from_one_template() {
    let everywhere = [("SYS_NAMES", "alpine,busybox,debian"), ("FEAT_SETS", "all")];
    let outcome = run(&everywhere, "render system deps");
    assert_eq!(outcome.stderr, "");
    assert_snapshot!(outcome.stdout, @r"
    # target deps-alpine-stable-amd64-sh-all
    # A layer of packages, whatever it stands on: the toolchain and the dependencies.

    FROM below
    RUN apk add --no-cache jq
    # target deps-debian-stable-amd64-sh-all
    # A layer of packages, whatever it stands on: the toolchain and the dependencies.

    FROM below
    RUN apt-get update \
     && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends jq \
     && rm -rf /var/lib/apt/lists/*
    # target system-alpine-stable-amd64
    # The root: a distribution with what all layers need of it.

    FROM docker.io/library/alpine:3.22
    ENV LC_ALL=C.UTF-8
    RUN apk add --no-cache ca-certificates
    # target system-busybox-stable-amd64
    # The root: a distribution with what all layers need of it.

    FROM docker.io/library/busybox:1.37
    ENV LC_ALL=C.UTF-8
    # no packages
    # target system-debian-stable-amd64
    # The root: a distribution with what all layers need of it.

    FROM docker.io/library/debian:trixie-slim
    ENV LC_ALL=C.UTF-8
    RUN apt-get update \
     && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ca-certificates \
     && rm -rf /var/lib/apt/lists/*
    ");
}

#[test]
fn publishing_waits_for_the_smoke_test_of_its_own_cell() {
    let outcome = run(&[("PROFILES", "release,debug")], "graph --from leaves --depth 1 publish");
    assert_eq!(outcome.stderr, "");
    assert_snapshot!(outcome.stdout, @r"
    publish-debian-stable-amd64-sh-default-debug-nonroot
    ├── deps-debian-stable-amd64-sh-default  FROM deps (docker/Dockerfile.install:1)
    ├── build-debian-stable-amd64-sh-default-debug  COPY --from=build (docker/Dockerfile.install:2)
    │   └── deps-debian-stable-amd64-sh-default  FROM deps (docker/Dockerfile.build:1)
    └── tests-smoke-debian-stable-amd64-sh-default-debug-nonroot  needs
    publish-debian-stable-amd64-sh-default-release-nonroot
    ├── deps-debian-stable-amd64-sh-default  FROM deps (docker/Dockerfile.install:1)
    ├── build-debian-stable-amd64-sh-default-release  COPY --from=build (docker/Dockerfile.install:2)
    │   └── deps-debian-stable-amd64-sh-default  FROM deps (docker/Dockerfile.build:1)
    └── tests-smoke-debian-stable-amd64-sh-default-release-nonroot  needs

    7 targets, 3 roots, 2 leaves, 3 waves
    ");
}

#[test]
fn a_word_that_no_axis_knows_is_refused() {
    let outcome = run(&[("PROFILES", "fast")], "plan");
    assert_eq!(outcome.code, Some(2), "{outcome}");
    assert!(outcome.stderr.contains("PROFILES takes debug and release"), "{outcome}");
}
