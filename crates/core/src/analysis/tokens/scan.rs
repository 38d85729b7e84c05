//! The scanner: one segment's text to the ends of its tokens, in one pass.

use super::abbreviations::{Abbreviation, abbreviation};

/// One token: where it ends and what only the scanner knows about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Byte offset of the first byte in the segment.
    pub(super) start: usize,
    /// Byte offset behind the last byte.
    pub(super) end: usize,
    /// What kind of thing it is.
    pub(super) kind: PieceKind,
}

/// What the scanner took a token for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// A word or number.
    Word,
    /// A word with a stop of its own.
    Stopped,
    /// A clitic.
    Clitic,
    /// A web or e-mail address, a handle, a tag.
    Address,
    /// One character of a script without spaces.
    Ideograph,
    /// A quotation mark.
    Quote,
    /// Any other mark.
    Mark,
}

/// Endings of host names: a stop between a word and one of these is inside a name.
const HOST_ENDINGS: [&str; 14] =
    ["com", "org", "net", "gov", "edu", "uk", "co", "de", "fr", "ru", "io", "tv", "info", "int"];

/// Addresses begin with one of these.
const ADDRESS_HEADS: [&str; 4] = ["http://", "https://", "www.", "ftp://"];

/// What follows the apostrophe of a clitic.
const CLITICS: [&str; 6] = ["s", "re", "ve", "ll", "d", "m"];

/// Cuts `text` into pieces and gives each to `found`, in text order.
pub(super) fn scan(text: &str, mut found: impl FnMut(Piece)) {
    let mut at = 0;
    while let Some(c) = char_at(text, at) {
        if is_blank(c) {
            at += c.len_utf8();
            continue;
        }
        at = token(text, at, c, &mut found);
    }
}

/// Whether a character parts tokens without being one: white space, control and zero-width
/// characters.
pub(super) fn is_blank(c: char) -> bool {
    match c {
        '\0'..=' ' | '\u{7f}'..='\u{a0}' => true,
        _ if c.is_ascii() => false,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        _ => c.is_whitespace(),
    }
}

/// Whether `c` is a quotation mark of any script, or an apostrophe.
fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '`'
            | '\u{b4}'
            | '«'
            | '»'
            | '\u{2018}'..='\u{201f}'
            | '‹'
            | '›'
            | '「'
            | '」'
            | '『'
            | '』'
            | '\u{301d}'..='\u{301f}'
            | '\u{ff02}'
            | '\u{ff07}'
    )
}

/// The token that begins at `at` with `c`; returns where it ends.
fn token(text: &str, at: usize, c: char, found: &mut impl FnMut(Piece)) -> usize {
    let bytes = text.as_bytes();
    // `.5` is a number; `word.5` is a word, a stop and a note mark.
    let fraction = c == '.'
        && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
        && !text[..at].ends_with(|before| is_word(before) || is_quote(before) || before == ')');
    if is_word(c) || fraction {
        if matches!(c, 'h' | 'H' | 'w' | 'W' | 'f' | 'F')
            && let Some(end) = address(text, at)
        {
            found(Piece { start: at, end, kind: PieceKind::Address });
            return end;
        }
        return word(text, at, found);
    }
    let (end, kind) = match c {
        '\'' | '\u{2019}' | '\u{2018}' | '`' => apostrophe(text, at, c),
        '.' => (stops(text, at), PieceKind::Mark),
        '-' | '_' | '–' | '—' | '―' | '…' | '*' | '=' | '~' | '+' => {
            (run(text, at, |next| next == c), PieceKind::Mark)
        }
        '!' | '?' => (run(text, at, |next| matches!(next, '!' | '?')), PieceKind::Mark),
        '@' | '#' => handle(text, at, c),
        _ if is_ideograph(c) => (at + c.len_utf8(), PieceKind::Ideograph),
        _ if is_quote(c) => (at + c.len_utf8(), PieceKind::Quote),
        // Emoji carry modifiers and joiners with them.
        _ => {
            let mut end = at + c.len_utf8();
            while let Some(next) = char_at(text, end)
                && (is_modifier(next) || text[..end].ends_with('\u{200d}'))
                && !is_blank(next)
            {
                end += next.len_utf8();
            }
            (end, PieceKind::Mark)
        }
    };
    found(Piece { start: at, end, kind });
    end
}

