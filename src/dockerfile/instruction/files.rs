//! `COPY` and `ADD`.

use std::collections::HashMap;

use crate::diag::Diagnostic;

use super::super::ast::{Add, Copy, Files, Heredoc, Source, SourceHeredoc, Text, Word};
use super::super::fault::Faults;
use super::super::flags::Takes;
use super::super::heredoc;
use super::{Parts, list};

const COPY: [(&str, Takes); 6] = [
    ("from", Takes::Value),
    ("chown", Takes::Value),
    ("chmod", Takes::Value),
    ("link", Takes::Truth),
    ("parents", Takes::Truth),
    ("exclude", Takes::Values),
];

const ADD: [(&str, Takes); 7] = [
    ("chown", Takes::Value),
    ("chmod", Takes::Value),
    ("link", Takes::Truth),
    ("keep-git-dir", Takes::Truth),
    ("checksum", Takes::Value),
    ("unpack", Takes::Truth),
    ("exclude", Takes::Values),
];

/// `COPY`
pub(super) fn copy(parts: &Parts<'_>, heredocs: &[Heredoc]) -> Result<Copy, Faults> {
    let files = files(parts, heredocs)?;
    let flags = parts.check_flags(&COPY)?;
    Ok(Copy {
        from: flags.value("from").filter(|from| !from.is_empty()),
        chown: flags.value("chown").map(Word),
        chmod: flags.value("chmod").map(Word),
        link: flags.truth("link") == Some(true),
        parents: flags.truth("parents") == Some(true),
        excludes: flags.values("exclude").cloned().collect(),
        files,
    })
}

/// `ADD`
pub(super) fn add(parts: &Parts<'_>, heredocs: &[Heredoc]) -> Result<Add, Faults> {
    let files = files(parts, heredocs)?;
    let flags = parts.check_flags(&ADD)?;
    Ok(Add {
        chown: flags.value("chown").map(Word),
        chmod: flags.value("chmod").map(Word),
        checksum: flags.value("checksum").map(Word),
        link: flags.truth("link") == Some(true),
        keep_git_dir: flags.truth("keep-git-dir"),
        unpack: flags.truth("unpack"),
        excludes: flags.values("exclude").cloned().collect(),
        files,
    })
}

/// `SOURCE… DESTINATION`
fn files(parts: &Parts<'_>, heredocs: &[Heredoc]) -> Result<Files, Faults> {
    let (mut words, is_exec) = list(parts.rest)?;
    let destination = match (words.pop(), words.is_empty()) {
        (Some(last), false) => last,
        (Some(_), true) => return Err(no_destination(parts).into()),
        (None, _) => return Err(super::too_few(parts).into()),
    };
    if matches!(heredoc::opening(&destination), Some(Ok(_))) {
        let message = format!("the destination of `{}` cannot be a heredoc", parts.name());
        return Err(Diagnostic::error(message, destination.span).into());
    }
    let names: HashMap<&str, usize> =
        heredocs.iter().zip(0..).map(|(heredoc, at)| (&*heredoc.name, at)).collect();
    let sources = words.into_iter().map(|word| source(word, &names)).collect();
    Ok(Files { sources, destination: Word(destination), is_exec })
}

fn no_destination(parts: &Parts<'_>) -> Diagnostic {
    let message = format!("`{}` needs a source and a destination", parts.name());
    Diagnostic::error(message, parts.rest.span()).labelled("is this the source?")
}

/// A path, or a heredoc. Of several heredocs of one name BuildKit takes the last; so do we.
fn source(word: Text, names: &HashMap<&str, usize>) -> Source {
    match heredoc::opening(&word) {
        Some(Ok(opening)) => Source::Heredoc(SourceHeredoc {
            heredoc: names.get(&*opening.name).copied(),
            name: opening.name,
            expands: opening.expands,
            chomps: opening.chomps,
            word,
        }),
        _ => Source::Path(Word(word)),
    }
}
