//! Speed of `dateline`: against peers, by stage, by size and shape of page.
#![expect(clippy::print_stdout, reason = "prints tables")]

mod memory;
mod pages;
mod peers;
mod shapes;
mod stages;
mod texts;
mod worker;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about, version)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Pages and bytes a second beside other extractors, which are installed into a scratch folder.
    Peers(peers::PeersArgs),
    /// Where the time goes: decode, parse, page, language, analysis, render.
    Stages(stages::StagesArgs),
    /// Time and memory over hostile shapes and sizes.
    Shapes(shapes::ShapesArgs),
    /// Tokens a second of the analysis layers, beside spaCy, and over lengths of text.
    Texts(texts::TextsArgs),
    /// Peak memory over real pages.
    Memory(memory::MemoryArgs),
    /// A page from standard input, once: what `memory` runs in a process of its own.
    #[command(hide = true)]
    Page {
        /// Size of the page in bytes.
        bytes: usize,
    },
    /// One shape, once: what `shapes` runs in a process of its own.
    #[command(hide = true)]
    Shape(shapes::ShapeArgs),
    /// Answers rounds over the pages of a list: what `peers` runs.
    #[command(hide = true)]
    Worker {
        /// What to run.
        name: String,
        /// A file with one path a line.
        list: PathBuf,
    },
}

fn main() -> anyhow::Result<()> {
    match Args::parse().command {
        Command::Peers(args) => peers::run(&args),
        Command::Stages(args) => stages::run(&args),
        Command::Shapes(args) => shapes::run(&args),
        Command::Texts(args) => texts::run(&args),
        Command::Memory(args) => memory::run(&args),
        Command::Page { bytes } => memory::run_one(bytes),
        Command::Shape(args) => shapes::run_one(&args),
        Command::Worker { name, list } => peers::serve_own(&name, &list),
    }
}
