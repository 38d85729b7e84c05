//! The title: the headline a reader sees, without the site's name.
//!
//! Headings, the `<title>` and its parts, and the declared titles are candidates ([`gather`]); texts
//! that say the same are one candidate. Each is described by where it stands and how it relates to
//! the others ([`describe`]); a fitted forest of decision trees gives each a score.

mod address;
mod candidates;
mod describe;
mod facts;
mod headings;
mod parts;

use std::sync::LazyLock;

use self::candidates::Candidate;
use self::facts::Feature;
use super::evidence::Evidence;
use super::features::names_and_values;
use crate::article::Provenance;
use crate::page::body::trees::{Forest, Reader};
use crate::trace::{Stage, Trace};

/// The forest that `crates/train/metadata/fit.py title` fits.
static FOREST: LazyLock<Forest> = LazyLock::new(|| {
    let bytes = include_bytes!("../../../../models/title.bin");
    Forest::read(&mut Reader(bytes)).expect("the embedded forest is well formed")
});

/// The title and where it came from.
pub(super) fn decide(evidence: &Evidence<'_>, trace: &mut Trace) -> Option<(String, Provenance)> {
    let mut list = candidates::gather(evidence);
    let rows = describe::rows(&mut list, evidence);
    let scores = FOREST.scores(&rows);
    let mut best: Option<(f32, usize)> = None;
    for (place, (&score, row)) in scores.iter().zip(&rows).enumerate() {
        trace.score(Stage::Page, "title/candidate", score, || {
            (list[place].text.clone(), names_and_values::<Feature>(row, &describe::NUMBERS))
        });
        if best.is_none_or(|(found, _)| score > found) {
            best = Some((score, place));
        }
    }
    let (_, place) = best?;
    let chosen: Candidate = list.swap_remove(place);
    trace.note(Stage::Page, "title/chosen", || {
        (chosen.text.clone(), "the candidate with the highest score".to_owned())
    });
    Some((chosen.text, chosen.provenance))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::metadata::features::Feature as _;

    #[test]
    fn ok_the_forest_reads_the_columns_there_are() {
        assert!(FOREST.columns() <= Feature::ALL.len() + describe::NUMBERS.len());
        assert_eq!(FOREST.outputs(), 1);
        assert!(FOREST.len() > 10);
    }
}
