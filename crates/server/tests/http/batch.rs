//! `POST /v1/batch`: many lines, in order.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::harness::{STORY, post, send, service};

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
    let body = answer.text();
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
async fn ok_a_hundred_thousand_tiny_lines() {
    const LINES: usize = 100_000;
    // An invalid line is the cheapest to send: the work is all the service's own.
    let service = service(|_| {});
    let body = "{}\n".repeat(LINES);
    let answer = send(&service, post("/v1/batch", "application/jsonl", body)).await;
    let last = answer.text().lines().last().unwrap();
    assert_eq!(serde_json::from_str::<Value>(last).unwrap()["line"], LINES);
    assert_eq!(answer.text().lines().count(), LINES);
}

#[tokio::test]
async fn ok_lines_of_records_keep_their_order() {
    let service = service(|_| {});
    let body: String = (0..300)
        .map(|n| json!({ "id": n.to_string(), "text": format!("Story {n}.") }).to_string() + "\n")
        .collect();
    let answer = send(&service, post("/v1/batch?analysis=none", "application/jsonl", body)).await;
    let ids: Vec<Value> = answer.lines().iter().map(|record| record["id"].clone()).collect();
    assert_eq!(ids, (0..300).map(|n| json!(n.to_string())).collect::<Vec<_>>());
}

#[tokio::test]
async fn ok_a_batch_equals_its_single_requests() {
    let service = service(|_| {});
    let envelope = json!({ "html": format!("<h1>Ferry</h1><p>{STORY}"), "id": "a" }).to_string();
    let single = send(&service, post("/v1/extract", "application/json", envelope.clone())).await;
    let batch = send(&service, post("/v1/batch", "application/jsonl", envelope)).await;
    assert_eq!(single.body, batch.body);
}

#[tokio::test]
async fn err_a_line_that_is_wrong_keeps_its_id() {
    let line = json!({ "id": "seven", "text": STORY, "colour": "red" }).to_string();
    let answer = send(&service(|_| {}), post("/v1/batch", "application/jsonl", line)).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.json()["id"], "seven");
    assert_eq!(answer.code(), "invalid_item");
}
