//! Our speed beside that of other extractors: one core, interleaved rounds, medians and ratios.
//!
//! Every side is a process that keeps the pages in memory and answers rounds one after the other, so
//! that a change in the machine's speed meets all of them.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, bail, ensure};
use dateline::{Extractor, Input, Layers, Options};

use crate::{pages, worker};

/// The sides that this program serves itself.
const OWN: [&str; 2] = ["dateline", "dateline dom"];
/// The sides of `peers/peers.py`.
const PYTHON: [&str; 3] = ["resiliparse", "readability-lxml", "trafilatura"];
/// The sides of the crate in `peers/`.
const RUST: [&str; 3] = ["html5ever+rcdom", "dom_smoothie", "rs-trafilatura"];

#[derive(clap::Args)]
pub(crate) struct PeersArgs {
    /// Folders of pages.
    #[arg(default_values = ["../shared/corpora/wcxb-dev", "../shared/corpora/fundus-dev"])]
    folders: Vec<PathBuf>,
    /// How many pages, spread evenly over the folders.
    #[arg(long, default_value_t = 60)]
    pages: usize,
    /// How many rounds.
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// Where the peers are installed.
    #[arg(long, default_value = "target/peers")]
    scratch: PathBuf,
    /// Only these sides, by name.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
}

/// A running side.
struct Side {
    name: String,
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    nanos: Vec<f64>,
}

impl Side {
    fn start(name: &str, mut command: Command) -> anyhow::Result<Self> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{name} does not start"))?;
        let input = child.stdin.take().context("no input")?;
        let output = BufReader::new(child.stdout.take().context("no output")?);
        let mut side = Self { name: name.to_owned(), child, input, output, nanos: Vec::new() };
        ensure!(side.line()? == "ready", "{name} is not ready");
        Ok(side)
    }

    fn line(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            bail!("{} has ended", self.name);
        }
        Ok(line.trim_end().to_owned())
    }

    fn round(&mut self) -> anyhow::Result<f64> {
        writeln!(self.input, "go")?;
        self.input.flush()?;
        let line = self.line()?;
        let nanos = line.split(' ').next().unwrap_or_default();
        nanos.parse().with_context(|| format!("{} answers {line:?}", self.name))
    }
}

pub(crate) fn run(args: &PeersArgs) -> anyhow::Result<()> {
    let paths = pages::sample(&args.folders, args.pages)?;
    let bytes: usize = paths
        .iter()
        .map(|path| pages::read(path).map(|page| page.len()))
        .sum::<anyhow::Result<usize>>()?;
    std::fs::create_dir_all(&args.scratch)?;
    let scratch = args.scratch.canonicalize()?;
    let list = scratch.join("pages.txt");
    let lines: Vec<String> = paths
        .iter()
        .map(|path| Ok(path.canonicalize()?.display().to_string()))
        .collect::<anyhow::Result<_>>()?;
    std::fs::write(&list, lines.join("\n"))?;

    let wanted =
        |name: &str| args.only.is_empty() || args.only.iter().any(|only| only.as_str() == name);
    let mut sides = Vec::new();
    for name in OWN.into_iter().filter(|name| wanted(name)) {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("worker").arg(name).arg(&list);
        sides.push(Side::start(name, command)?);
    }
    if RUST.iter().any(|name| wanted(name)) {
        let program = install_rust(&scratch)?;
        for name in RUST.into_iter().filter(|name| wanted(name)) {
            let mut command = Command::new(&program);
            command.arg(name).arg(&list);
            sides.push(Side::start(name, command)?);
        }
    }
    if PYTHON.iter().any(|name| wanted(name)) {
        let python = install_python(&scratch)?;
        for name in PYTHON.into_iter().filter(|name| wanted(name)) {
            let mut command = Command::new(&python);
            command.arg(peers_folder().join("peers.py")).arg(name).arg(&list);
            sides.push(Side::start(name, command)?);
        }
    }
    // One round to warm up; then the rounds that count.
    for round in 0..=args.rounds {
        for side in &mut sides {
            let nanos = side.round()?;
            if round > 0 {
                side.nanos.push(nanos);
            }
        }
    }
    print_table(&mut sides, paths.len(), bytes, args.rounds);
    for side in sides {
        let Side { mut child, input, .. } = side;
        drop(input);
        child.wait()?;
    }
    Ok(())
}

