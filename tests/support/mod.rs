//! What the tests share.

pub(crate) mod project;
pub(crate) mod random;

pub(crate) use project::Project;
pub(crate) use random::Random;
