//! Sizes of memory, such as `128m` and `1.5 GiB`.

use crate::diag::Problem;

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
    let size = number_of(number).ok_or_else(wrong)?;
    if size < 0.0 || !is_unit(unit) { Err(wrong()) } else { Ok(()) }
}

/// Whether a size is none at all: it has digits, and all are zeros.
pub fn is_nothing(text: &str) -> bool {
    let mut digits = text.chars().filter(|c| is_digit(*c)).peekable();
    digits.peek().is_some() && digits.all(|digit| digit == '0')
}

/// A number as Go's `strconv.ParseFloat` reads it, but for its hexadecimal form, in which nobody
/// writes sizes. What is too large for a float is no number, and digits may be parted by single
/// underscores.
fn number_of(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let word = ["inf", "infinity", "nan"].iter().any(|word| unsigned.eq_ignore_ascii_case(word));
    let ends_in_digits = |part: &str| part.starts_with(is_digit) && part.ends_with(is_digit);
    let parts: Vec<&str> = text.split('_').collect();
    let parted = match parts.as_slice() {
        [first, middle @ .., last] => {
            first.ends_with(is_digit)
                && middle.iter().all(|part| ends_in_digits(part))
                && last.starts_with(is_digit)
        }
        _ => true,
    };
    let number: f64 = parts.concat().parse().ok()?;
    (parted && (word || number.is_finite())).then_some(number)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn is_unit(unit: &str) -> bool {
    let unit = unit.to_ascii_lowercase();
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
        for text in
            ["0", "100", "1.5g", "1kb", "2GiB", "64 m", "5.", ".5k", "+1b", "1e3", "3P", "1_000"]
        {
            assert!(check(text).is_ok(), "{text:?}");
        }
        for text in [
            "", "m", "5x", "-1", "1gbb", "1 g b", "1bb", "1gi", "abc", "1,5g", "1e999", "1__0",
            "_1",
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
