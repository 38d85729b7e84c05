//! The title: the headline a reader sees, without the site's name.
//!
//! Headings, the `<title>` and its parts, and the declared titles are candidates; texts that say the
//! same are one candidate. What speaks for a candidate are the places it stands in and how it
//! relates to the others; the weights of these features were fitted.

use super::evidence::Evidence;
use super::hints::Hints;
use super::key::{contains_words, key};
use super::title_features::{Feature, FeatureSet};
use crate::article::Provenance;
use crate::page::structured::fold;
use crate::page::url;
use crate::trace::{Stage, Trace};

/// One text that may be the title.
struct Candidate {
    text: String,
    key: String,
    features: FeatureSet,
    provenance: Provenance,
    /// How many words of the page's address it shares, of those that the address has: 0 to 4.
    slug: u32,
}

/// The title and where it came from.
pub(super) fn decide(evidence: &Evidence<'_>, trace: &mut Trace) -> Option<(String, Provenance)> {
    let mut candidates = Candidates::default();
    candidates.collect(evidence);
    let mut list = candidates.list;
    relate(&mut list, evidence);
    let mut best: Option<(f32, usize)> = None;
    for (place, candidate) in list.iter().enumerate() {
        let score = candidate.features.score();
        trace.score(Stage::Page, "title/candidate", score, || {
            (candidate.text.clone(), candidate.features.names())
        });
        if best.is_none_or(|(found, _)| score > found) {
            best = Some((score, place));
        }
    }
    let (_, place) = best?;
    let chosen = list.swap_remove(place);
    trace.note(Stage::Page, "title/chosen", || {
        (chosen.text.clone(), "the candidate with the highest score".to_owned())
    });
    Some((chosen.text, chosen.provenance))
}

#[derive(Default)]
struct Candidates {
    list: Vec<Candidate>,
}

impl Candidates {
    fn collect(&mut self, evidence: &Evidence<'_>) {
        self.headings(evidence);
        let structured = evidence.structured;
        if let Some(headline) = structured.headline() {
            self.add(headline, Feature::JsonLd, Provenance::JsonLd);
        }
        if let Some(name) = structured.main_text("name") {
            self.add(name, Feature::JsonLdName, Provenance::JsonLd);
        }
        for name in ["headline", "name"] {
            let declared = structured.microdata.named(name).find(|property| {
                let owner = structured.microdata.owner(property);
                !property.value.is_empty()
                    && !property.is_item
                    && !matches!(
                        owner,
                        "" | "Person"
                            | "Organization"
                            | "WebSite"
                            | "ListItem"
                            | "ImageObject"
                            | "Thing"
                            | "Brand"
                    )
            });
            if let Some(property) = declared {
                self.add(property.value.clone(), Feature::Microdata, Provenance::Microdata);
            }
        }
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
            if let Some(value) = structured.meta(names) {
                self.parts_of(value, evidence, |part| match part {
                    Part::Whole => feature,
                    _ => Feature::MetaPart,
                });
            }
        }
        if let Some(title) = &evidence.scan.title_tag {
            self.parts_of(title, evidence, |part| match part {
                Part::Whole => Feature::TitleWhole,
                Part::Head => Feature::TitleHead,
                Part::Tail => Feature::TitleTail,
            });
        }
    }

    /// Adds a declared title and its parts.
    fn parts_of(
        &mut self,
        title: &str,
        evidence: &Evidence<'_>,
        feature: impl Fn(Part) -> Feature,
    ) {
        for part in parts(title) {
            let place = self.add(part.text.to_owned(), feature(part.part), Provenance::Meta);
            let Some(place) = place else { continue };
            let features = &mut self.list[place].features;
            features.add_if(part.weak, Feature::ColonPart);
            features.add_if(names_site(part.rest, evidence) && !part.weak, Feature::SiteCutOff);
        }
    }

    fn headings(&mut self, evidence: &Evidence<'_>) {
        /// Further headings are sections or teasers.
        const MOST: usize = 12;
        let off = Hints::COMMENT.with(Hints::RELATED).with(Hints::FOOTER).with(Hints::CHROME);
        let headings = &evidence.scan.headings;
        let h1s = headings.iter().filter(|heading| heading.level == 1).count();
        let mut first_h1 = true;
        let mut first_h2 = true;
        for heading in headings
            .iter()
            .take(MOST.max(headings.iter().position(|h| h.level == 1).map_or(0, |p| p + MOST)))
        {
            let feature = match heading.level {
                1 if h1s == 1 => Feature::OnlyH1,
                1 if first_h1 => Feature::FirstH1,
                1 => Feature::OtherH1,
                2 if first_h2 => Feature::FirstH2,
                2 => Feature::OtherH2,
                3 => Feature::H3,
                _ => Feature::MarkedHeadline,
            };
            // A heading may carry the site's name as the `<title>` does.
            for part in parts(&heading.text) {
                if part.part == Part::Head
                    && !part.weak
                    && names_site(part.rest, evidence)
                    && let Some(place) =
                        self.add(part.text.to_owned(), feature, Provenance::Visible)
                {
                    self.list[place].features.add(Feature::SiteCutOff);
                }
            }
            first_h1 &= heading.level != 1;
            first_h2 &= heading.level != 2;
            let Some(place) = self.add(heading.text.clone(), feature, Provenance::Visible) else {
                continue;
            };
            let features = &mut self.list[place].features;
            if heading.zone.with(heading.hints).any(off) {
                features.add(Feature::OffPlace);
            }
            if heading.level > 0 && heading.hints.any(Hints::TITLE) {
                features.add(Feature::TitleClass);
            }
        }
    }

    /// Adds evidence for a text; gives the candidate's place.
    fn add(&mut self, text: String, feature: Feature, provenance: Provenance) -> Option<usize> {
        let text = fold(&text)?;
        let key = key(&text);
        if key.is_empty() {
            return None;
        }
        let place = match self.list.iter().position(|candidate| candidate.key == key) {
            Some(place) => place,
            None => {
                let features = FeatureSet::default();
                self.list.push(Candidate { text, key, features, provenance, slug: 0 });
                self.list.len() - 1
            }
        };
        self.list[place].features.add(feature);
        Some(place)
    }
}

