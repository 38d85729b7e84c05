//! One module a verb.

mod batch;
mod completions;
mod extract;
mod quotes;
mod schema;
mod trace;
mod view;

use std::process::ExitCode;

use anyhow::Result;

use crate::args::{Args, Command};

/// Runs what was asked for.
pub(crate) fn run(args: Args) -> Result<ExitCode> {
    match args.command {
        Command::Extract(args) => extract::run(&args),
        Command::Batch(args) => batch::run(&args),
        Command::Quotes(args) => quotes::run(&args),
        Command::View(args) => view::run(&args),
        Command::Trace(args) => trace::run(&args),
        Command::Serve(config) => Ok(dateline_server::run(*config).map(|()| ExitCode::SUCCESS)?),
        Command::Schema(args) => schema::run(&args),
        Command::Completions { shell } => completions::run(shell),
    }
}
