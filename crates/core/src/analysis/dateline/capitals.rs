//! Names in capitals as they are written elsewhere.

use super::{JOINT, words};

/// `NEW DELHI` as `New Delhi`, `RIO DE JANEIRO` as `Rio de Janeiro`; words that are not all in
/// capitals stay as they are.
pub(super) fn ordinary_capitals(name: &str) -> String {
    /// Names that are written in capitals anywhere.
    const ACRONYMS: [&str; 7] = ["UN", "US", "USA", "UK", "UAE", "DC", "DRC"];
    let mut ordinary = String::with_capacity(name.len());
    let mut rest = name;
    let mut first = true;
    while !rest.is_empty() {
        let end =
            rest.find(|c: char| !c.is_alphabetic() && c != '.' && c != '\'').unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        // `N.Y.` keeps its capitals, `ST.` does not.
        let last = word.char_indices().next_back().map_or(0, |(last, _)| last);
        let dotted = word.len() < 3 && word.contains('.') || word[..last].contains('.');
        let upper = !dotted && !word.chars().any(char::is_lowercase);
        if !upper || ACRONYMS.contains(&word) || word.chars().count() < 2 {
            ordinary.push_str(word);
        } else if !first && words().get(word) == Some(JOINT) {
            ordinary.extend(word.chars().flat_map(char::to_lowercase));
        } else {
            let mut letters = word.chars();
            ordinary.extend(letters.next());
            // `O'SMACH` has two capitals.
            let mut after_mark = false;
            for letter in letters {
                if after_mark {
                    ordinary.push(letter);
                } else {
                    ordinary.extend(letter.to_lowercase());
                }
                after_mark = letter == '\'';
            }
        }
        first &= word.is_empty();
        let mark = behind.chars().next().map_or(0, char::len_utf8);
        ordinary.push_str(&behind[..mark]);
        rest = &behind[mark..];
    }
    ordinary
}