/// Adds the features that tell how a candidate relates to the rest of the page.
fn relate(list: &mut [Candidate], evidence: &Evidence<'_>) {
    let title = evidence.scan.title_tag.as_deref().map(key).unwrap_or_default();
    let declared = evidence.structured.meta(&["og:title"]).map(key).unwrap_or_default();
    let headline = evidence.structured.headline().map(|text| key(&text)).unwrap_or_default();
    let sites: Vec<String> = evidence.site_names.iter().map(|name| key(name)).collect();
    let slug = slug_words(evidence.base.as_str());
    let h1 = evidence
        .scan
        .headings
        .iter()
        .find(|heading| heading.level == 1)
        .map(|heading| key(&heading.text))
        .unwrap_or_default();
    for candidate in &mut *list {
        let text = &candidate.key;
        let features = &mut candidate.features;
        let words = text
            .split(' ')
            .count()
            .max(candidate.text.chars().filter(|c| !c.is_ascii()).count() / 6);
        features.add_if(words <= 1, Feature::OneWord);
        features.add_if(words == 2, Feature::TwoWords);
        features.add_if((3..=4).contains(&words), Feature::FewWords);
        features.add_if(words > 22, Feature::ManyWords);
        features.add_if(title != *text && contains_words(&title, text), Feature::InTitle);
        features.add_if(title != *text && title.starts_with(text.as_str()), Feature::StartsTitle);
        features.add_if(declared != *text && contains_words(&declared, text), Feature::InOpenGraph);
        features.add_if(headline != *text && contains_words(&headline, text), Feature::InJsonLd);
        features.add_if(h1 != *text && contains_words(&h1, text), Feature::InH1);
        features
            .add_if(h1 != *text && !h1.is_empty() && contains_words(text, &h1), Feature::HoldsH1);
        features.add_if(
            declared != *text && !declared.is_empty() && contains_words(text, &declared),
            Feature::HoldsOpenGraph,
        );
        features.add_if(sites.iter().any(|site| site == text), Feature::SiteName);
        features.add_if(
            sites.iter().any(|site| site != text && site.len() > 3 && contains_words(text, site)),
            Feature::HoldsSiteName,
        );
        if slug.len() >= 3 {
            let folded = fold_marks(text);
            let shared =
                slug.iter().filter(|word| folded.split(' ').any(|own| own == **word)).count();
            candidate.slug = (shared * 4 / slug.len()) as u32;
            features.add(match candidate.slug {
                4 => Feature::SlugAll,
                3 => Feature::SlugMost,
                2 => Feature::SlugHalf,
                1 => Feature::SlugSome,
                _ => Feature::SlugNone,
            });
        }
        features.add_if(
            candidate.text.ends_with('…') || candidate.text.ends_with("..."),
            Feature::CutOff,
        );
    }
    let most = list.iter().map(|candidate| candidate.slug).max().unwrap_or(0);
    for candidate in list.iter_mut() {
        candidate.features.add_if(most > 0 && candidate.slug == most, Feature::SlugBest);
    }
    conjoin(list, Kind::of(evidence));
}

