//! Text that is copied a lot.

/// A name, a value or any other text that many things have.
///
/// There are thousands of targets, each made of such texts. So a copy never allocates: a short text
/// is in place, and the copies of a longer one share it. What is in place also needs no counting,
/// over which threads that copy the same text would wait for each other.
pub type Text = smol_str::SmolStr;
