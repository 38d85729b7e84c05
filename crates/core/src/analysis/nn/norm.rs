//! Layer norm to 16-bit integers.

use super::multiply::{Product, Work, with_product};

/// One in a normalised vector, as an integer. Entries of a vector of width n stay below √n, so that
/// 16 bits hold them up to a width of 16,000, and the products of a row of 8-bit weights fit 32 bits.
pub(crate) const ONE: f32 = 256.0;
/// Added to the variance, as in fitting.
const EPSILON: f32 = 1e-5;
/// Partial sums, so that sums do not depend on how many lanes the processor adds at once.
const PARTS: usize = 16;

/// Normalises every row of `vectors`, `[rows, width]`.
pub(crate) fn normalise_rows(vectors: &[f32], width: usize, out: &mut [i16]) {
    with_product(Rows { vectors, width, out });
}

struct Rows<'a> {
    vectors: &'a [f32],
    width: usize,
    out: &'a mut [i16],
}

impl Work for Rows<'_> {
    #[inline(always)]
    fn run<P: Product>(self, _: P) {
        let vectors = self.vectors.chunks_exact(self.width);
        vectors.zip(self.out.chunks_exact_mut(self.width)).for_each(|(v, out)| normalise(v, out));
    }
}

/// Writes `vector` with mean 0 and variance 1, in units of 1 / [`ONE`].
#[inline(always)]
pub(crate) fn normalise(vector: &[f32], out: &mut [i16]) {
    let share = 1.0 / vector.len() as f32;
    let mean = sum(vector, |x| x) * share;
    let variance = sum(vector, |x| (x - mean) * (x - mean)) * share;
    let scale = ONE / (variance + EPSILON).sqrt();
    for (out, &x) in out.iter_mut().zip(vector) {
        *out = round((x - mean) * scale);
    }
}

/// Rounds to the nearest integer, ties to even, for numbers that 16 bits hold.
#[inline(always)]
pub(crate) fn round(x: f32) -> i16 {
    /// Above 2²³ floats have no fraction: adding this rounds, and the low bits are the integer.
    const SHIFT: f32 = 12_582_912.0;
    ((x + SHIFT).to_bits() as i32 - SHIFT.to_bits() as i32) as i16
}

#[inline(always)]
fn sum(vector: &[f32], term: impl Fn(f32) -> f32) -> f32 {
    let mut parts = [0.0f32; PARTS];
    let (chunks, rest) = vector.as_chunks::<PARTS>();
    for chunk in chunks {
        for (part, &x) in parts.iter_mut().zip(chunk) {
            *part += term(x);
        }
    }
    for (part, &x) in parts.iter_mut().zip(rest) {
        *part += term(x);
    }
    let mut width = PARTS;
    while width > 1 {
        width /= 2;
        for i in 0..width {
            parts[i] += parts[i + width];
        }
    }
    parts[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_vectors_are_normalised() {
        let vector: Vec<f32> = (0..32).map(|i| i as f32).collect();
        let mut out = vec![0; 32];
        normalise(&vector, &mut out);
        assert_eq!(out.iter().map(|&x| i32::from(x)).sum::<i32>(), 0);
        let variance = out.iter().map(|&x| (f32::from(x) / ONE).powi(2)).sum::<f32>() / 32.0;
        assert!((variance - 1.0).abs() < 0.01);
        normalise(&[2.0; 32], &mut out);
        assert!(out.iter().all(|&x| x == 0));
    }

    #[test]
    fn ok_rounding() {
        assert_eq!([0.4, 0.6, -0.6, -1.5, 2.5].map(round), [0, 1, -1, -2, 2]);
    }
}
