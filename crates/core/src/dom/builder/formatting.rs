//! The list of active formatting elements (13.2.4.3).

use crate::dom::names::Tag;

/// A formatting element, or a marker.
#[derive(Debug, Clone, Copy)]
pub(super) struct Format {
    /// `NONE` for a marker.
    pub(super) node: u32,
    pub(super) tag: Tag,
}

/// Most elements behind the last marker. Real pages stay below twenty; the bound keeps every walk of
/// the list a bounded step on pages that open thousands of different ones.
const MOST: usize = 256;

/// The list of active formatting elements.
#[derive(Default)]
pub(super) struct Formatting {
    pub(super) list: Vec<Format>,
    /// How many elements stand behind the last marker.
    behind_marker: usize,
    /// The counts of the stretches before each marker.
    before_markers: Vec<usize>,
}

impl Formatting {
    pub(super) fn push_marker(&mut self) {
        self.list.push(Format { node: super::arena::NONE, tag: Tag::OTHER });
        self.before_markers.push(self.behind_marker);
        self.behind_marker = 0;
    }

    /// Clears the list up to the last marker.
    pub(super) fn clear_to_marker(&mut self) {
        self.list.truncate(self.marker_end().saturating_sub(1));
        self.behind_marker = self.before_markers.pop().unwrap_or(0);
    }

    /// Drops the elements behind the last marker, not the marker.
    pub(super) fn clear_behind_marker(&mut self) {
        self.list.truncate(self.marker_end());
        self.behind_marker = 0;
    }

    /// The first index behind the last marker.
    pub(super) fn marker_end(&self) -> usize {
        self.list.len() - self.behind_marker
    }

    /// Adds an element. `same` tells whether a node has the attributes of the new one: of elements
    /// with one name and the same attributes at most three stay ("Noah's Ark clause").
    pub(super) fn push(&mut self, format: Format, same: impl Fn(u32) -> bool) {
        let start = self.marker_end();
        let (mut count, mut earliest) = (0, 0);
        for (index, known) in self.list.iter().enumerate().skip(start).rev() {
            if known.tag == format.tag && same(known.node) {
                count += 1;
                earliest = index;
            }
        }
        if count >= 3 {
            self.remove(earliest);
        } else if self.behind_marker >= MOST {
            self.remove(start);
        }
        self.list.push(format);
        self.behind_marker += 1;
    }

    /// The last element of this name behind the last marker.
    pub(super) fn last(&self, tag: Tag) -> Option<Format> {
        self.list[self.marker_end()..].iter().rev().find(|format| format.tag == tag).copied()
    }

    /// Where a node stands. A bounded walk: nodes that are asked for stand behind the last marker or
    /// are not in the list.
    pub(super) fn position(&self, node: u32) -> Option<usize> {
        let start = self.marker_end();
        self.list[start..].iter().rposition(|format| format.node == node).map(|at| start + at)
    }

    pub(super) fn remove(&mut self, at: usize) {
        self.list.remove(at);
        self.behind_marker -= 1;
    }

    pub(super) fn insert(&mut self, at: usize, format: Format) {
        self.list.insert(at, format);
        self.behind_marker += 1;
    }
}
