//! What rows have in common with those just before: they repeat each other's boxes and neighbours.

/// Results that are remembered, by a number.
#[derive(Debug)]
pub(super) struct Recent<V, const SLOTS: usize> {
    slots: [(u32, V); SLOTS],
}

/// The number of nothing.
const FREE: u32 = u32::MAX;

impl<V: Copy, const SLOTS: usize> Recent<V, SLOTS> {
    /// Remembers nothing yet; `filler` is never given out.
    pub(super) fn new(filler: V) -> Self {
        Self { slots: [(FREE, filler); SLOTS] }
    }

    /// The result for `number`, computed unless it was just before.
    pub(super) fn get(&mut self, number: u32, compute: impl FnOnce() -> V) -> &V {
        let slot = &mut self.slots[number as usize % SLOTS];
        if slot.0 != number || number == FREE {
            *slot = (number, compute());
        }
        &slot.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_a_result_is_computed_once() {
        let mut recent = Recent::<_, 4>::new(0);
        assert_eq!(*recent.get(1, || 7), 7);
        assert_eq!(*recent.get(1, || 8), 7);
        assert_eq!(*recent.get(5, || 9), 9);
        assert_eq!(*recent.get(1, || 8), 8);
    }
}
