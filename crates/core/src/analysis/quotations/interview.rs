//! Interviews and transcripts: paragraphs that begin with `Q:`, `A:` or a speaker's name and a colon.
//!
//! A turn is verbatim although it has no quotation marks. Labels count only when turns alternate, so
//! that `Note:` or `Correction:` at a paragraph's head is no speaker.

use std::collections::HashMap;

use super::draft::{Draft, Origin};
use crate::analysis::tokens::{Shape, Tokens};

/// Longest label in tokens.
const MAX_LABEL: usize = 4;
/// Fewest turns of an interview.
const MIN_TURNS: usize = 3;

/// A turn: its segment, its label and where what was said begins.
struct Turn<'a> {
    segment: usize,
    label: &'a str,
    label_end: usize,
}

/// Adds the turns of an interview to `drafts`.
pub(super) fn add_turns(drafts: &mut Vec<Draft>, tokens: &Tokens<'_>) {
    let turns: Vec<Turn<'_>> =
        (0..tokens.segment_count()).filter_map(|segment| turn(tokens, segment)).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for turn in &turns {
        *counts.entry(turn.label).or_default() += 1;
    }
    let repeated = turns.iter().filter(|turn| counts[turn.label] > 1 || is_letter(turn.label));
    if counts.len() < 2 || repeated.count() < MIN_TURNS {
        return;
    }
    // The tagger takes a label's colon for a cue.
    let colons: Vec<usize> = turns.iter().map(|turn| turn.label_end).collect();
    drafts.retain(|draft| {
        draft.cue.as_ref().is_none_or(|cue| colons.binary_search(&cue.start).is_err())
    });
    for turn in turns.iter().filter(|turn| counts[turn.label] > 1 || is_letter(turn.label)) {
        let segment = tokens.segment(turn.segment);
        let content = turn.label_end + 1..segment.end;
        drafts.push(Draft {
            cue: None,
            source: Some(segment.start..turn.label_end),
            contents: Vec::from([content]),
            origin: Origin::Turn,
        });
    }
}

/// The turn that a segment is, when it begins like one.
fn turn<'a>(tokens: &Tokens<'a>, segment: usize) -> Option<Turn<'a>> {
    let range = tokens.segment(segment);
    let colon = range.clone().take(MAX_LABEL + 1).find(|&token| tokens.text(token) == ":")?;
    let label = range.start..colon;
    let named = label.clone().all(|token| tokens.is_capitalised(token));
    // A label alone in its paragraph heads what follows it.
    // A score or a price behind a name is no speech.
    let speaks = |token: usize| tokens.shape(token).has(Shape::LOWER);
    let spoken = (colon + 1..range.end).any(speaks);
    (named && !label.is_empty() && spoken).then(|| Turn {
        segment,
        label: tokens.cover(label.clone()).of(tokens.source()),
        label_end: colon,
    })
}

/// Whether a label is one of the letters that stand for question and answer.
pub(super) fn is_letter(label: &str) -> bool {
    matches!(label, "Q" | "A")
}
