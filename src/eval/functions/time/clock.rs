//! Moments, dates and times of the day in the Gregorian calendar.

/// The months' names.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The names of the days of a week, which starts on Sunday.
pub(super) const WEEKDAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

const DAY: i128 = 86_400;

/// Nanoseconds in a second.
const NANOS: i128 = 1_000_000_000;

/// A moment, seen from a place with some offset from UTC.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    /// Seconds since 1970 began in UTC.
    pub(super) seconds: i128,
    /// Nanoseconds since that second began.
    pub(super) nanos: i128,
    /// Seconds to add to get local time.
    pub(super) offset: i64,
}

/// A date and what follows from it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Date {
    pub(super) year: i64,
    /// From 1 to 12.
    pub(super) month: i64,
    /// From 1 to 31.
    pub(super) day: i64,
    /// From 1 to 366.
    pub(super) year_day: i64,
    /// From 0, a Sunday, to 6.
    pub(super) weekday: i64,
}

/// A time of the day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Time {
    pub(super) hour: i64,
    pub(super) minute: i64,
    pub(super) second: i64,
}

impl Moment {
    /// A moment in UTC.
    pub(super) fn utc(seconds: i128) -> Self {
        Self { seconds, nanos: 0, offset: 0 }
    }

    /// The moment so many nanoseconds later.
    pub(super) fn later(self, nanos: i64) -> Self {
        let nanos = self.nanos + i128::from(nanos);
        let seconds = self.seconds + nanos.div_euclid(NANOS);
        Self { seconds, nanos: nanos.rem_euclid(NANOS), ..self }
    }

    /// The local date.
    pub(super) fn date(self) -> Date {
        Date::of(self.local().div_euclid(DAY))
    }

    /// The local time of the day.
    pub(super) fn time(self) -> Time {
        let second = small(self.local().rem_euclid(DAY));
        Time { hour: second / 3600, minute: second / 60 % 60, second: second % 60 }
    }

    fn local(self) -> i128 {
        self.seconds + i128::from(self.offset)
    }
}

impl Date {
    /// The date so many days after the first of January 1970.
    ///
    /// Years are counted from March here, so that the leap day comes last, and in eras of 400
    /// years, after which the calendar repeats itself.
    fn of(days: i128) -> Self {
        const ERA: i128 = 146_097;
        let since_march_0 = days + 719_468;
        let (era, day) = (since_march_0.div_euclid(ERA), since_march_0.rem_euclid(ERA));
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = small(day - (153 * month + 2) / 5 + 1);
        let month = small(if month < 10 { month + 3 } else { month - 9 });
        let year = small(era * 400 + year) + i64::from(month <= 2);
        let year_day = small(days - days_before(year, 1, 1)) + 1;
        Self { year, month, day, year_day, weekday: small((days + 4).rem_euclid(7)) }
    }

    /// The year and the week in it as ISO 8601 counts: a week belongs to the year of its Thursday.
    pub(super) fn iso_week(self) -> (i64, i64) {
        let days = days_before(self.year, self.month, self.day);
        let monday_first = i128::from((self.weekday + 6) % 7);
        let thursday = Self::of(days + 3 - monday_first);
        (thursday.year, (thursday.year_day - 1) / 7 + 1)
    }
}

/// The days from the first of January 1970 to a date.
pub(super) fn days_before(year: i64, month: i64, day: i64) -> i128 {
    let (year, month, day) = (i128::from(year), i128::from(month), i128::from(day));
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    era * 146_097 + 365 * year + year / 4 - year / 100 + (153 * month + 2) / 5 + day - 719_469
}

/// How many days a month has.
pub(super) fn days_in(year: i64, month: i64) -> i64 {
    let (next_year, next) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    small(days_before(next_year, next, 1) - days_before(year, month, 1))
}

/// A number that is known to be small.
fn small(number: i128) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
