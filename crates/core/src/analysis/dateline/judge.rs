//! Whether what was read at a line's beginning is a dateline.

use std::ops::Range;

use super::line::Line;
use super::{HEADING, JOINT, Mark, PLACE, Read, words};
use crate::analysis::tokens::Shape;

impl Line<'_, '_> {
    /// The rule by which `read` is a dateline.
    pub(super) fn judge(&self, read: &Read) -> Option<&'static str> {
        let place = read.place.clone();
        let words_of = |range: Range<usize>| range.filter(|&at| !self.tokens.is_mark(at));
        // The first comma parts the place from its region, which need not be in capitals.
        let city =
            place.start..(place.clone()).find(|&at| self.text(at) == ",").unwrap_or(place.end);
        let letters = |at: usize| self.text(at).chars().filter(|c| c.is_alphabetic()).count();
        let upper = !city.is_empty()
            && words_of(city.clone()).all(|at| {
                self.tokens.shape(at).any(Shape::UPPER.with(Shape::STOPPED))
                    || words().get(self.text(at)) == Some(JOINT)
            })
            && words_of(city.clone()).map(letters).sum::<usize>() >= 3;
        let known = self.is_known(city.clone());
        let heading = words_of(place.clone()).any(|at| {
            words().get(self.text(at)) == Some(HEADING) || self.tokens.shape(at).has(Shape::ADDRESS)
        });
        if heading && !known {
            return None;
        }
        let ends_here = read.next >= self.end;
        let story = !ends_here && {
            let shape = self.tokens.shape(read.next);
            shape.any(Shape::CAPITAL.with(Shape::QUOTE).with(Shape::DIGIT))
                || matches!(self.text(read.next), "(" | "[" | "¿" | "¡")
                || !shape.any(Shape::LOWER)
        };
        let agency = read.agency.is_some();
        let dash = read.mark == Mark::Dash && (story || ends_here);
        let colon = read.mark == Mark::Colon && story;
        if agency && (dash || colon) {
            return (upper || known || read.date.is_some() || place.is_empty() || !self.later)
                .then_some("dateline/agency");
        }
        if agency && upper && story {
            return Some("dateline/agency_unmarked");
        }
        if read.date.is_some() && (dash || colon) && (upper || known) {
            return Some("dateline/date");
        }
        if place.is_empty() || self.later && !(upper && dash && story) {
            return None;
        }
        if upper
            && dash
            && city.len() <= 4
            && (story || self.tokens.shape(read.next - 1).has(Shape::MARK))
        {
            let region_upper = words_of(city.end..place.end).any(|at| {
                self.tokens.shape(at).has(Shape::UPPER)
                    && !self.tokens.shape(at).has(Shape::STOPPED)
            });
            return (!region_upper || known).then_some("dateline/capitals_dash");
        }
        if colon && known {
            return Some("dateline/known_place");
        }
        if upper && colon && city == place && city.len() <= 3 {
            return Some("dateline/capitals_colon");
        }
        let spaced = read.next < self.end
            && self.tokens.shape(read.next - 1).has(Shape::SPACE_BEFORE)
            && self.tokens.shape(read.next).has(Shape::SPACE_BEFORE);
        (dash && known && story && (spaced || self.text(read.next - 1) == "—"))
            .then_some("dateline/known_place")
    }

    fn is_known(&self, city: Range<usize>) -> bool {
        /// Longer than the longest name in the table.
        const MAX_BYTES: usize = 40;
        let mut name = String::new();
        for at in city {
            if !name.is_empty() {
                name.push('-');
            }
            name.push_str(self.text(at).trim_end_matches('.'));
            if name.len() > MAX_BYTES {
                return false;
            }
        }
        words().get(&name) == Some(PLACE)
    }
}
