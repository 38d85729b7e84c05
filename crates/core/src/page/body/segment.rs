//! The tree to text segments: runs of text between block-level tags.
//!
//! One pass over the arena. A segment is a range of nodes; its text stays in the tree until it is
//! chosen. Two or more line breaks part segments as a paragraph tag would. Every block-level element
//! is a [`Region`], so a segment knows the boxes it stands in.

use super::display::{Display, display, is_hidden};
use super::measure::{Measure, Meter, Style};
use crate::dom::{AttrName, Dom, NodeId, NodeKind, Tag};

/// A block-level element.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Region {
    /// The element.
    pub(crate) node: NodeId,
    /// Its name.
    pub(crate) tag: Tag,
    /// Index of the region around it; its own for the root, region 0.
    pub(crate) parent: u32,
    /// How many regions are around it.
    pub(crate) depth: u32,
    /// Index of its first segment.
    pub(crate) first: u32,
    /// Index behind its last segment.
    pub(crate) end: u32,
    /// Its place among the regions of its parent.
    pub(crate) position: u32,
    /// How many regions stand directly in it.
    pub(crate) children: u32,
    /// Whether it or a region around it says that it is not to be seen.
    pub(crate) hidden: bool,
    /// Whether it lies inside a link.
    pub(crate) in_link: bool,
    /// What kind of declaration its text comes from, when the page does not show it.
    pub(crate) declared: Option<Declared>,
}

/// Declarations that can hold content the page does not show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Declared {
    /// JSON-LD `articleBody`.
    ArticleBody,
    /// JSON-LD `text`, `reviewBody`.
    Text,
    /// JSON-LD `description`.
    Description,
    /// A meta tag's description.
    Meta,
}

/// A run of text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segment {
    /// Index of the innermost region around it.
    pub(crate) region: u32,
    /// Its first text node.
    pub(crate) from: NodeId,
    /// The node behind its last text node.
    pub(crate) to: NodeId,
    /// Index of its first token.
    pub(crate) first_token: u32,
    /// Index behind its last token.
    pub(crate) end_token: u32,
    /// What it is made of.
    pub(crate) measure: Measure,
    /// Links that begin in it.
    pub(crate) links: u32,
    /// Pictures in it.
    pub(crate) images: u32,
    /// Whether it holds a `<time>` element.
    pub(crate) has_time: bool,
    /// Whether it holds a form control or its label.
    pub(crate) has_control: bool,
    /// Whether it holds a `<span>`.
    pub(crate) has_span: bool,
    /// Index into [`Segmentation::declared`] when its text is declared rather than shown.
    pub(crate) declared: Option<u32>,
}

/// A picture of the page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Picture {
    /// The `<img>`.
    pub(crate) node: NodeId,
    /// Index of the innermost region around it.
    pub(crate) region: u32,
    /// How many segments end before it.
    pub(crate) segments_before: u32,
}

/// The segmented page.
#[derive(Debug, Default)]
pub(crate) struct Segmentation {
    /// Regions in document order; region 0 is the whole page.
    pub(crate) regions: Vec<Region>,
    /// Segments in document order.
    pub(crate) segments: Vec<Segment>,
    /// Hashes of the segments' tokens, one segment's after another's.
    pub(crate) tokens: Vec<u32>,
    /// Pictures in document order.
    pub(crate) pictures: Vec<Picture>,
    /// Texts that the page declares without showing them, white space folded.
    pub(crate) declared: Vec<String>,
}

impl Segmentation {
    /// The token hashes of a segment.
    pub(crate) fn tokens_of(&self, segment: &Segment) -> &[u32] {
        &self.tokens[segment.first_token as usize..segment.end_token as usize]
    }

    /// A region and the regions around it, the innermost first.
    pub(crate) fn regions_around(&self, region: u32) -> impl Iterator<Item = &Region> {
        let mut next = Some(region);
        std::iter::from_fn(move || {
            let index = next?;
            let found = &self.regions[index as usize];
            next = (index != 0).then_some(found.parent);
            Some(found)
        })
    }
}

