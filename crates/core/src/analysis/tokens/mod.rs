//! Tokens: words, numbers and marks, as spans of the text.
//!
//! The cut follows the habits of the Penn Treebank, which taggers of news are used to: clitics stand
//! alone (`Trump|'s`, `do|n't`), words with hyphens stay whole, dashes are tokens, a number keeps its
//! inner commas and stops while currency and percent signs part from it, an abbreviation keeps its
//! stop, an ellipsis, a quotation mark, an address are one token each. A sentence glued to the next
//! (`extended.As`) is cut at the stop. Scripts without spaces give one token a character.
//!
//! No token crosses a segment; one pass, no allocation a token.

use std::ops::Range;

use super::Document;
use crate::span::Span;

pub(crate) mod abbreviations;
mod scan;
mod shape;

pub use shape::Shape;

use scan::{Piece, PieceKind};

/// The tokens of a document, with the segments and sentences they stand in.
///
/// Tokens are named by their index, in text order. Before the sentences are split, each segment is
/// one sentence.
#[derive(Debug, Default)]
pub struct Tokens<'a> {
    source: &'a str,
    spans: Vec<Span>,
    shapes: Vec<Shape>,
    /// Token range of each segment, in the order of [`Document::segments`].
    segments: Vec<Range<u32>>,
    /// Token range of each sentence.
    sentences: Vec<Range<u32>>,
    /// For each token, the index of its sentence.
    sentence_of: Vec<u32>,
}

