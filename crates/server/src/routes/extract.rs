//! `POST /v1/extract`: one input, one record.

use std::time::Instant;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::body;
use crate::item::{Choices, Envelope, Item};
use crate::metrics::TimedStage;
use crate::negotiate::{self, BodyKind};
use crate::query;
use crate::rejection::Rejection;
use crate::state::AppState;

/// Extracts the page or text that is the body, or that a JSON envelope holds.
pub(crate) async fn extract(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Rejection> {
    let choices: Choices = query::parse(query.as_deref())?;
    let kind = negotiate::body_kind(&headers)?;
    let format = negotiate::accepted_format(&headers)?;
    // Refused before the body is read: a full service must not spend memory on what it sheds.
    let _admitted = state.admit()?;

    let started = Instant::now();
    let config = state.config();
    let bytes = body::read_all(&headers, body, config.max_body_bytes, state.idle_timeout()).await?;
    state.metrics().stage(TimedStage::Receive, started.elapsed());

    let item = match kind {
        BodyKind::Envelope => {
            Envelope::parse(&bytes, "the body")?.into_item(&choices, format, "the body")?
        }
        BodyKind::Raw { kind, charset } => Item::new(bytes, kind, charset, choices, format)?,
    };
    let output = state.run(item).await?;
    let media_type = HeaderValue::from_static(negotiate::media_type(output.format));
    let mut response = output.body.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
    Ok(response)
}
