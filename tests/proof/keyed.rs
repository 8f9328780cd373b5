//! What bakewell says: the key of each node.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::built::ENVIRONMENT;
use super::change::Change;
use crate::engine::Ran;

/// The key of a node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Key {
    pub(super) digest: String,
    /// Why the key says nothing, if it does not.
    pub(super) volatile: Vec<String>,
}

/// The keys of the default group and of all that it needs, with the change's variables and
/// overrides.
pub(super) fn keys(
    folder: &Path,
    change: Option<&Change>,
    options: &[&str],
) -> BTreeMap<String, Key> {
    let ran = bakewell(folder, change, &[&["keys", "--json"], options].concat());
    assert!(ran.success, "{}", ran.text);
    read(&ran.stdout)
}

/// Runs bakewell on a project, with the change's variables and overrides.
pub(super) fn bakewell(folder: &Path, change: Option<&Change>, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bakewell"));
    command.env_clear().env("PATH", "/usr/bin:/bin").env("HOME", "/nonexistent");
    command.args(arguments).current_dir(folder).envs(ENVIRONMENT.iter().copied());
    if let Some(change) = change {
        command.envs(change.environment());
        command.args(change.overrides().flat_map(|text| ["--set", text]));
    }
    Ran::of(&mut command)
}

fn read(said: &str) -> BTreeMap<String, Key> {
    let said: Value = serde_json::from_str(said).expect("keys are JSON");
    let nodes = said["nodes"].as_object().expect("there are nodes");
    let key = |node: &Value| Key {
        digest: node["key"].as_str().unwrap_or_default().to_owned(),
        volatile: node["volatile"]
            .as_array()
            .map(|all| all.iter().map(reason).collect())
            .unwrap_or_default(),
    };
    nodes.iter().map(|(name, node)| (name.clone(), key(node))).collect()
}

fn reason(volatile: &Value) -> String {
    volatile["reason"].as_str().unwrap_or_default().to_owned()
}
