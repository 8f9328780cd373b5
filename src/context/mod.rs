//! Build contexts on this machine: which of their files a build sees.
//!
//! - [`wildcard`] matches one path with a pattern as Go's `filepath.Match` does, which `COPY` uses.
//! - [`ignore`] reads a `.dockerignore` and says what it hides, as moby's `patternmatcher` does.
//! - [`folder`] looks for paths in a folder behind an ignore file.
//! - [`generated`] tells what git ignores, and so is not to be expected in a fresh clone.

pub mod folder;
pub mod generated;
pub mod ignore;
pub mod wildcard;

pub use folder::{Folders, Presence};
pub use generated::Generated;
pub use ignore::Ignore;
