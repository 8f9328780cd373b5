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

/// A number as Go's `strconv.ParseFloat` reads it. What is too large for a float is no number, and
/// digits may be parted by single underscores.
fn number_of(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if let Some(digits) = unsigned.strip_prefix("0x").or_else(|| unsigned.strip_prefix("0X")) {
        let number = hexadecimal(digits)?;
        return Some(if text.starts_with('-') { -number } else { number });
    }
    let infinite = ["inf", "infinity"].iter().any(|word| unsigned.eq_ignore_ascii_case(word));
    let number: f64 = without_underscores(text, is_digit)?.parse().ok()?;
    let is_number = number.is_finite() || infinite || text.eq_ignore_ascii_case("nan");
    is_number.then_some(number)
}

/// The number behind `0x`, to its power of two, which is all that counts here: `1.8p-3`.
fn hexadecimal(text: &str) -> Option<f64> {
    let is_hexadecimal = |c: char| c.is_ascii_hexdigit();
    let text = without_underscores(text.strip_prefix('_').unwrap_or(text), is_hexadecimal)?;
    let (mantissa, exponent) = text.split_once(['p', 'P'])?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    let power = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let is_valid =
        |digits: &str, is: fn(&char) -> bool| !digits.is_empty() && digits.chars().all(|c| is(&c));
    if !is_valid(&digits, char::is_ascii_hexdigit) || !is_valid(power, char::is_ascii_digit) {
        return None;
    }
    // Beyond this there is nothing but zero and what is too large.
    let power = power.parse::<i64>().unwrap_or(i64::MAX).min(1 << 40);
    let power = if exponent.starts_with('-') { -power } else { power };
    let zeros = digits.chars().take_while(|&c| c == '0').count();
    let Some(first) = digits[zeros..].chars().next().and_then(|c| c.to_digit(16)) else {
        return Some(0.0);
    };
    let places = i64::try_from(whole.len()).ok()? - i64::try_from(zeros).ok()?;
    let power = power + (places - 1) * 4 + i64::from(first.ilog2());
    let number = 2f64.powi(i32::try_from(power.clamp(-2_000, 2_000)).ok()?);
    number.is_finite().then_some(number)
}

/// A number without the underscores in it, each of which stands between two digits.
fn without_underscores(text: &str, is_digit: impl Fn(char) -> bool) -> Option<String> {
    let parts: Vec<&str> = text.split('_').collect();
    let inside = |(before, after): (&&str, &&str)| {
        before.ends_with(&is_digit) && after.starts_with(&is_digit)
    };
    parts.iter().zip(parts.iter().skip(1)).all(inside).then(|| parts.concat())
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
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
            "nan ",
            "0x1p4",
            "0X_aP1m",
            "0x1.8p-2 g",
            "0x.1p0",
            "-0x0p0",
            "-0x1p-2000",
            "0x1p1023",
            "0x001p10",
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
            "1__0",
            "_1",
            "-nan ",
            "+nan ",
            "-inf ",
            "-0x1p4",
            "0x1",
            "0xp1",
            "0x1p",
            "0x1pa1",
            "0x1p1024",
            "0x__1p1",
            "0x1_p1",
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
