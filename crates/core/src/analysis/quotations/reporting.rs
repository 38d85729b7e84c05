//! The reporting clause beside a quoted stretch: `she said`, `said the minister`, `according to`.

use std::ops::Range;
use std::sync::OnceLock;

use super::draft::Stretch;
use crate::analysis::lexicon::Lexicon;
use crate::analysis::tokens::Tokens;

/// Tokens beside the marks that a reporting clause may take.
const REACH: usize = 14;
/// Longest source in tokens.
const MAX_SOURCE: usize = 10;

/// The cue and the source, in tokens.
type Clause = (Range<usize>, Option<Range<usize>>);

/// The reporting clause of `stretch`: the one that follows it in its sentence, or the one that leads
/// to it.
pub(super) fn clause(tokens: &Tokens<'_>, stretch: &Stretch) -> Option<Clause> {
    if is_name_of_work(tokens, stretch) {
        return None;
    }
    let segment = tokens.segment(stretch.segment);
    let last = stretch.inner.end - 1;
    let goes_on = matches!(tokens.text(last), "," | "?" | "!" | "—" | "–" | "-" | "…");
    let after = stretch.outer.end..segment.end.min(stretch.outer.end + REACH);
    let before = segment.start.max(stretch.outer.start.saturating_sub(REACH))..stretch.outer.start;
    let follows = || following(tokens, after.clone());
    let leads = || leading(tokens, before.clone());
    // A term in marks that its sentence carries on is no speech of the verb that happens to follow.
    let parted = stretch.is_sentence || tokens.text_or_empty(stretch.outer.end) == ",";
    let found = match (goes_on, parted) {
        _ if is_term(tokens, stretch) => None,
        (true, _) => follows().or_else(leads),
        (false, true) => leads().or_else(follows),
        (false, false) => leads(),
    };
    found.or_else(|| in_words_of(tokens, &before))
}

/// Whether a stretch is a term or a name of a few words. The tagger knows the verbs that quote such a
/// fragment; a verb that only stands near it says something else: `his “usual order,” he said he ate`.
fn is_term(tokens: &Tokens<'_>, stretch: &Stretch) -> bool {
    /// Tokens from which on a fragment is a part of what was said.
    const FRAGMENT: usize = 6;
    /// Tokens from which on words that begin with a capital are a sentence, its comma outside the marks.
    const SENTENCE: usize = 4;
    let Range { start, end } = stretch.inner;
    let behind = stretch.outer.end;
    // `As a “first step,” Amberly praised the rule`.
    let is_named = !tokens.is_capitalised(start)
        && tokens.text(end - 1) == ","
        && behind < tokens.len()
        && tokens.is_capitalised(behind);
    let is_clause = end - start >= SENTENCE
        && tokens.is_capitalised(start)
        && tokens.text_or_empty(behind) == ",";
    let is_short = end - start < FRAGMENT && !stretch.is_sentence && !stretch.asks;
    is_short && !is_clause && !is_named
}

/// Whether a stretch is the name of a work or a show: all its longer words have capitals, and nothing
/// but a word leads to it.
fn is_name_of_work(tokens: &Tokens<'_>, stretch: &Stretch) -> bool {
    /// Shorter words of a title are written small.
    const LONGER: usize = 4;
    let words = stretch.inner.clone().filter(|&token| !tokens.is_mark(token));
    let (capitals, others): (Vec<usize>, Vec<usize>) =
        words.partition(|&token| tokens.is_capitalised(token));
    let is_short = |token: &usize| tokens.text(*token).chars().count() < LONGER;
    let before = stretch.outer.start.checked_sub(1);
    let led_by_word = before.is_some_and(|token| {
        tokens.segment(stretch.segment).start <= token && !tokens.is_mark(token)
    });
    led_by_word && capitals.len() > 1 && others.iter().all(is_short)
}

/// `… said the minister`, `… she said`, `… according to her lawyer`.
fn following(tokens: &Tokens<'_>, range: Range<usize>) -> Option<Clause> {
    for index in range.clone() {
        if is_break(tokens, index) {
            // A comma may stand outside the marks.
            if index == range.start && tokens.text(index) == "," {
                continue;
            }
            return None;
        }
        if is_according(tokens, index) {
            return according(tokens, index, range.end);
        }
        if !is_reporting(tokens, index) {
            continue;
        }
        let ahead = range.start + usize::from(tokens.text(range.start) == ",");
        let source = if index > ahead {
            ahead..index
        } else {
            index + 1..named_behind(tokens, phrase_end(tokens, index + 1, range.end), range.end)
        };
        return (!source.is_empty() && source.len() <= MAX_SOURCE)
            .then_some((index..index + 1, Some(source)));
    }
    None
}

