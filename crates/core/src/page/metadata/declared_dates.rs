//! Dates that a page declares: JSON-LD, meta tags, microdata, its address.

use super::date_features::{Feature, FeatureSet};
use super::dates::Sighting;
use super::datetime::{self, Reading};
use super::evidence::Evidence;
use crate::article::Provenance;
use crate::page::structured::{Thing, types};

/// Meta tags for the publication, and how far each is trusted.
const PUBLISHED: [&str; 33] = [
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "og:pubdate",
    "datepublished",
    "date_published",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "published_time",
    "published-date",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "article_date_original",
    "originalpublicationdate",
    "ptime",
    "rnews:datepublished",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "bt:pubdate",
    "article.published",
    "doc_date",
    "vr:published_time",
];
/// Meta tags for a date that may be any.
const ANY: [&str; 11] = [
    "date",
    "dc.date",
    "dcterms.date",
    "dc:date",
    "release_date",
    "article_date",
    "article:date",
    "created",
    "dat",
    "og:date",
    "eomportal-lastupdate",
];
/// Meta tags for a change.
const MODIFIED: [&str; 17] = [
    "article:modified_time",
    "article:modified",
    "og:updated_time",
    "og:modified_time",
    "article:updated_time",
    "datemodified",
    "date_modified",
    "last-modified",
    "lastmod",
    "lastmodified",
    "modified",
    "dcterms.modified",
    "dc.date.modified",
    "revised",
    "revision_date",
    "updated_time",
    "utime",
];

/// Everything declared.
pub(super) fn gather(evidence: &Evidence<'_>, reading: Reading<'_>) -> Vec<Sighting> {
    let mut sightings = Vec::new();
    let mut add = |value: &str, feature: Feature, provenance: Provenance, trust: u8| {
        if let Some(moment) = datetime::parse(value, reading) {
            let mut features = FeatureSet::default();
            features.add(feature);
            sightings.push(Sighting {
                moment,
                features,
                provenance,
                trust,
                distance: None,
                swapped: None,
            });
        }
    };
    let structured = evidence.structured;
    if let Some(main) = structured.main() {
        let is_page = types(main).all(|name| name.ends_with("Page"));
        let published =
            if is_page { Feature::JsonLdPagePublished } else { Feature::JsonLdPublished };
        for (member, feature, trust) in [
            ("datePublished", published, 9),
            ("dateCreated", Feature::JsonLdCreated, 7),
            ("uploadDate", Feature::JsonLdCreated, 7),
            ("datePosted", Feature::JsonLdCreated, 7),
            ("dateModified", Feature::JsonLdModified, 6),
        ] {
            if let Some(value) = structured.json_ld.text(main, member) {
                add(&value, feature, Provenance::JsonLd, trust);
            }
        }
    }
    let others =
        structured.json_ld.things().iter().filter(|thing| !is_main(structured.main(), thing));
    for thing in others.take(30) {
        let is_page = types(thing).any(|name| name.ends_with("Page"));
        if let Some(value) = structured.json_ld.text(thing, "datePublished") {
            let feature = if is_page { Feature::JsonLdPagePublished } else { Feature::JsonLdOther };
            add(&value, feature, Provenance::JsonLd, 5);
        }
        if is_page && let Some(value) = structured.json_ld.text(thing, "dateModified") {
            add(&value, Feature::JsonLdModified, Provenance::JsonLd, 4);
        }
    }
    for (names, feature, trust) in [
        (&PUBLISHED[..], Feature::MetaPublished, 8),
        (&ANY[..], Feature::MetaDate, 4),
        (&MODIFIED[..], Feature::MetaModified, 5),
    ] {
        for name in names {
            if let Some(value) = structured.meta(&[name]) {
                add(value, feature, Provenance::Meta, trust);
            }
        }
    }
    for (name, feature, trust) in [
        ("datePublished", Feature::MicrodataPublished, 7),
        ("dateCreated", Feature::JsonLdCreated, 5),
        ("dateModified", Feature::MicrodataModified, 5),
    ] {
        let stated = structured.microdata.named(name).filter(|property| {
            let owner = structured.microdata.owner(property);
            !owner.contains("Comment")
                && !owner.contains("Answer")
                && owner != "Review"
                && owner != "UserComments"
        });
        for property in stated.take(3) {
            add(&property.value, feature, Provenance::Microdata, trust);
        }
    }
    if let Some(address) = evidence.base.as_str().and_then(|url| in_address(url, reading))
        && let (Some(month), Some(day)) = (address.month, address.day)
    {
        let value = format!("{:04}-{month:02}-{day:02}", address.year);
        add(&value, Feature::Address, Provenance::Url, 3);
    }
    sightings
}

fn is_main(main: Option<&Thing>, thing: &Thing) -> bool {
    main.is_some_and(|main| main == thing)
}

/// What an address tells of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AddressDate {
    pub(super) year: i16,
    pub(super) month: Option<i8>,
    pub(super) day: Option<i8>,
}

/// The date in an address: `/2025/01/17/`, `/2025-01-17-`, `/20250117/`, `/2025/jan/17/`, or its
/// first part.
pub(super) fn in_address(url: &str, reading: Reading<'_>) -> Option<AddressDate> {
    let path = crate::page::url::path(url);
    // An archive's address holds the page's own behind its date of capture.
    let path = match path.rfind("http") {
        Some(at) if path[at..].contains(":/") => crate::page::url::path(&path[at..]),
        _ => path,
    };
    let spaced: String = path.chars().map(|c| if c == '_' { '-' } else { c }).collect();
    for found in datetime::find_all(&spaced, reading) {
        let year = found.moment.date.year();
        if (1995..=2100).contains(&year) && !found.weak {
            let date = found.moment.date;
            return Some(AddressDate { year, month: Some(date.month()), day: Some(date.day()) });
        }
    }
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    while let Some(part) = parts.next() {
        let Some(year) = number(part, 4).filter(|year| (1995..=2100).contains(year)) else {
            continue;
        };
        let month = parts
            .clone()
            .next()
            .and_then(|part| number(part, 2))
            .filter(|month| (1..=12).contains(month));
        return Some(AddressDate { year, month: month.map(|month| month as i8), day: None });
    }
    None
}

fn number(part: &str, digits: usize) -> Option<i16> {
    (part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| part.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_addresses() {
        let read = |url| in_address(url, Reading::default()).map(|d| (d.year, d.month, d.day));
        for (url, date) in [
            ("https://n.example/2025/01/17/storm.html", Some((2025, Some(1), Some(17)))),
            ("https://n.example/storm-20250117", Some((2025, Some(1), Some(17)))),
            ("https://n.example/news/2025-01-17_storm", Some((2025, Some(1), Some(17)))),
            ("https://n.example/2025/jan/17/storm", Some((2025, Some(1), Some(17)))),
            ("https://n.example/2025/01/storm", Some((2025, Some(1), None))),
            ("https://n.example/2025/storm", Some((2025, None, None))),
            ("https://archive.example/web/20200101/http://n.example/storm", None),
            ("https://n.example/storm-1234567", None),
            ("https://n.example/", None),
        ] {
            assert_eq!(read(url), date, "{url}");
        }
    }
}
