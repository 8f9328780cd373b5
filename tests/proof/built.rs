//! What a real engine says: the image of each target, and the steps that were run for it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;
use tempfile::TempDir;

use super::change::Change;
use super::keyed::bakewell;
use super::project::Project;
use crate::engine::{Ran, buildx, engine};

/// What came of a target.
#[derive(Default, Debug)]
pub(super) struct Built {
    /// The digest of its manifest, or of the index of several.
    pub(super) image: String,
    /// The steps that were run and not taken from the cache.
    pub(super) run: BTreeSet<String>,
}

/// Builds the default group, with the change's variables and overrides. Two builds with the same
/// `salt` share what `RUN` did; others do not.
pub(super) fn build(
    project: &Project,
    folder: &Path,
    salt: &str,
    change: Option<&Change>,
) -> Result<BTreeMap<String, Built>, String> {
    let scratch = TempDir::new().expect("a folder for what the engine says");
    let metadata = scratch.path().join("metadata");
    let salted = format!("--set=*.args.BUILDKIT_SANDBOX_HOSTNAME={salt}");
    let ran =
        buildx_with(&["bake", "--allow=fs=*", "--progress=rawjson", OUTPUT, &salted], |command| {
            command.arg("--metadata-file").arg(&metadata).current_dir(folder);
            if project.planned {
                let plan = scratch.path().join("plan.json");
                let planned = bakewell(folder, change, &["plan"]);
                fs::write(&plan, planned.stdout).expect("a plan");
                command.arg("--file").arg(plan);
            } else if let Some(change) = change {
                command.envs(change.environment());
                command.args(change.overrides().flat_map(|text| ["--set", text]));
            }
        });
    match fs::read_to_string(metadata) {
        Ok(metadata) if ran.success => Ok(read(&metadata, &ran.text)),
        _ => Err(failure(&ran.text)),
    }
}

fn buildx_with(arguments: &[&str], more: impl FnOnce(&mut Command)) -> Ran {
    let buildx = buildx();
    let (program, words) = buildx.split_first().expect("there is a buildx");
    let mut command = engine().command(program);
    command.args(words).args(arguments).envs(ENVIRONMENT.iter().copied());
    more(&mut command);
    Ran::of(&mut command)
}

/// Where images go: nowhere. They get their digests, with all times at the epoch.
const OUTPUT: &str = "--set=*.output=type=image,push=false,store=false,unpack=false,\
                      rewrite-timestamp=true,oci-mediatypes=true";

/// No attestations but those that a target asks for: they tell the time of the build.
pub(super) const ENVIRONMENT: &[(&str, &str)] = &[
    ("SOURCE_DATE_EPOCH", "0"),
    ("BUILDX_NO_DEFAULT_ATTESTATIONS", "1"),
    ("BUILDX_METADATA_PROVENANCE", "disabled"),
];

fn read(metadata: &str, log: &str) -> BTreeMap<String, Built> {
    let metadata: BTreeMap<String, Value> =
        serde_json::from_str(metadata).expect("metadata is JSON");
    let mut built = BTreeMap::new();
    for (target, said) in metadata {
        if let Some(image) = said["containerimage.digest"].as_str() {
            built.insert(target, Built { image: image.to_owned(), run: BTreeSet::new() });
        }
    }
    let only = (built.len() == 1).then(|| built.keys().next().cloned()).flatten();
    for (place, step) in steps(log) {
        // `[app base 1/2]`: the step is one of `base`, which `app` is linked to.
        let mut named = place.split(' ').filter(|word| built.contains_key(*word));
        let target = only.clone().or_else(|| named.next_back().map(str::to_owned));
        if let Some(built) = target.and_then(|target| built.get_mut(&target)) {
            built.run.insert(step);
        }
    }
    built
}

