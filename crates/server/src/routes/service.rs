//! The service about itself: its page, schema, description, health and counters.

use std::sync::LazyLock;

use axum::extract::{Path, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{Html, IntoResponse};

use crate::openapi;
use crate::rejection::Rejection;
use crate::state::AppState;

/// What the page may do: run and look as these files say, and talk to its own service.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src \
                           'self'; img-src data:; base-uri 'none'; form-action 'none'; \
                           frame-ancestors 'none'";

/// `GET /`: the page to try the service by hand.
pub(crate) async fn page() -> impl IntoResponse {
    ([(header::CONTENT_SECURITY_POLICY, PAGE_POLICY)], Html(include_str!("../../assets/page.html")))
}

/// `GET /assets/NAME`: what the page is made of.
pub(crate) async fn asset(Path(name): Path<String>) -> Result<impl IntoResponse, Rejection> {
    let (media_type, content) = match name.as_str() {
        "page.css" => ("text/css; charset=utf-8", include_str!("../../assets/page.css")),
        "page.js" => ("text/javascript; charset=utf-8", include_str!("../../assets/page.js")),
        "record.js" => ("text/javascript; charset=utf-8", include_str!("../../assets/record.js")),
        _ => return Err(Rejection::not_found()),
    };
    Ok((typed(media_type), content))
}

/// `GET /v1/schema`: the JSON Schema of the record.
pub(crate) async fn schema() -> impl IntoResponse {
    static SCHEMA: LazyLock<String> = LazyLock::new(dateline::article::json_schema);
    (typed("application/schema+json"), SCHEMA.as_str())
}

/// `GET /openapi.json`
pub(crate) async fn openapi() -> impl IntoResponse {
    static DOCUMENT: LazyLock<String> = LazyLock::new(|| openapi::document().to_string());
    (typed("application/json"), DOCUMENT.as_str())
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
    (StatusCode::OK, typed(TEXT), state.metrics().text())
}

fn typed(media_type: &'static str) -> [(HeaderName, &'static str); 1] {
    [(header::CONTENT_TYPE, media_type)]
}
