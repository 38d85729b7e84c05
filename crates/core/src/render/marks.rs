//! What was found where in the text, nested so that it can be drawn.
//!
//! Findings overlap: a name stands inside a quotation, a link begins in the middle of a time. A
//! [`Marker`] walks a stretch of text and opens and closes marks so that they always nest, by
//! closing what crosses and opening it again.

use super::escape::safe_url;
use crate::article::{Article, EntityKind, MentionForm};
use crate::span::Span;

/// One finding in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: MarkKind,
    /// Its place in the record's list of its kind: entities, quotations, times, amounts, links.
    pub index: usize,
}

/// The kinds of mark, those that are drawn around others first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum MarkKind {
    /// What somebody said.
    Quotation,
    /// A hyperlink.
    Link,
    /// A mention of an entity.
    Entity(EntityKind, MentionForm),
    /// A time expression.
    Time,
    /// A quantity.
    Amount,
}

/// Every finding of `article` that stands in its text, those that begin first first, and of those
/// that begin together the longest first.
#[must_use]
pub fn marks(article: &Article) -> Vec<Mark> {
    let mut marks = links(article);
    let mut push = |span, kind, index| marks.push(Mark { span, kind, index });
    for (index, entity) in article.entities.iter().flatten().enumerate() {
        for mention in &entity.mentions {
            push(mention.span, MarkKind::Entity(entity.kind, mention.form), index);
        }
    }
    for (index, quotation) in article.quotations.iter().flatten().enumerate() {
        for &span in &quotation.content {
            push(span, MarkKind::Quotation, index);
        }
    }
    for (index, time) in article.times.iter().flatten().enumerate() {
        push(time.span, MarkKind::Time, index);
    }
    for (index, amount) in article.amounts.iter().flatten().enumerate() {
        push(amount.span, MarkKind::Amount, index);
    }
    sort(&mut marks);
    marks
}

/// The hyperlinks of `article` alone, in the same order, without those that no document may hold.
pub(super) fn links(article: &Article) -> Vec<Mark> {
    let links = article.links.iter().enumerate();
    let links = links.filter(|(_, link)| safe_url(&link.url).is_some());
    let mut marks: Vec<Mark> =
        links.map(|(index, link)| Mark { span: link.span, kind: MarkKind::Link, index }).collect();
    sort(&mut marks);
    marks
}

fn sort(marks: &mut Vec<Mark>) {
    marks.retain(|mark| !mark.span.is_empty());
    marks.sort_by_key(|mark| {
        (mark.span.start, std::cmp::Reverse(mark.span.end), mark.kind, mark.index)
    });
}

/// One step through marked text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// A mark begins here, or goes on behind a place where it had to be closed.
    Open(Mark),
    /// Text under all marks that are open.
    Text(&'a str),
    /// The mark that was opened last ends here.
    Close(Mark),
}

/// Walks stretches of text with their marks. Stretches in text order cost time linear in their
/// length and marks.
#[derive(Debug)]
pub struct Marker<'a> {
    text: &'a str,
    marks: Vec<Mark>,
    /// The first mark that no stretch has reached.
    next: usize,
    /// Marks reached that may go on in the next stretch.
    reached: Vec<usize>,
    /// Start of the last stretch.
    at: u32,
}

impl<'a> Marker<'a> {
    /// A marker of `text` with `marks` in the order of [`marks`].
    #[must_use]
    pub fn new(text: &'a str, marks: Vec<Mark>) -> Self {
        Self { text, marks, next: 0, reached: Vec::new(), at: 0 }
    }

