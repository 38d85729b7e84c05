//! The command line: what can be asked for, in clap's terms.
//!
//! Options that several commands share stand in one struct each. Names, ranges and defaults are
//! the core's; this module adds none of its own.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use anyhow::Result;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum, ValueHint};
use dateline::render::Format;
use dateline::trace::Stage;
use dateline::{Error, Extractor, Layer, Layers, Limits, OffsetUnit, Options, SourceKind};

/// News pages and news texts in, one structured, checkable record out.
///
/// The record holds the clean text and its structure, who published it and when, who is quoted
/// saying what, the people, organizations and places, and when things happened. Every fact carries
/// the span of text it came from.
#[derive(Debug, Parser)]
#[command(
    name = "dateline",
    version,
    max_term_width = 100,
    after_help = "Exit status: 0 done, 1 done but some items of a batch failed, 2 wrong usage, \
                  65 an input that cannot be taken, 66 an input that cannot be read, 70 a defect \
                  in dateline, 74 an output that cannot be written."
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read pages or texts and write their records.
    ///
    /// Each input gives one record, in the order of the inputs. An input that fails is told on
    /// standard error and the others go on; the exit status is then that of the last failure.
    Extract(ExtractArgs),
    /// Read many pages or texts on all cores and write one record a line.
    ///
    /// The order of the records is that of the items, whatever the number of threads. An item that
    /// fails gives a line with its `id` and an `error` instead of a record, and the batch goes on.
    Batch(BatchArgs),
    /// List who said what, and how.
    Quotes(QuotesArgs),
    /// Show an article with what was found marked in its text.
    View(ViewArgs),
    /// Tell every decision that led to a record: stage, rule, what about, why.
    Trace(TraceArgs),
    /// Answer over HTTP until told to stop.
    ///
    /// The service of `dateline-server`: POST /v1/extract takes one page or text, POST /v1/batch
    /// takes JSON Lines, and GET / is a page to try it by hand. Its log goes to standard error.
    Serve(Box<dateline_server::Config>),
    /// Write the JSON Schema of the record.
    Schema(OutputArgs),
    /// Write a completion script for a shell.
    Completions {
        /// The shell to write it for.
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct ExtractArgs {
    /// Files to read, plain or gzipped; `-` is standard input.
    #[arg(required = true, value_name = "INPUT", value_hint = ValueHint::FilePath)]
    pub(crate) inputs: Vec<String>,
    /// The form of the output.
    #[arg(long, short, value_name = "FORMAT", default_value_t, value_parser = formats())]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) about: AboutArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) offsets: OffsetArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct BatchArgs {
    /// Manifests, folders and files to read; `-` is a manifest on standard input.
    ///
    /// A manifest (`.jsonl`, `.ndjson`, gzipped or not) has one JSON object a line: `path` of a
    /// file, as seen from the manifest's folder, or the `text` itself, and optionally `id`, `url`,
    /// `published`, `kind` (html, text) and `charset`. Of a folder, every `.html`, `.htm`,
    /// `.xhtml` and `.txt` file below it is read, gzipped or not, in the order of the names.
    #[arg(required = true, value_name = "INPUT", value_hint = ValueHint::AnyPath)]
    pub(crate) inputs: Vec<String>,
    /// Threads to use [default: one for each core].
    #[arg(long, short, value_name = "N", value_parser = threads)]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Show neither progress nor a summary.
    #[arg(long, short)]
    pub(crate) quiet: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) offsets: OffsetArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ViewArgs {
    /// The file to show, plain or gzipped; `-` is standard input.
    #[arg(value_name = "INPUT", value_hint = ValueHint::FilePath)]
    pub(crate) input: String,
    /// Show it on the terminal, or write a self-contained HTML page.
    #[arg(long, short, value_enum, default_value_t)]
    pub(crate) format: ViewFormat,
    /// When to use color: `auto` is on a terminal, unless NO_COLOR is set.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub(crate) color: Color,
    /// Columns to wrap at, 20 or more [default: the terminal's, at most 100].
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(20..))]
    pub(crate) width: Option<u16>,
    #[command(flatten)]
    pub(crate) about: AboutArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct TraceArgs {
    /// The file to read, plain or gzipped; `-` is standard input.
    #[arg(value_name = "INPUT", value_hint = ValueHint::FilePath)]
    pub(crate) input: String,
    /// One decision a line to read, or as JSON Lines.
    #[arg(long, short, value_enum, default_value_t)]
    pub(crate) format: TraceFormat,
    /// Only decisions of these stages.
    #[arg(long, value_name = "STAGES", value_delimiter = ',', value_parser = stages())]
    pub(crate) stage: Vec<Stage>,
    /// Only decisions by rules whose name begins like this, such as `title/`.
    #[arg(long, value_name = "PREFIX")]
    pub(crate) rule: Option<String>,
    #[command(flatten)]
    pub(crate) about: AboutArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// What the caller knows about an input.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "What is known about the input")]
pub(crate) struct AboutArgs {
    /// Take it for a web page or plain text instead of judging by content.
    #[arg(long, value_enum)]
    pub(crate) kind: Option<Kind>,
    /// The page's address: links are resolved against it, and it is evidence for the date.
    #[arg(long)]
    pub(crate) url: Option<String>,
    /// When it was published, ISO 8601: relative times are read against it.
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<String>,
    /// The charset that came with it, from an HTTP header for example.
    #[arg(long)]
    pub(crate) charset: Option<String>,
}

impl AboutArgs {
    /// Refuses what cannot be known about several inputs at once.
    pub(crate) fn check(&self, inputs: usize) -> Result<()> {
        if self.url.is_some() && inputs > 1 {
            return Err(Error::InvalidOption {
                option: "url",
                reason: "is the address of one page: give it with one input".to_owned(),
            }
            .into());
        }
        Ok(())
    }

    /// The input to give the core.
    pub(crate) fn input<'a>(&'a self, bytes: &'a [u8]) -> dateline::Input<'a> {
        dateline::Input {
            bytes,
            id: None,
            kind: self.kind.map(SourceKind::from),
            url: self.url.as_deref(),
            published: self.published.as_deref(),
            charset: self.charset.as_deref(),
        }
    }
}

/// How inputs are read.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "What to read and at what cost")]
pub(crate) struct ReadingArgs {
    #[arg(long, short, value_name = "LAYERS", default_value_t, help = layers_help())]
    pub(crate) analysis: Layers,
    /// Make figure captions part of the text.
    #[arg(long)]
    pub(crate) captions: bool,
    /// Largest input, after unpacking.
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().max_input_bytes)]
    pub(crate) max_input_bytes: usize,
    /// Deepest nesting kept in the HTML tree, 32 or more.
    #[arg(long, value_name = "N", default_value_t = Limits::default().max_tree_depth)]
    pub(crate) max_tree_depth: usize,
    /// Most nodes in the HTML tree, 1024 or more.
    #[arg(long, value_name = "N", default_value_t = Limits::default().max_nodes)]
    pub(crate) max_nodes: usize,
}

