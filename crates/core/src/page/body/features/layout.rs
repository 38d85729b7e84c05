//! The shape of the page: sums over regions, where the prose is, what repeats.

use super::groups::Groups;
use crate::dom::Tag;
use crate::page::body::lexicon::RegionScore;
use crate::page::body::naming::Reader;
use crate::page::body::segment::{Segment, Segmentation};
use crate::page::hints::ElementHints;

/// Sums over the segments before one.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sums {
    pub(crate) chars: u32,
    pub(crate) words_tenths: u32,
    pub(crate) link_chars: u32,
    pub(crate) sentence_ends: u32,
    /// Words inside `<p>`.
    pub(crate) paragraph_tenths: u32,
    /// Words in long segments with few links.
    pub(crate) prose_tenths: u32,
    pub(crate) prose_segments: u32,
    pub(crate) headings: u32,
}

/// What is known of a region beside its element.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    /// Steps up to the nearest region that is, or is around, the best container; and steps from
    /// there down to that container.
    pub(crate) to_top: u16,
    pub(crate) top_down: u16,
    /// Share of the page's words in that region.
    pub(crate) top_share: f32,
    /// One bit for each of [`AROUND`].
    pub(crate) around: u32,
    /// Steps up to `<article>` and to `<main>`; none when there is none.
    pub(crate) to_article: Option<u16>,
    pub(crate) to_main: Option<u16>,
    /// Regions of the page with the same path, and siblings with the same tag and classes.
    pub(crate) same_path: u32,
    pub(crate) same_siblings: u32,
    /// Identity of the path, for grouping.
    pub(crate) path_group: u32,
    /// What the lexicon thinks.
    pub(crate) score: RegionScore,
}

/// Elements that say something about all text inside them.
pub(crate) const AROUND: [Tag; 30] = [
    Tag::ARTICLE,
    Tag::MAIN,
    Tag::SECTION,
    Tag::ASIDE,
    Tag::NAV,
    Tag::HEADER,
    Tag::FOOTER,
    Tag::FORM,
    Tag::FIGURE,
    Tag::FIGCAPTION,
    Tag::TABLE,
    Tag::UL,
    Tag::OL,
    Tag::LI,
    Tag::DL,
    Tag::BLOCKQUOTE,
    Tag::NOSCRIPT,
    Tag::PRE,
    Tag::DETAILS,
    Tag::BUTTON,
    Tag::P,
    Tag::H1,
    Tag::H2,
    Tag::H3,
    Tag::FIELDSET,
    Tag::ADDRESS,
    Tag::TD,
    Tag::DIALOG,
    Tag::HGROUP,
    Tag::SUMMARY,
];

/// The bit of each tag in [`Shape::around`], by its index.
static AROUND_BITS: [u32; Tag::COUNT] = {
    let mut bits = [0; Tag::COUNT];
    let mut bit = 0;
    while bit < AROUND.len() {
        bits[AROUND[bit].index()] = 1 << bit;
        bit += 1;
    }
    bits
};

/// Prose is longer than this and less linked than [`MAX_PROSE_LINKS`].
const MIN_PROSE_WORDS: f32 = 15.0;
const MAX_PROSE_LINKS: f32 = 0.4;

/// The shape of one page.
#[derive(Debug)]
pub(crate) struct Layout {
    /// Sums before each segment, and after the last.
    pub(crate) sums: Vec<Sums>,
    /// One for each region.
    pub(crate) shapes: Vec<Shape>,
    /// How many [`Shape::path_group`]s there are.
    pub(crate) path_groups: usize,
    /// The container that readability's scoring would choose.
    pub(crate) top: u32,
    /// The innermost region reached by following the child that holds most prose.
    pub(crate) heavy: u32,
}

pub(crate) fn is_prose(segment: &Segment) -> bool {
    segment.measure.words() >= MIN_PROSE_WORDS && segment.measure.link_density() < MAX_PROSE_LINKS
}

pub(crate) fn is_heading(tag: Tag) -> bool {
    matches!(tag, Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6)
}

impl Layout {
    /// Reads the shape of a page.
    pub(crate) fn new(
        page: &Segmentation,
        reader: Reader<'_, '_>,
        hints: &mut ElementHints,
    ) -> Self {
        let sums = sums(page);
        let mut layout = Self { sums, shapes: Vec::new(), path_groups: 0, top: 0, heavy: 0 };
        layout.top = layout.best_container(page);
        layout.heavy = layout.heavy_container(page);
        layout.shape(page, reader, hints);
        layout
    }

    /// Sums over a region's segments.
    pub(crate) fn within(&self, first: u32, end: u32) -> Sums {
        let (a, b) = (&self.sums[first as usize], &self.sums[end as usize]);
        Sums {
            chars: b.chars - a.chars,
            words_tenths: b.words_tenths - a.words_tenths,
            link_chars: b.link_chars - a.link_chars,
            sentence_ends: b.sentence_ends - a.sentence_ends,
            paragraph_tenths: b.paragraph_tenths - a.paragraph_tenths,
            prose_tenths: b.prose_tenths - a.prose_tenths,
            prose_segments: b.prose_segments - a.prose_segments,
            headings: b.headings - a.headings,
        }
    }

    /// Sums over the page.
    pub(crate) fn total(&self) -> Sums {
        self.sums[self.sums.len() - 1]
    }

