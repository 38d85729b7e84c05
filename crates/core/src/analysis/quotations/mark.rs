//! One quotation mark, judged by its neighbours: may it open, may it close, or is it an apostrophe.

use crate::span::Span;

/// Marks that pair with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Family {
    /// `"`, `“ ”`, `„ “`, ` `` '' `.
    Double,
    /// `'`, `‘ ’`, `‚ ‘`.
    Single,
    /// `« »`, either way round.
    Guillemet,
    /// `‹ ›`, either way round.
    SingleGuillemet,
}

impl Family {
    /// How many families there are.
    pub(super) const COUNT: usize = 4;

    /// Whether its marks also stand for left-out letters.
    pub(super) fn is_apostrophe(self) -> bool {
        self == Family::Single
    }
}

/// A quotation mark in its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) family: Family,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) opens: bool,
    pub(super) closes: bool,
    /// Whether its shape tells opening from closing.
    pub(super) curly: bool,
}

/// Letters that follow an opening apostrophe of a clipped word.
const CLIPPED: [&str; 14] = [
    "em ", "em,", "em.", "til ", "tis ", "twas ", "cause ", "bout ", "round ", "n ", "n'", "n’",
    "hood", "nuff",
];

/// Appends the marks of one segment, in text order. Apostrophes inside words are left out.
pub(super) fn scan(text: &str, segment: Span, marks: &mut Vec<Mark>) {
    let bytes = text.as_bytes();
    let (mut at, end) = (segment.start as usize, segment.end as usize);
    while at < end {
        let byte = bytes[at];
        // Marks begin with one of four bytes: ASCII ones, U+00AB/BB (C2), U+2018.. and U+2039.. (E2).
        if !matches!(byte, b'"' | b'\'' | b'`' | 0xC2 | 0xE2) {
            at += 1;
            continue;
        }
        let Some(shape) = shape(&bytes[at..end]) else {
            at += 1;
            continue;
        };
        let sides = Sides {
            before: text[segment.start as usize..at].chars().next_back(),
            after: text[at + shape.bytes..end].chars().next(),
            rest: &text[at + shape.bytes..end],
        };
        let (opens, closes) = shape.judge(&sides);
        if opens || closes {
            marks.push(Mark {
                family: shape.family,
                start: at,
                end: at + shape.bytes,
                opens,
                closes,
                curly: shape.hand != Hand::Either,
            });
        }
        at += shape.bytes;
    }
}

/// Which way a mark's shape points.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hand {
    Left,
    Right,
    Either,
}

struct Shape {
    family: Family,
    hand: Hand,
    bytes: usize,
}

/// What stands beside a mark within its segment.
struct Sides<'a> {
    before: Option<char>,
    after: Option<char>,
    rest: &'a str,
}

impl Sides<'_> {
    /// Whether something can begin here: the segment, a word, a bracket, a dash or another quotation
    /// goes before.
    fn free_before(&self) -> bool {
        self.before.is_none_or(|c| {
            c.is_whitespace() || matches!(c, '(' | '[' | '{' | '—' | '–' | '-' | '/' | '…')
        }) || self.before.is_some_and(is_opening)
    }

    fn touches_after(&self) -> bool {
        self.after.is_some_and(|c| !c.is_whitespace())
    }

    fn touches_before(&self) -> bool {
        self.before.is_some_and(|c| !c.is_whitespace())
    }

    fn word_after(&self) -> bool {
        self.after.is_some_and(char::is_alphanumeric)
    }

    fn word_before(&self) -> bool {
        self.before.is_some_and(char::is_alphanumeric)
    }
}

fn is_opening(c: char) -> bool {
    matches!(c, '“' | '‘' | '„' | '‚' | '«' | '‹' | '"' | '\'' | '`')
}

/// The mark that `bytes` begin with.
fn shape(bytes: &[u8]) -> Option<Shape> {
    use Family::{Double, Guillemet, Single, SingleGuillemet};
    use Hand::{Either, Left, Right};
    let (family, hand, bytes) = match bytes {
        [b'"', ..] => (Double, Either, 1),
        [b'`', b'`', ..] => (Double, Left, 2),
        [b'\'', b'\'', ..] => (Double, Either, 2),
        [b'`', ..] => (Single, Left, 1),
        [b'\'', ..] => (Single, Either, 1),
        [0xC2, 0xAB, ..] => (Guillemet, Left, 2),
        [0xC2, 0xBB, ..] => (Guillemet, Right, 2),
        [0xE2, 0x80, 0x98 | 0x9A | 0x9B, ..] => (Single, Left, 3),
        [0xE2, 0x80, 0x99, ..] => (Single, Right, 3),
        [0xE2, 0x80, 0x9C | 0x9E | 0x9F, ..] => (Double, Left, 3),
        [0xE2, 0x80, 0x9D, ..] => (Double, Right, 3),
        [0xE2, 0x80, 0xB9, ..] => (SingleGuillemet, Left, 3),
        [0xE2, 0x80, 0xBA, ..] => (SingleGuillemet, Right, 3),
        _ => return None,
    };
    Some(Shape { family, hand, bytes })
}

impl Shape {
    /// Whether the mark may open and whether it may close.
    fn judge(&self, sides: &Sides<'_>) -> (bool, bool) {
        if self.family.is_apostrophe() {
            return self.judge_single(sides);
        }
        let can_open = sides.free_before() && sides.touches_after();
        let can_close = sides.touches_before() && !sides.word_after();
        match self.hand {
            // Low-high style closes with the mark that otherwise opens; some write one mark for both.
            Hand::Left => (!can_close || can_open, can_close && !can_open),
            Hand::Right => (can_open && !can_close, !can_open || can_close),
            Hand::Either if can_open != can_close => {
                let inches = can_close && sides.before.is_some_and(|c| c.is_ascii_digit());
                // A digit before a straight mark is a measure unless something is open: the pairing
                // knows, so it may only close.
                (can_open && !inches, can_close)
            }
            Hand::Either => (true, true),
        }
    }

    fn judge_single(&self, sides: &Sides<'_>) -> (bool, bool) {
        if sides.word_before() && sides.word_after() {
            return (false, false);
        }
        let closes = sides.touches_before()
            && !sides.word_after()
            && !sides.before.is_some_and(|c| matches!(c, '(' | '[' | '—' | '–'))
            && self.hand != Hand::Left;
        let starts_word = sides.free_before() && sides.touches_after() && self.hand != Hand::Right;
        (starts_word && !sides.is_clipped() && (!closes || sides.word_after()), closes)
    }
}

impl Sides<'_> {
    /// Whether what follows is a clipped word or decade: `'em`, `'90s`.
    fn is_clipped(&self) -> bool {
        let mut bytes = self.rest.bytes();
        let decade = bytes.next().is_some_and(|b| b.is_ascii_digit())
            && bytes.next().is_some_and(|b| b.is_ascii_digit())
            && !bytes.next().is_some_and(|b| b.is_ascii_digit() || matches!(b, b',' | b'.' | b'%'));
        decade || CLIPPED.iter().any(|clipped| self.rest.starts_with(clipped))
    }
}
