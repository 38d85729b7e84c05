//! Fetching a page by its address: from the public Internet alone, politely, within limits.
//!
//! Whoever may send an address could otherwise reach what only the service can reach: the machine
//! it runs on, the network around it, the cloud's metadata. So every address, at every redirect, is
//! checked after names are resolved, and the connection goes to the address that was checked.

mod address;
mod resolver;
mod robots;
#[cfg(test)]
mod tests;

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{StatusCode, header};
use bytes::BytesMut;
use dateline::Error;
use ipnet::IpNet;
use reqwest::{Client, Response, Url, redirect};
use tokio::sync::Semaphore;

use crate::budget::Reserved;
use crate::code::Code;
use crate::config::Config;
use crate::item::Page;
use crate::negotiate::{self, BodyKind};
use crate::rejection::Rejection;
use crate::state::Wait;

pub(crate) use resolver::{Lookup, SystemLookup};

/// Redirects of a robots.txt that are followed; the standard asks for five at least.
const ROBOTS_REDIRECTS: usize = 5;

/// Fetches pages.
pub(crate) struct Fetcher {
    client: Client,
    named: Arc<[IpNet]>,
    /// None when robots.txt is not asked.
    robots: Option<robots::Known>,
    places: Semaphore,
    timeout: Duration,
    redirects: usize,
    max_bytes: usize,
}

/// A page, and the address that it came from in the end.
#[derive(Debug)]
pub(crate) struct Fetched {
    pub(crate) page: Page,
    pub(crate) url: String,
}

