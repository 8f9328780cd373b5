//! What goes where, and how it looks.

use insta::assert_snapshot;

use crate::support::Project;

#[test]
fn a_plan_goes_to_standard_output() {
    let project = Project::bake("target \"default\" {\n  tags = [\"app\"]\n}\n");
    assert_snapshot!(project.run("plan"), @r#"
    exit 0
    --- stdout
    {
      "group": {
        "default": {
          "targets": [
            "default"
          ]
        }
      },
      "target": {
        "default": {
          "context": ".",
          "dockerfile": "Dockerfile",
          "tags": [
            "app"
          ]
        }
      }
    }
    "#);
    assert_eq!(project.run("bake --print").stdout, project.run("plan").stdout);
}

#[test]
fn colours_are_for_those_who_ask() {
    let project = Project::new();
    assert!(!project.run("plan").stderr.contains('\x1b'));
    assert!(project.run("plan --color=always").stderr.contains("\x1b[1;31merror:\x1b[0m"));
    assert!(project.env("NO_COLOR", "1").run("plan --color always").stderr.contains('\x1b'));
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let outcome = Project::new().shell("$BAKEWELL --help | true; echo ${PIPESTATUS[0]}");
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("0\n", ""));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error() {
    let project = Project::bake("target \"default\" {}\n");
    assert_snapshot!(project.shell("$BAKEWELL plan > /dev/full"), @r"
    exit 2
    --- stderr
    error: cannot write: No space left on device (os error 28)

    1 error
    ");
}

#[test]
fn strict_makes_errors_of_warnings() {
    let project = Project::bake("target \"default\" {\n  plattforms = []\n}\n");
    let (lenient, strict) = (project.run("plan"), project.run("plan --strict"));
    assert_eq!((lenient.code, strict.code), (Some(0), Some(2)));
    assert!(lenient.stderr.starts_with("warning[unknown-attribute]:"), "{lenient}");
    assert!(strict.stderr.starts_with("error[unknown-attribute]:"), "{strict}");
    assert_eq!(strict.stdout, "");
}
