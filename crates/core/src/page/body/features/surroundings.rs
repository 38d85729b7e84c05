//! Where a segment stands: the boxes around it, its place on the page.

use super::layout::{AROUND, Layout, is_heading};
use super::recent::Recent;
use super::sink::Sink;
use crate::dom::Tag;
use crate::page::body::place::{NONE, Place};
use crate::page::body::segment::{Segment, Segmentation};

/// The value of a score that nobody knows.
const UNKNOWN: f32 = -8.0;
/// Regions described around a segment, the innermost included.
pub(super) const LEVELS: usize = 5;
/// Features that describe one region.
const LEVEL_NAMES: [&str; 15] = [
    "box_words",
    "box_share",
    "box_link_density",
    "box_segments",
    "box_sentence_rate",
    "box_paragraphs",
    "box_prose",
    "box_prose_share",
    "box_headings",
    "box_children",
    "box_siblings",
    "box_place",
    "box_position",
    "box_same_path",
    "box_score",
];
/// The features of one region.
pub(super) type BoxRow = [f32; LEVEL_NAMES.len()];
/// Those of a region that is not there.
pub(super) const NO_BOX: BoxRow = [-9.0; LEVEL_NAMES.len()];
/// Regions whose features are remembered.
pub(super) const BOXES: usize = 64;
/// Distances are counted up to here.
const FAR: f32 = 30.0;

/// The tags in an order that puts like by like, so that one split parts groups.
const ORDER: [Tag; 27] = [
    Tag::P,
    Tag::BLOCKQUOTE,
    Tag::PRE,
    Tag::H1,
    Tag::H2,
    Tag::H3,
    Tag::H4,
    Tag::H5,
    Tag::H6,
    Tag::DIV,
    Tag::ARTICLE,
    Tag::SECTION,
    Tag::MAIN,
    Tag::LI,
    Tag::DD,
    Tag::DT,
    Tag::TD,
    Tag::TH,
    Tag::CAPTION,
    Tag::FIGCAPTION,
    Tag::FIGURE,
    Tag::SUMMARY,
    Tag::ADDRESS,
    Tag::BUTTON,
    Tag::HEADER,
    Tag::FOOTER,
    Tag::NAV,
];

/// The place of each tag in [`ORDER`], by its index; -1 for those that are not there.
static RANKS: [i8; Tag::COUNT] = {
    let mut ranks = [-1; Tag::COUNT];
    let mut place = 0;
    while place < ORDER.len() {
        ranks[ORDER[place].index()] = place as i8;
        place += 1;
    }
    ranks
};

pub(super) fn tag_rank(tag: Tag) -> f32 {
    f32::from(RANKS[tag.index()])
}

/// Positions that are the same for the whole page.
#[derive(Debug)]
pub(super) struct Landmarks {
    first_h1: Option<usize>,
    /// The segment most like the title, if one is like it.
    title: Option<usize>,
    /// The nearest heading before each segment.
    headings: Vec<Option<u32>>,
}

impl Landmarks {
    pub(super) fn new(page: &Segmentation, likeness: &[f32]) -> Self {
        const LIKE: f32 = 0.6;
        let tag = |segment: &Segment| page.regions[segment.region as usize].tag;
        let mut title = None;
        for (index, &like) in likeness.iter().enumerate() {
            if like > LIKE && title.is_none_or(|(_, best)| like > best) {
                title = Some((index, like));
            }
        }
        Self {
            first_h1: page.segments.iter().position(|segment| tag(segment) == Tag::H1),
            title: title.map(|(index, _)| index),
            headings: headings(page),
        }
    }
}

/// For each segment the nearest heading before it that is not its own.
fn headings(page: &Segmentation) -> Vec<Option<u32>> {
    let mut last = None;
    let mut headings = Vec::with_capacity(page.segments.len());
    for (index, segment) in page.segments.iter().enumerate() {
        headings.push(last);
        if is_heading(page.regions[segment.region as usize].tag) {
            last = Some(index as u32);
        }
    }
    headings
}

