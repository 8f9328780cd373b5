//! The variables that a compose file sees.

use std::path::Path;

use super::dotenv::{self, Misread};
use super::service::{EnvFile, Names, Service};
use super::template::Environment;
use super::{Checked, fault};
use crate::diag::Diagnostic;
use crate::path;
use crate::source::host::FileKind;
use crate::source::{Host, Sources, decode};
use crate::span::{FileId, Span};
use crate::text::Text;

/// The variables for all compose files of a run: those of the process, then those of `.env` in
/// the working directory that it lacks, and over both the ones from the command line.
///
/// `BUILDX_BAKE_DISABLE_VARS_ENV_LOOKUP` leaves out the process, not `.env`.
///
/// # Errors
/// For an `.env` that cannot be read.
pub(super) fn environment(
    overrides: &Environment,
    host: &dyn Host,
    sources: &mut Sources,
) -> Result<Environment, Diagnostic> {
    let mut environment =
        if process_counts(host) { host.environment() } else { Environment::new() };
    let name = ".env";
    if matches!(host.kind(Path::new(name)), Ok(Some(FileKind::File))) {
        let mut more = Environment::new();
        let (file, text) =
            open(name, host, sources).map_err(|why| unplaced(name, &why, sources))?;
        dotenv::read(&text, &mut more, &|name| environment.get(name).cloned())
            .map_err(|misread| placed(file, misread))?;
        for (name, value) in more {
            environment.entry(name).or_insert(value);
        }
    }
    environment.extend(overrides.clone());
    Ok(environment)
}

fn process_counts(host: &dyn Host) -> bool {
    let disabled = host.variable("BUILDX_BAKE_DISABLE_VARS_ENV_LOOKUP");
    !matches!(disabled.as_deref(), Some("1" | "t" | "T" | "TRUE" | "true" | "True"))
}

/// Reads a file and makes it a source. It need not be UTF-8: bake passes on any bytes, and writes
/// U+FFFD for them into the plan.
fn open(name: &str, host: &dyn Host, sources: &mut Sources) -> Result<(FileId, Text), String> {
    let bytes = host.read(Path::new(name)).map_err(|error| error.to_string())?;
    let text = Text::from(decode::lossy(&bytes));
    Ok((sources.add(name, text.clone()), text))
}

/// An error about a file that could not be made a source: it gets an empty one.
fn unplaced(name: &str, why: &str, sources: &mut Sources) -> Diagnostic {
    let file = sources.add(name, "");
    Diagnostic::error(format!("`{name}` cannot be read: {why}"), Span::new(file, 0, 0))
}

fn placed(file: FileId, (problem, place): Misread) -> Diagnostic {
    problem.into_error(Span::new(file, place.start, place.end))
}

/// Adds variables from files that are named at a place, for `include`.
pub(super) fn read_files(
    paths: &[(String, Span)],
    outside: &Environment,
    host: &dyn Host,
    sources: &mut Sources,
) -> Checked<Environment> {
    let mut found = Environment::new();
    for (path, span) in paths {
        let known = found.clone();
        let lookup = |name: &str| outside.get(name).or_else(|| known.get(name)).cloned();
        read_file(path, *span, &mut found, &lookup, host, sources)?;
    }
    Ok(found)
}

fn read_file(
    path: &str,
    span: Span,
    into: &mut Environment,
    outside: &dyn Fn(&str) -> Option<String>,
    host: &dyn Host,
    sources: &mut Sources,
) -> Checked<()> {
    let (file, text) = open(path, host, sources).map_err(|why| {
        fault(span, format!("the environment file `{path}` cannot be read: {why}"))
    })?;
    let body = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let skipped = text.len() - body.len();
    dotenv::read(body, into, outside).map_err(|(problem, place)| {
        vec![placed(file, (problem, place.start + skipped..place.end + skipped))]
    })
}

/// Settles the environment of a service: names alone take their values from outside, and the
/// files of the service add what it does not say itself.
pub(super) fn settle(
    service: &mut Service,
    outside: &Environment,
    host: &dyn Host,
    sources: &mut Sources,
) -> Checked<()> {
    for (name, value) in &mut service.environment {
        if value.is_none() {
            *value = outside.get(name).cloned();
        }
    }
    let own = service.environment.clone();
    let given = own.iter().filter_map(|(name, value)| Some((name.clone(), value.clone()?)));
    let mut all: Environment = given.collect();
    let lookup =
        |name: &str| outside.get(name).cloned().or_else(|| own.get(name).cloned().flatten());
    for file in &service.env_files {
        if is_there(file, host) {
            known_format(file)?;
            read_file(&file.path, file.span, &mut all, &lookup, host, sources)?;
        } else if file.required {
            return Err(fault(file.span, format!("there is no environment file `{}`", file.path)));
        }
    }
    let mut settled: Names = all.into_iter().map(|(name, value)| (name, Some(value))).collect();
    settled.extend(own);
    service.environment = settled;
    Ok(())
}

fn is_there(file: &EnvFile, host: &dyn Host) -> bool {
    !matches!(host.kind(Path::new(&file.path)), Ok(None))
}

fn known_format(file: &EnvFile) -> Checked<()> {
    if matches!(file.format.as_str(), "" | ".env") {
        return Ok(());
    }
    Err(fault(file.span, format!("there is no format `{}` for environment files", file.format)))
}

/// The `.env` beside an included file, if there is one.
pub(super) fn beside(directory: &str, host: &dyn Host) -> Option<String> {
    let path = path::join(directory, ".env");
    matches!(host.kind(Path::new(&path)), Ok(Some(FileKind::File))).then_some(path)
}
