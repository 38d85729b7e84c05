//! A small memory of what attributes were found to say: pages repeat them.

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::hash::{START, hash};

    #[test]
    fn ok_a_result_is_computed_once() {
        let mut memo = Memo::new(0);
        let key = hash(START, b"entry-title");
        assert_eq!(memo.get(key, || 7), 7);
        assert_eq!(memo.get(key, || 8), 7);
        assert_eq!(memo.get(hash(START, b"entry-date"), || 9), 9);
    }
}
