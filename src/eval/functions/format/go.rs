//! Numbers as Go's `fmt` writes its big numbers.

use super::limits;
use super::verb::Verb;
use crate::diag::Problem;
use crate::value::{Number, number::Style};

/// The digits of precision of `%e` and `%f` where none are asked for.
const PRECISION: usize = 6;

/// Go gives up on a width or precision when it is above this and has yet another digit.
const TOO_LARGE: usize = 1_000_000;

/// A whole number: `%d` and its kin.
pub(super) fn integer(verb: &Verb, number: &Number) -> Result<String, Problem> {
    let integer = number.to_bigint();
    let integer = integer
        .ok_or_else(|| Problem::new(format!("`%{}` takes whole numbers only", verb.letter)))?;
    if is_too_large(verb) {
        return Ok(format!("%!(NOVERB)%!(EXTRA *big.Int={integer})"));
    }
    let (radix, prefix) = match verb.letter {
        'b' => (2, "0b"),
        'o' => (8, "0"),
        'x' => (16, "0x"),
        'X' => (16, "0X"),
        _ => (10, ""),
    };
    let mut digits = integer.magnitude().to_str_radix(radix);
    if verb.letter == 'X' {
        digits.make_ascii_uppercase();
    }
    if verb.precision == Some(0) && digits == "0" {
        return Ok(String::new());
    }
    let sign = sign(verb, number.sign() < 0);
    let head = format!("{sign}{}", if verb.sharp() { prefix } else { "" });
    let zeros = verb.precision.unwrap_or(0).saturating_sub(digits.len());
    limits::text(zeros)?;
    let digits = format!("{}{digits}", "0".repeat(zeros));
    let fill = match verb.precision {
        _ if verb.minus() => Fill::Right,
        None if verb.zero() => Fill::Zeros,
        _ => Fill::Left,
    };
    filled(verb, fill, &head, &digits)
}

/// A number with a fraction: `%f` and its kin.
pub(super) fn float(verb: &Verb, number: &Number) -> Result<String, Problem> {
    if is_too_large(verb) {
        let number = number.format(Style::General, None)?;
        return Ok(format!("%!(NOVERB)%!(EXTRA *big.Float={number})"));
    }
    let precision = Some(verb.precision.unwrap_or(PRECISION));
    let (style, places) = match verb.letter {
        'f' => (Style::Plain, precision),
        'e' | 'E' => (Style::Exponent, precision),
        _ => (Style::General, verb.precision),
    };
    limits::text(places.unwrap_or(0))?;
    let mut digits = number.format(style, places)?;
    if matches!(verb.letter, 'E' | 'G') && !number.is_infinite() {
        digits.make_ascii_uppercase();
    }
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None if number.is_infinite() => (if verb.space() { " " } else { "+" }, "Inf"),
        None => (sign(verb, false), digits.as_str()),
    };
    let fill = match (verb.zero(), verb.minus()) {
        (true, _) if !number.is_infinite() => Fill::Zeros,
        (_, true) => Fill::Right,
        _ => Fill::Left,
    };
    filled(verb, fill, sign, digits)
}

/// Whether Go stops reading the verb in the middle of its width or precision.
fn is_too_large(verb: &Verb) -> bool {
    let is_too_large = |number: usize| number / 10 > TOO_LARGE;
    verb.width.is_some_and(is_too_large) || verb.precision.is_some_and(is_too_large)
}

fn sign(verb: &Verb, is_negative: bool) -> &'static str {
    match (verb.plus(), verb.space()) {
        _ if is_negative => "-",
        (true, _) => "+",
        (_, true) => " ",
        _ => "",
    }
}

/// What a number is filled up with to its width.
#[derive(Clone, Copy)]
enum Fill {
    /// Spaces before it.
    Left,
    /// Zeros before its digits.
    Zeros,
    /// Spaces behind it.
    Right,
}

fn filled(verb: &Verb, fill: Fill, head: &str, digits: &str) -> Result<String, Problem> {
    let missing = verb.width.unwrap_or(0).saturating_sub(head.len() + digits.len());
    limits::text(missing)?;
    let spaces = || " ".repeat(missing);
    Ok(match fill {
        Fill::Left => format!("{}{head}{digits}", spaces()),
        Fill::Zeros => format!("{head}{}{digits}", "0".repeat(missing)),
        Fill::Right => format!("{head}{digits}{}", spaces()),
    })
}
