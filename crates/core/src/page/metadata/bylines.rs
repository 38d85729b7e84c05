//! Bylines that a reader sees: links to authors, elements whose names speak of an author, lines that
//! begin with "By" in the language of the page.

use super::authors::{Source, authors, push_new};
use super::evidence::Evidence;
use super::names::{self, MAX_BYLINE_BYTES};
use super::scan::Spot;
use super::signature;
use super::words;
use crate::article::{Author, Provenance};
use crate::dom::{AttrName, NodeId, Tag};
use crate::page::hints::{self, Hints};
use crate::page::structured::{fold, folded_text};

/// Whether a text of the page can be a byline that begins with its word.
pub(super) fn begins_byline(text: &str) -> bool {
    let text = text.trim_start();
    if text.len() > MAX_BYLINE_BYTES || text.is_empty() {
        return false;
    }
    let Some(end) = words::byline_prefix(text) else { return false };
    let rest = &text[end..];
    rest.is_empty()
        || rest.starts_with(|c: char| c.is_uppercase() || !c.is_ascii() && c.is_alphabetic())
}

/// The visible sources, most trusted first.
pub(super) fn gather(evidence: &Evidence<'_>, headline: Option<NodeId>) -> Vec<Source> {
    let reader = Reader { evidence, headline };
    vec![
        Source {
            rule: "authors/author_link",
            provenance: Provenance::Visible,
            authors: reader.links(),
        },
        Source {
            rule: "authors/byline_near",
            provenance: Provenance::Visible,
            authors: reader.marked(NEAR),
        },
        Source {
            rule: "authors/byline_text",
            provenance: Provenance::Visible,
            authors: reader.lines(),
        },
        Source {
            rule: "authors/signature",
            provenance: Provenance::Visible,
            authors: signature::read(evidence, headline),
        },
        Source {
            rule: "authors/byline_dated",
            provenance: Provenance::Visible,
            authors: reader.dated_lines(),
        },
        Source {
            rule: "authors/byline_text_far",
            provenance: Provenance::Visible,
            authors: reader.far_lines(),
        },
        Source {
            rule: "authors/byline_far",
            provenance: Provenance::Visible,
            authors: reader.marked(usize::MAX),
        },
        Source {
            rule: "authors/byline_beside",
            provenance: Provenance::Visible,
            authors: reader.beside(),
        },
    ]
}

/// A line longer than this is a sentence.
const SHORT_BYTES: usize = 90;
/// Nodes between the headline and its byline.
const NEAR: usize = 250;

/// Whether a spot can be the article's own.
fn in_place(spot: &Spot) -> bool {
    !is_elsewhere(spot) && !spot.zone.with(spot.hints).any(BESIDE)
}

/// Whether a spot belongs to something else than the article.
pub(super) fn is_elsewhere(spot: &Spot) -> bool {
    spot.zone.with(spot.hints).any(ELSEWHERE)
}

/// Where other things than the article's byline stand.
const ELSEWHERE: Hints = Hints::COMMENT
    .with(Hints::RELATED)
    .with(Hints::FOOTER)
    .with(Hints::CHROME)
    .with(Hints::CAPTION)
    .with(Hints::CREDIT);
/// Where the article's byline may stand as well as others.
const BESIDE: Hints = Hints::ASIDE.with(Hints::ARTICLE_FOOT);

struct Reader<'a> {
    evidence: &'a Evidence<'a>,
    headline: Option<NodeId>,
}

