//! The publisher, and the names under which a site speaks of itself.

use super::evidence::Evidence;
use crate::article::{Provenance, Publisher};
use crate::page::structured::{Structured, types};
use crate::page::url::{self, BaseUrl};

/// The publisher and where it came from.
pub(super) fn decide(evidence: &Evidence<'_>) -> Option<(Publisher, Provenance)> {
    let (name, url, provenance) = by_json_ld(evidence.structured, &evidence.base)
        .or_else(|| by_meta(evidence.structured))
        .or_else(|| by_microdata(evidence.structured))
        .or_else(|| by_site(evidence.structured, &evidence.base))?;
    Some((Publisher { name, url }, provenance))
}

type Named = (String, Option<String>, Provenance);

fn by_json_ld(structured: &Structured, base: &BaseUrl) -> Option<Named> {
    let main = structured.main()?;
    ["publisher", "sourceOrganization", "provider"].iter().find_map(|member| {
        structured.json_ld.values(main, member).find_map(|value| {
            let name = structured.json_ld.name(value).filter(|name| is_name(name))?;
            // The address of a name given as a plain string would be the name.
            let url = value.is_object().then(|| structured.json_ld.url(value)).flatten();
            let url = url.filter(|url| !url.contains("#")).and_then(|url| base.resolve(&url));
            Some((name, url, Provenance::JsonLd))
        })
    })
}

fn by_meta(structured: &Structured) -> Option<Named> {
    const NAMES: [&str; 10] = [
        "og:site_name",
        "citation_publisher",
        "dc.publisher",
        "dcterms.publisher",
        "dc:publisher",
        "publisher",
        "citation_journal_title",
        "twitter:app:name:iphone",
        "copyright",
        "application-name",
    ];
    NAMES
        .iter()
        .flat_map(|name| structured.meta_values(name))
        .find(|value| is_name(value))
        .map(|value| (value.to_owned(), None, Provenance::Meta))
}

fn by_microdata(structured: &Structured) -> Option<Named> {
    let publisher = structured
        .microdata
        .named("publisher")
        .find(|property| !property.value.is_empty() || property.is_item)?;
    let name = structured
        .microdata
        .inside(publisher.node, "name")
        .map(|name| name.value.clone())
        .find(|name| is_name(name))
        .or_else(|| Some(publisher.value.clone()).filter(|name| is_name(name)))?;
    Some((name, None, Provenance::Microdata))
}

/// The site or organisation that the JSON-LD describes beside the article.
fn by_site(structured: &Structured, base: &BaseUrl) -> Option<Named> {
    ["NewsMediaOrganization", "WebSite", "Organization"].iter().find_map(|kind| {
        let thing = structured
            .json_ld
            .things()
            .iter()
            .find(|thing| types(thing).any(|name| name == *kind))?;
        let name = structured.json_ld.text(thing, "name").filter(|name| is_name(name))?;
        let url = structured.json_ld.text(thing, "url").and_then(|url| base.resolve(&url));
        Some((name, url, Provenance::JsonLd))
    })
}

/// A name, not an address, a handle or a sentence.
fn is_name(text: &str) -> bool {
    const MAX_CHARS: usize = 80;
    text.chars().count() <= MAX_CHARS
        && text.chars().any(char::is_alphabetic)
        && !text.starts_with(['@', '©', '#', '/', '{', '['])
        && !text.contains("://")
}

/// The names under which the site speaks of itself: what a title may be cut from.
pub(super) fn site_names(structured: &Structured, base: &BaseUrl) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut add = |name: String| {
        if is_name(&name) && !names.contains(&name) {
            names.push(name);
        }
    };
    for name in ["og:site_name", "application-name", "apple-mobile-web-app-title", "publisher"] {
        structured.meta_values(name).for_each(|value| add(value.to_owned()));
    }
    by_json_ld(structured, base).into_iter().for_each(|(name, ..)| add(name));
    by_site(structured, base).into_iter().for_each(|(name, ..)| add(name));
    if let Some(host) = base.as_str().and_then(url::host) {
        // `gazette.co.example`: the longest label is the name, the rest is what hosts are made of.
        if let Some(label) = host.split('.').rev().skip(1).max_by_key(|label| label.len()) {
            add(label.to_owned());
        }
        add(host);
    }
    names
}
