//! Functions on timestamps.

mod clock;
mod layout;
mod rfc3339;

use std::collections::BTreeMap;
use std::time::UNIX_EPOCH;

use super::Args;
use super::args::wrong;
use super::function::{Function, any, number, pure, text, worldly};
use crate::diag::Problem;
use crate::source::Host;
use crate::value::{Value, duration};

use clock::{MONTHS, Moment, WEEKDAYS};

/// The functions, by name.
pub(super) static FUNCTIONS: &[Function] = &[
    pure(
        "formatdate",
        "a timestamp in another layout (`formattimestamp` takes numbers too)",
        &[text("format"), text("time")],
        formatdate,
    ),
    pure(
        "formattimestamp",
        "a timestamp, or seconds since 1970, in another layout",
        &[text("format"), any("time")],
        formattimestamp,
    ),
    pure(
        "timeadd",
        "a timestamp some time later, or earlier",
        &[text("timestamp"), text("duration")],
        timeadd,
    ),
    worldly("timestamp", "the time now", &[], timestamp),
    pure(
        "unixtimestampparse",
        "the parts of a time in seconds since 1970",
        &[number("unix_timestamp")],
        unixtimestampparse,
    ),
];

/// The time now, in UTC.
#[expect(clippy::unnecessary_wraps, reason = "all functions have one signature")]
fn timestamp(host: &dyn Host, _: Args) -> Result<Value, Problem> {
    let now = host.now();
    let seconds = match now.duration_since(UNIX_EPOCH) {
        Ok(since) => i128::from(since.as_secs()),
        Err(until) => -i128::from(until.duration().as_secs()),
    };
    Ok(Value::string(rfc3339::text(&Moment::utc(seconds))))
}

/// A timestamp some time later, or earlier.
fn timeadd(args: Args) -> Result<Value, Problem> {
    let moment = strict(args, 0)?;
    let duration =
        duration::parse(args.string(1)?).ok_or_else(|| wrong(1, "a duration such as `1h30m`"))?;
    Ok(Value::string(rfc3339::text(&moment.later(duration))))
}

/// A timestamp in another layout.
fn formatdate(args: Args) -> Result<Value, Problem> {
    formatted(args.string(0)?, &strict(args, 1)?)
}

/// A timestamp, as text or as seconds since 1970, in another layout. The layout `X` gives such
/// seconds.
fn formattimestamp(args: Args) -> Result<Value, Problem> {
    let layout = args.string(0)?;
    let is_unix = layout == "X";
    let moment = match args.value(1)? {
        Value::Number(_) => unix(args, 1)?,
        Value::String(text) if is_unix => {
            rfc3339::parse_loosely(text).ok_or_else(|| wrong(1, "an RFC 3339 timestamp"))?
        }
        Value::String(_) => strict(args, 1)?,
        _ => return Err(wrong(1, "a timestamp or a number of seconds")),
    };
    if is_unix {
        return Ok(Value::string(moment.seconds.to_string()));
    }
    if !(0..=9999).contains(&moment.date().year) {
        return Err(wrong(1, "in the years 0 to 9999"));
    }
    formatted(layout, &moment)
}

fn formatted(layout: &str, moment: &Moment) -> Result<Value, Problem> {
    layout::format(layout, moment).map(Value::string).map_err(|problem| problem.argument(0))
}

/// The parts of a time in seconds since 1970, in UTC.
fn unixtimestampparse(args: Args) -> Result<Value, Problem> {
    let moment = unix(args, 0)?;
    let (date, time) = (moment.date(), moment.time());
    let (iso_year, iso_week) = date.iso_week();
    let number = |number: i64| Value::int(number);
    Ok(Value::object(BTreeMap::from([
        ("year".into(), number(date.year)),
        ("year_day".into(), number(date.year_day)),
        ("day".into(), number(date.day)),
        ("month".into(), number(date.month)),
        ("month_name".into(), Value::string(name(&MONTHS, date.month - 1))),
        ("weekday".into(), number(date.weekday)),
        ("weekday_name".into(), Value::string(name(&WEEKDAYS, date.weekday))),
        ("hour".into(), number(time.hour)),
        ("minute".into(), number(time.minute)),
        ("second".into(), number(time.second)),
        ("rfc3339".into(), Value::string(rfc3339::text(&moment))),
        ("iso_year".into(), number(iso_year)),
        ("iso_week".into(), number(iso_week)),
    ])))
}

fn strict(args: Args, index: usize) -> Result<Moment, Problem> {
    let text = args.string(index)?;
    rfc3339::parse(text).ok_or_else(|| {
        Problem::new(format!(
            "`{text}` is not an RFC 3339 timestamp such as `2006-01-02T15:04:05Z`"
        ))
        .argument(index)
    })
}

fn unix(args: Args, index: usize) -> Result<Moment, Problem> {
    args.whole(index).map(|seconds| Moment::utc(seconds.into()))
}

/// The name of a month or weekday, counted from zero.
fn name(names: &[&'static str], index: i64) -> &'static str {
    usize::try_from(index).ok().and_then(|index| names.get(index)).copied().unwrap_or_default()
}