/// A word or number, with its clitic and its stop, as one or two pieces; returns where they end.
fn word(text: &str, start: usize, found: &mut impl FnMut(Piece)) -> usize {
    let bytes = text.as_bytes();
    // Where the piece since the last inner stop or hyphen begins.
    let mut piece = start;
    let mut apostrophe = None;
    let mut at = start + char_at(text, start).map_or(0, char::len_utf8);
    let mut kind = PieceKind::Word;
    loop {
        while let Some(&byte) = bytes.get(at) {
            if byte.is_ascii_alphanumeric() {
                at += 1;
            } else if byte < 0x80 {
                break;
            } else {
                match char_at(text, at) {
                    Some(c) if is_word(c) || is_modifier(c) => at += c.len_utf8(),
                    _ => break,
                }
            }
        }
        let Some(mark) = char_at(text, at) else { break };
        let behind = at + mark.len_utf8();
        let next = char_at(text, behind);
        let next_word = next.is_some_and(is_word);
        let digits = bytes[at - 1].is_ascii_digit() && next.is_some_and(|c| c.is_ascii_digit());
        let joins = match mark {
            '-' | '\u{2010}' | '\u{2011}' | '_' => {
                piece = behind;
                next_word
            }
            '\'' | '\u{2019}' => {
                let letter = next.is_some_and(char::is_alphabetic) && next_word;
                if letter {
                    apostrophe = Some(at);
                }
                letter
            }
            ',' | '/' => digits,
            ':' => digits && bytes.get(behind + 1).is_some_and(u8::is_ascii_digit),
            '.' => {
                let joins = digits || (next_word && stop_joins(text, start, piece, at));
                piece = behind;
                joins
            }
            '&' => {
                at - start <= 3
                    && text[start..at].bytes().all(|byte| byte.is_ascii_uppercase())
                    && next.is_some_and(|c| c.is_ascii_uppercase())
            }
            '@' if next_word => {
                at = run(text, behind, |c| {
                    c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@')
                });
                while bytes[at - 1] == b'.' || bytes[at - 1] == b'-' {
                    at -= 1;
                }
                found(Piece { start, end: at, kind: PieceKind::Address });
                return at;
            }
            '$' | '€' | '£' | '¥' => {
                if at - start <= 3 && text[start..at].bytes().all(|byte| byte.is_ascii_uppercase())
                {
                    at = behind;
                }
                break;
            }
            _ => false,
        };
        if !joins {
            break;
        }
        at = behind;
    }
    if let Some(apostrophe) = apostrophe
        && let Some(cut) = clitic(text, start, apostrophe, at)
    {
        if cut > start {
            found(Piece { start, end: cut, kind });
        }
        found(Piece { start: cut, end: at, kind: PieceKind::Clitic });
        return at;
    }
    if bytes.get(at) == Some(&b'.')
        && bytes.get(at + 1) != Some(&b'.')
        && keeps_stop(text, start, at)
    {
        at += 1;
        kind = PieceKind::Stopped;
        // `U.S.-based` is one word.
        if bytes.get(at) == Some(&b'-') && char_at(text, at + 1).is_some_and(is_word) {
            at = run(text, at + 1, |c| is_word(c) || c == '-');
            kind = PieceKind::Word;
        }
    }
    found(Piece { start, end: at, kind });
    at
}

