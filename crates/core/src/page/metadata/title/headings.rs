//! What the surroundings and the inside of a heading say about it.

use super::facts::Feature;
use crate::dom::{AttrName, Dom, NodeId, NodeKind, Tag};
use crate::page::hints::{self, Hints};
use crate::page::structured::folded_text;
use crate::page::url::{self, BaseUrl};

/// Where the link goes that a heading is or that is around it.
pub(super) fn link(dom: &Dom<'_>, heading: NodeId, base: &BaseUrl) -> Option<Feature> {
    /// Elements between the link and its heading, in either direction.
    const REACH: usize = 4;
    let around = dom.ancestors(heading).take(REACH).find(|&id| dom.tag(id) == Tag::A);
    let link = around
        .or_else(|| dom.descendants(heading).take(REACH).find(|&id| dom.tag(id) == Tag::A))?;
    let href = dom.attr(link, AttrName::HREF)?.trim();
    let here = base.as_str();
    let target = base.resolve(href);
    let host = |url: &str| url::host(url);
    let path = |url: &str| url::path(url).trim_matches('/').to_owned();
    Some(match (target.as_deref(), here) {
        _ if href.starts_with('#') => Feature::LeadsHere,
        (Some(to), Some(here)) if host(to) == host(here) && path(to) == path(here) => {
            Feature::LeadsHere
        }
        (Some(to), Some(here)) if host(to) == host(here) && path(to).is_empty() => {
            Feature::LeadsHome
        }
        (Some(to), None) if path(to).is_empty() => Feature::LeadsHome,
        _ => Feature::LeadsAway,
    })
}

/// Whether the text right before a heading is a link on the same line: then the heading ends the
/// path to the page, and the headline that a reader sees may stand below.
pub(super) fn is_behind_link(dom: &Dom<'_>, heading: NodeId) -> bool {
    const REACH: usize = 14;
    /// A box of more nodes is a part of the page.
    const LINE_NODES: usize = 60;
    let from = heading.index().saturating_sub(REACH);
    let before = (from..heading.index()).rev().map(NodeId::from_index).find(|&id| {
        dom.kind(id) == NodeKind::Text && dom.text(id).chars().any(char::is_alphanumeric)
    });
    let Some(text) = before else { return false };
    let Some(link) = dom.ancestors(text).take(3).find(|&id| dom.tag(id) == Tag::A) else {
        return false;
    };
    // The line: a small box around the link and the heading.
    let is_line = |line: NodeId| {
        dom.contains(line, heading) && dom.end(line).index() - line.index() <= LINE_NODES
    };
    dom.end(link) <= heading && dom.ancestors(link).take(3).any(is_line)
}

/// A heading with no more text between is right below another: a section, a date and a name fit.
pub(super) const NEAR_BYTES: usize = 80;

/// The bytes of text behind a place, up to each of the next nodes.
pub(super) struct TextBehind {
    from: NodeId,
    /// The sum up to each node, the first one's first.
    sums: Vec<usize>,
}

impl TextBehind {
    pub(super) fn new(dom: &Dom<'_>, from: NodeId) -> Self {
        const MOST_NODES: usize = 400;
        let is_code = |id: NodeId| matches!(dom.tag(id), Tag::SCRIPT | Tag::STYLE | Tag::TEMPLATE);
        let nodes = from.index()..dom.len().min(from.index() + MOST_NODES);
        let mut sum = 0;
        let sums = nodes.map(NodeId::from_index).map(|id| {
            if dom.kind(id) == NodeKind::Text && !dom.parent(id).is_some_and(is_code) {
                sum += dom.text(id).trim().len();
            }
            sum
        });
        Self { from, sums: std::iter::once(0).chain(sums).collect() }
    }

    /// The bytes up to a node; none when it is far behind or before the place.
    pub(super) fn until(&self, to: NodeId) -> Option<usize> {
        self.sums.get(to.index().checked_sub(self.from.index())?).copied()
    }
}

/// Some of the elements of a heading.
pub(super) struct Piece {
    pub(super) text: String,
    /// Whether it is all but what comes first.
    pub(super) tail: bool,
    /// Whether what was left out is named as the line over a headline.
    pub(super) kicker_cut: bool,
    /// Whether its own names say that it is the headline.
    pub(super) marked: bool,
}

