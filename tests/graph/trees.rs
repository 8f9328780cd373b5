//! The tree for people.

use std::fmt::Write;

use super::{bake, draws, ran};

const SHOP: &str = r#"
group "default" {
  targets = ["tests", "docs", "app"]
}
target "system" {}
target "base" {
  contexts = { system = "target:system" }
}
target "tools" {
  contexts = { base = "target:base" }
}
target "app" {
  contexts = { base = "target:base", tools = "target:tools" }
}
target "tests" {
  contexts = { app = "target:app" }
}
target "docs" {
  contexts = { base = "target:base" }
}
target "other" {
  contexts = { system = "target:system" }
}
"#;

#[test]
fn a_tree_grows_from_its_roots() {
    draws!(bake(SHOP), "graph", @r"
    system
    └── base  context system
        ├── docs  context base
        ├── tools  context base
        │   └── app  context tools
        │       └── tests  context app
        └── app (above, 1 below)  context base

    6 targets, 1 root, 2 leaves, 5 waves
    ");
}

#[test]
fn or_from_its_leaves() {
    draws!(bake(SHOP), "graph --from leaves", @r"
    docs
    └── base  context base
        └── system  context system
    tests
    └── app  context app
        ├── base (above, 1 below)  context base
        └── tools  context tools
            └── base (above, 1 below)  context base

    6 targets, 1 root, 2 leaves, 5 waves
    ");
}

#[test]
fn what_is_wanted_is_drawn_with_what_it_needs() {
    draws!(bake(SHOP), "graph tools docs", @r"
    system
    └── base  context system
        ├── docs  context base
        └── tools  context base

    4 targets, 1 root, 2 leaves, 3 waves
    ");
    draws!(bake(SHOP), "graph app --depth 1", @r"
    base
    ├── tools  context base
    │   └── app  context tools
    └── app  context base

    3 targets, 1 root, 1 leaf, 3 waves
    ");
}

#[test]
fn colours_are_for_terminals() {
    assert!(ran(&bake(SHOP), "graph", true).contains("\u{1b}[2m└── \u{1b}[0mbase"));
    assert!(!ran(&bake(SHOP), "graph", false).contains('\u{1b}'));
    assert!(ran(&bake(SHOP), "graph --color always", false).contains('\u{1b}'));
    assert!(!ran(&bake(SHOP), "graph --color never", true).contains('\u{1b}'));
}

#[test]
fn a_name_that_would_steer_the_terminal_does_not() {
    let text =
        "target \"a\" {}\ntarget \"default\" {\n contexts = { \"x\\u001b[31m\" = \"target:a\" }\n}";
    assert!(!ran(&bake(text), "graph", false).contains('\u{1b}'));
}

/// Targets that each stand on the one before; the last is the default.
fn chain(count: usize) -> String {
    let mut text = "target \"t0\" {}\n".to_owned();
    for link in 1..count {
        let below = link - 1;
        let name = if link + 1 == count { "default".to_owned() } else { format!("t{link}") };
        writeln!(text, "target \"{name}\" {{\n contexts = {{ b = \"target:t{below}\" }}\n}}")
            .expect("strings take text");
    }
    text
}

#[test]
fn a_deep_tree_goes_on_at_the_margin() {
    let drawn = ran(&bake(&chain(120)), "graph", false);
    let widest = drawn.lines().map(|line| line.chars().count()).max();
    assert!(widest < Some(250), "{widest:?}");
    let margin: Vec<&str> = drawn.lines().filter(|line| line.starts_with('t')).collect();
    assert_eq!(margin, ["t0", "t48 (continued)", "t96 (continued)"]);
    let left: Vec<&str> = drawn.lines().filter(|line| line.contains("continued below")).collect();
    assert_eq!(left.len(), 2);
    assert!(drawn.ends_with("120 targets, 1 root, 1 leaf, 120 waves\n"), "{drawn}");
}

#[test]
fn what_is_below_a_shared_node_is_counted_once() {
    let text = r#"
group "default" { targets = ["a", "b"] }
target "a" {
  contexts = { l = "target:l", r = "target:r" }
}
target "b" {
  contexts = { l = "target:l", r = "target:r" }
}
target "l" {
  contexts = { x = "target:x" }
}
target "r" {
  contexts = { l = "target:l", x = "target:x" }
}
target "x" {}
"#;
    draws!(bake(text), "graph --from leaves", @r"
    a
    ├── l  context l
    │   └── x  context x
    └── r  context r
        ├── x  context x
        └── l (above, 1 below)  context l
    b
    ├── l (above, 1 below)  context l
    └── r (above, 2 below)  context r

    5 targets, 1 root, 2 leaves, 4 waves
    ");
}

const GATED: &str = r#"
group "variants" {
  targets = ["app-a", "app-b"]
}
target "base" {}
target "app" {
  name     = "app-${v}"
  matrix   = { v = ["a", "b"] }
  contexts = { base = "target:base" }
}
task "smoke" {
  name    = "smoke-${v}"
  matrix  = { v = ["a", "b"] }
  image   = "app-${v}"
  command = ["./smoke.sh", v]
}
promote "latest" {
  target = "app-a"
  tags   = ["example.org/app:latest"]
  needs  = ["smoke", "variants"]
}
target "site" {
  needs = ["latest"]
}
"#;

#[test]
fn tasks_and_promotions_stand_among_the_targets() {
    draws!(bake(GATED), "graph site", @r"
    base
    ├── app-a  context base
    │   ├── smoke-a [task]  image
    │   │   └── latest [promotion]  needs
    │   │       └── site  needs
    │   └── latest [promotion] (above, 1 below)  promotes; needs
    └── app-b  context base
        ├── smoke-b [task]  image
        │   └── latest [promotion] (above, 1 below)  needs
        └── latest [promotion] (above, 1 below)  needs

    4 targets, 2 tasks, 1 promotion, 1 root, 1 leaf, 5 waves
    ");
    draws!(bake(GATED), "graph site --from leaves", @r"
    site
    └── latest [promotion]  needs
        ├── app-a  promotes; needs
        │   └── base  context base
        ├── app-b  needs
        │   └── base  context base
        ├── smoke-a [task]  needs
        │   └── app-a (above, 1 below)  image
        └── smoke-b [task]  needs
            └── app-b (above, 1 below)  image

    4 targets, 2 tasks, 1 promotion, 1 root, 1 leaf, 5 waves
    ");
    draws!(bake(GATED), "graph smoke --only v=b", @r"
    base
    └── app-b  context base
        └── smoke-b [task]  image

    2 targets, 1 task, 1 root, 1 leaf, 3 waves
    ");
}

#[test]
fn what_needs_a_target_is_found_in_all_the_definitions() {
    draws!(bake(SHOP), "graph tools --up", @r"
    tools
    └── app  context tools
        └── tests  context app

    3 targets, 1 root, 1 leaf, 3 waves
    ");
    draws!(bake(SHOP), "graph system --up --depth 1", @r"
    system
    ├── base  context system
    └── other  context system

    3 targets, 1 root, 2 leaves, 2 waves
    ");
    draws!(bake(SHOP), "graph tools --up --down --depth 1", @r"
    base
    ├── tools  context base
    │   └── app  context tools
    └── app  context base

    3 targets, 1 root, 1 leaf, 3 waves
    ");
    draws!(bake(GATED), "graph app-b --up", @r"
    app-b
    ├── smoke-b [task]  image
    │   └── latest [promotion]  needs
    │       └── site  needs
    └── latest [promotion] (above, 1 below)  needs

    2 targets, 1 task, 1 promotion, 1 root, 1 leaf, 4 waves
    ");
}

#[test]
fn what_is_wrong_elsewhere_does_not_matter_to_what_needs_a_target() {
    let text = "target \"a\" {}\ntarget \"b\" {\n contexts = { a = \"target:a\", x = \"target:nope\" }\n secret = [\"id=s,src=nope\"]\n}";
    draws!(bake(text), "graph a --up", @r"
    a
    └── b  context a

    2 targets, 1 root, 1 leaf, 2 waves
    ");
}

#[test]
fn a_circle_through_all_kinds_is_told_edge_by_edge() {
    let text = r#"
target "app" {
  contexts = { base = "target:base" }
}
target "base" {
  needs = ["latest"]
}
task "smoke" {
  image   = "app"
  command = ["true"]
}
promote "latest" {
  target = "app"
  tags   = ["example.org/app:latest"]
  needs  = ["smoke"]
}
"#;
    draws!(bake(text), "graph app", @r#"
    exit 2
    error: 2 targets and 1 promotion need each other: `app` → `base` → `latest` → `app`
       ╭─[docker-bake.hcl:3:23]
     2 │ target "app" {
     3 │   contexts = { base = "target:base" }
       ·                       ──────┬──────
       ·                             ╰── `app` has `base` as context `base`
     4 │ }
     5 │ target "base" {
     6 │   needs = ["latest"]
       ·            ────┬───
       ·                ╰── `base` needs `latest`
     7 │ }
       ╰────
        ╭─[docker-bake.hcl:13:12]
     12 │ promote "latest" {
     13 │   target = "app"
        ·            ──┬──
        ·              ╰── `latest` promotes `app`
     14 │   tags   = ["example.org/app:latest"]
        ╰────
      = hint: take one of them away

    1 error
    "#);
}