/// Whether the stop at `at`, with a letter or digit behind it, is inside the word that began at
/// `start`; `piece` is where the part before the stop begins.
fn stop_joins(text: &str, start: usize, piece: usize, at: usize) -> bool {
    let before = &text[piece..at];
    let after = &text[at + 1..run(text, at + 1, is_word)];
    let single = |part: &str| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
    };
    if after.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    if single(before) && single(after) {
        return true;
    }
    if HOST_ENDINGS.iter().any(|ending| ending.eq_ignore_ascii_case(after)) && before.len() > 1 {
        return true;
    }
    if abbreviation(&text[start..at + 1 + after.len()]).is_some() {
        return true;
    }
    // A name of a file or host is in small letters; a capital behind the stop begins a sentence.
    before.ends_with(char::is_lowercase)
        && after.starts_with(char::is_lowercase)
        && abbreviation(&text[start..at]).is_none()
}

/// Whether the stop at `end` belongs to the word `start..end`.
fn keeps_stop(text: &str, start: usize, end: usize) -> bool {
    let word = &text[start..end];
    let first = word.chars().next().unwrap_or(' ');
    let after = text[end + 1..].chars().next();
    // Initials and letters parted by stops.
    let mut parts = word.split('.');
    let dotted = parts.all(|part| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
    });
    if dotted {
        let single = word.len() == first.len_utf8();
        // A small single letter is a list mark or an abbreviation such as `p. 5`; the pronoun can
        // end a sentence only at the segment's end, where nobody is named.
        return if !single || first.is_uppercase() {
            !(single && first == 'I' && after.is_none())
        } else {
            next_is_digit(text, end + 1)
        };
    }
    match abbreviation(word) {
        None => false,
        Some(Abbreviation::Number) => next_is_digit(text, end + 1),
        Some(Abbreviation::Capital | Abbreviation::Title) => {
            first.is_uppercase() || word.len() <= 2 && after.is_some()
        }
        Some(Abbreviation::Middle | Abbreviation::Either) => true,
    }
}

/// Whether the first thing behind `at`, blanks aside, is a digit.
fn next_is_digit(text: &str, at: usize) -> bool {
    text[at..].chars().take(3).find(|&c| !is_blank(c)).is_some_and(|c| c.is_ascii_digit())
}

/// Where the clitic of the word `start..end` begins, when its last apostrophe begins one.
fn clitic(text: &str, start: usize, apostrophe: usize, end: usize) -> Option<usize> {
    let mark = char_at(text, apostrophe)?.len_utf8();
    let tail = &text[apostrophe + mark..end];
    if CLITICS.iter().any(|clitic| clitic.eq_ignore_ascii_case(tail)) {
        return Some(apostrophe);
    }
    let negation = tail.eq_ignore_ascii_case("t")
        && matches!(text.as_bytes()[apostrophe - 1], b'n' | b'N')
        && apostrophe > start;
    negation.then(|| apostrophe - 1)
}

/// An apostrophe or single quotation mark that begins a token.
fn apostrophe(text: &str, at: usize, mark: char) -> (usize, PieceKind) {
    let end = at + mark.len_utf8();
    // `` and '' are one mark.
    if matches!(mark, '`' | '\'') && char_at(text, end) == Some(mark) {
        return (end + 1, PieceKind::Quote);
    }
    let word_end = run(text, end, is_word);
    let tail = &text[end..word_end];
    let apart = !text[..at].ends_with(is_word);
    // '90s
    let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
    if apart && digits == 2 && matches!(&tail[digits..], "" | "s") {
        return (word_end, PieceKind::Word);
    }
    // A clitic of text that was taken apart before.
    let blank_before = text[..at].ends_with(is_blank);
    if mark != '`'
        && (blank_before && !tail.eq_ignore_ascii_case("d") && !tail.eq_ignore_ascii_case("m"))
        && CLITICS.iter().any(|clitic| clitic.eq_ignore_ascii_case(tail))
    {
        return (word_end, PieceKind::Clitic);
    }
    (end, PieceKind::Quote)
}

