//! Who said what: direct, indirect and mixed speech with its cue, its source and the speaker.
//!
//! [`marks`] finds what stands in quotation marks; the `tagger` finds cues, sources and contents in
//! prose; `settle` lets the marks decide where contents begin and end; `uncued` gives quoted speech
//! without a cue to the speaker who goes on; `interview` reads turns; `speaker` says which entity a
//! source is, and `voices` who speaks where that depends on who spoke before. Rules stand where rules are certain, the fitted part everywhere else.

use std::ops::Range;

use super::Document;
use super::features::Features;
use super::tokens::Tokens;
use crate::article::{Entity, EntityKind, Quotation};
use crate::trace::{Stage, Trace};

mod confidence;
mod draft;
mod interview;
mod kind;
mod mark;
pub mod mark_flags;
pub mod marks;
mod reporting;
#[cfg(test)]
mod scene;
mod settle;
mod sources;
mod speaker;
mod tagger;
mod uncued;
mod voices;
mod window;

use draft::{Draft, Origin, Stretch};
use speaker::{Speaker, Speakers};
use voices::Voices;

/// Finds the quotations of a document whose sentences are split, in text order. Speakers are indices
/// into `entities`.
#[must_use]
pub fn find(
    document: &Document<'_>,
    tokens: &Tokens<'_>,
    features: &Features,
    entities: &[Entity],
    trace: &mut Trace,
) -> Vec<Quotation> {
    if tokens.is_empty() {
        return Vec::new();
    }
    let quoted = marks::find(document.text, &document.segments);
    let flags = mark_flags::mark_flags(tokens, &quoted);
    let stretches = Stretch::outermost(tokens, &quoted);
    let mut drafts = tagger::Tagger::get().tag(tokens, features, &flags);
    settle::fit_to_marks(&mut drafts, tokens, &stretches);
    sources::complete(&mut drafts, tokens, &stretches);
    drafts
        .retain(|draft| confidence::suffices(draft, tokens, kind::kind(draft, tokens, &stretches)));
    interview::add_turns(&mut drafts, tokens);
    uncued::attribute(&mut drafts, tokens, &stretches);
    let speakers = Speakers::new(tokens, entities);
    drafts.iter_mut().for_each(|draft| complete_name(draft, &speakers));
    let mut voices = Voices::new(tokens, speakers, interviewee(&drafts, tokens, entities));
    drafts
        .iter()
        .map(|draft| quotation(draft, voices.of(draft), tokens, &stretches, trace))
        .collect()
}

/// A source that ends in the middle of a name has all of it, up to the words of the cue and the speech.
fn complete_name(draft: &mut Draft, speakers: &Speakers<'_>) {
    let Some(source) = &mut draft.source else { return };
    let end = speakers.whole_name(source);
    let apart = |part: &Range<usize>| part.start >= end || part.end <= source.end;
    if draft.cue.iter().chain(&draft.contents).all(apart) {
        source.end = end;
    }
}

fn quotation(
    draft: &Draft,
    speaker: Speaker,
    tokens: &Tokens<'_>,
    stretches: &[Stretch],
    trace: &mut Trace,
) -> Quotation {
    let span = |range: &Range<usize>| tokens.cover(range.clone());
    let kind = kind::kind(draft, tokens, stretches);
    let evidence = confidence::evidence(draft, tokens);
    let confidence = confidence::confidence(draft.origin, evidence, kind);
    trace.score(Stage::Analysis, draft.origin.rule(), evidence, || {
        let surface = |range: &Range<usize>| span(range).of(tokens.source()).to_owned();
        let part = |range: &Option<Range<usize>>| range.as_ref().map_or("-".to_owned(), surface);
        let reason = match draft.origin {
            Origin::Tagged { cue, roles } => format!(
                "cue `{}` ahead by {cue:.1}, source `{}` and content by {roles:.1}",
                part(&draft.cue),
                part(&draft.source)
            ),
            _ => format!("cue `{}`, source `{}`", part(&draft.cue), part(&draft.source)),
        };
        (draft.contents.iter().map(surface).collect::<Vec<_>>().join(" … "), reason)
    });
    Quotation {
        kind,
        content: draft.contents.iter().map(span).collect(),
        cue: draft.cue.iter().map(span).collect(),
        source: draft.source.iter().map(span).collect(),
        speaker: speaker.entity,
        speaker_kind: speaker.kind,
        confidence,
    }
}

/// Who gives the answers of an interview: the person most spoken of before its first turn.
fn interviewee(drafts: &[Draft], tokens: &Tokens<'_>, entities: &[Entity]) -> Option<u32> {
    let turns = drafts.iter().filter(|draft| draft.origin == Origin::Turn);
    let first = turns.map(|draft| tokens.span(draft.contents[0].start).start).min()?;
    let people = entities.iter().enumerate().filter(|(_, e)| e.kind == EntityKind::Person);
    let before = |entity: &Entity| entity.mentions.iter().filter(|m| m.span.start < first).count();
    people
        .map(|(index, entity)| (before(entity), index))
        .filter(|&(count, _)| count > 0)
        .max_by_key(|&(count, index)| (count, std::cmp::Reverse(index)))
        .map(|(_, index)| index as u32)
}

#[cfg(test)]
mod tests {
    use crate::{Input, Options, extract};

    /// `source [cue] content` for every quotation.
    fn found(text: &str) -> Vec<String> {
        let options = Options { analysis: "quotations".parse().unwrap(), ..Options::default() };
        let article = extract(&Input::new(text.as_bytes()), &options).unwrap();
        let shown = |spans: &[crate::Span]| {
            spans.iter().map(|span| span.of(&article.text)).collect::<Vec<_>>().join(" / ")
        };
        let quotations = article.quotations.as_deref().unwrap_or_default();
        quotations
            .iter()
            .map(|q| format!("{} [{}] {}", shown(&q.source), shown(&q.cue), shown(&q.content)))
            .collect()
    }

    #[test]
    fn ok_cue_on_either_side() {
        let text = "“The pier reopens in May,” said harbour master Ruth Amberly on Monday.";
        assert_eq!(found(text), ["harbour master Ruth Amberly [said] “The pier reopens in May,”"]);
        let text = "The company said: \"We regret the delay.\" Ruth Amberly left early.";
        assert_eq!(found(text), ["The company [said] \"We regret the delay.\""]);
        let text = "\"The pier is safe,\" according to the surveyor's report.";
        assert_eq!(found(text), ["the surveyor's report [according to] \"The pier is safe,\""]);
    }

    #[test]
    fn ok_titles_are_no_speech() {
        assert_eq!(found("The choir sang \"Abide With Me\" at the harbour.").len(), 0);
        assert_eq!(found("The so-called \"floating bridge\" sank again.").len(), 0);
    }
}
