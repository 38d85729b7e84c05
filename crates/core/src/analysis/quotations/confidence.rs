//! How sure an attribution is: what made it, by how much it was ahead, and how it is formed.
//!
//! The tables give the share of attributions that were right among those with a like score, on texts
//! kept from fitting; `crates/train/python/quotation_confidence.py` measures them. Right means: at least half of
//! the content is that of a gold attribution, and the source is its source.

use super::draft::{Draft, Origin};
use crate::analysis::tokens::Tokens;
use crate::article::{QuotationKind, Score};

/// Points of a curve from a score to a share, ascending in the score.
type Curve = &'static [(f32, f32)];

/// Margins in logits say little more above this.
const MOST: f32 = 8.0;
/// Weight of the margin of source and content against the one of the cue.
const ROLES: f32 = 0.5;
/// What each word of the content is worth, up to a number of words: a clause is said, a noun is spoken of.
const WORD: f32 = 0.65;
const WORDS: usize = 8;
/// What a source is worth.
const SOURCE: f32 = 5.0;
/// Of what is said without marks and with less evidence, one in ten at most is speech.
const LEAST: f32 = 4.0;

const QUOTED: Curve = &[
    (10.1, 0.5),
    (12.8, 0.67),
    (14.2, 0.76),
    (15.3, 0.86),
    (16.5, 0.9),
    (17.6, 0.95),
    (20.2, 0.98),
];
const UNQUOTED: Curve = &[
    (5.8, 0.13),
    (7.8, 0.27),
    (9.3, 0.43),
    (11.0, 0.46),
    (12.5, 0.58),
    (13.7, 0.69),
    (15.3, 0.73),
    (16.8, 0.86),
    (18.2, 0.88),
    (20.0, 0.9),
];

/// What the tagger and the form say for an attribution, in logits; 0 for those that a rule made.
pub(super) fn evidence(draft: &Draft, tokens: &Tokens<'_>) -> f32 {
    let Origin::Tagged { cue, roles } = draft.origin else { return 0.0 };
    let content = draft.contents.iter().flat_map(Clone::clone);
    let words = content.filter(|&token| !tokens.is_mark(token)).take(WORDS).count();
    let source = if draft.source.is_some() { SOURCE } else { 0.0 };
    cue.min(MOST) + ROLES * roles.min(MOST) + WORD * words as f32 + source
}

/// Whether there is enough for an attribution of the tagger to be one.
pub(super) fn suffices(draft: &Draft, tokens: &Tokens<'_>, kind: QuotationKind) -> bool {
    let tagged = matches!(draft.origin, Origin::Tagged { .. });
    !tagged || kind != QuotationKind::Indirect || evidence(draft, tokens) >= LEAST
}

/// The confidence of an attribution with that evidence.
pub(super) fn confidence(origin: Origin, evidence: f32, kind: QuotationKind) -> Score {
    let share = match origin {
        Origin::Tagged { .. } => {
            let curve = if kind == QuotationKind::Indirect { UNQUOTED } else { QUOTED };
            interpolate(curve, evidence)
        }
        Origin::Clause => 0.4,
        // Turns are told by their form; the corpus of the fit leaves them out.
        Origin::Turn => 0.9,
        Origin::CarriedOn => 0.6,
        Origin::Alone => 0.2,
    };
    Score::new(share)
}

fn interpolate(curve: Curve, x: f32) -> f32 {
    let after = curve.partition_point(|&(at, _)| at <= x);
    match (after.checked_sub(1).and_then(|before| curve.get(before)), curve.get(after)) {
        (Some(&(x0, y0)), Some(&(x1, y1))) => y0 + (y1 - y0) * (x - x0) / (x1 - x0),
        (Some(&(_, y)), None) | (None, Some(&(_, y))) => y,
        (None, None) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::quotations::scene::Scene;

    #[test]
    fn ok_nouns_that_nobody_is_said_to_speak_do_not_suffice() {
        let scene = Scene::new("Ruth Amberly said the pier would float, and was known for piers.");
        let said = scene.tagged("said", Some("Ruth Amberly"), "the pier would float");
        let mut known = scene.tagged("was known for", None, "piers");
        assert!(evidence(&known, &scene.tokens) < evidence(&said, &scene.tokens));
        let kind = QuotationKind::Indirect;
        let sure =
            |draft: &Draft| confidence(draft.origin, evidence(draft, &scene.tokens), kind).get();
        assert!(sure(&known) < 0.3 && sure(&said) > 0.5);
        assert!(suffices(&known, &scene.tokens, kind));
        known.origin = Origin::Tagged { cue: 1.0, roles: 2.0 };
        assert!(!suffices(&known, &scene.tokens, kind));
        assert!(suffices(&known, &scene.tokens, QuotationKind::Direct));
    }

    #[test]
    fn ok_curves_are_followed() {
        let curve: Curve = &[(0.0, 0.25), (2.0, 0.75)];
        assert_eq!(
            [-1.0, 0.0, 1.0, 2.0, 9.0].map(|x| interpolate(curve, x)),
            [0.25, 0.25, 0.5, 0.75, 0.75]
        );
    }
}
