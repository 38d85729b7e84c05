//! Lays the finished tree out in document order.

use super::Builder;
use super::arena::{Arena, NONE};
use crate::dom::names::{AttrName, Tag};
use crate::dom::text::{Slice, Source, Text};
use crate::dom::tree::{Attr, Dom, Node, NodeKind};

impl Builder<'_> {
    /// The tree, without its source, and whether anything stands deeper than it may.
    pub(super) fn freeze(mut self) -> (Dom<'static>, bool) {
        self.settle_late_attrs();
        self.arena.join_texts(&mut self.tokenizer.store);
        let mut too_deep = self.overflow.happened;
        if self.arena.is_linked() || !close_in_order(&mut self.arena.nodes, self.max_depth) {
            too_deep |= lay_out(&mut self.arena, self.max_depth);
        }
        let dom = Dom {
            nodes: self.arena.nodes,
            attrs: self.tokenizer.attrs,
            source: Source { text: Text::Given(""), has_nul: false },
            extra: self.tokenizer.store.extra,
            other_names: self.arena.other_names,
            quirks: self.quirks,
            #[cfg(test)]
            doctype: self.doctype,
        };
        (dom, too_deep)
    }

    /// Gives `html` and `body` the attributes that later tags added: of each name the first.
    fn settle_late_attrs(&mut self) {
        let mut late = std::mem::take(&mut self.late_attrs);
        late.sort_by_key(|&(node, _)| node);
        for group in late.chunk_by(|a, b| a.0 == b.0) {
            let node = group[0].0;
            let (start, end) = self.arena.node(node).payload;
            let attrs = &self.tokenizer.attrs;
            let all: Vec<Attr> = attrs[start as usize..end as usize]
                .iter()
                .copied()
                .chain(group.iter().map(|&(_, attr)| attr))
                .collect();
            let mut order: Vec<(AttrName, &str, usize)> = (all.iter().enumerate())
                .map(|(index, attr)| (attr.name, self.str(attr.other), index))
                .collect();
            order.sort_unstable();
            order.dedup_by_key(|&mut (name, other, _)| (name, other));
            let mut keep: Vec<usize> = order.into_iter().map(|(_, _, index)| index).collect();
            keep.sort_unstable();
            let start = self.tokenizer.attrs.len() as u32;
            self.tokenizer.attrs.extend(keep.into_iter().map(|index| all[index]));
            self.arena.nodes[node as usize].payload = (start, self.tokenizer.attrs.len() as u32);
        }
    }
}

/// Fills in where the subtrees end, if the nodes were created in document order and none is too
/// deep; else gives false.
fn close_in_order(nodes: &mut [Node], max_depth: usize) -> bool {
    let (mut open, mut depth) = (0, 0);
    for id in 1..nodes.len() {
        let parent = nodes[id].parent as usize;
        while open != parent {
            if open == 0 {
                return false;
            }
            nodes[open].end = id as u32;
            open = nodes[open].parent as usize;
            depth -= 1;
        }
        depth += 1;
        if depth > max_depth {
            return false;
        }
        open = id;
    }
    let end = nodes.len() as u32;
    while open != 0 {
        nodes[open].end = end;
        open = nodes[open].parent as usize;
    }
    nodes[0].end = end;
    true
}

/// Copies the linked nodes into document order. What stands deeper than `max_depth` becomes a
/// sibling of its ancestor at that depth; tells whether there was any.
fn lay_out(arena: &mut Arena, max_depth: usize) -> bool {
    arena.link();
    let mut nodes: Vec<Node> = Vec::with_capacity(arena.nodes.len());
    let mut other_names: Vec<(u32, Slice)> = Vec::with_capacity(arena.other_names.len());
    let mut too_deep = false;
    // The new ids of the ancestors, down to `max_depth`.
    let mut path: Vec<u32> = Vec::new();
    let (mut at, mut depth) = (0, 0);
    loop {
        let id = nodes.len() as u32;
        let mut node = arena.nodes[at as usize];
        node.parent = path.last().copied().unwrap_or(0);
        node.end = id + 1;
        if node.kind == NodeKind::Element && node.tag == Tag::OTHER {
            other_names.push((id, arena.other_name(at)));
        }
        nodes.push(node);
        let first = arena.links[at as usize].first;
        if first != NONE {
            if depth < max_depth {
                path.push(id);
            } else {
                too_deep = true;
            }
            depth += 1;
            at = first;
            continue;
        }
        while arena.links[at as usize].next == NONE {
            if depth == 0 {
                *arena.nodes = nodes;
                arena.other_names = other_names;
                return too_deep;
            }
            at = arena.nodes[at as usize].parent;
            depth -= 1;
            if depth < max_depth
                && let Some(closed) = path.pop()
            {
                nodes[closed as usize].end = nodes.len() as u32;
            }
        }
        at = arena.links[at as usize].next;
    }
}
