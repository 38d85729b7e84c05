//! Dates of the calendar: days, months, years, decades, centuries, weekdays, dates in digits.

use jiff::civil::Date;

use super::super::calendar::nearest_year;
use super::point::{Point, add_days, weekday_near};
use super::reader::{Found, Reader};
use super::rules::Rule;
use super::tense::Tense;
use super::words::Word;
use crate::article::TimeKind;

/// Bare numbers outside these years are taken for quantities.
const YEARS: std::ops::RangeInclusive<u16> = 1400..=2100;

impl Reader<'_, '_> {
    /// A date that is written as one.
    pub(super) fn date(&self, at: usize) -> Option<Found> {
        match self.word(at) {
            Word::Weekday(day) => self.weekday(at, day),
            Word::Month(month) => self.month_first(at, month),
            Word::Digits(..) | Word::Ordinal(_) => self
                .day_first(at, at)
                .or_else(|| self.year(at))
                .or_else(|| self.numeric(at))
                .or_else(|| self.century(at)),
            Word::The => match self.word(at + 1) {
                Word::Ordinal(_) => self.century(at + 1).or_else(|| self.day_first(at + 1, at)),
                Word::Decade(year) => Some(self.decade(at + 1, year)),
                // `the year 2000`
                Word::Unit(super::words::Unit::Year) => self
                    .year_number(at + 2)
                    .map(|(year, end)| Found::date(end, Point::Year(year), Rule::Year)),
                _ => None,
            },
            Word::Decade(year) => {
                let sure = year >= 1000
                    || matches!(
                        self.word_before(at),
                        Word::The | Word::Early | Word::Late | Word::Mid
                    );
                sure.then(|| self.decade(at, year))
            }
            Word::Cardinal => self.year_in_words(at),
            Word::Other if self.is_digit(at) => self.numeric(at),
            _ => None,
        }
    }

    /// `Friday`, `Friday, Jan. 17`, `Fridays`.
    fn weekday(&self, at: usize, weekday: i8) -> Option<Found> {
        let text = self.text(at);
        // `sat` and `Sun` are words and names: a short form needs its stop or a date behind it.
        let short = text.len() <= 3;
        if !self.is_capital(at) {
            return None;
        }
        // `Friday, Jan. 17`, `Friday the 17th`, `Friday 17 January`
        let comma = usize::from(self.word(at + 1) == Word::Comma);
        let next = at + 1 + comma;
        let full = match self.word(next) {
            Word::Month(month) => self.month_first(next, month).filter(|f| f.rule != Rule::Month),
            Word::Digits(..) if comma == 0 => self.day_first(next, next),
            Word::The if matches!(self.word(next + 1), Word::Ordinal(_)) => {
                self.day_first(next + 1, next)
            }
            _ => None,
        };
        if let Some(found) = full.filter(|found| found.rule != Rule::MonthYear) {
            return Some(found);
        }
        (!short).then(|| self.weekday_at(at, at + 1, weekday))
    }

    /// The weekday that tense and distance choose.
    pub(super) fn weekday_at(&self, at: usize, end: usize, weekday: i8) -> Found {
        let Some(today) = self.context.day else {
            let value = format!("XXXX-WXX-{weekday}");
            return Found::vague(end, TimeKind::Date, value, Rule::Weekday);
        };
        /// What may come is in the next days; what is farther off is more likely over.
        const SOON_DAYS: i8 = 3;
        // Yesterday is called by its name only for what is over.
        let back = (today.weekday().to_monday_one_offset() - weekday).rem_euclid(7);
        let forward = match self.tense(at) {
            Tense::Future => back != 1,
            Tense::Possible => {
                7 - back <= SOON_DAYS || back != 0 && matches!(self.before(at), "until" | "till")
            }
            Tense::Past | Tense::Unknown => false,
        };
        match weekday_near(today, weekday, forward) {
            Some(day) => Found::date(end, Point::Day(day), Rule::Weekday),
            None => Found::vague(end, TimeKind::Date, format!("XXXX-WXX-{weekday}"), Rule::Weekday),
        }
    }

    /// The day of the month at `at`, and what is behind it.
    fn day_number(&self, at: usize) -> Option<(i8, usize)> {
        let day = match self.word(at) {
            Word::Digits(value @ 1..=31, 1..=2) => value as i8,
            Word::Ordinal(value @ 1..=31) => value as i8,
            // `twenty first`
            Word::Cardinal if matches!(self.word(at + 1), Word::Ordinal(1..=9)) => {
                let Word::Ordinal(ones) = self.word(at + 1) else { return None };
                let (tens, _) = self.number(at)?;
                return matches!(tens as i8, 20 | 30).then(|| (tens as i8 + ones as i8, at + 2));
            }
            _ => return None,
        };
        Some((day, at + 1))
    }

