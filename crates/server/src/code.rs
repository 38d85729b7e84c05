//! The service's own refusals, beside the core's errors: stable code and HTTP status of each.

use axum::http::StatusCode;

/// Why the service itself refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    BadRequest,
    BrokenBody,
    Unauthorized,
    FetchDisabled,
    FetchRefused,
    RobotsDisallow,
    NotFound,
    MethodNotAllowed,
    NotAcceptable,
    SlowBody,
    UnsupportedMediaType,
    UnsupportedEncoding,
    RateLimited,
    HeadersTooLarge,
    FetchFailed,
    Busy,
    TooManyConnections,
    ItemTimeout,
    FetchTimeout,
}

impl Code {
    /// Every code, in the order of the statuses.
    pub(crate) const ALL: [Code; 19] = [
        Code::BadRequest,
        Code::BrokenBody,
        Code::Unauthorized,
        Code::FetchDisabled,
        Code::FetchRefused,
        Code::RobotsDisallow,
        Code::NotFound,
        Code::MethodNotAllowed,
        Code::NotAcceptable,
        Code::SlowBody,
        Code::UnsupportedMediaType,
        Code::UnsupportedEncoding,
        Code::RateLimited,
        Code::HeadersTooLarge,
        Code::FetchFailed,
        Code::Busy,
        Code::TooManyConnections,
        Code::ItemTimeout,
        Code::FetchTimeout,
    ];

    /// The stable name and the status.
    const fn row(self) -> (&'static str, u16) {
        match self {
            Code::BadRequest => ("bad_request", 400),
            Code::BrokenBody => ("broken_body", 400),
            Code::Unauthorized => ("unauthorized", 401),
            Code::FetchDisabled => ("fetch_disabled", 403),
            Code::FetchRefused => ("fetch_refused", 403),
            Code::RobotsDisallow => ("robots_disallow", 403),
            Code::NotFound => ("not_found", 404),
            Code::MethodNotAllowed => ("method_not_allowed", 405),
            Code::NotAcceptable => ("not_acceptable", 406),
            Code::SlowBody => ("slow_body", 408),
            Code::UnsupportedMediaType => ("unsupported_media_type", 415),
            Code::UnsupportedEncoding => ("unsupported_encoding", 415),
            Code::RateLimited => ("rate_limited", 429),
            Code::HeadersTooLarge => ("headers_too_large", 431),
            Code::FetchFailed => ("fetch_failed", 502),
            Code::Busy => ("busy", 503),
            Code::TooManyConnections => ("too_many_connections", 503),
            Code::ItemTimeout => ("item_timeout", 504),
            Code::FetchTimeout => ("fetch_timeout", 504),
        }
    }

    pub(crate) fn name(self) -> &'static str {
        self.row().0
    }

    pub(crate) fn status(self) -> StatusCode {
        StatusCode::from_u16(self.row().1).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}
