//! The tree of a web page to metadata and body.
//!
//! The order of the steps is [`read`]: what the page declares about itself is gathered once
//! ([`structured`]), then the body is chosen ([`body`]), then each metadata field is decided from all
//! evidence ([`metadata`]).

pub mod body;
mod hash;
pub mod hints;
mod memo;
pub mod metadata;
pub mod structured;
pub mod url;

use crate::article::{Block, Link, Metadata, Warning};
use crate::dom::Dom;
use crate::trace::Trace;
use hints::ElementHints;

/// What the reading of a page depends on besides the tree.
#[derive(Debug, Clone, Copy, Default)]
pub struct PageContext<'a> {
    /// The page's address, as the caller gave it: relative links are resolved against it.
    pub url: Option<&'a str>,
    /// Whether figure captions are part of the text.
    pub captions_in_text: bool,
}

/// What a page holds.
#[derive(Debug, Default)]
pub struct Page {
    /// What is known about the article.
    pub metadata: Metadata,
    /// The address the page calls its own.
    pub canonical_url: Option<String>,
    /// The body.
    pub body: Body,
    /// What was strange.
    pub warnings: Vec<Warning>,
}

/// The body of a page.
#[derive(Debug, Default)]
pub struct Body {
    /// Blocks joined by one blank line.
    pub text: String,
    /// Blocks in text order.
    pub blocks: Vec<Block>,
    /// Links in text order.
    pub links: Vec<Link>,
}

/// Reads a page.
#[must_use]
pub fn read(dom: &Dom<'_>, context: &PageContext<'_>, trace: &mut Trace) -> Page {
    let mut page = Page::default();
    let structured = structured::gather(dom, context, &mut page.warnings, trace);
    let mut hints = ElementHints::new(dom);
    body::extract(dom, context, &structured, &mut hints, &mut page, trace);
    metadata::decide(dom, context, &structured, &hints, &mut page, trace);
    page
}