    /// A year in four digits at `at`, in the range of years.
    pub(super) fn year_number(&self, at: usize) -> Option<(i16, usize)> {
        match self.word(at) {
            Word::Digits(year, 4) if YEARS.contains(&year) => Some((year as i16, at + 1)),
            Word::Cardinal => {
                let found = self.year_in_words(at)?;
                Some((found.point?.year()?, found.end))
            }
            _ => None,
        }
    }

    /// `January`, `Jan. 17`, `January 17, 2025`, `January 2025`, `May last year`.
    fn month_first(&self, at: usize, month: i8) -> Option<Found> {
        let text = self.text(at);
        let short = text.trim_end_matches('.').len() <= 4;
        let capital = self.is_capital(at);
        let the_day = usize::from(
            self.word(at + 1) == Word::The && matches!(self.word(at + 2), Word::Ordinal(_)),
        );
        if let Some((day, behind)) = self.day_number(at + 1 + the_day)
            && !self.glued(at + 1)
            // `May 20 people`, `March 10 miles`: what is counted follows.
            && (capital || !matches!(text, "may" | "march"))
        {
            let comma = usize::from(self.word(behind) == Word::Comma);
            if let Word::Digits(year, 4) = self.word(behind + comma)
                && YEARS.contains(&year)
            {
                return self.day_of(
                    behind + comma + 1,
                    Some(year as i16),
                    month,
                    day,
                    Rule::FullDate,
                    at,
                );
            }
            if let Some(shift) = self.year_word(behind)
                && let Some(today) = self.context.day
            {
                let year = today.year() + shift;
                return self.day_of(behind + 2, Some(year), month, day, Rule::FullDate, at);
            }
            return self.day_of(behind, None, month, day, Rule::MonthDay, at);
        }
        if !capital {
            return None;
        }
        // `January 2025`, `January, 2025`, `January of 2025`
        let joint = usize::from(matches!(self.word(at + 1), Word::Comma | Word::Of));
        if let Some((year, end)) = self.year_number(at + 1 + joint) {
            return Some(Found::date(end, Point::Month(year, month), Rule::MonthYear));
        }
        // `May last year`, `May of this year`
        let of = usize::from(self.word(at + 1) == Word::Of);
        if let Some(shift) = self.year_word(at + 1 + of)
            && let Some(today) = self.context.day
        {
            let point = Point::Month(today.year() + shift, month);
            return Some(Found::date(at + 3 + of, point, Rule::MonthYear));
        }
        let word = text.trim_end_matches('.');
        // Words and names that months share their letters with.
        let doubtful =
            matches!(word, "May" | "March" | "April" | "June" | "August" | "Mar" | "Jan" | "Dec");
        let led = matches!(
            self.word_before(at),
            Word::In
                | Word::Last
                | Word::Next
                | Word::This
                | Word::Early
                | Word::Late
                | Word::Mid
                | Word::Of
                | Word::To
                | Word::Approx
                | Word::Beginning
                | Word::End
                | Word::Later
                | Word::Earlier
                | Word::And
        ) || matches!(
            self.before(at),
            "since"
                | "until"
                | "through"
                | "by"
                | "during"
                | "from"
                | "between"
                | "for"
                | "till"
                | "Since"
                | "By"
                | "Until"
                | "From"
                | "every"
                | "each"
                | "Between"
                | "For"
                | "During"
                | "on"
                | "as"
                | "than"
                | "/"
                | "vs"
        );
        let name_next = at + 1 < self.items.len()
            && self.is_capital(at + 1)
            && matches!(self.word(at + 1), Word::Other);
        if short && word.len() <= 4 && word != "May" && word != "June" && word != "July" && !led {
            return None;
        }
        if doubtful && (!led || name_next) {
            return None;
        }
        if self.begins(at) && doubtful {
            return None;
        }
        Some(self.month_at(at, at + 1, month))
    }

    /// `17 January 2025`, `17th of January`, the day at `at`; the expression begins at `start`.
    fn day_first(&self, at: usize, start: usize) -> Option<Found> {
        let (day, behind) = self.day_number(at)?;
        let of = usize::from(self.word(behind) == Word::Of);
        let Word::Month(month) = self.word(behind + of) else { return None };
        if !self.is_capital(behind + of) || self.glued(behind + of) {
            return None;
        }
        let mut end = behind + of + 1;
        let comma = usize::from(self.word(end) == Word::Comma);
        if let Word::Digits(year, 4) = self.word(end + comma)
            && YEARS.contains(&year)
        {
            end += comma + 1;
            return self.day_of(end, Some(year as i16), month, day, Rule::FullDate, start);
        }
        self.day_of(end, None, month, day, Rule::MonthDay, start)
    }

