//! What all requests share: configuration, workers, counters, keys.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout_at;

use crate::config::Config;
use crate::item::{Item, Output};
use crate::keys::Keys;
use crate::metrics::{Metrics, TimedStage};
use crate::rejection::Rejection;

/// Shared by every request; cheap to clone.
#[derive(Debug, Clone)]
pub struct AppState {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    config: Config,
    keys: Keys,
    metrics: Metrics,
    /// One permit for each extraction that may run at the same time.
    workers: Arc<Semaphore>,
    /// One permit for each request that may run or wait. A request that finds none is refused.
    admission: Arc<Semaphore>,
}

impl AppState {
    /// The state of a service with these settings and keys.
    #[must_use]
    pub fn new(config: Config, keys: Keys) -> Self {
        let workers = config.worker_count();
        let admission = Arc::new(Semaphore::new(workers + config.queue));
        let workers = Arc::new(Semaphore::new(workers));
        let metrics = Metrics::default();
        Self { inner: Arc::new(Inner { config, keys, metrics, workers, admission }) }
    }

    pub(crate) fn config(&self) -> &Config {
        &self.inner.config
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.inner.keys
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.inner.metrics
    }

    /// Whether another request would find room now.
    pub(crate) fn has_room(&self) -> bool {
        self.inner.admission.available_permits() > 0
    }

    /// Lets a request in, or refuses it at once when the queue is full.
    pub(crate) fn admit(&self) -> Result<OwnedSemaphorePermit, Rejection> {
        self.inner.admission.clone().try_acquire_owned().map_err(|_| Rejection::busy())
    }

    /// Extracts an item on a thread that may block, when a worker is free.
    ///
    /// An item that runs out of its time gets its rejection then; the thread, which cannot be
    /// stopped, keeps its worker until it is done, so that no more than the workers ever run.
    pub(crate) async fn run(&self, item: Item) -> Result<Output, Rejection> {
        let limit = self.config().item_timeout;
        let deadline = tokio::time::Instant::now() + limit;
        let expired = |_| Rejection::timeout(limit.as_secs_f64());

        let waiting = Instant::now();
        let queued = Counted::new(self, |metrics| &metrics.queued);
        let worker = timeout_at(deadline, self.inner.workers.clone().acquire_owned())
            .await
            .map_err(expired)?
            .expect("the semaphore is never closed");
        drop(queued);
        self.metrics().stage(TimedStage::Queue, waiting.elapsed());

        let state = self.clone();
        let work = tokio::task::spawn_blocking(move || {
            let _worker = worker;
            let _running = Counted::new(&state, |metrics| &metrics.running);
            item.run(state.metrics())
        });
        match timeout_at(deadline, work).await.map_err(expired)? {
            Ok(result) => result,
            // The panic's message may quote the article: it goes nowhere.
            Err(_) => Err(dateline::Error::Internal {
                reason: "extraction of this input panicked; please report it".to_owned(),
            }
            .into()),
        }
    }

    /// The longest pause a client may make while it sends or reads.
    pub(crate) fn idle_timeout(&self) -> Duration {
        self.config().idle_timeout
    }
}

/// Holds a gauge up by one while it lives.
pub(crate) struct Counted {
    state: AppState,
    gauge: fn(&Metrics) -> &prometheus_client::metrics::gauge::Gauge,
}

impl Counted {
    pub(crate) fn new(
        state: &AppState,
        gauge: fn(&Metrics) -> &prometheus_client::metrics::gauge::Gauge,
    ) -> Self {
        gauge(state.metrics()).inc();
        Self { state: state.clone(), gauge }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        (self.gauge)(self.state.metrics()).dec();
    }
}
