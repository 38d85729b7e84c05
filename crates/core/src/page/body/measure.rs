//! What a stretch of text is made of, counted in one pass over its characters.
//!
//! Scripts that write no spaces between words are counted by the character: a Han, kana, Thai, Lao,
//! Khmer or Burmese character is a token of its own, and a share of a word.

use super::token_hash::{Letters, TokenHash};

/// The counts of one segment. "Characters" are Unicode scalar values after folding white space.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Measure {
    /// Characters.
    pub(crate) chars: u32,
    /// Tenths of a word.
    pub(crate) words_tenths: u32,
    /// Stretches between spaces.
    pub(crate) pieces: u32,
    /// Letters.
    pub(crate) letters: u32,
    /// Letters in upper case.
    pub(crate) upper: u32,
    /// Words that begin with a letter in upper case.
    pub(crate) capitalized: u32,
    /// Words of at most three letters.
    pub(crate) short_words: u32,
    /// Decimal digits.
    pub(crate) digits: u32,
    /// Numbers that could be a year, 1900 to 2099.
    pub(crate) years: u32,
    /// A digit, a colon, a digit.
    pub(crate) clock_times: u32,
    /// Marks that end sentences.
    pub(crate) sentence_ends: u32,
    /// Commas of all scripts.
    pub(crate) commas: u32,
    /// Quotation marks.
    pub(crate) quotes: u32,
    /// `|`, `·`, `•`, `/`.
    pub(crate) separators: u32,
    /// `»`, `›`, `→`, `>`.
    pub(crate) arrows: u32,
    /// `$`, `€`, `£`, `¥`, `₹`.
    pub(crate) currencies: u32,
    /// `©`.
    pub(crate) copyrights: u32,
    /// `@` and `#`.
    pub(crate) handles: u32,
    /// Characters inside links.
    pub(crate) link_chars: u32,
    /// Characters in bold type.
    pub(crate) bold_chars: u32,
    /// Characters in italics.
    pub(crate) italic_chars: u32,
    /// The first character.
    pub(crate) first: Glyph,
    /// The last character.
    pub(crate) last: Glyph,
}

impl Measure {
    /// Words, at least a tenth, so that it can be divided by.
    pub(crate) fn words(&self) -> f32 {
        self.words_tenths.max(1) as f32 / 10.0
    }

    /// The share of characters inside links.
    pub(crate) fn link_density(&self) -> f32 {
        self.link_chars as f32 / self.chars.max(1) as f32
    }
}

/// What kind of character stands at an end of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[repr(u8)]
pub(crate) enum Glyph {
    /// Nothing, or a character of no other kind.
    #[default]
    Other,
    /// A letter in lower case, or of a script without cases.
    Lower,
    /// A letter in upper case.
    Upper,
    /// A digit.
    Digit,
    /// A comma or a semicolon.
    Comma,
    /// A colon.
    Colon,
    /// A dash or a bullet.
    Dash,
    /// A closing bracket or quotation mark, or an opening one at the beginning.
    Quote,
    /// An ellipsis.
    Ellipsis,
    /// A question or exclamation mark.
    Question,
    /// A full stop.
    Stop,
}

/// The type that surrounding elements set the text in.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Style {
    /// Inside a link.
    pub(crate) link: bool,
    /// Bold.
    pub(crate) bold: bool,
    /// Italic.
    pub(crate) italic: bool,
}

/// Reads the text nodes of one segment after another and counts.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    measure: Measure,
    /// The token being read; empty between tokens.
    token: TokenHash,
    token_chars: u32,
    number: u32,
    space: bool,
    dots: u8,
    before_colon: bool,
}

impl Meter {
    /// White space: ends a token, shows at most once.
    pub(crate) fn space(&mut self, tokens: &mut Vec<u32>) {
        self.end_token(tokens);
        self.space = true;
        self.before_colon = false;
    }

