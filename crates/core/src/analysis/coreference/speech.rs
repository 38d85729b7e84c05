//! `I` inside quotation marks: whoever speaks there.
//!
//! Who speaks is read from the verb of speech beside the marks: the person beside it, by name,
//! description or pronoun. The quotation layer reads more, but it comes later and costs more.

use std::ops::Range;

use crate::analysis::entities::{Draft, Reference};
use crate::analysis::features::{Features, Flag};
use crate::analysis::tokens::Tokens;
use crate::article::{EntityKind, MentionForm};
use crate::trace::{Stage, Trace};

/// Tokens between the person and the verb, at most.
const MAX_GAP: usize = 1;

/// Adds the first person singular in quotation marks.
pub(super) fn read(
    drafts: &mut [Draft],
    tokens: &Tokens<'_>,
    features: &Features,
    trace: &mut Trace,
) {
    // Who begins and who ends at each token outside quotation marks.
    let mut people: Vec<(Range<usize>, usize)> = Vec::new();
    for (entity, draft) in drafts.iter().enumerate() {
        if draft.kind == EntityKind::Person {
            let outside =
                draft.mentions.iter().filter(|m| !features.is(m.tokens.start, Flag::Quoted));
            people.extend(outside.map(|mention| (mention.tokens.clone(), entity)));
        }
    }
    people.sort_by_key(|(range, _)| (range.start, range.end));
    let mut found = Vec::new();
    for segment in 0..tokens.segment_count() {
        let range = tokens.segment(segment);
        let first_person: Vec<usize> = range
            .clone()
            .filter(|&token| {
                features.is(token, Flag::Pronoun)
                    && features.is(token, Flag::Quoted)
                    && matches!(tokens.text(token), "I" | "me" | "my" | "My" | "mine" | "myself")
            })
            .collect();
        if first_person.is_empty() {
            continue;
        }
        let speakers = speakers(range, &people, features);
        for token in first_person {
            if let Some(entity) = speaker(token, &speakers, tokens) {
                found.push((token, entity));
            }
        }
    }
    for (token, entity) in found {
        trace.note(Stage::Analysis, "coreference/first_person", || {
            let name = drafts[entity].words.join(" ");
            (tokens.text(token).to_owned(), format!("is `{name}`, who speaks here"))
        });
        drafts[entity].mentions.push(Reference {
            tokens: token..token + 1,
            form: MentionForm::Pronoun,
            margin: 0.0,
        });
    }
}

/// The verbs of speech of a segment that have a person beside them: the verb and the person.
fn speakers(
    segment: Range<usize>,
    people: &[(Range<usize>, usize)],
    features: &Features,
) -> Vec<(usize, usize)> {
    let mut speakers = Vec::new();
    for verb in segment.clone() {
        if !features.is(verb, Flag::Speech) || features.is(verb, Flag::Quoted) {
            continue;
        }
        let first = people.partition_point(|(range, _)| range.end + MAX_GAP < verb);
        let beside = |(range, _): &&(Range<usize>, usize)| {
            segment.contains(&range.start)
                && (range.end <= verb && verb - range.end <= MAX_GAP
                    || range.start > verb && range.start - verb <= 1 + MAX_GAP)
        };
        let near = people[first..].iter().take(4).filter(beside);
        // A person right before the verb is its subject: `he told Smith`.
        let person = near.min_by_key(|(range, _)| {
            if range.end <= verb { verb - range.end } else { 1 + range.start - verb }
        });
        if let Some(&(_, entity)) = person {
            speakers.push((verb, entity));
        }
    }
    speakers
}

/// Who speaks at `token`: of the verbs in its sentence the nearest, else the nearest in its segment.
/// `speakers` are in text order.
fn speaker(token: usize, speakers: &[(usize, usize)], tokens: &Tokens<'_>) -> Option<usize> {
    let sentence = tokens.sentence(tokens.sentence_of(token));
    let behind = speakers.partition_point(|&(verb, _)| verb < token);
    let near = [behind.checked_sub(1), Some(behind)];
    let near = near.into_iter().flatten().filter_map(|at| speakers.get(at));
    near.min_by_key(|(verb, _)| (!sentence.contains(verb), verb.abs_diff(token)))
        .map(|&(_, entity)| entity)
}
