//! Args and variables.

use super::support::{app, different_files, differs, project, same, same_files};
use crate::source::Memory;

/// A project with these args in the target.
fn with(args: &str, dockerfile: &str) -> Memory {
    Memory::new()
        .file("docker-bake.hcl", app(&format!("args = {{ {args} }}")))
        .file("Dockerfile", dockerfile)
}

#[test]
fn an_arg_counts_with_the_value_in_force() {
    let file = "FROM scratch\nARG A=1\nRUN a\n";
    same("the default, given", &project(file), &with("A = \"1\"", file));
    same("one that is not declared", &project(file), &with("B = \"1\"", file));
    same("a proxy", &project(file), &with("HTTP_PROXY = \"http://p\", no_proxy = \"x\"", file));
    same(
        "what the linter is told",
        &project(file),
        &with("BUILDKIT_DOCKERFILE_CHECK = \"error=true\"", file),
    );
    differs("another value", &project(file), &with("A = \"2\"", file));
    differs("nothing", &project(file), &with("A = \"\"", file));
    let other = "FROM scratch\nARG A=2\nRUN a\n";
    same("a default that is not in force", &with("A = \"3\"", file), &with("A = \"3\"", other));
    different_files("a default that is", file, other);
    let proxy = "FROM scratch\nARG HTTP_PROXY\nRUN a\n";
    differs("a proxy that is declared", &project(proxy), &with("HTTP_PROXY = \"http://p\"", proxy));
}

#[test]
fn an_arg_counts_though_nothing_asks_for_it() {
    let unused = "FROM scratch\nARG A\nRUN a\n";
    differs("used or not", &project(unused), &with("A = \"1\"", unused));
    let last = "FROM scratch\nRUN a\nARG A\n";
    differs("also after all, for the history", &project(last), &with("A = \"1\"", last));
    let other = "FROM scratch AS a\nARG A\nRUN a\nFROM scratch\nCOPY --from=a /a /\n";
    differs("in a stage that is copied from", &project(other), &with("A = \"1\"", other));
    let unreached = "FROM scratch AS a\nARG A\nRUN a\nFROM scratch\nRUN b\n";
    same("not in a stage that is not reached", &project(unreached), &with("A = \"1\"", unreached));
}

#[test]
fn a_global_arg_counts_where_it_is_used() {
    let unused = "ARG A=1\nFROM scratch\nRUN a\n";
    same("nowhere", &project(unused), &with("A = \"2\"", unused));
    same_files("not even there", unused, "FROM scratch\nRUN a\n");
    let from = "ARG A=1\nFROM debian:$A\nRUN a\n";
    differs("in a FROM", &project(from), &with("A = \"2\"", from));
    same_files("as what it says", from, "FROM debian:1\nRUN a\n");
    let elsewhere = "ARG A=1\nFROM debian:$A AS a\nFROM scratch\nRUN a\n";
    same("not in one that is not reached", &project(elsewhere), &with("A = \"2\"", elsewhere));
    let again = "ARG A=1\nFROM scratch\nARG A\nRUN a\n";
    differs("declared again", &project(again), &with("A = \"2\"", again));
    same_files("as what it says there", again, "FROM scratch\nARG A=1\nRUN a\n");
}

#[test]
fn args_of_buildkit_count_if_they_alter_something() {
    let file = "FROM scratch\nRUN a\n";
    let with = |args: &str| with(args, file);
    let cases = [
        "BUILDKIT_SANDBOX_HOSTNAME = \"h\"",
        "BUILDKIT_MULTI_PLATFORM = \"1\"",
        "BUILDKIT_INLINE_CACHE = \"1\"",
        "BUILDKIT_CONTEXT_KEEP_GIT_DIR = \"1\"",
        "BUILDKIT_SYNTAX = \"docker/dockerfile:1\"",
        "SOURCE_DATE_EPOCH = \"0\"",
    ];
    for args in cases {
        differs(args, &with(""), &with(args));
    }
    let from_environment = with("").env("SOURCE_DATE_EPOCH", "0");
    same("a time of the environment", &with("SOURCE_DATE_EPOCH = \"0\""), &from_environment);
    let global = project("ARG SOURCE_DATE_EPOCH=0\nFROM scratch\nRUN a\n");
    differs("a time in the Dockerfile", &with(""), &global);
    let stage = "FROM scratch AS s\nARG TARGETSTAGE\nRUN a\n";
    let named = "FROM scratch AS t\nARG TARGETSTAGE\nRUN a\n";
    different_files("the name of a stage that asks for it", stage, named);
}

#[test]
fn a_time_that_is_empty_may_be_none() {
    let file = |default: &str| format!("FROM scratch\nARG SOURCE_DATE_EPOCH{default}\nRUN a\n");
    let with = |given: &str, default: &str| with(given, &file(default));
    let empty = "SOURCE_DATE_EPOCH = \"\"";
    differs("then the default says it", &with(empty, "=5"), &with(empty, "=6"));
    let zero = "SOURCE_DATE_EPOCH = \"0\"";
    same("a time goes before the default", &with(zero, "=5"), &with(zero, "=6"));
}

#[test]
fn the_machine_counts_where_it_is_asked_for() {
    let bake = app("platforms = [\"linux/s390x\"]");
    let on = |machine: &str, file: &str| {
        Memory::new().file("docker-bake.hcl", bake.clone()).file("Dockerfile", file).on(machine)
    };
    let plain = "FROM scratch\nRUN a\n";
    same("nobody asks", &on("linux/amd64", plain), &on("linux/arm64", plain));
    let asks = "FROM scratch\nARG BUILDPLATFORM\nRUN a\n";
    differs("somebody asks", &on("linux/amd64", asks), &on("linux/arm64", asks));
    let from =
        "FROM --platform=$BUILDPLATFORM debian AS a\nRUN a\nFROM scratch\nCOPY --from=a /a /\n";
    differs("a stage is for it", &on("linux/amd64", from), &on("linux/arm64", from));
}
