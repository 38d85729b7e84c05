//! The memory that requests may hold together: bodies that were read and answers not yet sent.
//!
//! A count of requests would not bound memory (one holds a hundred bytes, another all that a body
//! may have), and would let clients that send slowly fill the queue of those that do not. So bytes
//! are what is counted: a request that has sent little holds little. A part is kept for those that
//! hold little, so that a few large bodies on their way do not shut out everybody else.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::rejection::Rejection;

/// What one permit stands for, in bytes. The counter behind a semaphore takes 32 bits at once.
const UNIT_BYTES: usize = 1024;

/// The part of all memory that only small requests may hold: one in so many units.
const SMALL_PART: usize = 8;

/// So many small requests fit into that part, whatever they hold.
const SMALL_REQUESTS: usize = 64;

/// All that may be held.
#[derive(Debug, Clone)]
pub(crate) struct Budget {
    /// For requests of any size.
    any: Arc<Semaphore>,
    /// For requests that hold at most `small_units`.
    small: Arc<Semaphore>,
    small_units: usize,
}

impl Budget {
    pub(crate) fn new(bytes: usize) -> Self {
        let units = (bytes / UNIT_BYTES).min(Semaphore::MAX_PERMITS);
        let small_units = units / SMALL_PART / SMALL_REQUESTS;
        let small = small_units * SMALL_REQUESTS;
        Self {
            any: Arc::new(Semaphore::new(units - small)),
            small: Arc::new(Semaphore::new(small)),
            small_units,
        }
    }

    /// A reservation of nothing, to grow.
    pub(crate) fn reserve(&self) -> Reserved {
        Reserved { budget: self.clone(), held: None }
    }

    /// How many bytes are free.
    pub(crate) fn free_bytes(&self) -> usize {
        (self.any.available_permits() + self.small.available_permits()) * UNIT_BYTES
    }
}

/// Bytes that one request holds; given back when dropped.
#[derive(Debug)]
pub(crate) struct Reserved {
    budget: Budget,
    held: Option<OwnedSemaphorePermit>,
}

impl Reserved {
    /// Holds `bytes` from now on, or refuses at once when there is no room for more.
    pub(crate) fn try_resize(&mut self, bytes: usize) -> Result<(), Rejection> {
        if let Some((units, from)) = self.missing(bytes) {
            let more = from.try_acquire_many_owned(units);
            self.add(more.map_err(|_| Rejection::busy())?);
        }
        Ok(())
    }

    /// Holds `bytes` from now on; waits for room, and refuses when there is none after `limit`.
    pub(crate) async fn resize(&mut self, bytes: usize, limit: Duration) -> Result<(), Rejection> {
        if let Some((units, from)) = self.missing(bytes) {
            let more = from.acquire_many_owned(units);
            let more = tokio::time::timeout(limit, more).await.map_err(|_| Rejection::busy())?;
            self.add(more.expect("the semaphore is never closed"));
        }
        Ok(())
    }

    /// `bytes` that keep the reservation for as long as they live, wherever they are sent.
    pub(crate) fn attach(self, bytes: impl AsRef<[u8]> + Send + 'static) -> Bytes {
        struct Attached<B>(B, #[expect(dead_code, reason = "held until dropped")] Reserved);
        impl<B: AsRef<[u8]>> AsRef<[u8]> for Attached<B> {
            fn as_ref(&self) -> &[u8] {
                self.0.as_ref()
            }
        }
        Bytes::from_owner(Attached(bytes, self))
    }

    /// How many units are missing, and from where to take them; what is held too much is given
    /// back. A request that grows beyond the small ones takes all it needs anew.
    fn missing(&mut self, bytes: usize) -> Option<(u32, Arc<Semaphore>)> {
        let wanted = bytes.div_ceil(UNIT_BYTES);
        let held = self.held.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        if wanted <= held {
            drop(self.held.as_mut().and_then(|held_permit| held_permit.split(held - wanted)));
            return None;
        }
        let Budget { any, small, small_units } = &self.budget;
        let holds = |of| self.held.as_ref().is_some_and(|held| Arc::ptr_eq(held.semaphore(), of));
        let room = small.available_permits() + if holds(small) { held } else { 0 };
        let from = if !holds(any) && wanted <= (*small_units).min(room) { small } else { any };
        let units = if holds(from) { wanted - held } else { wanted };
        Some((u32::try_from(units).unwrap_or(u32::MAX), from.clone()))
    }

    fn add(&mut self, more: OwnedSemaphorePermit) {
        match &mut self.held {
            Some(held) if Arc::ptr_eq(held.semaphore(), more.semaphore()) => held.merge(more),
            held => *held = Some(more),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn ok_what_is_held_is_counted_until_it_is_sent() {
        let budget = Budget::new(10 * UNIT_BYTES);
        let mut first = budget.reserve();
        first.try_resize(8 * UNIT_BYTES).unwrap();
        let mut second = budget.reserve();
        assert_eq!(second.try_resize(3 * UNIT_BYTES).unwrap_err().code, "busy");
        assert_eq!(
            second.resize(3 * UNIT_BYTES, Duration::from_secs(1)).await.unwrap_err().code,
            "busy"
        );
        first.try_resize(1).unwrap();
        assert_eq!(budget.free_bytes(), 9 * UNIT_BYTES);
        second.resize(9 * UNIT_BYTES, Duration::from_secs(1)).await.unwrap();
        let bytes = second.attach(vec![0; 9 * UNIT_BYTES]);
        let part = bytes.slice(..3);
        drop((first, bytes));
        assert_eq!(budget.free_bytes(), UNIT_BYTES);
        drop(part);
        assert_eq!(budget.free_bytes(), 10 * UNIT_BYTES);
    }

    #[tokio::test]
    async fn ok_large_requests_leave_room_for_small_ones() {
        let all = SMALL_PART * SMALL_REQUESTS * 2 * UNIT_BYTES;
        let budget = Budget::new(all);
        let mut large = budget.reserve();
        large.try_resize(UNIT_BYTES).unwrap();
        large.try_resize(all - all / SMALL_PART).unwrap();
        assert_eq!(budget.free_bytes(), all / SMALL_PART);
        let mut grows = budget.reserve();
        grows.try_resize(UNIT_BYTES).unwrap();
        grows.try_resize(2 * UNIT_BYTES).unwrap();
        assert_eq!(grows.try_resize(3 * UNIT_BYTES).unwrap_err().code, "busy");
        let small: Vec<Reserved> = (1..SMALL_REQUESTS)
            .map(|_| {
                let mut small = budget.reserve();
                small.try_resize(2 * UNIT_BYTES).unwrap();
                small
            })
            .collect();
        assert_eq!(budget.free_bytes(), 0);
        drop(large);
        grows.try_resize(3 * UNIT_BYTES).unwrap();
        let mut more = budget.reserve();
        more.try_resize(UNIT_BYTES).unwrap();
        more.try_resize(2 * UNIT_BYTES).unwrap();
        drop((small, grows, more));
        assert_eq!(budget.free_bytes(), all);
    }
}
