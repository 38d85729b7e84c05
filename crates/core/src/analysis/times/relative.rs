//! Dates that are named by where they lie from another: `last week`, `next Monday`, `the following
//! year`, `a year earlier`, `three days ago`, `today`, `now`.

use super::point::{Point, monday, season_month, unknown, weekday_near};
use super::reader::{Found, Reader};
use super::rules::Rule;
use super::tense::Tense;
use super::words::{Unit, Word};
use crate::article::TimeKind;

/// Which of its kind a relative date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Last,
    This,
    Next,
    /// Before or after the date that was named last.
    Previous,
    Following,
    That,
    Latest,
}

impl Reader<'_, '_> {
    /// A date with a word before it that says which part of it is meant: `early next year`, `late
    /// November`, `the end of 1997`, `mid-1990s`, `later this month`.
    pub(super) fn prefixed(&self, start: usize) -> Option<Found> {
        let mut at = start;
        if self.word(at) == Word::The {
            at += 1;
        }
        let inner = match (self.word(at), self.word(at + 1)) {
            (Word::End | Word::Beginning | Word::Mid, Word::Of) => at + 2,
            (Word::Early | Word::Late | Word::Mid | Word::Later, _) => at + 1,
            (Word::Earlier, Word::In) => at + 2,
            (Word::Earlier, _) => at + 1,
            (Word::Approx, _) if at == start => at + 1,
            _ if self.is(at, "sometime") || self.is(at, "post") && self.glued(at + 1) => at + 1,
            _ => return None,
        };
        if self.is(inner, "a") {
            return None;
        }
        let weak = matches!(self.word(at), Word::Approx);
        // `the late-November trip`: the article belongs to the trip.
        if at > start && self.glued(inner) {
            return None;
        }
        let found = self.core(inner)?;
        let fits = match found.kind {
            TimeKind::Time => true,
            TimeKind::Date => !matches!(
                found.rule,
                Rule::Reference | Rule::WeakReference | Rule::Ago | Rule::YearEarlier
            ),
            _ => false,
        };
        // `the end of` alone needs its article: `end of 1997` begins behind it.
        (fits
            && (!weak
                || found.kind == TimeKind::Time
                || matches!(found.rule, Rule::Year | Rule::MonthDay)))
        .then_some(found)
    }

    /// `last week`, `the following year`, `next Monday`, `this spring`, `last May`, `a year ago`.
    pub(super) fn relative(&self, start: usize) -> Option<Found> {
        if let Some(found) = self.ago(start) {
            return Some(found);
        }
        let the = usize::from(
            self.word(start) == Word::The || matches!(self.text(start), "its" | "their" | "our"),
        );
        let mut at = start + the;
        let which = match self.word(at) {
            Word::Last => Which::Last,
            Word::This => Which::This,
            Word::That | Word::Same => Which::That,
            Word::Current => Which::This,
            Word::Next | Word::Coming => Which::Next,
            Word::Previous => Which::Previous,
            Word::Following => Which::Following,
            Word::Latest => Which::Latest,
            // `the weekend`, `the quarter`
            Word::Unit(unit) if the == 1 && self.word(start) == Word::The => {
                return self.bare_unit(at, unit);
            }
            Word::Fiscal if the == 1 && self.word(at + 1) == Word::Unit(Unit::Year) => {
                return self.bare_unit(at + 1, Unit::Year);
            }
            Word::Season(season) if the == 1 => return self.season_of_year(at, season, true),
            Word::Season(season) => return self.season_of_year(at, season, false),
            Word::Fiscal if self.word(at + 1) != Word::Unit(Unit::Year) => {
                let (year, end) = self.year_number(at + 1)?;
                return Some(Found::date(end, Point::Year(year), Rule::Year));
            }
            _ => return None,
        };
        at += 1;
        // `this coming Sunday`, `this past spring`, `that same day`
        let which = match (which, self.word(at)) {
            (Which::This, Word::Coming | Word::Next) => {
                at += 1;
                Which::Next
            }
            (Which::This, Word::Last) => {
                at += 1;
                Which::Last
            }
            (Which::That, Word::Same) => {
                at += 1;
                Which::That
            }
            (which, _) => which,
        };
        if matches!(self.word(at), Word::Fiscal | Word::Straight) {
            at += 1;
        }
        match self.word(at) {
            Word::Unit(unit) => self.unit(start, at, which, unit),
            Word::Period if which == Which::Latest => {
                let point = self.current_quarter()?;
                self.context.quarter?;
                Some(Found::date(at + 1, point, Rule::BareQuarter))
            }
            Word::Weekday(day) if self.is_capital(at) => self.weekday_of(at, which, day),
            Word::Month(month) if self.is_capital(at) => self.month_of(at, which, month),
            Word::Season(season) => self.season_which(at, which, season),
            Word::Decade(_) => None,
            _ => None,
        }
    }

