//! The text of one segment: white space folded as a browser shows it, links noted.

use super::super::display::{Display, display, is_hidden};
use super::super::segment::{Segment, Segmentation};
use crate::bytes::is_single_spaced;
use crate::dom::{AttrName, Dom, NodeId, NodeKind, Tag};

/// A link in the text being written.
#[derive(Debug, Clone, Copy)]
pub(super) struct RawLink {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The `<a>`.
    pub(super) node: NodeId,
}

/// Appends the segment's text to `out` and its links to `links`. With `preformatted`, white space
/// stays as it is.
pub(super) fn write(
    dom: &Dom<'_>,
    page: &Segmentation,
    segment: &Segment,
    preformatted: bool,
    out: &mut String,
    links: &mut Vec<RawLink>,
) {
    if let Some(declared) = segment.declared {
        out.push_str(&page.declared[declared as usize]);
        return;
    }
    let mut writer = Writer { start: out.len(), out, space: false, breaks: 0, preformatted };
    let (mut at, to) = (segment.from.index(), segment.to.index());
    // Links that are open, outermost first: where they end in the tree, where they began.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let region = &page.regions[segment.region as usize];
    let around = dom
        .ancestors(segment.from)
        .take_while(|&node| region.in_link || node != region.node)
        .find(|&node| is_link(dom, node));
    if let Some(node) = around.filter(|&node| is_anchor_mark(dom, node)) {
        at = dom.end(node).index();
    } else if let Some(node) = around {
        open.push((dom.end(node).index(), links.len()));
        links.push(RawLink { start: writer.mark(), end: usize::MAX, node });
    }
    while at < to {
        while let Some(&(end, link)) = open.last()
            && end <= at
        {
            links[link].end = writer.out.len();
            open.pop();
        }
        let id = NodeId::from_index(at);
        at += 1;
        match dom.kind(id) {
            NodeKind::Text => writer.text(dom.text(id)),
            NodeKind::Element => match display(dom, id) {
                Display::Skip => at = dom.end(id).index(),
                Display::Inline if is_hidden(dom, id) => at = dom.end(id).index(),
                Display::Break => writer.line_break(),
                _ if is_anchor_mark(dom, id) => at = dom.end(id).index(),
                _ if is_link(dom, id) => {
                    open.push((dom.end(id).index(), links.len()));
                    links.push(RawLink { start: writer.mark(), end: usize::MAX, node: id });
                }
                _ => {}
            },
            _ => {}
        }
    }
    for (_, link) in open {
        links[link].end = writer.out.len();
    }
}

fn is_link(dom: &Dom<'_>, id: NodeId) -> bool {
    dom.tag(id) == Tag::A && dom.attr(id, AttrName::HREF).is_some()
}

/// Whether an element is a link to the place where it stands, shown as a mark: the `¶` behind the
/// headings of manuals.
fn is_anchor_mark(dom: &Dom<'_>, id: NodeId) -> bool {
    /// The link, its text, and an element or two around that.
    const MAX_NODES: usize = 6;
    const MARKS: [char; 6] = ['¶', '#', '§', '🔗', '⚓', '∞'];
    if dom.tag(id) != Tag::A
        || dom.end(id).index() - id.index() > MAX_NODES
        || !dom.attr(id, AttrName::HREF).is_some_and(|href| href.contains('#'))
    {
        return false;
    }
    let mut marks = 0;
    let shown = dom.subtree(id).filter(|&node| dom.kind(node) == NodeKind::Text);
    let mut shown = shown.flat_map(|node| dom.text(node).chars());
    // U+FE0F only asks for the coloured form of the mark before it.
    shown.all(|c| {
        marks += usize::from(MARKS.contains(&c));
        MARKS.contains(&c) || c.is_whitespace() || c == '\u{fe0f}'
    }) && marks == 1
}

struct Writer<'o> {
    out: &'o mut String,
    start: usize,
    space: bool,
    breaks: u32,
    preformatted: bool,
}

impl Writer<'_> {
    /// Where the next character will stand.
    fn mark(&self) -> usize {
        let shown = self.out.len() > self.start && (self.space || self.breaks > 0);
        self.out.len() + usize::from(shown)
    }

    fn text(&mut self, text: &str) {
        if self.preformatted {
            self.out.extend(text.chars().filter(|&c| c != '\r'));
            return;
        }
        let bytes = text.as_bytes();
        let mut at = 0;
        loop {
            let folded = bytes[at..].iter().take_while(|&&byte| folds(byte)).count();
            self.space |= folded > 0;
            at += folded;
            if at == bytes.len() {
                return;
            }
            let end = at + stretch(&bytes[at..]);
            self.stretch(&text[at..end]);
            at = end;
        }
    }

    /// Text that stays as it is but for what never shows.
    fn stretch(&mut self, mut text: &str) {
        if self.out.len() == self.start {
            // No block begins with white space, not even with the kind that does not fold.
            text = text.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c));
            if text.is_empty() {
                return;
            }
        } else if self.breaks > 0 {
            self.out.push('\n');
        } else if self.space {
            self.out.push(' ');
        }
        (self.space, self.breaks) = (false, 0);
        if has_invisible(text) {
            self.out.extend(text.chars().filter(|&c| !is_invisible(c)));
        } else {
            self.out.push_str(text);
        }
    }

    fn line_break(&mut self) {
        if self.preformatted {
            self.out.push('\n');
        } else {
            self.breaks += 1;
        }
    }
}

/// White space that CSS folds. No-break spaces and their kin are kept: they are shown.
fn folds(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'\x0c')
}

/// How many bytes stand before the end, or before white space that is not one space between two
/// other characters.
fn stretch(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(eight) = bytes[at..].first_chunk::<8>()
        && is_single_spaced(u64::from_le_bytes(*eight))
    {
        // Whether white space follows the last of the eight is not known yet.
        at += 7;
    }
    while let Some(&byte) = bytes.get(at) {
        if folds(byte) && (byte != b' ' || bytes.get(at + 1).is_none_or(|&next| folds(next))) {
            break;
        }
        at += 1;
    }
    at
}

/// Whether a text holds what is never shown.
fn has_invisible(text: &str) -> bool {
    // How their encodings begin. Curly quotes begin like one of them.
    memchr::memchr3_iter(0xc2, 0xe2, 0xef, text.as_bytes())
        .any(|at| text[at..].starts_with(is_invisible))
}

/// What a browser lays out but never shows.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_stretches_end_before_white_space_that_folds() {
        for (text, expected) in [
            ("one two three four five", 23),
            ("a line of more than eight bytes\nand another", 31),
            ("two blanks behind the seventh  byte", 29),
            ("seventh  byte", 7),
            ("eighth..  byte", 8),
            ("space at the end ", 16),
            ("ends with eight ", 15),
            ("né à côté de l’été\t", 26),
            ("", 0),
            (" ", 0),
            ("x \x0c", 1),
        ] {
            assert_eq!(stretch(text.as_bytes()), expected, "{text:?}");
        }
    }

    #[test]
    fn ok_the_invisible_is_found() {
        for text in ["soft\u{ad}hyphen", "“a\u{200b}b”", "\u{2060}", "x\u{feff}"] {
            assert!(has_invisible(text), "{text:?}");
        }
        assert!(!has_invisible("“né à côté”, £5 – 今日は。｡"));
    }
}
