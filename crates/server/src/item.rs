//! One thing to extract, and the work itself.

use std::time::Instant;

use bytes::Bytes;
use dateline::render::{self, Format};
use dateline::{Extractor, Layers, Limits, OffsetUnit, Options, SourceKind};

use crate::metrics::{Metrics, TimedStage};
use crate::rejection::Rejection;

/// A page or text, and what came with it.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) bytes: Bytes,
    /// Judged by content when absent.
    pub(crate) kind: Option<SourceKind>,
    /// What a `Content-Type` said.
    pub(crate) charset: Option<String>,
}

/// What is wanted of it, and what the caller knows about it.
#[derive(Debug)]
pub(crate) struct Choices {
    pub(crate) id: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) analysis: Layers,
    pub(crate) format: Format,
    pub(crate) offsets: OffsetUnit,
}

/// A finished record in the form asked for.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) body: String,
    pub(crate) format: Format,
}

impl Choices {
    /// Extracts and renders: the CPU work, for a thread that may block.
    pub(crate) fn extract(self, page: &Page, metrics: &Metrics) -> Result<Output, Rejection> {
        let started = Instant::now();
        let options = Options {
            analysis: self.analysis,
            // The service's own limit was met when the page was read.
            limits: Limits { max_input_bytes: page.bytes.len(), ..Limits::default() },
            ..Options::default()
        };
        let article = Extractor::new(options)?.extract(&dateline::Input {
            bytes: &page.bytes,
            kind: page.kind,
            id: self.id.as_deref(),
            url: self.url.as_deref(),
            published: self.published.as_deref(),
            charset: page.charset.as_deref(),
        })?;
        let extracted = Instant::now();
        metrics.stage(TimedStage::Extract, extracted - started);
        let article =
            if self.format.is_record() { article.with_offsets(self.offsets) } else { article };
        let body = render::render(&article, self.format);
        metrics.stage(TimedStage::Render, extracted.elapsed());
        metrics.item(page.bytes.len(), body.len());
        Ok(Output { body, format: self.format })
    }
}
