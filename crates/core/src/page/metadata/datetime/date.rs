//! The forms of a full date.

use jiff::civil::Date;

use super::Reading;
use super::calendar::{self, ClockTime};
use super::clock::{self, Clock};
use super::table;
use super::token::{Kind, Token};

/// A date that was read, and the token behind it.
pub(super) struct ReadDate {
    pub(super) day: Date,
    /// The clock time when it stands inside: `Jan 17 18:03:00 2025`, `20250117180300`.
    pub(super) clock: Option<Clock>,
    pub(super) end: usize,
    pub(super) weak: bool,
    /// The day with day and month in the other order, where two numbers leave it open.
    pub(super) swapped: Option<Date>,
}

/// Reads the date that begins at token `at`.
pub(super) fn read(
    text: &str,
    tokens: &[Token],
    at: usize,
    reading: Reading<'_>,
) -> Option<ReadDate> {
    let reader = Reader { text, tokens, reading };
    match tokens[at].kind {
        Kind::Number { .. } => {
            // The tail of a longer number is none: 10.2.2025 inside 1.10.2.2025.
            if at >= 2
                && tokens[at - 1].is_mark('.')
                && !tokens[at].spaced
                && !tokens[at - 1].spaced
                && tokens[at - 2].number().is_some()
            {
                return None;
            }
            reader.compact(at).or_else(|| reader.year_first(at)).or_else(|| reader.day_first(at))
        }
        // The day stands behind the month: up to two words with dots.
        Kind::Word if tokens[at + 1..].iter().take(4).all(|token| token.number().is_none()) => None,
        Kind::Word => reader.era(at).or_else(|| reader.month_first(at)),
        Kind::Mark(_) => None,
    }
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
    reading: Reading<'a>,
}

