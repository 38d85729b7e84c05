//! The service about itself: its page, schema, description, health and counters.

use std::sync::LazyLock;

use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{Html, IntoResponse};

use crate::openapi;
use crate::rejection::Rejection;
use crate::state::AppState;

/// The page to try the service by hand: one file, no outside asset.
const PAGE: &str = include_str!("../../assets/index.html");

/// What the page may do: run its own script and style, and talk to its own service.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src \
                           'unsafe-inline'; connect-src 'self'; img-src data:; base-uri 'none'; \
                           form-action 'none'; frame-ancestors 'none'";

/// `GET /`
pub(crate) async fn page() -> impl IntoResponse {
    ([(header::CONTENT_SECURITY_POLICY, PAGE_POLICY)], Html(PAGE))
}

/// `GET /v1/schema`: the JSON Schema of the record.
pub(crate) async fn schema() -> impl IntoResponse {
    static SCHEMA: LazyLock<String> = LazyLock::new(|| dateline::article::json_schema());
    (json("application/schema+json"), SCHEMA.as_str())
}

/// `GET /openapi.json`
pub(crate) async fn openapi() -> impl IntoResponse {
    static DOCUMENT: LazyLock<String> = LazyLock::new(|| openapi::document().to_string());
    (json("application/json"), DOCUMENT.as_str())
}

/// `GET /healthz`: the process answers.
pub(crate) async fn healthz() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: another request would find room.
pub(crate) async fn readyz(State(state): State<AppState>) -> Result<&'static str, Rejection> {
    state.shed().map(|()| "ready\n")
}

/// `GET /metrics`
pub(crate) async fn metrics(State(state): State<AppState>) -> impl IntoResponse {
    const TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    (StatusCode::OK, json(TEXT), state.metrics().text())
}

fn json(media_type: &'static str) -> [(HeaderName, &'static str); 1] {
    [(header::CONTENT_TYPE, media_type)]
}
