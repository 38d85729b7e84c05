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
    /// What may come: `would`, `planned`, `to leave`, `until`.
    Possible,
    Unknown,
}

impl Tense {
    /// Whether it speaks of what is to come or may come.
    pub(super) fn is_ahead(self) -> bool {
        matches!(self, Self::Future | Self::Possible)
    }
}

const PAST: u16 = 0;
const FUTURE: u16 = 1;
const BEFORE: u16 = 2;
const POSSIBLE: u16 = 3;

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
                "possible" => POSSIBLE,
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
    let mut until = false;
    for index in back {
        match verb(tokens, sentence.start, index) {
            // `will sit until Friday`: the verb says more than the preposition.
            Some(Tense::Possible) if matches!(tokens.text(index), "until" | "by" | "through") => {
                until = true;
            }
            Some(Tense::Past) if until => return Tense::Possible,
            Some(tense) => return tense,
            None => {}
        }
    }
    if until {
        return Tense::Possible;
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
        Some(class @ (FUTURE | POSSIBLE)) => {
            let next = tokens.text_or_empty(index + 1);
            // `next to the embassy`, `a record set on Monday`, `her vacation plans`
            if word == "next" && next == "to"
                || word == "set" && !matches!(next, "to" | "for")
                || matches!(word, "plan" | "plans") && next != "to"
            {
                return None;
            }
            // `had been scheduled to expire`
            let was = (start.max(index.saturating_sub(3))..index)
                .any(|before| matches!(tokens.text(before), "had" | "was" | "were"));
            let possible = class == POSSIBLE || was;
            return Some(if possible { Tense::Possible } else { Tense::Future });
        }
        None if word == "to" && is_infinitive(tokens, index) => return Some(Tense::Possible),
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

/// Whether a verb follows the `to` at `index`: a plain word in lower case, and nothing in front of it
/// that takes a noun.
fn is_infinitive(tokens: &Tokens<'_>, index: usize) -> bool {
    let next = tokens.text_or_empty(index + 1);
    let before = index.checked_sub(1).map_or("", |before| tokens.text(before));
    next.len() > 1
        && next.bytes().all(|byte| byte.is_ascii_lowercase())
        && !next.ends_with("ing")
        && !matches!(
            next,
            "the"
                | "an"
                | "this"
                | "that"
                | "these"
                | "those"
                | "his"
                | "her"
                | "its"
                | "their"
                | "our"
                | "my"
                | "him"
                | "them"
                | "it"
                | "me"
                | "us"
                | "two"
                | "three"
                | "four"
                | "five"
                | "some"
                | "all"
                | "each"
                | "both"
                | "about"
                | "people"
                | "reporters"
        )
        && matches!(
            before,
            "planned"
                | "plans"
                | "planning"
                | "due"
                | "expected"
                | "scheduled"
                | "set"
                | "ready"
                | "agreed"
                | "agree"
                | "intends"
                | "intended"
                | "hopes"
                | "hoped"
                | "wants"
                | "wanted"
                | "vowed"
                | "promised"
                | "pledged"
                | "prepared"
                | "preparing"
                | "likely"
                | "supposed"
                | "slated"
                | "meant"
                | "refuse"
                | "refuses"
                | "invited"
        )
}
