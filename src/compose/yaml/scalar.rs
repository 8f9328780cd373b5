//! What a plain scalar stands for.
//!
//! These are go-yaml's rules, a mixture of YAML 1.1 and 1.2: `010` is 8, `1_000` is 1000, `1e3`
//! is a number, and `yes` is a string.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::Yaml;
use crate::diag::Problem;
use crate::encoding::from_base64;

static FLOAT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$").expect("a valid pattern")
});

static TIME: LazyLock<Regex> = LazyLock::new(|| {
    let date = r"(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})";
    let time = |n: u8| {
        format!(
            r"(?<h{n}>[0-9]{{1,2}}):(?<m{n}>[0-9]{{1,2}}):(?<s{n}>[0-9]{{1,2}})(?:[.,](?<f{n}>[0-9]+))?"
        )
    };
    let zone = r"(?:Z|(?<sign>[-+])(?<zh>[0-9]{2}):(?<zm>[0-9]{2}))";
    Regex::new(&format!("^{date}(?:[Tt]{}{zone}| {})?$", time(1), time(2)))
        .expect("a valid pattern")
});

/// The value of a scalar with a tag (`!!int`, `!mine`, empty for none); quoted ones are strings
/// unless their tag says otherwise.
///
/// # Errors
/// Where the tag claims what the text is not.
pub(super) fn resolve(tag: &str, quoted: bool, text: &str) -> Result<Yaml, Problem> {
    match tag {
        "" | "!" if quoted => Ok(Yaml::Text(text.to_owned())),
        "" | "!" => Ok(plain(text, true)),
        "!!bool" | "!!int" | "!!float" | "!!null" | "!!timestamp" => claimed(tag, text),
        "!!binary" => binary(text),
        _ => Ok(Yaml::Text(text.to_owned())),
    }
}

fn claimed(tag: &str, text: &str) -> Result<Yaml, Problem> {
    let value = plain(text, tag == "!!timestamp");
    match (tag, &value) {
        ("!!bool", Yaml::Bool(_))
        | ("!!int", Yaml::Int(_) | Yaml::Unsigned(_))
        | ("!!float", Yaml::Float(_))
        | ("!!null", Yaml::Null)
        | ("!!timestamp", Yaml::Time { .. }) => Ok(value),
        #[expect(clippy::cast_precision_loss, reason = "go-yaml converts in the same way")]
        ("!!float", Yaml::Int(value)) => Ok(Yaml::Float(*value as f64)),
        _ => Err(Problem::new(format!("`{text}` is not of the type that its tag `{tag}` says"))),
    }
}

fn binary(text: &str) -> Result<Yaml, Problem> {
    let bytes = from_base64(text);
    let bytes = bytes.ok_or_else(|| Problem::new("a `!!binary` value must be base64"))?;
    Ok(Yaml::Text(String::from_utf8_lossy(&bytes).into_owned()))
}

fn plain(text: &str, dates: bool) -> Yaml {
    named(text).or_else(|| number(text, dates)).unwrap_or_else(|| Yaml::Text(text.to_owned()))
}

fn named(text: &str) -> Option<Yaml> {
    Some(match text {
        "" | "~" | "null" | "Null" | "NULL" => Yaml::Null,
        "true" | "True" | "TRUE" => Yaml::Bool(true),
        "false" | "False" | "FALSE" => Yaml::Bool(false),
        ".nan" | ".NaN" | ".NAN" => Yaml::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Yaml::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Yaml::Float(f64::NEG_INFINITY),
        "-0" | "-0.0" => Yaml::Float(-0.0),
        _ => return None,
    })
}

fn number(text: &str, dates: bool) -> Option<Yaml> {
    match text.bytes().next()? {
        b'.' => float(&without_separators(text)?),
        b'0'..=b'9' | b'+' | b'-' => {
            if dates && let Some(time) = time(text) {
                return Some(time);
            }
            let digits = text.replace('_', "");
            parse_int(&digits).or_else(|| float(&digits))
        }
        _ => None,
    }
}

