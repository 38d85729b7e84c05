//! The outermost layer: request ids, one log line a request, counters, and the one shape of
//! refusals.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::code::Code;
use crate::keys::Verdict;
use crate::rejection::Rejection;
use crate::state::AppState;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// A longer id from a client is replaced: it would fill logs.
const MAX_ID_BYTES: usize = 128;

/// The id of a request, for its handlers.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) Arc<str>);

/// Wraps every request.
pub(crate) async fn layer(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let id = request_id(request.headers());
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    // The route, not the path: labels and logs stay few and hold nothing a client wrote.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());

    let limit = state.config().max_header_bytes;
    let mut response = if header_bytes(&request) > limit {
        Rejection::headers_too_large(limit).into_response()
    } else {
        next.run(request).await
    };
    let code = rejection_of(&mut response).map(|rejection| {
        state.metrics().rejection(rejection.code);
        let body =
            serde_json::to_vec(&rejection.body(Some(&id))).expect("strings always serialize");
        *response.body_mut() = body.into();
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_LENGTH);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        rejection.code
    });
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, value);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let status = response.status().as_u16();
    state.metrics().request(&route, status);
    tracing::info!(
        request_id = &*id,
        %method,
        route,
        status,
        code,
        ms = started.elapsed().as_millis() as u64,
        "request"
    );
    response
}

/// What the address and the headers of a request take, as they stand on the wire.
fn header_bytes(request: &Request) -> usize {
    let address = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    let separators = ": \r\n".len();
    let lines = request
        .headers()
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + separators);
    address + lines.sum::<usize>()
}

/// Asks for an API key where keys are configured.
pub(crate) async fn authorize(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let authorization =
        request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    match state.keys().judge(authorization) {
        Verdict::Pass(name) => {
            if let Some(name) = name {
                tracing::debug!(key = name, "authorized");
            }
            next.run(request).await
        }
        Verdict::Unknown => Rejection::unauthorized().into_response(),
        Verdict::Exhausted(seconds) => Rejection::rate_limited(seconds).into_response(),
    }
}

/// What a response refuses: our own rejection, or what a layer below answered in its own words.
fn rejection_of(response: &mut Response) -> Option<Rejection> {
    if let Some(rejection) = response.extensions_mut().remove::<Rejection>() {
        return Some(rejection);
    }
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return None;
    }
    Some(match status {
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Rejection::unsupported_encoding(),
        StatusCode::METHOD_NOT_ALLOWED => Rejection::method_not_allowed(),
        status if status.is_server_error() => Rejection::panicked(),
        _ => Rejection::new(Code::BadRequest, "the request cannot be answered"),
    })
}

/// The client's own id when it is short and printable, else a new one.
fn request_id(headers: &HeaderMap) -> Arc<str> {
    headers
        .get(REQUEST_ID)
        .and_then(|value| value.to_str().ok())
        .filter(|id| {
            (1..=MAX_ID_BYTES).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic())
        })
        .map_or_else(|| new_id().into(), Arc::from)
}

/// Start of the process and number of the request: unique without a source of randomness.
pub(crate) fn new_id() -> String {
    static START: OnceLock<u64> = OnceLock::new();
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let start = START.get_or_init(|| {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_micros() as u64)
    });
    format!("{start:x}-{:x}", NEXT.fetch_add(1, Ordering::Relaxed))
}
