//! `POST /v1/batch`: JSON Lines in, JSON Lines out, in input order, streamed both ways.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::{Extension, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use dateline::render::Format;
use futures_util::StreamExt;
use serde::Serialize;
use tokio_util::task::AbortOnDropHandle;

use crate::context::RequestId;
use crate::envelope::Envelope;
use crate::lines::{Line, lines};
use crate::rejection::{Rejection, code_schema};
use crate::state::{AppState, Wait};
use crate::work;

/// Lines that are worked on or wait to be sent, for each worker: enough that no worker waits for
/// the one line that takes longest.
const LINES_AHEAD: usize = 2;

/// Extracts the envelope on each line. A bad line is its own error line.
///
/// Only so many lines are read ahead as workers can use: when the client stops reading records, the
/// service stops reading lines.
pub(crate) async fn batch(
    State(state): State<AppState>,
    Extension(request_id): Extension<RequestId>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Rejection> {
    // Every answer is one line, whatever form is named.
    let defaults = Envelope { format: None, ..Envelope::from_query(query.as_deref())? };
    refuse_other_types(&headers)?;
    let mut tally = Tally { _place: state.admit_batch()?, request_id, lines: 0, failed: 0 };

    let config = state.config();
    let ahead = config.worker_count() * LINES_AHEAD;
    let limit = config.max_line_bytes;
    let lines = lines(body, limit, state.patience(), state.reserve(), config.item_timeout);
    let records = lines
        .map(move |(number, line)| {
            // A task of its own: one that was only polled when the client reads could be given a
            // worker, and keep it from everybody for as long as the client does not.
            let (state, defaults) = (state.clone(), defaults.clone());
            let work = async move { answer(&state, &defaults, number, line).await };
            let work = AbortOnDropHandle::new(tokio::spawn(work));
            async move {
                work.await
                    .unwrap_or_else(|_| (error_line(None, number, Rejection::panicked()), false))
            }
        })
        .buffered(ahead)
        .map(move |(record, ok)| {
            tally.count(ok);
            Ok::<Bytes, Infallible>(record)
        });
    let mut response = Body::from_stream(records).into_response();
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/jsonl"));
    Ok(response)
}

/// What a batch came to; holds its place, and tells the log when its last record is out or its
/// client is gone.
struct Tally {
    _place: tokio::sync::OwnedSemaphorePermit,
    request_id: RequestId,
    lines: u64,
    failed: u64,
}

impl Tally {
    fn count(&mut self, ok: bool) {
        self.lines += 1;
        self.failed += u64::from(!ok);
    }
}

impl Drop for Tally {
    fn drop(&mut self) {
        let Self { request_id: RequestId(request_id), lines, failed, .. } = self;
        tracing::info!(%request_id, lines, failed, "batch ended");
    }
}

/// The record of one line, or its error in the same place; and whether it is a record.
async fn answer(state: &AppState, defaults: &Envelope, number: u64, line: Line) -> (Bytes, bool) {
    let text = line.as_ref().ok().cloned();
    let rejection = match record(state, defaults, number, line).await {
        Ok(record) => return (record, true),
        Err(rejection) => rejection,
    };
    state.metrics().rejection(rejection.code);
    let id = tokio::task::spawn_blocking(|| text.and_then(|text| id_of(&text))).await;
    (error_line(id.ok().flatten(), number, rejection), false)
}

fn error_line(id: Option<String>, line: u64, rejection: Rejection) -> Bytes {
    let error = LineError { code: rejection.code, message: rejection.message };
    let mut json =
        serde_json::to_string(&ErrorLine { id, line, error }).expect("strings always serialize");
    json.push('\n');
    json.into()
}

async fn record(
    state: &AppState,
    defaults: &Envelope,
    number: u64,
    line: Line,
) -> Result<Bytes, Rejection> {
    let line = line?;
    let wait = state.config().item_timeout;
    let mut reserved = state.reserve();
    reserved.resize(line.len(), wait).await?;
    let defaults = defaults.clone();
    let output = work::answer(state, Wait::Always, move || {
        let place = format!("line {number}");
        let envelope = Envelope { format: None, ..Envelope::from_json(&line, &place)? };
        envelope.over(&defaults).read(Format::Jsonl, &place)
    });
    let output = output.await?;
    reserved.resize(output.body.len(), wait).await?;
    Ok(reserved.attach(output.body))
}

/// The id on a line that gave no record, however wrong the rest of it is.
fn id_of(line: &[u8]) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Named {
        id: String,
    }
    serde_json::from_slice::<Named>(line).ok().map(|named| named.id)
}

/// What stands in place of a record.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub(crate) struct ErrorLine {
    /// The item's id, when its line could be read so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// Number of the line in the request, from 1.
    line: u64,
    /// What went wrong.
    error: LineError,
}

#[derive(Debug, Serialize, schemars::JsonSchema)]
struct LineError {
    /// Stable name of the failure.
    #[schemars(schema_with = "code_schema")]
    code: &'static str,
    /// What is wrong and what to do.
    message: String,
}

/// What JSON Lines are called: no name is registered, and these are in use.
pub(crate) const MEDIA_TYPES: [&str; 5] = [
    "application/jsonl",
    "application/x-ndjson",
    "application/ndjson",
    "application/json-lines",
    "application/x-jsonlines",
];

/// What clients say that were not told what they send.
const UNTOLD: [&str; 3] =
    ["application/octet-stream", "application/x-www-form-urlencoded", "text/plain"];

fn refuse_other_types(headers: &HeaderMap) -> Result<(), Rejection> {
    let Some(value) = headers.get(header::CONTENT_TYPE) else { return Ok(()) };
    let media_type = value.to_str().unwrap_or("").split(';').next().unwrap_or("").trim();
    let media_type = media_type.to_ascii_lowercase();
    if MEDIA_TYPES.into_iter().chain(UNTOLD).any(|known| known == media_type) {
        Ok(())
    } else {
        Err(Rejection::unsupported_media_type(&media_type))
    }
}
