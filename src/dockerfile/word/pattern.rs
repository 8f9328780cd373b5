//! The patterns of `${x#p}`, `${x%p}` and `${x/p/r}`: `*`, `?` and `\`.

use regex::Regex;

use super::letter::is_of_name;
use super::{Cursor, bounded};
use crate::diag::Problem;

/// The value without the prefix that the pattern fits: the longest one, or the shortest.
pub(super) fn without_prefix(value: &str, pattern: &str, longest: bool) -> Result<String, Problem> {
    let stars = if longest { ".*" } else { ".*?" };
    let found = compile(pattern, stars, true)?.find(value).map_or(0, |found| found.end());
    Ok(value.get(found..).unwrap_or_default().to_owned())
}

/// The value without the suffix that the pattern fits. An expression finds the shortest match from
/// the left only, so both are turned round.
pub(super) fn without_suffix(value: &str, pattern: &str, longest: bool) -> Result<String, Problem> {
    let turned: String = value.chars().rev().collect();
    let left = without_prefix(&turned, &turned_pattern(pattern), longest)?;
    Ok(left.chars().rev().collect())
}

/// The value with the first match replaced.
pub(super) fn replace_first(value: &str, pattern: &str, by: &str) -> Result<String, Problem> {
    let Some(found) = compile(pattern, ".*", false)?.find(value) else {
        return Ok(value.to_owned());
    };
    let before = value.get(..found.start()).unwrap_or_default();
    let after = value.get(found.end()..).unwrap_or_default();
    Ok(format!("{before}{by}{after}"))
}

/// The value with every match replaced. Here, and only here, `$0` in the replacement is the match:
/// BuildKit hands it to Go's `ReplaceAllString`.
pub(super) fn replace_all(value: &str, pattern: &str, by: &str) -> Result<String, Problem> {
    let pattern = compile(pattern, ".*", false)?;
    let mut text = String::new();
    let mut end = 0;
    for found in pattern.find_iter(value) {
        text.push_str(value.get(end..found.start()).unwrap_or_default());
        fill_in(by, found.as_str(), &mut text);
        bounded(&text)?;
        end = found.end();
    }
    text.push_str(value.get(end..).unwrap_or_default());
    Ok(text)
}

/// The pattern as a regular expression, `stars` for each `*`.
fn compile(pattern: &str, stars: &str, from_start: bool) -> Result<Regex, Problem> {
    let mut text = String::from(if from_start { "^" } else { "" });
    let mut letters = Cursor::new(pattern);
    while let Some(c) = letters.next() {
        match c {
            '*' => text.push_str(stars),
            '?' => text.push('.'),
            '\\' if matches!(letters.peek(), Some('}' | '/')) => {}
            '\\' => text.push_str(&escaped(letters.next(), pattern)?),
            _ => text.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
        }
    }
    Regex::new(&text).map_err(|_| Problem::new("the pattern of a substitution is too long"))
}

/// What `\` may stand before.
fn escaped(letter: Option<char>, pattern: &str) -> Result<String, Problem> {
    match letter {
        Some(c @ ('*' | '?' | '\\')) => Ok(format!("\\{c}")),
        Some(c) => Err(Problem::new(format!("the pattern `{pattern}` escapes `{c}`"))
            .hint("only `*`, `?`, `\\`, `/` and `}` can be escaped in a pattern")),
        None => Err(Problem::new(format!("the pattern `{pattern}` ends in an escape character"))),
    }
}

/// The pattern from back to front, escapes still before what they escape.
fn turned_pattern(pattern: &str) -> String {
    let mut pieces: Vec<String> = Vec::new();
    let mut letters = pattern.chars();
    while let Some(c) = letters.next() {
        let escaped = if c == '\\' { letters.next() } else { None };
        pieces.push([Some(c), escaped].into_iter().flatten().collect());
    }
    pieces.into_iter().rev().collect()
}

/// Writes the replacement: `$0` is what matched, other names and numbers are nothing, `$$` is `$`.
fn fill_in(by: &str, matched: &str, text: &mut String) {
    let mut rest = by;
    while let Some((before, after)) = rest.split_once('$') {
        text.push_str(before);
        rest = after;
        if let Some(after) = rest.strip_prefix('$') {
            text.push('$');
            rest = after;
        } else if let Some((name, after)) = reference(rest) {
            text.push_str(if name == "0" { matched } else { "" });
            rest = after;
        } else {
            text.push('$');
        }
    }
    text.push_str(rest);
}

/// The name after a `$`, with or without braces, and what follows it.
fn reference(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('{');
    let from = inner.unwrap_or(text);
    let end = from.find(|c| !is_of_name(c)).unwrap_or(from.len());
    let (name, rest) = from.split_at_checked(end).filter(|(name, _)| !name.is_empty())?;
    let rest = if inner.is_some() { rest.strip_prefix('}')? } else { rest };
    Some((name, rest))
}
