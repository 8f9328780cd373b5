//! Values as JSON and back, as cty's `json` package does it.
//!
//! The reader is our own, because cty's answers rest on two things that other readers hide: the
//! text of a number, and where the first value ends.

mod text;
mod types;
mod decode;
mod encode;
#[cfg(test)]
mod tests;

pub use decode::{decode, decode_as, decode_type};
pub use encode::{encode, encode_as};
