//! Plain text: the headline and the blocks, parted by blank lines.

use super::outline::{Part, outline};
use crate::article::{Article, BlockKind, SourceKind};
use crate::span::Span;

/// The article as plain text: the headline, then the body with bullets and numbers at list items
/// and tabs between table cells.
///
/// # Panics
/// When the article's spans do not count bytes.
#[must_use]
pub fn text(article: &Article) -> String {
    let mut out = String::with_capacity(article.text.len() + 256);
    if let Some(title) = &article.metadata.title {
        out.push_str(title);
        out.push('\n');
    }
    // Number of the last item of each open list; none where items have bullets.
    let mut lists: Vec<Option<usize>> = Vec::new();
    for part in outline(article) {
        match part {
            Part::OpenList { ordered } => {
                if lists.is_empty() {
                    out.push('\n');
                }
                lists.push(ordered.then_some(0));
            }
            Part::CloseList { .. } => {
                lists.pop();
            }
            Part::Block(block) => match &block.kind {
                BlockKind::ListItem { .. } => {
                    out.extend(std::iter::repeat_n("  ", lists.len().saturating_sub(1)));
                    match lists.last_mut() {
                        Some(Some(number)) => {
                            *number += 1;
                            out.push_str(&format!("{number}. "));
                        }
                        _ => out.push_str("- "),
                    }
                    push_folded(&mut out, article, block.span);
                    out.push('\n');
                }
                BlockKind::Code { .. } => {
                    out.push('\n');
                    out.push_str(block.span.of(&article.text));
                    out.push('\n');
                }
                BlockKind::Table { rows } => {
                    out.push('\n');
                    for row in rows {
                        for (index, &cell) in row.iter().enumerate() {
                            if index > 0 {
                                out.push('\t');
                            }
                            push_folded(&mut out, article, cell);
                        }
                        out.push('\n');
                    }
                }
                _ if block.span.is_empty() => {}
                _ => {
                    out.push('\n');
                    push_folded(&mut out, article, block.span);
                    out.push('\n');
                }
            },
            _ => {}
        }
    }
    out.drain(..out.len() - out.trim_start_matches('\n').len());
    out
}

/// A block's text. Line breaks inside it are the page's own, but in plain text the width of
/// somebody's screen.
fn push_folded(out: &mut String, article: &Article, span: Span) {
    let text = span.of(&article.text);
    let keep_lines = article.source.kind == SourceKind::Html;
    for (number, line) in text.split(|c| keep_lines && c == '\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        for (index, word) in line.split_ascii_whitespace().enumerate() {
            if index > 0 {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
}
