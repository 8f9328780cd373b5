//! Bake files in, command lines out.

use insta::assert_snapshot;

use super::{Argument, Piece, Plan, Settings, lines, plan};
use crate::compile::{self, FileRequest, Request, Word};
use crate::diag::{Diagnostics, Stopped};
use crate::emit::shell;
use crate::select::Selection;
use crate::source::{Memory, Sources};
use crate::span::{FileId, Span};
use crate::target::{ADDED, NAMES};

/// A target with every attribute one at a time: the name, what stands in the bake file, and the
/// words it becomes beside `build --file=Dockerfile .`.
const FLAGS: &[(&str, &str, &str)] = &[
    (
        "annotations",
        r#"annotations = ["a=b", "index:c=d e"]"#,
        "--annotation=a=b '--annotation=index:c=d e'",
    ),
    (
        "args",
        r#"args = { B = "it's $x", A = "", N = null }"#,
        r"--build-arg=A= '--build-arg=B=it'\''s $x'",
    ),
    (
        "attest",
        r#"attest = ["type=sbom,generator=a b", "type=provenance,disabled=true"]"#,
        "'--attest=type=sbom,generator=a b' --attest=type=provenance,disabled=true",
    ),
    (
        "cache-from",
        r#"cache-from = ["user/app", "type=local,src=a b"]"#,
        "--cache-from=type=registry,ref=user/app '--cache-from=type=local,src=a b'",
    ),
    (
        "cache-to",
        r#"cache-to = [{ type = "gha", scope = "a,b" }]"#,
        r#"'--cache-to=type=gha,"scope=a,b"'"#,
    ),
    ("call", r#"call = "check,format=json""#, "--call=check"),
    (
        "contexts",
        r#"contexts = { b = "cwd://x/../y", a = "docker-image://alpine" }"#,
        "--build-context=a=docker-image://alpine --build-context=b=y",
    ),
    ("entitlements", r#"entitlements = ["security.insecure"]"#, "--allow=security.insecure"),
    (
        "extra-hosts",
        r#"extra-hosts = { a = "1.2.3.4", b = null, c = "x,y" }"#,
        r#"--add-host=a=1.2.3.4 '--add-host="c=x,y"'"#,
    ),
    ("labels", r#"labels = { "org.x" = "a\nb", gone = null }"#, "'--label=org.x=a\nb'"),
    ("network", r#"network = "host""#, "--allow=network.host --network=host"),
    ("no-cache", "no-cache = true", "--no-cache"),
    (
        "no-cache-filter",
        r#"no-cache-filter = ["a", "b"]"#,
        "--no-cache-filter=a --no-cache-filter=b",
    ),
    (
        "output",
        r#"output = ["out", { type = "image", push = "true" }, "type=tar"]"#,
        "--output=type=local,dest=out --output=type=image,push=true --output=type=tar,dest=-",
    ),
    (
        "platforms",
        r#"platforms = ["linux/amd64", "linux/arm64"]"#,
        "--platform=linux/amd64 --platform=linux/arm64",
    ),
    (
        "policy",
        r#"policy = [{ filename = "p.rego", strict = true }]"#,
        "--policy=filename=p.rego,strict=true",
    ),
    ("pull", "pull = true", "--pull"),
    (
        "resources",
        r#"resources = { memory = "2g", cpu-quota = 50000 }"#,
        "--resource=memory=2g --resource=cpu-quota=50000",
    ),
    ("secret", r#"secret = [{ id = "t", env = "T" }]"#, "--secret=id=t,env=T"),
    ("shm-size", r#"shm-size = "128m""#, "--shm-size=128m"),
    ("ssh", r#"ssh = [{ id = "default", paths = ["agent.sock"] }]"#, "--ssh=default=agent.sock"),
    ("tags", r#"tags = ["a:1", "example.org/b"]"#, "--tag=a:1 --tag=example.org/b"),
    ("target", r#"target = "stage""#, "--target=stage"),
    ("ulimits", r#"ulimits = ["nofile=1024:2048"]"#, "--ulimit=nofile=1024:2048"),
];

/// Attributes that are no flag, and why.
const NO_FLAGS: &[(&str, &str)] = &[
    ("context", "is the last word"),
    ("description", "is for people"),
    ("dockerfile", "is found from the context: `--file`, in a test of its own"),
    ("dockerfile-inline", "is on standard input, in a test of its own"),
    ("inherits", "is settled before"),
    ("inputs", "counts for keys only"),
    ("key-ignore", "counts for keys only"),
    ("matrix", "is settled before"),
    ("matrix-exclude", "is settled before"),
    ("matrix-include", "is settled before"),
    ("name", "is settled before"),
    ("needs", "is the order"),
    ("reuse", "may save a build; a build is never wrong"),
    ("template", "is settled before: the text is inline"),
    ("vars", "is settled before: the text is inline"),
];

fn selection(host: &Memory, wanted: &str) -> Result<(Selection, Sources), String> {
    let nowhere = Span::new(FileId(0), 0, 0);
    let request = Request {
        files: vec![FileRequest::Path(crate::span::Spanned::new("bake.hcl".into(), nowhere))],
        targets: wanted.split_whitespace().map(|name| Word::new(name.into(), nowhere)).collect(),
        ..Request::default()
    };
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    sources.add("command line", "");
    let compiled = compile::compile(host, &request, &mut sources, &mut diags);
    compiled.map(|it| (it.selection, sources)).map_err(|Stopped { .. }| format!("{diags:?}"))
}

fn planned(selection: &Selection, settings: &Settings, sources: &Sources) -> Result<Plan, String> {
    let mut diags = Diagnostics::new();
    plan(selection, settings, &mut diags).map_err(|_| {
        let wrong = diags.iter().map(|found| {
            let place = found.labels.first().map_or("", |label| sources.slice(label.span));
            let first = format!("{} at `{place}`", found.message);
            let lines = [first].into_iter().chain(found.advice());
            lines.collect::<Vec<_>>().join("\n  ") + "\n"
        });
        wrong.collect()
    })
}

fn settings() -> Settings {
    Settings { working_directory: "/project".to_owned(), ..Settings::default() }
}

/// The command lines for targets of a bake file, or every error.
fn printed(bake: &str, wanted: &str) -> String {
    let host = Memory::new().file("bake.hcl", bake).other("agent.sock").env("T", "");
    let (selection, sources) = selection(&host, wanted).expect("the bake file is right");
    match planned(&selection, &settings(), &sources) {
        Ok(plan) => lines(&plan),
        Err(wrong) => wrong,
    }
}

/// The one command line for a target that says this, without what has to do with platforms.
fn line(body: &str) -> String {
    let text = printed(&format!("target \"app\" {{\n{body}\n}}\n"), "app");
    text.trim_start_matches("unset DOCKER_DEFAULT_PLATFORM\n").trim_end().to_owned()
}

#[test]
fn each_attribute_is_its_flag() {
    for (name, bake, words) in FLAGS {
        let line = line(bake);
        let flags = line
            .strip_prefix("docker buildx build ")
            .and_then(|rest| rest.strip_suffix(" ."))
            .map(|rest| rest.replacen("--file=Dockerfile", "", 1));
        assert_eq!(flags.as_deref().map(str::trim), Some(*words), "{name}: {line}");
    }
}

#[test]
fn no_attribute_is_forgotten() {
    let known = FLAGS.iter().map(|(name, ..)| name).chain(NO_FLAGS.iter().map(|(name, _)| name));
    let mut known: Vec<&str> = known.copied().collect();
    known.sort_unstable();
    let mut all: Vec<&str> = NAMES.iter().chain(ADDED).copied().collect();
    all.sort_unstable();
    assert_eq!(known, all);
}

#[test]
fn a_dockerfile_is_found_from_the_working_directory() {
    let cases = [
        (r#"context = "a""#, "--file=a/Dockerfile a"),
        (
            r#"context = "a"
            dockerfile = "../b/x""#,
            "--file=b/x a",
        ),
        (
            r#"context = "a"
            dockerfile = "/x""#,
            "--file=/x a",
        ),
        (
            r#"context = "a"
            dockerfile = "cwd://x""#,
            "--file=x a",
        ),
        (r#"context = "cwd://a""#, "--file=a/Dockerfile a"),
        (r#"context = "-a""#, "--file=-a/Dockerfile ./-a"),
        (
            r#"context = "https://example.org/a.git"
            dockerfile = "b/x""#,
            "--file=b/x https://example.org/a.git",
        ),
        (
            r#"context = "https://example.org/a.git"
            dockerfile = "cwd://x""#,
            "--file=/project/x https://example.org/a.git",
        ),
    ];
    for (body, words) in cases {
        assert_eq!(line(body), format!("docker buildx build {words}"), "{body}");
    }
}

#[test]
fn a_dockerfile_that_is_no_file_is_read_from_standard_input() {
    assert_snapshot!(line("dockerfile-inline = \"FROM a\\nRUN echo '$x'\\nDOCKERFILE\\n\"\ncontext = \"c\""), @r"
    docker buildx build --file=- c <<'DOCKERFILE_'
    FROM a
    RUN echo '$x'
    DOCKERFILE
    DOCKERFILE_
    ");
    assert_snapshot!(line("dockerfile-inline = \"FROM it's\""), @r"printf %s 'FROM it'\''s' | docker buildx build --file=- .");
    assert_eq!(line(r#"dockerfile-inline = """#), "docker buildx build --file=Dockerfile .");
}

#[test]
fn what_the_environment_must_not_add_is_kept_out() {
    let with = "target \"app\" {\n platforms = [\"linux/amd64\"]\n}";
    assert_snapshot!(printed(with, "app"), @"docker buildx build --file=Dockerfile --platform=linux/amd64 .");
    let plan = without_epoch();
    assert_snapshot!(lines(&plan), @r"
    unset DOCKER_DEFAULT_PLATFORM
    SOURCE_DATE_EPOCH= docker buildx build --file=Dockerfile .
    ");
    let script = shell::script(&plan);
    assert!(!script.contains("mktemp") && !script.contains("digest()"), "{script}");
    assert_snapshot!(script.split_once("\n# ---- ").expect("there are waves").1, @r"
    wave 1

    ( SOURCE_DATE_EPOCH=; buildx build \
      --file=Dockerfile \
      . ) &
    job app
    finish
    ");
}

/// A target that wants no date whatever the environment says.
fn without_epoch() -> Plan {
    let host = Memory::new().file("bake.hcl", "target \"app\" {\n}");
    let (mut selection, sources) = selection(&host, "app").expect("it is right");
    if let Some(app) = selection.targets.get_mut("app") {
        app.attributes.args = Some([("SOURCE_DATE_EPOCH".into(), None)].into());
    }
    planned(&selection, &settings(), &sources).expect("it has flags")
}

#[test]
fn the_wider_of_two_switches_wins_as_in_bake() {
    let both = "no-cache = true\nno-cache-filter = [\"a\"]";
    assert_eq!(line(both), "docker buildx build --file=Dockerfile --no-cache .");
}

#[test]
fn what_has_no_flag_is_refused_at_its_place() {
    let bake = r#"
target "app" {
  args       = { "a=b" = "c", "" = "d" }
  labels     = { "x=y" = "z" }
  contexts   = { "docker.io/library/alpine" = "x", Capital = "y", "a::linux/amd64" = "z" }
  attest     = [{ generator = "x" }]
  output     = [{ type = "image", Push = "true" }]
  cache-from = [{ type = "local", Src = "a" }]
}
"#;
    assert_snapshot!(printed(bake, "app"), @r#"
    no flag can name the context `Capital`: `--build-context` takes names of images only at `"y"`
      use a name of small letters, digits and `-`
      build it with `docker buildx bake`, or with `bakewell build`
    no flag can name the context `a::linux/amd64`: `--build-context` takes names of images only at `"z"`
      use a name of small letters, digits and `-`
      build it with `docker buildx bake`, or with `bakewell build`
    no flag can name the context `docker.io/library/alpine`: `--build-context` would make `alpine` of it at `"x"`
      call the context `alpine`
      build it with `docker buildx bake`, or with `bakewell build`
    no flag can give a value to an empty name at `"d"`
      build it with `docker buildx bake`, or with `bakewell build`
    no flag can give a value to `a=b`: the name would end at the `=` at `"c"`
      build it with `docker buildx bake`, or with `bakewell build`
    no flag can give a value to `x=y`: the name would end at the `=` at `"z"`
      build it with `docker buildx bake`, or with `bakewell build`
    `cache-from`: as a flag this would be read as something else at `{ type = "local", Src = "a" }`
      build it with `docker buildx bake`, or with `bakewell build`
    `attest`: as a flag this would be read as something else at `{ generator = "x" }`
      build it with `docker buildx bake`, or with `bakewell build`
    `output`: as a flag this would be read as something else at `{ type = "image", Push = "true" }`
      build it with `docker buildx bake`, or with `bakewell build`
    "#);
}

#[test]
fn settings_come_first() {
    let host = Memory::new().file("bake.hcl", "target \"app\" {\n call = \"lint\"\n}");
    let (selection, sources) = selection(&host, "app").expect("it is right");
    let settings = Settings {
        builder: Some("my builder".to_owned()),
        progress: Some("plain".to_owned()),
        debug: true,
        call: Some("check,format=json".to_owned()),
        allow_delete: true,
        working_directory: String::new(),
    };
    let plan = planned(&selection, &settings, &sources).expect("it has flags");
    assert_snapshot!(lines(&plan), @r"
    unset DOCKER_DEFAULT_PLATFORM
    docker buildx build --debug '--builder=my builder' --progress=plain --call=check,format=json --file=Dockerfile .
    ");
}

const TREE: &str = r#"
group "default" {
  targets = ["b-1", "b_1", "top"]
}
target "base" {
}
target "b-1" {
  contexts = { below = "target:base" }
  output   = ["type=registry"]
  tags     = ["example.org:5000/b:1"]
}
target "b_1" {
  contexts = { below = "target:base" }
}
target "top" {
  contexts = { one = "target:b-1", other = "target:b_1", again = "target:b-1" }
  tags     = ["top"]
}
"#;

#[test]
fn children_take_parents_from_the_registry_or_the_store() {
    assert_snapshot!(printed(TREE, ""), @r#"
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
    docker buildx build --file=Dockerfile --build-context=below=oci-layout://"$store"/base@"$digest_base" --output=type=image --output=type=oci,tar=false,dest="$store"/b_1 .
    digest_b_1_=$(digest digest "$store"/b_1/index.json)
    docker buildx build --file=Dockerfile --build-context=again=docker-image://example.org:5000/b@"$digest_b_1" --build-context=one=docker-image://example.org:5000/b@"$digest_b_1" --build-context=other=oci-layout://"$store"/b_1@"$digest_b_1_" --tag=top .
    rm -rf "$store"
    "#);
}

#[test]
fn what_children_say_of_layers_their_parents_say_too() {
    let bake = r#"
target "base" {
  output = ["type=local,dest=out"]
}
target "pushed" {
  contexts = { below = "target:base" }
  output   = ["type=registry"]
  tags     = ["example.org/pushed"]
}
target "top" {
  contexts = { below = "target:pushed" }
  output   = ["type=oci,dest=top.tar,rewrite-timestamp=true,compression=zstd", "type=oci,dest=b.tar,compression=gzip"]
}
"#;
    assert_snapshot!(printed(bake, "base pushed top"), @r#"
    unset DOCKER_DEFAULT_PLATFORM
    store=$(mktemp -d)
    digest() {
      { tr -d ' \n' <"$2"; echo; } | sed -n 's/.*"'"$1"'":"\(sha256:[0-9a-f]*\)".*/\1/p' |
        grep . || { echo "no digest in $2" >&2; return 1; }
    }
    docker buildx build --file=Dockerfile --output=type=local,dest=out --output=type=oci,rewrite-timestamp=true,tar=false,dest="$store"/base .
    digest_base=$(digest digest "$store"/base/index.json)
    docker buildx build --file=Dockerfile --build-context=below=oci-layout://"$store"/base@"$digest_base" --tag=example.org/pushed --output=type=registry --output=type=oci,rewrite-timestamp=true,tar=false,dest="$store"/pushed .
    digest_pushed=$(digest digest "$store"/pushed/index.json)
    docker buildx build --file=Dockerfile --build-context=below=oci-layout://"$store"/pushed@"$digest_pushed" --output=type=oci,dest=top.tar,compression=zstd,rewrite-timestamp=true --output=type=oci,dest=b.tar,compression=gzip .
    rm -rf "$store"
    "#);
}

#[test]
fn a_layout_of_its_own_is_taken_where_it_fits() {
    let bake = |more: &str| {
        format!(
            r#"
target "base" {{
  output = [{{ type = "oci", tar = "false", dest = "my out" }}]
}}
target "top" {{
  contexts = {{ below = "target:base" }}
  output = ["type=oci,dest=top.tar{more}"]
}}
"#
        )
    };
    assert_snapshot!(printed(&bake(""), "base top"), @r#"
    unset DOCKER_DEFAULT_PLATFORM
    store=$(mktemp -d)
    digest() {
      { tr -d ' \n' <"$2"; echo; } | sed -n 's/.*"'"$1"'":"\(sha256:[0-9a-f]*\)".*/\1/p' |
        grep . || { echo "no digest in $2" >&2; return 1; }
    }
    docker buildx build --file=Dockerfile '--output=type=oci,dest=my out,tar=false' --metadata-file="$store"/base.json .
    digest_base=$(digest containerimage.digest "$store"/base.json)
    docker buildx build --file=Dockerfile --build-context=below=oci-layout://'my out@'"$digest_base" --output=type=oci,dest=top.tar .
    rm -rf "$store"
    "#);
    assert_snapshot!(printed(&bake(",rewrite-timestamp=true"), "base top"), @r#"
    the image of `base` cannot be handed on: a build writes one OCI layout into a folder, and this one is not what others need at `[{ type = "oci", tar = "false", dest = "my out" }]`
      write an archive instead: leave out `tar=false`
    "#);
}

#[test]
fn nobody_starts_from_what_is_not_built() {
    let bake = "target \"base\" {\n call = \"check\"\n}\ntarget \"top\" {\n contexts = { below = \"target:base\" }\n}";
    assert_snapshot!(printed(bake, "top"), @r#"target `top` cannot start from `base`, which is not built: its `call` is `check` at `"target:base"`"#);
}

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

fn with_tasks(promoted: &str) -> Result<(Plan, String), String> {
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

/// What a target that is pushed becomes for a child with these platforms.
fn across(platforms: &str, child: &str) -> String {
    let bake = format!(
        "target \"one\" {{\n platforms = {platforms}\n tags = [\"h/one\"]\n output = [\"type=registry\"]\n}}\n\
         target \"app\" {{\n platforms = {child}\n contexts = {{ one = \"target:one\" }}\n}}\n"
    );
    let text = printed(&bake, "one app");
    let (_, context) = text.split_once("--build-context=one=").expect("it is a context");
    context.split('"').next().unwrap_or_default().to_owned()
}

#[test]
fn an_image_for_platforms_that_are_not_its_own_is_not_looked_for_in_a_registry() {
    let [none, amd, arm] = ["[]", "[\"linux/amd64\"]", "[\"linux/arm64\"]"];
    let both = "[\"linux/amd64\", \"linux/arm64\"]";
    for (platforms, child) in [(none, none), (amd, amd), (both, both), (both, arm), (both, none)] {
        assert_eq!(across(platforms, child), "docker-image://h/one@", "{platforms} {child}");
    }
    for (platforms, child) in [(none, both), (none, arm), (amd, arm), (amd, both), (amd, none)] {
        assert_eq!(across(platforms, child), "oci-layout://", "{platforms} {child}");
    }
}

#[test]
fn an_image_for_platforms_that_are_not_its_own_has_no_attestations() {
    let bake = r#"
target "files" {
  attest = ["type=provenance,mode=max", "type=sbom,disabled=true"]
}
target "app" {
  platforms = ["linux/arm64"]
  contexts  = { files = "target:files" }
}
"#;
    let text = printed(bake, "app");
    assert!(
        text.contains(
            " --attest=type=provenance,disabled=true --attest=type=sbom,disabled=true --output="
        ),
        "{text}"
    );
    assert_snapshot!(printed(bake, "files app"), @r#"
    the image of `files` cannot be handed on: others start from it for platforms that it is not built for, and with attestations beside it they do not find it at `["type=provenance,mode=max", "type=sbom,disabled=true"]`
      build it for their `platforms`, or leave out `attest`
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
