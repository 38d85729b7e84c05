//! The calendar: names of months and weekdays, and the day that relative times are read against.

use std::sync::OnceLock;

use jiff::civil::Date;

use super::lexicon::Lexicon;

/// What a calendar word names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CalendarWord {
    /// An English month, 1 to 12.
    Month(i8),
    /// A weekday, 1 (Monday) to 7.
    Weekday(i8),
    /// A month in another language, 1 to 12.
    ForeignMonth(i8),
}

/// What `word` names, in any case, with or without the stop of an abbreviation.
pub(super) fn calendar_word(word: &str) -> Option<CalendarWord> {
    static TABLE: OnceLock<Lexicon> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let lines = Lexicon::lines(include_str!("data/calendar.txt"));
        Lexicon::new(lines.filter_map(|(class, word)| {
            let number: u16 = class[1..].parse().ok()?;
            let group = match class.as_bytes()[0] {
                b'm' => 0,
                b'd' => 1,
                _ => 2,
            };
            Some((word, group << 8 | number))
        }))
    });
    let value = table.get(word.strip_suffix('.').unwrap_or(word))?;
    let number = (value & 0xff) as i8;
    Some(match value >> 8 {
        0 => CalendarWord::Month(number),
        1 => CalendarWord::Weekday(number),
        _ => CalendarWord::ForeignMonth(number),
    })
}

/// The day of an ISO 8601 date, which may go on with a time.
pub(super) fn day_of(iso: &str) -> Option<Date> {
    iso.get(..10)?.parse().ok()
}

/// The year that puts `month` and `day` nearest to `reference`, when the three make a date.
pub(super) fn nearest_year(month: i8, day: i8, reference: Date) -> Option<i16> {
    [0, -1, 1]
        .into_iter()
        .filter_map(|shift| Date::new(reference.year() + shift, month, day).ok())
        .min_by_key(|date| (*date - reference).get_days().abs())
        .map(Date::year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_words() {
        assert_eq!(calendar_word("Sept."), Some(CalendarWord::Month(9)));
        assert_eq!(calendar_word("SUNDAY"), Some(CalendarWord::Weekday(7)));
        assert_eq!(calendar_word("янв"), Some(CalendarWord::ForeignMonth(1)));
        assert_eq!(calendar_word("once"), None);
    }

    #[test]
    fn ok_nearest_year() {
        let day = day_of("2025-01-17T08:00:00Z").unwrap();
        assert_eq!(nearest_year(12, 30, day), Some(2024));
        assert_eq!(nearest_year(1, 18, day), Some(2025));
        assert_eq!(nearest_year(2, 30, day), None);
    }
}
