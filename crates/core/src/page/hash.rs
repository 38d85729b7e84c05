//! A fast hash of texts, the same in every process. Whoever writes a page can make two of its texts
//! collide: it serves where that harms the page alone.

use crate::bytes::first_eight;

/// The hash of nothing, to begin with.
pub(super) const START: u64 = 0x9e37_79b9_7f4a_7c15;

/// Adds a word to a hash.
#[inline]
pub(super) fn step(hash: u64, word: u64) -> u64 {
    let product = (hash ^ word).wrapping_mul(0xd6e8_feb8_6659_fd93);
    product ^ product >> 32
}

/// A fast hash of 64 bits, eight bytes a step.
pub(super) fn hash(start: u64, bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut hash = step(start, bytes.len() as u64);
    for &word in words {
        hash = step(hash, u64::from_le_bytes(word));
    }
    if rest.is_empty() {
        return hash;
    }
    // The last eight bytes again where there are so many, else what there is.
    step(hash, first_eight(bytes.last_chunk::<8>().map_or(rest, |last| last)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_texts_of_all_lengths_differ() {
        let text = b"article-body__lead is-open wide";
        let mut keys: Vec<u64> = (0..text.len()).map(|end| hash(START, &text[..end])).collect();
        keys.push(hash(START, b"article-body__lead is-open narrow"));
        keys.push(hash(START, b"a\0"));
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), count);
    }
}