/// `The minister said: "…"`, `"…", he told reporters, "…"`.
fn leading(tokens: &Tokens<'_>, range: Range<usize>) -> Option<Clause> {
    for index in range.clone().rev() {
        let last = index + 1 == range.end;
        if is_break(tokens, index) && !(last && matches!(tokens.text(index), "," | ":" | "-" | "—"))
        {
            return None;
        }
        if is_according(tokens, index) {
            return according(tokens, index, range.end);
        }
        if is_reporting(tokens, index) {
            let mut start = index;
            while start > range.start && !is_break(tokens, start - 1) {
                start -= 1;
            }
            let source = start.max(index.saturating_sub(MAX_SOURCE))..index;
            return (!source.is_empty()).then_some((index..index + 1, Some(source)));
        }
    }
    None
}

/// `in the words of the proverb, "…"`.
fn in_words_of(tokens: &Tokens<'_>, range: &Range<usize>) -> Option<Clause> {
    let words = |index: usize| {
        ["in", "the", "words", "of"]
            .iter()
            .enumerate()
            .all(|(at, word)| tokens.text_or_empty(index + at).eq_ignore_ascii_case(word))
    };
    let index = range.clone().rev().find(|&index| index + 4 < range.end && words(index))?;
    let source = index + 4..phrase_end(tokens, index + 4, range.end);
    (!source.is_empty()).then_some((index..index + 4, Some(source)))
}

/// The name that signs a paragraph of speech: `"…" — Ruth Amberly, 34`, behind it or on a line of its
/// own.
pub(super) fn signature(tokens: &Tokens<'_>, stretch: &Stretch) -> Option<Clause> {
    /// Longest line of a signature.
    const MAX_LINE: usize = 14;
    let dash = stretch.outer.end;
    let head = tokens.segment(stretch.segment);
    if stretch.outer.start != head.start || dash >= tokens.len() {
        return None;
    }
    let line = if dash < head.end {
        head
    } else {
        tokens.segment(
            (stretch.segment + 1..tokens.segment_count())
                .find(|&next| !tokens.segment(next).is_empty())?,
        )
    };
    let is_dash = matches!(tokens.text(dash), "-" | "–" | "—" | "--" | "―" | "~");
    let name = dash + 1..line.end;
    if !is_dash || name.is_empty() || name.len() > MAX_LINE || !tokens.is_capitalised(name.start) {
        return None;
    }
    let end = name.clone().find(|&token| tokens.is_mark(token)).unwrap_or(name.end);
    Some((dash..dash + 1, Some(name.start..end)))
}

/// The subject of a sentence, as far as it can be told without its verb: the pronoun or the name that
/// it begins with.
pub(super) fn subject(tokens: &Tokens<'_>, sentence: Range<usize>) -> Option<Range<usize>> {
    let start = sentence.start;
    let named = sentence
        .clone()
        .take_while(|&token| tokens.is_capitalised(token) && !tokens.is_mark(token));
    let length = named.count();
    (length > 0 && !(length == 1 && is_opener(tokens.text(start)))).then(|| start..start + length)
}

/// Whether a word with a capital only begins its sentence.
pub(super) fn is_opener(word: &str) -> bool {
    let openers = [
        "The", "In", "On", "At", "But", "And", "As", "A", "An", "This", "That", "Here", "Then",
        "When", "While", "After", "Before", "Yet", "So", "If", "Later", "Now", "Once", "Still",
    ];
    openers.contains(&word)
}

fn according(tokens: &Tokens<'_>, index: usize, end: usize) -> Option<Clause> {
    let source = index + 2..phrase_end(tokens, index + 2, end);
    (!source.is_empty()).then_some((index..index + 2, Some(source)))
}

/// Where the noun phrase that begins at `start` ends: before a mark or a word that begins a clause.
pub(super) fn phrase_end(tokens: &Tokens<'_>, start: usize, end: usize) -> usize {
    let stops = |index: usize| {
        is_break(tokens, index)
            || matches!(
                tokens.text(index),
                "in" | "on" | "at" | "as" | "during" | "who" | "when" | "after" | "before" | "that"
            )
    };
    (start..end.min(start + MAX_SOURCE))
        .find(|&index| stops(index))
        .unwrap_or(end.min(start + MAX_SOURCE))
}

