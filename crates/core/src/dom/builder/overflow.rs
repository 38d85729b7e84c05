//! What happens below the deepest nesting that is kept.
//!
//! At the limit the stack of open elements grows no more: start tags insert elements without
//! children, whose contents follow as siblings. The names of the elements that would be open are
//! kept, so that their end tags close them and not the elements above.

use super::class::HTML;
use super::{Builder, Flow};
use crate::dom::names::Tag;
use crate::dom::tokenizer::{State, Token};

/// The names of the elements that were not opened.
pub(super) struct Overflow {
    open: Vec<Tag>,
    counts: [u32; Tag::COUNT],
    /// There was something to overflow.
    pub(super) happened: bool,
}

impl Default for Overflow {
    fn default() -> Self {
        Self { open: Vec::new(), counts: [0; Tag::COUNT], happened: false }
    }
}

impl Overflow {
    fn push(&mut self, tag: Tag) {
        self.open.push(tag);
        self.counts[tag.index()] += 1;
    }

    /// Closes the last element of this name and those in it. False if there is none.
    fn close(&mut self, tag: Tag) -> bool {
        if self.counts[tag.index()] == 0 {
            return false;
        }
        while let Some(last) = self.open.pop() {
            self.counts[last.index()] -= 1;
            if last == tag {
                break;
            }
        }
        true
    }

    fn clear(&mut self) {
        for tag in self.open.drain(..) {
            self.counts[tag.index()] = 0;
        }
    }
}

impl Builder<'_> {
    /// Processes a token while the stack is as deep as it may be.
    #[cold]
    pub(super) fn overflow_step(&mut self, token: Token) -> Flow {
        match token {
            Token::Text(text) => self.insert_text_without_nul(text),
            Token::Comment(text) => self.insert_comment(text),
            Token::Doctype => {}
            Token::Start { name, self_closing } => {
                self.overflow.happened = true;
                let html = self.stack.top().is_some_and(|top| top.class & HTML != 0);
                match name.tag {
                    Tag::SCRIPT if html => self.insert_raw(name, State::Script),
                    Tag::TITLE | Tag::TEXTAREA if html => self.insert_raw(name, State::Rcdata),
                    Tag::STYLE | Tag::XMP | Tag::IFRAME | Tag::NOEMBED | Tag::NOFRAMES if html => {
                        self.insert_raw(name, State::Rawtext);
                    }
                    _ => {
                        self.insert_leaf(name);
                        if !self_closing && !is_void(name.tag) {
                            self.overflow.push(name.tag);
                        }
                    }
                }
            }
            Token::End { name } => {
                if !self.overflow.close(name.tag) && self.stack.may_have(name.tag) {
                    self.overflow.clear();
                    return self.dispatch(token);
                }
            }
            Token::Eof => return self.dispatch(token),
        }
        Flow::Done
    }
}

/// The void elements (13.1.2), and those that the tree builder treats as such.
fn is_void(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::AREA
            | Tag::BASE
            | Tag::BASEFONT
            | Tag::BGSOUND
            | Tag::BR
            | Tag::COL
            | Tag::EMBED
            | Tag::FRAME
            | Tag::HR
            | Tag::IMG
            | Tag::INPUT
            | Tag::KEYGEN
            | Tag::LINK
            | Tag::META
            | Tag::PARAM
            | Tag::SOURCE
            | Tag::TRACK
            | Tag::WBR
    )
}
