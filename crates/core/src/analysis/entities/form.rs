//! The form of a name: its words, without what does not tell one bearer from another.

use std::ops::Range;

use crate::analysis::features::{Features, Flag};
use crate::analysis::tokens::Tokens;
use crate::article::EntityKind;

/// Endings of companies' names that are as often left out.
const COMPANY_ENDINGS: [&str; 9] =
    ["inc", "corp", "corporation", "ltd", "limited", "llc", "plc", "co", "company"];

/// Honours and degrees behind a person's name.
const HONOURS: [&str; 20] = [
    "jr", "sr", "ii", "iii", "iv", "mbe", "obe", "cbe", "dbe", "kbe", "frs", "ra", "mp", "qc",
    "kc", "md", "phd", "esq", "ret", "cmg",
];

/// The words of a name in lower case: no marks, no article, no title before a person's name, no
/// company ending.
pub(super) fn words(
    tokens: &Tokens<'_>,
    features: &Features,
    range: Range<usize>,
    kind: EntityKind,
) -> Vec<String> {
    let mut words: Vec<(usize, String)> = range
        .filter(|&token| !tokens.is_mark(token))
        .map(|token| (token, normal(tokens.text(token))))
        .filter(|(_, word)| !word.is_empty() && word != "s")
        .collect();
    if words.len() > 1 && matches!(words[0].1.as_str(), "the" | "a" | "an") {
        words.remove(0);
    }
    match kind {
        EntityKind::Person => {
            let titles =
                words.iter().take_while(|(token, _)| features.is(*token, Flag::Title)).count();
            words.drain(..titles.min(words.len().saturating_sub(1)));
            while words.len() > 2 && HONOURS.contains(&words[words.len() - 1].1.as_str()) {
                words.pop();
            }
        }
        EntityKind::Organization => {
            while words.len() > 1 && COMPANY_ENDINGS.contains(&words[words.len() - 1].1.as_str()) {
                words.pop();
            }
        }
        _ => {}
    }
    words.into_iter().map(|(_, word)| word).collect()
}

/// A word in lower case without stops and possessive endings.
pub(super) fn normal(surface: &str) -> String {
    let bare = surface.strip_suffix("'s").or_else(|| surface.strip_suffix("’s")).unwrap_or(surface);
    bare.chars().filter(|&c| c != '.').flat_map(char::to_lowercase).collect()
}

/// Whether `short` is what remains of the person's name `full` when parts are left out: the same
/// family name, or the given name alone, or the same ends with fewer middle names.
pub(super) fn shortens_person(short: &[String], full: &[String]) -> bool {
    if short.len() >= full.len() {
        return false;
    }
    if short.len() == 1 {
        return full.contains(&short[0]);
    }
    if full.ends_with(short) {
        return true;
    }
    same_ends(short, full)
}

/// Whether two names of two words or more begin and end alike and what lies between agrees:
/// `george bush` and `george w bush`.
pub(super) fn same_ends(a: &[String], b: &[String]) -> bool {
    if a.len() < 2 || b.len() < 2 || a[0] != b[0] || a.last() != b.last() {
        return false;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut rest = long[1..long.len() - 1].iter();
    short[1..short.len() - 1].iter().all(|middle| {
        rest.any(|other| other.starts_with(middle.as_str()) || middle.starts_with(other.as_str()))
    })
}

/// The first letters of an organisation's words, with and without its small words.
pub(super) fn initials(words: &[String]) -> [String; 2] {
    let small =
        |word: &str| matches!(word, "of" | "the" | "and" | "for" | "in" | "on" | "&" | "de" | "to");
    let first = |word: &String| word.chars().next();
    [
        words.iter().filter(|word| !small(word)).filter_map(first).collect(),
        words.iter().filter_map(first).collect(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(name: &str) -> Vec<String> {
        name.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn ok_short_forms_of_people() {
        let full = list("mary ellen van houten");
        for short in ["houten", "mary", "van houten", "mary houten", "mary e houten"] {
            assert!(shortens_person(&list(short), &full), "{short}");
        }
        for other in ["john houten", "mary van", "mary anne houten"] {
            assert!(!shortens_person(&list(other), &full), "{other}");
        }
    }

    #[test]
    fn ok_initials() {
        assert_eq!(initials(&list("bank of the north")), ["bn", "botn"]);
        assert_eq!(normal("U.S."), "us");
    }
}
