//! The texts of a page that may be its title, each with where it stands.

use super::facts::Feature;
use super::headings;
use super::parts::{Part, SiteNames, parts};
use crate::article::Provenance;
use crate::page::hints::Hints;
use crate::page::metadata::evidence::Evidence;
use crate::page::metadata::features::FeatureSet;
use crate::page::metadata::key::key;
use crate::page::metadata::scan::Heading;
use crate::page::structured::fold;

/// One text that may be the title.
pub(super) struct Candidate {
    pub(super) text: String,
    pub(super) key: String,
    pub(super) features: FeatureSet<Feature>,
    pub(super) provenance: Provenance,
    /// The place of the first heading that shows it, in the list of headings.
    pub(super) heading: Option<usize>,
}

/// All candidates, in the order they are met: visible ones before declared ones.
pub(super) fn gather(evidence: &Evidence<'_>) -> Vec<Candidate> {
    let sites = SiteNames::new(&evidence.site_names);
    let mut gathering = Gathering { evidence, sites, list: Vec::new() };
    gathering.headings();
    gathering.structured();
    gathering.metas();
    if let Some(title) = &evidence.scan.title_tag {
        gathering.parts_of(title, |part| match part {
            Part::Whole => Feature::TitleWhole,
            Part::Head => Feature::TitleHead,
            Part::Tail => Feature::TitleTail,
        });
    }
    gathering.list
}

struct Gathering<'e> {
    evidence: &'e Evidence<'e>,
    sites: SiteNames,
    list: Vec<Candidate>,
}

