//! The engine's answer beside ours.

use std::collections::BTreeMap;
use std::fmt;

use tempfile::TempDir;

use super::built::{Built, build};
use super::change::Change;
use super::keyed::{Key, keys};
use super::needless::Reason;
use super::project::Project;
use super::server;

/// How many times a project is built from nothing. Changes that stand next to each other are
/// compared with different ones of these, so that what one has left in the cache does not hide
/// that a step of the next would have been run.
const ROUNDS: usize = 4;

/// What a change did to a target.
#[derive(Debug)]
struct Verdict {
    project: &'static str,
    change: String,
    target: String,
    /// Whether the image is another one.
    image: bool,
    /// The steps that ran again.
    run: Vec<String>,
    /// Whether the key is another one.
    key: bool,
    /// Why the node counts as never built.
    volatile: Vec<String>,
    /// Whether it did so before, too.
    was_volatile: bool,
    allowed: Option<Reason>,
}

impl Verdict {
    fn differs(&self) -> bool {
        self.image || !self.run.is_empty()
    }

    fn is_false_reuse(&self) -> bool {
        self.differs() && !self.key && self.volatile.is_empty()
    }

    /// What is wrong with the key, if something is.
    fn fault(&self) -> Option<&'static str> {
        if self.was_volatile && !self.volatile.is_empty() {
            return self.allowed.map(|_| "needlessly allowed");
        }
        let changes = self.key || !self.volatile.is_empty();
        match (self.differs(), changes, self.allowed) {
            (true, false, _) => Some("FALSE REUSE"),
            (false, true, None) => Some("needless change"),
            (true, true, Some(_)) | (false, false, Some(_)) => Some("needlessly allowed"),
            _ => None,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { project, change, target, image, run, key, volatile, was_volatile: _, allowed } =
            self;
        let word = |is: bool, word: &'static str| if is { word } else { "-" };
        write!(f, "{project:10} {change:60} {target:10} ")?;
        write!(f, "{:6} {:4} {:4}", word(*image, "image"), run.len(), word(*key, "key"))?;
        write!(f, " {}", self.fault().unwrap_or("ok"))?;
        if let Some(reason) = allowed {
            write!(f, " ({reason:?})")?;
        }
        if !run.is_empty() {
            write!(f, " run: {}", run.join(" | "))?;
        }
        if !volatile.is_empty() {
            write!(f, " volatile: {}", volatile.join(" | "))?;
        }
        Ok(())
    }
}

/// Makes each change to the project, and compares what the engine does with what the keys say.
pub(super) fn check(project: &Project) {
    let mut verdicts = Vec::new();
    let mut faults = Vec::new();
    for round in 0..ROUNDS.min(project.changes.len()) {
        let tried = Round::new(project, round);
        for number in (round..project.changes.len()).step_by(ROUNDS) {
            match confirmed(&tried, number) {
                Ok(found) => verdicts.extend(found),
                Err(said) => faults.push(said),
            }
        }
    }
    let table: Vec<String> = verdicts.iter().map(ToString::to_string).collect();
    if let Ok(folder) = std::env::var("BAKEWELL_PROOF_TABLES") {
        std::fs::create_dir_all(&folder).expect("a folder for tables");
        let path = std::path::Path::new(&folder).join(project.name);
        std::fs::write(path, table.join("\n") + "\n").expect("a table");
    }
    let wrong = verdicts.iter().filter(|verdict| verdict.fault().is_some());
    faults.extend(wrong.map(ToString::to_string));
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// A project that was built, and is compared with after each of some changes.
#[derive(Debug)]
struct Round<'a> {
    project: &'a Project,
    salt: String,
    built: BTreeMap<String, Built>,
    /// The same when it was built for the first time.
    first: BTreeMap<String, Built>,
    keys: BTreeMap<String, Key>,
}

impl<'a> Round<'a> {
    fn new(project: &'a Project, number: usize) -> Self {
        let salt = format!("{}-{}-{number}", project.name, std::process::id());
        let folder = folder(project);
        let (first, built) = settled(project, &folder, &salt);
        Self { project, salt, built, first, keys: keys(folder.path(), None, &[]) }
    }