/// The steps that were run, each with its place. A step of several targets is reported for one.
fn steps(log: &str) -> Vec<(String, String)> {
    let events = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let vertexes = events.flat_map(|event| match event["vertexes"].clone() {
        Value::Array(vertexes) => vertexes,
        _ => Vec::new(),
    });
    let mut last = BTreeMap::new();
    for vertex in vertexes {
        let name = vertex["name"].as_str().unwrap_or_default().to_owned();
        let digest = vertex["digest"].to_string();
        last.insert((name, digest), vertex);
    }
    let run = last
        .into_iter()
        .filter(|(_, vertex)| vertex["cached"] != true && vertex["completed"].is_string());
    let steps = run.filter_map(|((name, _), vertex)| Some((step(&name)?, vertex)));
    steps.filter(|(step, vertex)| !is_fetched(step, vertex)).map(|(step, _)| step).collect()
}

/// Whether it is only what an `ADD` takes from elsewhere, which has its name and stands on nothing.
fn is_fetched((_, instruction): &(String, String), vertex: &Value) -> bool {
    instruction.starts_with("ADD ") && vertex["inputs"].is_null()
}

/// The place and the instruction of a step: `[app build 2/3] RUN make`. A target that is built alone
/// is not named. What the engine does besides, such as fetching the context or a base image, is no
/// step.
fn step(name: &str) -> Option<(String, String)> {
    let (place, instruction) = name.strip_prefix('[')?.split_once("] ")?;
    let count = place.split(' ').next_back().unwrap_or(place);
    let numbered = count
        .split_once('/')
        .is_some_and(|(at, of)| at.parse::<u32>().is_ok() && of.parse::<u32>().is_ok());
    let is_step = numbered && !instruction.starts_with("FROM ");
    is_step.then(|| (place.to_owned(), instruction.to_owned()))
}

fn failure(log: &str) -> String {
    let said: Vec<&str> = log.lines().filter(|line| !line.starts_with('{')).collect();
    said.join("\n")
}

/// The text of a project, with the names of images in the registry in it.
pub(super) fn with_images(text: &str) -> String {
    let [base, empty] = images();
    text.replace("@base@", base).replace("@empty@", empty)
}

/// The same text with other images, which nothing has been built on.
pub(super) fn with_new_images(text: &str) -> String {
    let [base, empty] = images();
    text.replace(base, &pushed("base", USERS)).replace(empty, &pushed("empty", EMPTY))
}

fn images() -> &'static [String; 2] {
    static IMAGES: OnceLock<[String; 2]> = OnceLock::new();
    IMAGES.get_or_init(|| [pushed("base", USERS), pushed("empty", EMPTY)])
}

/// Pushes an image that is made by what is appended to the Dockerfile of busybox. No other run has
/// made the same one, so that nothing that starts from it is cached.
fn pushed(name: &str, more: &str) -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let folder = TempDir::new().expect("a folder for an image");
    engine().write_base_context(folder.path());
    let dockerfile = folder.path().join("Dockerfile");
    let text = fs::read_to_string(&dockerfile).expect("a Dockerfile");
    fs::write(dockerfile, text + more).expect("a Dockerfile");
    fs::write(folder.path().join("run"), folder.path().display().to_string()).expect("a file");
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let tag = format!("{}/proof/{name}:{}-{count}", engine().registry, std::process::id());
    let ran = buildx_with(&["build", "--push", "--quiet", "--tag", &tag], |command| {
        command.arg(folder.path());
    });
    assert!(ran.success, "{}", ran.text);
    tag
}

/// Nothing but what tells the run from others.
const EMPTY: &str = "\nFROM scratch\nCOPY run /.run\n";

const USERS: &str = r"
COPY run /.run
COPY <<passwd <<group /etc/
root:x:0:0:root:/:/bin/sh
user:x:1000:1000::/:/bin/sh
passwd
root:x:0:
user:x:1000:
group
";

#[test]
fn steps_are_told_from_the_rest() {
    let step = |name| step(name).map(|(place, step)| format!("{place}: {step}"));
    assert_eq!(step("[app build 2/3] RUN make").as_deref(), Some("app build 2/3: RUN make"));
    assert_eq!(
        step("[app linux/arm64 1/1] COPY a /").as_deref(),
        Some("app linux/arm64 1/1: COPY a /")
    );
    assert_eq!(step("[2/3] RUN make").as_deref(), Some("2/3: RUN make"));
    assert_eq!(step("[app 1/3] FROM example.org/base:1"), None);
    assert_eq!(step("[app internal] load build context"), None);
    assert_eq!(step("[app] exporting to image"), None);
}
