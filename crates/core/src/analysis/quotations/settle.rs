//! What the quotation marks decide about the content of an attribution.
//!
//! A tagger sees a window and is unsure at the edges; marks are certain. A quoted stretch is said by
//! one speaker from mark to mark, unless the words that attribute it stand inside it.

use std::ops::Range;

use super::draft::{Draft, Stretch, stretch_at};
use crate::analysis::tokens::Tokens;

/// Fits the contents of every draft to the quoted stretches.
pub(super) fn fit_to_marks(drafts: &mut Vec<Draft>, tokens: &Tokens<'_>, stretches: &[Stretch]) {
    for draft in drafts.iter_mut() {
        let around = draft.cue.as_ref().and_then(|cue| stretch_at(stretches, cue.start));
        for content in &mut draft.contents {
            *content = match around {
                Some(stretch) => clip(content.clone(), stretch),
                None => extend(content.clone(), stretches),
            };
        }
        draft.contents.retain(|content| !content.is_empty());
        join(&mut draft.contents);
        keep_to_paragraph(draft, tokens, stretches);
        begin_behind_colon(&mut draft.contents, tokens, stretches);
        end_with_sentence(draft, stretches);
        end_before_circumstance(&mut draft.contents, tokens, stretches);
        draft.source = draft.source.take().map(|source| without_edges(tokens, source));
        draft.source = draft.source.take().filter(|source| !source.is_empty());
        // A cue may be a mark alone: a colon, a dash.
        draft.cue = draft.cue.take().map(|cue| {
            let words = without_edges(tokens, cue.clone());
            if words.is_empty() { cue } else { words }
        });
        for part in draft.cue.iter().chain(&draft.source) {
            cut_out(&mut draft.contents, part);
        }
        for content in &mut draft.contents {
            *content = trim(tokens, content.clone(), stretches);
        }
        part_stretches(&mut draft.contents, stretches);
        draft.contents.retain(|content| content.clone().any(|token| !tokens.is_mark(token)));
    }
    end_before_next_cue(drafts, tokens);
    drafts.retain(|draft| !draft.contents.is_empty() && !names(draft, tokens, stretches));
    keep_nearest(drafts);
}

/// Speech ends where its speaker is said to speak anew: `She said the bridge floats and urged calm`.
fn end_before_next_cue(drafts: &mut [Draft], tokens: &Tokens<'_>) {
    // Where the cues of each source begin, in order.
    let key = |draft: &Draft| {
        let (source, cue) = (draft.source.as_ref()?, draft.cue.as_ref()?);
        Some((source.start, source.end, cue.start))
    };
    let mut cues: Vec<_> = drafts.iter().filter_map(key).collect();
    cues.sort_unstable();
    for draft in drafts {
        let Draft { cue: Some(cue), source: Some(source), contents, .. } = draft else {
            continue;
        };
        let first = cues.partition_point(|&known| known < (source.start, source.end, cue.end));
        let same = cues[first..].iter().take_while(|known| (known.0..known.1) == *source);
        let inside = |start: &usize| contents.iter().any(|content| content.contains(start));
        let Some(next) = same.map(|known| known.2).find(inside) else { continue };
        let joins = |token: usize| {
            matches!(tokens.text(token), "," | ";" | "and" | "but" | "then" | "also")
        };
        let mut end = next;
        while end > cue.end && joins(end - 1) {
            end -= 1;
        }
        contents.retain(|content| content.start < end);
        contents.iter_mut().for_each(|content| content.end = content.end.min(end));
    }
}

/// Whether a draft is a name in marks that nobody is said to speak: `nicknamed "the Iron Cake"`.
fn names(draft: &Draft, tokens: &Tokens<'_>, stretches: &[Stretch]) -> bool {
    let (Some(cue), None, [content]) = (&draft.cue, &draft.source, &draft.contents[..]) else {
        return false;
    };
    let verb = tokens.text(cue.end - 1);
    matches!(verb, "nicknamed" | "named" | "titled" | "entitled" | "christened")
        && stretch_at(stretches, content.start)
            .is_some_and(|stretch| stretch.outer == *content && stretch.outer.start == cue.end)
}

