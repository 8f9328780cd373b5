//! Sizes of memory, such as `128m` and `1.5 GiB`.

use crate::diag::Problem;
use crate::float;

/// Checks a size as docker reads one: a number, perhaps a space, perhaps `b`, `k`, `m`, `g`, `t`
/// or `p`, the last five perhaps with `b` or `ib`.
///
/// # Errors
/// For anything else, negative sizes included.
pub fn check(text: &str) -> Result<(), Problem> {
    let wrong = || {
        Problem::new(format!("`{text}` is not a size"))
            .hint("write a number and a unit, such as `128m` or `1.5g`")
    };
    let last =
        text.rfind(|c: char| c.is_ascii_digit() || c == '.' || c == ' ').ok_or_else(wrong)?;
    let number_end = if text[last..].starts_with(' ') { last } else { last + 1 };
    let (number, unit) = (&text[..number_end], &text[last + 1..]);
    let size = float::parse(number).ok_or_else(wrong)?;
    if size < 0.0 || !is_unit(unit) { Err(wrong()) } else { Ok(()) }
}

/// Whether a size is none at all: it has digits, and all are zeros.
pub fn is_nothing(text: &str) -> bool {
    let mut digits = text.chars().filter(char::is_ascii_digit).peekable();
    digits.peek().is_some() && digits.all(|digit| digit == '0')
}

fn is_unit(unit: &str) -> bool {
    if unit.len() > 3 {
        return false;
    }
    // The sign of Kelvin gets small as `k`, too.
    let unit = unit.to_lowercase();
    let Some(first) = unit.chars().next() else { return true };
    let rest = &unit[first.len_utf8()..];
    match first {
        'b' => rest.is_empty(),
        'k' | 'm' | 'g' | 't' | 'p' => matches!(rest, "" | "b" | "ib"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{check, is_nothing};

    #[test]
    fn sizes_are_numbers_with_units() {
        for text in [
            "0",
            "100",
            "1.5g",
            "1kb",
            "2GiB",
            "64 m",
            "5.",
            ".5k",
            "+1b",
            "1e3",
            "3P",
            "1_000",
            "inf ",
            "0x1p4",
            "0x1.8p-2 g",
            "-0x0p0",
            "1\u{212a}",
        ] {
            assert!(check(text).is_ok(), "{text:?}");
        }
        for text in [
            "",
            "m",
            "5x",
            "-1",
            "1gbb",
            "1 g b",
            "1bb",
            "1gi",
            "abc",
            "1,5g",
            "1e999",
            "-0x1p4",
            "0x1",
            "-inf ",
            "-nan ",
            "1\u{212a}b",
        ] {
            assert!(check(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_size_may_be_none() {
        assert!(is_nothing("0") && is_nothing("0.0 m"));
        assert!(!is_nothing("10k") && !is_nothing("0.5g") && !is_nothing("inf"));
    }
}
