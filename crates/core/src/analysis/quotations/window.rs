//! The pass over the sentences around one cue.

use std::ops::Range;

use crate::analysis::nn::linear::Linear;
use crate::analysis::nn::norm::{normalise, normalise_rows};
use crate::analysis::nn::tensors::{TensorError, Tensors};
use crate::analysis::tokens::Tokens;

/// Most tokens of a window before the cue's first token, and from it on. They are part of the fit.
const BEFORE: usize = 48;
const AHEAD: usize = 73;

/// The tokens that the pass of a cue reads: its sentence and the sentences beside it.
pub(super) fn around(tokens: &Tokens<'_>, cue: &Range<usize>) -> Range<usize> {
    let sentence = tokens.sentence_of(cue.start);
    let first = tokens.sentence(sentence.saturating_sub(1)).start;
    let last = tokens.sentence((sentence + 1).min(tokens.sentence_count() - 1)).end;
    first.max(cue.start.saturating_sub(BEFORE))..last.min(cue.start + AHEAD)
}

/// A fitted pass.
#[derive(Debug)]
pub(super) struct WindowPass {
    /// Numbers in a vector of the encoder.
    outer: usize,
    /// Encoder vectors to the width of the pass.
    input: Linear,
    /// The cue's mean vector to what it adds to every token.
    cue: Linear,
    /// `[BEFORE + AHEAD + 1, width]`: what the distance from the cue adds; the last row is for the
    /// cue's own tokens.
    distance: Vec<f32>,
    blocks: Vec<(Linear, usize)>,
    role: Linear,
}

/// Space that is reused from window to window.
#[derive(Default)]
struct Space {
    /// The encoder's vectors at the width of the pass, for the tokens from `first` on: windows overlap.
    inputs: Vec<f32>,
    first: usize,
    states: Vec<f32>,
    normal: Vec<i16>,
    gathered: Vec<i16>,
    scores: Vec<f32>,
}

impl WindowPass {
    pub(super) fn read(tensors: &Tensors) -> Result<Self, TensorError> {
        let input = Linear::read(tensors, "window.input", true)?;
        let distance = tensors.f32("window.distance")?;
        if distance.len() != (BEFORE + AHEAD + 1) * input.outputs() {
            return Err(TensorError::Tensor {
                name: "window.distance".to_owned(),
                reason: "was fitted on another window".to_owned(),
            });
        }
        let blocks = tensors
            .u16("window.dilations")?
            .into_iter()
            .enumerate()
            .map(|(i, dilation)| {
                let linear = Linear::read(tensors, &format!("window.block.{i}"), true)?;
                Ok((linear, usize::from(dilation)))
            })
            .collect::<Result<_, TensorError>>()?;
        Ok(Self {
            outer: tensors.shape("window.input.weight")?[1],
            input,
            cue: Linear::read(tensors, "window.cue", true)?,
            distance,
            blocks,
            role: Linear::read(tensors, "role", true)?,
        })
    }

    /// Runs the pass over `windows`, each the tokens it reads and its cue, in text order, and gives the
    /// scores of each, `[tokens, tags]`, to `sink`. `vectors` are those of the encoder, normalised.
    pub(super) fn run(
        &self,
        vectors: &[i16],
        windows: &[(Range<usize>, Range<usize>)],
        mut sink: impl FnMut(&(Range<usize>, Range<usize>), &[f32]),
    ) {
        let mut space = Space::default();
        for window in windows {
            self.open(vectors, window, &mut space);
            for (linear, dilation) in &self.blocks {
                self.convolve(linear, *dilation, window.0.len(), &mut space);
            }
            let length = window.0.len();
            self.normalise(length, &mut space);
            let Space { normal, scores, .. } = &mut space;
            scores.clear();
            self.role.apply(normal, self.width(), length, |_, row| scores.extend_from_slice(row));
            sink(window, scores);
        }
    }

    fn width(&self) -> usize {
        self.input.outputs()
    }

    /// The first vectors of a window's tokens.
    fn open(
        &self,
        vectors: &[i16],
        (window, cue): &(Range<usize>, Range<usize>),
        space: &mut Space,
    ) {
        let (outer, width) = (self.outer, self.width());
        let mut mean = vec![0.0; outer];
        for vector in vectors[cue.start * outer..cue.end * outer].chunks_exact(outer) {
            mean.iter_mut().zip(vector).for_each(|(mean, &x)| *mean += f32::from(x));
        }
        mean.iter_mut().for_each(|mean| *mean /= cue.len() as f32);
        let mut normal = vec![0; self.cue.padded_inputs()];
        normalise(&mean, &mut normal[..outer]);
        let mut added = vec![0.0; width];
        self.cue.apply(&normal, outer, 1, |_, row| added.copy_from_slice(row));
        self.read_inputs(vectors, window, space);
        let Space { inputs, first, states, .. } = space;
        states.clear();
        let inputs = inputs[(window.start - *first) * width..].chunks_exact(width);
        for (token, input) in window.clone().zip(inputs) {
            let distance =
                if cue.contains(&token) { BEFORE + AHEAD } else { token + BEFORE - cue.start };
            let distance = &self.distance[distance * width..(distance + 1) * width];
            states.extend(input.iter().zip(distance).zip(&added).map(|((a, b), c)| a + b + c));
        }
    }

    /// Brings the encoder's vectors of a window to the width of the pass, those that the windows before
    /// have not brought there.
    fn read_inputs(&self, vectors: &[i16], window: &Range<usize>, space: &mut Space) {
        let (outer, width) = (self.outer, self.width());
        let Space { inputs, first, .. } = space;
        let done = *first + inputs.len() / width;
        if window.start >= done {
            inputs.clear();
            *first = window.start;
        } else {
            inputs.drain(..(window.start - *first) * width);
            *first = window.start;
        }
        let next = *first + inputs.len() / width;
        let missing = window.end.saturating_sub(next);
        self.input.apply(&vectors[next * outer..], outer, missing, |_, row| {
            inputs.extend_from_slice(row)
        });
    }

    fn normalise(&self, length: usize, space: &mut Space) {
        let width = self.width();
        space.normal.resize(length * width, 0);
        normalise_rows(&space.states, width, &mut space.normal);
    }

    /// A residual convolution of window 3; beyond the window's ends there is nothing.
    fn convolve(&self, linear: &Linear, dilation: usize, length: usize, space: &mut Space) {
        self.normalise(length, space);
        let width = self.width();
        let Space { states, normal, gathered, .. } = space;
        gathered.resize(length * 3 * width, 0);
        for (row, inputs) in gathered.chunks_exact_mut(3 * width).enumerate() {
            let neighbours = [row.checked_sub(dilation), Some(row), Some(row + dilation)];
            for (neighbour, input) in neighbours.into_iter().zip(inputs.chunks_exact_mut(width)) {
                match neighbour.filter(|&neighbour| neighbour < length) {
                    Some(neighbour) => {
                        input.copy_from_slice(&normal[neighbour * width..(neighbour + 1) * width]);
                    }
                    None => input.fill(0),
                }
            }
        }
        linear.apply(gathered, 3 * width, length, |row, output| {
            let state = &mut states[row * width..(row + 1) * width];
            state.iter_mut().zip(output).for_each(|(state, &add)| *state += add.max(0.0));
        });
    }
}
