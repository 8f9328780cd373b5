//! Random projects, put to bakewell and to `docker buildx bake`: the answers must be the same.
//!
//! `cargo test differential` tries some of them for a minute, against the installed buildx or the
//! one of the private engine. A run of hours, against a reference of your choice:
//!
//! ```text
//! BAKEWELL_DIFF_SECONDS=7200 BAKEWELL_DIFF_REFERENCE=/path/to/buildx \
//!     cargo test --test integration differential::campaign -- --nocapture
//! ```
//!
//! | variable | default | meaning |
//! |---|---|---|
//! | `BAKEWELL_DIFF_SECONDS` | 45 | how long to try |
//! | `BAKEWELL_DIFF_SEED` | 1 | the first project; the next ones follow |
//! | `BAKEWELL_DIFF_COUNT` | none | how many projects to try at most |
//! | `BAKEWELL_DIFF_KEEP_GOING` | unset | report differences at the end, not only the first |
//! | `BAKEWELL_DIFF_REFERENCE` | docker buildx | the program to compare with |
//! | `BAKEWELL_DIFF_SUBJECT` | bakewell | the program to try; the reference again shows what varies in itself |
//!
//! The answer is the status (zero or not) and the JSON, not the words of an error. Where the
//! reference crashes, nothing is learned. A difference is shrunk and printed; once it is mended,
//! its smallest form goes to `tests/regressions.rs`.

mod answer;
mod attributes;
mod compose;
mod definition;
mod expression;
mod features;
mod functions;
mod project;
mod shrink;
mod tree;

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::engine::{Ran, buildx, version_of};
use answer::{Answer, Verdict, ask, judge};
use features::Features;
use project::Project;
use shrink::shrink;

/// The two programs, and what the older of them knows.
#[derive(Debug)]
struct Pair {
    reference: Vec<String>,
    subject: Vec<String>,
    features: Features,
}

impl Pair {
    fn of_the_environment() -> Self {
        let words = |name: &str| -> Option<Vec<String>> {
            Some(env::var(name).ok()?.split_whitespace().map(str::to_owned).collect())
        };
        let reference = words("BAKEWELL_DIFF_REFERENCE").unwrap_or_else(buildx);
        let own = || vec![env!("CARGO_BIN_EXE_bakewell").to_owned()];
        let subject = words("BAKEWELL_DIFF_SUBJECT").unwrap_or_else(own);
        let mut features = features_of(&reference);
        if env::var_os("BAKEWELL_DIFF_SUBJECT").is_some() {
            features = features.and(features_of(&subject));
        }
        Self { reference, subject, features }
    }

    fn answers(&self, project: &Project) -> (Answer, Answer) {
        let ask = |command| ask(command, project).expect("the program can be asked");
        (ask(&self.reference), ask(&self.subject))
    }

    fn verdict(&self, project: &Project) -> Verdict {
        let (theirs, ours) = self.answers(project);
        judge(&theirs, &ours)
    }
}

fn features_of(command: &[String]) -> Features {
    let ran = Ran::of(Command::new(&command[0]).args(&command[1..]).arg("version"));
    assert!(ran.success, "{command:?} does not tell its version:\n{}", ran.text);
    Features::of(version_of(&ran.stdout))
}

/// How many projects ended how.
#[derive(Debug, Default)]
struct Tally {
    tried: u64,
    plans: u64,
    no_reference: u64,
    differences: Vec<(u64, Verdict)>,
}

#[test]
fn campaign() {
    let pair = Pair::of_the_environment();
    let keep_going = env::var_os("BAKEWELL_DIFF_KEEP_GOING").is_some();
    let tally = compare(&pair, keep_going);
    let summary = format!(
        "{} projects, {} with a plan, {} without an answer of the reference, {} differences",
        tally.tried,
        tally.plans,
        tally.no_reference,
        tally.differences.len()
    );
    assert!(tally.differences.is_empty(), "{summary}\n{}", report(&pair, &tally));
    assert!(tally.plans * 3 > tally.tried, "too few projects are valid: {summary}");
    tell(&summary);
}

#[expect(clippy::print_stderr, reason = "for people who wait for hours")]
fn tell(text: &str) {
    eprintln!("{text}");
}

/// Tries project after project, two at a time.
fn compare(pair: &Pair, keep_going: bool) -> Tally {
    let setting = |name: &str| env::var(name).ok().map(|text| text.parse().expect(name));
    let end = Instant::now() + Duration::from_secs(setting("BAKEWELL_DIFF_SECONDS").unwrap_or(45));
    let first: u64 = setting("BAKEWELL_DIFF_SEED").unwrap_or(1);
    let last = setting("BAKEWELL_DIFF_COUNT").map_or(u64::MAX, |count| first + count);
    let (next, stop) = (AtomicU64::new(first), AtomicBool::new(false));
    let tally = Mutex::new(Tally::default());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while Instant::now() < end && !stop.load(Ordering::Relaxed) {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= last {
                        break;
                    }
                    let verdict = compare_one(pair, seed, &tally);
                    let differs = !matches!(verdict, Verdict::Same | Verdict::NoReference);
                    stop.fetch_or(differs && !keep_going, Ordering::Relaxed);
                }
            });
        }
    });
    tally.into_inner().expect("no thread panicked")
}

fn compare_one(pair: &Pair, seed: u64, tally: &Mutex<Tally>) -> Verdict {
    let (theirs, ours) = pair.answers(&Project::random(seed, pair.features));
    let verdict = judge(&theirs, &ours);
    let mut tally = tally.lock().expect("no thread panicked");
    tally.tried += 1;
    tally.plans += u64::from(matches!(theirs, Answer::Plan(_)));
    match verdict {
        Verdict::Same => {}
        Verdict::NoReference => tally.no_reference += 1,
        _ => {
            tell(&format!("seed {seed}: {verdict:?}"));
            tally.differences.push((seed, verdict));
        }
    }
    if tally.tried.is_multiple_of(1000) {
        tell(&format!("{} projects, {} differences", tally.tried, tally.differences.len()));
    }
    verdict
}

/// The smallest project for some differences of each kind.
fn report(pair: &Pair, tally: &Tally) -> String {
    let mut text = String::new();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for (seed, verdict) in &tally.differences {
        let count = seen.entry(format!("{verdict:?}")).or_default();
        *count += 1;
        if *count <= 5 {
            write!(text, "{}", explain(pair, *seed, *verdict)).expect("strings take text");
        }
    }
    text
}

fn explain(pair: &Pair, seed: u64, verdict: Verdict) -> String {
    let whole = Project::random(seed, pair.features);
    let project = shrink(whole, |smaller| pair.verdict(smaller) == verdict);
    let (theirs, ours) = pair.answers(&project);
    format!(
        "\n=== seed {seed}: {verdict:?}\n{project}--- reference\n{theirs}\n--- bakewell\n{ours}\n"
    )
}

/// What a program answers to a project of plain texts: the plan with sorted keys, or `refused`.
pub(crate) fn answer_of(
    program: &[String],
    files: &[(&str, &str)],
    args: &str,
    env: &[(&str, &str)],
) -> String {
    match ask(program, &Project::of(files, args, env)).expect("the program can be asked") {
        Answer::Refusal(_) => "refused".to_owned(),
        other => other.to_string(),
    }
}

#[test]
fn a_seed_always_gives_the_same_project() {
    for seed in 0..50 {
        let project = Project::random(seed, Features::ALL);
        assert_eq!(project, Project::random(seed, Features::ALL));
        assert_ne!(project, Project::random(seed + 1, Features::ALL));
    }
}
