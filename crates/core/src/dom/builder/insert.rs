//! Creating and inserting nodes (13.2.6.1).

use memchr::memchr;

use super::arena::NONE;
use super::stack::{Open, Scope};
use super::{Builder, Mode, class};
use crate::dom::names::{AttrName, Tag};
use crate::dom::text::Slice;
use crate::dom::tokenizer::{Name, State};
use crate::dom::tree::{Attr, Namespace, NodeKind};

/// A place in the tree: under `parent`, before its child `before` or last.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) parent: u32,
    pub(super) before: u32,
}

impl Builder<'_> {
    /// The appropriate place for inserting a node, by default into the current node.
    #[inline]
    pub(super) fn place(&self) -> Place {
        match self.stack.top() {
            Some(top) => self.place_in(top),
            None => Place { parent: 0, before: NONE },
        }
    }

    /// The appropriate place for inserting a node with an override target.
    #[inline]
    pub(super) fn place_in(&self, target: Open) -> Place {
        if self.foster_parenting && target.class & class::FOSTERS != 0 {
            return self.foster_place();
        }
        Place { parent: self.contents(target), before: NONE }
    }

    /// Where the children of an element go: into the fragment of a template.
    #[inline]
    fn contents(&self, open: Open) -> u32 {
        // The fragment is created with its template.
        if open.is(Tag::TEMPLATE) { open.node + 1 } else { open.node }
    }

    #[cold]
    fn foster_place(&self) -> Place {
        let open = &self.stack.open;
        let table = open.iter().rposition(|open| open.is(Tag::TABLE));
        let template = open.iter().rposition(|open| open.is(Tag::TEMPLATE));
        match (table, template) {
            (None, Some(template)) => Place { parent: self.contents(open[template]), before: NONE },
            (Some(table), Some(template)) if template > table => {
                Place { parent: self.contents(open[template]), before: NONE }
            }
            (Some(table), _) => {
                let node = open[table].node;
                match self.arena.node(node).parent {
                    NONE => Place { parent: self.contents(open[table - 1]), before: NONE },
                    parent => Place { parent, before: node },
                }
            }
            (None, None) => {
                Place { parent: open.first().map_or(0, |html| html.node), before: NONE }
            }
        }
    }

    /// Creates an element at a place.
    pub(super) fn element_at(
        &mut self,
        place: Place,
        namespace: Namespace,
        tag: Tag,
        payload: (u32, u32),
    ) -> u32 {
        if place.before == NONE {
            let kind = NodeKind::Element;
            return self.arena.append_new(place.parent, kind, namespace, tag, payload);
        }
        let id = self.arena.create(namespace, tag, payload);
        self.arena.attach(place.parent, place.before, id);
        id
    }

    /// Inserts an HTML element for a start tag and makes it the current node.
    #[inline]
    pub(super) fn insert(&mut self, name: Name) -> u32 {
        let id = self.insert_leaf(name);
        self.stack.push(Open { name: name.slice, ..Open::html(id, name.tag) });
        id
    }

    /// Inserts an HTML element for a start tag and pops it off the stack at once.
    #[inline]
    pub(super) fn insert_leaf(&mut self, name: Name) -> u32 {
        let payload = self.tokenizer.claim_attrs();
        let place = self.place();
        let id = self.element_at(place, Namespace::Html, name.tag, payload);
        if name.tag == Tag::OTHER {
            self.arena.other_names.push((id, name.slice));
        }
        id
    }

    /// Inserts an HTML element that no tag stands for.
    pub(super) fn insert_implied(&mut self, tag: Tag) -> u32 {
        let place = self.place();
        let id = self.element_at(place, Namespace::Html, tag, (0, 0));
        self.stack.push(Open::html(id, tag));
        id
    }

    /// Inserts a template, its fragment behind it.
    pub(super) fn insert_template(&mut self, name: Name) {
        // The fragment's id must be the next one, also where the arena has other ids to give.
        let id = self.insert(name);
        self.arena.append_new(id, NodeKind::Fragment, Namespace::Html, Tag::OTHER, (0, 0));
    }

    /// Inserts a foreign element for a start tag; `payload` is the range of its attributes.
    pub(super) fn insert_foreign(
        &mut self,
        namespace: Namespace,
        tag: Tag,
        name: Slice,
        payload: (u32, u32),
    ) {
        let place = self.place();
        let root =
            matches!((namespace, tag), (Namespace::Svg, Tag::SVG) | (Namespace::MathMl, Tag::MATH));
        let kept = if root { tag } else { Tag::OTHER };
        let id = self.element_at(place, namespace, kept, payload);
        if !root {
            self.arena.other_names.push((id, name));
        }
        let mut class = class::of(namespace, tag);
        if class & class::ANNOTATION != 0 && self.holds_html(payload) {
            class |= class::HTML_POINT;
        }
        self.stack.push(Open { node: id, tag, class, name });
    }

    /// Whether an `annotation-xml` with these attributes is an HTML integration point.
    fn holds_html(&self, (start, end): (u32, u32)) -> bool {
        let attrs = &self.tokenizer.attrs[start as usize..end as usize];
        let encoding = attrs.iter().find(|attr| attr.name == AttrName::ENCODING);
        encoding.is_some_and(|attr| {
            let value = self.str(attr.value);
            value.eq_ignore_ascii_case("text/html")
                || value.eq_ignore_ascii_case("application/xhtml+xml")
        })
    }

    /// A new element, not yet in the tree, with the name and attributes of an HTML element.
    pub(super) fn copy_of(&mut self, node: u32) -> u32 {
        let original = self.arena.node(node);
        let (tag, payload) = (original.tag, original.payload);
        self.arena.create(Namespace::Html, tag, payload)
    }

    /// Inserts characters.
    #[inline]
    pub(super) fn insert_text(&mut self, text: Slice) {
        let place = self.place();
        if place.parent != 0 && !text.is_empty() {
            self.arena.insert_text(place.parent, place.before, text);
        }
    }

    /// Inserts characters without the NULs among them.
    #[inline]
    pub(super) fn insert_text_without_nul(&mut self, text: Slice) {
        if !self.tokenizer.has_nul {
            return self.insert_text(text);
        }
        let mut rest = text;
        while let Some(at) = memchr(0, self.str(rest).as_bytes()) {
            self.insert_text(rest.take(at));
            rest = rest.skip(at + 1);
        }
        self.insert_text(rest);
    }

    /// Whether the text has a character that is neither white space nor NUL.
    pub(super) fn has_ink(&self, text: Slice) -> bool {
        self.str(text).bytes().any(|byte| byte != 0 && !super::is_space(byte))
    }

    /// Inserts a comment into the current node.
    pub(super) fn insert_comment(&mut self, text: Slice) {
        let place = self.place();
        if place.before == NONE {
            return self.append_comment(place.parent, text);
        }
        let id = self.arena.create(Namespace::Html, Tag::OTHER, (text.start, text.end));
        self.arena.nodes[id as usize].kind = NodeKind::Comment;
        self.arena.attach(place.parent, place.before, id);
    }

    /// Appends a comment to a node.
    pub(super) fn append_comment(&mut self, parent: u32, text: Slice) {
        let payload = (text.start, text.end);
        self.arena.append_new(parent, NodeKind::Comment, Namespace::Html, Tag::OTHER, payload);
    }

    /// The generic raw text and RCDATA element parsing algorithms (13.2.6.2).
    pub(super) fn insert_raw(&mut self, name: Name, state: State) {
        self.insert(name);
        self.tokenizer.enter_raw(state, name.tag.name());
        self.original_mode = self.mode;
        self.mode = Mode::Text;
    }

    /// Adds the current tag's attributes to an element, where it lacks them.
    pub(super) fn merge_attrs(&mut self, node: u32) {
        let attrs = self.tokenizer.tag_attrs();
        self.late_attrs.extend(attrs.iter().map(|&attr| (node, attr)));
    }

    /// Closes a `p` element that is in button scope.
    #[inline]
    pub(super) fn close_p_in_scope(&mut self) {
        if self.stack.in_scope(Tag::P, Scope::Button) {
            self.close_p();
        }
    }

    /// "Close a p element" (13.2.6.4.7).
    pub(super) fn close_p(&mut self) {
        self.stack.imply_ends(Tag::P);
        self.stack.pop_until(Tag::P);
    }

    /// Whether two elements have the same attributes, in whatever order.
    pub(super) fn same_attrs(&self, a: u32, b: (u32, u32)) -> bool {
        let slice = |(start, end): (u32, u32)| &self.tokenizer.attrs[start as usize..end as usize];
        let (a, b) = (slice(self.arena.node(a).payload), slice(b));
        let same = |x: &Attr, y: &Attr| {
            x.name == y.name
                && self.str(x.other) == self.str(y.other)
                && self.str(x.value) == self.str(y.value)
        };
        /// Two tags whose many attributes differ in order only are not worth their square.
        const UNORDERED: usize = 16;
        a.len() == b.len()
            && (a.iter().zip(b).all(|(x, y)| same(x, y))
                || (a.len() <= UNORDERED && a.iter().all(|x| b.iter().any(|y| same(x, y)))))
    }
}
