//! html5ever's tree as lines.

use std::borrow::Cow;
use std::cell::RefCell;

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, ParseOpts, QualName, ns, parse_document};

/// The nodes of a page in document order, as the test writes them.
pub(crate) fn lines(html: &str) -> Vec<String> {
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts { scripting_enabled: false, ..Default::default() },
        ..Default::default()
    };
    parse_document(Draft::new(), options).one(html).lines()
}

const NONE: u32 = u32::MAX;

enum Data {
    Document,
    Doctype,
    Element { name: QualName, attrs: Vec<Attribute>, template: Option<u32>, integration: bool },
    Text(StrTendril),
    Comment(StrTendril),
    Fragment,
    ProcessingInstruction,
}

struct DraftNode {
    data: Data,
    parent: u32,
    previous: u32,
    next: u32,
    first: u32,
    last: u32,
}

struct Draft {
    nodes: RefCell<Vec<DraftNode>>,
}

impl Draft {
    fn new() -> Self {
        let draft = Draft { nodes: RefCell::default() };
        draft.add(Data::Document);
        draft
    }

    fn add(&self, data: Data) -> u32 {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(DraftNode {
            data,
            parent: NONE,
            previous: NONE,
            next: NONE,
            first: NONE,
            last: NONE,
        });
        nodes.len() as u32 - 1
    }

    fn detach(&self, id: u32) {
        let mut nodes = self.nodes.borrow_mut();
        let (parent, previous, next) =
            (nodes[id as usize].parent, nodes[id as usize].previous, nodes[id as usize].next);
        if parent == NONE {
            return;
        }
        match previous {
            NONE => nodes[parent as usize].first = next,
            previous => nodes[previous as usize].next = next,
        }
        match next {
            NONE => nodes[parent as usize].last = previous,
            next => nodes[next as usize].previous = previous,
        }
        let node = &mut nodes[id as usize];
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
    }

    /// Inserts `id` under `parent`, before `next` or, when that is `NONE`, at the end.
    fn insert(&self, parent: u32, next: u32, id: u32) {
        self.detach(id);
        let mut nodes = self.nodes.borrow_mut();
        let previous = match next {
            NONE => nodes[parent as usize].last,
            next => nodes[next as usize].previous,
        };
        {
            let node = &mut nodes[id as usize];
            (node.parent, node.previous, node.next) = (parent, previous, next);
        }
        match previous {
            NONE => nodes[parent as usize].first = id,
            previous => nodes[previous as usize].next = id,
        }
        match next {
            NONE => nodes[parent as usize].last = id,
            next => nodes[next as usize].previous = id,
        }
    }

    fn insert_node_or_text(&self, parent: u32, next: u32, child: NodeOrText<u32>) {
        match child {
            NodeOrText::AppendNode(id) => self.insert(parent, next, id),
            NodeOrText::AppendText(text) => {
                let neighbour = {
                    let nodes = self.nodes.borrow();
                    match next {
                        NONE => nodes[parent as usize].last,
                        next => nodes[next as usize].previous,
                    }
                };
                if neighbour != NONE
                    && let Data::Text(existing) =
                        &mut self.nodes.borrow_mut()[neighbour as usize].data
                {
                    existing.push_tendril(&text);
                    return;
                }
                let id = self.add(Data::Text(text));
                self.insert(parent, next, id);
            }
        }
    }

    fn lines(self) -> Vec<String> {
        let mut draft = self.nodes.into_inner();
        // A template's contents become its only child, so that one walk sees everything.
        for index in 0..draft.len() {
            if let Data::Element { template: Some(contents), .. } = draft[index].data {
                let contents = contents as usize;
                (draft[index].first, draft[index].last) = (contents as u32, contents as u32);
                (draft[contents].parent, draft[contents].next) = (index as u32, NONE);
            }
        }
        let mut lines = Vec::new();
        let (mut at, mut depth) = (0u32, 0);
        loop {
            lines.push(format!("{depth} {}", describe(&draft[at as usize].data)));
            if draft[at as usize].first != NONE {
                at = draft[at as usize].first;
                depth += 1;
                continue;
            }
            while draft[at as usize].next == NONE {
                at = draft[at as usize].parent;
                if at == NONE {
                    return lines;
                }
                depth -= 1;
            }
            at = draft[at as usize].next;
        }
    }
}