impl ReadingArgs {
    /// The extractor these options ask for.
    pub(crate) fn extractor(&self) -> Result<Extractor> {
        Ok(Extractor::new(Options {
            analysis: self.analysis,
            captions_in_text: self.captions,
            limits: Limits {
                max_input_bytes: self.max_input_bytes,
                max_tree_depth: self.max_tree_depth,
                max_nodes: self.max_nodes,
            },
        })?)
    }
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OffsetArgs {
    /// What spans count: UTF-8 bytes, Unicode scalar values (Python), UTF-16 units (JavaScript).
    #[arg(long, value_enum, value_name = "UNIT", default_value_t)]
    pub(crate) offsets: Offsets,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// File to write instead of standard output; it appears when it is complete.
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Html,
    Text,
}

impl From<Kind> for SourceKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Html => SourceKind::Html,
            Kind::Text => SourceKind::Text,
        }
    }
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(crate) enum Offsets {
    #[default]
    Byte,
    Char,
    Utf16,
}

impl From<Offsets> for OffsetUnit {
    fn from(offsets: Offsets) -> Self {
        match offsets {
            Offsets::Byte => OffsetUnit::Byte,
            Offsets::Char => OffsetUnit::Char,
            Offsets::Utf16 => OffsetUnit::Utf16,
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ViewFormat {
    #[default]
    Terminal,
    Html,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TraceFormat {
    #[default]
    Text,
    Jsonl,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

/// The core's formats, with what each is good for in the help.
fn formats() -> impl TypedValueParser<Value = Format> {
    let values = Format::ALL.map(|format| PossibleValue::new(format.name()).help(format.summary()));
    PossibleValuesParser::new(values).try_map(|name| name.parse::<Format>())
}

fn threads(number: &str) -> Result<NonZeroUsize, &'static str> {
    number.parse().map_err(|_| "not a number of 1 or more")
}

fn layers_help() -> String {
    let names = Layer::ALL.map(Layer::name).join(", ");
    format!("Analysis layers: `all`, `none`, or a list of {names}")
}

/// The core's stages by the names of their folders.
fn stages() -> impl TypedValueParser<Value = Stage> {
    PossibleValuesParser::new(Stage::ALL.map(Stage::name)).map(|name| {
        Stage::ALL.into_iter().find(|stage| stage.name() == name).expect("a possible value")
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn ok_the_command_line_is_consistent() {
        super::Args::command().debug_assert();
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct QuotesArgs {
    /// Files to read, plain or gzipped; `-` is standard input.
    #[arg(required = true, value_name = "INPUT", value_hint = ValueHint::FilePath)]
    pub(crate) inputs: Vec<String>,
    /// How to list them.
    #[arg(long, short, value_enum, default_value_t)]
    pub(crate) format: QuotesFormat,
    #[command(flatten)]
    pub(crate) about: AboutArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
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
