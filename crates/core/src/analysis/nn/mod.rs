//! Inference pieces that the taggers share.
//!
//! Every result is the same on every platform and vector width: products run in 16-bit integers with
//! 32-bit sums, which are exact in any order; floating point is used element by element, or summed
//! in an order that the code fixes. Nothing calls a platform's mathematical library.
//!
//! Weights live in safetensors files (see [`tensors`]), written by `crates/train/python/export.py`.
//! The names of one network's tensors begin with its name and a dot:
//!
//! | tensor | type, shape | meaning |
//! |---|---|---|
//! | `table.NAME` | I8 \[rows, width\] | one for each hashed feature of [`ROWS`](super::features::ROWS) |
//! | `input.weight`, `.scale`, `.bias` | I16 \[width, inputs\], F32 \[width\] | concatenated table rows to the first vector |
//! | `flags` | F32 \[flags, width\] | what each flag adds to it |
//! | `block.N.weight`, `.scale`, `.bias` | I8 \[width, 3 · width\], F32 | residual convolution N |
//! | `dilations` | U16 \[blocks\] | distance of the neighbours each block reads |
//! | `memory.weight`, … and `memory.after` | I8 \[width, 2 · width\], U16 \[1\] | the document memory, and after how many blocks it stands |
//! | `head.weight`, … | I8 \[tags, width\] | vectors to tag scores |
//! | `chain.steps`, `chain.start` | F32 \[tags, tags\], F32 \[tags\] | the chain |
//!
//! A weight is its integer times its row's scale.

pub(crate) mod chain;
pub(crate) mod encoder;
pub(crate) mod linear;
mod multiply;
pub(crate) mod norm;
pub mod tensors;
