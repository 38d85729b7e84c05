//! Description, subtitle, section, tags, language and canonical address.

use super::evidence::Evidence;
use super::key::{has_key, key};
use crate::article::Provenance;
use crate::dom::NodeKind;
use crate::page::hints::Hints;
use crate::page::structured::{Structured, folded_text, plain};
use crate::page::url::BaseUrl;

/// The language the page declares, as it stands.
pub(super) fn language(
    lang: Option<&str>,
    structured: &Structured,
) -> Option<(String, Provenance)> {
    let html = lang
        .map(str::trim)
        .filter(|lang| is_tag(lang))
        .map(|lang| (lang.to_owned(), Provenance::Meta));
    html.or_else(|| {
        let declared = structured.main_text("inLanguage").filter(|tag| is_tag(tag))?;
        Some((declared, Provenance::JsonLd))
    })
    .or_else(|| {
        const NAMES: [&str; 6] = [
            "content-language",
            "og:locale",
            "language",
            "dc.language",
            "dcterms.language",
            "inlanguage",
        ];
        let tag =
            NAMES.iter().flat_map(|name| structured.meta_values(name)).find(|tag| is_tag(tag))?;
        Some((tag.to_owned(), Provenance::Meta))
    })
}

/// Whether a value begins like a language tag; the language step reads it in full.
fn is_tag(tag: &str) -> bool {
    let first = tag.trim().split(['-', '_', ',', ';']).next().unwrap_or("");
    matches!(first.len(), 2..=3) && first.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// The summary the page declares.
pub(super) fn description(structured: &Structured) -> Option<(String, Provenance)> {
    let meta = structured.meta(&["description", "og:description"]);
    meta.map(|text| (text.to_owned(), Provenance::Meta))
        .or_else(|| structured.main_text("description").map(|text| (text, Provenance::JsonLd)))
        .or_else(|| {
            let names = [
                "twitter:description",
                "dc.description",
                "dcterms.description",
                "citation_abstract",
                "sailthru.description",
            ];
            structured.meta(&names).map(|text| (text.to_owned(), Provenance::Meta))
        })
}

/// The line under the headline.
pub(super) fn subtitle(
    evidence: &Evidence<'_>,
    title: Option<&str>,
) -> Option<(String, Provenance)> {
    let title_key = title.map(key).unwrap_or_default();
    let fits = |text: &String| {
        let chars = text.chars().count();
        (8..=500).contains(&chars) && key(text) != title_key
    };
    let structured = evidence.structured;
    if let Some(text) = structured.main_text("alternativeHeadline").filter(fits) {
        return Some((text, Provenance::JsonLd));
    }
    if let Some(property) =
        structured.microdata.named("alternativeHeadline").find(|property| fits(&property.value))
    {
        return Some((property.value.clone(), Provenance::Microdata));
    }
    visible_subtitle(evidence, &title_key).filter(fits).map(|text| (text, Provenance::Visible))
}

/// The first element behind the headline whose names say that it is the line under it.
fn visible_subtitle(evidence: &Evidence<'_>, title_key: &str) -> Option<String> {
    /// Nodes between the headline and the line under it.
    const REACH: usize = 60;
    let dom = evidence.dom;
    let headline = evidence
        .scan
        .headings
        .iter()
        .find(|heading| heading.level == 1 && has_key(&heading.text, title_key))?;
    let start = dom.end(headline.node).index();
    (start..dom.len().min(start + REACH))
        .map(crate::dom::NodeId::from_index)
        .filter(|&id| dom.kind(id) == NodeKind::Element)
        .find(|&id| {
            [crate::dom::AttrName::CLASS, crate::dom::AttrName::ID, crate::dom::AttrName::ITEMPROP]
                .iter()
                .filter_map(|&name| dom.attr(id, name))
                .any(|names| crate::page::hints::of(names).any(Hints::SUBTITLE))
        })
        .and_then(|id| folded_text(dom, id, 2000))
}

/// The section of the site: the first where several are declared as one list.
pub(super) fn section(structured: &Structured) -> Option<(String, Provenance)> {
    let (section, provenance) = declared_section(structured)?;
    let listed = section.matches(',').count() >= 2;
    let first =
        section.split(',').next().map(str::trim).filter(|first| listed && !first.is_empty());
    Some((first.map_or(section.clone(), str::to_owned), provenance))
}

fn declared_section(structured: &Structured) -> Option<(String, Provenance)> {
    let fits = |text: &String| (2..=60).contains(&text.chars().count()) && !text.contains("://");
    if let Some(section) = structured.main_text("articleSection").filter(fits) {
        return Some((section, Provenance::JsonLd));
    }
    let names = [
        "article:section",
        "og:article:section",
        "parsely-section",
        "sailthru.section",
        "section",
        "category",
        "cxenseparse:category",
        "dc.subject.section",
        "articlesection",
    ];
    if let Some(section) = structured.meta(&names).map(str::to_owned).filter(fits) {
        return Some((section, Provenance::Meta));
    }
    if let Some(property) =
        structured.microdata.named("articleSection").find(|property| fits(&property.value))
    {
        return Some((property.value.clone(), Provenance::Microdata));
    }
    breadcrumb(structured).filter(fits).map(|section| (section, Provenance::JsonLd))
}

/// The second step of the path to the page; the first is the home page.
fn breadcrumb(structured: &Structured) -> Option<String> {
    let steps = structured.path_steps();
    // The last step is the page itself.
    (steps.len() >= 3).then(|| steps[1].clone())
}

/// Keywords, without repetition, in the page's order.
pub(super) fn tags(evidence: &Evidence<'_>) -> Option<(Vec<String>, Provenance)> {
    /// More keywords are there for search engines, not for readers.
    const MOST: usize = 60;
    let structured = evidence.structured;
    let by_json_ld = || -> Vec<String> {
        let Some(main) = structured.main() else { return Vec::new() };
        let values: Vec<String> = structured
            .json_ld
            .values(main, "keywords")
            .filter_map(|value| structured.json_ld.name(value))
            .collect();
        match values.as_slice() {
            [one] => split(one),
            _ => values,
        }
    };
    let by_meta = |names: &[&str]| -> Vec<String> {
        names
            .iter()
            .map(|name| structured.meta_values(name).flat_map(split).collect::<Vec<_>>())
            .find(|values| !values.is_empty())
            .unwrap_or_default()
    };
    let by_links = || -> Vec<String> {
        structured
            .relations
            .iter()
            .filter(|relation| relation.rel == "tag")
            .filter_map(|relation| folded_text(evidence.dom, relation.node, 100))
            .collect()
    };
    let sources: [(&dyn Fn() -> Vec<String>, Provenance); 4] = [
        (
            &|| {
                by_meta(&[
                    "article:tag",
                    "og:article:tag",
                    "parsely-tags",
                    "sailthru.tags",
                    "news_keywords",
                    "cxenseparse:keywords",
                    "citation_keywords",
                ])
            },
            Provenance::Meta,
        ),
        (&by_json_ld, Provenance::JsonLd),
        (&by_links, Provenance::Visible),
        (&|| by_meta(&["keywords", "dc.subject", "dcterms.subject"]), Provenance::Meta),
    ];
    for (source, provenance) in sources {
        let mut keys: std::collections::BTreeSet<String> = std::collections::BTreeSet::new();
        let mut tags = Vec::new();
        for tag in source() {
            if let Some(tag) = plain(&tag)
                && tag.chars().count() <= 80
                && keys.insert(key(&tag))
            {
                tags.push(tag);
            }
        }
        tags.truncate(MOST);
        if !tags.is_empty() {
            return Some((tags, provenance));
        }
    }
    None
}

/// A list in one string: by semicolons when there are any, else by commas.
fn split(list: &str) -> Vec<String> {
    let marks: &[char] = if list.contains(';') { &[';'] } else { &[',', '،', '、', '，'] };
    list.split(marks)
        .map(|tag| tag.trim().trim_start_matches('#').to_owned())
        .filter(|tag| !tag.is_empty())
        .collect()
}

/// The address the page calls its own, absolute.
pub(super) fn canonical_url(structured: &Structured, base: &BaseUrl) -> Option<String> {
    let link = structured.relations.iter().find(|relation| relation.rel == "canonical");
    link.map(|relation| relation.href.clone())
        .or_else(|| structured.meta(&["og:url"]).map(str::to_owned))
        .or_else(|| {
            let main = structured.main()?;
            ["url", "mainEntityOfPage"]
                .iter()
                .flat_map(|member| structured.json_ld.values(main, member))
                .find_map(|value| structured.json_ld.url(value))
        })
        .and_then(|href| base.resolve(&href))
        .filter(|url| url.contains("://"))
}
