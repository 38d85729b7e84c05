//! Markdown as CommonMark with tables, metadata in front.

use super::escape::safe_url;
use super::front_matter::push_front_matter;
use super::marks::{Event, Marker, links};
use super::outline::{Part, outline};
use crate::article::{Article, BlockKind, Image, SourceKind};
use crate::span::Span;

/// The article as Markdown: YAML front matter, the headline, the body. Characters of the text that
/// would mean something to Markdown are escaped; what a parser shows is the text.
///
/// # Panics
/// When the article's spans do not count bytes.
#[must_use]
pub fn markdown(article: &Article) -> String {
    let mut out = String::with_capacity(article.text.len() * 5 / 4 + 512);
    push_front_matter(&mut out, article);
    if let Some(title) = &article.metadata.title {
        out.push_str("# ");
        let mut line = String::new();
        push_text(&mut line, title, Breaks::Fold);
        push_heading_text(&mut out, &line);
        out.push_str("\n\n");
    }
    let mut body =
        Body { article, marker: Marker::new(&article.text, links(article)), lists: Vec::new() };
    for part in outline(article) {
        body.push(&mut out, part);
    }
    out.truncate(out.trim_end_matches('\n').len());
    out.push('\n');
    out
}

/// What a line break inside a block becomes.
#[derive(Clone, Copy, PartialEq)]
enum Breaks {
    /// A space: headings and the wrapped lines of plain text.
    Fold,
    /// A hard line break.
    Hard,
    /// `<br>`, the only one inside table cells; pipes are escaped there too.
    Cell,
}

struct Body<'a> {
    article: &'a Article,
    marker: Marker<'a>,
    /// The number of the last item of each open list, none in lists with bullets, and how far its
    /// items' text is indented.
    lists: Vec<(Option<usize>, usize)>,
}

impl Body<'_> {
    fn push(&mut self, out: &mut String, part: Part<'_>) {
        match part {
            Part::OpenList { ordered } => {
                let indent = self.lists.last().map_or(0, |&(_, indent)| indent);
                self.lists.push((ordered.then_some(0), indent));
            }
            Part::CloseList { .. } => {
                self.lists.pop();
                if self.lists.is_empty() {
                    out.push('\n');
                }
            }
            Part::OpenItem | Part::CloseItem | Part::OpenQuote => {}
            Part::CloseQuote => {
                // The line that parts paragraphs inside a quotation ends it as an empty one.
                if out.ends_with(">\n") {
                    out.truncate(out.len() - 2);
                }
                out.push('\n');
            }
            Part::Block(block) => match &block.kind {
                BlockKind::ListItem { .. } => self.item(out, block.span),
                BlockKind::Heading { level } => {
                    out.extend(std::iter::repeat_n('#', usize::from((*level).clamp(1, 6))));
                    out.push(' ');
                    let line = self.inline(block.span, Breaks::Fold);
                    push_heading_text(out, &line);
                    out.push_str("\n\n");
                }
                BlockKind::Quote => {
                    for line in self.inline(block.span, self.breaks()).lines() {
                        out.push_str("> ");
                        out.push_str(line);
                        out.push('\n');
                    }
                    out.push_str(">\n");
                }
                BlockKind::Code { language } => {
                    push_code(out, block.span.of(&self.article.text), language.as_deref());
                }
                BlockKind::Table { rows } => self.table(out, rows),
                BlockKind::Figure { image } => {
                    let image = self.article.metadata.images.get(*image as usize);
                    let in_text = self.inline(block.span, Breaks::Fold);
                    if let Some(image) = image {
                        push_figure(out, image, &in_text);
                    }
                }
                _ => {
                    let text = self.inline(block.span, self.breaks());
                    out.push_str(&text);
                    out.push_str("\n\n");
                }
            },
        }
    }

    fn breaks(&self) -> Breaks {
        match self.article.source.kind {
            SourceKind::Html => Breaks::Hard,
            SourceKind::Text => Breaks::Fold,
        }
    }

    fn item(&mut self, out: &mut String, span: Span) {
        let text = self.inline(span, self.breaks());
        let depth = self.lists.len();
        let outer = if depth > 1 { self.lists[depth - 2].1 } else { 0 };
        let marker = match self.lists.last_mut() {
            Some((Some(number), _)) => {
                *number += 1;
                format!("{number}. ")
            }
            _ => "- ".to_owned(),
        };
        if let Some((_, indent)) = self.lists.last_mut() {
            *indent = outer + marker.len();
        }
        out.extend(std::iter::repeat_n(' ', outer));
        out.push_str(&marker);
        for (number, line) in text.lines().enumerate() {
            if number > 0 {
                out.push('\n');
                out.extend(std::iter::repeat_n(' ', outer + marker.len()));
            }
            out.push_str(line);
        }
        out.push('\n');
    }

    fn table(&mut self, out: &mut String, rows: &[Vec<Span>]) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        for (number, row) in rows.iter().enumerate() {
            for index in 0..columns {
                let cell = row.get(index).map(|&cell| self.inline(cell, Breaks::Cell));
                out.push_str("| ");
                out.push_str(cell.as_deref().unwrap_or(""));
                out.push(' ');
            }
            out.push_str("|\n");
            if number == 0 {
                out.push_str(&"| --- ".repeat(columns));
                out.push_str("|\n");
            }
        }
        out.push('\n');
    }

    fn inline(&mut self, span: Span, breaks: Breaks) -> String {
        let mut out = String::with_capacity(span.len() + 16);
        for event in self.marker.events(span) {
            match event {
                Event::Text(text) => push_text(&mut out, text, breaks),
                Event::Open(_) => {
                    // `![` would begin a picture.
                    if out.ends_with('!') {
                        out.insert(out.len() - 1, '\\');
                    }
                    out.push('[');
                }
                Event::Close(mark) => {
                    let url = self.article.links.get(mark.index).map(|link| link.url.as_str());
                    out.push_str("](");
                    push_url(&mut out, url.unwrap_or(""));
                    out.push(')');
                }
            }
        }
        out
    }
}

