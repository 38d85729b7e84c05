//! Sources that stand where the tagger does not see them, and what does not belong to one.

use std::ops::Range;

use super::draft::{Draft, Stretch, stretch_at};
use super::reporting::{is_opener, phrase_end};
use crate::analysis::tokens::Tokens;

/// Furthest tokens of a source behind its verb.
const REACH: usize = 12;

/// Gives sources to attributions of quoted speech that have none: the words behind an inverted verb
/// (`"…," read the statement`), the name before a verb, or the source of another attribution of the
/// sentence, whose subject it shares (`She thanked them, adding: "…"`).
pub(super) fn complete(drafts: &mut [Draft], tokens: &Tokens<'_>, stretches: &[Stretch]) {
    for draft in drafts.iter_mut() {
        draft.source = draft.source.take().map(|source| without_circumstances(tokens, source));
    }
    for at in 0..drafts.len() {
        let draft = &drafts[at];
        let Some(cue) = draft.cue.clone().filter(|_| draft.source.is_none()) else { continue };
        if draft.contents.iter().all(|content| !touches_stretch(content, stretches)) {
            continue;
        }
        let source = inverted(tokens, &cue, stretches)
            .or_else(|| named_before(tokens, &cue, stretches))
            .or_else(|| shared(drafts, at, &cue, tokens));
        drafts[at].source = source;
    }
}

fn touches_stretch(content: &Range<usize>, stretches: &[Stretch]) -> bool {
    let first = stretches.partition_point(|stretch| stretch.outer.end <= content.start);
    stretches.get(first).is_some_and(|stretch| stretch.outer.start < content.end)
}

/// `"…," read the statement`: the noun phrase behind a verb that follows the marks.
fn inverted(
    tokens: &Tokens<'_>,
    cue: &Range<usize>,
    stretches: &[Stretch],
) -> Option<Range<usize>> {
    let stretch = stretch_at(stretches, cue.start.checked_sub(1)?)?;
    if stretch.outer.end != cue.start {
        return None;
    }
    let end = tokens.sentence(tokens.sentence_of(cue.start)).end.min(cue.end + REACH);
    let source = cue.end..phrase_end(tokens, cue.end, end);
    (!source.is_empty()).then_some(source)
}

/// `Ruth Amberly quipped`: the name or pronoun that stands right before the cue.
fn named_before(
    tokens: &Tokens<'_>,
    cue: &Range<usize>,
    stretches: &[Stretch],
) -> Option<Range<usize>> {
    let sentence = tokens.sentence(tokens.sentence_of(cue.start));
    let is_pronoun =
        |token| matches!(tokens.text(token), "he" | "she" | "they" | "He" | "She" | "They");
    let last = cue.start.checked_sub(1).filter(|&token| sentence.start <= token)?;
    if is_pronoun(last) {
        return Some(last..cue.start);
    }
    let is_name = |token: usize| {
        tokens.is_capitalised(token)
            && !tokens.is_mark(token)
            && stretch_at(stretches, token).is_none()
    };
    let mut start = cue.start;
    while start > sentence.start && is_name(start - 1) {
        start -= 1;
    }
    if start < cue.start && is_opener(tokens.text(start)) {
        start += 1;
    }
    (start < cue.start).then_some(start..cue.start)
}

/// The source of an attribution in the same sentence that stands before the cue.
fn shared(
    drafts: &[Draft],
    at: usize,
    cue: &Range<usize>,
    tokens: &Tokens<'_>,
) -> Option<Range<usize>> {
    let sentence = tokens.sentence(tokens.sentence_of(cue.start));
    let inside =
        |draft: &&Draft| draft.cue.as_ref().is_none_or(|other| sentence.contains(&other.start));
    let source = |draft: &Draft| draft.source.clone();
    let before = drafts[..at].iter().rev().take_while(inside).find_map(source);
    let leads = |source: &Range<usize>| sentence.start <= source.start && source.end <= cue.start;
    before.or_else(|| drafts[at + 1..].iter().take_while(inside).filter_map(source).find(leads))
}