    fn unit(&self, start: usize, at: usize, which: Which, unit: Unit) -> Option<Found> {
        let end = at + 1;
        // `the last day of the trial` names no day by itself.
        if self.word(end) == Word::Of && matches!(which, Which::Last | Which::Next | Which::That) {
            return None;
        }
        if matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) {
            return None;
        }
        // `the past decade` is the ten years up to now; `the last decade` can be that of the calendar.
        if matches!(unit, Unit::Decade | Unit::Century) && self.is(at - 1, "past") {
            let value = super::durations::period(unit, 1.0);
            return Some(Found::vague(end, TimeKind::Duration, value, Rule::Duration));
        }
        let today = self.context.day.and_then(|day| Point::around(unit, day));
        let anchor = self.context.last.and_then(|last| Point::around(unit, last.first_day()?));
        let point = match which {
            Which::This => today,
            // `the past year` up to now; `the last week`
            Which::Last => today.and_then(|today| today.later(-1)),
            Which::Next => today.and_then(|today| today.later(1)),
            Which::Previous => anchor.or(today).and_then(|point| point.later(-1)),
            Which::Following => anchor.or(today).and_then(|point| point.later(1)),
            Which::That => anchor.filter(|_| unit != Unit::Week || start < at),
            Which::Latest if unit == Unit::Quarter => self.current_quarter(),
            Which::Latest => today.and_then(|today| today.later(-1)),
        };
        let rule = if unit == Unit::Quarter { Rule::BareQuarter } else { Rule::Relative };
        Some(match point {
            Some(point) => Found::date(end, point, rule),
            None => Found::vague(end, TimeKind::Date, unknown(unit), rule),
        })
    }

    /// `the year`, `the quarter`, `the weekend`: spoken of before, or the one of publication.
    fn bare_unit(&self, at: usize, unit: Unit) -> Option<Found> {
        let end = at + 1;
        let today = self.context.day;
        match unit {
            Unit::Quarter => {
                let point = self.current_quarter()?;
                (self.word(end) != Word::Of).then(|| Found::date(end, point, Rule::BareQuarter))
            }
            // `the year ended March 31`
            Unit::Year if matches!(self.text(end), "ended" | "ending") => {
                Some(Found::vague(end, TimeKind::Duration, "P1Y", Rule::BareUnit))
            }
            Unit::Weekend => {
                let point = match today {
                    Some(day) => Point::Weekend(monday(day)),
                    None => {
                        return Some(Found::vague(
                            end,
                            TimeKind::Date,
                            unknown(unit),
                            Rule::BareUnit,
                        ));
                    }
                };
                let back = self.tense(at) == Tense::Past
                    && today.is_some_and(|day| day.weekday().to_monday_one_offset() < 6);
                let point = if back { point.later(-1)? } else { point };
                Some(Found::date(end, point, Rule::BareUnit))
            }
            // `since the beginning of the year`, `earlier in the month`, `the end of the week`
            Unit::Year | Unit::Month | Unit::Week if self.part_of_unit(at) => {
                let point = Point::around(unit, today?)?;
                Some(Found::date(end, point, Rule::BareUnit))
            }
            // `for the year` and `in the fiscal year` in reports of business
            Unit::Year if self.context.quarter.is_some() && self.is_spoken_for(at) => {
                let point = Point::around(unit, today?)?;
                Some(Found::date(end, point, Rule::BareUnit))
            }
            _ => None,
        }
    }

    /// Whether the words before `the` say which part of the unit is meant.
    fn part_of_unit(&self, at: usize) -> bool {
        if at < 3 {
            return false;
        }
        match self.word(at - 2) {
            Word::Of => {
                matches!(self.word(at - 3), Word::End | Word::Beginning | Word::Mid)
                    || matches!(self.text(at - 3), "rest" | "remainder" | "part")
            }
            Word::In => {
                matches!(self.word(at - 3), Word::Earlier | Word::Later | Word::Early | Word::Late)
            }
            _ => false,
        }
    }

    /// Whether `for the` or `the fiscal` stands before the unit at `at`.
    fn is_spoken_for(&self, at: usize) -> bool {
        self.word(at - 1) == Word::Fiscal || at >= 2 && matches!(self.text(at - 2), "for" | "For")
    }

    fn weekday_of(&self, at: usize, which: Which, weekday: i8) -> Option<Found> {
        let end = at + 1;
        let Some(today) = self.context.day else {
            return Some(self.weekday_at(at, end, weekday));
        };
        let anchor = self.context.last.and_then(Point::first_day).unwrap_or(today);
        let day = match which {
            Which::This => return Some(self.weekday_at(at, end, weekday)),
            Which::Last | Which::Latest => weekday_near(today.yesterday().ok()?, weekday, false),
            Which::Next => weekday_near(today.tomorrow().ok()?, weekday, true),
            Which::Previous => weekday_near(anchor.yesterday().ok()?, weekday, false),
            Which::Following => weekday_near(anchor.tomorrow().ok()?, weekday, true),
            Which::That => weekday_near(anchor, weekday, true),
        }?;
        Some(Found::date(end, Point::Day(day), Rule::Relative))
    }

    fn month_of(&self, at: usize, which: Which, month: i8) -> Option<Found> {
        let end = at + 1;
        if !matches!(which, Which::Last | Which::This | Which::Next) {
            return None;
        }
        let Some(today) = self.context.day else {
            return Some(self.month_at(at, end, month));
        };
        let year = today.year()
            + match which {
                Which::Last if month >= today.month() => -1,
                Which::Next if month <= today.month() => 1,
                _ => 0,
            };
        // `last May 6`: a day may follow.
        if let Word::Digits(day @ 1..=31, 1..=2) = self.word(end)
            && let Ok(day) = jiff::civil::Date::new(year, month, day as i8)
        {
            return Some(Found::date(end + 1, Point::Day(day), Rule::Relative));
        }
        Some(Found::date(end, Point::Month(year, month), Rule::Relative))
    }

    fn season_which(&self, at: usize, which: Which, season: &'static str) -> Option<Found> {
        let Some(today) = self.context.day else {
            return Some(Found::vague(
                at + 1,
                TimeKind::Date,
                format!("XXXX-{season}"),
                Rule::Season,
            ));
        };
        let middle = season_month(season);
        let year = today.year()
            + match which {
                Which::Last | Which::Previous => -i16::from(middle + 1 >= today.month()),
                Which::Next | Which::Following => i16::from(middle - 1 <= today.month()),
                _ => 0,
            };
        Some(Found::date(at + 1, Point::Season(year, season), Rule::Season))
    }

    /// `the summer of 1994`, `spring 1994`, `the summer`.
    fn season_of_year(&self, at: usize, season: &'static str, the: bool) -> Option<Found> {
        let of = usize::from(self.word(at + 1) == Word::Of);
        if let Some((year, end)) = self.year_number(at + 1 + of) {
            return Some(Found::date(end, Point::Season(year, season), Rule::Season));
        }
        // `the fall of the mayor`, `the spring of the lock`, `Winter Olympics`
        let plain = matches!(season, "SU" | "WI") || self.is(at, "autumn");
        let led = matches!(self.word_before(at), Word::In | Word::Early | Word::Late | Word::Mid)
            || matches!(self.before(at), "during" | "since" | "by" | "until" | "every" | "each");
        let name = at + 1 < self.items.len() && self.is_capital(at + 1) || self.is_capital(at);
        if self.word(at + 1) == Word::Of || name || !(led || the && plain) || !plain && !the {
            return None;
        }
        let today = self.context.day;
        Some(match today {
            Some(today) => {
                let later = season_month(season) > today.month() + 1;
                let past = later && !self.tense(at).is_ahead();
                Found::date(
                    at + 1,
                    Point::Season(today.year() - i16::from(past), season),
                    Rule::Season,
                )
            }
            None => Found::vague(at + 1, TimeKind::Date, format!("XXXX-{season}"), Rule::Season),
        })
    }

    /// `three days ago`, `a year earlier`, `two weeks later`, `five years from now`, `year-ago`.
    fn ago(&self, start: usize) -> Option<Found> {
        // `year-earlier`, `year-ago` without an article
        if let Word::Unit(Unit::Year) = self.word(start)
            && self.glued(start + 1)
            && (self.is(start + 1, "earlier") || self.is(start + 1, "ago"))
        {
            return Some(self.year_back(start + 2, 1));
        }
        let the = usize::from(self.word(start) == Word::The);
        let at = self.approximation(start + the);
        let (count, behind) = self.count(at)?;
        let (unit, behind) = self.time_unit(behind)?;
        let mut behind = behind;
        if self.word(at) == Word::A && self.glued(behind) {
            return None;
        }
        if self.word(behind) == Word::Or && self.is(behind + 1, "so") {
            behind += 2;
        }
        let direction: i32 = match self.word(behind) {
            Word::Ago => -1,
            Word::Earlier => -2,
            Word::Later => 2,
            _ if self.is(behind, "from") && self.is(behind + 1, "now") => {
                behind += 1;
                1
            }
            _ => return None,
        };
        // `more than a year earlier` compares with the year before.
        if self.word(start) == Word::More && self.word(at) == Word::A && direction == -2 {
            return None;
        }
        let end = behind + 1;
        let Some(count) = count else {
            let reference = if direction < 0 { "PAST_REF" } else { "FUTURE_REF" };
            return Some(Found::vague(end, TimeKind::Date, reference, Rule::Ago));
        };
        if unit == Unit::Year && count == 1.0 && direction < 0 {
            return Some(self.year_back(end, 1));
        }
        if matches!(unit, Unit::Hour | Unit::Minute | Unit::Second) {
            let value = super::durations::period(unit, count);
            return Some(Found::vague(end, TimeKind::Duration, value, Rule::Ago));
        }
        let whole = count as i32 * direction.signum();
        let from = if direction.abs() == 1 {
            self.context.day.and_then(|day| Point::around(unit, day))
        } else {
            let anchor = self.context.last.and_then(Point::first_day).or(self.context.day);
            anchor.and_then(|day| Point::around(unit, day))
        };
        let point = match (from, unit) {
            // Ten years are not a decade of the calendar.
            (Some(Point::Decade(_) | Point::Century(_)), _) => {
                let length = if unit == Unit::Decade { 10 } else { 100 };
                self.context.day.and_then(|day| Point::Year(day.year()).later(whole * length))
            }
            (Some(point), Unit::Fortnight) => point.later(whole * 2),
            (Some(point), _) => point.later(whole),
            (None, _) => None,
        };
        Some(match point {
            Some(point) => Found::date(end, point, Rule::Ago),
            None => Found::vague(end, TimeKind::Date, unknown(unit), Rule::Ago),
        })
    }

    /// A year before: as fine as what was spoken of last, the quarter in reports of business.
    fn year_back(&self, end: usize, years: i32) -> Found {
        if self.context.quarter.is_some() {
            return self.year_before_quarter(end);
        }
        let point = self.context.day.and_then(|day| Point::Year(day.year()).later(-years));
        match point {
            Some(point) => Found::date(end, point, Rule::YearEarlier),
            None => Found::vague(end, TimeKind::Date, "XXXX", Rule::YearEarlier),
        }
    }

    /// `now`, `today`, `recently`, `the future`, `recent years`.
    pub(super) fn reference(&self, at: usize) -> Option<Found> {
        let date = |end, value: &str, rule| Some(Found::vague(end, TimeKind::Date, value, rule));
        match self.word(at) {
            Word::Day(shift) => Some(self.day_from_today(at + 1, shift)),
            // `as soon as` joins clauses.
            Word::Ref(_) if self.is(at, "soon") && self.word(at + 1) == Word::As => None,
            Word::Ref(value) => date(at + 1, value, Rule::Reference),
            Word::The if self.word(at + 1) == Word::Future => (!self.glued(at + 2))
                .then(|| Found::vague(at + 2, TimeKind::Date, "FUTURE_REF", Rule::Reference)),
            Word::The
                if self.is(at + 1, "past")
                    && !matches!(
                        self.word(at + 2),
                        Word::Unit(_)
                            | Word::Units(_)
                            | Word::Cardinal
                            | Word::Digits(..)
                            | Word::Few
                            | Word::Several
                            | Word::Couple
                            | Word::Other
                            | Word::Season(_)
                            | Word::Decade(_)
                    ) =>
            {
                date(at + 2, "PAST_REF", Rule::Reference)
            }
            Word::The if self.is(at + 1, "near") && self.word(at + 2) == Word::Future => {
                date(at + 3, "FUTURE_REF", Rule::Reference)
            }
            Word::Recent | Word::Coming if matches!(self.word(at + 1), Word::Units(_)) => {
                let value = if self.word(at) == Word::Recent { "PAST_REF" } else { "FUTURE_REF" };
                date(at + 2, value, Rule::Reference)
            }
            Word::Current if self.is(at, "current") && self.word(at + 1) == Word::Other => {
                date(at + 1, "PRESENT_REF", Rule::WeakReference)
            }
            Word::These if self.is(at + 1, "days") => date(at + 2, "PRESENT_REF", Rule::Reference),
            Word::The
                if matches!(self.text(at + 1), "near" | "short") && self.is(at + 2, "term") =>
            {
                date(at + 3, "FUTURE_REF", Rule::Reference)
            }
            Word::A if self.is(at + 1, "while") && self.is(at.max(1) - 1, "for") => {
                Some(Found::vague(at + 2, TimeKind::Duration, "PXX", Rule::BareDuration))
            }
            // `year-end`, `year end`, `year's end`
            Word::Unit(Unit::Year) if self.word(at + 1) == Word::End => self.year_end(at + 2),
            Word::Unit(Unit::Year)
                if self.word(at + 1) == Word::Clitic && self.word(at + 2) == Word::End =>
            {
                self.year_end(at + 3)
            }
            _ => None,
        }
    }

    fn year_end(&self, end: usize) -> Option<Found> {
        let year = self.context.day?.year();
        Some(Found::date(end, Point::Year(year), Rule::BareUnit))
    }
}
