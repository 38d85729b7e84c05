//! Calendar points: a day, or anything longer that has a place on the calendar.

use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Span as Period, ToSpan};

use super::words::Unit;

/// A day, or anything longer that has a place on the calendar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Point {
    Day(Date),
    /// The week of this Monday.
    Week(Date),
    /// The weekend of the week of this Monday.
    Weekend(Date),
    Month(i16, i8),
    /// A quarter, 1 to 4.
    Quarter(i16, i8),
    /// The first or second half of a year.
    Half(i16, i8),
    Season(i16, &'static str),
    Year(i16),
    /// The year's first three digits.
    Decade(i16),
    /// The year's first two digits.
    Century(i16),
}

impl Point {
    /// The point of length `unit` that `day` lies in; clock units have none.
    pub(super) fn around(unit: Unit, day: Date) -> Option<Point> {
        Some(match unit {
            Unit::Day => Point::Day(day),
            Unit::Week | Unit::Fortnight => Point::Week(monday(day)),
            Unit::Weekend => Point::Weekend(monday(day)),
            Unit::Month => Point::Month(day.year(), day.month()),
            Unit::Quarter => Point::Quarter(day.year(), quarter_of(day.month())),
            Unit::Semester => Point::Half(day.year(), (day.month() - 1) / 6 + 1),
            Unit::Year => Point::Year(day.year()),
            Unit::Decade => Point::Decade(day.year().div_euclid(10)),
            Unit::Century => Point::Century(day.year().div_euclid(100)),
            Unit::Millennium | Unit::Hour | Unit::Minute | Unit::Second => return None,
        })
    }

    /// The point `count` of its own lengths later; `None` outside the calendar.
    pub(super) fn later(self, count: i32) -> Option<Point> {
        let shift = |year: i16, size: i32, index: i32| {
            let all = i32::from(year) * size + index + count;
            (i16::try_from(all.div_euclid(size)).ok())
                .map(|year| (year, (all.rem_euclid(size)) as i8))
        };
        Some(match self {
            Point::Day(day) => Point::Day(add_days(day, count)?),
            Point::Week(day) => Point::Week(add_days(day, count.checked_mul(7)?)?),
            Point::Weekend(day) => Point::Weekend(add_days(day, count.checked_mul(7)?)?),
            Point::Month(year, month) => {
                let (year, month) = shift(year, 12, i32::from(month) - 1)?;
                Point::Month(year, month + 1)
            }
            Point::Quarter(year, quarter) => {
                let (year, quarter) = shift(year, 4, i32::from(quarter) - 1)?;
                Point::Quarter(year, quarter + 1)
            }
            Point::Half(year, half) => {
                let (year, half) = shift(year, 2, i32::from(half) - 1)?;
                Point::Half(year, half + 1)
            }
            Point::Season(year, season) => Point::Season(add(year, count)?, season),
            Point::Year(year) => Point::Year(add(year, count)?),
            Point::Decade(decade) => Point::Decade(add(decade, count)?),
            Point::Century(century) => Point::Century(add(century, count)?),
        })
    }

    /// The same point `years` later.
    pub(super) fn years_later(self, years: i32) -> Option<Point> {
        Some(match self {
            Point::Day(day) => Point::Day(day.checked_add(years.years()).ok()?),
            Point::Week(day) => Point::Week(monday(day.checked_add(years.years()).ok()?)),
            Point::Weekend(day) => Point::Weekend(monday(day.checked_add(years.years()).ok()?)),
            Point::Month(year, month) => Point::Month(add(year, years)?, month),
            Point::Quarter(year, quarter) => Point::Quarter(add(year, years)?, quarter),
            Point::Half(year, half) => Point::Half(add(year, years)?, half),
            Point::Season(year, season) => Point::Season(add(year, years)?, season),
            Point::Year(year) => Point::Year(add(year, years)?),
            Point::Decade(decade) => Point::Decade(add(decade, years / 10)?),
            Point::Century(century) => Point::Century(add(century, years / 100)?),
        })
    }

    /// A day of the point: its first.
    pub(super) fn first_day(self) -> Option<Date> {
        let (year, month, day) = match self {
            Point::Day(day) | Point::Week(day) | Point::Weekend(day) => return Some(day),
            Point::Month(year, month) => (year, month, 1),
            Point::Quarter(year, quarter) => (year, quarter * 3 - 2, 1),
            Point::Half(year, half) => (year, half * 6 - 5, 1),
            Point::Season(year, season) => (year, season_month(season), 1),
            Point::Year(year) => (year, 1, 1),
            Point::Decade(decade) => (decade.checked_mul(10)?, 1, 1),
            Point::Century(century) => (century.checked_mul(100)?, 1, 1),
        };
        Date::new(year, month, day).ok()
    }