/// Appends text so that a Markdown parser shows it as it is. `out` holds the block so far.
fn push_text(out: &mut String, text: &str, breaks: Breaks) {
    let mut chars = text.char_indices().peekable();
    let mut before = out.chars().next_back();
    while let Some((at, c)) = chars.next() {
        let rest = &text[at + c.len_utf8()..];
        let after = rest.chars().next();
        let starts_line = out.is_empty() || out.ends_with('\n');
        match c {
            '\n' => match breaks {
                Breaks::Fold => out.push(' '),
                Breaks::Hard => out.push_str("\\\n"),
                Breaks::Cell => out.push_str("<br>"),
            },
            // White space at the head of a line would be indentation.
            ' ' | '\t' | '\r'
                if starts_line || matches!(before, Some(' ' | '\t' | '\r' | '\n')) => {}
            '\t' | '\r' => out.push(' '),
            _ => {
                if must_escape(c, before, after, rest, starts_line, breaks) {
                    out.push('\\');
                }
                out.push(c);
                // `12.` and `12)` at the head of a line would number a list.
                if starts_line && c.is_ascii_digit() {
                    while let Some(&(_, digit)) = chars.peek().filter(|(_, c)| c.is_ascii_digit()) {
                        out.push(digit);
                        chars.next();
                    }
                    if chars.peek().is_some_and(|&(_, c)| c == '.' || c == ')') {
                        out.push('\\');
                    }
                }
            }
        }
        before = Some(c);
    }
}

/// Whether `c` would mean something to a Markdown parser where it stands.
fn must_escape(
    c: char,
    before: Option<char>,
    after: Option<char>,
    rest: &str,
    starts_line: bool,
    breaks: Breaks,
) -> bool {
    let spaced = |c: Option<char>| c.is_none_or(char::is_whitespace);
    match c {
        '\\' | '`' | '[' | ']' | '~' => true,
        '*' => starts_line || !(spaced(before) && spaced(after)),
        // Inside a word an underscore is only an underscore.
        '_' => {
            let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            !(inside(before) && inside(after))
        }
        '<' => after.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
        '&' => {
            /// The longest name of a character reference has 31 letters.
            const MAX_NAME_BYTES: usize = 32;
            let bytes = rest.as_bytes().iter().take(MAX_NAME_BYTES);
            let name = bytes.take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#');
            rest.as_bytes().get(name.count()) == Some(&b';')
        }
        '|' => breaks == Breaks::Cell || starts_line,
        // Headings, quotations, lists, thematic breaks, underlines of headings, tables.
        '>' | '=' => starts_line,
        '#' => starts_line && (spaced(after) || after == Some('#')),
        '+' | '-' => starts_line && (spaced(after) || after == Some('-')),
        ':' => starts_line && after == Some('-'),
        _ => false,
    }
}

/// A run of `#` at the end of a heading would close it.
fn push_heading_text(out: &mut String, line: &str) {
    let kept = line.trim_end_matches('#');
    out.push_str(kept);
    if kept.len() < line.len() {
        out.push('\\');
        out.push_str(&line[kept.len()..]);
    }
}

