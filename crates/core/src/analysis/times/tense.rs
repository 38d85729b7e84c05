//! Whether a sentence speaks of what was or of what is to come, at one of its words.

use std::ops::Range;
use std::sync::OnceLock;

use super::super::lexicon::Lexicon;
use super::super::tokens::{Shape, Tokens};

/// What the words around a time expression say about its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    Unknown,
}

const PAST: u16 = 0;
const FUTURE: u16 = 1;
const BEFORE: u16 = 2;

/// How far back a verb that governs the expression is looked for, in tokens.
const BACK: usize = 14;
/// And how far ahead, where nothing was found before it.
const AHEAD: usize = 10;

fn words() -> &'static Lexicon {
    static WORDS: OnceLock<Lexicon> = OnceLock::new();
    WORDS.get_or_init(|| {
        let lines = Lexicon::lines(include_str!("../data/tense_words.txt"));
        Lexicon::new(lines.map(|(class, word)| {
            let class = match class {
                "past" => PAST,
                "future" => FUTURE,
                _ => BEFORE,
            };
            (word, class)
        }))
    })
}

/// The tense at token `at` of the sentence `sentence`: of the nearest verb before it, else of the
/// nearest behind it.
pub(super) fn tense(tokens: &Tokens<'_>, sentence: Range<usize>, at: usize) -> Tense {
    let back = (sentence.start.max(at.saturating_sub(BACK))..at).rev();
    for index in back {
        if let Some(tense) = verb(tokens, sentence.start, index) {
            return tense;
        }
    }
    for index in at + 1..sentence.end.min(at + AHEAD) {
        if let Some(tense) = verb(tokens, sentence.start, index) {
            return tense;
        }
    }
    Tense::Unknown
}

fn verb(tokens: &Tokens<'_>, start: usize, index: usize) -> Option<Tense> {
    let shape = tokens.shape(index);
    if !shape.has(Shape::LETTER) || shape.has(Shape::CAPITAL) && index > start {
        return None;
    }
    let word = tokens.text(index);
    match words().get(word) {
        Some(FUTURE) => return Some(Tense::Future),
        Some(BEFORE) => {
            let of = tokens.text_or_empty(index + 1).eq_ignore_ascii_case("of");
            return (of || word.len() > 5).then_some(Tense::Future);
        }
        Some(_) => {}
        None => {
            // A regular past form: `-ed`, but not `need` or `feed`.
            let regular = word.len() > 4 && word.ends_with("ed") && !word.ends_with("eed");
            if !regular || shape.has(Shape::HYPHEN) {
                return None;
            }
        }
    }
    // `will be held`: what stands before the participle decides.
    let passive = (start.max(index.saturating_sub(3))..index)
        .any(|before| matches!(tokens.text(before), "be" | "is" | "are" | "being" | "to"));
    (!passive).then_some(Tense::Past)
}
