//! The insertion modes behind the body and of framesets (13.2.6.4.19 to 13.2.6.4.23).

use super::{Builder, Flow, Mode, is_space};
use crate::dom::names::Tag;
use crate::dom::text::Slice;
use crate::dom::tokenizer::Token;

impl Builder<'_> {
    /// The "after body" insertion mode (13.2.6.4.19).
    pub(super) fn after_body(&mut self, token: Token) -> Flow {
        match token {
            Token::Text(text) if self.is_blank(text) => self.in_body(token),
            Token::Comment(text) => {
                if let Some(html) = self.stack.open.first().map(|html| html.node) {
                    self.append_comment(html, text);
                }
                Flow::Done
            }
            Token::Doctype => Flow::Done,
            Token::Start { name, .. } if name.tag == Tag::HTML => self.in_body(token),
            Token::End { name } if name.tag == Tag::HTML => {
                if self.context.is_none() {
                    self.mode = Mode::AfterAfterBody;
                }
                Flow::Done
            }
            Token::Eof => Flow::Stop,
            _ => self.again(Mode::InBody),
        }
    }

    /// The "after after body" insertion mode (13.2.6.4.22).
    pub(super) fn after_after_body(&mut self, token: Token) -> Flow {
        match token {
            Token::Comment(text) => {
                self.append_comment(0, text);
                Flow::Done
            }
            Token::Doctype => Flow::Done,
            Token::Text(text) if self.is_blank(text) => self.in_body(token),
            Token::Start { name, .. } if name.tag == Tag::HTML => self.in_body(token),
            Token::Eof => Flow::Stop,
            _ => self.again(Mode::InBody),
        }
    }

    /// Inserts the white space of a text and ignores its other characters.
    pub(super) fn insert_space_of(&mut self, text: Slice) {
        if self.is_blank(text) {
            return self.insert_text(text);
        }
        let space: String = self
            .str(text)
            .chars()
            .filter(|&char| char.is_ascii() && is_space(char as u8))
            .collect();
        let mark = self.tokenizer.store.mark();
        self.tokenizer.store.push(&space);
        let space = self.tokenizer.store.since(mark);
        self.insert_text(space);
    }

    /// The "in frameset" insertion mode (13.2.6.4.20).
    pub(super) fn in_frameset(&mut self, token: Token) -> Flow {
        match token {
            Token::Text(text) => self.insert_space_of(text),
            Token::Comment(text) => self.insert_comment(text),
            Token::Start { name, .. } => match name.tag {
                Tag::HTML => return self.in_body(token),
                Tag::FRAMESET => {
                    self.insert(name);
                }
                Tag::FRAME => {
                    self.insert_leaf(name);
                }
                Tag::NOFRAMES => return self.in_head(token),
                _ => {}
            },
            Token::End { name } => {
                if name.tag == Tag::FRAMESET && self.stack.len() > 1 {
                    self.stack.pop();
                    if self.context.is_none() && !self.stack.top_is(Tag::FRAMESET) {
                        self.mode = Mode::AfterFrameset;
                    }
                }
            }
            Token::Doctype => {}
            Token::Eof => return Flow::Stop,
        }
        Flow::Done
    }

    /// The "after frameset" insertion mode (13.2.6.4.21).
    pub(super) fn after_frameset(&mut self, token: Token) -> Flow {
        match token {
            Token::Text(text) => self.insert_space_of(text),
            Token::Comment(text) => self.insert_comment(text),
            Token::Start { name, .. } => match name.tag {
                Tag::HTML => return self.in_body(token),
                Tag::NOFRAMES => return self.in_head(token),
                _ => {}
            },
            Token::End { name } => {
                if name.tag == Tag::HTML {
                    self.mode = Mode::AfterAfterFrameset;
                }
            }
            Token::Doctype => {}
            Token::Eof => return Flow::Stop,
        }
        Flow::Done
    }

    /// The "after after frameset" insertion mode (13.2.6.4.23).
    pub(super) fn after_after_frameset(&mut self, token: Token) -> Flow {
        match token {
            Token::Comment(text) => self.append_comment(0, text),
            Token::Text(text) => {
                self.reconstruct();
                self.insert_space_of(text);
            }
            Token::Start { name, .. } => match name.tag {
                Tag::HTML => return self.in_body(token),
                Tag::NOFRAMES => return self.in_head(token),
                _ => {}
            },
            Token::End { .. } | Token::Doctype => {}
            Token::Eof => return Flow::Stop,
        }
        Flow::Done
    }
}
