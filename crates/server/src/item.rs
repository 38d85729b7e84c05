//! One thing to extract: how requests describe it, and the work itself.

use std::str::FromStr;
use std::time::Instant;

use bytes::Bytes;
use dateline::render::{self, Format};
use dateline::{Extractor, Layers, OffsetUnit, Options, SourceKind};
use serde::Deserialize;

use crate::metrics::{Metrics, TimedStage};
use crate::rejection::Rejection;

/// The choices that can stand in a query string, and in an envelope beside its input.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Choices {
    /// The caller's name for the item; comes back in its record.
    pub id: Option<String>,
    /// The page's address.
    pub url: Option<String>,
    /// When it was published, ISO 8601: relative times are read against it.
    pub published: Option<String>,
    /// Analysis layers: `all`, `none` or a comma-separated list. Default: `all`.
    pub analysis: Option<String>,
    /// `json`, `jsonl`, `markdown`, `text`, `html` or `page`; goes before the `Accept` header.
    pub format: Option<String>,
    /// What spans count: `byte`, `char` or `utf16`. Default: `byte`.
    pub offsets: Option<OffsetUnit>,
}

/// A JSON body, or one line of a batch: the input and the choices for it.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Envelope {
    /// A web page's source. Exactly one of `html` and `text` is given.
    pub html: Option<String>,
    /// A plain text.
    pub text: Option<String>,
    /// The caller's name for the item; comes back in its record.
    pub id: Option<String>,
    /// The page's address.
    pub url: Option<String>,
    /// When it was published, ISO 8601: relative times are read against it.
    pub published: Option<String>,
    /// Analysis layers: `all`, `none` or a comma-separated list. Default: `all`.
    pub analysis: Option<String>,
    /// `json`, `jsonl`, `markdown`, `text`, `html` or `page`; goes before the `Accept` header.
    pub format: Option<String>,
    /// What spans count: `byte`, `char` or `utf16`. Default: `byte`.
    pub offsets: Option<OffsetUnit>,
}

impl Envelope {
    /// Reads an envelope; `place` names it in messages.
    pub(crate) fn parse(json: &[u8], place: &str) -> Result<Self, Rejection> {
        serde_json::from_slice(json).map_err(|error| invalid_item(place, error.to_string()))
    }

    /// The item it describes; what it leaves open is taken from `defaults`.
    pub(crate) fn into_item(
        self,
        defaults: &Choices,
        format: Format,
        place: &str,
    ) -> Result<Item, Rejection> {
        let (bytes, kind) = match (self.html, self.text) {
            (Some(html), None) => (html, SourceKind::Html),
            (None, Some(text)) => (text, SourceKind::Text),
            _ => {
                return Err(invalid_item(
                    place,
                    "give exactly one of `html` and `text`".to_owned(),
                ));
            }
        };
        let choices = Choices {
            id: self.id.or_else(|| defaults.id.clone()),
            url: self.url.or_else(|| defaults.url.clone()),
            published: self.published.or_else(|| defaults.published.clone()),
            analysis: self.analysis.or_else(|| defaults.analysis.clone()),
            format: self.format.or_else(|| defaults.format.clone()),
            offsets: self.offsets.or(defaults.offsets),
        };
        // JSON strings are Unicode already: a charset the page declares is not asked about.
        Item::new(bytes.into(), Some(kind), Some("utf-8".to_owned()), choices, format)
    }
}

fn invalid_item(place: &str, reason: String) -> Rejection {
    dateline::Error::InvalidItem { place: place.to_owned(), reason }.into()
}

/// One thing to extract, ready to run.
#[derive(Debug)]
pub(crate) struct Item {
    bytes: Bytes,
    kind: Option<SourceKind>,
    charset: Option<String>,
    id: Option<String>,
    url: Option<String>,
    published: Option<String>,
    analysis: Layers,
    format: Format,
    offsets: OffsetUnit,
}

/// A finished record in the form asked for.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) body: String,
    pub(crate) format: Format,
}

impl Item {
    /// An item; `format` holds unless the choices name another.
    pub(crate) fn new(
        bytes: Bytes,
        kind: Option<SourceKind>,
        charset: Option<String>,
        choices: Choices,
        format: Format,
    ) -> Result<Self, Rejection> {
        Ok(Self {
            bytes,
            kind,
            charset,
            id: choices.id,
            url: choices.url,
            published: choices.published,
            analysis: choices.analysis.as_deref().map_or(Ok(Layers::ALL), Layers::from_str)?,
            format: choices.format.as_deref().map_or(Ok(format), Format::from_str)?,
            offsets: choices.offsets.unwrap_or_default(),
        })
    }

    /// Extracts and renders: the CPU work, for a thread that may block.
    pub(crate) fn run(self, metrics: &Metrics) -> Result<Output, Rejection> {
        let started = Instant::now();
        let options = Options { analysis: self.analysis, ..Options::default() };
        let article = Extractor::new(options)?.extract(&dateline::Input {
            bytes: &self.bytes,
            kind: self.kind,
            id: self.id.as_deref(),
            url: self.url.as_deref(),
            published: self.published.as_deref(),
            charset: self.charset.as_deref(),
        })?;
        let extracted = Instant::now();
        metrics.stage(TimedStage::Extract, extracted - started);
        let article =
            if self.format.is_record() { article.with_offsets(self.offsets) } else { article };
        let body = render::render(&article, self.format);
        metrics.stage(TimedStage::Render, extracted.elapsed());
        metrics.item(self.bytes.len(), body.len());
        Ok(Output { body, format: self.format })
    }
}
