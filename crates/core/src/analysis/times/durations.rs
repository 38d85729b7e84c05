//! Lengths of time and what recurs: `20-year`, `two weeks`, `the past two months`, `every Monday`,
//! `daily`.

use super::reader::{Found, Reader};
use super::rules::Rule;
use super::words::{Unit, Word};
use crate::article::TimeKind;

/// The TIMEX3 value of so many units: `P20Y`, `PT2H30M`, `P2Y6M`.
pub(super) fn period(unit: Unit, count: f64) -> String {
    let (head, designator, size) = unit.period();
    let total = count * size;
    let whole = total as i64;
    if total.fract() == 0.0 {
        return format!("{head}{whole}{designator}");
    }
    // A part of a unit is so many of the next smaller one.
    let (smaller, parts) = match unit {
        Unit::Year => ("M", 12.0),
        Unit::Hour => ("M", 60.0),
        Unit::Minute => ("S", 60.0),
        Unit::Day => ("TH", 24.0),
        Unit::Week => ("D", 7.0),
        _ => return format!("{head}{}{designator}", (total * 10.0).round() / 10.0),
    };
    let rest = (total.fract() * parts).round() as i64;
    let whole_part = if whole > 0 { format!("{whole}{designator}") } else { String::new() };
    let (time, smaller) = match smaller.strip_prefix('T') {
        Some(smaller) => ("T", smaller),
        None => ("", smaller),
    };
    format!("{head}{whole_part}{time}{rest}{smaller}")
}

/// The value of a number of units that nobody counted.
fn vague_period(unit: Unit) -> String {
    let (head, designator, size) = unit.period();
    if unit == Unit::Decade {
        return "PXDE".to_owned();
    }
    if unit == Unit::Century {
        return "PXCE".to_owned();
    }
    let designator = if size == 3.0 { "Q" } else { designator };
    format!("{head}X{designator}")
}

impl Reader<'_, '_> {
    /// How many at `at`, and what is behind it: a number, `a`, `a couple of`; `None` inside when
    /// nobody counted (`several`, `a few`).
    pub(super) fn count(&self, at: usize) -> Option<(Option<f64>, usize)> {
        if let Some((number, end)) = self.number(at) {
            return Some((Some(number), end));
        }
        match (self.word(at), self.word(at + 1)) {
            (Word::A, Word::Few) => Some((None, at + 2)),
            (Word::A, Word::Couple) => {
                Some((Some(2.0), at + 2 + usize::from(self.word(at + 2) == Word::Of)))
            }
            (Word::A, Word::Dozen) => Some((Some(12.0), at + 2)),
            (Word::A, Word::Half) => Some((Some(0.5), at + 2)),
            (Word::A, Word::Cardinal)
                if matches!(self.text(at + 1), "hundred" | "thousand" | "million") =>
            {
                let (number, end) = self.number(at + 1)?;
                Some((Some(number), end))
            }
            (Word::A | Word::Another, Word::Unit(_)) => Some((Some(1.0), at + 1)),
            (Word::A, Word::Straight | Word::Long)
                if matches!(self.word(at + 2), Word::Unit(_)) =>
            {
                Some((Some(1.0), at + 1))
            }
            (Word::A, Word::Other) if self.is(at + 1, "single") => Some((Some(1.0), at + 2)),
            (Word::Several | Word::Few, _) if !self.is(at, "some") => Some((None, at + 1)),
            _ => None,
        }
    }

    /// The unit at `at`, words of length before it, and what is behind it.
    pub(super) fn time_unit(&self, mut at: usize) -> Option<(Unit, usize)> {
        if matches!(self.word(at), Word::Straight | Word::More)
            || matches!(
                self.text(at),
                "trading" | "working" | "business" | "calendar" | "additional" | "long"
            )
        {
            at += 1;
        }
        match self.word(at) {
            // `30 seconds`, but `30 second graders`
            Word::Unit(unit) | Word::Units(unit) => Some((unit, at + 1)),
            _ => None,
        }
    }

