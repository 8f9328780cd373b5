//! Late values: keys and images in texts, filled in when the plan is made.

use regex::{Captures, Regex};
use serde_json::Value;

use crate::support::Project;

/// A base and an image on it, whose texts ask for keys.
fn project(rest: &str) -> Project {
    let text = format!(
        r#"
target "base" {{
  dockerfile-inline = "FROM scratch\nLABEL a=b\n"
  tags = ["r.example/base:{{{{ key }}}}"]
}}
{rest}"#
    );
    Project::bake(&text)
}

/// The text with names for what is the beginning of a key, and how many digits of it.
fn named(project: &Project, text: &str) -> String {
    let keys = project.run("keys --json *").stdout;
    let keys: Value = serde_json::from_str(&keys).expect("keys");
    let nodes = keys["nodes"].as_object().expect("nodes").clone();
    let digits = Regex::new(r"\b[0-9a-fA-F]{4,64}\b").expect("a pattern");
    let name = |found: &Captures<'_>| {
        let digits = found[0].to_lowercase();
        let of = nodes
            .iter()
            .find(|(_, node)| node["key"].as_str().is_some_and(|key| key.starts_with(&digits)));
        of.map_or(found[0].to_owned(), |(name, _)| format!("<{name} {}>", digits.len()))
    };
    digits.replace_all(text, name).into_owned()
}

/// The texts of a plan that are about images.
fn images(project: &Project, arguments: &str) -> String {
    let outcome = project.run(arguments);
    let is_one = |line: &&str| line.contains("r.example");
    let lines: Vec<&str> = outcome.stdout.lines().filter(is_one).map(str::trim).collect();
    if outcome.code == Some(0) && outcome.stderr.is_empty() {
        named(project, &lines.join("\n"))
    } else {
        outcome.to_string()
    }
}

const APP: &str = r#"
target "app" {
  contexts = { base = "target:base" }
  dockerfile-inline = "FROM base\n"
  tags = ["r.example/app:{{ key[:20] }}", "r.example/app:b-{{ key('base')[:4] | upper }}"]
  cache-from = ["r.example/cache:{{ key }}"]
  cache-to = [{ type = "registry", ref = "r.example/cache:{{ key }}", mode = "max" }]
  output = ["type=image,name=r.example/out:{{ key }},push=true"]
}
"#;