/// A link's target: between `<` and `>` when it holds characters that would end it.
fn push_url(out: &mut String, url: &str) {
    let bracketed = url.contains(['(', ')', '<', '>', '\\']) || url.contains(char::is_whitespace);
    if !bracketed {
        out.push_str(url);
        return;
    }
    out.push('<');
    for c in url.chars() {
        match c {
            '<' | '>' | '\\' => out.extend(['\\', c]),
            '\n' | '\r' => {}
            c => out.push(c),
        }
    }
    out.push('>');
}

fn push_code(out: &mut String, code: &str, language: Option<&str>) {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let word = language.filter(|name| !name.contains(['`', ' ', '\n'])).unwrap_or("");
    out.push_str(&format!("{fence}{word}\n{}\n{fence}\n\n", code.trim_end_matches('\n')));
}

fn push_figure(out: &mut String, image: &Image, in_text: &str) {
    let mut alt = String::new();
    push_text(&mut alt, image.alt.as_deref().unwrap_or(""), Breaks::Fold);
    out.push_str(&format!("![{alt}]("));
    push_url(out, safe_url(&image.url).unwrap_or(""));
    out.push_str(")\n\n");
    let mut caption = in_text.to_owned();
    if caption.is_empty() {
        push_text(&mut caption, image.caption.as_deref().unwrap_or(""), Breaks::Fold);
    }
    if let Some(credit) = &image.credit {
        if !caption.is_empty() {
            caption.push(' ');
        }
        caption.push('(');
        push_text(&mut caption, credit, Breaks::Fold);
        caption.push(')');
    }
    if !caption.is_empty() {
        out.push_str(&format!("*{caption}*\n\n"));
    }
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event as Parsed, Options, Parser, Tag};

    use super::*;
    use crate::article::{Block, Link};

    fn article(text: &str, kind: BlockKind) -> Article {
        let options = crate::Options { analysis: crate::Layers::NONE, ..Default::default() };
        let mut article = crate::extract(&crate::Input::new(b""), &options).unwrap();
        article.source.kind = SourceKind::Html;
        article.metadata.language = None;
        article.text = text.to_owned();
        article.blocks = vec![Block { kind, span: Span::new(0, text.len()) }];
        article
    }

    /// What a parser shows: its text, with line breaks.
    fn shown(markdown: &str) -> String {
        let mut out = String::new();
        for event in Parser::new_ext(
            markdown,
            Options::ENABLE_GFM | Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH,
        ) {
            match event {
                Parsed::Text(text) => out.push_str(&text),
                Parsed::HardBreak | Parsed::SoftBreak => out.push('\n'),
                Parsed::Start(Tag::Paragraph | Tag::Heading { .. }) | Parsed::End(_) => {}
                other => out.push_str(&format!("{other:?}")),
            }
        }
        out
    }

    #[test]
    fn ok_a_parser_shows_the_text() {
        for text in [
            "Plain words, nothing else.",
            "# no heading",
            "#1 in sales",
            "1. no list",
            "2025. A year",
            "1) nor this",
            "- nor this\n+ or this",
            "---\n===",
            "a * b * c, *stars*, __init__, snake_case_name, _under_",
            "`code` and ``more``",
            "<b>bold</b> 1 < 2 <!-- x -->",
            "AT&T &amp; &copy; R&D; &#65;",
            "[a](b) ![c](d) [e]: f",
            "C:\\path\\* and a \\ b",
            "~~gone~~ ~50",
            "| a | b |\n|---|---|\n| c | d |",
            "a\n:-- | --:",
            "> said nobody",
            "ends with hashes ##",
            "**",
            "***",
            "Ünïcode — “quoted” …",
        ] {
            let expected: Vec<&str> = text.lines().map(str::trim).collect();
            let paragraph = markdown(&article(text, BlockKind::Paragraph));
            assert_eq!(shown(&paragraph), expected.join("\n"), "{paragraph}");
            let heading = markdown(&article(text, BlockKind::Heading { level: 2 }));
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(shown(&heading), words(text), "{heading}");
        }
    }

    #[test]
    fn ok_links_keep_their_address() {
        let mut article = article("Oh! See the report (PDF).", BlockKind::Paragraph);
        for url in ["https://example.org/a_(b)?c=d e", "https://example.org/<x>\\y", "/plain"] {
            article.links = vec![Link { span: Span::new(3, 24), url: url.to_owned() }];
            let markdown = markdown(&article);
            let found = Parser::new(&markdown).find_map(|event| match event {
                Parsed::Start(Tag::Link { dest_url, .. }) => Some(dest_url.to_string()),
                _ => None,
            });
            assert_eq!(found.as_deref(), Some(url), "{markdown}");
        }
        article.links = vec![Link { span: Span::new(0, 2), url: "javascript:x".to_owned() }];
        assert!(!markdown(&article).contains("javascript"));
    }
}
