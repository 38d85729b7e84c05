//! Hashes of tokens, eight bytes a step, and the letters that come eight at a time.

use crate::bytes::{ONES, TOPS, first_eight};
use crate::page::hash::{START, step};

/// The hash of a token of which the bytes come in parts. However it is parted, it is the same.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TokenHash {
    /// Of the whole words of eight bytes so far.
    hash: u64,
    /// The bytes since, the first lowest, zeros above.
    rest: u64,
    len: u32,
}

impl TokenHash {
    /// The hash of a token of fewer than eight bytes, zeros above them.
    #[inline]
    pub(super) fn of_short(bytes: u64, count: usize) -> u32 {
        finish(0, bytes, count as u32)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds the lowest `count` bytes of `bytes`, up to eight; zeros stand above them.
    #[inline]
    pub(super) fn add(&mut self, bytes: u64, count: usize) {
        let fill = self.len % 8;
        self.rest |= bytes << (8 * fill);
        self.len += count as u32;
        if fill as usize + count >= 8 {
            self.hash = step(self.hash ^ START, self.rest);
            self.rest = bytes.checked_shr(64 - 8 * fill).unwrap_or(0);
        }
    }

    /// Adds a character in UTF-8.
    pub(super) fn add_char(&mut self, c: char) {
        let mut bytes = [0; 8];
        let count = c.encode_utf8(&mut bytes).len();
        self.add(u64::from_le_bytes(bytes), count);
    }

    /// The hash, and an empty token in its place; none when it is empty.
    #[inline]
    pub(super) fn take(&mut self) -> Option<u32> {
        if self.len == 0 {
            return None;
        }
        let Self { hash, rest, len } = std::mem::take(self);
        Some(finish(hash, rest, len))
    }
}

/// The hash of a token of `len` bytes: `hash` of its whole words, and the rest.
#[inline]
fn finish(hash: u64, rest: u64, len: u32) -> u32 {
    (step(step(hash ^ START, rest) ^ START, u64::from(len)) >> 32) as u32
}

/// The ASCII letters that a text begins with, up to eight.
pub(super) struct Letters {
    /// In lower case, the first lowest, zeros above.
    pub(super) lower: u64,
    pub(super) count: usize,
    /// How many are capitals.
    pub(super) upper: u32,
}

impl Letters {
    #[inline]
    pub(super) fn at(bytes: &[u8]) -> Self {
        let word = first_eight(bytes);
        // Bit 5 makes letters small. Of each byte below 0x80 the top bit tells whether it is one.
        let low = (word | (0x20 * ONES)) & !TOPS;
        let from_a = low + (0x80 - u64::from(b'a')) * ONES;
        let behind_z = low + (0x7f - u64::from(b'z')) * ONES;
        let are_letters = from_a & !behind_z & !word & TOPS;
        let count = ((!are_letters & TOPS).trailing_zeros() / 8) as usize;
        let mask = if count < 8 { (1 << (8 * count)) - 1 } else { u64::MAX };
        let capitals = !word << 2 & TOPS & mask;
        let upper = if capitals == 0 { 0 } else { capitals.count_ones() };
        Self { lower: low & mask, count, upper }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(parts: &[&str]) -> Option<u32> {
        let mut token = TokenHash::default();
        for part in parts {
            part.chars().for_each(|c| token.add_char(c));
        }
        token.take()
    }

    #[test]
    fn ok_parts_do_not_matter() {
        let whole = "internationalisierung";
        let expected = hash(&[whole]);
        for at in 0..whole.len() {
            let mut token = TokenHash::default();
            for mut part in [&whole[..at], &whole[at..]] {
                while !part.is_empty() {
                    let letters = Letters::at(part.as_bytes());
                    token.add(letters.lower, letters.count);
                    part = &part[letters.count..];
                }
            }
            assert_eq!(token.take(), expected, "{at}");
        }
        assert_eq!(hash(&[]), None);
        assert_eq!(hash(&["word"]), Some(TokenHash::of_short(first_eight(b"word"), 4)));
    }

    #[test]
    fn ok_other_tokens_have_other_hashes() {
        let mut hashes: Vec<_> = ["a", "b", "aa", "aaaaaaaa", "aaaaaaaaa", "aaaaaaab", "é", "ea"]
            .map(|token| hash(&[token]))
            .to_vec();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), 8);
    }

    #[test]
    fn ok_letters_end_at_what_is_none() {
        for (text, lower, upper) in [
            ("Word and", "word", 1),
            ("it's", "it", 0),
            ("ABCDEFGHIJ", "abcdefgh", 8),
            ("az[", "az", 0),
            ("AZ@", "az", 2),
            ("caf\u{e9}", "caf", 0),
            ("{", "", 0),
        ] {
            let letters = Letters::at(text.as_bytes());
            let found = letters.lower.to_le_bytes();
            assert_eq!(&found[..letters.count], lower.as_bytes(), "{text}");
            assert_eq!((letters.upper, letters.count), (upper, lower.len()), "{text}");
        }
    }
}