#[test]
fn plans_have_them_filled_in() {
    let project = project(APP);
    insta::assert_snapshot!(images(&project, "plan app"), @r#"
    "r.example/app:<app 20>",
    "r.example/app:b-<base 4>"
    "ref": "r.example/cache:<app 12>",
    "ref": "r.example/cache:<app 12>",
    "name": "r.example/out:<app 12>",
    "r.example/base:<base 12>"
    "#);
    assert_eq!(project.run("plan app").stdout, project.run("bake --print app").stdout);
    insta::assert_snapshot!(images(&project, "plan --format buildx base"), @"docker buildx build --file=- --tag=r.example/base:<base 12> . <<'DOCKERFILE'");
    let script = project.run("plan --format shell app").stdout;
    assert!(!script.contains("{{"), "{script}");
    let built = project.run("build --dry-run app").stdout;
    assert!(!built.contains("{{ key") && built.contains("r.example/app:"), "{built}");
}

#[test]
fn to_name_a_node_is_not_to_need_it() {
    let project = project(
        r#"
target "other" {
  dockerfile-inline = "FROM scratch\n"
  tags = ["r.example/other:{{ key('base') }}"]
}
target "third" {
  dockerfile-inline = "FROM scratch\n"
  tags = ["{{ image(\"other\") }}-third"]
}
"#,
    );
    insta::assert_snapshot!(images(&project, "plan other"), @r#""r.example/other:<base 12>""#);
    insta::assert_snapshot!(images(&project, "plan third"), @r#""r.example/other:<base 12>-third""#);
}

#[test]
fn tasks_and_promotions_have_them() {
    let project = project(
        r#"
task "smoke" {
  image   = "base"
  command = ["docker", "run", "{{ image('base') }}", "-f", "{{.Id}} {{ json . }}"]
  tags    = ["r.example/smoke:{{ key }}"]
}
promote "latest" {
  target = "base"
  tags   = ["r.example/base:latest-{{ key('base')[:6] }}"]
}
"#,
    );
    let outcome = project.run("plan --format buildx smoke latest --push");
    insta::assert_snapshot!(named(&project, &outcome.to_string()), @r#"
    exit 0
    --- stdout
    unset DOCKER_DEFAULT_PLATFORM
    store=$(mktemp -d)
    digest() {
      { tr -d ' \n' <"$2"; echo; } | sed -n 's/.*"'"$1"'":"\(sha256:[0-9a-f]*\)".*/\1/p' |
        grep . || { echo "no digest in $2" >&2; return 1; }
    }
    docker buildx build --file=- --tag=r.example/base:<base 12> --output=type=image,push=true --metadata-file="$store"/base.json . <<'DOCKERFILE'
    FROM scratch
    LABEL a=b
    DOCKERFILE
    digest_base=$(digest containerimage.digest "$store"/base.json)
    docker buildx imagetools create --tag=r.example/base:latest-<base 6> r.example/base@"$digest_base"
    BAKEWELL_IMAGE=r.example/base@"$digest_base" docker run r.example/base:<base 12> -f '{{.Id}} {{ json . }}'
    rm -rf "$store"
    "#);
}

#[test]
fn what_is_wrong_is_shown_at_its_place() {
    let project = project(
        r#"
target "app" {
  dockerfile-inline = "FROM scratch\n"
  tags = ["app:{{ key(\"bsae\") }}", "app:{{ key | uper }}", "app:{{ key( }}", "app:{{ kye }}"]
}
target "child" { inherits = ["app"] }
task "t" {
  command = ["x", "{{ image('t') }}"]
}
"#,
    );
    insta::assert_snapshot!(project.run("plan child t"), @r#"
    exit 2
    --- stderr
    warning: `kye` is no late value, so the braces stay as they are
        ╭─[docker-bake.hcl:9:88]
      8 │   dockerfile-inline = "FROM scratch\n"
      9 │   tags = ["app:{{ key(\"bsae\") }}", "app:{{ key | uper }}", "app:{{ key( }}", "app:{{ kye }}"]
        ·                                                                                        ─┬─
        ·                                                                                         ╰── for `child`
     10 │ }
        ╰────
      = hint: did you mean `key`?

    error: there is no target, task or promotion `bsae`
        ╭─[docker-bake.hcl:9:25]
      8 │   dockerfile-inline = "FROM scratch\n"
      9 │   tags = ["app:{{ key(\"bsae\") }}", "app:{{ key | uper }}", "app:{{ key( }}", "app:{{ kye }}"]
        ·                         ──┬─
        ·                           ╰── for `child`
     10 │ }
        ╰────
      = hint: did you mean `base`?

    error: there is no filter `uper`
        ╭─[docker-bake.hcl:9:52]
      8 │   dockerfile-inline = "FROM scratch\n"
      9 │   tags = ["app:{{ key(\"bsae\") }}", "app:{{ key | uper }}", "app:{{ key( }}", "app:{{ kye }}"]
        ·                                                    ──┬─
        ·                                                      ╰── for `child`
     10 │ }
        ╰────
      = hint: did you mean `upper`?

    error: this late value has no end
        ╭─[docker-bake.hcl:9:67]
      8 │   dockerfile-inline = "FROM scratch\n"
      9 │   tags = ["app:{{ key(\"bsae\") }}", "app:{{ key | uper }}", "app:{{ key( }}", "app:{{ kye }}"]
        ·                                                                   ─┬
        ·                                                                    ╰── for `child`
     10 │ }
        ╰────
      = hint: end it with `}}`

    error: `t` has no tag, so its image has no name
        ╭─[docker-bake.hcl:13:30]
     12 │ task "t" {
     13 │   command = ["x", "{{ image('t') }}"]
        ·                              ┬
        ·                              ╰── for `t`
     14 │ }
        ╰────
      = hint: give `t` a tag

    4 errors, 1 warning
    "#);
}

#[test]
fn a_circle_of_images_is_refused() {
    let project = project(
        r#"
target "a" {
  dockerfile-inline = "FROM scratch\n"
  tags = ["x:{{ image('b') }}"]
}
target "b" {
  dockerfile-inline = "FROM scratch\n"
  tags = ["x:{{ image('a') }}"]
}
"#,
    );
    insta::assert_snapshot!(project.run("plan a"), @r#"
    exit 2
    --- stderr
    error: tags take in each other: `a` → `b` → `a`
        ╭─[docker-bake.hcl:9:24]
      8 │   dockerfile-inline = "FROM scratch\n"
      9 │   tags = ["x:{{ image('b') }}"]
        ·                        ┬
        ·                        ╰── for `a`
     10 │ }
        ╰────
      = hint: take one of them away

    1 error
    "#);
}

#[test]
fn an_override_may_have_them() {
    let project = project(APP);
    let plan = project.run("plan base --set base.tags=r.example/x:{{key}}");
    assert!(plan.stdout.contains("r.example/x:") && !plan.stdout.contains("{{"), "{plan}");
    insta::assert_snapshot!(project.run("plan base --set base.tags=x:{{key('y')}}"), @r"
    exit 2
    --- stderr
    error: there is no target, task or promotion `y`
       ╭─[command line:1:45]
     1 │ bakewell plan base --set base.tags=x:{{key('y')}}
       ·                                             ┬
       ·                                             ╰── for `base`
       ╰────

    1 error
    ");
}

#[test]
fn a_key_that_is_no_promise_is_warned_of() {
    let project = project(
        r#"
target "app" {
  dockerfile-inline = "FROM scratch\nCOPY missing /\n"
  tags = ["r.example/app:{{ key }}"]
}
"#,
    );
    let outcome = project.run("plan app");
    assert_eq!(outcome.code, Some(0));
    insta::assert_snapshot!(outcome.stderr, @r#"
    warning: the key of `app` does not tell all of its image: `missing` is missing
        ╭─[docker-bake.hcl:9:29]
      8 │   dockerfile-inline = "FROM scratch\nCOPY missing /\n"
      9 │   tags = ["r.example/app:{{ key }}"]
        ·                             ─┬─
        ·                              ╰── for `app`
     10 │ }
        ╰────
      = hint: an image with this key in its name may differ from the one before

    1 warning
    "#);
}

#[test]
fn without_them_no_file_is_read_for_a_plan() {
    let project =
        Project::bake("target \"app\" {\n  dockerfile = \"missing\"\n  tags = [\"x:1\"]\n}\n");
    assert_eq!(project.run("plan app").code, Some(0));
    assert_eq!(project.run("keys app").code, Some(2));
}

#[test]
fn what_is_not_printed_needs_no_key() {
    let text = "target \"app\" {\n  dockerfile = \"missing\"\n}\ntask \"t\" {\n  image = \"app\"\n  \
                command = [\"x\", \"{{ key('app') }}\"]\n}\n";
    let project = Project::bake(text);
    assert_eq!(project.run("plan t").code, Some(0));
    assert_eq!(project.run("plan --format buildx t").code, Some(2));
}

#[test]
fn lists_and_graphs_show_them_as_they_are_written() {
    let project = project(APP);
    for arguments in ["list", "graph app", "check app"] {
        let outcome = project.run(arguments);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{arguments}");
    }
}
