//! Signatures: paragraphs that hold nothing but the names of who wrote the article, set off by bold
//! or slanted letters or at the right margin; under the headline or at the article's end.

use super::authors::authors;
use super::bylines::is_elsewhere;
use super::evidence::Evidence;
use super::names;
use crate::article::Author;
use crate::dom::{AttrName, Dom, NodeId, NodeKind, Tag};
use crate::page::structured::folded_text;

/// Longest signature, in bytes.
const MAX_BYTES: usize = 90;
/// Nodes below its paragraph: the emphasis, the texts.
const MAX_NODES: usize = 12;

/// Whether a paragraph is short, and set off as a whole.
pub(super) fn is_set_off(dom: &Dom<'_>, paragraph: NodeId) -> bool {
    let nodes = dom.end(paragraph).index() - paragraph.index();
    (2..=MAX_NODES).contains(&nodes)
        && (is_emphasised(dom, paragraph) || is_at_the_right(dom, paragraph))
        && dom.subtree(paragraph).all(|id| dom.tag(id) != Tag::A)
}

fn is_emphasised(dom: &Dom<'_>, paragraph: NodeId) -> bool {
    let mut inside = dom.children(paragraph).filter(|&id| !is_blank(dom, id));
    inside.next().is_some_and(|id| matches!(dom.tag(id), Tag::STRONG | Tag::B | Tag::EM | Tag::I))
        && inside.next().is_none()
}

fn is_at_the_right(dom: &Dom<'_>, paragraph: NodeId) -> bool {
    dom.attr(paragraph, AttrName::STYLE).is_some_and(|style| {
        style
            .split(';')
            .filter_map(|part| part.split_once(':'))
            .any(|(name, value)| name.trim() == "text-align" && value.trim() == "right")
    })
}

/// Stricter than elsewhere: nothing but its look says that this is a name.
fn is_written_like_one(name: &str) -> bool {
    let has_small = name.chars().any(char::is_lowercase);
    let is_short = name.chars().count() <= 4;
    names::looks_like_person(name)
        && (has_small && name.split(' ').all(|word| word.starts_with(char::is_uppercase))
            || is_short)
}

fn is_blank(dom: &Dom<'_>, id: NodeId) -> bool {
    dom.kind(id) != NodeKind::Element && dom.text(id).trim().is_empty() || dom.tag(id) == Tag::BR
}

/// The names of the page's only signature.
pub(super) fn read(evidence: &Evidence<'_>, headline: Option<NodeId>) -> Vec<Author> {
    let dom = evidence.dom;
    let mut found: Vec<Author> = Vec::new();
    // Elsewhere a line of its own with two capitals is as likely a button or a heading.
    if !evidence.is_article() {
        return found;
    }
    for spot in evidence.scan.signatures.iter().filter(|spot| !is_elsewhere(spot)) {
        if headline.is_some_and(|headline| spot.node < headline) {
            continue;
        }
        let Some(text) = folded_text(dom, spot.node, MAX_BYTES) else { continue };
        let names = names::split(&text, &evidence.site_names);
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        let of_names: usize = names.iter().map(|name| letters(&name.text)).sum();
        // What is left over may join the names, no more.
        let whole = of_names + 3 * names.len().saturating_sub(1) >= letters(&text);
        if names.is_empty() || !whole || !names.iter().all(|name| is_written_like_one(&name.text)) {
            continue;
        }
        // Names that head parts of the text, or are listed.
        if !found.is_empty() {
            return Vec::new();
        }
        if is_first(dom, spot.node) || is_last(dom, spot.node) {
            found = authors(names, None, None);
        } else {
            return Vec::new();
        }
    }
    found
}

/// Whether nothing but short lines stands before it in the same element, and a long paragraph next.
fn is_first(dom: &Dom<'_>, paragraph: NodeId) -> bool {
    let Some(parent) = dom.parent(paragraph) else { return false };
    let mut before = dom.children(parent).take_while(|&id| id != paragraph);
    let mut behind = dom.children(parent).skip_while(|&id| id != paragraph).skip(1);
    before.all(|id| !is_long(dom, id))
        && behind.find(|&id| !is_blank(dom, id)).is_some_and(|id| is_long_paragraph(dom, id))
}

/// Whether a long paragraph stands before it in the same element, and nothing but short lines next.
fn is_last(dom: &Dom<'_>, paragraph: NodeId) -> bool {
    let Some(parent) = dom.parent(paragraph) else { return false };
    let before = dom.children(parent).take_while(|&id| id != paragraph);
    let mut behind = dom.children(parent).skip_while(|&id| id != paragraph).skip(1);
    before.filter(|&id| !is_blank(dom, id)).last().is_some_and(|id| is_long_paragraph(dom, id))
        && behind.all(|id| !is_long(dom, id))
}

fn is_long_paragraph(dom: &Dom<'_>, id: NodeId) -> bool {
    dom.tag(id) == Tag::P && is_long(dom, id)
}

/// Whether an element holds more text than a signature may.
fn is_long(dom: &Dom<'_>, id: NodeId) -> bool {
    let mut bytes = 0;
    dom.subtree(id).any(|id| {
        bytes += dom.text(id).trim_ascii().len();
        bytes > MAX_BYTES
    })
}
