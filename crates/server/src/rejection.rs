//! Every refusal, in one JSON shape: `{"error": {"code", "message", "request_id"}}`.

use std::fmt::Display;
use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::code::Code;

/// Why a request, or one line of a batch, got no record.
#[derive(Debug, Clone)]
pub struct Rejection {
    /// HTTP status.
    pub status: StatusCode,
    /// Stable name: the core's for its errors, the service's own for the rest.
    pub code: &'static str,
    /// What is wrong and what to do.
    pub message: String,
    /// Seconds after which it is worth to try again.
    pub retry_after_s: Option<u64>,
}

impl Rejection {
    /// Every code that a rejection can have.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        // The core's other errors are about files, which the service neither reads nor writes.
        let file_errors = ["unreadable_input", "unwritable_output"];
        let core = dateline::error::ERROR_CODES.iter().map(|code| code.name);
        let core = core.filter(move |name| !file_errors.contains(name));
        Code::ALL.iter().map(|code| code.name()).chain(core)
    }

    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        let (status, code) = (code.status(), code.name());
        Self { status, code, message: message.into(), retry_after_s: None }
    }

    fn retry_after(self, seconds: u64) -> Self {
        Self { retry_after_s: Some(seconds), ..self }
    }

    pub(crate) fn body_too_large(limit: usize) -> Self {
        dateline::Error::InputTooLarge { limit }.into()
    }

    pub(crate) fn panicked() -> Self {
        let reason = "this request met a defect; please report it".to_owned();
        dateline::Error::Internal { reason }.into()
    }

    pub(crate) fn busy() -> Self {
        let message = "every worker is busy and the queue or memory is full: try again in a second";
        Self::new(Code::Busy, message).retry_after(1)
    }

    pub(crate) fn too_many_batches() -> Self {
        let message = "as many batches as may be open are: try again when one has ended";
        Self::new(Code::Busy, message).retry_after(10)
    }

    pub(crate) fn too_many_connections() -> Self {
        let message = "as many connections as may be open are: try again in a second";
        Self::new(Code::TooManyConnections, message).retry_after(1)
    }

    pub(crate) fn rate_limited(seconds: u64) -> Self {
        let message = format!("this key's rate is used up: try again in {seconds} s");
        Self::new(Code::RateLimited, message).retry_after(seconds)
    }

    pub(crate) fn headers_too_large(limit: usize) -> Self {
        let message = format!("the address and headers have more than {limit} bytes: send fewer");
        Self::new(Code::HeadersTooLarge, message)
    }

    pub(crate) fn item_timeout(limit: Duration) -> Self {
        let seconds = limit.as_secs_f64();
        let message = format!("no record after {seconds} s: send a smaller input, or try again");
        Self::new(Code::ItemTimeout, message)
    }

    pub(crate) fn slow_body(limit: Duration) -> Self {
        let seconds = limit.as_secs_f64();
        let message = format!("the body kept the service waiting for {seconds} s: send it faster");
        Self::new(Code::SlowBody, message)
    }

    pub(crate) fn broken_body(reason: &dyn Display) -> Self {
        let message =
            format!("the body could not be read ({reason}): check its length and compression");
        Self::new(Code::BrokenBody, message)
    }

    pub(crate) fn unsupported_media_type(found: &str) -> Self {
        let message = format!(
            "`{found}` cannot be read: send text/html, text/plain or application/json \
             (application/jsonl for a batch)"
        );
        Self::new(Code::UnsupportedMediaType, message)
    }

    pub(crate) fn unsupported_encoding() -> Self {
        let message = "this content encoding cannot be read: send gzip, br, zstd or none";
        Self::new(Code::UnsupportedEncoding, message)
    }

    pub(crate) fn not_acceptable(accept: &str) -> Self {
        let message = format!(
            "`{accept}` is not given: accept application/json, text/markdown, text/plain or \
             text/html"
        );
        Self::new(Code::NotAcceptable, message)
    }

    pub(crate) fn unauthorized() -> Self {
        let message = "this service asks for an API key: send it as `Authorization: Bearer KEY`";
        Self::new(Code::Unauthorized, message)
    }

    pub(crate) fn not_found() -> Self {
        let message = "there is nothing here: GET /openapi.json lists the routes";
        Self::new(Code::NotFound, message)
    }

    pub(crate) fn method_not_allowed() -> Self {
        let message = "this route has another method: GET /openapi.json lists the routes";
        Self::new(Code::MethodNotAllowed, message)
    }

    pub(crate) fn fetch_disabled() -> Self {
        let message = "this service fetches no pages: send the page's source as `html`, or start \
                       the service with --allow-fetch";
        Self::new(Code::FetchDisabled, message)
    }

    /// The shape that clients see.
    pub(crate) fn body<'a>(&'a self, request_id: Option<&'a str>) -> RejectionBody<'a> {
        RejectionBody {
            error: RejectionDetail { code: self.code, message: &self.message, request_id },
        }
    }
}

impl From<dateline::Error> for Rejection {
    fn from(error: dateline::Error) -> Self {
        let code = error.code();
        let status = StatusCode::from_u16(code.http).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { status, code: code.name, message: error.to_string(), retry_after_s: None }
    }
}

/// A refusal as it is sent.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub(crate) struct RejectionBody<'a> {
    error: RejectionDetail<'a>,
}

/// What went wrong.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub(crate) struct RejectionDetail<'a> {
    /// Stable name of the failure.
    #[schemars(schema_with = "code_schema")]
    code: &'a str,
    /// What is wrong and what to do.
    message: &'a str,
    /// The request's id, as in the header `x-request-id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
}

/// The codes by name.
pub(crate) fn code_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "type": "string", "enum": Rejection::codes().collect::<Vec<_>>() })
}

impl IntoResponse for Rejection {
    /// The response without its body: the outermost layer knows the request's id and writes it.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(self);
        response
    }
}
