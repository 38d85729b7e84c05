//! Which segments are the body.

use super::place::Place;
use super::segment::Segmentation;
use crate::dom::Tag;
use crate::trace::{Stage, Trace};

/// Chooses the region with most prose and keeps what reads like prose in it.
pub(super) fn select(page: &Segmentation, places: &[Place], trace: &mut Trace) -> Vec<bool> {
    let mut scores = vec![0f32; page.regions.len()];
    let away = away(page);
    for segment in &page.segments {
        let (m, words) = (&segment.measure, segment.measure.words());
        if words < 8.0 || m.link_density() > 0.4 || away[segment.region as usize] {
            continue;
        }
        let mut share = 1.0;
        let mut region = segment.region;
        let own = page.regions[region as usize].tag;
        if matches!(own, Tag::P | Tag::LI | Tag::BLOCKQUOTE | Tag::H2 | Tag::H3) {
            region = page.regions[region as usize].parent;
        }
        for _ in 0..4 {
            scores[region as usize] += share * (words.min(60.0) + m.commas as f32 * 2.0);
            share *= 0.5;
            region = page.regions[region as usize].parent;
        }
    }
    let best = (0..scores.len()).fold(0, |best, i| if scores[i] > scores[best] { i } else { best });
    let region = &page.regions[best];
    trace.score(Stage::Page, "body/container", scores[best], || {
        (format!("{:?}", region.tag), "most prose".to_owned())
    });
    let mut kept = vec![false; page.segments.len()];
    let range = region.first as usize..region.end as usize;
    for (segment, kept) in page.segments[range.clone()].iter().zip(&mut kept[range]) {
        let place = &places[segment.region as usize];
        let (m, words) = (&segment.measure, segment.measure.words());
        *kept = !away[segment.region as usize]
            && !place.caption
            && place.heading != 1
            && m.link_density() < 0.5
            && (words >= 12.0 || m.sentence_ends > 0 && words > 3.0 || place.heading > 0);
    }
    // A heading stays only before kept text.
    for index in (0..kept.len()).rev() {
        let heading = places[page.segments[index].region as usize].heading > 0;
        if heading && !kept.get(index + 1).copied().unwrap_or(false) {
            kept[index] = false;
        }
    }
    kept
}

/// Regions that HTML itself sets apart from the content.
fn away(page: &Segmentation) -> Vec<bool> {
    let mut away: Vec<bool> = Vec::with_capacity(page.regions.len());
    for region in &page.regions {
        let outer = away.get(region.parent as usize).copied().unwrap_or(false);
        let own = matches!(
            region.tag,
            Tag::NAV | Tag::ASIDE | Tag::FOOTER | Tag::FORM | Tag::FIGURE | Tag::BUTTON
        );
        away.push(outer || own || region.hidden);
    }
    away
}