/// What a page says that it is: titles are declared with different care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Article,
    Product,
    Home,
    Other,
}

impl Kind {
    fn of(evidence: &Evidence<'_>) -> Kind {
        let structured = evidence.structured;
        let og_type = structured.og_type().unwrap_or("");
        if evidence.is_article() {
            Kind::Article
        } else if structured.main_types().any(|name| name.starts_with("Product"))
            || og_type.contains("product")
        {
            Kind::Product
        } else if evidence
            .base
            .as_str()
            .is_some_and(|url| url::path(url).trim_matches('/').is_empty())
        {
            Kind::Home
        } else {
            Kind::Other
        }
    }
}

/// Agreement between sources that do not copy each other says more than their sum.
fn conjoin(list: &mut [Candidate], kind: Kind) {
    for candidate in list {
        let features = &mut candidate.features;
        let heading = features.has_any(&[Feature::OnlyH1, Feature::FirstH1, Feature::OtherH1]);
        let in_title =
            features.has_any(&[Feature::TitleWhole, Feature::TitleHead, Feature::TitleTail]);
        let declared = [Feature::OpenGraph, Feature::JsonLd].into_iter().any(|f| features.has(f));
        features.add_if(heading && in_title, Feature::HeadingAndTitle);
        features.add_if(heading && declared, Feature::HeadingAndDeclared);
        features.add_if(declared && in_title && !heading, Feature::DeclaredAndTitle);
        features.add_if(
            features.has(Feature::OpenGraph) && features.has(Feature::JsonLd) && !heading,
            Feature::OpenGraphAndJsonLd,
        );
        features.add_if(heading && !in_title && !declared, Feature::HeadingAlone);
        features.add_if(
            heading && !in_title && !declared && features.has(Feature::InTitle),
            Feature::HeadingInTitle,
        );
        match kind {
            Kind::Article => {
                features.add_if(heading, Feature::ArticleHeading);
                features.add_if(declared, Feature::ArticleDeclared);
            }
            Kind::Product => {
                features.add_if(heading, Feature::ProductHeading);
                features.add_if(declared, Feature::ProductDeclared);
                features.add_if(features.has(Feature::JsonLdName), Feature::ProductName);
            }
            Kind::Home => {
                features.add_if(heading, Feature::HomeHeading);
                features.add_if(declared, Feature::HomeDeclared);
                features.add_if(in_title, Feature::HomeTitle);
            }
            Kind::Other => {
                features.add_if(heading, Feature::OtherHeading);
                features.add_if(declared, Feature::OtherDeclared);
                features.add_if(in_title, Feature::OtherTitle);
            }
        }
    }
}

/// Whether a text is a name of the site, or holds little more.
fn names_site(text: &str, evidence: &Evidence<'_>) -> bool {
    let text = key(text);
    let tight = text.replace(' ', "");
    !text.is_empty()
        && evidence.site_names.iter().map(|name| key(name)).any(|site| {
            let bare = site.replace(' ', "");
            site == text
                || bare == tight
                || bare.len() > 3 && tight.len() < 3 * bare.len() && tight.contains(&bare)
        })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    /// From the beginning to a separator.
    Head,
    /// From a separator to the end, or between two.
    Tail,
}

