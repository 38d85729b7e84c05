//! Dateline over HTTP: [`router`] holds the routes and layers, [`serve`] runs them on a listener.
//!
//! There is no extraction logic here. A request becomes an item, an item waits for one of as many
//! workers as there are cores, and the core does the rest on a thread that may block. What does not
//! fit into the queue is refused at once, so that a service under too much load stays quick for
//! what it takes.

#![forbid(unsafe_code)]
#![deny(missing_docs, unreachable_pub)]

mod body;
mod budget;
mod code;
mod config;
mod connection;
mod context;
mod envelope;
mod fetch;
mod item;
mod keys;
mod lines;
mod listen;
mod metrics;
mod negotiate;
mod openapi;
mod patience;
mod rejection;
mod routes;
mod run;
mod state;
mod work;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::decompression::RequestDecompressionLayer;

pub use config::Config;
pub use keys::Keys;
pub use listen::serve;
pub use rejection::Rejection;
pub use run::run;
pub use state::AppState;

use routes::{batch, extract, service};

/// Every route of the service, with its layers, outermost last:
///
/// 1. gzip, br and zstd bodies are unpacked as they are read, so limits count what they unpack to;
/// 2. records are compressed for clients that accept it;
/// 3. the routes that work ask for an API key, when keys are configured;
/// 4. browsers of other origins are let in only when told to;
/// 5. a panic is the failure of its request alone;
/// 6. every request gets an id, a log line, a count, and refusals get their shape.
pub fn router(state: AppState) -> Router {
    let working = Router::new()
        .route("/v1/extract", post(extract::extract))
        .route("/v1/batch", post(batch::batch))
        .layer(RequestDecompressionLayer::new())
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(middleware::from_fn_with_state(state.clone(), context::authorize));
    let router = Router::new()
        .merge(working)
        .route("/", get(service::page))
        .route("/assets/{name}", get(service::asset))
        .route("/v1/schema", get(service::schema))
        .route("/openapi.json", get(service::openapi))
        .route("/healthz", get(service::healthz))
        .route("/readyz", get(service::readyz))
        .route("/metrics", get(service::metrics))
        .fallback(async || Rejection::not_found())
        .method_not_allowed_fallback(async || Rejection::method_not_allowed());
    let router = match cors(&state.config().allow_origins) {
        Some(cors) => router.layer(cors),
        None => router,
    };
    router
        .layer(CatchPanicLayer::custom(|_| Rejection::panicked().into_response()))
        .layer(middleware::from_fn_with_state(state.clone(), context::layer))
        .with_state(state)
}

/// Lets browsers call from `origins`; none means that no header is sent and they may not.
fn cors(origins: &[HeaderValue]) -> Option<CorsLayer> {
    let allowed = match origins {
        [] => return None,
        origins if origins.iter().any(|origin| origin == "*") => AllowOrigin::any(),
        origins => AllowOrigin::list(origins.iter().cloned()),
    };
    let request_id = HeaderName::from_static("x-request-id");
    // A wildcard would leave out `Authorization`, which is what keys are sent in.
    let sent = [header::AUTHORIZATION, header::CONTENT_TYPE, header::ACCEPT, request_id.clone()];
    Some(
        CorsLayer::new()
            .allow_origin(allowed)
            .allow_methods([Method::GET, Method::POST])
            .allow_headers(sent)
            .expose_headers([request_id, header::RETRY_AFTER]),
    )
}
