//! Every example is planned, and its plan kept in `snapshots/examples`.

use std::fs;
use std::path::Path;

use insta::Settings;

use crate::support::Project;

#[test]
fn every_example_has_a_plan() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path("../snapshots/examples");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut folders: Vec<_> = fs::read_dir(examples).unwrap().map(|found| found.unwrap()).collect();
    folders.sort_by_key(fs::DirEntry::file_name);
    for folder in folders {
        let name = folder.file_name().into_string().unwrap();
        assert!(folder.path().join("README.md").exists(), "{name} has no README");
        let outcome = Project::new().run_in(&folder.path(), "plan --strict");
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{name}: {outcome}");
        settings.bind(|| insta::assert_snapshot!(name, outcome.stdout));
    }
}
