//! The names in a byline: one by one, without roles, dates, handles and the words around them.

mod clean;
mod kind;
mod list;

use self::clean::{clean, person_inside, without_brackets, without_dates};
use self::kind::{is_address, one_capitalized};
pub(super) use self::kind::{kind_of, looks_like_person};
use self::list::list_parts;
use super::key::key;
use super::words;
use crate::article::AuthorKind;

/// One name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) kind: AuthorKind,
}

/// Longest byline looked into, in bytes.
pub(super) const MAX_BYLINE_BYTES: usize = 400;
/// Names taken from one byline.
const MOST_NAMES: usize = 12;

/// The names in a byline or in the value of an author declaration.
#[must_use]
pub(super) fn split(byline: &str, site_names: &[String]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    if byline.len() > MAX_BYLINE_BYTES || is_address(byline) {
        return names;
    }
    let byline = without_brackets(byline);
    let byline = without_dates(&byline);
    for (place, segment) in byline.split(SEGMENT_MARKS).flat_map(spaced_dashes).enumerate() {
        for part in segment_names(segment) {
            // Behind a separator stand roles, sections and sites as often as further names.
            if place > 0 && !names.is_empty() && !looks_like_person(&part) {
                continue;
            }
            let kind = kind_of(&part, site_names);
            if names.len() < MOST_NAMES && !names.iter().any(|known| key(&known.text) == key(&part))
            {
                names.push(Name { text: part, kind });
            }
        }
    }
    // `Jane Roe, Gazette`: on the Gazette's own page the second is no author.
    if names.iter().any(|name| name.kind == AuthorKind::Person) {
        names.retain(|name| {
            !site_names.iter().any(|site| key(site) == key(&name.text))
                || looks_like_person(&name.text)
        });
    }
    names
}

/// Where a word that begins with a blank stands first.
fn find_spaced(text: &str, word: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b' ', bytes).find(|&at| bytes[at..].starts_with(word.as_bytes()))
}

const SEGMENT_MARKS: [char; 9] = ['|', '•', '·', '—', '»', '\n', '●', '►', '│'];

/// The pieces between hyphens and dashes with blanks around them.
fn spaced_dashes(segment: &str) -> impl Iterator<Item = &str> {
    segment.split(" - ").flat_map(|piece| piece.split(" – "))
}

/// The names in a part of a byline without separators of its own.
fn segment_names(segment: &str) -> Vec<String> {
    let mut rest = segment.trim();
    // `Text: Jane Roe`, `By: …`, `Written by Jane`; twice for `Author: By Jane`.
    for _ in 0..3 {
        // "Redaktion" alone is who wrote it.
        match words::byline_prefix(rest).filter(|&at| at < rest.len()) {
            Some(at) => rest = &rest[at..],
            None => break,
        }
    }
    if let Some((label, _)) = rest.split_once([':', '：'])
        && words::is_credit(&label.trim().to_lowercase())
    {
        return Vec::new();
    }
    let parts = list_parts(rest);
    // `Roe, Jane` is one name.
    if let [family, given] = parts.as_slice()
        && rest.contains(',')
        && one_capitalized(family)
        && one_capitalized(given)
    {
        return vec![format!("{given} {family}")];
    }
    let mut names: Vec<String> = Vec::new();
    for part in parts {
        let credit = part.split_once([':', '：']).map(|(label, _)| label.trim().to_lowercase());
        if credit.is_some_and(|label| words::is_credit(&label)) {
            break;
        }
        if let Some(name) = clean(part) {
            // A role behind a name: `Jane Roe, Political Editor, London`.
            let has = |test: fn(&str) -> bool| {
                name.split_whitespace().any(|word| test(&word.to_lowercase()))
            };
            let is_role = has(words::is_role) && !has(words::is_organization_word);
            if is_role && !names.is_empty() {
                break;
            }
            if is_role && name.split_whitespace().count() > 1 {
                if let Some(person) = person_inside(&name) {
                    names.push(person);
                }
                continue;
            }
            names.push(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(byline: &str) -> Vec<String> {
        split(byline, &["Gazette".to_owned()]).into_iter().map(|name| name.text).collect()
    }

    #[test]
    fn ok_lists_are_taken_apart() {
        for (byline, names) in [
            ("By Jane Roe and John Doe", vec!["Jane Roe", "John Doe"]),
            ("Von Jane Roe, John Doe und Max Muster", vec!["Jane Roe", "John Doe", "Max Muster"]),
            ("Jane Roe & John Doe", vec!["Jane Roe", "John Doe"]),
            ("Roe, Jane", vec!["Jane Roe"]),
            ("José Ortega y Gasset", vec!["José Ortega y Gasset"]),
            ("Ана Иванова и Петр Петров", vec!["Ана Иванова", "Петр Петров"]),
            ("배윤경 기자", vec!["배윤경"]),
            ("作者：小明", vec!["小明"]),
        ] {
            assert_eq!(texts(byline), names, "{byline}");
        }
    }

    #[test]
    fn ok_roles_dates_and_handles_are_left_out() {
        for (byline, names) in [
            ("By Jane Roe, Political Editor, London", vec!["Jane Roe"]),
            ("Jane Roe | Senior Reporter", vec!["Jane Roe"]),
            ("By Jane Roe on January 17, 2025", vec!["Jane Roe"]),
            ("17.01.2025 | Von Jane Roe", vec!["Jane Roe"]),
            ("Jane Roe @janeroe", vec!["Jane Roe"]),
            ("Jane Roe (AFP)", vec!["Jane Roe"]),
            ("Jane Roe in Nairobi", vec!["Jane Roe"]),
            ("Reporter Jane Roe", vec!["Jane Roe"]),
            ("Text: Jane Roe, Fotos: John Doe", vec!["Jane Roe"]),
            ("Jane Roe jane@news.example", vec!["Jane Roe"]),
            ("Jane Roe on Tuesday", vec!["Jane Roe"]),
            ("Jane Roe Jr.", vec!["Jane Roe Jr."]),
        ] {
            assert_eq!(texts(byline), names, "{byline}");
        }
    }

    #[test]
    fn ok_organizations_are_told_apart() {
        for (name, kind) in [
            ("Jane Roe", AuthorKind::Person),
            ("Reuters", AuthorKind::Organization),
            ("Gazette", AuthorKind::Organization),
            ("Sports Desk", AuthorKind::Organization),
            ("janeroe42", AuthorKind::Person),
            ("Redaktion", AuthorKind::Organization),
        ] {
            assert_eq!(kind_of(name, &["Gazette".to_owned()]), kind, "{name}");
        }
    }

    #[test]
    fn err_what_is_no_name() {
        for byline in [
            "",
            "By",
            "https://news.example/jane",
            "Share",
            "5 min read",
            "{{author}}",
            "of the harbour society",
            "More about Jane",
            "Harbours: what is next",
            "Administrator",
            "jane@news.example",
            "Jun 2 Written By",
            &"x ".repeat(300),
        ] {
            assert!(texts(byline).is_empty(), "{byline}");
        }
    }
}
