//! The arena.

use super::names::{AttrName, AttrSet, Tag};
use super::reused::Reused;
use super::text::{Slice, Source};

/// A node of one [`Dom`]. Ids ascend in document order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

impl NodeId {
    /// The node's place in document order: an index for vectors that stand beside the tree.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The node at a place in document order.
    #[must_use]
    pub fn from_index(index: usize) -> Self {
        Self(index as u32)
    }
}

impl std::fmt::Debug for NodeId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// The kinds of node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NodeKind {
    /// The root, node 0.
    Document,
    /// `<!DOCTYPE …>`
    Doctype,
    /// An element.
    Element,
    /// Text.
    Text,
    /// A comment.
    Comment,
    /// What a `<template>` holds.
    Fragment,
}

/// The namespaces of elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Namespace {
    /// HTML.
    #[default]
    Html,
    /// SVG.
    Svg,
    /// MathML.
    MathMl,
}

#[derive(Clone, Copy)]
pub(super) struct Node {
    pub(super) kind: NodeKind,
    pub(super) namespace: Namespace,
    pub(super) tag: Tag,
    pub(super) parent: u32,
    /// One past the last node of the subtree.
    pub(super) end: u32,
    /// Elements: the range of their attributes. Text and comments: their [`Slice`]. Elements whose
    /// tag is `OTHER` keep their name in `other_names`.
    pub(super) payload: (u32, u32),
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Attr {
    pub(super) name: AttrName,
    /// The spelling, for names that are not interned.
    pub(super) other: Slice,
    pub(super) value: Slice,
}

/// An HTML document as a flat arena in document order.
pub struct Dom<'a> {
    pub(super) nodes: Reused<Vec<Node>>,
    pub(super) attrs: Reused<Vec<Attr>>,
    /// The page, line ends normalised.
    pub(super) source: Source<'a>,
    /// The characters that are not in the page as they stand.
    pub(super) extra: Reused<String>,
    /// Names that are not interned, by ascending node.
    pub(super) other_names: Vec<(u32, Slice)>,
    pub(super) quirks: bool,
    #[cfg(test)]
    pub(super) doctype: Option<super::tokenizer::Doctype>,
}

impl<'a> Dom<'a> {
    /// The document node.
    #[must_use]
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// How many nodes there are, the document node counted.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "there is always a document node")]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether the page asks for quirks mode.
    #[must_use]
    pub fn is_quirks(&self) -> bool {
        self.quirks
    }

