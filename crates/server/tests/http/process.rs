//! The service as a process: what it logs, how it stops.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

struct Process {
    child: Child,
    log: BufReader<std::process::ChildStderr>,
    address: String,
}

fn start(options: &[&str]) -> Process {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dateline-server"))
        .args(["--listen", "127.0.0.1:0"])
        .args(options)
        .env("DATELINE_LOG", "debug")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    log.read_line(&mut line).unwrap();
    let line: Value = serde_json::from_str(&line).unwrap();
    let address = line["fields"]["address"].as_str().unwrap().to_owned();
    Process { child, log, address }
}

impl Process {
    fn exchange(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Sends a stop signal; the exit status, and all that was logged.
    #[cfg(unix)]
    fn stop(mut self) -> (Option<i32>, Vec<Value>) {
        Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        let mut log = String::new();
        self.log.read_to_string(&mut log).unwrap();
        let status = self.child.wait().unwrap().code();
        (status, log.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }
}

#[cfg(unix)]
#[test]
fn ok_the_log_tells_requests_and_nothing_of_what_they_hold() {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("keys.txt");
    std::fs::write(&keys, "desk SECRETKEY\n").unwrap();
    let process = start(&["--keys", keys.to_str().unwrap()]);
    let body = r#"{"text": "SECRETTEXT of a story.", "url": "https://courier.example/SECRETURL", "id": "SECRETID"}"#;
    for (path, content_type, body) in [
        ("/v1/extract?published=SECRETQUERY", "application/json", body),
        ("/v1/extract", "application/json", r#"{"SECRETFIELD": 1}"#),
        ("/v1/batch", "application/jsonl", body),
        ("/SECRETPATH", "text/plain", "SECRETTEXT"),
    ] {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: SECRETHOST\r\nauthorization: Bearer SECRETKEY\r\n\
             x-request-id: known-id\r\ncontent-type: {content_type}\r\nconnection: close\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        assert!(process.exchange(&request).contains("x-request-id: known-id"));
    }
    let (status, log) = process.stop();
    assert_eq!(status, Some(0));
    let told: Vec<(&str, u64, &str)> = log
        .iter()
        .map(|line| &line["fields"])
        .filter(|fields| fields["message"] == "request")
        .map(|fields| {
            assert_eq!(fields["request_id"], "known-id");
            let text = |name: &str| fields[name].as_str().unwrap_or_default();
            (text("route"), fields["status"].as_u64().unwrap(), text("code"))
        })
        .collect();
    let expected = [
        ("/v1/extract", 200, ""),
        ("/v1/extract", 400, "invalid_item"),
        ("/v1/batch", 200, ""),
        ("unmatched", 404, "not_found"),
    ];
    assert_eq!(told, expected);
    assert!(!format!("{log:?}").contains("SECRET"), "{log:#?}");
}
