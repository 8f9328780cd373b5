//! Logarithms and powers of machine floats, to the last bit as Go computes them.
//!
//! The last digit of such a result shows in a plan, and no two libraries agree on it. The methods
//! are those of FreeBSD's `log` and of Shibata's `exp` ("Efficient evaluation methods of
//! elementary functions suitable for SIMD computation"), with each operation rounded in the order
//! in which Go does it on amd64.

use num_traits::ToPrimitive;

/// The natural logarithm.
pub(super) fn log(x: f64) -> f64 {
    const LN2_HIGH: f64 = 0.693_147_180_369_123_8;
    const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
    const ODD: [f64; 4] = [
        0.147_981_986_051_165_86,
        0.181_835_721_616_180_5,
        0.285_714_287_436_623_9,
        0.666_666_666_666_673_5,
    ];
    const EVEN: [f64; 3] =
        [0.153_138_376_992_093_73, 0.222_221_984_321_497_84, 0.399_999_999_994_094_2];
    if x == 0.0 {
        return f64::NEG_INFINITY;
    }
    if x < 0.0 {
        return f64::NAN;
    }
    if !x.is_finite() {
        return x;
    }
    // Taken from the bits as they are: this is wrong for subnormal numbers, and so is Go.
    let mut fraction = f64::from_bits(x.to_bits() & FRACTION | HALF);
    let mut power = f64::from(stored_power(x) + 1);
    if fraction <= std::f64::consts::FRAC_1_SQRT_2 {
        fraction *= 2.0;
        power -= 1.0;
    }
    let f = fraction - 1.0;
    let s = f / (2.0 + f);
    let s2 = s * s;
    let s4 = s2 * s2;
    let series = s2 * polynomial(s4, &ODD) + s4 * polynomial(s4, &EVEN);
    let half_square = 0.5 * f * f;
    power * LN2_HIGH - ((half_square - (s * (half_square + series) + power * LN2_LOW)) - f)
}

/// A sum of powers of `x`, with the coefficient of the highest power first.
fn polynomial(x: f64, coefficients: &[f64]) -> f64 {
    coefficients.iter().copied().reduce(|sum, next| sum * x + next).unwrap_or(0.0)
}

/// e to a power of modest size, with fused multiplications.
fn exp(x: f64) -> f64 {
    const LN2_HIGH: f64 = 0.693_147_180_559_663;
    const LN2_LOW: f64 = 2.823_529_056_303_157_7e-13;
    const TAYLOR: [f64; 8] = [
        2.480_158_730_158_73e-5,
        0.000_198_412_698_412_698_4,
        0.001_388_888_888_888_889,
        0.008_333_333_333_333_333,
        0.041_666_666_666_666_664,
        0.166_666_666_666_666_66,
        0.5,
        1.0,
    ];
    let power = (x * std::f64::consts::LOG2_E).round_ties_even();
    let rest = (-power).mul_add(LN2_HIGH, x);
    let rest = (-power).mul_add(LN2_LOW, rest) * 0.0625;
    let series = TAYLOR.iter().copied().reduce(|sum, next| sum.mul_add(rest, next)).unwrap_or(0.0);
    // e^x - 1 of a sixteenth, doubled four times: (y + 1)² - 1 is y (y + 2).
    let mut grown = rest * series;
    for _ in 0..3 {
        grown *= grown + 2.0;
    }
    let result = grown.mul_add(grown + 2.0, 1.0);
    result * power_of_two(power.to_i32().unwrap_or(0))
}

/// A number to a power.
pub(super) fn pow(x: f64, y: f64) -> f64 {
    if let Some(known) = special_power(x, y) {
        return known;
    }
    let (mut whole, mut fraction) = (y.abs().trunc(), y.abs().fract());
    if fraction != 0.0 && x < 0.0 {
        return f64::NAN;
    }
    if fraction > 0.5 {
        fraction -= 1.0;
        whole += 1.0;
    }
    let Some(whole) = whole.to_i64() else { return huge_power(x, y > 0.0) };
    let start = if fraction == 0.0 { 1.0 } else { exp(fraction * log(x)) };
    let (mantissa, power) = whole_power(x, whole, start);
    if y < 0.0 { scaled(1.0 / mantissa, -power) } else { scaled(mantissa, power) }
}

