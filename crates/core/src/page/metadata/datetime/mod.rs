//! Dates and times as pages write them, for machines and for people, in the languages of the news.
//!
//! [`find_all`] finds every full date (day, month and year) in a short text, with the clock time and
//! the offset that stand beside it. Nothing is completed: a date without a year, a month alone, a
//! word like "yesterday" are no dates here.

mod calendar;
mod clock;
mod date;
mod table;
mod token;

pub(crate) use calendar::Moment;

use token::Token;

/// How ambiguous dates are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Reading<'a> {
    /// Primary subtag of the page's language; empty when unknown.
    pub(crate) language: &'a str,
    /// Whether 01/02/2025 is the second of January.
    pub(crate) month_first: bool,
}

/// A date in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    /// The date.
    pub(crate) moment: Moment,
    /// Byte offset of its first character (of the clock time when that stands first).
    pub(crate) start: usize,
    /// Byte offset behind its last character.
    pub(crate) end: usize,
    /// The day with day and month in the other order, where two numbers leave it open.
    pub(crate) swapped: Option<jiff::civil::Date>,
    /// Whether the year has two digits only: much that looks so is no date.
    pub(crate) weak: bool,
}

/// All dates of a text, in order.
#[must_use]
pub(crate) fn find_all(text: &str, reading: Reading<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    if !may_hold_date(text) {
        return found;
    }
    let tokens = token::split(text);
    let mut at = 0;
    // The clock time that ended last, for "18:03, 17 January 2025".
    let mut earlier: Option<(clock::Clock, usize, usize)> = None;
    while at < tokens.len() {
        if let Some(date) = date::read(text, &tokens, at, reading) {
            let mut end = date.end;
            let mut start = tokens[at].start;
            let mut clock = date.clock;
            if clock.is_none() {
                let after = clock::skip_to_clock(text, &tokens, end);
                if let Some((time, behind)) = clock::read(text, &tokens, after) {
                    clock = Some(time);
                    end = behind;
                } else if let Some((time, first, behind)) = earlier
                    && at - behind <= 3
                    && joins(text, &tokens[behind..at])
                {
                    clock = Some(time);
                    start = tokens[first].start;
                }
            }
            earlier = None;
            let moment = Moment {
                date: date.day,
                time: clock.map(|clock| clock.time),
                offset_minutes: clock.and_then(|clock| clock.offset_minutes),
            };
            let end_byte = tokens[end - 1].end;
            found.push(Found {
                moment,
                start,
                end: end_byte,
                weak: date.weak,
                swapped: date.swapped,
            });
            at = end;
            continue;
        }
        if let Some((time, behind)) = clock::read(text, &tokens, at) {
            earlier = Some((time, at, behind));
            at = behind;
            continue;
        }
        at += 1;
    }
    found
}

/// The date that a value declares: the first in it.
#[must_use]
pub(crate) fn parse(value: &str, reading: Reading<'_>) -> Option<Moment> {
    /// A declared date is a short string; a long one is something else.
    const MAX_BYTES: usize = 120;
    let value = value.trim();
    if value.len() > MAX_BYTES {
        return None;
    }
    calendar::from_epoch(value)
        .or_else(|| find_all(value, reading).first().map(|found| found.moment))
}

/// Whether what stands between a clock time and a date is nothing but what joins them.
fn joins(text: &str, between: &[Token]) -> bool {
    between.iter().all(|token| match token.kind {
        token::Kind::Number { .. } => false,
        token::Kind::Word => table::is_joining_word(&token.lower(text)),
        token::Kind::Mark(mark) => {
            matches!(mark, ',' | '|' | '-' | '–' | '—' | '·' | '•' | '.' | '/')
        }
    })
}

/// A cheap look before anything is cut into tokens: a full date has a day of one or two digits beside
/// its year, or is one long number.
pub(crate) fn may_hold_date(text: &str) -> bool {
    let (mut short, mut years) = (0, 0);
    let mut digits = 0;
    for c in text.chars().chain([' ']) {
        if c.is_ascii_digit() {
            digits += 1;
            continue;
        }
        match digits {
            0 => {}
            1 | 2 => short += 1,
            4 => years += 1,
            8 | 12 | 14 => return true,
            _ => {}
        }
        if short > 1 || short + years > 1 && short > 0 {
            return true;
        }
        digits = 0;
        // What may stand inside a number is left out later; digits of other scripts are rare.
        let joins = |c| token::is_invisible(c) || c == '\u{2060}';
        if !c.is_ascii() && (token::digit(c).is_some() || joins(c)) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests;
