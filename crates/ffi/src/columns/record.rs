//! The columns of a record: the input, what is known about the article, its text and structure.

use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Int8Array, Int32Array, Int64Array, StructArray};
use dateline::article::{Article, Author, Block, BlockKind, Image, Link, Source, Warning};
use dateline::span::Span;

use super::Row;
use super::build::{Group, lists, names, string_lists, strings};
use super::layers;

/// One record beside itself in bytes, which words are cut out by.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    /// Spans count bytes.
    pub(super) bytes: &'a Article,
    /// Spans count what the caller wants.
    pub(super) shown: &'a Article,
}

/// The table of all rows.
pub(super) fn columns(rows: &[Row]) -> StructArray {
    let records: Vec<Option<Record<'_>>> = rows
        .iter()
        .map(|row| match row {
            Row::Record(article) => {
                Some(Record { bytes: &article.article, shown: article.record() })
            }
            Row::Failed { .. } => None,
        })
        .collect();
    let failed = |read: fn(&Row) -> Option<&str>| strings(rows.iter().map(read));
    let group = Group::default()
        .sparse("id", failed(id))
        .sparse("error_code", failed(error_code))
        .sparse("error_message", failed(error_message));
    let group = text(about(group, &records), &records);
    layers::columns(group, &records).sparse("warnings", warnings(&records)).table(None)
}

fn id(row: &Row) -> Option<&str> {
    match row {
        Row::Record(article) => article.article.id.as_deref(),
        Row::Failed { id, .. } => id.as_deref(),
    }
}

fn error_code(row: &Row) -> Option<&str> {
    match row {
        Row::Record(_) => None,
        Row::Failed { code, .. } => Some(code),
    }
}

fn error_message(row: &Row) -> Option<&str> {
    match row {
        Row::Record(_) => None,
        Row::Failed { message, .. } => Some(message),
    }
}

/// What came in and what is known about it.
fn about(group: Group, records: &[Option<Record<'_>>]) -> Group {
    let articles = || records.iter().map(|record| record.map(|record| record.shown));
    let words = |read: fn(&Article) -> Option<&String>| {
        strings(articles().map(move |article| article.and_then(read)))
    };
    let group = group
        .sparse("offset_unit", names(articles().map(|article| article.map(|a| a.offset_unit))))
        .sparse("source", sources(articles().map(|article| article.map(|a| &a.source)).collect()))
        .sparse("title", words(|article| article.metadata.title.as_ref()))
        .sparse("subtitle", words(|article| article.metadata.subtitle.as_ref()))
        .sparse("description", words(|article| article.metadata.description.as_ref()));
    let group = group.sparse(
        "authors",
        lists(
            articles().map(|article| article.map(|a| a.metadata.authors.iter().collect())),
            |authors: &[&Author]| {
                let all = || authors.iter();
                Group::default()
                    .full("name", strings(all().map(|author| Some(&author.name))))
                    .sparse("url", strings(all().map(|author| author.url.as_ref())))
                    .full("kind", names(all().map(|author| Some(author.kind))))
                    .finish()
            },
        ),
    );
    let publishers: Vec<_> =
        articles().map(|article| article.and_then(|a| a.metadata.publisher.as_ref())).collect();
    let publisher = Group::default()
        .sparse("name", strings(publishers.iter().map(|found| found.map(|p| &p.name))))
        .sparse("url", strings(publishers.iter().map(|found| found.and_then(|p| p.url.as_ref()))))
        .finish_where(publishers.iter().map(Option::is_some).collect());
    group
        .sparse("published", words(|article| article.metadata.published.as_ref()))
        .sparse("modified", words(|article| article.metadata.modified.as_ref()))
        .sparse("publisher", publisher)
        .sparse("language", words(|article| article.metadata.language.as_ref()))
        .sparse("section", words(|article| article.metadata.section.as_ref()))
        .sparse("tags", string_lists(articles().map(|article| article.map(|a| &*a.metadata.tags))))
        .sparse(
            "images",
            lists(
                articles().map(|article| article.map(|a| a.metadata.images.iter().collect())),
                images,
            ),
        )
        .sparse(
            "page_kind",
            names(articles().map(|article| article.and_then(|a| a.metadata.page_kind))),
        )
        .sparse("provenance", provenance(articles()))
}

fn sources(sources: Vec<Option<&Source>>) -> ArrayRef {
    let all = || sources.iter().copied();
    let bytes: Int64Array = all().map(|source| source.map(|source| source.bytes as i64)).collect();
    Group::default()
        .sparse("kind", names(all().map(|source| source.map(|source| source.kind))))
        .sparse("url", strings(all().map(|source| source.and_then(|s| s.url.as_ref()))))
        .sparse(
            "canonical_url",
            strings(all().map(|source| source.and_then(|s| s.canonical_url.as_ref()))),
        )
        .sparse("charset", strings(all().map(|source| source.map(|s| &s.charset))))
        .sparse("bytes", Arc::new(bytes))
        .finish_where(all().map(|source| source.is_some()).collect())
}

fn images(images: &[&Image]) -> ArrayRef {
    let all = || images.iter();
    let lead: BooleanArray = all().map(|image| Some(image.lead)).collect();
    Group::default()
        .full("url", strings(all().map(|image| Some(&image.url))))
        .sparse("caption", strings(all().map(|image| image.caption.as_ref())))
        .sparse("alt", strings(all().map(|image| image.alt.as_ref())))
        .sparse("credit", strings(all().map(|image| image.credit.as_ref())))
        .full("lead", Arc::new(lead))
        .finish()
}

fn provenance<'a>(articles: impl Iterator<Item = Option<&'a Article>>) -> ArrayRef {
    lists(
        articles.map(|article| article.map(|a| a.metadata.provenance.iter().collect())),
        |items: &[(&String, &dateline::article::Provenance)]| {
            Group::default()
                .full("field", strings(items.iter().map(|item| Some(item.0))))
                .full("source", names(items.iter().map(|item| Some(item.1))))
                .finish()
        },
    )
}

