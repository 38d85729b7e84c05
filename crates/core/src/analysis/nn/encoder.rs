//! The convolution encoder: token features to one vector a token that knows its surroundings.
//!
//! Tables and a linear layer give each distinct word its first vector, once a document; flags add to
//! it. Residual convolutions of window 3 mix neighbours inside a segment; after some of them the
//! document memory adds what the text holds of the same capitalised word elsewhere. Long texts go
//! through in windows, so that memory is bounded.

use std::ops::Range;

use super::linear::Linear;
use super::norm::{normalise, normalise_rows};
use super::tensors::{TensorError, Tensors};
use crate::analysis::features::{Features, Flag, NO_GROUP, Pieces, ROWS, Word};

/// Tokens in a window, at most: an article has a tenth of it. A window ends between segments where
/// it can.
const WINDOW_TOKENS: usize = 8192;

/// A fitted encoder.
#[derive(Debug)]
pub(crate) struct Encoder {
    /// For each hashed feature its table, `[rows, width]`.
    tables: Vec<Table>,
    input: Linear,
    /// `[flags, width]`.
    flags: Vec<f32>,
    blocks: Vec<Block>,
    memory: Option<Memory>,
    width: usize,
}

#[derive(Debug)]
struct Table {
    rows: &'static [u8],
    width: usize,
}

#[derive(Debug)]
struct Block {
    linear: Linear,
    dilation: usize,
}

#[derive(Debug)]
struct Memory {
    linear: Linear,
    /// How many blocks stand before it.
    after: usize,
}

/// The vectors of the tokens of one window.
struct Window {
    /// Tokens of each segment and the row of the first one.
    segments: Vec<(Range<usize>, usize)>,
    /// `[rows, width]`: the running vectors.
    states: Vec<f32>,
    /// `[rows, width]`: the same, normalised; rows between segments are zero.
    normal: Vec<i16>,
}

impl Encoder {
    /// Reads the encoder `name` of a weight file.
    ///
    /// # Errors
    /// When a tensor is missing or misshapen.
    pub(crate) fn read(tensors: &Tensors, name: &str) -> Result<Self, TensorError> {
        let tables = ROWS
            .iter()
            .map(|(feature, _)| {
                let tensor = format!("{name}.table.{feature}");
                Ok(Table { rows: tensors.bytes(&tensor)?, width: tensors.shape(&tensor)?[1] })
            })
            .collect::<Result<_, TensorError>>()?;
        let input = Linear::read(tensors, &format!("{name}.input"), false)?;
        let width = input.outputs();
        let blocks = tensors
            .u16(&format!("{name}.dilations"))?
            .into_iter()
            .enumerate()
            .map(|(i, dilation)| {
                let linear = Linear::read(tensors, &format!("{name}.block.{i}"), true)?;
                Ok(Block { linear, dilation: usize::from(dilation) })
            })
            .collect::<Result<_, TensorError>>()?;
        let memory = match tensors.u16(&format!("{name}.memory.after")) {
            Ok(after) => {
                let linear = Linear::read(tensors, &format!("{name}.memory"), true)?;
                Some(Memory { linear, after: usize::from(after[0]) })
            }
            Err(_) => None,
        };
        let flags = tensors.f32(&format!("{name}.flags"))?;
        // A network may have flags of its own behind those of the features.
        if flags.len() < Flag::ALL.len() * width || !flags.len().is_multiple_of(width) {
            return Err(TensorError::Tensor {
                name: format!("{name}.flags"),
                reason: "was fitted on other features".to_owned(),
            });
        }
        Ok(Self { tables, input, flags, blocks, memory, width })
    }

    /// Numbers in one vector.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Computes the vectors of all tokens, normalised, and gives them to `sink` segment by segment:
    /// the segment's tokens and their vectors, `[tokens, width]`.
    pub(crate) fn run(&self, features: &Features, sink: impl FnMut(Range<usize>, &[i16])) {
        self.run_with(features, &features.flags, sink);
    }

    /// [`Encoder::run`] with other flags: those of the features and, in the bits behind them, flags
    /// of the network's own.
    pub(crate) fn run_with(
        &self,
        features: &Features,
        flags: &[u64],
        mut sink: impl FnMut(Range<usize>, &[i16]),
    ) {
        let words = self.embed_words(&features.words);
        let mut groups = Groups::new(features);
        for window in windows(&features.segments) {
            let mut window = self.open(window, features, flags, &words);
            for (i, block) in self.blocks.iter().enumerate() {
                self.convolve(block, &mut window);
                if let Some(memory) = self.memory.as_ref().filter(|memory| memory.after == i + 1) {
                    self.remember(memory, features, &mut groups, &mut window);
                }
            }
            self.normalise(&mut window);
            for (segment, row) in &window.segments {
                let start = row * self.width;
                sink(segment.clone(), &window.normal[start..start + segment.len() * self.width]);
            }
        }
    }

