//! Classes of bytes.

use crate::bytes::{below, equal};

/// Ends a tag's name: white space, `/`, `>`.
pub(super) const NAME_END: u8 = 1;
/// Ends an attribute's name: white space, `/`, `>`, `=`.
pub(super) const ATTR_END: u8 = 2;
/// Ends an unquoted value: white space, `>`.
pub(super) const VALUE_END: u8 = 4;
/// Is not kept as it stands in a name: capital letters, NUL.
pub(super) const CHANGES: u8 = 8;
/// White space.
pub(super) const SPACE: u8 = 16;

/// The classes of every byte.
pub(super) static CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = b'A';
    while byte <= b'Z' {
        class[byte as usize] = CHANGES;
        byte += 1;
    }
    class[0] = CHANGES;
    let spaces = *b"\t\n\x0c ";
    let mut at = 0;
    while at < spaces.len() {
        class[spaces[at] as usize] = NAME_END | ATTR_END | VALUE_END | SPACE;
        at += 1;
    }
    class[b'/' as usize] = NAME_END | ATTR_END;
    class[b'>' as usize] = NAME_END | ATTR_END | VALUE_END;
    class[b'=' as usize] = ATTR_END;
    class
};

/// Whether `byte` is in any class of `classes`.
#[inline]
pub(super) fn is(byte: u8, classes: u8) -> bool {
    CLASS[byte as usize] & classes != 0
}

/// Eight bytes of a page as a word, the first lowest: the lowest bit that is set stands in the first
/// byte that may end a name, white space, `/`, `=`, `>` or a control character. Bits above it say
/// nothing.
#[inline]
pub(super) fn name_ends(word: u64) -> u64 {
    below(word, b' ' + 1) | equal(word, b'/') | equal(word, b'=') | equal(word, b'>')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_names_end_where_their_bytes_do() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                for filler in [b'a', b'\xff', b'Z', b'?'] {
                    let mut eight = [filler; 8];
                    eight[place] = byte;
                    let found = name_ends(u64::from_le_bytes(eight));
                    let may_end = byte < 0x21 || matches!(byte, b'/' | b'=' | b'>');
                    let expected = if may_end { place } else { 8 };
                    assert_eq!(found.trailing_zeros() as usize / 8, expected, "{eight:?}");
                }
            }
        }
    }
}
