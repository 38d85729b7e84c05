//! The nodes while the tree is built.
//!
//! As long as nodes are only appended as last children, parents and the order of creation say
//! everything. The first time something is moved or inserted before a sibling, links are laid for
//! all nodes, and kept from then on.

use crate::dom::names::Tag;
use crate::dom::reused::Reused;
use crate::dom::text::{Slice, Store};
use crate::dom::tree::{Namespace, Node, NodeKind};

/// No node.
pub(super) const NONE: u32 = u32::MAX;

/// In a text node's payload, in the place of the end: the start is an index into `ropes`.
const ROPE: u32 = u32::MAX;

#[derive(Clone, Copy)]
pub(super) struct Link {
    pub(super) previous: u32,
    pub(super) next: u32,
    pub(super) first: u32,
}

/// Text that came in parts that do not adjoin: the first and last of its `parts`, counted from 1.
struct Rope {
    first: u32,
    last: u32,
}

struct Part {
    slice: Slice,
    /// Counted from 1; 0 at the end.
    next: u32,
}

/// The nodes. `Node::end` holds the last child until the tree is laid out.
pub(super) struct Arena {
    pub(super) nodes: Reused<Vec<Node>>,
    pub(super) links: Vec<Link>,
    linked: bool,
    /// The names of elements that are foreign or have no interned name, by ascending node.
    pub(super) other_names: Vec<(u32, Slice)>,
    ropes: Vec<Rope>,
    parts: Vec<Part>,
    max_nodes: usize,
    /// Where the source ends and the buffer begins.
    source_end: u32,
    /// There were more nodes than `max_nodes`.
    pub(super) full: bool,
}

impl Arena {
    /// An arena that holds a document node.
    pub(super) fn new(source_bytes: usize, max_nodes: usize) -> Self {
        // Real pages have a node in 25 to 40 bytes.
        let mut nodes = Reused::<Vec<Node>>::with_room((source_bytes / 32).min(max_nodes) + 16);
        nodes.push(Node {
            kind: NodeKind::Document,
            namespace: Namespace::Html,
            tag: Tag::OTHER,
            parent: 0,
            end: NONE,
            payload: (0, 0),
        });
        Self {
            nodes,
            links: Vec::new(),
            linked: false,
            other_names: Vec::new(),
            ropes: Vec::new(),
            parts: Vec::new(),
            max_nodes,
            source_end: source_bytes as u32,
            full: false,
        }
    }

    #[inline]
    pub(super) fn node(&self, id: u32) -> &Node {
        &self.nodes[id as usize]
    }

    /// Appends a new node to `parent`.
    #[inline]
    pub(super) fn append_new(
        &mut self,
        parent: u32,
        kind: NodeKind,
        namespace: Namespace,
        tag: Tag,
        payload: (u32, u32),
    ) -> u32 {
        let id = self.nodes.len() as u32;
        if self.nodes.len() >= self.max_nodes {
            self.full = true;
        }
        self.nodes.push(Node { kind, namespace, tag, parent, end: NONE, payload });
        let last = std::mem::replace(&mut self.nodes[parent as usize].end, id);
        if self.linked {
            self.links.push(Link { previous: last, next: NONE, first: NONE });
            match last {
                NONE => self.links[parent as usize].first = id,
                last => self.links[last as usize].next = id,
            }
        }
        id
    }

    /// A new element that stands nowhere yet.
    pub(super) fn create(&mut self, namespace: Namespace, tag: Tag, payload: (u32, u32)) -> u32 {
        self.link();
        if self.nodes.len() >= self.max_nodes {
            self.full = true;
        }
        let id = self.nodes.len() as u32;
        let kind = NodeKind::Element;
        self.nodes.push(Node { kind, namespace, tag, parent: NONE, end: NONE, payload });
        self.links.push(Link { previous: NONE, next: NONE, first: NONE });
        id
    }

    /// Lays links, if there are none yet.
    pub(super) fn link(&mut self) {
        if self.linked {
            return;
        }
        self.linked = true;
        self.links = Vec::with_capacity(self.nodes.len() + self.nodes.len() / 2);
        self.links.resize(self.nodes.len(), Link { previous: NONE, next: NONE, first: NONE });
        for node in self.nodes.iter_mut() {
            node.end = NONE;
        }
        for id in 1..self.nodes.len() as u32 {
            let parent = self.nodes[id as usize].parent as usize;
            let last = std::mem::replace(&mut self.nodes[parent].end, id);
            self.links[id as usize].previous = last;
            match last {
                NONE => self.links[parent].first = id,
                last => self.links[last as usize].next = id,
            }
        }
    }

    /// Whether links were laid: only then may nodes stand out of the order of their creation among
    /// siblings.
    pub(super) fn is_linked(&self) -> bool {
        self.linked
    }

