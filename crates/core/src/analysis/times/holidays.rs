//! Holidays: `Christmas Eve`, `Thanksgiving Day`, `Easter`.

use std::sync::OnceLock;

use jiff::civil::{Date, Weekday};

use super::point::{Point, add_days, easter};
use super::reader::{Found, Reader};
use super::rules::Rule;
use super::tense::Tense;
use super::words::Word;
use crate::article::TimeKind;

/// A holiday's name and the rule for its day, where it has one.
struct Holiday {
    words: Vec<&'static str>,
    day: Option<Day>,
}

#[derive(Clone, Copy)]
enum Day {
    Fixed(i8, i8),
    /// Month, which (`-1` the last), weekday.
    Nth(i8, i8, i8),
    Easter(i32),
}

/// Sorted so that of two names that begin alike the longer one comes first.
fn holidays() -> &'static [Holiday] {
    static TABLE: OnceLock<Vec<Holiday>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Vec::new();
        for line in include_str!("../data/holidays.txt").lines() {
            let Some((rule, name)) = line.split_once(' ').filter(|_| !line.starts_with('#')) else {
                continue;
            };
            let day = parse_day(rule);
            let words: Vec<&'static str> =
                name.split(' ').map(|word| word.trim_matches(['[', ']'])).collect();
            // `'s` is a token of its own.
            let words: Vec<&'static str> = words
                .iter()
                .flat_map(|word| match word.strip_suffix("'s") {
                    Some(stem) => vec![stem, "'s"],
                    None => vec![*word],
                })
                .collect();
            if name.ends_with(']') {
                table.push(Holiday { words: words[..words.len() - 1].to_vec(), day });
            }
            table.push(Holiday { words, day });
        }
        table.sort_by_key(|holiday| std::cmp::Reverse(holiday.words.len()));
        table
    })
}

/// Whether these words, in lower case and without possessive endings, are the name of a holiday.
pub(crate) fn is_holiday(words: &[String]) -> bool {
    holidays().iter().any(|holiday| {
        let name = holiday.words.iter().filter(|word| **word != "'s");
        name.eq(words.iter())
    })
}

fn parse_day(rule: &str) -> Option<Day> {
    if let Some(shift) = rule.strip_prefix("easter") {
        return Some(Day::Easter(shift.parse().ok()?));
    }
    let month = rule.get(..2)?.parse().ok()?;
    let rest = rule.get(3..)?;
    Some(match rest.rsplit_once('-') {
        Some((nth, weekday)) if !nth.is_empty() => {
            Day::Nth(month, nth.parse().ok()?, weekday.parse().ok()?)
        }
        _ => Day::Fixed(month, rest.parse().ok()?),
    })
}

impl Day {
    fn of(&self, year: i16) -> Option<Date> {
        match *self {
            Day::Fixed(month, day) => Date::new(year, month, day).ok(),
            Day::Nth(month, nth, weekday) => {
                let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
                Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()
            }
            Day::Easter(shift) => add_days(easter(year)?, shift),
        }
    }
}

impl Reader<'_, '_> {
    pub(super) fn holiday(&self, at: usize) -> Option<Found> {
        // `last Thanksgiving`
        let shift = match self.word(at) {
            Word::Last => -1,
            Word::Next => 1,
            _ => 0,
        };
        let head = at + usize::from(shift != 0);
        if !self.is_capital(head) || !matches!(self.word(head), Word::Other | Word::Month(5)) {
            return None;
        }
        let (words, rule) = holidays().iter().find_map(|holiday| {
            let stands_here = holiday.words.iter().enumerate().all(|(index, word)| {
                let text = self.text(head + index);
                text.eq_ignore_ascii_case(word) || *word == "'s" && text == "’s"
            });
            holiday.day.filter(|_| stands_here).map(|day| (holiday.words.len(), day))
        })?;
        let mut end = head + words;
        let comma = usize::from(self.word(end) == Word::Comma);
        if let Word::Digits(year @ 1800..=2100, 4) = self.word(end + comma) {
            end += comma + 1;
            return Some(Found::date(end, Point::Day(rule.of(year as i16)?), Rule::Holiday));
        }
        let Some(today) = self.context.day else {
            let value = match rule {
                Day::Fixed(month, day) => format!("XXXX-{month:02}-{day:02}"),
                _ => "XXXX-XX-XX".to_owned(),
            };
            return Some(Found::vague(end, TimeKind::Date, value, Rule::Holiday));
        };
        let tense = self.tense(head);
        let day = [-1, 0, 1]
            .into_iter()
            .filter_map(|years| rule.of(today.year() + years))
            .filter(|day| match shift {
                -1 => *day < today,
                1 => *day > today,
                _ => true,
            })
            .min_by_key(|day| {
                let distance = (*day - today).get_days();
                let against = match tense {
                    Tense::Past => distance > 0,
                    Tense::Future | Tense::Possible => distance < 0,
                    Tense::Unknown => false,
                };
                // The wrong side of today counts as twice as far.
                distance.abs() * (1 + i32::from(against))
            })?;
        Some(Found::date(end, Point::Day(day), Rule::Holiday))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_names_of_holidays() {
        let is = |name: &str| is_holiday(&name.split(' ').map(str::to_owned).collect::<Vec<_>>());
        for name in ["easter", "easter sunday", "valentine day", "eid al-fitr", "passover"] {
            assert!(is(name), "{name}");
        }
        for name in ["anna easter", "easter island", "day", "valentine", ""] {
            assert!(!is(name), "{name}");
        }
    }
}