/// An element whose end the walk has not reached.
struct Open {
    end: usize,
    style: Style,
    /// The region to return to.
    region: Option<u32>,
    hidden: bool,
}

/// Segments the page.
pub(crate) fn segment(dom: &Dom<'_>) -> Segmentation {
    Walk {
        dom,
        found: Segmentation::default(),
        open: Vec::new(),
        meter: Meter::default(),
        current: None,
        breaks: 0,
        first_token: 0,
    }
    .run()
}

struct Walk<'d, 'a> {
    dom: &'d Dom<'a>,
    found: Segmentation,
    open: Vec<Open>,
    meter: Meter,
    /// The segment being read.
    current: Option<Segment>,
    /// Line breaks since the last text.
    breaks: u32,
    first_token: u32,
}

impl Walk<'_, '_> {
    fn run(mut self) -> Segmentation {
        let root = self.dom.root();
        self.found.regions.push(Region {
            node: root,
            tag: Tag::OTHER,
            parent: 0,
            depth: 0,
            first: 0,
            end: 0,
            position: 0,
            children: 0,
            hidden: false,
            in_link: false,
            declared: None,
        });
        let (mut at, count) = (1, self.dom.len());
        let mut region = 0;
        let mut style = Style::default();
        let mut hidden = false;
        while at < count {
            while let Some(last) = self.open.last()
                && last.end <= at
            {
                (style, hidden) = (last.style, last.hidden);
                if let Some(outer) = last.region {
                    self.close(region);
                    region = outer;
                }
                self.open.pop();
            }
            let id = NodeId::from_index(at);
            at += 1;
            match self.dom.kind(id) {
                NodeKind::Text => self.text(id, region, style),
                NodeKind::Element => match display(self.dom, id) {
                    Display::Skip => at = self.dom.end(id).index(),
                    Display::Break => {
                        self.breaks += 1;
                        self.meter.space(&mut self.found.tokens);
                    }
                    Display::Rule => self.flush(),
                    Display::Image => self.picture(id, region),
                    Display::Inline => {
                        if is_hidden(self.dom, id) {
                            at = self.dom.end(id).index();
                            continue;
                        }
                        let end = self.dom.end(id).index();
                        let inner = self.inline(id, region, style);
                        if end > at {
                            self.open.push(Open { end, style, region: None, hidden });
                            style = inner;
                        }
                    }
                    Display::Block => {
                        self.flush();
                        let end = self.dom.end(id).index();
                        self.open.push(Open { end, style, region: Some(region), hidden });
                        hidden |= is_hidden(self.dom, id);
                        region = self.region(id, region, hidden, style.link);
                    }
                },
                NodeKind::Document | NodeKind::Doctype | NodeKind::Comment | NodeKind::Fragment => {
                }
            }
        }
        self.close(region);
        while let Some(last) = self.open.pop() {
            if let Some(outer) = last.region {
                self.close(outer);
            }
        }
        self.found
    }

    fn region(&mut self, node: NodeId, parent: u32, hidden: bool, in_link: bool) -> u32 {
        let index = self.found.regions.len() as u32;
        let first = self.found.segments.len() as u32;
        let outer = &mut self.found.regions[parent as usize];
        let (position, depth) = (outer.children, outer.depth + 1);
        outer.children += 1;
        self.found.regions.push(Region {
            node,
            tag: self.dom.tag(node),
            parent,
            depth,
            first,
            end: first,
            position,
            children: 0,
            hidden,
            in_link,
            declared: None,
        });
        index
    }

    fn close(&mut self, region: u32) {
        self.flush();
        self.found.regions[region as usize].end = self.found.segments.len() as u32;
    }

