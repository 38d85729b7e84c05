//! Numbers that describe each segment: its words, its surroundings, its neighbours, its page.
//!
//! One implementation serves extraction and fitting. A feature is named where it is computed; the
//! order of the calls is the order of the columns.

mod evidence;
mod layout;
mod own;
pub(crate) mod second;
mod sink;
mod surroundings;
mod whole;

pub(crate) use evidence::{Evidence, three, tokens_of};
pub(crate) use layout::Layout;
pub(crate) use sink::Sink;

use std::sync::LazyLock;

use self::surroundings::Surroundings;
use super::lexicon::Lexicon;
use super::place::{Place, places};
use super::segment::Segmentation;
use crate::dom::Dom;
use crate::page::PageContext;
use crate::page::structured::Structured;

/// Neighbours described beside a segment, on each side.
const REACH: i32 = 3;
/// Features of a neighbour that are repeated beside a segment.
const REPEATED: [&str; 10] = [
    "words",
    "link_density",
    "sentence_rate",
    "last",
    "short_rate",
    "tag",
    "is_heading",
    "depth",
    "direct",
    "score_min",
];

/// The features of a page's segments.
#[derive(Debug)]
pub(crate) struct Features {
    /// Columns of a row.
    pub(crate) width: usize,
    /// One row for each segment.
    pub(crate) rows: Vec<f32>,
    /// The features of the page alone; they end every row.
    pub(crate) page: Vec<f32>,
    /// What was read on the way.
    pub(crate) layout: Layout,
    /// Similarity of each segment with the declared title, 0 to 1.
    pub(crate) title_likeness: Vec<f32>,
}

impl Features {
    /// The features of one segment.
    pub(crate) fn row(&self, index: usize) -> &[f32] {
        &self.rows[index * self.width..(index + 1) * self.width]
    }
}

/// What features are computed from.
#[derive(Clone, Copy)]
pub(crate) struct Given<'g, 'a> {
    pub(crate) dom: &'g Dom<'a>,
    pub(crate) context: &'g PageContext<'g>,
    pub(crate) structured: &'g Structured,
    pub(crate) page: &'g Segmentation,
    pub(crate) places: &'g [Place],
    pub(crate) lexicon: &'g Lexicon,
}

/// Computes the features of a page that has segments.
pub(crate) fn compute(given: &Given<'_, '_>) -> Features {
    let page = given.page;
    let layout = Layout::new(given.dom, page, given.lexicon);
    let evidence = Evidence::new(given.dom, given.structured, page);
    let mut whole: Vec<f32> = Vec::with_capacity(64);
    whole::put(given.context, given.structured, page, &layout, &evidence, &mut whole);
    let surroundings = Surroundings::new(page, &layout, given.places, &evidence.title_likeness);

    let mut base: Vec<f32> = Vec::new();
    let mut base_width = 0;
    let mut last_heading = None;
    for (index, segment) in page.segments.iter().enumerate() {
        own::put(segment, &mut base);
        surroundings.put(last_heading, index, &mut base);
        evidence.put(page, index, segment, &mut base);
        if layout::is_heading(page.regions[segment.region as usize].tag) {
            last_heading = Some(index);
        }
        if index == 0 {
            base_width = base.len();
            base.reserve(base_width * page.segments.len());
        }
    }
    let width = base_width + 2 * REACH as usize * (REPEATED.len() + 2) + whole.len();
    let columns = &*REPEATED_COLUMNS;
    let mut rows: Vec<f32> = Vec::with_capacity(width * page.segments.len());
    for index in 0..page.segments.len() {
        rows.extend_from_slice(&base[index * base_width..(index + 1) * base_width]);
        for step in (-REACH..=REACH).filter(|&step| step != 0) {
            let other = index as i64 + i64::from(step);
            if other < 0 || other >= page.segments.len() as i64 {
                rows.extend([-9.0; REPEATED.len() + 2]);
                continue;
            }
            let other = other as usize;
            let row = &base[other * base_width..];
            rows.extend(columns.iter().map(|&column| row[column]));
            let (a, b) = (page.segments[index].region, page.segments[other].region);
            let parent = |r: u32| page.regions[r as usize].parent;
            let path = |r: u32| layout.shapes[r as usize].path_group;
            rows.push(f32::from(u8::from(parent(a) == parent(b))));
            rows.push(f32::from(u8::from(path(a) == path(b))));
        }
        rows.extend_from_slice(&whole);
    }
    Features { width, rows, page: whole, layout, title_likeness: evidence.title_likeness }
}

/// The columns that neighbours repeat.
static REPEATED_COLUMNS: LazyLock<[usize; REPEATED.len()]> = LazyLock::new(|| {
    let names = names();
    REPEATED.map(|name| names.iter().position(|known| known == name).unwrap_or(0))
});

/// The names of all columns, in order.
pub(crate) fn names() -> Vec<String> {
    let dom = crate::dom::parse("<p>Name");
    let page = super::segment::segment(&dom);
    let places = places(&dom, &page);
    let (context, structured, lexicon) =
        (PageContext::default(), Structured::default(), Lexicon::default());
    let given = Given {
        dom: &dom,
        context: &context,
        structured: &structured,
        page: &page,
        places: &places,
        lexicon: &lexicon,
    };
    let layout = Layout::new(&dom, &page, &lexicon);
    let evidence = Evidence::new(&dom, &structured, &page);
    let surroundings = Surroundings::new(&page, &layout, &places, &evidence.title_likeness);
    let mut names: Vec<String> = Vec::new();
    own::put(&page.segments[0], &mut names);
    surroundings.put(None, 0, &mut names);
    evidence.put(&page, 0, &page.segments[0], &mut names);
    for step in (-REACH..=REACH).filter(|&step| step != 0) {
        for name in REPEATED.iter().chain(&["same_parent", "same_path"]) {
            names.put_nth(name, step, 0.0);
        }
    }
    whole::put(given.context, &structured, &page, &layout, &evidence, &mut names);
    names
}

/// The names of the columns that [`second`] computes.
#[cfg(any(test, feature = "fitting"))]
pub(crate) fn second_names() -> Vec<String> {
    let dom = crate::dom::parse("<p>Name");
    let page = super::segment::segment(&dom);
    let layout = Layout::new(&dom, &page, &Lexicon::default());
    let mut names: Vec<String> = Vec::new();
    second::Context::new(&page, &layout, &[0.0]).put(0, &mut names);
    names
}

/// How many features describe the page alone.
#[cfg(test)]
pub(crate) fn page_width() -> usize {
    let names = names();
    names.len() - names.iter().position(|name| name.starts_with("page_")).unwrap_or(0)
}
