//! `POST /v1/extract`: what is sent, what comes back.

use std::io::Write;

use axum::body::Body;
use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use crate::harness::{STORY, post, send, service, with};

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
    assert!(answer.text().starts_with("OSLO"));
}

#[tokio::test]
async fn ok_compressed_bodies() {
    let packed = |encoding: &str| -> Vec<u8> {
        match encoding {
            "gzip" => {
                let mut gzip =
                    flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                gzip.write_all(STORY.as_bytes()).unwrap();
                gzip.finish().unwrap()
            }
            "br" => {
                let mut packed = Vec::new();
                brotli::CompressorWriter::new(&mut packed, 4096, 5, 20)
                    .write_all(STORY.as_bytes())
                    .unwrap();
                packed
            }
            _ => zstd::encode_all(STORY.as_bytes(), 1).unwrap(),
        }
    };
    for encoding in ["gzip", "br", "zstd"] {
        let request = post("/v1/extract", "text/plain", packed(encoding));
        let request = with(request, header::CONTENT_ENCODING, encoding);
        assert_eq!(send(&service(|_| {}), request).await.json()["text"], STORY, "{encoding}");
        let mut damaged = packed(encoding);
        damaged.truncate(damaged.len() / 2);
        let request = post("/v1/extract", "text/plain", damaged);
        let request = with(request, header::CONTENT_ENCODING, encoding);
        assert_eq!(send(&service(|_| {}), request).await.code(), "broken_body", "{encoding}");
    }
}

#[tokio::test]
async fn ok_answers_are_compressed_for_who_accepts_it() {
    let request = post("/v1/extract", "text/plain", STORY.repeat(50));
    let request = with(request, header::ACCEPT_ENCODING, "gzip");
    let answer = send(&service(|_| {}), request).await;
    assert_eq!(answer.headers[header::CONTENT_ENCODING], "gzip");
    let record: Value =
        serde_json::from_reader(flate2::read::GzDecoder::new(&answer.body[..])).unwrap();
    assert_eq!(record["schema"], "dateline/1");
}

#[tokio::test]
async fn ok_the_query_holds_for_an_envelope_that_does_not_say_otherwise() {
    let service = service(|_| {});
    let envelope = json!({ "text": STORY, "id": "own" }).to_string();
    let path = "/v1/extract?id=query&published=2025-01-17&analysis=none";
    let record = send(&service, post(path, "application/json", envelope)).await.json();
    assert_eq!((&record["id"], &record["published"]), (&json!("own"), &json!("2025-01-17")));
    assert!(record.get("sentences").is_none());
}

#[tokio::test]
async fn ok_spans_count_what_was_asked_for() {
    let service = service(|_| {});
    let end = async |offsets: &str| {
        let path = format!("/v1/extract?analysis=none&offsets={offsets}");
        let record = send(&service, post(&path, "text/plain; charset=utf-8", "Ø\u{1F600}.")).await;
        record.json()["blocks"][0]["span"][1].as_u64().unwrap()
    };
    let ends = (end("byte").await, end("char").await, end("utf16").await);
    assert_eq!(ends, (7, 3, 4));
}

#[tokio::test]
async fn ok_html_from_somebody_s_page_may_run_nothing() {
    let request = post("/v1/extract?format=page", "text/html", "<p>One <script>two()</script>");
    let answer = send(&service(|_| {}), request).await;
    let policy = answer.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"), "{policy}");
    assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
}

#[tokio::test]
async fn err_a_bomb_meets_the_limit() {
    // 64 MiB of blanks, as gzip twice a thousand times smaller.
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..64 {
        gzip.write_all(&[b' '; 1 << 20]).unwrap();
    }
    let zstd = zstd::encode_all(std::io::Cursor::new(vec![b' '; 64 << 20]), 1).unwrap();
    for (encoding, bomb) in [("gzip", gzip.finish().unwrap()), ("zstd", zstd)] {
        assert!(bomb.len() < 100_000);
        let request = post("/v1/extract", "text/plain", Body::from(bomb));
        let request = with(request, header::CONTENT_ENCODING, encoding);
        let answer = send(&service(|config| config.max_body_bytes = 1 << 20), request).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(answer.code(), "input_too_large");
    }
}
