//! Layouts of timestamps such as `YYYY-MM-DD`.

use super::clock::{MONTHS, Moment, WEEKDAYS};
use super::{name, rfc3339};
use crate::diag::Problem;

/// A moment as a layout wants it. A run of one letter is a part of the date or the time; text
/// between single quotes stands for itself, and so does whatever is no letter.
pub(super) fn format(layout: &str, moment: &Moment) -> Result<String, Problem> {
    let mut text = String::new();
    let mut rest = layout;
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            '\'' => rest.split_at(quoted_length(rest)),
            _ if first.is_ascii_alphabetic() => {
                rest.split_at(rest.len() - rest.trim_start_matches(first).len())
            }
            _ => rest.split_at(first.len_utf8()),
        };
        match first {
            '\'' => text.push_str(&unquoted(token)?),
            _ if first.is_ascii_alphabetic() => text.push_str(&part(token, moment)?),
            _ => text.push_str(token),
        }
        rest = after;
    }
    Ok(text)
}

/// How long the quoted text is that starts here. Two quotes in it are one that does not end it.
fn quoted_length(text: &str) -> usize {
    if text.starts_with("''") {
        return 2;
    }
    let mut end = 1;
    while let Some(at) = text.get(end..).and_then(|rest| rest.find('\'')) {
        let is_double = text.as_bytes().get(end + at + 1) == Some(&b'\'');
        end += at + 1 + usize::from(is_double);
        if !is_double {
            return end;
        }
    }
    text.len()
}

/// What a quoted text stands for. Like cty we let two quotes at the end of the layout close it.
fn unquoted(token: &str) -> Result<String, Problem> {
    if token == "''" {
        return Ok("'".into());
    }
    let inner = token.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    let inner = inner.ok_or_else(|| Problem::new("a single quote is not closed"))?;
    let mut text = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        text.push(c);
        if c == '\'' {
            chars.next();
        }
    }
    Ok(text)
}

/// A part of the date or the time.
fn part(token: &str, moment: &Moment) -> Result<String, Problem> {
    let (date, time) = (moment.date(), moment.time());
    let half = if time.hour < 12 { "AM" } else { "PM" };
    let twelve = (time.hour + 11) % 12 + 1;
    Ok(match token {
        "YY" => format!("{:02}", date.year % 100),
        "YYYY" => format!("{:04}", date.year),
        "M" => date.month.to_string(),
        "MM" => format!("{:02}", date.month),
        "MMM" => short(name(&MONTHS, date.month - 1)),
        "MMMM" => name(&MONTHS, date.month - 1).into(),
        "D" => date.day.to_string(),
        "DD" => format!("{:02}", date.day),
        "EEE" => short(name(&WEEKDAYS, date.weekday)),
        "EEEE" => name(&WEEKDAYS, date.weekday).into(),
        "h" => time.hour.to_string(),
        "hh" => format!("{:02}", time.hour),
        "H" => twelve.to_string(),
        "HH" => format!("{twelve:02}"),
        "AA" => half.into(),
        "aa" => half.to_lowercase(),
        "m" => time.minute.to_string(),
        "mm" => format!("{:02}", time.minute),
        "s" => time.second.to_string(),
        "ss" => format!("{:02}", time.second),
        "Z" if moment.offset == 0 => "Z".into(),
        "ZZZ" if moment.offset == 0 => "UTC".into(),
        "ZZZ" | "ZZZZ" => rfc3339::zone(moment.offset, ""),
        "Z" | "ZZZZZ" => rfc3339::zone(moment.offset, ":"),
        _ => return Err(unknown(token)),
    })
}

fn short(name: &str) -> String {
    name.chars().take(3).collect()
}

fn unknown(token: &str) -> Problem {
    Problem::new(format!("`{token}` is not a part of a date or time"))
        .hint("text that stands for itself goes between single quotes")
}