fn float(text: &str) -> Option<Yaml> {
    let value: f64 = FLOAT.is_match(text).then(|| text.parse().ok())??;
    value.is_finite().then_some(Yaml::Float(value))
}

/// The text without underscores between digits; nothing where one stands elsewhere.
pub(in super::super) fn without_separators(text: &str) -> Option<String> {
    let digit = |at: Option<usize>| {
        at.and_then(|at| text.as_bytes().get(at)).is_some_and(u8::is_ascii_digit)
    };
    let misplaced = text
        .match_indices('_')
        .any(|(at, _)| !digit(at.checked_sub(1)) || !digit(at.checked_add(1)));
    (!misplaced).then(|| text.replace('_', ""))
}

/// An integer as Go's `ParseInt` with base 0 reads it: `0x`, `0o`, `0b`, and `0` for octal.
pub(in super::super) fn parse_int(text: &str) -> Option<Yaml> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let value = magnitude(digits)?;
    match i64::try_from(value) {
        Ok(value) if negative => Some(Yaml::Int(-value)),
        Ok(value) => Some(Yaml::Int(value)),
        Err(_) if negative => (value == 1 << 63).then_some(Yaml::Int(i64::MIN)),
        Err(_) => (!text.starts_with('+')).then_some(Yaml::Unsigned(value)),
    }
}

fn magnitude(digits: &str) -> Option<u64> {
    if !digits.bytes().next()?.is_ascii_digit() {
        return None;
    }
    let (base, rest) = match digits.as_bytes() {
        [b'0', b'x' | b'X', _, ..] => (16, &digits[2..]),
        [b'0', b'o' | b'O', _, ..] => (8, &digits[2..]),
        [b'0', b'b' | b'B', _, ..] => (2, &digits[2..]),
        [b'0', _, ..] => (8, &digits[1..]),
        _ => (10, digits),
    };
    let clean = rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
    clean.then(|| u64::from_str_radix(rest, base).ok())?
}

/// A date, with or without a time; only the layouts that go-yaml tries.
fn time(text: &str) -> Option<Yaml> {
    let found = TIME.captures(text)?;
    let field = |name: &str| found.name(name).map(|field| field.as_str());
    let small = |one: &str, two: &str| -> Option<i8> {
        field(one).or_else(|| field(two)).map_or(Some(0), |digits| digits.parse().ok())
    };
    let year = field("year")?.parse().ok()?;
    let date = Date::new(year, field("month")?.parse().ok()?, field("day")?.parse().ok()?).ok()?;
    let (hour, minute, second) = (small("h1", "h2")?, small("m1", "m2")?, small("s1", "s2")?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let clock = format!("{hour:02}:{minute:02}:{second:02}{}", fraction(&found));
    let (near, far) = zone(&found)?;
    Some(Yaml::Time {
        spoken: format!("{date} {clock} {near}"),
        written: format!("{date}T{clock}{far}"),
    })
}

fn fraction(found: &Captures<'_>) -> String {
    let digits = found.name("f1").or_else(|| found.name("f2")).map_or("", |digits| digits.as_str());
    let digits = digits.get(..9).unwrap_or(digits).trim_end_matches('0');
    if digits.is_empty() { String::new() } else { format!(".{digits}") }
}

/// The zone as `fmt.Sprint` and as RFC 3339 write it.
fn zone(found: &Captures<'_>) -> Option<(String, String)> {
    let Some(sign) = found.name("sign") else {
        return Some(("+0000 UTC".to_owned(), "Z".to_owned()));
    };
    let (sign, hours, minutes) = (sign.as_str(), &found["zh"], &found["zm"]);
    if hours > "24" || minutes > "60" {
        return None;
    }
    if hours == "00" && minutes == "00" {
        return Some(("+0000 UTC".to_owned(), "Z".to_owned()));
    }
    let near = format!("{sign}{hours}{minutes}");
    Some((format!("{near} {near}"), format!("{sign}{hours}:{minutes}")))
}

/// A float as Go's `%v` writes it: the shortest digits, with an exponent from a million on.
pub(super) fn float_text(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..6).contains(&exponent) {
        return value.to_string();
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}