/// Sentences that stand side by side in marks of their own are spans of their own.
fn part_stretches(contents: &mut Vec<Range<usize>>, stretches: &[Stretch]) {
    let mut at = 0;
    while at < contents.len() {
        let content = contents[at].clone();
        if let Some(first) = stretch_at(stretches, content.start) {
            let end = first.outer.end;
            if first.is_sentence && end < content.end && stretch_at(stretches, end).is_some() {
                contents[at].end = end;
                contents.insert(at + 1, end..content.end);
            }
        }
        at += 1;
    }
}

/// Of two attributions of the same words the one whose cue is nearer to them stands.
fn keep_nearest(drafts: &mut Vec<Draft>) {
    let gap = |draft: &Draft| {
        let (first, last) = (&draft.contents[0], &draft.contents[draft.contents.len() - 1]);
        draft.cue.as_ref().map_or(usize::MAX, |cue| {
            cue.start.saturating_sub(last.end).max(first.start.saturating_sub(cue.end))
        })
    };
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|&at| {
        (drafts[at].contents[0].start, drafts[at].contents[0].end, gap(&drafts[at]), at)
    });
    let mut dropped = vec![false; drafts.len()];
    for pair in order.windows(2) {
        // The nearest of a run of equals stands first; those behind it go.
        dropped[pair[1]] = drafts[pair[0]].contents == drafts[pair[1]].contents;
    }
    let mut at = 0;
    drafts.retain(|_| {
        at += 1;
        !dropped[at - 1]
    });
}

/// Content whose cue stands inside a stretch does not leave it.
fn clip(content: Range<usize>, stretch: &Stretch) -> Range<usize> {
    let start = content.start.max(stretch.inner.start);
    let end = content.end.min(stretch.inner.end);
    start..end.max(start)
}

/// Content that reaches into a stretch has all of it.
fn extend(content: Range<usize>, stretches: &[Stretch]) -> Range<usize> {
    let mut extended = content.clone();
    if let Some(stretch) = stretch_at(stretches, content.start) {
        // A range that begins with the closing mark begins behind it.
        extended.start = if content.start >= stretch.inner.end && content.end > stretch.outer.end {
            stretch.outer.end
        } else {
            stretch.outer.start
        };
    }
    if let Some(stretch) = content.end.checked_sub(1).and_then(|last| stretch_at(stretches, last)) {
        extended.end = if content.end <= stretch.inner.start && content.start < stretch.outer.start
        {
            stretch.outer.start
        } else {
            stretch.outer.end
        };
    }
    extended.start..extended.end.max(extended.start)
}

/// Speech leaves the paragraph of its cue only when it is carried on there, or when the cue ends its
/// paragraph with a colon.
fn keep_to_paragraph(draft: &mut Draft, tokens: &Tokens<'_>, stretches: &[Stretch]) {
    let Some(cue) = &draft.cue else { return };
    let segment = segment_of(tokens, cue.start);
    let inside = tokens.segment(segment);
    if draft.contents.iter().all(|part| inside.start <= part.start && part.end <= inside.end) {
        return;
    }
    let leads_on = tokens.text(inside.end - 1) == ":";
    let mut kept = Vec::new();
    for content in &draft.contents {
        let mut start = content.start;
        while start < content.end {
            let part = start..content.end.min(tokens.segment(segment_of(tokens, start)).end);
            start = part.end;
            let carried = stretch_at(stretches, part.start).is_some_and(|found| found.continues);
            let follows = leads_on && part.start == inside.end;
            if inside.contains(&part.start) || carried || follows {
                kept.push(part);
            }
        }
    }
    draft.contents = kept;
}

