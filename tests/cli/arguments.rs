//! Arguments that are refused before anything is read.

use insta::assert_snapshot;

use crate::support::Project;

#[test]
fn an_unknown_flag_is_an_error_with_the_nearest() {
    assert_snapshot!(Project::new().run("bake --prnit"), @r"
    exit 2
    --- stderr
    error: there is no flag `--prnit`
       ╭─[command line:1:15]
     1 │ bakewell bake --prnit
       ·               ───────
       ╰────
      = hint: did you mean `--print`?

    1 error
    ");
}

#[test]
fn flags_of_other_commands_are_told_as_they_are_written_here() {
    let hint = |typed: &str| {
        let outcome = Project::new().run(typed);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{outcome}");
        let hints = outcome.stderr.lines().filter_map(|line| line.strip_prefix("  = hint: "));
        hints.collect::<Vec<_>>().join("; ")
    };
    assert_eq!(hint("plan -t x:1"), "targets have it: write `--set '*.tags=VALUE'`");
    assert_eq!(hint("plan --output=x"), "targets have it: write `--set '*.output=VALUE'`");
    assert_eq!(hint("plan --list"), "write `bakewell list`");
    assert_eq!(hint("plan --print"), "`bakewell plan` prints the plan without it");
    assert_eq!(hint("build --print"), "write `bakewell plan`");
    assert_eq!(hint("plan --verbose"), "`bakewell plan --help` names all");
    assert_eq!(hint("--verbose"), "`bakewell --help` names all");
    assert_eq!(hint("lst"), "did you mean `list`?");
    assert_eq!(hint("build --builder"), "write `--builder NAME`");
    assert_eq!(hint("plan --color alway"), "did you mean `always`?");
    assert_eq!(hint("--vars X=1 plan"), "did you mean `--var`?");
    assert_eq!(hint("--strict plan"), "write it after the command: `bakewell plan --strict`");
    assert_eq!(hint("list targets x"), "`bakewell list --help` says what it takes");
    assert_eq!(hint("plan --color bad --color auto"), "there is `auto`, `always` and `never`");
    assert_eq!(hint("plan --strict=no"), "there is `true` and `false`");
}

#[test]
fn what_is_no_command_may_be_a_target() {
    assert_snapshot!(Project::new().run("app"), @r"
    exit 2
    --- stderr
    error: there is no command `app`
       ╭─[command line:1:10]
     1 │ bakewell app
       ·          ───
       ╰────
      = hint: there is `plan`, `build`, `bake`, `graph`, `keys`, `affected`, `why`, `check`, `render`, `list` and `lock`
      = hint: if `app` is a target, write `bakewell plan app`

    1 error
    ");
}

#[test]
fn flags_alone_are_no_command() {
    assert_snapshot!(Project::new().run("--color auto"), @r#"
    exit 2
    --- stderr
    error: a command is missing
       ╭─[command line:1:1]
     1 │ bakewell --color auto
       · ─────────────────────
       ╰────
      = hint: there is `plan`, `build`, `bake`, `graph`, `keys`, `affected`, `why`, `check`, `render`, `list` and `lock`

    1 error
    "#);
}

#[test]
fn a_value_of_a_wrong_form_is_told_with_the_flag() {
    assert_snapshot!(Project::new().run("plan --matrix-limit -3"), @r"
    exit 2
    --- stderr
    error: `--matrix-limit` takes a whole number
       ╭─[command line:1:15]
     1 │ bakewell plan --matrix-limit -3
       ·               ───────┬──────
       ·                      ╰── `-3` is none
       ╰────
      = hint: write `--matrix-limit NUMBER`

    1 error
    ");
    assert_snapshot!(Project::new().run("plan app -f"), @r"
    exit 2
    --- stderr
    error: `--file` needs a value
       ╭─[command line:1:19]
     1 │ bakewell plan app -f
       ·                   ──
       ╰────
      = hint: write `--file FILE`

    1 error
    ");
}

#[test]
fn every_flag_that_is_wrong_is_told_in_order() {
    assert_snapshot!(Project::new().run("list --frmat json --color=bad --strict=no --frmat x -f"), @r#"
    exit 2
    --- stderr
    error: there is no flag `--frmat`
       ╭─[command line:1:15]
     1 │ bakewell list --frmat json --color=bad --strict=no --frmat x -f
       ·               ───────
       ╰────
      = hint: did you mean `--format`?

    error: `--color` cannot be `bad`
       ╭─[command line:1:28]
     1 │ bakewell list --frmat json --color=bad --strict=no --frmat x -f
       ·                            ───────────
       ╰────
      = hint: there is `auto`, `always` and `never`

    error: `--strict` cannot be `no`
       ╭─[command line:1:40]
     1 │ bakewell list --frmat json --color=bad --strict=no --frmat x -f
       ·                                        ───────────
       ╰────
      = hint: there is `true` and `false`

    error: there is no flag `--frmat`
       ╭─[command line:1:52]
     1 │ bakewell list --frmat json --color=bad --strict=no --frmat x -f
       ·                                                    ───────
       ╰────
      = hint: did you mean `--format`?

    error: `--file` needs a value
       ╭─[command line:1:62]
     1 │ bakewell list --frmat json --color=bad --strict=no --frmat x -f
       ·                                                              ──
       ╰────
      = hint: write `--file FILE`

    5 errors
    "#);
}

/// Without the flag, its value is taken for what may be listed.
#[test]
fn what_follows_from_a_flag_that_is_wrong_is_not_told() {
    let outcome = Project::new().run("affected --sinc main");
    assert_eq!(outcome.stderr.matches("error: ").count(), 1, "{outcome}");
    let outcome = Project::new().run("list --frmat json");
    assert_eq!(outcome.stderr.matches("error: ").count(), 1, "{outcome}");
}

#[test]
fn of_very_many_flags_that_are_wrong_a_hundred_are_told() {
    let outcome = Project::new().run(&format!("plan {}", "--x ".repeat(10_000)));
    assert!(outcome.stderr.ends_with("100 errors\n"), "{outcome}");
    let outcome = Project::new().run(&format!("list targets {}", "x ".repeat(10_000)));
    assert!(outcome.stderr.ends_with("1 error\n"), "{outcome}");
}

#[test]
fn a_definition_elsewhere_is_not_supported() {
    assert_snapshot!(Project::new().run("bake --print https://github.com/u/r.git#main app"), @r"
    exit 2
    --- stderr
    error: definitions are not fetched from elsewhere: this is not supported
       ╭─[command line:1:23]
     1 │ bakewell bake --print https://github.com/u/r.git#main app
       ·                       ───────────────────────────────
       ╰────
      = hint: fetch it (`git clone`, `curl`) and run bakewell in that folder

    1 error
    ");
}

#[test]
fn a_plan_and_a_list_exclude_each_other() {
    assert_snapshot!(Project::bake("").run("bake --list=targets --print"), @r"
    exit 2
    --- stderr
    error: a plan and a list cannot be printed at once
       ╭─[command line:1:15]
     1 │ bakewell bake --list=targets --print
       ·               ────────────── ───────
       ╰────
      = hint: leave out `--print` or `--list`

    1 error
    ");
}

#[test]
fn what_can_be_listed_is_told() {
    assert_snapshot!(Project::bake("").run("bake --list=type=tagrets"), @r"
    exit 2
    --- stderr
    error: there is no list `tagrets`
       ╭─[command line:1:22]
     1 │ bakewell bake --list=type=tagrets
       ·                      ────────────
       ╰────
      = hint: did you mean `targets`?

    1 error
    ");
}

#[test]
fn every_mistake_is_told_at_once() {
    assert_snapshot!(Project::bake("").run("plan --var X --call a,b"), @r"
    exit 2
    --- stderr
    error: `a,b` names two methods
       ╭─[command line:1:30]
     1 │ bakewell plan --var X --call a,b
       ·                              ───
       ╰────

    error: `--var X` gives no value
       ╭─[command line:1:21]
     1 │ bakewell plan --var X --call a,b
       ·                     ─
       ╰────
      = hint: write `--var X=VALUE`

    2 errors
    ");
}

#[test]
fn a_value_that_was_typed_is_shown_where_it_was_typed() {
    let project = Project::bake("variable \"PORT\" { type = number }\ntarget \"default\" {}\n");
    assert_snapshot!(project.run("plan --var PORT=http --var PROT=1"), @r#"
    exit 2
    --- stderr
    warning: no file declares a variable `PROT`; giving it has no effect
       ╭─[command line:1:37]
     1 │ bakewell plan --var PORT=http --var PROT=1
       ·                                     ──────
       ╰────
      = hint: did you mean `PORT`?

    error: `PORT` takes a number, got `http`
       ╭─[command line:1:21]
     1 │ bakewell plan --var PORT=http --var PROT=1
       ·                     ─────────
       ╰────
       ╭─[docker-bake.hcl:1:10]
     1 │ variable "PORT" { type = number }
       ·          ───┬──
       ·             ╰── the variable
     2 │ target "default" {}
       ╰────

    1 error, 1 warning
    "#);
}
