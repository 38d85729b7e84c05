//! The record: plain data that every stage writes into and every frontend returns.
//!
//! [`Article`] is the whole; [`block`] its structure, [`metadata`] what is known about it,
//! [`analysis`] what was read in it. Fields are public and serialise under the names of
//! `docs/record.md`. Anything that was not found is `None` or empty and is left out of the JSON.

pub mod analysis;
pub mod block;
pub mod metadata;
mod offsets;
#[cfg(feature = "schema")]
mod schema;
mod warning;

use serde::{Deserialize, Serialize};

pub use analysis::{
    Amount, AmountKind, Dateline, Entity, EntityKind, KeyPhrase, Mention, MentionForm, Quotation,
    QuotationKind, Score, SpeakerKind, Time, TimeKind,
};
pub use block::{Block, BlockKind, Link};
pub use metadata::{
    Author, AuthorKind, Image, Metadata, PageKind, Provenance, Publisher, Source, SourceKind,
};
pub use offsets::OffsetUnit;
#[cfg(feature = "schema")]
pub use schema::json_schema;
pub use warning::{Warning, WarningCode};

use crate::span::Span;

/// The version of the record's shape, as it stands in [`Article::schema`].
pub const SCHEMA: &str = "dateline/1";

/// One news page or news text as a structured, checkable record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Article {
    /// Version of the record's shape: [`SCHEMA`].
    #[cfg_attr(feature = "schema", schemars(description = "Version of the record's shape."))]
    pub schema: String,
    /// The caller's name for the input, when one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What the numbers in every span count.
    pub offset_unit: OffsetUnit,
    /// What came in.
    pub source: Source,
    /// What is known about the article.
    #[serde(flatten)]
    pub metadata: Metadata,
    /// The body. For plain text the decoded input itself (a BOM aside); for HTML the body's blocks
    /// joined by one blank line.
    pub text: String,
    /// The body's structure, flat and in text order; nesting is told by depth.
    #[serde(default)]
    pub blocks: Vec<Block>,
    /// Hyperlinks inside the text, in text order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// Place, agency and date at the head of the story.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dateline: Option<Dateline>,
    /// Sentences, in text order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentences: Option<Vec<Span>>,
    /// People, organisations and places, in order of their first mention.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entities: Option<Vec<Entity>>,
    /// Who said what, in text order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotations: Option<Vec<Quotation>>,
    /// Time expressions, in text order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<Vec<Time>>,
    /// Money, percentages, counts and measures, in text order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amounts: Option<Vec<Amount>>,
    /// The sentences that carry most of the story: indices into `sentences` as that layer finds
    /// them, ascending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_sentences: Option<Vec<u32>>,
    /// The phrases that name what the story is about, best first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_phrases: Option<Vec<KeyPhrase>>,
    /// What was strange about the input, in the order it was met.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}
