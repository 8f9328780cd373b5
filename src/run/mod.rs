//! A plan to a build: `docker buildx bake` is given the plan on standard input.
//!
//! [`Order`] is what concerns the build, [`Buildx`] the program that is to do it, [`Invocation`]
//! the two together: what is printed by a dry run is what is run.

pub mod order;
pub mod privilege;
pub mod buildx;
pub mod invocation;
pub mod child;

pub use buildx::Buildx;
pub use invocation::Invocation;
pub use order::Order;
