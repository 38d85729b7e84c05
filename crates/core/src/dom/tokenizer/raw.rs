//! Elements that hold characters only: RCDATA, RAWTEXT and script data (13.2.5.2 to 13.2.5.4 and
//! 13.2.5.9 to 13.2.5.31).

use memchr::{memchr, memchr_iter, memchr2};

use super::class::{NAME_END, is};
use super::{State, Token, Tokenizer, reference};
use crate::dom::text::Slice;

impl Tokenizer<'_> {
    /// RCDATA state: text with references up to the end tag.
    pub(super) fn rcdata(&mut self) -> Option<Token> {
        let (start, end) = (self.pos, self.raw_text_end());
        if start == end {
            return self.leave_raw();
        }
        self.pos = end;
        let source = self.store.source;
        let bytes = &self.bytes[..end];
        let mark = self.store.mark();
        let (mut copied, mut at) = (start, start);
        while let Some(offset) = memchr(b'&', &bytes[at..]) {
            at += offset;
            match reference::read(&bytes[at..], false) {
                Some(found) => {
                    self.push_without_nul(&source[copied..at]);
                    found.push_to(&mut self.store);
                    at += found.len;
                    copied = at;
                }
                None => at += 1,
            }
        }
        if copied == start {
            return Some(Token::Text(self.without_nul(Slice::new(start, end))));
        }
        self.push_without_nul(&source[copied..end]);
        Some(Token::Text(self.store.since(mark)))
    }

    /// RAWTEXT and script data states: text up to the end tag.
    pub(super) fn raw_text(&mut self) -> Option<Token> {
        let start = self.pos;
        let end = if self.state == State::Script { self.script_end() } else { self.raw_text_end() };
        if start == end {
            return self.leave_raw();
        }
        self.pos = end;
        Some(Token::Text(self.without_nul(Slice::new(start, end))))
    }

    /// At the end tag, or at the end of the page.
    fn leave_raw(&mut self) -> Option<Token> {
        if self.pos == self.bytes.len() {
            return Some(Token::Eof);
        }
        self.state = State::Data;
        self.tag(self.pos + 2, true)
    }

    /// Where the appropriate end tag begins; the end of the page when there is none.
    fn raw_text_end(&self) -> usize {
        memchr_iter(b'<', &self.bytes[self.pos..])
            .map(|offset| self.pos + offset)
            .find(|&at| self.is_end_tag(at))
            .unwrap_or(self.bytes.len())
    }

    /// Whether the `<` at `at` begins the appropriate end tag.
    fn is_end_tag(&self, at: usize) -> bool {
        self.bytes.get(at + 1) == Some(&b'/') && self.is_name(at + 2, self.raw_end)
    }

    /// Whether `name`, then the end of a name, stands at `at`.
    fn is_name(&self, at: usize, name: &[u8]) -> bool {
        let end = at + name.len();
        self.bytes.get(at..end).is_some_and(|bytes| bytes.eq_ignore_ascii_case(name))
            && self.bytes.get(end).is_some_and(|&byte| is(byte, NAME_END))
    }

    /// Script data and its escaped states (13.2.5.15 to 13.2.5.31): inside `<!--`, a `<script` hides
    /// the next `</script`.
    fn script_end(&self) -> usize {
        #[derive(PartialEq)]
        enum Escape {
            None,
            Single,
            Double,
        }
        let bytes = self.bytes;
        let mut escape = Escape::None;
        let mut at = self.pos;
        loop {
            let found = match escape {
                Escape::None => memchr(b'<', &bytes[at..]),
                _ => memchr2(b'<', b'-', &bytes[at..]),
            };
            let Some(offset) = found else { return bytes.len() };
            at += offset;
            if bytes[at] == b'-' {
                if bytes[at..].starts_with(b"-->") {
                    escape = Escape::None;
                }
                at += 1;
                continue;
            }
            match escape {
                Escape::None | Escape::Single if self.is_end_tag(at) => return at,
                Escape::Double
                    if bytes.get(at + 1) == Some(&b'/') && self.is_name(at + 2, b"script") =>
                {
                    escape = Escape::Single;
                }
                Escape::None if bytes[at..].starts_with(b"<!--") => {
                    escape = Escape::Single;
                    // The dashes may also begin the `-->` that ends it.
                    at += 1;
                }
                Escape::Single if self.is_name(at + 1, b"script") => escape = Escape::Double,
                _ => {}
            }
            at += 1;
        }
    }
}
