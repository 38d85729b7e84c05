//! Strings as they stand in declarations, to the text they mean.

use crate::bytes::{TOPS, equal, is_single_spaced};
use crate::dom::{self, Dom, Namespace, NodeId, NodeKind, Tag};

/// Text with white space folded and invisible characters left out; none when nothing is left.
#[must_use]
pub(crate) fn fold(text: &str) -> Option<String> {
    let text = text.trim_ascii();
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let visible = stretch(rest.as_bytes());
        let len = match first {
            _ if visible > 0 => visible,
            // What editors and hyphenation leave inside words.
            '\u{200b}' | '\u{feff}' | '\u{ad}' | '\u{2060}' => 0,
            c if c.is_whitespace() || c.is_control() => {
                gap = true;
                0
            }
            c => c.len_utf8(),
        };
        if len > 0 {
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            folded.push_str(&rest[..len]);
        }
        rest = &rest[len.max(first.len_utf8())..];
    }
    (!folded.is_empty()).then_some(folded)
}

/// How many bytes stand before what is not ASCII, does not show, or is more than one blank between
/// others.
fn stretch(bytes: &[u8]) -> usize {
    let shows = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_graphic);
    if !shows(0) {
        return 0;
    }
    let mut at = 0;
    while let Some(eight) = bytes[at..].first_chunk::<8>() {
        let word = u64::from_le_bytes(*eight);
        if word & TOPS != 0 || !is_single_spaced(word) || equal(word, 0x7f) != 0 {
            break;
        }
        // What follows the last of the eight is not known yet.
        at += 7;
    }
    while shows(at) || bytes.get(at) == Some(&b' ') && shows(at + 1) {
        at += 1;
    }
    at
}

/// A declared string as text: character references and tags are read as HTML, as many times as
/// they were escaped (twice is common), white space is folded.
#[must_use]
pub(crate) fn plain(value: &str) -> Option<String> {
    /// `&amp;amp;quot;` was seen, more was not.
    const PASSES: usize = 3;
    let mut text = std::borrow::Cow::Borrowed(value);
    for _ in 0..PASSES {
        if !looks_like_markup(&text) {
            break;
        }
        let dom = dom::parse(&text);
        let mut plain = String::with_capacity(text.len());
        visible_text(&dom, dom.root(), usize::MAX, usize::MAX, &mut plain);
        text = plain.into();
    }
    fold(&text)
}

/// Whether a string holds something that only HTML makes sense of.
fn looks_like_markup(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'&', b'<', bytes).any(|at| {
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        match bytes[at] {
            b'&' => {
                (next.is_ascii_alphabetic() || next == b'#')
                    && bytes[at + 1..].iter().take(32).any(|&byte| byte == b';')
            }
            _ => next.is_ascii_alphabetic() || next == b'/' || next == b'!',
        }
    })
}

/// Appends the text below `id` as a reader sees it: scripts, styles and templates left out, a blank
/// where a block or line ends. Stops when more than `max_bytes` came together or more than
/// `max_nodes` were met, and says whether it came to the end: nested elements of a hostile page
/// would otherwise cost the square of their number.
fn visible_text(
    dom: &Dom<'_>,
    id: NodeId,
    max_bytes: usize,
    max_nodes: usize,
    out: &mut String,
) -> bool {
    let end = dom.end(id).index();
    let mut at = id.index();
    let mut nodes = 0;
    // Where the blocks around the place end, innermost last.
    let mut block_ends: Vec<usize> = Vec::new();
    while at < end {
        while block_ends.last().is_some_and(|&block_end| block_end <= at) {
            block_ends.pop();
            out.push(' ');
        }
        let node = NodeId::from_index(at);
        at += 1;
        nodes += 1;
        if nodes > max_nodes {
            return false;
        }
        match dom.kind(node) {
            NodeKind::Text => {
                let text = dom.text(node);
                if out.len() + text.len() > max_bytes {
                    return false;
                }
                out.push_str(text);
            }
            NodeKind::Element => match dom.tag(node) {
                Tag::SCRIPT | Tag::STYLE | Tag::TEMPLATE | Tag::NOSCRIPT => {
                    at = dom.end(node).index();
                }
                _ if dom.namespace(node) != Namespace::Html => at = dom.end(node).index(),
                tag if !is_inline(tag) => {
                    out.push(' ');
                    block_ends.push(dom.end(node).index());
                }
                _ => {}
            },
            _ => {}
        }
    }
    true
}

/// The text below `id` as a reader sees it, folded; none when there is none or when it is more than
/// `max_bytes` long, white space counted.
#[must_use]
pub(crate) fn folded_text(dom: &Dom<'_>, id: NodeId, max_bytes: usize) -> Option<String> {
    /// Headlines, bylines and dates are made of few elements.
    const MAX_NODES: usize = 400;
    /// Room for most of them.
    const USUAL_BYTES: usize = 120;
    let mut text = String::with_capacity(USUAL_BYTES.min(max_bytes));
    let whole = visible_text(dom, id, max_bytes, MAX_NODES, &mut text);
    if whole { fold(&text) } else { None }
}

/// Elements that do not part the words around them.
fn is_inline(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::A
            | Tag::ABBR
            | Tag::B
            | Tag::BDI
            | Tag::BDO
            | Tag::CITE
            | Tag::CODE
            | Tag::EM
            | Tag::FONT
            | Tag::I
            | Tag::INS
            | Tag::MARK
            | Tag::Q
            | Tag::S
            | Tag::SMALL
            | Tag::SPAN
            | Tag::STRONG
            | Tag::SUB
            | Tag::SUP
            | Tag::TIME
            | Tag::U
            | Tag::WBR
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_references_and_tags_are_read() {
        for (value, text) in [
            ("Fish &amp; chips", "Fish & chips"),
            ("Fish & chips", "Fish & chips"),
            ("&amp;quot;Yes&amp;quot; &#8211; <b>no</b><br>maybe", "\"Yes\" – no maybe"),
            (" a\u{a0}b\n c\u{200b} ", "a b c"),
            ("1 < 2", "1 < 2"),
            ("R&D; it", "R&D; it"),
        ] {
            assert_eq!(plain(value).as_deref(), Some(text), "{value}");
        }
        assert_eq!(plain(" \n"), None);
    }

    #[test]
    fn ok_white_space_is_folded_wherever_it_stands() {
        let pieces = ["a", " ", "bc, defghij", "\n", "é", "\u{200b}", "\u{7f}"];
        let count = pieces.len();
        for number in 0..count.pow(5) {
            let text: String =
                (0..5).map(|place| pieces[number / count.pow(place) % count]).collect();
            let is_gap = |c: char| c.is_whitespace() || c.is_control();
            let shown = text.replace('\u{200b}', "");
            let words: Vec<&str> = shown.split(is_gap).filter(|word| !word.is_empty()).collect();
            let expected = (!words.is_empty()).then(|| words.join(" "));
            assert_eq!(fold(&text), expected, "{text:?}");
        }
    }

    #[test]
    fn ok_blocks_part_words_and_scripts_are_left_out() {
        let dom = dom::parse("<div>a<span>b</span><p>c</p><script>x</script>d<br>e</div>");
        assert_eq!(folded_text(&dom, dom.root(), 100).as_deref(), Some("ab c d e"));
        assert_eq!(folded_text(&dom, dom.root(), 3), None, "too long");
    }
}
