//! Key phrases: runs of terms that come back.

use std::collections::HashMap;

use super::super::tokens::{Shape, Tokens};
use super::terms::Terms;
use crate::article::{KeyPhrase, Score};
use crate::span::Span;
use crate::trace::{Stage, Trace};

/// How many phrases a story has at most.
const MAX_PHRASES: usize = 10;
/// The longest phrase, in terms.
const MAX_TERMS: usize = 4;
/// What a phrase of one, two, three and four terms counts for, in tenths: longer ones say more, and
/// come back less often.
const LENGTH_WEIGHT: [u64; MAX_TERMS] = [10, 22, 26, 24];

/// A run of terms.
struct Candidate {
    /// First and last token where it stands first.
    first: usize,
    last: usize,
    terms: [u32; MAX_TERMS],
    length: usize,
    count: u64,
    /// How often all its words begin with capitals, away from a sentence's beginning.
    names: u32,
}

pub(super) fn choose(tokens: &Tokens<'_>, terms: &Terms, trace: &mut Trace) -> Vec<KeyPhrase> {
    let candidates = collect(tokens, terms);
    let mut scored: Vec<(u64, usize)> = candidates
        .iter()
        .enumerate()
        .filter_map(|(index, candidate)| Some((score(tokens, terms, candidate)?, index)))
        .collect();
    // Ties go to the phrase that comes first.
    scored.sort_by_key(|&(score, index)| (std::cmp::Reverse(score), index));
    let mut chosen: Vec<(u64, usize)> = Vec::new();
    for (score, index) in scored {
        let candidate = &candidates[index];
        let said = chosen.iter().any(|&(_, other)| overlaps(candidate, &candidates[other]));
        if !said {
            chosen.push((score, index));
        }
        if chosen.len() == MAX_PHRASES {
            break;
        }
    }
    let best = chosen.first().map_or(1, |&(score, _)| score.max(1));
    chosen
        .into_iter()
        .map(|(score, index)| {
            let candidate = &candidates[index];
            let span = tokens.cover(candidate.first..candidate.last + 1);
            // In thousandths, so that no rounding of quotients differs between platforms.
            let share = (score * 1000 / best) as f32 / 1000.0;
            let text = span.of(tokens.source()).to_owned();
            trace.score(Stage::Analysis, "key/phrase", share, || {
                (text.clone(), format!("stands {} times", candidate.count))
            });
            KeyPhrase { text, spans: places(tokens, terms, candidate), score: Score::new(share) }
        })
        .collect()
}

/// All runs of up to [`MAX_TERMS`] terms inside a sentence, in order of their first place.
fn collect(tokens: &Tokens<'_>, terms: &Terms) -> Vec<Candidate> {
    let mut index: HashMap<[u32; MAX_TERMS], usize> = HashMap::new();
    let mut candidates: Vec<Candidate> = Vec::new();
    for start in 0..tokens.len() {
        let sentence = tokens.sentence(tokens.sentence_of(start));
        let mut key = [Terms::NONE; MAX_TERMS];
        for length in 1..=MAX_TERMS {
            let last = start + length - 1;
            if last >= sentence.end || terms.of(last) == Terms::NONE {
                break;
            }
            key[length - 1] = terms.of(last);
            let names =
                (start..=last).all(|token| tokens.is_capitalised(token) && token > sentence.start);
            let place = *index.entry(key).or_insert_with(|| {
                candidates.push(Candidate {
                    first: start,
                    last,
                    terms: key,
                    length,
                    count: 0,
                    names: 0,
                });
                candidates.len() - 1
            });
            let candidate = &mut candidates[place];
            candidate.count += 1;
            candidate.names += u32::from(names);
        }
    }
    candidates
}

/// Where a phrase stands.
fn places(tokens: &Tokens<'_>, terms: &Terms, candidate: &Candidate) -> Vec<Span> {
    let length = candidate.length;
    (candidate.first..tokens.len().saturating_sub(length - 1))
        .filter(|&start| {
            (0..length).all(|index| terms.of(start + index) == candidate.terms[index])
                && tokens.sentence_of(start) == tokens.sentence_of(start + length - 1)
        })
        .map(|start| tokens.cover(start..start + length))
        .collect()
}

/// The weight of a phrase; `None` when it is none.
fn score(tokens: &Tokens<'_>, terms: &Terms, candidate: &Candidate) -> Option<u64> {
    let count = candidate.count;
    let name = candidate.names > 0;
    // A word alone must come back often or be a name; several words must come back.
    let least = match (candidate.length, name) {
        (1, true) | (2.., _) => 2,
        (_, false) => 3,
        (_, true) => 2,
    };
    if count < least || !is_nominal(tokens, candidate) {
        return None;
    }
    let mut score = count * LENGTH_WEIGHT[candidate.length - 1];
    if name {
        score = score * 13 / 10;
    }
    let in_title = candidate.terms[..candidate.length].iter().all(|&term| terms.in_title(term));
    if in_title {
        score = score * 15 / 10;
    }
    // What a story begins with it is about.
    let sentence = tokens.sentence_of(candidate.first);
    if sentence < 2 {
        score = score * 13 / 10;
    }
    Some(score)
}

/// Whether a phrase can be a noun with what belongs to it: no adverb, no verb form at its end.
fn is_nominal(tokens: &Tokens<'_>, candidate: &Candidate) -> bool {
    let verbal = |word: &str, endings: &[&str]| {
        word.len() > 4 && endings.iter().any(|ending| word.ends_with(ending))
    };
    let first = tokens.text(candidate.first);
    let last = tokens.text(candidate.last);
    let name = tokens.is_capitalised(candidate.last);
    let stopped = tokens.shape(candidate.last).has(Shape::STOPPED);
    let verb = verbal(first, &["ly"]) || verbal(last, &["ly", "ed", "ing"]) && !name;
    !verb && !stopped
}

/// Whether one of two phrases holds the other.
fn overlaps(one: &Candidate, other: &Candidate) -> bool {
    let (short, long) = if one.length <= other.length { (one, other) } else { (other, one) };
    long.terms[..long.length]
        .windows(short.length)
        .any(|window| window == &short.terms[..short.length])
}
