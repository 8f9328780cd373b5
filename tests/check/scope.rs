//! What is looked at.

use super::{bake, finds};

const SHOP: &str = r#"
group "default" { targets = ["app"] }
target "app" { target = "a" }
target "leaf" {
  target   = "l"
  contexts = { tool = "target:tool" }
}
target "tool" { target = "t" }
target "m" {
  name   = "m-${sys}"
  matrix = { sys = ["x", "y"] }
  target = sys
}
task "smoke" {
  image   = "leaf"
  command = ["true"]
}
"#;

#[test]
fn without_a_target_it_is_everything() {
    finds!(bake(SHOP).file("Dockerfile", "FROM scratch\n"), @r"
    exit 2
    note[unreached-target] docker-bake.hcl:9:1 the target `m` is in no group and no target needs it
    error[missing-stage] docker-bake.hcl:3:25 the Dockerfile has no stage `a`
    error[missing-stage] docker-bake.hcl:5:14 the Dockerfile has no stage `l`
    error[missing-stage] docker-bake.hcl:12:12 the Dockerfile has no stage `x`
    error[missing-stage] docker-bake.hcl:12:12 the Dockerfile has no stage `y`
    error[missing-stage] docker-bake.hcl:8:26 the Dockerfile has no stage `t`
    ");
}

#[test]
fn with_targets_it_is_what_they_need() {
    let host = bake(SHOP).file("Dockerfile", "FROM scratch\n");
    finds!(host, "app", @r"
    exit 2
    error[missing-stage] docker-bake.hcl:3:25 the Dockerfile has no stage `a`
    ");
    finds!(host, "smoke", @r"
    exit 2
    error[missing-stage] docker-bake.hcl:5:14 the Dockerfile has no stage `l`
    error[missing-stage] docker-bake.hcl:8:26 the Dockerfile has no stage `t`
    ");
    finds!(host, "m --only sys=y", @r"
    exit 2
    error[missing-stage] docker-bake.hcl:12:12 the Dockerfile has no stage `y`
    ");
    finds!(host, "app --set app.target=", @"exit 0");
    finds!(host, "app --set app.target=no --set *.context=away", @r"
    exit 2
    error[missing-context] command line:1:60 the build context `away` does not exist
    ");
    finds!(host, "nothing", @r"
    exit 2
    error[definition] command line:1:30 there is no target `nothing`
    ");
}
