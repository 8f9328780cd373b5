//! What is wrong with a command line that cannot be read at all.

use std::ops::Range;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};

use crate::diag::{Diagnostic, similar, words};
use crate::span::Span;

use super::args::Args;
use super::line::CommandLine;

/// How many mistakes are looked for: all words are read again for each.
const MOST: usize = 100;

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

/// All that is wrong, in order; nothing where the first thing is no error but a call for help.
///
/// clap stops at the first word that is wrong. That one is taken out, and the rest is read again.
pub fn all(first: &Error, mut known: Command, line: &CommandLine) -> Vec<Diagnostic> {
    known.build(); // whatever clap has not come to: what is near a typed flag is asked for
    let mut line = line.clone();
    let mut misuse = Misuse { error: first, known: &known, line: &line };
    let mut found = Vec::from_iter(misuse.diagnostic());
    let mut culprit = misuse.culprit();
    for _ in 1..MOST {
        let Some(words) = culprit else { break };
        line.take_out(words);
        let Err(error) = Args::read(&mut known, line.typed()) else { break };
        misuse = Misuse { error: &error, known: &known, line: &line };
        // What is no flag may be the value of the one that was taken out, where nobody meant it.
        if misuse.flag().is_some() {
            found.extend(misuse.diagnostic());
        }
        culprit = misuse.culprit();
    }
    found.sort_by_key(Diagnostic::place);
    found
}

/// What clap finds wrong with the words of a line.
struct Misuse<'a> {
    error: &'a Error,
    known: &'a Command,
    line: &'a CommandLine,
}

impl<'a> Misuse<'a> {
    fn diagnostic(&self) -> Option<Diagnostic> {
        match self.error.kind() {
            ErrorKind::InvalidSubcommand => Some(self.unknown_verb()),
            ErrorKind::MissingSubcommand => Some(
                Diagnostic::error("a command is missing", self.line.place(None))
                    .hint(format!("there is {}", words::list(&self.verbs()))),
            ),
            ErrorKind::UnknownArgument => Some(self.unknown_argument()),
            ErrorKind::InvalidValue if self.value().is_empty() => Some(
                Diagnostic::error(format!("`{}` needs a value", self.argument()), self.place())
                    .hint(self.example()),
            ),
            ErrorKind::InvalidValue => Some(self.unknown_value()),
            ErrorKind::MissingRequiredArgument => Some(self.incomplete()),
            // Other values than whole numbers are read later.
            ErrorKind::ValueValidation => Some(
                Diagnostic::error(
                    format!("`{}` takes a whole number", self.argument()),
                    self.place(),
                )
                .labelled(format!("`{}` is none", self.value()))
                .hint(self.example()),
            ),
            _ => None,
        }
    }