    /// A length of time.
    pub(super) fn duration(&self, start: usize) -> Option<Found> {
        let mut at = start;
        if matches!(self.word(at), Word::The | Word::These | Word::Those | Word::A)
            && !matches!(self.word(at + 1), Word::Unit(_) | Word::Few | Word::Couple | Word::Dozen)
            && self.word(at) != Word::A
            && !self.is_attribute(at + 1)
        {
            at += 1;
        }
        let ranged = match self.word(at) {
            Word::Last
            | Word::Next
            | Word::Coming
            | Word::Following
            | Word::Previous
            | Word::Latest => true,
            Word::Ordinal(1) => self.word(start) == Word::The,
            _ => false,
        };
        if ranged {
            at += 1;
        }
        let determined = at > start;
        let exact = at;
        at = self.approximation(at);
        // `likely to last over a week`
        if ranged && at > exact {
            return None;
        }
        let vague_unit = match self.word(at) {
            Word::Units(unit) => Some(unit),
            _ => None,
        };
        if let Some(unit) = vague_unit {
            return self.uncounted(start, at, unit, ranged, determined);
        }
        // `a day-long meeting`
        if let Word::Unit(unit) = self.word(at)
            && self.glued(at + 1)
            && self.word(at + 1) == Word::Long
        {
            let value = period(unit, 1.0);
            return Some(Found::vague(at + 2, TimeKind::Duration, value, Rule::Duration));
        }
        let (mut count, behind) = self.count(at)?;
        // `two to three weeks`, `10-15 years`
        let mut behind = behind;
        if (matches!(self.word(behind), Word::To | Word::Or) || self.glued(behind))
            && let Some((_, end)) = self.number(behind + usize::from(!self.glued(behind)))
            && self.time_unit(end).is_some()
        {
            behind = end;
            count = None;
        }
        let (unit, mut end) = self.time_unit(behind)?;
        // `60 Minutes` is a programme.
        if self.is_capital(behind) && !self.is_capital(at) {
            return None;
        }
        // `24 hours a day` says how often, not how long.
        if self.word(end) == Word::A
            && matches!(self.word(end + 1), Word::Unit(Unit::Day | Unit::Week))
            && count.is_some()
        {
            let value = period(unit, count.unwrap_or(1.0));
            return Some(Found::vague(end + 2, TimeKind::Set, value, Rule::Set));
        }
        if unit == Unit::Second && matches!(self.word(behind), Word::Unit(_)) && !self.glued(behind)
        {
            return None;
        }
        // A singular unit behind a number other than one is an attribute: `two-week`, `five year`.
        let singular = matches!(self.word(end - 1), Word::Unit(_));
        // `a minute and a half`
        if self.word(end) == Word::And
            && self.word(end + 1) == Word::A
            && self.word(end + 2) == Word::Half
        {
            count = count.map(|count| count + 0.5);
            end += 3;
        } else if self.word(end) == Word::Or && matches!(self.text(end + 1), "so" | "more") {
            end += 2;
        }
        // Where it lies from another time is read as a date.
        if matches!(self.word(end), Word::Ago | Word::Earlier) {
            return None;
        }
        let rule = if ranged { Rule::RangeDuration } else { Rule::Duration };
        // An age is no time of the story: `six years old`, `a six-year-old`.
        if self.word(end) == Word::Old && count.is_some() {
            return None;
        }
        if self.word(end) == Word::Long && self.glued(end) {
            end += 1;
        }
        // `a week` behind a sum or a count says how often.
        if self.word(at) == Word::A
            && singular
            && end == at + 2
            && !determined
            && self.is_rate(start)
        {
            let value = period(unit, 1.0);
            return Some(Found::vague(end, TimeKind::Set, value, Rule::Set));
        }
        let value = match count {
            Some(count) => period(unit, count),
            None => vague_period(unit),
        };
        Some(Found::vague(end, TimeKind::Duration, value, rule))
    }

    /// Whether `20-year`, an attribute, stands at `at`: its article belongs to the noun behind it.
    fn is_attribute(&self, at: usize) -> bool {
        self.number(at)
            .is_some_and(|(_, end)| self.glued(end) && matches!(self.word(end), Word::Unit(_)))
    }

