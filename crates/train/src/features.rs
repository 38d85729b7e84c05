//! Tokens and features of texts, as arrays.
//!
//! One file holds all texts, one after the other. `token_offsets`, `word_offsets` and
//! `segment_offsets` (texts + 1 each) tell where a text's tokens, distinct words and segments begin;
//! the numbers in `words`, `groups` and `segments` count from there. Spans are in characters, as
//! Python counts them.

use anyhow::Result;
use dateline::analysis::features::{Features, Flag, ROWS};
use dateline::analysis::{Document, sentences, tokens};
use dateline::{Extractor, Input, Layers, Options, SourceKind, Trace};

use crate::container::Container;

/// Pieces of a word that are written; [`NO_PIECE`] fills up.
const PIECES: usize = 6;
const NO_PIECE: u16 = u16::MAX;

pub(crate) fn dump(texts: &str) -> Result<Vec<u8>> {
    let mut arrays = Arrays::default();
    arrays.end_text();
    let options = Options { analysis: Layers::NONE, ..Options::default() };
    let extractor = Extractor::new(options)?;
    for line in texts.lines().filter(|line| !line.trim().is_empty()) {
        let item: serde_json::Value = serde_json::from_str(line)?;
        let text = item["text"].as_str().unwrap_or_default();
        let input = Input { kind: Some(SourceKind::Text), ..Input::new(text.as_bytes()) };
        arrays.add(&extractor.extract(&input)?);
    }
    arrays.file()
}

#[derive(Default)]
struct Arrays {
    token_offsets: Vec<u32>,
    word_offsets: Vec<u32>,
    segment_offsets: Vec<u32>,
    spans: Vec<u32>,
    words: Vec<u32>,
    flags: Vec<u64>,
    groups: Vec<u32>,
    rows: Vec<u16>,
    pieces: Vec<u16>,
    segments: Vec<u32>,
}

impl Arrays {
    fn add(&mut self, article: &dateline::Article) {
        let document = Document::new(article, None);
        let mut tokens = tokens::tokenize(&document);
        let _ = sentences::split(&document, &mut tokens, &mut Trace::off());
        let features = Features::new(&document, &tokens);
        let mut chars = CharOffsets { text: document.text, byte: 0, chars: 0 };
        for span in tokens.spans() {
            self.spans.push(chars.at(span.start as usize));
            self.spans.push(chars.at(span.end as usize));
        }
        for word in &features.words {
            self.rows.extend(word.rows);
            let pieces = word.pieces.iter().copied().chain(std::iter::repeat(NO_PIECE));
            self.pieces.extend(pieces.take(PIECES));
        }
        self.words.extend(&features.word_of);
        self.flags.extend(&features.flags);
        self.groups.extend(&features.groups);
        for segment in &features.segments {
            self.segments.extend([segment.start as u32, segment.end as u32]);
        }
        self.end_text();
    }

    fn end_text(&mut self) {
        self.token_offsets.push(self.words.len() as u32);
        self.word_offsets.push((self.pieces.len() / PIECES) as u32);
        self.segment_offsets.push((self.segments.len() / 2) as u32);
    }

    fn file(self) -> Result<Vec<u8>> {
        let mut file = Container::default();
        let names: Vec<&str> = Flag::ALL.iter().map(|flag| flag.name()).collect();
        file.metadata("flags", &names.join(" "));
        let rows: Vec<String> = ROWS.iter().map(|(name, rows)| format!("{name}={rows}")).collect();
        file.metadata("rows", &rows.join(" "));
        // Wide types first keep every tensor aligned.
        file.u64("flags", &self.flags, None);
        file.u32("token_offsets", &self.token_offsets, None);
        file.u32("word_offsets", &self.word_offsets, None);
        file.u32("segment_offsets", &self.segment_offsets, None);
        file.u32("spans", &self.spans, Some(2));
        file.u32("words", &self.words, None);
        file.u32("groups", &self.groups, None);
        file.u32("segments", &self.segments, Some(2));
        file.u16("rows", &self.rows, Some(ROWS.len()));
        file.u16("pieces", &self.pieces, Some(PIECES));
        file.finish()
    }
}

/// Byte offsets to character offsets, cheap for offsets in ascending order.
struct CharOffsets<'a> {
    text: &'a str,
    byte: usize,
    chars: u32,
}

impl CharOffsets<'_> {
    fn at(&mut self, byte: usize) -> u32 {
        if byte < self.byte {
            (self.byte, self.chars) = (0, 0);
        }
        self.chars += self.text[self.byte..byte].chars().count() as u32;
        self.byte = byte;
        self.chars
    }
}
