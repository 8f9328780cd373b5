//! Lists, to the byte as bake prints them.

use crate::support::Project;

const SHOP: &str = r#"
variable "TAG" {
  default     = "dev"
  description = "The tag"
}
variable "REGISTRIES" {
  type    = list(string)
  default = ["example.org"]
}
group "default" {
  targets = ["worker", "web"]
}
target "web" {
  description = "The web server"
}
target "worker" {}
target "_common" {}
"#;

#[test]
fn targets_are_listed() {
    let table = "TARGET\tDESCRIPTION\ndefault\tweb, worker\nweb\tThe web server\nworker\t\n";
    for arguments in ["list", "list targets", "bake --list=targets", "bake --list type=targets"] {
        let outcome = Project::bake(SHOP).run(arguments);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(0), table), "{outcome}");
    }
}

#[test]
fn a_group_with_the_name_of_a_matrix_is_listed_beside_it() {
    let text = r#"
group "t" {
  targets = ["t-1"]
}
target "t" {
  name   = "t-${n}"
  matrix = { n = [1, 2] }
}
"#;
    let table = "TARGET\tDESCRIPTION\nt\tt-1\nt\tt-1, t-2\nt-1\t\nt-2\t\n";
    assert_eq!(Project::bake(text).run("bake --list=targets").stdout, table);
}

/// Up to twelve entries the target is first. The table is the reference's.
#[test]
fn a_target_and_a_group_of_one_name_are_in_the_order_of_bake() {
    let both = |name| format!("target \"{name}\" {{}}\ngroup \"{name}\" {{ targets = [\"x\"] }}\n");
    let text = ["g", "f", "e", "d", "c", "b", "a"].map(both).concat();
    let table = "TARGET\tDESCRIPTION\na\t\na\tx\nb\tx\nb\t\nc\tx\nc\t\nd\t\nd\tx\ne\tx\n\
                 e\t\nf\tx\nf\t\ng\tx\ng\t\n";
    assert_eq!(Project::bake(&text).run("bake --list=targets").stdout, table);
}

#[test]
fn variables_are_listed() {
    let table = "VARIABLE\tTYPE\t\tVALUE\t\tDESCRIPTION\n\
                 REGISTRIES\tlist of string\t[\"example.org\"]\t\n\
                 TAG\t\t\t\tdev\t\tThe tag\n";
    let outcome = Project::bake(SHOP).run("list variables --var TAG=dev");
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(0), table), "{outcome}");
    assert_eq!(Project::bake(SHOP).run("bake --list=variables").stdout, table);
}

#[test]
fn programs_get_json() {
    let project = Project::bake(SHOP);
    let outcome = project.run("bake --list=type=targets,format=json");
    assert_eq!(outcome.stdout, project.run("list --format=json").stdout);
    insta::assert_snapshot!(outcome, @r#"
    exit 0
    --- stdout
    [
      {
        "name": "default",
        "description": "web, worker",
        "group": true
      },
      {
        "name": "web",
        "description": "The web server"
      },
      {
        "name": "worker"
      }
    ]
    "#);
}

#[test]
fn the_old_flags_say_that_they_are_old() {
    let project = Project::bake(SHOP);
    let outcome = project.run("bake --list-targets");
    assert_eq!(outcome.stdout, project.run("list").stdout);
    insta::assert_snapshot!(outcome.stderr, @r"
    warning: `--list-targets` is deprecated
       ╭─[command line:1:15]
     1 │ bakewell bake --list-targets
       ·               ──────────────
       ╰────
      = hint: write `--list=targets`

    1 warning
    ");
    assert_eq!(project.run("bake --list-targets --strict").code, Some(2));
}