impl Reader<'_> {
    fn distance(&self, node: NodeId) -> usize {
        let Some(headline) = self.headline else { return node.index() };
        if node < headline {
            // Before the headline a byline stands closer.
            2 * (headline.index() - node.index())
        } else {
            node.index().saturating_sub(self.evidence.dom.end(headline).index())
        }
    }

    /// Names in links that are marked as leading to the author.
    fn links(&self) -> Vec<Author> {
        let dom = self.evidence.dom;
        let mut list = Vec::new();
        for relation in
            self.evidence.structured.relations.iter().filter(|relation| relation.rel == "author")
        {
            if dom.tag(relation.node) != Tag::A || self.distance(relation.node) > 4 * NEAR {
                continue;
            }
            if let Some(text) = folded_text(dom, relation.node, MAX_BYLINE_BYTES) {
                let url = self.evidence.base.resolve(&relation.href);
                push_new(
                    &mut list,
                    authors(names::split(&text, &self.evidence.site_names), url, None),
                );
            }
            if list.len() >= 6 {
                break;
            }
        }
        list
    }

    /// Names in elements whose names speak of an author: those of the element nearest to the
    /// headline that gives any.
    fn marked(&self, reach: usize) -> Vec<Author> {
        let mut spots: Vec<&Spot> = self
            .evidence
            .scan
            .author_spots
            .iter()
            .filter(|spot| in_place(spot) && self.distance(spot.node) <= reach)
            .collect();
        spots.sort_by_key(|spot| (self.distance(spot.node), spot.node));
        for spot in spots {
            if spot.hints.any(Hints::ABOUT) {
                continue;
            }
            let list = self.names_in(spot.node);
            if !list.is_empty() {
                return list;
            }
        }
        Vec::new()
    }

    /// The names in an element: of its links when it has some, else of its text.
    fn names_in(&self, node: NodeId) -> Vec<Author> {
        /// An element with more is no byline.
        const MOST_NODES: usize = 80;
        let dom = self.evidence.dom;
        if dom.end(node).index() - node.index() > MOST_NODES {
            return Vec::new();
        }
        // Menus lead to the people of a site too: a link that only its address speaks for must
        // show a full name.
        let only_by_address = dom.tag(node) == Tag::A
            && !hints::of(dom.attr(node, AttrName::CLASS).unwrap_or("")).any(Hints::AUTHOR)
            && !dom.attr(node, AttrName::REL).is_some_and(|rel| rel.contains("author"));
        let mut list = Vec::new();
        let links: Vec<NodeId> = dom.subtree(node).filter(|&id| dom.tag(id) == Tag::A).collect();
        for link in &links {
            let Some(text) = folded_text(dom, *link, 120) else { continue };
            let href = dom.attr(*link, AttrName::HREF).unwrap_or("");
            if href.starts_with("mailto:") && text.contains('@') {
                continue;
            }
            let found: Vec<_> = names::split(&text, &self.evidence.site_names)
                .into_iter()
                .filter(|name| {
                    names::looks_like_person(&name.text) || links.len() == 1 && !only_by_address
                })
                .collect();
            push_new(&mut list, authors(found, self.evidence.base.resolve(href), None));
        }
        if list.is_empty()
            && !only_by_address
            && let Some(text) = folded_text(dom, node, MAX_BYLINE_BYTES)
        {
            push_new(
                &mut list,
                authors(names::split(&text, &self.evidence.site_names), None, None),
            );
        }
        list
    }

    /// Names in lines that begin with the words of a byline, the nearest to the headline.
    fn lines(&self) -> Vec<Author> {
        let mut spots: Vec<&Spot> = self
            .evidence
            .scan
            .byline_texts
            .iter()
            .filter(|spot| in_place(spot) && self.distance(spot.node) <= NEAR)
            .collect();
        spots.sort_by_key(|spot| (self.distance(spot.node), spot.node));
        for spot in spots {
            let list = self.line(spot.node);
            if !list.is_empty() {
                return list;
            }
        }
        Vec::new()
    }

    /// Full names behind a byline of several words anywhere: "Written by Jane Roe" at the end.
    fn far_lines(&self) -> Vec<Author> {
        let spots = self.evidence.scan.byline_texts.iter().filter(|spot| {
            let text = self.evidence.dom.text(spot.node).trim_start();
            let words = words::byline_prefix(text).map_or("", |end| &text[..end]);
            in_place(spot) && words.split_whitespace().count() > 1
        });
        let mut lists = spots.map(|spot| {
            let mut list = self.line(spot.node);
            list.retain(|author| names::looks_like_person(&author.name));
            list
        });
        lists.find(|list| !list.is_empty()).unwrap_or_default()
    }

    /// Full names in bylines beside the article or at its foot, when all of them name the same.
    fn beside(&self) -> Vec<Author> {
        let is_beside = |spot: &&Spot| {
            let around = spot.zone.with(spot.hints);
            !is_elsewhere(spot) && around.any(BESIDE) && !around.any(Hints::ABOUT)
        };
        let scan = &self.evidence.scan;
        let marked =
            scan.author_spots.iter().filter(is_beside).map(|spot| self.names_in(spot.node));
        let lines = scan.byline_texts.iter().filter(is_beside).map(|spot| self.line(spot.node));
        let mut found: Vec<Author> = Vec::new();
        for mut list in marked.chain(lines) {
            list.retain(|author| names::looks_like_person(&author.name));
            if found.is_empty() {
                found = list;
            } else if list.iter().any(|author| found.iter().all(|known| known.name != author.name))
            {
                return Vec::new();
            }
        }
        found
    }

    fn line(&self, node: NodeId) -> Vec<Author> {
        let dom = self.evidence.dom;
        let Some(text) = fold(dom.text(node)) else { return Vec::new() };
        let Some(end) = words::byline_prefix(&text) else { return Vec::new() };
        let people = |text: &str| self.people(text, text.len() <= SHORT_BYTES);
        if end < text.len() {
            return people(&text[end..]);
        }
        // "By" alone: the name stands in the texts behind it.
        let mut line = String::new();
        for text in self.texts_behind(node) {
            if !line.is_empty() && !joins_names(&line) && !joins_names(&text) {
                break;
            }
            line.push(' ');
            line.push_str(&text);
        }
        people(&line)
    }

    /// The names in a text that are full names of people; with `any_capital` also one or two words
    /// with capitals: `Posted by Jane`, `by Marketing Team`.
    fn people(&self, text: &str, any_capital: bool) -> Vec<Author> {
        let capital = |name: &str| {
            any_capital
                && name.split(' ').count() <= 3
                && name.split(' ').all(|word| word.starts_with(char::is_uppercase))
        };
        let found = names::split(text, &self.evidence.site_names);
        let found = found
            .into_iter()
            .filter(|name| names::looks_like_person(&name.text) || capital(&name.text))
            .collect();
        authors(found, None, None)
    }

    /// Full names in lines with a date near the headline: `25.10.2022 - Jane Roe`.
    fn dated_lines(&self) -> Vec<Author> {
        /// Nodes between the headline and such a line.
        const REACH: usize = 40;
        let spots = self.evidence.scan.dated_texts.iter();
        spots
            .filter(|spot| in_place(spot) && self.distance(spot.node) <= REACH)
            .filter_map(|spot| {
                fold(self.evidence.dom.text(spot.node)).filter(|text| text.len() <= SHORT_BYTES)
            })
            .map(|text| self.people(&text, false))
            .find(|list| !list.is_empty())
            .unwrap_or_default()
    }

    /// The next few texts behind a text.
    fn texts_behind(&self, node: NodeId) -> impl Iterator<Item = String> {
        /// Nodes looked at, and texts taken.
        const REACH: (usize, usize) = (40, 6);
        let dom = self.evidence.dom;
        let from = node.index() + 1;
        (from..dom.len().min(from + REACH.0))
            .map(NodeId::from_index)
            .filter_map(|id| fold(dom.text(id)).filter(|text| text.len() <= 160))
            .take(REACH.1)
    }
}

/// Whether a text is or ends in what joins names.
fn joins_names(text: &str) -> bool {
    let text = text.trim();
    text.ends_with([',', '&'])
        || text.starts_with([',', '&'])
        || matches!(
            text.rsplit(' ').next(),
            Some("and" | "und" | "et" | "y" | "e" | "og" | "och" | "en" | "и" | "ja" | "i")
        )
}
