//! What the service tells about itself.

use std::io::Write;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};

use crate::harness::{STORY, get, post, send, service};

#[tokio::test]
async fn ok_browsers_of_other_origins_only_when_told() {
    let ask = |service: Router| async move {
        let mut request = get("/healthz");
        request.headers_mut().insert(header::ORIGIN, "https://example.org".parse().unwrap());
        send(&service, request).await.headers.get(header::ACCESS_CONTROL_ALLOW_ORIGIN).cloned()
    };
    assert_eq!(ask(service(|_| {})).await, None);
    let allowed =
        service(|config| config.allow_origins = vec!["https://example.org".parse().unwrap()]);
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
async fn ok_the_page_is_whole_and_names_nothing_outside() {
    let service = service(|_| {});
    let answer = send(&service, get("/")).await;
    let policy = answer.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    let mut files = vec![("/".to_owned(), answer)];
    for name in ["page.css", "page.js", "record.js"] {
        let answer = send(&service, get(&format!("/assets/{name}"))).await;
        assert_eq!(answer.status, StatusCode::OK, "{name}");
        files.push((name.to_owned(), answer));
    }
    for (name, answer) in &files {
        for outside in ["http://", "src=\"//", "@import", "url("] {
            assert!(!answer.text().contains(outside), "{name} has {outside}");
        }
    }
    assert_eq!(send(&service, get("/assets/other.js")).await.code(), "not_found");
}

#[tokio::test]
async fn ok_the_description_is_valid() {
    let python = |script: &str| {
        let mut command = std::process::Command::new("python3");
        command.args(["-c", script]);
        command
    };
    let known = python("import openapi_spec_validator").output();
    if !known.is_ok_and(|output| output.status.success()) {
        // Straight to the terminal: the harness hides what passing tests print.
        let _ = writeln!(std::io::stderr(), "SKIPPED: no openapi-spec-validator for python3");
        return;
    }
    let document = send(&service(|_| {}), get("/openapi.json")).await;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&file, &document.body).unwrap();
    let script = "import json, sys, openapi_spec_validator as validator\n\
                  validator.validate(json.load(open(sys.argv[1])))";
    let output = python(script).arg(file.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
