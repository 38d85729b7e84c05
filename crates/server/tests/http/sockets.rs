//! The service on a socket: what clients do to it that a request in process cannot.

use std::time::Duration;

use dateline_server::{AppState, Config, Keys, router, serve};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::harness::STORY;

struct Running {
    address: std::net::SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

async fn start(change: impl FnOnce(&mut Config)) -> Running {
    let mut config = Config::default();
    change(&mut config);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let state = AppState::new(config, Keys::default()).unwrap();
    let (stop, stopped) = oneshot::channel();
    let ended = tokio::spawn(async move {
        serve(listener, router(state.clone()), state, async { drop(stopped.await) }).await
    });
    Running { address, stop, ended }
}

impl Running {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends `request` and reads all there is until the service closes the connection.
    async fn exchange(&self, request: &str) -> String {
        let mut stream = self.connect().await;
        stream.write_all(request.as_bytes()).await.unwrap();
        read_to_end(&mut stream).await
    }

    async fn is_well(&self) -> bool {
        self.exchange("GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            .await
            .starts_with("HTTP/1.1 200 OK")
    }
}

async fn read_to_end(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    // A reset after the answer is the client's own doing: it sent more than was read.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

/// The head of a request whose body follows.
fn head(path: &str, fields: &str) -> String {
    format!("POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\n{fields}\r\n")
}

fn short(config: &mut Config) {
    config.header_timeout = Duration::from_millis(200);
    config.idle_timeout = Duration::from_millis(200);
}

#[tokio::test]
async fn err_slow_headers_and_idle_connections_are_closed() {
    let running = start(short).await;
    let mut idle = running.connect().await;
    let mut slow = running.connect().await;
    slow.write_all(b"POST /v1/extract HTTP/1.1\r\nhost: x\r\nx-slow: ").await.unwrap();
    let mut kept_alive = running.connect().await;
    kept_alive.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    assert_eq!(read_to_end(&mut idle).await, "");
    assert!(!read_to_end(&mut slow).await.contains("200"));
    assert!(read_to_end(&mut kept_alive).await.starts_with("HTTP/1.1 200 OK"));
    assert!(running.is_well().await);
}

#[tokio::test]
async fn err_a_slow_body_is_told() {
    let running = start(short).await;
    let answer = running.exchange(&(head("/v1/extract", "content-length: 10\r\n") + "slow")).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains(r#""code":"slow_body""#), "{answer}");
}

#[tokio::test]
async fn err_a_huge_declared_length_is_refused_unread() {
    let running = start(|_| {}).await;
    let answer = running
        .exchange(&head("/v1/extract", "content-length: 10000000000\r\nexpect: 100-continue\r\n"))
        .await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.contains(r#""code":"input_too_large""#), "{answer}");
}

#[tokio::test]
async fn err_a_refused_upload_still_gets_its_answer() {
    let running = start(|config| config.max_body_bytes = 1 << 20).await;
    let stream = running.connect().await;
    let (mut reader, mut writer) = stream.into_split();
    let upload = tokio::spawn(async move {
        let _ =
            writer.write_all(head("/v1/extract", "content-length: 3000000\r\n").as_bytes()).await;
        let _ = writer.write_all(&vec![b'x'; 3_000_000]).await;
        writer
    });
    let mut answer = String::new();
    reader.read_to_string(&mut answer).await.unwrap();
    assert!(answer.contains(r#""code":"input_too_large""#), "{answer}");
    drop(upload.await);
}

#[tokio::test]
async fn err_malformed_chunks() {
    let running = start(short).await;
    let chunked = head("/v1/extract", "transfer-encoding: chunked\r\nconnection: close\r\n");
    for body in ["zz\r\nabc\r\n", "ffffffffffffffffff\r\nabc\r\n", "3\r\nabcdef\r\n0\r\n\r\n"] {
        let answer = running.exchange(&(chunked.clone() + body)).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{body:?}: {answer}");
        assert!(answer.contains(r#""code":"broken_body""#), "{body:?}: {answer}");
    }
    assert!(running.is_well().await);
}

#[tokio::test]
async fn err_what_is_no_http_is_closed() {
    let running = start(short).await;
    for garbage in ["\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET\r\n\r\n"]
    {
        let answer = running.exchange(garbage).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{garbage:?}: {answer}");
    }
    assert!(running.is_well().await);
}

#[tokio::test]
async fn err_one_connection_too_many_is_told_at_once() {
    let running = start(|config| config.max_connections = 2).await;
    let held = [running.connect().await, running.connect().await];
    let answer = running.exchange("GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    assert!(answer.contains("retry-after: 1"), "{answer}");
    assert!(answer.contains(r#""code":"too_many_connections""#), "{answer}");
    drop(held);
    while !running.is_well().await {
        tokio::task::yield_now().await;
    }
}

/// A batch whose client sends and does not read must not keep the workers from others.
#[tokio::test]
async fn ok_a_batch_that_is_not_read_holds_no_worker() {
    let running = start(|config| config.workers = std::num::NonZeroUsize::new(1)).await;
    let stream = running.connect().await;
    let (_unread, mut writer) = stream.into_split();
    let line = json!({ "text": STORY.repeat(1000), "analysis": "none" }).to_string() + "\n";
    let flood = tokio::spawn(async move {
        let head = head("/v1/batch", "transfer-encoding: chunked\r\n");
        writer.write_all(head.as_bytes()).await.unwrap();
        let chunk = format!("{:x}\r\n{line}\r\n", line.len());
        while writer.write_all(chunk.as_bytes()).await.is_ok() {}
    });
    // Back-pressure has reached the client when it cannot write any more.
    let mut request = head("/v1/extract", "connection: close\r\n");
    request.insert_str(request.len() - 2, &format!("content-length: {}\r\n", STORY.len()));
    tokio::time::sleep(Duration::from_millis(500)).await;
    for _ in 0..3 {
        let answer = running.exchange(&(request.clone() + STORY)).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    flood.abort();
}

#[tokio::test]
async fn ok_a_stop_finishes_what_is_under_way() {
    let running = start(|_| {}).await;
    let mut stream = running.connect().await;
    let head = head("/v1/extract", &format!("content-length: {}\r\n", STORY.len()));
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&STORY.as_bytes()[..10]).await.unwrap();
    // An answer on a second connection shows that the first one was read as well.
    assert!(running.is_well().await);
    running.stop.send(()).unwrap();
    while TcpStream::connect(running.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    stream.write_all(&STORY.as_bytes()[10..]).await.unwrap();
    let answer = read_to_end(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("ferry line"), "{answer}");
    running.ended.await.unwrap();
}
