//! The body: which parts of the page belong to the article, as blocks.

use super::structured::Structured;
use super::{Page, PageContext};
use crate::article::{Block, BlockKind};
use crate::dom::{Dom, Tag};
use crate::span::Span;
use crate::trace::Trace;

/// Chooses the body of the page and writes it into `page`.
pub fn extract(
    dom: &Dom<'_>,
    _context: &PageContext<'_>,
    _structured: &Structured,
    page: &mut Page,
    _trace: &mut Trace,
) {
    for id in dom.ids().filter(|&id| dom.tag(id) == Tag::P) {
        let words = dom.text_content(id);
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if words.is_empty() {
            continue;
        }
        if !page.body.text.is_empty() {
            page.body.text.push_str("\n\n");
        }
        let start = page.body.text.len();
        page.body.text.push_str(&words);
        let span = Span::new(start, page.body.text.len());
        page.body.blocks.push(Block { kind: BlockKind::Paragraph, span });
    }
}
