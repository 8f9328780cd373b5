//! The ready-made trees of `graphs/`: planned, drawn, read by docker buildx, and built.

mod built;
mod every;
mod tree;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::engine::buildx;

/// The folders of all graphs, by name.
fn graphs() -> Vec<(String, PathBuf)> {
    let parent = Path::new(env!("CARGO_MANIFEST_DIR")).join("graphs");
    let folders = std::fs::read_dir(parent).expect("the graphs are there");
    let mut all: Vec<_> = folders
        .map(|entry| entry.expect("a folder"))
        .map(|entry| (entry.file_name().into_string().expect("a name"), entry.path()))
        .collect();
    all.sort();
    all
}

/// What `docker buildx bake --print` says in a folder, with variables of the environment.
fn printed(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Value {
    let command = buildx();
    let (program, first) = command.split_first().expect("a command has a program");
    let mut command = Command::new(program);
    let home = TempDir::new().expect("a home");
    let path = std::env::var_os("PATH").unwrap_or_default();
    command.env_clear().env("PATH", path).env("HOME", home.path());
    command.env("BUILDX_BAKE_ENTITLEMENTS_FS", "0");
    command.args(first).args(["bake", "--print"]).args(arguments);
    let output = command.envs(environment.iter().copied()).current_dir(folder).output();
    let output = output.expect("docker buildx starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "docker buildx refuses {}:\n{said}", folder.display());
    json(&String::from_utf8_lossy(&output.stdout))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("a plan is JSON")
}
