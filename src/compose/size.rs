//! Amounts of memory with units.

use super::yaml::without_separators;
use crate::diag::Problem;

/// The first amount that does not fit. What the reference makes of it is below zero.
const TOO_MANY: f64 = 9_223_372_036_854_775_808.0;

/// The bytes that a text such as `64m` or `1.5 GiB` stands for. All units are powers of 1024.
///
/// # Errors
/// For what is no amount.
pub(super) fn bytes(text: &str) -> Result<i64, Problem> {
    let wrong =
        || Problem::new(format!("`{text}` is not an amount of memory")).hint("such as `64m`");
    let last =
        text.rfind(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' ')).ok_or_else(wrong)?;
    let (number, unit) = text.split_at(last + 1);
    let number = number.strip_suffix(' ').unwrap_or(number);
    let number = without_separators(number).ok_or_else(wrong)?;
    let plain =
        number.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'+' | b'e' | b'E' | b'-'));
    let amount: f64 = if plain { number.parse().ok() } else { None }.ok_or_else(wrong)?;
    if amount < 0.0 || amount.is_infinite() {
        return Err(wrong());
    }
    let factor = factor(&unit.to_ascii_lowercase()).ok_or_else(wrong)?;
    let bytes = amount * factor;
    if bytes >= TOO_MANY {
        return Ok(i64::MIN);
    }
    #[expect(clippy::cast_possible_truncation, reason = "go-units truncates as well")]
    Ok(bytes as i64)
}

fn factor(unit: &str) -> Option<f64> {
    if matches!(unit, "" | "b") {
        return Some(1.0);
    }
    let exponent = "kmgtp".find(unit.chars().next()?)?;
    let exponent = i32::try_from(exponent).ok()? + 1;
    matches!(unit.get(1..)?, "" | "b" | "ib").then(|| 1024_f64.powi(exponent))
}

/// An amount with four digits and a unit, such as `9.537MiB`.
pub(super) fn human(bytes: i64) -> String {
    const UNITS: [&str; 7] = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    #[expect(clippy::cast_precision_loss, reason = "four digits are shown")]
    let mut size = bytes as f64;
    let mut units = UNITS.iter();
    let mut unit = units.next();
    while size >= 1024.0 {
        let Some(next) = units.next() else { break };
        size /= 1024.0;
        unit = Some(next);
    }
    format!("{}{}", four_digits(size), unit.unwrap_or(&""))
}

/// C's `%.4g`, for numbers from 1 to 1024.
fn four_digits(size: f64) -> String {
    let decimals = match size {
        ..9.9995 => 3,
        ..99.995 => 2,
        ..999.95 => 1,
        _ => 0,
    };
    let text = format!("{size:.decimals$}");
    if decimals == 0 { text } else { text.trim_end_matches('0').trim_end_matches('.').to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{bytes, human};

    #[test]
    fn amounts_read_and_print_as_docker_has_them() {
        let show = |text| bytes(text).map_or_else(|_| "no".to_owned(), human);
        let texts =
            ["128m", "1.5 GiB", "10000000", "1kb", "1023", "2pb", "1b", "m", "1 x", "-1", "1mbb"];
        insta::assert_snapshot!(texts.map(show).join(" "), @"128MiB 1.5GiB 9.537MiB 1KiB 1023B 2PiB 1B no no no no");
    }
}