    /// The command that was typed, else the program itself.
    fn verb(&self) -> &'a Command {
        let mut words = self.line.words();
        words.find_map(|word| self.known.find_subcommand(word)).unwrap_or(self.known)
    }

    fn text(&self, kind: ContextKind) -> &'a str {
        match self.error.get(kind) {
            Some(ContextValue::String(text)) => text,
            _ => "",
        }
    }

    fn texts(&self, kind: ContextKind) -> Vec<&'a str> {
        match self.error.get(kind) {
            Some(ContextValue::Strings(all)) => all.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// What it is about: a flag by its long name if it has one, or what stands for a word.
    fn argument(&self) -> &'a str {
        let argument = self.text(ContextKind::InvalidArg);
        argument.split(['[', ' ', '<', '=']).next().unwrap_or_default()
    }

    /// The flag it is about, if it is about one.
    fn flag(&self) -> Option<&'a str> {
        Some(self.argument()).filter(|argument| argument.starts_with('-'))
    }

    /// The value it is about; empty for none.
    fn value(&self) -> &'a str {
        self.text(ContextKind::InvalidValue)
    }

    /// The words to blame, if any: a flag with its value, or one that is no flag.
    fn culprit(&self) -> Option<Range<usize>> {
        let Some(flag) = self.flag() else {
            let word = [self.value(), self.argument()].into_iter().find(|word| !word.is_empty())?;
            return self.line.find(word).map(|at| at..at + 1);
        };
        let is_it =
            |arg: &&Arg| arg.get_long().is_some_and(|long| flag.strip_prefix("--") == Some(long));
        let short = self.verb().get_arguments().find(is_it).and_then(Arg::get_short);
        let short = short.map(|short| format!("-{short}"));
        let names: Vec<&str> = [flag].into_iter().chain(short.as_deref()).collect();
        self.line.flag_words(&names, self.value())
    }

    fn place(&self) -> Span {
        self.line.place(self.culprit().map(|words| words.start))
    }

    /// The hint that shows a flag with its value.
    fn example(&self) -> String {
        format!("write `{}`", self.text(ContextKind::InvalidArg).replace(['<', '>'], ""))
    }

    fn verbs(&self) -> Vec<&'a str> {
        let verbs = self.known.get_subcommands().map(Command::get_name);
        verbs.filter(|verb| *verb != "help").collect()
    }

    fn unknown_verb(&self) -> Diagnostic {
        let name = self.text(ContextKind::InvalidSubcommand);
        let verbs = self.verbs();
        let error =
            Diagnostic::error(format!("there is no command `{name}`"), self.line.first(name));
        match similar::did_you_mean(name, verbs.iter().copied()) {
            Some(near) => error.hint(near),
            None => error
                .hint(format!("there is {}", words::list(&verbs)))
                .hint(format!("if `{name}` is a target, write `bakewell plan {name}`")),
        }
    }

    /// The error that a verb lacks something.
    fn incomplete(&self) -> Diagnostic {
        let verb = self.verb();
        let missing = self.texts(ContextKind::InvalidArg);
        let missing: Vec<String> =
            missing.iter().map(|argument| argument.replace(['<', '>'], "")).collect();
        let message = format!("`{}` needs {}", called(verb), words::list(&missing));
        let example = format!("write `{} {}`", called(verb), missing.join(" "));
        Diagnostic::error(message, self.line.first(verb.get_name())).hint(example)
    }

    fn unknown_argument(&self) -> Diagnostic {
        if let Some(flag) = self.flag() {
            return self.unknown_flag(flag);
        }
        let message = format!("`{}` is a word too many", self.argument());
        let hint = format!("`{} --help` says what it takes", called(self.verb()));
        Diagnostic::error(message, self.place()).hint(hint)
    }

    fn unknown_flag(&self, flag: &str) -> Diagnostic {
        let verb = self.verb();
        let error = Diagnostic::error(format!("there is no flag `{flag}`"), self.place());
        if let Some((_, attribute)) = OF_BUILD.iter().find(|(name, _)| *name == flag) {
            return error.hint(format!("targets have it: write `--set '*.{attribute}=VALUE'`"));
        }
        match (flag, verb.get_name()) {
            ("--list", "plan") => return error.hint("write `bakewell list`"),
            ("--print", "plan") => return error.hint("`bakewell plan` prints the plan without it"),
            ("--print", "build") => return error.hint("write `bakewell plan`"),
            _ => {}
        }
        let flags: Vec<String> = verb
            .get_arguments()
            .filter_map(Arg::get_long)
            .map(|long| format!("--{long}"))
            .collect();
        if flags.iter().any(|known| known == flag) {
            return error.hint(format!("write it after the command: `{} {flag}`", called(verb)));
        }
        let near = similar::did_you_mean(flag, flags.iter().map(String::as_str));
        error.hint(near.unwrap_or_else(|| format!("`{} --help` names all", called(verb))))
    }

    fn unknown_value(&self) -> Diagnostic {
        let value = self.value();
        let known = self.texts(ContextKind::ValidValue);
        // Switches take Go's twelve spellings of two values.
        let known = if known.contains(&"true") { vec!["true", "false"] } else { known };
        let message = match self.flag() {
            Some(flag) => format!("`{flag}` cannot be `{value}`"),
            None => format!("`{value}` is not possible here"),
        };
        Diagnostic::error(message, self.place()).hint(similar::one_of(value, &known))
    }
}

/// How a verb is called; without any it is the program itself.
fn called(verb: &Command) -> String {
    match verb.get_name() {
        "bakewell" => "bakewell".to_owned(),
        name => format!("bakewell {name}"),
    }
}
