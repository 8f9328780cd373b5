//! `EXPOSE`, `VOLUME` and `SHELL`.

use crate::diag::Diagnostic;

use super::super::ast::{Text, Volume, Word};
use super::super::fault::Faults;
use super::super::text::Piece;
use super::super::words;
use super::{Parts, exec, list, something, too_few};

/// `PORT…`
pub(super) fn expose(parts: &Parts<'_>) -> Result<Vec<Word>, Faults> {
    let words = words::between_blanks(something(parts)?);
    parts.check_flags(&[])?;
    Ok(words.into_iter().map(|port| Word(port.to_text())).collect())
}

/// `PATH…`
pub(super) fn volume(parts: &Parts<'_>) -> Result<Volume, Faults> {
    let (paths, is_exec) = list(parts.rest)?;
    if paths.is_empty() {
        return Err(too_few(parts).into());
    }
    parts.check_flags(&[])?;
    let paths = paths.iter().map(path).collect::<Result<_, _>>()?;
    Ok(Volume { paths, is_exec })
}

/// A path, white space around it taken off.
fn path(text: &Text) -> Result<Word, Diagnostic> {
    let path = text.piece().trim();
    if path.is_empty() {
        return Err(Diagnostic::error("the path of a volume cannot be empty", text.span));
    }
    Ok(Word(path.to_text()))
}

/// `["PROGRAM", "ARGUMENT"…]`
pub(super) fn shell(parts: &Parts<'_>) -> Result<Vec<Text>, Faults> {
    let words = exec(parts.rest)?;
    parts.check_flags(&[])?;
    match words {
        Some(words) if !words.is_empty() => Ok(words),
        None if !parts.rest.is_empty() => Err(not_exec(parts.rest).into()),
        _ => Err(too_few(parts).into()),
    }
}

fn not_exec(rest: Piece<'_>) -> Diagnostic {
    Diagnostic::error("`SHELL` needs a JSON array of strings", rest.span())
        .hint("write it like `SHELL [\"/bin/bash\", \"-c\"]`")
}
