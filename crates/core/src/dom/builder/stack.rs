//! The stack of open elements (13.2.4.2).

use super::class::{
    self, BUTTON_SCOPE, HTML, IMPLIED_END, LIST_SCOPE, SCOPE, TABLE_SCOPE, THOROUGH_END,
};
use crate::dom::names::Tag;
use crate::dom::text::Slice;
use crate::dom::tree::Namespace;

/// One open element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    pub(super) node: u32,
    /// Its name in whatever namespace; `class` tells whether it is HTML.
    pub(super) tag: Tag,
    pub(super) class: u16,
    /// Its name where `tag` is `OTHER`.
    pub(super) name: Slice,
}

impl Open {
    /// An open HTML element with an interned name.
    #[inline]
    pub(super) fn html(node: u32, tag: Tag) -> Self {
        Self { node, tag, class: class::of(Namespace::Html, tag), name: Slice::default() }
    }

    /// Whether it is an HTML element of this name.
    #[inline]
    pub(super) fn is(self, tag: Tag) -> bool {
        self.tag == tag && self.class & HTML != 0
    }

    /// Whether it is an HTML element of one of these names.
    #[inline]
    pub(super) fn is_any(self, tags: &[Tag]) -> bool {
        self.class & HTML != 0 && tags.contains(&self.tag)
    }
}

/// The scopes in which an element is looked for, by what ends them.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scope {
    Default = SCOPE as isize,
    ListItem = (SCOPE | LIST_SCOPE) as isize,
    Button = (SCOPE | BUTTON_SCOPE) as isize,
    Table = TABLE_SCOPE as isize,
}

/// The stack of open elements, the `html` element first. The builder bounds its depth, so a walk
/// down it is a bounded step.
#[derive(Default)]
pub(super) struct Stack {
    pub(super) open: Vec<Open>,
    /// How many elements of each name are open, in whatever namespace: most questions for an element
    /// in scope are for one that is not open at all.
    counts: Counts,
}

struct Counts([u32; Tag::COUNT]);

impl Default for Counts {
    fn default() -> Self {
        Self([0; Tag::COUNT])
    }
}

impl Stack {
    pub(super) fn len(&self) -> usize {
        self.open.len()
    }

    #[inline]
    pub(super) fn push(&mut self, open: Open) {
        self.counts.0[open.tag.index()] += 1;
        self.open.push(open);
    }

    #[inline]
    pub(super) fn pop(&mut self) {
        if let Some(open) = self.open.pop() {
            self.counts.0[open.tag.index()] -= 1;
        }
    }

    pub(super) fn truncate(&mut self, len: usize) {
        while self.open.len() > len {
            self.pop();
        }
    }

    pub(super) fn insert(&mut self, at: usize, open: Open) {
        self.counts.0[open.tag.index()] += 1;
        self.open.insert(at, open);
    }

    pub(super) fn remove(&mut self, at: usize) {
        let open = self.open.remove(at);
        self.counts.0[open.tag.index()] -= 1;
    }

    /// The current node. The stack is empty only before the `html` element.
    #[inline]
    pub(super) fn top(&self) -> Option<Open> {
        self.open.last().copied()
    }

    /// Whether the current node is an HTML element of this name.
    #[inline]
    pub(super) fn top_is(&self, tag: Tag) -> bool {
        self.top().is_some_and(|top| top.is(tag))
    }

    /// Where a node stands.
    pub(super) fn position(&self, node: u32) -> Option<usize> {
        self.open.iter().rposition(|open| open.node == node)
    }

    /// Whether an element of this name is open, in whatever namespace.
    #[inline]
    pub(super) fn may_have(&self, tag: Tag) -> bool {
        self.counts.0[tag.index()] > 0
    }

    /// Whether an HTML element of this name is open.
    pub(super) fn has(&self, tag: Tag) -> bool {
        self.may_have(tag) && self.open.iter().any(|open| open.is(tag))
    }

    /// Whether the stack has an element of this name in a scope.
    #[inline]
    pub(super) fn in_scope(&self, tag: Tag, scope: Scope) -> bool {
        self.may_have(tag) && self.any_in_scope(scope, |open| open.is(tag))
    }

    /// Whether the stack has an element in a scope that `wanted` accepts.
    pub(super) fn any_in_scope(&self, scope: Scope, wanted: impl Fn(Open) -> bool) -> bool {
        for &open in self.open.iter().rev() {
            if wanted(open) {
                return true;
            }
            if open.class & scope as u16 != 0 {
                return false;
            }
        }
        false
    }

    /// Pops elements until an HTML element of this name has been popped.
    pub(super) fn pop_until(&mut self, tag: Tag) {
        self.pop_until_any(|open| open.is(tag));
    }

    /// Pops elements until one has been popped that `wanted` accepts. The `html` element stays.
    pub(super) fn pop_until_any(&mut self, wanted: impl Fn(Open) -> bool) {
        while self.open.len() > 1 {
            let done = self.top().is_some_and(&wanted);
            self.pop();
            if done {
                return;
            }
        }
    }

    /// Clears the stack back to a table, table body or table row context (13.2.6.4.9, 13, 14).
    pub(super) fn clear_to(&mut self, context: &[Tag]) {
        while self.open.len() > 1 && !self.top().is_some_and(|top| top.is_any(context)) {
            self.pop();
        }
    }

    /// Generates implied end tags, except for elements of one name (13.2.6.3).
    #[inline]
    pub(super) fn imply_ends(&mut self, except: Tag) {
        while self.top().is_some_and(|top| top.class & IMPLIED_END != 0 && top.tag != except) {
            self.pop();
        }
    }

    /// Generates all implied end tags thoroughly (13.2.6.3).
    pub(super) fn imply_all_ends(&mut self) {
        while self.top().is_some_and(|top| top.class & THOROUGH_END != 0) {
            self.pop();
        }
    }
}
