//! A text cut into numbers, words and marks.

use std::borrow::Cow;

/// One token. White space is no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Byte offset of the first character.
    pub(super) start: usize,
    /// Byte offset behind the last character.
    pub(super) end: usize,
    /// Whether white space stands before it.
    pub(super) spaced: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Decimal digits of one script.
    Number {
        value: u64,
        /// How many digits there are.
        digits: u8,
    },
    /// Letters; of Chinese and Japanese, one character.
    Word,
    /// Anything else, one character.
    Mark(char),
}

impl Token {
    /// The token's text in lower case.
    pub(super) fn lower<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let text = self.text(text);
        if text.bytes().all(|byte| byte.is_ascii_lowercase()) {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(text.to_lowercase())
        }
    }

    /// The token's text.
    pub(super) fn text<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start..self.end]
    }

    /// Value and number of digits.
    pub(super) fn number(&self) -> Option<(u64, u8)> {
        match self.kind {
            Kind::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    /// Whether it is this mark.
    pub(super) fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }
}

/// The value of a decimal digit of any script that news is written in.
#[must_use]
pub(super) fn digit(c: char) -> Option<u32> {
    /// The zeros of Arabic, Persian, Devanagari, Bengali, Gurmukhi, Gujarati, Tamil, Telugu,
    /// Kannada, Malayalam, Thai, Lao, Burmese, Khmer and full-width digits.
    const ZEROS: [char; 15] = [
        '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{be6}', '\u{c66}',
        '\u{ce6}', '\u{d66}', '\u{e50}', '\u{ed0}', '\u{1040}', '\u{17e0}', '\u{ff10}',
    ];
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let code = c as u32;
    ZEROS
        .iter()
        .map(|&zero| zero as u32)
        .find(|zero| (*zero..zero + 10).contains(&code))
        .map(|zero| code - zero)
}

/// Cuts a text.
#[must_use]
pub(super) fn split(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut spaced = false;
    // Whether the last token may go on.
    let mut open = false;
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        if c.is_whitespace() || is_invisible(c) {
            spaced |= c.is_whitespace();
            open &= !c.is_whitespace();
            continue;
        }
        let last = tokens.last_mut().filter(|_| open);
        if let Some(digit) = digit(c) {
            if let Some(Token { kind: Kind::Number { value, digits }, end: last_end, .. }) = last {
                *value = value.saturating_mul(10).saturating_add(u64::from(digit));
                *digits = digits.saturating_add(1);
                *last_end = end;
                continue;
            }
            let kind = Kind::Number { value: u64::from(digit), digits: 1 };
            tokens.push(Token { kind, start, end, spaced });
        } else if is_word(c) {
            match last {
                Some(token) if token.kind == Kind::Word && !is_ideograph(c) => {
                    token.end = end;
                    continue;
                }
                _ => tokens.push(Token { kind: Kind::Word, start, end, spaced }),
            }
            if is_ideograph(c) {
                spaced = false;
                open = false;
                continue;
            }
        } else {
            tokens.push(Token { kind: Kind::Mark(c), start, end, spaced });
        }
        spaced = false;
        open = true;
    }
    tokens
}

/// Marks of direction and joining inside dates of right-to-left pages.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

fn is_word(c: char) -> bool {
    c.is_alphabetic()
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e4e}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17dd}')
            && !matches!(c, '\u{964}' | '\u{965}')
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}