    /// The year it lies in, for what is no longer than one.
    pub(super) fn year(self) -> Option<i16> {
        match self {
            Point::Decade(_) | Point::Century(_) => None,
            _ => self.first_day().map(Date::year),
        }
    }

    /// Its TIMEX3 value.
    pub(super) fn value(self) -> String {
        match self {
            Point::Day(day) => format!("{day}"),
            Point::Week(day) => {
                let week: ISOWeekDate = day.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Point::Weekend(day) => {
                let week: ISOWeekDate = day.iso_week_date();
                format!("{:04}-W{:02}-WE", week.year(), week.week())
            }
            Point::Month(year, month) => format!("{year:04}-{month:02}"),
            Point::Quarter(year, quarter) => format!("{year:04}-Q{quarter}"),
            Point::Half(year, half) => format!("{year:04}-H{half}"),
            Point::Season(year, season) => format!("{year:04}-{season}"),
            Point::Year(year) => format!("{year:04}"),
            Point::Decade(decade) => format!("{decade:03}"),
            Point::Century(century) => format!("{century:02}"),
        }
    }
}

/// The value of a point of length `unit` about which nothing is known.
pub(super) fn unknown(unit: Unit) -> &'static str {
    match unit {
        Unit::Week | Unit::Fortnight => "XXXX-WXX",
        Unit::Weekend => "XXXX-WXX-WE",
        Unit::Month => "XXXX-XX",
        Unit::Quarter => "XXXX-QX",
        Unit::Semester => "XXXX-HX",
        Unit::Year => "XXXX",
        Unit::Decade => "XXX",
        Unit::Century | Unit::Millennium => "XX",
        Unit::Day | Unit::Hour | Unit::Minute | Unit::Second => "XXXX-XX-XX",
    }
}

/// The quarter that a month lies in.
pub(super) fn quarter_of(month: i8) -> i8 {
    (month - 1) / 3 + 1
}

/// The month in which a season is at its middle in the north, where most news is written.
pub(super) fn season_month(season: &str) -> i8 {
    match season {
        "SP" => 4,
        "SU" => 7,
        "FA" => 10,
        _ => 1,
    }
}

/// The Monday of the week that `day` lies in.
pub(super) fn monday(day: Date) -> Date {
    let back = i32::from(day.weekday().to_monday_zero_offset());
    add_days(day, -back).unwrap_or(day)
}

/// The day `count` days later.
pub(super) fn add_days(day: Date, count: i32) -> Option<Date> {
    day.checked_add(Period::new().try_days(count).ok()?).ok()
}

/// The nearest day with this weekday (1 is Monday) that is not after `day`, or not before it.
pub(super) fn weekday_near(day: Date, weekday: i8, forward: bool) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
    let distance =
        if forward { day.weekday().until(weekday) } else { weekday.until(day.weekday()) };
    add_days(day, if forward { i32::from(distance) } else { -i32::from(distance) })
}

/// Easter Sunday of the Western church, by the anonymous Gregorian computus.
pub(super) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, (n / 31) as i8, (n % 31 + 1) as i8).ok()
}

fn add(number: i16, count: i32) -> Option<i16> {
    i16::try_from(i32::from(number) + count).ok().filter(|sum| (0..=9999).contains(sum))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(iso: &str) -> Date {
        iso.parse().unwrap()
    }

    #[test]
    fn ok_points_move() {
        let friday = day("2025-01-17");
        let value =
            |unit, count| Point::around(unit, friday).unwrap().later(count).unwrap().value();
        assert_eq!(value(Unit::Month, -1), "2024-12");
        assert_eq!(value(Unit::Quarter, -1), "2024-Q4");
        assert_eq!(value(Unit::Week, 0), "2025-W03");
        assert_eq!(value(Unit::Weekend, 1), "2025-W04-WE");
        assert_eq!(value(Unit::Decade, -1), "201");
        assert_eq!(value(Unit::Semester, 1), "2025-H2");
        assert_eq!(Point::Day(day("2024-02-29")).years_later(1).unwrap().value(), "2025-02-28");
        assert_eq!(Point::Year(9999).later(1), None);
    }

    #[test]
    fn ok_weekdays() {
        let friday = day("2025-01-17");
        assert_eq!(weekday_near(friday, 5, false), Some(friday));
        assert_eq!(weekday_near(friday, 5, true), Some(friday));
        assert_eq!(weekday_near(friday, 1, true), Some(day("2025-01-20")));
        assert_eq!(weekday_near(friday, 1, false), Some(day("2025-01-13")));
    }

    #[test]
    fn ok_easter() {
        assert_eq!(easter(2025), Some(day("2025-04-20")));
        assert_eq!(easter(1998), Some(day("1998-04-12")));
    }
}
