//! What a word is by itself: hashed rows, pieces, flags. Computed once for each distinct word of a
//! document.

use std::sync::LazyLock;

use super::flag::Flag;
use super::gazetteer::{Class, Gazetteer, word_key};
use super::hash::hash;
use super::piece::Pieces;
use crate::analysis::lexicon::Lexicon;

/// The hashed features of a word, in the order of [`Word::rows`].
pub const ROWS: [(&str, usize); 7] = [
    ("word_a", 16384),
    ("word_b", 16384),
    ("prefix_3", 4096),
    ("suffix_3", 4096),
    ("suffix_2", 1024),
    ("shape", 1024),
    ("first_char", 256),
];

/// A distinct word of a document, case told apart.
#[derive(Debug, Clone)]
pub struct Word {
    /// The row of each hashed feature in its table; see [`ROWS`].
    pub rows: [u16; ROWS.len()],
    /// The word's pieces, as rows of [`Pieces`].
    pub pieces: Vec<u16>,
    /// The flags that the word has wherever it stands.
    pub flags: u64,
    /// The number of its lower-case form: words that differ in case alone share it.
    pub lower: u32,
    /// Its classes in the gazetteer.
    pub(crate) classes: u16,
    /// Its key in phrases of the gazetteer.
    pub(crate) key: u64,
    /// The first character of its lower-case form.
    pub(crate) initial: char,
}

/// Lists of words that are flags, in the order of their bits.
static LISTS: LazyLock<Lexicon> = LazyLock::new(|| {
    let lists: [(&'static str, Flag); 6] = [
        (include_str!("data/organization_words.txt"), Flag::OrganizationWord),
        (include_str!("data/titles.txt"), Flag::Title),
        (include_str!("data/speech_verbs.txt"), Flag::Speech),
        (include_str!("data/pronouns.txt"), Flag::Pronoun),
        (include_str!("data/calendar.txt"), Flag::Calendar),
        (include_str!("data/function_words.txt"), Flag::Function),
    ];
    let mut entries = std::collections::BTreeMap::<&'static str, u16>::new();
    for (list, flag) in lists {
        let lines = list.lines().filter(|line| !line.starts_with('#'));
        for word in lines.flat_map(str::split_whitespace) {
            *entries.entry(word).or_default() |= flag.bit() as u16;
        }
    }
    Lexicon::new(entries)
});

impl Word {
    /// Reads the word `surface`, whose lower-case form is `lower_form` with the number `lower`.
    pub(crate) fn new(surface: &str, lower_form: &str, lower: u32) -> Self {
        let capital = surface.starts_with(char::is_uppercase);
        let bare = lower_form.strip_suffix('.').unwrap_or(lower_form);
        let mut flags = u64::from(LISTS.get(bare).unwrap_or(0));
        let key = word_key(lower_form);
        let mut classes = 0;
        if capital {
            flags |= Flag::Capital.bit();
            classes = Gazetteer::get().classes(key);
            for (class, flag) in [
                (Class::Male, Flag::MaleName),
                (Class::Female, Flag::FemaleName),
                (Class::Last, Flag::LastName),
            ] {
                flags |= if class.is_in(classes) { flag.bit() } else { 0 };
            }
        }
        let mut pieces = Vec::new();
        Pieces::get().split(lower_form, &mut pieces);
        let row = |feature: usize, part: &str| {
            (hash(part.as_bytes(), feature as u64 + 1) % ROWS[feature].1 as u64) as u16
        };
        let rows = [
            row(0, lower_form),
            row(1, lower_form),
            row(2, prefix(lower_form, 3)),
            row(3, suffix(lower_form, 3)),
            row(4, suffix(lower_form, 2)),
            row(5, &shape(surface)),
            row(6, prefix(surface, 1)),
        ];
        let initial = lower_form.chars().next().unwrap_or(' ');
        Self { rows, pieces, flags, lower, classes, key, initial }
    }

    /// Whether the word has the flag wherever it stands.
    #[inline]
    pub(crate) fn is(&self, flag: Flag) -> bool {
        flag.is_in(self.flags)
    }
}

fn prefix(word: &str, chars: usize) -> &str {
    word.char_indices().nth(chars).map_or(word, |(end, _)| &word[..end])
}

fn suffix(word: &str, chars: usize) -> &str {
    word.char_indices().rev().nth(chars - 1).map_or(word, |(start, _)| &word[start..])
}

/// The word with letters as `X` and `x` and digits as `d`; no more than three of a kind in a row.
fn shape(word: &str) -> String {
    let mut shape = String::new();
    let (mut last, mut repeated) = ('\0', 0);
    // Shapes differ at the beginning or not at all.
    for c in word.chars().take(24) {
        let class = if c.is_lowercase() {
            'x'
        } else if c.is_uppercase() {
            'X'
        } else if c.is_numeric() {
            'd'
        } else if c.is_alphabetic() {
            'a'
        } else {
            c
        };
        repeated = if class == last { repeated + 1 } else { 1 };
        last = class;
        if repeated <= 3 {
            shape.push(class);
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_parts_of_words() {
        assert_eq!((prefix("åbenrå", 3), suffix("åbenrå", 2)), ("åbe", "rå"));
        assert_eq!((prefix("a", 3), suffix("a", 3)), ("a", "a"));
        assert_eq!(shape("McDonald"), "XxXxxx");
        assert_eq!(shape("2,500"), "d,ddd");
    }

    #[test]
    fn ok_flags_of_a_word() {
        let word = Word::new("President", "president", 0);
        assert!(word.is(Flag::Title) && word.is(Flag::Capital));
        assert!(Word::new("Gen.", "gen.", 0).is(Flag::Title));
        assert!(Word::new("Maria", "maria", 0).is(Flag::FemaleName));
        assert!(!Word::new("maria", "maria", 0).is(Flag::FemaleName));
        assert!(Word::new("said", "said", 0).is(Flag::Speech));
    }
}