/// Where a phrase that ends at `end` ends with the name behind its comma: `the keeper, Joe Mandel`.
fn named_behind(tokens: &Tokens<'_>, end: usize, limit: usize) -> usize {
    let is_name = |token: &usize| tokens.is_capitalised(*token) && !tokens.is_mark(*token);
    let length = (end + 1..limit).take_while(is_name).count();
    if length > 0 && tokens.text(end) == "," { end + 1 + length } else { end }
}

/// Whether no clause runs over this token.
fn is_break(tokens: &Tokens<'_>, index: usize) -> bool {
    tokens.is_mark(index)
}

fn is_according(tokens: &Tokens<'_>, index: usize) -> bool {
    tokens.text(index).eq_ignore_ascii_case("according")
        && tokens.text_or_empty(index + 1).eq_ignore_ascii_case("to")
}

fn is_reporting(tokens: &Tokens<'_>, index: usize) -> bool {
    static VERBS: OnceLock<Lexicon> = OnceLock::new();
    let verbs = VERBS.get_or_init(|| {
        let lines = Lexicon::lines(include_str!("data/reporting_verbs.txt"));
        Lexicon::new(lines.flat_map(|(_, words)| words.split(' ').map(|word| (word, 0))))
    });
    let text = tokens.text(index);
    verbs.get(text).is_some() || text == "went" && tokens.text_or_empty(index + 1) == "on"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::quotations::scene::Scene;

    /// `cue | source` of the reporting clause of the first stretch.
    fn found(text: &str) -> String {
        let scene = Scene::new(text);
        let stretch = &scene.stretches[0];
        match signature(&scene.tokens, stretch).or_else(|| clause(&scene.tokens, stretch)) {
            Some((cue, source)) => {
                let source = source.map_or("-", |source| scene.shown(&source));
                format!("{} | {source}", scene.shown(&cue))
            }
            None => "nobody".to_owned(),
        }
    }

    #[test]
    fn ok_clauses_behind_the_marks() {
        assert_eq!(found("“The gate was shut,” the keeper said."), "said | the keeper");
        assert_eq!(found("“Was the gate shut?” asked the keeper in May."), "asked | the keeper");
        assert_eq!(found("“The gate was shut”, she says."), "says | she");
        assert_eq!(
            found("“The gate was shut,” according to the keeper."),
            "according to | the keeper"
        );
    }

    #[test]
    fn ok_names_behind_a_description() {
        assert_eq!(
            found("“Shut?” asked the keeper, Joe Mandel. It was."),
            "asked | the keeper, Joe Mandel"
        );
    }

    #[test]
    fn ok_clauses_before_the_marks() {
        assert_eq!(found("The keeper told visitors: “The gate is shut.”"), "told | The keeper");
        assert_eq!(
            found("In the words of the song, “the gate is shut”."),
            "In the words of | the song"
        );
    }

    #[test]
    fn ok_signatures() {
        assert_eq!(found("“It was grand.” — Ruth Amberly, 34"), "— | Ruth Amberly");
        assert_eq!(found("“It was grand.”\n— Ruth Amberly"), "— | Ruth Amberly");
        assert_eq!(found("“It was grand.” — and then it rained"), "nobody");
    }

    #[test]
    fn ok_terms_and_names_of_works_have_no_clause() {
        assert_eq!(found("She spoke on Channel Six's “Evening Hour,” adding little."), "nobody");
        assert_eq!(found("It was “proof” that hunters had shot down the drone."), "nobody");
        assert_eq!(found("The guide, a “walking map,” said he had no torch."), "nobody");
        assert_eq!(found("As a “first step,” Amberly praised the rule."), "praised | Amberly");
        assert_eq!(found("There was no state where “rather late” trains ran."), "nobody");
    }

    #[test]
    fn ok_subjects() {
        let scene = Scene::new("Ruth Amberly was short. The verdict was shorter. He left.");
        let subjects: Vec<_> = (0..3)
            .map(|sentence| subject(&scene.tokens, scene.tokens.sentence(sentence)))
            .map(|found| found.map(|range| scene.shown(&range)))
            .collect();
        assert_eq!(subjects, [Some("Ruth Amberly"), None, Some("He")]);
    }
}
