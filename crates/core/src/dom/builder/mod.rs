//! The tree builder of the HTML standard (section 13.2.6), feeding the arena.
//!
//! Scripting is off. `insert` holds the standard's elementary steps, `adoption` the treatment of
//! misnested formatting; every insertion mode is a function in one of the other modules. Parse
//! errors are not reported: they change nothing.

mod adoption;
mod arena;
mod body;
mod body_end;
mod class;
mod foreign;
mod formatting;
mod freeze;
mod head;
mod insert;
mod outside;
mod overflow;
mod quirks;
mod stack;
mod table;

use super::names::Tag;
use super::text::{Slice, Source};
#[cfg(test)]
use super::tokenizer::State;
use super::tokenizer::{Doctype, Name, Token, Tokenizer};
#[cfg(test)]
use super::tree::Namespace;
use super::tree::{Attr, Dom};
use crate::article::{Warning, WarningCode};
use crate::options::Limits;
use arena::{Arena, NONE};
use formatting::Formatting;
use overflow::Overflow;
use stack::Stack;

/// The insertion modes (13.2.4.1). "In table text" is a list of pending characters instead of a
/// mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Initial,
    BeforeHtml,
    BeforeHead,
    InHead,
    InHeadNoscript,
    AfterHead,
    InBody,
    Text,
    InTable,
    InCaption,
    InColumnGroup,
    InTableBody,
    InRow,
    InCell,
    InTemplate,
    AfterBody,
    InFrameset,
    AfterFrameset,
    AfterAfterBody,
    AfterAfterFrameset,
}

/// What a mode makes of a token.
enum Flow {
    /// The token is used up.
    Done,
    /// "Reprocess the token" in the mode that is now the current one.
    Again,
    /// "Stop parsing" (13.2.7).
    Stop,
}

/// The element that a fragment is parsed for (13.4).
#[derive(Clone, Copy)]
struct Context {
    open: stack::Open,
}

pub(super) struct Builder<'s> {
    tokenizer: Tokenizer<'s>,
    arena: Arena,
    stack: Stack,
    formatting: Formatting,
    overflow: Overflow,
    mode: Mode,
    /// Where the text mode returns to.
    original_mode: Mode,
    template_modes: Vec<Mode>,
    /// The pending table character tokens (13.2.6.4.10).
    table_text: Vec<Slice>,
    head: u32,
    form: u32,
    frameset_ok: bool,
    foster_parenting: bool,
    ignore_line_feed: bool,
    quirks: bool,
    context: Option<Context>,
    doctype: Option<Doctype>,
    /// Attributes that later `html` and `body` tags add: element, attribute.
    late_attrs: Vec<(u32, Attr)>,
    /// How many more copies of formatting elements may be made.
    copies_left: usize,
    /// Formatting was dropped because there were no copies left.
    formatting_dropped: bool,
    max_depth: usize,
}

impl<'s> Builder<'s> {
    pub(super) fn new(source: &'s Source<'_>, limits: &Limits) -> Self {
        let bytes = source.as_str().len();
        Self {
            tokenizer: Tokenizer::new(source),
            arena: Arena::new(bytes, limits.max_nodes),
            stack: Stack::default(),
            formatting: Formatting::default(),
            overflow: Overflow::default(),
            mode: Mode::Initial,
            original_mode: Mode::InBody,
            template_modes: Vec::new(),
            table_text: Vec::new(),
            head: NONE,
            form: NONE,
            frameset_ok: true,
            foster_parenting: false,
            ignore_line_feed: false,
            quirks: false,
            context: None,
            doctype: None,
            late_attrs: Vec::new(),
            copies_left: bytes / 32 + 4096,
            formatting_dropped: false,
            max_depth: limits.max_tree_depth.max(32),
        }
    }