/// The text and its structure.
fn text(group: Group, records: &[Option<Record<'_>>]) -> Group {
    let articles = || records.iter().map(|record| record.map(|record| record.shown));
    let links = |links: &[&Link]| {
        let ends = ends(Group::default(), links.iter().map(|link| link.span));
        ends.full("url", strings(links.iter().map(|link| Some(&link.url)))).finish()
    };
    group
        .sparse("text", strings(articles().map(|article| article.map(|a| &a.text))))
        .sparse(
            "blocks",
            lists(articles().map(|article| article.map(|a| a.blocks.iter().collect())), blocks),
        )
        .sparse(
            "links",
            lists(articles().map(|article| article.map(|a| a.links.iter().collect())), links),
        )
}

fn blocks(blocks: &[&Block]) -> ArrayRef {
    let all = || blocks.iter().map(|block| &block.kind);
    let level: Int8Array = all()
        .map(|kind| match kind {
            BlockKind::Heading { level } => Some(*level as i8),
            _ => None,
        })
        .collect();
    let ordered: BooleanArray = all()
        .map(|kind| match kind {
            BlockKind::ListItem { ordered, .. } => Some(*ordered),
            _ => None,
        })
        .collect();
    let depth: Int32Array = all()
        .map(|kind| match kind {
            BlockKind::ListItem { depth, .. } => Some(i32::from(*depth)),
            _ => None,
        })
        .collect();
    let language = strings(all().map(|kind| match kind {
        BlockKind::Code { language } => language.as_ref(),
        _ => None,
    }));
    let rows = lists(
        all().map(|kind| match kind {
            BlockKind::Table { rows } => Some(rows.iter().collect()),
            _ => None,
        }),
        |rows: &[&Vec<Span>]| {
            lists(rows.iter().map(|row| Some((*row).clone())), |cells| {
                ends(Group::default(), cells.iter().copied()).finish()
            })
        },
    );
    let image: Int32Array = all()
        .map(|kind| match kind {
            BlockKind::Figure { image } => Some(*image as i32),
            _ => None,
        })
        .collect();
    let kinds = strings(all().map(|kind| Some(kind_name(kind))));
    ends(Group::default().full("kind", kinds), blocks.iter().map(|block| block.span))
        .sparse("level", Arc::new(level))
        .sparse("ordered", Arc::new(ordered))
        .sparse("depth", Arc::new(depth))
        .sparse("language", language)
        .sparse("rows", rows)
        .sparse("image", Arc::new(image))
        .finish()
}

/// The name of a kind of block, which stands among its fields in the record.
fn kind_name(kind: &BlockKind) -> String {
    let fields = serde_json::to_value(kind).expect("a kind is an object");
    fields["kind"].as_str().unwrap_or_default().to_owned()
}

fn warnings(records: &[Option<Record<'_>>]) -> ArrayRef {
    lists(
        records.iter().map(|record| record.map(|r| r.shown.warnings.iter().collect())),
        |warnings: &[&Warning]| {
            Group::default()
                .full("code", names(warnings.iter().map(|warning| Some(warning.code))))
                .full("message", strings(warnings.iter().map(|warning| Some(&warning.message))))
                .finish()
        },
    )
}

/// The columns `start` and `end`. Spans are below 2^31, since no input is larger.
pub(super) fn ends(group: Group, spans: impl Iterator<Item = Span> + Clone) -> Group {
    let start: Int32Array = spans.clone().map(|span| Some(span.start as i32)).collect();
    let end: Int32Array = spans.map(|span| Some(span.end as i32)).collect();
    group.full("start", Arc::new(start)).full("end", Arc::new(end))
}
