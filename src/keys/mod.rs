//! Content keys: two nodes with the same key make the same image.
//!
//! A key is computed without a daemon and without a network, from what can be known before anything
//! is built. Whatever may alter the result counts; what cannot does not, as far as that can be
//! decided. Where something that counts cannot be known, the node is [volatile](Volatile): it has a
//! key, but nothing that was built before may stand for it.
//!
//! # What counts for a target
//!
//! - The stages that are reached, in what they say and not in how they are called: instructions
//!   with their variables filled in, args with the values in force, the files that are taken. What
//!   is only said of an image (`LABEL`, `CMD`, …) counts for the stage that is built and those it
//!   starts from, and not where files are copied from it.
//! - What stages start and copy from: images by digest, or by name where none is known; nodes by
//!   what is in their images; folders by their files, behind their own ignore files; repositories
//!   by their commits, wherever they are.
//! - Triggers (`ONBUILD`) as instructions of whoever starts from their image. They are known of
//!   targets and of images in the lock file. Of other images it is not known whether they have
//!   triggers; it is taken that they have none, unless their name says `onbuild`.
//! - Platforms, the frontend, labels, annotations, attestations, the args that BuildKit looks at.
//!   Where something is run: network, hosts with their addresses, limits, the ids of the secrets
//!   and agents that are mounted. Policies, as they are written.
//! - `inputs`.
//!
//! Names of targets, contexts, stages and folders do not count, nor tags, outputs (a target that is
//! built for others only has none), caches (but for inline ones, which are in the image), proxies
//! that are not declared, which cache a `RUN` mounts unless that is called like its target, and what
//! secrets say.
//!
//! # Where more counts than must
//!
//! - Another target or stage counts with all that is in it, though only some of it may be copied,
//!   and though it may come out with the same bytes.
//! - Where a path depends on a variable of a base image, all of the context counts.
//! - All args of reached stages count, also those that come after the last step that sees them.
//! - A build with another frontend than docker's counts all that it may use.
//!
//! # How it is written down
//!
//! Everything is a [`Record`], whose bytes say what they are, and is hashed with sha256; the tree of
//! [inputs](Input) is kept, so that it can be told what has changed.
//!
//! - `read` resolves the Dockerfiles, `triggers` looks after `ONBUILD`, `ignore` after what is left
//!   out on request.
//! - `place` tells where something comes from, `gather` picks all files at once.
//! - `written` and `instruction` say what counts of an instruction, `stage` of a stage, `settings`
//!   of all else, and `everything` of builds of which nothing is known.
//! - `around` is what counts of the world around targets.
//! - `work` is one target at work, `target` puts it together, `make` goes through all nodes in
//!   their `order`.

mod ignore;
mod read;
mod place;
mod triggers;
mod gather;
mod written;
mod instruction;
mod input;
mod around;
mod work;
mod stage;
mod settings;
mod everything;
mod target;
mod order;
mod make;
pub mod difference;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::context::{Digests, Modes};
use crate::digest::{Digest, Record};
use crate::graph::Kind;
use crate::lock::Lock;
use crate::select::Selection;
use crate::source::Host;
use crate::span::Span;
use crate::text::Text;

pub use input::{Input, InputValue};
pub use make::keys;
pub use order::order as graph;

/// The version of the rules by which keys are made. It counts towards every key.
pub const VERSION: u64 = 1;

/// What keys are made of.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The world.
    pub host: &'a dyn Host,
    /// The nodes; templates are filled in.
    pub selection: &'a Selection,
    /// What counts of the permissions of files.
    pub modes: Modes,
    /// What tells the digests of files.
    pub digests: &'a dyn Digests,
    /// Which images the names of images stand for.
    pub lock: &'a Lock,
}

/// The keys of all nodes of a selection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Keys {
    /// What counts of the permissions of files.
    pub modes: Modes,
    /// The nodes by name.
    pub nodes: BTreeMap<Text, Keyed>,
}

/// A node and its key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Keyed {
    /// What it is.
    pub kind: Kind,
    /// Its key.
    pub key: Digest,
    /// What went into it.
    pub inputs: Vec<Input>,
    /// Why nothing that was built before may stand for it; nothing where something may.
    pub volatile: Vec<Volatile>,
    /// The images that count by their name only, because no digest of them is known; sorted.
    pub floating: Vec<Text>,
    /// What was left out of the key on request, as the target says it.
    pub ignored: Vec<Text>,
}

/// Why something that counts cannot be known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Volatile {
    /// The reason, in words.
    pub reason: String,
    /// What brings it about, if it is written somewhere.
    pub span: Option<Span>,
}

/// The key of what these are all the inputs of.
fn root(kind: Kind, modes: Modes, inputs: &[Input]) -> Digest {
    let modes = match modes {
        Modes::Exact => "exact",
        Modes::Git => "git",
    };
    let record = Record::new("bakewell key")
        .number("version", VERSION)
        .text("kind", &kind.to_string())
        .text("modes", modes);
    inputs.iter().fold(record, |record, input| record.digest("input", &input.digest)).done()
}
