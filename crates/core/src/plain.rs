//! Plain text to blocks. The text itself is never changed: blocks are spans into it.
//!
//! Two conventions are told apart by looking at the whole text: paragraphs parted by blank lines
//! (lines inside are wrapped), and one paragraph a line. Bullets and numbers make list items; a
//! short first line, or a short line that does not end like a sentence between blank lines, is a
//! heading.

use crate::article::{Block, BlockKind};
use crate::span::Span;
use crate::trace::{Stage, Trace};

/// What a plain text holds.
#[derive(Debug)]
pub struct PlainText {
    /// The headline, when the text begins with one.
    pub title: Option<String>,
    /// Blocks in text order.
    pub blocks: Vec<Block>,
}

/// A heading has at most this many characters: longer lines are prose even without a full stop.
const MAX_HEADING_CHARS: usize = 110;
/// Hard-wrapped prose has lines of nearly the same width, at least this many characters.
const MIN_WRAP_CHARS: usize = 50;
/// And at most this many, or nobody would have wrapped it.
const MAX_WRAP_CHARS: usize = 100;

/// Reads the structure of `text`.
#[must_use]
pub fn read(text: &str, trace: &mut Trace) -> PlainText {
    let lines = lines(text);
    let wrapped = is_hard_wrapped(text, &lines);
    trace.note(Stage::Plain, "plain/line_convention", || {
        let what = if wrapped { "lines are wrapped prose" } else { "one paragraph a line" };
        (format!("{} lines", lines.len()), what.to_owned())
    });

    let mut blocks: Vec<Block> = Vec::new();
    let mut after_blank = true;
    for (index, &line) in lines.iter().enumerate() {
        let surface = line.of(text);
        if surface.is_empty() {
            after_blank = true;
            continue;
        }
        let blank_next = lines.get(index + 1).is_none_or(|next| next.is_empty());
        if let Some((kind, content)) = list_item(text, line) {
            blocks.push(Block { kind, span: content });
        } else if after_blank
            && blank_next
            && !blocks_end(text, line)
            && is_heading(surface)
            && index + 1 < lines.len()
        {
            let level = if blocks.is_empty() { 1 } else { 2 };
            trace.note(Stage::Plain, "plain/heading", || {
                (surface.to_owned(), "short line of its own without a full stop".to_owned())
            });
            blocks.push(Block { kind: BlockKind::Heading { level }, span: line });
        } else {
            match blocks.last_mut() {
                Some(last) if wrapped && !after_blank && continues(&last.kind) => {
                    last.span = last.span.cover(line);
                }
                _ => blocks.push(Block { kind: BlockKind::Paragraph, span: line }),
            }
        }
        after_blank = false;
    }
    let title = match blocks.first() {
        Some(Block { kind: BlockKind::Heading { .. }, span }) if blocks.len() > 1 => {
            Some(span.of(text).split_whitespace().collect::<Vec<_>>().join(" "))
        }
        _ => None,
    };
    PlainText { title, blocks }
}

/// Spans of all lines without the white space at their ends.
fn lines(text: &str) -> Vec<Span> {
    let mut start = 0;
    let mut lines = Vec::new();
    for line in text.split(['\n', '\u{2029}']) {
        let span = Span::new(start, start + line.len());
        lines.push(span.trim(text));
        start += line.len();
        start += text[start..].chars().next().map_or(0, char::len_utf8);
    }
    lines
}

/// Whether single line breaks are only the width of somebody's screen: most lines that are followed
/// by another one are nearly as long as the longest, and many of them end inside a sentence.
fn is_hard_wrapped(text: &str, lines: &[Span]) -> bool {
    let followed: Vec<&str> = lines
        .windows(2)
        .filter(|pair| !pair[0].is_empty() && !pair[1].is_empty())
        .map(|pair| pair[0].of(text))
        .collect();
    let width = followed.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    if followed.len() < 3 || !(MIN_WRAP_CHARS..=MAX_WRAP_CHARS).contains(&width) {
        return false;
    }
    let full = followed.iter().filter(|line| line.chars().count() * 4 >= width * 3).count();
    let open = followed.iter().filter(|line| !ends_sentence(line)).count();
    full * 4 >= followed.len() * 3 && open * 2 >= followed.len()
}

