//! Floats as texts, as Go's `strconv.ParseFloat` reads them.

/// The number that a text stands for; nothing where it is none, or too large for a float. Digits may
/// be parted by single underscores. What is written in hexadecimal digits (`0x1.8p-3`) is as exact as
/// the first eight of them are.
pub fn parse(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if let Some(digits) = unsigned.strip_prefix("0x").or_else(|| unsigned.strip_prefix("0X")) {
        let number = hexadecimal(digits)?;
        return Some(if text.starts_with('-') { -number } else { number });
    }
    let infinite = ["inf", "infinity"].iter().any(|word| unsigned.eq_ignore_ascii_case(word));
    let number: f64 = without_underscores(text, |c| c.is_ascii_digit())?.parse().ok()?;
    let is_number = number.is_finite() || infinite || text.eq_ignore_ascii_case("nan");
    is_number.then_some(number)
}

/// The number behind `0x`, whose power of two must be there.
fn hexadecimal(text: &str) -> Option<f64> {
    let text = text.strip_prefix('_').unwrap_or(text);
    let text = without_underscores(text, |c| c.is_ascii_hexdigit())?;
    let (mantissa, power) = text.split_once(['p', 'P'])?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        return None;
    }
    let power = exponent(power)?;
    let first = digits.trim_start_matches('0');
    let zeros = digits.len() - first.len();
    let first = first.get(..8).unwrap_or(first);
    if first.is_empty() {
        return Some(0.0);
    }
    let value = f64::from(u32::from_str_radix(first, 16).ok()?);
    let places = i64::try_from(whole.len()).ok()? - i64::try_from(zeros + first.len()).ok()?;
    let number = scaled(value, power + 4 * places);
    number.is_finite().then_some(number)
}

/// A whole number with an optional sign. Beyond the greatest that is told apart there is nothing but
/// zero and what is too large.
fn exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = digits.parse::<i64>().unwrap_or(i64::MAX).min(1 << 40);
    Some(if text.starts_with('-') { -number } else { number })
}

/// A number times a power of two, in two steps: the power alone may be less than any float.
fn scaled(number: f64, power: i64) -> f64 {
    let half = power / 2;
    let step =
        |power: i64| 2f64.powi(i32::try_from(power.clamp(-4_000, 4_000)).unwrap_or_default());
    number * step(half) * step(power - half)
}

/// A number without the underscores in it, each of which stands between two digits.
fn without_underscores(text: &str, is_digit: impl Fn(char) -> bool) -> Option<String> {
    let parts: Vec<&str> = text.split('_').collect();
    let inside = |(before, after): (&&str, &&str)| {
        before.ends_with(&is_digit) && after.starts_with(&is_digit)
    };
    parts.iter().zip(parts.iter().skip(1)).all(inside).then(|| parts.concat())
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn numbers_are_those_of_go() {
        let cases = [
            ("1.5", 1.5),
            ("-.5", -0.5),
            ("1_0e0_1", 100.0),
            ("0x1p4", 16.0),
            ("-0X_aP1", -20.0),
            ("0x1.8p-2", 0.375),
            ("0x.01p+4", 0.0625),
            ("0x0010p0", 16.0),
            ("0x123456789p-4", 305_419_896.0),
            ("0x0p99999999999999999999", 0.0),
            ("0xffp-1078", 255.0 * 2f64.powi(-539) * 2f64.powi(-539)),
            ("-0x1p-2000", -0.0),
            ("inf", f64::INFINITY),
            ("-Infinity", f64::NEG_INFINITY),
        ];
        for (text, number) in cases {
            assert_eq!(parse(text).map(f64::to_bits), Some(number.to_bits()), "{text}");
        }
        assert!(parse("NaN").is_some_and(f64::is_nan));
    }

    #[test]
    fn what_go_does_not_read_is_no_number() {
        for text in [
            "", ".", "1e", "1e400", "_1", "1_", "1__0", "-nan", "0x1", "0x1p", "0xp1", "0x1pa",
            "0x1p1024", "0x1_p1", "0x__1p1", "0x1.p_1", "1 ", "0b1",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
