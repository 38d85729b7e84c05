//! Every refusal, in one JSON shape: `{"error": {"code", "message", "request_id"}}`.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

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
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), retry_after_s: None }
    }

    pub(crate) fn body_too_large(limit: usize) -> Self {
        dateline::Error::InputTooLarge { limit }.into()
    }

    pub(crate) fn busy() -> Self {
        Self {
            retry_after_s: Some(1),
            ..Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                "every worker is busy and the queue is full: try again in a second",
            )
        }
    }

    pub(crate) fn timeout(seconds: f64) -> Self {
        Self::new(
            StatusCode::GATEWAY_TIMEOUT,
            "item_timeout",
            format!("no record after {seconds} s: send a smaller input or raise --item-timeout"),
        )
    }

    pub(crate) fn slow_body(seconds: f64) -> Self {
        Self::new(
            StatusCode::REQUEST_TIMEOUT,
            "slow_body",
            format!("the body paused for more than {seconds} s: send it without pauses"),
        )
    }

    pub(crate) fn broken_body(reason: &dyn std::fmt::Display) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "broken_body",
            format!("the body could not be read ({reason}): check its length and compression"),
        )
    }

    pub(crate) fn unsupported_media_type(found: &str) -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported_media_type",
            format!(
                "`{found}` cannot be read: send text/html, text/plain or application/json \
                 (application/jsonl for a batch)"
            ),
        )
    }

    pub(crate) fn not_acceptable(accept: &str) -> Self {
        Self::new(
            StatusCode::NOT_ACCEPTABLE,
            "not_acceptable",
            format!(
                "`{accept}` is not given: accept application/json, text/markdown, text/plain or \
                 text/html"
            ),
        )
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "this service asks for an API key: send it as `Authorization: Bearer KEY`",
        )
    }

    pub(crate) fn rate_limited(retry_after_s: u64) -> Self {
        Self {
            retry_after_s: Some(retry_after_s),
            ..Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                "rate_limited",
                format!("this key's rate is used up: try again in {retry_after_s} s"),
            )
        }
    }

    pub(crate) fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "there is nothing here: GET /openapi.json lists the routes",
        )
    }

    pub(crate) fn method_not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method_not_allowed",
            "this route has another method: GET /openapi.json lists the routes",
        )
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
        Self::new(status, code.name, error.to_string())
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
    code: &'a str,
    /// What is wrong and what to do.
    message: &'a str,
    /// The request's id, as in the header `x-request-id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
}

impl IntoResponse for Rejection {
    /// The response without its body's request id: the outermost layer knows it and writes the
    /// body.
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
