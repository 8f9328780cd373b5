//! Binary floating point of a chosen precision, rounded to nearest even: Go's `big.Float`.

use std::cmp::Ordering;

use num_bigint::BigUint;

/// A floating-point number and the precision that its next result is rounded to.
#[derive(Clone, Debug)]
pub(super) struct Float {
    /// Whether it is below zero; zero and infinity have a sign too.
    pub(super) negative: bool,
    /// How large it is.
    pub(super) size: Size,
    /// The number of bits that the mantissa may have.
    pub(super) precision: u32,
}

/// The absolute value of a [`Float`].
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Size {
    /// Nothing.
    Zero,
    /// A number like others.
    Finite(Finite),
    /// More than any number.
    Infinite,
}

/// `mantissa` × 2^`exponent`, in the one form in which the mantissa is odd.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Finite {
    /// An odd number.
    pub(super) mantissa: BigUint,
    /// The power of two of its lowest bit.
    pub(super) exponent: i64,
}

impl Finite {
    /// The power of two just above the number.
    pub(super) fn top(&self) -> i64 {
        self.exponent.saturating_add(count(self.mantissa.bits()))
    }

    fn cmp(&self, other: &Self) -> Ordering {
        self.top().cmp(&other.top()).then_with(|| {
            let down = self.exponent.min(other.exponent);
            self.scaled(down).cmp(&other.scaled(down))
        })
    }

    /// The mantissa when the lowest bit stands for 2^`exponent`, which must not be above ours.
    fn scaled(&self, exponent: i64) -> BigUint {
        &self.mantissa << self.exponent.saturating_sub(exponent).unsigned_abs()
    }
}

impl Float {
    /// Zero.
    pub(super) fn zero(negative: bool, precision: u32) -> Self {
        Self { negative, size: Size::Zero, precision }
    }

    /// Infinity.
    pub(super) fn infinity(negative: bool, precision: u32) -> Self {
        Self { negative, size: Size::Infinite, precision }
    }

    /// `mantissa` × 2^`exponent`, rounded. With `sticky` there is something more below the lowest
    /// bit, and the mantissa must have more bits than the precision.
    pub(super) fn rounded(
        negative: bool,
        mantissa: BigUint,
        exponent: i64,
        sticky: bool,
        precision: u32,
    ) -> Self {
        let excess = mantissa.bits().saturating_sub(u64::from(precision));
        let mantissa = shortened(mantissa, excess, sticky);
        let Some(zeros) = mantissa.trailing_zeros() else {
            return Self::zero(negative, precision);
        };
        let exponent = exponent.saturating_add(count(excess)).saturating_add(count(zeros));
        Self { negative, size: Size::Zero, precision }.sized(mantissa >> zeros, exponent)
    }

    /// The same with another size, or the nearest there is beyond the range of exponents.
    fn sized(mut self, mantissa: BigUint, exponent: i64) -> Self {
        let finite = Finite { mantissa, exponent };
        self.size = if finite.top() > i64::from(i32::MAX) {
            Size::Infinite
        } else if finite.top() < i64::from(i32::MIN) {
            Size::Zero
        } else {
            Size::Finite(finite)
        };
        self
    }

    /// The same number at another precision.
    pub(super) fn with_precision(self, precision: u32) -> Self {
        match self.size {
            Size::Finite(Finite { mantissa, exponent }) if precision < self.precision => {
                Self::rounded(self.negative, mantissa, exponent, false, precision)
            }
            size => Self { size, precision, ..self },
        }
    }

    /// The same with the other sign.
    pub(super) fn neg(mut self) -> Self {
        self.negative = !self.negative;
        self
    }

    /// The sum; none for infinities of opposite signs.
    pub(super) fn add(&self, other: &Self) -> Option<Self> {
        let precision = self.precision.max(other.precision);
        match (&self.size, &other.size) {
            (Size::Finite(a), Size::Finite(b)) => {
                Some(sum((self.negative, a), (other.negative, b), precision))
            }
            (Size::Infinite, Size::Infinite) if self.negative != other.negative => None,
            (Size::Zero, Size::Zero) => {
                Some(Self::zero(self.negative && other.negative, precision))
            }
            (Size::Infinite, _) | (_, Size::Zero) => Some(self.clone().with_precision(precision)),
            _ => Some(other.clone().with_precision(precision)),
        }
    }

    /// The product at a precision; none for zero times infinity.
    pub(super) fn mul(&self, other: &Self, precision: u32) -> Option<Self> {
        let negative = self.negative != other.negative;
        match (&self.size, &other.size) {
            (Size::Finite(a), Size::Finite(b)) => Some(Self::rounded(
                negative,
                &a.mantissa * &b.mantissa,
                a.exponent.saturating_add(b.exponent),
                false,
                precision,
            )),
            (Size::Zero, Size::Infinite) | (Size::Infinite, Size::Zero) => None,
            (Size::Infinite, _) | (_, Size::Infinite) => Some(Self::infinity(negative, precision)),
            _ => Some(Self::zero(negative, precision)),
        }
    }

