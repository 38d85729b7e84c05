//! What a page declares about itself: JSON-LD, meta tags, microdata.

use crate::article::Warning;
use crate::dom::Dom;
use crate::trace::Trace;

/// The declarations of one page.
#[derive(Debug, Default)]
pub struct Structured {}

/// Gathers the declarations in one walk over the tree.
#[must_use]
pub fn gather(_dom: &Dom<'_>, _warnings: &mut Vec<Warning>, _trace: &mut Trace) -> Structured {
    Structured::default()
}