impl<'a> Tokens<'a> {
    /// Number of tokens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The text that the spans point into.
    #[must_use]
    pub fn source(&self) -> &'a str {
        self.source
    }

    /// The spans of all tokens, in text order.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Where token `index` stands.
    ///
    /// # Panics
    /// Like the other methods that take an index: when there is no such token.
    #[must_use]
    #[inline]
    pub fn span(&self, index: usize) -> Span {
        self.spans[index]
    }

    /// The surface of token `index`.
    #[must_use]
    #[inline]
    pub fn text(&self, index: usize) -> &'a str {
        self.spans[index].of(self.source)
    }

    /// The surface of token `index`; empty when there is no such token.
    #[must_use]
    #[inline]
    pub fn text_or_empty(&self, index: usize) -> &'a str {
        self.spans.get(index).map_or("", |span| span.of(self.source))
    }

    /// The flags of token `index`.
    #[must_use]
    #[inline]
    pub fn shape(&self, index: usize) -> Shape {
        self.shapes[index]
    }

    /// Whether token `index` begins with a capital letter.
    #[must_use]
    #[inline]
    pub fn is_capitalised(&self, index: usize) -> bool {
        self.shapes[index].has(Shape::CAPITAL)
    }

    /// Whether token `index` holds neither letter nor digit.
    #[must_use]
    #[inline]
    pub fn is_mark(&self, index: usize) -> bool {
        self.shapes[index].has(Shape::MARK)
    }

    /// The smallest span that covers the tokens of `range`; empty at the text's beginning for an
    /// empty range.
    #[must_use]
    pub fn cover(&self, range: Range<usize>) -> Span {
        if range.is_empty() {
            return Span::default();
        }
        self.spans[range.start].cover(self.spans[range.end - 1])
    }

    /// The tokens of the document's segment `segment`.
    #[must_use]
    pub fn segment(&self, segment: usize) -> Range<usize> {
        let range = &self.segments[segment];
        range.start as usize..range.end as usize
    }

    /// Number of segments.
    #[must_use]
    pub fn segment_count(&self) -> usize {
        self.segments.len()
    }

    /// The tokens of sentence `sentence`.
    #[must_use]
    pub fn sentence(&self, sentence: usize) -> Range<usize> {
        let range = &self.sentences[sentence];
        range.start as usize..range.end as usize
    }

    /// Number of sentences.
    #[must_use]
    pub fn sentence_count(&self) -> usize {
        self.sentences.len()
    }

    /// The index of the sentence that token `index` stands in.
    #[must_use]
    #[inline]
    pub fn sentence_of(&self, index: usize) -> usize {
        self.sentence_of[index] as usize
    }

    /// The spans of all sentences, in text order.
    #[must_use]
    pub fn sentence_spans(&self) -> Vec<Span> {
        (0..self.sentence_count()).map(|index| self.cover(self.sentence(index))).collect()
    }

    /// The index of the first token that ends behind byte `offset`: the token there, or the next.
    #[must_use]
    pub fn at(&self, offset: u32) -> usize {
        self.spans.partition_point(|span| span.end <= offset)
    }

    /// The tokens that share a byte with `span`.
    #[must_use]
    pub fn within(&self, span: Span) -> Range<usize> {
        let start = self.at(span.start);
        let end = start + self.spans[start..].partition_point(|token| token.start < span.end);
        start..end
    }

    /// Sets the sentences: `starts` are the first tokens of all sentences, ascending, every first
    /// token of a segment among them.
    pub(super) fn set_sentences(&mut self, starts: &[u32]) {
        self.sentences.clear();
        self.sentence_of.clear();
        let ends = starts.iter().skip(1).copied().chain([self.spans.len() as u32]);
        for (sentence, (&start, end)) in starts.iter().zip(ends).enumerate() {
            self.sentences.push(start..end);
            self.sentence_of.resize(end as usize, sentence as u32);
        }
    }

    fn push(&mut self, base: usize, piece: Piece, previous_end: usize, first: bool) {
        let span = Span::new(base + piece.start, base + piece.end);
        let surface = span.of(self.source);
        let mut shape = Shape::of(surface);
        shape = match piece.kind {
            PieceKind::Word | PieceKind::Mark => shape,
            PieceKind::Stopped => shape.with(Shape::STOPPED),
            PieceKind::Clitic => shape.with(Shape::CLITIC),
            PieceKind::Address => shape.with(Shape::ADDRESS),
            PieceKind::Ideograph => shape.with(Shape::IDEOGRAPH),
            PieceKind::Quote => shape.with(Shape::QUOTE),
        };
        if first {
            shape = shape.with(Shape::FIRST).with(Shape::SPACE_BEFORE);
        }
        let gap = &self.source[base + previous_end..base + piece.start];
        if !gap.is_empty() {
            shape = shape.with(Shape::SPACE_BEFORE);
            if gap.contains('\n') {
                shape = shape.with(Shape::LINE_BEFORE);
            }
        }
        self.spans.push(span);
        self.shapes.push(shape);
    }
}

/// Splits the document's segments into tokens.
#[must_use]
pub fn tokenize<'a>(document: &Document<'a>) -> Tokens<'a> {
    /// News English has about five letters and a space a token.
    const BYTES_A_TOKEN: usize = 5;
    let expected = document.text.len() / BYTES_A_TOKEN;
    let mut tokens = Tokens {
        source: document.text,
        spans: Vec::with_capacity(expected),
        shapes: Vec::with_capacity(expected),
        ..Tokens::default()
    };
    let mut starts: Vec<u32> = Vec::with_capacity(document.segments.len());
    for segment in &document.segments {
        let base = segment.span.start as usize;
        let first = tokens.spans.len();
        // Segments that overlap would give tokens twice.
        if tokens.spans.last().is_none_or(|last| last.end <= segment.span.start) {
            let mut previous_end = 0;
            scan::scan(segment.span.of(document.text), |piece| {
                let is_first = tokens.spans.len() == first;
                tokens.push(base, piece, previous_end, is_first);
                previous_end = piece.end;
            });
        }
        let range = first as u32..tokens.spans.len() as u32;
        if !range.is_empty() {
            starts.push(range.start);
        }
        tokens.segments.push(range);
    }
    tokens.set_sentences(&starts);
    tokens
}

#[cfg(test)]
pub(super) mod tests;
