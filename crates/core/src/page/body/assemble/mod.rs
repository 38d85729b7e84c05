//! The chosen segments as the blocks of the record.

mod code;
mod images;
mod inline;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use self::inline::RawLink;
use super::place::{NONE, Place};
use super::segment::{Picture, Segment, Segmentation};
use crate::article::{Block, BlockKind, Image, Link};
use crate::dom::{AttrName, Dom};
use crate::page::url::BaseUrl;
use crate::page::{Body, Page, PageContext};
use crate::span::Span;

/// Between two blocks stands one blank line.
const BLOCK_SEPARATOR: &str = "\n\n";

/// Writes the segments that `kept` names into the body of `page`, and the pictures among them into
/// its metadata.
pub(super) fn assemble(
    dom: &Dom<'_>,
    context: &PageContext<'_>,
    segmentation: &Segmentation,
    places: &[Place],
    kept: &[bool],
    page: &mut Page,
) {
    let mut assembly = Assembly {
        dom,
        segmentation,
        places,
        kept,
        base: BaseUrl::of(dom, context.url),
        captions_in_text: context.captions_in_text,
        body: Body::default(),
        images: Vec::new(),
        links: Vec::new(),
        last_item: NONE,
        written: BTreeSet::new(),
        pictured: BTreeSet::new(),
    };
    assembly.run();
    page.metadata.images.append(&mut assembly.images);
    page.body = assembly.body;
}

/// The text of one segment.
pub(super) fn text_of(dom: &Dom<'_>, page: &Segmentation, segment: &Segment) -> String {
    let mut text = String::new();
    inline::write(dom, page, segment, false, &mut text, &mut Vec::new());
    text
}

struct Assembly<'p, 'd, 'a> {
    dom: &'d Dom<'a>,
    segmentation: &'p Segmentation,
    places: &'p [Place],
    kept: &'p [bool],
    base: BaseUrl,
    captions_in_text: bool,
    body: Body,
    images: Vec<Image>,
    links: Vec<RawLink>,
    /// The list item of the last block, or [`NONE`].
    last_item: u32,
    /// Captions that stand in the text with their pictures.
    written: BTreeSet<usize>,
    /// Addresses of `images`.
    pictured: BTreeSet<String>,
}

impl<'p> Assembly<'p, '_, '_> {
    fn run(&mut self) {
        let segments = &self.segmentation.segments;
        let accepted = self.accepted_pictures();
        let mut pictures = accepted.iter().peekable();
        let mut at = 0;
        while at < segments.len() {
            while let Some(picture) = pictures.next_if(|p| p.segments_before as usize <= at) {
                self.figure(picture);
            }
            let segment = &segments[at];
            if !self.kept[at] {
                at += 1;
                continue;
            }
            let place = self.places[segment.region as usize];
            if place.table != NONE {
                self.table(place.table);
                at = self.segmentation.regions[place.table as usize].end as usize;
            } else if place.preformatted != NONE {
                self.code(place.preformatted);
                at = self.segmentation.regions[place.preformatted as usize].end as usize;
            } else {
                // Captions are written with their pictures.
                if !place.caption {
                    self.segment(segment, &place);
                } else if self.captions_in_text && !self.written.contains(&at) {
                    self.block(segment, BlockKind::Paragraph);
                }
                at += 1;
            }
        }
        for picture in pictures {
            self.figure(picture);
        }
    }

    fn segment(&mut self, segment: &Segment, place: &Place) {
        let kind = if place.heading > 0 {
            BlockKind::Heading { level: place.heading }
        } else if place.item != NONE && place.item != self.last_item {
            BlockKind::ListItem { ordered: place.ordered, depth: place.list_depth }
        } else if place.quote {
            BlockKind::Quote
        } else {
            BlockKind::Paragraph
        };
        self.block(segment, kind);
        self.last_item = place.item;
    }

    fn block(&mut self, segment: &Segment, kind: BlockKind) {
        let start = self.begin();
        self.write(segment);
        self.end(start, kind);
    }

    /// Where the next block's text begins.
    fn begin(&mut self) -> usize {
        if !self.body.text.is_empty() {
            self.body.text.push_str(BLOCK_SEPARATOR);
        }
        self.body.text.len()
    }