    /// `years`, `weeks or months`, `the past few days`, `recent weeks`.
    fn uncounted(
        &self,
        start: usize,
        at: usize,
        unit: Unit,
        ranged: bool,
        determined: bool,
    ) -> Option<Found> {
        let mut end = at + 1;
        if matches!(unit, Unit::Second | Unit::Quarter | Unit::Minute | Unit::Weekend) && !ranged {
            return None;
        }
        if self.word(end) == Word::Ago {
            return Some(Found::vague(end + 1, TimeKind::Date, "PAST_REF", Rule::Ago));
        }
        // `decades-long`, `years-old`
        if self.glued(end) && matches!(self.word(end), Word::Long | Word::Old) {
            let value = vague_period(unit);
            return Some(Found::vague(end + 1, TimeKind::Duration, value, Rule::BareDuration));
        }
        if self.word(end) == Word::Old || self.glued(at) && at > start {
            return None;
        }
        if matches!(self.word(end), Word::Or | Word::And)
            && matches!(self.word(end + 1), Word::Units(_))
        {
            end += 2;
        }
        if ranged {
            return Some(Found::vague(
                end,
                TimeKind::Duration,
                vague_period(unit),
                Rule::RangeDuration,
            ));
        }
        // `the days of`, `his years at`: only what lasts or passes is a length.
        let led = matches!(
            self.before(start),
            "for"
                | "For"
                | "in"
                | "within"
                | "after"
                | "After"
                | "of"
                | "than"
                | "took"
                | "over"
                | "take"
                | "many"
                | "Within"
                | "through"
        );
        if determined || !led && !self.is(end, "long") && !self.is(end, "later") {
            return None;
        }
        Some(Found::vague(end, TimeKind::Duration, vague_period(unit), Rule::BareDuration))
    }

    /// Whether what stands before item `at` is so much or so often: `$5 a week`, `twice a year`.
    fn is_rate(&self, at: usize) -> bool {
        let before = self.before(at);
        at > 0
            && (self.is_digit(at - 1)
                || matches!(self.word(at - 1), Word::Cardinal)
                || matches!(
                    before,
                    "twice"
                        | "once"
                        | "times"
                        | "cents"
                        | "percent"
                        | "pounds"
                        | "dollars"
                        | "euros"
                        | "%"
                        | "hours"
                        | "days"
                        | "barrels"
                        | "tons"
                        | "tonnes"
                        | "people"
                        | "gallons"
                        | "miles"
                ))
    }

    /// What recurs.
    pub(super) fn set(&self, at: usize) -> Option<Found> {
        let found = |end, value: String| Some(Found::vague(end, TimeKind::Set, value, Rule::Set));
        match self.word(at) {
            // `the party daily Granma` is a newspaper.
            Word::Set("P1D") if self.is_capital(at + 1) && self.word(at + 1) == Word::Other => None,
            Word::Set(value) => found(at + 1, value.to_owned()),
            Word::Every | Word::Each => {
                let behind = at + 1;
                match self.word(behind) {
                    Word::Unit(Unit::Second | Unit::Minute) if self.word(at) == Word::Each => None,
                    Word::Unit(unit) => found(behind + 1, period(unit, 1.0)),
                    Word::Weekday(day) => found(behind + 1, format!("XXXX-WXX-{day}")),
                    Word::Month(month) => found(behind + 1, format!("XXXX-{month:02}")),
                    Word::Season(season) => found(behind + 1, format!("XXXX-{season}")),
                    Word::Part(part) => found(behind + 1, format!("XXXX-XX-XXT{part}")),
                    Word::Day(0) => None,
                    _ => {
                        let (count, end) = self.number(behind)?;
                        let (unit, end) = self.time_unit(end)?;
                        found(end, period(unit, count))
                    }
                }
            }
            // `Mondays`, `Tuesday nights`
            Word::Weekday(day) if self.is_capital(at) => match self.word(at + 1) {
                Word::Part(part) if self.text(at + 1).ends_with('s') => {
                    found(at + 2, format!("XXXX-WXX-{day}T{part}"))
                }
                _ => None,
            },
            Word::Weekdays(day) if self.is_capital(at) => found(at + 1, format!("XXXX-WXX-{day}")),
            _ => None,
        }
    }
}
