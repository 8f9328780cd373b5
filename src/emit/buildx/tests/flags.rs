//! Which attribute becomes which flag.

use insta::assert_snapshot;

use super::super::{Plan, Settings, lines};
use super::{line, planned, printed, selection, settings};
use crate::emit::shell;
use crate::source::Memory;
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
