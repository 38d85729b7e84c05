//! Clean HTML: the article alone, in the elements that mean what its parts are.

use super::dates::readable_date;
use super::escape::{push_html, safe_url};
use super::json_ld::{address, json_ld};
use super::marks::{Event, Mark, MarkKind, Marker, links};
use super::outline::{Part, outline};
use crate::article::{Article, AuthorKind, BlockKind, SourceKind};
use crate::span::Span;

/// The article as a clean HTML document: semantic elements, no style, no script but the metadata
/// as JSON-LD. Links and pictures keep their addresses; `javascript:` and the like are dropped.
///
/// # Panics
/// When the article's spans do not count bytes.
#[must_use]
pub fn html(article: &Article) -> String {
    let mut out = String::with_capacity(article.text.len() * 2 + 2048);
    out.push_str("<!DOCTYPE html>\n<html");
    push_attribute(&mut out, "lang", article.metadata.language.as_deref());
    out.push_str(">\n<head>\n<meta charset=\"utf-8\">\n");
    push_head(&mut out, article);
    out.push_str("<script type=\"application/ld+json\">");
    out.push_str(&json_ld(article));
    out.push_str("</script>\n</head>\n<body>\n<article dir=\"auto\">\n");
    push_header(&mut out, article);
    let mut body =
        Body { article, marker: Marker::new(&article.text, links(article)), images: true };
    body.push(&mut out, &mut push_link);
    out.push_str("</article>\n</body>\n</html>\n");
    out
}

/// `<title>` and what else stands in the head of any document about the article.
pub(super) fn push_head(out: &mut String, article: &Article) {
    out.push_str("<title>");
    push_html(out, article.metadata.title.as_deref().unwrap_or("Untitled"));
    out.push_str("</title>\n");
    if let Some(description) = &article.metadata.description {
        out.push_str("<meta name=\"description\"");
        push_attribute(out, "content", Some(description));
        out.push_str(">\n");
    }
    if let Some(url) = address(article) {
        out.push_str("<link rel=\"canonical\"");
        push_attribute(out, "href", Some(url));
        out.push_str(">\n");
    }
}

/// Headline, subtitle, byline and dates.
pub(super) fn push_header(out: &mut String, article: &Article) {
    let data = &article.metadata;
    out.push_str("<header>\n");
    if let Some(title) = &data.title {
        push_element(out, "h1", "", title);
    }
    if let Some(subtitle) = &data.subtitle {
        push_element(out, "p", " class=\"subtitle\"", subtitle);
    }
    if !data.authors.is_empty() {
        out.push_str("<address class=\"byline\">By ");
        for (index, author) in data.authors.iter().enumerate() {
            if index > 0 {
                out.push_str(", ");
            }
            let class = match author.kind {
                AuthorKind::Person => "author",
                AuthorKind::Organization => "author organization",
            };
            let url = author.url.as_deref().and_then(safe_url);
            let tag = if url.is_some() { "a" } else { "span" };
            out.push_str(&format!("<{tag} class=\"{class}\""));
            if url.is_some() {
                out.push_str(" rel=\"author\"");
            }
            push_attribute(out, "href", url);
            out.push('>');
            push_html(out, &author.name);
            out.push_str(&format!("</{tag}>"));
        }
        out.push_str("</address>\n");
    }
    if data.publisher.is_some() || data.published.is_some() {
        out.push_str("<p class=\"dates\">");
        if let Some(publisher) = &data.publisher {
            out.push_str("<span class=\"publisher\">");
            push_html(out, &publisher.name);
            out.push_str("</span>");
        }
        for (class, label, date) in
            [("published", "", &data.published), ("modified", "changed ", &data.modified)]
        {
            let Some(date) = date else { continue };
            if !out.ends_with('>') || out.ends_with("</span>") || out.ends_with("</time>") {
                out.push_str(" · ");
            }
            out.push_str(label);
            out.push_str(&format!("<time class=\"{class}\""));
            push_attribute(out, "datetime", Some(date));
            out.push('>');
            push_html(out, &readable_date(date));
            out.push_str("</time>");
        }
        out.push_str("</p>\n");
    }
    out.push_str("</header>\n");
}

/// The body: blocks with whatever is marked in them.
pub(super) struct Body<'a> {
    pub(super) article: &'a Article,
    pub(super) marker: Marker<'a>,
    /// Whether pictures are shown; otherwise a figure is its words and a link to the picture.
    pub(super) images: bool,
}

/// Writes the tag that opens (true) or closes (false) a mark.
pub(super) type PushMark<'a> = dyn FnMut(&mut String, &Article, Mark, bool) + 'a;

