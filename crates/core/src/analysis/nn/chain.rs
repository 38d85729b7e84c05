//! The linear chain over tags: the best path, and by how much it beats the others.

use super::tensors::{TensorError, Tensors};

/// Tags a chain can have; a fixed number lets the loops run over whole vectors.
const TAGS: usize = 16;
/// The score of what cannot be.
const NEVER: f32 = -1e6;

type Scores = [f32; TAGS];

/// Scores of tag sequences.
#[derive(Debug)]
pub(crate) struct Chain {
    /// `steps[i][j]`: tag `j` behind tag `i`.
    steps: Vec<Scores>,
    start: Scores,
    tags: usize,
}

/// Space for decoding, reused from sentence to sentence.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    emitted: Vec<Scores>,
    forward: Vec<Scores>,
    back: Vec<[u8; TAGS]>,
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
        if tags > TAGS || tensors.shape(&steps)? != [tags, tags] {
            return Err(TensorError::Tensor {
                name: steps,
                reason: "has another shape".to_owned(),
            });
        }
        let pad = |row: &[f32]| {
            let mut scores = [NEVER; TAGS];
            scores[..tags].copy_from_slice(row);
            scores
        };
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
        let Decoder { emitted, forward, back, path, margins } = decoder;
        path.clear();
        margins.clear();
        let length = emitted.len();
        if length == 0 {
            return;
        }
        forward.clear();
        back.clear();
        back.resize(length, [0; TAGS]);
        forward.push(add(&self.start, &emitted[0]));
        for token in 1..length {
            let mut best = [f32::NEG_INFINITY; TAGS];
            let origin = &mut back[token];
            for (from, (&score, steps)) in forward[token - 1].iter().zip(&self.steps).enumerate() {
                for to in 0..TAGS {
                    let candidate = score + steps[to];
                    if candidate > best[to] {
                        best[to] = candidate;
                        origin[to] = from as u8;
                    }
                }
            }
            forward.push(add(&best, &emitted[token]));
        }
        path.resize(length, 0);
        path[length - 1] = argmax(&forward[length - 1]);
        for token in (1..length).rev() {
            path[token - 1] = back[token][usize::from(path[token])];
        }
        let total = forward[length - 1][usize::from(path[length - 1])];
        // Backwards: the best score of what follows each tag.
        margins.resize(length, 0.0);
        let mut behind = [0.0; TAGS];
        for token in (0..length).rev() {
            let mut other = NEVER;
            for tag in 0..self.tags {
                if tag != usize::from(path[token]) {
                    other = other.max(forward[token][tag] + behind[tag]);
                }
            }
            margins[token] = total - other;
            let mut before = [NEVER; TAGS];
            let ahead = add(&behind, &emitted[token]);
            for (before, steps) in before.iter_mut().zip(&self.steps) {
                let mut best = NEVER;
                for to in 0..TAGS {
                    best = best.max(steps[to] + ahead[to]);
                }
                *before = best;
            }
            behind = before;
        }
    }
}

impl Decoder {
    /// Forgets the last sentence.
    pub(crate) fn clear(&mut self) {
        self.emitted.clear();
    }

    /// Adds a token's scores.
    pub(crate) fn push(&mut self, scores: &[f32]) {
        let mut padded = [NEVER; TAGS];
        padded[..scores.len()].copy_from_slice(scores);
        self.emitted.push(padded);
    }

    /// The scores of a token.
    pub(crate) fn scores(&self, token: usize) -> &[f32] {
        &self.emitted[token]
    }
}

fn add(a: &Scores, b: &Scores) -> Scores {
    std::array::from_fn(|i| a[i] + b[i])
}

fn argmax(scores: &Scores) -> u8 {
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
        let row = |scores: [f32; 3]| {
            let mut padded = [NEVER; TAGS];
            padded[..3].copy_from_slice(&scores);
            padded
        };
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
