//! Dates that a reader sees: `<time>`, elements whose names speak of a date, short lines.

use super::date_features::{Feature, FeatureSet};
use super::dates::Sighting;
use super::datetime::{self, Found, Reading};
use super::evidence::Evidence;
use super::labels::{self, Label};
use super::scan::{MAX_LINE_BYTES, Spot};
use crate::article::Provenance;
use crate::dom::{AttrName, NodeId, NodeKind, Tag};
use crate::page::hints::Hints;
use crate::page::structured::{fold, folded_text};

/// Adds all visible dates, in page order.
pub(super) fn gather(
    evidence: &Evidence<'_>,
    headline: Option<NodeId>,
    reading: Reading<'_>,
    sightings: &mut Vec<Sighting>,
) {
    let eyes = Eyes { evidence, headline, reading };
    let first = sightings.len();
    let mut found: Vec<(NodeId, Sighting)> = Vec::new();
    for spot in &evidence.scan.date_spots {
        eyes.marked(*spot, &mut found);
    }
    for spot in &evidence.scan.dated_texts {
        eyes.text(*spot, &mut found);
    }
    found.sort_by_key(|(node, _)| *node);
    sightings.extend(found.into_iter().map(|(_, sighting)| sighting));
    debug_assert!(first <= sightings.len());
}

struct Eyes<'a> {
    evidence: &'a Evidence<'a>,
    headline: Option<NodeId>,
    reading: Reading<'a>,
}

impl Eyes<'_> {
    fn marked(&self, spot: Spot, found: &mut Vec<(NodeId, Sighting)>) {
        let dom = self.evidence.dom;
        let mut features = FeatureSet::default();
        let is_time = dom.tag(spot.node) == Tag::TIME;
        features.add(if is_time { Feature::TimeElement } else { Feature::DateClass });
        features.add_if(spot.hints.any(Hints::PUBLISHED), Feature::PublishedClass);
        features.add_if(spot.hints.any(Hints::MODIFIED), Feature::ModifiedClass);
        features.add_if(dom.attr_named(spot.node, "pubdate").is_some(), Feature::Pubdate);
        let stated = dom
            .attr(spot.node, AttrName::DATETIME)
            .or_else(|| dom.attr(spot.node, AttrName::CONTENT))
            .or_else(|| dom.attr(spot.node, AttrName::TITLE));
        if let Some(moment) = stated.and_then(|value| datetime::parse(value, self.reading)) {
            self.label(self.text_before(spot.node).as_deref().unwrap_or(""), &mut features);
            self.place(spot, &mut features);
            found.push((spot.node, self.sighting(moment, features, 3, spot.node)));
            return;
        }
        let Some(text) = folded_text(dom, spot.node, MAX_LINE_BYTES) else { return };
        for date in datetime::find_all(&text, self.reading) {
            self.in_text(&text, date, spot, features, found);
        }
    }

    fn text(&self, spot: Spot, found: &mut Vec<(NodeId, Sighting)>) {
        let text = self.evidence.dom.text(spot.node);
        if !datetime::may_hold_date(text) {
            return;
        }
        let Some(text) = fold(text) else { return };
        if text.len() > MAX_LINE_BYTES {
            return;
        }
        for date in datetime::find_all(&text, self.reading) {
            self.in_text(&text, date, spot, FeatureSet::default(), found);
        }
    }

    fn in_text(
        &self,
        text: &str,
        date: Found,
        spot: Spot,
        mut features: FeatureSet,
        found: &mut Vec<(NodeId, Sighting)>,
    ) {
        /// A line with more beside the date is a text.
        const REST_CHARS: usize = 40;
        let rest = text[..date.start].chars().count() + text[date.end..].chars().count();
        features.add(if rest <= REST_CHARS { Feature::Line } else { Feature::InText });
        features.add_if(date.weak, Feature::WeakYear);
        match labels::before(&text[..date.start]) {
            None if date.start < 4 => {
                self.label(self.text_before(spot.node).as_deref().unwrap_or(""), &mut features);
            }
            _ => self.label(&text[..date.start], &mut features),
        }
        self.place(spot, &mut features);
        let mut sighting = self.sighting(date.moment, features, 1, spot.node);
        sighting.swapped = date.swapped;
        found.push((spot.node, sighting));
    }

    fn label(&self, before: &str, features: &mut FeatureSet) {
        match labels::before(before) {
            Some(Label::Published) => features.add(Feature::LabelPublished),
            Some(Label::Modified) => features.add(Feature::LabelModified),
            Some(Label::Other) => features.add(Feature::LabelOther),
            None => {}
        }
    }

    /// The text node before an element, when it is near.
    fn text_before(&self, node: NodeId) -> Option<String> {
        const REACH: usize = 6;
        let dom = self.evidence.dom;
        (node.index().saturating_sub(REACH)..node.index())
            .rev()
            .map(NodeId::from_index)
            .filter(|&id| dom.kind(id) == NodeKind::Text)
            .find_map(|id| fold(dom.text(id)))
    }

    fn place(&self, spot: Spot, features: &mut FeatureSet) {
        let dom = self.evidence.dom;
        let zone = spot.zone.with(spot.hints);
        features.add_if(zone.any(Hints::COMMENT), Feature::Comment);
        features.add_if(zone.any(Hints::RELATED.with(Hints::ASIDE)), Feature::Teaser);
        features.add_if(zone.any(Hints::FOOTER.with(Hints::ARTICLE_FOOT)), Feature::Foot);
        features.add_if(zone.any(Hints::META), Feature::Meta);
        let mut ancestors = dom.ancestors(spot.node).take(6).map(|id| dom.tag(id));
        let (mut table, mut heading, mut link) = (false, false, false);
        for tag in &mut ancestors {
            table |= tag == Tag::TD;
            heading |= matches!(tag, Tag::H1 | Tag::H2 | Tag::H3);
            link |= tag == Tag::A;
        }
        features.add_if(table, Feature::InTable);
        features.add_if(heading, Feature::TitleText);
        features.add_if(link, Feature::Link);
        let Some(headline) = self.headline else {
            features.add(Feature::NoHeadline);
            return;
        };
        let (before, distance) = self.distance(headline, spot.node);
        features.add(match (before, distance) {
            (false, 0..=40) => Feature::RightAfterHeadline,
            (false, 41..=160) => Feature::AfterHeadline,
            (true, 0..=40) => Feature::BeforeHeadline,
            (true, _) => Feature::FarBefore,
            (false, _) => Feature::FarAfter,
        });
    }

    /// Whether a node stands before the headline, and how many nodes are between.
    fn distance(&self, headline: NodeId, node: NodeId) -> (bool, usize) {
        if node < headline {
            (true, headline.index() - node.index())
        } else {
            let end = self.evidence.dom.end(headline).index();
            (false, node.index().saturating_sub(end))
        }
    }

    fn sighting(
        &self,
        moment: datetime::Moment,
        features: FeatureSet,
        trust: u8,
        node: NodeId,
    ) -> Sighting {
        let distance =
            self.headline.map_or(node.index(), |headline| self.distance(headline, node).1);
        let distance = Some(distance);
        let provenance = Provenance::Visible;
        Sighting { moment, features, provenance, swapped: None, trust, distance }
    }
}
