//! What is wrong with a command line that cannot be read at all.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

use crate::diag::{Diagnostic, similar, words};
use crate::span::Span;

use super::line::CommandLine;

/// Flags of `docker buildx build` that are attributes here, and the attribute.
const OF_BUILD: [(&str, &str); 18] = [
    ("--annotation", "annotations"),
    ("--attest", "attest"),
    ("--build-arg", "args.NAME"),
    ("--build-context", "contexts.NAME"),
    ("--cache-from", "cache-from"),
    ("--cache-to", "cache-to"),
    ("--label", "labels.NAME"),
    ("--no-cache-filter", "no-cache-filter"),
    ("--output", "output"),
    ("-o", "output"),
    ("--platform", "platform"),
    ("--secret", "secrets"),
    ("--shm-size", "shm-size"),
    ("--ssh", "ssh"),
    ("--tag", "tags"),
    ("-t", "tags"),
    ("--target", "target"),
    ("--ulimit", "ulimits"),
];

/// The error in our words; nothing where it is no error but a call for help.
pub fn diagnostic(error: &clap::Error, known: &Command, line: &CommandLine) -> Option<Diagnostic> {
    let verb = line.words().find_map(|word| known.find_subcommand(word)).unwrap_or(known);
    let argument = text(error, ContextKind::InvalidArg);
    let flag = argument.split(['[', ' ', '<', '=']).next().unwrap_or_default();
    let value = text(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            Some(unknown_verb(text(error, ContextKind::InvalidSubcommand), known, line))
        }
        ErrorKind::UnknownArgument => Some(unknown_flag(flag, verb, line)),
        ErrorKind::InvalidValue if value.is_empty() => Some(
            Diagnostic::error(format!("`{flag}` needs a value"), place(flag, verb, line))
                .hint(example(argument)),
        ),
        ErrorKind::InvalidValue => Some(unknown_value(error, flag, value, line)),
        ErrorKind::MissingRequiredArgument => Some(incomplete(error, verb, line)),
        // Other values than whole numbers are read later.
        ErrorKind::ValueValidation => Some(
            Diagnostic::error(format!("`{flag}` takes a whole number"), line.flag(flag))
                .labelled(format!("`{value}` is none"))
                .hint(example(argument)),
        ),
        _ => None,
    }
}

fn text(error: &clap::Error, kind: ContextKind) -> &str {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text,
        _ => "",
    }
}

/// The place of a flag by its long name or its short one.
fn place(flag: &str, verb: &Command, line: &CommandLine) -> Span {
    let is_it =
        |arg: &&Arg| arg.get_long().is_some_and(|long| flag.strip_prefix("--") == Some(long));
    let short = verb.get_arguments().find(is_it).and_then(Arg::get_short);
    match short.map(|short| format!("-{short}")) {
        Some(short) if line.is_after(&short, flag) => line.flag(&short),
        _ => line.flag(flag),
    }
}

/// The hint that shows a flag with its value.
fn example(argument: &str) -> String {
    format!("write `{}`", argument.replace(['<', '>'], ""))
}

fn unknown_verb(name: &str, known: &Command, line: &CommandLine) -> Diagnostic {
    let verbs = known.get_subcommands().map(Command::get_name);
    let verbs: Vec<&str> = verbs.filter(|verb| *verb != "help").collect();
    let error = Diagnostic::error(format!("there is no command `{name}`"), line.first(name));
    match similar::did_you_mean(name, verbs.iter().copied()) {
        Some(near) => error.hint(near),
        None => error
            .hint(format!("there is {}", words::list(&verbs)))
            .hint(format!("if `{name}` is a target, write `bakewell plan {name}`")),
    }
}

/// The error that a verb lacks something.
fn incomplete(error: &clap::Error, verb: &Command, line: &CommandLine) -> Diagnostic {
    let missing: Vec<String> = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::Strings(all)) => {
            all.iter().map(|argument| argument.replace(['<', '>'], "")).collect()
        }
        _ => Vec::new(),
    };
    let message = format!("`{}` needs {}", called(verb), words::list(&missing));
    Diagnostic::error(message, line.first(verb.get_name())).hint(format!(
        "write `{} {}`",
        called(verb),
        missing.join(" ")
    ))
}

fn unknown_flag(flag: &str, verb: &Command, line: &CommandLine) -> Diagnostic {
    let error = Diagnostic::error(format!("there is no flag `{flag}`"), line.flag(flag));
    if let Some((_, attribute)) = OF_BUILD.iter().find(|(name, _)| *name == flag) {
        return error.hint(format!("targets have it: write `--set '*.{attribute}=VALUE'`"));
    }
    match (flag, verb.get_name()) {
        ("--list", "plan") => return error.hint("write `bakewell list`"),
        ("--print", "plan") => return error.hint("`bakewell plan` prints the plan without it"),
        ("--print", "build") => return error.hint("write `bakewell plan`"),
        _ => {}
    }
    let flags: Vec<String> =
        verb.get_arguments().filter_map(Arg::get_long).map(|long| format!("--{long}")).collect();
    let near = similar::did_you_mean(flag, flags.iter().map(String::as_str));
    error.hint(near.unwrap_or_else(|| format!("`{} --help` names all", called(verb))))
}

/// How a verb is called; without any it is the program itself.
fn called(verb: &Command) -> String {
    match verb.get_name() {
        "bakewell" => "bakewell".to_owned(),
        name => format!("bakewell {name}"),
    }
}

fn unknown_value(error: &clap::Error, flag: &str, value: &str, line: &CommandLine) -> Diagnostic {
    let known = match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(known)) => known.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    };
    // Switches take Go's twelve spellings of two values.
    let known: Vec<&str> = if known.contains(&"true") { vec!["true", "false"] } else { known };
    let near = similar::did_you_mean(value, known.iter().copied());
    let hint = near.unwrap_or_else(|| format!("there is {}", words::list(&known)));
    if flag.starts_with('-') {
        Diagnostic::error(format!("`{flag}` cannot be `{value}`"), line.flag(flag)).hint(hint)
    } else {
        Diagnostic::error(format!("`{value}` is not possible here"), line.first(value)).hint(hint)
    }
}
