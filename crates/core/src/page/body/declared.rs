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
    let long = tokens.iter().filter(|tokens| tokens.len() >= MIN_TOKENS);
    let mut runs: Vec<u64> = long.flat_map(|tokens| runs_of(tokens)).collect();
    if runs.is_empty() {
        return;
    }
    runs.sort_unstable();
    let mut shown = Shown::new(runs);
    runs_of(&page.tokens).for_each(|run| shown.see(run));
    for (index, &(kind, text)) in texts.iter().enumerate() {
        let count = tokens[index].len();
        if count < MIN_TOKENS || shown.share(&tokens[index]) > SHOWN_SHARE {
            continue;
        }
        runs_of(&tokens[index]).for_each(|run| shown.see(run));
        add(kind, text, page);
    }
    page.regions[0].end = page.segments.len() as u32;
}

/// Hashes of the runs of three tokens.
fn runs_of(tokens: &[u32]) -> impl Iterator<Item = u64> {
    tokens.windows(3).map(three)
}

/// Which runs of the declared texts were met. A page has many more runs than its declarations: a
/// filter of bits turns most away.
struct Shown {
    runs: Vec<u64>,
    seen: Vec<bool>,
    filter: Vec<u64>,
}

/// Bits of a run's hash that the filter is indexed by.
const FILTER_BITS: u32 = 14;

impl Shown {
    fn new(mut runs: Vec<u64>) -> Self {
        runs.dedup();
        let mut filter = vec![0u64; 1 << (FILTER_BITS - 6)];
        for &run in &runs {
            let bit = run >> (64 - FILTER_BITS);
            filter[(bit >> 6) as usize] |= 1 << (bit & 63);
        }
        Self { seen: vec![false; runs.len()], runs, filter }
    }

    fn find(&self, run: u64) -> Option<usize> {
        let bit = run >> (64 - FILTER_BITS);
        let passes = self.filter[(bit >> 6) as usize] >> (bit & 63) & 1 == 1;
        if passes { self.runs.binary_search(&run).ok() } else { None }
    }

    fn see(&mut self, run: u64) {
        if let Some(index) = self.find(run) {
            self.seen[index] = true;
        }
    }

    /// The share of a text's runs that were met.
    fn share(&self, tokens: &[u32]) -> f32 {
        let met = runs_of(tokens).filter(|&run| self.find(run).is_some_and(|at| self.seen[at]));
        met.count() as f32 / tokens.len().saturating_sub(2).max(1) as f32
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
