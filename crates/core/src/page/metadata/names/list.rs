//! A list of names taken apart.

use super::find_spaced;

/// The parts of a list of names.
pub(super) fn list_parts(text: &str) -> Vec<&str> {
    /// Words that join names, in the languages of the news.
    const AND: [&str; 19] = [
        " and ", " und ", " et ", " y ", " e ", " og ", " och ", " en ", " ja ", " i ", " oraz ",
        " és ", " și ", " и ", " та ", " και ", " ve ", " dan ", " và ",
    ];
    let mut parts: Vec<&str> =
        text.split([',', ';', '&', '/', '、', '，', '؛', '،', '+']).collect();
    for word in AND {
        if find_spaced(text, word).is_none() {
            continue;
        }
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
    while let Some(at) = find_spaced(rest, word) {
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
