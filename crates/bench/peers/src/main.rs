//! The Rust peers of `dateline-bench`: `dateline-peers NAME LIST`.

#[path = "../../src/worker.rs"]
mod worker;

use std::io::Read as _;

use html5ever::tendril::TendrilSink as _;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{NodeData, RcDom};

fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1);
    let name = args.next().unwrap_or_default();
    let pages: Vec<Vec<u8>> = std::fs::read_to_string(args.next().unwrap_or_default())?
        .lines()
        .map(|path| {
            let bytes = std::fs::read(path)?;
            if !path.ends_with(".gz") {
                return Ok(bytes);
            }
            let mut plain = Vec::new();
            flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut plain)?;
            Ok(plain)
        })
        .collect::<std::io::Result<_>>()?;
    match name.as_str() {
        "html5ever+rcdom" => worker::serve(&pages, html5ever_text),
        "dom_smoothie" => worker::serve(&pages, |page| {
            let html = worker::text(page);
            dom_smoothie::Readability::new(&*html, None, None)
                .and_then(|mut document| document.parse())
                .map_or(0, |article| article.text_content.len())
        }),
        "rs-trafilatura" => worker::serve(&pages, |page| {
            rs_trafilatura::extract_bytes(page).map_or(0, |found| found.content_text.len())
        }),
        _ => Err(std::io::Error::other("no peer has this name")),
    }
}

/// Parses a page and walks its text.
fn html5ever_text(page: &[u8]) -> usize {
    let html = worker::text(page);
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts { scripting_enabled: false, ..Default::default() },
        ..Default::default()
    };
    let dom = parse_document(RcDom::default(), options).one(&*html);
    let (mut open, mut size) = (vec![dom.document.clone()], 0);
    while let Some(node) = open.pop() {
        if let NodeData::Text { contents } = &node.data {
            size += contents.borrow().len();
        }
        open.extend(node.children.borrow().iter().cloned());
    }
    size
}
