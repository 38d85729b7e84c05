//! Words that are written with a full stop of their own.

use std::sync::OnceLock;

use super::super::lexicon::Lexicon;

/// When the stop of an abbreviation can end a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Abbreviation {
    /// Before a name: never.
    Title,
    /// An abbreviation only before a number: never.
    Number,
    /// Inside a sentence: never.
    Middle,
    /// An abbreviation only when capitalised: maybe.
    Capital,
    /// Maybe.
    Either,
}

const CLASSES: [(&str, Abbreviation); 5] = [
    ("title", Abbreviation::Title),
    ("number", Abbreviation::Number),
    ("middle", Abbreviation::Middle),
    ("capital", Abbreviation::Capital),
    ("either", Abbreviation::Either),
];

/// The class of `word`, which is given without its final stop, in any case.
pub(crate) fn abbreviation(word: &str) -> Option<Abbreviation> {
    static TABLE: OnceLock<Lexicon> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let lines = Lexicon::lines(include_str!("../data/abbreviations.txt"));
        Lexicon::new(lines.filter_map(|(class, word)| {
            let class = CLASSES.iter().position(|(name, _)| *name == class)?;
            Some((word, class as u16))
        }))
    });
    table.get(word).map(|class| CLASSES[usize::from(class)].1)
}