fn continues(kind: &BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::ListItem { .. })
}

/// A line that ends with a colon or a comma introduces what follows: it is prose.
fn blocks_end(text: &str, line: Span) -> bool {
    line.of(text).ends_with([',', ';', ':'])
}

fn is_heading(line: &str) -> bool {
    line.chars().count() <= MAX_HEADING_CHARS
        && !ends_sentence(line)
        && line.chars().any(char::is_alphabetic)
        && line.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase())
        && !line.contains("://")
}

fn ends_sentence(line: &str) -> bool {
    let line = line.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '」', '』']);
    line.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '۔', '।'])
}

/// A bullet or number at the head of a line, and the rest of the line.
fn list_item(text: &str, line: Span) -> Option<(BlockKind, Span)> {
    let surface = line.of(text);
    let first = surface.chars().next()?;
    let (marker, ordered) = if matches!(first, '•' | '‣' | '◦' | '▪' | '●' | '·' | '*' | '-' | '–')
    {
        (first.len_utf8(), false)
    } else {
        let digits = surface.bytes().take_while(u8::is_ascii_digit).count();
        let stop = surface[digits..].starts_with(['.', ')']);
        if !(1..=3).contains(&digits) || !stop {
            return None;
        }
        (digits + 1, true)
    };
    let rest = &surface[marker..];
    // A marker stands apart from its item; typographic bullets need not.
    if rest.trim().is_empty() || (!rest.starts_with(char::is_whitespace) && first.is_ascii()) {
        return None;
    }
    let content = Span::new(line.start as usize + marker, line.end as usize).trim(text);
    Some((BlockKind::ListItem { ordered, depth: 1 }, content))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(String, &str)> {
        read(text, &mut Trace::off())
            .blocks
            .into_iter()
            .map(|block| {
                let name = match block.kind {
                    BlockKind::Paragraph => "p".to_owned(),
                    BlockKind::Heading { level } => format!("h{level}"),
                    BlockKind::ListItem { ordered, .. } => {
                        if ordered { "ol" } else { "ul" }.to_owned()
                    }
                    kind => format!("{kind:?}"),
                };
                (name, block.span.of(text))
            })
            .collect()
    }

    fn expect(text: &str, expected: &[(&str, &str)]) {
        let found = kinds(text);
        let found: Vec<(&str, &str)> = found.iter().map(|(k, t)| (k.as_str(), *t)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn ok_one_paragraph_a_line() {
        expect(
            "The first stands alone.\nThe second too.\n\n",
            &[("p", "The first stands alone."), ("p", "The second too.")],
        );
    }

    #[test]
    fn ok_title_headings_and_lists() {
        expect(
            "Harbour opens again\n\nShips came in on Monday:\n\n- two ferries\n* one tanker\n\nWhat comes next\n\n1. Dredging\n2) Paint\n\nThat is all.",
            &[
                ("h1", "Harbour opens again"),
                ("p", "Ships came in on Monday:"),
                ("ul", "two ferries"),
                ("ul", "one tanker"),
                ("h2", "What comes next"),
                ("ol", "Dredging"),
                ("ol", "Paint"),
                ("p", "That is all."),
            ],
        );
    }

    #[test]
    fn ok_wrapped_lines_are_one_paragraph() {
        let text = "The committee met for the third time this year and once more\n\
                    could not agree on who should pay for the repair of the old\n\
                    bridge, which has been closed to all traffic since the flood\n\
                    of last spring.\n\nA fourth meeting is planned.";
        let blocks = kinds(text);
        assert_eq!(blocks.len(), 2);
        assert!(blocks[0].1.ends_with("last spring."));
    }

    #[test]
    fn ok_carriage_returns_stay_outside() {
        expect("One line.\r\nAnother line.\r\n", &[("p", "One line."), ("p", "Another line.")]);
    }
}
