//! Numbers as cty has them: binary floating point, each with a precision of its own.
//!
//! A number from text has 512 bits, one that a function counted has 64, and one that came
//! through a machine float has 53. A result has the larger precision of its operands, and a
//! number prints as the shortest decimal that is read back as itself at its precision. So the
//! precision shows, and we keep it.

mod arithmetic;
mod decimal;
mod float;
mod parse;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;

use crate::diag::Problem;

pub use decimal::Style;

use decimal::Decimal;
use float::{Finite, Float, Size};

/// How many binary places before or after the point a number may have and still be written out:
/// about a hundred thousand digits. buildx would write billions, or die trying.
const WRITABLE: i64 = 333_000;

/// A number, which may be infinite.
///
/// `==` and the order compare exact values, whatever the precision. The `==` of the bake language
/// is [`Number::equals`].
#[derive(Clone, Debug)]
pub struct Number(Repr);

/// Whole numbers of machine size are kept as such; all others are floats.
#[derive(Clone, Debug)]
enum Repr {
    Small { value: i64, precision: u32 },
    Large(Arc<Float>),
}

impl Number {
    /// A machine integer: 64 bits of precision.
    pub fn from_i64(value: i64) -> Self {
        Self(Repr::Small { value, precision: 64 })
    }

    /// A machine integer: 64 bits of precision.
    pub fn from_u64(value: u64) -> Self {
        Float::rounded(false, value.into(), 0, false, 64).into()
    }

    /// A length or a position.
    pub fn from_usize(value: usize) -> Self {
        Self::from_u64(value as u64)
    }

    /// A machine float: 53 bits of precision. Not-a-number is none.
    pub fn from_f64(value: f64) -> Option<Self> {
        const FRACTION: u32 = 52;
        let bits = value.to_bits();
        let negative = value.is_sign_negative();
        if value.is_nan() {
            return None;
        }
        if value.is_infinite() {
            return Some(Float::infinity(negative, 53).into());
        }
        let power = i64::from(u16::try_from(bits >> FRACTION & 0x7ff).unwrap_or(0));
        let fraction = bits & ((1 << FRACTION) - 1);
        let mantissa = if power == 0 { fraction } else { fraction | 1 << FRACTION };
        let exponent = power.max(1) - 1075;
        Some(Float::rounded(negative, mantissa.into(), exponent, false, 53).into())
    }

    /// A whole number of any size, with as many bits of precision as it has, but at least 64.
    pub fn from_bigint(value: &BigInt) -> Self {
        let bits = u32::try_from(value.bits()).unwrap_or(u32::MAX);
        let negative = value.sign() == Sign::Minus;
        Float::rounded(negative, value.magnitude().clone(), 0, false, bits.max(64)).into()
    }

    /// A number from text, at 512 bits of precision: what a literal means and what a string is
    /// converted to.
    ///
    /// Takes what `cty.ParseNumberVal` takes: decimal digits with an optional sign, point and
    /// exponent (`p` for a power of two), or `inf`; nothing before or after.
    pub fn parse(text: &str) -> Option<Self> {
        parse::parse(text).map(Self::from)
    }

    /// The machine integer that it is exactly.
    pub fn to_i64(&self) -> Option<i64> {
        // What fits is kept as small, but for the zero that is negative and the least integer.
        match &self.0 {
            Repr::Small { value, .. } => Some(*value),
            Repr::Large(_) => self.to_bigint()?.to_i64(),
        }
    }

    /// The length or position that it is exactly.
    pub fn to_usize(&self) -> Option<usize> {
        match self.to_i64() {
            Some(value) => usize::try_from(value).ok(),
            None => self.to_bigint().and_then(|value| value.to_usize()),
        }
    }

    /// The whole number that it is exactly, unless that is too long to be written out.
    pub fn to_bigint(&self) -> Option<BigInt> {
        let float = self.float();
        let sign = if float.negative { Sign::Minus } else { Sign::Plus };
        match &float.size {
            Size::Zero => Some(BigInt::ZERO),
            Size::Finite(finite) if float.is_integer() && finite.top() <= WRITABLE => {
                Some(BigInt::from_biguint(sign, &finite.mantissa << finite.exponent))
            }
            Size::Finite(_) | Size::Infinite => None,
        }
    }

    /// The nearest machine float.
    pub fn to_f64(&self) -> f64 {
        let float = self.float();
        let size = match &float.size {
            Size::Zero => 0.0,
            Size::Infinite => f64::INFINITY,
            Size::Finite(finite) => nearest_f64(finite),
        };
        if float.negative { -size } else { size }
    }

    /// The number of bits that its mantissa may have.
    pub fn precision(&self) -> u32 {
        match &self.0 {
            Repr::Small { precision, .. } => *precision,
            Repr::Large(float) => float.precision,
        }
    }

    /// Whether it has no fraction. Infinity is not an integer.
    pub fn is_integer(&self) -> bool {
        matches!(self.0, Repr::Small { .. }) || self.float().is_integer()
    }

    /// Whether it is infinite, with either sign.
    pub fn is_infinite(&self) -> bool {
        matches!(&self.0, Repr::Large(float) if matches!(float.size, Size::Infinite))
    }

    /// Whether it is zero, with either sign.
    pub fn is_zero(&self) -> bool {
        self.sign() == 0
    }

