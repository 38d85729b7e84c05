//! Dateline reads a news page or the plain text of a news story into one structured, checkable
//! record: clean text and its structure, who published it and when, who is quoted saying what, the
//! people, organisations and places, when things happened. Every fact carries the span of text it
//! came from.
//!
//! ```
//! use dateline::{Input, Options};
//!
//! let text = b"OSLO (AP) - The ferry line will close in May, the operator said on Friday.";
//! let article = dateline::extract(&Input::new(text), &Options::default())?;
//! assert_eq!(article.source.charset, "utf-8");
//! assert_eq!(article.blocks.len(), 1);
//! # Ok::<(), dateline::Error>(())
//! ```
//!
//! # A tour
//! Bytes go through the stages in this order; [`pipeline`] is the only module that knows them all.
//!
//! - [`decode`]: bytes to characters;
//! - [`dom`]: characters to an HTML tree, a flat arena in document order;
//! - [`page`]: the tree to metadata and body blocks;
//! - [`plain`]: plain text to blocks;
//! - [`language`]: the language of the text;
//! - [`analysis`]: the text to sentences, dateline, entities, quotations, times, amounts;
//! - [`render`]: the record to JSON and other forms.
//!
//! [`article`] is what they write into, [`span`] how they point at the text, [`trace`] how they tell
//! why, [`options`] what a caller can choose and [`error`] what can go wrong.
//!
//! The crate does no I/O, reads no clock, starts no thread and holds no unsafe code: the same input
//! and options give the same record on every platform.

#![forbid(unsafe_code)]
#![deny(missing_docs, unreachable_pub)]

pub mod analysis;
pub mod article;
mod bytes;
pub mod decode;
pub mod dom;
pub mod error;
pub mod language;
pub mod options;
pub mod page;
pub mod pipeline;
pub mod plain;
pub mod render;
pub mod span;
pub mod trace;

pub use article::{Article, OffsetUnit, SourceKind};
pub use error::Error;
pub use options::{Layer, Layers, Limits, Options};
pub use pipeline::{Extractor, Input, extract};
pub use span::Span;
pub use trace::Trace;

/// Holds the library example of the README to what it says.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
