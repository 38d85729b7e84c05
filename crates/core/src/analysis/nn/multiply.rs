//! The one hot loop: products of 16-bit vectors with 32-bit sums.
//!
//! Integer sums are exact in any order, so the vector width of the processor cannot change a result.

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

/// Writes the product of every row of inputs with every row of weights: `[rows, outputs]`.
pub(super) fn multiply(operands: Operands<'_>, out: &mut [i32]) {
    debug_assert!(
        operands.length.is_multiple_of(LANES) && operands.outputs().is_multiple_of(OUTPUTS)
    );
    #[cfg(target_arch = "x86_64")]
    if let Some(simd) = pulp::x86::V3::try_new() {
        simd.vectorize(avx2::Product { simd, operands, out });
        return;
    }
    portable(operands, out);
}

/// The loops as the compiler vectorises them for any processor.
fn portable(operands: Operands<'_>, out: &mut [i32]) {
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

#[cfg(target_arch = "x86_64")]
mod avx2 {
    //! The same with the instruction that multiplies pairs of 16-bit numbers and adds them, which
    //! the compiler does not find by itself.

    use std::arch::x86_64::__m256i;

    use pulp::{NullaryFnOnce, as_arrays, cast, x86::V3};

    use super::{LANES, OUTPUTS, Operands};

    pub(super) struct Product<'a, 'o> {
        pub(super) simd: V3,
        pub(super) operands: Operands<'a>,
        pub(super) out: &'o mut [i32],
    }

    impl NullaryFnOnce for Product<'_, '_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let Product { simd, operands, out } = self;
            let outputs = operands.outputs();
            let mut row = 0;
            while row + 1 < operands.rows {
                rows::<2>(simd, operands, row, &mut out[row * outputs..][..2 * outputs]);
                row += 2;
            }
            if row < operands.rows {
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
    fn totals(simd: V3, [a, b, c, d]: [__m256i; OUTPUTS]) -> [i32; OUTPUTS] {
        let pairs = |x, y| simd.avx2._mm256_hadd_epi32(x, y);
        let [low, high]: [[i32; OUTPUTS]; 2] = cast(pairs(pairs(a, b), pairs(c, d)));
        std::array::from_fn(|i| low[i] + high[i])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_both_loops_agree_with_the_definition() {
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
        let (mut fast, mut plain) = (vec![0; rows * outputs], vec![0; rows * outputs]);
        multiply(operands, &mut fast);
        portable(operands, &mut plain);
        assert_eq!(fast, expected);
        assert_eq!(plain, expected);
    }
}
