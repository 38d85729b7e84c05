//! The insertion modes before the body (13.2.6.4.1 to 13.2.6.4.6) and "in template" (13.2.6.4.18).

use super::arena::NONE;
use super::{Builder, Flow, Mode, quirks};
use crate::dom::names::Tag;
use crate::dom::tokenizer::{Name, State, Token};
use crate::dom::tree::{Namespace, NodeKind};

impl Builder<'_> {
    /// The "initial" insertion mode (13.2.6.4.1).
    pub(super) fn initial(&mut self, token: Token) -> Flow {
        match token {
            Token::Text(text) if self.is_blank(text) => Flow::Done,
            Token::Comment(text) => {
                self.append_comment(0, text);
                Flow::Done
            }
            Token::Doctype => {
                let doctype = self.tokenizer.doctype;
                self.quirks = quirks::asks_for_quirks(&doctype, &self.tokenizer.store);
                self.doctype = Some(doctype);
                let html = Namespace::Html;
                self.arena.append_new(0, NodeKind::Doctype, html, Tag::OTHER, (0, 0));
                self.mode = Mode::BeforeHtml;
                Flow::Done
            }
            _ => {
                self.quirks = true;
                self.again(Mode::BeforeHtml)
            }
        }
    }

    /// The "before html" insertion mode (13.2.6.4.2).
    pub(super) fn before_html(&mut self, token: Token) -> Flow {
        match token {
            Token::Doctype => Flow::Done,
            Token::Comment(text) => {
                self.append_comment(0, text);
                Flow::Done
            }
            Token::Text(text) if self.is_blank(text) => Flow::Done,
            Token::Start { name, .. } if name.tag == Tag::HTML => {
                self.insert(name);
                self.mode = Mode::BeforeHead;
                Flow::Done
            }
            Token::End { name } if !is_early_end(name) => Flow::Done,
            _ => {
                self.insert_implied(Tag::HTML);
                self.again(Mode::BeforeHead)
            }
        }
    }

    /// The "before head" insertion mode (13.2.6.4.3).
    pub(super) fn before_head(&mut self, token: Token) -> Flow {
        match token {
            Token::Text(text) if self.is_blank(text) => Flow::Done,
            Token::Text(text) => {
                // The leading white space is dropped: the rest goes on.
                let (_, rest) = self.split_space(text);
                self.head = self.insert_implied(Tag::HEAD);
                self.mode = Mode::InHead;
                self.process(Token::Text(rest))
            }
            Token::Comment(text) => {
                self.insert_comment(text);
                Flow::Done
            }
            Token::Doctype => Flow::Done,
            Token::Start { name, .. } if name.tag == Tag::HTML => self.in_body(token),
            Token::Start { name, .. } if name.tag == Tag::HEAD => {
                self.head = self.insert(name);
                self.mode = Mode::InHead;
                Flow::Done
            }
            Token::End { name } if !is_early_end(name) => Flow::Done,
            _ => {
                self.head = self.insert_implied(Tag::HEAD);
                self.again(Mode::InHead)
            }
        }
    }

    /// Text in a mode that takes white space and hands the rest on to another mode.
    fn space_then(&mut self, text: crate::dom::text::Slice, then: impl Fn(&mut Self)) -> Flow {
        let (space, rest) = self.split_space(text);
        self.insert_text(space);
        if rest.is_empty() {
            return Flow::Done;
        }
        then(self);
        self.process(Token::Text(rest))
    }

    fn leave_head(&mut self) {
        self.stack.pop();
        self.mode = Mode::AfterHead;
    }

    /// The "in head" insertion mode (13.2.6.4.4).
    pub(super) fn in_head(&mut self, token: Token) -> Flow {
        match token {
            Token::Text(text) => self.space_then(text, Self::leave_head),
            Token::Comment(text) => {
                self.insert_comment(text);
                Flow::Done
            }
            Token::Doctype => Flow::Done,
            Token::Start { name, .. } => match name.tag {
                Tag::HTML => self.in_body(token),
                Tag::BASE | Tag::BASEFONT | Tag::BGSOUND | Tag::LINK | Tag::META => {
                    self.insert_leaf(name);
                    Flow::Done
                }
                Tag::TITLE => {
                    self.insert_raw(name, State::Rcdata);
                    Flow::Done
                }
                // Scripting is off.
                Tag::NOSCRIPT => {
                    self.insert(name);
                    self.mode = Mode::InHeadNoscript;
                    Flow::Done
                }
                Tag::NOFRAMES | Tag::STYLE => {
                    self.insert_raw(name, State::Rawtext);
                    Flow::Done
                }
                Tag::SCRIPT => {
                    self.insert_raw(name, State::Script);
                    Flow::Done
                }
                Tag::TEMPLATE => {
                    self.insert_template(name);
                    self.formatting.push_marker();
                    self.frameset_ok = false;
                    self.mode = Mode::InTemplate;
                    self.template_modes.push(Mode::InTemplate);
                    Flow::Done
                }
                Tag::HEAD => Flow::Done,
                _ => {
                    self.leave_head();
                    Flow::Again
                }
            },
            Token::End { name } => match name.tag {
                Tag::HEAD => {
                    self.leave_head();
                    Flow::Done
                }
                Tag::BODY | Tag::HTML | Tag::BR => {
                    self.leave_head();
                    Flow::Again
                }
                Tag::TEMPLATE => {
                    if self.stack.has(Tag::TEMPLATE) {
                        self.stack.imply_all_ends();
                        self.close_template();
                    }
                    Flow::Done
                }
                _ => Flow::Done,
            },
            Token::Eof => {
                self.leave_head();
                Flow::Again
            }
        }
    }

    fn close_template(&mut self) {
        self.stack.pop_until(Tag::TEMPLATE);
        self.formatting.clear_to_marker();
        self.template_modes.pop();
        self.reset_mode();
    }

    /// The "in head noscript" insertion mode (13.2.6.4.5).
    pub(super) fn in_head_noscript(&mut self, token: Token) -> Flow {
        match token {
            Token::Doctype => return Flow::Done,
            Token::Comment(_) => return self.in_head(token),
            Token::Text(text) => {
                let leave = |builder: &mut Self| {
                    builder.stack.pop();
                    builder.mode = Mode::InHead;
                };
                return self.space_then(text, leave);
            }
            Token::Start { name, .. } => match name.tag {
                Tag::HTML => return self.in_body(token),
                Tag::BASEFONT
                | Tag::BGSOUND
                | Tag::LINK
                | Tag::META
                | Tag::NOFRAMES
                | Tag::STYLE => return self.in_head(token),
                Tag::HEAD | Tag::NOSCRIPT => return Flow::Done,
                _ => {}
            },
            Token::End { name } => match name.tag {
                Tag::NOSCRIPT => {
                    self.stack.pop();
                    self.mode = Mode::InHead;
                    return Flow::Done;
                }
                Tag::BR => {}
                _ => return Flow::Done,
            },
            Token::Eof => {}
        }
        self.stack.pop();
        self.again(Mode::InHead)
    }

    fn imply_body(&mut self) {
        self.insert_implied(Tag::BODY);
        self.mode = Mode::InBody;
    }

    /// The "after head" insertion mode (13.2.6.4.6).
    pub(super) fn after_head(&mut self, token: Token) -> Flow {
        match token {
            Token::Text(text) => return self.space_then(text, Self::imply_body),
            Token::Comment(text) => {
                self.insert_comment(text);
                return Flow::Done;
            }
            Token::Doctype => return Flow::Done,
            Token::Start { name, .. } => match name.tag {
                Tag::HTML => return self.in_body(token),
                Tag::BODY => {
                    self.insert(name);
                    self.frameset_ok = false;
                    self.mode = Mode::InBody;
                    return Flow::Done;
                }
                Tag::FRAMESET => {
                    self.insert(name);
                    self.mode = Mode::InFrameset;
                    return Flow::Done;
                }
                Tag::BASE
                | Tag::BASEFONT
                | Tag::BGSOUND
                | Tag::LINK
                | Tag::META
                | Tag::NOFRAMES
                | Tag::SCRIPT
                | Tag::STYLE
                | Tag::TEMPLATE
                | Tag::TITLE => return self.head_again(token),
                Tag::HEAD => return Flow::Done,
                _ => {}
            },
            Token::End { name } => match name.tag {
                Tag::TEMPLATE => return self.in_head(token),
                Tag::BODY | Tag::HTML | Tag::BR => {}
                _ => return Flow::Done,
            },
            Token::Eof => {}
        }
        self.imply_body();
        Flow::Again
    }

    /// Puts the head back on the stack for one tag that belongs into it.
    fn head_again(&mut self, token: Token) -> Flow {
        let head = self.head;
        if head == NONE {
            return Flow::Done;
        }
        self.stack.push(super::stack::Open::html(head, Tag::HEAD));
        let flow = self.in_head(token);
        if let Some(at) = self.stack.position(head) {
            self.stack.remove(at);
        }
        flow
    }

    /// The "in template" insertion mode (13.2.6.4.18).
    pub(super) fn in_template(&mut self, token: Token) -> Flow {
        match token {
            Token::Text(_) | Token::Comment(_) | Token::Doctype => self.in_body(token),
            Token::Start { name, .. } => {
                let mode = match name.tag {
                    Tag::BASE
                    | Tag::BASEFONT
                    | Tag::BGSOUND
                    | Tag::LINK
                    | Tag::META
                    | Tag::NOFRAMES
                    | Tag::SCRIPT
                    | Tag::STYLE
                    | Tag::TEMPLATE
                    | Tag::TITLE => return self.in_head(token),
                    Tag::CAPTION | Tag::COLGROUP | Tag::TBODY | Tag::TFOOT | Tag::THEAD => {
                        Mode::InTable
                    }
                    Tag::COL => Mode::InColumnGroup,
                    Tag::TR => Mode::InTableBody,
                    Tag::TD | Tag::TH => Mode::InRow,
                    _ => Mode::InBody,
                };
                if let Some(last) = self.template_modes.last_mut() {
                    *last = mode;
                }
                self.again(mode)
            }
            Token::End { name } if name.tag == Tag::TEMPLATE => self.in_head(token),
            Token::End { .. } => Flow::Done,
            Token::Eof => {
                if !self.stack.has(Tag::TEMPLATE) {
                    return Flow::Stop;
                }
                self.close_template();
                Flow::Again
            }
        }
    }
}

/// The end tags that act like anything else before the body: all others are ignored there.
fn is_early_end(name: Name) -> bool {
    matches!(name.tag, Tag::HEAD | Tag::BODY | Tag::HTML | Tag::BR)
}