impl Body<'_> {
    /// Writes every block, marks as `push_mark` draws them.
    pub(super) fn push(&mut self, out: &mut String, push_mark: &mut PushMark<'_>) {
        for part in outline(self.article) {
            match part {
                Part::OpenList { ordered } => {
                    // An inner list begins behind its item's text.
                    if !out.ends_with('\n') {
                        out.push('\n');
                    }
                    out.push_str(if ordered { "<ol>\n" } else { "<ul>\n" });
                }
                Part::CloseList { ordered } => {
                    out.push_str(if ordered { "</ol>\n" } else { "</ul>\n" });
                }
                Part::OpenItem => out.push_str("<li>"),
                Part::CloseItem => out.push_str("</li>\n"),
                Part::OpenQuote => out.push_str("<blockquote>\n"),
                Part::CloseQuote => out.push_str("</blockquote>\n"),
                Part::Block(block) => match &block.kind {
                    BlockKind::ListItem { .. } => self.inline(out, block.span, push_mark),
                    BlockKind::Heading { level } => {
                        let level = (*level).clamp(1, 6);
                        out.push_str(&format!("<h{level}>"));
                        self.inline(out, block.span, push_mark);
                        out.push_str(&format!("</h{level}>\n"));
                    }
                    BlockKind::Code { language } => {
                        out.push_str("<pre><code");
                        let class = language.as_ref().map(|name| format!("language-{name}"));
                        push_attribute(out, "class", class.as_deref());
                        // A line break right behind `<pre>` would be dropped.
                        out.push('>');
                        push_html(out, block.span.of(&self.article.text));
                        out.push_str("</code></pre>\n");
                    }
                    BlockKind::Table { rows } => self.table(out, rows, push_mark),
                    BlockKind::Figure { image } => self.figure(out, *image, block.span, push_mark),
                    _ => {
                        out.push_str("<p>");
                        self.inline(out, block.span, push_mark);
                        out.push_str("</p>\n");
                    }
                },
            }
        }
    }

    fn inline(&mut self, out: &mut String, span: Span, push_mark: &mut PushMark<'_>) {
        let breaks = self.article.source.kind == SourceKind::Html;
        for event in self.marker.events(span) {
            match event {
                Event::Open(mark) => push_mark(out, self.article, mark, true),
                Event::Close(mark) => push_mark(out, self.article, mark, false),
                Event::Text(text) if breaks => {
                    for (number, line) in text.split('\n').enumerate() {
                        if number > 0 {
                            out.push_str("<br>\n");
                        }
                        push_html(out, line);
                    }
                }
                Event::Text(text) => push_html(out, text),
            }
        }
    }

    fn table(&mut self, out: &mut String, rows: &[Vec<Span>], push_mark: &mut PushMark<'_>) {
        out.push_str("<table>\n");
        for row in rows {
            out.push_str("<tr>");
            for &cell in row {
                out.push_str("<td>");
                self.inline(out, cell, push_mark);
                out.push_str("</td>");
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</table>\n");
    }

    fn figure(&mut self, out: &mut String, image: u32, span: Span, push_mark: &mut PushMark<'_>) {
        let Some(image) = self.article.metadata.images.get(image as usize) else { return };
        let url = safe_url(&image.url);
        let alt = image.alt.as_deref().unwrap_or("");
        out.push_str("<figure>");
        if self.images && url.is_some() {
            out.push_str("<img");
            push_attribute(out, "src", url);
            push_attribute(out, "alt", Some(alt));
            out.push('>');
        } else {
            out.push_str("<a class=\"picture\"");
            push_attribute(out, "href", url);
            out.push('>');
            push_html(out, if alt.is_empty() { "Picture" } else { alt });
            out.push_str("</a>");
        }
        if !span.is_empty() || image.caption.is_some() || image.credit.is_some() {
            out.push_str("<figcaption>");
            if !span.is_empty() {
                self.inline(out, span, push_mark);
            } else if let Some(caption) = &image.caption {
                push_html(out, caption);
            }
            if let Some(credit) = &image.credit {
                push_element(out, "small", " class=\"credit\"", credit);
                out.pop();
            }
            out.push_str("</figcaption>");
        }
        out.push_str("</figure>\n");
    }
}

/// Draws hyperlinks.
pub(super) fn push_link(out: &mut String, article: &Article, mark: Mark, open: bool) {
    let Some(link) = article.links.get(mark.index).filter(|_| mark.kind == MarkKind::Link) else {
        return;
    };
    if !open {
        out.push_str("</a>");
        return;
    }
    out.push_str("<a");
    push_attribute(out, "href", Some(&link.url));
    out.push('>');
}

/// Appends ` name="value"`, or nothing when there is no value.
pub(super) fn push_attribute(out: &mut String, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        push_html(out, value);
        out.push('"');
    }
}

/// Appends one element with text in it, and a line break.
pub(super) fn push_element(out: &mut String, tag: &str, attributes: &str, text: &str) {
    out.push_str(&format!("<{tag}{attributes}>"));
    push_html(out, text);
    out.push_str(&format!("</{tag}>\n"));
}
