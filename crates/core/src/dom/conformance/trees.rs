//! The tree construction suite: pages and the trees they give.

use std::collections::BTreeMap;

use super::{Outcome, files, judge, suite};
use crate::dom::builder::Builder;
use crate::dom::names::Tag;
use crate::dom::text::Slice;
use crate::dom::tree::{Dom, Namespace, NodeId, NodeKind};
use crate::dom::{normalise_newlines, parse};

#[test]
fn tree_suite() {
    let Some(folder) = suite("tree-construction") else { return };
    let mut outcomes = BTreeMap::new();
    let mut left_out = 0;
    for (file, text) in files(&folder, "dat") {
        for (index, case) in cases(&text).into_iter().enumerate() {
            if case.contains_key("script-on") {
                left_out += 1;
                continue;
            }
            outcomes.insert(format!("tree-construction/{file}:{}", index + 1), run(&case));
        }
    }
    judge("tree-construction", &outcomes, left_out);
}

/// The cases of a file: each its sections by name.
fn cases(text: &str) -> Vec<BTreeMap<&str, String>> {
    let mut cases = Vec::new();
    let mut case: BTreeMap<&str, String> = BTreeMap::new();
    let mut section = "";
    for line in text.split('\n') {
        match line {
            "#data" if section == "document" || section.is_empty() => {
                if !case.is_empty() {
                    cases.push(std::mem::take(&mut case));
                }
                section = "data";
            }
            "#errors" | "#new-errors" | "#document-fragment" | "#document" | "#script-off"
            | "#script-on" => section = &line[1..],
            _ => {
                let lines = case.entry(section).or_default();
                lines.push_str(line);
                lines.push('\n');
                continue;
            }
        }
        case.entry(section).or_default();
    }
    cases.push(case);
    cases
}

fn run(case: &BTreeMap<&str, String>) -> Outcome {
    let data = case["data"].strip_suffix('\n').unwrap_or_default();
    let (found, root);
    let dom;
    match case.get("document-fragment") {
        None => {
            dom = parse(data);
            root = dom.root();
        }
        Some(context) => {
            let (namespace, name) = match context.trim_end().split_once(' ') {
                Some(("svg", name)) => (Namespace::Svg, name),
                Some(("math", name)) => (Namespace::MathMl, name),
                _ => (Namespace::Html, context.trim_end()),
            };
            dom = fragment(data, namespace, Tag::from_name(&name.to_ascii_lowercase()));
            root = dom.first_child(dom.root()).unwrap();
        }
    }
    found = print(&dom, root);
    let expected = case["document"].trim_end_matches('\n');
    if found.trim_end_matches('\n') == expected {
        Outcome::Passed
    } else {
        Outcome::Differs(format!("{data:?}\nfound\n{found}want\n{expected}"))
    }
}

fn fragment(html: &str, namespace: Namespace, tag: Tag) -> Dom<'_> {
    let source = normalise_newlines(html);
    let (dom, _) = Builder::for_fragment(&source, namespace, tag).run();
    Dom { source, ..dom }
}

/// What is below `root`, as the suite writes it.
fn print(dom: &Dom<'_>, root: NodeId) -> String {
    let mut out = String::new();
    for id in dom.descendants(root) {
        let depth = dom.ancestors(id).take_while(|&node| node != root).count();
        let mut line = |extra: usize, text: &str| {
            out.push_str(&format!("| {:width$}{text}\n", "", width = 2 * (depth + extra)));
        };
        match dom.kind(id) {
            NodeKind::Document => unreachable!("the document has no parent"),
            NodeKind::Doctype => line(0, &doctype(dom)),
            NodeKind::Fragment => line(0, "content"),
            NodeKind::Text => line(0, &format!("\"{}\"", dom.text(id))),
            NodeKind::Comment => line(0, &format!("<!-- {} -->", dom.text(id))),
            NodeKind::Element => {
                let prefix = prefix(dom.namespace(id));
                line(0, &format!("<{prefix}{}>", dom.tag_name(id)));
                let foreign = dom.namespace(id) != Namespace::Html;
                let mut attrs: Vec<(String, &str)> =
                    dom.attrs(id).map(|(name, value)| (attr_name(name, foreign), value)).collect();
                attrs.sort_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
                for (name, value) in attrs {
                    line(1, &format!("{name}=\"{value}\""));
                }
            }
        }
    }
    out
}

fn prefix(namespace: Namespace) -> &'static str {
    match namespace {
        Namespace::Html => "",
        Namespace::Svg => "svg ",
        Namespace::MathMl => "math ",
    }
}

/// Foreign attributes have a namespace where the standard says so ("adjust foreign attributes").
fn attr_name(name: &str, foreign: bool) -> String {
    const ADJUSTED: [&str; 10] = [
        "xlink:actuate",
        "xlink:arcrole",
        "xlink:href",
        "xlink:role",
        "xlink:show",
        "xlink:title",
        "xlink:type",
        "xml:lang",
        "xml:space",
        "xmlns:xlink",
    ];
    if foreign && ADJUSTED.contains(&name) { name.replacen(':', " ", 1) } else { name.to_owned() }
}

fn doctype(dom: &Dom<'_>) -> String {
    let doctype = dom.doctype.unwrap_or_default();
    let text =
        |slice: Option<Slice>| slice.map_or("", |slice| slice.of(dom.source.as_str(), &dom.extra));
    let (public, system) = (text(doctype.public), text(doctype.system));
    let name = text(doctype.name);
    if public.is_empty() && system.is_empty() {
        format!("<!DOCTYPE {name}>")
    } else {
        format!("<!DOCTYPE {name} \"{public}\" \"{system}\">")
    }
}
