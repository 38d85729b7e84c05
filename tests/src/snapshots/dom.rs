//! The tree, abridged: an element a line, indented by depth, with the attributes that matter.

use dateline::dom::{self, Dom, Namespace, NodeId, NodeKind};
use dateline::{Trace, decode};

use crate::fixture::Fixture;

/// Enough of a text to know it by.
const TEXT_CHARS: usize = 48;

pub(super) fn tree(fixture: &Fixture) -> String {
    let charset = fixture.sidecar.input.charset.as_deref();
    let decoded = decode::decode(&fixture.bytes, charset, true, &mut Trace::off());
    let dom = dom::parse(&decoded.text);
    let mut out = String::new();
    for id in dom.ids() {
        let depth = dom.ancestors(id).count();
        if let Some(line) = line(&dom, id) {
            out.push_str(&"  ".repeat(depth.saturating_sub(1)));
            out.push_str(&line);
            out.push('\n');
        }
    }
    out
}

fn line(dom: &Dom<'_>, id: NodeId) -> Option<String> {
    match dom.kind(id) {
        NodeKind::Document => None,
        NodeKind::Doctype => {
            Some(format!("<!doctype>{}", if dom.is_quirks() { " quirks" } else { "" }))
        }
        NodeKind::Fragment => Some("(contents)".to_owned()),
        NodeKind::Comment => Some(format!("<!-- {} -->", abridged(dom.text(id)))),
        NodeKind::Text => {
            let text = abridged(dom.text(id));
            (!text.is_empty()).then(|| format!("{text:?}"))
        }
        NodeKind::Element => {
            let mut line = match dom.namespace(id) {
                Namespace::Html => String::new(),
                other => format!("{other:?} ").to_lowercase(),
            };
            line.push_str(dom.tag_name(id));
            for (name, value) in dom.attrs(id) {
                line.push_str(&format!(" {name}={:?}", abridged(value)));
            }
            Some(line)
        }
    }
}

fn abridged(text: &str) -> String {
    let words = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(TEXT_CHARS) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words,
    }
}
