//! Floating-point numbers as decimal digits.

use num_bigint::BigUint;

use super::float::Finite;

/// A number as 0.`digits` × 10^`point`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Decimal {
    /// ASCII digits without zeros at either end; none for zero.
    digits: Vec<u8>,
    /// Where the decimal point is, counted from before the first digit.
    point: i64,
}

/// How a number is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// With an exponent: `1.5e+03`.
    Exponent,
    /// Without one: `1500`.
    Plain,
    /// The shorter of the two.
    General,
}

impl Decimal {
    /// Zero.
    pub(super) const ZERO: Self = Self { digits: Vec::new(), point: 0 };

    /// The shortest digits that are read back as the same number at `precision` bits.
    pub(super) fn shortest(number: &Finite, precision: u32) -> Self {
        // The lowest bit is made to stand for half a unit of the last place.
        let wanted = u64::from(precision) + 1;
        let shift = wanted.saturating_sub(number.mantissa.bits());
        let mantissa = &number.mantissa << shift;
        let exponent = number.exponent.saturating_sub_unsigned(shift);
        // Ties are read back as the even neighbour, so the bounds count when this one is even.
        let inclusive = !mantissa.bit(1);
        let keep = precision as usize / 3 + 4;
        let lower = Self::exact(&mantissa - 1_u8, exponent, keep);
        let upper = Self::exact(&mantissa + 1_u8, exponent, keep);
        let mut exact = Self::exact(mantissa, exponent, keep);
        exact.shorten(&lower, &upper, inclusive);
        exact
    }

    /// The number to `places` after the point, or to that many digits in the other styles.
    pub(super) fn rounded(number: &Finite, style: Style, places: usize) -> Self {
        let whole = usize::try_from(number.top().max(0)).unwrap_or(usize::MAX) / 3 + 2;
        let keep = places.saturating_add(whole).saturating_add(4);
        let mut decimal = Self::exact(number.mantissa.clone(), number.exponent, keep);
        let digits = match style {
            Style::Exponent => Some(places.saturating_add(1)),
            Style::Plain => {
                let places = i64::try_from(places).unwrap_or(i64::MAX);
                usize::try_from(decimal.point.saturating_add(places)).ok()
            }
            Style::General => Some(places.max(1)),
        };
        if let Some(digits) = digits {
            decimal.round(digits);
        }
        decimal
    }

    /// At least the first `keep` digits of `mantissa` × 2^`exponent`, and then a last digit that is
    /// not zero when there are more.
    fn exact(mantissa: BigUint, exponent: i64, keep: usize) -> Self {
        let power = u32::try_from(exponent.unsigned_abs()).unwrap_or(u32::MAX);
        let (whole, shift) = if exponent < 0 {
            (mantissa * BigUint::from(5_u8).pow(power), i64::from(power))
        } else {
            (mantissa << power, 0)
        };
        // 0.301 is just below the logarithm of 2.
        let surplus = (whole.bits() / 1000 * 301).saturating_sub(keep as u64);
        let (mut digits, more) = leading_digits(&whole, surplus);
        let point = i64::try_from(digits.len() as u64 + surplus).unwrap_or(i64::MAX) - shift;
        digits.extend(more.then_some(b'1'));
        Self { digits, point }.trimmed()
    }

    fn trimmed(mut self) -> Self {
        while self.digits.last() == Some(&b'0') {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.point = 0;
        }
        self
    }

    fn digit(&self, index: usize) -> u8 {
        self.digits.get(index).copied().unwrap_or(b'0')
    }

    /// Cuts off the digits that are not needed to stay between the bounds.
    fn shorten(&mut self, lower: &Self, upper: &Self, inclusive: bool) {
        for index in 0..self.digits.len() {
            let (low, here, high) = (lower.digit(index), self.digit(index), upper.digit(index));
            let down = low != here || inclusive && index + 1 == lower.digits.len();
            let up = here != high
                && (inclusive
                    || here + 1 < high
                    || index + 1 < upper.digits.len()
                    || index >= upper.digits.len() && here < b'9');
            match (down, up) {
                (true, true) => return self.round(index + 1),
                (true, false) => return self.round_down(index + 1),
                (false, true) => return self.round_up(index + 1),
                (false, false) => {}
            }
        }
    }

