//! What each region means for the text in it: heading, list, quotation, table, code, caption.
//!
//! Computed for all regions in one pass, outer regions first.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::segment::Segmentation;
use crate::dom::{AttrName, Dom, Tag};

/// No region.
pub(crate) const NONE: u32 = u32::MAX;

/// The structural meaning of a region, its surroundings included.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// 1 to 6 inside a heading, else 0.
    pub(crate) heading: u8,
    /// How many lists are around, counted from the innermost region that is no list layout.
    pub(crate) list_depth: u8,
    /// Whether the innermost list is numbered.
    pub(crate) ordered: bool,
    /// Whether a block quotation is around.
    pub(crate) quote: bool,
    /// Whether it is the words to a picture.
    pub(crate) caption: bool,
    /// The innermost list item around, or [`NONE`].
    pub(crate) item: u32,
    /// The preformatted element around, or [`NONE`].
    pub(crate) preformatted: u32,
    /// The figure around, or [`NONE`].
    pub(crate) figure: u32,
    /// The outermost data table around, or [`NONE`].
    pub(crate) table: u32,
}

/// A list item longer than this is a box of the page's layout, not an item.
const MAX_ITEM_WORDS: f32 = 150.0;
/// And so is one with more runs of text than this outside lists within it.
const MAX_ITEM_SEGMENTS: u32 = 6;
/// The cells of a data table hold fewer words than this on average.
const MAX_CELL_WORDS: f32 = 25.0;

/// The place of every region.
pub(crate) fn places(dom: &Dom<'_>, page: &Segmentation) -> Vec<Place> {
    let words = WordSums::new(page);
    let tables = data_tables(dom, page, &words);
    let mut places: Vec<Place> = Vec::with_capacity(page.regions.len());
    for (index, region) in page.regions.iter().enumerate() {
        let here = index as u32;
        let mut place = match places.get(region.parent as usize) {
            Some(&outer) if index > 0 => outer,
            _ => Place {
                heading: 0,
                list_depth: 0,
                ordered: false,
                quote: false,
                caption: false,
                item: NONE,
                preformatted: NONE,
                figure: NONE,
                table: NONE,
            },
        };
        match region.tag {
            Tag::H1 => place.heading = 1,
            Tag::H2 => place.heading = 2,
            Tag::H3 => place.heading = 3,
            Tag::H4 => place.heading = 4,
            Tag::H5 => place.heading = 5,
            Tag::H6 => place.heading = 6,
            Tag::UL | Tag::OL | Tag::MENU | Tag::DIR => {
                place.list_depth = place.list_depth.saturating_add(1);
                place.ordered = region.tag == Tag::OL;
                place.item = NONE;
            }
            Tag::LI => {
                let boxed = words.between(region.first, region.end) > MAX_ITEM_WORDS
                    || region.end - region.first > MAX_ITEM_SEGMENTS;
                if boxed {
                    (place.item, place.list_depth) = (NONE, 0);
                } else {
                    place.list_depth = place.list_depth.max(1);
                    place.item = here;
                }
            }
            Tag::BLOCKQUOTE => place.quote = true,
            Tag::PRE => place.preformatted = here,
            Tag::FIGURE => place.figure = here,
            Tag::FIGCAPTION => place.caption = true,
            Tag::TABLE if place.table == NONE && tables[index] => {
                place.table = here;
                (place.item, place.list_depth, place.heading) = (NONE, 0, 0);
            }
            _ => {}
        }
        // "caption" in a class name is the convention where there is no <figcaption>.
        let is_open = place.heading == 0 && place.table == NONE && !place.caption;
        if is_open && region.first < region.end {
            let class = dom.attr(region.node, AttrName::CLASS).unwrap_or("");
            place.caption = class.len() >= 7
                && words.between(region.first, region.end) < MAX_ITEM_WORDS
                && names_caption(class.as_bytes());
        }
        places.push(place);
    }
    places
}

/// Whether a class name holds "caption" or "Caption".
fn names_caption(class: &[u8]) -> bool {
    static FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("aption"));
    FINDER.find_iter(class).any(|at| at > 0 && class[at - 1].eq_ignore_ascii_case(&b'c'))
}

/// Which regions are tables of data rather than of layout: two rows and two columns or more, no
/// table inside, short cells or a marked head.
fn data_tables(dom: &Dom<'_>, page: &Segmentation, words: &WordSums) -> Vec<bool> {
    #[derive(Clone, Copy, Default)]
    struct Shape {
        rows: u32,
        cells: u32,
        head: bool,
        nested: bool,
    }
    let mut shapes = vec![Shape::default(); page.regions.len()];
    let mut around: Vec<u32> = Vec::with_capacity(page.regions.len());
    for (index, region) in page.regions.iter().enumerate() {
        let outer = if index == 0 { NONE } else { around[region.parent as usize] };
        let shape = shapes.get_mut(outer as usize);
        match (region.tag, shape) {
            (Tag::TABLE, shape) => {
                if let Some(shape) = shape {
                    shape.nested = true;
                }
                around.push(index as u32);
                continue;
            }
            (Tag::TR, Some(shape)) => shape.rows += 1,
            (Tag::TD, Some(shape)) => shape.cells += 1,
            (Tag::TH | Tag::CAPTION, Some(shape)) => {
                shape.cells += u32::from(region.tag == Tag::TH);
                shape.head = true;
            }
            _ => {}
        }
        around.push(outer);
    }
    let is_data = |(region, shape): (&super::segment::Region, &Shape)| {
        region.tag == Tag::TABLE
            && !shape.nested
            && shape.rows >= 2
            && shape.cells >= shape.rows * 2
            && !matches!(dom.attr(region.node, AttrName::ROLE), Some("presentation" | "none"))
            && (shape.head
                || words.between(region.first, region.end) < MAX_CELL_WORDS * shape.cells as f32)
    };
    page.regions.iter().zip(&shapes).map(is_data).collect()
}

/// Running sums of words over the segments.
struct WordSums(Vec<u32>);

impl WordSums {
    fn new(page: &Segmentation) -> Self {
        let mut sum = 0u32;
        let mut sums = Vec::with_capacity(page.segments.len() + 1);
        sums.push(0);
        for segment in &page.segments {
            sum = sum.saturating_add(segment.measure.words_tenths);
            sums.push(sum);
        }
        Self(sums)
    }

    fn between(&self, first: u32, end: u32) -> f32 {
        (self.0[end as usize] - self.0[first as usize]) as f32 / 10.0
    }
}