    /// Every node in document order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        (0..self.nodes.len() as u32).map(NodeId)
    }

    /// The node's kind.
    #[must_use]
    pub fn kind(&self, id: NodeId) -> NodeKind {
        self.node(id).kind
    }

    /// The node's parent; none for the document.
    #[must_use]
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        (id.0 != 0).then(|| NodeId(self.node(id).parent))
    }

    /// The first node behind the subtree of `id`; the tree's length when there is none.
    #[must_use]
    pub fn end(&self, id: NodeId) -> NodeId {
        NodeId(self.node(id).end)
    }

    /// The nodes of the subtree in document order, `id` itself first.
    pub fn subtree(&self, id: NodeId) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        (id.0..self.node(id).end).map(NodeId)
    }

    /// The nodes below `id` in document order.
    pub fn descendants(&self, id: NodeId) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        (id.0 + 1..self.node(id).end).map(NodeId)
    }

    /// Whether `inner` is `outer` or lies below it.
    #[must_use]
    pub fn contains(&self, outer: NodeId, inner: NodeId) -> bool {
        outer <= inner && inner.0 < self.node(outer).end
    }

    /// The first child.
    #[must_use]
    pub fn first_child(&self, id: NodeId) -> Option<NodeId> {
        (id.0 + 1 < self.node(id).end).then_some(NodeId(id.0 + 1))
    }

    /// The next sibling.
    #[must_use]
    pub fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        let parent = self.parent(id)?;
        let next = self.end(id);
        (next < self.end(parent)).then_some(next)
    }

    /// The children in order.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + use<'_, 'a> {
        std::iter::successors(self.first_child(id), |&child| self.next_sibling(child))
    }

    /// The ancestors, the parent first.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + use<'_, 'a> {
        std::iter::successors(self.parent(id), |&node| self.parent(node))
    }

    /// The element's interned name if it is an HTML element, or the root of SVG or MathML;
    /// [`Tag::OTHER`] for all other nodes and for names that are not interned.
    #[must_use]
    pub fn tag(&self, id: NodeId) -> Tag {
        self.node(id).tag
    }

    /// The element's name, in lower case for HTML, as the standard spells it for SVG; empty for other nodes.
    #[must_use]
    pub fn tag_name(&self, id: NodeId) -> &str {
        let node = self.node(id);
        match node.kind {
            NodeKind::Element if node.tag == Tag::OTHER => self
                .other_names
                .binary_search_by_key(&id.0, |(node, _)| *node)
                .map_or("", |found| self.slice(self.other_names[found].1)),
            NodeKind::Element => node.tag.name(),
            _ => "",
        }
    }

    /// The element's namespace.
    #[must_use]
    pub fn namespace(&self, id: NodeId) -> Namespace {
        self.node(id).namespace
    }

    /// The value of an attribute.
    #[must_use]
    pub fn attr(&self, id: NodeId, name: AttrName) -> Option<&str> {
        self.attr_slice(id).iter().find(|attr| attr.name == name).map(|attr| self.slice(attr.value))
    }

    /// The value of an attribute by its spelling, for names that are not interned.
    #[must_use]
    pub fn attr_named(&self, id: NodeId, name: &str) -> Option<&str> {
        self.attrs(id).find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// The attributes of an element in source order, as name and value.
    pub fn attrs(&self, id: NodeId) -> impl Iterator<Item = (&str, &str)> {
        self.attr_slice(id).iter().map(|attr| {
            let name = match attr.name {
                AttrName::OTHER => self.slice(attr.other),
                name => name.name(),
            };
            (name, self.slice(attr.value))
        })
    }

    /// The attributes of an element whose names are among `names`, in source order.
    pub fn attrs_of(&self, id: NodeId, names: AttrSet) -> impl Iterator<Item = (AttrName, &str)> {
        let attrs = self.attr_slice(id).iter().filter(move |attr| names.has(attr.name));
        attrs.map(|attr| (attr.name, self.slice(attr.value)))
    }

    /// Whether an element has an attribute whose name is among `names`.
    #[must_use]
    pub fn has_attr_of(&self, id: NodeId, names: AttrSet) -> bool {
        self.attr_slice(id).iter().any(|attr| names.has(attr.name))
    }

    /// The characters of a text or comment node; empty for other nodes.
    #[must_use]
    #[inline]
    pub fn text(&self, id: NodeId) -> &str {
        let node = self.node(id);
        match node.kind {
            NodeKind::Text | NodeKind::Comment => {
                self.slice(Slice { start: node.payload.0, end: node.payload.1 })
            }
            _ => "",
        }
    }

    /// The first element with this name in the subtree of `id`.
    #[must_use]
    pub fn find(&self, id: NodeId, tag: Tag) -> Option<NodeId> {
        self.subtree(id).find(|&node| self.tag(node) == tag)
    }

    /// All text below `id` joined as it stands, scripts and templates included.
    #[must_use]
    pub fn text_content(&self, id: NodeId) -> String {
        self.subtree(id)
            .filter(|&node| self.kind(node) == NodeKind::Text)
            .map(|node| self.text(node))
            .collect()
    }

    #[inline]
    fn slice(&self, slice: Slice) -> &str {
        slice.of(self.source.as_str(), &self.extra)
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    fn attr_slice(&self, id: NodeId) -> &[Attr] {
        let node = self.node(id);
        match node.kind {
            NodeKind::Element => &self.attrs[node.payload.0 as usize..node.payload.1 as usize],
            _ => &[],
        }
    }
}
