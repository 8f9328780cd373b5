//! The files of a git repository at a revision, without a checkout.
//!
//! [`Git`] is the repository around the working directory. Of it, a [`Revision`] is a
//! [`Host`](super::Host) whose files are those of a commit, read from git's objects, and
//! [`WorkTree`] one whose files are those that git sees in the work tree: what it ignores is not
//! there, as it would not be in a checkout. So the two can be compared.
//!
//! Both are as a checkout with all submodules that have been fetched; any other is a folder that
//! cannot be looked into. Outside of the work tree all is as it is on the machine.
//!
//! Git is asked through its program: what it can do, such as filters, partial clones and object
//! stores elsewhere, works here too.

mod commit;
mod conversion;
mod files;
mod git;
mod hashed;
mod objects;
mod repository;
mod scratch;
mod seen;
mod tree;
mod visible;
mod walk;

#[cfg(test)]
mod tests;

pub use commit::Commit;
pub use files::Files;
pub use git::{Git, Revision, WorkTree};
pub use seen::Seen;
pub use visible::Visible;
