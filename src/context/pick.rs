//! Picking files.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use super::contents::Contents;
use super::digests::Digests;
use super::draft::{Draft, draft, inputs};
use super::finished::Finished;
use super::folder::Folder;
use super::ignores::Ignores;
use super::listings::Listings;
use super::picked::{Modes, Picked, Unknown};
use super::view::View;
use super::wanted::Wanted;
use crate::diag::Diagnostic;
use crate::path;
use crate::source::{Host, Sources};
use crate::text::Text;
use crate::threads;

/// The files of all that is wanted, in the same order. Every folder is listed once and every file
/// hashed once, however many want it. What is wrong with ignore files is reported.
pub fn pick(
    host: &dyn Host,
    modes: Modes,
    digests: &dyn Digests,
    wanted: &[Wanted],
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> Vec<Result<Arc<Picked>, Unknown>> {
    let mut folders = Folders::new(host);
    let settled = wanted.iter().map(|one| folders.settled(one, sources, found));
    let settled: Vec<Wanted> = settled.collect();
    let (mut numbers, mut drafts) = (HashMap::new(), Vec::new());
    for one in &settled {
        numbers.entry(one).or_insert_with(|| {
            drafts.push(folders.draft(one, sources, found).map(Arc::new));
            drafts.len() - 1
        });
    }
    let known = drafts.iter().flatten().map(|draft| &**draft);
    let contents = Arc::new(Contents::of(host, modes, digests, known, &folders.listings));
    let picked = threads::map(&drafts, |draft| {
        let draft = draft.as_ref().map_err(Clone::clone)?;
        Finished::new(draft.clone(), contents.clone()).picked().map(Arc::new)
    });
    let number = |one: &Wanted| numbers.get(one).and_then(|&number| picked.get(number));
    settled.iter().filter_map(|one| number(one).cloned()).collect()
}

/// Folders that are picked from.
struct Folders<'a> {
    listings: Listings<'a>,
    ignores: Ignores<'a>,
    views: HashMap<Folder, View>,
    /// Folders without their ignore files.
    whole: HashMap<Text, View>,
}

impl<'a> Folders<'a> {
    fn new(host: &'a dyn Host) -> Self {
        let (views, whole) = (HashMap::new(), HashMap::new());
        Self { listings: Listings::new(host), ignores: Ignores::new(host), views, whole }
    }

    /// The same, in the words in which everyone else says it who wants the same.
    fn settled(
        &mut self,
        wanted: &Wanted,
        sources: &mut Sources,
        found: &mut Vec<Diagnostic>,
    ) -> Wanted {
        match wanted {
            Wanted::Selected { folder, pick } => {
                let folder = self.ignores.settled(folder, sources, found);
                Wanted::Selected { folder, pick: pick.clone() }
            }
            Wanted::Input { .. } => wanted.clone(),
        }
    }

    fn draft(
        &mut self,
        wanted: &Wanted,
        sources: &mut Sources,
        found: &mut Vec<Diagnostic>,
    ) -> Result<Draft, Unknown> {
        match wanted {
            Wanted::Selected { folder, pick } => {
                let ignore = self.ignores.of(folder, sources, found)?;
                let view = self.views.entry(folder.clone());
                let view = view.or_insert_with(|| View::new(folder.root.clone(), ignore));
                draft(pick, view, &mut self.listings)
            }
            Wanted::Input { pattern } => {
                let (root, below) = rooted(pattern);
                let view = self.whole.entry(root.clone());
                let view = view.or_insert_with(|| View::new(root, Rc::default()));
                inputs(&below, view, &mut self.listings)
            }
        }
    }
}

/// Where a pattern counts from, and the rest of it: it may lead out of the working directory.
fn rooted(pattern: &str) -> (Text, String) {
    let cleaned = path::clean(pattern.trim());
    if let Some(below) = cleaned.strip_prefix('/') {
        return ("/".into(), below.to_owned());
    }
    let mut below = &*cleaned;
    let mut root = String::from(".");
    while let Some(rest) = below.strip_prefix("../") {
        root = path::clean(&format!("{root}/.."));
        below = rest;
    }
    match below {
        "." => (root.into(), "**".to_owned()),
        ".." => (path::clean(&format!("{root}/..")).into(), "**".to_owned()),
        _ => (root.into(), below.to_owned()),
    }
}
