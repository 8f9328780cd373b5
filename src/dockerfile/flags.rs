//! The flags of an instruction: `--name=value` between its keyword and its words.

use crate::diag::similar::Layer;
use crate::diag::{Diagnostic, Meant};

use super::ast::{Escape, Text};
use super::fault::Faults;
use super::text::{Gathered, Piece};

/// Takes the flags off the front. What is left is the rest.
///
/// Quotes and escapes are taken off them. A `--` of its own ends them and does not count.
pub(super) fn take(piece: Piece<'_>, escape: Escape) -> (Vec<Text>, Piece<'_>) {
    let mut flags = Vec::new();
    let mut at = 0;
    let bytes = piece.as_str().as_bytes();
    loop {
        at += bytes.iter().skip(at).take_while(|&&byte| is_space(byte)).count();
        if !bytes.get(at..).is_some_and(|rest| rest.starts_with(b"--")) {
            return (flags, piece.from(at));
        }
        let (flag, end) = one(piece, at, escape);
        at = end;
        match &*flag.value {
            "--" => return (flags, piece.from(at)),
            _ => flags.push(flag),
        }
    }
}

/// The flag that begins at `start`, and where it ends.
///
/// BuildKit takes every byte for a character here, as if the text were Latin-1; so do we: what is
/// excluded by `--exclude=é` is another file.
fn one(piece: Piece<'_>, start: usize, escape: Escape) -> (Text, usize) {
    let mut gathered = Gathered::default();
    let mut quote = None;
    let mut bytes = piece.as_str().bytes().enumerate().skip(start);
    let mut end = piece.as_str().len();
    while let Some((mut at, mut byte)) = bytes.next() {
        match (quote, byte) {
            (None, space) if is_space(space) => {
                end = at;
                break;
            }
            (None, b'\'' | b'"') => {
                quote = Some(byte);
                continue;
            }
            (Some(open), close) if open == close => {
                quote = None;
                continue;
            }
            _ => {}
        }
        if char::from(byte) == escape.char() {
            let Some(escaped) = bytes.next() else { break };
            (at, byte) = escaped;
        }
        gathered.push_char(char::from(byte), piece, at);
    }
    let source = piece.cut(start, end);
    let is_ascii = source.as_str().is_ascii();
    let finish = if is_ascii { Gathered::finish } else { Gathered::finish_anywhere };
    (finish(gathered, source.span()), end)
}

/// White space of Latin-1.
fn is_space(byte: u8) -> bool {
    char::from(byte).is_whitespace()
}

/// How a flag takes its value.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Takes {
    /// `--name`, `--name=true`, `--name=false`; once.
    Truth,
    /// `--name=value`; once.
    Value,
    /// `--name=value`; any number of times.
    Values,
}

/// The flags that were given, known and with the values they need.
pub(super) struct Flags {
    given: Vec<Flag>,
}

struct Flag {
    name: &'static str,
    /// None is `true`.
    value: Option<Text>,
}

/// The flags among `known` ones.
///
/// # Errors
/// All that is wrong with them.
pub(super) fn check(flags: &[Text], known: &[(&'static str, Takes)]) -> Result<Flags, Faults> {
    let mut given: Vec<Flag> = Vec::new();
    let mut faults = Faults::default();
    for flag in flags {
        match one_of(flag, known, &given) {
            Ok(flag) => given.push(flag),
            Err(error) => faults.push(error),
        }
    }
    faults.or(Flags { given })
}

fn one_of(
    text: &Text,
    known: &[(&'static str, Takes)],
    given: &[Flag],
) -> Result<Flag, Diagnostic> {
    let piece = text.piece();
    let (name, value) = match piece.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (piece, None),
    };
    let word = name.as_str();
    let (name, takes) = known
        .iter()
        .find(|(known, _)| word.strip_prefix("--") == Some(known))
        .copied()
        .ok_or_else(|| unknown(name, known))?;
    if takes != Takes::Values && given.iter().any(|flag| flag.name == name) {
        return Err(Diagnostic::error(format!("the flag `{word}` is given twice"), text.span));
    }
    match (takes, value) {
        (Takes::Truth, None) => Ok(Flag { name, value: None }),
        (_, None) => Err(Diagnostic::error(format!("the flag `{word}` needs a value"), text.span)
            .hint(format!("write it as `{word}=…`"))),
        (Takes::Truth, Some(value)) if truth(value.as_str()).is_none() => {
            let message =
                format!("the flag `{word}` is `true` or `false`, not `{}`", value.as_str());
            Err(Diagnostic::error(message, text.span))
        }
        (_, Some(value)) => Ok(Flag { name, value: Some(value.to_text()) }),
    }
}

fn unknown(name: Piece<'_>, known: &[(&str, Takes)]) -> Diagnostic {
    let error =
        Diagnostic::error(format!("there is no flag `{}` here", name.as_str()), name.span());
    let names: Layer = known.iter().map(|(known, _)| format!("--{known}").into()).collect();
    error.meant(Meant::new(name.as_str(), vec![names]))
}

fn truth(text: &str) -> Option<bool> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if is("true") { Some(true) } else { is("false").then_some(false) }
}

impl Flags {
    /// The value of a flag that is given once.
    pub(super) fn value(&self, name: &str) -> Option<Text> {
        self.of(name).next()?.value.clone()
    }

    /// The values of a flag, in order.
    pub(super) fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Text> {
        self.of(name).filter_map(|flag| flag.value.as_ref())
    }

    /// What a flag that is true or false says, if it is given.
    pub(super) fn truth(&self, name: &str) -> Option<bool> {
        let flag = self.of(name).next()?;
        Some(flag.value.as_ref().is_none_or(|value| truth(value) == Some(true)))
    }

    fn of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Flag> {
        self.given.iter().filter(move |flag| flag.name == name)
    }
}
