//! `POST /v1/batch`: JSON Lines in, JSON Lines out, in input order, streamed both ways.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use dateline::render::Format;
use futures_util::StreamExt;
use serde::Serialize;

use crate::body::{self, Line};
use crate::item::{Choices, Envelope};
use crate::query;
use crate::rejection::Rejection;
use crate::state::AppState;

/// Extracts the envelope on each line. A bad line is its own error line.
///
/// Only so many lines are read ahead as workers can use: when the client stops reading records, the
/// service stops reading lines.
pub(crate) async fn batch(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Rejection> {
    let choices: Choices = query::parse(query.as_deref())?;
    refuse_other_types(&headers)?;
    let admitted = state.admit()?;

    let config = state.config();
    let ahead = config.worker_count() * 2;
    let lines = body::lines(body, config.max_line_bytes, state.idle_timeout());
    let records = lines
        .map(move |(number, line)| {
            let (state, choices) = (state.clone(), choices.clone());
            async move { answer(&state, &choices, number, line).await }
        })
        .buffered(ahead)
        // The place in the queue is held until the last record is out.
        .map(move |record| {
            let _admitted = &admitted;
            Ok::<Bytes, Infallible>(record)
        });
    let mut response = Body::from_stream(records).into_response();
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/jsonl"));
    Ok(response)
}

/// The record of one line, or its error in the same place.
async fn answer(state: &AppState, choices: &Choices, number: u64, line: Line) -> Bytes {
    let place = format!("line {number}");
    let mut id = None;
    let result = async {
        let line = line?;
        let mut envelope = Envelope::parse(&line, &place)?;
        id.clone_from(&envelope.id);
        // Every answer is one line, whatever form the envelope names.
        envelope.format = None;
        let defaults = Choices { format: None, ..choices.clone() };
        let item = envelope.into_item(&defaults, Format::Jsonl, &place)?;
        state.run(item).await
    }
    .await;
    match result {
        Ok(output) => output.body.into(),
        Err(rejection) => {
            state.metrics().rejection(rejection.code);
            let error = LineError { code: rejection.code, message: &rejection.message };
            let record = ErrorLine { id: id.as_deref(), line: number, error };
            let mut json = serde_json::to_string(&record).expect("strings always serialize");
            json.push('\n');
            json.into()
        }
    }
}

/// What stands in place of a record.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub(crate) struct ErrorLine<'a> {
    /// The item's id, when its line could be read so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    /// Number of the line in the request, from 1.
    line: u64,
    /// What went wrong.
    error: LineError<'a>,
}

#[derive(Debug, Serialize, schemars::JsonSchema)]
struct LineError<'a> {
    code: &'a str,
    message: &'a str,
}

fn refuse_other_types(headers: &HeaderMap) -> Result<(), Rejection> {
    let Some(value) = headers.get(header::CONTENT_TYPE) else { return Ok(()) };
    let media_type = value.to_str().unwrap_or("").split(';').next().unwrap_or("").trim();
    match media_type.to_ascii_lowercase().as_str() {
        "application/jsonl"
        | "application/x-ndjson"
        | "application/ndjson"
        | "application/json-lines"
        | "application/x-jsonlines"
        | "application/octet-stream"
        | "application/x-www-form-urlencoded"
        | "text/plain" => Ok(()),
        other => Err(Rejection::unsupported_media_type(other)),
    }
}
