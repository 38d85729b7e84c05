//! The memory that requests may hold together: bodies that were read and answers not yet sent.
//!
//! A count of requests would not bound memory (one holds a hundred bytes, another all that a body
//! may have), and would let clients that send slowly fill the queue of those that do not. So bytes
//! are what is counted: a request that has sent little holds little.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::rejection::Rejection;

/// What one permit stands for, in bytes. The counter behind a semaphore takes 32 bits at once.
const UNIT_BYTES: usize = 1024;

/// All that may be held.
#[derive(Debug, Clone)]
pub(crate) struct Budget {
    units: Arc<Semaphore>,
}

impl Budget {
    pub(crate) fn new(bytes: usize) -> Self {
        let units = (bytes / UNIT_BYTES).min(Semaphore::MAX_PERMITS);
        Self { units: Arc::new(Semaphore::new(units)) }
    }

    /// A reservation of nothing, to grow.
    pub(crate) fn reserve(&self) -> Reserved {
        Reserved { budget: self.clone(), held: None }
    }

    /// How many bytes are free.
    pub(crate) fn free_bytes(&self) -> usize {
        self.units.available_permits() * UNIT_BYTES
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
        if let Some(more) = self.missing(bytes) {
            let more = self.budget.units.clone().try_acquire_many_owned(more);
            self.add(more.map_err(|_| Rejection::busy())?);
        }
        Ok(())
    }

    /// Holds `bytes` from now on; waits for room, and refuses when there is none after `limit`.
    pub(crate) async fn resize(&mut self, bytes: usize, limit: Duration) -> Result<(), Rejection> {
        if let Some(more) = self.missing(bytes) {
            let more = self.budget.units.clone().acquire_many_owned(more);
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

    /// How many units are missing; what is held too much is given back.
    fn missing(&mut self, bytes: usize) -> Option<u32> {
        let wanted = bytes.div_ceil(UNIT_BYTES);
        let held = self.held.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        if wanted <= held {
            drop(self.held.as_mut().and_then(|held_permit| held_permit.split(held - wanted)));
            return None;
        }
        Some(u32::try_from(wanted - held).unwrap_or(u32::MAX))
    }

    fn add(&mut self, more: OwnedSemaphorePermit) {
        match &mut self.held {
            Some(held) => held.merge(more),
            None => self.held = Some(more),
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
}