/// One stop, or an ellipsis of two stops or more, also when blanks part three stops.
fn stops(text: &str, at: usize) -> usize {
    let end = run(text, at, |c| c == '.');
    if end == at + 1 && text[end..].starts_with(" . .") {
        return run(text, end + 4, |c| c == '.');
    }
    end
}

/// `@name` or `#tag`, or the mark alone.
fn handle(text: &str, at: usize, mark: char) -> (usize, PieceKind) {
    let name = at + 1;
    let begins = char_at(text, name).is_some_and(|c| {
        if mark == '#' { c.is_alphabetic() && !is_ideograph(c) } else { c.is_ascii_alphanumeric() }
    });
    if !begins {
        return (run(text, at, |c| c == mark), PieceKind::Mark);
    }
    let end = run(text, name, |c| is_word(c) || c == '_');
    (end, PieceKind::Address)
}

/// The end of the web address that begins at `at`, if one does.
fn address(text: &str, at: usize) -> Option<usize> {
    let rest = &text.as_bytes()[at..];
    ADDRESS_HEADS.iter().find(|head| {
        rest.len() > head.len() && rest[..head.len()].eq_ignore_ascii_case(head.as_bytes())
    })?;
    let mut end = run(text, at, |c| {
        !is_blank(c) && !matches!(c, '<' | '>' | '"' | '«' | '»' | '“' | '”' | '‘' | '’' | '`')
    });
    // What closes the sentence or the bracket around an address is not part of it.
    let count = |bracket| text[at..end].matches(bracket).count();
    let mut unopened = count(')').saturating_sub(count('('));
    while let Some(last) = text[at..end].chars().next_back() {
        match last {
            ')' if unopened > 0 => unopened -= 1,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | ']' | '}' | '*' => {}
            _ => break,
        }
        end -= last.len_utf8();
    }
    (end > at).then_some(end)
}

/// The first position from `at` on whose character does not satisfy `keep`.
fn run(text: &str, at: usize, mut keep: impl FnMut(char) -> bool) -> usize {
    let rest = &text[at..];
    at + rest.find(|c| !keep(c)).unwrap_or(rest.len())
}

fn char_at(text: &str, at: usize) -> Option<char> {
    let byte = *text.as_bytes().get(at)?;
    if byte < 0x80 { Some(char::from(byte)) } else { text[at..].chars().next() }
}

/// Whether `c` is part of a word: a letter, a digit, a sign that belongs to one.
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    match c {
        // Soft hyphen and the joiners of Indic and Arabic script.
        '\u{ad}' | '\u{200c}' | '\u{200d}' => false,
        // Signs of Indic and South-East Asian scripts; the two dandas end sentences.
        '\u{900}'..='\u{dff}' => !matches!(c, '\u{964}' | '\u{965}'),
        '\u{e01}'..='\u{e4e}' | '\u{e81}'..='\u{ece}' | '\u{1000}'..='\u{1049}' => true,
        _ => c.is_alphanumeric() && !is_ideograph(c),
    }
}

/// Whether `c` only changes the character before it.
fn is_modifier(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}'
            | '\u{ad}'
            | '\u{200c}'
            | '\u{200d}'
            | '\u{591}'..='\u{5bd}'
            | '\u{64b}'..='\u{65f}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{1f3fb}'..='\u{1f3ff}'
    )
}

/// Whether `c` is of a script that is written without spaces, one sign a syllable or word.
pub(super) fn is_ideograph(c: char) -> bool {
    matches!(
        c,
        '\u{3005}'..='\u{3007}'
            | '\u{3021}'..='\u{3029}'
            | '\u{3041}'..='\u{3096}'
            | '\u{309d}'..='\u{309f}'
            | '\u{30a1}'..='\u{30fa}'
            | '\u{30fc}'..='\u{30ff}'
            | '\u{3105}'..='\u{312f}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff66}'..='\u{ff9f}'
            | '\u{20000}'..='\u{3ffff}'
    )
}