    /// -1, 0 or 1.
    pub fn sign(&self) -> i8 {
        match &self.0 {
            Repr::Small { value, .. } => i8::try_from(value.signum()).unwrap_or(0),
            Repr::Large(float) => float.sign(),
        }
    }

    /// Whether the bake language finds the numbers equal: whole numbers by value, others by how
    /// they print. So 0.1 from the environment, with 53 bits, equals the literal `0.1`.
    pub fn equals(&self, other: &Self) -> bool {
        if self == other {
            return true;
        }
        // Two that differ in value can print alike only when both have a fraction.
        let fractions = !self.is_integer() && !other.is_integer();
        fractions && self.sign() == other.sign() && self.decimal() == other.decimal()
    }

    /// The number as text: what conversion to string makes of it.
    ///
    /// # Errors
    /// When it has more than a hundred thousand digits.
    pub fn text(&self) -> Result<String, Problem> {
        self.format(Style::Plain, None)
    }

    /// The number in a style, rounded to a number of digits: those after the point, or all of
    /// them in the general style. Without that, as many as are needed.
    ///
    /// # Errors
    /// When it has more than a hundred thousand digits.
    pub fn format(&self, style: Style, places: Option<usize>) -> Result<String, Problem> {
        if let Repr::Small { value, precision } = &self.0
            && (style, places) == (Style::Plain, None)
            && fits(*value, *precision)
        {
            return Ok(value.to_string());
        }
        let float = self.float();
        let sign = if float.negative { "-" } else { "" };
        let decimal = match &float.size {
            Size::Infinite => return Ok(if float.negative { "-Inf" } else { "+Inf" }.to_owned()),
            Size::Zero => Decimal::ZERO,
            Size::Finite(finite) => {
                check_length(finite)?;
                places.map_or_else(
                    || Decimal::shortest(finite, float.precision),
                    |places| Decimal::rounded(finite, style, places),
                )
            }
        };
        Ok(format!("{sign}{}", decimal.write(style, places)))
    }

    /// The shortest decimal, without the sign.
    fn decimal(&self) -> Option<Decimal> {
        let float = self.float();
        match &float.size {
            Size::Finite(finite) if check_length(finite).is_ok() => {
                Some(Decimal::shortest(finite, float.precision))
            }
            _ => None,
        }
    }

    fn float(&self) -> Cow<'_, Float> {
        match &self.0 {
            Repr::Small { value, precision } => {
                let mantissa = value.unsigned_abs().into();
                Cow::Owned(Float::rounded(*value < 0, mantissa, 0, false, *precision))
            }
            Repr::Large(float) => Cow::Borrowed(float),
        }
    }
}

impl From<Float> for Number {
    fn from(float: Float) -> Self {
        match small_value(&float) {
            Some(value) => Self(Repr::Small { value, precision: float.precision }),
            None => Self(Repr::Large(Arc::new(float))),
        }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Small { value: a, .. }, Repr::Small { value: b, .. }) => a.cmp(b),
            _ => self.float().cmp(&other.float()),
        }
    }
}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let float = self.float();
        float.sign().hash(state);
        float.size.hash(state);
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.text() {
            Ok(text) => f.write_str(&text),
            Err(_) => f.write_str("a number too long to be written out"),
        }
    }
}

/// Whether all bits of the value fit the precision, trailing zeros included.
fn fits(value: i64, precision: u32) -> bool {
    u64::BITS - value.unsigned_abs().leading_zeros() <= precision
}

/// The machine integer that a float is; the negative zero is not one.
fn small_value(float: &Float) -> Option<i64> {
    match &float.size {
        Size::Zero if !float.negative => Some(0),
        Size::Finite(finite) if finite.exponent >= 0 && finite.top() < i64::from(i64::BITS) => {
            let size = (&finite.mantissa << finite.exponent).to_i64()?;
            Some(if float.negative { -size } else { size })
        }
        _ => None,
    }
}

fn check_length(finite: &Finite) -> Result<(), Problem> {
    if finite.top() > WRITABLE || finite.exponent < -WRITABLE {
        return Err(Problem::new("the number has more than a hundred thousand digits"));
    }
    Ok(())
}

/// The nearest machine float, subnormal ones included.
fn nearest_f64(finite: &Finite) -> f64 {
    const LOWEST: i64 = -1074;
    let precision = (finite.top() - LOWEST).clamp(0, 53);
    let Ok(precision) = u32::try_from(precision) else { return 0.0 };
    let (mantissa, exponent) = (finite.mantissa.clone(), finite.exponent);
    let rounded = Float::rounded(false, mantissa, exponent, false, precision);
    match rounded.size {
        Size::Finite(finite) if finite.top() > 1024 => f64::INFINITY,
        Size::Finite(finite) if finite.exponent >= LOWEST => {
            finite.mantissa.to_f64().unwrap_or(f64::INFINITY) * power_of_two(finite.exponent)
        }
        _ => 0.0,
    }
}

/// A power of two that a machine float can be.
fn power_of_two(exponent: i64) -> f64 {
    let bits = match u64::try_from(exponent + 1023) {
        Ok(power) if power > 0 => power << 52,
        _ => 1 << (exponent + 1074).clamp(0, 51),
    };
    f64::from_bits(bits)
}
