//! The same input gives the same bytes through every frontend: command line, HTTP service, C ABI
//! and Python package, on every fixture.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use dateline_server::{AppState, Config, Keys, router};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests")
}

/// One fixture as its sidecar says it is to be read.
struct Fixture {
    path: PathBuf,
    settings: BTreeMap<String, String>,
}

impl Fixture {
    fn named(name: &str) -> Self {
        let path = tests().join(name);
        let sidecar = std::fs::read(path.with_extension("json")).unwrap();
        let mut sidecar: Value = serde_json::from_slice(&sidecar).unwrap();
        let settings = sidecar["input"].take();
        Self { path, settings: serde_json::from_value(settings).unwrap_or_default() }
    }

    /// What the command line makes of it.
    fn by_command(&self, offsets: &str, format: &str) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.arg("extract").arg(&self.path).args(["--offsets", offsets, "--format", format]);
        for (name, value) in &self.settings {
            command.arg(format!("--{name}")).arg(value);
        }
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// What the service makes of it, in process.
    async fn by_http(&self, service: &Router, offsets: &str, format: &str) -> String {
        let mut query = format!("offsets={offsets}&format={format}");
        for name in ["url", "published"] {
            if let Some(value) = self.settings.get(name) {
                query.push_str(&format!("&{name}={}", escaped(value)));
            }
        }
        let media_type = match self.settings.get("kind").map(String::as_str) {
            Some("html") => "text/html",
            Some("text") => "text/plain",
            _ => "application/octet-stream",
        };
        let charset = self.settings.get("charset").map(|charset| format!("; charset={charset}"));
        let content_type = format!("{media_type}{}", charset.unwrap_or_default());
        let request = Request::post(format!("/v1/extract?{query}"))
            .header(header::CONTENT_TYPE, content_type)
            .body(Body::from(std::fs::read(&self.path).unwrap()))
            .unwrap();
        let response = service.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert_eq!(status, StatusCode::OK, "{body}");
        body
    }
}

/// A value for a query string.
fn escaped(value: &str) -> String {
    let escape = |byte: u8| {
        if byte.is_ascii_alphanumeric() {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    value.bytes().map(escape).collect()
}

/// What C and Python make of every fixture.
fn by_python() -> Vec<BTreeMap<String, String>> {
    let ffi = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ffi");
    // The library is built with this test, as one of its dependencies.
    let program = std::env::current_exe().unwrap();
    let library = program.parent().unwrap().join("libdateline_ffi.so");
    let output = Command::new("python3")
        .arg(ffi.join("tests/python/identity.py"))
        .env("PYTHONPATH", ffi.join("python"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("DATELINE_LIBRARY", library)
        .output()
        .expect("python3 is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn ok_all_frontends_give_the_same_bytes() {
    let service = router(AppState::new(Config::default(), Keys::default()).unwrap());
    let all = by_python();
    assert!(all.len() >= 60, "{} fixtures", all.len());
    for answers in all {
        let name = &answers["name"];
        let fixture = Fixture::named(name);
        let bytes = fixture.by_command("byte", "json");
        assert_eq!(fixture.by_http(&service, "byte", "json").await, bytes, "{name}: HTTP");
        assert_eq!(answers["c"], bytes, "{name}: C");
        let chars = fixture.by_command("char", "json");
        assert_eq!(fixture.by_http(&service, "char", "json").await, chars, "{name}: HTTP");
        assert_eq!(answers["python"], chars, "{name}: Python");
        let line = fixture.by_http(&service, "char", "jsonl").await;
        assert_eq!(answers["python_many"].as_str(), line.trim_end_matches('\n'), "{name}: Python");
    }
}
