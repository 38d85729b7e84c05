//! Which segments are the body, given what the model thinks of each.

use super::model::{KINDS, Model, Verdict};
use super::segment::Segmentation;
use crate::article::PageKind;

/// A kind's own cut is used from this likelihood on.
const SURE: f32 = 0.5;

/// What was chosen, and why.
#[derive(Debug)]
pub(crate) struct Selection {
    /// The kind of page.
    pub(crate) kind: PageKind,
    /// The opinion at which a segment is kept.
    pub(crate) cut: f32,
    /// Whether each segment is kept.
    pub(crate) kept: Vec<bool>,
}

/// Chooses the segments of the body.
pub(crate) fn select(
    page: &Segmentation,
    title_likeness: &[f32],
    verdict: &Verdict,
    model: &Model,
) -> Selection {
    let best = (0..KINDS.len())
        .fold(0, |best, kind| if verdict.kinds[kind] > verdict.kinds[best] { kind } else { best });
    let fixed = model.cut(best).filter(|_| verdict.kinds[best] >= SURE);
    let cut = fixed.unwrap_or_else(|| best_expected_f1(page, &verdict.opinions));
    let mut kept: Vec<bool> = verdict.opinions.iter().map(|&opinion| opinion >= cut).collect();
    drop_headline(page, title_likeness, &mut kept);
    drop_copies(page, &mut kept);
    Selection { kind: KINDS[best], cut, kept }
}

/// The cut with the best expected F1 in words, taking opinions as probabilities.
fn best_expected_f1(page: &Segmentation, opinions: &[f32]) -> f32 {
    let mut order: Vec<(f32, f32)> = opinions
        .iter()
        .zip(&page.segments)
        .map(|(&opinion, segment)| (opinion, segment.measure.words()))
        .collect();
    let expected: f32 = order.iter().map(|(opinion, words)| opinion * words).sum();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut right, mut taken) = (0.0, 0.0);
    let mut best = (0.0, 1.0);
    for (opinion, words) in order {
        right += opinion * words;
        taken += words;
        let f1 = 2.0 * right / (taken + expected);
        if f1 > best.0 {
            best = (f1, opinion);
        }
    }
    best.1
}

/// Drops what repeats the title before the first long run of kept text: the title has a field of
/// its own.
fn drop_headline(page: &Segmentation, likeness: &[f32], kept: &mut [bool]) {
    /// Dice similarity of the words with the declared title's, which may end in the site's name.
    const LIKE: f32 = 0.7;
    const LONG_WORDS: f32 = 25.0;
    let is_long = |index: usize| kept[index] && page.segments[index].measure.words() >= LONG_WORDS;
    let Some(first) = (0..kept.len()).find(|&index| is_long(index)) else { return };
    for index in 0..=first {
        kept[index] &= likeness[index] < LIKE;
    }
}

/// Drops the second and later copies of long texts: desktop and mobile versions of one body.
fn drop_copies(page: &Segmentation, kept: &mut [bool]) {
    const MIN_TOKENS: usize = 12;
    let mut seen = std::collections::BTreeSet::new();
    for (segment, kept) in page.segments.iter().zip(kept) {
        let tokens = page.tokens_of(segment);
        if *kept && tokens.len() >= MIN_TOKENS && !seen.insert(tokens) {
            *kept = false;
        }
    }
}
