//! Terms: the words of a text that carry its meaning.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::super::lexicon::Lexicon;
use super::super::tokens::{Shape, Tokens};

/// The terms of a text.
#[derive(Debug)]
pub(super) struct Terms {
    /// For each token its term, or [`Terms::NONE`].
    of: Vec<u32>,
    /// How often each term stands in the text.
    counts: Vec<u32>,
    /// Whether each term stands in the headline.
    in_title: Vec<bool>,
}

impl Terms {
    /// The term of a token that carries no meaning.
    pub(super) const NONE: u32 = u32::MAX;

    /// The terms of the tokens; `title` is the headline.
    pub(super) fn collect(tokens: &Tokens<'_>, title: Option<&str>) -> Self {
        let mut index: HashMap<String, u32> = HashMap::new();
        let mut terms =
            Self { of: Vec::with_capacity(tokens.len()), counts: Vec::new(), in_title: Vec::new() };
        let mut word = String::new();
        for token in 0..tokens.len() {
            let shape = tokens.shape(token);
            let text = tokens.text(token);
            let meaning = shape.has(Shape::LETTER)
                && !shape.any(Shape::CLITIC.with(Shape::ADDRESS).with(Shape::IDEOGRAPH))
                && text.len() > 1
                && stop_words().get(text).is_none();
            if !meaning {
                terms.of.push(Self::NONE);
                continue;
            }
            fold(text, &mut word);
            let next = terms.counts.len() as u32;
            let term = match index.get(&word) {
                Some(&term) => term,
                None => {
                    index.insert(word.clone(), next);
                    terms.counts.push(0);
                    next
                }
            };
            terms.counts[term as usize] += 1;
            terms.of.push(term);
        }
        terms.in_title = vec![false; terms.counts.len()];
        for part in title.unwrap_or_default().split(|c: char| !c.is_alphanumeric() && c != '-') {
            fold(part, &mut word);
            if let Some(&term) = index.get(&word) {
                terms.in_title[term as usize] = true;
            }
        }
        terms
    }

    /// The term of a token.
    pub(super) fn of(&self, token: usize) -> u32 {
        self.of[token]
    }

    /// How often a term stands in the text.
    pub(super) fn count(&self, term: u32) -> u64 {
        u64::from(self.counts[term as usize])
    }

    /// Whether a term stands in the headline.
    pub(super) fn in_title(&self, term: u32) -> bool {
        self.in_title[term as usize]
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.counts.len()
    }
}

/// `text` in small letters and without the `s` of a plural, in `word`.
fn fold(text: &str, word: &mut String) {
    word.clear();
    word.extend(text.chars().flat_map(char::to_lowercase));
    let plural =
        word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us");
    if plural {
        word.pop();
        // `parties` and `party`
        if word.ends_with("ie") && word.len() > 4 {
            word.truncate(word.len() - 2);
            word.push('y');
        }
    }
}

fn stop_words() -> &'static Lexicon {
    static WORDS: OnceLock<Lexicon> = OnceLock::new();
    WORDS.get_or_init(|| {
        let lines = Lexicon::lines(include_str!("../data/stop_words.txt"));
        Lexicon::new(lines.flat_map(|(_, words)| words.split(' ')).map(|word| (word, 0)))
    })
}