    /// Whether this round can tell that a step ran again of the engine's own accord: nothing was left
    /// in the cache of what ran, neither by another round nor by the change itself. Images from
    /// `scratch` have the same cache in all rounds.
    fn can_acquit(&self, verdict: &Verdict) -> bool {
        let ran = self.first.get(&verdict.target).map(|built| &built.run);
        let is_new = |step: &String| ran.is_some_and(|ran| ran.contains(step));
        !verdict.run.is_empty() && verdict.run.iter().all(is_new)
    }

    /// What the change of this number does to each target.
    fn verdicts(&self, number: usize) -> Result<Vec<Verdict>, String> {
        let moved = self.project.moved(number);
        let is_overlooked = self.project.changes[number].is_overlooked();
        let project = if is_overlooked { &moved } else { self.project };
        let change = &project.changes[number];
        let folder = folder(project);
        change.apply(folder.path());
        let built = build(project, folder.path(), &self.salt, Some(change));
        let built = built.map_err(|said| format!("{}: {}: {said}", project.name, change.name))?;
        let keys = keys(folder.path(), Some(change), &[]);
        let verdict = |(target, before): (&String, &Built)| {
            let after = built.get(target)?;
            let [before_key, key] = [&self.keys, &keys].map(|keys| keys.get(target));
            Some(verdict(project, change, target, [before, after], [before_key, key]))
        };
        Ok(self.built.iter().filter_map(verdict).collect())
    }
}

/// How often a change is tried before what is wrong with it is believed.
const TRIALS: usize = 3;

/// What a change does. Where something is wrong it is tried again, on images that nothing has been
/// built on: now and then an engine has lost a result and runs a step again, which is not the doing of
/// a change. What is wrong with a key is wrong each time, and false reuse stays where a trial could not
/// tell.
fn confirmed(round: &Round<'_>, number: usize) -> Result<Vec<Verdict>, String> {
    let mut found = round.verdicts(number)?;
    for trial in 1..TRIALS {
        if found.iter().all(|verdict| verdict.fault().is_none()) {
            break;
        }
        let project = round.project.afresh();
        let again = Round::new(&project, ROUNDS + trial);
        let stays = |verdict: &Verdict| verdict.is_false_reuse() && !again.can_acquit(verdict);
        let both = found.into_iter().zip(again.verdicts(number)?);
        found = both.map(|(one, other)| if stays(&one) { one } else { other }).collect();
    }
    Ok(found)
}

/// How often a project is built before it counts as one that always runs something.
const TRIES: usize = 4;

/// What came of the first build of a project, and of the last one when nothing ran any more: what the
/// engine runs again of its own accord is not the doing of a change.
fn settled(
    project: &Project,
    folder: &TempDir,
    salt: &str,
) -> (BTreeMap<String, Built>, BTreeMap<String, Built>) {
    let once = || {
        let built = build(project, folder.path(), salt, None);
        built.unwrap_or_else(|said| panic!("{}: {said}", project.name))
    };
    let first = once();
    let mut built = once();
    for _ in 2..TRIES {
        if built.values().all(|built| built.run.is_empty()) {
            break;
        }
        built = once();
    }
    (first, built)
}

fn folder(project: &Project) -> TempDir {
    let folder = TempDir::new().expect("a folder for the project");
    project.tree.write(folder.path());
    server::serve(project.name, folder.path());
    folder
}

fn verdict(
    project: &Project,
    change: &Change,
    target: &str,
    [before, after]: [&Built; 2],
    [key_before, key_after]: [Option<&Key>; 2],
) -> Verdict {
    let digest = |key: Option<&Key>| key.map(|key| key.digest.clone());
    Verdict {
        project: project.name,
        change: change.name.clone(),
        target: target.to_owned(),
        image: before.image != after.image,
        run: after.run.iter().cloned().collect(),
        key: digest(key_before) != digest(key_after),
        volatile: key_after.map(|key| key.volatile.clone()).unwrap_or_default(),
        was_volatile: key_before.is_some_and(|key| !key.volatile.is_empty()),
        allowed: change.needless.get(target).copied(),
    }
}
