//! Agreement of a segment with what the page declares: title, summary, body, author.

use super::groups::Groups;
use super::sink::Sink;
use crate::dom::{Dom, Tag};
use crate::page::body::measure::{Meter, Style};
use crate::page::body::segment::{Segment, Segmentation};
use crate::page::structured::{Structured, folded_text};

/// Declared texts as sets of token hashes.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    title: Set,
    site_title: Set,
    authors: Set,
    summary: Runs,
    body: Runs,
    /// What may be in one of the three sets.
    any: [u64; FILTER_WORDS],
    /// Similarity of each segment with the title.
    pub(crate) title_likeness: Vec<f32>,
    /// How many segments have the same text, and how many of them stand before.
    copies: Vec<(u32, u32)>,
}

/// A set of hashes. Most of what is asked for is not in it: a filter of bits turns that away.
#[derive(Debug, Default)]
struct Set {
    hashes: Vec<u64>,
    filter: [u64; FILTER_WORDS],
}

const FILTER_WORDS: usize = 16;

impl Set {
    fn new(mut hashes: Vec<u64>) -> Self {
        hashes.sort_unstable();
        hashes.dedup();
        let mut filter = [0; FILTER_WORDS];
        for &hash in &hashes {
            pass(&mut filter, hash);
        }
        Self { hashes, filter }
    }

    fn of_tokens(tokens: &[u32]) -> Self {
        Self::new(tokens.iter().map(|&token| u64::from(token)).collect())
    }

    #[inline]
    fn holds(&self, hash: u64) -> bool {
        passes(&self.filter, hash) && self.hashes.binary_search(&hash).is_ok()
    }

    fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }
}

/// Lets a hash pass the filter from now on, and some others with it.
fn pass(filter: &mut [u64; FILTER_WORDS], hash: u64) {
    filter[(hash >> 6) as usize % FILTER_WORDS] |= 1 << (hash & 63);
}

#[inline]
fn passes(filter: &[u64; FILTER_WORDS], hash: u64) -> bool {
    filter[(hash >> 6) as usize % FILTER_WORDS] >> (hash & 63) & 1 == 1
}

/// A text as the set of its tokens and of its runs of three tokens.
#[derive(Debug, Default)]
struct Runs {
    tokens: Set,
    threes: Set,
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
    /// Of several texts.
    fn new(texts: &[Vec<u32>]) -> Self {
        let threes = texts.iter().flat_map(|tokens| tokens.windows(3).map(three));
        Self { tokens: Set::of_tokens(&texts.concat()), threes: Set::new(threes.collect()) }
    }

    /// The share of the tokens' runs of three that are in the set; -1 when the set is empty.
    fn share(&self, tokens: &[u32]) -> f32 {
        if self.tokens.is_empty() {
            return -1.0;
        }
        if tokens.len() < 3 {
            let all = tokens.iter().all(|&token| self.tokens.holds(u64::from(token)));
            return f32::from(u8::from(all && !tokens.is_empty()));
        }
        let known = tokens.windows(3).filter(|run| self.threes.holds(three(run)));
        known.count() as f32 / (tokens.len() - 2) as f32
    }
}

impl Evidence {
    /// Reads what the page declares and compares every segment with the title.
    pub(crate) fn new(dom: &Dom<'_>, structured: &Structured, page: &Segmentation) -> Self {
        let mut evidence = Self::default();
        let site_title =
            dom.find(dom.root(), Tag::TITLE).and_then(|node| folded_text(dom, node, 500));
        let title = structured.meta(&["og:title"]).map(str::to_owned);
        let title = title.or_else(|| structured.headline()).or_else(|| site_title.clone());
        let tokens = |text: Option<&str>| tokens_of(text.unwrap_or(""));
        evidence.title = Set::of_tokens(&tokens(title.as_deref()));
        evidence.site_title = Set::of_tokens(&tokens(site_title.as_deref()));
        let mut authors = tokens(structured.meta(&["author", "article:author"]));
        for thing in structured.json_ld.things() {
            for author in structured.json_ld.values(thing, "author") {
                if let Some(name) = structured.json_ld.name(author) {
                    authors.extend(tokens_of(&name));
                }
            }
        }
        evidence.authors = Set::of_tokens(&authors);
        evidence.any = std::array::from_fn(|word| {
            evidence.sets().iter().fold(0, |any, set| any | set.filter[word])
        });
        evidence.summary = Runs::new(&[
            tokens(structured.meta(&["description"])),
            tokens(structured.meta(&["og:description"])),
            tokens(structured.main_text("description").as_deref()),
        ]);
        evidence.body = Runs::new(&[tokens(structured.article_body().as_deref())]);
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
        let holds = |&token: &u32| self.title.holds(u64::from(token));
        if tokens.len() > MAX_TITLE_TOKENS || !tokens.iter().any(holds) {
            return 0.0;
        }
        let (mut count, mut common) = (0, 0);
        let mut filter = [0; FILTER_WORDS];
        for (place, token) in tokens.iter().enumerate() {
            let hash = u64::from(*token);
            if !passes(&filter, hash) || !tokens[..place].contains(token) {
                count += 1;
                common += usize::from(holds(token));
            }
            pass(&mut filter, hash);
        }
        2.0 * common as f32 / (count + self.title.hashes.len()) as f32
    }

    fn sets(&self) -> [&Set; 3] {
        [&self.title, &self.site_title, &self.authors]
    }

    /// The shares of `tokens` in each of the sets; none where either is empty.
    fn shares(&self, tokens: &[u32]) -> [Option<f32>; 3] {
        let sets = self.sets();
        let mut counts = [0u32; 3];
        for &token in tokens {
            let hash = u64::from(token);
            if passes(&self.any, hash) {
                for (count, set) in counts.iter_mut().zip(sets) {
                    *count += u32::from(set.holds(hash));
                }
            }
        }
        std::array::from_fn(|set| {
            let is_told = !tokens.is_empty() && !sets[set].is_empty();
            is_told.then(|| counts[set] as f32 / tokens.len() as f32)
        })
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
        let [title, site_title, authors] = self.shares(tokens);
        sink.put("in_title", title.unwrap_or(0.0));
        sink.put("in_site_title", site_title.unwrap_or(0.0));
        sink.put("in_authors", authors.unwrap_or(-1.0));
        sink.put("in_summary", self.summary.share(tokens));
        sink.put("in_declared_body", self.body.share(tokens));
        sink.put("copies", self.copies[index].0 as f32);
        sink.put("copies_before", self.copies[index].1 as f32);
    }
}

/// How many segments have exactly the tokens of each one, and how many of them stand before it.
fn copies(page: &Segmentation) -> Vec<(u32, u32)> {
    let mut groups = Groups::for_members(page.segments.len());
    let text = |segment| three(page.tokens_of(segment));
    let mut copies: Vec<(u32, u32)> =
        page.segments.iter().map(|segment| groups.add(text(segment))).collect();
    for (group, _) in &mut copies {
        *group = groups.count(*group);
    }
    copies
}
