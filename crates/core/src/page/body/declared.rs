//! Content that a page declares but does not show: JSON-LD bodies, posts and descriptions become
//! segments behind those of the tree, for the model to judge like all others.

use serde_json::Value;

use super::assemble::text_of;
use super::features::{three, tokens_of};
use super::measure::{Meter, Style};
use super::segment::{Declared, Region, Segment, Segmentation, segment};
use crate::dom::{self, NodeId, Tag};
use crate::page::structured::{Structured, Thing};

/// A declared text is shown when more than this share of it stands on the page.
const SHOWN_SHARE: f32 = 0.3;
/// Shorter texts are names and labels.
const MIN_TOKENS: usize = 8;
/// A page with more declared texts than this is a catalogue: the rest is left.
const MAX_TEXTS: usize = 64;

/// Appends what the page declares and does not show.
pub(crate) fn append(structured: &Structured, page: &mut Segmentation) {
    let texts = texts(structured);
    let tokens: Vec<Vec<u32>> = texts.iter().map(|(_, text)| tokens_of(text)).collect();
    let mut shown = Shown::new(tokens.iter().filter(|tokens| tokens.len() >= MIN_TOKENS));
    if shown.runs.is_empty() {
        return;
    }
    shown.see(&page.tokens);
    for (index, &(kind, text)) in texts.iter().enumerate() {
        let count = tokens[index].len();
        if count < MIN_TOKENS || shown.share(&tokens[index]) > SHOWN_SHARE {
            continue;
        }
        shown.see(&tokens[index]);
        add(kind, text, page);
    }
    page.regions[0].end = page.segments.len() as u32;
}

/// The runs of three tokens.
fn runs_of(tokens: &[u32]) -> impl Iterator<Item = &[u32]> {
    tokens.windows(3)
}

/// Which runs of the declared texts were met. A page has many more runs than its declarations: two
/// filters of bits turn most away, the first before they are hashed.
struct Shown {
    /// Hashes of the runs, in order.
    runs: Vec<u64>,
    seen: Vec<bool>,
    beginnings: Filter,
    hashes: Filter,
}

impl Shown {
    fn new<'t>(texts: impl Iterator<Item = &'t Vec<u32>>) -> Self {
        let (mut runs, mut beginnings, mut hashes) =
            (Vec::new(), Filter::default(), Filter::default());
        for run in texts.flat_map(|tokens| runs_of(tokens)) {
            let hash = three(run);
            beginnings.add(run[0]);
            hashes.add((hash >> 32) as u32);
            runs.push(hash);
        }
        runs.sort_unstable();
        runs.dedup();
        Self { seen: vec![false; runs.len()], runs, beginnings, hashes }
    }

    fn find(&self, run: &[u32]) -> Option<usize> {
        if !self.beginnings.may_hold(run[0]) {
            return None;
        }
        let hash = three(run);
        let passes = self.hashes.may_hold((hash >> 32) as u32);
        if passes { self.runs.binary_search(&hash).ok() } else { None }
    }

    fn see(&mut self, tokens: &[u32]) {
        for run in runs_of(tokens) {
            if let Some(index) = self.find(run) {
                self.seen[index] = true;
            }
        }
    }

    /// The share of a text's runs that were met.
    fn share(&self, tokens: &[u32]) -> f32 {
        let met = runs_of(tokens).filter(|run| self.find(run).is_some_and(|at| self.seen[at]));
        met.count() as f32 / tokens.len().saturating_sub(2).max(1) as f32
    }
}

/// Bits of a hash that a filter is indexed by.
const FILTER_BITS: u32 = 14;

/// Tells most hashes that were not added.
struct Filter(Vec<u64>);

impl Default for Filter {
    fn default() -> Self {
        Self(vec![0; 1 << (FILTER_BITS - 6)])
    }
}

impl Filter {
    fn add(&mut self, hash: u32) {
        let bit = hash >> (32 - FILTER_BITS);
        self.0[(bit >> 6) as usize] |= 1 << (bit & 63);
    }

    #[inline]
    fn may_hold(&self, hash: u32) -> bool {
        let bit = hash >> (32 - FILTER_BITS);
        self.0[(bit >> 6) as usize] >> (bit & 63) & 1 == 1
    }
}

/// The declared texts, those most likely to be a body first.
fn texts(structured: &Structured) -> Vec<(Declared, &str)> {
    let mut texts: Vec<(Declared, &str)> = Vec::new();
    let mut open: Vec<&Value> = Vec::new();
    for thing in structured.json_ld.things() {
        read(thing, &mut texts, &mut open);
        while let Some(value) = open.pop() {
            match value {
                Value::Array(values) => open.extend(values.iter().rev()),
                Value::Object(thing) => read(thing, &mut texts, &mut open),
                _ => {}
            }
        }
    }
    texts.sort_by_key(|(kind, _)| *kind as u8);
    texts.truncate(MAX_TEXTS);
    for name in ["description", "og:description"] {
        texts.extend(structured.meta(&[name]).map(|text| (Declared::Meta, text)));
    }
    texts
}

/// Takes the texts of one thing, and its other members as work to do.
fn read<'s>(thing: &'s Thing, texts: &mut Vec<(Declared, &'s str)>, open: &mut Vec<&'s Value>) {
    let first = open.len();
    for (name, value) in thing {
        let kind = match name.as_str() {
            "articleBody" => Declared::ArticleBody,
            "text" | "reviewBody" => Declared::Text,
            "description" => Declared::Description,
            _ => {
                open.push(value);
                continue;
            }
        };
        texts.extend(value.as_str().map(|text| (kind, text)));
    }
    open[first..].reverse();
}

/// One declared text as a region of its own, a segment for each paragraph.
fn add(kind: Declared, text: &str, page: &mut Segmentation) {
    let first = page.segments.len() as u32;
    let root = &mut page.regions[0];
    let position = root.children;
    root.children += 1;
    let region = page.regions.len() as u32;
    page.regions.push(Region {
        node: NodeId::from_index(0),
        tag: Tag::OTHER,
        parent: 0,
        depth: 1,
        first,
        end: first,
        position,
        children: 0,
        hidden: false,
        in_link: false,
        declared: Some(kind),
    });
    let is_markup = text.contains(['<', '&']);
    for line in text.lines().filter(|_| !is_markup) {
        add_paragraph(line, region, page);
    }
    if is_markup {
        let dom = dom::parse(text);
        let inner = segment(&dom);
        for paragraph in &inner.segments {
            for line in text_of(&dom, &inner, paragraph).lines() {
                add_paragraph(line, region, page);
            }
        }
    }
    page.regions[region as usize].end = page.segments.len() as u32;
}

fn add_paragraph(line: &str, region: u32, page: &mut Segmentation) {
    let mut meter = Meter::default();
    let first_token = page.tokens.len() as u32;
    meter.read(line, Style::default(), &mut page.tokens);
    let measure = meter.finish(&mut page.tokens);
    if measure.letters + measure.digits == 0 {
        page.tokens.truncate(first_token as usize);
        return;
    }
    page.segments.push(Segment {
        region,
        from: NodeId::from_index(0),
        to: NodeId::from_index(0),
        first_token,
        end_token: page.tokens.len() as u32,
        measure,
        links: 0,
        images: 0,
        has_time: false,
        has_control: false,
        has_span: false,
        declared: Some(page.declared.len() as u32),
    });
    page.declared.push(line.split_whitespace().collect::<Vec<_>>().join(" "));
}
