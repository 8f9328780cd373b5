//! The verbs of a format.

use crate::diag::Problem;

/// A verb such as `%-8.3[2]f`: flags, width, precision, number of the argument, letter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verb<'a> {
    flags: &'a str,
    /// The least width.
    pub(super) width: Option<usize>,
    /// The digits after the point, or whatever else the letter takes it for.
    pub(super) precision: Option<usize>,
    /// Which argument is meant, counted from zero.
    pub(super) argument: Option<usize>,
    /// What it is for.
    pub(super) letter: char,
}

impl<'a> Verb<'a> {
    /// The verb after a percent sign, and what follows it.
    pub(super) fn parse(text: &'a str) -> Result<(Self, &'a str), Problem> {
        let end = text.find(|c| !matches!(c, '0' | '#' | '-' | '+' | ' ')).unwrap_or(text.len());
        let (flags, rest) = text.split_at(end);
        let (width, rest) = number(rest);
        let (precision, rest) = match rest.strip_prefix('.').map(number) {
            Some((precision, rest)) => (Some(precision.unwrap_or(0)), rest),
            None => (None, rest),
        };
        let (argument, rest) = match rest.strip_prefix('[') {
            Some(rest) => {
                let (argument, rest) = argument(rest).ok_or_else(wrong)?;
                (Some(argument), rest)
            }
            None => (None, rest),
        };
        let letter = rest.chars().next().filter(char::is_ascii_alphabetic).ok_or_else(wrong)?;
        let after = rest.strip_prefix(letter).unwrap_or_default();
        Ok((Self { flags, width, precision, argument, letter }, after))
    }

    /// `0`: fill with zeros.
    pub(super) fn zero(&self) -> bool {
        self.flags.contains('0')
    }

    /// `#`: JSON, or a prefix that tells the base.
    pub(super) fn sharp(&self) -> bool {
        self.flags.contains('#')
    }

    /// `+`: a sign for positive numbers too.
    pub(super) fn plus(&self) -> bool {
        self.flags.contains('+')
    }

    /// `-`: fill on the right.
    pub(super) fn minus(&self) -> bool {
        self.flags.contains('-')
    }

    /// ` `: a space in place of the sign of a positive number.
    pub(super) fn space(&self) -> bool {
        self.flags.contains(' ')
    }
}

/// The number of an argument, counted from zero, after its bracket, and what follows it.
fn argument(text: &str) -> Option<(usize, &str)> {
    let (argument, rest) = number(text);
    let argument = argument.filter(|_| !text.starts_with('0'))?;
    Some((argument.checked_sub(1)?, rest.strip_prefix(']')?))
}

/// The number at the start, if there is one, and what follows. It never runs over.
fn number(text: &str) -> (Option<usize>, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let add =
        |sum: usize, digit: u8| sum.saturating_mul(10).saturating_add(usize::from(digit - b'0'));
    let number = (!digits.is_empty()).then(|| digits.bytes().fold(0, add));
    (number, rest)
}

fn wrong() -> Problem {
    Problem::new("a `%` in the format is not followed by a verb")
        .hint("write `%%` for a percent sign")
        .argument(0)
}
