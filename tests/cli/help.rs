//! The whole help of every command, for people to read in `snapshots/help`.

use insta::Settings;

use crate::support::Project;

macro_rules! helps {
    ($name:literal, $arguments:literal) => {
        let outcome = Project::new().run($arguments);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
        let mut settings = Settings::clone_current();
        settings.set_snapshot_path("../../snapshots/help");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!($name, outcome.stdout));
    };
}

#[test]
fn every_command_explains_itself() {
    helps!("bakewell", "--help");
    helps!("plan", "plan --help");
    helps!("build", "build --help");
    helps!("bake", "bake --help");
    helps!("graph", "graph --help");
    helps!("keys", "keys --help");
    helps!("why", "why --help");
    helps!("affected", "affected --help");
    helps!("check", "check --help");
    helps!("render", "render --help");
    helps!("list", "list --help");
    helps!("lock", "lock --help");
}

#[test]
fn help_is_also_a_command() {
    assert_eq!(Project::new().run("help plan").stdout, Project::new().run("plan --help").stdout);
    assert_eq!(Project::new().run("help").stdout, Project::new().run("--help").stdout);
}

#[test]
fn bare_bakewell_says_what_there_is() {
    let outcome = Project::new().run("");
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""));
    assert!(outcome.stderr.contains("Print the plan as JSON"), "{outcome}");
}
