//! Salience and confidence.

use super::Draft;
use crate::analysis::tokens::Tokens;
use crate::article::{MentionForm, Score};

/// What a mention adds to an entity's weight, by form.
const WEIGHTS: [(MentionForm, f32); 3] =
    [(MentionForm::Name, 1.0), (MentionForm::Nominal, 0.8), (MentionForm::Pronoun, 0.5)];
/// What a name in the first segments adds: news tells first what it is about.
const LEAD_BONUS: f32 = 2.0;
/// Segments that count as the lead, a headline included.
const LEAD_SEGMENTS: usize = 2;
/// The weight that gives a salience of one half.
const HALF: f32 = 4.0;

/// How much the story is about an entity, from how often and how early it is mentioned.
pub(super) fn salience(draft: &Draft, tokens: &Tokens<'_>) -> Score {
    let mut weight = 0.0;
    for mention in &draft.mentions {
        weight += WEIGHTS.iter().find(|(form, _)| *form == mention.form).map_or(0.0, |(_, w)| *w);
    }
    let lead = (0..tokens.segment_count().min(LEAD_SEGMENTS))
        .any(|segment| tokens.segment(segment).contains(&draft.start()));
    if lead {
        weight += LEAD_BONUS;
    }
    Score::new(weight / (weight + HALF))
}

/// How sure it is that the entity is one of its kind: the share of right entities among those whose
/// surest name has this margin, on texts of wwn-train that the tagger was not fitted on.
pub(super) fn confidence(draft: &Draft) -> Score {
    /// Margins and the share that is right there; between them the share is interpolated.
    const CALIBRATION: [(f32, f32); 10] = [
        (0.0, 0.38),
        (0.3, 0.43),
        (1.0, 0.49),
        (1.8, 0.68),
        (2.7, 0.76),
        (3.5, 0.85),
        (4.6, 0.93),
        (5.4, 0.965),
        (6.0, 0.98),
        (7.2, 0.985),
    ];
    let margin = draft.mentions.iter().map(|mention| mention.margin).fold(0.0, f32::max);
    let above = CALIBRATION.partition_point(|(at, _)| *at <= margin);
    let Some(&(high, share_high)) = CALIBRATION.get(above) else {
        return Score::new(CALIBRATION[CALIBRATION.len() - 1].1);
    };
    let (low, share_low) = CALIBRATION[above - 1];
    Score::new(share_low + (share_high - share_low) * (margin - low) / (high - low))
}
