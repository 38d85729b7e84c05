//! A candidate as a row of numbers: what is true of it, and how much of its words it shares with
//! what else the page calls itself.

use super::address;
use super::candidates::Candidate;
use super::facts::{Feature, SOURCES};
use super::headings::{NEAR_BYTES, TextBehind};
use super::parts::SiteNames;
use crate::page::metadata::evidence::Evidence;
use crate::page::metadata::features::FeatureSet;
use crate::page::metadata::key::{contains_words, key};
use crate::page::url;

/// The texts that candidates are compared with.
const REFERENCES: [&str; 5] = ["h1", "og", "title", "json_ld", "h2"];

/// The columns that are not yes or no.
pub(super) const NUMBERS: [&str; 19] = [
    "words",
    "chars",
    "order",
    "sources",
    "address_share",
    "address_best",
    "heading_order",
    "heading_place",
    "behind_h1",
    "of_h1",
    "h1_of",
    "of_og",
    "og_of",
    "of_title",
    "title_of",
    "of_json_ld",
    "json_ld_of",
    "of_h2",
    "h2_of",
];

/// What stands for a number that there is not.
const NONE: f32 = -1.0;

/// The rows of all candidates.
pub(super) fn rows(list: &mut [Candidate], evidence: &Evidence<'_>) -> Vec<Vec<f32>> {
    let page = PageTexts::of(list, evidence);
    let slug = address::words(evidence.base.as_str());
    let shares: Vec<Option<f32>> =
        list.iter().map(|candidate| address::share(&slug, &candidate.key)).collect();
    let best_share = shares.iter().flatten().copied().fold(0.0, f32::max);
    let count = list.len();
    mark_below_h1(list, &page, evidence);
    let mut rows = Vec::with_capacity(count);
    for (place, (candidate, share)) in list.iter_mut().zip(&shares).enumerate() {
        let features = &mut candidate.features;
        features.merge(page.facts);
        relate(features, &candidate.key, &page);
        surface(features, &candidate.text);
        let mut numbers = [NONE; NUMBERS.len()];
        let words = WordSet::of(&candidate.key);
        // Scripts without blanks: about as many words as this many letters.
        let unspaced = candidate.text.chars().filter(|c| !c.is_ascii()).count() / 6;
        numbers[0] = candidate.key.split(' ').count().max(unspaced) as f32;
        numbers[1] = candidate.text.chars().count() as f32;
        numbers[2] = place as f32 / count as f32;
        numbers[3] =
            SOURCES.iter().filter(|&&source| candidate.features.has(source)).count() as f32;
        if let Some(share) = share {
            numbers[4] = *share;
            numbers[5] = f32::from(u8::from(best_share > 0.0 && *share == best_share));
        }
        if let Some(heading) = candidate.heading {
            let node = evidence.scan.headings[heading].node;
            numbers[6] = heading as f32;
            numbers[7] = node.index() as f32 / evidence.dom.len() as f32;
            let gap = page.behind_h1.as_ref().and_then(|text| text.until(node));
            numbers[8] = gap.map_or(NONE, |bytes| bytes as f32);
        }
        for (at, reference) in page.words.iter().enumerate() {
            let (of, whole) = words.shares(reference);
            numbers[9 + 2 * at] = of;
            numbers[10 + 2 * at] = whole;
        }
        rows.push(candidate.features.row(&numbers));
    }
    rows
}

/// Marks the declared headlines that stand right below the first `<h1>`, and the page that has any.
fn mark_below_h1(list: &mut [Candidate], page: &PageTexts, evidence: &Evidence<'_>) {
    let is_below = |candidate: &Candidate| {
        let features = candidate.features;
        let declared = features.has_any(&[Feature::OpenGraph, Feature::JsonLdAlternative])
            || features.has(Feature::MetaPart) && features.has(Feature::HeadingTail);
        let heading = candidate.heading.map(|place| &evidence.scan.headings[place]);
        declared
            && candidate.key != page.h1
            && heading.is_some_and(|heading| {
                let gap = page.behind_h1.as_ref().and_then(|text| text.until(heading.node));
                heading.level == 2 && gap.is_some_and(|bytes| bytes <= NEAR_BYTES)
            })
    };
    let below: Vec<bool> = list.iter().map(is_below).collect();
    let any = below.contains(&true);
    for (candidate, is_below) in list.iter_mut().zip(below) {
        candidate.features.add_if(is_below, Feature::BelowH1);
        candidate.features.add_if(any, Feature::PageBelowH1);
    }
}

