//! The plan, templates filled in, given to `docker buildx bake -f - --print`: it gives the plan back.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::engine::buildx;
use crate::support::Project;

/// What buildx makes of a plan.
fn read_again(plan: &str, folder: &Path) -> Value {
    let command = buildx();
    let (program, first) = command.split_first().expect("a command");
    let mut child = Command::new(program)
        .args(first)
        .args(["bake", "-f", "-", "--print"])
        .current_dir(folder)
        .env("BUILDX_BAKE_ENTITLEMENTS_FS", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("buildx starts");
    child.stdin.take().expect("a pipe").write_all(plan.as_bytes()).expect("buildx reads");
    let output = child.wait_with_output().expect("buildx ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn comes_back(name: &str, plan: &str, folder: &Path) {
    let ours: Value = serde_json::from_str(plan).expect("our plan is JSON");
    similar(name, &ours, &read_again(plan, folder));
}

fn similar(name: &str, ours: &Value, theirs: &Value) {
    assert_eq!(format!("{ours:#}"), format!("{theirs:#}"), "{name}");
}

#[test]
fn the_plan_of_every_example_and_graph_comes_back() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in folders(&root.join("examples")).into_iter().chain(folders(&root.join("graphs"))) {
        let outcome = Project::new().run_in(&folder, "plan");
        assert_eq!(outcome.code, Some(0), "{outcome}");
        comes_back(&folder.display().to_string(), &outcome.stdout, &folder);
    }
}

fn folders(parent: &Path) -> Vec<PathBuf> {
    let found = fs::read_dir(parent).into_iter().flatten();
    let mut all: Vec<_> = found.map(|entry| entry.expect("a folder").path()).collect();
    all.retain(|path| path.is_dir());
    all.sort();
    all
}

#[test]
fn every_sign_comes_back() {
    let pieces = [
        "${",
        "%{",
        "$${",
        "%%{",
        "$$${",
        "$$$${",
        "%%%{",
        "$",
        "%",
        "$$",
        "%%",
        "${a}",
        "%{ if x }",
        "$%{",
        "%${",
        "\\",
        "\\n",
        "\"",
        "'",
        "\r\n",
        "\t",
        "<&>",
        "\u{e9}",
        "e\u{301}",
        "\u{2028}",
        "\u{1f98a}",
        "~}",
        "${~ a ~}",
        "<<EOF",
        "\u{7f}",
        "\u{feff}",
    ];
    let mut text = String::from("FROM scratch\n");
    for first in pieces {
        for second in pieces {
            text.extend(["{% raw %}", first, second, "{% endraw %}x\n"]);
        }
    }
    let project = Project::bake("target \"default\" {\n  dockerfile = \"Dockerfile.j2\"\n}\n")
        .file("Dockerfile.j2", &text);
    let outcome = project.run("plan");
    assert_eq!(outcome.code, Some(0), "{outcome}");
    comes_back("signs", &outcome.stdout, &project.path("."));
}
