//! The calls that `bakewell plan` prints, made on a real engine, beside `docker buildx bake`.
//!
//! Both build the same images. What may differ is said in the tests: a layer that the exporter
//! has dated itself carries a note of that in the manifest, and a layer that an image starts from
//! does not; provenance names what a build was given, which here is an image and there a target.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;
use tempfile::TempDir;

use crate::engine::{Engine, Ran, buildx, engine};

/// A diamond on a shared root, with texts that a shell could stumble over. Everything is exported
/// as an OCI layout, dated to the epoch.
const DIAMOND: &str = r#"
target "_exported" {
  args   = { NASTY = "it's \"$HOME\" `id` \\ \n é€😀 %s ${"$"}{x} -- ;&|<>*?[]#~=!" }
  labels = {
    "org.example.nasty" = "'a' \"b\" $c `d` \\\n\te é€😀"
    "org.example.plain" = "plain"
  }
  annotations = ["org.example.note=it's $x", "manifest:org.example.other=a, b"]
}

target "base" {
  context = "base"
  args    = { GREETING = "hello" }
}

target "left" {
  inherits          = ["_exported"]
  contexts          = { below = "target:base" }
  output            = ["type=oci,dest=OUT/left,tar=false,rewrite-timestamp=true"]
  tags              = ["example.org/left:1", "example.org/left:2"]
  dockerfile-inline = <<-EOT
    FROM below
    ARG NASTY
    RUN printf %s "$NASTY" > /left
    COPY <<EOF /doc
    it's $HOME `id`
    EOF
  EOT
}

target "right" {
  inherits          = ["_exported"]
  contexts          = { below = "target:base" }
  dockerfile-inline = "FROM below\nRUN echo right > /right"
}

target "top" {
  inherits          = ["_exported"]
  context           = "top context"
  contexts          = { one = "target:left", other = "target:right" }
  output            = ["type=oci,dest=OUT/top,tar=false,rewrite-timestamp=true"]
  dockerfile-inline = <<-EOT
    FROM one
    COPY --from=other /right /right
    COPY file /file
    RUN cat /left /right /file /greeting > /all
    CMD ["cat", "/all"]
  EOT
}
"#;

/// Nothing but files from elsewhere in the root folder: these layers are the same each time.
const FILES: &str = r#"
variable "REPOSITORY" {}

target "_pushed" {
  context  = "top context"
  output   = ["type=image,push=true,oci-mediatypes=true"]
  attest   = ["type=provenance,disabled=true"]
}

target "root" {
  inherits          = ["_pushed"]
  tags              = ["${REPOSITORY}:root"]
  platforms         = ["linux/amd64", "linux/arm64"]
  dockerfile-inline = <<-EOT
    FROM scratch
    ARG TARGETARCH
    COPY file /file
    LABEL arch=$TARGETARCH
  EOT
}

target "middle" {
  inherits          = ["_pushed"]
  output            = []
  contexts          = { root = "target:root" }
  platforms         = ["linux/amd64", "linux/arm64"]
  dockerfile-inline = "FROM root\nCOPY file /middle\n"
}

target "leaf" {
  inherits          = ["_pushed"]
  contexts          = { middle = "target:middle", root = "target:root" }
  tags              = ["${REPOSITORY}:leaf", "${REPOSITORY}:leaf-again"]
  annotations       = ["index:org.example.note=it's", "org.example.note=$x"]
  platforms         = ["linux/amd64", "linux/arm64"]
  dockerfile-inline = "FROM middle\nCOPY --from=root /file /leaf\n"
}
"#;

#[derive(Debug)]
struct Project {
    folder: TempDir,
    engine: &'static Engine,
    name: String,
}

