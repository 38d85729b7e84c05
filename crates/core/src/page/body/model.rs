//! The fitted content model: its binary form and the order in which its parts are asked.
//!
//! The file is, little endian: the magic `DLC1`; the lexicon as `u32` entries, then all hashes as
//! `u32`, then for each entry two `i8`; `u16` features; the first forest; `u16` columns that the second
//! forest takes over from the features, and those columns as `u16`; the second forest; the forest of
//! page kinds; one `f32` cut for each kind. `docs/models.md` says what it was fitted on.

use std::cell::RefCell;
use std::sync::LazyLock;

use super::features::{Features, Shared, second};
use super::lexicon::{Entry, Lexicon};
use super::segment::Segmentation;
use super::trees::{Forest, LANES, Reader, Rows, exp, logistic};
use crate::article::PageKind;

/// The weights that ship with the crate.
static EMBEDDED: LazyLock<Model> = LazyLock::new(|| {
    Model::read(include_bytes!("../../../models/content.bin")).unwrap_or_default()
});

const MAGIC: [u8; 4] = *b"DLC1";

/// The kinds in the order of the model's outputs.
pub(crate) const KINDS: [PageKind; 7] = [
    PageKind::Article,
    PageKind::Forum,
    PageKind::Product,
    PageKind::Collection,
    PageKind::Listing,
    PageKind::Documentation,
    PageKind::Service,
];

/// A model file that does not hold what it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed;

/// Trees that are asked before those far behind are let go.
const ROUND_TREES: usize = 40;
/// Log odds at which a segment is far behind: opinions this low do not come back.
const LOST: f32 = -4.0;
/// The second stage is not asked about first opinions below this.
const SURELY_OUT: f32 = 0.02;

/// Numbers of rows that the first stage leaves to the second, at most: one megabyte. Those of further
/// segments are computed again.
const MAX_LEFT: usize = 1 << 18;

/// Buffers that pages of one thread use one after another: at most some megabytes, and nothing of a
/// page is read after it.
#[derive(Debug)]
struct Scratch {
    rows: Rows,
    numbers: Vec<f32>,
    own: Vec<f32>,
    /// What the first stage leaves to the second.
    left: Vec<f32>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = const { RefCell::new(Scratch::new()) };
}

impl Scratch {
    const fn new() -> Self {
        Self { rows: Rows::new(), numbers: Vec::new(), own: Vec::new(), left: Vec::new() }
    }
}

/// A buffer of [`Scratch::left`] for more numbers than this is not kept.
const MAX_KEPT: usize = MAX_LEFT / 2;

/// The content model.
#[derive(Debug, Clone, Default)]
pub(crate) struct Model {
    /// What class and id tokens say.
    pub(crate) lexicon: Lexicon,
    /// Columns of a row of features that it was fitted on.
    width: usize,
    first: Forest,
    columns: Vec<u16>,
    second: Forest,
    kinds: Forest,
    cuts: [f32; KINDS.len()],
}

/// What the model thinks of a page.
#[derive(Debug)]
pub(crate) struct Verdict {
    /// How likely each segment belongs to the body, 0 to 1.
    pub(crate) opinions: Vec<f32>,
    /// How likely the page is of each of [`KINDS`]; they add up to 1.
    pub(crate) kinds: [f32; KINDS.len()],
}

