//! The insertion modes of tables (13.2.6.4.9 to 13.2.6.4.15).

use super::arena::NONE;
use super::class::FOSTERS;
use super::stack::Scope;
use super::{Builder, Flow, Mode};
use crate::dom::names::Tag;
use crate::dom::text::Slice;
use crate::dom::tokenizer::Token;

const TABLE_CONTEXT: [Tag; 3] = [Tag::TABLE, Tag::TEMPLATE, Tag::HTML];
const BODY_CONTEXT: [Tag; 5] = [Tag::TBODY, Tag::TFOOT, Tag::THEAD, Tag::TEMPLATE, Tag::HTML];
const ROW_CONTEXT: [Tag; 3] = [Tag::TR, Tag::TEMPLATE, Tag::HTML];
const SECTIONS: [Tag; 3] = [Tag::TBODY, Tag::TFOOT, Tag::THEAD];

impl Builder<'_> {
    /// The "in table" insertion mode (13.2.6.4.9).
    pub(super) fn in_table(&mut self, token: Token) -> Flow {
        match token {
            Token::Text(text) => {
                let top = self.stack.top();
                if top.is_some_and(|top| top.class & FOSTERS != 0 || top.is(Tag::TEMPLATE)) {
                    self.table_text.push(text);
                    return Flow::Done;
                }
                self.in_body_fostered(token)
            }
            Token::Comment(text) => {
                self.insert_comment(text);
                Flow::Done
            }
            Token::Doctype => Flow::Done,
            Token::Start { name, .. } => match name.tag {
                Tag::CAPTION => {
                    self.stack.clear_to(&TABLE_CONTEXT);
                    self.formatting.push_marker();
                    self.insert(name);
                    self.mode = Mode::InCaption;
                    Flow::Done
                }
                Tag::COLGROUP => {
                    self.stack.clear_to(&TABLE_CONTEXT);
                    self.insert(name);
                    self.mode = Mode::InColumnGroup;
                    Flow::Done
                }
                Tag::COL => {
                    self.stack.clear_to(&TABLE_CONTEXT);
                    self.insert_implied(Tag::COLGROUP);
                    self.again(Mode::InColumnGroup)
                }
                Tag::TBODY | Tag::TFOOT | Tag::THEAD => {
                    self.stack.clear_to(&TABLE_CONTEXT);
                    self.insert(name);
                    self.mode = Mode::InTableBody;
                    Flow::Done
                }
                Tag::TD | Tag::TH | Tag::TR => {
                    self.stack.clear_to(&TABLE_CONTEXT);
                    self.insert_implied(Tag::TBODY);
                    self.again(Mode::InTableBody)
                }
                Tag::TABLE => self.end_table(Flow::Again),
                Tag::STYLE | Tag::SCRIPT | Tag::TEMPLATE => self.in_head(token),
                Tag::INPUT if self.is_hidden_input() => {
                    self.insert_leaf(name);
                    Flow::Done
                }
                Tag::FORM => {
                    if !self.stack.has(Tag::TEMPLATE) && self.form == NONE {
                        self.form = self.insert_leaf(name);
                    }
                    Flow::Done
                }
                _ => self.in_body_fostered(token),
            },
            Token::End { name } => match name.tag {
                Tag::TABLE => self.end_table(Flow::Done),
                Tag::BODY
                | Tag::CAPTION
                | Tag::COL
                | Tag::COLGROUP
                | Tag::HTML
                | Tag::TBODY
                | Tag::TD
                | Tag::TFOOT
                | Tag::TH
                | Tag::THEAD
                | Tag::TR => Flow::Done,
                Tag::TEMPLATE => self.in_head(token),
                _ => self.in_body_fostered(token),
            },
            Token::Eof => self.in_body(token),
        }
    }

    /// Closes the table, if there is one in scope.
    fn end_table(&mut self, flow: Flow) -> Flow {
        if !self.stack.in_scope(Tag::TABLE, Scope::Table) {
            return Flow::Done;
        }
        self.stack.pop_until(Tag::TABLE);
        self.reset_mode();
        flow
    }

    /// "Anything else" in a table: by the rules for the body, with foster parenting.
    fn in_body_fostered(&mut self, token: Token) -> Flow {
        self.foster_parenting = true;
        let flow = self.in_body(token);
        self.foster_parenting = false;
        flow
    }

    /// The end of the "in table text" insertion mode (13.2.6.4.10).
    #[cold]
    pub(super) fn flush_table_text(&mut self) {
        let pending = std::mem::take(&mut self.table_text);
        let blank = |builder: &Self, text: Slice| !builder.has_ink(text);
        if pending.iter().all(|&text| blank(self, text)) {
            for &text in &pending {
                self.insert_text_without_nul(text);
            }
        } else {
            for &text in &pending {
                self.in_body_fostered(Token::Text(text));
            }
        }
    }

    /// The "in caption" insertion mode (13.2.6.4.11).
    pub(super) fn in_caption(&mut self, token: Token) -> Flow {
        match token {
            Token::End { name } => match name.tag {
                Tag::CAPTION => self.end_caption(Flow::Done),
                Tag::TABLE => self.end_caption(Flow::Again),
                Tag::BODY
                | Tag::COL
                | Tag::COLGROUP
                | Tag::HTML
                | Tag::TBODY
                | Tag::TD
                | Tag::TFOOT
                | Tag::TH
                | Tag::THEAD
                | Tag::TR => Flow::Done,
                _ => self.in_body(token),
            },
            Token::Start { name, .. } if is_table_part(name.tag) => self.end_caption(Flow::Again),
            _ => self.in_body(token),
        }
    }

    fn end_caption(&mut self, flow: Flow) -> Flow {
        if !self.stack.in_scope(Tag::CAPTION, Scope::Table) {
            return Flow::Done;
        }
        self.stack.imply_ends(Tag::OTHER);
        self.stack.pop_until(Tag::CAPTION);
        self.formatting.clear_to_marker();
        self.mode = Mode::InTable;
        flow
    }

    /// The "in column group" insertion mode (13.2.6.4.12).
    pub(super) fn in_column_group(&mut self, token: Token) -> Flow {
        match token {
            Token::Text(text) => {
                // Of what is ignored the white space still counts, character by character.
                if !self.stack.top_is(Tag::COLGROUP) {
                    self.insert_space_of(text);
                    return Flow::Done;
                }
                let (space, rest) = self.split_space(text);
                self.insert_text(space);
                if rest.is_empty() {
                    return Flow::Done;
                }
                self.stack.pop();
                self.mode = Mode::InTable;
                return self.process(Token::Text(rest));
            }
            Token::Comment(text) => {
                self.insert_comment(text);
                return Flow::Done;
            }
            Token::Doctype => return Flow::Done,
            Token::Start { name, .. } => match name.tag {
                Tag::HTML => return self.in_body(token),
                Tag::COL => {
                    self.insert_leaf(name);
                    return Flow::Done;
                }
                Tag::TEMPLATE => return self.in_head(token),
                _ => {}
            },
            Token::End { name } => match name.tag {
                Tag::COLGROUP => {
                    if self.stack.top_is(Tag::COLGROUP) {
                        self.stack.pop();
                        self.mode = Mode::InTable;
                    }
                    return Flow::Done;
                }
                Tag::COL => return Flow::Done,
                Tag::TEMPLATE => return self.in_head(token),
                _ => {}
            },
            Token::Eof => return self.in_body(token),
        }
        if !self.stack.top_is(Tag::COLGROUP) {
            return Flow::Done;
        }
        self.stack.pop();
        self.again(Mode::InTable)
    }

    /// The "in table body" insertion mode (13.2.6.4.13).
    pub(super) fn in_table_body(&mut self, token: Token) -> Flow {
        match token {
            Token::Start { name, .. } => match name.tag {
                Tag::TR => {
                    self.stack.clear_to(&BODY_CONTEXT);
                    self.insert(name);
                    self.mode = Mode::InRow;
                    return Flow::Done;
                }
                Tag::TH | Tag::TD => {
                    self.stack.clear_to(&BODY_CONTEXT);
                    self.insert_implied(Tag::TR);
                    return self.again(Mode::InRow);
                }
                Tag::CAPTION | Tag::COL | Tag::COLGROUP | Tag::TBODY | Tag::TFOOT | Tag::THEAD => {
                    return self.end_section();
                }
                _ => {}
            },
            Token::End { name } => match name.tag {
                Tag::TBODY | Tag::TFOOT | Tag::THEAD => {
                    if self.stack.in_scope(name.tag, Scope::Table) {
                        self.stack.clear_to(&BODY_CONTEXT);
                        self.stack.pop();
                        self.mode = Mode::InTable;
                    }
                    return Flow::Done;
                }
                Tag::TABLE => return self.end_section(),
                Tag::BODY
                | Tag::CAPTION
                | Tag::COL
                | Tag::COLGROUP
                | Tag::HTML
                | Tag::TD
                | Tag::TH
                | Tag::TR => return Flow::Done,
                _ => {}
            },
            _ => {}
        }
        self.in_table(token)
    }

    fn end_section(&mut self) -> Flow {
        if !self.stack.any_in_scope(Scope::Table, |open| open.is_any(&SECTIONS)) {
            return Flow::Done;
        }
        self.stack.clear_to(&BODY_CONTEXT);
        self.stack.pop();
        self.again(Mode::InTable)
    }

    /// The "in row" insertion mode (13.2.6.4.14).
    pub(super) fn in_row(&mut self, token: Token) -> Flow {
        match token {
            Token::Start { name, .. } => match name.tag {
                Tag::TH | Tag::TD => {
                    self.stack.clear_to(&ROW_CONTEXT);
                    self.insert(name);
                    self.mode = Mode::InCell;
                    self.formatting.push_marker();
                    return Flow::Done;
                }
                Tag::CAPTION
                | Tag::COL
                | Tag::COLGROUP
                | Tag::TBODY
                | Tag::TFOOT
                | Tag::THEAD
                | Tag::TR => return self.end_row(Flow::Again),
                _ => {}
            },
            Token::End { name } => match name.tag {
                Tag::TR => return self.end_row(Flow::Done),
                Tag::TABLE => return self.end_row(Flow::Again),
                Tag::TBODY | Tag::TFOOT | Tag::THEAD => {
                    if self.stack.in_scope(name.tag, Scope::Table) {
                        return self.end_row(Flow::Again);
                    }
                    return Flow::Done;
                }
                Tag::BODY
                | Tag::CAPTION
                | Tag::COL
                | Tag::COLGROUP
                | Tag::HTML
                | Tag::TD
                | Tag::TH => return Flow::Done,
                _ => {}
            },
            _ => {}
        }
        self.in_table(token)
    }

    fn end_row(&mut self, flow: Flow) -> Flow {
        if !self.stack.in_scope(Tag::TR, Scope::Table) {
            return Flow::Done;
        }
        self.stack.clear_to(&ROW_CONTEXT);
        self.stack.pop();
        self.mode = Mode::InTableBody;
        flow
    }

    /// The "in cell" insertion mode (13.2.6.4.15).
    pub(super) fn in_cell(&mut self, token: Token) -> Flow {
        match token {
            Token::End { name } => match name.tag {
                Tag::TD | Tag::TH => {
                    if self.stack.in_scope(name.tag, Scope::Table) {
                        self.stack.imply_ends(Tag::OTHER);
                        self.stack.pop_until(name.tag);
                        self.formatting.clear_to_marker();
                        self.mode = Mode::InRow;
                    }
                    Flow::Done
                }
                Tag::BODY | Tag::CAPTION | Tag::COL | Tag::COLGROUP | Tag::HTML => Flow::Done,
                Tag::TABLE | Tag::TBODY | Tag::TFOOT | Tag::THEAD | Tag::TR => {
                    if !self.stack.in_scope(name.tag, Scope::Table) {
                        return Flow::Done;
                    }
                    self.close_cell()
                }
                _ => self.in_body(token),
            },
            Token::Start { name, .. } if is_table_part(name.tag) => {
                let is_cell = |open: super::stack::Open| open.is_any(&[Tag::TD, Tag::TH]);
                if !self.stack.any_in_scope(Scope::Table, is_cell) {
                    return Flow::Done;
                }
                self.close_cell()
            }
            _ => self.in_body(token),
        }
    }

    /// "Close the cell", then reprocess.
    fn close_cell(&mut self) -> Flow {
        self.stack.imply_ends(Tag::OTHER);
        self.stack.pop_until_any(|open| open.is_any(&[Tag::TD, Tag::TH]));
        self.formatting.clear_to_marker();
        self.again(Mode::InRow)
    }
}

/// The start tags that end a caption or a cell.
fn is_table_part(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::CAPTION
            | Tag::COL
            | Tag::COLGROUP
            | Tag::TBODY
            | Tag::TD
            | Tag::TFOOT
            | Tag::TH
            | Tag::THEAD
            | Tag::TR
    )
}
