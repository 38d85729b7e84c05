//! The reporting clause beside a quoted stretch: `she said`, `said the minister`, `according to`.

use std::ops::Range;
use std::sync::OnceLock;

use super::marks::Quoted;
use crate::analysis::lexicon::Lexicon;
use crate::analysis::tokens::Tokens;
use crate::span::Span;

/// Tokens beside the marks that a reporting clause may take.
const REACH: usize = 14;
/// Longest source in tokens.
const MAX_SOURCE: usize = 10;

/// The cue and the source of a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clause {
    pub(super) cue: Option<Span>,
    pub(super) source: Option<Span>,
}

/// The reporting clause of `stretch`: the one that follows it in its sentence, or the one that leads
/// to it.
pub(super) fn clause(text: &str, tokens: &Tokens<'_>, stretch: &Quoted) -> Option<Clause> {
    let outer = tokens.within(stretch.outer);
    if outer.is_empty() {
        return None;
    }
    let segment = tokens.segment(stretch.segment as usize);
    let open_end = stretch.inner.trim(text).of(text).ends_with([',', '?', '!', '—', '–', '-', '…']);
    let after = outer.end..segment.end.min(outer.end + REACH);
    let before = segment.start.max(outer.start.saturating_sub(REACH))..outer.start;
    let follows = || following(tokens, after.clone());
    let leads = || leading(tokens, before.clone());
    if open_end { follows().or_else(leads) } else { leads().or_else(follows) }
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
        let cue = Some(tokens.span(index));
        let ahead = range.start + usize::from(tokens.text(range.start) == ",");
        let source = if index > ahead {
            ahead..index
        } else {
            index + 1..phrase_end(tokens, index + 1, range.end)
        };
        return (!source.is_empty() && source.len() <= MAX_SOURCE)
            .then(|| Clause { cue, source: Some(tokens.cover(source)) });
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
            return (!source.is_empty()).then(|| Clause {
                cue: Some(tokens.span(index)),
                source: Some(tokens.cover(source)),
            });
        }
    }
    None
}

fn according(tokens: &Tokens<'_>, index: usize, end: usize) -> Option<Clause> {
    let source = index + 2..phrase_end(tokens, index + 2, end);
    (!source.is_empty()).then(|| Clause {
        cue: Some(tokens.cover(index..index + 2)),
        source: Some(tokens.cover(source)),
    })
}

/// Where the noun phrase that begins at `start` ends: before a mark or a word that begins a clause.
fn phrase_end(tokens: &Tokens<'_>, start: usize, end: usize) -> usize {
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
    verbs.get(tokens.text(index)).is_some()
}
