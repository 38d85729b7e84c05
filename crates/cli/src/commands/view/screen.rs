//! What the terminal will show, as it grows.

use anstyle::Style;
use dateline::Span;
use dateline::render::marks::{Event, Marker};

use super::palette::{Palette, Role, nested};
use crate::wrap::{width, wrap};

/// Text with styles, wrapped to a width.
pub(super) struct Screen {
    out: String,
    palette: Palette,
    columns: usize,
}

/// Spaces and signs at the head of the lines of a block.
#[derive(Debug, Clone, Default)]
pub(super) struct Margin {
    /// Before the first line: a bullet, a label.
    pub(super) first: String,
    /// Before the others, as wide.
    pub(super) rest: String,
}

impl Margin {
    /// A sign at the first line and room for it at the others.
    pub(super) fn hanging(first: impl Into<String>) -> Self {
        let first = first.into();
        let rest = " ".repeat(width(&first));
        Self { first, rest }
    }

    /// The same at every line.
    pub(super) fn bar(sign: &str) -> Self {
        Self { first: sign.to_owned(), rest: sign.to_owned() }
    }
}

impl Screen {
    pub(super) fn new(palette: Palette, columns: usize) -> Self {
        Self { out: String::new(), palette, columns }
    }

    pub(super) fn palette(&self) -> Palette {
        self.palette
    }

    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    pub(super) fn into_text(mut self) -> String {
        self.out.truncate(self.out.trim_end_matches('\n').len());
        self.out.push('\n');
        self.out
    }

    pub(super) fn blank_line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    pub(super) fn end_line(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push('\n');
    }

    /// Appends `text` in the look of `role` where the line stands.
    pub(super) fn put(&mut self, text: &str, role: Role) {
        self.put_styled(text, self.palette.role(role));
    }

    /// Appends `text` in `style` where the line stands.
    pub(super) fn put_styled(&mut self, text: &str, style: Style) {
        if text.is_empty() {
            return;
        }
        self.out.push_str(&style.render().to_string());
        // Control characters would command the terminal.
        self.out.extend(text.chars().map(|c| match c {
            '\n' | '\t' | '\r' => ' ',
            c if c.is_control() => char::REPLACEMENT_CHARACTER,
            c => c,
        }));
        self.out.push_str(&style.render_reset().to_string());
    }

    /// Wrapped lines of `text` in the look of `role`.
    pub(super) fn lines(&mut self, text: &str, role: Role, margin: &Margin) {
        for (number, (from, to)) in self.wrapped(text, margin, true).into_iter().enumerate() {
            self.put_margin(margin, number);
            self.put(&text[from..to], role);
            self.end_line();
        }
    }

    /// Wrapped lines of `head` in its own style, and `rest` behind it.
    pub(super) fn headed_lines(&mut self, head: &str, style: Style, rest: &str, margin: &Margin) {
        let text = format!("{head}{rest}");
        for (number, (from, to)) in self.wrapped(&text, margin, true).into_iter().enumerate() {
            self.put_margin(margin, number);
            let split = head.len().clamp(from, to);
            self.put_styled(&text[from..split], style);
            self.put(&text[split..to], Role::Text);
            self.end_line();
        }
    }

    /// Wrapped lines of a stretch of the article, with its marks.
    pub(super) fn marked_lines(
        &mut self,
        text: &str,
        span: Span,
        marker: &mut Marker<'_>,
        role: Role,
        margin: &Margin,
        keep_breaks: bool,
    ) {
        let lines = self.wrapped(span.of(text), margin, keep_breaks);
        for (number, (from, to)) in lines.into_iter().enumerate() {
            self.put_margin(margin, number);
            let start = span.start as usize;
            self.put_marked(Span::new(start + from, start + to), marker, role);
            self.end_line();
        }
    }

    /// A stretch of the article with its marks, where the line stands.
    pub(super) fn put_marked(&mut self, span: Span, marker: &mut Marker<'_>, role: Role) {
        let mut styles = vec![self.palette.role(role)];
        for event in marker.events(span) {
            let outer = styles.last().copied().unwrap_or_default();
            match event {
                Event::Open(mark) => {
                    let style = self.palette.mark(mark.kind);
                    styles.push(style.map_or(outer, |style| nested(outer, style)));
                }
                Event::Text(text) => self.put_styled(text, outer),
                Event::Close(_) => _ = styles.pop(),
            }
        }
    }

    fn wrapped(&self, text: &str, margin: &Margin, keep_breaks: bool) -> Vec<(usize, usize)> {
        let room = self.columns.saturating_sub(width(&margin.rest));
        wrap(text, room, keep_breaks)
    }

    fn put_margin(&mut self, margin: &Margin, line: usize) {
        let sign = if line == 0 { &margin.first } else { &margin.rest };
        self.put(sign, Role::Faint);
    }
}
