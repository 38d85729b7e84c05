//! Spans in other units than bytes.

use serde::{Deserialize, Serialize};

use super::{Article, BlockKind};
use crate::error::Error;
use crate::span::Span;

/// What the numbers in a span count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum OffsetUnit {
    /// UTF-8 bytes, as Rust and Go index.
    #[default]
    Byte,
    /// Unicode scalar values, as Python indexes.
    Char,
    /// UTF-16 code units, as JavaScript, Java and C# index.
    Utf16,
}

impl Article {
    /// The same article with its spans counted in `unit`. Linear in the text and the spans.
    ///
    /// # Panics
    /// When the article's spans are not in bytes: conversion starts from the text's own offsets.
    #[must_use]
    pub fn with_offsets(mut self, unit: OffsetUnit) -> Article {
        assert_eq!(self.offset_unit, OffsetUnit::Byte, "only byte offsets can be converted");
        if unit == OffsetUnit::Byte {
            return self;
        }
        if !self.text.is_ascii() {
            let text = std::mem::take(&mut self.text);
            let table = OffsetTable::new(&text, unit);
            self.for_each_span(|span| *span = table.convert(*span));
            self.text = text;
        }
        self.offset_unit = unit;
        self
    }

    /// The same article with its spans counted in bytes, whatever they count now: the way back from
    /// [`Article::with_offsets`] for a record that was stored.
    ///
    /// # Errors
    /// [`Error::InvalidItem`] when a span does not fit the text.
    pub fn to_byte_offsets(mut self) -> Result<Article, Error> {
        let text = std::mem::take(&mut self.text);
        let mut bytes = Vec::new();
        for (byte, character) in text.char_indices().chain([(text.len(), '\0')]) {
            // No span begins or ends inside a character.
            let inside = match self.offset_unit {
                OffsetUnit::Byte => character.len_utf8() - 1,
                OffsetUnit::Char => 0,
                OffsetUnit::Utf16 => character.len_utf16() - 1,
            };
            bytes.push(Some(byte as u32));
            bytes.extend(std::iter::repeat_n(None, inside));
        }
        let mut fits = true;
        self.for_each_span(|span| {
            let mut byte = |offset: u32| {
                let byte = bytes.get(offset as usize).copied().flatten();
                fits &= byte.is_some();
                byte.unwrap_or_default()
            };
            *span = Span { start: byte(span.start), end: byte(span.end) };
            fits &= span.start <= span.end;
        });
        self.text = text;
        self.offset_unit = OffsetUnit::Byte;
        if fits {
            return Ok(self);
        }
        let reason = "a span does not fit its text".to_owned();
        Err(Error::InvalidItem { place: "the record".to_owned(), reason })
    }

    /// Calls `visit` on every span of the article, once each.
    pub fn for_each_span(&mut self, mut visit: impl FnMut(&mut Span)) {
        for block in &mut self.blocks {
            visit(&mut block.span);
            if let BlockKind::Table { rows } = &mut block.kind {
                rows.iter_mut().flatten().for_each(&mut visit);
            }
        }
        self.links.iter_mut().for_each(|link| visit(&mut link.span));
        self.dateline.iter_mut().for_each(|dateline| visit(&mut dateline.span));
        self.sentences.iter_mut().flatten().for_each(&mut visit);
        for entity in self.entities.iter_mut().flatten() {
            entity.mentions.iter_mut().for_each(|mention| visit(&mut mention.span));
        }
        for quotation in self.quotations.iter_mut().flatten() {
            quotation.content.iter_mut().for_each(&mut visit);
            quotation.cue.iter_mut().for_each(&mut visit);
            quotation.source.iter_mut().for_each(&mut visit);
        }
        self.times.iter_mut().flatten().for_each(|time| visit(&mut time.span));
        self.amounts.iter_mut().flatten().for_each(|amount| visit(&mut amount.span));
        for phrase in self.key_phrases.iter_mut().flatten() {
            phrase.spans.iter_mut().for_each(&mut visit);
        }
    }
}

/// Counts of units before every 64th byte; a look-up counts the rest of its stride.
struct OffsetTable<'a> {
    text: &'a [u8],
    before: Vec<u32>,
    unit: OffsetUnit,
}

const STRIDE: usize = 64;

impl<'a> OffsetTable<'a> {
    fn new(text: &'a str, unit: OffsetUnit) -> Self {
        let mut before = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut count = 0;
        for stride in text.as_bytes().chunks(STRIDE) {
            before.push(count);
            count += units(stride, unit);
        }
        before.push(count);
        Self { text: text.as_bytes(), before, unit }
    }

    fn convert(&self, span: Span) -> Span {
        Span { start: self.offset(span.start), end: self.offset(span.end) }
    }

    fn offset(&self, byte: u32) -> u32 {
        let byte = byte as usize;
        let stride = byte / STRIDE;
        self.before[stride] + units(&self.text[stride * STRIDE..byte], self.unit)
    }
}

/// Units that begin in `bytes`: every byte that is no continuation begins a scalar value, and one
/// of four bytes is a surrogate pair in UTF-16.
fn units(bytes: &[u8], unit: OffsetUnit) -> u32 {
    let scalars = bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
    let pairs = match unit {
        OffsetUnit::Utf16 => bytes.iter().filter(|&&byte| byte >= 0xF0).count(),
        _ => 0,
    };
    (scalars + pairs) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Input, Options, extract};

    #[test]
    fn ok_there_and_back() {
        let text = "ZÜRICH (AP) - “Ça va 😀”, said José Peña. “Café costs €5,” he added on Friday.";
        let article = extract(&Input::new(text.as_bytes()), &Options::default()).unwrap();
        for unit in [OffsetUnit::Byte, OffsetUnit::Char, OffsetUnit::Utf16] {
            let converted = article.clone().with_offsets(unit);
            assert_eq!(converted.to_byte_offsets().unwrap(), article);
        }
        for wrong in [(0, 2), (0, 500), (9, 3)] {
            let mut broken = article.clone();
            broken.sentences = Some(vec![wrong.into()]);
            assert!(broken.to_byte_offsets().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn offsets_agree_with_the_standard_library() {
        let text = "aé€😀 — ".repeat(30);
        for unit in [OffsetUnit::Char, OffsetUnit::Utf16] {
            let table = OffsetTable::new(&text, unit);
            for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let head = &text[..byte];
                let expected = match unit {
                    OffsetUnit::Utf16 => head.encode_utf16().count(),
                    _ => head.chars().count(),
                };
                assert_eq!(table.offset(byte as u32) as usize, expected);
            }
        }
    }
}
