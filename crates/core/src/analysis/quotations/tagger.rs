//! The fitted part: which words announce speech, and for each of them who speaks and what is said.
//!
//! An encoder reads the whole text once; a chain over its vectors finds the cues. Then one narrow
//! pass a cue reads the sentences around it and tags their tokens as source, content or neither, so
//! that attributions inside others come out by themselves. `crates/train/python/quotations.py` fits
//! it.

use std::ops::Range;
use std::sync::LazyLock;

use super::draft::{Draft, Origin};
use super::mark_flags::MarkFlag;
use super::window::{self, WindowPass};
use crate::analysis::features::{Features, Flag};
use crate::analysis::nn::chain::{Chain, Decoder};
use crate::analysis::nn::encoder::Encoder;
use crate::analysis::nn::linear::Linear;
use crate::analysis::nn::tensors::{TensorError, Tensors};
use crate::analysis::tokens::Tokens;

static FILE: &[u8] = include_bytes!("../../../models/quotations.safetensors");
static TAGGER: LazyLock<Tagger> =
    LazyLock::new(|| Tagger::read(FILE).expect("the embedded tagger is read by a test"));

/// Tags of the cue chain: none, first token, later token.
const CUE: u8 = 1;
/// Tags of a window: none, first and later token of the source, of the content.
const SOURCE: u8 = 1;
const CONTENT: u8 = 3;

/// The fitted tagger.
#[derive(Debug)]
pub(super) struct Tagger {
    encoder: Encoder,
    cue: Linear,
    cue_chain: Chain,
    pass: WindowPass,
    role_chain: Chain,
}

/// What the encoder says of a text: a normalised vector a token.
struct States {
    vectors: Vec<i16>,
    width: usize,
}

impl Tagger {
    /// The embedded tagger.
    pub(super) fn get() -> &'static Tagger {
        &TAGGER
    }

    fn read(file: &'static [u8]) -> Result<Self, TensorError> {
        let tensors = Tensors::parse(file)?;
        Ok(Self {
            encoder: Encoder::read(&tensors, "encoder")?,
            cue: Linear::read(&tensors, "cue", true)?,
            cue_chain: Chain::read(&tensors, "cue_chain")?,
            pass: WindowPass::read(&tensors)?,
            role_chain: Chain::read(&tensors, "role_chain")?,
        })
    }

    /// The attributions of a text, in the order of their cues. `marks` are its quotation-mark flags.
    pub(super) fn tag(
        &self,
        tokens: &Tokens<'_>,
        features: &Features,
        marks: &[u16],
    ) -> Vec<Draft> {
        let states = self.encode(tokens, features, marks);
        let cues = self.cues(features, &states);
        let mut drafts = Vec::new();
        let mut decoder = Decoder::default();
        let ranges: Vec<_> =
            cues.iter().map(|(cue, _)| (window::around(tokens, cue), cue.clone())).collect();
        let mut margins = cues.iter().map(|&(_, margin)| margin);
        self.pass.run(&states.vectors, &ranges, |(window, cue), scores| {
            let margin = margins.next().unwrap_or_default();
            decoder.clear();
            let tags = self.role_chain.tags();
            scores.chunks_exact(tags).for_each(|scores| decoder.push(scores));
            self.role_chain.decode(&mut decoder);
            drafts.extend(draft(window.start, cue, margin, &decoder));
        });
        drafts
    }

    fn encode(&self, tokens: &Tokens<'_>, features: &Features, marks: &[u16]) -> States {
        let width = self.encoder.width();
        let mut vectors = vec![0_i16; tokens.len() * width];
        // The marks' flags follow those that every tagger reads.
        let flags: Vec<u64> = features
            .flags
            .iter()
            .zip(marks)
            .map(|(&flags, &marks)| flags | u64::from(marks) << Flag::ALL.len())
            .collect();
        self.encoder.run_with(features, &flags, |segment, found| {
            vectors[segment.start * width..segment.end * width].copy_from_slice(found);
        });
        States { vectors, width }
    }

    /// The cues with their margins.
    fn cues(&self, features: &Features, states: &States) -> Vec<(Range<usize>, f32)> {
        let mut cues: Vec<(Range<usize>, f32)> = Vec::new();
        let mut decoder = Decoder::default();
        for segment in &features.segments {
            decoder.clear();
            let inputs = &states.vectors[segment.start * states.width..];
            self.cue.apply(inputs, states.width, segment.len(), |_, scores| decoder.push(scores));
            self.cue_chain.decode(&mut decoder);
            for run in runs(&decoder.path, CUE) {
                let margin = decoder.margins[run.start];
                cues.push((segment.start + run.start..segment.start + run.end, margin));
            }
        }
        cues
    }
}

const _: () = assert!(Flag::ALL.len() + MarkFlag::NAMES.len() <= u64::BITS as usize);

/// The attribution that a decoded window tells of, when there is content.
fn draft(first: usize, cue: &Range<usize>, cue_margin: f32, decoder: &Decoder) -> Option<Draft> {
    let place = |run: &Range<usize>| first + run.start..first + run.end;
    let contents: Vec<_> = runs(&decoder.path, CONTENT).collect();
    // One source: of several the one nearest to the cue.
    let distance = |run: &Range<usize>| {
        let run = place(run);
        run.start.saturating_sub(cue.end).max(cue.start.saturating_sub(run.end))
    };
    let source = runs(&decoder.path, SOURCE).min_by_key(distance);
    let edges = contents.iter().chain(&source).flat_map(|run| [run.start, run.end - 1]);
    let roles = edges.map(|token| decoder.margins[token]).fold(f32::MAX, f32::min);
    (!contents.is_empty()).then(|| Draft {
        cue: Some(cue.clone()),
        source: source.as_ref().map(place),
        contents: contents.iter().map(place).collect(),
        origin: Origin::Tagged { cue: cue_margin, roles },
    })
}

/// The runs of a kind, whose first tokens have the tag `begin` and whose later ones the next.
fn runs(path: &[u8], begin: u8) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + path[at..].iter().position(|&tag| tag == begin || tag == begin + 1)?;
        let rest = path[start + 1..].iter().position(|&tag| tag != begin + 1);
        at = rest.map_or(path.len(), |rest| start + 1 + rest);
        Some(start..at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_runs() {
        let found: Vec<_> = runs(&[0, 1, 2, 1, 0, 3, 4, 4], 1).collect();
        assert_eq!(found, [1..3, 3..4]);
        let found: Vec<_> = runs(&[0, 1, 2, 1, 0, 3, 4, 4], 3).collect();
        assert_eq!((found.len(), found[0].clone()), (1, 5..8));
    }

    #[test]
    fn ok_the_embedded_tagger_is_read() {
        assert!(Tagger::read(FILE).is_ok());
    }
}
