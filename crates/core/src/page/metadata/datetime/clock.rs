//! The forms of a clock time and of its offset.

use std::borrow::Cow;

use super::calendar::ClockTime;
use super::table;
use super::token::{Kind, Token};

/// A clock time with its offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) time: ClockTime,
    pub(super) offset_minutes: Option<i32>,
}

/// The place behind what joins a date to its clock time: a comma, "at", "um", a weekday.
pub(super) fn skip_to_clock(text: &str, tokens: &[Token], at: usize) -> usize {
    /// `, Friday at`, ` г. в`, `(金) `.
    const MOST: usize = 6;
    let mut place = at;
    while place < tokens.len().min(at + MOST) {
        let token = &tokens[place];
        let joins = match token.kind {
            Kind::Mark(mark) => {
                matches!(
                    mark,
                    ',' | '|'
                        | '-'
                        | '–'
                        | '—'
                        | '·'
                        | '•'
                        | '.'
                        | '/'
                        | '('
                        | ')'
                        | '@'
                        | ':'
                        | '،'
                        | '（'
                        | '）'
                        | '+'
                )
            }
            Kind::Word => {
                let word = token.lower(text);
                // A half of the day belongs to the clock time.
                half(text, tokens, place).is_none_or(|_| word == "am")
                    && table::is_joining_word(&word)
            }
            Kind::Number { .. } => false,
        };
        if !joins {
            break;
        }
        place += 1;
    }
    // An offset right behind a date is none.
    place
}

/// Reads the clock time at token `at`; gives the place behind it.
pub(super) fn read(text: &str, tokens: &[Token], at: usize) -> Option<(Clock, usize)> {
    let (before, mut place) = match half(text, tokens, at) {
        Some((afternoon, behind)) => (Some(afternoon), behind),
        None => (None, at),
    };
    let (hour, digits) = tokens.get(place)?.number()?;
    if digits > 2 || hour > 24 {
        return None;
    }
    let spoken = place > 0
        && word(text, tokens, place - 1).is_some_and(|word| {
            matches!(
                word.as_ref(),
                "kl" | "klo" | "um" | "ore" | "om" | "pukul" | "godz" | "alle" | "saat"
            )
        });
    let spoken = spoken
        || place > 1
            && tokens[place - 1].is_mark('.')
            && word(text, tokens, place - 2)
                .is_some_and(|word| matches!(word.as_ref(), "kl" | "godz"));
    place += 1;
    let mut minute = None;
    let mut second = None;
    let mut dotted = false;
    match tokens.get(place).map(|token| token.kind) {
        Some(Kind::Mark(':' | '：' | '∶')) => {
            minute = Some(two_digits(tokens, place + 1)?);
            place += 2;
            if tokens.get(place).is_some_and(|token| token.is_mark(':'))
                && let Some(value) = two_digits(tokens, place + 1)
            {
                second = Some(value);
                place += 2;
                // A fraction of a second says nothing a reader needs.
                if tokens.get(place).is_some_and(|token| token.is_mark('.') || token.is_mark(','))
                    && tokens.get(place + 1).is_some_and(|token| {
                        !token.spaced
                            && token
                                .number()
                                .is_some_and(|(_, digits)| digits != 4 || !token.spaced)
                    })
                {
                    place += 2;
                }
            }
        }
        Some(Kind::Mark('.')) => {
            if let Some(value) = two_digits(tokens, place + 1).filter(|_| !tokens[place + 1].spaced)
            {
                minute = Some(value);
                dotted = true;
                place += 2;
            }
        }
        Some(Kind::Word) => {
            let unit = word(text, tokens, place).unwrap_or_default();
            if matches!(unit.as_ref(), "h" | "u" | "時" | "时" | "點" | "点" | "시" | "g") {
                minute = Some(two_digits(tokens, place + 1).or_else(|| {
                    // 6시 3분
                    let (value, digits) = tokens.get(place + 1)?.number()?;
                    (digits == 1 && unit == "시").then_some(value as u8)
                })?);
                place += 2;
                if word(text, tokens, place)
                    .is_some_and(|unit| matches!(unit.as_ref(), "分" | "분" | "min" | "m"))
                {
                    place += 1;
                }
            }
        }
        _ => {}
    }
    let after = half(text, tokens, place);
    if let Some((_, behind)) = after {
        place = behind;
    }
    let unit = word(text, tokens, place);
    let has_unit = unit.as_deref().is_some_and(|unit| {
        matches!(unit, "uhr" | "h" | "uur" | "hrs" | "ist" | "wib" | "wita" | "wit")
    });
    if has_unit && unit.as_deref().is_some_and(|unit| table::zone(unit).is_none() && unit != "ist")
    {
        place += 1;
    }
    let afternoon = before.or(after.map(|(afternoon, _)| afternoon));
    // A number alone is a clock time only with its half of the day or "Uhr"; a decimal number only
    // when something says that it is one.
    let plausible = match minute {
        Some(_) if dotted => spoken || has_unit || afternoon.is_some(),
        Some(_) => true,
        None => afternoon.is_some() && hour <= 12 || unit.as_deref() == Some("uhr"),
    };
    if !plausible {
        return None;
    }
    let hour = match (afternoon, hour) {
        (Some(true), 1..=11) => hour + 12,
        (Some(false), 12) | (_, 24) => 0,
        (_, hour) => hour,
    };
    let time = ClockTime { hour: hour as u8, minute: minute.unwrap_or(0), second };
    let (offset_minutes, place) = offset(text, tokens, place, second.is_some());
    Some((Clock { time, offset_minutes }, place))
}

