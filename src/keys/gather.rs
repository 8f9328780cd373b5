//! What is wanted of folders, for all nodes at once.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::context::{self, Folder, Picked, Unknown, Wanted};
use crate::diag::{Diagnostic, Diagnostics};
use crate::dockerfile::build::Build;
use crate::source::Sources;
use crate::text::Text;
use crate::threads;

use super::Subject;
use super::place::{self, Place};
use super::read::{File, Read};

/// The files that nodes want, or why they cannot be known.
pub(super) type Files = HashMap<Wanted, Result<Arc<Picked>, Unknown>>;

/// Picks the files of all nodes in one go.
pub(super) fn gather(
    subject: &Subject<'_>,
    reads: &[Read<'_>],
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Files {
    let mut all: BTreeMap<usize, Wanted> = BTreeMap::new();
    let mut known: HashMap<Wanted, usize> = HashMap::new();
    let of_targets = threads::map(reads, wanted).into_iter().flatten();
    let tasks = subject.selection.tasks.values();
    let of_tasks = tasks.flat_map(|task| task.inputs.iter().map(input));
    for wanted in of_targets.chain(of_tasks) {
        let next = known.len();
        known.entry(wanted).or_insert_with_key(|wanted| {
            all.insert(next, wanted.clone());
            next
        });
    }
    let all: Vec<Wanted> = all.into_values().collect();
    let mut found: Vec<Diagnostic> = Vec::new();
    let Subject { host, modes, digests, .. } = *subject;
    let picked = context::pick(host, modes, digests, &all, sources, &mut found);
    diags.extend(found);
    all.into_iter().zip(picked).collect()
}

/// A pattern of `inputs`.
pub(super) fn input(pattern: &Text) -> Wanted {
    Wanted::Input { pattern: pattern.clone() }
}

/// Whether a target may take anything: its frontend is not known, nobody knows the triggers that it
/// runs, or it is said that all of it is to be scanned.
pub(super) fn takes_all(read: &Read<'_>) -> bool {
    let Some((_, build)) = read.known() else { return true };
    read.takes_all || SCANNED.iter().any(|name| build_declares(build, name))
}

/// The args that have a bill of materials tell of more than the image.
const SCANNED: [&str; 2] = ["BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE"];

fn build_declares(build: &Build, name: &str) -> bool {
    let globals = build.passes.iter().flat_map(|pass| &pass.globals);
    let args = build.stages().flat_map(|stage| &stage.args);
    globals.chain(args).any(|arg| &*arg.name == name)
}

/// What a target wants.
fn wanted(read: &Read<'_>) -> Vec<Wanted> {
    let attributes = &read.target.attributes;
    let mut all: Vec<Wanted> = attributes.added().inputs.iter().flatten().map(input).collect();
    if let Some((loaded, build)) = read.known() {
        for stage in build.stages() {
            if let Place::Folder(folder) = place::of_origin(&stage.base, attributes, loaded) {
                all.push(Wanted::everything(folder));
            }
            for selection in &stage.selections {
                let place = place::of_selection(selection, attributes, loaded);
                if let Place::Folder(folder) = place {
                    all.push(Wanted::of(folder, selection));
                }
            }
        }
    }
    if takes_all(read) {
        let folders = places(read).into_iter().filter_map(|(_, place)| match place {
            Place::Folder(folder) => Some(whole(read, folder)),
            _ => None,
        });
        all.extend(folders);
    }
    all
}

/// The build context and all named ones.
pub(super) fn places(read: &Read<'_>) -> Vec<(Text, Place)> {
    let attributes = &read.target.attributes;
    let dockerfile = match &read.file {
        File::Loaded(loaded) => loaded.path.as_ref(),
        File::Remote => None,
    };
    let main = ("context".into(), place::main(attributes, dockerfile));
    let named = attributes.contexts.iter().flatten();
    let named =
        named.map(|(name, value)| (format!("context {name}").into(), place::named(name, value)));
    std::iter::once(main).chain(named).collect()
}

/// All of a folder. A frontend that is not known may see more of it than docker's.
pub(super) fn whole(read: &Read<'_>, folder: Folder) -> Wanted {
    if read.known().is_some() {
        return Wanted::everything(folder);
    }
    let escaped = folder.root.chars().flat_map(|c| {
        let escape = matches!(c, '*' | '?' | '[' | '\\' | '!').then_some('\\');
        escape.into_iter().chain(std::iter::once(c))
    });
    Wanted::Input { pattern: escaped.collect::<String>().into() }
}
