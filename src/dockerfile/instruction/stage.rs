//! `FROM`.

use crate::diag::Diagnostic;

use super::super::ast::{From, Text, Word};
use super::super::fault::Faults;
use super::super::flags::Takes;
use super::super::text::Piece;
use super::super::words;
use super::Parts;

/// `[--platform=P] IMAGE [AS NAME]`
pub(super) fn from(parts: &Parts<'_>) -> Result<From, Faults> {
    let words = words::between_blanks(parts.rest);
    let (image, name) = match words.as_slice() {
        [image] => (image, None),
        [image, word, name] if word.as_str().eq_ignore_ascii_case("as") => {
            (image, Some(stage_name(*name)?))
        }
        _ => return Err(wrong_count(parts, &words).into()),
    };
    let flags = parts.check_flags(&[("platform", Takes::Value)])?;
    Ok(From {
        platform: flags.value("platform").filter(|platform| !platform.is_empty()).map(Word),
        image: Word(image.to_text()),
        name,
    })
}

fn wrong_count(parts: &Parts<'_>, words: &[Piece<'_>]) -> Diagnostic {
    let span = words.get(1).map_or(parts.span(), |_| parts.rest.span());
    Diagnostic::error("`FROM` takes an image, or an image and `AS` and a name", span)
}

/// A letter, and letters, digits, `-`, `_` and `.`
fn stage_name(name: Piece<'_>) -> Result<Text, Diagnostic> {
    let lower = name.as_str().to_lowercase();
    let is_part =
        |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
    if lower.starts_with(|c: char| c.is_ascii_lowercase()) && lower.chars().all(is_part) {
        return Ok(name.to_text());
    }
    Err(Diagnostic::error(
        format!("`{}` cannot be the name of a stage", name.as_str()),
        name.span(),
    )
    .hint("a letter comes first, then letters, digits, `-`, `_` and `.`"))
}
