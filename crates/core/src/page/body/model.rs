//! The fitted content model: its binary form and the order in which its parts are asked.
//!
//! The file is, little endian: the magic `DLC1`; the lexicon as `u32` entries, then all hashes as
//! `u32`, then for each entry two `i8`; `u16` features; the first forest; `u16` columns that the second
//! forest takes over from the features, and those columns as `u16`; the second forest; the forest of
//! page kinds; one `f32` cut for each kind. `docs/models.md` says what it was fitted on.

use std::sync::LazyLock;

use super::features::{Features, second};
use super::lexicon::{Entry, Lexicon};
use super::segment::Segmentation;
use super::trees::{Forest, Reader, exp, logistic};
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

    /// The first opinion on each segment. Most of a page is plainly not its body: a segment that has
    /// fallen far behind after some trees is not asked about further.
    fn first_opinions(&self, features: &Features) -> Vec<f32> {
        let trees = self.first.len();
        let mut open: Vec<usize> = (0..features.rows.len() / features.width).collect();
        let mut sums = vec![0.0f32; open.len()];
        let mut opinions = vec![0.0f32; open.len()];
        for start in (0..trees).step_by(ROUND_TREES) {
            let round = start..(start + ROUND_TREES).min(trees);
            self.first.add_range(round, |place| features.row(open[place]), &mut sums);
            for (&index, &sum) in open.iter().zip(&sums) {
                opinions[index] = logistic(sum);
            }
            let mut kept = sums.iter().map(|&sum| sum >= LOST);
            open.retain(|_| kept.next().unwrap_or(false));
            sums.retain(|&sum| sum >= LOST);
        }
        opinions
    }

    /// Judges a page that has segments.
    pub(crate) fn judge(&self, page: &Segmentation, features: &Features) -> Verdict {
        if features.width != self.width {
            return Verdict { opinions: vec![0.0; page.segments.len()], kinds: [0.0; KINDS.len()] };
        }
        let first = self.first_opinions(features);
        let second = second::Context::new(page, &features.layout, &first);
        // What the first stage is sure to drop stays dropped.
        let open: Vec<usize> = (0..first.len()).filter(|&at| first[at] >= SURELY_OUT).collect();
        let mut rows: Vec<f32> = Vec::new();
        for &index in &open {
            second.put(index, &mut rows);
            let base = features.row(index);
            rows.extend(self.columns.iter().map(|&column| base[usize::from(column)]));
        }
        let width = rows.len() / open.len().max(1);
        let mut sums = vec![0.0; open.len()];
        let row = |place: usize| &rows[place * width..(place + 1) * width];
        self.second.add_range(0..self.second.len(), row, &mut sums);
        let mut opinions = first.clone();
        for (&index, &sum) in open.iter().zip(&sums) {
            opinions[index] = logistic(sum);
        }
        let mut kinds = [0.0; KINDS.len()];
        self.kinds.add(&features.page, &mut kinds);
        let top = kinds.iter().copied().fold(f32::MIN, f32::max);
        kinds = kinds.map(|score| exp(score - top));
        let sum: f32 = kinds.iter().sum();
        Verdict { opinions, kinds: kinds.map(|score| score / sum) }
    }
}
