//! Numbers, checked against bake.

use num_bigint::BigInt;
use proptest::prelude::*;

use super::*;

/// A number as it comes from a literal.
fn literal(text: &str) -> Number {
    Number::parse(text).unwrap_or_else(|| panic!("`{text}` is not a number"))
}

/// A number as it comes from the environment.
fn machine(number: f64) -> Number {
    Number::from_f64(number).unwrap()
}

fn computed(a: &Number, op: char, b: &Number) -> String {
    let result = match op {
        '+' => a.add(b),
        '-' => a.sub(b),
        '*' => a.mul(b),
        '/' => a.div(b),
        _ => a.rem(b),
    };
    result.map_or_else(|problem| problem.message, |number| number.to_string())
}

/// Literals computed, each `a op b` with its result on a line of its own.
fn table(lines: &str) -> String {
    let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
    let line = |line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        let [a, op, b] = words.as_slice() else { panic!("not an operation: {line}") };
        let result = computed(&literal(a), op.chars().next().unwrap(), &literal(b));
        format!("{line} = {result}\n")
    };
    lines.map(line).collect()
}

#[test]
fn literals_have_512_bits() {
    insta::assert_snapshot!(table("
        1 / 3
        0.1 + 0.2
        1.1 - 1
        1e21 + 1
        18446744073709551616 * 3
        9007199254740993 - 1
        9223372036854775807 + 1
        9223372036854775807 * 9223372036854775807
        1e400 / 1e399
        10 / 4
    "), @"
    1 / 3 = 0.33333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333335
    0.1 + 0.2 = 0.3
    1.1 - 1 = 0.10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000003
    1e21 + 1 = 1000000000000000000001
    18446744073709551616 * 3 = 55340232221128654848
    9007199254740993 - 1 = 9007199254740992
    9223372036854775807 + 1 = 9223372036854775808
    9223372036854775807 * 9223372036854775807 = 85070591730234615847396907784232501249
    1e400 / 1e399 = 10
    10 / 4 = 2.5
    ");
}

#[test]
fn machine_numbers_have_fewer() {
    let tenth = machine(0.1);
    assert_eq!(tenth.to_string(), "0.1");
    assert_eq!(
        computed(&tenth, '*', &literal("3")),
        "0.3000000000000000166533453693773481063544750213623046875"
    );
    assert_eq!(computed(&tenth, '*', &tenth), "0.0100000000000000011102230246251566");
    let odd = machine(9_007_199_254_740_993.0);
    assert_eq!(computed(&odd, '*', &literal("3")), "27021597764222976");
    assert_eq!(computed(&odd, '*', &odd), "81129638414606680000000000000000");
    assert_eq!(computed(&Number::from_i64(1), '/', &Number::from_i64(3)), "0.33333333333333333334");
    assert_eq!(machine(2_f64.powi(60)).to_string(), "1152921504606847000");
}

#[test]
fn remainders_have_the_sign_of_the_dividend() {
    insta::assert_snapshot!(table("
        5 % 3
        -5 % 3
        5.5 % -2
        1e30 % 7
        100 % 7
        5 % 0
        -0.5 % 1
        inf % 3
    "), @"
    5 % 3 = 2
    -5 % 3 = -2
    5.5 % -2 = 1.5
    1e30 % 7 = 1
    100 % 7 = 2
    5 % 0 = 5
    -0.5 % 1 = -0.5
    inf % 3 = the remainder of an infinite number has no value
    ");
}

#[test]
fn zero_has_a_sign_and_infinity_is_a_number() {
    insta::assert_snapshot!(table("
        0 * -5
        -0 * 1
        -0 + 0
        -0 - 0
        5 - 5
        1 / 0
        -1 / 0
        0 / 0
        inf - inf
        inf * 0
        1 / inf
    "), @"
    0 * -5 = -0
    -0 * 1 = -0
    -0 + 0 = 0
    -0 - 0 = -0
    5 - 5 = 0
    1 / 0 = +Inf
    -1 / 0 = -Inf
    0 / 0 = zero by zero and infinity by infinity have no value
    inf - inf = infinity less infinity has no value
    inf * 0 = zero times infinity has no value
    1 / inf = 0
    ");
    assert_eq!(literal("0").neg().to_string(), "-0");
    assert_eq!(literal("-0").abs().to_string(), "0");
    assert_eq!(literal("-0"), literal("0"));
}

#[test]
fn text_that_is_a_number() {
    let texts = [
        ("+5", "5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1p4", "16"),
        ("1.5p-1", "0.75"),
        ("00012", "12"),
        ("1E-7", "0.0000001"),
        ("Inf", "+Inf"),
        ("-inf", "-Inf"),
        ("0e99999999999", "0"),
        ("1e-1000000000", "0"),
        ("1e1000000000", "+Inf"),
    ];
    for (text, printed) in texts {
        assert_eq!(literal(text).to_string(), printed, "{text}");
    }
    let long = "9".repeat(700);
    assert_eq!(literal(&long).to_string(), format!("1{}", "0".repeat(700)));
    assert_eq!(literal("1e400").to_string(), format!("1{}", "0".repeat(400)));
}

#[test]
fn text_that_is_not_a_number() {
    let texts = [
        "",
        ".",
        "+",
        "e5",
        "1e",
        "1e+",
        "0x10",
        "1_000",
        " 1",
        "1 ",
        "1..2",
        "1.2.3",
        "--1",
        "nan",
        "INF",
        "infinity",
        "1e5.5",
        "1e3000000000",
        "0e99999999999999999999",
        "１",
    ];
    for text in texts {
        assert!(Number::parse(text).is_none(), "{text}");
    }
}

#[test]
fn numbers_too_long_to_print_are_refused() {
    assert_eq!(literal("1e100000").text().unwrap().len(), 100_001);
    assert!(literal("1e200000").text().is_err());
    assert!(literal("1e-600000000").text().is_err());
    assert!(literal("1e600000000").to_bigint().is_none());
    assert_eq!(literal("1e600000000").div(&literal("1e600000000")).unwrap(), literal("1"));
    assert_eq!(literal("1e600000000").sub(&literal("1")).unwrap(), literal("1e600000000"));
}

#[test]
fn styles() {
    let number = literal("1234.5678");
    let styled = |style, places| number.format(style, places).unwrap();
    assert_eq!(styled(Style::Plain, Some(2)), "1234.57");
    assert_eq!(styled(Style::Exponent, Some(3)), "1.235e+03");
    assert_eq!(styled(Style::Exponent, None), "1.2345678e+03");
    assert_eq!(styled(Style::General, Some(3)), "1.23e+03");
    assert_eq!(styled(Style::General, Some(6)), "1234.57");
    assert_eq!(literal("0").format(Style::Exponent, Some(2)).unwrap(), "0.00e+00");
    assert_eq!(literal("0.5").format(Style::Plain, Some(0)).unwrap(), "0");
    assert_eq!(literal("1.5").format(Style::Plain, Some(0)).unwrap(), "2");
    assert_eq!(literal("0.96").format(Style::Plain, Some(1)).unwrap(), "1.0");
}

#[test]
fn whole_numbers_around() {
    for (number, floor, ceil, trunc) in [
        ("1.5", "1", "2", "1"),
        ("-1.5", "-2", "-1", "-1"),
        ("-0.5", "-1", "0", "0"),
        ("0.1", "0", "1", "0"),
        ("7", "7", "7", "7"),
        ("-inf", "-Inf", "-Inf", "-Inf"),
    ] {
        let number = literal(number);
        let around = [number.floor(), number.ceil(), number.trunc()].map(|near| near.to_string());
        assert_eq!(around, [floor, ceil, trunc]);
    }
}

#[test]
fn equality_of_the_language_is_by_print_and_order_by_value() {
    let (short, long) = (machine(0.1), literal("0.1"));
    assert!(short.equals(&long));
    assert_ne!(short, long);
    assert!(short > long);
    assert_eq!(Number::from_i64(1), literal("1.0"));
    assert!(!literal("1").equals(&literal("1.0000000000000000000000000000000000001")));
    assert!(!literal("0.1").equals(&literal("-0.1")));
}

#[test]
fn machine_integers_at_the_edge() {
    for edge in [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX] {
        assert_eq!(Number::from_i64(edge).to_i64(), Some(edge));
        assert_eq!(Number::from_i64(edge).neg().neg().to_string(), edge.to_string());
    }
    assert_eq!(Number::from_u64(u64::MAX).to_string(), "18446744073709551615");
    assert_eq!(Number::from_u64(u64::MAX).to_i64(), None);
    assert_eq!(Number::from_usize(usize::MAX).to_usize(), Some(usize::MAX));
    assert_eq!(literal("2.5").to_i64(), None);
    assert_eq!(literal("-0").to_i64(), Some(0));
    assert_eq!(literal("1e30").to_bigint(), Some(BigInt::from(10_u8).pow(30)));
    assert_eq!(Number::from_bigint(&(BigInt::from(1) << 200)).precision(), 201);
}

prop_compose! {
    fn any_number()(
        digits in "-?[0-9]{1,30}(\\.[0-9]{1,30})?(e-?[0-9]{1,2})?",
        float in proptest::num::f64::NORMAL,
        int in any::<i64>(),
        pick in 0..3,
    ) -> Number {
        match pick {
            0 => literal(&digits),
            1 => machine(float),
            _ => Number::from_i64(int),
        }
    }
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(number in any_number()) {
        let read = literal(&number.to_string()).float().into_owned();
        prop_assert_eq!(Number::from(read.with_precision(number.precision())), number);
    }

    #[test]
    fn floats_survive(float in proptest::num::f64::ANY) {
        if let Some(number) = Number::from_f64(float) {
            prop_assert_eq!(number.to_f64().to_bits(), float.to_bits());
            prop_assert_eq!(number.to_string().replace("Inf", "inf").parse(), Ok(float));
        }
    }

    #[test]
    fn order_is_total_and_agrees_with_differences(a in any_number(), b in any_number()) {
        prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        prop_assert_eq!(a.sub(&b).unwrap().sign() > 0, a > b);
        prop_assert_eq!(a == b, a.cmp(&b).is_eq());
    }

    #[test]
    fn machine_integers_compute_like_big_ones(a in any::<i64>(), b in any::<i64>()) {
        let (x, y) = (Number::from_i64(a), Number::from_i64(b));
        let (a, b) = (BigInt::from(a), BigInt::from(b));
        prop_assert_eq!(x.mul(&y).unwrap().to_bigint(), Some(&a * &b));
        if let Ok(sum) = i64::try_from(&a + &b) {
            prop_assert_eq!(x.add(&y).unwrap().to_i64(), Some(sum));
        }
    }

    #[test]
    fn any_text_is_read_without_panic(text in "[-+.0-9eEpPinfx_]{0,12}") {
        if let Some(number) = Number::parse(&text) {
            let _text = number.text();
        }
    }
}
