//! The linear chain over tags: the best path, and by how much it beats the others.

use super::multiply::{Product, Work, with_product};
use super::tensors::{TensorError, Tensors};

/// Tags a chain can have at most. Rows of scores are padded to this or to a smaller fixed number, so
/// that the loops run over whole vectors.
const MOST_TAGS: usize = 16;
/// The score of what cannot be.
const NEVER: f32 = -1e6;

/// Scores of tag sequences.
#[derive(Debug)]
pub(crate) struct Chain {
    /// `steps[i][j]`: tag `j` behind tag `i`.
    steps: Vec<[f32; MOST_TAGS]>,
    start: [f32; MOST_TAGS],
    tags: usize,
}

/// Space for decoding, reused from sentence to sentence.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    /// `[tokens, tags]`.
    emitted: Vec<f32>,
    tags: usize,
    forward: Vec<f32>,
    back: Vec<u8>,
    /// The best tag of each token.
    pub(crate) path: Vec<u8>,
    /// For each token, how much the best path scores above the best path that gives it another
    /// tag.
    pub(crate) margins: Vec<f32>,
}

impl Chain {
    /// Reads `name.steps` and `name.start`.
    ///
    /// # Errors
    /// When a tensor is missing or misshapen.
    pub(crate) fn read(tensors: &Tensors, name: &str) -> Result<Self, TensorError> {
        let (steps, start) = (format!("{name}.steps"), format!("{name}.start"));
        let tags = tensors.shape(&start)?[0];
        if tags > MOST_TAGS || tensors.shape(&steps)? != [tags, tags] {
            return Err(TensorError::Tensor {
                name: steps,
                reason: "has another shape".to_owned(),
            });
        }
        Ok(Self {
            steps: tensors.f32(&steps)?.chunks_exact(tags).map(pad).collect(),
            start: pad(&tensors.f32(&start)?),
            tags,
        })
    }

    /// Number of tags.
    pub(crate) fn tags(&self) -> usize {
        self.tags
    }

    /// Decodes one sentence from the scores of its tokens, given to the decoder before.
    pub(crate) fn decode(&self, decoder: &mut Decoder) {
        match self.tags {
            ..=4 => with_product(Decoding::<4> { chain: self, decoder }),
            5..=8 => with_product(Decoding::<8> { chain: self, decoder }),
            _ => with_product(Decoding::<MOST_TAGS> { chain: self, decoder }),
        }
    }

    /// [`Chain::decode`] with rows of `TAGS` scores.
    #[inline(always)]
    fn decode_padded<const TAGS: usize>(&self, decoder: &mut Decoder) {
        let Decoder { emitted, tags, forward, back, path, margins } = decoder;
        path.clear();
        margins.clear();
        if emitted.is_empty() {
            return;
        }
        let (emitted, length) = (emitted.chunks_exact(*tags), emitted.len() / *tags);
        let mut steps = [[NEVER; TAGS]; TAGS];
        for (steps, padded) in steps.iter_mut().zip(&self.steps) {
            *steps = first(padded);
        }
        forward.clear();
        back.clear();
        back.resize(length * TAGS, 0);
        let mut scores: [f32; TAGS] = first(&self.start);
        for (token, (emitted, origin)) in
            emitted.clone().zip(back.as_chunks_mut::<TAGS>().0).enumerate()
        {
            if token > 0 {
                let (mut best, mut from) = ([f32::NEG_INFINITY; TAGS], [0_i32; TAGS]);
                for (tag, (score, steps)) in scores.iter().zip(&steps).enumerate() {
                    for to in 0..TAGS {
                        let candidate = score + steps[to];
                        let better = candidate > best[to];
                        best[to] = if better { candidate } else { best[to] };
                        from[to] = if better { tag as i32 } else { from[to] };
                    }
                }
                *origin = from.map(|from| from as u8);
                scores = best;
            }
            scores = add(&scores, &pad(emitted));
            forward.extend_from_slice(&scores);
        }
        let (forward, back) = (forward.as_chunks::<TAGS>().0, back.as_chunks::<TAGS>().0);
        path.resize(length, 0);
        path[length - 1] = argmax(&scores);
        for token in (1..length).rev() {
            path[token - 1] = back[token][usize::from(path[token])];
        }
        let total = scores[usize::from(path[length - 1])];
        // Backwards: the best score of what follows each tag.
        margins.resize(length, 0.0);
        let mut behind = [0.0; TAGS];
        for (token, emitted) in emitted.enumerate().rev() {
            let mut other = NEVER;
            for tag in 0..self.tags {
                let score = forward[token][tag] + behind[tag];
                let is_best = tag == usize::from(path[token]);
                other = if is_best { other } else { other.max(score) };
            }
            margins[token] = total - other;
            let mut before = [NEVER; TAGS];
            let ahead = add(&behind, &pad(emitted));
            for (before, steps) in before.iter_mut().zip(&steps) {
                let mut reached: [f32; TAGS] = add(steps, &ahead);
                let mut width = TAGS;
                while width > 1 {
                    width /= 2;
                    for i in 0..width {
                        reached[i] = reached[i].max(reached[i + width]);
                    }
                }
                *before = before.max(reached[0]);
            }
            behind = before;
        }
    }
}

