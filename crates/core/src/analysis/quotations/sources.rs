//! Sources that stand where the tagger does not see them.

use super::draft::{Draft, Stretch, stretch_at};
use super::reporting::phrase_end;
use crate::analysis::tokens::Tokens;

/// Furthest tokens of a source behind its verb.
const REACH: usize = 12;

/// Gives sources to attributions of quoted speech that have none: the words behind an inverted verb
/// (`"…," read the statement`), or the source of the attribution before it, whose subject it shares
/// (`She thanked them, adding: "…"`).
pub(super) fn complete(drafts: &mut [Draft], tokens: &Tokens<'_>, stretches: &[Stretch]) {
    for at in 0..drafts.len() {
        let (before, rest) = drafts.split_at_mut(at);
        let draft = &mut rest[0];
        let Some(cue) = draft.cue.clone().filter(|_| draft.source.is_none()) else { continue };
        if draft.contents.iter().all(|content| stretch_at(stretches, content.start).is_none()) {
            continue;
        }
        let behind = cue.start.checked_sub(1).and_then(|token| stretch_at(stretches, token));
        if behind.is_some_and(|stretch| stretch.outer.end == cue.start) {
            let end = tokens.sentence(tokens.sentence_of(cue.start)).end.min(cue.end + REACH);
            let source = cue.end..phrase_end(tokens, cue.end, end);
            if !source.is_empty() {
                draft.source = Some(source);
                continue;
            }
        }
        let sentence = tokens.sentence(tokens.sentence_of(cue.start));
        let shared = before
            .iter()
            .rev()
            .take_while(|other| {
                other.cue.as_ref().is_none_or(|other| sentence.start <= other.start)
            })
            .find(|other| other.source.is_some());
        draft.source = shared.and_then(|other| other.source.clone());
    }
}
