//! The structure of the body: blocks, links.

use serde::{Deserialize, Serialize};

use crate::span::Span;

/// One block of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Block {
    /// What it is.
    #[serde(flatten)]
    pub kind: BlockKind,
    /// Where its text stands; empty for a figure whose caption is not part of the text.
    pub span: Span,
}

/// The kinds of block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading inside the body.
    Heading {
        /// 1 (largest) to 6.
        level: u8,
    },
    /// One item of a list; items of one list follow each other.
    ListItem {
        /// Whether the list is numbered.
        ordered: bool,
        /// 1 for an outermost list, one more for each list around it.
        depth: u8,
    },
    /// A block quotation.
    Quote,
    /// Preformatted text, its white space kept.
    Code {
        /// The programming language, when the page names it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<String>,
    },
    /// A table.
    Table {
        /// The spans of the cells, row by row; an empty span is an empty cell.
        rows: Vec<Vec<Span>>,
    },
    /// A figure in its place in the body.
    Figure {
        /// Index into [`Metadata::images`](super::Metadata::images).
        #[cfg_attr(feature = "schema", schemars(description = "Index into `images`."))]
        image: u32,
    },
}

/// A hyperlink inside the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Link {
    /// The linked words.
    pub span: Span,
    /// The target, absolute when the page's address is known.
    pub url: String,
}
