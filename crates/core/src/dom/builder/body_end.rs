//! The "in body" insertion mode (13.2.6.4.7): end tags.

use super::arena::NONE;
use super::class::{HEADING, HTML, SPECIAL};
use super::stack::Scope;
use super::{Builder, Flow, Mode};
use crate::dom::names::Tag;
use crate::dom::tokenizer::{Name, Token};

impl Builder<'_> {
    pub(super) fn body_end(&mut self, token: Token, name: Name) -> Flow {
        match name.tag {
            Tag::ADDRESS
            | Tag::ARTICLE
            | Tag::ASIDE
            | Tag::BLOCKQUOTE
            | Tag::BUTTON
            | Tag::CENTER
            | Tag::DETAILS
            | Tag::DIALOG
            | Tag::DIR
            | Tag::DIV
            | Tag::DL
            | Tag::FIELDSET
            | Tag::FIGCAPTION
            | Tag::FIGURE
            | Tag::FOOTER
            | Tag::HEADER
            | Tag::HGROUP
            | Tag::LISTING
            | Tag::MAIN
            | Tag::MENU
            | Tag::NAV
            | Tag::OL
            | Tag::PRE
            | Tag::SEARCH
            | Tag::SECTION
            | Tag::SELECT
            | Tag::SUMMARY
            | Tag::UL => {
                if self.stack.top_is(name.tag) {
                    self.stack.pop();
                } else if self.stack.in_scope(name.tag, Scope::Default) {
                    self.stack.imply_ends(Tag::OTHER);
                    self.stack.pop_until(name.tag);
                }
            }
            Tag::P => {
                if !self.stack.in_scope(Tag::P, Scope::Button) {
                    self.insert_implied(Tag::P);
                }
                self.close_p();
            }
            Tag::LI => self.end_item(name.tag, Scope::ListItem),
            Tag::DD | Tag::DT => self.end_item(name.tag, Scope::Default),
            Tag::A
            | Tag::B
            | Tag::BIG
            | Tag::CODE
            | Tag::EM
            | Tag::FONT
            | Tag::I
            | Tag::NOBR
            | Tag::S
            | Tag::SMALL
            | Tag::STRIKE
            | Tag::STRONG
            | Tag::TT
            | Tag::U => self.adopt(name),
            Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => {
                if self.stack.any_in_scope(Scope::Default, |open| open.class & HEADING != 0) {
                    self.stack.imply_ends(Tag::OTHER);
                    self.stack.pop_until_any(|open| open.class & HEADING != 0);
                }
            }
            Tag::APPLET | Tag::MARQUEE | Tag::OBJECT => {
                if self.stack.in_scope(name.tag, Scope::Default) {
                    self.stack.imply_ends(Tag::OTHER);
                    self.stack.pop_until(name.tag);
                    self.formatting.clear_to_marker();
                }
            }
            Tag::BODY | Tag::HTML => {
                if self.stack.in_scope(Tag::BODY, Scope::Default) {
                    self.mode = Mode::AfterBody;
                    if name.tag == Tag::HTML {
                        return Flow::Again;
                    }
                }
            }
            Tag::FORM => self.end_form(),
            Tag::TEMPLATE => return self.in_head(token),
            // Acts like a start tag without attributes.
            Tag::BR => {
                self.reconstruct();
                self.insert_implied(Tag::BR);
                self.stack.pop();
                self.frameset_ok = false;
            }
            _ => self.other_end_tag(name),
        }
        Flow::Done
    }

    fn end_item(&mut self, tag: Tag, scope: Scope) {
        if self.stack.in_scope(tag, scope) {
            self.stack.imply_ends(tag);
            self.stack.pop_until(tag);
        }
    }

    fn end_form(&mut self) {
        if self.stack.has(Tag::TEMPLATE) {
            if self.stack.in_scope(Tag::FORM, Scope::Default) {
                self.stack.imply_ends(Tag::OTHER);
                self.stack.pop_until(Tag::FORM);
            }
            return;
        }
        let form = std::mem::replace(&mut self.form, NONE);
        if form == NONE || !self.stack.any_in_scope(Scope::Default, |open| open.node == form) {
            return;
        }
        self.stack.imply_ends(Tag::OTHER);
        if let Some(at) = self.stack.position(form) {
            self.stack.remove(at);
        }
    }

    /// "Any other end tag".
    pub(super) fn other_end_tag(&mut self, name: Name) {
        if !self.stack.may_have(name.tag) {
            return;
        }
        for index in (0..self.stack.len()).rev() {
            let open = self.stack.open[index];
            if open.class & HTML != 0 && self.same_name(open, name) {
                // Implied end tags, except for this name, then everything up to the element.
                return self.stack.truncate(index);
            }
            if open.class & SPECIAL != 0 {
                return;
            }
        }
    }
}
