//! `bakewell affected`: what a change affects.

use std::path::PathBuf;

use crate::cli::affected::Comparison;
use crate::cli::args::Affected;
use crate::cli::{exit, request};
use crate::compile::{self, Compared, FileRequest, KeyOptions, Request, Then, Word};
use crate::context::{Digests, Modes, StatCache, Uncached};
use crate::diag::{At, Stopped, words};
use crate::digest::Digest;
use crate::emit::affected::{self, Node};
use crate::emit::{difference, keys as emitted};
use crate::keys::{self, Keyed};
use crate::lock::Lock;
use crate::source::load::DEFAULT_FILES;
use crate::source::{Git, Host};

use super::Scene;

/// How many paths are named where there are many.
const MOST_NAMED: usize = 5;

/// Prints the names, or what has changed.
pub fn run(args: &Affected, scene: &mut Scene) -> u8 {
    let Comparison { since, until, why, json } = &args.comparison;
    let Ok(compared) = compared(args, scene) else { return exit::WRONG };
    let wanted = *why == Some(true) || *json == Some(true);
    let nodes = compared.affected().map(|(name, now, then)| Node {
        name,
        kind: now.kind,
        key: now.key,
        was: was(then),
        changes: if wanted { changes(then, now) } else { Vec::new() },
    });
    let nodes: Vec<Node<'_>> = nodes.collect();
    let text = match json {
        Some(true) => affected::json(since, until.as_deref(), &nodes, &compared.gone),
        _ if *why == Some(true) => affected::reasons(&nodes),
        _ => affected::names(&nodes),
    };
    scene.print(&text)
}

fn compared(args: &Affected, scene: &mut Scene) -> Result<Compared, Stopped> {
    let Affected { comparison, wanted, handed } = args;
    let mut revision =
        |flag, word: &String| Word::new(word.clone(), scene.line.value(&[flag], word));
    let since = revision("--since", &comparison.since);
    let until = comparison.until.as_ref().map(|word| revision("--until", word));
    let request = request::request(wanted, handed, &mut scene.line, &mut scene.diags);
    let compared = request.and_then(|request| compare(&request, &since, until.as_ref(), scene));
    scene.settle(compared, wanted.defined.strict)
}

/// Compares what is wanted with a revision.
pub(super) fn compare(
    request: &Request,
    since: &Word,
    until: Option<&Word>,
    scene: &mut Scene,
) -> Result<Compared, Stopped> {
    let host = scene.host;
    let git = Git::around(host).at(since.span).map_err(|error| scene.diags.stop(error))?;
    let git = git.sharing(definitions(request));
    tell_shared(&git, scene);
    let mut revision = |word: &Word| {
        git.revision(&word.value).at(word.span).map_err(|error| scene.diags.stop(error))
    };
    let then = revision(since)?;
    let compared = if let Some(until) = until {
        let now = revision(until)?;
        let compared = sides(&now, &then, request, &Uncached, scene);
        now.keep_digests();
        compared
    } else {
        with_work_tree(&git, &then, request, since, scene)
    };
    then.keep_digests();
    let compared = compared?;
    tell_then(&compared, &since.value, scene);
    Ok(compared)
}

fn with_work_tree(
    git: &Git<'_>,
    then: &dyn Host,
    request: &Request,
    since: &Word,
    scene: &mut Scene,
) -> Result<Compared, Stopped> {
    let now = git.work_tree().at(since.span).map_err(|error| scene.diags.stop(error))?;
    let compared = if request.rehash {
        sides(&now, then, request, &Uncached, scene)
    } else {
        let cache = StatCache::open(scene.host);
        let compared = sides(&now, then, request, &cache, scene);
        cache.save(scene.host);
        compared
    };
    tell_left_out(&now.left_out(), scene);
    compared
}

/// Compares what is wanted on two hosts.
fn sides(
    now: &dyn Host,
    then: &dyn Host,
    request: &Request,
    digests: &dyn Digests,
    scene: &mut Scene,
) -> Result<Compared, Stopped> {
    let (sources, diags) = (&mut scene.sources, &mut scene.diags);
    let lock = Lock::read(now, sources, diags)?;
    let modes = Modes::Git;
    let request = Request { modes, ..request.clone() };
    let options = KeyOptions { modes, digests, lock: &lock };
    compile::compare(now, then, &request, &options, sources, diags)
}

/// Tells what there is to know of what was compared.
fn tell_then(compared: &Compared, since: &str, scene: &mut Scene) {
    if let Some(reason) = &compared.unknown {
        scene.diags.tell(format!("at `{since}`, {reason}: so everything is affected"));
    }
    if !compared.gone.is_empty() {
        let gone = some(&compared.gone);
        scene.diags.tell(format!("no longer defined since `{since}`: {gone}"));
    }
}

/// The files that say what is to be built, as far as their names are known before anything is read.
fn definitions(request: &Request) -> impl Iterator<Item = PathBuf> {
    let named = request.files.iter().filter_map(|file| match file {
        FileRequest::Path(path) => Some(path.value.clone()),
        FileRequest::Stdin => None,
    });
    named.chain(DEFAULT_FILES.into_iter().chain([".env"]).map(PathBuf::from))
}

fn tell_shared(git: &Git<'_>, scene: &mut Scene) {
    let shared: Vec<String> = git.shared().map(|path| path.display().to_string()).collect();
    if !shared.is_empty() {
        let files = some(&shared);
        scene.diags.tell(format!("git ignores {files}: taken as it is now on both sides"));
    }
}

fn tell_left_out(left_out: &[String], scene: &mut Scene) {
    if !left_out.is_empty() {
        let paths = some(left_out);
        scene.diags.tell(format!("git ignores {paths}: taken as missing on both sides"));
    }
}

/// The first of some names, and how many more there are.
fn some<T: AsRef<str>>(names: &[T]) -> String {
    let (first, rest) = names.split_at(names.len().min(MOST_NAMED));
    match rest.len() {
        0 => words::list(first),
        more => {
            let first: Vec<String> = first.iter().map(|it| format!("`{}`", it.as_ref())).collect();
            format!("{} and {more} more", first.join(", "))
        }
    }
}

fn was(then: &Then) -> Option<Digest> {
    match then {
        Then::Keyed(then) => Some(then.key),
        Then::Absent | Then::Unknown(_) => None,
    }
}

/// What has changed, a line each.
fn changes(then: &Then, now: &Keyed) -> Vec<String> {
    let then = match then {
        Then::Keyed(then) => then,
        Then::Absent => return vec!["it is new".to_owned()],
        Then::Unknown(reason) => return vec![format!("what it was is not known: {reason}")],
    };
    if then.key == now.key {
        // Something else cannot be known than before.
        return emitted::reasons(now);
    }
    let lines = difference::lines(&keys::difference::node(then, now));
    if lines.is_empty() { vec![difference::UNKNOWN.to_owned()] } else { lines }
}
