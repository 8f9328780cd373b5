//! Tasks and promotions among the command lines.

use insta::assert_snapshot;

use super::super::{Plan, lines};
use super::{TREE, planned, printed, selection, settings};
use crate::source::Memory;

/// Put below the tree: a task before the top, one after it, and further names at the end.
const TASKS: &str = r#"
target "last" {
  contexts = { below = "target:top" }
  needs    = ["smoke"]
}
task "smoke" {
  image   = "b-1"
  command = ["./smoke.sh", "it's"]
  timeout = "90500ms"
  env     = ["TOKEN"]
}
task "look" {
  image   = "last"
  command = ["./look.sh"]
}
promote "latest" {
  target = "PROMOTED"
  tags   = ["example.org:5000/b:latest", "example.org:5000/b:2"]
  needs  = ["look"]
}
"#;

pub(super) fn with_tasks(promoted: &str) -> Result<(Plan, String), String> {
    let bake = format!("{TREE}{}", TASKS.replace("PROMOTED", promoted));
    let bake = bake.replace("target \"last\" {", "target \"last\" {\n  tags = [\"last\"]");
    let host = Memory::new().file("bake.hcl", bake);
    let (selection, sources) = selection(&host, "latest")?;
    let plan = planned(&selection, &settings(), &sources)?;
    let text = lines(&plan);
    Ok((plan, text))
}

#[test]
fn tasks_and_promotions_are_lines_too() {
    assert_snapshot!(with_tasks("b-1").unwrap().1, @r#"
    unset DOCKER_DEFAULT_PLATFORM
    store=$(mktemp -d)
    digest() {
      { tr -d ' \n' <"$2"; echo; } | sed -n 's/.*"'"$1"'":"\(sha256:[0-9a-f]*\)".*/\1/p' |
        grep . || { echo "no digest in $2" >&2; return 1; }
    }
    docker buildx build --file=Dockerfile --output=type=oci,tar=false,dest="$store"/base .
    digest_base=$(digest digest "$store"/base/index.json)
    docker buildx build --file=Dockerfile --build-context=below=oci-layout://"$store"/base@"$digest_base" --tag=example.org:5000/b:1 --output=type=registry --metadata-file="$store"/b-1.json .
    digest_b_1=$(digest containerimage.digest "$store"/b-1.json)
    docker buildx build --file=Dockerfile --build-context=below=oci-layout://"$store"/base@"$digest_base" --output=type=oci,tar=false,dest="$store"/b_1 .
    digest_b_1_=$(digest digest "$store"/b_1/index.json)
    BAKEWELL_IMAGE=example.org:5000/b@"$digest_b_1" timeout 91 ./smoke.sh 'it'\''s'
    docker buildx build --file=Dockerfile --build-context=again=docker-image://example.org:5000/b@"$digest_b_1" --build-context=one=docker-image://example.org:5000/b@"$digest_b_1" --build-context=other=oci-layout://"$store"/b_1@"$digest_b_1_" --tag=top --output=type=oci,tar=false,dest="$store"/top .
    digest_top=$(digest digest "$store"/top/index.json)
    docker buildx build --file=Dockerfile --build-context=below=oci-layout://"$store"/top@"$digest_top" --tag=last --output=type=docker .
    BAKEWELL_IMAGE=last ./look.sh
    docker buildx imagetools create --tag=example.org:5000/b:latest --tag=example.org:5000/b:2 example.org:5000/b@"$digest_b_1"
    rm -rf "$store"
    "#);
}

#[test]
fn only_what_is_pushed_is_promoted() {
    assert_snapshot!(with_tasks("last").unwrap_err(), @r#"
    `latest` promotes the image of `last`, which is not pushed at `"last"`
      add `--push`, or an output such as `type=registry`
    "#);
}

#[test]
fn a_task_needs_an_image_with_a_name() {
    let task = "task \"t\" {\n image = \"app\"\n command = [\"x\"]\n}\n";
    let with = |body: &str| printed(&format!("target \"app\" {{\n{body}\n}}\n{task}"), "t");
    assert_snapshot!(with(""), @r#"
    task `t` cannot get the image of `app`: it has no name at `"app"`
      give the target a tag
    "#);
    assert_snapshot!(with("tags = [\"a:1\"]"), @r"
    unset DOCKER_DEFAULT_PLATFORM
    docker buildx build --file=Dockerfile --tag=a:1 --output=type=docker .
    BAKEWELL_IMAGE=a:1 x
    ");
}
