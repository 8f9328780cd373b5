//! `--only`: cells by their values.

use super::{Definition, bake};

fn tree() -> Definition {
    bake(
        r#"
        group "default" { targets = ["app", "docs", "smoke"] }
        group "apps" { targets = ["app"] }
        target "base" {
          name   = "base-${sys}"
          matrix = { sys = ["debian", "alpine"] }
        }
        target "docs" { contexts = { alpine = "target:base-alpine" } }
        target "app" {
          name     = "app-${sys_name}-${n}"
          matrix   = { sys_name = ["debian", "alpine"], n = [1, 2] }
          contexts = { base = "target:base-${sys_name}" }
        }
        task "smoke" {
          name    = "smoke-${sys_name}"
          matrix  = { sys_name = ["debian", "alpine"] }
          command = ["x"]
        }
    "#,
    )
}

#[test]
fn cells_are_taken_by_value() {
    insta::assert_snapshot!(tree().targets(&["default"]).only(&["sys_*=debian,n=1"]).nodes(), @r#"
    target app-debian-1*; sys_name = "debian", n = 1
    target base-alpine; sys = "alpine"
    target base-debian; sys = "debian"
    target docs*
    task smoke-debian*; sys_name = "debian"; command: x
    "#);
    insta::assert_snapshot!(tree().targets(&["app"]).only(&["sys_name=deb*|x", "n=[2-9]"]).nodes(), @r#"
    target app-debian-2*; sys_name = "debian", n = 2
    target base-debian; sys = "debian"
    "#);
    insta::assert_snapshot!(tree().targets(&["app"]).only(&["n=1", "n=2, sys_name=alpine"]).nodes(), @r#"
    target app-alpine-1*; sys_name = "alpine", n = 1
    target app-alpine-2*; sys_name = "alpine", n = 2
    target base-alpine; sys = "alpine"
    "#);
}

#[test]
fn groups_have_the_members_that_are_left() {
    insta::assert_snapshot!(tree().targets(&["apps", "docs"]).only(&["n=1"]).plan(), @r#"
    [app] ["app-debian-1","app-alpine-1"]
    [apps] ["app"]
    app-alpine-1 {"contexts":{"base":"target:base-alpine"}}
    app-debian-1 {"contexts":{"base":"target:base-debian"}}
    base-alpine {"output":[{"type":"cacheonly"}]}
    base-debian {"output":[{"type":"cacheonly"}]}
    docs {"contexts":{"alpine":"target:base-alpine"}}
    "#);
    insta::assert_snapshot!(tree().targets(&["apps", "base", "docs"]).only(&["*=debian|1"]).plan(), @r#"
    [app] ["app-debian-1"]
    [apps] ["app"]
    [base] ["base-debian"]
    app-debian-1 {"contexts":{"base":"target:base-debian"}}
    base-alpine {"output":[{"type":"cacheonly"}]}
    base-debian {}
    docs {"contexts":{"alpine":"target:base-alpine"}}
    "#);
}

#[test]
fn a_group_that_loses_all_members_is_gone() {
    insta::assert_snapshot!(bake(r#"
        group "all" { targets = ["inner", "b"] }
        group "inner" { targets = ["a"] }
        target "a" {
          name   = "a-${x}"
          matrix = { x = ["1"] }
        }
        target "b" {
          name   = "b-${x}"
          matrix = { x = ["2"] }
        }
    "#).targets(&["all", "a-1"]).only(&["x=2"]).plan(), @r#"
    [all] ["b"]
    [b] ["b-2"]
    b-2 {}
    "#);
}

#[test]
fn what_leaves_nothing_is_told_at_the_word() {
    let only = |terms: &[&'static str]| tree().targets(&["app", "docs"]).only(terms).plan();
    insta::assert_snapshot!(only(&["sysname=debian"]), @r"
    error: nothing that was asked for has an axis `sysname`
       ╭─[command line:1:10]
     1 │ app docs sysname=debian
       ·          ───────
       ╰────
      = hint: did you mean `sys_name`?
    ");
    insta::assert_snapshot!(only(&["flavour=debian"]), @r"
    error: nothing that was asked for has an axis `flavour`
       ╭─[command line:1:10]
     1 │ app docs flavour=debian
       ·          ───────
       ╰────
      = hint: there is `n` and `sys_name`
    ");
    insta::assert_snapshot!(only(&["n=1,sys_name=debain"]), @r"
    error: no cell has `debain` for `sys_name`
       ╭─[command line:1:23]
     1 │ app docs n=1,sys_name=debain
       ·                       ──────
       ╰────
      = hint: did you mean `debian`?
    ");
    insta::assert_snapshot!(only(&["n=5|7"]), @r"
    error: no cell has `5` or `7` for `n`
       ╭─[command line:1:12]
     1 │ app docs n=5|7
       ·            ─
       ╰────
      = hint: there is `1` and `2`
    ");
    insta::assert_snapshot!(only(&["n="]), @r"
    error: no cell has an empty `n`
       ╭─[command line:1:12]
     1 │ app docs n=
       ·            ▲
       ╰────
      = hint: there is `1` and `2`
    ");
    insta::assert_snapshot!(only(&["n", "=1", "[=1"]), @r"
    error: `n` is not of the form `AXIS=VALUE`
       ╭─[command line:1:10]
     1 │ app docs n =1 [=1
       ·          ─
       ╰────
      = hint: write `n=VALUE`


    error: `=1` is not of the form `AXIS=VALUE`
       ╭─[command line:1:12]
     1 │ app docs n =1 [=1
       ·            ──
       ╰────


    error: `[` is not a pattern
       ╭─[command line:1:15]
     1 │ app docs n =1 [=1
       ·               ─
       ╰────
    ");
    insta::assert_snapshot!(tree().targets(&["docs"]).only(&["n=1"]).plan(), @r"
    error: nothing that was asked for has an axis `n`
       ╭─[command line:1:6]
     1 │ docs n=1
       ·      ─
       ╰────
    ");
    insta::assert_snapshot!(tree().targets(&["app-debian-1", "app-alpine-2"]).only(&["n=1", "sys_name=alpine"]).plan(), @r"
    error: nothing that was asked for fits all of this
       ╭─[command line:1:27]
     1 │ app-debian-1 app-alpine-2 n=1 sys_name=alpine
       ·                           ─   ────┬───
       ·                           │       ╰── and this
       ╰────
    ");
}

#[test]
fn a_value_with_separators_in_it_is_written_with_backslashes() {
    let tree = || {
        bake(
            r#"
            target "app" {
              name   = "app-${c.v}"
              matrix = { c = [{ v = "a", w = [1, 2] }, { v = "b", w = [] }] }
            }
        "#,
        )
    };
    let said = tree().targets(&["app"]).only(&["c=a"]).plan();
    assert!(said.contains("hint: a part of a list or an object is `c=*a*`"), "{said}");
    insta::assert_snapshot!(tree().targets(&["app"]).only(&[r#"c={"v":"a"\,"w":\[1\,2\]}"#]).nodes(), @r#"target app-a*; c = {"v":"a","w":[1,2]}"#);
}