    /// A builder for the content of an element (13.4), as conformance tests ask for it.
    #[cfg(test)]
    pub(super) fn for_fragment(source: &'s Source<'_>, namespace: Namespace, tag: Tag) -> Self {
        let mut builder = Self::new(source, &Limits::default());
        builder.insert_implied(Tag::HTML);
        let open =
            stack::Open { node: 0, tag, class: class::of(namespace, tag), name: Slice::default() };
        builder.context = Some(Context { open });
        if open.is(Tag::TEMPLATE) {
            builder.template_modes.push(Mode::InTemplate);
        }
        if open.is(Tag::FORM) {
            builder.form = 0;
        }
        let state = match tag {
            _ if namespace != Namespace::Html => State::Data,
            Tag::TITLE | Tag::TEXTAREA => State::Rcdata,
            Tag::STYLE | Tag::XMP | Tag::IFRAME | Tag::NOEMBED | Tag::NOFRAMES => State::Rawtext,
            Tag::SCRIPT => State::Script,
            Tag::PLAINTEXT => State::Plaintext,
            _ => State::Data,
        };
        // No start tag was emitted, so no end tag is appropriate: no tag has the name `-`.
        builder.tokenizer.enter_raw(state, "-");
        builder.reset_mode();
        builder
    }

    /// Builds the whole tree.
    pub(super) fn run(mut self) -> (Dom<'static>, Vec<Warning>) {
        loop {
            let top = self.adjusted_top();
            self.tokenizer.cdata_allowed = top.is_some_and(|top| top.class & class::HTML == 0);
            let mut token = self.tokenizer.next();
            if self.ignore_line_feed {
                self.ignore_line_feed = false;
                if let Token::Text(text) = token
                    && self.tokenizer.store.get(text).starts_with('\n')
                {
                    token = Token::Text(text.skip(1));
                    if text.end - text.start == 1 {
                        continue;
                    }
                }
            }
            if !self.table_text.is_empty() && !matches!(token, Token::Text(_)) {
                self.flush_table_text();
            }
            if matches!(self.process(token), Flow::Stop) || self.arena.full {
                break;
            }
        }
        let mut warnings = self.warnings();
        let (dom, too_deep) = self.freeze();
        if too_deep {
            warnings.push(Warning::new(
                WarningCode::DepthLimit,
                "elements nested deeper than the limit are kept as siblings",
            ));
        }
        (dom, warnings)
    }

    /// Processes one token to its end.
    #[inline]
    fn process(&mut self, token: Token) -> Flow {
        loop {
            let flow = if self.stack.len() >= self.max_depth - 1 && self.mode != Mode::Text {
                self.overflow_step(token)
            } else {
                self.dispatch(token)
            };
            if !matches!(flow, Flow::Again) {
                return flow;
            }
        }
    }

    /// The tree construction dispatcher (13.2.6).
    #[inline]
    fn dispatch(&mut self, token: Token) -> Flow {
        if self.in_html_content(token) {
            self.step(self.mode, token)
        } else {
            self.in_foreign_content(token)
        }
    }

    /// Whether the token goes to an insertion mode, not to the rules for foreign content.
    #[inline]
    fn in_html_content(&self, token: Token) -> bool {
        let Some(top) = self.adjusted_top() else { return true };
        if top.class & class::HTML != 0 {
            return true;
        }
        match token {
            Token::Start { name, .. } => {
                let not_math = !matches!(name.tag, Tag::MGLYPH | Tag::MALIGNMARK);
                (top.class & class::TEXT_POINT != 0 && not_math)
                    || (top.class & class::ANNOTATION != 0 && name.tag == Tag::SVG)
                    || top.class & class::HTML_POINT != 0
            }
            Token::Text(_) => top.class & (class::TEXT_POINT | class::HTML_POINT) != 0,
            Token::Eof => true,
            _ => false,
        }
    }

    /// Processes a token by the rules of a mode.
    #[inline]
    fn step(&mut self, mode: Mode, token: Token) -> Flow {
        match mode {
            Mode::InBody => self.in_body(token),
            Mode::Text => self.in_text(token),
            Mode::Initial => self.initial(token),
            Mode::BeforeHtml => self.before_html(token),
            Mode::BeforeHead => self.before_head(token),
            Mode::InHead => self.in_head(token),
            Mode::InHeadNoscript => self.in_head_noscript(token),
            Mode::AfterHead => self.after_head(token),
            Mode::InTable => self.in_table(token),
            Mode::InCaption => self.in_caption(token),
            Mode::InColumnGroup => self.in_column_group(token),
            Mode::InTableBody => self.in_table_body(token),
            Mode::InRow => self.in_row(token),
            Mode::InCell => self.in_cell(token),
            Mode::InTemplate => self.in_template(token),
            Mode::AfterBody => self.after_body(token),
            Mode::InFrameset => self.in_frameset(token),
            Mode::AfterFrameset => self.after_frameset(token),
            Mode::AfterAfterBody => self.after_after_body(token),
            Mode::AfterAfterFrameset => self.after_after_frameset(token),
        }
    }