impl Fetcher {
    /// A fetcher with these settings, which finds addresses with `lookup`.
    ///
    /// # Errors
    /// When the system has no certificates to check sites by.
    pub(crate) fn new(config: &Config, lookup: Arc<dyn Lookup>) -> Result<Self, Error> {
        // Another part of the process may have chosen a provider already: that one serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let named: Arc<[IpNet]> = config.fetch_from.as_slice().into();
        let client = Client::builder()
            .user_agent(concat!("dateline/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(Arc::new(resolver::Guard { lookup, named: named.clone() }))
            // Redirects are followed here, where each is checked; a proxy would resolve names
            // itself; a connection that is kept would outlive the check of its address.
            .redirect(redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .pool_max_idle_per_host(0)
            .build()
            .map_err(|error| Error::InvalidOption {
                option: "allow-fetch",
                reason: format!("this system cannot fetch: {error:?}"),
            })?;
        Ok(Self {
            client,
            named,
            robots: (!config.ignore_robots).then(robots::Known::default),
            places: Semaphore::new(config.fetches),
            timeout: config.fetch_timeout,
            redirects: config.fetch_redirects,
            max_bytes: config.max_body_bytes,
        })
    }

    /// The page at `address`; `reserved` grows with it and stays with its bytes.
    pub(crate) async fn fetch(
        &self,
        address: &str,
        wait: Wait,
        reserved: Reserved,
    ) -> Result<Fetched, Rejection> {
        let work = async {
            let _place = match wait {
                Wait::OrShed => self.places.try_acquire().map_err(|_| Rejection::busy())?,
                Wait::Always => self.places.acquire().await.expect("never closed"),
            };
            let mut url = Url::parse(address)
                .map_err(|error| refused(&format!("`{address}` is no address: {error}")))?;
            for _ in 0..=self.redirects {
                self.ask_robots(&url).await?;
                let response = self.get(&url).await?;
                match redirect_of(&response, &url)? {
                    Some(next) => url = next,
                    None => return self.read(response, url, reserved).await,
                }
            }
            Err(failed(&format!("more than {} redirects", self.redirects)))
        };
        let late = || {
            let seconds = self.timeout.as_secs_f64();
            let message = format!("no page after {seconds} s: try again, or send its source");
            Rejection::new(Code::FetchTimeout, message)
        };
        tokio::time::timeout(self.timeout, work).await.unwrap_or_else(|_| Err(late()))
    }

    /// One request, to an address that may be fetched from.
    async fn get(&self, url: &Url) -> Result<Response, Rejection> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(refused("only http and https addresses are fetched"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused("an address with a user name is not fetched: leave it out"));
        }
        // An address in numbers is not resolved: it is checked here.
        let number = url.host_str().and_then(|host| {
            host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>().ok()
        });
        if number.is_some_and(|number| !address::is_allowed(number, &self.named)) {
            return Err(not_public());
        }
        let response = self.client.get(url.clone()).send().await.map_err(|error| told(&error))?;
        // What the two checks promise, looked at once more where it counts.
        match response.remote_addr() {
            Some(peer) if address::is_allowed(peer.ip(), &self.named) => Ok(response),
            _ => Err(not_public()),
        }
    }

    async fn ask_robots(&self, url: &Url) -> Result<(), Rejection> {
        let Some(known) = &self.robots else { return Ok(()) };
        let site = url.origin().ascii_serialization();
        let rules = match known.get(&site) {
            Some(rules) => rules,
            None => {
                let rules = Arc::new(self.robots_of(url).await?);
                known.put(site, rules.clone());
                rules
            }
        };
        let page = url.clone();
        // A panic of the parser is taken for a no.
        let allowed = tokio::task::spawn_blocking(move || rules.allow(page.as_str())).await;
        if allowed.unwrap_or(false) {
            return Ok(());
        }
        let message = "the site's robots.txt asks not to fetch this page, or cannot be had: send \
                       the page's source as `html`";
        Err(Rejection::new(Code::RobotsDisallow, message))
    }

    async fn robots_of(&self, url: &Url) -> Result<robots::Rules, Rejection> {
        let mut at = url.join("/robots.txt").map_err(|error| refused(&error.to_string()))?;
        for _ in 0..=ROBOTS_REDIRECTS {
            let mut response = self.get(&at).await?;
            if let Some(next) = redirect_of(&response, &at)? {
                at = next;
                continue;
            }
            let mut text = Vec::new();
            while let Some(chunk) = response.chunk().await.map_err(|error| told(&error))? {
                text.extend_from_slice(&chunk);
                if text.len() >= robots::MAX_BYTES {
                    text.truncate(robots::MAX_BYTES);
                    break;
                }
            }
            return Ok(robots::Rules::new(response.status().as_u16(), &text));
        }
        // What the standard says of a robots.txt behind too many redirects: as if there were none.
        Ok(robots::Rules::AllowAll)
    }

    async fn read(
        &self,
        mut response: Response,
        url: Url,
        mut reserved: Reserved,
    ) -> Result<Fetched, Rejection> {
        let status = response.status();
        if !status.is_success() {
            return Err(failed(&format!("its site answered {}", status.as_u16())));
        }
        let (kind, charset) = match negotiate::body_kind(response.headers())? {
            BodyKind::Raw { kind, charset } => (kind, charset),
            BodyKind::Envelope => {
                return Err(Rejection::unsupported_media_type("application/json"));
            }
        };
        let mut whole = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| told(&error))? {
            if whole.len() + chunk.len() > self.max_bytes {
                return Err(Rejection::body_too_large(self.max_bytes));
            }
            reserved.try_resize(whole.len() + chunk.len())?;
            whole.extend_from_slice(&chunk);
        }
        let bytes = reserved.attach(whole);
        Ok(Fetched { page: Page { bytes, kind, charset }, url: url.into() })
    }
}

/// Where a response sends on to.
fn redirect_of(response: &Response, from: &Url) -> Result<Option<Url>, Rejection> {
    use StatusCode as Status;
    let redirects = [
        Status::MOVED_PERMANENTLY,
        Status::FOUND,
        Status::SEE_OTHER,
        Status::TEMPORARY_REDIRECT,
        Status::PERMANENT_REDIRECT,
    ];
    let location = response.headers().get(header::LOCATION);
    let Some(location) = location.filter(|_| redirects.contains(&response.status())) else {
        return Ok(None);
    };
    let next = std::str::from_utf8(location.as_bytes()).ok().and_then(|to| from.join(to).ok());
    next.map(Some).ok_or_else(|| failed("its site redirects to what is no address"))
}

fn refused(why: &str) -> Rejection {
    Rejection::new(Code::FetchRefused, why)
}

fn not_public() -> Rejection {
    refused(
        "the page's host, or one it redirects to, has no public address: send the page's source",
    )
}

fn failed(why: &str) -> Rejection {
    let message = format!("the page could not be fetched: {why}; try again, or send its source");
    Rejection::new(Code::FetchFailed, message)
}

/// What a client's error comes to. Its own words would tell of addresses and ports: they stay here.
fn told(error: &reqwest::Error) -> Rejection {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.is::<resolver::NotAllowed>() {
            return not_public();
        }
        cause = error.source();
    }
    failed(if error.is_connect() {
        "its site cannot be reached"
    } else {
        "its site's answer cannot be read"
    })
}
