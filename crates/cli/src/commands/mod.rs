//! One module a verb.

mod batch;
mod extract;
mod quotes;

use std::process::ExitCode;

use anyhow::Result;

use crate::args::{Args, Command};

/// Runs what was asked for.
pub(crate) fn run(args: Args) -> Result<ExitCode> {
    match args.command {
        Command::Extract(args) => extract::run(&args),
        Command::Batch(args) => batch::run(&args),
        Command::Quotes(args) => quotes::run(&args),
    }
}
