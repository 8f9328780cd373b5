//! The command lines as a script, and as what a runner fills in.

use insta::assert_snapshot;

use super::super::{Argument, Piece};
use super::tasks::with_tasks;
use crate::emit::shell;

#[test]
fn a_script_runs_waves_and_waits_for_each() {
    let script = shell::script(&with_tasks("b-1").unwrap().0);
    let (_, steps) = script.split_once("\n# ---- wave 1\n").expect("there are waves");
    assert_snapshot!(steps, @r#"
    buildx build \
      --file=Dockerfile \
      --output=type=oci,tar=false,dest="$store"/base \
      . &
    job base
    finish
    digest_base=$(digest digest "$store"/base/index.json)

    # ---- wave 2

    buildx build \
      --file=Dockerfile \
      --build-context=below=oci-layout://"$store"/base@"$digest_base" \
      --tag=example.org:5000/b:1 \
      --output=type=registry \
      --metadata-file="$store"/b-1.json \
      . &
    job b-1

    buildx build \
      --file=Dockerfile \
      --build-context=below=oci-layout://"$store"/base@"$digest_base" \
      --output=type=oci,tar=false,dest="$store"/b_1 \
      . &
    job b_1
    finish
    digest_b_1=$(digest containerimage.digest "$store"/b-1.json)
    digest_b_1_=$(digest digest "$store"/b_1/index.json)

    # ---- wave 3

    BAKEWELL_IMAGE=example.org:5000/b@"$digest_b_1" timeout 91 ./smoke.sh 'it'\''s' &
    job smoke

    buildx build \
      --file=Dockerfile \
      --build-context=again=docker-image://example.org:5000/b@"$digest_b_1" \
      --build-context=one=docker-image://example.org:5000/b@"$digest_b_1" \
      --build-context=other=oci-layout://"$store"/b_1@"$digest_b_1_" \
      --tag=top \
      --output=type=oci,tar=false,dest="$store"/top \
      . &
    job top
    finish
    digest_top=$(digest digest "$store"/top/index.json)

    # ---- wave 4

    buildx build \
      --file=Dockerfile \
      --build-context=below=oci-layout://"$store"/top@"$digest_top" \
      --tag=last \
      --output=type=docker \
      . &
    job last
    finish

    # ---- wave 5

    BAKEWELL_IMAGE=last ./look.sh &
    job look
    finish

    # ---- wave 6

    buildx imagetools create \
      --tag=example.org:5000/b:latest \
      --tag=example.org:5000/b:2 \
      example.org:5000/b@"$digest_b_1" &
    job latest
    finish
    "#);
    let summary = script.lines().nth(1);
    assert_eq!(summary, Some("# 5 targets, 2 tasks, 1 promotion in 6 waves"));
}

#[test]
fn a_runner_fills_in_what_a_shell_has_variables_for() {
    let argument = Argument::text("below=oci-layout://")
        .then(Piece::Store)
        .then_text("/base@")
        .then(Piece::Digest("base".into()));
    let filled = argument.filled("/store", |target| format!("sha256:{target}"));
    assert_eq!(filled, "below=oci-layout:///store/base@sha256:base");
}
