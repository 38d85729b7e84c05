//! Tokens: words, numbers and marks, as spans of the text.

use super::Document;
use crate::span::Span;

/// The tokens of a document.
#[derive(Debug, Default)]
pub struct Tokens {
    /// Spans in text order.
    pub spans: Vec<Span>,
}

/// Splits the document's segments into tokens.
#[must_use]
pub fn tokenize(document: &Document<'_>) -> Tokens {
    let mut spans = Vec::new();
    for segment in &document.segments {
        let base = segment.span.start as usize;
        for word in segment.span.of(document.text).split_whitespace() {
            let start = word.as_ptr() as usize - segment.span.of(document.text).as_ptr() as usize;
            spans.push(Span::new(base + start, base + start + word.len()));
        }
    }
    Tokens { spans }
}
