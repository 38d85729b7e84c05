//! How long a slow client is waited for.
//!
//! A pause has a limit, but a limit on pauses alone lets a client that sends or reads one byte just
//! in time hold its place for ever. So waiting uses up patience, and bytes earn it back at the
//! lowest rate that is put up with.

use std::time::Duration;

/// The patience left for one direction of one connection.
#[derive(Debug, Clone)]
pub(crate) struct Patience {
    limit: Duration,
    bytes_per_second: f64,
    left: Duration,
}

impl Patience {
    /// Full patience: `limit` of waiting; `bytes_per_second` or more earn one second back. A rate
    /// of 0 makes any byte earn all of it.
    pub(crate) fn new(limit: Duration, bytes_per_second: u32) -> Self {
        Self { limit, bytes_per_second: bytes_per_second.into(), left: limit }
    }

    /// How much longer to wait.
    pub(crate) fn left(&self) -> Duration {
        self.left
    }

    /// The pause a client may make at most.
    pub(crate) fn limit(&self) -> Duration {
        self.limit
    }

    /// Waited for `time`, and then got or sent `bytes`.
    pub(crate) fn progress(&mut self, time: Duration, bytes: usize) {
        let earned = Duration::try_from_secs_f64(bytes as f64 / self.bytes_per_second);
        let left = self.left.saturating_sub(time);
        self.left = earned.map_or(self.limit, |earned| (left + earned).min(self.limit));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn ok_a_trickle_uses_patience_up_and_a_flow_does_not() {
        let mut trickle = Patience::new(30 * SECOND, 1000);
        for _ in 0..3 {
            trickle.progress(9 * SECOND, 1);
        }
        assert!(trickle.left() < 4 * SECOND, "{:?}", trickle.left());
        let mut flow = Patience::new(30 * SECOND, 1000);
        for _ in 0..1000 {
            flow.progress(SECOND, 1000);
        }
        assert_eq!(flow.left(), 30 * SECOND);
    }

    #[test]
    fn ok_without_a_rate_only_pauses_count() {
        let mut patience = Patience::new(30 * SECOND, 0);
        patience.progress(29 * SECOND, 1);
        assert_eq!(patience.left(), 30 * SECOND);
    }
}