/// Reads the offset at token `at`; gives the place behind it, or `at` when there is none. `exact`
/// says that the clock time has seconds: only then a hyphen is a sign and not a dash.
pub(super) fn offset(text: &str, tokens: &[Token], at: usize, exact: bool) -> (Option<i32>, usize) {
    let mut place = at;
    let mut zone = None;
    if tokens.get(place).is_some_and(|token| token.is_mark('(')) {
        place += 1;
    }
    if let Some(word) = word(text, tokens, place) {
        zone = if word == "z" { Some(0) } else { table::zone(&word) };
        if zone.is_some() {
            place += 1;
        }
    }
    let plain_utc = zone == Some(0);
    let sign = match tokens.get(place).map(|token| token.kind) {
        Some(Kind::Mark('+')) => 1,
        Some(Kind::Mark('-' | '−')) if exact || plain_utc => -1,
        _ => return if zone.is_some() { (zone, place) } else { (None, at) },
    };
    let Some((value, digits)) =
        tokens.get(place + 1).filter(|token| !token.spaced).and_then(Token::number)
    else {
        return if zone.is_some() { (zone, place) } else { (None, at) };
    };
    let (hours, minutes, behind) = match digits {
        4 => (value / 100, value % 100, place + 2),
        1 | 2 => match (tokens.get(place + 2), two_digits(tokens, place + 3)) {
            (Some(colon), Some(minutes)) if colon.is_mark(':') => {
                (value, u64::from(minutes), place + 4)
            }
            _ => (value, 0, place + 2),
        },
        _ => return (zone, if zone.is_some() { place } else { at }),
    };
    if hours > 14 || minutes > 59 {
        return (zone, if zone.is_some() { place } else { at });
    }
    (Some(sign * (hours * 60 + minutes) as i32), behind)
}

fn two_digits(tokens: &[Token], at: usize) -> Option<u8> {
    let (value, digits) = tokens.get(at)?.number()?;
    (digits == 2 && value < 60).then_some(value as u8)
}

fn word<'a>(text: &'a str, tokens: &[Token], at: usize) -> Option<Cow<'a, str>> {
    let token = tokens.get(at)?;
    (token.kind == Kind::Word).then(|| token.lower(text))
}

/// The half of the day at token `at` (true for the second), and the place behind it.
fn half(text: &str, tokens: &[Token], at: usize) -> Option<(bool, usize)> {
    let first = tokens.get(at).filter(|token| token.kind == Kind::Word)?.text(text);
    // What most words are not.
    if first.is_ascii()
        && !["am", "pm", "a", "p"].iter().any(|half| first.eq_ignore_ascii_case(half))
    {
        return None;
    }
    let first = first.to_lowercase();
    // `p.m.`, `p. m.`, 下午
    let dotted = tokens.get(at + 1).is_some_and(|token| token.is_mark('.'));
    let second_at = at + 1 + usize::from(dotted);
    if first.chars().count() == 1
        && let Some(second) = word(text, tokens, second_at)
    {
        let both = if dotted { format!("{first}.{second}") } else { format!("{first}{second}") };
        if let Some(afternoon) = table::half_of_day(&both) {
            let dot = tokens.get(second_at + 1).is_some_and(|token| token.is_mark('.'));
            return Some((afternoon, second_at + 1 + usize::from(dot)));
        }
    }
    table::half_of_day(&first).map(|afternoon| (afternoon, at + 1))
}
