//! Plans as command lines and as scripts, run by real shells with a docker that only takes notes.

use std::path::Path;

use insta::assert_snapshot;

use crate::support::Project;

/// Takes down its arguments and its input, one word a line, and leaves what a build would leave.
const DOCKER: &str = r#"
note=$(for word; do printf '<%s>\n' "$word"; done; [ -t 0 ] || cat; echo "SDE=${SOURCE_DATE_EPOCH-unset}")
for word; do
  case $word in
    *dest=*) folder=${word##*dest=}; mkdir -p "$folder"
      echo '{"manifests":[{"digest":"sha256:0123","annotations":{"a":"b"}}]}' >"$folder/index.json" ;;
    --metadata-file=*) printf '{\n  "x": {"digest": "sha256:9"},\n  "containerimage.digest": "sha256:4567"\n}' >"${word#*=}" ;;
  esac
done
printf '%s\n' "$note" | sed "s,$TMPDIR/tmp[^/]*,STORE," >>"$NOTES"
[ -z "${PAUSE-}" ] || { trap 'echo ended >>"$NOTES"; exit 1' TERM; echo started >>"$NOTES"; while :; do sleep 0.05; done; }
"#;

const TREE: &str = r#"
target "base" {
  dockerfile-inline = "FROM scratch"
}
target "mid" {
  contexts = { below = "target:base" }
  output   = ["type=registry"]
  tags     = ["example.org/mid:1"]
}
target "top" {
  context           = "it's a $folder"
  contexts          = { below = "target:mid" }
  args              = { A = "\"'$HOME`id`\\\n é \t*", B = "" }
  dockerfile-inline = <<-EOT
    FROM below
    RUN echo '$x' `id` \
      "é€😀"
    DOCKERFILE
  EOT
}
"#;

fn shells() -> Vec<&'static str> {
    let present = |shell: &str| Path::new("/bin").join(shell).exists();
    ["sh", "dash", "bash", "busybox"].into_iter().filter(|shell| present(shell)).collect()
}

fn noted(bake: &str, shell: &str) -> String {
    let project = Project::bake(bake).program("docker", DOCKER);
    let notes = project.path("notes").display().to_string();
    let outcome = project.env("NOTES", &notes).shell(shell);
    format!("{outcome}")
}

#[test]
fn every_word_arrives_as_it_is_in_the_plan() {
    let pasted = "$BAKEWELL plan --format buildx top > it && mkdir t && TMPDIR=$PWD/t sh -e it && cat notes && ls t";
    let expected = noted(TREE, pasted);
    assert_snapshot!(expected, @r#"
    exit 0
    --- stdout
    <buildx>
    <build>
    <--file=->
    <--output=type=oci,tar=false,dest=STORE/base>
    <.>
    FROM scratchSDE=unset
    <buildx>
    <build>
    <--file=Dockerfile>
    <--build-context=below=oci-layout://STORE/base@sha256:0123>
    <--tag=example.org/mid:1>
    <--output=type=oci,tar=false,dest=STORE/mid>
    <.>
    SDE=unset
    <buildx>
    <build>
    <--file=->
    <--build-context=below=oci-layout://STORE/mid@sha256:0123>
    <--build-arg=A="'$HOME`id`\
     é 	*>
    <--build-arg=B=>
    <it's a $folder>
    FROM below
    RUN echo '$x' `id` \
      "é€😀"
    DOCKERFILE
    SDE=unset
    "#);
    for shell in shells() {
        let applet = if shell == "busybox" { "busybox sh" } else { shell };
        let run = format!(
            "$BAKEWELL plan --format shell top > it && mkdir t && TMPDIR=$PWD/t {applet} ./it && \
             cat notes && ls t"
        );
        assert_eq!(noted(TREE, &run), expected, "{shell}");
    }
}

#[test]
fn a_script_that_is_ended_ends_what_it_has_started() {
    let outcome = noted(
        "target \"app\" {\n}\n",
        "export PAUSE=1 TMPDIR=$PWD/t; mkdir t; : > notes
         $BAKEWELL plan --format shell app > it; sh ./it & pid=$!
         while ! grep -q started notes; do sleep 0.05; done
         kill -TERM $pid; wait $pid; code=$?; tail -n 1 notes; ls t; exit $code",
    );
    assert_snapshot!(outcome, @r"
    exit 143
    --- stdout
    ended
    ");
}

#[test]
fn a_failure_ends_the_script_after_all_of_its_wave() {
    let bake = r#"
target "default" {
  contexts = { a = "target:a", b = "target:bad", c = "target:c" }
}
target "a" {
}
target "bad" {
}
target "c" {
}
"#;
    let docker = r"case $* in */bad\ *) exit 1 ;; *) echo built ;; esac";
    let project = Project::bake(bake).program("docker", docker);
    assert_snapshot!(project.shell("$BAKEWELL plan --format shell > it; JOBS=1 sh ./it"), @r"
    exit 1
    --- stdout
    built
    built
    --- stderr
    failed: bad
    ");
}

#[test]
fn the_program_that_builds_can_be_chosen() {
    let script = "$BAKEWELL plan --format shell app > it; BUILDX='echo other' sh ./it";
    assert_snapshot!(noted("target \"app\" {\n}\n", script), @r"
    exit 0
    --- stdout
    other build --file=Dockerfile .
    ");
}

#[test]
fn flags_of_docker_are_handed_on() {
    let project = Project::bake("target \"app\" {\n platforms = [\"linux/amd64\"]\n}\n");
    assert_snapshot!(project.run("plan --format buildx app --builder b --progress=plain -D --check"), @r"
    exit 0
    --- stdout
    docker buildx build --debug --builder=b --progress=plain --call=check --file=Dockerfile --platform=linux/amd64 .
    ");
    let deleting = "plan --format=buildx app --set app.output=type=local,dest=o,mode=delete";
    let outcome = project.run(&format!("{deleting} --allow=buildx.local.delete"));
    assert!(outcome.stdout.contains("mode=delete --allow=buildx.local.delete .\n"), "{outcome}");
    assert!(!project.run(deleting).stdout.contains("--allow"));
    assert_snapshot!(project.run("plan --format=shell app --metadata-file m.json"), @r"
    exit 2
    --- stderr
    error: one file cannot be written by several builds
       ╭─[command line:1:34]
     1 │ bakewell plan --format=shell app --metadata-file m.json
       ·                                  ───────────────
       ╰────
      = hint: leave out `--metadata-file`

    1 error
    ");
}

#[test]
fn what_has_no_flag_is_an_error_and_nothing_is_printed() {
    let project = Project::bake("target \"app\" {\n  args = { \"a=b\" = \"c\" }\n}\n");
    assert_snapshot!(project.run("plan --format buildx app"), @r#"
    exit 2
    --- stderr
    error: no flag can give a value to `a=b`: the name would end at the `=`
       ╭─[docker-bake.hcl:2:20]
     1 │ target "app" {
     2 │   args = { "a=b" = "c" }
       ·                    ───
     3 │ }
       ╰────
      = hint: build it with `docker buildx bake`, or with `bakewell build`

    1 error
    "#);
}
