//! JSON: the record itself.

use crate::article::Article;

/// The record on one line, as JSON Lines wants it; no line break at the end.
#[must_use]
pub fn json(article: &Article) -> String {
    serde_json::to_string(article).expect("a record has string keys and finite numbers only")
}

/// The record indented for people.
#[must_use]
pub fn json_pretty(article: &Article) -> String {
    serde_json::to_string_pretty(article).expect("a record has string keys and finite numbers only")
}
