//! The one hot loop: products of 16-bit vectors with 32-bit sums.
//!
//! Integer sums are exact in any order, so the vector width of the processor cannot change a result.

#[cfg(target_arch = "x86_64")]
use pulp::{
    NullaryFnOnce,
    x86::{V3, V4},
};

/// Both operands of a product, row by row.
#[derive(Clone, Copy)]
pub(super) struct Operands<'a> {
    /// Rows of inputs; row `i` begins at `i * stride`, rows may overlap.
    pub(super) inputs: &'a [i16],
    /// Distance from one row of inputs to the next.
    pub(super) stride: usize,
    /// How many rows of inputs there are.
    pub(super) rows: usize,
    /// `[outputs, length]`.
    pub(super) weights: &'a [i16],
    /// Numbers in one row, a multiple of [`LANES`].
    pub(super) length: usize,
}

/// Rows are padded to a multiple of this.
pub(super) const LANES: usize = 16;
/// Rows of weights are padded to a multiple of this.
pub(super) const OUTPUTS: usize = 4;

impl<'a> Operands<'a> {
    #[inline(always)]
    fn input(&self, row: usize) -> &'a [i16] {
        &self.inputs[row * self.stride..][..self.length]
    }

    #[inline(always)]
    fn weight(&self, output: usize) -> &'a [i16] {
        &self.weights[output * self.length..][..self.length]
    }

    #[inline(always)]
    fn outputs(&self) -> usize {
        self.weights.len() / self.length
    }
}

/// The product of every row of inputs with every row of weights.
pub(super) trait Product: Copy {
    /// Writes it to `out`: `[rows, outputs]`.
    fn multiply(self, operands: Operands<'_>, out: &mut [i32]);
}

/// Work that is compiled once for each set of instructions. Whatever its `run` inlines uses them.
pub(super) trait Work {
    fn run<P: Product>(self, product: P);
}

/// Does the work with the widest instructions that the processor has.
#[inline]
pub(super) fn with_product(work: impl Work) {
    #[cfg(target_arch = "x86_64")]
    {
        if let Some(simd) = V4::try_new() {
            return simd.vectorize(With { product: avx512::Wide(simd), work });
        }
        if let Some(simd) = V3::try_new() {
            return simd.vectorize(With { product: avx2::Half(simd), work });
        }
    }
    work.run(Portable);
}

#[cfg(target_arch = "x86_64")]
struct With<P, W> {
    product: P,
    work: W,
}

#[cfg(target_arch = "x86_64")]
impl<P: Product, W: Work> NullaryFnOnce for With<P, W> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.work.run(self.product);
    }
}

/// The loops as the compiler vectorises them for any processor.
#[derive(Clone, Copy)]
struct Portable;