    /// The steps through `span`. Every mark that is opened is closed inside it.
    #[must_use]
    pub fn events(&mut self, span: Span) -> Vec<Event<'a>> {
        if span.start < self.at {
            (self.next, self.reached) = (0, Vec::new());
        }
        self.at = span.start;
        self.reached.retain(|&index| self.marks[index].span.end > span.start);
        while let Some(mark) = self.marks.get(self.next).filter(|mark| mark.span.start < span.end) {
            if mark.span.end > span.start {
                self.reached.push(self.next);
            }
            self.next += 1;
        }
        let mut walk =
            Walk { text: self.text, at: span.start, open: Vec::new(), events: Vec::new() };
        for &index in &self.reached {
            let mark = self.marks[index];
            let start = mark.span.start.max(span.start);
            if start >= span.end {
                continue;
            }
            walk.close_until(start);
            walk.text_until(start);
            walk.open.push(mark);
            walk.events.push(Event::Open(mark));
        }
        walk.close_until(span.end);
        walk.text_until(span.end);
        while let Some(mark) = walk.open.pop() {
            walk.events.push(Event::Close(mark));
        }
        walk.events
    }
}

struct Walk<'a> {
    text: &'a str,
    at: u32,
    open: Vec<Mark>,
    events: Vec<Event<'a>>,
}

impl Walk<'_> {
    fn text_until(&mut self, end: u32) {
        if self.at < end {
            self.events.push(Event::Text(&self.text[self.at as usize..end as usize]));
            self.at = end;
        }
    }

    /// Closes every mark that ends at or before `limit`, in the order of their ends.
    fn close_until(&mut self, limit: u32) {
        while let Some(end) = self.open.iter().map(|mark| mark.span.end).min()
            && end <= limit
        {
            self.text_until(end);
            let first = self.open.iter().position(|mark| mark.span.end == end).unwrap_or(0);
            let above = self.open.split_off(first);
            for &mark in above.iter().rev() {
                self.events.push(Event::Close(mark));
            }
            for mark in above.into_iter().filter(|mark| mark.span.end > end) {
                self.open.push(mark);
                self.events.push(Event::Open(mark));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "abcdefghij";

    fn drawn(marks: &[(usize, usize, MarkKind)], stretches: &[(usize, usize)]) -> Vec<String> {
        let mut marks: Vec<Mark> = marks
            .iter()
            .map(|&(start, end, kind)| Mark { span: Span::new(start, end), kind, index: 0 })
            .collect();
        sort(&mut marks);
        let mut marker = Marker::new(TEXT, marks);
        let letter = |mark: Mark| match mark.kind {
            MarkKind::Quotation => 'Q',
            MarkKind::Link => 'L',
            _ => 'T',
        };
        stretches
            .iter()
            .map(|&(start, end)| {
                let mut out = String::new();
                for event in marker.events(Span::new(start, end)) {
                    match event {
                        Event::Open(mark) => out.extend(['<', letter(mark)]),
                        Event::Text(text) => out.push_str(text),
                        Event::Close(mark) => out.extend([letter(mark), '>']),
                    }
                }
                out
            })
            .collect()
    }

    #[test]
    fn ok_marks_nest() {
        let marks = [(1, 8, MarkKind::Quotation), (2, 4, MarkKind::Time), (6, 8, MarkKind::Link)];
        assert_eq!(drawn(&marks, &[(0, 10)]), ["a<Qb<TcdT>ef<LghL>Q>ij"]);
    }

    #[test]
    fn ok_crossing_marks_are_closed_and_opened_again() {
        let marks = [(1, 5, MarkKind::Quotation), (3, 8, MarkKind::Link)];
        assert_eq!(drawn(&marks, &[(0, 10)]), ["a<Qbc<LdeL>Q><LfghL>ij"]);
    }

    #[test]
    fn ok_a_mark_goes_on_in_the_next_stretch() {
        let marks = [(1, 9, MarkKind::Quotation), (7, 8, MarkKind::Time)];
        assert_eq!(drawn(&marks, &[(0, 4), (6, 10)]), ["a<QbcdQ>", "<Qg<ThT>iQ>j"]);
        assert_eq!(drawn(&marks, &[(6, 10), (0, 4)]), ["<Qg<ThT>iQ>j", "a<QbcdQ>"]);
    }
}
