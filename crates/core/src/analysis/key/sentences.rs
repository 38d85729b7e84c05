//! Key sentences: those that share most with the rest of the story.

use super::super::tokens::{Shape, Tokens};
use super::super::{Document, SegmentKind};
use super::terms::Terms;
use crate::article::Entity;
use crate::trace::{Stage, Trace};

/// How many sentences a story of any length has.
const MAX_SENTENCES: usize = 5;
/// One key sentence for so many of the story's.
const SENTENCES_A_KEY: usize = 8;
/// Shorter sentences say too little, in tokens.
const MIN_TOKENS: usize = 6;
/// What the first sentences of a story count for, in tenths.
const POSITION_WEIGHT: [u64; 3] = [16, 13, 11];
/// Terms that come back more often than this count no more.
const MAX_COUNT: u64 = 12;
/// A sentence that shares this part of its terms with a chosen one repeats it, in tenths.
const REPEATED: usize = 6;

pub(super) fn choose(
    document: &Document<'_>,
    tokens: &Tokens<'_>,
    terms: &Terms,
    entities: &[Entity],
    trace: &mut Trace,
) -> Vec<u32> {
    let named = named_in(tokens, entities);
    let mut scored: Vec<(u64, usize)> = Vec::new();
    let mut prose = 0;
    for segment in 0..tokens.segment_count() {
        let range = tokens.segment(segment);
        if range.is_empty() || document.segments[segment].kind != SegmentKind::Prose {
            continue;
        }
        let sentences = tokens.sentence_of(range.start)..=tokens.sentence_of(range.end - 1);
        for sentence in sentences {
            let position = POSITION_WEIGHT.get(prose).copied().unwrap_or(10);
            prose += 1;
            if let Some(score) = score(tokens, terms, sentence) {
                let score = score * position / 10 * (20 + named[sentence].min(5)) / 20;
                scored.push((score, sentence));
            }
        }
    }
    scored.sort_by_key(|&(score, sentence)| (std::cmp::Reverse(score), sentence));
    let wanted = (prose.div_ceil(SENTENCES_A_KEY)).clamp(1, MAX_SENTENCES);
    let mut taken = vec![false; terms.len()];
    let mut chosen: Vec<u32> = Vec::new();
    for (score, sentence) in scored {
        let own = distinct(tokens, terms, sentence);
        let shared = own.iter().filter(|&&term| taken[term as usize]).count();
        if chosen.len() == wanted {
            break;
        }
        if !chosen.is_empty() && shared * 10 >= own.len() * REPEATED {
            continue;
        }
        for term in own {
            taken[term as usize] = true;
        }
        trace.score(Stage::Analysis, "key/sentence", score as f32, || {
            let surface = tokens.cover(tokens.sentence(sentence)).of(document.text);
            (surface.to_owned(), "shares most with the rest of the story".to_owned())
        });
        chosen.push(sentence as u32);
    }
    chosen.sort_unstable();
    chosen
}

/// How much a sentence shares with the rest of the story.
fn score(tokens: &Tokens<'_>, terms: &Terms, sentence: usize) -> Option<u64> {
    /// Damps short sentences: one frequent term alone is no summary.
    const DAMPING: u64 = 8;
    let range = tokens.sentence(sentence);
    if range.len() < MIN_TOKENS {
        return None;
    }
    // Questions ask what the story tells.
    let asks = tokens.text(range.end - 1).starts_with('?');
    let own = distinct(tokens, terms, sentence);
    if own.is_empty() || asks {
        return None;
    }
    let shared: u64 = own
        .iter()
        .map(|&term| {
            let others = (terms.count(term) - 1).min(MAX_COUNT);
            others * if terms.in_title(term) { 15 } else { 10 }
        })
        .sum();
    // Of quotations the story tells more in its own words.
    let quoted = tokens.shape(range.start).has(Shape::QUOTE);
    let score = shared * 100 / (DAMPING + own.len() as u64);
    Some(if quoted { score * 7 / 10 } else { score })
}

/// The terms of a sentence, each once, in order.
fn distinct(tokens: &Tokens<'_>, terms: &Terms, sentence: usize) -> Vec<u32> {
    let mut own: Vec<u32> = tokens
        .sentence(sentence)
        .map(|token| terms.of(token))
        .filter(|&term| term != Terms::NONE)
        .collect();
    own.sort_unstable();
    own.dedup();
    own
}

/// For each sentence, how many entities it mentions.
fn named_in(tokens: &Tokens<'_>, entities: &[Entity]) -> Vec<u64> {
    let mut named = vec![0; tokens.sentence_count()];
    for entity in entities {
        let mut last = usize::MAX;
        for mention in &entity.mentions {
            let token = tokens.at(mention.span.start);
            if token >= tokens.len() {
                break;
            }
            let sentence = tokens.sentence_of(token);
            if sentence != last {
                named[sentence] += 1;
                last = sentence;
            }
        }
    }
    named
}