impl Model {
    /// The model that ships with the crate.
    pub(crate) fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Reads the binary form.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader(bytes);
        let magic = [reader.u8()?, reader.u8()?, reader.u8()?, reader.u8()?];
        if magic != MAGIC {
            return Err(Malformed);
        }
        let entries = reader.u32()?;
        let hashes: Vec<u32> = (0..entries).map(|_| reader.u32()).collect::<Result<_, _>>()?;
        let mut entry = || Ok(Entry { around: reader.u8()? as i8, direct: reader.u8()? as i8 });
        let entries: Vec<Entry> = (0..entries).map(|_| entry()).collect::<Result<_, _>>()?;
        let width = usize::from(reader.u16()?);
        let first = Forest::read(&mut reader)?;
        let count = reader.u16()?;
        let columns: Vec<u16> = (0..count).map(|_| reader.u16()).collect::<Result<_, _>>()?;
        let second = Forest::read(&mut reader)?;
        let kinds = Forest::read(&mut reader)?;
        let mut cuts = [0.0; KINDS.len()];
        for cut in &mut cuts {
            *cut = reader.f32()?;
        }
        let fits = hashes.is_sorted()
            && first.columns() <= width
            && columns.iter().all(|&column| usize::from(column) < width)
            && (first.outputs(), second.outputs(), kinds.outputs()) == (1, 1, KINDS.len());
        if !fits {
            return Err(Malformed);
        }
        Ok(Self {
            lexicon: Lexicon::new(hashes, entries),
            width,
            first,
            columns,
            second,
            kinds,
            cuts,
        })
    }

    /// The opinion from which a page of `KINDS[kind]` keeps a segment; none where the best cut is
    /// to be found page by page.
    pub(crate) fn cut(&self, kind: usize) -> Option<f32> {
        self.cuts.get(kind).copied().filter(|&cut| cut > 0.0)
    }

    /// Whether its forests ask for no column that features do not have: `width` of a row, `page`
    /// of the page alone, `second` of the second stage.
    #[cfg(test)]
    pub(crate) fn fits(&self, width: usize, page: usize, second: usize) -> bool {
        self.width == width
            && self.kinds.columns() <= page
            && self.second.columns() <= second + self.columns.len()
    }

    /// The first opinion on each segment. Most of a page is plainly not its body: segments that have
    /// fallen far behind after some trees are not asked about further.
    ///
    /// What the second stage takes over of the segments it will be asked about is put into
    /// [`Scratch::left`].
    fn first_opinions(
        &self,
        features: &Features<'_>,
        count: usize,
        scratch: &mut Scratch,
    ) -> Vec<f32> {
        let Scratch { rows, numbers, left, .. } = scratch;
        let (trees, own) = (self.first.len(), self.width - features.page.len());
        rows.clear();
        for (place, &value) in features.page.iter().enumerate() {
            rows.set_all(own + place, value);
        }
        left.clear();
        let mut opinions = vec![0.0f32; count];
        let mut shared = Shared::new();
        for (block, opinions) in opinions.chunks_mut(LANES).enumerate() {
            numbers.clear();
            for lane in 0..opinions.len() {
                features.put(block * LANES + lane, &mut shared, numbers);
            }
            rows.write(numbers, own);
            let mut sums = [0.0; LANES];
            let mut open = [true; LANES];
            for start in (0..trees).step_by(ROUND_TREES) {
                let round = start..(start + ROUND_TREES).min(trees);
                let before = sums;
                self.first.add_range(round, rows, &mut sums);
                for lane in 0..opinions.len() {
                    sums[lane] = if open[lane] { sums[lane] } else { before[lane] };
                    open[lane] &= sums[lane] >= LOST;
                }
                if open[..opinions.len()].iter().all(|open| !open) {
                    break;
                }
            }
            for ((opinion, sum), row) in opinions.iter_mut().zip(sums).zip(numbers.chunks(own)) {
                *opinion = logistic(sum);
                if *opinion >= SURELY_OUT && left.len() + self.columns.len() <= MAX_LEFT {
                    self.take_over(row, &features.page, left);
                }
            }
        }
        opinions
    }

    /// Appends what the second stage takes over of a row: its own numbers, then those of the page.
    fn take_over(&self, own: &[f32], page: &[f32], left: &mut Vec<f32>) {
        left.extend(self.columns.iter().map(|&column| {
            let column = usize::from(column);
            own.get(column).or_else(|| page.get(column - own.len())).copied().unwrap_or_default()
        }));
    }

    /// The opinions of both stages: what the first is sure to drop stays dropped, the second judges
    /// the rest again.
    fn second_opinions(
        &self,
        page: &Segmentation,
        features: &Features<'_>,
        first: &[f32],
        scratch: &mut Scratch,
    ) -> Vec<f32> {
        let Scratch { rows, numbers, own, left } = scratch;
        let context = second::Context::new(page, &features.layout, first);
        let mut opinions = first.to_vec();
        let open: Vec<usize> = (0..first.len()).filter(|&at| first[at] >= SURELY_OUT).collect();
        rows.clear();
        let mut shared = Shared::new();
        let mut left = left.chunks_exact(self.columns.len().max(1));
        for block in open.chunks(LANES) {
            numbers.clear();
            for &index in block {
                context.put(index, numbers);
                if let Some(left) = left.next() {
                    numbers.extend_from_slice(left);
                    continue;
                }
                own.clear();
                features.put(index, &mut shared, own);
                self.take_over(own, &features.page, numbers);
            }
            rows.write(numbers, numbers.len() / block.len());
            let mut sums = [0.0; LANES];
            self.second.add_range(0..self.second.len(), rows, &mut sums);
            for (&index, &sum) in block.iter().zip(&sums) {
                opinions[index] = logistic(sum);
            }
        }
        opinions
    }

    /// How likely the page is of each kind.
    fn kinds(&self, features: &Features<'_>) -> [f32; KINDS.len()] {
        let mut kinds = [0.0; KINDS.len()];
        self.kinds.add(&features.page, &mut kinds);
        let top = kinds.iter().copied().fold(f32::MIN, f32::max);
        kinds = kinds.map(|score| exp(score - top));
        let sum: f32 = kinds.iter().sum();
        kinds.map(|score| score / sum)
    }

    /// Judges a page that has segments.
    pub(crate) fn judge(&self, page: &Segmentation, features: &Features<'_>) -> Verdict {
        let count = page.segments.len();
        let mut own: Vec<f32> = Vec::new();
        if count > 0 {
            features.put(0, &mut Shared::new(), &mut own);
        }
        let own = own.len();
        // Weights that were fitted on other features say nothing.
        if own + features.page.len() != self.width || self.kinds.columns() > features.page.len() {
            return Verdict { opinions: vec![0.0; count], kinds: [0.0; KINDS.len()] };
        }
        let both_stages = |scratch: &mut Scratch| {
            let first = self.first_opinions(features, count, scratch);
            let opinions = self.second_opinions(page, features, &first, scratch);
            if scratch.left.capacity() > MAX_KEPT {
                scratch.left = Vec::new();
            }
            opinions
        };
        // A thread that ends has no buffers left.
        let opinions = SCRATCH.try_with(|scratch| both_stages(&mut scratch.borrow_mut()));
        let opinions = opinions.unwrap_or_else(|_| both_stages(&mut Scratch::new()));
        Verdict { opinions, kinds: self.kinds(features) }
    }
}
