//! Character references (13.2.5.72 to 13.2.5.80).

use super::super::entities;
use super::super::text::Store;

/// What a reference stands for.
pub(super) enum Referent {
    Named(&'static str),
    Numeric(char),
}

/// A reference that was read.
pub(super) struct Found {
    referent: Referent,
    /// Its bytes, the ampersand counted.
    pub(super) len: usize,
}

impl Found {
    pub(super) fn push_to(&self, store: &mut Store<'_>) {
        match self.referent {
            Referent::Named(text) => store.push(text),
            Referent::Numeric(char) => store.push(char.encode_utf8(&mut [0; 4])),
        }
    }
}

/// Reads the reference that `bytes` begins with: an ampersand and what follows it.
pub(super) fn read(bytes: &[u8], in_attribute: bool) -> Option<Found> {
    let rest = &bytes[1..];
    match rest.first()? {
        b'#' => numeric(&rest[1..]),
        byte if byte.is_ascii_alphanumeric() => {
            let entities::Found { text, len } = entities::find(rest)?;
            // Named character reference state: in an attribute, for historical reasons, a reference
            // without a semicolon is text when a letter, digit or `=` follows.
            let follows = rest.get(len);
            if in_attribute
                && rest[len - 1] != b';'
                && follows.is_some_and(|&byte| byte == b'=' || byte.is_ascii_alphanumeric())
            {
                return None;
            }
            Some(Found { referent: Referent::Named(text), len: len + 1 })
        }
        _ => None,
    }
}

/// Numeric character reference state, behind `&#`.
fn numeric(rest: &[u8]) -> Option<Found> {
    let (radix, skip) = if matches!(rest.first(), Some(b'x' | b'X')) { (16, 1) } else { (10, 0) };
    let digits = &rest[skip..];
    let count = digits.iter().take_while(|&&byte| char::from(byte).is_digit(radix)).count();
    if count == 0 {
        return None;
    }
    let code = digits[..count].iter().fold(0u32, |code, &byte| {
        let digit = char::from(byte).to_digit(radix).unwrap_or(0);
        // Any value past the last code point stays past it.
        code.saturating_mul(radix).saturating_add(digit)
    });
    let semicolon = usize::from(digits.get(count) == Some(&b';'));
    Some(Found { referent: Referent::Numeric(character(code)), len: 2 + skip + count + semicolon })
}

/// Numeric character reference end state (13.2.5.80).
fn character(code: u32) -> char {
    /// What windows-1252 has at 0x80 to 0x9F; the five holes stay control characters.
    const WINDOWS_1252: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match code {
        0 => '\u{fffd}',
        0x80..=0x9f => WINDOWS_1252[code as usize - 0x80],
        _ => char::from_u32(code).unwrap_or('\u{fffd}'),
    }
}
