//! Random folders, ignore files and `COPY` lines, put to bakewell and to a real engine: what one
//! says is copied, the other copies.
//!
//! `cargo test selection` tries a few dozen. A run of hours:
//!
//! ```text
//! BAKEWELL_SELECTION_SECONDS=7200 BAKEWELL_SELECTION_SEED=1000 \
//!     cargo test --test integration selection::campaign -- --nocapture
//! ```
//!
//! | variable | default | meaning |
//! |---|---|---|
//! | `BAKEWELL_SELECTION_SECONDS` | none | how long to try, instead of how often |
//! | `BAKEWELL_SELECTION_COUNT` | 48 | how many folders to try |
//! | `BAKEWELL_SELECTION_SEED` | 1 | the first folder; the next ones follow |
//! | `BAKEWELL_SELECTION_KEEP_GOING` | unset | report differences at the end, not only the first |
//!
//! Many folders are built in one call. Where the engine refuses, nothing is learned; where bakewell
//! says that it does not know, the engine is asked now and then whether it knew better.

mod built;
mod said;
mod tree;

use std::env;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use bakewell::context::Folder;

use crate::engine::{Engine, Ran, engine};
use crate::support::Random;
use said::{Line, Said};
use tree::Tree;

/// How many folders are built in one call.
const BATCH: u64 = 12;

/// A folder with an ignore file, and what is to be copied of it.
#[derive(Clone, Debug)]
struct Case {
    seed: u64,
    tree: Tree,
    lines: Vec<Line>,
    way: Way,
}

/// How the folder is given to the build.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    /// As the main context.
    Main,
    /// The same, and the ignore file lies beside the Dockerfile.
    OwnIgnore,
    /// As a context with a name.
    Named,
}

/// How many lines ended how.
#[derive(Debug, Default)]
struct Tally {
    compared: usize,
    refused: usize,
    unknown: usize,
    needless: Vec<String>,
    differences: Vec<String>,
}

#[test]
fn campaign() {
    let number = |name: &str| env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = number("BAKEWELL_SELECTION_SEED").unwrap_or(1);
    let count = number("BAKEWELL_SELECTION_COUNT").unwrap_or(48);
    let seconds = number("BAKEWELL_SELECTION_SECONDS").map(Duration::from_secs);
    let keep_going = env::var_os("BAKEWELL_SELECTION_KEEP_GOING").is_some();
    let (begun, mut seed, mut tally) = (Instant::now(), first, Tally::default());
    let parents = knows_parents(engine());
    while seconds.map_or(seed - first < count, |seconds| begun.elapsed() < seconds) {
        try_batch(seed, parents, &mut tally);
        seed += BATCH;
        if !tally.differences.is_empty() && !keep_going {
            break;
        }
    }
    let summary = format!(
        "{} folders: {} lines compared, {} refused by the engine, {} not known to us ({} needlessly)",
        seed - first,
        tally.compared,
        tally.refused,
        tally.unknown,
        tally.needless.len()
    );
    assert!(tally.differences.is_empty(), "{summary}\n{}", tally.differences.join("\n"));
    assert!(tally.compared > tally.refused, "too little is learned: {summary}");
    tell(&format!("{summary}\n{}", tally.needless.join("\n")));
}

#[expect(clippy::print_stderr, reason = "for people who wait for hours")]
fn tell(text: &str) {
    eprintln!("{text}");
}

/// Whether the engine's own frontend has `COPY --parents`.
fn knows_parents(engine: &Engine) -> bool {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("Dockerfile"), "FROM scratch\nCOPY --parents Dockerfile /\n")
        .unwrap();
    build(engine, folder.path(), &["buildx", "build", "--output=type=cacheonly", "."]).success
}

fn build(engine: &Engine, folder: &Path, args: &[&str]) -> Ran {
    Ran::of(engine.command("docker").args(args).current_dir(folder))
}

fn try_batch(first: u64, parents: bool, tally: &mut Tally) {
    let folder = tempfile::tempdir().unwrap();
    engine().write_base_context(&folder.path().join("tools"));
    let cases: Vec<Case> = (first..first + BATCH).map(|seed| case(seed, parents)).collect();
    let mut known = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        let root = folder.path().join(number.to_string());
        let own_ignore = folder.path().join(format!("{number}.Dockerfile.dockerignore"));
        case.tree.write(&root, (case.way == Way::OwnIgnore).then_some(&*own_ignore));
        let own_ignore = (case.way != Way::Named).then(|| own_ignore.to_str().unwrap().into());
        let view = Folder { root: root.to_str().unwrap().into(), own_ignore };
        let (lines, unknown): (Vec<_>, Vec<_>) = case
            .lines
            .iter()
            .map(|line| (line, said::say(&view, line)))
            .partition(|(_, it)| it.is_ok());
        tally.unknown += unknown.len();
        if let Some((line, Err(reason))) = unknown.first()
            && case.seed % 4 == 0
            && built::build(folder.path(), &cases, &[(number, vec![line])]).is_ok()
        {
            tally.needless.push(format!("{}: {line}: {reason}", case.seed));
        }
        let lines: Vec<_> =
            lines.into_iter().filter_map(|(line, said)| Some((line, said.ok()?))).collect();
        if !lines.is_empty() {
            known.push((number, lines));
        }
    }
    compare(folder.path(), &cases, &known, tally);
}

type Known<'a> = (usize, Vec<(&'a Line, Said)>);

/// Builds all lines of all cases at once, and what the engine refuses by halves.
fn compare(folder: &Path, cases: &[Case], known: &[Known<'_>], tally: &mut Tally) {
    let asked: Vec<_> = known
        .iter()
        .map(|(number, lines)| (*number, lines.iter().map(|it| it.0).collect()))
        .collect();
    if asked.is_empty() {
        return;
    }
    match (built::build(folder, cases, &asked), known) {
        (Ok(built), _) => {
            let both =
                known.iter().flat_map(|(number, lines)| lines.iter().map(move |it| (number, it)));
            for ((number, (line, said)), theirs) in both.zip(built) {
                tally.compared += 1;
                if let Some(difference) = said.difference(&theirs, line.may_be_less()) {
                    let Case { seed, tree, way, .. } = &cases[*number];
                    tally
                        .differences
                        .push(format!("seed {seed}, {way:?}: {line}\n{tree}{difference}"));
                }
            }
        }
        (Err(_), [(number, lines)]) if lines.len() > 1 => {
            for line in lines {
                compare(folder, cases, &[(*number, vec![line.clone()])], tally);
            }
        }
        (Err(said), [_]) => {
            tally.refused += 1;
            if env::var_os("BAKEWELL_SELECTION_REFUSED").is_some() {
                tell(&format!("refused: {}: {said}", known[0].1[0].0));
            }
        }
        (Err(_), _) => {
            let (left, right) = known.split_at(known.len() / 2);
            compare(folder, cases, left, tally);
            compare(folder, cases, right, tally);
        }
    }
}

fn case(seed: u64, parents: bool) -> Case {
    let mut random = Random::new(seed);
    let tree = Tree::random(&mut random);
    let lines = random.some(2, 5, |random| Line::random(random, &tree, parents));
    let way = random.pick(&[Way::Main, Way::Main, Way::Main, Way::OwnIgnore, Way::Named]);
    Case { seed, tree, lines, way }
}