/// Leaves out when, where and by which means something was said: `Ruth Amberly in an interview`.
fn without_circumstances(tokens: &Tokens<'_>, source: Range<usize>) -> Range<usize> {
    // What stands behind `who` may have circumstances of its own.
    let is_told_of = |token: usize| {
        (source.start..token).any(|before| matches!(tokens.text(before), "who" | "whose" | "whom"))
    };
    let begins = |token: usize| {
        let next = tokens.text_or_empty(token + 1);
        match tokens.text(token) {
            "today" | "yesterday" | "tonight" => token + 1 == source.end,
            "on" => is_weekday(next),
            "via" => true,
            "in" => {
                matches!(next, "a" | "an") && {
                    let nouns = token + 2..source.end.min(token + 5);
                    nouns.into_iter().any(|noun| is_utterance(tokens.text(noun)))
                }
            }
            "which" => true,
            // What the speaker did by saying it: `Ruth Amberly, speaking of the bridge`.
            "," => (is_doing(next) || is_circumstance(next)) && !is_told_of(token),
            word => token + 1 == source.end && is_weekday(word),
        }
    };
    let first = source.start + 1..source.end;
    let mut end = first.into_iter().find(|&token| begins(token)).unwrap_or(source.end);
    while end > source.start + 1 && end < source.end && tokens.is_mark(end - 1) {
        end -= 1;
    }
    source.start..end
}

/// Whether a word behind a comma begins what somebody did by saying something, or `during` what, not
/// who that is: all in -ing but parts of titles (`managing director`) and of lists (`including`).
fn is_doing(word: &str) -> bool {
    word.len() > 4
        && word.ends_with("ing")
        && !matches!(
            word,
            "acting" | "following" | "including" | "leading" | "managing" | "representing"
        )
        && word.starts_with(char::is_lowercase)
}

/// Whether a word behind a comma begins when, where or why something was said.
fn is_circumstance(word: &str) -> bool {
    matches!(word, "after" | "because" | "before" | "but" | "for" | "in" | "to" | "when" | "while")
}

fn is_weekday(word: &str) -> bool {
    let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    days.contains(&word)
}

/// Whether a word names what somebody says things in.
fn is_utterance(word: &str) -> bool {
    let nouns = [
        "interview",
        "statement",
        "speech",
        "tweet",
        "email",
        "e-mail",
        "letter",
        "briefing",
        "memo",
        "message",
        "post",
        "report",
        "release",
    ];
    nouns.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::quotations::scene::Scene;

    #[test]
    fn ok_circumstances_are_left_out() {
        let shown = |text: &'static str| {
            let scene = Scene::new(text);
            let all = 0..scene.tokens.len();
            scene.shown(&without_circumstances(&scene.tokens, all)).to_owned()
        };
        assert_eq!(shown("Ruth Amberly in a short interview"), "Ruth Amberly");
        assert_eq!(shown("Ruth Amberly on Tuesday"), "Ruth Amberly");
        assert_eq!(shown("Harbour Foods today"), "Harbour Foods");
        assert_eq!(shown("the board, which met in May"), "the board");
        assert_eq!(shown("Ruth Amberly, speaking of the bridge,"), "Ruth Amberly");
        assert_eq!(shown("Ruth Amberly of Wick, before the vote,"), "Ruth Amberly of Wick");
        assert_eq!(shown("Ruth Amberly, waving a flag"), "Ruth Amberly");
        let whole = "Ruth Amberly, who was born in Wick, in the north";
        assert_eq!(shown(whole), whole);
        let whole = "Ruth Amberly, acting head of the board";
        assert_eq!(shown(whole), whole);
        assert_eq!(shown("the man in a hat"), "the man in a hat");
        assert_eq!(shown("today"), "today");
    }

    #[test]
    fn ok_sources_beside_the_cue() {
        let scene = Scene::new("Then Ruth Amberly quipped, “We float.”");
        let mut drafts = [scene.tagged("quipped", None, "“We float.”")];
        complete(&mut drafts, &scene.tokens, &scene.stretches);
        let source = drafts[0].source.clone().expect("a name stands before the cue");
        assert_eq!(scene.shown(&source), "Ruth Amberly");
        let scene = Scene::new("“We float,” read the board's statement.");
        let mut drafts = [scene.tagged("read", None, "“We float,”")];
        complete(&mut drafts, &scene.tokens, &scene.stretches);
        let source = drafts[0].source.clone().expect("a phrase stands behind the cue");
        assert_eq!(scene.shown(&source), "the board's statement");
    }

    #[test]
    fn ok_verbs_of_a_sentence_share_their_subject() {
        let scene = Scene::new("Her heir, Karim Haddad, called it “grand” and promised peace.");
        let mut drafts = [
            scene.tagged("called", None, "it “grand”"),
            scene.tagged("promised", Some("Her heir, Karim Haddad"), "peace"),
        ];
        complete(&mut drafts, &scene.tokens, &scene.stretches);
        assert_eq!(drafts[0].source, drafts[1].source);
    }
}
