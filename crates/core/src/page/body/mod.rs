//! The body: which parts of the page belong to the article, as blocks.
//!
//! - `segment` cuts the tree into runs of text, `declared` adds what the page declares unseen;
//! - `naming` reads what elements call themselves, `features` describes each segment in numbers;
//! - `model` says how likely each belongs to the body, and what kind of page this is;
//! - `select` chooses;
//! - `place` tells what their surroundings make of the chosen ones, `assemble` writes them as
//!   blocks.

mod assemble;
mod declared;
mod display;
mod features;
#[cfg(feature = "fitting")]
pub mod fitting;
mod lexicon;
mod measure;
mod model;
mod naming;
mod place;
mod segment;
mod select;
#[cfg(test)]
mod tests;
mod token_hash;
pub(in crate::page) mod trees;

use self::features::{Features, Given};
use self::model::Model;
use self::select::Selection;
use super::hints::ElementHints;
use super::structured::Structured;
use super::{Page, PageContext};
use crate::dom::Dom;
use crate::trace::{Stage, Trace};

/// Chooses the body of the page and writes it into `page`. `hints` notes those of the elements that
/// are read for it.
pub fn extract(
    dom: &Dom<'_>,
    context: &PageContext<'_>,
    structured: &Structured,
    hints: &mut ElementHints,
    page: &mut Page,
    trace: &mut Trace,
) {
    extract_with(Model::embedded(), dom, context, structured, hints, page, trace);
}

fn extract_with(
    model: &Model,
    dom: &Dom<'_>,
    context: &PageContext<'_>,
    structured: &Structured,
    hints: &mut ElementHints,
    page: &mut Page,
    trace: &mut Trace,
) {
    let mut segmentation = segment::segment(dom);
    declared::append(structured, &mut segmentation);
    if segmentation.segments.is_empty() {
        return;
    }
    let places = place::places(dom, &segmentation);
    let lexicon = &model.lexicon;
    let given = Given { dom, context, structured, page: &segmentation, places: &places, lexicon };
    let features = Features::new(&given, hints);
    let verdict = model.judge(&segmentation, &features);
    // On large pages, the features take more memory than the tree.
    let title_likeness = features.into_title_likeness();
    let selection = select::select(&segmentation, &title_likeness, &verdict, model);
    if trace.is_on() {
        explain(dom, &segmentation, &verdict, &selection, trace);
    }
    page.metadata.page_kind = Some(selection.kind);
    assemble::assemble(dom, context, &segmentation, &places, &selection.kept, page);
}

/// Notes the kind of page and the fate of every segment.
fn explain(
    dom: &Dom<'_>,
    page: &segment::Segmentation,
    verdict: &model::Verdict,
    selection: &Selection,
    trace: &mut Trace,
) {
    /// Enough of a text to know it again.
    const MAX_CHARS: usize = 80;
    let likeliest = verdict.kinds.iter().copied().fold(0.0, f32::max);
    trace.score(Stage::Page, "body/page_kind", likeliest, || {
        (format!("{:?}", selection.kind), format!("segments are kept from {:.2}", selection.cut))
    });
    for (index, segment) in page.segments.iter().enumerate() {
        let opinion = verdict.opinions[index];
        trace.score(Stage::Page, "body/segment", opinion, || {
            let text = assemble::text_of(dom, page, segment);
            let mut path: Vec<&str> =
                page.regions_around(segment.region).map(|region| region.tag.name()).collect();
            path.reverse();
            let what = match (selection.kept[index], opinion >= selection.cut) {
                (true, _) => "kept",
                (false, true) => "dropped as the title or a copy",
                (false, false) => "dropped",
            };
            (
                text.chars().take(MAX_CHARS).collect(),
                format!("{what}, in {}", path.join(" ").trim()),
            )
        });
    }
}
