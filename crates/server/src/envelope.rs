//! What a request says about its input: in the query, in a JSON body, on a line of a batch.

use std::str::FromStr;

use dateline::render::Format;
use dateline::{Layer, Layers, OffsetUnit, SourceKind};
use schemars::{Schema, json_schema};
use serde::Deserialize;

use crate::item::{Choices, Page};
use crate::rejection::Rejection;

/// An input and the choices for it. A query has the choices alone; they hold for the body, or for
/// each line of a batch, unless it says otherwise.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(transform = needs_an_input)]
pub(crate) struct Envelope {
    /// A web page's source.
    pub(crate) html: Option<String>,
    /// A plain text.
    pub(crate) text: Option<String>,
    /// The page's address. Without `html` and `text` the page is fetched from there, where the
    /// service fetches.
    pub(crate) url: Option<String>,
    /// The caller's name for the item; comes back in its record.
    pub(crate) id: Option<String>,
    /// When it was published, ISO 8601: relative times are read against it.
    pub(crate) published: Option<String>,
    /// Analysis layers: `all`, `none` or a comma-separated list. Default: `all`.
    #[serde(default)]
    #[schemars(schema_with = "analysis_schema")]
    pub(crate) analysis: Option<String>,
    /// The form of the answer; goes before the `Accept` header. A batch always answers in records.
    #[serde(default)]
    #[schemars(schema_with = "format_schema")]
    pub(crate) format: Option<String>,
    /// What spans count. Default: `byte`.
    pub(crate) offsets: Option<OffsetUnit>,
}

/// The fields that hold the input itself: these have no place in a query.
pub(crate) const INPUT_FIELDS: [&str; 2] = ["html", "text"];

impl Envelope {
    /// Reads a query string.
    pub(crate) fn from_query(query: Option<&str>) -> Result<Self, Rejection> {
        const PLACE: &str = "the query";
        let Some(query) = query else { return Ok(Self::default()) };
        let uri = axum::http::Uri::builder().path_and_query(format!("/?{query}")).build();
        let choices = uri
            .map_err(|error| invalid_item(PLACE, error.to_string()))
            .and_then(|uri| {
                axum::extract::Query::<Self>::try_from_uri(&uri)
                    .map_err(|error| invalid_item(PLACE, error.body_text()))
            })?
            .0;
        if choices.html.is_some() || choices.text.is_some() {
            return Err(invalid_item(PLACE, "send the page or text as the body".to_owned()));
        }
        choices.layers()?;
        choices.named_format()?;
        Ok(choices)
    }

    /// Reads an envelope; `place` names it in messages.
    pub(crate) fn from_json(json: &[u8], place: &str) -> Result<Self, Rejection> {
        // Structs are also read from arrays, by position: nobody should come to rely on that.
        if json.trim_ascii_start().first() != Some(&b'{') {
            return Err(invalid_item(place, "expected a JSON object".to_owned()));
        }
        serde_json::from_slice(json).map_err(|error| invalid_item(place, error.to_string()))
    }

    /// This envelope; what it leaves open is taken from `defaults`.
    pub(crate) fn over(self, defaults: &Self) -> Self {
        let or = |own: Option<String>, default: &Option<String>| own.or_else(|| default.clone());
        Self {
            html: self.html,
            text: self.text,
            url: or(self.url, &defaults.url),
            id: or(self.id, &defaults.id),
            published: or(self.published, &defaults.published),
            analysis: or(self.analysis, &defaults.analysis),
            format: or(self.format, &defaults.format),
            offsets: self.offsets.or(defaults.offsets),
        }
    }

    /// The page it holds, none when it is still to be fetched, and every choice made: the form is
    /// `format` unless the envelope names another.
    pub(crate) fn read(
        mut self,
        format: Format,
        place: &str,
    ) -> Result<(Option<Page>, Choices), Rejection> {
        // JSON strings are Unicode already: a charset the page declares is not asked about.
        let page = |text: String, kind| {
            Some(Page { bytes: text.into(), kind: Some(kind), charset: Some("utf-8".to_owned()) })
        };
        let page = match (self.html.take(), self.text.take()) {
            (Some(html), None) => page(html, SourceKind::Html),
            (None, Some(text)) => page(text, SourceKind::Text),
            (None, None) if self.url.is_some() => None,
            _ => {
                let reason = "give exactly one of `html` and `text`, or `url` alone".to_owned();
                return Err(invalid_item(place, reason));
            }
        };
        Ok((page, self.choices(format)?))
    }

    /// Every choice made; the form is `format` unless the envelope names another.
    pub(crate) fn choices(self, format: Format) -> Result<Choices, Rejection> {
        Ok(Choices {
            analysis: self.layers()?,
            format: self.named_format()?.unwrap_or(format),
            offsets: self.offsets.unwrap_or_default(),
            id: self.id,
            url: self.url,
            published: self.published,
        })
    }

    fn layers(&self) -> Result<Layers, Rejection> {
        Ok(self.analysis.as_deref().map_or(Ok(Layers::ALL), Layers::from_str)?)
    }

    fn named_format(&self) -> Result<Option<Format>, Rejection> {
        Ok(self.format.as_deref().map(Format::from_str).transpose()?)
    }
}

fn invalid_item(place: &str, reason: String) -> Rejection {
    dateline::Error::InvalidItem { place: place.to_owned(), reason }.into()
}

/// Exactly one of `html` and `text`, or `url` without either.
fn needs_an_input(schema: &mut Schema) {
    let string = || json_schema!({ "type": "string" });
    let absent = || json_schema!({ "type": "null" });
    let alternatives = [
        json_schema!({ "required": ["html"], "properties": { "html": string(), "text": absent() } }),
        json_schema!({ "required": ["text"], "properties": { "html": absent(), "text": string() } }),
        json_schema!({
            "required": ["url"],
            "properties": { "html": absent(), "text": absent(), "url": string() },
        }),
    ];
    schema.insert("anyOf".to_owned(), alternatives.map(Schema::to_value).to_vec().into());
}

fn analysis_schema(_: &mut schemars::SchemaGenerator) -> Schema {
    let layer = Layer::ALL.map(Layer::name).join("|");
    json_schema!({
        "type": ["string", "null"],
        "pattern": format!("^(all|none|({layer})(,({layer}))*)$"),
    })
}

fn format_schema(_: &mut schemars::SchemaGenerator) -> Schema {
    let names = Format::ALL.map(Format::name);
    json_schema!({ "type": ["string", "null"], "enum": names.map(Some).into_iter().chain([None]).collect::<Vec<_>>() })
}
