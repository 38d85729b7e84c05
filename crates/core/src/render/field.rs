//! JSON of one field of the record, for callers that read few of them.

use serde::Serialize;

use crate::article::{Article, Metadata};
use crate::error::Error;

/// The value of the record's field `name` as JSON on one line: what stands under that name in
/// [`json`](super::json()). `None` when the record has no such field.
///
/// # Errors
/// [`Error::InvalidOption`] when no record has a field of that name.
pub fn json_field(article: &Article, name: &str) -> Result<Option<String>, Error> {
    // Taken apart whole, so that a new field cannot be forgotten.
    let Article {
        schema,
        id,
        offset_unit,
        source,
        metadata,
        text,
        blocks,
        links,
        dateline,
        sentences,
        entities,
        quotations,
        times,
        amounts,
        key_sentences,
        key_phrases,
        warnings,
    } = article;
    let Metadata {
        title,
        subtitle,
        description,
        authors,
        published,
        modified,
        publisher,
        language,
        section,
        tags,
        images,
        page_kind,
        provenance,
    } = metadata;
    Ok(match name {
        "schema" => Some(json(schema)),
        "id" => id.as_ref().map(json),
        "offset_unit" => Some(json(offset_unit)),
        "source" => Some(json(source)),
        "title" => title.as_ref().map(json),
        "subtitle" => subtitle.as_ref().map(json),
        "description" => description.as_ref().map(json),
        "authors" => list(authors),
        "published" => published.as_ref().map(json),
        "modified" => modified.as_ref().map(json),
        "publisher" => publisher.as_ref().map(json),
        "language" => language.as_ref().map(json),
        "section" => section.as_ref().map(json),
        "tags" => list(tags),
        "images" => list(images),
        "page_kind" => page_kind.as_ref().map(json),
        "provenance" => (!provenance.is_empty()).then(|| json(provenance)),
        "text" => Some(json(text)),
        "blocks" => Some(json(blocks)),
        "links" => list(links),
        "dateline" => dateline.as_ref().map(json),
        "sentences" => sentences.as_ref().map(json),
        "entities" => entities.as_ref().map(json),
        "quotations" => quotations.as_ref().map(json),
        "times" => times.as_ref().map(json),
        "amounts" => amounts.as_ref().map(json),
        "key_sentences" => key_sentences.as_ref().map(json),
        "key_phrases" => key_phrases.as_ref().map(json),
        "warnings" => list(warnings),
        _ => {
            let reason = format!("`{name}` is no field of a record");
            return Err(Error::InvalidOption { option: "name", reason });
        }
    })
}

fn json<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect("a record has string keys and finite numbers only")
}

/// A list that the record leaves out when it is empty.
fn list<T: Serialize>(items: &[T]) -> Option<String> {
    (!items.is_empty()).then(|| json(items))
}
