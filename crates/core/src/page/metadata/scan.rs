//! What a reader sees of the metadata: headings, and the elements and texts that may hold a byline
//! or a date. One walk over the tree.

use crate::dom::{AttrName, Dom, NodeId, NodeKind, Tag};
use crate::page::hash::{START, hash};
use crate::page::hints::{self, ElementHints, Hints};
use crate::page::memo::Memo;
use crate::page::structured::folded_text;

/// Longest headline in bytes; Chinese headlines take three bytes a character.
const MAX_HEADING_BYTES: usize = 600;
/// Headings kept of a page; further ones of the first level are kept all the same, up to twice as
/// many, since a menu may have sixty.
const MAX_HEADINGS: usize = 60;
/// Marked elements and dated texts kept of a page, each.
const MAX_SPOTS: usize = 400;
/// Longest text that is looked into for a date: a line, not a paragraph.
pub(super) const MAX_LINE_BYTES: usize = 240;

/// A heading.
#[derive(Debug)]
pub(super) struct Heading {
    pub(super) node: NodeId,
    /// 1 to 6; 0 for another element that is marked as a headline.
    pub(super) level: u8,
    pub(super) text: String,
    pub(super) zone: Hints,
    pub(super) hints: Hints,
}

/// An element whose names, attributes or kind hint at a byline or a date.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    pub(super) node: NodeId,
    /// What the element itself hints at.
    pub(super) hints: Hints,
    /// What the elements around it hint at.
    pub(super) zone: Hints,
}

/// The visible evidence of a page, each list in page order.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub(super) title_tag: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) headings: Vec<Heading>,
    /// Elements that hint at an author.
    pub(super) author_spots: Vec<Spot>,
    /// `<time>` and elements that hint at a date.
    pub(super) date_spots: Vec<Spot>,
    /// Short texts with the digits of a date.
    pub(super) dated_texts: Vec<Spot>,
    /// Short texts that begin like a byline.
    pub(super) byline_texts: Vec<Spot>,
    /// Paragraphs that may be an article's signature.
    pub(super) signatures: Vec<Spot>,
}

/// Walks the tree. `known` are the hints of elements that were read before.
pub(super) fn scan(
    dom: &Dom<'_>,
    known: &ElementHints,
    begins_byline: impl Fn(&str) -> bool,
) -> Scan {
    let mut scan = Scan::default();
    // Elements around the place that hint at something, with what they and those around them hint
    // at, innermost last.
    let mut around: Vec<(usize, Hints)> = Vec::new();
    let mut memo = Memo::new(Hints::default());
    let mut at = 0;
    while at < dom.len() {
        let id = NodeId::from_index(at);
        while around.last().is_some_and(|&(end, _)| end <= at) {
            around.pop();
        }
        at += 1;
        let zone = around.last().map_or(Hints::default(), |&(_, zone)| zone);
        match dom.kind(id) {
            NodeKind::Text => text(dom, id, zone, &mut scan, &begins_byline),
            NodeKind::Element => match dom.tag(id) {
                Tag::META
                | Tag::LINK
                | Tag::SCRIPT
                | Tag::STYLE
                | Tag::TEMPLATE
                | Tag::SVG
                | Tag::SELECT
                | Tag::TEXTAREA => {
                    at = dom.end(id).index();
                }
                Tag::HTML => scan.lang = dom.attr(id, AttrName::LANG).map(str::to_owned),
                Tag::TITLE => {
                    if scan.title_tag.is_none() {
                        scan.title_tag = folded_text(dom, id, 4 * MAX_HEADING_BYTES);
                    }
                }
                _ => {
                    let named = known.of(id).unwrap_or_else(|| named(dom, id, &mut memo));
                    let hints = element(dom, id, named, zone, &mut scan);
                    if !hints.is_empty() {
                        around.push((dom.end(id).index(), zone.with(hints)));
                    }
                }
            },
            _ => {}
        }
    }
    scan
}

/// What the names of an element hint at.
fn named(dom: &Dom<'_>, id: NodeId, memo: &mut Memo<Hints>) -> Hints {
    dom.attrs_of(id, hints::NAMING).fold(Hints::NONE, |all, (_, names)| {
        all.with(memo.get(hash(START, names.as_bytes()), || hints::of(names)))
    })
}