/// The features of one region.
fn describe(page: &Segmentation, layout: &Layout, region: u32) -> BoxRow {
    let shape = &layout.shapes[region as usize];
    let region = &page.regions[region as usize];
    let (within, total) = (layout.within(region.first, region.end), layout.total());
    let words = within.words_tenths.max(1) as f32;
    let segments = (region.end - region.first).max(1) as f32;
    let siblings = page.regions[region.parent as usize].children.max(1) as f32;
    [
        within.words_tenths as f32 / 10.0,
        within.words_tenths as f32 / total.words_tenths.max(1) as f32,
        within.link_chars as f32 / within.chars.max(1) as f32,
        segments,
        within.sentence_ends as f32 * 10.0 / words,
        within.paragraph_tenths as f32 / words,
        within.prose_tenths as f32 / words,
        within.prose_tenths as f32 / total.prose_tenths.max(1) as f32,
        within.headings as f32 / segments,
        region.children as f32,
        shape.same_siblings as f32,
        region.position as f32 / siblings,
        region.position as f32,
        shape.same_path as f32,
        known(shape.score.own),
    ]
}

pub(super) fn known(score: f32) -> f32 {
    if score.is_nan() { UNKNOWN } else { score }
}

fn distance(from: Option<usize>, to: usize) -> f32 {
    from.map_or(-99.0, |from| (to as f32 - from as f32).clamp(-FAR, FAR))
}

impl Landmarks {
    /// Features of one segment.
    pub(super) fn put(
        &self,
        page: &Segmentation,
        layout: &Layout,
        places: &[Place],
        index: usize,
        boxes: &mut Recent<BoxRow, BOXES>,
        sink: &mut impl Sink,
    ) {
        let segment = &page.segments[index];
        let region = &page.regions[segment.region as usize];
        let shape = &layout.shapes[segment.region as usize];
        sink.put("tag", tag_rank(region.tag));
        sink.flag("is_heading", is_heading(region.tag));
        sink.flag("is_paragraph", region.tag == Tag::P);
        let place = &places[segment.region as usize];
        sink.flag("caption", place.caption);
        sink.put("heading_level", f32::from(place.heading));
        sink.put("list_depth", f32::from(place.list_depth));
        sink.flag("ordered", place.ordered);
        sink.flag("list_item", place.item != NONE);
        sink.flag("data_table", place.table != NONE);
        let around: [f32; AROUND.len()] =
            std::array::from_fn(|bit| (shape.around >> bit & 1) as f32);
        sink.put_row("around", &around);
        let steps = |steps: Option<u16>| steps.map_or(-1.0, f32::from);
        sink.put("to_article", steps(shape.to_article));
        sink.put("to_main", steps(shape.to_main));
        sink.put("depth", region.depth as f32);
        sink.flag("hidden", region.hidden);
        sink.flag("in_link", region.in_link);
        sink.put("declared", region.declared.map_or(-1.0, |kind| kind as u8 as f32));
        sink.put("to_top", f32::from(shape.to_top));
        sink.put("top_down", f32::from(shape.top_down));
        sink.put("top_share", shape.top_share);
        for (name, container) in [("in_top", layout.top), ("in_heavy", layout.heavy)] {
            let container = &page.regions[container as usize];
            sink.flag(name, (container.first..container.end).contains(&(index as u32)));
        }
        let (score, count) = (&shape.score, page.segments.len() as f32);
        sink.put("direct", known(score.direct));
        sink.put("direct_min", known(score.direct_min));
        sink.put("score_min", known(score.min));
        sink.put("score_max", known(score.max));
        sink.put("score_mean", if score.count > 0.0 { score.sum / score.count } else { UNKNOWN });

        let (before, after) = (&layout.sums[index], &layout.sums[index + 1]);
        let total = layout.total();
        sink.put("place", index as f32 / count);
        sink.put("word_place", before.words_tenths as f32 / total.words_tenths.max(1) as f32);
        sink.put("position", index as f32);
        sink.put("position_back", count - 1.0 - index as f32);
        sink.put("words_before", before.words_tenths as f32);
        sink.put("words_after", (total.words_tenths - after.words_tenths) as f32);
        sink.put("prose_before", before.prose_tenths as f32);
        sink.put("prose_after", (total.prose_tenths - after.prose_tenths) as f32);
        sink.put("from_h1", distance(self.first_h1, index));
        sink.put("from_title", distance(self.title, index));
        let heading = self.headings[index].map(|heading| heading as usize);
        sink.put("from_heading", distance(heading, index));
        sink.flag("after_h1", self.first_h1.is_some_and(|h1| index > h1));
        sink.flag("after_title", self.title.is_some_and(|title| index > title));

        let mut level = Some(segment.region);
        for nth in 0..LEVELS {
            let row = level
                .map_or(&NO_BOX, |region| boxes.get(region, || describe(page, layout, region)));
            sink.put_all(&LEVEL_NAMES, nth as i32, row);
            level = level.filter(|&region| region != 0).map(|r| page.regions[r as usize].parent);
        }
    }
}