    /// Takes a node out of the tree.
    pub(super) fn detach(&mut self, id: u32) {
        self.link();
        let parent = self.nodes[id as usize].parent;
        if parent == NONE {
            return;
        }
        let Link { previous, next, .. } = self.links[id as usize];
        match previous {
            NONE => self.links[parent as usize].first = next,
            previous => self.links[previous as usize].next = next,
        }
        match next {
            NONE => self.nodes[parent as usize].end = previous,
            next => self.links[next as usize].previous = previous,
        }
        self.nodes[id as usize].parent = NONE;
        let link = &mut self.links[id as usize];
        (link.previous, link.next) = (NONE, NONE);
    }

    /// Puts a detached node under `parent`, before its child `before` or, if that is `NONE`, last.
    pub(super) fn attach(&mut self, parent: u32, before: u32, id: u32) {
        self.link();
        let previous = self.before(parent, before);
        self.nodes[id as usize].parent = parent;
        let link = &mut self.links[id as usize];
        (link.previous, link.next) = (previous, before);
        match previous {
            NONE => self.links[parent as usize].first = id,
            previous => self.links[previous as usize].next = id,
        }
        match before {
            NONE => self.nodes[parent as usize].end = id,
            before => self.links[before as usize].previous = id,
        }
    }

    /// The node after which something would stand that is inserted before `before`.
    fn before(&self, parent: u32, before: u32) -> u32 {
        match before {
            NONE => self.nodes[parent as usize].end,
            before => self.links[before as usize].previous,
        }
    }

    /// Moves all children of `from` to the end of `to`.
    pub(super) fn move_children(&mut self, from: u32, to: u32) {
        self.link();
        let first = std::mem::replace(&mut self.links[from as usize].first, NONE);
        let last = std::mem::replace(&mut self.nodes[from as usize].end, NONE);
        if first == NONE {
            return;
        }
        let mut child = first;
        while child != NONE {
            self.nodes[child as usize].parent = to;
            child = self.links[child as usize].next;
        }
        let previous = std::mem::replace(&mut self.nodes[to as usize].end, last);
        self.links[first as usize].previous = previous;
        match previous {
            NONE => self.links[to as usize].first = first,
            previous => self.links[previous as usize].next = first,
        }
    }

    /// Inserts text under `parent`, before `before` or last (13.2.6.1, "insert a character"): it
    /// joins a text node that stands there.
    #[inline]
    pub(super) fn insert_text(&mut self, parent: u32, before: u32, text: Slice) {
        if before != NONE {
            self.link();
        }
        let neighbour = self.before(parent, before);
        if neighbour != NONE && self.nodes[neighbour as usize].kind == NodeKind::Text {
            self.extend_text(neighbour, text);
        } else if before == NONE {
            let payload = (text.start, text.end);
            self.append_new(parent, NodeKind::Text, Namespace::Html, Tag::OTHER, payload);
        } else {
            let id = self.create(Namespace::Html, Tag::OTHER, (text.start, text.end));
            self.nodes[id as usize].kind = NodeKind::Text;
            self.attach(parent, before, id);
        }
    }

    fn extend_text(&mut self, id: u32, text: Slice) {
        let node = &mut self.nodes[id as usize];
        let (start, end) = node.payload;
        let one_buffer = (start < self.source_end) == (text.start < self.source_end);
        if end == text.start && end != ROPE && one_buffer {
            node.payload.1 = text.end;
            return;
        }
        let part = self.parts.len() as u32;
        if end == ROPE {
            let rope = &mut self.ropes[start as usize];
            let last = std::mem::replace(&mut rope.last, part + 1);
            self.parts[last as usize - 1].next = part + 1;
        } else {
            node.payload = (self.ropes.len() as u32, ROPE);
            self.parts.push(Part { slice: Slice { start, end }, next: part + 2 });
            self.ropes.push(Rope { first: part + 1, last: part + 2 });
        }
        self.parts.push(Part { slice: text, next: 0 });
    }

    /// Joins the text nodes that came in parts, in the buffer.
    pub(super) fn join_texts(&mut self, store: &mut Store<'_>) {
        if self.ropes.is_empty() {
            return;
        }
        for node in self.nodes.iter_mut() {
            let (rope, end) = node.payload;
            if node.kind != NodeKind::Text || end != ROPE {
                continue;
            }
            let mark = store.mark();
            let mut at = self.ropes[rope as usize].first;
            while at != 0 {
                let part = &self.parts[at as usize - 1];
                store.push_slice(part.slice);
                at = part.next;
            }
            let joined = store.since(mark);
            node.payload = (joined.start, joined.end);
        }
    }

    /// The name of an element that is foreign or has no interned name.
    pub(super) fn other_name(&self, id: u32) -> Slice {
        self.other_names
            .binary_search_by_key(&id, |&(node, _)| node)
            .map_or(Slice::default(), |found| self.other_names[found].1)
    }
}