    /// Counts `text`, appends the hashes of its tokens to `tokens`.
    pub(crate) fn read(&mut self, text: &str, style: Style, tokens: &mut Vec<u32>) {
        let chars_before = self.measure.chars;
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at];
            if byte.is_ascii_alphabetic() {
                at += self.letters(&bytes[at..], tokens);
            } else if is_blank(byte) {
                at += bytes[at..].iter().take_while(|&&byte| is_blank(byte)).count();
                self.space(tokens);
            } else if byte < 0x80 {
                at += 1;
                self.ascii(byte, tokens);
            } else if let Some(c) = text[at..].chars().next() {
                at += c.len_utf8();
                self.wide(c, tokens);
            } else {
                break;
            }
        }
        let chars = self.measure.chars - chars_before;
        self.measure.link_chars += if style.link { chars } else { 0 };
        self.measure.bold_chars += if style.bold { chars } else { 0 };
        self.measure.italic_chars += if style.italic { chars } else { 0 };
    }

    /// Whether nothing that shows was read so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.measure.chars == 0
    }

    /// Forgets white space, where nothing else was read.
    pub(crate) fn forget_space(&mut self) {
        debug_assert!(self.is_empty() && self.token.is_empty());
        self.space = false;
    }

    /// The counts, and a meter ready for the next segment.
    pub(crate) fn finish(&mut self, tokens: &mut Vec<u32>) -> Measure {
        self.end_token(tokens);
        std::mem::take(self).measure
    }

    /// The ASCII letters that `bytes` begins with; gives how many they are.
    fn letters(&mut self, bytes: &[u8], tokens: &mut Vec<u32>) -> usize {
        let is_begun = !self.token.is_empty();
        let Letters { lower, mut count, mut upper } = Letters::at(bytes);
        if count < 8 && !is_begun && bytes.get(count).is_some_and(|&next| is_blank(next)) {
            // Most words: short, and whole.
            tokens.push(TokenHash::of_short(lower, count));
            self.measure.words_tenths += 10;
            self.measure.short_words += u32::from(count <= 3);
        } else {
            self.token.add(lower, count);
            let mut last = count;
            while last == 8 {
                let letters = Letters::at(&bytes[count..]);
                self.token.add(letters.lower, letters.count);
                count += letters.count;
                upper += letters.upper;
                last = letters.count;
            }
            self.token_chars += count as u32;
        }
        let glyph = |byte: u8| if byte.is_ascii_uppercase() { Glyph::Upper } else { Glyph::Lower };
        let (first, last) = (glyph(bytes[0]), glyph(bytes[count - 1]));
        self.measure.capitalized += u32::from(!is_begun && first == Glyph::Upper);
        self.measure.upper += upper;
        self.measure.letters += count as u32;
        self.glyph(first);
        self.measure.chars += count as u32 - 1;
        self.measure.last = last;
        count
    }

    /// One ASCII character that is no letter and no white space.
    fn ascii(&mut self, byte: u8, tokens: &mut Vec<u32>) {
        match byte {
            b'0'..=b'9' => {
                if self.before_colon {
                    self.measure.clock_times += 1;
                }
                if self.token.is_empty() {
                    self.number = 0;
                }
                self.number = self.number.saturating_mul(10).saturating_add(u32::from(byte - b'0'));
                self.measure.digits += 1;
                self.token.add(u64::from(byte), 1);
                self.token_chars += 1;
                self.glyph(Glyph::Digit);
            }
            0..=0x1f | 0x7f => {}
            _ => self.mark(byte, tokens),
        }
    }

    fn mark(&mut self, byte: u8, tokens: &mut Vec<u32>) {
        let after_digit = self.measure.last == Glyph::Digit && !self.space;
        self.end_token(tokens);
        let measure = &mut self.measure;
        let glyph = match byte {
            b'.' => {
                self.dots += 1;
                measure.sentence_ends += u32::from(self.dots == 1);
                if self.dots >= 3 { Glyph::Ellipsis } else { Glyph::Stop }
            }
            b'!' | b'?' => {
                measure.sentence_ends += 1;
                Glyph::Question
            }
            b',' | b';' => {
                measure.commas += 1;
                Glyph::Comma
            }
            b':' => Glyph::Colon,
            b'"' => {
                measure.quotes += 1;
                Glyph::Quote
            }
            b'\'' | b')' | b']' | b'(' | b'[' => Glyph::Quote,
            b'-' | b'*' => Glyph::Dash,
            b'|' | b'/' => {
                measure.separators += 1;
                Glyph::Other
            }
            b'>' => {
                measure.arrows += 1;
                Glyph::Other
            }
            b'$' => {
                measure.currencies += 1;
                Glyph::Other
            }
            b'@' | b'#' => {
                measure.handles += 1;
                Glyph::Other
            }
            _ => Glyph::Other,
        };
        let dots = self.dots;
        self.glyph(glyph);
        if byte == b'.' {
            self.dots = dots;
        }
        self.before_colon = byte == b':' && after_digit;
    }

    fn wide(&mut self, c: char, tokens: &mut Vec<u32>) {
        match c {
            // What a browser never shows: soft hyphen, zero-width space and joiners, BOM.
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            _ if c.is_whitespace() => self.space(tokens),
            _ if is_unspaced(c) => {
                self.end_token(tokens);
                self.token.add_char(c);
                tokens.extend(self.token.take());
                self.measure.letters += 1;
                self.measure.words_tenths += if is_east_asian(c) { 5 } else { 2 };
                self.glyph(Glyph::Lower);
            }
            _ if c.is_alphabetic() => {
                let upper = c.is_uppercase();
                if upper {
                    self.measure.upper += 1;
                    if self.token.is_empty() {
                        self.measure.capitalized += 1;
                    }
                }
                c.to_lowercase().for_each(|low| self.token.add_char(low));
                self.token_chars += 1;
                self.measure.letters += 1;
                self.glyph(if upper { Glyph::Upper } else { Glyph::Lower });
            }
            _ if c.is_numeric() => {
                self.measure.digits += 1;
                self.token.add_char(c);
                self.token_chars += 1;
                self.glyph(Glyph::Digit);
            }
            // Marks that combine with a letter belong to its word.
            '\u{300}'..='\u{36f}' => {}
            _ => {
                self.end_token(tokens);
                let glyph = self.wide_mark(c);
                self.glyph(glyph);
            }
        }
    }

    fn wide_mark(&mut self, c: char) -> Glyph {
        let measure = &mut self.measure;
        match c {
            '。' | '．' | '؟' | '！' | '？' | '।' | '۔' | '։' | '።' => {
                measure.sentence_ends += 1;
                if matches!(c, '！' | '？' | '؟') { Glyph::Question } else { Glyph::Stop }
            }
            '…' => {
                measure.sentence_ends += 1;
                Glyph::Ellipsis
            }
            '，' | '、' | '،' | '；' | '؛' => {
                measure.commas += 1;
                Glyph::Comma
            }
            '：' => Glyph::Colon,
            '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '«' | '»' | '「' | '」' | '『' | '』'
            | '《' | '》' => {
                measure.quotes += 1;
                Glyph::Quote
            }
            '）' | '（' | '【' | '】' => Glyph::Quote,
            '–' | '—' | '―' | '−' => Glyph::Dash,
            '·' | '•' | '｜' | '／' => {
                measure.separators += 1;
                Glyph::Dash
            }
            '›' | '→' | '▶' | '►' | '‹' | '←' => {
                measure.arrows += 1;
                Glyph::Other
            }
            '€' | '£' | '¥' | '₹' | '￥' => {
                measure.currencies += 1;
                Glyph::Other
            }
            '©' | '®' => {
                measure.copyrights += 1;
                Glyph::Other
            }
            _ => Glyph::Other,
        }
    }

    /// One shown character, and the folded space before it.
    fn glyph(&mut self, glyph: Glyph) {
        let measure = &mut self.measure;
        if measure.chars == 0 {
            measure.first = glyph;
            measure.pieces = 1;
        } else if self.space {
            measure.chars += 1;
            measure.pieces += 1;
        }
        measure.chars += 1;
        measure.last = glyph;
        self.space = false;
        self.dots = 0;
        self.before_colon = false;
    }

    fn end_token(&mut self, tokens: &mut Vec<u32>) {
        let Some(hash) = self.token.take() else { return };
        tokens.push(hash);
        self.measure.words_tenths += 10;
        self.measure.short_words += u32::from(self.token_chars <= 3);
        self.measure.years +=
            u32::from(self.token_chars == 4 && (1900..2100).contains(&self.number));
        self.token_chars = 0;
        self.number = 0;
    }
}

fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

/// Scripts written without spaces between words.
fn is_unspaced(c: char) -> bool {
    is_east_asian(c)
        || matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// Han and kana.
fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(text: &str) -> (Measure, usize) {
        let (mut meter, mut tokens) = (Meter::default(), Vec::new());
        meter.read(text, Style::default(), &mut tokens);
        (meter.finish(&mut tokens), tokens.len())
    }

    #[test]
    fn ok_latin() {
        let (found, tokens) = measure("  In May 2024, at  9:30, Anna left...\n");
        assert_eq!((tokens, found.words_tenths, found.pieces), (8, 80, 7));
        assert_eq!((found.years, found.clock_times, found.commas), (1, 1, 2));
        assert_eq!(found.chars, "In May 2024, at 9:30, Anna left...".len() as u32);
        assert_eq!((found.first, found.last), (Glyph::Upper, Glyph::Ellipsis));
        assert_eq!((found.sentence_ends, found.capitalized), (1, 3));
    }

    #[test]
    fn ok_scripts_without_spaces() {
        let (found, tokens) = measure("今日は雨です。");
        assert_eq!((tokens, found.words_tenths, found.sentence_ends), (6, 30, 1));
        let (found, tokens) = measure("Мир и труд!");
        assert_eq!((tokens, found.words_tenths), (3, 30));
        assert_eq!(found.last, Glyph::Question);
    }

    #[test]
    fn ok_words_run_through_elements() {
        let (mut meter, mut tokens) = (Meter::default(), Vec::new());
        meter.read("W", Style { bold: true, ..Style::default() }, &mut tokens);
        meter.read("ord", Style::default(), &mut tokens);
        let found = meter.finish(&mut tokens);
        assert_eq!((tokens.len(), found.chars, found.bold_chars), (1, 4, 1));
    }

    #[test]
    fn ok_words_are_counted_alike_however_they_are_parted() {
        let pieces =
            ["a", "Bcd", "harbours", "1", "2024", " ", "\n", ".", ":", "é", "\u{301}", "日"];
        let count = pieces.len();
        for number in 0..count.pow(4) {
            let text: String =
                (0..4).map(|place| pieces[number / count.pow(place) % count]).collect();
            let (mut meter, mut tokens) = (Meter::default(), Vec::new());
            let mut parted = Vec::new();
            meter.read(&text, Style::default(), &mut tokens);
            let whole = meter.finish(&mut tokens);
            for c in text.chars() {
                meter.read(c.encode_utf8(&mut [0; 4]), Style::default(), &mut parted);
            }
            assert_eq!(
                format!("{whole:?}"),
                format!("{:?}", meter.finish(&mut parted)),
                "{text:?}"
            );
            assert_eq!(tokens, parted, "{text:?}");
        }
    }
}
