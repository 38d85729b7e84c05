//! Comments, CDATA sections and other declarations (13.2.5.41 to 13.2.5.52, 13.2.5.69).

use memchr::{memchr, memchr_iter};

use super::{State, Token, Tokenizer};
use crate::dom::text::Slice;

impl Tokenizer<'_> {
    /// Markup declaration open state (13.2.5.42), at a `<!`.
    #[cold]
    pub(super) fn declaration(&mut self) -> Option<Token> {
        let start = self.pos + 2;
        let rest = &self.bytes[start..];
        if rest.starts_with(b"--") {
            return Some(self.comment(start + 2));
        }
        if rest.get(..7).is_some_and(|word| word.eq_ignore_ascii_case(b"doctype")) {
            return Some(self.doctype(start + 7));
        }
        if self.cdata_allowed && rest.starts_with(b"[CDATA[") {
            self.pos = start + 7;
            self.state = State::Cdata;
            return None;
        }
        Some(self.bogus_comment(start))
    }

    /// Bogus comment state (13.2.5.41): everything up to the next `>`.
    #[cold]
    pub(super) fn bogus_comment(&mut self, start: usize) -> Token {
        let end = memchr(b'>', &self.bytes[start..]).map_or(self.bytes.len(), |at| start + at);
        self.pos = (end + 1).min(self.bytes.len());
        Token::Comment(self.without_nul(Slice::new(start, end)))
    }

    /// Comment start state (13.2.5.43) and on, behind the `<!--`.
    fn comment(&mut self, start: usize) -> Token {
        let rest = &self.bytes[start..];
        let (len, next) = if rest.starts_with(b">") {
            (0, 1)
        } else if rest.starts_with(b"->") {
            (0, 2)
        } else {
            // Every way out of a comment is a `>` behind `--` or `--!`.
            memchr_iter(b'>', rest)
                .find_map(|at| {
                    let text = &rest[..at];
                    let len = text.strip_suffix(b"--").or_else(|| text.strip_suffix(b"--!"))?.len();
                    Some((len, at + 1))
                })
                .unwrap_or_else(|| {
                    // The page ends inside the comment: dashes that may have ended it are dropped.
                    let text = rest
                        .strip_suffix(b"--!")
                        .or_else(|| rest.strip_suffix(b"--"))
                        .or_else(|| rest.strip_suffix(b"-"));
                    (text.unwrap_or(rest).len(), rest.len())
                })
        };
        self.pos = start + next;
        Token::Comment(self.without_nul(Slice::new(start, start + len)))
    }

    /// CDATA section state (13.2.5.69).
    #[cold]
    pub(super) fn cdata(&mut self) -> Option<Token> {
        self.state = State::Data;
        let start = self.pos;
        let end = memchr::memmem::find(&self.bytes[start..], b"]]>");
        let (end, next) = match end {
            Some(at) => (start + at, start + at + 3),
            None => (self.bytes.len(), self.bytes.len()),
        };
        self.pos = next;
        let slice = Slice::new(start, end);
        (!slice.is_empty()).then_some(Token::Text(slice))
    }
}
