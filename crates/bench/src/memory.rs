//! Peak memory over real pages, each in a process of its own.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::Context as _;
use dateline::{Extractor, Input, Layers, Options, SourceKind};

use crate::pages;
use crate::peers::median;
use crate::shapes::peak_kib;

#[derive(clap::Args)]
pub(crate) struct MemoryArgs {
    /// Folders of pages.
    #[arg(default_values = ["../shared/corpora/wcxb-dev", "../shared/corpora/fundus-dev"])]
    folders: Vec<PathBuf>,
    /// How many pages, spread evenly over the folders.
    #[arg(long, default_value_t = 200)]
    pages: usize,
}

/// Pages below this are left out of the second row: there the granularity of the system shows.
const SMALL_BYTES: usize = 200_000;

pub(crate) fn run(args: &MemoryArgs) -> anyhow::Result<()> {
    let (mut all, mut large) = (Vec::new(), Vec::new());
    for path in pages::sample(&args.folders, args.pages)? {
        let page = pages::read(&path)?;
        let times = measure(&page)?;
        all.push(times);
        if page.len() >= SMALL_BYTES {
            large.push(times);
        }
    }
    println!(
        "Peak memory beyond the page, as a multiple of its size; bytes to record, no analysis\n"
    );
    println!("| pages | number | median | most |\n|---|--:|--:|--:|");
    for (name, mut times) in [("all", all), ("of 200 KB and more", large)] {
        let middle = median(&mut times);
        let most = times.last().copied().unwrap_or(f64::NAN);
        println!("| {name} | {} | {middle:.1} | {most:.1} |", times.len());
    }
    Ok(())
}

/// Has a page read by a new process; gives its peak memory as a multiple of the page.
fn measure(page: &[u8]) -> anyhow::Result<f64> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg("page")
        .arg(page.len().to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    child.stdin.take().context("no input")?.write_all(page)?;
    let output = child.wait_with_output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().parse()?)
}

/// Reads `bytes` of a page from standard input and prints the peak memory that extraction adds. The
/// models are read before: they belong to the program.
pub(crate) fn run_one(bytes: usize) -> anyhow::Result<()> {
    let options = Options { analysis: Layers::NONE, ..Options::default() };
    let extractor = Extractor::new(options)?;
    let input = |page| Input { kind: Some(SourceKind::Html), ..Input::new(page) };
    extractor.extract(&input(b"<p>One sentence, so that everything is read once."))?;
    let mut page = vec![1; bytes];
    std::io::Read::read_exact(&mut std::io::stdin(), &mut page)?;
    let before = peak_kib().context("the system does not tell memory")?;
    let record = extractor.extract(&input(&page))?;
    let after = peak_kib().context("the system does not tell memory")?;
    std::hint::black_box(record);
    println!("{}", (after - before) as f64 * 1024.0 / bytes as f64);
    Ok(())
}
