//! Dockerfiles that are templates, filled in for each target.
//!
//! A target whose Dockerfile ends in `.j2` or `.jinja`, or that says `template = true`, gets what
//! the template gives for it as `dockerfile-inline` ([`fill()`]); after that, nothing knows that
//! there was a template. The language is Jinja's, as minijinja reads it, made fit for Dockerfiles:
//!
//! - comments are `{##` … `##}`, since `{#` is part of bash's `${#name}`;
//! - booleans print as `true` and `false`, lists and objects as JSON (the exec form of an
//!   instruction), and null not at all: that is an error, as it is in bake's own templates;
//! - what is not defined is an error wherever it is looked at;
//! - no white space is taken away but where `-` asks for it: taking away the line end after a
//!   block would glue an instruction to the next;
//! - what a template names (`include`, `import`, `extends`) counts from its own folder and lies
//!   below the working directory, or below the template's folder if that is elsewhere; a text in
//!   the definition counts as a file in the working directory;
//! - a namespace is part of no other value and a slice goes forward: with others the engine
//!   overflows its stack, or panics;
//! - rendering is bounded in steps, text and memory ([`Limits`]).
//!
//! A template sees `matrix`, `args`, `vars`, `target` (`name`, `platforms`, `stage`, `tags`) and
//! `var`, the variables of bake. It sees no clock, no environment and no files but templates.
//!
//! [`Pieces`] are expressions of the same language in texts that are no templates.

mod edits;
mod weight;
mod guard;
mod budget;
mod text;
mod values;
mod scope;
mod ready;
mod filters;
mod engine;
mod fault;
mod library;
mod fill;
mod target;
mod piece;

pub use budget::Limits;
pub use engine::syntax as signs;
pub use fill::fill;
pub use piece::{Pieces, Wrong};
pub use target::{dockerfile, is_templated};

#[cfg(test)]
mod tests;
