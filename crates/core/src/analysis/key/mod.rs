//! Key sentences and key phrases: what a story is about, in its own words.
//!
//! Extractive and deterministic: every weight is an integer. A term is a word that carries meaning,
//! plural and singular as one. A sentence counts for the terms it shares with the rest of the story,
//! for its place near the head, for words of the headline and for the people, organisations and
//! places it names; one that repeats a chosen sentence is passed over. A phrase is a run of such
//! words that comes back, or a name.

use super::Document;
use super::tokens::Tokens;
use crate::article::{Entity, KeyPhrase};
use crate::trace::Trace;

mod phrases;
mod sentences;
mod terms;

use terms::Terms;

/// What a story is about.
#[derive(Debug, Default)]
pub struct Key {
    /// Indices of sentences, ascending.
    pub sentences: Vec<u32>,
    /// Phrases, best first.
    pub phrases: Vec<KeyPhrase>,
}

/// Finds the key sentences and phrases of the document. `entities` may be empty.
#[must_use]
pub fn find(
    document: &Document<'_>,
    tokens: &Tokens<'_>,
    entities: &[Entity],
    trace: &mut Trace,
) -> Key {
    let terms = Terms::collect(tokens, document.title);
    Key {
        sentences: sentences::choose(document, tokens, &terms, entities, trace),
        phrases: phrases::choose(tokens, &terms, trace),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::tokens::tests::{document, odd_strings};
    use crate::analysis::tokens::tokenize;

    const STORY: &str = "The harbour bridge will close for repairs in spring, the port authority \
        said. Drivers were not amused. The port authority has put off repairs of the harbour bridge \
        for a decade. \"I like birds,\" said a passer-by. Ferries will replace the harbour bridge \
        while repairs last, the port authority said. Nobody knows more about it than that.";

    fn key(text: &str) -> (Vec<u32>, Vec<String>) {
        let document = document(text);
        let mut tokens = tokenize(&document);
        let _ = crate::analysis::sentences::split(&document, &mut tokens, &mut Trace::off());
        let key = find(&document, &tokens, &[], &mut Trace::off());
        (key.sentences, key.phrases.into_iter().map(|phrase| phrase.text).collect())
    }

    #[test]
    fn ok_a_story() {
        let (sentences, phrases) = key(STORY);
        assert_eq!(sentences[0], 0);
        assert!(!sentences.contains(&3), "{sentences:?}");
        assert_eq!(phrases[..2], ["harbour bridge", "port authority"]);
    }

    #[test]
    fn ok_spans_are_the_phrase_each_time() {
        let document = document(STORY);
        let tokens = tokenize(&document);
        for phrase in find(&document, &tokens, &[], &mut Trace::off()).phrases {
            assert_eq!(phrase.spans[0].of(STORY), phrase.text);
            assert!(phrase.spans.is_sorted());
        }
    }

    #[test]
    fn ok_any_text() {
        for text in odd_strings() {
            let (sentences, _) = key(&text);
            assert!(sentences.is_sorted());
        }
        assert_eq!(key(""), (vec![], vec![]));
    }
}
