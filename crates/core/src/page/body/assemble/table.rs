//! Data tables: one block, the cells of a row parted by tabs, rows by line ends.

use super::Assembly;
use crate::article::BlockKind;
use crate::dom::Tag;
use crate::span::Span;

impl Assembly<'_, '_, '_> {
    /// Writes the rows of a table that hold kept text.
    pub(super) fn table(&mut self, table: u32) {
        let page = self.segmentation;
        let end_node = self.dom.end(page.regions[table as usize].node);
        let start = self.begin();
        let mut rows: Vec<Vec<Span>> = Vec::new();
        let mut in_row = false;
        for region in &page.regions[table as usize + 1..] {
            if region.node >= end_node {
                break;
            }
            let range = region.first as usize..region.end as usize;
            match region.tag {
                Tag::TR => {
                    in_row = self.kept[range].iter().any(|&kept| kept);
                    if in_row {
                        if !rows.is_empty() {
                            self.body.text.push('\n');
                        }
                        rows.push(Vec::new());
                    }
                }
                Tag::TD | Tag::TH if in_row => {
                    if rows.last().is_some_and(|row| !row.is_empty()) {
                        self.body.text.push('\t');
                    }
                    let from = self.body.text.len();
                    for segment in &page.segments[range] {
                        if self.body.text.len() > from {
                            self.body.text.push(' ');
                        }
                        self.write(segment);
                    }
                    let cell = Span::new(from, self.body.text.len());
                    if let Some(row) = rows.last_mut() {
                        row.push(cell);
                    }
                }
                _ => {}
            }
        }
        // The table's block is trimmed at its ends: cells there shrink with it.
        let whole = Span::new(start, self.body.text.len()).trim(&self.body.text);
        for cell in rows.iter_mut().flatten() {
            let trimmed = cell.trim(&self.body.text);
            let clamp = |at: u32| at.clamp(whole.start, whole.end);
            *cell = Span { start: clamp(trimmed.start), end: clamp(trimmed.end) };
        }
        self.end(start, BlockKind::Table { rows });
    }
}
