//! `task`, `promote` and `needs`.

use super::bake;

const TREE: &str = r#"
    group "default" { targets = ["variants", "smoke", "latest"] }
    group "variants" { targets = ["app"] }
    target "base" {
      needs = ["lint"]
      tags  = ["base:1"]
    }
    target "other" {}
    target "app" {
      name     = "app-${v}"
      matrix   = { v = ["a", "b"] }
      contexts = { base = "target:base" }
    }
    task "lint" { command = ["true"] }
    task "smoke" {
      name    = "smoke-${v}"
      matrix  = { v = ["a", "b"] }
      image   = "app-${v}"
      command = ["scripts/smoke.sh", "--variant", v, ""]
      inputs  = ["scripts/smoke.sh"]
      env     = ["GITHUB_TOKEN"]
      tags    = ["smoke:1"]
      timeout = "1h10m"
    }
    promote "latest" {
      target = "base"
      tags   = ["base:latest"]
      needs  = ["variants", "smoke", "other"]
    }
"#;

#[test]
fn names_may_be_those_of_tasks_and_promotions() {
    insta::assert_snapshot!(bake(TREE).targets(&["default"]).nodes(), @r#"
    target app-a*; v = "a"
    target app-b*; v = "b"
    target base; promoted; needs: lint
    target other
    task lint; command: true
    task smoke-a*; v = "a"; image: app-a; command: scripts/smoke.sh --variant a ; inputs: scripts/smoke.sh; env: GITHUB_TOKEN; tags: smoke:1; timeout: 4200s
    task smoke-b*; v = "b"; image: app-b; command: scripts/smoke.sh --variant b ; inputs: scripts/smoke.sh; env: GITHUB_TOKEN; tags: smoke:1; timeout: 4200s
    promotion latest*; target: base; tags: base:latest; needs: app-a app-b smoke-a smoke-b other
    "#);
    insta::assert_snapshot!(bake(TREE).targets(&["smoke-b"]).nodes(), @r#"
    target app-b; v = "b"
    target base; needs: lint
    task lint; command: true
    task smoke-b*; v = "b"; image: app-b; command: scripts/smoke.sh --variant b ; inputs: scripts/smoke.sh; env: GITHUB_TOKEN; tags: smoke:1; timeout: 4200s
    "#);
    insta::assert_snapshot!(bake(TREE).targets(&["smoke"]).nodes(), @r#"
    target app-a; v = "a"
    target app-b; v = "b"
    target base; needs: lint
    task lint; command: true
    task smoke-a*; v = "a"; image: app-a; command: scripts/smoke.sh --variant a ; inputs: scripts/smoke.sh; env: GITHUB_TOKEN; tags: smoke:1; timeout: 4200s
    task smoke-b*; v = "b"; image: app-b; command: scripts/smoke.sh --variant b ; inputs: scripts/smoke.sh; env: GITHUB_TOKEN; tags: smoke:1; timeout: 4200s
    "#);
    insta::assert_snapshot!(bake(TREE).targets(&["l*", "other"]).nodes(), @r#"
    target app-a; v = "a"
    target app-b; v = "b"
    target base; promoted; needs: lint
    target other*
    task lint*; command: true
    task smoke-a; v = "a"; image: app-a; command: scripts/smoke.sh --variant a ; inputs: scripts/smoke.sh; env: GITHUB_TOKEN; tags: smoke:1; timeout: 4200s
    task smoke-b; v = "b"; image: app-b; command: scripts/smoke.sh --variant b ; inputs: scripts/smoke.sh; env: GITHUB_TOKEN; tags: smoke:1; timeout: 4200s
    promotion latest*; target: base; tags: base:latest; needs: app-a app-b smoke-a smoke-b other
    "#);
}

#[test]
fn a_plan_has_targets_only() {
    let tree = || bake(TREE).ours_alone();
    insta::assert_snapshot!(tree().targets(&["default"]).plan(), @r#"
    [app] ["app-a","app-b"]
    [variants] ["app"]
    app-a {"contexts":{"base":"target:base"}}
    app-b {"contexts":{"base":"target:base"}}
    base {"tags":["base:1"]}
    other {"output":[{"type":"cacheonly"}]}
    "#);
    insta::assert_snapshot!(tree().targets(&["smoke-b", "other"]).plan(), @r#"
    app-b {"contexts":{"base":"target:base"},"output":[{"type":"cacheonly"}]}
    base {"output":[{"type":"cacheonly"}],"tags":["base:1"]}
    other {}
    "#);
}

#[test]
fn who_asks_for_a_promotion_asks_for_what_it_promotes() {
    let tree = || {
        bake(
            r#"
        group "default" { targets = ["app", "latest"] }
        target "base" {
          tags   = ["base:1"]
          output = ["type=registry"]
        }
        target "app" {
          contexts = { base = "target:base" }
          output   = ["type=registry"]
        }
        target "checked" { needs = ["latest"] }
        promote "latest" {
          target = "base"
          tags   = ["base:latest"]
          needs  = ["app"]
        }
    "#,
        )
    };
    insta::assert_snapshot!(tree().ours_alone().targets(&["default"]).plan(), @r#"
    app {"contexts":{"base":"target:base"},"output":[{"type":"registry"}]}
    base {"output":[{"type":"registry"}],"tags":["base:1"]}
    "#);
    insta::assert_snapshot!(tree().ours_alone().targets(&["checked"]).plan(), @r#"
    app {"contexts":{"base":"target:base"},"output":[{"type":"cacheonly"}]}
    base {"output":[{"type":"registry"}],"tags":["base:1"]}
    checked {}
    "#);
}

#[test]
fn needs_bring_along_groups_and_what_fits_a_pattern() {
    insta::assert_snapshot!(bake(r#"
        group "some" { targets = ["a", "b"] }
        group "all" { targets = ["some", "c"] }
        target "a" { needs = ["all"] }
        target "b" { needs = ["?"] }
        target "c" { needs = ["c", "a", "b", "some"] }
    "#).targets(&["a"]).nodes(), @r"
    target a*; needs: b c
    target b; needs: a c
    target c; needs: c a b
    ");
    insta::assert_snapshot!(bake(r#"
        group "some" { targets = ["a", "all"] }
        group "all" { targets = ["some"] }
        target "a" { needs = ["all"] }
    "#).targets(&["a"]).nodes(), @r#"
    error: groups contain each other: `all` → `some` → `all`
       ╭─[docker-bake.hcl:2:40]
     1 │ 
     2 │         group "some" { targets = ["a", "all"] }
       ·                                        ─────
     3 │         group "all" { targets = ["some"] }
       ╰────
      = hint: take one of them out of the other
    "#);
}

#[test]
fn needs_of_what_comes_along_by_a_link_count_too() {
    insta::assert_snapshot!(bake(r#"
        target "top" { contexts = { mid = "target:mid" } }
        target "mid" { contexts = { low = "target:low" } }
        target "low" { needs = ["check"] }
        target "tool" {}
        task "check" {
          image   = "tool"
          command = ["x"]
        }
    "#).targets(&["top"]).nodes(), @r"
    target low; needs: check
    target mid
    target tool
    target top*
    task check; image: tool; command: x
    ");
}

#[test]
fn circles_end() {
    insta::assert_snapshot!(bake(r#"
        target "a" { needs = ["t"] }
        task "t" {
          image   = "a"
          needs   = ["p", "t"]
          command = ["x"]
        }
        promote "p" {
          target = "a"
          tags   = ["x"]
          needs  = ["t"]
        }
    "#).targets(&["t"]).nodes(), @r"
    target a; promoted; needs: t
    task t*; image: a; command: x; needs: p t
    promotion p; target: a; tags: x; needs: t
    ");
}

#[test]
fn unknown_names_are_told_where_they_stand() {
    insta::assert_snapshot!(bake(r#"
        group "default" { targets = ["app", "smok"] }
        target "parent" { needs = ["smoke", "lnt"] }
        target "app" { inherits = ["parent"] }
        task "lint" {
          command = ["x"]
          image   = "ap"
          needs   = ["z*"]
        }
        task "smoke" {
          command = ["x"]
          image   = "lint"
        }
        promote "latest" {
          target = "default"
          tags   = ["x"]
        }
    "#).targets(&["default", "lint", "latest"]).nodes(), @r#"
    error: there is no target `smok`
       ╭─[docker-bake.hcl:2:45]
     1 │ 
     2 │         group "default" { targets = ["app", "smok"] }
       ·                                             ──────
     3 │         target "parent" { needs = ["smoke", "lnt"] }
       ╰────
      = hint: did you mean `smoke`?


    error: there is no target, group, task or promotion `lnt`
       ╭─[docker-bake.hcl:3:45]
     2 │         group "default" { targets = ["app", "smok"] }
     3 │         target "parent" { needs = ["smoke", "lnt"] }
       ·                                             ─────
     4 │         target "app" { inherits = ["parent"] }
       ╰────
      = hint: did you mean `lint`?


    error: there is no target `default`
        ╭─[docker-bake.hcl:15:20]
     14 │         promote "latest" {
     15 │           target = "default"
        ·                    ─────────
     16 │           tags   = ["x"]
        ╰────
      = hint: `default` is a group, and a target is needed here


    error: no target, group, task or promotion fits `z*`
       ╭─[docker-bake.hcl:8:22]
     7 │           image   = "ap"
     8 │           needs   = ["z*"]
       ·                      ────
     9 │         }
       ╰────


    error: there is no target `ap`
       ╭─[docker-bake.hcl:7:21]
     6 │           command = ["x"]
     7 │           image   = "ap"
       ·                     ────
     8 │           needs   = ["z*"]
       ╰────
      = hint: did you mean `app`?


    error: there is no target `lint`
        ╭─[docker-bake.hcl:12:21]
     11 │           command = ["x"]
     12 │           image   = "lint"
        ·                     ──────
     13 │         }
        ╰────
      = hint: `lint` is a task, and a target is needed here
    "#);
}

#[test]
fn what_does_not_fit_a_task_is_told_at_the_piece() {
    insta::assert_snapshot!(bake(r#"
        task "b" {
          command = []
          timeout = "10 minutes"
          env     = ["TOKEN=secret"]
          image   = ["x"]
          needs   = "x"
        }
        task "c" {
          command = ["", "x"]
          timeout = "-1m"
        }
    "#).nodes(), @r#"
    error: `command`: a command has at least one word
       ╭─[docker-bake.hcl:3:21]
     2 │         task "b" {
     3 │           command = []
       ·                     ──
     4 │           timeout = "10 minutes"
       ╰────


    error: `timeout`: `10 minutes` is not a time to wait
       ╭─[docker-bake.hcl:4:21]
     3 │           command = []
     4 │           timeout = "10 minutes"
       ·                     ────────────
     5 │           env     = ["TOKEN=secret"]
       ╰────
      = hint: write a number and a unit, such as `"90s"`, `"10m"` or `"1h30m"`


    error: `env[0]`: `env` has names of variables, no values
       ╭─[docker-bake.hcl:5:22]
     4 │           timeout = "10 minutes"
     5 │           env     = ["TOKEN=secret"]
       ·                      ──────────────
     6 │           image   = ["x"]
       ╰────
      = hint: write `"TOKEN"`, and set `TOKEN` in the environment


    error: `image`: this is a tuple, not a string
       ╭─[docker-bake.hcl:6:21]
     5 │           env     = ["TOKEN=secret"]
     6 │           image   = ["x"]
       ·                     ─────
     7 │           needs   = "x"
       ╰────


    error: `needs`: this is a string, not a list of strings
       ╭─[docker-bake.hcl:7:21]
     6 │           image   = ["x"]
     7 │           needs   = "x"
       ·                     ───
     8 │         }
       ╰────
      = hint: write `["x"]`


    error: `command[0]`: the first word of a command is a program, not an empty text
        ╭─[docker-bake.hcl:10:22]
      9 │         task "c" {
     10 │           command = ["", "x"]
        ·                      ──
     11 │           timeout = "-1m"
        ╰────


    error: `timeout`: `-1m` is not a time to wait
        ╭─[docker-bake.hcl:11:21]
     10 │           command = ["", "x"]
     11 │           timeout = "-1m"
        ·                     ─────
     12 │         }
        ╰────
      = hint: write a number and a unit, such as `"90s"`, `"10m"` or `"1h30m"`
    "#);
}

#[test]
fn a_command_in_one_text_is_told_how_to_be_written() {
    insta::assert_snapshot!(bake(r#"
        task "a" { command = "scripts/smoke.sh --all" }
        task "b" { command = "make | tee log" }
        task "c" { command = "" }
    "#).nodes(), @r#"
    error: `command`: a command is a list of words, not a string
       ╭─[docker-bake.hcl:2:30]
     1 │ 
     2 │         task "a" { command = "scripts/smoke.sh --all" }
       ·                              ────────────────────────
     3 │         task "b" { command = "make | tee log" }
       ╰────
      = hint: write `["scripts/smoke.sh", "--all"]`


    error: `command`: a command is a list of words, not a string
       ╭─[docker-bake.hcl:3:30]
     2 │         task "a" { command = "scripts/smoke.sh --all" }
     3 │         task "b" { command = "make | tee log" }
       ·                              ────────────────
     4 │         task "c" { command = "" }
       ╰────
      = hint: write `["sh", "-c", "…"]`


    error: `command`: a command is a list of words, not a string
       ╭─[docker-bake.hcl:4:30]
     3 │         task "b" { command = "make | tee log" }
     4 │         task "c" { command = "" }
       ·                              ──
     5 │     
       ╰────
      = hint: write `["sh", "-c", "…"]`
    "#);
}

#[test]
fn what_is_missing_is_told_at_the_head() {
    insta::assert_snapshot!(bake(r#"
        task "a" {}
        promote "d" { tags = [""] }
        promote "e" { target = null }
        task "f.g" { command = ["x"] }
        task "h" {
          name    = "h"
          command = ["${nope}"]
        }
    "#).nodes(), @r#"
    error: task `a` has no `command`
       ╭─[docker-bake.hcl:2:9]
     1 │ 
     2 │         task "a" {}
       ·         ────────
     3 │         promote "d" { tags = [""] }
       ╰────
      = hint: add `command = ["scripts/test.sh"]`


    error: promotion `d` has no `target`
       ╭─[docker-bake.hcl:3:9]
     2 │         task "a" {}
     3 │         promote "d" { tags = [""] }
       ·         ───────────
     4 │         promote "e" { target = null }
       ╰────
      = hint: add `target = "app"`


    error: `tags`: a promotion gives at least one tag
       ╭─[docker-bake.hcl:3:30]
     2 │         task "a" {}
     3 │         promote "d" { tags = [""] }
       ·                              ────
     4 │         promote "e" { target = null }
       ╰────


    error: promotion `e` has no `tags`
       ╭─[docker-bake.hcl:4:9]
     3 │         promote "d" { tags = [""] }
     4 │         promote "e" { target = null }
       ·         ───────────
     5 │         task "f.g" { command = ["x"] }
       ╰────
      = hint: add `tags = ["example.org/app:latest"]`


    error: `target`: null is not allowed here
       ╭─[docker-bake.hcl:4:32]
     3 │         promote "d" { tags = [""] }
     4 │         promote "e" { target = null }
       ·                                ────
     5 │         task "f.g" { command = ["x"] }
       ╰────


    error: `f.g` is not a legal name
       ╭─[docker-bake.hcl:5:14]
     4 │         promote "e" { target = null }
     5 │         task "f.g" { command = ["x"] }
       ·              ──┬──
       ·                ╰── only letters, digits, `-` and `_`, and at least one of them
     6 │         task "h" {
       ╰────
      = hint: `sanitize(…)` would make it `f_g`


    error: `name` is only for blocks with a `matrix`
       ╭─[docker-bake.hcl:7:11]
     6 │         task "h" {
     7 │           name    = "h"
       ·           ─────────────
     8 │           command = ["${nope}"]
       ╰────
      = hint: without one, the label of the block is the name
    "#);
}

#[test]
fn names_belong_to_one_alone() {
    insta::assert_snapshot!(bake(r#"
        group "all" { targets = [] }
        target "app" {
          name   = "app-${v}"
          matrix = { v = ["a"] }
        }
        task "app" { command = ["x"] }
        task "x" {
          name    = "app-${v}"
          matrix  = { v = ["a", "b"] }
          command = ["x"]
        }
        promote "x" {
          target = "app-a"
          tags   = ["x"]
        }
        task "twice" { command = ["x"] }
        task "twice" { command = ["y"] }
    "#).nodes(), @r#"
    error: `app` is the name of a group already
       ╭─[docker-bake.hcl:7:14]
     6 │         }
     7 │         task "app" { command = ["x"] }
       ·              ──┬──
       ·                ╰── a task of that name
     8 │         task "x" {
       ╰────
       ╭─[docker-bake.hcl:3:9]
     2 │         group "all" { targets = [] }
     3 │         target "app" {
       ·         ──────┬─────
       ·               ╰── the group
     4 │           name   = "app-${v}"
       ╰────
      = hint: targets, groups, tasks and promotions share their names: choose another


    error: `app-a` is the name of a target already
        ╭─[docker-bake.hcl:9:21]
      8 │         task "x" {
      9 │           name    = "app-${v}"
        ·                     ─────┬────
        ·                          ╰── a task of that name
     10 │           matrix  = { v = ["a", "b"] }
        ╰────
       ╭─[docker-bake.hcl:3:9]
     2 │         group "all" { targets = [] }
     3 │         target "app" {
       ·         ──────┬─────
       ·               ╰── the target
     4 │           name   = "app-${v}"
       ╰────
      = hint: targets, groups, tasks and promotions share their names: choose another


    error: `x` is the name of a task already
        ╭─[docker-bake.hcl:13:17]
     12 │         }
     13 │         promote "x" {
        ·                 ─┬─
        ·                  ╰── a promotion of that name
     14 │           target = "app-a"
        ╰────
        ╭─[docker-bake.hcl:9:21]
      8 │         task "x" {
      9 │           name    = "app-${v}"
        ·                     ─────┬────
        ·                          ╰── the task
     10 │           matrix  = { v = ["a", "b"] }
        ╰────
      = hint: targets, groups, tasks and promotions share their names: choose another


    error: `twice` is the name of a task already
        ╭─[docker-bake.hcl:18:14]
     16 │         }
     17 │         task "twice" { command = ["x"] }
        ·              ───┬───
        ·                 ╰── the task
     18 │         task "twice" { command = ["y"] }
        ·              ───┬───
        ·                 ╰── a task of that name
     19 │     
        ╰────
      = hint: targets, groups, tasks and promotions share their names: choose another
    "#);
}

#[test]
fn tasks_refer_to_targets_and_to_axes() {
    insta::assert_snapshot!(bake(r#"
        target "app" {
          name   = "app-${v}"
          matrix = { v = ["a", "b"] }
          tags   = ["app:${v}"]
        }
        promote "latest" {
          name           = "latest-${v}"
          matrix         = { v = ["a", "b"] }
          matrix-exclude = [{ v = "b" }]
          matrix-include = [{ v = "a", w = "c" }]
          target         = "app-${v}"
          tags           = ["${target.app-a.tags[0]}-${w}"]
        }
    "#).targets(&["latest"]).nodes(), @r#"
    target app-a; v = "a"; promoted
    promotion latest-a*; v = "a", w = "c"; target: app-a; tags: app:a-c
    "#);
}

#[test]
fn broken_cells_of_a_task_are_told_of_once() {
    insta::assert_snapshot!(bake(r#"
        task "t" {
          name    = "t-${v}"
          matrix  = { v = ["a", "b"] }
          command = ["x", { v = v }]
        }
    "#).nodes(), @r#"
    error: `command[1]`: this is an object, not a string
       ╭─[docker-bake.hcl:5:27]
     4 │           matrix  = { v = ["a", "b"] }
     5 │           command = ["x", { v = v }]
       ·                           ─────────
     6 │         }
       ╰────
      = hint: so it is in the cell `t-a`
    "#);
}

#[test]
fn json_has_them_too() {
    insta::assert_snapshot!(bake(r#"{
      "target": {
        "app": {
          "needs": ["lint"],
          "vars": { "a": [1, "${1 + 1}"] },
          "name": "app-${v}",
          "matrix": { "v": ["a", "b"] },
          "matrix-exclude": [{ "v": "b" }]
        }
      },
      "task": {
        "lint": { "command": ["lint"] },
        "smoke": {
          "name": "smoke-${v}",
          "matrix": { "v": ["a"] },
          "command": ["smoke", "${v}"]
        }
      },
      "promote": { "latest": [{ "target": "app-a", "tags": ["x"], "needs": ["smoke"] }] }
    }"#).json().ours_alone().nodes(), @r#"
    target app-a*; v = "a"; needs: lint; vars: a = [1,2]
    task lint*; command: lint
    task smoke-a*; v = "a"; command: smoke a
    promotion latest*; target: app-a; tags: x; needs: smoke-a
    "#);
}

#[test]
fn in_json_a_value_of_that_name_stays_a_value() {
    insta::assert_snapshot!(bake(r#"{
      "task": { "a": { "b": "c" } },
      "promote": "x",
      "target": { "app": { "tags": ["${task.a.b}-${promote}"] } }
    }"#).json().plan(), @r#"app {"tags":["c-x"]}"#);
}

#[test]
fn a_cell_that_fails_takes_no_name() {
    let said = bake(
        r#"
        target "app" {
          name     = "app-${n}"
          matrix   = { n = ["1", "2"] }
          tags     = ["app"]
          context  = nosuch
        }
        task "app-1" { command = ["true"] }
        "#,
    )
    .ours_alone()
    .plan();
    assert_eq!(said.matches("error:").count(), 1, "{said}");
}
