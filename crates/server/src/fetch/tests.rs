//! Fetching from a local server, through a local resolver.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, Uri};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use futures_util::future::BoxFuture;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use super::*;
use crate::keys::Keys;
use crate::state::AppState;

const STORY: &str = "<!doctype html><title>Ferry line closes</title><article><h1>Ferry line \
                     closes</h1><p>OSLO (AP) - The ferry line will close in May, the operator said \
                     on Friday.</p></article>";

/// Names and their addresses: each look-up takes the next list, and the last one stays.
struct Names(Mutex<HashMap<String, Vec<Vec<IpAddr>>>>);

impl Names {
    fn new(names: &[(&str, &[&[&str]])]) -> Arc<Self> {
        let addresses = |list: &[&str]| list.iter().map(|one| one.parse().unwrap()).collect();
        let names = names.iter().map(|(name, lists)| {
            ((*name).to_owned(), lists.iter().rev().map(|list| addresses(list)).collect())
        });
        Arc::new(Self(Mutex::new(names.collect())))
    }
}

impl Lookup for Names {
    fn lookup(&self, host: String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> {
        let mut names = self.0.lock().unwrap();
        let found = names.get_mut(&host).map(|lists| match lists.len() {
            0 | 1 => lists.last().cloned().unwrap_or_default(),
            _ => lists.pop().unwrap(),
        });
        Box::pin(async move { found.ok_or_else(|| io::Error::other("no such name")) })
    }
}

/// A site on 127.0.0.1, and how often its pages were asked for.
struct Site {
    address: SocketAddr,
    asked: Arc<AtomicUsize>,
}

async fn site(routes: Router) -> Site {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let routes = routes.layer(axum::middleware::map_request(move |request: Request| {
        count.fetch_add(usize::from(request.uri().path() != "/robots.txt"), Ordering::Relaxed);
        async { request }
    }));
    let config = Config { max_connections: 100, ..Config::default() };
    let state = AppState::new(config, Keys::default()).unwrap();
    tokio::spawn(crate::serve(listener, routes, state, std::future::pending()));
    Site { address, asked }
}

/// The service, which may fetch from 127.0.0.1 alone beside the public Internet.
fn fetching(names: Arc<Names>, change: impl FnOnce(&mut Config)) -> Router {
    let mut config = Config {
        allow_fetch: true,
        fetch_from: vec!["127.0.0.1/32".parse().unwrap()],
        ..Config::default()
    };
    change(&mut config);
    crate::router(AppState::with_lookup(config, Keys::default(), names).unwrap())
}

/// The record of the page at `url`, or the refusal.
async fn ask(service: &Router, url: &str) -> Value {
    let body = json!({ "url": url, "analysis": "none" }).to_string();
    let request = Request::post("/v1/extract").header("content-type", "application/json");
    let response = service.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    serde_json::from_slice(&bytes).unwrap()
}

async fn code(service: &Router, url: &str) -> String {
    let answer = ask(service, url).await;
    answer["error"]["code"].as_str().unwrap_or_else(|| panic!("{url}: {answer}")).to_owned()
}

fn html(text: &'static str) -> impl IntoResponse + Clone {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], text)
}

fn story() -> Router {
    Router::new().route("/story", get(async || html(STORY)))
}

#[tokio::test]
async fn ok_an_address_alone_is_enough() {
    let site = site(story().route("/old", get(async || Redirect::permanent("/story")))).await;
    let service = fetching(Names::new(&[("courier.example", &[&["127.0.0.1"]])]), |_| {});
    let port = site.address.port();
    for path in ["story", "old"] {
        let record = ask(&service, &format!("http://courier.example:{port}/{path}")).await;
        assert_eq!(record["title"], "Ferry line closes");
        let url = format!("http://courier.example:{port}/story");
        assert_eq!(record["source"]["url"], url, "the address it came from in the end");
    }
    let record = ask(&service, &format!("http://127.0.0.1:{port}/story")).await;
    assert_eq!(record["title"], "Ferry line closes");
}

#[tokio::test]
async fn err_nothing_is_fetched_unless_allowed() {
    let site = site(story()).await;
    let service = fetching(Names::new(&[]), |config| config.allow_fetch = false);
    let url = format!("http://{}/story", site.address);
    assert_eq!(code(&service, &url).await, "fetch_disabled");
    assert_eq!(site.asked.load(Ordering::Relaxed), 0);
}

/// Ways to write an address in a URL that must not be reached, whatever stands there.
const REFUSED: [&str; 24] = [
    "http://127.0.0.2:PORT/story",
    "http://localhost:PORT/story",
    "http://0.0.0.0:PORT/story",
    "http://0:PORT/story",
    "http://127.2:PORT/story",
    "http://2130706434:PORT/story",
    "http://0x7f.0.0.2:PORT/story",
    "http://0177.0.0.2:PORT/story",
    "http://127.0.0.2.:PORT/story",
    "http://[::1]:PORT/story",
    "http://[::]:PORT/story",
    "http://[::ffff:127.0.0.1]:PORT/story",
    "http://[::127.0.0.1]:PORT/story",
    "http://[64:ff9b::127.0.0.1]:PORT/story",
    "http://[2002:7f00:1::]:PORT/story",
    "http://[fe80::1]:PORT/story",
    "http://[fd00:ec2::254]:PORT/story",
    "http://10.0.0.1/story",
    "http://192.168.0.1/story",
    "http://169.254.169.254/latest/meta-data/",
    "http://metadata.example/story",
    "http://private.example:PORT/story",
    "http://mapped.example:PORT/story",
    "http://six.example:PORT/story",
];

fn special_names() -> Arc<Names> {
    Names::new(&[
        ("site.example", &[&["127.0.0.1"]]),
        ("localhost", &[&["127.0.0.2", "::1"]]),
        ("metadata.example", &[&["169.254.169.254"]]),
        ("private.example", &[&["10.0.0.1", "192.168.1.1", "172.16.0.1", "100.64.0.1"]]),
        ("mapped.example", &[&["::ffff:127.0.0.1"]]),
        (
            "six.example",
            &[&["::1", "fc00::1", "fe80::1", "ff02::1", "2002:7f00:1::", "64:ff9b::1"]],
        ),
    ])
}

#[tokio::test]
async fn err_addresses_that_are_not_public() {
    let site = site(story()).await;
    let service = fetching(special_names(), |_| {});
    for url in REFUSED {
        let url = url.replace("PORT", &site.address.port().to_string());
        assert_eq!(code(&service, &url).await, "fetch_refused", "{url}");
    }
    for url in
        ["ftp://site.example/story", "file:///etc/passwd", "gopher://site.example/", "/story"]
    {
        assert_eq!(code(&service, url).await, "fetch_refused", "{url}");
    }
    let url = format!("http://user:secret@{}/story", site.address);
    assert_eq!(code(&service, &url).await, "fetch_refused");
    assert_eq!(site.asked.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn err_redirects_to_what_is_not_public() {
    let redirect = async |uri: Uri| Redirect::temporary(uri.query().unwrap());
    let site = site(story().route("/to", get(redirect))).await;
    let service = fetching(special_names(), |_| {});
    let port = site.address.port().to_string();
    for target in REFUSED.iter().chain(&["file:///etc/passwd", "ftp://site.example/"]) {
        let target = target.replace("PORT", &port);
        let url = format!("http://site.example:{port}/to?{target}");
        assert_eq!(code(&service, &url).await, "fetch_refused", "{target}");
    }
    // What is allowed is followed, and only so often.
    let url = format!("http://site.example:{port}/to?http://127.0.0.1:{port}/story");
    assert_eq!(ask(&service, &url).await["title"], "Ferry line closes");
    let url = format!("http://site.example:{port}/to?/to?x");
    assert_eq!(code(&service, &url).await, "fetch_failed");
}

/// A name whose address changes between two look-ups.
#[tokio::test]
async fn err_a_name_that_is_rebound_is_checked_each_time() {
    let site = site(story()).await;
    let names =
        Names::new(&[("rebound.example", &[&["127.0.0.1"], &["127.0.0.1"], &["127.0.0.2"]])]);
    let service = fetching(names, |config| config.ignore_robots = true);
    let url = format!("http://rebound.example:{}/story", site.address.port());
    assert_eq!(ask(&service, &url).await["title"], "Ferry line closes");
    assert_eq!(ask(&service, &url).await["title"], "Ferry line closes");
    assert_eq!(code(&service, &url).await, "fetch_refused");
    assert_eq!(site.asked.load(Ordering::Relaxed), 2);
}

/// Of a name with several addresses, those that are not allowed are never tried.
#[tokio::test]
async fn ok_only_the_allowed_addresses_of_a_name_are_used() {
    let site = site(story()).await;
    let names = Names::new(&[("both.example", &[&["::1", "10.0.0.1", "127.0.0.1"]])]);
    let url = format!("http://both.example:{}/story", site.address.port());
    assert_eq!(ask(&fetching(names, |_| {}), &url).await["title"], "Ferry line closes");
}

#[tokio::test]
async fn err_robots_are_honoured_by_default() {
    let robots = "User-agent: *\nDisallow: /private\n";
    let routes = story()
        .route("/robots.txt", get(async move || robots))
        .route("/private", get(async || html(STORY)))
        .route("/in", get(async || Redirect::temporary("/private")));
    let site = site(routes).await;
    let url = |path: &str| format!("http://{}{path}", site.address);
    let service = fetching(Names::new(&[]), |_| {});
    assert_eq!(code(&service, &url("/private")).await, "robots_disallow");
    assert_eq!(site.asked.load(Ordering::Relaxed), 0);
    assert_eq!(code(&service, &url("/in")).await, "robots_disallow", "by a redirect");
    assert_eq!(ask(&service, &url("/story")).await["title"], "Ferry line closes");
    let rude = fetching(Names::new(&[]), |config| config.ignore_robots = true);
    assert_eq!(ask(&rude, &url("/private")).await["title"], "Ferry line closes");
}

#[tokio::test]
async fn err_robots_that_cannot_be_had_are_a_no() {
    let broken = get(async || StatusCode::SERVICE_UNAVAILABLE);
    let site = site(story().route("/robots.txt", broken)).await;
    let url = format!("http://{}/story", site.address);
    assert_eq!(code(&fetching(Names::new(&[]), |_| {}), &url).await, "robots_disallow");
}

#[tokio::test]
async fn err_limits_and_failures() {
    let bomb = || {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut gzip, &[b' '; 4 << 20]).unwrap();
        let fields = [(header::CONTENT_ENCODING, "gzip"), (header::CONTENT_TYPE, "text/html")];
        (fields, gzip.finish().unwrap())
    };
    let picture = ([(header::CONTENT_TYPE, "image/png")], "picture");
    let routes = story()
        .route("/large", get(async || "x".repeat(2 << 20)))
        .route("/bomb", get(async move || bomb()))
        .route("/picture", get(async move || picture))
        .route("/broken", get(async || StatusCode::INTERNAL_SERVER_ERROR))
        .route("/never", get(std::future::pending::<String>));
    let site = site(routes).await;
    let names = Names::new(&[("closed.example", &[&["127.0.0.1"]])]);
    let service = fetching(names, |config| {
        config.max_body_bytes = 1 << 20;
        config.fetch_timeout = Duration::from_millis(500);
    });
    let url = |path: &str| format!("http://{}{path}", site.address);
    for (path, expected) in [
        ("/large", "input_too_large"),
        ("/bomb", "input_too_large"),
        ("/picture", "unsupported_media_type"),
        ("/broken", "fetch_failed"),
        ("/missing", "fetch_failed"),
        ("/never", "fetch_timeout"),
    ] {
        assert_eq!(code(&service, &url(path)).await, expected, "{path}");
    }
    assert_eq!(code(&service, "http://unknown.example/").await, "fetch_failed");
    // A port that was just free.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let answer = ask(&service, &format!("http://closed.example:{port}/")).await;
    assert_eq!(answer["error"]["code"], "fetch_failed");
    let message = answer["error"]["message"].as_str().unwrap();
    assert!(!message.contains("127.0.0.1"), "{message}");
}
