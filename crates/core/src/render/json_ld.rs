//! What is known about an article as schema.org JSON-LD, for documents that machines read too.

use serde_json::{Map, Value, json};

use super::escape::safe_url;
use crate::article::{Article, AuthorKind};

/// The metadata as one line of JSON-LD that can stand inside `<script>`.
pub(super) fn json_ld(article: &Article) -> String {
    let data = &article.metadata;
    let mut object = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            object.insert(name.to_owned(), value);
        }
    };
    let string = |value: &Option<String>| value.clone().map(Value::String);
    put("@context", Some(json!("https://schema.org")));
    put("@type", Some(json!("NewsArticle")));
    put("headline", string(&data.title));
    put("alternativeHeadline", string(&data.subtitle));
    put("description", string(&data.description));
    put("datePublished", string(&data.published));
    put("dateModified", string(&data.modified));
    put("inLanguage", string(&data.language));
    put("articleSection", string(&data.section));
    put("url", address(article).map(|url| json!(url)));
    let authors: Vec<Value> = data
        .authors
        .iter()
        .map(|author| {
            let kind = match author.kind {
                AuthorKind::Person => "Person",
                AuthorKind::Organization => "Organization",
            };
            thing(kind, &author.name, author.url.as_deref())
        })
        .collect();
    put("author", (!authors.is_empty()).then_some(Value::Array(authors)));
    let publisher = data.publisher.as_ref();
    put(
        "publisher",
        publisher.map(|publisher| thing("Organization", &publisher.name, publisher.url.as_deref())),
    );
    put("keywords", (!data.tags.is_empty()).then(|| json!(data.tags)));
    let lead: Vec<&str> =
        data.images.iter().filter(|image| image.lead).map(|image| image.url.as_str()).collect();
    put("image", (!lead.is_empty()).then(|| json!(lead)));
    // A script ends at `</script`, whatever its content means; `<!--` changes its end as well.
    Value::Object(object).to_string().replace('<', "\\u003c")
}

/// The article's own address: what the page calls its own, else what the caller gave.
pub(super) fn address(article: &Article) -> Option<&str> {
    let source = &article.source;
    source.canonical_url.as_deref().or(source.url.as_deref()).and_then(safe_url)
}

fn thing(kind: &str, name: &str, url: Option<&str>) -> Value {
    match url {
        Some(url) => json!({ "@type": kind, "name": name, "url": url }),
        None => json!({ "@type": kind, "name": name }),
    }
}
