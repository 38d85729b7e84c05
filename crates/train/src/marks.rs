//! The quotation-mark flags of texts, as arrays beside those of [`crate::features`].
//!
//! `token_offsets` (texts + 1) tells where a text's tokens begin in `marks`.

use anyhow::Result;
use dateline::analysis::quotations::mark_flags::{MarkFlag, mark_flags};
use dateline::analysis::quotations::marks;
use dateline::analysis::{Document, tokens};
use dateline::{Extractor, Input, Layers, Options, SourceKind};

use crate::container::Container;

pub(crate) fn dump(texts: &str) -> Result<Vec<u8>> {
    let extractor = Extractor::new(Options { analysis: Layers::NONE, ..Options::default() })?;
    let (mut offsets, mut flags) = (vec![0_u32], Vec::new());
    for line in texts.lines().filter(|line| !line.trim().is_empty()) {
        let item: serde_json::Value = serde_json::from_str(line)?;
        let text = item["text"].as_str().unwrap_or_default();
        let input = Input { kind: Some(SourceKind::Text), ..Input::new(text.as_bytes()) };
        let article = extractor.extract(&input)?;
        let document = Document::new(&article, None);
        let tokens = tokens::tokenize(&document);
        let quoted = marks::find(document.text, &document.segments);
        flags.extend(mark_flags(&tokens, &quoted));
        offsets.push(flags.len() as u32);
    }
    let mut file = Container::default();
    file.metadata("flags", &MarkFlag::NAMES.join(" "));
    file.u32("token_offsets", &offsets, None);
    file.u16("marks", &flags, None);
    file.finish()
}
