//! Attributions before they become quotations: token ranges, and what made them.

use std::ops::Range;

use super::marks::Quoted;
use crate::analysis::tokens::Tokens;

/// Who said what, in tokens.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Draft {
    /// The words that announce the speech.
    pub(super) cue: Option<Range<usize>>,
    /// The words that name the source.
    pub(super) source: Option<Range<usize>>,
    /// What was said: ascending, apart from each other.
    pub(super) contents: Vec<Range<usize>>,
    /// What made it.
    pub(super) origin: Origin,
}

/// What makes an attribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Origin {
    /// The tagger: how far a cue was ahead of no cue, and how far the best source and content were
    /// ahead of none, both in logits.
    Tagged {
        /// Margin of the cue.
        cue: f32,
        /// Margin of source and content.
        roles: f32,
    },
    /// A reporting clause beside the marks.
    Clause,
    /// Speech that carries on what its speaker said before.
    CarriedOn,
    /// A turn of an interview.
    Turn,
    /// Speech of which nothing tells the speaker.
    Alone,
}

impl Origin {
    /// The rule's name in the trace.
    pub(super) fn rule(self) -> &'static str {
        match self {
            Origin::Tagged { .. } => "quotations/tagged",
            Origin::Clause => "quotations/reporting_clause",
            Origin::CarriedOn => "quotations/carried_on",
            Origin::Turn => "quotations/interview_turn",
            Origin::Alone => "quotations/without_source",
        }
    }
}

/// An outermost quoted stretch, in tokens.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stretch {
    /// Its tokens, marks included.
    pub(super) outer: Range<usize>,
    /// Its tokens between the marks.
    pub(super) inner: Range<usize>,
    /// Index into the segments.
    pub(super) segment: usize,
    /// Whether it carries on the stretch before it.
    pub(super) continues: bool,
    /// Whether it reads as a sentence of its own rather than as a title or a borrowed term: it begins
    /// with a capital and ends with a stop inside its marks, or runs over paragraphs.
    pub(super) is_sentence: bool,
    /// Whether it ends with a question mark.
    pub(super) asks: bool,
}

impl Stretch {
    /// The outermost stretches, in text order.
    pub(super) fn outermost(tokens: &Tokens<'_>, quoted: &[Quoted]) -> Vec<Stretch> {
        let outermost = quoted.iter().filter(|quoted| quoted.depth == 0);
        outermost.filter_map(|quoted| Stretch::new(tokens, quoted)).collect()
    }

    fn new(tokens: &Tokens<'_>, quoted: &Quoted) -> Option<Stretch> {
        /// Shorter ones are names of works and slogans more often than speech.
        const MIN_TOKENS: usize = 4;
        let outer = tokens.within(quoted.outer);
        let inner = tokens.within(quoted.inner);
        if outer.is_empty() || inner.is_empty() {
            return None;
        }
        let words = quoted.inner.of(tokens.source()).trim_end_matches(['\'', '’', '"', '”', ' ']);
        let stops = words.ends_with(['.', '!', '?', ',', '…', '—', '–', '-']);
        let first = inner.clone().find(|&token| !tokens.is_mark(token))?;
        let is_sentence = quoted.continues
            || inner.len() >= MIN_TOKENS
                && tokens.is_capitalised(first)
                && (stops || !quoted.closed);
        let asks = words.ends_with('?');
        let segment = quoted.segment as usize;
        Some(Stretch { outer, inner, segment, continues: quoted.continues, is_sentence, asks })
    }
}

/// The stretch that holds `token`, marks included.
pub(super) fn stretch_at(stretches: &[Stretch], token: usize) -> Option<&Stretch> {
    let at = stretches.partition_point(|stretch| stretch.outer.end <= token);
    stretches.get(at).filter(|stretch| stretch.outer.start <= token)
}
