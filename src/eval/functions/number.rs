//! Arithmetic.

use num_bigint::{BigInt, BigUint, Sign};

use super::args::wrong;
use super::{Args, machine};
use crate::diag::Problem;
use crate::value::{Number, Type, Value};

/// The most numbers that `range` makes: cty's bound.
const RANGE: usize = 1024;

pub(super) fn add(args: Args) -> Result<Value, Problem> {
    args.number(0)?.add(args.number(1)?).map(Value::Number)
}

pub(super) fn subtract(args: Args) -> Result<Value, Problem> {
    args.number(0)?.sub(args.number(1)?).map(Value::Number)
}

pub(super) fn multiply(args: Args) -> Result<Value, Problem> {
    args.number(0)?.mul(args.number(1)?).map(Value::Number)
}

pub(super) fn divide(args: Args) -> Result<Value, Problem> {
    args.number(0)?.div(args.number(1)?).map(Value::Number)
}

pub(super) fn modulo(args: Args) -> Result<Value, Problem> {
    args.number(0)?.rem(args.number(1)?).map(Value::Number)
}

pub(super) fn negate(args: Args) -> Result<Value, Problem> {
    Ok(Value::Number(args.number(0)?.neg()))
}

pub(super) fn absolute(args: Args) -> Result<Value, Problem> {
    Ok(Value::Number(args.number(0)?.abs()))
}

pub(super) fn greaterthan(args: Args) -> Result<Value, Problem> {
    Ok((args.number(0)? > args.number(1)?).into())
}

pub(super) fn greaterthanorequalto(args: Args) -> Result<Value, Problem> {
    Ok((args.number(0)? >= args.number(1)?).into())
}

pub(super) fn lessthan(args: Args) -> Result<Value, Problem> {
    Ok((args.number(0)? < args.number(1)?).into())
}

pub(super) fn lessthanorequalto(args: Args) -> Result<Value, Problem> {
    Ok((args.number(0)? <= args.number(1)?).into())
}

/// The smallest; of several that are equal the first.
pub(super) fn min(args: Args) -> Result<Value, Problem> {
    let numbers = args.all().iter().filter_map(Value::as_number);
    let min = numbers.reduce(|min, number| if number < min { number } else { min });
    min.cloned().map(Value::Number).ok_or_else(|| Problem::new("at least one number is required"))
}

/// The greatest; of several that are equal the first.
pub(super) fn max(args: Args) -> Result<Value, Problem> {
    let numbers = args.all().iter().filter_map(Value::as_number);
    let max = numbers.reduce(|max, number| if number > max { number } else { max });
    max.cloned().map(Value::Number).ok_or_else(|| Problem::new("at least one number is required"))
}

pub(super) fn ceil(args: Args) -> Result<Value, Problem> {
    Ok(Value::Number(args.number(0)?.ceil()))
}

pub(super) fn floor(args: Args) -> Result<Value, Problem> {
    Ok(Value::Number(args.number(0)?.floor()))
}

/// The number without its fraction, with the precision that its digits need.
pub(super) fn int(args: Args) -> Result<Value, Problem> {
    let number = args.number(0)?;
    if number.is_integer() {
        return Ok(Value::Number(number.clone()));
    }
    let whole = number.trunc().to_bigint();
    let whole = whole.ok_or_else(|| Problem::new("infinity has no whole part").argument(0))?;
    Ok(Value::Number(Number::from_bigint(&whole)))
}

/// -1, 0 or 1; like cty we refuse fractions.
pub(super) fn signum(args: Args) -> Result<Value, Problem> {
    Ok(Value::int(args.whole(0)?.signum()))
}

/// The logarithm in a base, computed by the machine.
pub(super) fn log(args: Args) -> Result<Value, Problem> {
    machine_number(machine::log(args.float(0)?) / machine::log(args.float(1)?))
}

/// A power, computed by the machine.
pub(super) fn pow(args: Args) -> Result<Value, Problem> {
    machine_number(machine::pow(args.float(0)?, args.float(1)?))
}

fn machine_number(number: f64) -> Result<Value, Problem> {
    let number = Number::from_f64(number);
    number.map(Value::Number).ok_or_else(|| Problem::new("the result is not a number"))
}

/// A whole number in some base: digits, then `a` to `z`, then (above base 36) `A` to `Z`.
pub(super) fn parseint(args: Args) -> Result<Value, Problem> {
    let text = args.value(0)?.as_str().ok_or_else(|| wrong(0, "a string"))?;
    let base = u8::try_from(args.whole(1)?).ok().filter(|base| (2..=62).contains(base));
    let base = base.ok_or_else(|| wrong(1, "between 2 and 62"))?;
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (Sign::Minus, digits),
        None => (Sign::Plus, text.strip_prefix('+').unwrap_or(text)),
    };
    let digits: Option<Vec<u8>> = digits.bytes().map(|byte| digit(byte, base)).collect();
    let magnitude = digits
        .filter(|digits| !digits.is_empty())
        .and_then(|digits| BigUint::from_radix_be(&digits, base.into()))
        .ok_or_else(|| {
            Problem::new(format!("`{text}` is not a whole number in base {base}")).argument(0)
        })?;
    Ok(Value::Number(Number::from_bigint(&BigInt::from_biguint(sign, magnitude))))
}

fn digit(byte: u8, base: u8) -> Option<u8> {
    let digit = match byte {
        b'0'..=b'9' => byte - b'0',
        b'a'..=b'z' => byte - b'a' + 10,
        b'A'..=b'Z' if base <= 36 => byte - b'A' + 10,
        b'A'..=b'Z' => byte - b'A' + 36,
        _ => return None,
    };
    (digit < base).then_some(digit)
}

/// The numbers from a start (or 0) up or down to an end, without it, in steps (or by one).
pub(super) fn range(args: Args) -> Result<Value, Problem> {
    let zero = Number::from_i64(0);
    let (start, end, step) = match args.all().len() {
        1 => (&zero, args.number(0)?, None),
        2 => (args.number(0)?, args.number(1)?, None),
        3 => (args.number(0)?, args.number(1)?, Some(args.number(2)?.clone())),
        _ => return Err(Problem::new("one, two or three numbers are required")),
    };
    let step = step.unwrap_or_else(|| Number::from_i64(if end < start { -1 } else { 1 }));
    let down = step.sign() < 0;
    let is_past = |number: &Number| if down { number <= end } else { number >= end };
    if if down { end > start } else { end < start } {
        return Err(Problem::new("the step leads away from the end").argument(1));
    }
    let mut numbers = Vec::new();
    let mut number = start.clone();
    while !is_past(&number) {
        if numbers.len() == RANGE {
            return Err(Problem::new(format!("a range has at most {RANGE} numbers")));
        }
        let next = number.add(&step)?;
        numbers.push(Value::Number(std::mem::replace(&mut number, next)));
    }
    Ok(Value::list(Type::Number, numbers))
}