    /// Readability's scoring: prose gives points to the boxes around it, fewer the farther they
    /// are; boxes full of links lose.
    fn best_container(&self, page: &Segmentation) -> u32 {
        const SHARES: [f32; 5] = [1.0, 0.5, 0.33, 0.25, 0.2];
        let mut points = vec![0f32; page.regions.len()];
        for segment in &page.segments {
            let m = &segment.measure;
            if m.words_tenths < 80 || m.link_chars * 2 >= m.chars {
                continue;
            }
            let worth = 1.0 + m.commas as f32 + (m.chars as f32 / 100.0).min(3.0);
            let mut region = segment.region;
            if matches!(
                page.regions[region as usize].tag,
                Tag::P | Tag::LI | Tag::BLOCKQUOTE | Tag::PRE | Tag::TD | Tag::H2 | Tag::H3
            ) {
                region = page.regions[region as usize].parent;
            }
            for share in SHARES {
                points[region as usize] += worth * share;
                if region == 0 {
                    break;
                }
                region = page.regions[region as usize].parent;
            }
        }
        let mut best = (0, -1.0);
        for (index, region) in page.regions.iter().enumerate() {
            if points[index] > 0.0 {
                let within = self.within(region.first, region.end);
                let linked = within.link_chars as f32 / within.chars.max(1) as f32;
                let score = points[index] * (1.0 - linked);
                if score > best.1 {
                    best = (index as u32, score);
                }
            }
        }
        best.0
    }

    fn heavy_container(&self, page: &Segmentation) -> u32 {
        let mut heavy = 0u32;
        for (index, region) in page.regions.iter().enumerate().skip(1) {
            let outer = &page.regions[heavy as usize];
            let all = self.within(outer.first, outer.end).prose_tenths;
            let here = self.within(region.first, region.end).prose_tenths;
            if region.parent == heavy && all > 0 && here * 20 >= all * 11 {
                heavy = index as u32;
            }
        }
        heavy
    }

    /// Describes the regions, outer ones first.
    fn shape(&mut self, page: &Segmentation, mut reader: Reader<'_, '_>, hints: &mut ElementHints) {
        let words = self.total().words_tenths.max(1) as f32;
        // The best container and the regions around it, the outermost first.
        let mut chain: Vec<u32> = Vec::new();
        let mut region = self.top;
        while region != 0 {
            chain.push(region);
            region = page.regions[region as usize].parent;
        }
        chain.push(0);
        chain.reverse();
        let count = page.regions.len();
        let (mut paths, mut siblings) = (Groups::for_members(count), Groups::for_members(count));
        let mut path_hashes: Vec<u32> = Vec::with_capacity(page.regions.len());
        let mut shapes: Vec<Shape> = Vec::with_capacity(page.regions.len());
        for (index, region) in page.regions.iter().enumerate() {
            let outer = shapes.get(region.parent as usize).filter(|_| index > 0);
            // What boxes without text say is not asked for.
            let naming = if region.first < region.end {
                reader.read(region.node, hints)
            } else {
                reader.look(region.node)
            };
            let tag = region.tag.index() as u32;
            let outer_path = if index > 0 { path_hashes[region.parent as usize] } else { 0 };
            let path = mix(mix(outer_path, tag), naming.look.first_class);
            path_hashes.push(path);
            let (path_group, _) = paths.add(u64::from(path));
            let same = u64::from(region.parent) << 32 | u64::from(mix(naming.look.classes, tag));
            let (sibling_group, _) = siblings.add(same);
            let is_main = region.tag == Tag::MAIN || naming.is_main;
            let up = |steps: Option<u16>| steps.map(|steps| steps.saturating_add(1));
            let depth = region.depth as usize;
            let is_in_chain = chain.get(depth) == Some(&(index as u32));
            let (to_top, top_down, top_share) = match outer {
                Some(outer) if !is_in_chain => {
                    (outer.to_top.saturating_add(1), outer.top_down, outer.top_share)
                }
                _ => {
                    let here = self.within(region.first, region.end).words_tenths as f32;
                    let down = u16::try_from(chain.len() - 1 - depth).unwrap_or(u16::MAX);
                    (0, down, here / words)
                }
            };
            let score = outer.map_or(RegionScore::START, |o| o.score);
            shapes.push(Shape {
                to_top,
                top_down,
                top_share,
                around: outer.map_or(0, |o| o.around) | AROUND_BITS[region.tag.index()],
                to_article: if region.tag == Tag::ARTICLE {
                    Some(0)
                } else {
                    up(outer.and_then(|o| o.to_article))
                },
                to_main: if is_main { Some(0) } else { up(outer.and_then(|o| o.to_main)) },
                same_path: 0,
                // The number of the group, until its members are counted.
                same_siblings: sibling_group,
                path_group,
                score: score.below(naming.said()),
            });
        }
        for shape in &mut shapes {
            shape.same_path = paths.count(shape.path_group);
            shape.same_siblings = siblings.count(shape.same_siblings);
        }
        self.path_groups = paths.len();
        self.shapes = shapes;
    }
}

fn sums(page: &Segmentation) -> Vec<Sums> {
    let mut sum = Sums::default();
    let mut sums = Vec::with_capacity(page.segments.len() + 1);
    sums.push(sum);
    for segment in &page.segments {
        let m = &segment.measure;
        let tag = page.regions[segment.region as usize].tag;
        sum.chars += m.chars;
        sum.words_tenths += m.words_tenths;
        sum.link_chars += m.link_chars;
        sum.sentence_ends += m.sentence_ends;
        sum.paragraph_tenths += if tag == Tag::P { m.words_tenths } else { 0 };
        if is_prose(segment) {
            sum.prose_tenths += m.words_tenths;
            sum.prose_segments += 1;
        }
        sum.headings += u32::from(is_heading(tag));
        sums.push(sum);
    }
    sums
}

/// Joins two hashes.
fn mix(a: u32, b: u32) -> u32 {
    (a ^ b.wrapping_mul(0x9e37_79b1)).rotate_left(13).wrapping_mul(0x85eb_ca6b)
}
