//! Files of contexts.

use super::support::{app, differs, keyed, reasons, same, try_keys};
use crate::context::Modes;
use crate::source::Memory;

/// A project in a folder, and files outside of it.
fn with(file: &str) -> Memory {
    Memory::new()
        .file("docker-bake.hcl", app("context = \"src\""))
        .file("src/Dockerfile", file)
        .file("src/a/one", "1")
        .file("src/a/two", "2")
        .file("src/b", "b")
}

#[test]
fn files_count_as_far_as_they_are_taken() {
    let copy = with("FROM scratch\nCOPY a /x/\n");
    differs("what is in one", &copy, &copy.clone().file("src/a/one", "x"));
    differs("one more", &copy, &copy.clone().file("src/a/three", ""));
    differs("a permission", &copy, &copy.clone().mode("src/a/one", 0o755));
    differs("a link", &copy, &copy.clone().link("src/a/one", "two"));
    let link = copy.clone().link("src/a/l", "one");
    differs("where a link leads", &link, &copy.clone().link("src/a/l", "two"));
    same("one that is not taken", &copy, &copy.clone().file("src/b", "x"));
    same("one that nobody has heard of", &copy, &copy.clone().file("src/c/d", "x"));
    let ignored = copy.clone().file("src/.dockerignore", "a/three\n");
    same("an ignore file", &copy, &ignored);
    same("what it hides", &copy, &ignored.clone().file("src/a/three", ""));
    differs("what it hides of it", &copy, &copy.clone().file("src/.dockerignore", "a/two"));
    let own = copy.clone().file("src/a/three", "").file("src/Dockerfile.dockerignore", "a/three");
    same("the ignore file of the Dockerfile", &copy, &own);
    let unreached = with("FROM scratch AS x\nCOPY a /x/\nFROM scratch\nCOPY b /\n");
    same("a stage that is not reached", &unreached, &unreached.clone().file("src/a/one", "x"));
}

#[test]
fn every_way_to_take_files_counts() {
    let files = [
        "COPY a/* /x/",
        "COPY a/o* /x/",
        "COPY --parents a/one /x/",
        "COPY --exclude=two a /x/",
        "ADD a /x/",
        "RUN --mount=target=/x a",
        "RUN --mount=source=a,target=/x a",
        "RUN --mount=source=a/one,target=/x a",
        "ARG P=a\nCOPY $P /x/",
    ];
    for body in files {
        let host = with(&format!("FROM scratch\n{body}\n"));
        differs(body, &host, &host.clone().file("src/a/one", "x"));
    }
    let excluded = with("FROM scratch\nCOPY --exclude=two a /x/\n");
    same("what is left out", &excluded, &excluded.clone().file("src/a/two", "x"));
    let some = with("FROM scratch\nCOPY a/o* /x/\n");
    same("what a pattern does not name", &some, &some.clone().file("src/a/two", "x"));
}

#[test]
fn where_a_context_is_does_not_count() {
    let at = |root: &str| {
        Memory::new()
            .file("docker-bake.hcl", app(&format!("context = \"{root}\"")))
            .file(format!("{root}/Dockerfile"), "FROM scratch\nCOPY a /\n")
            .file(format!("{root}/a"), "a")
    };
    same("another folder", &at("one"), &at("two/three"));
}

#[test]
fn folders_that_are_contexts_count_as_far_as_they_are_used() {
    let with = |file: &str| {
        Memory::new()
            .file("docker-bake.hcl", app("contexts = { lib = \"libs/one\" }"))
            .file("Dockerfile", file)
            .file("libs/one/a", "a")
            .file("libs/one/b", "b")
    };
    let other = |host: &Memory, name: &str| host.clone().file(format!("libs/one/{name}"), "x");
    let copy = with("FROM scratch\nCOPY --from=lib a /\n");
    differs("a file", &copy, &other(&copy, "a"));
    same("one that is not taken", &copy, &other(&copy, "b"));
    let base = with("FROM lib\nRUN a\n");
    differs("all of them", &base, &other(&base, "b"));
    let hidden = base.clone().file("libs/one/.dockerignore", "b\n.dockerignore\n");
    same("but for what is hidden", &hidden, &other(&hidden, "b"));
    let mount = with("FROM scratch\nRUN --mount=from=lib,source=a,target=/a a\n");
    differs("a mount", &mount, &other(&mount, "a"));
    same("of one file", &mount, &other(&mount, "b"));
    let unused = with("FROM scratch\nRUN a\n");
    same("not at all", &unused, &other(&unused, "a"));
}

#[test]
fn further_files_count_on_request() {
    let host = Memory::new()
        .file("docker-bake.hcl", app("inputs = [\"scripts/**\"]"))
        .file("Dockerfile", "FROM scratch\nRUN a\n")
        .file("scripts/a", "a")
        .file("other", "a");
    differs("one of them", &host, &host.clone().file("scripts/a", "x"));
    differs("one more", &host, &host.clone().file("scripts/b/c", "x"));
    same("another", &host, &host.clone().file("other", "x"));
}

#[test]
fn a_file_that_is_missing_is_a_reason() {
    let host = with("FROM scratch\nCOPY nothing /\n");
    assert_eq!(reasons(&host).len(), 1);
    assert_ne!(keyed(&host).key, keyed(&host.clone().file("src/nothing", "")).key);
}

#[test]
fn what_depends_on_the_base_image_is_everything() {
    let host = with("FROM debian\nCOPY $WHERE /x/\n");
    differs("a file", &host, &host.clone().file("src/b", "x"));
}

#[test]
fn git_keeps_only_who_may_execute() {
    let host = with("FROM scratch\nCOPY a /x/\n");
    let key = |host: &Memory| try_keys(host, Modes::Git).expect("keys").nodes["app"].key;
    assert_eq!(key(&host), key(&host.clone().mode("src/a/one", 0o640)));
    assert_ne!(key(&host), key(&host.clone().mode("src/a/one", 0o755)));
    assert_ne!(key(&host), keyed(&host).key, "the rule counts");
}

#[test]
fn another_frontend_may_take_anything() {
    let host = with("# syntax=a/b\nanything\n");
    differs("a file", &host, &host.clone().file("src/b", "x"));
    differs("a comment", &host, &with("# syntax=a/b\n# c\nanything\n"));
    differs("a hidden file", &host, &host.clone().file("src/.dockerignore", "b"));
    let arg = host.clone().file("docker-bake.hcl", app("context = \"src\"\nargs = { A = \"1\" }"));
    differs("an arg", &host, &arg);
    assert_eq!(keyed(&host).floating[0], "docker.io/a/b:latest");
}

#[test]
fn what_is_wrong_with_a_dockerfile_is_wrong_here_too() {
    let wrong = |file: &str| try_keys(&with(file), Modes::Exact).unwrap_err();
    assert_eq!(wrong("FROM scratch\nCOPI a /\n"), "`COPI` is no instruction");
    assert_eq!(wrong("FROM scratch\nCOPY --from=3 a /\n"), "no stage has the number 3");
}
