//! How progress is shown: buildx settles it before it reads a file, even where there is none to show.

use crate::diag::{At, Diagnostic, Problem, similar};
use crate::source::Host;

use super::line::CommandLine;

/// The ways buildx shows progress.
const MODES: [&str; 5] = ["auto", "plain", "tty", "quiet", "rawjson"];

/// Where the environment says how, for those who do not say it themselves.
const VARIABLE: &str = "BUILDKIT_PROGRESS";

/// Checks that there is such a mode. None at all is the usual one.
///
/// # Errors
/// Where there is none.
pub fn check(mode: &str) -> Result<(), Problem> {
    if mode.is_empty() || MODES.contains(&mode) {
        return Ok(());
    }
    let problem = Problem::new(format!("there is no progress mode `{mode}`"));
    Err(problem.hint(similar::one_of(mode, &MODES)))
}

/// Checks that progress can be shown as is typed or, where that leaves it open, as the environment
/// says. `console` tells whether standard error is a terminal.
///
/// # Errors
/// Where the environment names no mode, or the mode needs a terminal.
pub fn check_shown(
    typed: Option<&str>,
    line: &CommandLine,
    host: &dyn Host,
    console: bool,
) -> Result<(), Diagnostic> {
    match typed {
        None | Some("auto") => {
            let mode = host.variable(VARIABLE).unwrap_or_default();
            let checked = check(&mode).and_then(|()| check_console(&mode, console));
            checked.map_err(|problem| problem.within(VARIABLE).placeless())
        }
        Some(mode) => check_console(mode, console).at(line.flag("--progress")),
    }
}

fn check_console(mode: &str, console: bool) -> Result<(), Problem> {
    if mode != "tty" || console {
        return Ok(());
    }
    let problem = Problem::new("progress cannot be shown as `tty`: standard error is no terminal");
    Err(problem.hint("write `auto`, which is `tty` on a terminal and `plain` elsewhere"))
}