/// The segment that `token` stands in.
fn segment_of(tokens: &Tokens<'_>, token: usize) -> usize {
    let (mut low, mut high) = (0, tokens.segment_count());
    while low + 1 < high {
        let middle = low + (high - low) / 2;
        if tokens.segment(middle).start <= token {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// A quoted sentence behind a colon is the whole of what was said: the words that lead to the colon are
/// the reporter's.
fn begin_behind_colon(contents: &mut [Range<usize>], tokens: &Tokens<'_>, stretches: &[Stretch]) {
    for content in contents {
        let first = stretches.partition_point(|stretch| stretch.outer.end <= content.start);
        let led_in = stretches.get(first).filter(|stretch| {
            stretch.is_sentence
                && content.start < stretch.outer.start
                && stretch.outer.end <= content.end
                && tokens.text(stretch.outer.start - 1) == ":"
        });
        content.start = led_in.map_or(content.start, |stretch| stretch.outer.start);
    }
}

/// A quoted sentence is the whole of what was said: words that follow its closing mark, or stand
/// beyond the cue without marks, are the reporter's.
fn end_with_sentence(draft: &mut Draft, stretches: &[Stretch]) {
    let whole = |content: &Range<usize>| {
        stretch_at(stretches, content.start)
            .filter(|found| found.is_sentence && found.outer.start >= content.start)
    };
    let mut quoted_end = None;
    for content in &mut draft.contents {
        if let Some(stretch) = whole(content) {
            // Stretches side by side go on: `"One." "Two."`
            let mut end = stretch.outer.end;
            while let Some(next) = stretch_at(stretches, end).filter(|_| end < content.end) {
                end = next.outer.end;
            }
            content.end = content.end.min(end);
            quoted_end = Some(content.end);
        }
    }
    let (Some(end), Some(cue)) = (quoted_end, &draft.cue) else { return };
    let after = cue.end;
    if end > cue.start {
        return;
    }
    let strip = |content: &Range<usize>| -> Vec<Range<usize>> {
        if content.start < after {
            return vec![content.clone()];
        }
        let first = stretches.partition_point(|stretch| stretch.outer.end <= content.start);
        let inside = stretches[first..].iter().take_while(|found| found.outer.start < content.end);
        inside.map(|found| found.outer.clone()).collect()
    };
    draft.contents = draft.contents.iter().flat_map(strip).collect();
}

/// What somebody did meanwhile is the reporter's: `will "help us all" as they sat down`.
fn end_before_circumstance(
    contents: &mut [Range<usize>],
    tokens: &Tokens<'_>,
    stretches: &[Stretch],
) {
    for content in contents {
        let first = stretches.partition_point(|stretch| stretch.outer.end <= content.start);
        let ends = stretches[first..].iter().map(|stretch| stretch.outer.end);
        let circumstance = |&end: &usize| {
            tokens.text(end) == "as"
                && matches!(tokens.text(end + 1), "he" | "she" | "they" | "we" | "I")
        };
        let end = ends.take_while(|end| end + 1 < content.end).find(circumstance);
        content.end = end.unwrap_or(content.end);
    }
}

/// Sorts ranges and joins those that overlap or touch.
fn join(ranges: &mut Vec<Range<usize>>) {
    ranges.sort_by_key(|range| (range.start, range.end));
    ranges.dedup_by(|next, kept| {
        let joins = next.start <= kept.end;
        if joins {
            kept.end = kept.end.max(next.end);
        }
        joins
    });
}

/// Takes the tokens of `part` out of the ranges.
fn cut_out(ranges: &mut Vec<Range<usize>>, part: &Range<usize>) {
    let overlaps = |range: &Range<usize>| range.start < part.end && part.start < range.end;
    if !ranges.iter().any(overlaps) {
        return;
    }
    let cut = ranges.iter().flat_map(|range| {
        [
            range.start..part.start.clamp(range.start, range.end),
            part.end.clamp(range.start, range.end)..range.end,
        ]
    });
    *ranges = cut.filter(|range| !range.is_empty()).collect();
}

/// Leaves out marks at the ends that do not belong to the speech.
fn trim(tokens: &Tokens<'_>, content: Range<usize>, stretches: &[Stretch]) -> Range<usize> {
    let quoted = |token: usize| stretch_at(stretches, token).is_some();
    let loose = |token: usize| {
        matches!(tokens.text(token), "," | ":" | ";" | "-" | "–" | "—" | "--") && !quoted(token)
    };
    let Range { mut start, mut end } = content;
    while start < end && loose(start) {
        start += 1;
    }
    while start < end && loose(end - 1) {
        end -= 1;
    }
    start..end
}

/// Leaves out the marks at both ends.
fn without_edges(tokens: &Tokens<'_>, range: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = range;
    while start < end && tokens.is_mark(start) {
        start += 1;
    }
    while start < end && tokens.is_mark(end - 1) {
        end -= 1;
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::quotations::scene::Scene;

    fn stretch(outer: Range<usize>) -> Stretch {
        let inner = outer.start + 1..outer.end - 1;
        Stretch { outer, inner, segment: 0, continues: false, is_sentence: true, asks: false }
    }

    #[test]
    fn ok_content_takes_the_whole_stretch() {
        let stretches = [stretch(10..20)];
        assert_eq!(extend(12..15, &stretches), 10..20);
        assert_eq!(extend(5..15, &stretches), 5..20);
        assert_eq!(extend(5..11, &stretches), 5..10);
        assert_eq!(extend(19..25, &stretches), 20..25);
        assert_eq!(extend(2..4, &stretches), 2..4);
        assert_eq!(clip(5..15, &stretches[0]), 11..15);
        assert_eq!(clip(25..30, &stretches[0]).len(), 0);
    }

    #[test]
    fn ok_speech_begins_behind_a_colon() {
        let scene = Scene::new("She wrote in a local paper: “The bridge will not float.”");
        let mut drafts =
            vec![scene.tagged("wrote", Some("She"), "a local paper: “The bridge will not float.”")];
        fit_to_marks(&mut drafts, &scene.tokens, &scene.stretches);
        let contents: Vec<_> = drafts[0].contents.iter().map(|part| scene.shown(part)).collect();
        assert_eq!(contents, ["“The bridge will not float.”"]);
    }

    #[test]
    fn ok_what_was_done_meanwhile_is_not_said() {
        let scene =
            Scene::new("She said the bridge “will serve us all” as they walked to the shore.");
        let mut drafts = vec![scene.tagged(
            "said",
            Some("She"),
            "the bridge “will serve us all” as they walked to the shore",
        )];
        fit_to_marks(&mut drafts, &scene.tokens, &scene.stretches);
        let contents: Vec<_> = drafts[0].contents.iter().map(|part| scene.shown(part)).collect();
        assert_eq!(contents, ["the bridge “will serve us all”"]);
    }

    #[test]
    fn ok_speech_ends_where_its_speaker_speaks_anew() {
        let scene = Scene::new("She said “we float” and urged them to build.");
        let mut drafts = vec![
            scene.tagged("said", Some("She"), "“we float” and urged them to build"),
            scene.tagged("urged", Some("She"), "them to build"),
        ];
        fit_to_marks(&mut drafts, &scene.tokens, &scene.stretches);
        let contents: Vec<_> = drafts[0].contents.iter().map(|part| scene.shown(part)).collect();
        assert_eq!((drafts.len(), contents), (2, vec!["“we float”"]));
    }

    #[test]
    fn ok_names_in_marks_are_no_speech() {
        let scene = Scene::new("The hall, nicknamed “the Iron Cake”, is to be sold.");
        let mut drafts = vec![scene.tagged("nicknamed", None, "“the Iron Cake”")];
        fit_to_marks(&mut drafts, &scene.tokens, &scene.stretches);
        assert_eq!(drafts.len(), 0);
    }

    #[test]
    fn ok_ranges_are_joined_and_cut() {
        let mut ranges = vec![5..8, 1..3, 7..10, 3..4];
        join(&mut ranges);
        assert_eq!(ranges, [1..4, 5..10]);
        cut_out(&mut ranges, &(6..8));
        assert_eq!(ranges, [1..4, 5..6, 8..10]);
    }
}
