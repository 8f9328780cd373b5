//! What can be found without building: in the bake files, in the Dockerfiles behind them, and in the
//! folders that they take files from.
//!
//! Each finding is a [`Diagnostic`](crate::diag::Diagnostic) with a [`Code`](crate::diag::Code);
//! [`rules`] tells what each means. A rule that cries wolf is switched off, so where there is doubt
//! nothing is found: a frontend that is not docker's, a remote context, a path that a base image may
//! change. What a shared block says for many targets is wrong only if it is wrong for all of them.
//!
//! - [`program()`] looks at what is declared: variables, functions.
//! - [`scope()`] says which targets are looked at; [`targets()`] looks at them: one file a rule.

pub mod rules;
mod program;
mod scope;
mod origin;
mod reading;
mod files;
mod reached;
mod args;
mod secrets;
mod bases;
mod tags;
mod references;

use std::collections::BTreeSet;

use crate::declare::Program;
use crate::diag::Diagnostics;
use crate::select::Everything;
use crate::source::{Host, Sources};
use crate::span::Spanned;
use crate::target::Definitions;
use crate::text::Text;

pub use program::program;
pub use scope::scope;

/// What is looked at.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The world.
    pub host: &'a dyn Host,
    /// What the files define.
    pub definitions: &'a Definitions,
    /// What they declare, unless all are Compose files.
    pub program: Option<&'a Program>,
    /// What was asked for; nothing asks for everything.
    pub asked: Option<BTreeSet<Text>>,
    /// The variables that have no value, or an empty one.
    pub unset: BTreeSet<Text>,
    /// `--only`
    pub only: &'a [Spanned<String>],
}

/// Looks at targets: templates are filled in.
pub fn targets(
    subject: &Subject<'_>,
    everything: &Everything,
    scope: &[Text],
    sources: &mut Sources,
    diags: &mut Diagnostics,
) {
    reached::check(subject, everything, diags);
    tags::check(subject, everything, diags);
    references::check(subject, everything, scope, diags);
    let readings = reading::read(subject, everything, scope, sources, diags);
    files::check(subject, &readings, sources, diags);
    args::check(subject, &readings, diags);
    secrets::check(&readings, diags);
    bases::check(everything, &readings, diags);
}
