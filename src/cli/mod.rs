//! What was typed, what it means, and what is done about it.
//!
//! [`args`] is exactly what was typed, and [`misuse`] what is wrong with what cannot be read;
//! [`request`] is what it means; [`command`] does it, one file a verb; [`exit`] is what the program ends with.

pub mod exit;
pub mod affected;
pub mod check;
pub mod graph;
pub mod lock;
pub mod keying;
pub mod deferred;
pub mod options;
pub mod args;
pub mod line;
pub mod misuse;
pub mod call;
pub mod allow;
pub mod listing;
pub mod policy;
pub mod progress;
pub mod request;
pub mod engine;
pub mod command;

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::os::fd::AsFd;
use std::process;

use clap::CommandFactory;

use crate::report::{Colour, Printer};
use crate::source::{Host, Machine};
use crate::threads;

use args::{Args, Verb};
use command::Scene;
use deferred::Deferred;
use line::CommandLine;

/// Runs the program on the real machine, and ends the process. What comes back is the exit code
/// where something kept it from that.
pub fn main() -> u8 {
    let host = match Machine::here() {
        Ok(host) => host,
        Err(error) => return talk(&format!("error: there is no working directory: {error}\n")),
    };
    let work = || -> u8 {
        let (mut data, mut talk) = (standard_output(), io::stderr().lock());
        let terminals =
            Terminals { data: io::stdout().is_terminal(), talk: io::stderr().is_terminal() };
        let code = run(&host, std::env::args_os().collect(), &mut *data, &mut talk, terminals);
        // From here: to take down this thread, and those it works with, takes a tenth of a small plan.
        process::exit(code.into())
    };
    // The thread has told on standard error where it panicked.
    threads::with_stack(work).unwrap_or(exit::PANICKED)
}

/// Standard output, without the buffer for lines that the library has for it: plans come in large
/// pieces, and whatever follows the last line end of a piece would be a write of its own.
fn standard_output() -> Box<dyn Write> {
    match io::stdout().as_fd().try_clone_to_owned() {
        Ok(output) => Box::new(File::from(output)),
        // No further file may be open: then with the buffer.
        Err(_) => Box::new(io::stdout().lock()),
    }
}

/// Says what went wrong before there was a printer.
fn talk(text: &str) -> u8 {
    let _nobody_to_tell = io::stderr().write_all(text.as_bytes());
    exit::WRONG
}

/// Which of the two streams are terminals.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Terminals {
    /// Standard output.
    pub data: bool,
    /// Standard error.
    pub talk: bool,
}

/// Runs the program on any host: arguments (the first is the program's name) and two streams in,
/// exit code out.
pub fn run(
    host: &dyn Host,
    words: Vec<OsString>,
    data: &mut dyn Write,
    talk: &mut dyn Write,
    terminals: Terminals,
) -> u8 {
    let line = CommandLine::new(&words);
    let mut known = Args::command();
    let args = match Args::read(&mut known, words) {
        Ok(args) => args,
        Err(error) => {
            let colour = Colour::Auto.decide(host, terminals.talk);
            let printer = Printer::new(data, talk, colour);
            let wrong = misuse::all(&error, known, &line);
            if wrong.is_empty() {
                return show(&error, printer, colour);
            }
            return Scene::new(host, line, printer).refuse(wrong);
        }
    };
    let colour = args.color.decide(host, terminals.talk);
    let mut scene = Scene::new(host, line, Printer::new(data, talk, colour));
    scene.colour = args.color.decide(host, terminals.data);
    scene.console = terminals.talk;
    match args.verb {
        Verb::Plan(Deferred(args)) => command::plan::run(&args, &mut scene),
        Verb::Build(Deferred(args)) => command::build::run(&args, &mut scene),
        Verb::Bake(Deferred(args)) => command::bake::run(&args, &mut scene),
        Verb::Graph(Deferred(args)) => command::graph::run(&args, &mut scene),
        Verb::Keys(Deferred(args)) => command::keys::run(&args, &mut scene),
        Verb::Affected(Deferred(args)) => command::affected::run(&args, &mut scene),
        Verb::Why(Deferred(args)) => command::why::run(&args, &mut scene),
        Verb::Check(Deferred(args)) => command::check::run(&args, &mut scene),
        Verb::Render(Deferred(args)) => command::render::run(&args, &mut scene),
        Verb::List(Deferred(args)) => command::list::run(&args, &mut scene),
        Verb::Lock(Deferred(args)) => command::lock::run(args, &mut scene),
    }
}

/// Shows help: data, if it was asked for.
fn show(message: &clap::Error, mut printer: Printer<'_>, colour: bool) -> u8 {
    let text = message.render();
    let text = if colour { text.ansi().to_string() } else { text.to_string() };
    if message.use_stderr() {
        printer.talk(&text);
        exit::WRONG
    } else {
        match printer.data(&text) {
            Ok(()) => exit::DONE,
            Err(_) => exit::WRONG,
        }
    }
}
