//! One instruction: from its logical line to what it says.

mod files;
mod healthcheck;
mod lists;
mod onbuild;
mod pairs;
mod run;
mod stage;

use crate::diag::similar::Layer;
use crate::diag::{Diagnostic, Meant};
use crate::span::Span;

use super::ast::{Command, Escape, Heredoc, InstructionKind, Text, Word};
use super::fault::Faults;
use super::flags;
use super::json::{self, Json};
use super::text::Piece;
use super::words;

/// The keywords.
pub(super) const KEYWORDS: [&str; 18] = [
    "ADD",
    "ARG",
    "CMD",
    "COPY",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "FROM",
    "HEALTHCHECK",
    "LABEL",
    "MAINTAINER",
    "ONBUILD",
    "RUN",
    "SHELL",
    "STOPSIGNAL",
    "USER",
    "VOLUME",
    "WORKDIR",
];

/// A logical line, its keyword and flags taken off.
pub(super) struct Parts<'a> {
    /// The word in front.
    pub(super) keyword: Piece<'a>,
    /// The flags, without quotes.
    flags: Vec<Text>,
    /// The rest, without white space around it.
    rest: Piece<'a>,
    /// The line without its keyword.
    after: Piece<'a>,
    escape: Escape,
}

/// Takes keyword and flags off a logical line.
pub(super) fn take_apart(line: Piece<'_>, escape: Escape) -> Parts<'_> {
    let line = line.trim();
    let (keyword, after) = words::first(line);
    let after = after.unwrap_or_else(|| line.from(line.as_str().len()));
    let (flags, rest) = flags::take(after, escape);
    Parts { keyword, flags, rest: rest.trim(), after, escape }
}

impl Parts<'_> {
    /// The keyword, in capitals.
    pub(super) fn name(&self) -> String {
        self.keyword.as_str().to_ascii_uppercase()
    }

    /// Whether the lines after it may belong to it: those of `RUN`, `COPY` and `ADD` in the shell
    /// form, also in an `ONBUILD`.
    pub(super) fn takes_heredocs(&self) -> bool {
        match &*self.name() {
            "RUN" | "COPY" | "ADD" => !matches!(json::read(self.rest), Json::Strings(_)),
            "ONBUILD" => {
                let inner = take_apart(self.rest, self.escape);
                inner.name() != "ONBUILD" && inner.takes_heredocs()
            }
            _ => false,
        }
    }

    fn check_flags(&self, known: &[(&'static str, flags::Takes)]) -> Result<flags::Flags, Faults> {
        flags::check(&self.flags, known)
    }

    fn span(&self) -> Span {
        self.keyword.span()
    }
}

/// What an instruction says.
///
/// # Errors
/// All that is wrong with it.
pub(super) fn read(parts: &Parts<'_>, heredocs: &[Heredoc]) -> Result<InstructionKind, Faults> {
    match &*parts.name() {
        "ADD" => files::add(parts, heredocs).map(InstructionKind::Add),
        "ARG" => pairs::args(parts).map(InstructionKind::Arg),
        "CMD" => bare_command(parts).map(InstructionKind::Cmd),
        "COPY" => files::copy(parts, heredocs).map(InstructionKind::Copy),
        "ENTRYPOINT" => bare_command(parts).map(InstructionKind::Entrypoint),
        "ENV" => pairs::pairs(parts).map(InstructionKind::Env),
        "EXPOSE" => lists::expose(parts).map(InstructionKind::Expose),
        "FROM" => stage::from(parts).map(InstructionKind::From),
        "HEALTHCHECK" => healthcheck::read(parts).map(InstructionKind::Healthcheck),
        "LABEL" => pairs::pairs(parts).map(InstructionKind::Label),
        "MAINTAINER" => one_argument(parts).map(InstructionKind::Maintainer),
        "ONBUILD" => onbuild::read(parts, heredocs),
        "RUN" => run::read(parts).map(InstructionKind::Run),
        "SHELL" => lists::shell(parts).map(InstructionKind::Shell),
        "STOPSIGNAL" => stop_signal(parts).map(InstructionKind::Stopsignal),
        "USER" => one_argument(parts).map(|user| InstructionKind::User(Word(user))),
        "VOLUME" => lists::volume(parts).map(InstructionKind::Volume),
        "WORKDIR" => one_argument(parts).map(|path| InstructionKind::Workdir(Word(path))),
        _ => Err(unknown(parts.keyword).into()),
    }
}

fn unknown(keyword: Piece<'_>) -> Diagnostic {
    if keyword.is_empty() {
        return Diagnostic::error("the line continues, and nothing follows", keyword.span());
    }
    let names: Layer = KEYWORDS.iter().map(|&name| name.into()).collect();
    let word = keyword.as_str();
    Diagnostic::error(format!("`{word}` is no instruction"), keyword.span())
        .meant(Meant::new(word, vec![names]))
}

/// `CMD` and `ENTRYPOINT`.
fn bare_command(parts: &Parts<'_>) -> Result<Command, Faults> {
    let command = command(parts.rest)?;
    parts.check_flags(&[])?;
    Ok(command)
}

/// A command in either form.
fn command(rest: Piece<'_>) -> Result<Command, Faults> {
    Ok(match exec(rest)? {
        Some(words) => Command::Exec(words),
        None => Command::Shell(rest.to_text()),
    })
}

/// The strings of the exec form, if it is that.
fn exec(rest: Piece<'_>) -> Result<Option<Vec<Text>>, Faults> {
    match json::read(rest) {
        Json::No => Ok(None),
        Json::Strings(words) => Ok(Some(words)),
        Json::Mixed(span) => Err(Faults::lexical(
            Diagnostic::error("an array may hold nothing but strings", span)
                .hint("put it in double quotes"),
        )),
    }
}

/// The words of either form, and whether it was the exec form.
fn list(rest: Piece<'_>) -> Result<(Vec<Text>, bool), Faults> {
    Ok(match exec(rest)? {
        Some(words) => (words, true),
        None => (words::between_blanks(rest).into_iter().map(Piece::to_text).collect(), false),
    })
}

/// The whole rest, of an instruction that takes no flags.
fn one_argument(parts: &Parts<'_>) -> Result<Text, Faults> {
    let text = something(parts)?;
    parts.check_flags(&[])?;
    Ok(text.to_text())
}

/// BuildKit does not look at the flags of `STOPSIGNAL`.
fn stop_signal(parts: &Parts<'_>) -> Result<Word, Faults> {
    Ok(Word(something(parts)?.to_text()))
}

fn something<'a>(parts: &Parts<'a>) -> Result<Piece<'a>, Faults> {
    if parts.rest.is_empty() { Err(too_few(parts).into()) } else { Ok(parts.rest) }
}

fn too_few(parts: &Parts<'_>) -> Diagnostic {
    Diagnostic::error(format!("`{}` needs an argument", parts.name()), parts.span())
}