/// A call of [`Chain::decode`].
struct Decoding<'a, const TAGS: usize> {
    chain: &'a Chain,
    decoder: &'a mut Decoder,
}

impl<const TAGS: usize> Work for Decoding<'_, TAGS> {
    #[inline(always)]
    fn run<P: Product>(self, _: P) {
        self.chain.decode_padded::<TAGS>(self.decoder);
    }
}

impl Decoder {
    /// Forgets the last sentence.
    pub(crate) fn clear(&mut self) {
        self.emitted.clear();
    }

    /// Adds a token's scores.
    pub(crate) fn push(&mut self, scores: &[f32]) {
        self.tags = scores.len();
        self.emitted.extend_from_slice(scores);
    }

    /// The scores of a token.
    pub(crate) fn scores(&self, token: usize) -> &[f32] {
        &self.emitted[token * self.tags..][..self.tags]
    }
}

#[inline(always)]
fn pad<const TAGS: usize>(row: &[f32]) -> [f32; TAGS] {
    std::array::from_fn(|tag| row.get(tag).copied().unwrap_or(NEVER))
}

#[inline(always)]
fn first<const TAGS: usize>(padded: &[f32; MOST_TAGS]) -> [f32; TAGS] {
    std::array::from_fn(|tag| padded[tag])
}

#[inline(always)]
fn add<const TAGS: usize>(a: &[f32; TAGS], b: &[f32; TAGS]) -> [f32; TAGS] {
    std::array::from_fn(|tag| a[tag] + b[tag])
}

#[inline(always)]
fn argmax<const TAGS: usize>(scores: &[f32; TAGS]) -> u8 {
    let mut best = 0;
    for (tag, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = tag;
        }
    }
    best as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tags O, B, I: I may not begin nor follow O.
    fn chain() -> Chain {
        let row = |scores: [f32; 3]| pad(&scores);
        Chain {
            steps: vec![row([0.0, 0.0, NEVER]), row([0.0, 0.0, 0.5]), row([0.0, 0.0, 0.5])],
            start: row([0.0, 0.0, NEVER]),
            tags: 3,
        }
    }

    fn decode(scores: &[[f32; 3]]) -> (Vec<u8>, Vec<f32>) {
        let mut decoder = Decoder::default();
        scores.iter().for_each(|scores| decoder.push(scores));
        chain().decode(&mut decoder);
        (decoder.path, decoder.margins)
    }

    #[test]
    fn ok_the_best_path_obeys_the_chain() {
        // The second token alone would be I; the chain makes the first one B for it.
        let (path, _) = decode(&[[0.2, 0.0, 3.0], [0.0, 0.0, 2.0], [1.0, 0.0, 0.0]]);
        assert_eq!(path, [1, 2, 0]);
        assert!(decode(&[]).0.is_empty());
    }

    #[test]
    fn ok_margins_compare_whole_paths() {
        let scores = [[0.0, 1.0, 0.0], [0.3, 0.0, 0.0]];
        let (path, margins) = decode(&scores);
        assert_eq!(path, [1, 2]);
        // B I scores 1.5, B O 1.3, O O 0.3.
        assert!((margins[1] - 0.2).abs() < 1e-6 && (margins[0] - 1.2).abs() < 1e-6, "{margins:?}");
    }
}