impl Reader<'_> {
    fn get(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    fn number(&self, at: usize, max_digits: u8) -> Option<u32> {
        let (value, digits) = self.get(at)?.number()?;
        (digits <= max_digits).then_some(value as u32)
    }

    fn day_number(&self, at: usize) -> Option<u32> {
        self.number(at, 2).filter(|day| (1..=31).contains(day))
    }

    /// A year of four digits, as written.
    fn year(&self, at: usize) -> Option<i32> {
        let (value, digits) = self.get(at)?.number()?;
        (digits == 4).then_some(value as i32)
    }

    fn word_is(&self, at: usize, words: &[&str]) -> bool {
        self.get(at)
            .is_some_and(|token| token.kind == Kind::Word && words.contains(&token.text(self.text)))
    }

    fn done(&self, day: Option<Date>, end: usize) -> Option<ReadDate> {
        Some(ReadDate { day: day?, clock: None, end, weak: false, swapped: None })
    }

    /// The day of a year as written, in the calendar that the year speaks for.
    fn any_day(&self, year: i32, month: u32, day: u32) -> Option<Date> {
        match year {
            2400..=2700 if matches!(self.reading.language, "th" | "") => {
                calendar::thai_day(year, month, day)
            }
            1300..=1499 if matches!(self.reading.language, "fa" | "ps" | "") => {
                calendar::persian_day(year, month, day)
            }
            _ => calendar::day(year, month, day),
        }
    }

    /// `20250117`, `20250117180300`, `20250117T180300`.
    fn compact(&self, at: usize) -> Option<ReadDate> {
        let (value, digits) = self.get(at)?.number()?;
        let (ymd, clock) = match digits {
            8 => (value, None),
            12 => (value / 10_000, Some((value % 10_000) * 100)),
            14 => (value / 1_000_000, Some(value % 1_000_000)),
            _ => return None,
        };
        let year = (ymd / 10_000) as i32;
        // Long numbers are mostly ids.
        if !(1990..=2100).contains(&year) {
            return None;
        }
        let day = calendar::day(year, (ymd / 100 % 100) as u32, (ymd % 100) as u32)?;
        let mut end = at + 1;
        let mut clock = clock.and_then(clock_of_digits);
        if clock.is_none()
            && self.word_is(end, &["T", "t"])
            && let Some((value, digits)) = self.get(end + 1).and_then(Token::number)
        {
            let six = match digits {
                6 => Some(value),
                4 => Some(value * 100),
                _ => None,
            };
            clock = six.and_then(clock_of_digits);
            end += if clock.is_some() { 2 } else { 0 };
        }
        if let Some(clock) = &mut clock {
            (clock.offset_minutes, end) = clock::offset(self.text, self.tokens, end, true);
        }
        Some(ReadDate { day, clock, end, weak: false, swapped: None })
    }

    /// `2025-01-17`, `2025/1/17`, `2025. 1. 17.`, `2025年1月17日`, `2025 January 17`.
    fn year_first(&self, at: usize) -> Option<ReadDate> {
        let year = self.year(at)?;
        if self.word_is(at + 1, &["年", "년"]) {
            let month = self.number(at + 2, 2)?;
            if !self.word_is(at + 3, &["月", "월"]) {
                return None;
            }
            let day = self.day_number(at + 4)?;
            let end = at + 5 + usize::from(self.word_is(at + 5, &["日", "일", "号", "號"]));
            return self.done(calendar::day(year, month, day), end);
        }
        if let Some(mark) = self.separator(at + 1) {
            if let (Some(month), Some(day)) = (self.number(at + 2, 2), self.day_number(at + 4))
                && self.get(at + 3).is_some_and(|token| token.is_mark(mark))
            {
                let found =
                    self.any_day(year, month, day).or_else(|| self.any_day(year, day, month));
                return self.done(found, at + 5);
            }
            // `2025-Jan-17`, `2025. január 17.`
            let (month, behind) = self.month_name(at + 2)?;
            let day_at = behind + usize::from(self.separator(behind).is_some());
            let day = self.day_number(day_at)?;
            return self.done(calendar::day(year, month, day), day_at + 1);
        }
        // `2025 m. sausio 17 d.`, `2025ko urtarrilaren 17a`, `2025 жылғы 17 қаңтар`.
        let month_at = self.skip_links(at + 1, 2);
        let (month, behind) = self.month_name(month_at)?;
        let day = self.day_number(behind)?;
        self.done(calendar::day(year, month, day), behind + 1)
    }

    /// `17.01.2025`, `17/1/25`, `17. Januar 2025`, `17 de enero de 2025`, `17th of January, 2025`,
    /// `17 tháng 1, 2025`.
    fn day_first(&self, at: usize) -> Option<ReadDate> {
        let first = self.day_number(at)?;
        if let Some(mark) = self.separator(at + 1)
            && let Some(second) = self.day_number(at + 2)
        {
            return self.numeric(at, first, second, mark);
        }
        let mut month_at = at + 1;
        while self
            .get(month_at)
            .is_some_and(|token| "./-–,º°ª".chars().any(|mark| token.is_mark(mark)))
            && month_at - at <= 2
        {
            month_at += 1;
        }
        month_at = self.skip_links(month_at, 3);
        if self.word_is(month_at, &["tháng", "Tháng"]) {
            let month = self.number(month_at + 1, 2)?;
            let year_at = self.skip_links(self.skip_marks(month_at + 2), 1);
            return self.done(calendar::day(self.year(year_at)?, month, first), year_at + 1);
        }
        if let Some(month) = self.persian_month(month_at) {
            let year = self.year(month_at + 1)?;
            return self.done(calendar::persian_day(year, month, first), month_at + 2);
        }
        let (month, behind) = self.month_name(month_at)?;
        let year_at = self.skip_links(self.skip_marks(behind), 3);
        let year_at = self.skip_marks(year_at);
        if let Some(year) = self.year(year_at) {
            return self.done(self.any_day(year, month, first), year_at + 1);
        }
        self.short_year(behind, month, first)
    }

    /// `17-Jan-25`, `17 Jan '25`.
    fn short_year(&self, behind: usize, month: u32, day: u32) -> Option<ReadDate> {
        let mark = self.get(behind)?;
        if !['\'', '’', '-', '/', '.'].iter().any(|&quote| mark.is_mark(quote)) {
            return None;
        }
        let (year, digits) = self.get(behind + 1)?.number()?;
        let follows = self.get(behind + 2).is_some_and(|token| token.is_mark(':'));
        if digits != 2 || follows || self.get(behind + 1)?.spaced {
            return None;
        }
        let day = calendar::day(full_year(year), month, day)?;
        Some(ReadDate { day, clock: None, end: behind + 2, weak: true, swapped: None })
    }

    /// Two numbers and a year.
    fn numeric(&self, at: usize, first: u32, second: u32, mark: char) -> Option<ReadDate> {
        if !self.get(at + 3)?.is_mark(mark) {
            return None;
        }
        let (value, digits) = self.get(at + 4)?.number()?;
        let tight = (at + 1..=at + 4).all(|place| !self.tokens[place].spaced);
        let (year, weak) = match digits {
            4 if tight || mark != '-' => (value as i32, false),
            2 if tight => (full_year(value), true),
            _ => return None,
        };
        // The head of a longer number: 10.2.20.15, 1/2/20/3.
        let longer = self.get(at + 5).is_some_and(|token| token.is_mark(mark) && !token.spaced)
            && self.get(at + 6).is_some_and(|token| token.number().is_some() && !token.spaced);
        // A short year and a clock time run together: 28.09.1912:15.
        let runs_on = self.get(at + 5).is_some_and(|token| token.is_mark(':') && !token.spaced);
        if longer || runs_on {
            return None;
        }
        let month_first = self.reading.month_first && mark != '.';
        let (day, month) = match (first > 12, second > 12) {
            (true, false) => (first, second),
            (false, true) => (second, first),
            _ if month_first => (second, first),
            _ => (first, second),
        };
        let open = first <= 12 && second <= 12 && first != second;
        let swapped = if open { self.any_day(year, day, month) } else { None };
        let day = self.any_day(year, month, day)?;
        Some(ReadDate { day, clock: None, end: at + 5, weak, swapped })
    }

    /// `January 17, 2025`, `Jan. 17th 2025`, `Jan 17 18:03:00 CET 2025`.
    fn month_first(&self, at: usize) -> Option<ReadDate> {
        let (month, behind) = self.month_name(at)?;
        let day = self.day_number(behind)?;
        let mut year_at = self.skip_links(self.skip_marks(behind + 1), 2);
        year_at = self.skip_marks(year_at);
        if let Some(year) = self.year(year_at) {
            return self.done(self.any_day(year, month, day), year_at + 1);
        }
        if let Some((clock, end)) = clock::read(self.text, self.tokens, behind + 1)
            && let Some(year) = self.year(end)
        {
            let day = calendar::day(year, month, day)?;
            return Some(ReadDate {
                day,
                clock: Some(clock),
                end: end + 1,
                weak: false,
                swapped: None,
            });
        }
        self.short_year(behind + 1, month, day)
    }

    /// Japan's eras: 令和7年1月17日.
    fn era(&self, at: usize) -> Option<ReadDate> {
        let base = if self.word_is(at, &["令"]) && self.word_is(at + 1, &["和"]) {
            2018
        } else if self.word_is(at, &["平"]) && self.word_is(at + 1, &["成"]) {
            1988
        } else {
            return None;
        };
        let year = base + self.number(at + 2, 2)? as i32;
        let month = self.number(at + 4, 2)?;
        let day = self.day_number(at + 6)?;
        let fits = self.word_is(at + 3, &["年"]) && self.word_is(at + 5, &["月"]);
        if !fits {
            return None;
        }
        let end = at + 7 + usize::from(self.word_is(at + 7, &["日"]));
        self.done(calendar::day(year, month, day), end)
    }

    /// The month that the words at `at` name, and the place behind them and their final dot.
    fn month_name(&self, at: usize) -> Option<(u32, usize)> {
        let token = self.get(at)?;
        if token.kind != Kind::Word {
            return None;
        }
        let language = self.reading.language;
        let word = token.lower(self.text);
        let after_dot =
            |at: usize| at + usize::from(self.get(at).is_some_and(|token| token.is_mark('.')));
        // Two words (Arabic) and dotted abbreviations (Thai) before one.
        let (second, joint) = match self.get(at + 1).map(|token| token.kind) {
            Some(Kind::Word) => (at + 1, ' '),
            Some(Kind::Mark('.')) => (at + 2, '.'),
            _ => (at, ' '),
        };
        if second > at
            && !word.is_ascii()
            && let Some(next) = self.get(second)
            && next.kind == Kind::Word
        {
            let both = format!("{word}{joint}{}", next.lower(self.text));
            if let Some(month) = table::month(&both, language) {
                return Some((u32::from(month), after_dot(second + 1)));
            }
        }
        table::month(&word, language).map(|month| (u32::from(month), after_dot(at + 1)))
    }

    fn persian_month(&self, at: usize) -> Option<u32> {
        let token = self.get(at)?;
        table::persian_month(token.text(self.text)).map(u32::from)
    }

    /// The mark between the numbers of a date.
    fn separator(&self, at: usize) -> Option<char> {
        match self.get(at)?.kind {
            Kind::Mark(mark @ ('-' | '/' | '.' | '‑' | '–' | '−' | '∕')) => Some(mark),
            _ => None,
        }
    }

    fn skip_marks(&self, at: usize) -> usize {
        let is_skipped =
            |token: &Token| [',', '.', '،', '/', '-'].iter().any(|&mark| token.is_mark(mark));
        // A quotation mark or hyphen before a short year is not skipped by the callers' order.
        (at..self.tokens.len().min(at + 2))
            .find(|&place| !is_skipped(&self.tokens[place]))
            .unwrap_or(self.tokens.len().min(at + 2))
    }

    fn skip_links(&self, at: usize, most: usize) -> usize {
        let mut place = at;
        while place < at + most
            && self.get(place).is_some_and(|token| match token.kind {
                Kind::Word => table::is_linking_word(&token.lower(self.text)),
                Kind::Mark(mark) => place > at && matches!(mark, '.' | '’' | '\''),
                Kind::Number { .. } => false,
            })
        {
            place += 1;
        }
        place
    }
}

fn full_year(two_digits: u64) -> i32 {
    let year = two_digits as i32;
    if year < 70 { 2000 + year } else { 1900 + year }
}

fn clock_of_digits(six: u64) -> Option<Clock> {
    let (hour, minute, second) = (six / 10_000, six / 100 % 100, six % 100);
    (hour < 24 && minute < 60 && second < 60).then_some(Clock {
        time: ClockTime { hour: hour as u8, minute: minute as u8, second: Some(second as u8) },
        offset_minutes: None,
    })
}
