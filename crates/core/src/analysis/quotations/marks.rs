//! Stretches of text in quotation marks.
//!
//! Newsrooms write curly, straight and doubled marks, guillemets and German low-high marks, mix them
//! within a story and nest them; the single mark is also the apostrophe. A mark is first judged by
//! its neighbours alone (may it open, may it close), then marks are paired within their segment with
//! a short stack. A speech that runs over paragraphs opens each of them again and closes only the
//! last; stretches that carry on an earlier one say so.
//!
//! Not covered: whether a stretch is speech. A title or a scare quote is marked the same way.

use crate::analysis::Segment;
use crate::span::Span;

use super::mark::{self, Family, Mark};

/// Deepest nesting that is followed; marks nested deeper are left alone.
const MAX_DEPTH: usize = 3;

/// A stretch of text in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quoted {
    /// The stretch with its marks.
    pub outer: Span,
    /// What stands between the marks.
    pub inner: Span,
    /// Stretches around this one: 0 for the outermost.
    pub depth: u8,
    /// Index into the segments.
    pub segment: u32,
    /// Whether it ends with a closing mark of its own.
    pub closed: bool,
    /// Whether it carries on the stretch before it, which its paragraph left open.
    pub continues: bool,
}

/// Finds the quoted stretches of every segment, in text order, outer before inner.
#[must_use]
pub fn find(text: &str, segments: &[Segment]) -> Vec<Quoted> {
    let mut finder = Finder { text, found: Vec::new(), carried: None };
    let mut marks = Vec::new();
    for (index, segment) in segments.iter().enumerate() {
        marks.clear();
        mark::scan(text, segment.span, &mut marks);
        finder.pair(index as u32, segment.span, &marks);
    }
    finder.found.sort_by_key(|quoted| (quoted.outer.start, quoted.depth));
    finder.found
}

/// A mark that waits for its partner.
#[derive(Clone, Copy)]
struct Open {
    family: Family,
    curly: bool,
    start: usize,
    inner: usize,
    continues: bool,
}

struct Finder<'a> {
    text: &'a str,
    found: Vec<Quoted>,
    /// The family of the outermost stretch that the segment before left open.
    carried: Option<Family>,
}

impl Finder<'_> {
    fn pair(&mut self, segment: u32, span: Span, marks: &[Mark]) {
        let mut stack: Vec<Open> = Vec::new();
        let carried = self.carried.take();
        let head = span.trim(self.text).start as usize;
        let reopens = marks.first().is_some_and(|mark| mark.start == head && mark.opens);
        if let Some(family) = carried {
            // The speech goes on without being opened again: its first mark only closes.
            let closes = |mark: &&Mark| mark.family == family && (mark.closes || mark.opens);
            if !reopens && marks.iter().find(closes).is_some_and(|mark| !mark.opens) {
                stack.push(Open {
                    family,
                    curly: false,
                    start: head,
                    inner: head,
                    continues: true,
                });
            }
        }
        let closer_after = last_closers(marks);
        for (at, mark) in marks.iter().enumerate() {
            if mark.start < stack.last().map_or(0, |open| open.inner) {
                continue;
            }
            let alike = |open: &Open| open.family == mark.family && open.curly == mark.curly;
            let partner = (stack.iter().rposition(alike))
                .or_else(|| stack.iter().rposition(|open| open.family == mark.family));
            match partner {
                Some(depth) if mark.closes && !self.is_possessive(mark, closer_after[at]) => {
                    // What was opened inside and never closed was no quotation mark.
                    stack.truncate(depth + 1);
                    self.close(segment, &mut stack, mark.start, mark.end, true);
                }
                Some(depth) if mark.opens && mark.family == Family::Double => {
                    // A curly mark says by its shape that it opens: a quotation inside another when
                    // enough marks follow to close both, or when the other is straight.
                    let needed = if stack[depth].curly { 2 } else { 1 };
                    if mark.curly && stack.len() < MAX_DEPTH && closer_after[at] >= needed {
                        stack.push(Open::at(mark, false));
                        continue;
                    }
                    // The one before was never closed: it ends where the next one begins.
                    stack.truncate(depth + 1);
                    self.close(segment, &mut stack, mark.start, mark.start, false);
                    stack.push(Open::at(mark, false));
                }
                None if mark.opens && stack.len() < MAX_DEPTH => {
                    let at_head = mark.start == head;
                    // A single mark that nothing closes is an apostrophe, unless the paragraph
                    // begins with it.
                    if mark.family.is_apostrophe() && closer_after[at] == 0 && !at_head {
                        continue;
                    }
                    let continues = at_head && carried == Some(mark.family);
                    stack.push(Open::at(mark, continues));
                }
                _ => {}
            }
        }
        self.leave_open(segment, span, &mut stack);
    }

    /// A single mark behind a plural (`the players' union`) inside single quotation marks closes
    /// only when no later mark can.
    fn is_possessive(&self, mark: &Mark, closers_after: u32) -> bool {
        mark.family.is_apostrophe()
            && closers_after > 0
            && self.text[..mark.start].ends_with(['s', 'S'])
            && self.text[mark.end..].starts_with(' ')
    }

    fn close(
        &mut self,
        segment: u32,
        stack: &mut Vec<Open>,
        inner_end: usize,
        end: usize,
        closed: bool,
    ) {
        let Some(open) = stack.pop() else { return };
        let inner = Span::new(open.inner, inner_end.max(open.inner));
        let outer = Span::new(open.start, end.max(open.inner));
        let (inner, outer) =
            if closed { (inner, outer) } else { (inner.trim(self.text), outer.trim(self.text)) };
        if inner.trim(self.text).is_empty() {
            return;
        }
        self.found.push(Quoted {
            outer,
            inner,
            depth: stack.len() as u8,
            segment,
            closed,
            continues: open.continues,
        });
    }

    /// What is open at the end of a paragraph goes on in the next one.
    fn leave_open(&mut self, segment: u32, span: Span, stack: &mut Vec<Open>) {
        self.carried = stack.first().map(|open| open.family);
        stack.truncate(1);
        let end = span.end as usize;
        self.close(segment, stack, end, end, false);
    }
}