/// The pieces of a heading that is made of several elements: each alone, and all behind the first
/// ones.
pub(super) fn pieces(dom: &Dom<'_>, heading: NodeId) -> Vec<Piece> {
    /// A heading of more elements is a sentence with emphasis.
    const MOST: usize = 4;
    const MOST_BYTES: usize = 600;
    let mut around = heading;
    let mut groups: Vec<(NodeId, String, Hints)>;
    loop {
        groups = dom
            .children(around)
            .filter_map(|id| {
                let text = folded_text(dom, id, MOST_BYTES)?;
                let names = [AttrName::CLASS, AttrName::ID].into_iter();
                let names = names.filter_map(|name| dom.attr(id, name));
                let hints = names.fold(Hints::default(), |all, names| all.with(hints::of(names)));
                text.chars().any(char::is_alphanumeric).then_some((id, text, hints))
            })
            .take(MOST + 1)
            .collect();
        match groups.as_slice() {
            [(only, ..)] if dom.kind(*only) == NodeKind::Element => around = *only,
            _ => break,
        }
    }
    if !(2..=MOST).contains(&groups.len()) {
        return Vec::new();
    }
    let mut pieces = Vec::new();
    let all = groups.len();
    for start in 0..all {
        let ends = if start > 0 && start + 1 < all { &[start + 1, all][..] } else { &[start + 1] };
        for &end in ends {
            let inside = &groups[start..end];
            let outside = groups[..start].iter().chain(&groups[end..]);
            let text: Vec<&str> = inside.iter().map(|(_, text, _)| text.as_str()).collect();
            let text = text.join(" ");
            let text = text.trim_start_matches([':', '|', '–', '-', '—', '/', '.']).trim_start();
            pieces.push(Piece {
                text: text.to_owned(),
                tail: start > 0 && end == all,
                kicker_cut: outside.clone().any(|(.., hints)| hints.any(Hints::KICKER)),
                marked: inside.iter().any(|(.., hints)| {
                    hints.any(Hints::TITLE) && !hints.any(Hints::KICKER.with(Hints::SUBTITLE))
                }),
            });
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(dom: &Dom<'_>, tag: Tag) -> NodeId {
        dom.ids().find(|&id| dom.tag(id) == tag).expect("the element is there")
    }

    #[test]
    fn ok_a_heading_is_taken_apart_at_its_elements() {
        let dom = crate::dom::parse(
            "<h1><div><span class=kicker>Weather</span><span>:</span>
             <span class=headline>Storm hits the coast</span></div></h1>",
        );
        let pieces = pieces(&dom, first(&dom, Tag::H1));
        let tail = pieces.iter().find(|piece| piece.tail).expect("one is the tail");
        assert_eq!(tail.text, "Storm hits the coast");
        assert!(tail.kicker_cut && tail.marked);
        assert_eq!(pieces.len(), 2, "each alone");
    }

    #[test]
    fn ok_the_end_of_a_path_is_told_from_a_headline() {
        let dom = crate::dom::parse(
            "<ul><li><a href=/world>World</a> / </li><li><h1>Storm</h1></li></ul>
             <p>Text</p><script>no text</script><h2>The storm</h2>",
        );
        assert!(is_behind_link(&dom, first(&dom, Tag::H1)));
        assert!(!is_behind_link(&dom, first(&dom, Tag::H2)));
        let behind = TextBehind::new(&dom, dom.end(first(&dom, Tag::H1)));
        assert_eq!(behind.until(first(&dom, Tag::H2)), Some(4));
        assert_eq!(behind.until(first(&dom, Tag::H1)), None);
    }

    #[test]
    fn ok_links_say_whose_heading_it_is() {
        let base = BaseUrl::new(Some("https://n.example/a/storm?x=1"));
        for (href, leads) in [
            ("/", Feature::LeadsHome),
            ("https://n.example", Feature::LeadsHome),
            ("/a/storm", Feature::LeadsHere),
            ("#top", Feature::LeadsHere),
            ("/a/other", Feature::LeadsAway),
        ] {
            let html = format!("<h1><a href='{href}'>x</a></h1>");
            let dom = crate::dom::parse(&html);
            assert_eq!(link(&dom, first(&dom, Tag::H1), &base), Some(leads), "{href}");
        }
        let dom = crate::dom::parse("<h1>x</h1>");
        assert_eq!(link(&dom, first(&dom, Tag::H1), &base), None);
    }
}
