//! The flat blocks of a record as the nested structure that documents are written in.

use crate::article::{Article, Block, BlockKind};

/// One step through the structure. What is opened is closed, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part<'a> {
    OpenList {
        ordered: bool,
    },
    OpenItem,
    CloseItem,
    CloseList {
        ordered: bool,
    },
    OpenQuote,
    CloseQuote,
    /// A block of the record; an item's own text stands inside its item.
    Block(&'a Block),
}

/// The structure of the body, without the block that repeats the title.
pub(super) fn outline(article: &Article) -> Vec<Part<'_>> {
    let mut parts = Vec::with_capacity(article.blocks.len() + 8);
    // Depth in the record and kind of each open list.
    let mut lists: Vec<(u8, bool)> = Vec::new();
    let mut quote = false;
    for block in &article.blocks[usize::from(begins_with_title(article))..] {
        if let BlockKind::ListItem { ordered, depth } = block.kind {
            if std::mem::take(&mut quote) {
                parts.push(Part::CloseQuote);
            }
            // Deeper lists end, and so does one of the same depth and the other kind.
            while let Some(&(open, kind)) = lists.last()
                && (open > depth || open == depth && kind != ordered)
            {
                close_list(&mut parts, &mut lists);
            }
            if lists.last().is_some_and(|&(open, _)| open == depth) {
                parts.push(Part::CloseItem);
            } else {
                lists.push((depth, ordered));
                parts.push(Part::OpenList { ordered });
            }
            parts.push(Part::OpenItem);
        } else {
            while !lists.is_empty() {
                close_list(&mut parts, &mut lists);
            }
            let quoted = block.kind == BlockKind::Quote;
            if quoted != quote {
                parts.push(if quoted { Part::OpenQuote } else { Part::CloseQuote });
                quote = quoted;
            }
        }
        parts.push(Part::Block(block));
    }
    while !lists.is_empty() {
        close_list(&mut parts, &mut lists);
    }
    if quote {
        parts.push(Part::CloseQuote);
    }
    parts
}

fn close_list(parts: &mut Vec<Part<'_>>, lists: &mut Vec<(u8, bool)>) {
    if let Some((_, ordered)) = lists.pop() {
        parts.extend([Part::CloseItem, Part::CloseList { ordered }]);
    }
}

/// Whether the first block is the headline, as in plain text: documents show it once.
fn begins_with_title(article: &Article) -> bool {
    let Some(title) = &article.metadata.title else { return false };
    article.blocks.first().is_some_and(|block| {
        matches!(block.kind, BlockKind::Heading { .. })
            && block.span.of(&article.text).split_whitespace().eq(title.split_whitespace())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Span;

    #[test]
    fn ok_lists_nest_by_depth() {
        let item = |depth, ordered| Block {
            kind: BlockKind::ListItem { ordered, depth },
            span: Span::default(),
        };
        let mut article =
            crate::extract(&crate::Input::new(b""), &crate::Options::default()).unwrap();
        article.blocks =
            vec![item(1, false), item(3, true), item(2, true), item(1, false), item(1, true)];
        let drawn: String = outline(&article)
            .into_iter()
            .map(|part| match part {
                Part::OpenList { ordered: true } => "<ol>",
                Part::OpenList { ordered: false } => "<ul>",
                Part::OpenItem => "<li>",
                Part::CloseItem => "</li>",
                Part::CloseList { ordered: true } => "</ol>",
                Part::CloseList { ordered: false } => "</ul>",
                Part::Block(_) => "x",
                _ => "?",
            })
            .collect();
        assert_eq!(
            drawn,
            "<ul><li>x<ol><li>x</li></ol><ol><li>x</li></ol></li><li>x</li></ul><ol><li>x</li></ol>"
        );
    }
}
