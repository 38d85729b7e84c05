//! The names in a byline: one by one, without roles, dates, handles and the words around them.

use super::datetime::{self, Reading};
use super::key::key;
use super::labels;
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

/// The parts of a list of names.
fn list_parts(text: &str) -> Vec<&str> {
    /// Words that join names, in the languages of the news.
    const AND: [&str; 19] = [
        " and ", " und ", " et ", " y ", " e ", " og ", " och ", " en ", " ja ", " i ", " oraz ",
        " és ", " și ", " и ", " та ", " και ", " ve ", " dan ", " và ",
    ];
    let mut parts: Vec<&str> =
        text.split([',', ';', '&', '/', '、', '，', '؛', '،', '+']).collect();
    for word in AND {
        parts = parts.into_iter().flat_map(|part| split_word(part, word)).collect();
    }
    parts
        .into_iter()
        .map(|part| {
            let part = part.trim();
            let lower = part.get(..4).map(str::to_ascii_lowercase);
            match lower.as_deref() {
                Some("and " | "und ") => part[4..].trim(),
                _ => part,
            }
        })
        .filter(|part| !part.is_empty())
        .collect()
}

/// Splits at a lower-case word with blanks around it; a single letter may be an initial's neighbour
/// (`José y Ana`, but not `Ortega y Gasset`), so both sides must have two words.
fn split_word<'a>(part: &'a str, word: &str) -> Vec<&'a str> {
    let mut pieces = Vec::new();
    let mut rest = part;
    while let Some(at) = rest.find(word) {
        let (left, right) = (&rest[..at], &rest[at + word.len()..]);
        let short = word.trim().len() <= 2 && word.is_ascii() && word != " et ";
        if short && (left.split_whitespace().count() < 2 || right.split_whitespace().count() < 2) {
            break;
        }
        pieces.push(left);
        rest = right;
    }
    pieces.push(rest);
    pieces
}

/// A name without what clings to it; none when nothing is left that can be a name.
fn clean(part: &str) -> Option<String> {
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
    name = cut_at_place(name);
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
        .filter(|word| !word.starts_with('@') || word.len() == name.len())
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
        if let Some(at) = name.find(word)
            && name[..at].split_whitespace().count() >= 2
        {
            return &name[..at];
        }
    }
    name
}

/// `A column by Jane Roe`: what stands before the byline word is no name.
fn behind_by(name: &str) -> &str {
    for word in [" by ", " von ", " par ", " por ", " door ", " av ", " af "] {
        if let Some(at) = name.find(word) {
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

/// Whether a text can be a name at all.
fn is_name(name: &str) -> bool {
    const MAX_CHARS: usize = 60;
    const MAX_WORDS: usize = 7;
    /// What stands in the place of a name.
    const NONE: [&str; 36] = [
        "null",
        "none",
        "undefined",
        "unknown",
        "n/a",
        "by",
        "author",
        "anonymous",
        "guest",
        "share",
        "follow",
        "comments",
        "comment",
        "read more",
        "view all posts",
        "view profile",
        "profile",
        "posted",
        "published",
        "updated",
        "website",
        "twitter",
        "facebook",
        "instagram",
        "linkedin",
        "email",
        "e-mail",
        "mail",
        "subscribe",
        "min read",
        "copyright",
        "about the author",
        "see more",
        "more",
        "print",
        "home",
    ];
    let lower = name.to_lowercase();
    let chars = name.chars().count();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    (2..=MAX_CHARS).contains(&chars)
        && letters >= 2.min(chars)
        && name.split_whitespace().count() <= MAX_WORDS
        && !NONE.contains(&lower.as_str())
        && (words::byline_prefix(name) != Some(name.len()) || words::is_organization_word(&lower))
        && !lower.starts_with("view all")
        && !lower.starts_with("follow ")
        && !lower.ends_with("min read")
        && !lower.split(' ').any(|word| {
            word.starts_with("comment")
                || word.starts_with("kommentar")
                || matches!(
                    word,
                    "posts"
                        | "disclosure"
                        | "bio"
                        | "beiträge"
                        | "articles"
                        | "artikel"
                        | "ago"
                        | "minutes"
                )
        })
        && labels::before(name).is_none_or(|label| label == labels::Label::Other)
        && !is_address(name)
        && !name.contains(['{', '}', '<', '>', '=', '?', '!', '…'])
}

/// A person in a phrase with a role: `Reporter Jane Roe`, `Jane Roe Political Editor`.
fn person_inside(phrase: &str) -> Option<String> {
    let words: Vec<&str> = phrase.split_whitespace().collect();
    let is_role = |word: &&str| words::is_role(&word.to_lowercase());
    let first = words.iter().position(is_role)?;
    let last = words.iter().rposition(is_role)?;
    let before = words[..first].join(" ");
    let behind = words[last + 1..].join(" ");
    [behind, before].into_iter().find(|name| looks_like_person(name))
}

/// Two to four words with capitals, or a short name in a script without them.
pub(super) fn looks_like_person(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let has_case = name.chars().any(|c| c.is_lowercase() || c.is_uppercase());
    if !has_case {
        return (2..=12).contains(&name.chars().count())
            && name.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '·');
    }
    let capitals = words.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    let known = words.iter().any(|word| {
        let word = word.to_lowercase();
        words::is_role(&word) || words::is_organization_word(&word)
    });
    (2..=5).contains(&words.len())
        && capitals >= 2
        && !known
        && !words::is_agency(&name.to_lowercase())
        && !name.bytes().any(|byte| byte.is_ascii_digit())
        && words.iter().all(|word| word.chars().count() <= 24)
}

/// Person or organisation.
pub(super) fn kind_of(name: &str, site_names: &[String]) -> AuthorKind {
    let lower = name.to_lowercase();
    let own = key(name);
    let by_word = lower.split(|c: char| !c.is_alphanumeric()).any(words::is_organization_word);
    let is_host = name.contains('.')
        && !name.contains(' ')
        && name.rsplit('.').next().is_some_and(|top| {
            (2..=4).contains(&top.len()) && top.bytes().all(|byte| byte.is_ascii_lowercase())
        });
    let organization = by_word
        || is_host
        || words::is_agency(&lower)
        || site_names.iter().any(|site| key(site) == own);
    if organization { AuthorKind::Organization } else { AuthorKind::Person }
}

fn one_capitalized(part: &str) -> bool {
    let part = part.trim();
    !part.contains(' ')
        && part.starts_with(char::is_uppercase)
        && !words::is_agency(&part.to_lowercase())
        && part.chars().any(char::is_lowercase)
}

fn is_address(text: &str) -> bool {
    text.contains("://")
        || text.starts_with("www.")
        || text.starts_with('/')
        || text.contains(".com/")
}

/// The text without what stands in round or square brackets.
fn without_brackets(text: &str) -> String {
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
fn without_dates(text: &str) -> String {
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
            &"x ".repeat(300),
        ] {
            assert!(texts(byline).is_empty(), "{byline}");
        }
    }
}
