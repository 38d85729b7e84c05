//! `dateline-server`: Dateline over HTTP.

#![forbid(unsafe_code)]

use std::process::ExitCode;

use clap::Parser;

/// News pages and news texts in, structured records out, over HTTP.
#[derive(Parser)]
#[command(name = "dateline-server", version, max_term_width = 100)]
struct Args {
    #[command(flatten)]
    config: dateline_server::Config,
}

fn main() -> ExitCode {
    match dateline_server::run(Args::parse().config) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(code = error.code().name, "{error}");
            ExitCode::from(error.code().exit)
        }
    }
}
