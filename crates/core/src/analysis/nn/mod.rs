//! Inference pieces that the taggers share.
//!
//! Every result is the same on every platform and vector width: products run in 16-bit integers with
//! 32-bit sums, which are exact in any order; floating point is used element by element, or summed
//! in an order that the code fixes. Nothing calls a platform's mathematical library.
//!
//! Weights live in safetensors files (see [`tensors`]), written by `crates/train/python/export.py`.

pub mod tensors;
