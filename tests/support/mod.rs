//! What the tests share.

pub(crate) mod project;

pub(crate) use project::Project;
