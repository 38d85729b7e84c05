//! The body: which parts of the page belong to the article, as blocks.
//!
//! [`segment`] cuts the tree into runs of text, [`place`] tells what their surroundings make of them,
//! [`select`] chooses, [`assemble`] writes the chosen ones as blocks.

// Until the model reads all of what is measured.
#![allow(dead_code)]

mod assemble;
mod display;
mod measure;
mod place;
mod segment;
mod select;

use super::structured::Structured;
use super::{Page, PageContext};
use crate::dom::Dom;
use crate::trace::Trace;

/// Chooses the body of the page and writes it into `page`.
pub fn extract(
    dom: &Dom<'_>,
    context: &PageContext<'_>,
    _structured: &Structured,
    page: &mut Page,
    trace: &mut Trace,
) {
    let segmentation = segment::segment(dom);
    let places = place::places(dom, &segmentation);
    let kept = select::select(&segmentation, &places, trace);
    assemble::assemble(dom, context, &segmentation, &places, &kept, page);
}
