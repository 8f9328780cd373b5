//! Text in: what the world offers ([`Host`]) and the texts read from it ([`Sources`]).
//!
//! [`load()`] finds and reads the definition files. A compilation asks for files, environment and
//! clock through [`Host`] only: [`Machine`] is the real world, [`Memory`] one made of values, so
//! that the library works without a disk.

mod attributes;
pub mod decode;
pub mod entry;
pub mod host;
mod hashing;
pub mod kept;
#[cfg(target_os = "linux")]
mod listing;
pub mod machine;
mod replace;
pub mod memory;
pub mod near;
pub mod platform;
pub mod revision;
pub mod sources;
pub mod lines;
pub mod load;

pub use entry::{Entry, EntryKind, Stamp};
pub use host::{FileKind, Host};
pub use kept::Kept;
pub use lines::Lines;
pub use load::{FileRequest, Loaded, load};
pub use machine::Machine;
pub use memory::Memory;
pub use near::Near;
pub use revision::{Git, Revision, WorkTree};
pub use sources::Sources;
