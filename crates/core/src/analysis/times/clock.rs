//! Times of day: `3 p.m. GMT`, `noon Saturday`, `Friday night`, `this morning`, `tonight`.

use super::point::{Point, add_days};
use super::reader::{Found, Reader};
use super::rules::Rule;
use super::words::Word;
use crate::article::TimeKind;

impl Reader<'_, '_> {
    /// A time of day, with the day beside it.
    pub(super) fn clock(&self, at: usize) -> Option<Found> {
        self.clock_time(at).or_else(|| self.day_part(at))
    }

    fn clock_time(&self, at: usize) -> Option<Found> {
        let (hour, minute, mut end) = self.hour(at)?;
        let mut sure = end > at + 1 || matches!(self.word(at), Word::Clock(_));
        let mut hour = hour;
        // `9 in the morning`
        if self.word(end) == Word::In
            && self.word(end + 1) == Word::The
            && let Word::Part(part) = self.word(end + 2)
        {
            hour = match part {
                "MO" => hour,
                _ if hour < 12 => hour + 12,
                _ => hour,
            };
            end += 3;
            sure = true;
        }
        if self.word(end) == Word::Zone && self.text(end).chars().all(|c| !c.is_lowercase()) {
            end += 1;
            sure = true;
        } else if self.word(end + 1) == Word::Time
            && (self.word(end) == Word::Local || self.is_capital(end))
        {
            end += 2;
            sure = true;
        }
        // `10:30` alone is a time behind a word that says so.
        if !sure
            && !matches!(
                self.before(at),
                "at" | "At"
                    | "by"
                    | "until"
                    | "around"
                    | "about"
                    | "from"
                    | "before"
                    | "after"
                    | "since"
            )
        {
            return None;
        }
        let time = if hour == 24 { "24:00".to_owned() } else { format!("{hour:02}:{minute:02}") };
        // The day behind it: `noon Saturday`, `9 p.m. EST, Nov. 9`, `6 a.m. on Friday`.
        let mut behind = end + usize::from(self.word(end) == Word::Comma);
        behind += usize::from(self.is(behind, "on"));
        let day = self.day_beside(behind);
        let (day, end) = match day.or_else(|| self.day_behind_bracket(end)) {
            Some((day, stop)) => (day, stop),
            None => (
                self.context
                    .day
                    .map(|day| format!("{day}"))
                    .unwrap_or_else(|| "XXXX-XX-XX".to_owned()),
                end,
            ),
        };
        Some(Found::vague(end, TimeKind::Time, format!("{day}T{time}"), Rule::Clock))
    }

    /// The value of the day at `at`, and what is behind it.
    fn day_beside(&self, at: usize) -> Option<(String, usize)> {
        let found = match self.word(at) {
            Word::Day(shift) => self.day_from_today(at + 1, shift),
            Word::Weekday(_) | Word::Month(_) | Word::Ordinal(_) | Word::Digits(..) => {
                self.date(at)?
            }
            _ => return None,
        };
        let day =
            matches!(found.rule, Rule::Weekday | Rule::MonthDay | Rule::FullDate | Rule::Today);
        day.then_some((found.value, found.end))
    }

    /// The day behind a bracket, which does not belong to the expression: `10:35 a.m. (0735 GMT) Friday`.
    fn day_behind_bracket(&self, at: usize) -> Option<(String, usize)> {
        if self.text(at) != "(" {
            return None;
        }
        let close = (at + 1..at + 6).find(|&item| self.text(item) == ")")?;
        let (day, _) = self.day_beside(close + 1)?;
        Some((day, at))
    }