    /// Rounds to `count` digits, to the even one of two that are as near.
    fn round(&mut self, count: usize) {
        let Some(&next) = self.digits.get(count) else { return };
        let tie = next == b'5' && count + 1 == self.digits.len();
        let odd = count.checked_sub(1).is_some_and(|last| self.digit(last) & 1 == 1);
        if if tie { odd } else { next >= b'5' } {
            self.round_up(count);
        } else {
            self.round_down(count);
        }
    }

    fn round_up(&mut self, count: usize) {
        if count >= self.digits.len() {
            return;
        }
        self.digits.truncate(count);
        while self.digits.last() == Some(&b'9') {
            self.digits.pop();
        }
        if let Some(last) = self.digits.last_mut() {
            *last += 1;
        } else {
            self.digits.push(b'1');
            self.point += 1;
        }
    }

    fn round_down(&mut self, count: usize) {
        if count < self.digits.len() {
            self.digits.truncate(count);
            *self = std::mem::replace(self, Self::ZERO).trimmed();
        }
    }

    /// The digits, written out. No `places` means as many as there are.
    pub(super) fn write(&self, style: Style, places: Option<usize>) -> String {
        match style {
            Style::Exponent => {
                self.with_exponent(places.unwrap_or_else(|| self.digits.len().saturating_sub(1)))
            }
            Style::Plain => self.plain(places.unwrap_or_else(|| self.places())),
            Style::General => self.general(places),
        }
    }

    /// How many digits come after the point.
    fn places(&self) -> usize {
        let count = i64::try_from(self.digits.len()).unwrap_or(i64::MAX);
        usize::try_from(count.saturating_sub(self.point)).unwrap_or(0)
    }

    fn general(&self, places: Option<usize>) -> String {
        let count = self.digits.len();
        let whole = usize::try_from(self.point).unwrap_or(0);
        let precision = places.map_or(count, |places| places.max(1));
        let threshold = match places {
            None => 6,
            Some(_) if precision > count && count >= whole => count,
            Some(_) => precision,
        };
        let power = self.point - 1;
        if power < -4 || power >= i64::try_from(threshold).unwrap_or(i64::MAX) {
            return self.with_exponent(precision.min(count).saturating_sub(1));
        }
        self.plain(if precision > whole { self.places() } else { 0 })
    }

    fn plain(&self, places: usize) -> String {
        let mut text = String::new();
        let whole = usize::try_from(self.point).unwrap_or(0);
        text.extend((0..whole).map(|index| char::from(self.digit(index))));
        if whole == 0 {
            text.push('0');
        }
        if places > 0 {
            text.push('.');
            let zeros = usize::try_from(self.point.min(0).unsigned_abs()).unwrap_or(0).min(places);
            text.extend(std::iter::repeat_n('0', zeros));
            let rest = whole..whole.saturating_add(places - zeros);
            text.extend(rest.map(|index| char::from(self.digit(index))));
        }
        text
    }

    fn with_exponent(&self, places: usize) -> String {
        let mut text = String::from(char::from(self.digit(0)));
        if places > 0 {
            text.push('.');
            text.extend((1..=places).map(|index| char::from(self.digit(index))));
        }
        let power = if self.digits.is_empty() { 0 } else { self.point - 1 };
        let sign = if power < 0 { '-' } else { '+' };
        text + &format!("e{sign}{:02}", power.unsigned_abs())
    }
}

/// The decimal digits without the last `surplus`, and whether one of those is not zero.
fn leading_digits(whole: &BigUint, surplus: u64) -> (Vec<u8>, bool) {
    if surplus == 0 {
        return (whole.to_str_radix(10).into_bytes(), false);
    }
    let unit = BigUint::from(10_u8).pow(u32::try_from(surplus).unwrap_or(u32::MAX));
    let kept = whole / &unit;
    let more = &kept * unit != *whole;
    (kept.to_str_radix(10).into_bytes(), more)
}