    /// The quotient at a precision; none for zero by zero and infinity by infinity.
    pub(super) fn div(&self, other: &Self, precision: u32) -> Option<Self> {
        let negative = self.negative != other.negative;
        match (&self.size, &other.size) {
            (Size::Finite(a), Size::Finite(b)) => Some(quotient(negative, a, b, precision)),
            (Size::Zero, Size::Zero) | (Size::Infinite, Size::Infinite) => None,
            (Size::Zero, _) | (_, Size::Infinite) => Some(Self::zero(negative, precision)),
            _ => Some(Self::infinity(negative, precision)),
        }
    }

    /// The whole number between zero and this one that is nearest to it; infinity stays.
    pub(super) fn truncated(self) -> Self {
        match self.size {
            Size::Finite(Finite { mantissa, exponent }) if exponent < 0 => {
                let whole = mantissa >> exponent.unsigned_abs();
                let negative = self.negative && whole.bits() > 0;
                Self::rounded(negative, whole, 0, false, self.precision)
            }
            Size::Zero => Self::zero(false, self.precision),
            size => Self { size, ..self },
        }
    }

    /// Whether there is no fraction; infinity is not whole.
    pub(super) fn is_integer(&self) -> bool {
        match &self.size {
            Size::Zero => true,
            Size::Finite(finite) => finite.exponent >= 0,
            Size::Infinite => false,
        }
    }

    /// The order of the values, whatever their precisions; the zeros are equal.
    pub(super) fn cmp(&self, other: &Self) -> Ordering {
        let order = match (&self.size, &other.size) {
            (Size::Zero, Size::Zero) => return Ordering::Equal,
            _ if self.sign() != other.sign() => return self.sign().cmp(&other.sign()),
            (Size::Finite(a), Size::Finite(b)) => a.cmp(b),
            (a, b) => matches!(a, Size::Infinite).cmp(&matches!(b, Size::Infinite)),
        };
        if self.negative { order.reverse() } else { order }
    }

    /// -1, 0 or 1.
    pub(super) fn sign(&self) -> i8 {
        match (&self.size, self.negative) {
            (Size::Zero, _) => 0,
            (_, true) => -1,
            (_, false) => 1,
        }
    }

    /// The smallest precision that holds the number.
    pub(super) fn needed_precision(&self) -> u32 {
        match &self.size {
            Size::Finite(finite) => u32::try_from(finite.mantissa.bits()).unwrap_or(u32::MAX),
            Size::Zero | Size::Infinite => 0,
        }
    }
}

/// The mantissa without its `excess` lowest bits, rounded to nearest even.
fn shortened(mantissa: BigUint, excess: u64, sticky: bool) -> BigUint {
    let Some(half) = excess.checked_sub(1) else { return mantissa };
    let below = sticky || mantissa.trailing_zeros().is_some_and(|zeros| zeros < half);
    let up = mantissa.bit(half) && (below || mantissa.bit(excess));
    let kept = mantissa >> excess;
    if up { kept + 1_u8 } else { kept }
}

fn sum(a: (bool, &Finite), b: (bool, &Finite), precision: u32) -> Float {
    let ((negative, large), (sign, small)) = if a.1.cmp(b.1).is_lt() { (b, a) } else { (a, b) };
    let opposed = negative != sign;
    // Below this power of two nothing can do more than break a tie.
    let floor = large.exponent.saturating_sub(i64::from(precision)).saturating_sub(3);
    if small.top() <= floor {
        let mantissa = large.scaled(floor) - u8::from(opposed);
        return Float::rounded(negative, mantissa, floor, true, precision);
    }
    let down = large.exponent.min(small.exponent);
    let (large, small) = (large.scaled(down), small.scaled(down));
    let mantissa = if opposed { large - small } else { large + small };
    let negative = negative && mantissa.bits() > 0;
    Float::rounded(negative, mantissa, down, false, precision)
}

fn quotient(negative: bool, a: &Finite, b: &Finite, precision: u32) -> Float {
    let wanted = (u64::from(precision) + 2 + b.mantissa.bits()).saturating_sub(a.mantissa.bits());
    let dividend = &a.mantissa << wanted;
    let mantissa = &dividend / &b.mantissa;
    let sticky = &mantissa * &b.mantissa != dividend;
    let exponent = a.exponent.saturating_sub(b.exponent).saturating_sub(count(wanted));
    Float::rounded(negative, mantissa, exponent, sticky, precision)
}

/// A number of bits, signed.
fn count(bits: u64) -> i64 {
    i64::try_from(bits).unwrap_or(i64::MAX)
}
