//! Numbers that describe each segment: its words, its surroundings, its neighbours, its page.
//!
//! One implementation serves extraction and fitting. A feature is named where it is computed; the
//! order of the calls is the order of the columns.

mod evidence;
mod groups;
mod layout;
mod own;
mod recent;
pub(crate) mod second;
mod sink;
mod surroundings;
mod whole;

pub(crate) use evidence::{Evidence, three, tokens_of};
pub(crate) use layout::Layout;
pub(crate) use sink::Sink;

use self::recent::Recent;
use self::surroundings::{BOXES, BoxRow, Landmarks, NO_BOX, known, tag_rank};
use super::lexicon::Lexicon;
use super::naming::Reader;
use super::place::Place;
#[cfg(any(test, feature = "fitting"))]
use super::place::places;
use super::segment::{Segment, Segmentation};
use crate::dom::Dom;
use crate::page::PageContext;
use crate::page::hints::ElementHints;
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

/// What neighbours repeat, of one segment.
type Gist = [f32; REPEATED.len()];

/// The features of a page's segments. Rows are computed when they are asked for: all of them
/// together would take many times the memory of the page.
pub(crate) struct Features<'g> {
    segmentation: &'g Segmentation,
    places: &'g [Place],
    /// The features of the page alone; they end every row.
    pub(crate) page: Vec<f32>,
    /// What was read on the way.
    pub(crate) layout: Layout,
    evidence: Evidence,
    landmarks: Landmarks,
}

impl<'g> Features<'g> {
    /// Describes a page that has segments, and notes what the names of its elements hint at.
    pub(crate) fn new(given: &Given<'g, '_>, hints: &mut ElementHints) -> Self {
        let page = given.page;
        let layout = Layout::new(page, Reader::new(given.dom, given.lexicon), hints);
        let evidence = Evidence::new(given.dom, given.structured, page);
        let mut whole = Vec::new();
        whole::put(given.context, given.structured, page, &layout, &evidence, &mut whole);
        Self {
            segmentation: page,
            places: given.places,
            page: whole,
            landmarks: Landmarks::new(page, &evidence.title_likeness),
            layout,
            evidence,
        }
    }

    /// Similarity of each segment with the declared title, 0 to 1.
    pub(crate) fn into_title_likeness(self) -> Vec<f32> {
        self.evidence.title_likeness
    }

    /// The features of one segment. Those of the page follow them in a row. `shared` is of this page.
    pub(crate) fn put(&self, index: usize, shared: &mut Shared, sink: &mut impl Sink) {
        let (page, layout) = (self.segmentation, &self.layout);
        let segment = &page.segments[index];
        own::put(segment, sink);
        self.landmarks.put(page, layout, self.places, index, &mut shared.boxes, sink);
        self.evidence.put(page, index, segment, sink);
        let region = segment.region;
        let parent = |region: u32| page.regions[region as usize].parent;
        let path = |region: u32| layout.shapes[region as usize].path_group;
        for step in (-REACH..=REACH).filter(|&step| step != 0) {
            let at = index.wrapping_add_signed(step as isize);
            let near = page.segments.get(at);
            let gist = near
                .map_or(&ABSENT, |near| shared.gists.get(at as u32, || gist(page, layout, near)));
            sink.put_all(&REPEATED, step, gist);
            let same = near.map_or([ABSENT[0]; 2], |near| {
                let other = near.region;
                [parent(region) == parent(other), path(region) == path(other)]
                    .map(|same| f32::from(u8::from(same)))
            });
            sink.put_all(&["same_parent", "same_path"], step, &same);
        }
    }
}

/// What rows of one page share with each other.
#[derive(Debug)]
pub(crate) struct Shared {
    boxes: Recent<BoxRow, BOXES>,
    gists: Recent<Gist, 8>,
}

impl Shared {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self { boxes: Recent::new(NO_BOX), gists: Recent::new(ABSENT) }
    }
}

/// The gist of a neighbour that is not there.
const ABSENT: Gist = [-9.0; REPEATED.len()];

/// The features of [`REPEATED`] of one segment, as its own row has them.
fn gist(page: &Segmentation, layout: &Layout, segment: &Segment) -> Gist {
    let (m, words) = (&segment.measure, segment.measure.words());
    let region = &page.regions[segment.region as usize];
    let score = &layout.shapes[segment.region as usize].score;
    [
        words,
        m.link_density(),
        m.sentence_ends as f32 / words,
        m.last as u8 as f32,
        m.short_words as f32 / words,
        tag_rank(region.tag),
        f32::from(u8::from(layout::is_heading(region.tag))),
        region.depth as f32,
        known(score.direct),
        known(score.min),
    ]
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

/// A page of one segment, for the names of its features.
#[cfg(any(test, feature = "fitting"))]
fn with_example<R>(read: impl FnOnce(&Features<'_>, &Given<'_, '_>) -> R) -> R {
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
    read(&Features::new(&given, &mut ElementHints::new(&dom)), &given)
}

/// The names of all columns, in order.
#[cfg(any(test, feature = "fitting"))]
pub(crate) fn names() -> Vec<String> {
    with_example(|features, given| {
        let mut names: Vec<String> = Vec::new();
        features.put(0, &mut Shared::new(), &mut names);
        let (layout, evidence) = (&features.layout, &features.evidence);
        whole::put(given.context, given.structured, given.page, layout, evidence, &mut names);
        names
    })
}

/// The names of the columns that [`second`] computes.
#[cfg(any(test, feature = "fitting"))]
pub(crate) fn second_names() -> Vec<String> {
    with_example(|features, given| {
        let mut names: Vec<String> = Vec::new();
        let context = second::Context::new(given.page, &features.layout, &[0.0]);
        context.put(0, &mut names);
        names
    })
}