fn print_table(sides: &mut [Side], pages: usize, bytes: usize, rounds: usize) {
    println!(
        "{pages} pages, mean {} KB, {rounds} interleaved rounds, one core each; medians\n",
        bytes / pages / 1000
    );
    println!("| | pages/s | MB/s | dateline is so many times as fast (range over rounds) |");
    println!("|---|--:|--:|--:|");
    let ours = sides.first().map(|side| side.nanos.clone()).unwrap_or_default();
    for side in sides {
        // Each round of a side is compared with our round beside it.
        let mut ratios: Vec<f64> =
            side.nanos.iter().zip(&ours).map(|(theirs, ours)| theirs / ours).collect();
        let ratio = median(&mut ratios);
        let (low, high) = (ratios[0], ratios[ratios.len() - 1]);
        let seconds = median(&mut side.nanos) / 1e9;
        println!(
            "| {} | {:.0} | {:.1} | {ratio:.2} ({low:.2} to {high:.2}) |",
            side.name,
            pages as f64 / seconds,
            bytes as f64 / 1e6 / seconds,
        );
    }
}

/// The median of numbers, which are sorted.
pub(crate) fn median(numbers: &mut [f64]) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

fn peers_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers")
}

/// Builds the crate in `peers/`; gives the program.
fn install_rust(scratch: &Path) -> anyhow::Result<PathBuf> {
    let target = scratch.join("rust");
    let status = Command::new("cargo")
        .args(["build", "--release", "--quiet", "--manifest-path"])
        .arg(peers_folder().join("Cargo.toml"))
        .arg("--target-dir")
        .arg(&target)
        .status()?;
    ensure!(status.success(), "the peers' crate does not build");
    Ok(target.join("release/dateline-peers"))
}

/// Makes a virtual environment with `peers/requirements.txt`; gives its interpreter.
fn install_python(scratch: &Path) -> anyhow::Result<PathBuf> {
    let folder = scratch.join("python");
    let python = folder.join("bin/python");
    let requirements = peers_folder().join("requirements.txt");
    // What was installed last, so that half an installation is none, and new versions are fetched.
    let (wanted, installed) = (std::fs::read(&requirements)?, folder.join("installed.txt"));
    if std::fs::read(&installed).ok().as_ref() != Some(&wanted) {
        let run = |command: &mut Command| -> anyhow::Result<()> {
            ensure!(command.status()?.success(), "{command:?} fails");
            Ok(())
        };
        run(Command::new("python3").arg("-m").arg("venv").arg(&folder))?;
        let pip = ["-m", "pip", "install", "--quiet", "--upgrade"];
        run(Command::new(&python).args(pip).arg("pip"))?;
        run(Command::new(&python).args(pip).arg("--requirement").arg(&requirements))?;
        std::fs::write(&installed, &wanted)?;
    }
    Ok(python)
}

/// Serves one of our own sides.
pub(crate) fn serve_own(name: &str, list: &Path) -> anyhow::Result<()> {
    let pages: Vec<Vec<u8>> = std::fs::read_to_string(list)?
        .lines()
        .map(|path| pages::read(Path::new(path)))
        .collect::<anyhow::Result<_>>()?;
    match name {
        "dateline" => {
            let options = Options { analysis: Layers::NONE, ..Options::default() };
            let extractor = Extractor::new(options)?;
            worker::serve(&pages, |page| {
                extractor
                    .extract(&Input::new(page))
                    .map_or(0, |article| dateline::render::json(&article).len())
            })?;
        }
        "dateline dom" => worker::serve(&pages, |page| {
            let html = worker::text(page);
            let dom = dateline::dom::parse(&html);
            dom.ids().map(|id| dom.text(id).len()).sum()
        })?,
        _ => bail!("no side has the name {name}"),
    }
    Ok(())
}
