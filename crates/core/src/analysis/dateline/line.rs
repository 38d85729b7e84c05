//! A line read as place, region, date, agency and the mark that ends them.

use std::ops::Range;

use super::{JOINT, Mark, MonthDay, Read, words};
use crate::analysis::calendar::{CalendarWord, calendar_word};
use crate::analysis::tokens::{Shape, Tokens};

/// The longest name of a place, in tokens.
const MAX_PLACE_TOKENS: usize = 6;

/// The beginning of a line and what follows it.
pub(super) struct Line<'t, 'a> {
    pub(super) tokens: &'t Tokens<'a>,
    pub(super) end: usize,
    /// Whether text stands before it in its paragraph.
    pub(super) later: bool,
}

impl Line<'_, '_> {
    pub(super) fn text(&self, at: usize) -> &str {
        if at < self.end { self.tokens.text(at) } else { "" }
    }

    pub(super) fn read(&self, start: usize) -> Option<Read> {
        let mut at = self.place(start);
        let place = start..at;
        let mut all_end = at;
        // `CAIRO – 26 July 2022:` has the date behind a dash of its own.
        let dash_date = is_dash(self.text(at)) && at > start;
        if self.text(at) == "," && at > start {
            let region = self.region(at + 1);
            if region > at + 1 && !self.is_month(at + 1) {
                at = region;
                all_end = at;
            }
        }
        let place = if at > place.end { start..at } else { place };
        let mut date = None;
        let comma = matches!(self.text(at), "," | ".") || dash_date;
        if let Some((found, behind)) = self.date(if comma { at + 1 } else { at }) {
            let closes = matches!(self.text(behind), ":" | "(" | "/") || is_dash(self.text(behind));
            if closes || self.text(behind) == "." {
                (date, at, all_end) = (Some(found), behind, behind);
                at += usize::from(self.text(at) == "." && self.text(at + 1) == "/");
            }
        }
        let mut agency = None;
        if let Some(range) = self.agency(at) {
            (at, all_end) = (range.end + 1, range.end + 1);
            agency = Some(range);
        }
        if at == start {
            return None;
        }
        let mark = match self.text(at) {
            ":" => Mark::Colon,
            "." if agency.is_some() => Mark::Dash,
            dash if is_dash(dash) => Mark::Dash,
            _ => Mark::None,
        };
        let next = at + usize::from(mark != Mark::None);
        Some(Read { place, all: start..all_end, agency, date, mark, next })
    }

    /// Behind the last token of the place that begins at `start`.
    fn place(&self, start: usize) -> usize {
        let mut at = start;
        let mut named = start;
        while at < self.end && at < start + MAX_PLACE_TOKENS {
            let shape = self.tokens.shape(at);
            let word = shape.has(Shape::CAPITAL) && !shape.any(Shape::DIGIT.with(Shape::CLITIC));
            if word && !(at > start && self.is_month(at)) {
                named = at + 1;
            } else {
                let joint = self.text(at) == "/" || words().get(self.text(at)) == Some(JOINT);
                if !joint || at == start {
                    break;
                }
            }
            at += 1;
        }
        named
    }

    /// Behind the last token of a state or country: capitalised words.
    fn region(&self, start: usize) -> usize {
        let mut at = start;
        while at < self.end.min(start + 3) && self.tokens.is_capitalised(at) && !self.is_month(at) {
            at += 1;
        }
        at
    }

    fn is_month(&self, at: usize) -> bool {
        matches!(
            calendar_word(self.text(at)),
            Some(CalendarWord::Month(_) | CalendarWord::ForeignMonth(_))
        ) && (self.number(at + 1, 31).is_some() || at > 0 && self.number(at - 1, 31).is_some())
    }

    fn number(&self, at: usize, most: i16) -> Option<i16> {
        let digits = self.text(at).trim_end_matches(['.', 't', 'h', 's', 'd', 'n', 'r']);
        digits.parse().ok().filter(|number| (1..=most).contains(number))
    }

    /// Day and month in either order, a year behind them, and where that ends.
    fn date(&self, at: usize) -> Option<(MonthDay, usize)> {
        let month = |at: usize| match calendar_word(self.text(at))? {
            CalendarWord::Month(month) | CalendarWord::ForeignMonth(month) => Some(month),
            CalendarWord::Weekday(_) => None,
        };
        // `Friday, Jan. 17`
        let at = match calendar_word(self.text(at)) {
            Some(CalendarWord::Weekday(_)) => at + 1 + usize::from(self.text(at + 1) == ","),
            _ => at,
        };
        let (month, day) = match (month(at), self.number(at, 31)) {
            (Some(month), _) => (month, self.number(at + 1, 31)?),
            (None, Some(day)) => (month(at + 1 + usize::from(self.text(at + 1) == "."))?, day),
            _ => return None,
        };
        let mut behind = at + 2;
        if self.text(behind) == "." && self.number(behind + 1, 2100).is_some_and(|year| year > 1800)
        {
            behind += 1;
        }
        let comma = usize::from(self.text(behind) == ",");
        let year = self.number(behind + comma, 2100).filter(|&year| year > 1800);
        if year.is_some() {
            behind += comma + 1;
        }
        Some((MonthDay { year, month, day: day as i8 }, behind))
    }

    /// The name between brackets or slashes at `at`.
    fn agency(&self, at: usize) -> Option<Range<usize>> {
        let close = match self.text(at) {
            "(" => ")",
            "/" => "/",
            _ => return None,
        };
        let end = (at + 2..self.end.min(at + 8)).find(|&index| self.text(index) == close)?;
        let name = (at + 1..end).all(|index| {
            let shape = self.tokens.shape(index);
            shape.any(Shape::LETTER) && !shape.has(Shape::CLITIC)
                || matches!(self.text(index), "/" | "-" | "&" | ".")
        });
        let capital = (at + 1..end).any(|index| self.tokens.is_capitalised(index));
        let lone_lower = end == at + 2 && self.text(at + 1).len() <= 5;
        (name && (capital || lone_lower)).then_some(at + 1..end)
    }
}

fn is_dash(text: &str) -> bool {
    matches!(text, "-" | "--" | "---" | "–" | "—" | "―" | "_" | "|")
}
