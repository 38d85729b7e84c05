//! What single words mean in time expressions.

use std::sync::OnceLock;

use super::super::calendar::{CalendarWord, calendar_word};
use super::super::lexicon::Lexicon;
use super::super::numbers::{NumberWord, digit_ordinal, number_word};

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Semester,
    Year,
    Decade,
    Century,
    Millennium,
}

/// The class of a word, with what it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// Nothing that time expressions are built from.
    Other,
    Unit(Unit),
    Units(Unit),
    Month(i8),
    Weekday(i8),
    /// `Mondays`
    Weekdays(i8),
    Season(&'static str),
    Part(&'static str),
    /// Noon (12) and midnight (24).
    Clock(i8),
    /// A time that is only past, present or future.
    Ref(&'static str),
    /// Days from today.
    Day(i32),
    Night,
    Overnight,
    Set(&'static str),
    /// Digits alone: the number they spell, up to 9999, and how many they are.
    Digits(u16, u8),
    /// `1990s`, `'90s`, `nineties`: the first year of the decade, with or without its century.
    Decade(u16),
    Cardinal,
    Ordinal(u32),
    Every,
    Each,
    The,
    A,
    This,
    That,
    These,
    Those,
    Last,
    Previous,
    Next,
    Coming,
    Following,
    Current,
    Same,
    Recent,
    Latest,
    Early,
    Late,
    Mid,
    Earlier,
    Later,
    End,
    Beginning,
    Of,
    In,
    To,
    And,
    Or,
    Ago,
    Fiscal,
    Half,
    Old,
    Long,
    Few,
    Several,
    Couple,
    Dozen,
    Approx,
    More,
    Than,
    At,
    Least,
    Up,
    As,
    No,
    Another,
    Future,
    Period,
    Straight,
    Zone,
    AmPm,
    OClock,
    Local,
    Time,
    Eve,
    Comma,
    Clitic,
    /// Any other mark.
    Mark,
}

const UNITS: [(&str, Unit); 14] = [
    ("second", Unit::Second),
    ("minute", Unit::Minute),
    ("hour", Unit::Hour),
    ("day", Unit::Day),
    ("weekend", Unit::Weekend),
    ("week", Unit::Week),
    ("fortnight", Unit::Fortnight),
    ("month", Unit::Month),
    ("quarter", Unit::Quarter),
    ("semester", Unit::Semester),
    ("year", Unit::Year),
    ("decade", Unit::Decade),
    ("century", Unit::Century),
    ("millennium", Unit::Millennium),
];

impl Unit {
    /// The designator of the unit in a period, and how many of it one of these is.
    pub(super) fn period(self) -> (&'static str, &'static str, f64) {
        match self {
            Unit::Second => ("PT", "S", 1.0),
            Unit::Minute => ("PT", "M", 1.0),
            Unit::Hour => ("PT", "H", 1.0),
            Unit::Day => ("P", "D", 1.0),
            Unit::Weekend => ("P", "WE", 1.0),
            Unit::Week => ("P", "W", 1.0),
            Unit::Fortnight => ("P", "W", 2.0),
            Unit::Month => ("P", "M", 1.0),
            Unit::Quarter => ("P", "M", 3.0),
            Unit::Semester => ("P", "M", 6.0),
            Unit::Year => ("P", "Y", 1.0),
            Unit::Decade => ("P", "Y", 10.0),
            Unit::Century => ("P", "Y", 100.0),
            Unit::Millennium => ("P", "Y", 1000.0),
        }
    }
}

/// The class of a class name of the data file.
fn word_of(class: &'static str) -> Option<Word> {
    if let Some((name, value)) = class.split_once('=') {
        let unit = || UNITS.iter().find(|(name, _)| *name == value).map(|(_, unit)| *unit);
        return Some(match name {
            "unit" => Word::Unit(unit()?),
            "units" => Word::Units(unit()?),
            "season" => Word::Season(value),
            "part" => Word::Part(value),
            "weekdays" => Word::Weekdays(value.parse().ok()?),
            "clock" => Word::Clock(value.parse().ok()?),
            "ref" => Word::Ref(value),
            "day" => Word::Day(value.parse().ok()?),
            "set" => Word::Set(value),
            _ => return None,
        });
    }
    Some(match class {
        "night" => Word::Night,
        "overnight" => Word::Overnight,
        "every" => Word::Every,
        "each" => Word::Each,
        "the" => Word::The,
        "a" => Word::A,
        "this" => Word::This,
        "that" => Word::That,
        "these" => Word::These,
        "those" => Word::Those,
        "last" => Word::Last,
        "previous" => Word::Previous,
        "next" => Word::Next,
        "coming" => Word::Coming,
        "following" => Word::Following,
        "current" => Word::Current,
        "same" => Word::Same,
        "recent" => Word::Recent,
        "latest" => Word::Latest,
        "early" => Word::Early,
        "late" => Word::Late,
        "mid" => Word::Mid,
        "earlier" => Word::Earlier,
        "later" => Word::Later,
        "end" => Word::End,
        "beginning" => Word::Beginning,
        "of" => Word::Of,
        "in" => Word::In,
        "to" => Word::To,
        "and" => Word::And,
        "or" => Word::Or,
        "ago" => Word::Ago,
        "fiscal" => Word::Fiscal,
        "half" => Word::Half,
        "old" => Word::Old,
        "long" => Word::Long,
        "few" => Word::Few,
        "several" => Word::Several,
        "couple" => Word::Couple,
        "dozen" => Word::Dozen,
        "approx" => Word::Approx,
        "more" => Word::More,
        "than" => Word::Than,
        "at" => Word::At,
        "least" => Word::Least,
        "up" => Word::Up,
        "as" => Word::As,
        "no" => Word::No,
        "another" => Word::Another,
        "future" => Word::Future,
        "period" => Word::Period,
        "straight" => Word::Straight,
        "zone" => Word::Zone,
        "ampm" => Word::AmPm,
        "oclock" => Word::OClock,
        "local" => Word::Local,
        "time" => Word::Time,
        "eve" => Word::Eve,
        _ => return None,
    })
}

struct Table {
    lexicon: Lexicon,
    words: Vec<Word>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut words = Vec::new();
        let mut entries = Vec::new();
        for (class, word) in Lexicon::lines(include_str!("../data/time_words.txt")) {
            if let Some(class) = word_of(class) {
                entries.push((word, words.len() as u16));
                words.push(class);
            }
        }
        Table { lexicon: Lexicon::new(entries), words }
    })
}

/// The class of `surface`, a word, a number or a part of a word between hyphens.
pub(super) fn classify(surface: &str) -> Word {
    let bytes = surface.as_bytes();
    let Some(&first) = bytes.first() else { return Word::Other };
    if first.is_ascii_digit() {
        return digits(surface);
    }
    if !first.is_ascii_alphabetic() {
        return match surface {
            "," => Word::Comma,
            _ if matches!(first, b'\'') => short_decade(surface),
            _ => Word::Mark,
        };
    }
    let word = surface.strip_suffix('.').unwrap_or(surface);
    let table = table();
    if let Some(index) = table.lexicon.get(word) {
        return table.words[usize::from(index)];
    }
    if let Some(found) = calendar_word(word) {
        return match found {
            CalendarWord::Month(month) => Word::Month(month),
            CalendarWord::Weekday(day) => Word::Weekday(day),
            CalendarWord::ForeignMonth(_) => Word::Other,
        };
    }
    match number_word(word) {
        Some(NumberWord::Ordinal(value)) => Word::Ordinal(value),
        Some(_) => Word::Cardinal,
        None => decade_word(word).map_or(Word::Other, Word::Decade),
    }
}

/// `nineties`
fn decade_word(word: &str) -> Option<u16> {
    const DECADES: [&str; 8] = [
        "twenties",
        "thirties",
        "forties",
        "fifties",
        "sixties",
        "seventies",
        "eighties",
        "nineties",
    ];
    let index = DECADES.iter().position(|decade| decade.eq_ignore_ascii_case(word))?;
    Some(20 + 10 * index as u16)
}

/// `'90s`
fn short_decade(surface: &str) -> Word {
    let digits = &surface[1..];
    match digits.strip_suffix('s') {
        Some(decade) if decade.len() == 2 => decade.parse().map_or(Word::Mark, Word::Decade),
        None if digits.len() == 2 => {
            // `'96`: the year is in the century that is nearest for people who write so.
            digits.parse().map_or(Word::Mark, |year: u16| {
                Word::Digits(if year < 40 { 2000 + year } else { 1900 + year }, 4)
            })
        }
        _ => Word::Mark,
    }
}

fn digits(surface: &str) -> Word {
    let length = surface.bytes().take_while(u8::is_ascii_digit).count();
    if length == surface.len() {
        return match surface.parse() {
            Ok(value) if length <= 4 => Word::Digits(value, length as u8),
            _ => Word::Cardinal,
        };
    }
    let suffix = &surface[length..];
    if suffix == "s" && (length == 4 || length == 2) {
        return match surface[..length].parse::<u16>() {
            Ok(year) if year % 10 == 0 && (year < 100 || (1000..2100).contains(&year)) => {
                Word::Decade(year)
            }
            _ => Word::Other,
        };
    }
    if let Some(value) = digit_ordinal(surface) {
        return Word::Ordinal(value);
    }
    if super::super::numbers::decimal(surface).is_some() {
        return Word::Cardinal;
    }
    Word::Other
}
