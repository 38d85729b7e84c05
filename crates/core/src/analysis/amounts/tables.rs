//! The tables of units, currencies and words around numbers.

use std::sync::OnceLock;

use super::super::lexicon::Lexicon;

/// A table from words to strings.
#[derive(Debug)]
struct Names {
    lexicon: Lexicon,
    names: Vec<&'static str>,
}

impl Names {
    /// Of (name, words) pairs.
    fn new(entries: impl Iterator<Item = (&'static str, &'static str)>) -> Self {
        let mut names = Vec::new();
        let mut words = Vec::new();
        for (name, list) in entries {
            words.extend(list.split(' ').map(|word| (word, names.len() as u16)));
            names.push(name);
        }
        Self { lexicon: Lexicon::new(words), names }
    }

    fn get(&self, word: &str) -> Option<&'static str> {
        self.lexicon.get(word).map(|index| self.names[usize::from(index)])
    }
}

/// The UCUM code of a unit of measure.
pub(super) fn unit(word: &str) -> Option<&'static str> {
    static UNITS: OnceLock<Names> = OnceLock::new();
    UNITS.get_or_init(|| Names::new(Lexicon::lines(include_str!("../data/units.txt")))).get(word)
}

struct Currencies {
    signs: Names,
    words: Names,
    minor: Names,
}

fn currencies() -> &'static Currencies {
    static TABLE: OnceLock<Currencies> = OnceLock::new();
    TABLE.get_or_init(|| {
        let of = |kind: &'static str| {
            Names::new(
                Lexicon::lines(include_str!("../data/currencies.txt"))
                    .filter(move |(class, _)| *class == kind)
                    .filter_map(|(_, rest)| rest.split_once(' ')),
            )
        };
        Currencies { signs: of("sign"), words: of("word"), minor: of("minor") }
    })
}

/// The currency of a sign or code that stands before a number.
pub(super) fn currency_sign(sign: &str) -> Option<&'static str> {
    currencies().signs.get(sign)
}

/// The currency of a word behind a number; words of a name are joined by hyphens.
pub(super) fn currency_word(word: &str) -> Option<&'static str> {
    currencies().words.get(word)
}

/// The currency that a word behind a number names the hundredth part of.
pub(super) fn minor_word(word: &str) -> Option<&'static str> {
    currencies().minor.get(word)
}

/// What a word says about a number beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// A plural that does not show it.
    Plural,
    /// Neither noun nor adjective.
    Stop,
    /// A number behind it is a name.
    Label,
    /// A singular that `one` counts.
    Person,
}

/// What `word` says about a number beside it, in any case.
pub(super) fn beside(word: &str) -> Option<Beside> {
    static TABLE: OnceLock<Lexicon> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let lines = Lexicon::lines(include_str!("../data/count_words.txt"));
        Lexicon::new(lines.map(|(class, word)| {
            let class = match class {
                "plural" => 0,
                "stop" => 1,
                "label" => 2,
                _ => 3,
            };
            (word, class)
        }))
    });
    Some(match table.get(word)? {
        0 => Beside::Plural,
        1 => Beside::Stop,
        2 => Beside::Label,
        _ => Beside::Person,
    })
}
