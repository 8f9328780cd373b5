//! One file for both tools: what bakewell adds to the language is nothing to docker buildx.

use std::fs;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::engine::buildx;
use crate::support::Project;

/// A file with every addition. The lines that end in `# +` are what bakewell adds.
const EVERYTHING: &str = r#"
variable "TOOLS" { default = "gcc" }
group "default" { targets = ["variants", "base"] }
group "variants" { targets = ["app"] }
target "base" {
  tags       = ["example.org/base"]
  needs      = ["lint"]                         # +
  reuse      = true                             # +
  key-ignore = ["args.DATE"]                    # +
  inputs     = ["scripts/**"]                   # +
}
target "app" {
  inherits       = ["base"]
  name           = "app-${sys}-${arch}"
  matrix         = {
    sys  = ["debian", "alpine"]
    arch = ["amd64", "arm64"]
  }
  matrix-exclude = [{                           # +
    sys  = "alpine"                             # +
    arch = "arm64"                              # +
  }]                                            # +
  matrix-include = [{ sys = "debian", TOOLS = undeclared("clang") }]   # +
  template       = true                         # +
  vars           = {                            # +
    list = [1, sys, undeclared]                 # +
    map  = { tags = target.base.tags }          # +
  }                                             # +
  args           = { TOOLS = TOOLS }
  contexts       = { base = "target:base" }
}
task "lint" {                                   # +
  description = undeclared                      # +
  command     = ["scripts/lint.sh"]             # +
  timeout     = "10m"                           # +
}                                               # +
task "smoke" {                                  # +
  matrix  = { sys = ["debian"] }                # +
  name    = "smoke-${sys}"                      # +
  image   = "app-${sys}-amd64"                  # +
  needs   = ["lint"]                            # +
  command = ["scripts/smoke.sh", sys]           # +
  inputs  = ["scripts/smoke.sh"]                # +
  env     = ["TOKEN"]                           # +
  tags    = ["example.org/smoke:{{ key }}"]     # +
}                                               # +
promote "latest" {                              # +
  target = "base"                               # +
  tags   = ["example.org/base:latest"]          # +
  needs  = ["variants", "smoke"]                # +
}                                               # +
"#;

/// The same file as bake would have it.
fn without(text: &str) -> String {
    text.split_inclusive('\n').filter(|line| !line.ends_with("# +\n")).collect()
}

/// The file as bakewell takes it: `undeclared` shows that docker buildx does not even evaluate it.
fn evaluable() -> String {
    let text = EVERYTHING.replace("undeclared(\"clang\")", "\"clang\"");
    text.replace("undeclared", "\"x\"")
}

#[test]
fn docker_buildx_prints_the_same_plan_with_and_without_the_additions() {
    let plain = without(EVERYTHING);
    assert!(plain.contains("matrix ") && !plain.contains("task") && !plain.contains("needs"));
    let answer = |text: &str| in_any_order(printed("docker-bake.hcl", text, &["default"]));
    let reference = answer(&plain);
    assert_eq!(reference["target"].as_object().map(serde_json::Map::len), Some(5));
    assert_eq!(answer(EVERYTHING), reference);
    assert_eq!(answer(&evaluable()), reference);
}

#[test]
fn docker_buildx_prints_the_same_plan_in_json() {
    let plain = r#"{ "target": { "app": { "tags": ["x"] } } }"#;
    let with = r#"{
      "target": { "app": {
        "tags": ["x"], "needs": ["lint"], "vars": { "a": [1] }, "template": true, "reuse": true,
        "inputs": ["${undeclared}"], "key-ignore": [],
        "matrix-exclude": [], "matrix-include": []
      } },
      "task": { "lint": { "command": ["lint"] } },
      "promote": { "latest": { "target": "app", "tags": ["y"], "needs": ["lint"] } }
    }"#;
    let reference = printed("docker-bake.json", plain, &["app"]);
    assert_eq!(printed("docker-bake.json", with, &["app"]), reference);
}

#[test]
fn the_plan_of_a_file_with_additions_is_one_that_docker_buildx_reads() {
    let project = Project::bake(&evaluable()).file("Dockerfile", "FROM scratch\n");
    for asked in ["", "variants smoke", "smoke", "latest", "default --only arch=arm64"] {
        let outcome = project.run(&format!("plan {asked}"));
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{outcome}");
        let plan: Value = serde_json::from_str(&outcome.stdout).expect("a plan is JSON");
        assert_eq!(printed("plan.json", &outcome.stdout, &[]), plan, "{asked}");
    }
}

/// The plan with the members of its groups sorted: buildx goes through the cells of a matrix with
/// two axes in an order that differs from run to run.
fn in_any_order(mut plan: Value) -> Value {
    for group in plan["group"].as_object_mut().into_iter().flat_map(|groups| groups.values_mut()) {
        if let Some(members) = group["targets"].as_array_mut() {
            members.sort_by_key(ToString::to_string);
        }
    }
    plan
}

/// What `docker buildx bake --print` makes of a file.
fn printed(name: &str, text: &str, targets: &[&str]) -> Value {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join(name), text).expect("a file can be written");
    let words = buildx();
    let (program, first) = words.split_first().expect("a command has a program");
    let mut command = Command::new(program);
    command.args(first).args(["bake", "--print", "-f", name]).args(targets);
    command.env("HOME", folder.path()).env("BUILDX_BAKE_ENTITLEMENTS_FS", "0");
    let output = command.env_remove("TOOLS").current_dir(folder.path()).output();
    let output = output.expect("docker buildx starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "docker buildx refuses it:\n{said}\n{text}");
    serde_json::from_slice(&output.stdout).expect("a plan is JSON")
}