impl Product for Portable {
    #[inline(always)]
    fn multiply(self, operands: Operands<'_>, out: &mut [i32]) {
        let outputs = operands.outputs();
        for row in 0..operands.rows {
            let input = operands.input(row);
            for output in (0..outputs).step_by(OUTPUTS) {
                let [a, b, c, d] = std::array::from_fn(|i| operands.weight(output + i));
                let mut sums = [0i32; OUTPUTS];
                for i in 0..operands.length {
                    let x = i32::from(input[i]);
                    sums[0] += i32::from(a[i]) * x;
                    sums[1] += i32::from(b[i]) * x;
                    sums[2] += i32::from(c[i]) * x;
                    sums[3] += i32::from(d[i]) * x;
                }
                out[row * outputs + output..][..OUTPUTS].copy_from_slice(&sums);
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    //! The same with the instruction that multiplies pairs of 16-bit numbers and adds them, which
    //! the compiler does not find by itself.

    use std::arch::x86_64::__m256i;

    use pulp::{as_arrays, cast, x86::V3};

    use super::{LANES, OUTPUTS, Operands, Product};

    /// Rows whose sums stay in registers.
    const ROWS: usize = 2;

    #[derive(Clone, Copy)]
    pub(super) struct Half(pub(super) V3);

    impl Product for Half {
        #[inline(always)]
        fn multiply(self, operands: Operands<'_>, out: &mut [i32]) {
            let Self(simd) = self;
            let outputs = operands.outputs();
            let whole = operands.rows / ROWS * ROWS;
            for row in (0..whole).step_by(ROWS) {
                rows::<ROWS>(simd, operands, row, &mut out[row * outputs..][..ROWS * outputs]);
            }
            for row in whole..operands.rows {
                rows::<1>(simd, operands, row, &mut out[row * outputs..][..outputs]);
            }
        }
    }

    #[inline(always)]
    fn rows<const ROWS: usize>(simd: V3, operands: Operands<'_>, row: usize, out: &mut [i32]) {
        let outputs = operands.outputs();
        let zero = simd.avx._mm256_setzero_si256();
        let steps = operands.length / LANES;
        let inputs: [&[[i16; LANES]]; ROWS] =
            std::array::from_fn(|i| &as_arrays(operands.input(row + i)).0[..steps]);
        for output in (0..outputs).step_by(OUTPUTS) {
            let weights: [&[[i16; LANES]]; OUTPUTS] =
                std::array::from_fn(|i| &as_arrays(operands.weight(output + i)).0[..steps]);
            let mut sums = [[zero; OUTPUTS]; ROWS];
            for step in 0..steps {
                for (input, sums) in inputs.iter().zip(&mut sums) {
                    let input: __m256i = cast(input[step]);
                    for (weight, sum) in weights.iter().zip(sums) {
                        let products = simd.avx2._mm256_madd_epi16(input, cast(weight[step]));
                        *sum = simd.avx2._mm256_add_epi32(*sum, products);
                    }
                }
            }
            for (row, sums) in sums.into_iter().enumerate() {
                out[row * outputs + output..][..OUTPUTS].copy_from_slice(&totals(simd, sums));
            }
        }
    }

    /// The sum of the eight numbers of each vector.
    #[inline(always)]
    pub(super) fn totals(simd: V3, [a, b, c, d]: [__m256i; OUTPUTS]) -> [i32; OUTPUTS] {
        let (ab, cd) = (simd.avx2._mm256_hadd_epi32(a, b), simd.avx2._mm256_hadd_epi32(c, d));
        let [low, high]: [[i32; OUTPUTS]; 2] = cast(simd.avx2._mm256_hadd_epi32(ab, cd));
        std::array::from_fn(|i| low[i] + high[i])
    }
}

#[cfg(target_arch = "x86_64")]
mod avx512 {
    //! The same with vectors of twice the width; half of one is left where the length is odd in
    //! [`LANES`].

    use std::arch::x86_64::__m512i;

    use pulp::{as_arrays, cast, x86::V4};

    use super::{LANES, OUTPUTS, Operands, Product, avx2};

    /// Numbers in a vector.
    const WIDE: usize = 2 * LANES;
    /// Rows whose sums stay in registers.
    const ROWS: usize = 4;

    #[derive(Clone, Copy)]
    pub(super) struct Wide(pub(super) V4);

    impl Product for Wide {
        #[inline(always)]
        fn multiply(self, operands: Operands<'_>, out: &mut [i32]) {
            let Self(simd) = self;
            let outputs = operands.outputs();
            let whole = operands.rows / ROWS * ROWS;
            for row in (0..whole).step_by(ROWS) {
                rows::<ROWS>(simd, operands, row, &mut out[row * outputs..][..ROWS * outputs]);
            }
            for row in whole..operands.rows {
                rows::<1>(simd, operands, row, &mut out[row * outputs..][..outputs]);
            }
        }
    }

    #[inline(always)]
    fn rows<const ROWS: usize>(simd: V4, operands: Operands<'_>, row: usize, out: &mut [i32]) {
        let outputs = operands.outputs();
        let zero = simd.avx512f._mm512_setzero_si512();
        let steps = operands.length / WIDE;
        let inputs: [(&[[i16; WIDE]], &[i16]); ROWS] =
            std::array::from_fn(|i| as_arrays(operands.input(row + i)));
        for output in (0..outputs).step_by(OUTPUTS) {
            let weights: [(&[[i16; WIDE]], &[i16]); OUTPUTS] =
                std::array::from_fn(|i| as_arrays(operands.weight(output + i)));
            let mut sums = [[zero; OUTPUTS]; ROWS];
            for step in 0..steps {
                let mut vectors = [zero; OUTPUTS];
                for (vector, (whole, _)) in vectors.iter_mut().zip(&weights) {
                    *vector = cast(whole[step]);
                }
                for ((input, _), sums) in inputs.iter().zip(&mut sums) {
                    add(simd, cast(input[step]), vectors, sums);
                }
            }
            if !operands.length.is_multiple_of(WIDE) {
                let mut vectors = [zero; OUTPUTS];
                for (vector, (_, rest)) in vectors.iter_mut().zip(&weights) {
                    *vector = half(simd, rest);
                }
                for ((_, rest), sums) in inputs.iter().zip(&mut sums) {
                    add(simd, half(simd, rest), vectors, sums);
                }
            }
            for (row, sums) in sums.into_iter().enumerate() {
                let mut halves = [simd.avx._mm256_setzero_si256(); OUTPUTS];
                for (half, sum) in halves.iter_mut().zip(sums) {
                    let high = simd.avx512f._mm512_extracti64x4_epi64::<1>(sum);
                    let low = simd.avx512f._mm512_castsi512_si256(sum);
                    *half = simd.avx2._mm256_add_epi32(low, high);
                }
                let totals = avx2::totals(*simd, halves);
                out[row * outputs + output..][..OUTPUTS].copy_from_slice(&totals);
            }
        }
    }

    #[inline(always)]
    fn add(simd: V4, input: __m512i, weights: [__m512i; OUTPUTS], sums: &mut [__m512i; OUTPUTS]) {
        for (weight, sum) in weights.into_iter().zip(sums) {
            let products = simd.avx512bw._mm512_madd_epi16(input, weight);
            *sum = simd.avx512f._mm512_add_epi32(*sum, products);
        }
    }

    /// The last [`LANES`] numbers, zeros behind them.
    #[inline(always)]
    fn half(simd: V4, rest: &[i16]) -> __m512i {
        let half: [i16; LANES] = as_arrays(rest).0[0];
        simd.avx512f._mm512_zextsi256_si512(cast(half))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Multiplies with the instructions of this processor.
    struct Multiply<'a>(Operands<'a>, &'a mut [i32]);

    impl Work for Multiply<'_> {
        fn run<P: Product>(self, product: P) {
            product.multiply(self.0, self.1);
        }
    }

    #[test]
    fn ok_all_loops_agree_with_the_definition() {
        let (rows, stride, length, outputs) = (5, 16, 48, 8);
        let number = |i: usize| ((i * 7919 + 13) % 509) as i16 - 254;
        let inputs: Vec<i16> = (0..(rows - 1) * stride + length).map(number).collect();
        let weights: Vec<i16> = (0..outputs * length).map(|i| number(i + 100_003)).collect();
        let operands = Operands { inputs: &inputs, stride, rows, weights: &weights, length };
        let mut expected = Vec::new();
        for row in 0..rows {
            for output in 0..outputs {
                let pairs = operands.input(row).iter().zip(operands.weight(output));
                expected.push(pairs.map(|(&x, &w)| i32::from(x) * i32::from(w)).sum::<i32>());
            }
        }
        let mut found = vec![0; rows * outputs];
        with_product(Multiply(operands, &mut found));
        assert_eq!(found, expected);
        found.fill(0);
        Portable.multiply(operands, &mut found);
        assert_eq!(found, expected);
        #[cfg(target_arch = "x86_64")]
        if let Some(simd) = V3::try_new() {
            found.fill(0);
            simd.vectorize(With {
                product: avx2::Half(simd),
                work: Multiply(operands, &mut found),
            });
            assert_eq!(found, expected);
        }
    }
}
