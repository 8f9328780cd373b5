//! What is done, one file a verb.

pub mod plan;
pub mod build;
pub mod bake;
pub mod graph;
pub mod keys;
pub mod why;
pub mod affected;
pub mod check;
pub mod render;
pub mod list;
pub mod lock;

use std::{io, mem};

use crate::compile::{Compiled, Request};
use crate::diag::{Diagnostic, Diagnostics, Stopped};
use crate::emit;
use crate::report::Printer;
use crate::source::{Host, Sources};

use super::engine::{self, Purpose};
use super::keying::Keying;
use super::line::CommandLine;
use super::options::{Handed, Wanted};
use super::{exit, progress, request};

/// What every verb works with.
#[derive(Debug)]
pub struct Scene<'a> {
    /// The world.
    pub host: &'a dyn Host,
    /// What was typed.
    pub line: CommandLine,
    /// The way out.
    pub printer: Printer<'a>,
    /// The texts so far: the command line, then what is read.
    pub sources: Sources,
    /// What there is to say so far.
    pub diags: Diagnostics,
    /// Whether what was asked for may be coloured, where it is for people.
    pub colour: bool,
    /// Whether there is a terminal to show progress on.
    pub console: bool,
}

impl<'a> Scene<'a> {
    /// The scene before anything has been read.
    pub fn new(host: &'a dyn Host, mut line: CommandLine, printer: Printer<'a>) -> Self {
        let mut sources = Sources::new();
        line.register(&mut sources);
        let diags = Diagnostics::new();
        Self { host, line, printer, sources, diags, colour: false, console: false }
    }

    /// What is wanted of those who take the place of buildx, which looks first whether it could show
    /// its progress.
    pub fn request(&mut self, wanted: &Wanted, handed: &Handed) -> Result<Request, Stopped> {
        let typed = handed.progress.as_deref();
        let shown = progress::check_shown(typed, &self.line, self.host, self.console);
        self.diags.extend(shown.err());
        request::request(wanted, handed, &mut self.line, &mut self.diags)
    }

    /// The plan that is wanted, after everything there is to say about it has been said.
    pub fn plan(
        &mut self,
        wanted: &Wanted,
        handed: &Handed,
        keying: Keying,
        purpose: Purpose,
    ) -> Result<(Request, Compiled), Stopped> {
        let planned = self.request(wanted, handed).and_then(|request| {
            let request = keying.of(request);
            let (sources, diags) = (&mut self.sources, &mut self.diags);
            let plan = engine::plan(self.host, &request, purpose, sources, diags)?;
            Ok((request, plan))
        });
        self.settle(planned, wanted.defined.strict)
    }

    /// Says what there is to say. With `--strict`, a warning is as bad as an error.
    pub fn settle<T>(
        &mut self,
        found: Result<T, Stopped>,
        strict: Option<bool>,
    ) -> Result<T, Stopped> {
        if strict == Some(true) {
            self.diags.make_strict();
        }
        self.printer.report(&self.diags, &self.sources);
        found.and_then(|value| self.diags.checked(value))
    }

    /// Prints what was asked for, and gives the exit code.
    pub fn print(&mut self, text: &str) -> u8 {
        let printed = self.printer.data(text);
        self.ended(printed)
    }

    /// Prints the plan that is wanted as bake prints it, and gives the exit code.
    pub fn print_plan(
        &mut self,
        wanted: &Wanted,
        handed: &Handed,
        keying: Keying,
        purpose: Purpose,
    ) -> u8 {
        let Ok((_, plan)) = self.plan(wanted, handed, keying, purpose) else {
            return exit::WRONG;
        };
        let printed = emit::bake::write(&plan.selection, |piece| self.printer.data(piece));
        let printed = printed.and_then(|()| self.printer.data("\n"));
        // The program ends soon, and the system frees all at once.
        mem::forget(plan);
        self.ended(printed)
    }

    fn ended(&mut self, printed: io::Result<()>) -> u8 {
        match printed {
            Ok(()) => exit::DONE,
            Err(error) => self.fail(Diagnostic::placeless(format!("cannot write: {error}"))),
        }
    }

    /// Says what went wrong after everything else has been said.
    pub fn fail(&mut self, error: Diagnostic) -> u8 {
        self.refuse([error])
    }

    /// Says everything that is wrong, and gives the exit code.
    pub fn refuse(&mut self, errors: impl IntoIterator<Item = Diagnostic>) -> u8 {
        let mut diags = Diagnostics::new();
        diags.extend(errors);
        self.printer.report(&diags, &self.sources);
        exit::WRONG
    }
}
