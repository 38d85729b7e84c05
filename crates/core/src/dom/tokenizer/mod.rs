//! The tokenizer of the HTML standard (section 13.2.5) over a whole page in memory.
//!
//! States are not stepped through byte by byte: each function takes a construct from its first byte
//! to its last, by the rules that the states amount to. Names, values and text are ranges of the
//! source unless decoding changes them.
//!
//! The source has no carriage returns (section 13.2.3.5: they are normalised before).

mod class;
mod doctype;
mod markup;
mod raw;
mod reference;
mod tag;

use memchr::{memchr, memchr2};

use super::names::Tag;
use super::reused::Reused;
use super::text::{Slice, Source, Store};
use super::tree::Attr;

pub(super) use doctype::Doctype;

/// How the tokenizer reads on: the states that the tree builder can put it into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// 13.2.5.1
    Data,
    /// 13.2.5.2
    Rcdata,
    /// 13.2.5.3
    Rawtext,
    /// 13.2.5.4
    Script,
    /// 13.2.5.5
    Plaintext,
    /// 13.2.5.69
    Cdata,
}

/// The name of a tag token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name {
    pub(super) tag: Tag,
    /// The name as it is written; in lower case and without NUL when `tag` is `OTHER`.
    pub(super) slice: Slice,
}

/// A token. A start tag's attributes and a doctype's parts stay with the tokenizer until the next
/// token.
#[derive(Debug, Clone, Copy)]
pub(super) enum Token {
    Doctype,
    Start {
        name: Name,
        self_closing: bool,
    },
    End {
        name: Name,
    },
    Comment(Slice),
    /// Never empty. May hold NUL.
    Text(Slice),
    Eof,
}

/// The tokenizer.
pub(super) struct Tokenizer<'s> {
    pub(super) store: Store<'s>,
    bytes: &'s [u8],
    pos: usize,
    pub(super) state: State,
    /// The end tag that ends RCDATA, RAWTEXT and script data: the "appropriate end tag" (13.2.5).
    pub(super) raw_end: &'static [u8],
    /// Whether `<![CDATA[` begins a CDATA section: the adjusted current node is foreign.
    pub(super) cdata_allowed: bool,
    /// The attributes of all elements that claimed them, then those of the current tag.
    pub(super) attrs: Reused<Vec<Attr>>,
    claimed: usize,
    /// The parts of the last doctype token.
    pub(super) doctype: Doctype,
    /// Whether there is a NUL anywhere.
    pub(super) has_nul: bool,
}

impl<'s> Tokenizer<'s> {
    pub(super) fn new(source: &'s Source<'_>) -> Self {
        let has_nul = source.has_nul;
        let source = source.as_str();
        Self {
            store: Store::new(source),
            bytes: source.as_bytes(),
            pos: 0,
            state: State::Data,
            raw_end: b"",
            cdata_allowed: false,
            // Real pages have an attribute in 30 to 60 bytes.
            attrs: Reused::with_room(source.len() / 48),
            claimed: 0,
            doctype: Doctype::default(),
            has_nul,
        }
    }

    /// The attributes of the start tag that was returned last.
    pub(super) fn tag_attrs(&self) -> &[Attr] {
        &self.attrs[self.claimed..]
    }

    /// Keeps the attributes of the current tag for an element; gives their range in `attrs`.
    pub(super) fn claim_attrs(&mut self) -> (u32, u32) {
        let start = self.claimed;
        self.claimed = self.attrs.len();
        (start as u32, self.claimed as u32)
    }

    /// Begins to read the content of an element that holds characters only, to its end tag.
    pub(super) fn enter_raw(&mut self, state: State, end_tag: &'static str) {
        self.state = state;
        self.raw_end = end_tag.as_bytes();
    }

    /// The next token; `Eof` for ever at the end.
    #[inline]
    pub(super) fn next(&mut self) -> Token {
        loop {
            let token = match self.state {
                State::Data => self.data(),
                State::Rcdata => self.rcdata(),
                State::Rawtext | State::Script => self.raw_text(),
                State::Plaintext => self.plaintext(),
                State::Cdata => self.cdata(),
            };
            if let Some(token) = token {
                return token;
            }
        }
    }