    /// The first vector of each distinct word.
    fn embed_words(&self, words: &[Word]) -> Vec<f32> {
        let pieces = Pieces::get();
        let stride = self.input.padded_inputs();
        let mut inputs = vec![0i16; words.len() * stride];
        for (word, input) in words.iter().zip(inputs.chunks_exact_mut(stride)) {
            let mut at = 0;
            for (i, table) in self.tables.iter().enumerate() {
                let row = usize::from(word.rows[i]) * table.width;
                let row = &table.rows[row..row + table.width];
                // The two hashes of the word share their place: where one collides, the other tells.
                if i == 1 {
                    at -= table.width;
                }
                for (input, &value) in input[at..].iter_mut().zip(row) {
                    *input += i16::from(value as i8);
                }
                at += table.width;
            }
            let (first, mean) = input[at..].split_at_mut(pieces.dimensions());
            for (i, &piece) in word.pieces.iter().enumerate() {
                for ((first, mean), value) in
                    first.iter_mut().zip(&mut *mean).zip(pieces.vector(piece))
                {
                    *mean += i16::from(value);
                    if i == 0 {
                        *first = i16::from(value);
                    }
                }
            }
            if word.pieces.len() > 1 {
                let count = word.pieces.len() as i16;
                mean[..pieces.dimensions()].iter_mut().for_each(|mean| *mean /= count);
            }
        }
        let mut vectors = Vec::with_capacity(words.len() * self.width);
        self.input.apply(&inputs, stride, words.len(), |_, vector| {
            vectors.extend_from_slice(vector);
        });
        vectors
    }

    fn open(
        &self,
        segments: Vec<Range<usize>>,
        features: &Features,
        flags: &[u64],
        words: &[f32],
    ) -> Window {
        let gap = self.blocks.iter().map(|block| block.dilation).max().unwrap_or(0);
        let mut rows = gap;
        let mut placed = Vec::with_capacity(segments.len());
        for segment in segments {
            let length = segment.len();
            placed.push((segment, rows));
            rows += length + gap;
        }
        let mut window = Window {
            segments: placed,
            states: vec![0.0; rows * self.width],
            normal: vec![0; rows * self.width],
        };
        for (segment, first) in &window.segments {
            let states = window.states[first * self.width..].chunks_exact_mut(self.width);
            for (token, state) in segment.clone().zip(states) {
                let word = features.word_of[token] as usize * self.width;
                state.copy_from_slice(&words[word..word + self.width]);
                let mut flags = flags[token];
                while flags != 0 {
                    let flag = flags.trailing_zeros() as usize * self.width;
                    let added = &self.flags[flag..flag + self.width];
                    state.iter_mut().zip(added).for_each(|(state, add)| *state += add);
                    flags &= flags - 1;
                }
            }
        }
        window
    }

    fn normalise(&self, window: &mut Window) {
        for (segment, first) in &window.segments {
            let range = first * self.width..(first + segment.len()) * self.width;
            normalise_rows(&window.states[range.clone()], self.width, &mut window.normal[range]);
        }
    }

    fn convolve(&self, block: &Block, window: &mut Window) {
        self.normalise(window);
        let (width, d) = (self.width, block.dilation);
        let mut gathered = Vec::new();
        for (segment, first) in &window.segments {
            // With direct neighbours the three vectors of a window lie side by side.
            let (inputs, stride) = if d == 1 {
                (&window.normal[(first - 1) * width..], width)
            } else {
                gathered.clear();
                for row in *first..first + segment.len() {
                    for neighbour in [row - d, row, row + d] {
                        gathered.extend_from_slice(&window.normal[neighbour * width..][..width]);
                    }
                }
                (&gathered[..], 3 * width)
            };
            let states = &mut window.states[first * width..];
            block.linear.apply(inputs, stride, segment.len(), |row, output| {
                let state = &mut states[row * width..][..width];
                state.iter_mut().zip(output).for_each(|(state, &add)| *state += add.max(0.0));
            });
        }
    }

