//! Numbers from decimal text, as `cty.ParseNumberVal` reads them.

use num_bigint::BigUint;

use super::float::{Float, Size};

/// The precision of numbers that come from text.
const PRECISION: u32 = 512;

/// A number from text: an optional sign, digits with at most one point, and an exponent of ten
/// after `e` or of two after `p`; or `inf`. No white space, no prefix, no separators.
pub(super) fn parse(text: &str) -> Option<Float> {
    let (negative, unsigned) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    if matches!(unsigned, "Inf" | "inf") {
        return Some(Float::infinity(negative, PRECISION));
    }
    let (digits, exponent) = split_exponent(unsigned)?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let digits = [whole, fraction].concat();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    number(negative, &digits, i64::try_from(fraction.len()).ok()?, exponent)
}

/// What comes after the mantissa.
#[derive(Clone, Copy)]
enum Exponent {
    Ten(i64),
    Two(i64),
}

fn split_exponent(text: &str) -> Option<(&str, Exponent)> {
    let Some(at) = text.find(['e', 'E', 'p', 'P']) else { return Some((text, Exponent::Ten(0))) };
    let power = text[at + 1..].parse().ok()?;
    let exponent = match text.as_bytes().get(at)? {
        b'p' | b'P' => Exponent::Two(power),
        _ => Exponent::Ten(power),
    };
    Some((&text[..at], exponent))
}

fn number(negative: bool, digits: &str, fraction: i64, exponent: Exponent) -> Option<Float> {
    let mantissa = integer(digits);
    if mantissa.bits() == 0 {
        return Some(Float::zero(negative, PRECISION));
    }
    let (twos, tens) = match exponent {
        Exponent::Ten(power) => (0, power.checked_sub(fraction)?),
        Exponent::Two(power) => (power, fraction.checked_neg()?),
    };
    let exponent = tens.checked_add(twos)?;
    let top = exponent.checked_add(i64::try_from(mantissa.bits()).ok()?)?;
    i32::try_from(top).ok()?;
    if tens == 0 {
        return Some(Float::rounded(negative, mantissa, exponent, false, PRECISION));
    }
    scaled(negative, mantissa, exponent, tens)
}

/// `mantissa` × 2^`exponent` × 5^`fives`, with the one rounding of the power of five that Go
/// makes too.
fn scaled(negative: bool, mantissa: BigUint, exponent: i64, fives: i64) -> Option<Float> {
    let precision = u32::try_from(mantissa.bits()).ok()?;
    let exact = Float::rounded(negative, mantissa, exponent, false, precision);
    let power = power_of_five(fives.unsigned_abs());
    if fives < 0 { exact.div(&power, PRECISION) } else { exact.mul(&power, PRECISION) }
}

/// 5^`power`, of which Go keeps 64 bits more than of the result.
fn power_of_five(power: u64) -> Float {
    const KEPT: u32 = PRECISION + 64;
    const START: u64 = 27;
    if power <= START {
        return Float::rounded(false, BigUint::from(5_u8).pow(small(power)), 0, false, KEPT);
    }
    let mut left = power - START;
    let mut result = Float::rounded(false, BigUint::from(5_u8).pow(small(START)), 0, false, KEPT);
    let mut square = Float::rounded(false, BigUint::from(5_u8), 0, false, KEPT + 64);
    while left > 0 && !matches!(result.size, Size::Infinite) {
        if left & 1 == 1 {
            result = result.mul(&square, KEPT).unwrap_or(result);
        }
        square = square.mul(&square, KEPT + 64).unwrap_or(square);
        left >>= 1;
    }
    result
}

fn small(power: u64) -> u32 {
    u32::try_from(power).unwrap_or(u32::MAX)
}

/// A whole number from digits, by halves: reading digit by digit would be quadratic.
fn integer(digits: &str) -> BigUint {
    const SHORT: usize = 512;
    if digits.len() <= SHORT {
        return BigUint::parse_bytes(digits.as_bytes(), 10).unwrap_or_default();
    }
    let (high, low) = digits.split_at(digits.len() / 2);
    let power = u32::try_from(low.len()).unwrap_or(u32::MAX);
    integer(high) * BigUint::from(10_u8).pow(power) + integer(low)
}
