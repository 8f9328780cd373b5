//! bakewell compiles docker bake files into build plans.

pub mod span;
pub mod diag;
pub mod source;
pub mod value;
pub mod syntax;
pub mod target;
pub mod compose;
pub mod eval;
pub mod declare;
pub mod expand;
pub mod select;
pub mod emit;
pub mod compile;