/// A part of a title.
struct TitlePart<'a> {
    text: &'a str,
    part: Part,
    /// Whether it was cut at a colon or bracket, which headlines have too.
    weak: bool,
    /// What was cut off.
    rest: &'a str,
}

/// A title and its parts: what stands before, between and behind the separators that part a headline
/// from the names of section and site.
fn parts(title: &str) -> Vec<TitlePart<'_>> {
    /// Titles with more are lists of keywords.
    const MOST: usize = 6;
    let cuts = separators(title);
    let mut parts = vec![TitlePart { text: title, part: Part::Whole, weak: false, rest: "" }];
    for (at, cut) in cuts.iter().take(MOST).enumerate() {
        let (head, tail) = (title[..cut.start].trim(), title[cut.end..].trim());
        parts.push(TitlePart { text: head, part: Part::Head, weak: cut.weak, rest: tail });
        parts.push(TitlePart { text: tail, part: Part::Tail, weak: cut.weak, rest: head });
        if let Some(next) = cuts.get(at + 1) {
            let middle = title[cut.end..next.start].trim();
            let rest = title[next.end..].trim();
            parts.push(TitlePart {
                text: middle,
                part: Part::Tail,
                weak: cut.weak || next.weak,
                rest,
            });
        }
    }
    parts.retain(|part| !part.text.is_empty());
    parts
}

/// A separator: its bytes, and whether headlines have it too.
struct Cut {
    start: usize,
    end: usize,
    weak: bool,
}

fn separators(title: &str) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let mut chars = title.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |&(_, next)| next);
        let spaced = before.is_whitespace() && next.is_whitespace();
        let weak = matches!(c, ':' | '(');
        let cuts_here = match c {
            '|' | '»' | '«' | '•' | '·' | '｜' | '›' | '‹' | '\u{2016}' | '⋆' | '_' => {
                true
            }
            '-' | '–' | '—' | '/' | '~' | '>' | '<' | '*' | '−' => {
                spaced || c == '—' || c == '-' && next == '-'
            }
            ':' => next.is_whitespace(),
            '(' => before.is_whitespace(),
            _ => false,
        };
        if cuts_here {
            cuts.push(Cut { start: at, end: at + c.len_utf8(), weak });
        }
        before = c;
    }
    cuts
}

/// The words of the last telling part of an address.
fn slug_words(address: Option<&str>) -> Vec<String> {
    let Some(address) = address else { return Vec::new() };
    let path = url::path(address);
    let mut best: Vec<String> = Vec::new();
    for segment in path.split('/').rev().take(3) {
        let words: Vec<String> = segment
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() > 1 && !word.bytes().any(|byte| byte.is_ascii_digit()))
            .filter(|word| {
                !matches!(
                    *word,
                    "html"
                        | "htm"
                        | "php"
                        | "aspx"
                        | "the"
                        | "and"
                        | "of"
                        | "to"
                        | "in"
                        | "der"
                        | "die"
                        | "das"
                        | "und"
                )
            })
            .map(str::to_lowercase)
            .collect();
        if words.len() > best.len() {
            best = words;
        }
    }
    best
}

/// Letters without their marks, spelled as addresses spell them.
fn fold_marks(key: &str) -> String {
    let mut folded = String::with_capacity(key.len());
    for c in key.chars() {
        match c {
            'ä' => folded.push_str("ae"),
            'ö' | 'ø' => folded.push_str("oe"),
            'ü' => folded.push_str("ue"),
            'ß' => folded.push_str("ss"),
            'å' | 'á' | 'à' | 'â' | 'ã' | 'ă' => folded.push('a'),
            'é' | 'è' | 'ê' | 'ë' | 'ę' | 'ě' => folded.push('e'),
            'í' | 'ì' | 'î' | 'ï' | 'ı' => folded.push('i'),
            'ó' | 'ò' | 'ô' | 'õ' => folded.push('o'),
            'ú' | 'ù' | 'û' => folded.push('u'),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'ñ' | 'ń' => folded.push('n'),
            'ş' | 'š' | 'ś' => folded.push('s'),
            'ğ' => folded.push('g'),
            c => folded.push(c),
        }
    }
    folded
}
