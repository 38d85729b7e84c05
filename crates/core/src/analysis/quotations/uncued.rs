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
        if let Some((draft, end)) = before.and_then(|(draft, last)| {
            let content = drafts[draft].contents.iter().position(|c| c.end == last.outer.end)?;
            lists(tokens, last, stretch, &cues).then_some((draft, content))
        }) {
            drafts[draft].contents[end].end = stretch.outer.end;
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

/// Whether a fragment goes on with what was said with the one before it: `urged it to "keep calm" and
/// to respect "the rules"`.
fn lists(tokens: &Tokens<'_>, last: &Stretch, stretch: &Stretch, cues: &[usize]) -> bool {
    let (from, to) = (last.outer.end, stretch.outer.start);
    let cues_before = |token: usize| cues.partition_point(|&cue| cue < token);
    !last.is_sentence
        && !stretch.is_sentence
        && matches!(tokens.text_or_empty(from), "and" | "or")
        && tokens.sentence_of(from) == tokens.sentence_of(to)
        && cues_before(from) == cues_before(to)
        && !(from..to).any(|token| tokens.is_mark(token))
}

/// Whether a stretch stands where a sentence or a part of speech begins: at the head of its paragraph
/// or behind a mark, not as the title of something just named.
fn begins_sentence(tokens: &Tokens<'_>, stretch: &Stretch) -> bool {
    let head = tokens.segment(stretch.segment).start;
    stretch.outer.start == head || tokens.is_mark(stretch.outer.start - 1)
}

/// Whether a sentence of speech is all that its paragraph holds, be it as short as `"Why?"`.
fn fills_paragraph(tokens: &Tokens<'_>, stretch: &Stretch) -> bool {
    let segment = tokens.segment(stretch.segment);
    let fills = stretch.outer.start == segment.start && stretch.outer.end == segment.end;
    fills && speaks(tokens, stretch)
}

/// Whether a stretch is a sentence, however short.
fn speaks(tokens: &Tokens<'_>, stretch: &Stretch) -> bool {
    let ends = |token: usize| matches!(tokens.text(token), "." | "?" | "!");
    stretch.is_sentence || tokens.is_capitalised(stretch.inner.start) && ends(stretch.inner.end - 1)
}

/// Speech behind a colon: its cue is the colon, its source that of the attribution or the subject of the
/// sentence that the colon ends.
fn led_in(
    drafts: &[Draft],
    tokens: &Tokens<'_>,
    stretch: &Stretch,
) -> Option<(Range<usize>, Option<Range<usize>>)> {
    let colon = stretch.outer.start.checked_sub(1).filter(|&token| tokens.text(token) == ":")?;
    if !speaks(tokens, stretch) {
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
/// are question and answer. The answer to a question that nobody is named for comes from whom was
/// asked before: the speaker before the question.
fn carry_on(
    drafts: &[Draft],
    tokens: &Tokens<'_>,
    stretches: &[Stretch],
    owner: &[Option<usize>],
    at: usize,
) -> Draft {
    let stretch = &stretches[at];
    let contents = vec![stretch.outer.clone()];
    let alone =
        Draft { cue: None, source: None, contents: contents.clone(), origin: Origin::Alone };
    let Some((before, draft)) = spoken_before(drafts, stretches, owner, at) else { return alone };
    let asked = draft
        .cue
        .as_ref()
        .is_none_or(|cue| cue.clone().any(|token| tokens.text(token).starts_with("ask")));
    let answers = stretches[before].asks && !stretch.asks && asked;
    let asks_back = stretch.asks && !stretches[before].asks;
    let speaker = if answers && draft.source.is_none() {
        spoken_before(drafts, stretches, owner, before)
            .filter(|&(earlier, _)| !stretches[earlier].asks)
            .and_then(|(_, draft)| draft.source.clone())
    } else {
        draft.source.clone().filter(|_| !answers && !asks_back)
    };
    match speaker {
        Some(source) => {
            Draft { cue: None, source: Some(source), contents, origin: Origin::CarriedOn }
        }
        None => alone,
    }
}

/// The stretch of speech before `at` and its attribution, in the same paragraph or the one before.
fn spoken_before<'a>(
    drafts: &'a [Draft],
    stretches: &[Stretch],
    owner: &[Option<usize>],
    at: usize,
) -> Option<(usize, &'a Draft)> {
    /// Titles and terms in marks may stand between the speech and its speaker's next.
    const LOOK_BACK: usize = 6;
    (at.saturating_sub(LOOK_BACK)..at)
        .rev()
        .take_while(|&before| stretches[before].segment + 1 >= stretches[at].segment)
        .find_map(|before| Some((before, &drafts[owner[before]?])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::quotations::scene::Scene;

    /// `source: content …` of every attribution, the rule's name in front.
    fn found(scene: &Scene<'_>, mut drafts: Vec<Draft>) -> Vec<String> {
        attribute(&mut drafts, &scene.tokens, &scene.stretches);
        let shown = |draft: &Draft| {
            let source = draft.source.as_ref().map_or("-", |source| scene.shown(source));
            let contents: Vec<_> = draft.contents.iter().map(|part| scene.shown(part)).collect();
            let rule = draft.origin.rule().trim_start_matches("quotations/");
            format!("{rule} {source}: {}", contents.join(" … "))
        };
        drafts.iter().map(shown).collect()
    }

    #[test]
    fn ok_a_paragraph_of_speech_carries_on() {
        let scene = Scene::new("“The roof went first,” Joe Mandel said.\n“Then the walls went.”");
        assert_eq!(
            found(&scene, Vec::new()),
            [
                "reporting_clause Joe Mandel: “The roof went first,”",
                "carried_on Joe Mandel: “Then the walls went.”",
            ]
        );
    }

    #[test]
    fn ok_speech_behind_its_cue_joins_it() {
        let scene = Scene::new("“The roof went first,” Joe Mandel said. “Then the walls went.”");
        let tagged = scene.tagged("said", Some("Joe Mandel"), "“The roof went first,”");
        assert_eq!(
            found(&scene, vec![tagged]),
            ["tagged Joe Mandel: “The roof went first,” … “Then the walls went.”"]
        );
    }

    #[test]
    fn ok_questions_and_answers_change_the_speaker() {
        let scene = Scene::new("“Were you there?” the lawyer asked.\n“I was not there.”");
        assert_eq!(found(&scene, Vec::new())[1], "without_source -: “I was not there.”");
        let text = "“Some of them,” Prewitt replied.\n“Which ones?”\n“I could not tell you.”";
        let scene = Scene::new(text);
        assert_eq!(
            found(&scene, Vec::new()),
            [
                "reporting_clause Prewitt: “Some of them,”",
                "without_source -: “Which ones?”",
                "carried_on Prewitt: “I could not tell you.”",
            ]
        );
    }

    #[test]
    fn ok_a_colon_leads_to_speech() {
        let scene = Scene::new("Ruth Amberly was short: “We have no comment today.”");
        assert_eq!(
            found(&scene, Vec::new()),
            ["reporting_clause Ruth Amberly: “We have no comment today.”"]
        );
    }

    #[test]
    fn ok_fragments_of_a_list_are_one_speech() {
        let scene = Scene::new("She urged it to “keep calm” and to respect “the rules” of all.");
        let tagged = scene.tagged("urged", Some("She"), "it to “keep calm”");
        assert_eq!(
            found(&scene, vec![tagged]),
            ["tagged She: it to “keep calm” and to respect “the rules”"]
        );
    }

    #[test]
    fn ok_terms_are_nobodys_speech() {
        let scene = Scene::new("The “floating bridge” sank again.\nIt was no “bridge” at all.");
        assert_eq!(found(&scene, Vec::new()).len(), 0);
    }
}
