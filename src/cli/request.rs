//! What the arguments mean.
//!
//! Nothing is read here but the arguments: every mistake in them is found before the first file
//! is opened, and each is shown at its word.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::compile::{FileRequest, Request, Word};
use crate::context::Modes;
use crate::diag::{At, Diagnostic, Diagnostics, Stopped};
use crate::run::{Order, privilege};
use crate::span::{Span, Spanned};
use crate::target::{csv, url};

use super::line::CommandLine;
use super::options::{Changes, Defined, Handed, Wanted};
use super::policy::Policies;
use super::{allow, call, policy, progress};

/// What is to be planned.
pub fn request(
    wanted: &Wanted,
    handed: &Handed,
    line: &mut CommandLine,
    diags: &mut Diagnostics,
) -> Result<Request, Stopped> {
    check_handed(handed, line, diags);
    let (policies, added) = policies(&wanted.changes.policy, line, diags);
    let mut overrides = overrides(&wanted.changes, line, diags);
    overrides.extend(added);
    let defined = definitions(&wanted.defined, line, diags);
    let only = typed(&["--only"], &wanted.only, line);
    // Words come last: by now those that belong to a flag have been told apart.
    let targets = targets(&wanted.targets, line, diags);
    let policy_disabled = policies == Policies::Disabled;
    let mut request = Request { targets, only, overrides, policy_disabled, ..defined };
    request.link = wanted.changes.link == Some(true);
    request.pin = wanted.changes.pin == Some(true);
    diags.checked(request)
}

/// What is to be read, with nothing selected.
pub fn definitions(defined: &Defined, line: &mut CommandLine, diags: &mut Diagnostics) -> Request {
    Request {
        files: defined.files.iter().map(|file| file_request(file, line)).collect(),
        targets: Vec::new(),
        only: Vec::new(),
        overrides: Vec::new(),
        policy_disabled: false,
        link: false,
        pin: false,
        variables: variables(&defined.variables, line, diags),
        eval_limit: defined.eval_limit,
        matrix_limit: defined.matrix_limit,
        modes: Modes::Exact,
        rehash: false,
    }
}

/// What is to be handed over with the plan.
pub fn order(wanted: &Wanted, handed: &Handed, request: &Request, line: &CommandLine) -> Order {
    let Handed { builder, progress, metadata_file, allow, debug } = handed;
    let typed = wanted.changes.set.len();
    let mut allow = allow.clone();
    allow.extend(privilege::implied(request.overrides.get(..typed).unwrap_or_default()));
    Order {
        debug: *debug == Some(true),
        builder: builder.clone(),
        progress: progress.clone(),
        metadata_file: metadata_file.clone(),
        allow,
        call: method(&wanted.changes, line).map(str::to_owned),
    }
}

/// `-f`. Of `cwd://` nothing is left: without a remote definition every path is a local one.
fn file_request(file: &PathBuf, line: &mut CommandLine) -> FileRequest {
    let span = line.value(&["--file", "-f"], &file.to_string_lossy());
    let local = file.to_str().and_then(|path| path.strip_prefix("cwd://")).map(PathBuf::from);
    let path = local.as_ref().unwrap_or(file);
    if path.as_os_str() == "-" {
        FileRequest::Stdin
    } else {
        FileRequest::Path(Spanned::new(path.clone(), span))
    }
}

/// `--var`. An empty one does not count; the last of several wins.
fn variables(
    values: &[String],
    line: &mut CommandLine,
    diags: &mut Diagnostics,
) -> BTreeMap<String, Word> {
    let mut all = BTreeMap::new();
    for typed in values.iter().filter(|typed| !typed.is_empty()) {
        let span = line.value(&["--var"], typed);
        match typed.split_once('=') {
            None => diags.push(
                Diagnostic::error(format!("`--var {typed}` gives no value"), span)
                    .hint(format!("write `--var {typed}=VALUE`")),
            ),
            Some(("", _)) => {
                diags.push(Diagnostic::error(format!("`--var {typed}` names no variable"), span));
            }
            Some((name, value)) => {
                all.insert(name.to_owned(), Word::new(value.to_owned(), span));
            }
        }
    }
    all
}

