//! Agreement of a segment with what the page declares: title, summary, body, author.

use super::sink::Sink;
use crate::dom::{Dom, Tag};
use crate::page::body::measure::{Meter, Style};
use crate::page::body::segment::{Segment, Segmentation};
use crate::page::structured::{Structured, folded_text};

/// Declared texts as sets of token hashes.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    title: Vec<u32>,
    site_title: Vec<u32>,
    authors: Vec<u32>,
    summary: Runs,
    body: Runs,
    /// Similarity of each segment with the title.
    pub(crate) title_likeness: Vec<f32>,
    /// How many segments have the same text, and how many of them stand before.
    copies: Vec<(u32, u32)>,
}

/// A text as the set of its tokens and of its runs of three tokens.
#[derive(Debug, Default)]
struct Runs {
    tokens: Vec<u32>,
    threes: Vec<u64>,
}

/// Tokens of a declared text, in order.
pub(crate) fn tokens_of(text: &str) -> Vec<u32> {
    let (mut meter, mut tokens) = (Meter::default(), Vec::new());
    meter.read(text, Style::default(), &mut tokens);
    meter.finish(&mut tokens);
    tokens
}

/// The hash of a run of tokens.
pub(crate) fn three(run: &[u32]) -> u64 {
    run.iter().fold(0x9e37_79b9_7f4a_7c15, |hash: u64, &token| {
        (hash ^ u64::from(token)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(17)
    })
}

impl Runs {
    fn add(&mut self, tokens: &[u32]) {
        self.tokens.extend_from_slice(tokens);
        self.threes.extend(tokens.windows(3).map(three));
    }

    fn seal(&mut self) {
        sort_set(&mut self.tokens);
        self.threes.sort_unstable();
        self.threes.dedup();
    }

    /// The share of the tokens' runs of three that are in the set; -1 when the set is empty.
    fn share(&self, tokens: &[u32]) -> f32 {
        if self.tokens.is_empty() {
            return -1.0;
        }
        if tokens.len() < 3 {
            let all = tokens.iter().all(|token| self.tokens.binary_search(token).is_ok());
            return f32::from(u8::from(all && !tokens.is_empty()));
        }
        let known = tokens.windows(3).filter(|run| self.threes.binary_search(&three(run)).is_ok());
        known.count() as f32 / (tokens.len() - 2) as f32
    }
}

fn sort_set(tokens: &mut Vec<u32>) {
    tokens.sort_unstable();
    tokens.dedup();
}

/// The share of `tokens` in `set`; `none` when either is empty.
fn inside(tokens: &[u32], set: &[u32], none: f32) -> f32 {
    if tokens.is_empty() || set.is_empty() {
        return none;
    }
    let known = tokens.iter().filter(|token| set.binary_search(token).is_ok()).count();
    known as f32 / tokens.len() as f32
}

impl Evidence {
    /// Reads what the page declares and compares every segment with the title.
    pub(crate) fn new(dom: &Dom<'_>, structured: &Structured, page: &Segmentation) -> Self {
        let mut evidence = Self::default();
        let site_title =
            dom.find(dom.root(), Tag::TITLE).and_then(|node| folded_text(dom, node, 500));
        let title = structured.meta(&["og:title"]).map(str::to_owned);
        let title = title.or_else(|| structured.headline()).or_else(|| site_title.clone());
        let set = |text: Option<String>| {
            let mut tokens = tokens_of(text.as_deref().unwrap_or(""));
            sort_set(&mut tokens);
            tokens
        };
        evidence.title = set(title);
        evidence.site_title = set(site_title);
        evidence.authors = set(structured.meta(&["author", "article:author"]).map(str::to_owned));
        for thing in structured.json_ld.things() {
            for author in structured.json_ld.values(thing, "author") {
                if let Some(name) = structured.json_ld.name(author) {
                    evidence.authors.extend(tokens_of(&name));
                }
            }
        }
        sort_set(&mut evidence.authors);
        for name in ["description", "og:description"] {
            evidence.summary.add(&tokens_of(structured.meta(&[name]).unwrap_or("")));
        }
        if let Some(text) = structured.main_text("description") {
            evidence.summary.add(&tokens_of(&text));
        }
        evidence.summary.seal();
        if let Some(text) = structured.article_body() {
            evidence.body.add(&tokens_of(&text));
        }
        evidence.body.seal();
        evidence.title_likeness = page
            .segments
            .iter()
            .map(|segment| evidence.likeness(page.tokens_of(segment)))
            .collect();
        evidence.copies = copies(page);
        evidence
    }

    /// Dice similarity of the sets of tokens. Long texts are not like a title.
    fn likeness(&self, tokens: &[u32]) -> f32 {
        const MAX_TITLE_TOKENS: usize = 60;
        if self.title.is_empty() || tokens.is_empty() || tokens.len() > MAX_TITLE_TOKENS {
            return 0.0;
        }
        let mut set = tokens.to_vec();
        sort_set(&mut set);
        let common = set.iter().filter(|token| self.title.binary_search(token).is_ok()).count();
        2.0 * common as f32 / (set.len() + self.title.len()) as f32
    }

    /// Whether the page declares its whole body.
    pub(crate) fn has_body(&self) -> bool {
        !self.body.tokens.is_empty()
    }

    /// Features of one segment.
    pub(super) fn put(
        &self,
        page: &Segmentation,
        index: usize,
        segment: &Segment,
        sink: &mut impl Sink,
    ) {
        let tokens = page.tokens_of(segment);
        sink.put("title_likeness", self.title_likeness[index]);
        sink.put("in_title", inside(tokens, &self.title, 0.0));
        sink.put("in_site_title", inside(tokens, &self.site_title, 0.0));
        sink.put("in_authors", inside(tokens, &self.authors, -1.0));
        sink.put("in_summary", self.summary.share(tokens));
        sink.put("in_declared_body", self.body.share(tokens));
        sink.put("copies", self.copies[index].0 as f32);
        sink.put("copies_before", self.copies[index].1 as f32);
    }
}

/// How many segments have exactly the tokens of each one, and how many of them stand before it.
fn copies(page: &Segmentation) -> Vec<(u32, u32)> {
    let mut keys: Vec<(u64, u32)> = page
        .segments
        .iter()
        .enumerate()
        .map(|(index, segment)| (three(page.tokens_of(segment)), index as u32))
        .collect();
    keys.sort_unstable();
    let mut copies = vec![(0, 0); keys.len()];
    for same in keys.chunk_by(|a, b| a.0 == b.0) {
        for (before, &(_, index)) in same.iter().enumerate() {
            copies[index as usize] = (same.len() as u32, before as u32);
        }
    }
    copies
}