    fn end(&mut self, start: usize, kind: BlockKind) {
        let mut span = Span::new(start, self.body.text.len()).trim(&self.body.text);
        self.body.text.truncate(span.end as usize);
        if matches!(kind, BlockKind::Code { .. }) && !span.is_empty() {
            // The first line of code may be indented too.
            span.start = start as u32;
        }
        self.push_links();
        if span.is_empty() {
            let undone = start.saturating_sub(BLOCK_SEPARATOR.len());
            self.body.text.truncate(undone);
            return;
        }
        self.body.blocks.push(Block { kind, span });
    }

    fn write(&mut self, segment: &Segment) {
        inline::write(
            self.dom,
            self.segmentation,
            segment,
            false,
            &mut self.body.text,
            &mut self.links,
        );
    }

    fn push_links(&mut self) {
        let length = self.body.text.len();
        for link in std::mem::take(&mut self.links) {
            let (start, end) = (link.start.min(length), link.end.min(length));
            if start >= end {
                continue;
            }
            let span = Span::new(start, end).trim(&self.body.text);
            let target = self.dom.attr(link.node, AttrName::HREF).unwrap_or("");
            if let Some(url) = self.base.resolve(target)
                && !span.is_empty()
            {
                self.body.links.push(Link { span, url });
            }
        }
    }

    /// Pictures that stand among kept text: the innermost box around one that holds text other than
    /// captions holds kept text.
    fn accepted_pictures(&self) -> Vec<Picture> {
        let segments = &self.segmentation.segments;
        let is_caption = |s: &Segment| self.places[s.region as usize].caption;
        let mut sums = vec![(0u32, 0u32)];
        for (segment, &kept) in segments.iter().zip(self.kept) {
            let (prose, taken) = sums[sums.len() - 1];
            let counts = !is_caption(segment);
            sums.push((prose + u32::from(counts), taken + u32::from(counts && kept)));
        }
        let stands = |picture: &&Picture| {
            self.segmentation.regions_around(picture.region).find_map(|region| {
                let (first, end) = (sums[region.first as usize], sums[region.end as usize]);
                (end.0 > first.0).then_some(end.1 > first.1)
            }) == Some(true)
        };
        self.segmentation.pictures.iter().filter(stands).copied().collect()
    }

    fn figure(&mut self, picture: &Picture) {
        let Some(url) =
            images::largest(self.dom, picture.node).and_then(|src| self.base.resolve(src))
        else {
            return;
        };
        if !self.pictured.insert(url.clone()) {
            return;
        }
        let caption = self.caption(picture);
        let alt = self.dom.attr(picture.node, AttrName::ALT).map(str::trim);
        let kind = BlockKind::Figure { image: self.images.len() as u32 };
        self.images.push(Image {
            url,
            caption: caption.map(|index| self.text_at(index)).filter(|text| !text.is_empty()),
            alt: alt.filter(|alt| !alt.is_empty()).map(str::to_owned),
            credit: None,
            lead: false,
        });
        match caption.filter(|&index| self.captions_in_text && self.kept[index]) {
            Some(index) if self.written.insert(index) => {
                self.block(&self.segmentation.segments[index], kind);
            }
            _ => {
                let at = self.body.text.len();
                self.body.blocks.push(Block { kind, span: Span::new(at, at) });
            }
        }
    }

    fn text_at(&self, index: usize) -> String {
        let text = text_of(self.dom, self.segmentation, &self.segmentation.segments[index]);
        text.trim().to_owned()
    }

    /// The caption next to a picture: in the same figure, else the next run of text when that is a
    /// caption in the same or the next box around.
    fn caption(&self, picture: &Picture) -> Option<usize> {
        let figure = self.places[picture.region as usize].figure;
        let (first, end) = if figure == NONE {
            (picture.segments_before, picture.segments_before + 1)
        } else {
            let region = &self.segmentation.regions[figure as usize];
            (region.first, region.end)
        };
        let segments = self.segmentation.segments.get(first as usize..end as usize)?;
        let place = segments.iter().position(|s| self.places[s.region as usize].caption)?;
        Some(first as usize + place)
    }
}
