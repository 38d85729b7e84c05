//! Lines of a given width, by the rules of Unicode: after spaces and hyphens, between ideographs.

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The byte ranges of the lines of `text` when no line may have more than `columns` columns.
///
/// A line break in the text ends a line when `keep_breaks` is set and is a space otherwise. White
/// space at the ends of lines is left out. A word that is too long is cut.
pub(crate) fn wrap(text: &str, columns: usize, keep_breaks: bool) -> Vec<(usize, usize)> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    let mut start = 0;
    // End of what fits on the line so far.
    let mut end = 0;
    for (at, opportunity) in linebreaks(text) {
        while let Some(cut) = overflow(&text[start..at], columns) {
            let next = if end > start { end } else { start + cut };
            push(&mut lines, text, start, next);
            start = next;
        }
        end = at;
        if opportunity == BreakOpportunity::Mandatory && keep_breaks && at < text.len() {
            push(&mut lines, text, start, end);
            start = end;
        }
    }
    if start < text.len() {
        push(&mut lines, text, start, text.len());
    }
    lines
}

/// Columns that `text` takes on a terminal.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

fn push(lines: &mut Vec<(usize, usize)>, text: &str, start: usize, end: usize) {
    let line = &text[start..end];
    let from = start + line.len() - line.trim_start().len();
    let to = start + line.trim_end().len();
    lines.push((from, to.max(from)));
}

/// Where `text` stops fitting, behind one character at least; none when it fits, white space at its
/// ends left out.
fn overflow(text: &str, columns: usize) -> Option<usize> {
    let mut used = 0;
    let leading = text.len() - text.trim_start().len();
    for (at, c) in text.char_indices().skip_while(|&(at, _)| at < leading) {
        used += c.width().unwrap_or(0);
        if used > columns && at > leading && !c.is_whitespace() {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::wrap;

    fn lines(text: &str, columns: usize, keep_breaks: bool) -> Vec<&str> {
        wrap(text, columns, keep_breaks).into_iter().map(|(from, to)| &text[from..to]).collect()
    }

    #[test]
    fn ok_lines_fit() {
        assert_eq!(lines("one two three", 7, true), ["one two", "three"]);
        assert_eq!(lines("one  two", 3, true), ["one", "two"]);
        assert_eq!(lines("abcdefgh ij", 3, true), ["abc", "def", "gh", "ij"]);
        assert_eq!(lines("日本語の文", 4, true), ["日本", "語の", "文"]);
        assert_eq!(lines("", 10, true), [""; 0]);
    }

    #[test]
    fn ok_line_breaks_are_kept_or_folded() {
        assert_eq!(lines("a\nb c", 9, true), ["a", "b c"]);
        assert_eq!(lines("a\nb c", 9, false), ["a\nb c"]);
    }
}
