//! Timestamps such as `2006-01-02T15:04:05Z`.

use super::clock::{Moment, days_before, days_in};

/// A timestamp, as cty takes it: exactly what RFC 3339 allows, with a large `T` and `Z`.
pub(super) fn parse(text: &str) -> Option<Moment> {
    let time = text.get(11..).filter(|time| time.as_bytes().get(2) == Some(&b':'))?;
    if time.contains(',') {
        return None;
    }
    parse_with(text, 23, 59)
}

/// A timestamp, as Go's `time.Parse` takes it: the hour may have one digit, a comma may stand for
/// the point, and an offset may be of 24 hours or 60 minutes.
pub(super) fn parse_loosely(text: &str) -> Option<Moment> {
    parse_with(text, 24, 60)
}

fn parse_with(text: &str, max_offset_hours: i64, max_offset_minutes: i64) -> Option<Moment> {
    let mut input = Input(text.as_bytes());
    let year = input.number(4)?;
    input.take(b'-')?;
    let month = input.number(2).filter(|month| (1..=12).contains(month))?;
    input.take(b'-')?;
    let day = input.number(2).filter(|day| (1..=days_in(year, month)).contains(day))?;
    input.take(b'T')?;
    let hour = input.number(2).or_else(|| input.number(1)).filter(|hour| *hour < 24)?;
    input.take(b':')?;
    let minute = input.number(2).filter(|minute| *minute < 60)?;
    input.take(b':')?;
    let second = input.number(2).filter(|second| *second < 60)?;
    let nanos = input.fraction();
    let offset = input.offset(max_offset_hours, max_offset_minutes)?;
    let local =
        days_before(year, month, day) * 86_400 + i128::from(hour * 3600 + minute * 60 + second);
    Some(Moment { seconds: local - i128::from(offset), nanos, offset })
}

/// The timestamp of a moment, without a fraction.
pub(super) fn text(moment: &Moment) -> String {
    let (date, time) = (moment.date(), moment.time());
    let sign = if date.year < 0 { "-" } else { "" };
    let (year, month, day) = (date.year.unsigned_abs(), date.month, date.day);
    let (hour, minute, second) = (time.hour, time.minute, time.second);
    let zone = zone(moment.offset, ":");
    let zone = if moment.offset == 0 { "Z" } else { &zone };
    format!("{sign}{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}")
}

/// An offset from UTC in hours and minutes.
pub(super) fn zone(offset: i64, separator: &str) -> String {
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.abs() / 60;
    format!("{sign}{:02}{separator}{:02}", minutes / 60, minutes % 60)
}

/// What is left of a timestamp.
struct Input<'a>(&'a [u8]);

impl Input<'_> {
    fn take(&mut self, wanted: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(&[wanted])?;
        Some(())
    }

    /// A number of so many digits.
    fn number(&mut self, digits: usize) -> Option<i64> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        if !number.iter().all(u8::is_ascii_digit) {
            return None;
        }
        self.0 = rest;
        Some(number.iter().fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')))
    }

    /// The nanoseconds of a point (or a comma) and digits, if there are some. Those after the
    /// ninth do not count.
    fn fraction(&mut self) -> i128 {
        let [b'.' | b',', digits @ ..] = self.0 else { return 0 };
        let count = digits.iter().take_while(|digit| digit.is_ascii_digit()).count();
        if count == 0 {
            return 0;
        }
        let counted = digits.iter().take(count).chain(std::iter::repeat(&b'0')).take(9);
        let nanos = counted.fold(0, |sum, digit| sum * 10 + i128::from(digit - b'0'));
        self.0 = digits.get(count..).unwrap_or_default();
        nanos
    }

    /// The offset from UTC, at the end.
    fn offset(&mut self, max_hours: i64, max_minutes: i64) -> Option<i64> {
        let sign = match self.0 {
            b"Z" => return Some(0),
            [b'+', ..] => 1,
            [b'-', ..] => -1,
            _ => return None,
        };
        self.0 = self.0.get(1..)?;
        let hours = self.number(2).filter(|hours| *hours <= max_hours)?;
        self.take(b':')?;
        let minutes = self.number(2).filter(|minutes| *minutes <= max_minutes)?;
        self.0.is_empty().then_some(sign * (hours * 60 + minutes) * 60)
    }
}
