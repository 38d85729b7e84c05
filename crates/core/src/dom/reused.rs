//! Buffers of trees, kept for the next document that the thread parses: new memory from the system is
//! met by faults, one for each of its pages.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};

use super::tree::{Attr, Node};

/// A tree takes over a kept buffer that is at most so many times too large: a caller may keep it.
const MAX_SURPLUS: usize = 16;

/// Larger buffers are given back to the system.
const MAX_BYTES: usize = 1 << 21;

/// The uses that one type of buffer has in a tree: a buffer is kept for each.
const USES: usize = 2;

/// A buffer that can be used again.
pub(super) trait Buffer: Default + 'static {
    /// Gives what the thread keeps, one buffer for each use, to `work`; none when the thread ends.
    fn with_spare<R>(work: impl FnOnce(&mut [Self; USES]) -> R) -> Option<R>;
    fn with_capacity(items: usize) -> Self;
    fn capacity(&self) -> usize;
    fn capacity_bytes(&self) -> usize;
    fn clear(&mut self);
}

macro_rules! buffer {
    ($type:ty, $item:ty) => {
        impl Buffer for $type {
            fn with_spare<R>(work: impl FnOnce(&mut [Self; USES]) -> R) -> Option<R> {
                thread_local! {
                    static SPARE: RefCell<[$type; USES]> =
                        const { RefCell::new([<$type>::new(), <$type>::new()]) };
                }
                SPARE.try_with(|spare| work(&mut spare.borrow_mut())).ok()
            }

            fn with_capacity(items: usize) -> Self {
                <$type>::with_capacity(items)
            }

            fn capacity(&self) -> usize {
                self.capacity()
            }

            fn capacity_bytes(&self) -> usize {
                self.capacity() * size_of::<$item>()
            }

            fn clear(&mut self) {
                self.clear();
            }
        }
    };
}

buffer!(Vec<Node>, Node);
buffer!(Vec<Attr>, Attr);
buffer!(String, u8);

/// A buffer that goes back to its thread when it is dropped.
pub(super) struct Reused<T: Buffer, const USE: usize = 0>(T);

impl<T: Buffer, const USE: usize> Reused<T, USE> {
    /// An empty buffer with room for as many items.
    pub(super) fn with_room(items: usize) -> Self {
        let fits = |room: usize| (items..=MAX_SURPLUS * (items + MAX_SURPLUS)).contains(&room);
        let kept = T::with_spare(|spare| {
            fits(spare[USE].capacity()).then(|| std::mem::take(&mut spare[USE]))
        });
        Self(kept.flatten().unwrap_or_else(|| T::with_capacity(items)))
    }
}

impl<T: Buffer, const USE: usize> Drop for Reused<T, USE> {
    fn drop(&mut self) {
        let mut buffer = std::mem::take(&mut self.0);
        if buffer.capacity_bytes() > MAX_BYTES {
            return;
        }
        buffer.clear();
        T::with_spare(|spare| {
            if spare[USE].capacity_bytes() < buffer.capacity_bytes() {
                spare[USE] = buffer;
            }
        });
    }
}

impl<T: Buffer, const USE: usize> Deref for Reused<T, USE> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Buffer, const USE: usize> DerefMut for Reused<T, USE> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_a_buffer_comes_back_empty() {
        let mut first = Reused::<String, 1>::with_room(0);
        first.push_str("a page");
        let place = first.as_ptr();
        drop(first);
        let second = Reused::<String, 1>::with_room(0);
        assert!(second.is_empty());
        assert_eq!(second.as_ptr(), place);
        // The other use has its own.
        assert_ne!(Reused::<String, 0>::with_room(8).as_ptr(), place);
    }

    #[test]
    fn ok_large_buffers_are_not_kept() {
        drop(Reused::<Vec<Attr>>::with_room(MAX_BYTES));
        Vec::<Attr>::with_spare(|spare| assert!(spare[0].capacity_bytes() <= MAX_BYTES));
    }

    #[test]
    fn ok_a_small_tree_does_not_hold_a_large_buffer() {
        drop(Reused::<Vec<Node>>::with_room(10_000));
        assert!(Reused::<Vec<Node>>::with_room(10).capacity() < 1_000);
        assert!(Reused::<Vec<Node>>::with_room(5_000).capacity() >= 10_000);
    }

    #[test]
    fn ok_a_thread_parses_to_its_end() {
        struct Last;
        impl Drop for Last {
            fn drop(&mut self) {
                assert!(crate::dom::parse("<p>a\r\nb &amp; c").len() > 3);
            }
        }
        thread_local! {
            static LAST: Last = const { Last };
        }
        let thread = std::thread::spawn(|| {
            LAST.with(|_| {});
            drop(crate::dom::parse("<p>a\r\nb &amp; c"));
        });
        assert!(thread.join().is_ok());
    }
}