/// Keeps an element that tells something; what it hints at, `named` by its names, for those inside.
fn element(dom: &Dom<'_>, id: NodeId, named: Hints, zone: Hints, scan: &mut Scan) -> Hints {
    let tag = dom.tag(id);
    let hints = named.with(match tag {
        Tag::NAV => Hints::CHROME,
        Tag::FOOTER if dom.parent(id).is_some_and(|parent| dom.tag(parent) == Tag::ARTICLE) => {
            Hints::ARTICLE_FOOT
        }
        Tag::FOOTER => Hints::FOOTER,
        Tag::ASIDE => Hints::ASIDE,
        Tag::FIGCAPTION => Hints::CAPTION,
        Tag::TIME => Hints::DATE,
        Tag::A
            if dom.attr(id, AttrName::REL).is_some_and(|rel| rel.contains("author"))
                || dom.attr(id, AttrName::HREF).is_some_and(leads_to_author) =>
        {
            Hints::AUTHOR
        }
        _ => Hints::default(),
    });
    let level = match tag {
        Tag::H1 => 1,
        Tag::H2 => 2,
        Tag::H3 => 3,
        Tag::H4 => 4,
        Tag::H5 => 5,
        Tag::H6 => 6,
        _ => 0,
    };
    let headline = level == 0 && hints.any(Hints::TITLE) && !zone.any(Hints::TITLE);
    if (matches!(level, 1..=3) || headline)
        && scan.headings.len() < MAX_HEADINGS * if level == 1 { 2 } else { 1 }
        && let Some(text) = folded_text(dom, id, MAX_HEADING_BYTES)
    {
        scan.headings.push(Heading { node: id, level, text, zone, hints });
    }
    let spot = Spot { node: id, hints, zone };
    if hints.any(Hints::AUTHOR) && scan.author_spots.len() < MAX_SPOTS {
        scan.author_spots.push(spot);
    }
    if hints.any(Hints::DATE.with(Hints::MODIFIED))
        && tag != Tag::BODY
        && scan.date_spots.len() < MAX_SPOTS
    {
        scan.date_spots.push(spot);
    }
    if tag == Tag::P && scan.signatures.len() < MAX_SPOTS && super::signature::is_set_off(dom, id) {
        scan.signatures.push(spot);
    }
    // The names of an element around half of the page say what the page has, not what it is.
    if 2 * (dom.end(id).index() - id.index()) > dom.len() { Hints::default() } else { hints }
}

fn text(
    dom: &Dom<'_>,
    id: NodeId,
    zone: Hints,
    scan: &mut Scan,
    begins_byline: &impl Fn(&str) -> bool,
) {
    let text = dom.text(id);
    if text.len() < 3 || text.len() > 2 * MAX_LINE_BYTES {
        return;
    }
    // Most texts are the blanks between elements.
    let text = text.trim_ascii_start();
    if text.is_empty() {
        return;
    }
    let spot = Spot { node: id, hints: Hints::default(), zone };
    if scan.dated_texts.len() < MAX_SPOTS && has_date_digits(text) {
        scan.dated_texts.push(spot);
    }
    if scan.byline_texts.len() < MAX_SPOTS && begins_byline(text) {
        scan.byline_texts.push(spot);
    }
}

/// Whether a link's address says that it leads to an author's page: `/author/jane-roe`.
pub(super) fn leads_to_author(href: &str) -> bool {
    let path = crate::page::url::path(href).as_bytes();
    path.split(|&byte| byte == b'/').any(is_writers)
}

/// Whether a part of an address is of people who write.
fn is_writers(part: &[u8]) -> bool {
    matches!(
        part,
        b"author"
            | b"authors"
            | b"autor"
            | b"autoren"
            | b"autores"
            | b"autori"
            | b"autore"
            | b"auteur"
            | b"auteurs"
            | b"byline"
            | b"by"
            | b"contributor"
            | b"contributors"
            | b"columnist"
            | b"columnists"
            | b"journalist"
            | b"journalists"
            | b"reporter"
            | b"reporters"
            | b"writer"
            | b"writers"
            | b"people"
            | b"profile"
            | b"profil"
            | b"redakteur"
            | b"bio"
    )
}

/// Whether a text has the digits that a full date needs: three ASCII digits, or any of another
/// script.
fn has_date_digits(text: &str) -> bool {
    // The lead bytes of Arabic, Indic, Thai and full-width digits count.
    let is_digit = |byte: u8| byte.is_ascii_digit() || matches!(byte, 0xd9 | 0xdb | 0xe0 | 0xef);
    // A sum without a way out is made for many bytes at once.
    let count = |bytes: &[u8]| bytes.iter().map(|&byte| u8::from(is_digit(byte))).sum::<u8>();
    text.as_bytes().chunks(64).map(|bytes| usize::from(count(bytes))).sum::<usize>() >= 3
}
