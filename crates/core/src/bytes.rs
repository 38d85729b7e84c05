//! Bytes eight at a time, as one word of which the first byte is the lowest.

/// A one in each byte.
pub(crate) const ONES: u64 = u64::from_le_bytes([1; 8]);
/// The top bit of each byte.
pub(crate) const TOPS: u64 = 0x80 * ONES;

/// The first eight bytes of a text, zeros where there are fewer.
#[inline]
pub(crate) fn first_eight(bytes: &[u8]) -> u64 {
    match bytes.first_chunk::<8>() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => bytes.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)),
    }
}

/// The top bits of the bytes that are less than `bound`, which is less than 0x80. None is missed; above
/// the lowest there may be more.
#[inline]
pub(crate) const fn below(word: u64, bound: u8) -> u64 {
    // What is borrowed reaches higher bytes only.
    word.wrapping_sub(bound as u64 * ONES) & !word & TOPS
}

/// The top bits of the bytes that are `byte`. None is missed; above the lowest there may be more.
#[inline]
pub(crate) const fn equal(word: u64, byte: u8) -> u64 {
    below(word ^ (byte as u64 * ONES), 1)
}

/// Whether eight bytes hold neither control characters nor blanks side by side. Now and then a word
/// that holds none is not seen to.
#[inline]
pub(crate) const fn is_single_spaced(word: u64) -> bool {
    let blanks = equal(word, b' ');
    below(word, b' ') | blanks & blanks << 8 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The place of the lowest byte of which the top bit is set.
    fn lowest(tops: u64) -> u32 {
        tops.trailing_zeros() / 8
    }

    #[test]
    fn ok_short_texts_end_in_zeros() {
        assert_eq!(first_eight(b""), 0);
        assert_eq!(first_eight(b"ab"), 0x6261);
        assert_eq!(first_eight(b"abcdefghi").to_le_bytes(), *b"abcdefgh");
    }

    #[test]
    fn ok_single_spaces_are_told() {
        let told = |text: &[u8; 8]| is_single_spaced(u64::from_le_bytes(*text));
        assert!(
            told(b"a b c de")
                && told(b" a b c d")
                && told("été, où".as_bytes()[..8].first_chunk().unwrap())
        );
        assert!(!told(b"ab  cdef") && !told(b"abcd\nefg") && !told(b"abcdef  "));
    }

    #[test]
    fn ok_the_lowest_byte_is_found() {
        for filler in [0x21, b'a', 0x7f, 0x80, 0xff] {
            for place in 0..8 {
                let mut bytes = [filler; 8];
                bytes[place] = b' ';
                let word = u64::from_le_bytes(bytes);
                assert_eq!(lowest(below(word, 0x21)), place as u32);
                assert_eq!(lowest(equal(word, b' ')), place as u32);
            }
            let word = u64::from_le_bytes([filler; 8]);
            assert_eq!((below(word, 0x21), equal(word, b' ')), (0, 0));
        }
    }
}
