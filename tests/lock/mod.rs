//! `bakewell lock`, `--pin`, and the client for registries.
//!
//! [`protocol`] and [`credentials`] ask a registry that misbehaves as the test wants it to;
//! [`command`] and [`pin`] run the program against one that behaves, and [`built`] lets a real
//! engine build what is pinned.

mod case;
mod fake;

mod built;
mod command;
mod credentials;
mod pin;
mod protocol;
