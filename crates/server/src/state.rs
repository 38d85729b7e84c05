//! What all requests share: configuration, workers, counters, keys.

use std::sync::Arc;
use std::time::Instant;

use dateline::Error;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout_at;

use crate::budget::{Budget, Reserved};
use crate::config::Config;
use crate::fetch::{Fetched, Fetcher, Lookup, SystemLookup};
use crate::keys::Keys;
use crate::metrics::{Metrics, TimedStage};
use crate::patience::Patience;
use crate::rejection::Rejection;

/// Shared by every request; cheap to clone.
#[derive(Clone)]
pub struct AppState {
    inner: Arc<Inner>,
}

struct Inner {
    config: Config,
    keys: Keys,
    metrics: Metrics,
    /// One permit for each extraction that may run at the same time.
    workers: Arc<Semaphore>,
    /// One permit for each request that may run or wait. A request that finds none is refused.
    admission: Arc<Semaphore>,
    /// One permit for each piece of work of a batch that may wait for a worker, as many as workers:
    /// a single request waits behind that many lines, and not behind all that are read ahead.
    turns: Semaphore,
    /// One permit for each batch that may be open.
    batches: Arc<Semaphore>,
    /// What bodies and answers may hold together.
    budget: Budget,
    /// None when no pages are fetched.
    fetcher: Option<Fetcher>,
}

impl AppState {
    /// The state of a service with these settings and keys.
    ///
    /// # Errors
    /// [`Error::InvalidOption`] when the settings contradict each other, or when pages are to be
    /// fetched and the system has no certificates to check sites by.
    pub fn new(config: Config, keys: Keys) -> Result<Self, Error> {
        Self::with_lookup(config, keys, Arc::new(SystemLookup))
    }

    /// The state of a service that finds the addresses of sites with `lookup`.
    pub(crate) fn with_lookup(
        config: Config,
        keys: Keys,
        lookup: Arc<dyn Lookup>,
    ) -> Result<Self, Error> {
        config.validate()?;
        let workers = config.worker_count();
        Ok(Self {
            inner: Arc::new(Inner {
                workers: Arc::new(Semaphore::new(workers)),
                admission: Arc::new(Semaphore::new(workers + config.queue)),
                turns: Semaphore::new(workers),
                batches: Arc::new(Semaphore::new(config.batches)),
                budget: Budget::new(config.max_buffered_bytes),
                fetcher: config.allow_fetch.then(|| Fetcher::new(&config, lookup)).transpose()?,
                metrics: Metrics::default(),
                config,
                keys,
            }),
        })
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

    /// Refuses at once what would find no room: the queue is full, or memory is.
    pub(crate) fn shed(&self) -> Result<(), Rejection> {
        let room = self.inner.admission.available_permits() > 0
            && self.inner.budget.free_bytes() >= self.config().max_body_bytes;
        if room { Ok(()) } else { Err(Rejection::busy()) }
    }

    /// Lets a batch in, or refuses it at once.
    pub(crate) fn admit_batch(&self) -> Result<OwnedSemaphorePermit, Rejection> {
        self.inner.batches.clone().try_acquire_owned().map_err(|_| Rejection::too_many_batches())
    }

    /// Fetches the page at `url`, where pages are fetched.
    pub(crate) async fn fetch(&self, url: &str, wait: Wait) -> Result<Fetched, Rejection> {
        let fetcher = self.inner.fetcher.as_ref().ok_or_else(Rejection::fetch_disabled)?;
        let started = Instant::now();
        let fetched = fetcher.fetch(url, wait, self.reserve()).await;
        self.metrics().stage(TimedStage::Fetch, started.elapsed());
        fetched
    }

    /// A reservation of memory, of nothing yet.
    pub(crate) fn reserve(&self) -> Reserved {
        self.inner.budget.reserve()
    }

    /// Does `work` on a thread that may block, when a worker is free.
    ///
    /// Work that runs out of its time gets its rejection then; the thread, which cannot be stopped,
    /// keeps its worker until it is done, so that no more than the workers ever run.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        wait: Wait,
        work: impl FnOnce(&Metrics) -> Result<T, Rejection> + Send + 'static,
    ) -> Result<T, Rejection> {
        let limit = self.config().item_timeout;
        let deadline = tokio::time::Instant::now() + limit;
        let expired = |_| Rejection::item_timeout(limit);
        let _admitted = match wait {
            Wait::OrShed => {
                let admitted = self.inner.admission.clone().try_acquire_owned();
                Some(admitted.map_err(|_| Rejection::busy())?)
            }
            Wait::Always => None,
        };
        let _turn = match wait {
            Wait::OrShed => None,
            Wait::Always => {
                let turn = timeout_at(deadline, self.inner.turns.acquire()).await;
                Some(turn.map_err(expired)?.expect("the semaphore is never closed"))
            }
        };

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
            work(state.metrics())
        });
        // The panic's message may quote the article: it goes nowhere.
        timeout_at(deadline, work)
            .await
            .map_err(expired)?
            .unwrap_or_else(|_| Err(Rejection::panicked()))
    }

    /// A client's patience account for one direction of one request.
    pub(crate) fn patience(&self) -> Patience {
        Patience::new(self.config().idle_timeout, self.config().min_rate)
    }
}