impl Gathering<'_> {
    fn headings(&mut self) {
        /// Further headings are sections or teasers.
        const MOST: usize = 12;
        let headings = &self.evidence.scan.headings;
        let first = headings.iter().position(|heading| heading.level == 1).unwrap_or(0);
        let h1s = headings.iter().filter(|heading| heading.level == 1).count();
        let below = self.headline_below_path();
        let (mut first_h1, mut first_h2) = (true, true);
        for (place, heading) in headings.iter().enumerate() {
            if place >= MOST && !(first..first + MOST).contains(&place) && heading.level != 1 {
                continue;
            }
            let feature = match heading.level {
                1 if below.is_some_and(|(path, _)| path == place) => Feature::PathH1,
                2 if below.is_some_and(|(_, headline)| headline == place) => Feature::OnlyH1,
                1 if h1s == 1 => Feature::OnlyH1,
                1 if first_h1 => Feature::FirstH1,
                1 => Feature::OtherH1,
                2 if first_h2 => Feature::FirstH2,
                2 => Feature::OtherH2,
                3 => Feature::H3,
                _ => Feature::MarkedHeadline,
            };
            first_h1 &= heading.level != 1;
            first_h2 &= heading.level != 2;
            self.heading(place, heading, feature);
        }
    }

    /// The place of an `<h1>` that ends the path to the page, and of the headline below it: sites
    /// put a heading for search engines there, and show readers another.
    fn headline_below_path(&self) -> Option<(usize, usize)> {
        let (dom, structured) = (self.evidence.dom, self.evidence.structured);
        let headings = &self.evidence.scan.headings;
        let place = headings.iter().position(|heading| heading.level == 1)?;
        let path = &headings[place];
        if !headings::is_behind_link(dom, path.node) {
            return None;
        }
        let own = key(&path.text);
        let declared = structured.meta(&["og:title"]).map(key)?;
        if declared.is_empty() || declared == own {
            return None;
        }
        let behind = headings::TextBehind::new(dom, dom.end(path.node));
        let is_headline = |heading: &Heading| {
            heading.level == 2
                && behind.until(heading.node).is_some_and(|bytes| bytes <= headings::NEAR_BYTES)
                && key(&heading.text).ends_with(&declared)
        };
        let below = headings[place + 1..].iter().position(is_headline)?;
        Some((place, place + 1 + below))
    }

    fn heading(&mut self, place: usize, heading: &Heading, feature: Feature) {
        let dom = self.evidence.dom;
        let off = Hints::COMMENT
            .with(Hints::RELATED)
            .with(Hints::ASIDE)
            .with(Hints::FOOTER)
            .with(Hints::ARTICLE_FOOT)
            .with(Hints::CHROME);
        let hints = heading.zone.with(heading.hints);
        let mut about = FeatureSet::default();
        about.add_if(hints.any(off), Feature::OffPlace);
        about.add_if(hints.any(Hints::HIDDEN), Feature::Hidden);
        if let Some(leads) = headings::link(dom, heading.node, &self.evidence.base) {
            about.add(leads);
        }
        about.add_if(headings::is_behind_link(dom, heading.node), Feature::BehindLink);
        // A heading may carry the site's name as the `<title>` does.
        for part in parts(&heading.text) {
            if part.part == Part::Head && !part.weak && self.sites.are_in(part.rest) {
                let cut = self.shown(part.text.to_owned(), feature, about, place);
                if let Some(cut) = cut {
                    cut.features.add(Feature::SiteCutOff);
                }
            }
        }
        let marked = heading.level > 0 && heading.hints.any(Hints::TITLE);
        if let Some(whole) = self.shown(heading.text.clone(), feature, about, place) {
            whole.features.add_if(marked, Feature::TitleClass);
        }
        if matches!(heading.level, 1 | 2) {
            for piece in headings::pieces(dom, heading.node) {
                let found = self.shown(piece.text, Feature::HeadingPart, about, place);
                if let Some(found) = found {
                    found.features.add_if(piece.tail, Feature::HeadingTail);
                    found.features.add_if(piece.kicker_cut, Feature::KickerCut);
                    found.features.add_if(piece.marked, Feature::TitleClass);
                }
            }
        }
    }

    /// Adds what a heading shows.
    fn shown(
        &mut self,
        text: String,
        feature: Feature,
        about: FeatureSet<Feature>,
        place: usize,
    ) -> Option<&mut Candidate> {
        let found = self.add(text, feature, Provenance::Visible)?;
        found.features.merge(about);
        found.heading.get_or_insert(place);
        Some(found)
    }

    fn structured(&mut self) {
        let structured = self.evidence.structured;
        for (member, feature) in [
            ("headline", Feature::JsonLd),
            ("name", Feature::JsonLdName),
            ("alternativeHeadline", Feature::JsonLdAlternative),
        ] {
            if let Some(text) = structured.main_text(member) {
                self.add(text, feature, Provenance::JsonLd);
            }
        }
        /// Things beside the article that have a name too.
        const OTHERS: [&str; 8] =
            ["", "Person", "Organization", "WebSite", "ListItem", "ImageObject", "Thing", "Brand"];
        for name in ["headline", "name"] {
            let declared = structured.microdata.named(name).find(|property| {
                !property.value.is_empty()
                    && !property.is_item
                    && !OTHERS.contains(&structured.microdata.owner(property))
            });
            if let Some(property) = declared {
                self.add(property.value.clone(), Feature::Microdata, Provenance::Microdata);
            }
        }
        if let Some(step) = structured.path_steps().pop() {
            self.add(step, Feature::PathStep, Provenance::JsonLd);
        }
    }

    fn metas(&mut self) {
        const METAS: [(&[&str], Feature); 3] = [
            (&["og:title"], Feature::OpenGraph),
            (&["twitter:title"], Feature::Twitter),
            (
                &[
                    "citation_title",
                    "parsely-title",
                    "sailthru.title",
                    "dc.title",
                    "dcterms.title",
                    "dc:title",
                    "title",
                    "cxenseparse:title",
                    "article:title",
                    "hdl",
                ],
                Feature::OtherMeta,
            ),
        ];
        for (names, feature) in METAS {
            if let Some(value) = self.evidence.structured.meta(names) {
                self.parts_of(value, |part| match part {
                    Part::Whole => feature,
                    _ => Feature::MetaPart,
                });
            }
        }
    }

    /// Adds a declared title and its parts.
    fn parts_of(&mut self, title: &str, feature: impl Fn(Part) -> Feature) {
        for part in parts(title) {
            let cut_off = !part.weak && self.sites.are_in(part.rest);
            let text = part.text.to_owned();
            let Some(found) = self.add(text, feature(part.part), Provenance::Meta) else {
                continue;
            };
            found.features.add_if(part.weak, Feature::ColonPart);
            found.features.add_if(cut_off, Feature::SiteCutOff);
        }
    }

    /// Adds evidence for a text.
    fn add(
        &mut self,
        text: String,
        feature: Feature,
        provenance: Provenance,
    ) -> Option<&mut Candidate> {
        let text = without_marks(&fold(&text)?).to_owned();
        let key = key(&text);
        if key.is_empty() {
            return None;
        }
        let place = match self.list.iter().position(|candidate| candidate.key == key) {
            Some(place) => {
                let known = &mut self.list[place].text;
                // A style sheet's capitals are no spelling.
                if !known.chars().any(char::is_lowercase) && text.chars().any(char::is_lowercase) {
                    *known = text;
                }
                place
            }
            None => {
                let features = FeatureSet::default();
                self.list.push(Candidate { text, key, features, provenance, heading: None });
                self.list.len() - 1
            }
        };
        let found = &mut self.list[place];
        found.features.add(feature);
        Some(found)
    }
}

/// A text without what stands beside a title: the marks of a heading's link to itself, separators
/// that part nothing.
fn without_marks(text: &str) -> &str {
    const SEPARATORS: [char; 9] = ['|', '»', '›', '·', '•', '>', '-', '–', '—'];
    let mut text = text.trim_end_matches(|c: char| matches!(c, '¶' | '🔗') || c.is_whitespace());
    while let Some(bare) = text.strip_suffix(SEPARATORS).filter(|bare| bare.ends_with(' ')) {
        text = bare.trim_end();
    }
    while let Some(bare) = text.strip_prefix(SEPARATORS).filter(|bare| bare.starts_with(' ')) {
        text = bare.trim_start();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::without_marks;

    #[test]
    fn ok_marks_beside_a_title_are_left_out() {
        for (text, title) in [
            ("Quickstart¶", "Quickstart"),
            ("Quickstart 🔗", "Quickstart"),
            ("About Jane Roe |", "About Jane Roe"),
            ("> Best books", "Best books"),
            ("- 5 degrees -", "5 degrees"),
            ("Learn C#", "Learn C#"),
            ("-5 degrees, pre-", "-5 degrees, pre-"),
            ("|", "|"),
        ] {
            assert_eq!(without_marks(text), title, "{text}");
        }
    }
}
