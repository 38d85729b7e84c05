//! What the service may be asked to hold to: limits, keys, addresses; each with its default.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use axum::http::HeaderValue;
use clap::Args;
use dateline::Error;
use ipnet::IpNet;

/// Spans are 32-bit numbers, and the core takes no larger input.
const MAX_INPUT_BYTES: usize = u32::MAX as usize / 2;

/// How the service runs.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// Address and port to listen on.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    pub listen: SocketAddr,

    /// Largest request body of one item in bytes, after decompression.
    #[arg(long, default_value_t = 16 << 20, value_name = "BYTES")]
    pub max_body_bytes: usize,

    /// Longest line of a batch in bytes; a longer one is its own error line.
    #[arg(long, default_value_t = 16 << 20, value_name = "BYTES")]
    pub max_line_bytes: usize,

    /// Extractions that run at the same time; all cores when absent.
    #[arg(long, value_name = "N")]
    pub workers: Option<NonZeroUsize>,

    /// Requests that may wait for a worker; the next one is refused with 503 at once.
    #[arg(long, default_value_t = 64, value_name = "N")]
    pub queue: usize,

    /// Batches that may be open at the same time; the next one is refused with 503 at once.
    #[arg(long, default_value_t = 16, value_name = "N")]
    pub batches: usize,

    /// Bytes of bodies and unsent answers to hold in memory; what would need more is refused with
    /// 503. At least twice the largest body.
    #[arg(long, default_value_t = 512 << 20, value_name = "BYTES")]
    pub max_buffered_bytes: usize,

    /// Connections that may be open; a further one is answered 503 and closed.
    #[arg(long, default_value_t = 16384, value_name = "N")]
    pub max_connections: usize,

    /// Bytes of address and headers that one request may have, 1024 to 65536.
    #[arg(long, default_value_t = 16 << 10, value_name = "BYTES")]
    pub max_header_bytes: usize,

    /// Seconds a client may take to send its headers, and to begin the next request.
    #[arg(long, default_value = "10", value_parser = seconds, value_name = "SECONDS")]
    pub header_timeout: Duration,

    /// Seconds to wait in all for a client that sends its body or reads its answer slowly.
    #[arg(long, default_value = "30", value_parser = seconds, value_name = "SECONDS")]
    pub idle_timeout: Duration,

    /// Bytes that earn a slow client one more second; 0 limits its pauses alone.
    #[arg(long, default_value_t = 1024, value_name = "BYTES")]
    pub min_rate: u32,

    /// Seconds one item may wait and run before its request gets 504.
    #[arg(long, default_value = "60", value_parser = seconds, value_name = "SECONDS")]
    pub item_timeout: Duration,

    /// Seconds that requests under way get to finish after a stop signal.
    #[arg(long, default_value = "30", value_parser = seconds, value_name = "SECONDS")]
    pub grace: Duration,

    /// File of API keys, one a line: `NAME KEY [REQUESTS_PER_SECOND]`. Without it no key is asked
    /// for.
    #[arg(long, value_name = "FILE")]
    pub keys: Option<PathBuf>,

    /// Fetch pages that are named by their address alone: from public addresses only.
    #[arg(long)]
    pub allow_fetch: bool,

    /// Network to fetch from although it is not public, such as 10.1.0.0/16; repeat it for several.
    #[arg(long, value_name = "NETWORK", requires = "allow_fetch")]
    pub fetch_from: Vec<IpNet>,

    /// Seconds that fetching a page may take, robots.txt and redirects included.
    #[arg(long, default_value = "15", value_parser = seconds, value_name = "SECONDS")]
    pub fetch_timeout: Duration,

    /// Redirects to follow.
    #[arg(long, default_value_t = 5, value_name = "N")]
    pub fetch_redirects: usize,

    /// Pages to fetch at the same time; the next request for one is refused with 503 at once.
    #[arg(long, default_value_t = 32, value_name = "N")]
    pub fetches: usize,

    /// Fetch what robots.txt asks not to fetch.
    #[arg(long)]
    pub ignore_robots: bool,

    /// Origin that browsers may call from; repeat it for several, `*` is any. Off when absent.
    #[arg(long = "allow-origin", value_name = "ORIGIN", value_parser = origin)]
    pub allow_origins: Vec<HeaderValue>,
}

impl Default for Config {
    /// The defaults of the command line.
    fn default() -> Self {
        #[derive(clap::Parser)]
        struct Defaults {
            #[command(flatten)]
            config: Config,
        }
        <Defaults as clap::Parser>::parse_from(["dateline"]).config
    }
}

impl Config {
    /// Checks what the command line cannot.
    ///
    /// # Errors
    /// [`Error::InvalidOption`] names the first option that contradicts another or is out of range.
    pub fn validate(&self) -> Result<(), Error> {
        let check = |ok: bool, option, reason: &str| {
            if ok {
                Ok(())
            } else {
                Err(Error::InvalidOption { option, reason: reason.to_owned() })
            }
        };
        let largest = self.max_body_bytes.max(self.max_line_bytes);
        check(
            self.max_body_bytes <= MAX_INPUT_BYTES,
            "max-body-bytes",
            "must be at most 2147483647",
        )?;
        check(
            self.max_line_bytes <= MAX_INPUT_BYTES,
            "max-line-bytes",
            "must be at most 2147483647",
        )?;
        let reason = format!("must be at least {}, twice the largest body or line", 2 * largest);
        check(self.max_buffered_bytes >= 2 * largest, "max-buffered-bytes", &reason)?;
        let headers = 1024..=65536;
        check(
            headers.contains(&self.max_header_bytes),
            "max-header-bytes",
            "must be 1024 to 65536",
        )?;
        check(self.max_connections > 0, "max-connections", "must be 1 or more")
    }

    /// How many extractions run at the same time.
    #[must_use]
    pub fn worker_count(&self) -> usize {
        self.workers
            .or_else(|| std::thread::available_parallelism().ok())
            .map_or(1, NonZeroUsize::get)
    }
}

fn origin(text: &str) -> Result<HeaderValue, String> {
    let scheme_and_host = text.split_once("://").is_some_and(|(_, host)| {
        !host.is_empty() && !host.contains(|letter: char| letter == '/' || letter.is_whitespace())
    });
    if text != "*" && !scheme_and_host {
        return Err(format!("`{text}` is no origin: write it as https://news.example, or `*`"));
    }
    HeaderValue::from_str(text).map_err(|error| error.to_string())
}

fn seconds(text: &str) -> Result<Duration, String> {
    text.parse::<f64>()
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .filter(|duration| !duration.is_zero())
        .ok_or_else(|| format!("`{text}` is no number of seconds above 0"))
}