/// The powers that need no arithmetic.
#[expect(clippy::float_cmp, reason = "only these very numbers are special")]
fn special_power(x: f64, y: f64) -> Option<f64> {
    let is_odd = y.abs() < EXACT && y.rem_euclid(2.0) == 1.0;
    Some(match (x, y) {
        _ if y == 0.0 || x == 1.0 => 1.0,
        _ if y == 1.0 => x,
        _ if x == 0.0 && y < 0.0 => {
            if is_odd {
                1.0 / x
            } else {
                f64::INFINITY
            }
        }
        _ if x == 0.0 => {
            if is_odd {
                x
            } else {
                0.0
            }
        }
        _ if y.is_infinite() => huge_power(x, y > 0.0),
        _ if x.is_infinite() && y < 0.0 => {
            if x < 0.0 && is_odd {
                -0.0
            } else {
                0.0
            }
        }
        _ if x.is_infinite() => {
            if x < 0.0 && is_odd {
                x
            } else {
                f64::INFINITY
            }
        }
        _ if y == 0.5 => x.sqrt(),
        _ if y == -0.5 => 1.0 / x.sqrt(),
        _ => return None,
    })
}

/// A number to an even power beyond all bounds.
fn huge_power(x: f64, is_up: bool) -> f64 {
    match x.abs() {
        1.0 => 1.0,
        size if (size < 1.0) == is_up => 0.0,
        _ => f64::INFINITY,
    }
}

/// `start` times a number to a whole power, by repeated squaring: a mantissa and a power of two.
fn whole_power(x: f64, whole: i64, start: f64) -> (f64, i32) {
    let (mut mantissa, mut power) = (start, 0);
    let (mut square, mut square_power) = parts(x);
    let mut left = whole;
    while left != 0 {
        if square_power.abs() > 1 << 12 {
            // Far out of range already, whatever comes.
            power += square_power;
            break;
        }
        if left & 1 == 1 {
            mantissa *= square;
            power += square_power;
        }
        square *= square;
        square_power *= 2;
        if square < 0.5 {
            square += square;
            square_power -= 1;
        }
        left >>= 1;
    }
    (mantissa, power)
}

/// From here on up, every float is an even number.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The bits of the fraction in a float.
const FRACTION: u64 = (1 << 52) - 1;

/// The bits of 0.5.
const HALF: u64 = 1022 << 52;

/// A float as a mantissa from 0.5 up to 1 and a power of two. Zero and infinity are their own
/// mantissas.
fn parts(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let (normal, shift) =
        if x.abs() < f64::MIN_POSITIVE { (x * power_of_two(52), 52) } else { (x, 0) };
    let sign = normal.to_bits() & 1 << 63;
    let mantissa = f64::from_bits(normal.to_bits() & FRACTION | HALF | sign);
    (mantissa, stored_power(normal) + 1 - shift)
}

/// A float times a power of two, rounded once.
fn scaled(x: f64, power: i32) -> f64 {
    let (mantissa, own) = parts(x);
    match own + power - 1 {
        _ if mantissa == 0.0 || !mantissa.is_finite() => x,
        ..-1075 => 0_f64.copysign(x),
        total @ ..-1022 => mantissa * 2.0 * power_of_two(total + 53) * power_of_two(-53),
        total @ ..1024 => mantissa * 2.0 * power_of_two(total),
        _ => f64::INFINITY.copysign(x),
    }
}

/// The power of two that a float's bits hold.
fn stored_power(x: f64) -> i32 {
    i32::try_from(x.to_bits() >> 52 & 0x7ff).unwrap_or(0) - 1023
}

/// A power of two within the range of normal floats.
fn power_of_two(power: i32) -> f64 {
    f64::from_bits(u64::try_from(power + 1023).unwrap_or(0) << 52)
}
