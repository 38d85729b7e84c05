//! Doctypes (13.2.5.53 to 13.2.5.68).

use memchr::memchr;

use super::class::{SPACE, is};
use super::{Token, Tokenizer};
use crate::dom::text::Slice;

/// The parts of a doctype; a part that is missing differs from an empty one.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::dom) struct Doctype {
    /// In lower case.
    pub(in crate::dom) name: Option<Slice>,
    pub(in crate::dom) public: Option<Slice>,
    pub(in crate::dom) system: Option<Slice>,
    pub(in crate::dom) force_quirks: bool,
}

/// Where a doctype's states lead on.
enum Step {
    /// Behind the doctype's `>`.
    Done(usize),
    /// Bogus doctype state (13.2.5.68): skip to the `>`.
    Bogus(usize),
    /// The page ends inside.
    Eof,
}

impl Tokenizer<'_> {
    /// DOCTYPE state (13.2.5.53), behind the word.
    #[cold]
    pub(super) fn doctype(&mut self, at: usize) -> Token {
        self.doctype = Doctype::default();
        self.pos = match self.doctype_name(at) {
            Step::Done(at) => at,
            Step::Bogus(at) => {
                memchr(b'>', &self.bytes[at..]).map_or(self.bytes.len(), |offset| at + offset + 1)
            }
            Step::Eof => {
                self.doctype.force_quirks = true;
                self.bytes.len()
            }
        };
        Token::Doctype
    }

    fn skip_space(&self, at: usize) -> usize {
        at + self.bytes[at..].iter().take_while(|&&byte| is(byte, SPACE)).count()
    }

    /// Before DOCTYPE name (13.2.5.54) to after DOCTYPE name (13.2.5.56).
    fn doctype_name(&mut self, at: usize) -> Step {
        let start = self.skip_space(at);
        match self.bytes.get(start) {
            None => return Step::Eof,
            Some(b'>') => {
                self.doctype.force_quirks = true;
                return Step::Done(start + 1);
            }
            Some(_) => {}
        }
        let len = self.bytes[start..].iter().take_while(|&&b| !is(b, SPACE) && b != b'>').count();
        self.doctype.name = Some(self.lower(Slice::new(start, start + len)));
        let at = self.skip_space(start + len);
        match self.bytes.get(at) {
            None => return Step::Eof,
            Some(b'>') => return Step::Done(at + 1),
            Some(_) => {}
        }
        let word = self.bytes.get(at..at + 6).unwrap_or_default();
        if word.eq_ignore_ascii_case(b"public") {
            self.public_identifier(at + 6)
        } else if word.eq_ignore_ascii_case(b"system") {
            self.system_identifier(at + 6)
        } else {
            self.doctype.force_quirks = true;
            Step::Bogus(at)
        }
    }

    /// After DOCTYPE public keyword (13.2.5.57) to between identifiers (13.2.5.62).
    fn public_identifier(&mut self, at: usize) -> Step {
        let at = self.skip_space(at);
        match self.bytes.get(at) {
            None => Step::Eof,
            Some(b'"' | b'\'') => match self.identifier(at) {
                (public, Ok(at)) => {
                    self.doctype.public = Some(public);
                    let at = self.skip_space(at);
                    match self.bytes.get(at) {
                        None => Step::Eof,
                        Some(b'>') => Step::Done(at + 1),
                        Some(b'"' | b'\'') => self.system_identifier(at),
                        Some(_) => {
                            self.doctype.force_quirks = true;
                            Step::Bogus(at)
                        }
                    }
                }
                (public, Err(step)) => {
                    self.doctype.public = Some(public);
                    step
                }
            },
            Some(b'>') => {
                self.doctype.force_quirks = true;
                Step::Done(at + 1)
            }
            Some(_) => {
                self.doctype.force_quirks = true;
                Step::Bogus(at)
            }
        }
    }

    /// After DOCTYPE system keyword (13.2.5.63) to after DOCTYPE system identifier (13.2.5.67).
    fn system_identifier(&mut self, at: usize) -> Step {
        let at = self.skip_space(at);
        match self.bytes.get(at) {
            None => Step::Eof,
            Some(b'"' | b'\'') => match self.identifier(at) {
                (system, Ok(at)) => {
                    self.doctype.system = Some(system);
                    let at = self.skip_space(at);
                    match self.bytes.get(at) {
                        None => Step::Eof,
                        Some(b'>') => Step::Done(at + 1),
                        // Unexpected characters here do not force quirks.
                        Some(_) => Step::Bogus(at),
                    }
                }
                (system, Err(step)) => {
                    self.doctype.system = Some(system);
                    step
                }
            },
            Some(b'>') => {
                self.doctype.force_quirks = true;
                Step::Done(at + 1)
            }
            Some(_) => {
                self.doctype.force_quirks = true;
                Step::Bogus(at)
            }
        }
    }

    /// A quoted identifier (13.2.5.59, 13.2.5.60, 13.2.5.65, 13.2.5.66) and where it leads: behind
    /// its quote, or out of the doctype when a `>` or the page's end cuts it.
    fn identifier(&mut self, at: usize) -> (Slice, Result<usize, Step>) {
        let (quote, start) = (self.bytes[at], at + 1);
        let len = self.bytes[start..].iter().take_while(|&&b| b != quote && b != b'>').count();
        let end = start + len;
        let next = match self.bytes.get(end) {
            None => Err(Step::Eof),
            Some(b'>') => {
                self.doctype.force_quirks = true;
                Err(Step::Done(end + 1))
            }
            Some(_) => Ok(end + 1),
        };
        (self.without_nul(Slice::new(start, end)), next)
    }
}