    fn inline(&mut self, id: NodeId, region: u32, mut style: Style) -> Style {
        let tag = self.dom.tag(id);
        match tag {
            Tag::A if self.dom.attr(id, AttrName::HREF).is_some() => {
                style.link = true;
                self.here(id, region).links += 1;
            }
            Tag::B | Tag::STRONG => style.bold = true,
            Tag::I | Tag::EM | Tag::CITE | Tag::VAR | Tag::DFN => style.italic = true,
            Tag::TIME => self.here(id, region).has_time = true,
            Tag::INPUT | Tag::LABEL | Tag::OUTPUT => self.here(id, region).has_control = true,
            Tag::SPAN => self.here(id, region).has_span = true,
            _ => {}
        }
        style
    }

    fn picture(&mut self, node: NodeId, region: u32) {
        self.here(node, region).images += 1;
        let segments_before = self.found.segments.len() as u32;
        self.found.pictures.push(Picture { node, region, segments_before });
    }

    /// The segment being read; a new one when none is.
    fn here(&mut self, id: NodeId, region: u32) -> &mut Segment {
        self.current.get_or_insert(Segment {
            region,
            from: id,
            to: id,
            first_token: 0,
            end_token: 0,
            measure: Measure::default(),
            links: 0,
            images: 0,
            has_time: false,
            has_control: false,
            has_span: false,
            declared: None,
        })
    }

    fn text(&mut self, id: NodeId, region: u32, style: Style) {
        let text = self.dom.text(id);
        if text.bytes().all(|byte| byte.is_ascii_whitespace()) {
            self.meter.space(&mut self.found.tokens);
            return;
        }
        if self.breaks >= 2 {
            self.flush();
        }
        self.breaks = 0;
        if self.meter.is_empty() {
            self.here(id, region).from = id;
        }
        self.meter.read(text, style, &mut self.found.tokens);
        self.here(id, region).to = NodeId::from_index(id.index() + 1);
    }

    /// Ends the segment being read; one without a letter or digit is no segment.
    fn flush(&mut self) {
        self.breaks = 0;
        let Some(segment) = self.current.take() else {
            self.meter.forget_space();
            return;
        };
        let measure = self.meter.finish(&mut self.found.tokens);
        let end_token = self.found.tokens.len() as u32;
        if measure.letters + measure.digits > 0 {
            self.found.segments.push(Segment {
                measure,
                first_token: self.first_token,
                end_token,
                ..segment
            });
        }
        self.first_token = end_token;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regions(html: &str) -> Vec<(Tag, u32)> {
        let dom = crate::dom::parse(html);
        let found = segment(&dom);
        found
            .segments
            .iter()
            .map(|s| (found.regions[s.region as usize].tag, s.measure.words_tenths / 10))
            .collect()
    }

    #[test]
    fn ok_blocks_part_segments() {
        assert_eq!(
            regions("<div>one <b>two</b><p>three four<ul><li>five</ul>six</div>"),
            [(Tag::DIV, 2), (Tag::P, 2), (Tag::LI, 1), (Tag::DIV, 1)]
        );
    }

    #[test]
    fn ok_two_breaks_part_segments() {
        assert_eq!(regions("<div>one<br>two<br> <br>three</div>"), [(Tag::DIV, 2), (Tag::DIV, 1)]);
    }

    #[test]
    fn ok_what_nobody_sees_is_left_out() {
        assert_eq!(
            regions(
                "<p>one <span hidden>two</span><script>three</script> | <p>|<noscript><p>four</noscript>"
            ),
            [(Tag::P, 1), (Tag::P, 1)]
        );
    }

    #[test]
    fn ok_links_are_counted() {
        let dom = crate::dom::parse("<p>see <a href=/x>this one</a> now");
        let found = segment(&dom);
        let segment = &found.segments[0];
        // The folded space before the link counts with it.
        assert_eq!((segment.links, segment.measure.link_chars), (1, 9));
    }
}