impl Open {
    fn at(mark: &Mark, continues: bool) -> Self {
        Self {
            family: mark.family,
            curly: mark.curly,
            start: mark.start,
            inner: mark.end,
            continues,
        }
    }
}

/// For every mark, how many marks of its family behind it can close.
fn last_closers(marks: &[Mark]) -> Vec<u32> {
    let mut counts = vec![0; marks.len()];
    let mut seen = [0_u32; Family::COUNT];
    for (at, mark) in marks.iter().enumerate().rev() {
        counts[at] = seen[mark.family as usize];
        seen[mark.family as usize] += u32::from(mark.closes);
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::quotations::scene::lines;

    /// The quoted stretches of the lines of `text`, nested ones behind `>`, open ones before `…`.
    fn quoted(text: &str) -> Vec<String> {
        find(text, &lines(text))
            .iter()
            .map(|quoted| {
                let mut shown = ">".repeat(quoted.depth as usize);
                shown.push_str(if quoted.continues { "+" } else { "" });
                shown.push_str(quoted.inner.of(text));
                shown.push_str(if quoted.closed { "" } else { "…" });
                shown
            })
            .collect()
    }

    #[test]
    fn ok_styles() {
        assert_eq!(quoted("He said “we won” and left."), ["we won"]);
        assert_eq!(quoted("He said \"we won,\" and \"left.\""), ["we won,", "left."]);
        assert_eq!(quoted("He said ``we won'' and ''left.''"), ["we won", "left."]);
        assert_eq!(quoted("Er sagte „ja“ und «nein»."), ["ja", "nein"]);
        assert_eq!(quoted("She called it ”done”."), ["done"]);
        assert_eq!(quoted("Mixed “one\" and \"two”."), ["one", "two"]);
    }

    #[test]
    fn ok_single_marks_and_apostrophes() {
        assert_eq!(quoted("'We don't know,' she said."), ["We don't know,"]);
        assert_eq!(quoted("The players' union won't sign."), [""; 0]);
        assert_eq!(quoted("‘It’s the players’ turn,’ he said."), ["It’s the players’ turn,"]);
        assert_eq!(quoted("Back in the '90s, 'em all."), [""; 0]);
        assert_eq!(quoted("O'Neill is 6'2\" tall."), [""; 0]);
        assert_eq!(quoted("Rock 'n' roll is 'dead', they say."), ["dead"]);
    }

    #[test]
    fn ok_nested() {
        let text = "“He told me ‘go home’ twice,” she said.";
        assert_eq!(quoted(text), ["He told me ‘go home’ twice,", ">go home"]);
        let text = "'He said \"no\" to us,' she said.";
        assert_eq!(quoted(text), ["He said \"no\" to us,", ">no"]);
        let text = "“We read “Emma” aloud,” she said.";
        assert_eq!(quoted(text), ["We read “Emma” aloud,", ">Emma"]);
        let text = "\"They said, 'Stop.'\"";
        assert_eq!(quoted(text), ["They said, 'Stop.'", ">Stop."]);
        let text = "\"It is like “Emma” again.\n\"It is,\" he said.";
        assert_eq!(quoted(text), ["It is like “Emma” again.…", ">Emma", "+It is,"]);
    }

    #[test]
    fn ok_paragraphs_open_again() {
        let text = "“We began early.\n“We ended late,” he said.";
        assert_eq!(quoted(text), ["We began early.…", "+We ended late,"]);
        let text = "“We began early.\nWe ended late,” he said.";
        assert_eq!(quoted(text), ["We began early.…", "+We ended late,"]);
        let text = "‘We began early.\n‘We ended late,’ he said.";
        assert_eq!(quoted(text), ["We began early.…", "+We ended late,"]);
    }

    #[test]
    fn ok_spaces_missing_or_too_many() {
        assert_eq!(quoted("He said,\"Yes.\"\"No.\""), ["Yes.", "No."]);
        assert_eq!(quoted("He said, \" Yes. \" and left."), [" Yes. "]);
    }

    #[test]
    fn ok_unclosed_ends_where_the_next_begins() {
        let text = "He said \"one thing. She said \"another.\"";
        assert_eq!(quoted(text), ["one thing. She said…", "another."]);
    }

    #[test]
    fn ok_stray_marks() {
        for text in ["\"", "''", "”", "’", "a\" b", "‘", "“”", "' ' '", ""] {
            assert_eq!(quoted(text).len(), 0, "{text}");
        }
    }
}
