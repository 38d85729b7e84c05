//! Quarters and halves of business years.

use super::point::{Point, quarter_of};
use super::reader::{Found, Reader};
use super::rules::Rule;
use super::words::{Unit, Word};
use crate::article::TimeKind;

impl Reader<'_, '_> {
    /// `the third quarter of 1989`, `third-quarter`, `fiscal second quarter`, `the 1989 third
    /// quarter`, `this year's third quarter`, `the first half of 1990`.
    pub(super) fn quarter(&self, start: usize) -> Option<Found> {
        let mut at = start;
        // Determiners and what is said about the year in front.
        if matches!(self.word(at), Word::The | Word::This | Word::A)
            || matches!(self.text(at), "its" | "their" | "our")
        {
            at += 1;
        }
        let determiner = start..at;
        let mut year = None;
        if let Some((number, behind)) = self.year_number(at)
            && matches!(self.word(at), Word::Digits(..))
        {
            year = Some(number);
            at = behind;
        } else if let Some((number, behind)) = self.years_possessive(start) {
            year = number;
            at = behind;
        }
        let mut shift = 0;
        if self.word(at) == Word::Unit(Unit::Year)
            && (self.is(at + 1, "earlier") || self.is(at + 1, "ago"))
        {
            shift = -1;
            at += 2;
        }
        if self.word(at) == Word::Fiscal {
            at += 1;
        }
        let number = match self.word(at) {
            Word::Ordinal(number @ 1..=4) => Some(number as i8),
            // `second` is a unit too.
            Word::Unit(Unit::Second) => Some(2),
            _ => None,
        };
        if let Some(number) = number {
            at += 1;
            match self.word(at) {
                // `a third-quarter loss`: the article belongs to the loss.
                Word::Unit(Unit::Quarter) if self.glued(at) && !determiner.is_empty() => {
                    return None;
                }
                Word::Unit(Unit::Quarter) => {}
                Word::Half if number <= 2 => return self.half(at + 1, year, number),
                _ => return None,
            }
            let mut end = at + 1;
            if year.is_none()
                && let Some((given, behind)) = self.of_year(end)
            {
                year = Some(given);
                end = behind;
            }
            return Some(self.quarter_at(start, end, year, number, shift));
        }
        // `the 1988 quarter`: the quarter spoken of, in that year
        if let Some(year) = year
            && matches!(self.word(at), Word::Unit(Unit::Quarter) | Word::Period)
            && let Some(Point::Quarter(_, number)) = self.current_quarter()
        {
            return Some(Found::date(at + 1, Point::Quarter(year, number), Rule::BareQuarter));
        }
        if shift != 0
            && self.glued(start + 1 + usize::from(!determiner.is_empty()))
            && self.word(start) == Word::A
        {
            return None;
        }
        if shift != 0 && matches!(self.word(at), Word::Unit(Unit::Quarter) | Word::Period) {
            return Some(self.year_before_quarter(at + 1));
        }
        None
    }

    /// `this year's`, `last year's`: the year, and what is behind it.
    fn years_possessive(&self, at: usize) -> Option<(Option<i16>, usize)> {
        if self.word(at + 1) != Word::Unit(Unit::Year) || self.word(at + 2) != Word::Clitic {
            return None;
        }
        let shift = match self.word(at) {
            Word::This => 0,
            Word::Last => -1,
            Word::Next => 1,
            _ => return None,
        };
        Some((self.context.day.map(|day| day.year() + shift), at + 3))
    }

    /// `of 1989`, `of fiscal 1990`, `of last year`, `in 1989`.
    fn of_year(&self, at: usize) -> Option<(i16, usize)> {
        let joint = matches!(self.word(at), Word::Of | Word::In) || self.word(at) == Word::Comma;
        let at = at + usize::from(joint);
        let fiscal = usize::from(self.word(at) == Word::Fiscal);
        if let Word::Digits(..) = self.word(at + fiscal)
            && let Some(found) = self.year_number(at + fiscal)
        {
            return Some(found);
        }
        let shift = match self.word(at) {
            Word::This => 0,
            Word::Last => -1,
            Word::Next => 1,
            _ => return None,
        };
        (self.word(at + 1) == Word::Unit(Unit::Year))
            .then(|| self.context.day.map(|day| (day.year() + shift, at + 2)))
            .flatten()
    }

    fn half(&self, end: usize, year: Option<i16>, number: i8) -> Option<Found> {
        let (year, end) = match (year, self.of_year(end)) {
            (None, Some((year, end))) => (Some(year), end),
            (year, _) => (year, end),
        };
        // `the first half` alone is a matter of sports.
        let year = year?;
        Some(Found::date(end, Point::Half(year, number), Rule::Quarter))
    }

    fn quarter_at(
        &self,
        at: usize,
        end: usize,
        year: Option<i16>,
        number: i8,
        shift: i16,
    ) -> Found {
        let year = year.or_else(|| {
            let today = self.context.day?;
            let now = quarter_of(today.month());
            // A quarter is spoken of when it is over or about to be: the coming one only in the
            // future tense.
            let later = number > now;
            let coming = later && number == now + 1 && self.tense(at).is_ahead();
            Some(today.year() - i16::from(later && !coming))
        });
        match year {
            Some(year) => Found::date(end, Point::Quarter(year + shift, number), Rule::Quarter),
            None => Found::vague(end, TimeKind::Date, format!("XXXX-Q{number}"), Rule::Quarter),
        }
    }

    /// The quarter a year before the one that was spoken of last.
    pub(super) fn year_before_quarter(&self, end: usize) -> Found {
        match self.current_quarter().and_then(|quarter| quarter.years_later(-1)) {
            Some(point) => Found::date(end, point, Rule::YearEarlier),
            None => Found::vague(end, TimeKind::Date, "XXXX-QX", Rule::YearEarlier),
        }
    }

    /// The quarter that was spoken of last, else the last one that is over.
    pub(super) fn current_quarter(&self) -> Option<Point> {
        self.context.quarter.or_else(|| Point::around(Unit::Quarter, self.context.day?)?.later(-1))
    }
}
