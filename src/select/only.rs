//! `--only axis=value`: cells of a matrix by their values instead of their names.

use std::collections::{BTreeSet, HashSet};

use crate::diag::{At, Diagnostic, Diagnostics, Meant, words};
use crate::span::{Span, Spanned};
use crate::target::{Cell, Definitions};
use crate::text::Text;
use crate::value::convert::convert;
use crate::value::{Type, Value, json};

use super::pattern::Pattern;

/// How many values or axes are named where one is not found.
const SHOWN: usize = 12;

/// One axis, or all that fit a pattern, and the values they may have.
#[derive(Debug)]
struct Term {
    axis: Side,
    values: Vec<Side>,
}

/// A pattern as it was typed.
#[derive(Debug)]
struct Side {
    text: String,
    pattern: Pattern,
    place: Span,
}

/// Takes out of `nodes` what the terms leave out, and gives back the names of that.
///
/// A term says nothing of what has no axis that it names. What is left must be something, and
/// each term must be true of some cell: otherwise a name or a value is most likely misspelt.
pub(super) fn apply(
    definitions: &Definitions,
    nodes: &mut Vec<(Text, Span)>,
    only: &[Spanned<String>],
    diags: &mut Diagnostics,
) -> HashSet<Text> {
    if only.is_empty() {
        return HashSet::new();
    }
    let terms = terms(only, diags);
    let cell = |name: &Text| definitions.node(name).map(|node| texts(node.cell()));
    let cells: Vec<Vec<(Text, Text)>> = nodes.iter().filter_map(|(name, _)| cell(name)).collect();
    let found: Vec<Diagnostic> = terms.iter().filter_map(|term| term.fault(&cells)).collect();
    let mut left_out = HashSet::new();
    if !found.is_empty() {
        diags.extend(found);
        return left_out;
    }
    let before = nodes.len();
    nodes.retain(|(name, _)| {
        let cell = cell(name).unwrap_or_default();
        let keep = terms.iter().all(|term| term.admits(&cell));
        keep || !left_out.insert(name.clone())
    });
    if nodes.is_empty() && before > 0 {
        diags.extend(nothing_left(&terms));
    }
    left_out
}

/// The axes of a cell and their values as text: what is no text and becomes none is JSON.
fn texts(cell: &Cell) -> Vec<(Text, Text)> {
    cell.axes.iter().map(|(axis, value)| (axis.clone(), text(value))).collect()
}

fn text(value: &Value) -> Text {
    match convert(value, &Type::String) {
        Ok(Value::String(text)) => text,
        _ => json::encode(value).unwrap_or_default().into(),
    }
}

/// The terms of all words. Those of one axis are one term.
fn terms(only: &[Spanned<String>], diags: &mut Diagnostics) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    let pieces = only.iter().flat_map(|word| pieces(word, ','));
    for word in pieces.filter(|piece| !piece.value.is_empty()) {
        match term(&word) {
            Ok(term) => match terms.iter_mut().find(|it| it.axis.text == term.axis.text) {
                Some(known) => known.values.extend(term.values),
                None => terms.push(term),
            },
            Err(error) => diags.push(error),
        }
    }
    terms
}

fn term(word: &Spanned<String>) -> Result<Term, Diagnostic> {
    let sides = word.value.split_once('=').filter(|(axis, _)| !axis.is_empty());
    let Some((axis, values)) = sides else {
        let message = format!("`{}` is not of the form `AXIS=VALUE`", word.value);
        let error = Diagnostic::error(message, word.span);
        return Err(match word.value.strip_prefix('=') {
            Some(_) => error,
            None => error.hint(format!("write `{}=VALUE`", word.value)),
        });
    };
    let values = pieces(&part(word, axis.len() + 1, values), '|');
    Ok(Term {
        axis: side(&part(word, 0, axis))?,
        values: values.iter().map(side).collect::<Result<_, _>>()?,
    })
}

fn side(word: &Spanned<String>) -> Result<Side, Diagnostic> {
    let pattern = Pattern::read(&word.value).at(word.span)?;
    Ok(Side { text: word.value.clone(), pattern, place: word.span })
}

