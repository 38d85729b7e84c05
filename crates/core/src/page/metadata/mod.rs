//! Each metadata field, decided from all evidence, with its source.
//!
//! [`decide`] gathers the evidence once and asks one module a field. The order: the names of the site
//! before the title, which is cut from them; the title before the dates and bylines, which stand near
//! it.

mod authors;
mod bylines;
mod date_features;
mod dates;
mod datetime;
mod declared_dates;
mod describe;
mod evidence;
mod features;
mod images;
mod key;
mod labels;
mod names;
mod publisher;
mod scan;
mod seen_dates;
mod signature;
mod title;
mod words;

use super::hints::ElementHints;
use super::structured::Structured;
use super::url::BaseUrl;
use super::{Page, PageContext};
use crate::article::Provenance;
use crate::dom::Dom;
use crate::trace::{Stage, Trace};
use evidence::Evidence;

/// Fills in the metadata of `page`.
pub fn decide(
    dom: &Dom<'_>,
    context: &PageContext<'_>,
    structured: &Structured,
    hints: &ElementHints,
    page: &mut Page,
    trace: &mut Trace,
) {
    let scan = scan::scan(dom, hints, bylines::begins_byline);
    let base = BaseUrl::of(dom, context.url);
    let language = describe::language(scan.lang.as_deref(), structured);
    let site_names = publisher::site_names(structured, &base);
    let canonical = describe::canonical_url(structured, &base);
    let evidence = Evidence {
        dom,
        structured,
        scan,
        base,
        language: language.as_ref().map(|(tag, _)| tag.clone()),
        site_names,
    };
    page.canonical_url = canonical;
    let metadata = &mut page.metadata;
    let mut sources: Vec<(&str, Provenance)> = Vec::new();
    let mut set = |field: &'static str, provenance: Provenance| sources.push((field, provenance));

    metadata.title =
        title::decide(&evidence, trace).map(|(text, from)| (set("title", from), text).1);
    let title = metadata.title.clone();
    metadata.subtitle = describe::subtitle(&evidence, title.as_deref())
        .map(|(text, from)| (set("subtitle", from), text).1);
    metadata.description =
        describe::description(structured).map(|(text, from)| (set("description", from), text).1);
    metadata.publisher =
        publisher::decide(&evidence).map(|(found, from)| (set("publisher", from), found).1);
    metadata.language = language.map(|(tag, from)| (set("language", from), tag).1);
    metadata.section =
        describe::section(structured).map(|(text, from)| (set("section", from), text).1);
    if let Some((tags, from)) = describe::tags(&evidence) {
        metadata.tags = tags;
        set("tags", from);
    }
    let headline = dates::headline(&evidence, title.as_deref());
    if let Some((found, from)) = authors::decide(&evidence, headline, trace) {
        metadata.authors = found;
        set("authors", from);
    }
    let dates = dates::decide(&evidence, headline, trace);
    metadata.published =
        dates.published.map(|(moment, from)| (set("published", from), moment.to_string()).1);
    metadata.modified =
        dates.modified.map(|(moment, from)| (set("modified", from), moment.to_string()).1);
    if let Some(from) = images::lead(&evidence, &mut metadata.images, &mut page.body.blocks) {
        set("images", from);
    }
    for (field, provenance) in sources {
        metadata.provenance.insert(field.to_owned(), provenance);
        trace
            .note(Stage::Page, "metadata/source", || (field.to_owned(), format!("{provenance:?}")));
    }
}
