//! The frame that all readers of time expressions share.

use std::ops::Range;

use jiff::civil::Date;

use super::super::numbers::cardinal;
use super::super::tokens::Tokens;
use super::items::Item;
use super::point::Point;
use super::rules::Rule;
use super::tense::{Tense, tense};
use super::words::Word;
use crate::article::TimeKind;

/// What later expressions are read against.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    /// The day of publication.
    pub(super) day: Option<Date>,
    /// The last calendar point that was named.
    pub(super) last: Option<Point>,
    /// The last quarter or other part of a business year that was named.
    pub(super) quarter: Option<Point>,
}

impl Context {
    /// Notes what was found for the expressions behind it.
    pub(super) fn remember(&mut self, found: &Found) {
        let Some(point) = found.point else { return };
        self.last = Some(point);
        if let Point::Quarter(..) | Point::Half(..) = point
            && matches!(found.rule, Rule::Quarter | Rule::BareQuarter)
        {
            self.quarter = Some(point);
        }
    }
}

/// A time expression that was read.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Behind its last item.
    pub(super) end: usize,
    pub(super) kind: TimeKind,
    pub(super) value: String,
    /// Its place on the calendar, when it has one that is known.
    pub(super) point: Option<Point>,
    pub(super) rule: Rule,
}

impl Found {
    /// A date at `point`.
    pub(super) fn date(end: usize, point: Point, rule: Rule) -> Self {
        Self { end, kind: TimeKind::Date, value: point.value(), point: Some(point), rule }
    }

    /// An expression whose place on the calendar is not known.
    pub(super) fn vague(end: usize, kind: TimeKind, value: impl Into<String>, rule: Rule) -> Self {
        Self { end, kind, value: value.into(), point: None, rule }
    }
}

/// Reads expressions from the items of one sentence.
#[derive(Clone)]
pub(super) struct Reader<'s, 'a> {
    pub(super) items: &'s [Item],
    pub(super) tokens: &'s Tokens<'a>,
    /// The tokens of the sentence.
    pub(super) sentence: Range<usize>,
    /// The first item that is no mark: its capital says nothing.
    pub(super) first_word: usize,
    pub(super) context: &'s Context,
}

impl<'a> Reader<'_, 'a> {
    /// The longest expression that begins at item `at`.
    pub(super) fn read(&self, at: usize) -> Option<Found> {
        // Inside a hyphenated word only a year or a month may begin: `mid-1990s` is read from `mid`.
        if self.word(at) == Word::Other && !self.is_capital(at) && !self.is_digit(at)
            || matches!(self.word(at), Word::Mark | Word::Comma | Word::Clitic)
        {
            return None;
        }
        if self.items[at].glued {
            return None;
        }
        // A name begins nothing but a holiday.
        if self.word(at) == Word::Other && !self.is_digit(at) {
            return self.holiday(at);
        }
        let mut best = self.core(at);
        if let Some(found) = self.prefixed(at) {
            best = longer(best, Some(found));
        }
        best.filter(|found| self.ends_well(found))
    }

    /// The longest expression without a modifier before it.
    pub(super) fn core(&self, at: usize) -> Option<Found> {
        let readings = [
            self.clock(at),
            self.holiday(at),
            self.date(at),
            self.quarter(at),
            self.relative(at),
            self.reference(at),
            self.set(at),
            self.duration(at),
        ];
        readings.into_iter().fold(None, longer)
    }

    /// An expression must not end inside a word, but for words that say how long or how old.
    fn ends_well(&self, found: &Found) -> bool {
        let behind = found.end;
        if behind >= self.items.len() || !self.items[behind].glued {
            return true;
        }
        found.kind != TimeKind::Date || matches!(found.rule, Rule::Quarter | Rule::Year)
    }

    pub(super) fn word(&self, at: usize) -> Word {
        self.items.get(at).map_or(Word::Mark, |item| item.word)
    }

    pub(super) fn text(&self, at: usize) -> &'a str {
        self.items.get(at).map_or("", |item| item.span.of(self.tokens.source()))
    }

    pub(super) fn is(&self, at: usize, word: &str) -> bool {
        self.text(at).eq_ignore_ascii_case(word)
    }

    pub(super) fn glued(&self, at: usize) -> bool {
        self.items.get(at).is_some_and(|item| item.glued)
    }

    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.text(at).starts_with(char::is_uppercase)
    }

    pub(super) fn is_digit(&self, at: usize) -> bool {
        self.text(at).starts_with(|c: char| c.is_ascii_digit())
    }

    /// Whether the item begins its sentence, so that its capital says nothing.
    pub(super) fn begins(&self, at: usize) -> bool {
        at <= self.first_word
    }

    /// The word before item `at`, in whatever case; empty at the beginning.
    pub(super) fn before(&self, at: usize) -> &'a str {
        if at == 0 { "" } else { self.text(at - 1) }
    }

    /// The word class before item `at`.
    pub(super) fn word_before(&self, at: usize) -> Word {
        if at == 0 { Word::Mark } else { self.word(at - 1) }
    }

    pub(super) fn tense(&self, at: usize) -> Tense {
        tense(self.tokens, self.sentence.clone(), self.items[at].token as usize)
    }

    /// The number at `at`, in digits or words, and the item behind it.
    pub(super) fn number(&self, at: usize) -> Option<(f64, usize)> {
        if !matches!(
            self.word(at),
            Word::Digits(..) | Word::Cardinal | Word::Dozen | Word::Unit(_) | Word::Half
        ) {
            return None;
        }
        match self.word(at) {
            Word::Dozen => return Some((12.0, at + 1)),
            // `half a`, `half an`
            Word::Half if self.word(at + 1) == Word::A => return Some((0.5, at + 2)),
            Word::Unit(_) | Word::Half => return None,
            _ => {}
        }
        let (value, taken) = cardinal(|index| match self.word(at + index) {
            // `second` is a unit, `and` a joint: only numbers and their joints go on.
            Word::Cardinal | Word::And | Word::Digits(..) => self.text(at + index),
            _ => "",
        })?;
        let mut end = at + taken;
        let mut value = value;
        // `2 1/2`
        if let Some((over, under)) = self.text(end).split_once('/')
            && let (Ok(over), Ok(under)) = (over.parse::<u8>(), under.parse::<u8>())
            && over < under
        {
            value += f64::from(over) / f64::from(under);
            end += 1;
        }
        Some((value, end))
    }

    /// Behind the words at `at` that make a quantity less exact: `about`, `more than`, `at least`.
    pub(super) fn approximation(&self, at: usize) -> usize {
        match (self.word(at), self.word(at + 1), self.word(at + 2)) {
            (Word::No, Word::More, Word::Than) => at + 3,
            (Word::More, Word::Than, _) => at + 2,
            (Word::At, Word::Least, _) => at + 2,
            (Word::Up, Word::To, _) => at + 2,
            (Word::As, _, Word::As) => at + 3,
            (Word::Approx, Word::More, Word::Than) => at + 3,
            // `over an hour`, but `over three years`
            (Word::Approx, next, _) if next == Word::A || !self.is(at, "over") => at + 1,
            _ => at,
        }
    }
}

/// The longer of two readings; the first where they are as long.
pub(super) fn longer(first: Option<Found>, second: Option<Found>) -> Option<Found> {
    match (&first, &second) {
        (Some(one), Some(other)) if other.end > one.end => second,
        (None, _) => second,
        _ => first,
    }
}
