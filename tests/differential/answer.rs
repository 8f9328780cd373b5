//! Asking a program for its plan of a project.

use std::fmt;
use std::fs::{self, File};
use std::io;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use super::project::{Loose, Project};

/// What a program had to say.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Answer {
    /// Status 0 and this on stdout.
    Plan(Value),
    /// Another status, and this on stderr.
    Refusal(String),
    /// No answer at all: a signal, a panic, or no JSON.
    Crash(String),
    /// Nothing in time.
    Silence,
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plan(plan) => write!(f, "{plan:#}"),
            Self::Refusal(text) => write!(f, "refused: {}", text.trim()),
            Self::Crash(text) => write!(f, "crashed: {}", text.trim()),
            Self::Silence => write!(f, "silent for {} seconds", PATIENCE.as_secs()),
        }
    }
}

/// How two answers can be alike or differ; a shrunken project must differ in the same way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    Same,
    /// The reference itself fails at this; nothing can be learned.
    NoReference,
    DifferentPlans,
    OnlyWeRefuse,
    OnlyTheyRefuse,
    WeCrash,
    WeAreSilent,
}

/// Compares our answer with the reference's.
pub(super) fn judge(theirs: &Answer, ours: &Answer) -> Verdict {
    match (theirs, ours) {
        (Answer::Crash(_) | Answer::Silence, _) => Verdict::NoReference,
        (_, Answer::Crash(_)) => Verdict::WeCrash,
        (_, Answer::Silence) => Verdict::WeAreSilent,
        (Answer::Plan(_), Answer::Refusal(_)) => Verdict::OnlyWeRefuse,
        (Answer::Refusal(_), Answer::Plan(_)) => Verdict::OnlyTheyRefuse,
        (Answer::Plan(theirs), Answer::Plan(ours)) if theirs != ours => Verdict::DifferentPlans,
        _ => Verdict::Same,
    }
}

/// How long a program may think about a project that takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(20);

/// Asks the program of this command line.
pub(super) fn ask(command: &[String], project: &Project) -> io::Result<Answer> {
    let folder = TempDir::new()?;
    // Both programs see the same path, so that it cannot make a difference to their answers.
    let inside = folder.path().join("project");
    fs::create_dir(&inside)?;
    let _socket = surround(&inside)?;
    project.write(&inside)?;
    let (out, err) = (folder.path().join("out"), folder.path().join("err"));
    let mut child = spawn(command, project, &inside, &out, &err)?;
    let Some(status) = wait(&mut child)? else { return Ok(Answer::Silence) };
    let said = |path| fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    Ok(answer(status, &said(&out)?, said(&err)?, project.loose))
}

/// What secrets and ssh keys of the projects refer to must be there.
fn surround(folder: &Path) -> io::Result<UnixListener> {
    for name in ["f", "g", "n", "q", "r", "u", "y"] {
        fs::write(folder.join(name), "secret")?;
    }
    UnixListener::bind(folder.join("key.sock"))
}

fn spawn(
    command: &[String],
    project: &Project,
    folder: &Path,
    out: &Path,
    err: &Path,
) -> io::Result<Child> {
    let (program, first) = command.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let path = std::env::var_os("PATH").unwrap_or_default();
    Command::new(program)
        .args(first)
        .args(["bake", "--print"])
        .args(project.words())
        .current_dir(folder)
        .env_clear()
        .env("PATH", path)
        .env("DOCKER_CONFIG", docker_config())
        .env("HOME", folder)
        .env("BUILDX_BAKE_ENTITLEMENTS_FS", "0")
        .envs(project.env.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(File::create(out)?)
        .stderr(File::create(err)?)
        .spawn()
}

/// Where the real home has it; docker looks for buildx there.
fn docker_config() -> PathBuf {
    let in_home = || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".docker");
    std::env::var_os("DOCKER_CONFIG").map_or_else(in_home, PathBuf::from)
}

fn wait(child: &mut Child) -> io::Result<Option<ExitStatus>> {
    let end = Instant::now() + PATIENCE;
    while Instant::now() < end {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        sleep(Duration::from_millis(1));
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

fn answer(status: ExitStatus, out: &str, err: String, loose: Loose) -> Answer {
    match status.code() {
        Some(0) => match serde_json::from_str(out) {
            Ok(plan) => Answer::Plan(in_order(plan, loose)),
            Err(error) => Answer::Crash(format!("no JSON: {error}\n{out}")),
        },
        Some(101 | 126 | 127) | None => Answer::Crash(err),
        Some(2) if err.contains("goroutine ") => Answer::Crash(err),
        Some(_) => Answer::Refusal(err),
    }
}

/// Sorts what the reference leaves to chance.
fn in_order(mut plan: Value, loose: Loose) -> Value {
    let rules = [
        (loose.groups, "group", "targets"),
        (loose.ulimits, "target", "ulimits"),
        (loose.output, "target", "output"),
    ];
    for (_, kind, field) in rules.into_iter().filter(|(loose, ..)| *loose) {
        let blocks = plan.get_mut(kind).and_then(Value::as_object_mut);
        for list in blocks.into_iter().flat_map(|blocks| blocks.values_mut()) {
            if let Some(list) = list.get_mut(field).and_then(Value::as_array_mut) {
                list.sort_by_key(Value::to_string);
            }
        }
    }
    plan
}

#[test]
fn only_loose_lists_are_sorted() {
    let plan = serde_json::json!({"group": {"g": {"targets": ["b", "a"]}}});
    assert_eq!(in_order(plan.clone(), Loose::default()), plan);
    let loose = Loose { groups: true, ..Loose::default() };
    assert_eq!(in_order(plan, loose), serde_json::json!({"group": {"g": {"targets": ["a", "b"]}}}));
}
