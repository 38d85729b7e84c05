//! Token features: what the fitted taggers read.
//!
//! There is one implementation of them, this one; fitting reads what `crates/train` dumps of it. A
//! token has
//!
//! - a [`Word`], shared by all tokens with the same surface: hashed rows of the lower-cased word (two
//!   hashes), its first three, last three and last two characters, its shape and first character;
//!   its word pieces ([`Pieces`]); flags that hold wherever it stands;
//! - flags of its place ([`Flag`]): what the gazetteer says of the phrase around it, position,
//!   quotation marks, and what the document says of the same word elsewhere;
//! - a group: the tokens of the document with the same capitalised word.
//!
//! Features are computed in time linear in the text.

use std::collections::HashMap;
use std::ops::Range;

use super::Document;
use super::tokens::Tokens;

mod document;
mod flag;
pub mod gazetteer;
mod hash;
mod piece;
mod place;
mod word;

pub use flag::Flag;
pub use piece::Pieces;
pub use word::{ROWS, Word};

/// A token that has no group.
pub const NO_GROUP: u32 = u32::MAX;

/// The features of a document's tokens.
#[derive(Debug, Default)]
pub struct Features {
    /// The distinct words, in order of appearance.
    pub words: Vec<Word>,
    /// For each token, its word.
    pub word_of: Vec<u32>,
    /// For each token, its flags, those of its word included; see [`Flag`].
    pub flags: Vec<u64>,
    /// For each token, the group of tokens with the same capitalised word, or [`NO_GROUP`].
    pub groups: Vec<u32>,
    /// How many groups there are.
    pub group_count: u32,
    /// The tokens of each segment that has some: what no context crosses.
    pub segments: Vec<Range<usize>>,
}

/// What the steps that set flags read.
struct Reading<'a> {
    document: &'a Document<'a>,
    tokens: &'a Tokens<'a>,
    /// How many distinct lower-case forms there are.
    lower_count: usize,
}

impl Features {
    /// Computes the features of `tokens`, whose sentences have been split.
    #[must_use]
    pub fn new(document: &Document<'_>, tokens: &Tokens<'_>) -> Self {
        let mut features = Features::default();
        let lower_count = features.read_words(tokens);
        let reading = Reading { document, tokens, lower_count };
        features.flags =
            features.word_of.iter().map(|&word| features.words[word as usize].flags).collect();
        place::set(&mut features, &reading);
        document::set(&mut features, &reading);
        features
    }

    /// The word of a token.
    #[inline]
    #[must_use]
    pub fn word(&self, token: usize) -> &Word {
        &self.words[self.word_of[token] as usize]
    }

    /// Whether a token has a flag.
    #[inline]
    #[must_use]
    pub fn is(&self, token: usize, flag: Flag) -> bool {
        flag.is_in(self.flags[token])
    }

    #[inline]
    fn set(&mut self, token: usize, flag: Flag) {
        self.flags[token] |= flag.bit();
    }

    /// Finds the distinct words; returns how many distinct lower-case forms they have.
    fn read_words(&mut self, tokens: &Tokens<'_>) -> usize {
        let mut surfaces: HashMap<&str, u32> = HashMap::new();
        let mut lowers: HashMap<String, u32> = HashMap::new();
        self.word_of.reserve(tokens.len());
        for token in 0..tokens.len() {
            let surface = tokens.text(token);
            let next = self.words.len() as u32;
            let word = *surfaces.entry(surface).or_insert(next);
            if word == next {
                let form = surface.to_lowercase();
                let lower_next = lowers.len() as u32;
                let lower = lowers.get(&form).copied().unwrap_or(lower_next);
                self.words.push(Word::new(surface, &form, lower));
                if lower == lower_next {
                    lowers.insert(form, lower);
                }
            }
            self.word_of.push(word);
        }
        lowers.len()
    }
}

#[cfg(test)]
mod tests;
