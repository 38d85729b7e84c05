//! How sure an attribution is: what made it, and by how much it was ahead.
//!
//! The tables give the share of attributions that were right among those with a like score, on texts
//! kept from fitting; `crates/train/python/quotation_confidence.py` measures them. Right means: at least half of
//! the content is that of a gold attribution, and the source is its source.

use super::draft::Origin;
use crate::article::{QuotationKind, Score};

/// Points of a curve from a score to a share, ascending in the score.
type Curve = &'static [(f32, f32)];

/// Margins in logits say little more above this.
const MOST: f32 = 8.0;
/// Weight of the margin of source and content against the one of the cue.
const ROLES: f32 = 0.5;

const QUOTED: Curve =
    &[(1.0, 0.45), (3.0, 0.63), (5.4, 0.87), (6.6, 0.91), (7.5, 0.93), (8.4, 0.94), (9.5, 0.98)];
const UNQUOTED: Curve =
    &[(0.5, 0.25), (1.3, 0.33), (2.8, 0.47), (4.2, 0.63), (5.5, 0.69), (6.8, 0.81), (8.9, 0.86)];

/// What the tagger says for an attribution, in logits; 0 for those that a rule made.
pub(super) fn evidence(origin: Origin) -> f32 {
    match origin {
        Origin::Tagged { cue, roles } => cue.min(MOST) + ROLES * roles.min(MOST),
        _ => 0.0,
    }
}

/// The confidence of an attribution.
pub(super) fn confidence(origin: Origin, kind: QuotationKind) -> Score {
    let share = match origin {
        Origin::Tagged { .. } => {
            let score = evidence(origin);
            let curve = if kind == QuotationKind::Indirect { UNQUOTED } else { QUOTED };
            interpolate(curve, score)
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

    #[test]
    fn ok_curves_are_followed() {
        let curve: Curve = &[(0.0, 0.25), (2.0, 0.75)];
        assert_eq!(
            [-1.0, 0.0, 1.0, 2.0, 9.0].map(|x| interpolate(curve, x)),
            [0.25, 0.25, 0.5, 0.75, 0.75]
        );
    }
}
