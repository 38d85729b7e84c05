//! A sentence as the items that expressions are read from: tokens, cut at their hyphens.

use std::ops::Range;

use super::super::tokens::{Shape, Tokens};
use super::words::{Word, classify};
use crate::span::Span;

/// A token, or a part of one between hyphens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub(super) span: Span,
    pub(super) word: Word,
    /// Index of its token.
    pub(super) token: u32,
    /// A hyphen stands before it inside its token.
    pub(super) glued: bool,
}

/// Fills `items` with those of `sentence`; returns whether anything in it may begin a time
/// expression.
pub(super) fn collect(tokens: &Tokens<'_>, sentence: Range<usize>, items: &mut Vec<Item>) -> bool {
    items.clear();
    let mut any = false;
    let source = tokens.source();
    for token in sentence {
        let span = tokens.span(token);
        let shape = tokens.shape(token);
        let mut push = |span: Span, glued: bool| {
            let word = if shape.any(Shape::ADDRESS.with(Shape::IDEOGRAPH)) {
                Word::Other
            } else if shape.has(Shape::CLITIC) {
                Word::Clitic
            } else {
                classify(span.of(source))
            };
            any |= is_kernel(word) || shape.any(Shape::DIGIT);
            items.push(Item { span, word, token: token as u32, glued });
        };
        let surface = tokens.text(token);
        if !shape.has(Shape::HYPHEN) || is_numeric_date(surface) {
            push(span, false);
            continue;
        }
        let mut start = span.start as usize;
        let mut glued = false;
        for (at, mark) in surface.match_indices(['-', '\u{2010}', '\u{2011}']) {
            let end = span.start as usize + at;
            if end > start {
                push(Span::new(start, end), glued);
                glued = true;
            }
            start = end + mark.len();
        }
        if start < span.end as usize {
            push(Span::new(start, span.end as usize), glued);
        }
    }
    any
}

/// The first item that is no mark.
pub(super) fn first_word(tokens: &Tokens<'_>, items: &[Item]) -> usize {
    let mark = |item: &Item| tokens.shape(item.token as usize).any(Shape::MARK.with(Shape::QUOTE));
    items.iter().position(|item| !mark(item)).unwrap_or(0)
}

/// Whether every expression holds at least one word of this class.
fn is_kernel(word: Word) -> bool {
    matches!(
        word,
        Word::Unit(_)
            | Word::Units(_)
            | Word::Month(_)
            | Word::Weekday(_)
            | Word::Weekdays(_)
            | Word::Season(_)
            | Word::Part(_)
            | Word::Clock(_)
            | Word::Ref(_)
            | Word::Day(_)
            | Word::Night
            | Word::Overnight
            | Word::Set(_)
            | Word::Decade(_)
            | Word::Future
            | Word::Last
            | Word::Current
            | Word::Recent
            | Word::Period
            | Word::Cardinal
            | Word::Eve
    )
}

/// Whether a token is a date of digits and hyphens: `2025-01-17`, `17-01-2025`.
fn is_numeric_date(surface: &str) -> bool {
    let mut parts = surface
        .split('-')
        .map(|part| if part.bytes().all(|byte| byte.is_ascii_digit()) { part.len() } else { 9 });
    let lengths = [parts.next(), parts.next(), parts.next()];
    parts.next().is_none()
        && matches!(
            lengths,
            [Some(4), Some(1..=2), Some(1..=2)] | [Some(1..=2), Some(1..=2), Some(4)]
        )
}
