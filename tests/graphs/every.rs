//! What holds for every graph, as it is without any variable.

use std::fs;
use std::path::Path;

use insta::Settings;
use serde_json::Value;
use tempfile::TempDir;

use super::{graphs, json, printed};
use crate::support::Project;

/// What bakewell says in a folder when all is well.
fn said(folder: &Path, line: &str) -> String {
    let outcome = Project::new().run_in(folder, line);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{line}: {outcome}");
    outcome.stdout
}

fn kept(graph: &str, name: &str, text: &str) {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path(format!("../../snapshots/graphs/{graph}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn each_is_explained_planned_drawn_and_linted() {
    let all = graphs();
    assert!(!all.is_empty());
    for (name, folder) in all {
        assert!(folder.join("README.md").exists(), "{name} has no README");
        kept(&name, "plan", &said(&folder, "plan --strict"));
        kept(&name, "graph", &said(&folder, "graph --strict"));
        kept(&name, "check", &said(&folder, "check --strict --format json"));
    }
}

#[test]
fn what_a_readme_shows_can_be_typed() {
    for (name, folder) in graphs() {
        let readme = fs::read_to_string(folder.join("README.md")).expect("there is a README");
        let shown = readme.lines().filter_map(|line| line.strip_prefix("$ "));
        let lines: Vec<_> = shown.filter(|line| !builds(line)).collect();
        assert!(!lines.is_empty(), "the README of {name} shows nothing");
        let script = format!(
            "set -e; bakewell() {{ \"$BAKEWELL\" \"$@\"; }}; cd '{}'\n{}",
            folder.display(),
            lines.join("\n")
        );
        let outcome = Project::new().shell(&script);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{name}: {outcome}");
    }
}

/// Whether a line needs an engine.
fn builds(line: &str) -> bool {
    line.contains("bakewell build") || line.contains("docker")
}

#[test]
fn docker_buildx_reads_the_same_file() {
    for (name, folder) in graphs() {
        let mut ours = json(&said(&folder, "plan"));
        let mut theirs = printed(&folder, &[], &[]);
        forget_templates(&mut ours);
        sort_groups(&mut ours);
        sort_groups(&mut theirs);
        assert_eq!(format!("{ours:#}"), format!("{theirs:#}"), "{name}");
    }
}

#[test]
fn docker_buildx_gives_every_plan_back() {
    for (name, folder) in graphs() {
        let plan = said(&folder, "plan");
        let file = TempDir::new().expect("a folder");
        let path = file.path().join("plan.json");
        fs::write(&path, &plan).expect("a file can be written");
        let again = printed(&folder, &["-f", path.to_str().expect("a path")], &[]);
        assert_eq!(format!("{:#}", json(&plan)), format!("{again:#}"), "{name}");
    }
}

/// Takes out of a plan what only bakewell can say: the Dockerfiles that templates give.
fn forget_templates(plan: &mut Value) {
    let targets = plan["target"].as_object_mut().expect("a plan has targets");
    for target in targets.values_mut().filter_map(Value::as_object_mut) {
        let file = target["dockerfile"].as_str().unwrap_or_default();
        if [".jinja", ".j2"].iter().any(|suffix| file.ends_with(suffix)) {
            assert!(target.remove("dockerfile-inline").is_some(), "a template is filled in");
        }
    }
}

/// buildx goes through a matrix with several axes in an order that differs from run to run.
fn sort_groups(plan: &mut Value) {
    let groups = plan["group"].as_object_mut().expect("a plan has groups");
    for members in groups.values_mut().filter_map(|group| group["targets"].as_array_mut()) {
        members.sort_by_key(ToString::to_string);
    }
}