/// The pieces of a word without the blanks around them. A `\` before a separator makes it part of
/// a piece: a value that is a list or an object has commas.
fn pieces(word: &Spanned<String>, separator: char) -> Vec<Spanned<String>> {
    let mut start = 0;
    let mut found = Vec::new();
    let mut escaped = false;
    let separates = |char| {
        let separates = char == separator && !escaped;
        escaped = char == '\\' && !escaped;
        separates
    };
    for piece in word.value.split(separates) {
        let trimmed = piece.trim_start();
        let at = start + piece.len() - trimmed.len();
        found.push(part(word, at, trimmed.trim_end()));
        start += piece.len() + separator.len_utf8();
    }
    found
}

/// A part of a word. Where the place is not that of the word itself, the part has it all.
fn part(word: &Spanned<String>, start: usize, text: &str) -> Spanned<String> {
    let range = word.span.range();
    let span = if range.len() == word.value.len() {
        let start = range.start + start;
        Span::new(word.span.file, start, start + text.len())
    } else {
        word.span
    };
    Spanned::new(text.to_owned(), span)
}

impl Term {
    /// Whether a cell has the wanted values on all axes that are meant.
    fn admits(&self, cell: &[(Text, Text)]) -> bool {
        self.values_in(cell).all(|value| self.fits(value))
    }

    fn fits(&self, value: &str) -> bool {
        self.values.iter().any(|wanted| wanted.pattern.matches(value))
    }

    /// The values that a cell has on the axes that are meant.
    fn values_in<'a>(&self, cell: &'a [(Text, Text)]) -> impl Iterator<Item = &'a Text> {
        cell.iter().filter(|(axis, _)| self.axis.pattern.matches(axis)).map(|(_, value)| value)
    }

    /// What is wrong if no cell has such an axis, or none such a value.
    fn fault(&self, cells: &[Vec<(Text, Text)>]) -> Option<Diagnostic> {
        let mut meant = cells.iter().filter(|cell| self.values_in(cell).next().is_some());
        if meant.clone().next().is_none() {
            let axes = cells.iter().flatten().map(|(axis, _)| axis).collect();
            return Some(self.no_axis(&axes));
        }
        if meant.any(|cell| self.admits(cell)) {
            return None;
        }
        let values = cells.iter().flat_map(|cell| self.values_in(cell)).collect();
        Some(self.no_value(&values))
    }

    fn no_axis(&self, axes: &BTreeSet<&Text>) -> Diagnostic {
        let Side { text, place, .. } = &self.axis;
        let message = format!("nothing that was asked for has an axis `{text}`");
        let error = Diagnostic::error(message, *place);
        if axes.is_empty() { error } else { suggest(error, text, axes) }
    }

    fn no_value(&self, values: &BTreeSet<&Text>) -> Diagnostic {
        let axis = &self.axis.text;
        let wanted: Vec<&str> = self.values.iter().map(|value| &*value.text).collect();
        let message = match wanted.as_slice() {
            [""] => format!("no cell has an empty `{axis}`"),
            _ => format!("no cell has {} for `{axis}`", words::choice(&wanted)),
        };
        let place = self.values.first().map_or(self.axis.place, |value| value.place);
        let error = Diagnostic::error(message, place);
        let first = wanted.first().copied().unwrap_or("");
        let is_part = |value: &&Text| value.starts_with(['{', '[']) && value.contains(first);
        if !first.is_empty() && values.iter().any(is_part) {
            return error.hint(format!("a part of a list or an object is `{axis}=*{first}*`"));
        }
        suggest(error, first, values)
    }
}

/// The error with the nearest of the names that there are, or else with all of them.
fn suggest(error: Diagnostic, name: &str, known: &BTreeSet<&Text>) -> Diagnostic {
    let layer = known.iter().map(|&name| name.clone()).collect();
    let meant = Meant::new(name, vec![layer]);
    if meant.hint().is_some() {
        return error.meant(meant);
    }
    let shown: Vec<&Text> = known.iter().copied().take(SHOWN).collect();
    let more = match known.len() - shown.len() {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    error.hint(format!("there is {}{more}", words::list(&shown)))
}

/// Each term is true of some cell, and all of them of none.
fn nothing_left(terms: &[Term]) -> Option<Diagnostic> {
    let (first, others) = terms.split_first()?;
    let message = "nothing that was asked for fits all of this";
    let error = Diagnostic::error(message, first.axis.place);
    Some(others.iter().fold(error, |error, term| error.also(term.axis.place, "and this")))
}
