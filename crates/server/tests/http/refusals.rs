//! What is refused, and in which words.

use axum::http::{StatusCode, header};
use dateline_server::{AppState, Config, Keys, router};

use crate::harness::{STORY, get, post, send, service, with};

#[tokio::test]
async fn err_refusals_have_one_shape() {
    let service = service(|config| config.max_body_bytes = 1000);
    let cases = [
        (post("/v1/extract", "text/plain", "x".repeat(1001)), 413, "input_too_large"),
        (post("/v1/extract", "application/json", "{"), 400, "invalid_item"),
        (post("/v1/extract", "application/json", "{}"), 400, "invalid_item"),
        (post("/v1/extract", "application/json", r#"[null, "text"]"#), 400, "invalid_item"),
        (
            post("/v1/extract", "application/json", r#"{"text":"a","txet":"b"}"#),
            400,
            "invalid_item",
        ),
        (post("/v1/extract?analysis=verbs", "text/plain", "a"), 400, "invalid_option"),
        (post("/v1/extract?format=pdf", "text/plain", "a"), 400, "invalid_option"),
        (post("/v1/extract?colour=red", "text/plain", "a"), 400, "invalid_item"),
        (post("/v1/extract", "image/png", "a"), 415, "unsupported_media_type"),
        (post("/v1/batch", "text/html", "a"), 415, "unsupported_media_type"),
        (get("/v1/extract"), 405, "method_not_allowed"),
        (get("/nowhere"), 404, "not_found"),
    ];
    for (mut request, status, code) in cases {
        request.headers_mut().insert("x-request-id", "abc-1".parse().unwrap());
        let what = format!("{} {}", request.method(), request.uri());
        let answer = send(&service, request).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code), "{what}");
        assert_eq!(answer.json()["error"]["request_id"], "abc-1", "{what}");
        assert_eq!(answer.headers["x-request-id"], "abc-1", "{what}");
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/json", "{what}");
    }
    let mut request = post("/v1/extract", "text/plain", STORY);
    request.headers_mut().insert(header::ACCEPT, "image/png".parse().unwrap());
    assert_eq!(send(&service, request).await.code(), "not_acceptable");
    let mut request = post("/v1/extract", "text/plain", STORY);
    request.headers_mut().insert(header::CONTENT_ENCODING, "compress".parse().unwrap());
    assert_eq!(send(&service, request).await.code(), "unsupported_encoding");
}

#[tokio::test]
async fn err_keys_are_asked_for() {
    let keys = Keys::parse("alice s3cret 1\n").unwrap();
    let service = router(AppState::new(Config::default(), keys).unwrap());
    let answer = send(&service, post("/v1/extract", "text/plain", STORY)).await;
    assert_eq!(answer.code(), "unauthorized");
    assert_eq!(answer.headers[header::WWW_AUTHENTICATE], "Bearer");
    let with_key = || {
        let mut request = post("/v1/extract", "text/plain", STORY);
        request.headers_mut().insert(header::AUTHORIZATION, "Bearer s3cret".parse().unwrap());
        request
    };
    assert_eq!(send(&service, with_key()).await.status, StatusCode::OK);
    let answer = send(&service, with_key()).await;
    assert_eq!(answer.code(), "rate_limited");
    assert!(answer.headers.contains_key(header::RETRY_AFTER));
    assert_eq!(send(&service, get("/healthz")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn err_headers_that_are_too_long() {
    let service = service(|config| config.max_header_bytes = 2000);
    let long = "x".repeat(3000);
    let by_header = with(get("/healthz"), header::COOKIE, &long);
    let by_address = get(&format!("/healthz?{long}"));
    for request in [by_header, by_address] {
        let answer = send(&service, request).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (431, "headers_too_large"));
    }
}

#[tokio::test]
async fn err_an_id_that_would_fill_the_log_is_replaced() {
    for id in ["x".repeat(200), "a b".to_owned()] {
        let request = with(get("/nowhere"), "x-request-id".parse().unwrap(), &id);
        let answer = send(&service(|_| {}), request).await;
        assert_ne!(answer.headers["x-request-id"], id.as_str());
        assert_eq!(
            answer.json()["error"]["request_id"],
            answer.headers["x-request-id"].to_str().unwrap()
        );
    }
}

#[tokio::test]
async fn err_limits_that_contradict_each_other() {
    let wrong = |change: fn(&mut Config), option: &str| {
        let mut config = Config::default();
        change(&mut config);
        let message = config.validate().unwrap_err().to_string();
        assert!(message.contains(option), "{message}");
    };
    Config::default().validate().unwrap();
    wrong(|config| config.max_buffered_bytes = 1 << 20, "max-buffered-bytes");
    wrong(|config| config.max_body_bytes = 4 << 30, "max-body-bytes");
    wrong(|config| config.max_header_bytes = 10, "max-header-bytes");
    wrong(|config| config.max_connections = 0, "max-connections");
}
