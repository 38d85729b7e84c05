//! A small memory of what attributes were found to say: pages repeat them.

use crate::bytes::first_eight;

/// Results that are remembered.
const SLOTS: usize = 256;

/// Remembers results by a hash of what they were computed from. Equal hashes of 64 bits are taken as
/// equal.
pub(super) struct Memo<V> {
    slots: Vec<(Option<u64>, V)>,
}

impl<V: Copy> Memo<V> {
    /// Remembers nothing yet; `filler` is never given out.
    pub(super) fn new(filler: V) -> Self {
        Self { slots: vec![(None, filler); SLOTS] }
    }

    /// The result for `key`, computed unless it was just before.
    pub(super) fn get(&mut self, key: u64, compute: impl FnOnce() -> V) -> V {
        let slot = &mut self.slots[(key >> 32) as usize % SLOTS];
        if slot.0 != Some(key) {
            *slot = (Some(key), compute());
        }
        slot.1
    }
}

/// The key of nothing, to begin with.
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
    fn ok_a_result_is_computed_once() {
        let mut memo = Memo::new(0);
        let key = hash(START, b"entry-title");
        assert_eq!(memo.get(key, || 7), 7);
        assert_eq!(memo.get(key, || 8), 7);
        assert_eq!(memo.get(hash(START, b"entry-date"), || 9), 9);
    }

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
