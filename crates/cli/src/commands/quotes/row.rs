//! One quotation as a row: the strings behind the spans of a record.

use dateline::Article;
use dateline::Span;
use dateline::article::{Quotation, QuotationKind, SpeakerKind};
use serde::Serialize;

/// The columns of a row, in order.
pub(super) const COLUMNS: [&str; 9] =
    ["input", "speaker", "source", "cue", "kind", "content", "start", "end", "confidence"];

/// A quotation with its strings. Offsets are bytes of the record's text.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    pub(super) input: String,
    /// The speaker's name, or what kind of source it is when it has none.
    pub(super) speaker: Option<String>,
    /// The words that name the source beside the cue.
    pub(super) source: Option<String>,
    /// The words that announce the speech.
    pub(super) cue: Option<String>,
    pub(super) kind: QuotationKind,
    /// What was said; parts that the cue interrupts are joined by ` … `.
    pub(super) content: String,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) confidence: f32,
}

/// The rows of an article.
pub(super) fn rows(input: &str, article: &Article) -> Vec<Row> {
    let quotations = article.quotations.as_deref().unwrap_or_default();
    quotations.iter().map(|quotation| Row::new(input, article, quotation)).collect()
}

impl Row {
    fn new(input: &str, article: &Article, quotation: &Quotation) -> Self {
        let joined = |spans: &[Span], glue: &str| {
            let parts: Vec<_> = spans.iter().map(|span| line(span.of(&article.text))).collect();
            (!parts.is_empty()).then(|| parts.join(glue))
        };
        let named = quotation
            .speaker
            .and_then(|speaker| article.entities.as_deref()?.get(speaker as usize))
            .map(|entity| entity.name.clone());
        let kind = quotation.speaker_kind.map(|kind| {
            let word = match kind {
                SpeakerKind::Group => "group",
                SpeakerKind::Document => "document",
                SpeakerKind::Anonymous => "anonymous",
            };
            format!("({word})")
        });
        Self {
            input: input.to_owned(),
            speaker: named.or(kind),
            source: joined(&quotation.source, " "),
            cue: joined(&quotation.cue, " "),
            kind: quotation.kind,
            content: joined(&quotation.content, " … ").unwrap_or_default(),
            start: quotation.content.first().map_or(0, |span| span.start),
            end: quotation.content.last().map_or(0, |span| span.end),
            confidence: quotation.confidence.get(),
        }
    }

    /// The kind as the record writes it.
    pub(super) fn kind_name(&self) -> &'static str {
        match self.kind {
            QuotationKind::Direct => "direct",
            QuotationKind::Indirect => "indirect",
            QuotationKind::Mixed => "mixed",
        }
    }

    /// The row as a line of RFC 4180 CSV, without its line end.
    pub(super) fn csv(&self) -> String {
        let text = |field: &Option<String>| quote(field.as_deref().unwrap_or(""));
        [
            quote(&self.input),
            text(&self.speaker),
            text(&self.source),
            text(&self.cue),
            self.kind_name().to_owned(),
            quote(&self.content),
            self.start.to_string(),
            self.end.to_string(),
            // As in the record: three decimals at most.
            self.confidence.to_string(),
        ]
        .join(",")
    }
}

/// `surface` on one line: runs of white space become one space.
fn line(surface: &str) -> String {
    surface.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn quote(field: &str) -> String {
    if field.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_fields_with_marks_are_quoted() {
        assert_eq!(quote("plain"), "plain");
        assert_eq!(quote("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(line("a\n  b"), "a b");
    }
}
