//! A day with what is known of its clock time, and the calendars that are not Gregorian.

use std::fmt;

use jiff::civil::Date;

/// A clock time, as precise as the page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ClockTime {
    /// 0 to 23.
    pub(crate) hour: u8,
    /// 0 to 59.
    pub(crate) minute: u8,
    /// 0 to 59, when the page tells them.
    pub(crate) second: Option<u8>,
}

/// A day, with clock time and offset as far as the page tells them. Displays as ISO 8601.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    /// The day, in the page's own zone.
    pub(crate) date: Date,
    /// The clock time.
    pub(crate) time: Option<ClockTime>,
    /// Minutes east of Greenwich.
    pub(crate) offset_minutes: Option<i32>,
}

impl Moment {
    /// How much of it is known: 0 a day, 1 a clock time, 2 its offset too.
    #[must_use]
    pub(crate) fn precision(&self) -> u8 {
        u8::from(self.time.is_some())
            + u8::from(self.time.is_some() && self.offset_minutes.is_some())
    }

    /// Minutes since the year 0 in one zone, for ordering; a day alone counts from its beginning.
    #[must_use]
    pub(crate) fn minutes(&self) -> i64 {
        let days = i64::from(days_from_civil(self.date));
        let clock = self.time.map_or(0, |time| i64::from(time.hour) * 60 + i64::from(time.minute));
        days * 1440 + clock - i64::from(self.offset_minutes.unwrap_or(0))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date;
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())?;
        let Some(time) = self.time else { return Ok(()) };
        write!(f, "T{:02}:{:02}:{:02}", time.hour, time.minute, time.second.unwrap_or(0))?;
        match self.offset_minutes {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
            }
        }
    }
}

/// The earliest and latest year that a page's date can have: the web's first pages carry texts of
/// old papers, and a year far ahead is no publication date.
const YEARS: std::ops::RangeInclusive<i16> = 1800..=2100;

/// The day, when there is such a day in a year that pages have.
#[must_use]
pub(super) fn day(year: i32, month: u32, day: u32) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| YEARS.contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The day of the Thai solar calendar: the Gregorian one with years counted from 543 BCE.
#[must_use]
pub(super) fn thai_day(year: i32, month: u32, day_of_month: u32) -> Option<Date> {
    day(year - 543, month, day_of_month)
}

/// The day of the Solar Hijri calendar of Iran and Afghanistan, by its 33-year cycle, which is exact
/// for the years 1244 to 1502.
#[must_use]
pub(super) fn persian_day(year: i32, month: u32, day_of_month: u32) -> Option<Date> {
    if !(1244..=1502).contains(&year)
        || !(1..=12).contains(&month)
        || !(1..=31).contains(&day_of_month)
    {
        return None;
    }
    if month > 6 && day_of_month > 30 {
        return None;
    }
    // Days from 1 Farvardin of the year 1, leap years being those with 25 y + 11 (mod 33) < 8.
    let past = year - 1;
    let cycles = past / 33;
    let rest = (1..=past % 33).filter(|y| (25 * y + 11) % 33 < 8).count() as i32;
    let leap_days = cycles * 8 + rest;
    let months = month as i32 - 1;
    let month_days = if months <= 6 { months * 31 } else { 186 + (months - 6) * 30 };
    let days = past * 365 + leap_days + month_days + day_of_month as i32 - 1;
    // 1 Farvardin 1403 was 20 March 2024.
    let anchor_days = 1402 * 365
        + (1402 / 33) * 8
        + (1..=1402 % 33).filter(|y| (25 * y + 11) % 33 < 8).count() as i32;
    let anchor = Date::new(2024, 3, 20).ok()?;
    anchor.checked_add(jiff::Span::new().days(i64::from(days - anchor_days))).ok()
}

/// Seconds or milliseconds since 1970, as some systems declare dates.
#[must_use]
pub(super) fn from_epoch(value: &str) -> Option<Moment> {
    let seconds: i64 = match value.len() {
        10 => value.parse().ok()?,
        13 => value.parse::<i64>().ok()? / 1000,
        _ => return None,
    };
    // Ten digits that begin with 19 or 20 and read as a day and an hour are that (2025011718).
    if value.len() == 10 && (value.starts_with("19") || value.starts_with("20")) {
        return None;
    }
    let moment = jiff::Timestamp::from_second(seconds).ok()?;
    let civil = jiff::tz::Offset::UTC.to_datetime(moment);
    let time = ClockTime {
        hour: civil.hour() as u8,
        minute: civil.minute() as u8,
        second: Some(civil.second() as u8),
    };
    (civil.year() > 1990 && YEARS.contains(&civil.year())).then(|| Moment {
        date: civil.date(),
        time: Some(time),
        offset_minutes: Some(0),
    })
}

/// Days since 1 March of the year 0, for ordering only.
fn days_from_civil(date: Date) -> i32 {
    let month = i32::from(date.month());
    let year = i32::from(date.year()) - i32::from(month <= 2);
    let shifted = (month + 9) % 12;
    year * 365 + year / 4 - year / 100
        + year / 400
        + (shifted * 153 + 2) / 5
        + i32::from(date.day())
}