    /// Data state (13.2.5.1): text up to the next markup, or that markup. None when the markup gives
    /// no token.
    #[inline]
    fn data(&mut self) -> Option<Token> {
        if let Some(&byte) = self.bytes.get(self.pos) {
            if byte == b'<' && self.opens_markup(self.pos) {
                return self.markup();
            }
        } else {
            return Some(Token::Eof);
        }
        let start = self.pos;
        let mut at = start;
        loop {
            match memchr2(b'<', b'&', &self.bytes[at..]) {
                None => at = self.bytes.len(),
                Some(offset) => {
                    at += offset;
                    if self.bytes[at] == b'&' {
                        return Some(self.referenced_text(start, at, true));
                    }
                    if !self.opens_markup(at) {
                        at += 1;
                        continue;
                    }
                }
            }
            self.pos = at;
            return Some(Token::Text(Slice::new(start, at)));
        }
    }

    /// Text from `start` that has an ampersand at `at`. It ends at markup (`tags`) or at the end of
    /// `self.bytes`.
    fn referenced_text(&mut self, start: usize, mut at: usize, tags: bool) -> Token {
        let mark = self.store.mark();
        let (mut copied, source) = (start, self.store.source);
        loop {
            if self.bytes[at] == b'<' {
                if tags && self.opens_markup(at) {
                    break;
                }
                at += 1;
            } else if let Some(found) = reference::read(&self.bytes[at..], false) {
                self.store.push(&source[copied..at]);
                found.push_to(&mut self.store);
                at += found.len;
                copied = at;
            } else {
                at += 1;
            }
            match memchr2(b'<', b'&', &self.bytes[at..]) {
                Some(offset) => at += offset,
                None => {
                    at = self.bytes.len();
                    break;
                }
            }
        }
        self.pos = at;
        if copied == start {
            return Token::Text(Slice::new(start, at));
        }
        self.store.push(&source[copied..at]);
        Token::Text(self.store.since(mark))
    }

    /// Whether the `<` at `at` begins markup (13.2.5.6 and 13.2.5.7), not text.
    #[inline]
    fn opens_markup(&self, at: usize) -> bool {
        match self.bytes.get(at + 1) {
            Some(b'!' | b'?') => true,
            Some(b'/') => at + 2 < self.bytes.len(),
            Some(byte) => byte.is_ascii_alphabetic(),
            None => false,
        }
    }

    /// Tag open state (13.2.5.6), at a `<` that begins markup.
    #[inline]
    fn markup(&mut self) -> Option<Token> {
        let at = self.pos + 1;
        match self.bytes[at] {
            b'!' => self.declaration(),
            b'?' => Some(self.bogus_comment(at)),
            // End tag open state (13.2.5.7).
            b'/' => match self.bytes[at + 1] {
                b'>' => {
                    self.pos = at + 2;
                    None
                }
                byte if byte.is_ascii_alphabetic() => self.tag(at + 1, true),
                _ => Some(self.bogus_comment(at + 1)),
            },
            _ => self.tag(at, false),
        }
    }

    fn plaintext(&mut self) -> Option<Token> {
        let slice = Slice::new(self.pos, self.bytes.len());
        self.pos = self.bytes.len();
        Some(if slice.is_empty() { Token::Eof } else { Token::Text(self.without_nul(slice)) })
    }

    /// The slice, of the source, with U+FFFD in the place of NUL.
    #[inline]
    fn without_nul(&mut self, slice: Slice) -> Slice {
        if self.has_nul { self.replace_nul(slice) } else { slice }
    }

    #[cold]
    fn replace_nul(&mut self, slice: Slice) -> Slice {
        let source = self.store.source;
        let text = &source[slice.start as usize..slice.end as usize];
        if memchr(0, text.as_bytes()).is_none() {
            return slice;
        }
        let mark = self.store.mark();
        for (index, part) in text.split('\0').enumerate() {
            if index > 0 {
                self.store.push("\u{fffd}");
            }
            self.store.push(part);
        }
        self.store.since(mark)
    }
}