/// `--set` and the flags that are short for it, in the order in which bake applies them.
fn overrides(changes: &Changes, line: &mut CommandLine, diags: &mut Diagnostics) -> Vec<Word> {
    let Changes {
        set,
        push,
        load,
        no_cache,
        pull,
        sbom,
        provenance,
        policy: _,
        call: _,
        check: _,
        link: _,
        pin: _,
    } = changes;
    let mut all = typed(&["--set"], set, line);
    all.extend((*push == Some(true)).then(|| short("*.push=true", line.flag("--push"))));
    all.extend((*load == Some(true)).then(|| short("*.load=true", line.flag("--load"))));
    all.extend(called(changes, line, diags));
    all.extend(no_cache.map(|on| short(format!("*.no-cache={on}"), line.flag("--no-cache"))));
    all.extend(pull.map(|on| short(format!("*.pull={on}"), line.flag("--pull"))));
    all.extend(attest("sbom", sbom.as_deref(), line));
    all.extend(attest("provenance", provenance.as_deref(), line));
    all
}

fn short(text: impl Into<String>, span: Span) -> Word {
    Word::new(text.into(), span)
}

/// The values of a flag that may be repeated.
fn typed(names: &[&str], values: &[String], line: &mut CommandLine) -> Vec<Word> {
    values.iter().map(|value| Word::new(value.clone(), line.value(names, value))).collect()
}

/// The override that `--call` or `--check` stands for.
fn called(changes: &Changes, line: &mut CommandLine, diags: &mut Diagnostics) -> Option<Word> {
    let method = method(changes, line)?.to_owned();
    let span = match &changes.call {
        Some(typed) if *typed == method => line.value(&["--call"], typed),
        _ => line.flag("--check"),
    };
    match call::parse(&method).at(span) {
        Ok(call) => call.map(|call| short(format!("*.call={}", call.name), span)),
        Err(error) => {
            diags.push(error);
            None
        }
    }
}

/// The method in force: `--check` is `--call=check`, and the later of the two wins.
fn method<'a>(changes: &'a Changes, line: &CommandLine) -> Option<&'a str> {
    let check = changes.check == Some(true);
    match &changes.call {
        Some(call) if !check || line.is_after("--call", "--check") => Some(call),
        _ => check.then_some("check"),
    }
}

/// The override that `--sbom` or `--provenance` stands for. A truth value switches it.
fn attest(kind: &str, value: Option<&str>, line: &mut CommandLine) -> Option<Word> {
    let value = value.filter(|value| !value.is_empty())?;
    let span = line.value(&[&format!("--{kind}")], value);
    Some(match csv::truth(value) {
        Ok(on) => short(format!("*.attest=type={kind},disabled={}", !on), span),
        Err(_) => short(format!("*.attest=type={kind},{value}"), span),
    })
}

/// `--policy`, and the overrides it stands for.
fn policies(
    values: &[String],
    line: &mut CommandLine,
    diags: &mut Diagnostics,
) -> (Policies, Vec<Word>) {
    let given = typed(&["--policy"], values, line);
    let policies = policy::check(values).unwrap_or_else(|(number, problem)| {
        let span = given.get(number).map_or_else(|| line.flag("--policy"), |word| word.span);
        diags.push(problem.into_error(span));
        Policies::Added
    });
    let added = given.into_iter().filter(|_| policies == Policies::Added);
    let added = added.map(|word| short(format!("*.policy+={}", word.value), word.span));
    (policies, added.collect())
}

/// Checks what is not looked at again before docker gets it: bake refuses it without building, and
/// so do we.
fn check_handed(handed: &Handed, line: &mut CommandLine, diags: &mut Diagnostics) {
    let Handed { builder, progress, metadata_file, allow, debug: _ } = handed;
    for word in typed(&["--allow"], allow, line) {
        diags.extend(allow::check(&word.value).at(word.span).err());
    }
    if let Some(mode) = progress {
        let span = line.value(&["--progress"], mode);
        diags.extend(progress::check(mode).at(span).err());
    }
    // These may be anything. They are looked up so that no target is taken for them.
    if let Some(name) = builder {
        line.value(&["--builder"], name);
    }
    if let Some(file) = metadata_file {
        line.value(&["--metadata-file"], &file.to_string_lossy());
    }
}

/// The targets. A first one that is an address would be a definition elsewhere.
fn targets(typed: &[String], line: &mut CommandLine, diags: &mut Diagnostics) -> Vec<Word> {
    let all: Vec<Word> =
        typed.iter().map(|word| Word::new(word.clone(), line.word(word))).collect();
    if let Some(first) = all.first().filter(|first| url::is_remote(&first.value)) {
        let message = "definitions are not fetched from elsewhere: this is not supported";
        diags.push(
            Diagnostic::error(message, first.span)
                .hint("fetch it (`git clone`, `curl`) and run bakewell in that folder"),
        );
    }
    all
}

#[cfg(test)]
mod tests;
