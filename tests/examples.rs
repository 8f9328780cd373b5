//! Every example is planned and drawn: its plan is kept in `snapshots/examples`, its graph in
//! `snapshots/graph`.

use std::fs;
use std::path::Path;

use insta::Settings;

use crate::support::Project;

/// Runs a line in the folder of each example: name and standard output.
fn outcomes(line: &str) -> Vec<(String, String)> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut folders: Vec<_> = fs::read_dir(examples).unwrap().map(|found| found.unwrap()).collect();
    folders.sort_by_key(fs::DirEntry::file_name);
    let mut all = Vec::new();
    for folder in folders {
        let name = folder.file_name().into_string().unwrap();
        assert!(folder.path().join("README.md").exists(), "{name} has no README");
        let outcome = Project::new().run_in(&folder.path(), line);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{name}: {outcome}");
        all.push((name, outcome.stdout));
    }
    all
}

fn settings(folder: &str) -> Settings {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path(format!("../snapshots/{folder}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

/// Keys in it are those of a checkout under any umask.
#[test]
fn every_example_has_a_plan() {
    for (name, plan) in outcomes("plan --strict --modes git") {
        settings("examples").bind(|| insta::assert_snapshot!(name, plan));
    }
}

#[test]
fn every_example_has_a_graph() {
    for (name, graph) in outcomes("graph --strict") {
        settings("graph").bind(|| insta::assert_snapshot!(name, graph));
    }
}
