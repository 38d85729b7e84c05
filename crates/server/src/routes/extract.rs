//! `POST /v1/extract`: one input, one record.

use std::time::Instant;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use dateline::render::Format;

use crate::body;
use crate::envelope::Envelope;
use crate::item::Page;
use crate::metrics::TimedStage;
use crate::negotiate::{self, BodyKind};
use crate::rejection::Rejection;
use crate::state::{AppState, Wait};
use crate::work;

/// What a browser may do with an answer that is HTML: show it. It was made from somebody's page,
/// and comes from the address of the service.
const ANSWER_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src *; sandbox";

/// Extracts the page or text that is the body, or that a JSON envelope holds or names.
pub(crate) async fn extract(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Rejection> {
    let choices = Envelope::from_query(query.as_deref())?;
    let kind = negotiate::body_kind(&headers)?;
    let accepted = negotiate::accepted(&headers)?;
    // Refused before the body is read: a full service must not spend memory on what it sheds.
    state.shed()?;

    let started = Instant::now();
    let limit = state.config().max_body_bytes;
    let mut reserved = state.reserve();
    let bytes = body::read_all(&headers, body, limit, state.patience(), &mut reserved).await?;
    state.metrics().stage(TimedStage::Receive, started.elapsed());

    let format = accepted.format;
    let output = work::answer(&state, Wait::OrShed, move || match kind {
        BodyKind::Envelope => {
            let place = "the body";
            Envelope::from_json(&bytes, place)?.over(&choices).read(format, place)
        }
        BodyKind::Raw { kind, charset } => {
            Ok((Some(Page { bytes, kind, charset }), choices.choices(format)?))
        }
    });
    let output = output.await?;
    reserved.try_resize(output.body.len())?;

    let media_type = match output.format {
        format if format == accepted.format => accepted.media_type,
        format => format.media_type(),
    };
    let mut response = Body::from(reserved.attach(output.body)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    if matches!(output.format, Format::Html | Format::Page) {
        let policy = HeaderValue::from_static(ANSWER_POLICY);
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}
