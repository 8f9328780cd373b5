//! Running the program that builds.

use std::io::{self, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::thread;

use super::Invocation;

/// How a program ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// By itself, with this code.
    Code(i32),
    /// By a signal of this number.
    Signal(i32),
}

/// Runs the invocation to its end, on the terminal that we have.
///
/// Ctrl-C is for both of us: the terminal sends it to the child too, which cleans up, while we
/// wait. What is sent to us alone, to end us, is passed on; and without a terminal all is.
///
/// # Errors
/// Where the program cannot be started.
pub fn run(invocation: &Invocation) -> io::Result<Ended> {
    let watch = signals::Watch::begin()?;
    let Invocation { program, arguments, input } = invocation;
    let mut child = Command::new(program).args(arguments).stdin(Stdio::piped()).spawn()?;
    let stdin = child.stdin.take();
    let status = thread::scope(|scope| {
        let passing = watch.pass_on_to(&child, scope);
        scope.spawn(move || feed(stdin, input));
        let status = child.wait();
        passing.end();
        status
    });
    status.map(ended)
}

/// Writes the plan. A child that has gone without reading it has said why.
fn feed(stdin: Option<ChildStdin>, plan: &str) {
    if let Some(mut stdin) = stdin {
        let _nobody_reads = stdin.write_all(plan.as_bytes());
    }
}

#[cfg(unix)]
fn ended(status: ExitStatus) -> Ended {
    use std::os::unix::process::ExitStatusExt;
    match (status.code(), status.signal()) {
        (Some(code), _) => Ended::Code(code),
        (None, signal) => Ended::Signal(signal.unwrap_or_default()),
    }
}

#[cfg(not(unix))]
fn ended(status: ExitStatus) -> Ended {
    Ended::Code(status.code().unwrap_or(1))
}

#[cfg(unix)]
mod signals {
    //! Signals while a child runs.

    use std::fs::File;
    use std::io;
    use std::thread::Scope;

    use rustix::process::{Pid, Signal, getpgrp, kill_process};
    use rustix::termios::tcgetpgrp;
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use signal_hook::iterator::{Handle, Signals};

    use super::Child;

    /// From here on signals do not end us.
    pub(super) struct Watch(Signals);

    /// Passes signals on until it is ended.
    pub(super) struct Passing(Handle);

    impl Watch {
        pub(super) fn begin() -> io::Result<Self> {
            Signals::new([SIGINT, SIGQUIT, SIGTERM, SIGHUP]).map(Self)
        }

        pub(super) fn pass_on_to<'scope>(
            self,
            child: &Child,
            scope: &'scope Scope<'scope, '_>,
        ) -> Passing {
            let Self(mut signals) = self;
            let (pid, handle) = (Pid::from_child(child), signals.handle());
            scope.spawn(move || {
                for signal in signals.forever() {
                    let signal = match signal {
                        SIGTERM => Signal::TERM,
                        SIGHUP => Signal::HUP,
                        // Typed on the terminal: the child has it already.
                        _ if is_in_the_foreground() => continue,
                        SIGINT => Signal::INT,
                        _ => Signal::QUIT,
                    };
                    let _already_gone = kill_process(pid, signal);
                }
            });
            Passing(handle)
        }
    }

    /// Whether we are whom the keys of a terminal interrupt.
    fn is_in_the_foreground() -> bool {
        let terminal = File::open("/dev/tty");
        terminal.is_ok_and(|terminal| tcgetpgrp(terminal).is_ok_and(|group| group == getpgrp()))
    }

    impl Passing {
        pub(super) fn end(self) {
            self.0.close();
        }
    }
}

#[cfg(not(unix))]
mod signals {
    //! Nothing is passed on where there are no signals.

    use std::io;
    use std::thread::Scope;

    use super::Child;

    pub(super) struct Watch;
    pub(super) struct Passing;

    impl Watch {
        pub(super) fn begin() -> io::Result<Self> {
            Ok(Self)
        }

        pub(super) fn pass_on_to<'scope>(self, _: &Child, _: &'scope Scope<'scope, '_>) -> Passing {
            Passing
        }
    }

    impl Passing {
        pub(super) fn end(self) {}
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str, input: &str) -> Ended {
        let arguments = vec!["-c".into(), script.into()];
        let input = input.to_owned();
        run(&Invocation { program: "sh".into(), arguments, input }).unwrap()
    }

    #[test]
    fn the_plan_arrives_whole() {
        let plan = "x".repeat(1_000_000);
        assert_eq!(shell("test $(wc -c) = 1000000", &plan), Ended::Code(0));
    }

    #[test]
    fn the_end_is_told_even_if_nobody_reads_the_plan() {
        assert_eq!(shell("exit 7", &"x".repeat(1_000_000)), Ended::Code(7));
        assert_eq!(shell("kill -TERM $$", ""), Ended::Signal(15));
    }

    #[test]
    fn a_program_that_is_not_there_is_an_error() {
        let program = "/nothing/of/this/name".into();
        let nothing = Invocation { program, arguments: Vec::new(), input: String::new() };
        assert_eq!(run(&nothing).unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
