//! Sentences.

use super::Document;
use super::tokens::Tokens;
use crate::span::Span;
use crate::trace::Trace;

/// Splits the document into sentences.
#[must_use]
pub fn split(document: &Document<'_>, _tokens: &mut Tokens<'_>, _trace: &mut Trace) -> Vec<Span> {
    document.segments.iter().map(|segment| segment.span).collect()
}