    /// `this year` 0, `last year` -1, `next year` 1 at `at`.
    fn year_word(&self, at: usize) -> Option<i16> {
        if self.word(at + 1) != Word::Unit(super::words::Unit::Year) {
            return None;
        }
        match self.word(at) {
            Word::This => Some(0),
            Word::Last => Some(-1),
            Word::Next => Some(1),
            _ => None,
        }
    }

    fn day_of(
        &self,
        end: usize,
        year: Option<i16>,
        month: i8,
        day: i8,
        rule: Rule,
        at: usize,
    ) -> Option<Found> {
        let year = match (year, self.context.day) {
            (Some(year), _) => year,
            (None, Some(today)) => self.year_of(month, day, today, at)?,
            (None, None) => {
                let plausible = Date::new(2000, month, day).is_ok();
                let value = format!("XXXX-{month:02}-{day:02}");
                return plausible.then(|| Found::vague(end, TimeKind::Date, value, rule));
            }
        };
        let date = Date::new(year, month, day).ok()?;
        Some(Found::date(end, Point::Day(date), rule))
    }

    /// The year of a day without one: the nearest, unless the tense is against it.
    fn year_of(&self, month: i8, day: i8, today: Date, at: usize) -> Option<i16> {
        /// A day this far off is read with the tense of its sentence.
        const FAR_DAYS: i32 = 90;
        let year = nearest_year(month, day, today)?;
        let distance = (Date::new(year, month, day).ok()? - today).get_days();
        Some(match self.tense(at) {
            Tense::Past if distance > FAR_DAYS => year - 1,
            Tense::Future | Tense::Possible if distance < -FAR_DAYS => year + 1,
            _ => year,
        })
    }

    /// The month without a year that tense and distance choose.
    pub(super) fn month_at(&self, at: usize, end: usize, month: i8) -> Found {
        /// Without a tense, a month that comes within so many months is the coming one.
        const SOON_MONTHS: i8 = 2;
        let Some(today) = self.context.day else {
            let value = format!("XXXX-{month:02}");
            return Found::vague(end, TimeKind::Date, value, Rule::Month);
        };
        let ahead = (month - today.month()).rem_euclid(12);
        let forward = match self.tense(at) {
            Tense::Future | Tense::Possible => true,
            Tense::Past => false,
            Tense::Unknown => ahead <= SOON_MONTHS,
        };
        let later = month < today.month();
        let year = match (forward, ahead) {
            (_, 0) => today.year(),
            (true, _) => today.year() + i16::from(later),
            (false, _) => today.year() - i16::from(!later),
        };
        Found::date(end, Point::Month(year, month), Rule::Month)
    }

    /// A bare year: `in 1991`, `(1991)`, `1991`.
    fn year(&self, at: usize) -> Option<Found> {
        let Word::Digits(year, 4) = self.word(at) else { return None };
        if !YEARS.contains(&year) || self.glued(at + 1) && !self.is_digit(at + 1) {
            return None;
        }
        let before = self.before(at);
        if matches!(
            before,
            "$" | "£" | "€" | "#" | "No." | "Nos." | "¥" | "p." | "pp." | "/" | ":" | "+"
        ) || before.ends_with('$')
            || matches!(self.text(at + 1), "%" | "°" | "/")
        {
            return None;
        }
        // A number is a year after these words and before nothing that it could count.
        let led = matches!(
            self.word_before(at),
            Word::In
                | Word::Of
                | Word::Fiscal
                | Word::Early
                | Word::Late
                | Word::Mid
                | Word::Comma
                | Word::The
                | Word::End
                | Word::To
                | Word::Approx
        ) || matches!(
            before,
            "since"
                | "Since"
                | "until"
                | "by"
                | "By"
                | "before"
                | "after"
                | "from"
                | "during"
                | "between"
                | "and"
                | "through"
                | "("
                | "till"
                | "for"
                | "–"
                | "—"
                | "-"
                | "his"
                | "her"
                | "its"
                | "their"
                | "a"
                | "back"
                | "circa"
                | "'s"
                | "’s"
        );
        let round = year % 100 == 0 && year != 2000 && year != 1900;
        let counts = at + 1 < self.items.len()
            && matches!(self.word(at + 1), Word::Other | Word::Units(_) | Word::Cardinal)
            && self.text(at + 1).starts_with(char::is_lowercase)
            && (self.text(at + 1).ends_with('s')
                || matches!(
                    self.text(at + 1),
                    "people"
                        | "men"
                        | "women"
                        | "percent"
                        | "million"
                        | "feet"
                        | "km"
                        | "votes"
                        | "miles"
                ))
            && !matches!(
                self.text(at + 1),
                "was"
                    | "is"
                    | "as"
                    | "has"
                    | "its"
                    | "his"
                    | "this"
                    | "results"
                    | "sales"
                    | "earnings"
                    | "elections"
                    | "levels"
                    | "races"
                    | "estimates"
                    | "figures"
                    | "profits"
            );
        let sure = (1700..=2060).contains(&year) && !round;
        // `in 2009 people left`, `the 1992 protests`
        let names_year = matches!(self.word_before(at), Word::In | Word::The);
        if counts && !(led && sure && names_year) {
            return None;
        }
        let strong = led && matches!(self.word_before(at), Word::In | Word::Comma)
            || matches!(before, "since" | "until" | "by" | "from" | "between");
        if !sure && !strong {
            return None;
        }
        Some(Found::date(at + 1, Point::Year(year as i16), Rule::Year))
    }

