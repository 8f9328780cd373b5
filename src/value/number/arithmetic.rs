//! Computing with numbers, as cty's operators do.

use num_bigint::BigUint;

use super::float::Float;
use super::{Number, Repr, fits};
use crate::diag::Problem;

/// The precision of products before they are cut down to that of their operands.
const PRODUCT_PRECISION: u32 = 512;

impl Number {
    /// The number with the other sign. Zero has two signs, as in Go: `-0` prints `-0`.
    #[must_use]
    pub fn neg(&self) -> Self {
        match &self.0 {
            Repr::Small { value, precision } if *value != 0 && *value != i64::MIN => {
                Self(Repr::Small { value: -value, precision: *precision })
            }
            _ => self.float().into_owned().neg().into(),
        }
    }

    /// The number without its sign.
    #[must_use]
    pub fn abs(&self) -> Self {
        let negative = self.sign() < 0 || matches!(&self.0, Repr::Large(float) if float.negative);
        if negative { self.neg() } else { self.clone() }
    }

    /// The sum.
    ///
    /// # Errors
    /// For infinities of opposite signs.
    pub fn add(&self, other: &Self) -> Result<Self, Problem> {
        self.combined(other, i64::checked_add, Float::add)
            .ok_or_else(|| Problem::new("the sum of opposite infinities has no value"))
    }

    /// The difference.
    ///
    /// # Errors
    /// For infinities of the same sign.
    pub fn sub(&self, other: &Self) -> Result<Self, Problem> {
        self.combined(other, i64::checked_sub, |a, b| a.add(&b.clone().neg()))
            .ok_or_else(|| Problem::new("infinity less infinity has no value"))
    }

    /// The product. When it needs more bits than the operands, it gets them, up to 512.
    ///
    /// # Errors
    /// For zero times infinity.
    pub fn mul(&self, other: &Self) -> Result<Self, Problem> {
        // Zero has a sign, which machine integers do not tell.
        let whole = |a: i64, b| a.checked_mul(b).filter(|product| *product != 0);
        let long = |a: &Float, b: &Float| {
            let product = a.mul(b, PRODUCT_PRECISION)?;
            let precision = product.needed_precision().max(a.precision).max(b.precision);
            Some(product.with_precision(precision))
        };
        self.combined(other, whole, long)
            .ok_or_else(|| Problem::new("zero times infinity has no value"))
    }

    /// The quotient. A number by zero is infinity, as in bake.
    ///
    /// # Errors
    /// For zero by zero and infinity by infinity.
    pub fn div(&self, other: &Self) -> Result<Self, Problem> {
        let whole = |a: i64, b| (a != 0 && a.checked_rem(b)? == 0).then(|| a / b);
        self.combined(other, whole, |a, b| a.div(b, a.precision.max(b.precision)))
            .ok_or_else(|| Problem::new("zero by zero and infinity by infinity have no value"))
    }

    /// What remains of a division that is cut off at the point; it has the sign of the dividend.
    /// The remainder by zero is the number itself, as in bake.
    ///
    /// # Errors
    /// For infinite numbers.
    pub fn rem(&self, other: &Self) -> Result<Self, Problem> {
        if other.is_zero() {
            return Ok(self.clone());
        }
        if let (Repr::Small { value: a, precision }, Repr::Small { value: b, .. }) =
            (&self.0, &other.0)
            && fits(*a, self.precision() - 1)
            && fits(*b, other.precision() - 1)
        {
            let value = a.checked_rem(*b).unwrap_or(0);
            return Ok(Self(Repr::Small { value, precision: *precision }));
        }
        let long = self.long_rem(other).map(Self::from);
        long.ok_or_else(|| Problem::new("the remainder of an infinite number has no value"))
    }

    /// The remainder as cty computes it: each step is rounded to the precision of the dividend.
    fn long_rem(&self, other: &Self) -> Option<Float> {
        if self.is_infinite() || other.is_infinite() {
            return None;
        }
        let (dividend, divisor) = (self.float(), other.float());
        let precision = self.precision();
        let quotient = dividend.div(&divisor, precision.max(other.precision()))?;
        let whole = quotient.truncated().with_precision(precision);
        let part = divisor.mul(&whole, precision)?;
        Some(dividend.add(&part.neg())?.with_precision(precision))
    }

    /// The largest whole number that is not above it.
    #[must_use]
    pub fn floor(&self) -> Self {
        let whole = self.trunc();
        if self.sign() < 0 { whole.stepped(self, -1) } else { whole }
    }

    /// The smallest whole number that is not below it.
    #[must_use]
    pub fn ceil(&self) -> Self {
        let whole = self.trunc();
        if self.sign() > 0 { whole.stepped(self, 1) } else { whole }
    }

    /// The number without its fraction.
    #[must_use]
    pub fn trunc(&self) -> Self {
        match &self.0 {
            Repr::Small { .. } => self.clone(),
            Repr::Large(float) => Float::clone(float).truncated().into(),
        }
    }

    /// One whole number further, if cutting off a fraction made this from `original`.
    fn stepped(self, original: &Self, step: i8) -> Self {
        if self.is_infinite() || self == *original {
            return self;
        }
        let step = Float::rounded(step < 0, BigUint::from(1_u8), 0, false, 1);
        self.float().add(&step).map(Self::from).unwrap_or(self)
    }

    /// The result of an operation: on machine integers, if that is all it takes, else on floats.
    fn combined(
        &self,
        other: &Self,
        whole: impl Fn(i64, i64) -> Option<i64>,
        long: impl Fn(&Float, &Float) -> Option<Float>,
    ) -> Option<Self> {
        if let (Repr::Small { value: a, precision: p }, Repr::Small { value: b, precision: q }) =
            (&self.0, &other.0)
        {
            let precision = *p.max(q);
            if let Some(value) = whole(*a, *b).filter(|value| fits(*value, precision)) {
                return Some(Self(Repr::Small { value, precision }));
            }
        }
        long(&self.float(), &other.float()).map(Self::from)
    }
}