fn describe(data: &Data) -> String {
    match data {
        Data::Document => "document".to_owned(),
        Data::Doctype => "doctype".to_owned(),
        Data::Fragment => "fragment".to_owned(),
        Data::ProcessingInstruction => "processing instruction".to_owned(),
        Data::Text(text) => format!("text {:?}", &**text),
        Data::Comment(text) => format!("comment {:?}", &**text),
        Data::Element { name, attrs, .. } => {
            let attrs: Vec<String> = (attrs.iter())
                .map(|attr| {
                    let prefix = match attr.name.prefix.as_deref() {
                        None | Some("") => String::new(),
                        Some(prefix) => format!("{prefix}:"),
                    };
                    format!(" {prefix}{}={:?}", attr.name.local, &*attr.value)
                })
                .collect();
            let prefix = match name.ns {
                ns!(svg) => "svg ",
                ns!(mathml) => "math ",
                _ => "",
            };
            format!("<{prefix}{}{}>", name.local, attrs.concat())
        }
    }
}

/// The name of an element, owned because the draft lends nothing out.
#[derive(Debug)]
struct Name(QualName);

impl ElemName for Name {
    fn ns(&self) -> &html5ever::Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &html5ever::LocalName {
        &self.0.local
    }
}

impl TreeSink for Draft {
    type Handle = u32;
    type Output = Self;
    type ElemName<'n> = Name;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> u32 {
        0
    }

    fn elem_name<'n>(&'n self, target: &'n u32) -> Name {
        match &self.nodes.borrow()[*target as usize].data {
            Data::Element { name, .. } => Name(name.clone()),
            _ => Name(QualName::new(None, ns!(), "".into())),
        }
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> u32 {
        let template = flags.template.then(|| self.add(Data::Fragment));
        let integration = flags.mathml_annotation_xml_integration_point;
        self.add(Data::Element { name, attrs, template, integration })
    }

    fn create_comment(&self, text: StrTendril) -> u32 {
        self.add(Data::Comment(text))
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> u32 {
        self.add(Data::ProcessingInstruction)
    }

    fn append(&self, parent: &u32, child: NodeOrText<u32>) {
        self.insert_node_or_text(*parent, NONE, child);
    }

    fn append_based_on_parent_node(&self, element: &u32, previous: &u32, child: NodeOrText<u32>) {
        let has_parent = self.nodes.borrow()[*element as usize].parent != NONE;
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {
        let id = self.add(Data::Doctype);
        self.insert(0, NONE, id);
    }

    fn get_template_contents(&self, target: &u32) -> u32 {
        match self.nodes.borrow()[*target as usize].data {
            Data::Element { template: Some(contents), .. } => contents,
            _ => *target,
        }
    }

    fn same_node(&self, x: &u32, y: &u32) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &u32, child: NodeOrText<u32>) {
        let parent = self.nodes.borrow()[*sibling as usize].parent;
        self.insert_node_or_text(parent, *sibling, child);
    }

    fn add_attrs_if_missing(&self, target: &u32, new: Vec<Attribute>) {
        if let Data::Element { attrs, .. } = &mut self.nodes.borrow_mut()[*target as usize].data {
            for attr in new {
                if attrs.iter().all(|known| known.name != attr.name) {
                    attrs.push(attr);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &u32) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &u32, new_parent: &u32) {
        loop {
            let child = self.nodes.borrow()[*node as usize].first;
            if child == NONE {
                return;
            }
            self.insert(*new_parent, NONE, child);
        }
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &u32) -> bool {
        matches!(
            self.nodes.borrow()[*handle as usize].data,
            Data::Element { integration: true, .. }
        )
    }
}
