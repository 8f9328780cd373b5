//! Build contexts on this machine: which of their files a build sees.
//!
//! - [`wildcard`] matches one path with a pattern as Go's `filepath.Match` does, which `COPY` uses.
//! - [`patterns`] matches paths with lists of patterns as moby's `patternmatcher` does, by way of
//!   an [`expression`].
//! - [`ignore`] reads a `.dockerignore`, which is such a list; [`ignores`] finds that of a folder.
//! - [`folder`] looks for paths in a folder behind an ignore file.
//! - [`generated`] tells what git ignores, and so is not to be expected in a fresh clone.
//!
//! What counts of the files that a build uses is a second step:
//!
//! - [`wanted`] is what an instruction takes of a folder.
//! - [`listings`] are folders of the disk; a [`view`] is one without what is ignored, in which links
//!   are followed as BuildKit follows them.
//! - [`mod@matches`] are the paths that a source with wildcards stands for, a [`walk`] meets what is in
//!   a folder, and a [`draft`] is all that is taken, each file [arriving] somewhere.
//! - [`contents`] are hashed with the help of [`digests`], which the [`cache`] may know, a folder at a
//!   time; with them, a draft is [`finished`].
//! - [`pick()`] does all this, and [`picked`] is what comes of it.

mod arriving;
mod contents;
pub mod digests;
pub mod cache;
mod draft;
mod expression;
mod finished;
pub mod folder;
pub mod generated;
pub mod ignore;
mod ignores;
mod listings;
mod matches;
pub mod patterns;
pub mod pick;
pub mod picked;
mod view;
mod walk;
pub mod wanted;
pub mod wildcard;

#[cfg(test)]
mod tests;

pub use cache::StatCache;
pub use digests::{Batch, Content, Digests, Uncached};
pub use folder::{Folder, Folders, Presence};
pub use generated::Generated;
pub use ignore::Ignore;
pub use pick::pick;
pub use picked::{Modes, Picked, PickedFile, PickedKind, Unknown};
pub use wanted::{Pick, Wanted};
