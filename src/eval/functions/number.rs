//! Arithmetic.

use num_bigint::{BigInt, BigUint, Sign};

use super::args::wrong;
use super::function::{Function, any, number, pure};
use super::{Args, machine};
use crate::diag::Problem;
use crate::value::{Number, Type, Value};

/// The functions, by name.
pub(super) static FUNCTIONS: &[Function] = &[
    pure("absolute", "the number without its sign", &[number("num")], absolute),
    pure("add", "the sum of two numbers", &[number("a"), number("b")], add),
    pure("ceil", "the smallest whole number that is not below a number", &[number("num")], ceil),
    pure("divide", "the quotient of two numbers", &[number("a"), number("b")], divide),
    pure("floor", "the largest whole number that is not above a number", &[number("num")], floor),
    pure(
        "greaterthan",
        "whether the first number is greater than the second",
        &[number("a"), number("b")],
        greaterthan,
    ),
    pure(
        "greaterthanorequalto",
        "whether the first number is not less than the second",
        &[number("a"), number("b")],
        greaterthanorequalto,
    ),
    pure("int", "a number without its fraction", &[number("num")], int),
    pure(
        "lessthan",
        "whether the first number is less than the second",
        &[number("a"), number("b")],
        lessthan,
    ),
    pure(
        "lessthanorequalto",
        "whether the first number is not greater than the second",
        &[number("a"), number("b")],
        lessthanorequalto,
    ),
    pure("log", "the logarithm of a number in a base", &[number("num"), number("base")], log),
    pure("max", "the greatest of several numbers", &[], max).more(number("numbers")),
    pure("min", "the smallest of several numbers", &[], min).more(number("numbers")),
    pure("modulo", "what remains of a division", &[number("a"), number("b")], modulo),
    pure("multiply", "the product of two numbers", &[number("a"), number("b")], multiply),
    pure("negate", "the number with the other sign", &[number("num")], negate),
    pure(
        "parseint",
        "the whole number that a text spells in a base",
        &[any("number"), number("base")],
        parseint,
    ),
    pure("pow", "a number to a power", &[number("num"), number("power")], pow),
    pure("range", "numbers from a start up or down to an end, in steps", &[], range)
        .more(number("params")),
    pure("signum", "-1, 0 or 1, by the sign of a number", &[number("num")], signum),
    pure("subtract", "the difference of two numbers", &[number("a"), number("b")], subtract),
];

/// The most numbers that `range` makes: cty's bound.
const RANGE: usize = 1024;

fn add(args: Args) -> Result<Value, Problem> {
    args.number(0)?.add(args.number(1)?).map(Value::Number)
}

fn subtract(args: Args) -> Result<Value, Problem> {
    args.number(0)?.sub(args.number(1)?).map(Value::Number)
}

fn multiply(args: Args) -> Result<Value, Problem> {
    args.number(0)?.mul(args.number(1)?).map(Value::Number)
}

fn divide(args: Args) -> Result<Value, Problem> {
    args.number(0)?.div(args.number(1)?).map(Value::Number)
}

fn modulo(args: Args) -> Result<Value, Problem> {
    args.number(0)?.rem(args.number(1)?).map(Value::Number)
}

fn negate(args: Args) -> Result<Value, Problem> {
    Ok(Value::Number(args.number(0)?.neg()))
}

fn absolute(args: Args) -> Result<Value, Problem> {
    Ok(Value::Number(args.number(0)?.abs()))
}

fn greaterthan(args: Args) -> Result<Value, Problem> {
    Ok((args.number(0)? > args.number(1)?).into())
}

fn greaterthanorequalto(args: Args) -> Result<Value, Problem> {
    Ok((args.number(0)? >= args.number(1)?).into())
}

fn lessthan(args: Args) -> Result<Value, Problem> {
    Ok((args.number(0)? < args.number(1)?).into())
}

fn lessthanorequalto(args: Args) -> Result<Value, Problem> {
    Ok((args.number(0)? <= args.number(1)?).into())
}

/// The smallest; of several that are equal the first.
fn min(args: Args) -> Result<Value, Problem> {
    let numbers = args.all().iter().filter_map(Value::as_number);
    let min = numbers.reduce(|min, number| if number < min { number } else { min });
    min.cloned().map(Value::Number).ok_or_else(|| Problem::new("at least one number is required"))
}

/// The greatest; of several that are equal the first.
fn max(args: Args) -> Result<Value, Problem> {
    let numbers = args.all().iter().filter_map(Value::as_number);
    let max = numbers.reduce(|max, number| if number > max { number } else { max });
    max.cloned().map(Value::Number).ok_or_else(|| Problem::new("at least one number is required"))
}

fn ceil(args: Args) -> Result<Value, Problem> {
    Ok(Value::Number(args.number(0)?.ceil()))
}

fn floor(args: Args) -> Result<Value, Problem> {
    Ok(Value::Number(args.number(0)?.floor()))
}

/// The number without its fraction, with the precision that its digits need.
fn int(args: Args) -> Result<Value, Problem> {
    let number = args.number(0)?;
    if number.is_integer() {
        return Ok(Value::Number(number.clone()));
    }
    let whole = number.trunc().to_bigint();
    let whole = whole.ok_or_else(|| Problem::new("infinity has no whole part").argument(0))?;
    Ok(Value::Number(Number::from_bigint(&whole)))
}

/// -1, 0 or 1; like cty we refuse fractions.
fn signum(args: Args) -> Result<Value, Problem> {
    Ok(Value::int(args.whole(0)?.signum()))
}

/// The logarithm in a base, computed by the machine.
fn log(args: Args) -> Result<Value, Problem> {
    machine_number(machine::log(args.float(0)?) / machine::log(args.float(1)?))
}

/// A power, computed by the machine.
fn pow(args: Args) -> Result<Value, Problem> {
    machine_number(machine::pow(args.float(0)?, args.float(1)?))
}

fn machine_number(number: f64) -> Result<Value, Problem> {
    let number = Number::from_f64(number);
    number.map(Value::Number).ok_or_else(|| Problem::new("the result is not a number"))
}

/// A whole number in some base: digits, then `a` to `z`, then (above base 36) `A` to `Z`.
fn parseint(args: Args) -> Result<Value, Problem> {
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
fn range(args: Args) -> Result<Value, Problem> {
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
