//! The blocks of the article.

use dateline::article::{Block, BlockKind};
use dateline::render::marks::{Marker, marks};
use dateline::{Article, SourceKind, Span};

use super::palette::Role;
use super::screen::{Margin, Screen};
use crate::wrap::width;

pub(super) fn show(screen: &mut Screen, article: &Article) {
    let mut marker = Marker::new(&article.text, marks(article));
    let mut numbers = Numbers::default();
    let mut before: Option<&BlockKind> = None;
    for (index, block) in article.blocks.iter().enumerate() {
        // Plain text begins with its headline, which stands above already.
        if index == 0 && repeats_title(article, block) {
            continue;
        }
        let item = matches!(block.kind, BlockKind::ListItem { .. });
        if !(item && matches!(before, Some(BlockKind::ListItem { .. }))) {
            screen.blank_line();
        }
        if !item {
            numbers = Numbers::default();
        }
        show_block(screen, article, block, &mut marker, &mut numbers);
        before = Some(&block.kind);
    }
}

fn show_block(
    screen: &mut Screen,
    article: &Article,
    block: &Block,
    marker: &mut Marker<'_>,
    numbers: &mut Numbers,
) {
    let text = &article.text;
    let keep_breaks = article.source.kind == SourceKind::Html;
    let mut lines = |screen: &mut Screen, role, margin: &Margin| {
        screen.marked_lines(text, block.span, marker, role, margin, keep_breaks);
    };
    match &block.kind {
        BlockKind::Heading { .. } => lines(screen, Role::Heading, &Margin::default()),
        BlockKind::ListItem { ordered, depth } => {
            let bullet = match numbers.next(*depth, *ordered) {
                Some(number) => format!("{number}. "),
                None => "• ".to_owned(),
            };
            let indent = "  ".repeat(usize::from(*depth).min(screen.columns() / 8));
            lines(screen, Role::Text, &Margin::hanging(format!("{indent}{bullet}")));
        }
        BlockKind::Quote => lines(screen, Role::Text, &Margin::bar("│ ")),
        BlockKind::Code { .. } => {
            for line in block.span.of(text).lines() {
                screen.put("    ", Role::Text);
                screen.put(line, Role::Text);
                screen.end_line();
            }
        }
        BlockKind::Table { rows } => show_table(screen, text, rows, marker),
        BlockKind::Figure { image } => {
            let image = article.metadata.images.get(*image as usize);
            let words = image.and_then(|image| image.caption.as_ref().or(image.alt.as_ref()));
            let words = words.map_or("Picture".to_owned(), |words| format!("Picture: {words}"));
            screen.lines(&words, Role::Faint, &Margin::hanging("▣ "));
            if !block.span.is_empty() {
                lines(screen, Role::Text, &Margin::bar("  "));
            }
        }
        _ => lines(screen, Role::Text, &Margin::default()),
    }
}

/// Columns side by side where they fit, one cell a line where they do not.
fn show_table(screen: &mut Screen, text: &str, rows: &[Vec<Span>], marker: &mut Marker<'_>) {
    const GAP: &str = "  ";
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut widths = vec![0; count];
    for row in rows {
        for (column, cell) in row.iter().enumerate() {
            widths[column] = widths[column].max(width(cell.of(text)));
        }
    }
    let total: usize = widths.iter().sum::<usize>() + GAP.len() * count.saturating_sub(1);
    for row in rows {
        if total > screen.columns() {
            for (column, &cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let margin = Margin::hanging(if column == 0 { "" } else { GAP });
                screen.marked_lines(text, cell, marker, Role::Text, &margin, true);
            }
            continue;
        }
        for (column, &cell) in row.iter().enumerate() {
            screen.put_marked(cell, marker, Role::Text);
            let fill = widths[column].saturating_sub(width(cell.of(text)));
            screen.put(&" ".repeat(fill), Role::Text);
            screen.put(GAP, Role::Text);
        }
        screen.end_line();
    }
}

fn repeats_title(article: &Article, block: &Block) -> bool {
    let Some(title) = &article.metadata.title else { return false };
    matches!(block.kind, BlockKind::Heading { .. })
        && block.span.of(&article.text).split_whitespace().eq(title.split_whitespace())
}

/// The numbers of the lists that are open, outermost first.
#[derive(Default)]
struct Numbers(Vec<(u8, bool, usize)>);

impl Numbers {
    /// The number of the next item; none for one with a bullet.
    fn next(&mut self, depth: u8, ordered: bool) -> Option<usize> {
        self.0.retain(|&(open, kind, _)| open < depth || open == depth && kind == ordered);
        match self.0.last_mut() {
            Some((open, _, number)) if *open == depth => *number += 1,
            _ => self.0.push((depth, ordered, 1)),
        }
        self.0.last().filter(|_| ordered).map(|&(_, _, number)| number)
    }
}