    /// Hour, minute and what is behind them.
    fn hour(&self, at: usize) -> Option<(u8, u8, usize)> {
        if let Word::Clock(hour) = self.word(at) {
            // `High Noon` is a film.
            if self.is_capital(at) && !self.begins(at) {
                return None;
            }
            return Some((hour as u8, 0, at + 1));
        }
        if !self.is_digit(at) {
            // `three o'clock`
            let (hour, end) = self.number(at)?;
            return (self.word(end) == Word::OClock && hour <= 12.0).then_some((
                hour as u8,
                0,
                end + 1,
            ));
        }
        let text = self.text(at);
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.');
        let suffix = text[digits.len()..].to_ascii_lowercase();
        let (hour, minute) = digits.split_once([':', '.']).unwrap_or((digits, "0"));
        let colon = digits.contains(':');
        if minute.len() > 2 || colon && minute.len() != 2 {
            return None;
        }
        let (hour, minute): (u8, u8) = (hour.parse().ok()?, minute.parse().ok()?);
        if hour > 24 || minute > 59 {
            return None;
        }
        let half = match (suffix.as_str(), self.word(at + 1)) {
            ("am" | "a.m" | "pm" | "p.m", _) => Some((suffix.starts_with('p'), at + 1)),
            ("", Word::AmPm) => Some((self.text(at + 1).starts_with(['p', 'P']), at + 2)),
            ("", Word::OClock) => return Some((hour, minute, at + 2)),
            // `at 4 in the morning`
            ("", Word::In)
                if hour <= 12
                    && self.word(at + 2) == Word::The
                    && matches!(self.word(at + 3), Word::Part(_))
                    && matches!(
                        self.before(at),
                        "at" | "At" | "by" | "until" | "around" | "about"
                    ) =>
            {
                return Some((hour, minute, at + 1));
            }
            _ => None,
        };
        match half {
            Some((afternoon, end)) if hour <= 12 => {
                let hour = match (afternoon, hour) {
                    (true, 12) => 12,
                    (false, 12) => 0,
                    (true, hour) => hour + 12,
                    (false, hour) => hour,
                };
                Some((hour, minute, end))
            }
            // `0735 GMT`
            _ if colon && suffix.is_empty() => Some((hour, minute, at + 1)),
            _ => None,
        }
        .or_else(|| self.military(at))
    }

    /// `0735 GMT`
    fn military(&self, at: usize) -> Option<(u8, u8, usize)> {
        let Word::Digits(number, 4) = self.word(at) else { return None };
        let zone = self.word(at + 1) == Word::Zone;
        let (hour, minute) = ((number / 100) as u8, (number % 100) as u8);
        (zone && hour < 24 && minute < 60).then_some((hour, minute, at + 1))
    }

    /// `Friday night`, `this morning`, `tonight`, `last night`, `overnight`.
    fn day_part(&self, at: usize) -> Option<Found> {
        let found = |day: Option<Point>, part: &str, end| {
            let day = day.map_or_else(|| "XXXX-XX-XX".to_owned(), Point::value);
            Some(Found::vague(end, TimeKind::Time, format!("{day}T{part}"), Rule::DayPart))
        };
        let today = self.context.day.map(Point::Day);
        let shifted = |shift| self.context.day.and_then(|day| add_days(day, shift)).map(Point::Day);
        match (self.word(at), self.word(at + 1)) {
            (Word::Night, _) => found(today, "NI", at + 1),
            (Word::Overnight, _) => found(today, "NI", at + 1),
            (Word::This, Word::Part(part)) => found(today, part, at + 2),
            (Word::Last, Word::Part(part)) if self.is(at, "last") => {
                found(shifted(-1), part, at + 2)
            }
            (Word::Day(shift), Word::Part(part)) => found(shifted(shift), part, at + 2),
            (Word::Weekday(day), Word::Part(part))
                if self.is_capital(at) && !self.text(at + 1).ends_with('s') =>
            {
                let weekday = self.weekday_at(at, at + 1, day);
                let value = format!("{}T{part}", weekday.value);
                Some(Found {
                    end: at + 2,
                    kind: TimeKind::Time,
                    value,
                    rule: Rule::DayPart,
                    ..weekday
                })
            }
            (Word::The, Word::Part(part)) => match self.word_before(at) {
                Word::In if part != "NI" => found(today, part, at + 2),
                _ => None,
            },
            _ => None,
        }
    }
}