    /// `nineteen ninety-six`, `two thousand` behind a word that asks for a year.
    fn year_in_words(&self, at: usize) -> Option<Found> {
        let (head, end) = self.number(at)?;
        if end == at + 1 && matches!(head as u32, 17..=20) {
            let (tail, end) = self.number(end)?;
            if (10.0..100.0).contains(&tail) && tail.fract() == 0.0 {
                let year = head as i16 * 100 + tail as i16;
                return Some(Found::date(end, Point::Year(year), Rule::Year));
            }
        }
        let led = matches!(self.before(at), "year" | "in" | "In" | "by" | "since");
        let year = (2000.0..=2060.0).contains(&head) && head.fract() == 0.0;
        let counts =
            matches!(self.word(end), Word::Other | Word::Units(_)) && end < self.items.len();
        (led && year && (!counts || self.is(at.max(1) - 1, "year")))
            .then(|| Found::date(end, Point::Year(head as i16), Rule::Year))
    }

    fn decade(&self, at: usize, year: u16) -> Found {
        let year = if year < 100 { 1900 + year as i16 } else { year as i16 };
        Found::date(at + 1, Point::Decade(year / 10), Rule::Decade)
    }

    /// `20th century`, the ordinal at `at`.
    fn century(&self, at: usize) -> Option<Found> {
        let Word::Ordinal(number @ 1..=30) = self.word(at) else { return None };
        (self.word(at + 1) == Word::Unit(super::words::Unit::Century))
            .then(|| Found::date(at + 2, Point::Century(number as i16 - 1), Rule::Century))
    }

    /// `2025-01-17`, `17/1/2025`, `1/17/2025`, `17.1.2025`.
    fn numeric(&self, at: usize) -> Option<Found> {
        let text = self.text(at);
        let separator = text.find(['-', '/', '.']).map(|index| text.as_bytes()[index] as char)?;
        let mut parts = text.split(separator);
        let (one, two, three) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let number = |part: &str, most: usize| {
            (part.len() <= most).then(|| part.parse::<i16>().ok()).flatten()
        };
        let (year, month, day) = if one.len() == 4 {
            (number(one, 4)?, number(two, 2)?, number(three, 2)?)
        } else {
            let year = number(three, 4)?;
            let year = match three.len() {
                4 => year,
                2 if separator == '/' => year + if year < 50 { 2000 } else { 1900 },
                _ => return None,
            };
            let (one, two) = (number(one, 2)?, number(two, 2)?);
            // The month stands first in American dates, unless it can be none.
            let month_first = separator == '/' && one <= 12;
            if month_first { (year, one, two) } else { (year, two, one) }
        };
        let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        YEARS
            .contains(&(year as u16))
            .then(|| Found::date(at + 1, Point::Day(date), Rule::NumericDate))
    }

    /// The day `shift` days from publication.
    pub(super) fn day_from_today(&self, end: usize, shift: i32) -> Found {
        match self.context.day.and_then(|today| add_days(today, shift)) {
            Some(day) => Found::date(end, Point::Day(day), Rule::Today),
            None => Found::vague(end, TimeKind::Date, "XXXX-XX-XX", Rule::Today),
        }
    }
}
