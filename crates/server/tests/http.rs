//! The service in process: every route, every refusal.

use std::io::Write;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use dateline_server::{AppState, Config, Keys, router};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

const STORY: &str = "OSLO (AP) - The ferry line will close in May, the operator said on Friday.";

fn service(change: impl FnOnce(&mut Config)) -> Router {
    let mut config = Config::default();
    change(&mut config);
    router(AppState::new(config, Keys::default()))
}

struct Answer {
    status: StatusCode,
    headers: axum::http::HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.body)))
    }

    fn code(&self) -> String {
        self.json()["error"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

async fn send(service: &Router, request: Request<Body>) -> Answer {
    let response = service.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes().to_vec();
    Answer { status: parts.status, headers: parts.headers, body }
}

fn post(path: &str, content_type: &str, body: impl Into<Body>) -> Request<Body> {
    Request::post(path).header(header::CONTENT_TYPE, content_type).body(body.into()).unwrap()
}

fn get(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

#[tokio::test]
async fn ok_a_plain_text_gives_its_record() {
    let service = service(|_| {});
    let path = "/v1/extract?id=one&published=2025-01-17&analysis=sentences,dateline";
    let answer = send(&service, post(path, "text/plain", STORY)).await;
    assert_eq!(answer.status, StatusCode::OK);
    let record = answer.json();
    assert_eq!(record["id"], "one");
    assert_eq!(record["text"], STORY);
    assert_eq!(record["published"], "2025-01-17");
    assert!(record.get("times").is_none(), "a layer that was not asked for is absent");
}

#[tokio::test]
async fn ok_an_envelope_equals_a_raw_body() {
    let service = service(|_| {});
    let envelope = json!({ "text": STORY, "analysis": "none" }).to_string();
    let wrapped = send(&service, post("/v1/extract", "application/json", envelope)).await;
    let raw = send(&service, post("/v1/extract?analysis=none", "text/plain", STORY)).await;
    assert_eq!(wrapped.body, raw.body);
}

#[tokio::test]
async fn ok_the_charset_of_the_header_counts() {
    let service = service(|_| {});
    let page: Vec<u8> =
        b"<!doctype html><title>x</title><p>Caf\xE9 con leche en la plaza mayor.".to_vec();
    let answer = send(&service, post("/v1/extract", "text/html; charset=iso-8859-1", page)).await;
    assert_eq!(answer.json()["source"]["charset"], "windows-1252");
}

#[tokio::test]
async fn ok_forms_by_accept_and_by_name() {
    let service = service(|_| {});
    for (accept, media_type) in [
        ("text/markdown", "text/markdown; charset=utf-8"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("text/html", "text/html; charset=utf-8"),
        ("*/*", "application/json"),
    ] {
        let mut request = post("/v1/extract", "text/plain", STORY);
        request.headers_mut().insert(header::ACCEPT, accept.parse().unwrap());
        let answer = send(&service, request).await;
        assert_eq!(answer.headers[header::CONTENT_TYPE], media_type, "{accept}");
    }
    let answer = send(&service, post("/v1/extract?format=text", "text/plain", STORY)).await;
    assert!(String::from_utf8(answer.body).unwrap().starts_with("OSLO"));
}

#[tokio::test]
async fn ok_compressed_bodies() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(STORY.as_bytes()).unwrap();
    let mut request = post("/v1/extract", "text/plain", encoder.finish().unwrap());
    request.headers_mut().insert(header::CONTENT_ENCODING, "gzip".parse().unwrap());
    let answer = send(&service(|_| {}), request).await;
    assert_eq!(answer.json()["text"], STORY);
}

#[tokio::test]
async fn err_a_gzip_bomb_meets_the_limit() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..64 {
        encoder.write_all(&[b' '; 1 << 20]).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    assert!(bomb.len() < 100_000);
    let mut request = post("/v1/extract", "text/plain", bomb);
    request.headers_mut().insert(header::CONTENT_ENCODING, "gzip".parse().unwrap());
    let answer = send(&service(|config| config.max_body_bytes = 1 << 20), request).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (StatusCode::PAYLOAD_TOO_LARGE, "input_too_large")
    );
}

#[tokio::test]
async fn err_refusals_have_one_shape() {
    let service = service(|config| config.max_body_bytes = 1000);
    let cases = [
        (post("/v1/extract", "text/plain", "x".repeat(1001)), 413, "input_too_large"),
        (post("/v1/extract", "application/json", "{"), 400, "invalid_item"),
        (post("/v1/extract", "application/json", "{}"), 400, "invalid_item"),
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
async fn ok_a_batch_answers_in_order_and_a_bad_line_costs_only_itself() {
    let service = service(|config| config.max_line_bytes = 500);
    let lines = [
        json!({ "id": "a", "text": STORY }).to_string(),
        "not json".to_owned(),
        json!({ "id": "c", "text": "x".repeat(600) }).to_string(),
        String::new(),
        json!({ "id": "e", "html": "<p>One.</p>", "text": "two" }).to_string(),
        json!({ "id": "f", "text": STORY, "analysis": "verbs" }).to_string(),
        json!({ "id": "g", "text": STORY }).to_string(),
    ];
    let path = "/v1/batch?analysis=none";
    let answer = send(&service, post(path, "application/jsonl", lines.join("\n"))).await;
    assert_eq!(answer.status, StatusCode::OK);
    let body = String::from_utf8(answer.body).unwrap();
    let answers: Vec<Value> =
        body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<String> = answers
        .iter()
        .map(|answer| match &answer["error"]["code"] {
            Value::String(code) => format!("{}:{code}", answer["line"]),
            _ => answer["id"].as_str().unwrap().to_owned(),
        })
        .collect();
    assert_eq!(
        told,
        ["a", "2:invalid_item", "3:input_too_large", "5:invalid_item", "6:invalid_option", "g"]
    );
}

#[tokio::test]
async fn ok_a_batch_of_many_lines_keeps_its_order() {
    let service = service(|_| {});
    let body: String = (0..500)
        .map(|n| json!({ "id": n.to_string(), "text": format!("Story {n}.") }).to_string() + "\n")
        .collect();
    let answer = send(&service, post("/v1/batch?analysis=none", "application/jsonl", body)).await;
    let text = String::from_utf8(answer.body).unwrap();
    let ids: Vec<String> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids, (0..500).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[tokio::test]
async fn err_a_full_queue_sheds_at_once() {
    let service = service(|config| {
        config.workers = std::num::NonZeroUsize::new(1);
        config.queue = 0;
    });
    // A body that never ends holds the only place.
    let (sender, receiver) = tokio::sync::mpsc::channel::<Result<bytes::Bytes, std::io::Error>>(1);
    let pending = Body::from_stream(futures_util::stream::unfold(receiver, |mut receiver| async {
        receiver.recv().await.map(|chunk| (chunk, receiver))
    }));
    let held = tokio::spawn({
        let service = service.clone();
        async move { send(&service, post("/v1/extract", "text/plain", pending)).await }
    });
    while send(&service, get("/readyz")).await.status == StatusCode::OK {
        tokio::task::yield_now().await;
    }
    let answer = send(&service, post("/v1/extract", "text/plain", STORY)).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::SERVICE_UNAVAILABLE, "busy"));
    assert_eq!(answer.headers[header::RETRY_AFTER], "1");
    sender.send(Ok(STORY.into())).await.unwrap();
    drop(sender);
    assert_eq!(held.await.unwrap().status, StatusCode::OK);
    assert_eq!(send(&service, get("/readyz")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn err_keys_are_asked_for() {
    let keys = Keys::parse("alice s3cret 1\n").unwrap();
    let service = router(AppState::new(Config::default(), keys));
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
async fn ok_browsers_of_other_origins_only_when_told() {
    let ask = |service: Router| async move {
        let mut request = get("/healthz");
        request.headers_mut().insert(header::ORIGIN, "https://example.org".parse().unwrap());
        send(&service, request).await.headers.get(header::ACCESS_CONTROL_ALLOW_ORIGIN).cloned()
    };
    assert_eq!(ask(service(|_| {})).await, None);
    let allowed = service(|config| config.allow_origins = vec!["https://example.org".to_owned()]);
    assert_eq!(ask(allowed).await.unwrap(), "https://example.org");
}

#[tokio::test]
async fn ok_every_described_route_answers() {
    let service = service(|_| {});
    let document = send(&service, get("/openapi.json")).await.json();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            let method: Method = method.to_uppercase().parse().unwrap();
            let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
            let status = send(&service, request).await.status;
            assert!(
                status != StatusCode::NOT_FOUND && !status.is_server_error(),
                "{path}: {status}"
            );
        }
    }
    assert!(document["components"]["schemas"]["Article"].is_object());
    insta::assert_snapshot!("openapi", serde_json::to_string_pretty(&document).unwrap());
}

#[tokio::test]
async fn ok_metrics_count() {
    let service = service(|_| {});
    send(&service, post("/v1/extract", "text/plain", STORY)).await;
    send(&service, get("/nowhere")).await;
    let text = String::from_utf8(send(&service, get("/metrics")).await.body).unwrap();
    for line in [
        r#"dateline_requests_total{route="/v1/extract",status="200"} 1"#,
        r#"dateline_rejections_total{code="not_found"} 1"#,
        "dateline_items_total 1",
        "dateline_queued 0",
        r#"dateline_stage_seconds_count{stage="extract"} 1"#,
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
}

#[tokio::test]
async fn ok_the_page_names_no_outside_asset() {
    let answer = send(&service(|_| {}), get("/")).await;
    let page = String::from_utf8(answer.body).unwrap();
    assert!(!page.contains("src=\"http") && !page.contains("href=\"http"));
    assert!(answer.headers.contains_key(header::CONTENT_SECURITY_POLICY));
}
