//! What the program that fits the content model needs: the same segments, features and choices as
//! in extraction, for any weights. Not part of the stable interface.

use super::features::{self, Features, Given, Shared, second};
use super::lexicon::{Entry, Lexicon};
use super::model::Model;
use super::naming::tokens;
use super::place::{Place, places};
use super::segment::{Segmentation, segment};
use super::{assemble, declared};
use crate::decode;
use crate::dom::{self, Dom};
use crate::page::hints::ElementHints;
use crate::page::structured::{self, Structured};
use crate::page::{Page, PageContext};
use crate::trace::Trace;

/// The token hashes of a text.
#[must_use]
pub fn tokens_of(text: &str) -> Vec<u32> {
    features::tokens_of(text)
}

/// The characters of a page, as the pipeline decodes them.
#[must_use]
pub fn decode(bytes: &[u8]) -> String {
    decode::decode(bytes, None, true, &mut Trace::off()).text.into_owned()
}

/// A page ready to be described.
pub struct Parsed<'a> {
    dom: Dom<'a>,
    context: PageContext<'a>,
    structured: Structured,
    page: Segmentation,
    places: Vec<Place>,
}

/// A lexicon that is being fitted.
#[derive(Default)]
pub struct Tokens(Lexicon);

impl Tokens {
    /// A lexicon of `(hash, around, direct)` in ascending order of hashes.
    #[must_use]
    pub fn new(entries: &[(u32, i8, i8)]) -> Self {
        let hashes = entries.iter().map(|entry| entry.0).collect();
        let entries = entries.iter().map(|&(_, around, direct)| Entry { around, direct }).collect();
        Self(Lexicon::new(hashes, entries))
    }
}

/// The class and id tokens of one segment.
pub struct ClassTokens {
    /// Those of the innermost region.
    pub direct: Vec<u32>,
    /// Those of all regions around.
    pub around: Vec<u32>,
}

impl<'a> Parsed<'a> {
    /// Parses and segments a page.
    #[must_use]
    pub fn new(html: &'a str, url: Option<&'a str>) -> Self {
        let dom = dom::parse(html);
        let context = PageContext { url, captions_in_text: false };
        let structured = structured::gather(&dom, &context, &mut Vec::new(), &mut Trace::off());
        let mut page = segment(&dom);
        declared::append(&structured, &mut page);
        let places = places(&dom, &page);
        Self { dom, context, structured, page, places }
    }

    /// The texts of the segments.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        self.page.segments.iter().map(|s| assemble::text_of(&self.dom, &self.page, s)).collect()
    }

    /// The token hashes of the segments.
    #[must_use]
    pub fn tokens(&self) -> Vec<&[u32]> {
        self.page.segments.iter().map(|segment| self.page.tokens_of(segment)).collect()
    }

    /// Words of the segments, as extraction counts them.
    #[must_use]
    pub fn words(&self) -> Vec<f32> {
        self.page.segments.iter().map(|segment| segment.measure.words()).collect()
    }

    /// The class and id tokens around each segment, without repetition.
    #[must_use]
    pub fn class_tokens(&self) -> Vec<ClassTokens> {
        let of = |segment: &super::segment::Segment| {
            let (mut direct, mut around) = (Vec::new(), Vec::new());
            for (level, region) in self.page.regions_around(segment.region).enumerate() {
                tokens(&self.dom, region.node, |hash| {
                    if level == 0 {
                        direct.push(hash);
                    }
                    around.push(hash);
                });
            }
            for list in [&mut direct, &mut around] {
                list.sort_unstable();
                list.dedup();
            }
            ClassTokens { direct, around }
        };
        self.page.segments.iter().map(of).collect()
    }

    fn features<'g>(&'g self, lexicon: &'g Lexicon) -> Option<Features<'g>> {
        let given = Given {
            dom: &self.dom,
            context: &self.context,
            structured: &self.structured,
            page: &self.page,
            places: &self.places,
            lexicon,
        };
        (!self.page.segments.is_empty())
            .then(|| Features::new(&given, &mut ElementHints::new(&self.dom)))
    }

    /// The features of all segments, row after row; none when there are no segments.
    #[must_use]
    pub fn rows(&self, tokens: &Tokens) -> Vec<f32> {
        let Some(features) = self.features(&tokens.0) else { return Vec::new() };
        let (mut rows, mut shared) = (Vec::new(), Shared::new());
        for index in 0..self.page.segments.len() {
            features.put(index, &mut shared, &mut rows);
            rows.extend_from_slice(&features.page);
        }
        rows
    }

    /// The features of all segments from first opinions, row after row.
    #[must_use]
    pub fn second_rows(&self, opinions: &[f32]) -> Vec<f32> {
        let lexicon = Lexicon::default();
        let Some(features) = self.features(&lexicon) else { return Vec::new() };
        let context = second::Context::new(&self.page, &features.layout, opinions);
        let mut rows: Vec<f32> = Vec::new();
        for index in 0..opinions.len() {
            context.put(index, &mut rows);
        }
        rows
    }
}

/// The names of the columns of [`Parsed::rows`].
#[must_use]
pub fn names() -> Vec<String> {
    features::names()
}

/// The names of the columns of [`Parsed::second_rows`].
#[must_use]
pub fn second_names() -> Vec<String> {
    features::second_names()
}

/// A model with any weights.
pub struct Weights(Model);

impl Weights {
    /// Reads the binary form; none when it is malformed.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        Model::read(bytes).ok().map(Self)
    }

    /// What extraction with these weights makes of a page.
    #[must_use]
    pub fn extract(&self, html: &str, url: Option<&str>, captions_in_text: bool) -> Page {
        let dom = dom::parse(html);
        let context = PageContext { url, captions_in_text };
        let mut page = Page::default();
        let trace = &mut Trace::off();
        let structured = structured::gather(&dom, &context, &mut page.warnings, trace);
        let hints = &mut ElementHints::new(&dom);
        super::extract_with(&self.0, &dom, &context, &structured, hints, &mut page, trace);
        page
    }
}
