//! `ARG`, `ENV` and `LABEL`.

use crate::diag::Diagnostic;

use super::super::ast::{Arg, Pair, Pairs, Word};
use super::super::fault::Faults;
use super::super::text::Piece;
use super::super::words;
use super::{Parts, something, too_few};

/// `NAME[=DEFAULT]…`; BuildKit does not look at the flags.
pub(super) fn args(parts: &Parts<'_>) -> Result<Vec<Arg>, Faults> {
    let words = words::quoted(parts.rest, parts.escape);
    if words.is_empty() {
        return Err(too_few(parts).into());
    }
    let mut faults = Faults::default();
    let mut args = Vec::new();
    for word in words {
        let (name, default) = match word.split_once('=') {
            Some((name, _)) if name.is_empty() => {
                faults.push(nameless(parts, word));
                continue;
            }
            Some((name, default)) => (name, Some(Word(default.to_text()))),
            None => (word, None),
        };
        args.push(Arg { name: Word(name.to_text()), default, span: word.span() });
    }
    faults.or(args)
}

/// `NAME=VALUE…`, or `NAME VALUE` where the first word has no `=`.
pub(super) fn pairs(parts: &Parts<'_>) -> Result<Pairs, Faults> {
    let words = words::quoted(something(parts)?, parts.escape);
    let is_legacy = words.first().is_some_and(|word| !word.as_str().contains('='));
    let pairs = if is_legacy { vec![legacy(parts)?] } else { modern(parts, &words)? };
    let mut faults = Faults::default();
    if let Some(pair) = pairs.iter().find(|(name, _)| name.is_empty()) {
        faults.push(nameless(parts, pair.1));
    }
    if pairs.is_empty() {
        faults.push(too_few(parts));
    }
    parts.check_flags(&[])?;
    let pairs = pairs.into_iter().map(|(name, value)| Pair {
        name: Word(name.to_text()),
        value: Word(value.to_text()),
        span: name.span().to(value.span()),
    });
    faults.or(Pairs { pairs: pairs.collect(), is_legacy })
}

fn legacy<'a>(parts: &Parts<'a>) -> Result<(Piece<'a>, Piece<'a>), Faults> {
    let (name, value) = words::first(parts.rest);
    let value = value.filter(|value| !value.is_empty()).ok_or_else(|| {
        let message = format!("`{}` needs a name and a value", parts.name());
        let error = Diagnostic::error(message, parts.rest.span());
        Faults::lexical(error.hint(format!("write `{}=…`", name.as_str())))
    })?;
    Ok((name, value))
}

fn modern<'a>(
    parts: &Parts<'a>,
    words: &[Piece<'a>],
) -> Result<Vec<(Piece<'a>, Piece<'a>)>, Faults> {
    let pair = |word: &Piece<'a>| {
        word.split_once('=').ok_or_else(|| {
            let message = format!("`{}` is not of the form `name=value`", word.as_str());
            let error = Diagnostic::error(message, word.span());
            Faults::lexical(error.hint(format!(
                "a value with spaces in it stands in quotes: `{} name=\"a value\"`",
                parts.name()
            )))
        })
    };
    words.iter().map(pair).collect()
}

fn nameless(parts: &Parts<'_>, piece: Piece<'_>) -> Diagnostic {
    Diagnostic::error(format!("a name in `{}` is empty", parts.name()), piece.span())
}
