//! A name without what clings to it: byline words, places, roles, brackets, dates.

use super::find_spaced;
use super::kind::{is_name, looks_like_person};
use crate::page::metadata::datetime::{self, Reading};
use crate::page::metadata::words;

/// A name without what clings to it; none when nothing is left that can be a name.
pub(super) fn clean(part: &str) -> Option<String> {
    let mut name = part.trim();
    for _ in 0..2 {
        if let Some(at) = words::byline_prefix(name).filter(|&at| at < name.len()) {
            name = &name[at..];
        }
    }
    for suffix in ["기자", "특파원", "記者", "记者", "さん", "氏"] {
        let bare = name.strip_suffix(suffix).map(str::trim_end);
        name = bare.filter(|bare| !bare.is_empty()).unwrap_or(name);
    }
    name = cut_at_place(cut_at_weekday(name));
    let name = name.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | ';'
                    | ':'
                    | '|'
                    | '-'
                    | '–'
                    | '"'
                    | '“'
                    | '”'
                    | '„'
                    | '«'
                    | '»'
                    | '*'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | '·'
                    | '，'
                    | '：'
                    | '\''
                    | '/'
                    | '_'
            )
    });
    let name = strip_final_dot(behind_by(name));
    let words: Vec<&str> = name
        .split_whitespace()
        .filter(|word| !word.contains('@') || word.len() == name.len())
        .collect();
    let name = words.join(" ");
    let name = name.strip_prefix('@').unwrap_or(&name).to_owned();
    is_name(&name).then_some(name)
}

/// `Jane Roe in London`, `Jane Roe aus Kiel`: the place is no part of the name.
fn cut_at_place(name: &str) -> &str {
    for word in [
        " in ", " aus ", " for ", " from ", " at ", " für ", " fra ", " à ", " desde ", " mit ",
        " with ", " on ", " im ",
    ] {
        if let Some(at) = find_spaced(name, word)
            && name[..at].split_whitespace().count() >= 2
        {
            return &name[..at];
        }
    }
    name
}

/// `Jane Roe on Tuesday`: the day of the week is no part of the name.
fn cut_at_weekday(name: &str) -> &str {
    const DAYS: [&str; 14] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "Montag",
        "Dienstag",
        "Mittwoch",
        "Donnerstag",
        "Freitag",
        "Samstag",
        "Sonntag",
    ];
    let bare = DAYS.iter().find_map(|day| name.strip_suffix(day));
    let bare = bare.map(|bare| bare.trim_end_matches(|c: char| !c.is_alphanumeric()));
    let bare = bare
        .map(|bare| [" on", " am"].iter().find_map(|word| bare.strip_suffix(word)).unwrap_or(bare));
    bare.filter(|bare| !bare.is_empty()).unwrap_or(name)
}

/// `A column by Jane Roe`: what stands before the byline word is no name.
fn behind_by(name: &str) -> &str {
    for word in [" by ", " von ", " par ", " por ", " door ", " av ", " af "] {
        if let Some(at) = find_spaced(name, word) {
            let (left, right) = (&name[..at], &name[at + word.len()..]);
            let phrase = left.split_whitespace().any(|word| word.starts_with(char::is_lowercase))
                || left.split_whitespace().count() > 2;
            if phrase && looks_like_person(right) {
                return right;
            }
        }
    }
    name
}

/// A dot behind a whole word ends a sentence; behind an initial or `Jr` it belongs to the name.
fn strip_final_dot(name: &str) -> &str {
    match name.strip_suffix('.') {
        Some(bare)
            if bare.rsplit([' ', '.']).next().is_some_and(|word| word.chars().count() > 2) =>
        {
            bare
        }
        _ => name,
    }
}

/// A person in a phrase with a role: `Reporter Jane Roe`, `Jane Roe Political Editor`.
pub(super) fn person_inside(phrase: &str) -> Option<String> {
    let words: Vec<&str> = phrase.split_whitespace().collect();
    let is_role = |word: &&str| words::is_role(&word.to_lowercase());
    let first = words.iter().position(is_role)?;
    let last = words.iter().rposition(is_role)?;
    let before = words[..first].join(" ");
    let behind = words[last + 1..].join(" ");
    [behind, before].into_iter().find(|name| looks_like_person(name))
}

/// The text without what stands in round or square brackets.
pub(super) fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '[' | '（' => depth += 1,
            ')' | ']' | '）' => depth = depth.saturating_sub(1),
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    // Everything in brackets, or a bracket that stays open: as it stands.
    if plain.trim().is_empty() { text.replace(['(', ')', '[', ']'], " ") } else { plain }
}

/// The text before its first date; behind it when it begins with one.
pub(super) fn without_dates(text: &str) -> String {
    let found = datetime::find_all(text, Reading::default());
    let Some(first) = found.first() else { return text.to_owned() };
    let before = text[..first.start].trim_end();
    let name = before.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.');
    if name.chars().filter(|c| c.is_alphabetic()).count() > 3 {
        // `Jane Roe on 17 January`, `Jane Roe, Published: …`
        let words = [
            " on",
            " am",
            " le",
            " el",
            " il",
            " op",
            " updated",
            " published",
            " posted",
            " veröffentlicht",
            " vom",
            " at",
            " den",
            " em",
            " publié",
        ];
        let mut name = name;
        for word in words {
            if let Some(bare) = name.strip_suffix(word).or_else(|| {
                let at = name.len().checked_sub(word.len())?;
                name.get(at..).filter(|end| end.eq_ignore_ascii_case(word)).map(|_| &name[..at])
            }) {
                name = bare.trim_end_matches(|c: char| !c.is_alphanumeric());
            }
        }
        return name.to_owned();
    }
    let last = found.last().expect("there is one");
    text[last.end..].to_owned()
}
