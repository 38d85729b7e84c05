//! Counters in the Prometheus text format.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};

/// What the service counts.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    rejections: Family<CodeLabel, Counter>,
    items: Counter,
    input_bytes: Counter,
    output_bytes: Counter,
    /// One histogram for each [`TimedStage`], in their order: looked up for every item, so without
    /// a lock.
    stages: [Histogram; TimedStage::ALL.len()],
    /// Items that wait for a worker.
    pub(crate) queued: Gauge,
    /// Items that are being extracted.
    pub(crate) running: Gauge,
    /// Open connections.
    pub(crate) connections: Gauge,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CodeLabel {
    code: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct StageLabel {
    stage: &'static str,
}

/// The parts of a request's time that are counted apart.
#[derive(Debug, Clone, Copy)]
pub(crate) enum TimedStage {
    /// Reading the body.
    Receive,
    /// Waiting for a worker.
    Queue,
    /// Fetching the page.
    Fetch,
    /// Bytes to record.
    Extract,
    /// Record to the form asked for.
    Render,
}

impl TimedStage {
    const ALL: [TimedStage; 5] = [
        TimedStage::Receive,
        TimedStage::Queue,
        TimedStage::Fetch,
        TimedStage::Extract,
        TimedStage::Render,
    ];

    fn name(self) -> &'static str {
        match self {
            TimedStage::Receive => "receive",
            TimedStage::Queue => "queue",
            TimedStage::Fetch => "fetch",
            TimedStage::Extract => "extract",
            TimedStage::Render => "render",
        }
    }
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("dateline");
        // 0.1 ms to 26 s in steps of four.
        let family: Family<StageLabel, Histogram> =
            Family::new_with_constructor(|| Histogram::new(exponential_buckets(0.0001, 4.0, 10)));
        let stages = TimedStage::ALL
            .map(|stage| family.get_or_create_owned(&StageLabel { stage: stage.name() }));
        let requests = Family::default();
        let rejections = Family::default();
        let (items, input_bytes, output_bytes) =
            (Counter::default(), Counter::default(), Counter::default());
        let (queued, running, connections) = (Gauge::default(), Gauge::default(), Gauge::default());
        registry.register("requests", "Requests by route and status", requests.clone());
        registry.register(
            "rejections",
            "Refusals by code, batch lines included",
            rejections.clone(),
        );
        registry.register("items", "Items that gave a record", items.clone());
        registry.register_with_unit(
            "input",
            "Input of those items",
            Unit::Bytes,
            input_bytes.clone(),
        );
        registry.register_with_unit("output", "Records sent", Unit::Bytes, output_bytes.clone());
        registry.register_with_unit("stage", "Time an item spent", Unit::Seconds, family);
        registry.register("queued", "Items that wait for a worker", queued.clone());
        registry.register("running", "Items being extracted", running.clone());
        registry.register("connections", "Open connections", connections.clone());
        Self {
            registry,
            requests,
            rejections,
            items,
            input_bytes,
            output_bytes,
            stages,
            queued,
            running,
            connections,
        }
    }
}

impl Metrics {
    pub(crate) fn request(&self, route: &str, status: u16) {
        self.requests.get_or_create(&RequestLabels { route: route.to_owned(), status }).inc();
    }

    pub(crate) fn rejection(&self, code: &'static str) {
        self.rejections.get_or_create(&CodeLabel { code }).inc();
    }

    pub(crate) fn item(&self, input_bytes: usize, output_bytes: usize) {
        self.items.inc();
        self.input_bytes.inc_by(input_bytes as u64);
        self.output_bytes.inc_by(output_bytes as u64);
    }

    pub(crate) fn stage(&self, stage: TimedStage, time: Duration) {
        self.stages[stage as usize].observe(time.as_secs_f64());
    }

    /// All of them as text.
    #[must_use]
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("writing to a string does not fail");
        text
    }
}