impl Project {
    fn new(bake: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let (folder, engine) = (TempDir::new().expect("a folder for the project"), engine());
        engine.write_base_context(&folder.path().join("base"));
        let project =
            Self { folder, engine, name: format!("calls-{}-{number}", std::process::id()) };
        project.write("docker-bake.hcl", bake);
        project.write("top context/file", "a file\n");
        project
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder");
        fs::write(path, text).expect("a file can be written");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A command in the folder, with the time stopped and a temporary folder of its own.
    fn run(&self, repository: &str, program: impl AsRef<std::ffi::OsStr>, args: &[&str]) -> Ran {
        fs::create_dir_all(self.path("temporary files")).expect("a folder for temporary files");
        let mut command = self.engine.command(program);
        command.args(args).current_dir(self.folder.path());
        command.env("REPOSITORY", format!("{}/{repository}", self.engine.registry));
        command.env("SOURCE_DATE_EPOCH", "0").env("TMPDIR", self.path("temporary files"));
        command.env("DOCKER_DEFAULT_PLATFORM", "linux/s390x").env("BUILDX", buildx().join(" "));
        Ran::of(&mut command)
    }

    fn bakewell(&self, repository: &str, args: &[&str]) -> String {
        let ran = self.run(repository, env!("CARGO_BIN_EXE_bakewell"), args);
        assert!(ran.success, "{}", ran.text);
        ran.stdout
    }

    /// Builds with `docker buildx bake`.
    fn bake(&self, repository: &str, targets: &[&str]) {
        let buildx = buildx();
        let (program, words) = buildx.split_first().expect("there is a buildx");
        let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
        words.extend(["bake", "--allow=fs=*"].iter().chain(targets));
        let ran = self.run(repository, program, &words);
        assert!(ran.success, "{}", ran.text);
    }

    /// Builds with the script, run by a shell; nothing of its own is left behind.
    fn script(&self, repository: &str, shell: &str, targets: &[&str]) -> Ran {
        let plan = [&["plan", "--format=shell"], targets].concat();
        self.write("script", &self.bakewell(repository, &plan));
        let ran = self.run(repository, shell, &["script"]);
        let left = fs::read_dir(self.path("temporary files")).expect("the folder is still there");
        assert_eq!(left.count(), 0, "something is left of the store:\n{}", ran.text);
        ran
    }

    /// Builds with `docker buildx bake` and with the script, and compares what is pushed.
    fn pushes_the_same(&self, targets: &[&str], tags: &[&str]) {
        let [baked, called] = ["baked", "called"].map(|how| format!("{}-{how}", self.name));
        self.bake(&baked, targets);
        let ran = self.script(&called, "sh", targets);
        assert!(ran.success, "{}", ran.text);
        for tag in tags {
            let digest = self.engine.pushed(&baked, tag);
            assert!(digest.is_some(), "{tag} is pushed");
            assert_eq!(self.engine.pushed(&called, tag), digest, "{tag}");
        }
    }

    /// The first image of an OCI layout in a folder.
    fn image(&self, folder: &str) -> Image {
        let folder = self.path(folder);
        let index = json(&folder.join("index.json"));
        let digest = text(&index["manifests"][0]["digest"]);
        let manifest = json(&blob(&folder, &digest));
        let config = json(&blob(&folder, &text(&manifest["config"]["digest"])));
        Image { digest, manifest, config }
    }
}

fn blob(folder: &Path, digest: &str) -> PathBuf {
    folder.join("blobs/sha256").join(digest.trim_start_matches("sha256:"))
}

fn json(path: &Path) -> Value {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).expect("it is JSON")
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// What BuildKit's exporter notes at a layer that it has dated.
const DATED: &str = "buildkit/rewritten-timestamp";

#[derive(Debug)]
struct Image {
    digest: String,
    manifest: Value,
    config: Value,
}

impl Image {
    /// The manifest without the notes of who has dated a layer.
    fn without_notes(&self) -> Value {
        let mut manifest = self.manifest.clone();
        for layer in manifest["layers"].as_array_mut().expect("there are layers") {
            let layer = layer.as_object_mut().expect("a layer is an object");
            let mut notes = layer.remove("annotations").unwrap_or_default();
            let notes_of_time = notes.as_object_mut().and_then(|all| all.remove(DATED));
            assert!(notes_of_time.is_none_or(|time| time == "0"), "dated to the epoch");
            assert!(
                notes.as_object().is_none_or(serde_json::Map::is_empty),
                "no other note: {notes}"
            );
        }
        manifest
    }
}

#[test]
fn a_script_builds_what_bake_builds() {
    let project = Project::new("");
    let mut built = BTreeMap::new();
    for out in ["baked", "sh", "lines"] {
        project.write("docker-bake.hcl", &DIAMOND.replace("OUT", out));
        match out {
            "baked" => project.bake("none", &["left", "top"]),
            "lines" => {
                let lines = project.bakewell("none", &["plan", "--format=buildx", "left", "top"]);
                let docker = buildx().join(" ");
                project.write("pasted", &lines.replace("docker buildx", &docker));
                let ran = project.run("none", "sh", &["-e", "pasted"]);
                assert!(ran.success, "{}", ran.text);
            }
            _ => {
                let ran = project.script("none", out, &["left", "top"]);
                assert!(ran.success, "{}", ran.text);
            }
        }
        for target in ["left", "top"] {
            built.insert((target, out), project.image(&format!("{out}/{target}")));
        }
    }
    for target in ["left", "top"] {
        let (baked, other) = (&built[&(target, "baked")], &built[&(target, "lines")]);
        let script = &built[&(target, "sh")];
        assert_eq!(script.digest, other.digest, "{target}: both forms build the same");
        assert_eq!(baked.config, script.config, "{target}");
        assert_eq!(baked.without_notes(), script.without_notes(), "{target}");
    }
    let labels = &built[&("top", "sh")].config["config"]["Labels"];
    assert_eq!(labels["org.example.nasty"], "'a' \"b\" $c `d` \\\n\te é€😀");
}

/// A manifest in docker's own form has no room for notes, so nothing is left that could differ.
#[test]
fn dated_images_in_the_form_of_docker_are_equal_digest_for_digest() {
    let project = Project::new("");
    let bake = DIAMOND.replace("type=oci,", "type=oci,oci-mediatypes=false,");
    let bake: String = bake
        .split_inclusive('\n')
        .filter(|line| !line.trim_start().starts_with("annotations"))
        .collect();
    project.write("docker-bake.hcl", &bake.replace("OUT", "baked"));
    project.bake("none", &["left", "top"]);
    project.write("docker-bake.hcl", &bake.replace("OUT", "called"));
    let ran = project.script("none", "sh", &["left", "top"]);
    assert!(ran.success, "{}", ran.text);
    for target in ["left", "top"] {
        let [baked, called] =
            ["baked", "called"].map(|by| project.image(&format!("{by}/{target}")));
        assert_eq!(baked.manifest, called.manifest, "{target}");
        assert_eq!(baked.digest, called.digest, "{target}");
    }
}

#[test]
fn pushed_images_are_equal_digest_for_digest() {
    let tags = ["root", "leaf", "leaf-again"];
    Project::new(FILES).pushes_the_same(&["root", "middle", "leaf"], &tags);
}

/// Files of one image, pushed or not, for images of two platforms.
const ONCE: &str = r#"
variable "REPOSITORY" {}
target "files" {
  context           = "top context"
  attest            = ["type=provenance,mode=max"]
  dockerfile-inline = "FROM scratch\nCOPY file /file\n"
}

target "pushed" {
  context           = "top context"
  output            = ["type=registry"]
  tags              = ["${REPOSITORY}:pushed"]
  dockerfile-inline = "FROM scratch\nCOPY file /pushed\n"
}

target "app" {
  attest            = ["type=provenance,disabled=true"]
  contexts          = { files = "target:files", pushed = "target:pushed" }
  output            = ["type=image,push=true,oci-mediatypes=true"]
  platforms         = ["linux/amd64", "linux/arm64"]
  tags              = ["${REPOSITORY}:app"]
  dockerfile-inline = "FROM pushed\nCOPY --from=files /file /copy\n"
}
"#;

#[test]
fn one_image_serves_children_of_any_platform() {
    Project::new(ONCE).pushes_the_same(&["pushed", "app"], &["app"]);
}

/// A target that a task tries before it gets a further name, and one that is tried after loading.
const TRIED: &str = r#"
variable "REPOSITORY" {}

target "base" {
  context = "base"
  args    = { GREETING = "hello" }
}

target "pushed" {
  contexts          = { below = "target:base" }
  output            = ["type=image,push=true,oci-mediatypes=true"]
  tags              = ["${REPOSITORY}:candidate"]
  dockerfile-inline = "FROM below\nCMD [\"cat\", \"/greeting\"]\n"
}

target "loaded" {
  contexts          = { below = "target:base" }
  tags              = ["${REPOSITORY}-loaded:1"]
  dockerfile-inline = "FROM below\nCMD [\"cat\", \"/greeting\"]\n"
}

task "try" {
  matrix  = { it = ["pushed", "loaded"] }
  name    = "try-${it}"
  image   = it
  command = ["sh", "-c", "DOCKER_DEFAULT_PLATFORM= docker run --rm --network=none \"$BAKEWELL_IMAGE\" > tried-${it}"]
  timeout = "5m"
}

promote "release" {
  target = "pushed"
  tags   = ["${REPOSITORY}:release", "${REPOSITORY}:latest"]
  needs  = ["try"]
}
"#;

#[test]
fn tasks_try_images_and_promotions_follow() {
    let project = Project::new(TRIED);
    let ran = project.script(&project.name, "sh", &["release"]);
    assert!(ran.success, "{}", ran.text);
    for tried in ["tried-pushed", "tried-loaded"] {
        let said = fs::read_to_string(project.path(tried)).expect("the task has run");
        assert_eq!(said, "hello\n", "{tried}");
    }
    let candidate = project.engine.pushed(&project.name, "candidate");
    assert!(candidate.is_some(), "{}", ran.text);
    for tag in ["release", "latest"] {
        assert_eq!(project.engine.pushed(&project.name, tag), candidate, "{tag}");
    }
}

#[test]
fn nothing_is_promoted_after_a_task_that_failed() {
    let project = Project::new(&TRIED.replace("tried-${it}\"]", "no/folder/${it}\"]"));
    let ran = project.script(&project.name, "sh", &["release"]);
    assert_eq!(ran.status, Some(1), "{}", ran.text);
    assert!(ran.text.contains("failed: try-loaded try-pushed\n"), "{}", ran.text);
    assert_eq!(project.engine.pushed(&project.name, "release"), None);
}

#[test]
fn every_failure_of_a_wave_is_noticed_and_ends_the_script() {
    let bake = r#"
target "good" {
  dockerfile-inline = "FROM scratch\nLABEL a=b\n"
}
target "bad" {
  dockerfile-inline = "FROM scratch\nCOPY nothing /\n"
}
target "worse" {
  dockerfile-inline = "FRUM scratch\n"
}
target "top" {
  contexts          = { a = "target:good", b = "target:bad", c = "target:worse" }
  dockerfile-inline = "FROM a\n"
  output            = ["out"]
}
"#;
    let project = Project::new(bake);
    let ran = project.script("none", "sh", &["top"]);
    assert_eq!(ran.status, Some(1), "{}", ran.text);
    assert!(ran.text.contains("failed: bad worse\n"), "{}", ran.text);
    assert!(!project.path("out").exists(), "nobody starts from what failed");
}