    /// "Reprocess the token" in another mode.
    fn again(&mut self, mode: Mode) -> Flow {
        self.mode = mode;
        Flow::Again
    }

    /// The "text" insertion mode (13.2.6.4.8).
    fn in_text(&mut self, token: Token) -> Flow {
        match token {
            Token::Text(text) => {
                self.insert_text(text);
                Flow::Done
            }
            Token::Eof => {
                self.stack.pop();
                self.again(self.original_mode)
            }
            _ => {
                self.stack.pop();
                self.mode = self.original_mode;
                Flow::Done
            }
        }
    }

    /// The adjusted current node (13.2.4.2).
    #[inline]
    fn adjusted_top(&self) -> Option<stack::Open> {
        match self.context {
            Some(context) if self.stack.len() == 1 => Some(context.open),
            _ => self.stack.top(),
        }
    }

    /// Resets the insertion mode appropriately (13.2.4.1).
    fn reset_mode(&mut self) {
        let mut mode = Mode::InBody;
        for (index, &open) in self.stack.open.iter().enumerate().rev() {
            let last = index == 0;
            let node = match self.context {
                Some(context) if last => context.open,
                _ => open,
            };
            if node.class & class::HTML == 0 {
                continue;
            }
            mode = match node.tag {
                Tag::TD | Tag::TH if !last => Mode::InCell,
                Tag::TR => Mode::InRow,
                Tag::TBODY | Tag::THEAD | Tag::TFOOT => Mode::InTableBody,
                Tag::CAPTION => Mode::InCaption,
                Tag::COLGROUP => Mode::InColumnGroup,
                Tag::TABLE => Mode::InTable,
                Tag::TEMPLATE => self.template_modes.last().copied().unwrap_or(Mode::InBody),
                Tag::HEAD if !last => Mode::InHead,
                Tag::FRAMESET => Mode::InFrameset,
                Tag::HTML if self.head == NONE => Mode::BeforeHead,
                Tag::HTML => Mode::AfterHead,
                Tag::BODY => Mode::InBody,
                _ if last => Mode::InBody,
                _ => continue,
            };
            break;
        }
        self.mode = mode;
    }

    fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let mut warn = |code, message: &str| warnings.push(Warning::new(code, message));
        if self.arena.full {
            warn(WarningCode::TruncatedInput, "the tree has reached its limit of nodes");
        }
        if self.tokenizer.store.overflowed {
            warn(WarningCode::TruncatedInput, "characters past 4 GiB were dropped");
        }
        if self.formatting_dropped {
            warn(WarningCode::TruncatedInput, "formatting that is never closed was dropped");
        }
        warnings
    }

    /// The characters of a slice.
    #[inline]
    fn str(&self, slice: Slice) -> &str {
        self.tokenizer.store.get(slice)
    }

    /// Splits text into its leading white space and the rest.
    fn split_space(&self, text: Slice) -> (Slice, Slice) {
        let space = self.str(text).bytes().take_while(|&byte| is_space(byte)).count();
        (text.take(space), text.skip(space))
    }

    fn is_blank(&self, text: Slice) -> bool {
        self.str(text).bytes().all(is_space)
    }

    /// Whether an open element has the name of a tag.
    #[inline]
    fn same_name(&self, open: stack::Open, name: Name) -> bool {
        open.tag == name.tag
            && (name.tag != Tag::OTHER || self.str(open.name) == self.str(name.slice))
    }
}

/// White space to the tree builder: carriage returns are gone.
#[inline]
fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0c' | b' ')
}
