//! What cannot be known, and why.

use super::support::{app, keyed, project, reasons};
use crate::source::Memory;

const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

fn with(said: &str, file: &str) -> Memory {
    Memory::new().file("docker-bake.hcl", app(said)).file("Dockerfile", file)
}

#[test]
fn what_is_fetched_without_a_checksum_is_not_known() {
    let sum = format!("sha256:{}", "a".repeat(64));
    let add = |what: &str| reasons(&project(&format!("FROM scratch\nADD {what} /\n")));
    assert_eq!(add("https://a.example/x"), ["`https://a.example/x` is fetched without a checksum"]);
    assert!(add(&format!("--checksum={sum} https://a.example/x")).is_empty());
    let repository = "https://a.example/x.git";
    assert_eq!(
        add(&format!("{repository}#main")),
        [format!("`{repository}#main` names no commit")]
    );
    assert!(add(&format!("{repository}#{COMMIT}")).is_empty());
    assert!(add(&format!("{repository}?ref={COMMIT}")).is_empty());
    assert!(add(&format!("--checksum={COMMIT} {repository}#v1")).is_empty());
    let unreached = "FROM scratch AS a\nADD https://a.example/x /\nFROM scratch\nRUN a\n";
    assert!(reasons(&project(unreached)).is_empty());
}

/// `.git` tells which branch or tag was asked for, and what kind of tag it is.
#[test]
fn with_its_git_a_commit_is_known_where_it_is_asked_for() {
    let add = |what: &str| reasons(&project(&format!("FROM scratch\nADD {what} /\n")));
    let repository = "https://a.example/x.git";
    let reason = |address: &str| {
        vec![format!("`{address}` is taken with its `.git`, which tells more than the commit")]
    };
    let kept = format!("--keep-git-dir --checksum={COMMIT}");
    assert!(add(&format!("--keep-git-dir {repository}#{COMMIT}")).is_empty());
    assert!(add(&format!("{kept} {repository}?branch=main")).is_empty());
    assert_eq!(add(&format!("{kept} {repository}#v1")), reason(&format!("{repository}#v1")));
    assert_eq!(add(&format!("{kept} {repository}")), reason(repository));
    let tag = format!("{repository}?checksum={COMMIT}&tag=v1");
    let both = format!("{repository}?keep-git-dir#{COMMIT} {tag}");
    assert_eq!(add(&both), reason(&tag), "what one says counts for those that follow");
    let context = |value: &str| {
        let args = format!("args = {{ BUILDKIT_CONTEXT_KEEP_GIT_DIR = \"{value}\" }}");
        let file = "dockerfile-inline = \"FROM scratch\\nCOPY a /\"";
        reasons(&with(&format!("context = \"{tag}\"\n{args}\n{file}"), ""))
    };
    assert_eq!(context("1"), reason(&tag));
    assert!(context("0").is_empty());
}

/// `ADD` takes addresses. Beside it stands what can only be a path, whatever the variable is.
#[test]
fn what_a_base_image_may_make_an_address_is_not_known() {
    let taken = |what: &str| reasons(&project(&format!("FROM debian:trixie\n{what} /\n")));
    let reason = |word: &str| {
        vec![format!("what `{word}` is, and whether it is fetched, depends on the base image")]
    };
    for word in ["$URL", "\"${URL}\"", "h$P/x", "s:/$X", "u@h$X"] {
        assert_eq!(taken(&format!("ADD {word}")), reason(word), "{word}");
    }
    for path in ["ADD ./$X", "ADD dir/$X", "ADD /$X", "COPY $X"] {
        assert!(taken(path).is_empty(), "{path}");
    }
    assert!(reasons(&project("FROM scratch\nADD $X /\n")).is_empty());
    // A repository has a commit for a checksum, and it may be one.
    assert_eq!(taken(&format!("ADD --checksum={COMMIT} $X")), reason("$X"));
}

#[test]
fn what_is_to_be_built_anew_is_never_as_it_was() {
    let file = "FROM scratch AS a\nRUN a\nFROM scratch AS b\nRUN b\n";
    assert_eq!(reasons(&with("no-cache = true", file)), ["`no-cache` is set"]);
    let filter = |name: &str| reasons(&with(&format!("no-cache-filter = [\"{name}\"]"), file));
    assert_eq!(filter("B"), ["`no-cache-filter` names the stage `B`"]);
    assert!(filter("a").is_empty());
    assert_eq!(filter("a,b"), ["`no-cache-filter` names the stage `b`"], "BuildKit splits them");
    let unnamed = with("no-cache-filter = [\"a,\"]", "FROM scratch\nRUN a\n");
    assert_eq!(reasons(&unnamed), ["`no-cache-filter` names the stages without a name"]);
}

#[test]
fn a_remote_context_is_known_by_its_commit_or_not_at_all() {
    let remote = |address: &str, file: &str| {
        let said = format!("context = \"{address}\"\ndockerfile-inline = \"{file}\"");
        reasons(&with(&said, ""))
    };
    let copies = "FROM scratch\\nCOPY a /";
    let repository = "https://a.example/x.git";
    assert_eq!(
        remote(&format!("{repository}#main"), copies),
        [format!("`{repository}#main` names no commit")]
    );
    assert!(remote(&format!("{repository}#{COMMIT}"), copies).is_empty());
    assert!(remote(&format!("{repository}#main"), "FROM scratch\\nRUN a").is_empty());
    let archive = "https://a.example/x.tar";
    assert_eq!(remote(archive, copies), [format!("`{archive}` is fetched without a checksum")]);
    let elsewhere = |address: &str| reasons(&with(&format!("context = \"{address}\""), ""));
    assert_eq!(
        elsewhere(&format!("{repository}#main")),
        [format!("`{repository}#main` names no commit")]
    );
    assert!(elsewhere(&format!("{repository}#{COMMIT}")).is_empty());
}

#[test]
fn named_contexts_are_known_by_digest_or_commit() {
    let context = |value: &str| {
        let said = format!("contexts = {{ x = \"{value}\" }}");
        keyed(&with(&said, "FROM scratch\nCOPY --from=x a /\n"))
    };
    let reasons = |value: &str| -> Vec<String> {
        context(value).volatile.into_iter().map(|it| it.reason).collect()
    };
    assert_eq!(
        reasons("https://a.example/x.tar"),
        ["`https://a.example/x.tar` is fetched without a checksum"]
    );
    assert_eq!(reasons("oci-layout://a"), ["`a/index.json` cannot be read: no such file"]);
    let digest = format!("sha256:{}", "a".repeat(64));
    assert!(reasons(&format!("oci-layout://a@{digest}")).is_empty());
    assert!(reasons(&format!("https://a.example/x.git#{COMMIT}")).is_empty());
    assert_eq!(context("docker-image://debian").floating[0], "docker.io/library/debian:latest");
}

#[test]
fn the_time_of_something_is_not_known() {
    let epoch = |value: &str| {
        reasons(&with(
            &format!("args = {{ SOURCE_DATE_EPOCH = \"{value}\" }}"),
            "FROM scratch\nRUN a\n",
        ))
    };
    assert!(epoch("0").is_empty());
    assert_eq!(epoch("src"), ["`SOURCE_DATE_EPOCH` is the time of `src`, which is not known"]);
}

#[test]
fn the_reason_stands_where_it_is_written() {
    let host = project("FROM scratch\nADD https://a.example/x /\n");
    let span = keyed(&host).volatile[0].span.expect("a place");
    assert_eq!(span.end - span.start, 19);
}
