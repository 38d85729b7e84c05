//! Content that a page declares but does not show: JSON-LD bodies, posts and descriptions become
//! segments behind those of the tree, for the model to judge like all others.

use serde_json::Value;

use super::assemble::text_of;
use super::features::{Runs, tokens_of};
use super::measure::{Meter, Style};
use super::segment::{Declared, Region, Segment, Segmentation, segment};
use crate::dom::{self, NodeId, Tag};
use crate::page::structured::{Structured, Thing};

/// A declared text is shown when more than this share of it stands on the page.
const SHOWN_SHARE: f32 = 0.3;
/// Shorter texts are names and labels.
const MIN_TOKENS: usize = 8;
/// A page with more declared texts than this is a catalogue: the rest is left.
const MAX_TEXTS: usize = 64;

/// Appends what the page declares and does not show.
pub(crate) fn append(structured: &Structured, page: &mut Segmentation) {
    let texts = texts(structured);
    if texts.is_empty() {
        return;
    }
    let mut shown = Runs::default();
    shown.add(&page.tokens);
    shown.seal();
    for (kind, text) in texts {
        let tokens = tokens_of(text);
        if tokens.len() < MIN_TOKENS || shown.share(&tokens) > SHOWN_SHARE {
            continue;
        }
        shown.add(&tokens);
        shown.seal();
        add(kind, text, page);
    }
    page.regions[0].end = page.segments.len() as u32;
}

/// The declared texts, those most likely to be a body first.
fn texts(structured: &Structured) -> Vec<(Declared, &str)> {
    let mut texts: Vec<(Declared, &str)> = Vec::new();
    let mut open: Vec<&Value> = Vec::new();
    for thing in structured.json_ld.things() {
        read(thing, &mut texts, &mut open);
        while let Some(value) = open.pop() {
            match value {
                Value::Array(values) => open.extend(values.iter().rev()),
                Value::Object(thing) => read(thing, &mut texts, &mut open),
                _ => {}
            }
        }
    }
    texts.sort_by_key(|(kind, _)| *kind as u8);
    texts.truncate(MAX_TEXTS);
    for name in ["description", "og:description"] {
        texts.extend(structured.meta(&[name]).map(|text| (Declared::Meta, text)));
    }
    texts
}

/// Takes the texts of one thing, and its other members as work to do.
fn read<'s>(thing: &'s Thing, texts: &mut Vec<(Declared, &'s str)>, open: &mut Vec<&'s Value>) {
    let first = open.len();
    for (name, value) in thing {
        let kind = match name.as_str() {
            "articleBody" => Declared::ArticleBody,
            "text" | "reviewBody" => Declared::Text,
            "description" => Declared::Description,
            _ => {
                open.push(value);
                continue;
            }
        };
        texts.extend(value.as_str().map(|text| (kind, text)));
    }
    open[first..].reverse();
}

/// One declared text as a region of its own, a segment for each paragraph.
fn add(kind: Declared, text: &str, page: &mut Segmentation) {
    let first = page.segments.len() as u32;
    let root = &mut page.regions[0];
    let position = root.children;
    root.children += 1;
    let region = page.regions.len() as u32;
    page.regions.push(Region {
        node: NodeId::from_index(0),
        tag: Tag::OTHER,
        parent: 0,
        depth: 1,
        first,
        end: first,
        position,
        children: 0,
        hidden: false,
        in_link: false,
        declared: Some(kind),
    });
    let is_markup = text.contains(['<', '&']);
    for line in text.lines().filter(|_| !is_markup) {
        add_paragraph(line, region, page);
    }
    if is_markup {
        let dom = dom::parse(text);
        let inner = segment(&dom);
        for paragraph in &inner.segments {
            for line in text_of(&dom, &inner, paragraph).lines() {
                add_paragraph(line, region, page);
            }
        }
    }
    page.regions[region as usize].end = page.segments.len() as u32;
}

fn add_paragraph(line: &str, region: u32, page: &mut Segmentation) {
    let mut meter = Meter::default();
    let first_token = page.tokens.len() as u32;
    meter.read(line, Style::default(), &mut page.tokens);
    let measure = meter.finish(&mut page.tokens);
    if measure.letters + measure.digits == 0 {
        page.tokens.truncate(first_token as usize);
        return;
    }
    page.segments.push(Segment {
        region,
        from: NodeId::from_index(0),
        to: NodeId::from_index(0),
        first_token,
        end_token: page.tokens.len() as u32,
        measure,
        links: 0,
        images: 0,
        has_time: false,
        has_control: false,
        has_span: false,
        declared: Some(page.declared.len() as u32),
    });
    page.declared.push(line.split_whitespace().collect::<Vec<_>>().join(" "));
}