/// What a page calls itself, as keys.
struct PageTexts {
    h1: String,
    open_graph: String,
    title: String,
    json_ld: String,
    sites: SiteNames,
    words: [WordSet; REFERENCES.len()],
    /// The text behind the first `<h1>`.
    behind_h1: Option<TextBehind>,
    /// What is true of all candidates of the page.
    facts: FeatureSet<Feature>,
}

impl PageTexts {
    fn of(list: &[Candidate], evidence: &Evidence<'_>) -> Self {
        let first = |features: &[Feature]| {
            list.iter().find(|candidate| candidate.features.has_any(features))
        };
        // The heading of the page, not that of the site.
        let own_h1 = list.iter().find(|candidate| {
            candidate.features.has_any(&[Feature::OnlyH1, Feature::FirstH1, Feature::OtherH1])
                && !candidate.features.has_any(&[Feature::LeadsHome, Feature::OffPlace])
        });
        let h1 = own_h1.or_else(|| first(&[Feature::OnlyH1, Feature::FirstH1]));
        let key_of = |candidate: Option<&Candidate>| {
            candidate.map(|candidate| candidate.key.clone()).unwrap_or_default()
        };
        let structured = evidence.structured;
        let texts = [
            key_of(h1),
            structured.meta(&["og:title"]).map(key).unwrap_or_default(),
            evidence.scan.title_tag.as_deref().map(key).unwrap_or_default(),
            structured.headline().map(|text| key(&text)).unwrap_or_default(),
            key_of(first(&[Feature::FirstH2])),
        ];
        let words = texts.each_ref().map(|text| WordSet::of(text));
        let [h1_key, open_graph, title, json_ld, _] = texts;
        let og_type = structured.og_type().unwrap_or("");
        let address = evidence.base.as_str();
        let mut facts = FeatureSet::default();
        let same = |a: &str, b: &str| !a.is_empty() && a == b;
        let h1s = evidence.scan.headings.iter().filter(|heading| heading.level == 1).count();
        let product = structured.main_types().any(|name| name.starts_with("Product"));
        for (holds, feature) in [
            (evidence.is_article(), Feature::PageArticle),
            (product || og_type.contains("product"), Feature::PageProduct),
            (
                address.is_some_and(|url| url::path(url).trim_matches('/').is_empty()),
                Feature::PageHome,
            ),
            (!h1_key.is_empty(), Feature::PageH1),
            (h1s > 1, Feature::PageH1s),
            (!open_graph.is_empty(), Feature::PageOpenGraph),
            (!json_ld.is_empty(), Feature::PageJsonLd),
            (same(&h1_key, &open_graph), Feature::PageH1IsOpenGraph),
            (same(&h1_key, &json_ld), Feature::PageH1IsJsonLd),
            (same(&h1_key, &title), Feature::PageH1IsTitle),
            (same(&open_graph, &title), Feature::PageOpenGraphIsTitle),
            (same(&open_graph, &json_ld), Feature::PageOpenGraphIsJsonLd),
        ] {
            facts.add_if(holds, feature);
        }
        let behind_h1 = h1.and_then(|h1| h1.heading).map(|place| {
            let end = evidence.dom.end(evidence.scan.headings[place].node);
            TextBehind::new(evidence.dom, end)
        });
        let sites = SiteNames::new(&evidence.site_names);
        Self { h1: h1_key, open_graph, title, json_ld, sites, words, behind_h1, facts }
    }
}

