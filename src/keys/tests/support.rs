//! Projects, and what changes in them.

use std::fmt::Write;

use crate::compile::{self, KeyOptions, Request};
use crate::context::{Modes, Uncached};
use crate::diag::Diagnostics;
use crate::keys::{Input, Keyed, Keys};
use crate::lock::Lock;
use crate::source::{Memory, Sources};

/// A target `app` with this Dockerfile in the folder it stands in.
pub(super) const BAKE: &str = "target \"app\" {}\n";

/// The target `app` with something said of it.
pub(super) fn app(said: &str) -> String {
    format!("target \"app\" {{\n{said}\n}}\n")
}

/// A project with this Dockerfile, and a target `app` that builds it.
pub(super) fn project(dockerfile: &str) -> Memory {
    Memory::new().file("docker-bake.hcl", BAKE).file("Dockerfile", dockerfile)
}

/// The keys of everything, or what is wrong.
pub(super) fn try_keys(host: &Memory, modes: Modes) -> Result<Keys, String> {
    let mut sources = Sources::new();
    let mut diags = Diagnostics::new();
    let lock = Lock::read(host, &mut sources, &mut diags).expect("a lock file");
    let options = KeyOptions { modes, digests: &Uncached, lock: &lock };
    let request = Request {
        targets: vec![crate::span::Spanned::new(
            "*".to_owned(),
            crate::span::Span::new(crate::span::FileId(0), 0, 0),
        )],
        ..Request::default()
    };
    let made = compile::keys(host, &request, &options, &mut sources, &mut diags);
    made.map(|made| made.keys)
        .map_err(|_| diags.iter().map(|it| it.message.clone()).collect::<Vec<_>>().join("\n"))
}

/// The keys of everything.
pub(super) fn keys(host: &Memory) -> Keys {
    try_keys(host, Modes::Exact).unwrap_or_else(|wrong| panic!("{wrong}"))
}

/// What is known of the target `app`.
pub(super) fn keyed(host: &Memory) -> Keyed {
    keys(host).nodes["app"].clone()
}

/// Fails unless both have the same key.
#[track_caller]
pub(super) fn same(what: &str, one: &Memory, other: &Memory) {
    let (one, other) = (keyed(one), keyed(other));
    let shown = format!("{what}\n{}\n{}", tree(&one.inputs), tree(&other.inputs));
    assert!(one.key == other.key, "the key changes: {shown}");
}

/// Fails unless the keys differ, and something in the tree does, too.
#[track_caller]
pub(super) fn differs(what: &str, one: &Memory, other: &Memory) {
    let (one, other) = (keyed(one), keyed(other));
    assert!(one.key != other.key, "the key stays: {what}\n{}", tree(&one.inputs));
    assert!(one.inputs != other.inputs, "nothing tells why: {what}");
}

/// The same of two Dockerfiles.
#[track_caller]
pub(super) fn same_files(what: &str, one: &str, other: &str) {
    same(what, &project(one), &project(other));
}

/// The same of two Dockerfiles.
#[track_caller]
pub(super) fn different_files(what: &str, one: &str, other: &str) {
    differs(what, &project(one), &project(other));
}

/// The labels of a tree, indented.
pub(super) fn tree(inputs: &[Input]) -> String {
    let mut text = String::new();
    let mut waiting: Vec<(usize, &Input)> = inputs.iter().rev().map(|it| (0, it)).collect();
    while let Some((depth, input)) = waiting.pop() {
        writeln!(text, "{:indent$}{}", "", input.label, indent = depth * 2).expect("a text");
        waiting.extend(input.parts().iter().rev().map(|it| (depth + 1, it)));
    }
    text
}

/// The reasons why the target `app` is volatile.
pub(super) fn reasons(host: &Memory) -> Vec<String> {
    keyed(host).volatile.into_iter().map(|it| it.reason).collect()
}
