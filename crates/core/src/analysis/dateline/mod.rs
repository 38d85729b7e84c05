//! The dateline: where a story was filed, by whom, when.
//!
//! `MOSCOW:`, `PARIS (AP) —`, `GENEVA, Jan. 17 (Reuters) -`, `(CNN) —`, `LONDON, England (CNN) --`.
//! A line is read as place, region, date, agency and the mark that ends them, each of them optional;
//! then the evidence decides: an agency in brackets is enough, a place in capitals needs a dash, or a
//! colon when nothing says that it is a label or a speaker, a place in ordinary capitals must be one
//! that stories are filed from.

use std::ops::Range;
use std::sync::OnceLock;

use super::calendar::{day_of, nearest_year};
use super::lexicon::Lexicon;
use super::tokens::{Shape, Tokens};
use super::{Document, SegmentKind};
use crate::article::Dateline;
use crate::trace::{Stage, Trace};

mod capitals;
mod judge;
mod line;

use capitals::ordinary_capitals;
use line::Line;

/// Datelines stand in the first paragraphs or nowhere.
const MAX_PARAGRAPHS: usize = 4;
/// Pages put headline and dateline into one paragraph: the first sentences of each are looked at.
const MAX_SENTENCES: usize = 3;

/// The dateline of the document, when it has one.
#[must_use]
pub fn find(document: &Document<'_>, tokens: &Tokens<'_>, trace: &mut Trace) -> Option<Dateline> {
    let paragraphs = (0..document.segments.len())
        .filter(|&index| {
            matches!(document.segments[index].kind, SegmentKind::Prose | SegmentKind::Heading)
        })
        .map(|index| (document.segments[index].kind, tokens.segment(index)))
        .filter(|(_, range)| !range.is_empty());
    for (kind, segment) in paragraphs.take(MAX_PARAGRAPHS) {
        let first = tokens.sentence_of(segment.start);
        let sentences = first..(first + MAX_SENTENCES).min(tokens.sentence_count());
        for sentence in sentences {
            let start = tokens.sentence(sentence).start;
            if !segment.contains(&start) {
                break;
            }
            let line = Line { tokens, end: segment.end, later: start > segment.start };
            let Some(read) = line.read(start) else { continue };
            // A dateline on a line of its own looks like a heading; a heading about a place does too.
            if kind == SegmentKind::Heading && read.next < segment.end {
                continue;
            }
            let Some(rule) = line.judge(&read) else { continue };
            if rule == "dateline/capitals_colon" && is_transcript(tokens, segment.start) {
                trace.note(Stage::Analysis, "dateline/transcript", || {
                    let surface = tokens.cover(read.all.clone()).of(document.text);
                    (surface.to_owned(), "other paragraphs begin with speakers too".to_owned())
                });
                continue;
            }
            let dateline = read.dateline(document, tokens);
            trace.note(Stage::Analysis, rule, || {
                (dateline.span.of(document.text).to_owned(), format!("{:?}", dateline.place))
            });
            return Some(dateline);
        }
    }
    None
}

/// What was read at a line's beginning.
#[derive(Debug)]
struct Read {
    place: Range<usize>,
    /// Tokens from place to agency, the ending mark left out.
    all: Range<usize>,
    agency: Option<Range<usize>>,
    date: Option<MonthDay>,
    mark: Mark,
    /// First token of the story.
    next: usize,
}

/// A day of a year that may be unknown.
#[derive(Debug, Clone, Copy)]
struct MonthDay {
    year: Option<i16>,
    month: i8,
    day: i8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Dash,
    Colon,
    None,
}

impl Read {
    fn dateline(&self, document: &Document<'_>, tokens: &Tokens<'_>) -> Dateline {
        let text = document.text;
        let place = (!self.place.is_empty())
            .then(|| ordinary_capitals(tokens.cover(self.place.clone()).of(text)));
        let agency = self.agency.clone().map(|range| tokens.cover(range).of(text).to_owned());
        let date = self.date.map(|MonthDay { year, month, day }| {
            let reference = document.published.and_then(day_of);
            let year = year.or_else(|| nearest_year(month, day, reference?));
            match year {
                Some(year) => format!("{year:04}-{month:02}-{day:02}"),
                None => format!("XXXX-{month:02}-{day:02}"),
            }
        });
        Dateline { span: tokens.cover(self.all.clone()), place, agency, date }
    }
}

/// Whether paragraphs behind the one that begins at `first` begin like it, with words in capitals
/// and a colon: a transcript names its speakers so.
fn is_transcript(tokens: &Tokens<'_>, first: usize) -> bool {
    let later = (0..tokens.segment_count()).map(|index| tokens.segment(index));
    later
        .filter(|range| range.start > first)
        .filter(|range| {
            let colon =
                (range.start..range.end.min(range.start + 5)).find(|&at| tokens.text(at) == ":");
            colon.is_some_and(|colon| {
                colon > range.start
                    && (range.start..colon)
                        .all(|at| tokens.shape(at).any(Shape::UPPER.with(Shape::STOPPED)))
            })
        })
        .take(2)
        .count()
        == 2
}

const PLACE: u16 = 0;
const HEADING: u16 = 1;
const JOINT: u16 = 2;

fn words() -> &'static Lexicon {
    static WORDS: OnceLock<Lexicon> = OnceLock::new();
    WORDS.get_or_init(|| {
        let lines = Lexicon::lines(include_str!("../data/dateline_words.txt"));
        Lexicon::new(lines.map(|(class, word)| {
            let class = match class {
                "place" => PLACE,
                "heading" => HEADING,
                _ => JOINT,
            };
            (word, class)
        }))
    })
}

#[cfg(test)]
mod tests;
