use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use super::{Change, FileHow, What, difference};
use crate::context::{Picked, PickedFile, PickedKind};
use crate::digest::Digest;
use crate::graph::Kind;
use crate::keys::{Input, InputValue, Keyed};
use crate::text::Text;

fn text(label: &str, text: &str) -> Input {
    Input::text(label, "text", text)
}

fn group(label: &str, inputs: &[Input]) -> Input {
    Input::group(label, "group", inputs.to_vec())
}

fn other(name: &str, key: &str) -> Input {
    let label = format!("FROM {name}").into();
    Input { label, digest: Digest::of(key.as_bytes()), value: InputValue::Node(name.into()) }
}

/// Files: path, content, permissions.
fn files(label: &str, files: &[(&str, &str, u32)]) -> Input {
    let file = |(path, content, mode): &(&str, &str, u32)| {
        let kind = match content.strip_prefix("-> ") {
            Some(to) => PickedKind::Link(to.into()),
            None => PickedKind::File { content: Digest::of(content.as_bytes()), size: 1 },
        };
        PickedFile { path: (*path).into(), kind, mode: Some(*mode), attributes: None }
    };
    let digest = Digest::of(format!("{files:?}").as_bytes());
    let picked = Picked::new(digest, files.iter().map(file).collect());
    Input { label: label.into(), digest, value: InputValue::Files(Arc::new(picked)) }
}

fn keyed(inputs: &[Input]) -> Keyed {
    let key = group("", inputs).digest;
    let (volatile, floating, ignored) = (Vec::new(), Vec::new(), Vec::new());
    Keyed { kind: Kind::Target, key, inputs: inputs.to_vec(), volatile, floating, ignored }
}

/// What has changed in `app`, a line each, where nodes are given by name.
fn changed(before: &[(&str, &[Input])], after: &[(&str, &[Input])]) -> String {
    let nodes = |nodes: &[(&str, &[Input])]| -> BTreeMap<Text, Keyed> {
        nodes.iter().map(|(name, inputs)| ((*name).into(), keyed(inputs))).collect()
    };
    let mut lines = String::new();
    for (name, changes) in difference(&"app".into(), &nodes(before), &nodes(after)).nodes {
        tell(&name, &changes, &mut lines);
    }
    lines
}

fn tell(path: &str, changes: &[Change], lines: &mut String) {
    for Change { label, what } in changes {
        let path = format!("{path} / {label}");
        let line = match what {
            What::Parts(parts) => {
                tell(&path, parts, lines);
                continue;
            }
            What::Files(files) => {
                let shown = files.iter().map(|file| match file.how {
                    FileHow::Mode { before, after } => {
                        let mode = |mode: Option<u32>| mode.unwrap_or_default();
                        format!("{} {:o} {:o}", file.path, mode(before), mode(after))
                    }
                    _ => format!("{} {:?}", file.path, file.how),
                });
                shown.collect::<Vec<_>>().join(", ")
            }
            what => format!("{what:?}"),
        };
        let _infallible = writeln!(lines, "{path}: {line}");
    }
}

#[test]
fn things_are_compared_by_name() {
    let before = [text("arg A", "1"), text("arg B", "1"), text("arg C", "1"), text("RUN x", "x")];
    let after = [text("arg A", "2"), text("arg C", "1"), text("arg D", "1"), text("RUN y", "y")];
    insta::assert_snapshot!(changed(&[("app", &before)], &[("app", &after)]), @r#"
    app / arg A: Said { before: "1", after: "2" }
    app / arg B: Removed(Some("1"))
    app / arg D: Added(Some("1"))
    app / RUN y: Said { before: "x", after: "y" }
    "#);
}

#[test]
fn a_stage_with_another_name_or_number_is_the_same() {
    let stages = |first: &str, second: &str, text_of_it: &str| {
        [group(first, &[text("RUN a", "a")]), group(second, &[text("RUN b", text_of_it)])]
    };
    let before = stages("stage 0", "stage 1", "b");
    let after = [group("stage 0", &[text("RUN n", "n")])];
    let after = [after.as_slice(), &stages("stage 1", "stage 2", "b")].concat();
    insta::assert_snapshot!(changed(&[("app", &before)], &[("app", &after)]), @"app / stage 0: Added(None)");
    let after = stages("stage first", "stage 1", "c");
    insta::assert_snapshot!(changed(&[("app", &before)], &[("app", &after)]), @r#"app / stage 1 / RUN b: Said { before: "b", after: "c" }"#);
}

#[test]
fn files_are_compared_by_path() {
    let before = [files(
        "COPY",
        &[("a", "1", 0o644), ("b", "1", 0o644), ("c", "1", 0o644), ("d", "1", 0o644)],
    )];
    let after = [files(
        "COPY",
        &[("b", "2", 0o755), ("c", "1", 0o755), ("d", "-> c", 0o777), ("e", "1", 0o644)],
    )];
    insta::assert_snapshot!(changed(&[("app", &before)], &[("app", &after)]), @"app / COPY: a Removed, b Content, c 644 755, d Kind, e Added");
}

#[test]
fn other_nodes_are_followed_once() {
    let then: [(&str, &[Input]); 4] = [
        ("app", &[other("one", "1"), other("two", "1"), other("gone", "1")]),
        ("one", &[other("two", "1")]),
        ("two", &[text("arg A", "1")]),
        ("gone", &[]),
    ];
    let now: [(&str, &[Input]); 3] = [
        ("app", &[other("one", "2"), other("two", "2"), text("FROM gone", "gone")]),
        ("one", &[other("two", "2")]),
        ("two", &[text("arg A", "2")]),
    ];
    insta::assert_snapshot!(changed(&then, &now), @r#"
    app / FROM one: Node("one")
    app / FROM two: Node("two")
    app / FROM gone: Said { before: "target gone", after: "gone" }
    one / FROM two: Node("two")
    two / arg A: Said { before: "1", after: "2" }
    "#);
}

#[test]
fn what_only_follows_from_something_else_is_left_out() {
    let follows =
        |key: &str| Input { digest: Digest::of(key.as_bytes()), ..text("FROM stage 0", "stage 0") };
    let before =
        [group("stage 0", &[text("RUN a", "a")]), follows("1"), other("x", "1"), other("x", "2")];
    let after =
        [group("stage 0", &[text("RUN b", "b")]), follows("2"), other("x", "3"), other("x", "4")];
    insta::assert_snapshot!(changed(&[("app", &before)], &[("app", &after)]), @r#"
    app / stage 0 / RUN b: Said { before: "a", after: "b" }
    app / FROM x: Node("x")
    "#);
    insta::assert_snapshot!(changed(&[("app", &[follows("1")])], &[("app", &[follows("2")])]), @"app / FROM stage 0: Otherwise");
}

#[test]
fn order_counts() {
    let (a, b) = (text("RUN a", "a"), text("RUN b", "b"));
    let (before, after) = ([a.clone(), b.clone()], [b, a]);
    insta::assert_snapshot!(changed(&[("app", &before)], &[("app", &after)]), @"app / RUN b: Order");
    assert_eq!(changed(&[("app", &before)], &[("app", &before)]), "");
}
