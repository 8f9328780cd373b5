//! Changes whose outcome is told with them: what the engine has no part in, such as tasks, rules
//! that are chosen, and what makes a node volatile.

use std::collections::BTreeSet;

use tempfile::TempDir;

use super::change::Change;
use super::keyed::keys;
use super::project::Project;

/// Makes each change to the project, and compares which keys changed and which nodes are volatile
/// then with what is told.
pub(super) fn check(project: &Project) {
    let faults: Vec<String> =
        project.changes.iter().flat_map(|change| faults(project, change)).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

fn faults(project: &Project, change: &Change) -> Vec<String> {
    let options: Vec<&str> = project.options.iter().map(String::as_str).collect();
    let folder = TempDir::new().expect("a folder for the project");
    project.tree.write(folder.path());
    let before = keys(folder.path(), None, &options);
    change.apply(folder.path());
    let after = keys(folder.path(), Some(change), &options);
    let changed = after
        .iter()
        .filter(|(name, key)| before.get(*name).is_some_and(|before| before.digest != key.digest));
    let volatile = after.iter().filter(|(_, key)| !key.volatile.is_empty());
    let told = |what: &str, found: BTreeSet<&String>, told: &BTreeSet<String>| {
        let told: BTreeSet<&String> = told.iter().collect();
        let place = format!("{}: {}", project.name, change.name);
        (found != told).then(|| format!("{place}: {what} {found:?}, and told is {told:?}"))
    };
    let found = [
        told("changed are", changed.map(|(name, _)| name).collect(), &change.changes),
        told("volatile are", volatile.map(|(name, _)| name).collect(), &change.volatile),
    ];
    found.into_iter().flatten().collect()
}
