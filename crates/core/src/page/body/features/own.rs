//! What a segment's own text says.

use super::sink::Sink;
use crate::page::body::segment::Segment;

/// Features of the text alone.
pub(super) fn put(segment: &Segment, sink: &mut impl Sink) {
    let m = &segment.measure;
    let (chars, pieces, letters) =
        (m.chars.max(1) as f32, m.pieces.max(1) as f32, m.letters.max(1) as f32);
    let words = m.words();
    sink.put("chars", chars);
    sink.put("words", words);
    sink.put("link_density", m.link_density());
    sink.put("links", segment.links as f32);
    sink.put("piece_chars", chars / pieces);
    sink.put("sentence_ends", m.sentence_ends as f32);
    sink.put("sentence_rate", m.sentence_ends as f32 / words);
    sink.put("commas", m.commas as f32);
    sink.put("comma_rate", m.commas as f32 / words);
    sink.put("quotes", m.quotes as f32);
    sink.put("first", m.first as u8 as f32);
    sink.put("last", m.last as u8 as f32);
    sink.put("digit_rate", m.digits as f32 / chars);
    sink.put("upper_rate", m.upper as f32 / letters);
    sink.put("capitalized_rate", m.capitalized as f32 / pieces);
    sink.put("short_rate", m.short_words as f32 / words);
    sink.put("years", m.years as f32);
    sink.put("clock_times", m.clock_times as f32);
    sink.put("separators", m.separators as f32);
    sink.put("arrows", m.arrows as f32);
    sink.put("currencies", m.currencies as f32);
    sink.put("copyrights", m.copyrights as f32);
    sink.put("handles", m.handles as f32);
    sink.put("bold_rate", m.bold_chars as f32 / chars);
    sink.put("italic_rate", m.italic_chars as f32 / chars);
    sink.put("images", segment.images as f32);
    sink.flag("has_time", segment.has_time);
    sink.flag("has_control", segment.has_control);
    sink.flag("has_span", segment.has_span);
}
