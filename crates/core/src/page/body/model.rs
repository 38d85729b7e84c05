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

/// The content model.
#[derive(Debug, Clone, Default)]
pub(crate) struct Model {
    /// What class and id tokens say.
    pub(crate) lexicon: Lexicon,
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
        Ok(Self { lexicon: Lexicon::new(hashes, entries), first, columns, second, kinds, cuts })
    }

    /// The opinion from which a page of `KINDS[kind]` keeps a segment; none where the best cut is
    /// to be found page by page.
    pub(crate) fn cut(&self, kind: usize) -> Option<f32> {
        self.cuts.get(kind).copied().filter(|&cut| cut > 0.0)
    }

    /// Judges a page that has segments.
    pub(crate) fn judge(&self, page: &Segmentation, features: &Features) -> Verdict {
        let rows = features.rows.chunks_exact(features.width);
        let first: Vec<f32> = rows.map(|row| logistic(self.first.sum(row))).collect();
        let mut row: Vec<f32> = Vec::new();
        let second = second::Context::new(page, &features.layout, &first);
        let opinions = (0..first.len())
            .map(|index| {
                row.clear();
                second.put(index, &mut row);
                let base = features.row(index);
                row.extend(self.columns.iter().map(|&column| base[usize::from(column)]));
                logistic(self.second.sum(&row))
            })
            .collect();
        let mut kinds = [0.0; KINDS.len()];
        self.kinds.add(&features.page, &mut kinds);
        let top = kinds.iter().copied().fold(f32::MIN, f32::max);
        kinds = kinds.map(|score| exp(score - top));
        let sum: f32 = kinds.iter().sum();
        Verdict { opinions, kinds: kinds.map(|score| score / sum) }
    }
}
