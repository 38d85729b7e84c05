//! A linear layer with integer weights.

use super::multiply::{LANES, OUTPUTS, Operands, Product, Work, with_product};
use super::norm::ONE;
use super::tensors::{TensorError, Tensors};

/// `output = scale · (weights · input) + bias`, inputs in 16-bit integers, outputs in floats.
#[derive(Debug)]
pub(crate) struct Linear {
    /// `[padded outputs, padded inputs]`.
    weights: Vec<i16>,
    /// Padded number of inputs.
    length: usize,
    outputs: usize,
    scale: Vec<f32>,
    bias: Vec<f32>,
}

/// Rows that are multiplied at a time: their inputs and sums stay in the nearest cache.
pub(crate) const TILE: usize = 32;

impl Linear {
    /// Reads `name.weight`, `name.scale` and `name.bias`. The scale is for inputs in units of one;
    /// `normalised` says that they come in units of 1 / [`ONE`].
    ///
    /// # Errors
    /// When a tensor is missing or misshapen.
    pub(crate) fn read(
        tensors: &Tensors,
        name: &str,
        normalised: bool,
    ) -> Result<Self, TensorError> {
        let weight = format!("{name}.weight");
        let &[outputs, inputs] = tensors.shape(&weight)? else {
            return Err(TensorError::Tensor { name: weight, reason: "is no matrix".to_owned() });
        };
        let raw = tensors.widened(&weight).or_else(|_| tensors.i16(&weight))?;
        let length = inputs.next_multiple_of(LANES);
        let mut weights = vec![0; outputs.next_multiple_of(OUTPUTS) * length];
        for (padded, row) in weights.chunks_exact_mut(length).zip(raw.chunks_exact(inputs)) {
            padded[..inputs].copy_from_slice(row);
        }
        let unit = if normalised { 1.0 / ONE } else { 1.0 };
        let scale = tensors.f32(&format!("{name}.scale"))?.iter().map(|s| s * unit).collect();
        let bias = tensors.f32(&format!("{name}.bias"))?;
        Ok(Self { weights, length, outputs, scale, bias })
    }

    /// Distance between rows of inputs that are not padded otherwise: inputs and zeros behind them.
    pub(crate) fn padded_inputs(&self) -> usize {
        self.length
    }

    /// Number of outputs.
    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    /// Applies the layer to `rows` rows of inputs that begin `stride` apart; `row` gets the number
    /// of each row and its outputs. Every row must have [`Linear::padded_inputs`] numbers.
    pub(crate) fn apply(
        &self,
        inputs: &[i16],
        stride: usize,
        rows: usize,
        row: impl FnMut(usize, &[f32]),
    ) {
        with_product(Application { linear: self, inputs, stride, rows, row });
    }
}

/// What [`Linear::apply`] does.
struct Application<'a, F> {
    linear: &'a Linear,
    inputs: &'a [i16],
    stride: usize,
    rows: usize,
    row: F,
}

impl<F: FnMut(usize, &[f32])> Work for Application<'_, F> {
    #[inline(always)]
    fn run<P: Product>(self, product: P) {
        let Self { linear, inputs, stride, rows, mut row } = self;
        let padded = linear.weights.len() / linear.length;
        let mut sums = vec![0i32; TILE.min(rows) * padded];
        let mut outputs = vec![0f32; linear.outputs];
        for start in (0..rows).step_by(TILE) {
            let count = TILE.min(rows - start);
            let operands = Operands {
                inputs: &inputs[start * stride..],
                stride,
                rows: count,
                weights: &linear.weights,
                length: linear.length,
            };
            product.multiply(operands, &mut sums[..count * padded]);
            for (index, sums) in sums[..count * padded].chunks_exact(padded).enumerate() {
                let terms = sums.iter().zip(&linear.scale).zip(&linear.bias);
                for (output, ((&sum, scale), bias)) in outputs.iter_mut().zip(terms) {
                    *output = sum as f32 * scale + bias;
                }
                row(start + index, &outputs);
            }
        }
    }
}
