//! Durations such as `1h30m`, as Go writes them.

use num_traits::ToPrimitive;

/// One more than the longest duration, in nanoseconds.
const LIMIT: u64 = 1 << 63;

/// A duration in nanoseconds.
pub fn parse(text: &str) -> Option<i64> {
    let (is_negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total: u64 = 0;
    while !rest.is_empty() {
        let (nanos, after) = term(rest)?;
        total = total.checked_add(nanos).filter(|total| *total <= LIMIT)?;
        rest = after;
    }
    if is_negative { 0_i64.checked_sub_unsigned(total) } else { i64::try_from(total).ok() }
}

/// The first number with its unit in nanoseconds, and what follows.
fn term(text: &str) -> Option<(u64, &str)> {
    let (whole, after) = text.split_at(digits(text));
    let (fraction, after) = match after.strip_prefix('.') {
        Some(after) => after.split_at(digits(after)),
        None => ("", after),
    };
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let end = after.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(after.len());
    let (unit, rest) = after.split_at(end);
    let unit = nanos(unit)?;
    let whole = if whole.is_empty() { 0 } else { whole.parse::<u64>().ok()? };
    let nanos = whole.checked_mul(unit).filter(|nanos| *nanos <= LIMIT)?;
    Some((nanos.checked_add(part(fraction, unit)?).filter(|nanos| *nanos <= LIMIT)?, rest))
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// The nanoseconds of a fraction of a unit. Digits that no machine integer holds do not count.
fn part(fraction: &str, unit: u64) -> Option<u64> {
    let (mut number, mut scale) = (0_u64, 1.0);
    for digit in fraction.bytes() {
        let longer = number.checked_mul(10).and_then(|ten| ten.checked_add((digit - b'0').into()));
        let Some(longer) = longer.filter(|longer| *longer <= LIMIT) else { break };
        number = longer;
        scale *= 10.0;
    }
    if number == 0 {
        return Some(0);
    }
    (number.to_f64()? * (unit.to_f64()? / scale)).to_u64()
}

/// The nanoseconds of a unit.
fn nanos(unit: &str) -> Option<u64> {
    Some(match unit {
        "ns" => 1,
        "us" | "\u{b5}s" | "\u{3bc}s" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return None,
    })
}