    /// Adds to each capitalised word the mean and the maximum of its group in the window.
    fn remember(
        &self,
        memory: &Memory,
        features: &Features,
        groups: &mut Groups,
        window: &mut Window,
    ) {
        let width = self.width;
        groups.clear();
        for (token, row) in window.grouped(features) {
            let state = &window.states[row * width..][..width];
            groups.add(features.groups[token], state);
        }
        let mut inputs = vec![0i16; groups.sizes.len() * 2 * width];
        for (group, input) in inputs.chunks_exact_mut(2 * width).enumerate() {
            let (sum, most) = groups.values[group * 2 * width..][..2 * width].split_at(width);
            let share = 1.0 / groups.sizes[group] as f32;
            let mean: Vec<f32> = sum.iter().map(|x| x * share).collect();
            normalise(&mean, &mut input[..width]);
            normalise(most, &mut input[width..]);
        }
        let mut added = Vec::with_capacity(groups.sizes.len() * width);
        memory.linear.apply(&inputs, 2 * width, groups.sizes.len(), |_, output| {
            added.extend(output.iter().map(|x| x.max(0.0)));
        });
        for (token, row) in window.grouped(features).collect::<Vec<_>>() {
            let group = groups.local[features.groups[token] as usize] as usize;
            let state = window.states[row * width..][..width].iter_mut();
            state.zip(&added[group * width..]).for_each(|(state, add)| *state += add);
        }
    }
}

impl Window {
    /// The tokens that have a group, with their rows.
    fn grouped<'a>(
        &'a self,
        features: &'a Features,
    ) -> impl Iterator<Item = (usize, usize)> + use<'a> {
        self.segments
            .iter()
            .flat_map(|(segment, first)| segment.clone().zip(*first..))
            .filter(|&(token, _)| features.groups[token] != NO_GROUP)
    }
}

/// Sums and maxima of the groups in a window.
struct Groups {
    /// For each group of the document its number in the window.
    local: Vec<u32>,
    /// The groups of the window, to clear them.
    seen: Vec<u32>,
    sizes: Vec<u32>,
    /// For each group in the window, sum and maximum.
    values: Vec<f32>,
}

impl Groups {
    fn new(features: &Features) -> Self {
        Self {
            local: vec![NO_GROUP; features.group_count as usize],
            seen: Vec::new(),
            sizes: Vec::new(),
            values: Vec::new(),
        }
    }

    fn clear(&mut self) {
        self.seen.drain(..).for_each(|group| self.local[group as usize] = NO_GROUP);
        self.sizes.clear();
        self.values.clear();
    }

    fn add(&mut self, group: u32, state: &[f32]) {
        let local = &mut self.local[group as usize];
        if *local == NO_GROUP {
            *local = self.sizes.len() as u32;
            self.seen.push(group);
            self.sizes.push(1);
            self.values.extend_from_slice(state);
            self.values.extend_from_slice(state);
            return;
        }
        let local = *local as usize;
        self.sizes[local] += 1;
        let width = state.len();
        let (sum, most) = self.values[local * 2 * width..][..2 * width].split_at_mut(width);
        sum.iter_mut().zip(state).for_each(|(sum, x)| *sum += x);
        most.iter_mut().zip(state).for_each(|(most, &x)| *most = most.max(x));
    }
}

/// Segments in windows of at most [`WINDOW_TOKENS`]; a longer segment is cut.
fn windows(segments: &[Range<usize>]) -> Vec<Vec<Range<usize>>> {
    let mut windows = vec![Vec::new()];
    let mut tokens = 0;
    for segment in segments {
        let mut rest = segment.clone();
        while !rest.is_empty() {
            let piece = rest.start..rest.end.min(rest.start + WINDOW_TOKENS);
            if tokens > 0 && tokens + piece.len() > WINDOW_TOKENS {
                windows.push(Vec::new());
                tokens = 0;
            }
            tokens += piece.len();
            rest.start = piece.end;
            windows.last_mut().expect("there is always a window").push(piece);
        }
    }
    windows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_windows_cover_the_segments() {
        let segments = [0..10, 10..8190, 8190..8200, 8200..30000];
        let windows = windows(&segments);
        assert!(windows.iter().all(|w| w.iter().map(Range::len).sum::<usize>() <= WINDOW_TOKENS));
        let tokens: Vec<usize> = windows.into_iter().flatten().flatten().collect();
        assert_eq!(tokens, (0..30000).collect::<Vec<_>>());
    }
}
