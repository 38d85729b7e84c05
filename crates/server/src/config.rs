//! What the service may be asked to hold to: limits, keys, addresses; each with its default.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

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

    /// Connections that may be open; further ones wait to be accepted.
    #[arg(long, default_value_t = 4096, value_name = "N")]
    pub max_connections: usize,

    /// Seconds a client may take to send its headers.
    #[arg(long, default_value = "10", value_parser = seconds, value_name = "SECONDS")]
    pub header_timeout: Duration,

    /// Seconds a client may pause while it sends a body or reads an answer.
    #[arg(long, default_value = "30", value_parser = seconds, value_name = "SECONDS")]
    pub idle_timeout: Duration,

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

    /// Origin that browsers may call from; repeat it for several, `*` is any. Off when absent.
    #[arg(long = "allow-origin", value_name = "ORIGIN")]
    pub allow_origins: Vec<String>,
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
    /// How many extractions run at the same time.
    #[must_use]
    pub fn worker_count(&self) -> usize {
        self.workers
            .or_else(|| std::thread::available_parallelism().ok())
            .map_or(1, NonZeroUsize::get)
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    text.parse::<f64>()
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .filter(|duration| !duration.is_zero())
        .ok_or_else(|| format!("`{text}` is no number of seconds above 0"))
}
