//! `HEALTHCHECK`.

use std::time::Duration;

use crate::diag::Diagnostic;
use crate::value::duration;

use super::super::ast::{Check, Command, Healthcheck, Text};
use super::super::fault::Faults;
use super::super::flags::{Flags, Takes};
use super::super::text::Piece;
use super::super::words;
use super::{Parts, command, something};

const FLAGS: [(&str, Takes); 5] = [
    ("interval", Takes::Value),
    ("timeout", Takes::Value),
    ("start-period", Takes::Value),
    ("start-interval", Takes::Value),
    ("retries", Takes::Value),
];

/// The shortest time that is not zero, in nanoseconds.
const SHORTEST: i64 = 1_000_000;

/// `NONE` or `[FLAGS] CMD COMMAND`
pub(super) fn read(parts: &Parts<'_>) -> Result<Healthcheck, Faults> {
    let rest = something(parts)?;
    let (kind, after) = words::first(rest);
    let command = command(after.unwrap_or_else(|| rest.from(rest.as_str().len())))?;
    match &*kind.as_str().to_ascii_uppercase() {
        "NONE" => none(&command),
        "CMD" => check(parts, command).map(|check| Healthcheck::Cmd(Box::new(check))),
        _ => Err(unknown(kind).into()),
    }
}

fn unknown(kind: Piece<'_>) -> Diagnostic {
    let message = format!("`HEALTHCHECK` is followed by `CMD` or `NONE`, not `{}`", kind.as_str());
    Diagnostic::error(message, kind.span()).hint("put `CMD` before the command")
}

/// BuildKit does not look at the flags of `NONE`.
fn none(command: &Command) -> Result<Healthcheck, Faults> {
    match extent(command) {
        None => Ok(Healthcheck::None),
        Some(word) => {
            Err(Diagnostic::error("`HEALTHCHECK NONE` takes no arguments", word.span).into())
        }
    }
}

/// The first word of a command, if it has any.
fn extent(command: &Command) -> Option<&Text> {
    match command {
        Command::Shell(text) => Some(text).filter(|text| !text.is_empty()),
        Command::Exec(words) => words.first(),
    }
}

fn check(parts: &Parts<'_>, command: Command) -> Result<Check, Faults> {
    let mut faults = Faults::default();
    if extent(&command).is_none() {
        faults.push(Diagnostic::error("a command must follow `CMD`", parts.rest.span()));
    }
    let flags = parts.check_flags(&FLAGS)?;
    let mut time = |name: &str| {
        let read = time(&flags, name).map_err(|error| faults.push(error));
        read.ok().flatten()
    };
    let [interval, timeout] = ["interval", "timeout"].map(&mut time);
    let [start_period, start_interval] = ["start-period", "start-interval"].map(&mut time);
    let retries = retries(&flags).map_err(|error| faults.push(error)).ok().flatten();
    faults.or(Check { interval, timeout, start_period, start_interval, retries, command })
}

/// A duration; nothing counts as none.
fn time(flags: &Flags, name: &str) -> Result<Option<Duration>, Diagnostic> {
    let Some(text) = flags.value(name).filter(|text| !text.is_empty()) else { return Ok(None) };
    let wrong = |message: String| Diagnostic::error(message, text.span);
    let nanos = duration::parse(&text).ok_or_else(|| {
        wrong(format!("`{}` is not a duration", text.value)).hint("write it like `30s` or `1m30s`")
    })?;
    if nanos != 0 && nanos < SHORTEST {
        return Err(wrong(format!("`--{name}` cannot be less than a millisecond")));
    }
    Ok(Some(Duration::from_nanos(u64::try_from(nanos).unwrap_or_default())))
}

/// A whole number; nothing counts as none.
fn retries(flags: &Flags) -> Result<Option<u32>, Diagnostic> {
    let Some(text) = flags.value("retries").filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    match text.parse::<i32>().ok().and_then(|number| u32::try_from(number).ok()) {
        Some(number) => Ok(Some(number)),
        None => Err(Diagnostic::error(
            format!("`{}` is not a number of retries", text.value),
            text.span,
        )),
    }
}
