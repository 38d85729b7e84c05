//! Formatting elements: reconstruction (13.2.4.3) and the adoption agency (13.2.6.4.7).

use super::formatting::Format;
use super::stack::{Open, Scope};
use super::{Builder, class};
use crate::dom::names::Tag;
use crate::dom::tokenizer::Name;
use crate::dom::tree::Namespace;

impl Builder<'_> {
    /// Inserts an element for a formatting tag and adds it to the list.
    pub(super) fn insert_formatting(&mut self, name: Name) {
        let id = self.insert(name);
        let payload = self.arena.node(id).payload;
        let mut formatting = std::mem::take(&mut self.formatting);
        formatting
            .push(Format { node: id, tag: name.tag }, |known| self.same_attrs(known, payload));
        self.formatting = formatting;
    }

    /// Reconstructs the active formatting elements.
    #[inline]
    pub(super) fn reconstruct(&mut self) {
        match self.formatting.list.last() {
            Some(format)
                if self.formatting.marker_end() < self.formatting.list.len()
                    && self.stack.position(format.node).is_none() =>
            {
                self.reconstruct_closed();
            }
            _ => {}
        }
    }

    fn reconstruct_closed(&mut self) {
        // Rewind: to behind the last element that is open, or behind the marker.
        let end = self.formatting.list.len();
        let start = (self.formatting.marker_end()..end)
            .rev()
            .find(|&at| self.stack.position(self.formatting.list[at].node).is_some())
            .map_or(self.formatting.marker_end(), |at| at + 1);
        for at in start..end {
            if !self.may_copy() || self.stack.len() >= self.max_depth {
                return;
            }
            let Format { node, tag } = self.formatting.list[at];
            let payload = self.arena.node(node).payload;
            let place = self.place();
            let id = self.element_at(place, Namespace::Html, tag, payload);
            self.stack.push(Open::html(id, tag));
            self.formatting.list[at].node = id;
        }
    }

    /// Takes one from the number of copies that may be made. Formatting that is never closed can
    /// ask for more copies than the page has bytes; when none is left, it is dropped.
    fn may_copy(&mut self) -> bool {
        match self.copies_left.checked_sub(1) {
            Some(left) => {
                self.copies_left = left;
                true
            }
            None => {
                self.formatting_dropped = true;
                self.formatting.clear_behind_marker();
                false
            }
        }
    }

    /// The adoption agency algorithm for a tag's name.
    pub(super) fn adopt(&mut self, name: Name) {
        let tag = name.tag;
        // Step 2.
        if let Some(top) = self.stack.top()
            && top.is(tag)
            && self.formatting.position(top.node).is_none()
        {
            return self.stack.pop();
        }
        // Steps 3 and 4.
        for _ in 0..8 {
            // Step 4.3.
            let Some(formatting) = self.formatting.last(tag) else {
                return self.other_end_tag(name);
            };
            // Steps 4.4 to 4.6.
            let Some(at) = self.stack.position(formatting.node) else {
                return self.forget(formatting.node);
            };
            if self.stack.open[at + 1..].iter().any(|open| open.class & Scope::Default as u16 != 0)
            {
                return;
            }
            // Steps 4.7 and 4.8.
            let furthest = (at + 1..self.stack.len())
                .find(|&at| self.stack.open[at].class & class::SPECIAL != 0);
            let Some(furthest) = furthest else {
                self.stack.truncate(at);
                return self.forget(formatting.node);
            };
            if !self.may_copy() {
                return;
            }
            self.adopt_block(formatting, at, furthest);
        }
    }

    fn forget(&mut self, node: u32) {
        if let Some(at) = self.formatting.position(node) {
            self.formatting.remove(at);
        }
    }

    /// Steps 4.9 to 4.19, for the formatting element at `at` and the furthest block at `furthest` in
    /// the stack.
    fn adopt_block(&mut self, formatting: Format, at: usize, furthest: usize) {
        let block = self.stack.open[furthest];
        let common_ancestor = self.stack.open[at - 1];
        // Steps 4.11 to 4.13: the elements between the block and the formatting element.
        let mut bookmark = None;
        let mut last = block.node;
        let mut furthest = furthest;
        let mut counter = 0;
        for index in (at + 1..furthest).rev() {
            counter += 1;
            let open = self.stack.open[index];
            let mut listed = self.formatting.position(open.node);
            if counter > 3
                && let Some(position) = listed.take()
            {
                self.formatting.remove(position);
            }
            let Some(position) = listed else {
                self.stack.remove(index);
                furthest -= 1;
                continue;
            };
            let copy = self.copy_of(open.node);
            self.stack.open[index].node = copy;
            self.formatting.list[position].node = copy;
            if last == block.node {
                bookmark = Some(copy);
            }
            self.arena.detach(last);
            self.arena.attach(copy, super::arena::NONE, last);
            last = copy;
        }
        // Step 4.14.
        self.arena.detach(last);
        let place = self.place_in(common_ancestor);
        self.arena.attach(place.parent, place.before, last);
        // Steps 4.15 to 4.17.
        let copy = self.copy_of(formatting.node);
        self.arena.move_children(block.node, copy);
        self.arena.attach(block.node, super::arena::NONE, copy);
        // Step 4.18: the bookmark is the formatting element's own place, or behind the copy that was
        // noted.
        let new = Format { node: copy, tag: formatting.tag };
        match bookmark.and_then(|node| self.formatting.position(node)) {
            Some(position) => {
                self.formatting.insert(position + 1, new);
                self.forget(formatting.node);
            }
            None => {
                if let Some(position) = self.formatting.position(formatting.node) {
                    self.formatting.list[position] = new;
                }
            }
        }
        // Step 4.19.
        self.stack.remove(at);
        self.stack.insert(furthest, Open::html(copy, formatting.tag));
    }

    /// What an `a` start tag does to an `a` element that is still active.
    pub(super) fn close_open_a(&mut self, name: Name) {
        let Some(open) = self.formatting.last(Tag::A) else { return };
        self.adopt(name);
        self.forget(open.node);
        if let Some(at) = self.stack.position(open.node) {
            self.stack.remove(at);
        }
    }
}
