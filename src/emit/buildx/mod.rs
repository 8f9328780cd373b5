//! Command lines of `docker buildx build`, one for each target, from the root to the leaves.
//!
//! [`plan`] makes a [`Plan`] of what was selected: [steps](Step) in order, each with the
//! [`Call`] that does it. [`lines()`] prints them for people and for pasting,
//! [`shell`](super::shell) as a script. What is printed is what a runner would run: the same words,
//! with variables where a digest is not known yet.
//!
//! How attributes become flags is said in `flags`, how images get from one build to the next in
//! `delivery`. What bakewell adds to a target says nothing to `docker buildx` and is not here,
//! except that tasks, promotions and `needs` are steps and their order.

mod call;
mod delivery;
mod flags;
mod lines;
mod name;
mod steps;
mod write;

use std::time::Duration;

use crate::graph::Kind;
use crate::text::Text;

pub use call::{Argument, Call, Piece, Program};
pub use flags::DELETE;
pub use lines::lines;
pub(super) use lines::{DIGEST, Style, Variables, assignment, command};
pub use steps::plan;

/// What concerns all builds and is no attribute.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Settings {
    /// `--builder`
    pub builder: Option<String>,
    /// `--progress`
    pub progress: Option<String>,
    /// `--debug`
    pub debug: bool,
    /// `--call`, for the sake of the format: the method is in the attributes too.
    pub call: Option<String>,
    /// `--allow=buildx.local.delete`, the one permission that a build asks for itself: outputs may
    /// delete what is in their folder.
    pub allow_delete: bool,
    /// Where the calls are made.
    pub working_directory: String,
}

/// Steps in order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    /// Each step after all that it needs.
    pub steps: Vec<Step>,
}

/// One thing to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// The name of the target, task or promotion.
    pub name: Text,
    /// What it is.
    pub kind: Kind,
    /// All steps of a wave can be done at once, after the waves before.
    pub wave: usize,
    /// How it is done.
    pub call: Call,
    /// How long it may take.
    pub timeout: Option<Duration>,
    /// Where the digest of its image is found afterwards, if somebody needs it.
    pub receipt: Option<Receipt>,
}

/// A file of JSON in the store that has a digest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Receipt {
    /// The index of the OCI layout in the folder of the target's name.
    Layout,
    /// What docker reports of the build, in a file of the target's name and `.json`.
    Report,
}

#[cfg(test)]
mod tests;