/// How a candidate's words stand in what else the page calls itself.
fn relate(features: &mut FeatureSet<Feature>, text: &str, page: &PageTexts) {
    let within = |whole: &str| whole != text && contains_words(whole, text);
    let holds = |part: &str| part != text && contains_words(text, part);
    for (is, feature) in [
        (within(&page.title), Feature::InTitle),
        (page.title != text && page.title.starts_with(text), Feature::StartsTitle),
        (within(&page.open_graph), Feature::InOpenGraph),
        (within(&page.json_ld), Feature::InJsonLd),
        (within(&page.h1), Feature::InH1),
        (holds(&page.h1), Feature::HoldsH1),
        (holds(&page.open_graph), Feature::HoldsOpenGraph),
        (page.sites.keys().any(|site| site == text), Feature::SiteName),
        (page.sites.keys().any(|site| site.len() > 3 && holds(site)), Feature::HoldsSiteName),
    ] {
        features.add_if(is, feature);
    }
}

/// What the letters of a candidate show.
fn surface(features: &mut FeatureSet<Feature>, text: &str) {
    let cut_off = text.ends_with('…') || text.ends_with("...");
    let year = text
        .split(|c: char| !c.is_ascii_digit())
        .any(|number| number.len() == 4 && (number.starts_with("19") || number.starts_with("20")));
    let small = text.chars().any(char::is_lowercase);
    for (is, feature) in [
        (cut_off, Feature::CutOff),
        (!small && text.chars().any(char::is_uppercase), Feature::Capitals),
        (text.starts_with(char::is_lowercase), Feature::SmallStart),
        (text.ends_with(['?', '？']), Feature::Question),
        (text.ends_with('.') && !cut_off, Feature::Dot),
        (text.starts_with(|c: char| c.is_ascii_digit()), Feature::Digit),
        (year, Feature::Year),
        (text.contains([':', '：']), Feature::Colon),
        (text.contains(['|', '｜']), Feature::Bar),
        ([" - ", " – ", " — "].iter().any(|dash| text.contains(dash)), Feature::Dash),
    ] {
        features.add_if(is, feature);
    }
}

/// The different words of a key, sorted.
struct WordSet(Vec<u64>);

impl WordSet {
    fn of(key: &str) -> Self {
        let words = key.split(' ').filter(|word| !word.is_empty());
        let mut words: Vec<u64> = words.map(hash).collect();
        words.sort_unstable();
        words.dedup();
        Self(words)
    }

    /// The share of these words that the other has, and of the other's that these have; both
    /// [`NONE`] when the other has none.
    fn shares(&self, other: &Self) -> (f32, f32) {
        if self.0.is_empty() || other.0.is_empty() {
            return (NONE, NONE);
        }
        let shared =
            self.0.iter().filter(|word| other.0.binary_search(word).is_ok()).count() as f32;
        (shared / self.0.len() as f32, shared / other.0.len() as f32)
    }
}

/// FNV-1a: words are compared within one page only, so any spread will do.
fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_shares_count_different_words() {
        let (a, b) = (WordSet::of("the storm the coast"), WordSet::of("storm at the coast today"));
        assert_eq!(a.shares(&b), (1.0, 0.6));
        assert_eq!(a.shares(&WordSet::of("")), (NONE, NONE));
    }

    #[test]
    fn ok_letters_are_described() {
        let mut features = FeatureSet::default();
        surface(&mut features, "12 storms of 2024: why?");
        let expected = [Feature::Question, Feature::Digit, Feature::Year, Feature::Colon];
        assert!(expected.into_iter().all(|feature| features.has(feature)));
        assert!(!features.has_any(&[Feature::Capitals, Feature::Bar, Feature::CutOff]));
    }

    #[test]
    fn ok_the_comparisons_have_their_columns() {
        for (at, reference) in REFERENCES.iter().enumerate() {
            assert_eq!(NUMBERS[9 + 2 * at], format!("of_{reference}"));
            assert_eq!(NUMBERS[10 + 2 * at], format!("{reference}_of"));
        }
    }
}