/// What happens to work when every worker is busy and the queue is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wait {
    /// It is refused at once.
    OrShed,
    /// It waits: who asks has bounded already how much work there can be.
    Always,
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

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::{Request, StatusCode, header};
    use tower::ServiceExt;

    use super::*;

    fn small() -> AppState {
        let workers = std::num::NonZeroUsize::new(1);
        let config = Config { workers, queue: 0, ..Config::default() };
        AppState::new(config, Keys::default()).unwrap()
    }

    #[tokio::test]
    async fn err_a_panic_is_that_work_s_failure_and_frees_its_worker() {
        let state = small();
        let panicking = state.run(Wait::OrShed, |_| -> Result<(), Rejection> { panic!("text") });
        let rejection = panicking.await.unwrap_err();
        assert_eq!((rejection.status.as_u16(), rejection.code), (500, "internal_error"));
        assert!(!rejection.message.contains("text"));
        assert_eq!(state.run(Wait::OrShed, |_| Ok(7)).await.unwrap(), 7);
    }

    #[tokio::test(start_paused = true)]
    async fn err_work_that_takes_too_long_keeps_its_worker() {
        let state = small();
        let (release, held) = std::sync::mpsc::channel::<()>();
        // A paused clock does not move by itself while a thread works.
        let late = async || {
            tokio::task::yield_now().await;
            tokio::time::advance(state.config().item_timeout * 2).await;
        };
        let slow = state.run(Wait::OrShed, move |_| Ok(held.recv().is_ok()));
        assert_eq!(tokio::join!(slow, late()).0.unwrap_err().code, "item_timeout");
        // The thread still runs: what comes next waits for it, and runs out of time as well.
        let next = state.run(Wait::OrShed, |_| Ok(()));
        assert_eq!(tokio::join!(next, late()).0.unwrap_err().code, "item_timeout");
        release.send(()).unwrap();
        while state.inner.workers.available_permits() == 0 {
            tokio::task::yield_now().await;
        }
        state.run(Wait::OrShed, |_| Ok(())).await.unwrap();
    }

    #[tokio::test]
    async fn err_a_full_queue_refuses_at_once_and_recovers() {
        let state = small();
        let router = crate::router(state.clone());
        let ask = async |request: Request<Body>| router.clone().oneshot(request).await.unwrap();
        let extract = || Request::post("/v1/extract").body("A text.".into()).unwrap();
        let ready = || Request::get("/readyz").body(Body::empty()).unwrap();

        let (release, held) = std::sync::mpsc::channel::<()>();
        let busy = tokio::spawn({
            let state = state.clone();
            async move { state.run(Wait::OrShed, move |_| Ok(held.recv().is_ok())).await }
        });
        while state.inner.admission.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let refused = ask(extract()).await;
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(refused.headers()[header::RETRY_AFTER], "1");
        assert_eq!(ask(ready()).await.status(), StatusCode::SERVICE_UNAVAILABLE);

        release.send(()).unwrap();
        assert!(busy.await.unwrap().unwrap());
        assert_eq!(ask(ready()).await.status(), StatusCode::OK);
        assert_eq!(ask(extract()).await.status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn ok_a_single_request_goes_before_the_lines_of_batches() {
        let workers = std::num::NonZeroUsize::new(1);
        let config = Config { workers, ..Config::default() };
        let state = AppState::new(config, Keys::default()).unwrap();
        let (release, held) = std::sync::mpsc::channel::<()>();
        let done = Arc::new(std::sync::Mutex::new(Vec::new()));
        let first = state.run(Wait::Always, move |_| Ok(held.recv().is_ok()));
        let work = async |wait, name| {
            let noted = done.clone();
            let work = move |_: &Metrics| {
                noted.lock().unwrap().push(name);
                Ok(())
            };
            state.run(wait, work).await.unwrap();
        };
        let lines = futures_util::future::join_all((0..5).map(|_| work(Wait::Always, "line")));
        let single = async {
            let work = work(Wait::OrShed, "single");
            let release = async { release.send(()).unwrap() };
            tokio::join!(work, release)
        };
        let _ = tokio::join!(first, lines, single);
        assert_eq!(*done.lock().unwrap(), ["single", "line", "line", "line", "line", "line"]);
    }

    #[tokio::test]
    async fn err_one_batch_too_many() {
        let state = small();
        let places: Vec<_> =
            (0..state.config().batches).map(|_| state.admit_batch().unwrap()).collect();
        let batch = Request::post("/v1/batch").body(Body::empty()).unwrap();
        let refused = crate::router(state.clone()).oneshot(batch).await.unwrap();
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
        drop(places);
        assert!(state.admit_batch().is_ok());
    }
}
