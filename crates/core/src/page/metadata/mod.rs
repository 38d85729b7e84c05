//! Each metadata field, decided from all evidence, with its source.

use super::structured::Structured;
use super::{Page, PageContext};
use crate::article::Provenance;
use crate::dom::{Dom, Tag};
use crate::trace::Trace;

/// Fills in the metadata of `page`.
pub fn decide(
    dom: &Dom<'_>,
    _context: &PageContext<'_>,
    _structured: &Structured,
    page: &mut Page,
    _trace: &mut Trace,
) {
    if let Some(title) = dom.find(dom.root(), Tag::TITLE) {
        page.metadata.title = Some(dom.text_content(title).trim().to_owned());
        page.metadata.provenance.insert("title".to_owned(), Provenance::Meta);
    }
}
