//! `dateline`: news pages and news texts in, structured records out.

#![forbid(unsafe_code)]

mod args;
mod commands;
mod failure;
mod guard;
mod input;
mod output;
mod wrap;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let args = args::Args::parse();
    guard::install();
    match commands::run(args) {
        Ok(status) => status,
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => failure::report(&error),
    }
}
