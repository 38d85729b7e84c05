//! Quoted speech that the tagger gave to nobody: the reporting clause beside it, the speaker who
//! goes on, or nobody.

use std::ops::Range;

use super::draft::{Draft, Origin, Stretch};
use super::reporting;
use crate::analysis::tokens::Tokens;

/// Adds what is missing to `drafts` and leaves them in text order of their first content.
pub(super) fn attribute(drafts: &mut Vec<Draft>, tokens: &Tokens<'_>, stretches: &[Stretch]) {
    let mut owner = owners(drafts, stretches);
    let mut cues: Vec<usize> =
        drafts.iter().flat_map(|draft| &draft.cue).map(|c| c.start).collect();
    cues.sort_unstable();
    for at in 0..stretches.len() {
        if owner[at].is_some() {
            continue;
        }
        let stretch = &stretches[at];
        if let Some((cue, source)) = reporting::signature(tokens, stretch) {
            let contents = vec![stretch.outer.clone()];
            owner[at] = Some(drafts.len());
            drafts.push(Draft { cue: Some(cue), source, contents, origin: Origin::Clause });
            continue;
        }
        let before = at.checked_sub(1).and_then(|before| owner[before].zip(stretches.get(before)));
        // The paragraph goes on, or opens again what was not closed.
        let same = before.filter(|(_, last)| {
            stretch.continues
                || stretch.is_sentence
                    && last.segment == stretch.segment
                    && begins_sentence(tokens, stretch)
        });
        if let Some((draft, _)) = same.filter(|_| !has_cue_between(&cues, stretches, at)) {
            drafts[draft].contents.push(stretch.outer.clone());
            owner[at] = Some(draft);
            continue;
        }
        let draft = reporting::clause(tokens, stretch)
            .or_else(|| led_in(drafts, tokens, stretch))
            .map(|(cue, source)| Draft {
                cue: Some(cue),
                source,
                contents: vec![stretch.outer.clone()],
                origin: Origin::Clause,
            })
            .or_else(|| {
                let alone = fills_paragraph(tokens, stretch);
                alone.then(|| carry_on(drafts, tokens, stretches, &owner, at))
            });
        if let Some(draft) = draft {
            owner[at] = Some(drafts.len());
            drafts.push(draft);
        }
    }
    for draft in drafts.iter_mut() {
        draft.contents.sort_by_key(|content| content.start);
    }
    drafts.sort_by_key(|draft| {
        (draft.contents[0].start, draft.cue.as_ref().map_or(usize::MAX, |cue| cue.start))
    });
}

/// For each stretch the draft that has most of it as content.
fn owners(drafts: &[Draft], stretches: &[Stretch]) -> Vec<Option<usize>> {
    let mut owner: Vec<Option<(usize, usize)>> = vec![None; stretches.len()];
    for (index, draft) in drafts.iter().enumerate() {
        for content in &draft.contents {
            let first = stretches.partition_point(|stretch| stretch.outer.end <= content.start);
            for (at, stretch) in stretches.iter().enumerate().skip(first) {
                if stretch.outer.start >= content.end {
                    break;
                }
                let shared = shared(&stretch.outer, content);
                if 2 * shared >= stretch.outer.len()
                    && owner[at].is_none_or(|(_, most)| shared > most)
                {
                    owner[at] = Some((index, shared));
                }
            }
        }
    }
    owner.into_iter().map(|owner| owner.map(|(index, _)| index)).collect()
}

fn shared(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// Whether the text between a stretch and the one before it announces speech of its own: a cue that
/// another draft owns.
fn has_cue_between(cues: &[usize], stretches: &[Stretch], at: usize) -> bool {
    let before = |token: usize| cues.partition_point(|&cue| cue < token);
    before(stretches[at].outer.start) - before(stretches[at - 1].outer.end) > 1
}

/// Whether a stretch stands where a sentence or a part of speech begins: at the head of its paragraph
/// or behind a mark, not as the title of something just named.
fn begins_sentence(tokens: &Tokens<'_>, stretch: &Stretch) -> bool {
    let head = tokens.segment(stretch.segment).start;
    stretch.outer.start == head || tokens.is_mark(stretch.outer.start - 1)
}

/// Whether a sentence of speech is all that its paragraph holds.
fn fills_paragraph(tokens: &Tokens<'_>, stretch: &Stretch) -> bool {
    let segment = tokens.segment(stretch.segment);
    stretch.is_sentence && stretch.outer.start == segment.start && stretch.outer.end == segment.end
}

/// Speech behind a colon: its cue is the colon, its source that of the attribution or the subject of the
/// sentence that the colon ends.
fn led_in(
    drafts: &[Draft],
    tokens: &Tokens<'_>,
    stretch: &Stretch,
) -> Option<(Range<usize>, Option<Range<usize>>)> {
    let colon = stretch.outer.start.checked_sub(1).filter(|&token| tokens.text(token) == ":")?;
    if !stretch.is_sentence {
        return None;
    }
    let sentence = tokens.sentence(tokens.sentence_of(colon));
    // The tagger's drafts come first and are in the order of their cues.
    let tagged = drafts.partition_point(|draft| {
        matches!(draft.origin, Origin::Tagged { .. })
            && draft.cue.as_ref().is_some_and(|cue| cue.start < colon)
    });
    let last = drafts[..tagged].last();
    let shared = last
        .filter(|draft| draft.cue.as_ref().is_some_and(|cue| sentence.start <= cue.start))
        .and_then(|draft| draft.source.clone());
    Some((colon..colon + 1, shared.or_else(|| reporting::subject(tokens, sentence))))
}

/// A paragraph of speech without a cue: its speaker is the one of the paragraph before, unless the two
/// are question and answer.
fn carry_on(
    drafts: &[Draft],
    tokens: &Tokens<'_>,
    stretches: &[Stretch],
    owner: &[Option<usize>],
    at: usize,
) -> Draft {
    /// Titles and terms in marks may stand between the speech and its speaker's next.
    const LOOK_BACK: usize = 6;
    let stretch = &stretches[at];
    let contents = vec![stretch.outer.clone()];
    let alone =
        Draft { cue: None, source: None, contents: contents.clone(), origin: Origin::Alone };
    let spoken = (at.saturating_sub(LOOK_BACK)..at)
        .rev()
        .take_while(|&before| stretches[before].segment + 1 >= stretch.segment)
        .find_map(|before| Some((&stretches[before], &drafts[owner[before]?])));
    let Some((last, draft)) = spoken else { return alone };
    let asked = draft
        .cue
        .as_ref()
        .is_none_or(|cue| cue.clone().any(|token| tokens.text(token).starts_with("ask")));
    let answers = last.asks && !stretch.asks && asked;
    let asks_back = stretch.asks && !last.asks;
    if answers || asks_back || draft.source.is_none() {
        return alone;
    }
    Draft { cue: None, source: draft.source.clone(), contents, origin: Origin::CarriedOn }
}
