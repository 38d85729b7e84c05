//! The "in body" insertion mode (13.2.6.4.7): text and start tags.

use super::arena::NONE;
use super::class::{HEADING, SPECIAL};
use super::stack::Scope;
use super::{Builder, Flow, Mode};
use crate::dom::names::{AttrName, Tag};
use crate::dom::tokenizer::{Name, State, Token};
use crate::dom::tree::Namespace;

impl Builder<'_> {
    /// The "in body" insertion mode.
    pub(super) fn in_body(&mut self, token: Token) -> Flow {
        match token {
            Token::Text(text) => {
                self.reconstruct();
                if self.frameset_ok && self.has_ink(text) {
                    self.frameset_ok = false;
                }
                self.insert_text_without_nul(text);
                Flow::Done
            }
            Token::Start { name, self_closing } => self.body_start(token, name, self_closing),
            Token::End { name } => self.body_end(token, name),
            Token::Comment(text) => {
                self.insert_comment(text);
                Flow::Done
            }
            Token::Doctype => Flow::Done,
            Token::Eof if !self.template_modes.is_empty() => self.in_template(token),
            Token::Eof => Flow::Stop,
        }
    }

    fn body_start(&mut self, token: Token, name: Name, self_closing: bool) -> Flow {
        match name.tag {
            Tag::ADDRESS
            | Tag::ARTICLE
            | Tag::ASIDE
            | Tag::BLOCKQUOTE
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
            | Tag::MAIN
            | Tag::MENU
            | Tag::NAV
            | Tag::OL
            | Tag::P
            | Tag::SEARCH
            | Tag::SECTION
            | Tag::SUMMARY
            | Tag::UL => {
                self.close_p_in_scope();
                self.insert(name);
            }
            Tag::A => {
                self.close_open_a(name);
                self.reconstruct();
                self.insert_formatting(name);
            }
            Tag::B
            | Tag::BIG
            | Tag::CODE
            | Tag::EM
            | Tag::FONT
            | Tag::I
            | Tag::S
            | Tag::SMALL
            | Tag::STRIKE
            | Tag::STRONG
            | Tag::TT
            | Tag::U => {
                self.reconstruct();
                self.insert_formatting(name);
            }
            Tag::LI => self.start_item(name, &[Tag::LI]),
            Tag::DD | Tag::DT => self.start_item(name, &[Tag::DD, Tag::DT]),
            Tag::AREA | Tag::BR | Tag::EMBED | Tag::IMG | Tag::KEYGEN | Tag::WBR => {
                self.reconstruct();
                self.insert_leaf(name);
                self.frameset_ok = false;
            }
            Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => {
                self.close_p_in_scope();
                if self.stack.top().is_some_and(|top| top.class & HEADING != 0) {
                    self.stack.pop();
                }
                self.insert(name);
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
            | Tag::TITLE => return self.in_head(token),
            Tag::BUTTON => {
                if self.stack.in_scope(Tag::BUTTON, Scope::Default) {
                    self.stack.imply_ends(Tag::OTHER);
                    self.stack.pop_until(Tag::BUTTON);
                }
                self.reconstruct();
                self.insert(name);
                self.frameset_ok = false;
            }
            Tag::TABLE => {
                if !self.quirks {
                    self.close_p_in_scope();
                }
                self.insert(name);
                self.frameset_ok = false;
                self.mode = Mode::InTable;
            }
            Tag::INPUT => {
                if self.is_context(Tag::SELECT) {
                    return Flow::Done;
                }
                if self.stack.in_scope(Tag::SELECT, Scope::Default) {
                    self.stack.pop_until(Tag::SELECT);
                }
                self.reconstruct();
                if !self.is_hidden_input() {
                    self.frameset_ok = false;
                }
                self.insert_leaf(name);
            }
            Tag::SELECT => self.start_select(name),
            Tag::OPTION | Tag::OPTGROUP => self.start_option(name),
            Tag::FORM => {
                let in_template = self.stack.has(Tag::TEMPLATE);
                if self.form == NONE || in_template {
                    self.close_p_in_scope();
                    let form = self.insert(name);
                    if !in_template {
                        self.form = form;
                    }
                }
            }
            Tag::IFRAME => {
                self.frameset_ok = false;
                self.insert_raw(name, State::Rawtext);
            }
            Tag::TEXTAREA => {
                self.insert_raw(name, State::Rcdata);
                self.ignore_line_feed = true;
                self.frameset_ok = false;
            }
            Tag::SVG => self.start_foreign(name, self_closing, Namespace::Svg),
            Tag::MATH => self.start_foreign(name, self_closing, Namespace::MathMl),
            Tag::CAPTION
            | Tag::COL
            | Tag::COLGROUP
            | Tag::FRAME
            | Tag::HEAD
            | Tag::TBODY
            | Tag::TD
            | Tag::TFOOT
            | Tag::TH
            | Tag::THEAD
            | Tag::TR => {}
            _ => self.body_start_rare(name),
        }
        Flow::Done
    }

    fn body_start_rare(&mut self, mut name: Name) {
        match name.tag {
            Tag::HTML => {
                if !self.stack.has(Tag::TEMPLATE)
                    && let Some(html) = self.stack.open.first()
                {
                    self.merge_attrs(html.node);
                }
            }
            Tag::BODY => {
                if let Some(body) = self.open_body() {
                    self.frameset_ok = false;
                    self.merge_attrs(body);
                }
            }
            Tag::FRAMESET => {
                if self.frameset_ok
                    && let Some(body) = self.open_body()
                {
                    self.arena.detach(body);
                    self.stack.truncate(1);
                    self.insert(name);
                    self.mode = Mode::InFrameset;
                }
            }
            Tag::PRE | Tag::LISTING => {
                self.close_p_in_scope();
                self.insert(name);
                self.ignore_line_feed = true;
                self.frameset_ok = false;
            }
            Tag::PLAINTEXT => {
                self.close_p_in_scope();
                self.insert(name);
                self.tokenizer.state = State::Plaintext;
            }
            Tag::NOBR => {
                self.reconstruct();
                if self.stack.in_scope(Tag::NOBR, Scope::Default) {
                    self.adopt(name);
                    self.reconstruct();
                }
                self.insert_formatting(name);
            }
            Tag::APPLET | Tag::MARQUEE | Tag::OBJECT => {
                self.reconstruct();
                self.insert(name);
                self.formatting.push_marker();
                self.frameset_ok = false;
            }
            Tag::PARAM | Tag::SOURCE | Tag::TRACK => {
                self.insert_leaf(name);
            }
            Tag::HR => {
                self.close_p_in_scope();
                if self.stack.in_scope(Tag::SELECT, Scope::Default) {
                    self.stack.imply_ends(Tag::OTHER);
                }
                self.insert_leaf(name);
                self.frameset_ok = false;
            }
            Tag::IMAGE => {
                name.tag = Tag::IMG;
                self.reconstruct();
                self.insert_leaf(name);
                self.frameset_ok = false;
            }
            Tag::XMP => {
                self.close_p_in_scope();
                self.reconstruct();
                self.frameset_ok = false;
                self.insert_raw(name, State::Rawtext);
            }
            Tag::NOEMBED => self.insert_raw(name, State::Rawtext),
            Tag::RB | Tag::RTC | Tag::RP | Tag::RT => {
                if self.stack.in_scope(Tag::RUBY, Scope::Default) {
                    let inner = matches!(name.tag, Tag::RP | Tag::RT);
                    self.stack.imply_ends(if inner { Tag::RTC } else { Tag::OTHER });
                }
                self.insert(name);
            }
            _ => {
                self.reconstruct();
                self.insert(name);
            }
        }
    }

    /// The body element, if it is the second on the stack and no template is open.
    fn open_body(&self) -> Option<u32> {
        let body = self.stack.open.get(1).filter(|open| open.is(Tag::BODY))?;
        (!self.stack.has(Tag::TEMPLATE)).then_some(body.node)
    }

    /// Whether a fragment is parsed for an element of this name.
    fn is_context(&self, tag: Tag) -> bool {
        self.context.is_some_and(|context| context.open.is(tag))
    }

    /// Whether the current tag has `type=hidden`.
    pub(super) fn is_hidden_input(&self) -> bool {
        let attrs = self.tokenizer.tag_attrs();
        let kind = attrs.iter().find(|attr| attr.name == AttrName::TYPE);
        kind.is_some_and(|attr| self.str(attr.value).eq_ignore_ascii_case("hidden"))
    }

    /// Start tags `li`, `dd`, `dt`: they close an item of their list that is open.
    fn start_item(&mut self, name: Name, items: &[Tag]) {
        self.frameset_ok = false;
        if items.iter().any(|&tag| self.stack.may_have(tag)) {
            for index in (0..self.stack.len()).rev() {
                let open = self.stack.open[index];
                if open.is_any(items) {
                    self.stack.imply_ends(open.tag);
                    self.stack.pop_until(open.tag);
                    break;
                }
                if open.class & SPECIAL != 0 && !open.is_any(&[Tag::ADDRESS, Tag::DIV, Tag::P]) {
                    break;
                }
            }
        }
        self.close_p_in_scope();
        self.insert(name);
    }

    fn start_select(&mut self, name: Name) {
        if self.is_context(Tag::SELECT) {
            return;
        }
        if self.stack.in_scope(Tag::SELECT, Scope::Default) {
            return self.stack.pop_until(Tag::SELECT);
        }
        self.reconstruct();
        self.insert(name);
        self.frameset_ok = false;
    }

    fn start_option(&mut self, name: Name) {
        if self.stack.in_scope(Tag::SELECT, Scope::Default) {
            let except = if name.tag == Tag::OPTION { Tag::OPTGROUP } else { Tag::OTHER };
            self.stack.imply_ends(except);
        } else if self.stack.top_is(Tag::OPTION) {
            self.stack.pop();
        }
        self.reconstruct();
        self.insert(name);
    }

    fn start_foreign(&mut self, name: Name, self_closing: bool, namespace: Namespace) {
        self.reconstruct();
        self.insert_adjusted(name, namespace);
        if self_closing {
            self.stack.pop();
        }
    }
}
