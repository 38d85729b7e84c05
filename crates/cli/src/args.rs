//! The command line: what can be asked for, in clap's terms.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use dateline::Layers;

/// News pages and news texts in, one structured, checkable record out.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read pages or texts and write their records.
    Extract(ExtractArgs),
    /// Read many pages or texts on all cores and write one record a line.
    Batch(BatchArgs),
    /// List who said what, and how.
    Quotes(QuotesArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct ExtractArgs {
    /// Files to read, plain or gzipped; `-` is standard input.
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
    /// The page's address.
    #[arg(long)]
    pub(crate) url: Option<String>,
    /// When it was published (ISO 8601): relative times are read against it.
    #[arg(long)]
    pub(crate) published: Option<String>,
    /// Analysis layers: `all`, `none` or a comma-separated list.
    #[arg(long, default_value_t, value_name = "LAYERS")]
    pub(crate) analysis: Layers,
    /// Where to write instead of standard output.
    #[arg(long, short)]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct BatchArgs {
    /// Manifests (`.jsonl`, one item a line).
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
    /// Analysis layers: `all`, `none` or a comma-separated list.
    #[arg(long, default_value_t, value_name = "LAYERS")]
    pub(crate) analysis: Layers,
    /// Where to write instead of standard output.
    #[arg(long, short)]
    pub(crate) output: Option<PathBuf>,
    /// Threads; all cores when absent.
    #[arg(long, short)]
    pub(crate) jobs: Option<std::num::NonZeroUsize>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct QuotesArgs {
    /// Files to read, plain or gzipped; `-` is standard input.
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
    /// How to list them.
    #[arg(long, short, value_enum, default_value_t)]
    pub(crate) format: QuotesFormat,
    /// Where to write instead of standard output.
    #[arg(long, short)]
    pub(crate) output: Option<PathBuf>,
}

/// The forms of a list of quotations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum QuotesFormat {
    /// A table for people: who, how, what.
    #[default]
    Table,
    /// Comma-separated values with a header line.
    Csv,
    /// One JSON object a line.
    Jsonl,
}
