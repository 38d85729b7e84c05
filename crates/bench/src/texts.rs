//! Speed of the analysis layers over plain text, beside spaCy, and over lengths of text.
//!
//! Time is what the processor gave to the program, not what the clock on the wall showed, so that a
//! busy machine changes little; the sides take turns all the same.

use std::hint::black_box;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, ensure};
use dateline::analysis::{Document, tokens};
use dateline::{Article, Extractor, Input, Layer, Layers, Options, SourceKind};

use crate::peers::median;

#[derive(clap::Args)]
pub(crate) struct TextsArgs {
    /// Files of texts, one JSON object with `text` a line.
    #[arg(default_values = ["../shared/corpora/wwn-dev.jsonl", "../shared/corpora/quotes-dev.jsonl"])]
    files: Vec<PathBuf>,
    /// How many rounds.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// A Python interpreter that has spaCy and its small English model; without it no peer runs.
    #[arg(long)]
    spacy: Option<PathBuf>,
    /// The Python module that holds the model.
    #[arg(long, default_value = "en_core_web_sm")]
    model: String,
    /// Sizes in KB for the table of lengths.
    #[arg(long, value_delimiter = ',', default_values_t = [10, 100, 1_000, 10_000])]
    sizes: Vec<usize>,
}

/// The program that serves spaCy: it reads the texts, says `ready`, and answers each line with the
/// nanoseconds of processor time of one round over them.
const SPACY: &str = r#"
import importlib, json, sys, time, spacy
nlp = importlib.import_module(sys.argv[2]).load()
texts = [json.loads(line)["text"] for path in sys.argv[1].split(",") for line in open(path, encoding="utf-8")]
print("ready", spacy.__version__, nlp.meta["name"], nlp.meta["version"], ",".join(nlp.pipe_names), flush=True)
for _ in sys.stdin:
    start = time.process_time_ns()
    total = sum(len(doc) for doc in nlp.pipe(texts))
    print(time.process_time_ns() - start, total, flush=True)
"#;

/// A running spaCy.
struct Spacy {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    about: String,
}

impl Spacy {
    fn start(python: &Path, files: &[PathBuf], model: &str) -> anyhow::Result<Self> {
        let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        // One core: spaCy itself works on one, the libraries below it would take all.
        let mut child = Command::new(python)
            .args(["-c", SPACY, &files.join(","), model])
            .env("OMP_NUM_THREADS", "1")
            .env("OPENBLAS_NUM_THREADS", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("spaCy does not start")?;
        let input = child.stdin.take().context("no input")?;
        let output = BufReader::new(child.stdout.take().context("no output")?);
        let mut spacy = Self { child, input, output, about: String::new() };
        let line = spacy.line()?;
        spacy.about = line.strip_prefix("ready ").context("spaCy is not ready")?.to_owned();
        Ok(spacy)
    }

    fn line(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        ensure!(self.output.read_line(&mut line)? > 0, "spaCy has ended");
        Ok(line.trim_end().to_owned())
    }

    fn round(&mut self) -> anyhow::Result<f64> {
        writeln!(self.input, "go")?;
        self.input.flush()?;
        let line = self.line()?;
        line.split(' ').next().unwrap_or_default().parse().context("spaCy answers no number")
    }
}

/// What is timed: a name and the layers that are asked for.
fn sides() -> Vec<(String, Layers)> {
    let but_quotations = Layer::ALL
        .into_iter()
        .filter(|layer| *layer != Layer::Quotations)
        .fold(Layers::NONE, Layers::with);
    let mut sides =
        vec![("all but quotations".to_owned(), but_quotations), ("all".to_owned(), Layers::ALL)];
    sides.extend(Layer::ALL.map(|layer| (layer.name().to_owned(), Layers::NONE.with(layer))));
    sides
}

pub(crate) fn run(args: &TextsArgs) -> anyhow::Result<()> {
    let texts = read(&args.files)?;
    let bare = Extractor::new(Options { analysis: Layers::NONE, ..Options::default() })?;
    let count: usize = texts
        .iter()
        .map(|text| Ok(tokens_of(&extract(&bare, text)?)))
        .sum::<anyhow::Result<usize>>()?;
    let mut spacy = args
        .spacy
        .as_ref()
        .map(|python| Spacy::start(python, &args.files, &args.model))
        .transpose()?;
    let sides: Vec<(String, Extractor)> = sides()
        .into_iter()
        .map(|(name, analysis)| {
            Ok((name, Extractor::new(Options { analysis, ..Options::default() })?))
        })
        .collect::<anyhow::Result<_>>()?;
    let mut seconds = vec![Vec::new(); sides.len() + 1];
    for round in 0..=args.rounds {
        for (side, (_, extractor)) in sides.iter().enumerate() {
            let start = Clock::start();
            for text in &texts {
                black_box(extract(extractor, text)?);
            }
            if round > 0 {
                seconds[side].push(start.seconds());
            }
        }
        if let Some(spacy) = &mut spacy {
            let nanos = spacy.round()?;
            if round > 0 {
                seconds[sides.len()].push(nanos / 1e9);
            }
        }
    }
    let mean = count / texts.len();
    println!(
        "{} texts, {count} tokens (mean {mean}), {} rounds, one core, plain text to record; medians\n",
        texts.len(),
        args.rounds
    );
    println!("| layers | tokens/s of processor time |\n|---|--:|");
    for ((name, _), seconds) in sides.iter().zip(&mut seconds) {
        println!("| {name} | {:.0} |", count as f64 / median(seconds));
    }
    if let Some(Spacy { mut child, input, about, .. }) = spacy {
        println!("| spaCy {about} | {:.0} |", count as f64 / median(&mut seconds[sides.len()]));
        drop(input);
        child.wait()?;
    }
    lengths(args, &texts, &sides)
}

/// Microseconds a KB over lengths of one text: paragraphs as they are, and all in one.
fn lengths(
    args: &TextsArgs,
    texts: &[String],
    sides: &[(String, Extractor)],
) -> anyhow::Result<()> {
    println!("\nMicroseconds of processor time a KB of one text; medians of 3.\n");
    let head: Vec<String> = args.sizes.iter().map(|size| format!("{size} KB")).collect();
    println!("| layers, text | {} |\n|---|{}", head.join(" | "), "--:|".repeat(head.len()));
    for (name, extractor) in &sides[..2] {
        for (shape, joint) in [("in paragraphs", "\n\n"), ("one paragraph", " ")] {
            let mut cells = Vec::new();
            for size in &args.sizes {
                let text = long(texts, size * 1000, joint);
                let mut times = Vec::new();
                for _ in 0..3 {
                    let start = Clock::start();
                    black_box(extract(extractor, &text)?);
                    times.push(start.seconds());
                }
                cells.push(format!("{:.1}", median(&mut times) * 1e6 / *size as f64));
            }
            println!("| {name}, {shape} | {} |", cells.join(" | "));
        }
    }
    Ok(())
}

/// A text of `size` bytes: the texts one after the other, as often as needed.
fn long(texts: &[String], size: usize, joint: &str) -> String {
    let mut all = String::with_capacity(size + 10_000);
    for text in texts.iter().cycle() {
        if all.len() >= size {
            break;
        }
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        all.push_str(&lines.join(joint));
        all.push_str(joint);
    }
    let end = (0..=size.min(all.len())).rev().find(|&at| all.is_char_boundary(at)).unwrap_or(0);
    all.truncate(end);
    all
}

fn read(files: &[PathBuf]) -> anyhow::Result<Vec<String>> {
    let mut texts = Vec::new();
    for file in files {
        let lines = std::fs::read_to_string(file)
            .with_context(|| format!("{} cannot be read", file.display()))?;
        for line in lines.lines().filter(|line| !line.is_empty()) {
            let item: serde_json::Value = serde_json::from_str(line)?;
            texts.push(item["text"].as_str().context("a line without `text`")?.to_owned());
        }
    }
    ensure!(!texts.is_empty(), "no texts");
    Ok(texts)
}

fn extract(extractor: &Extractor, text: &str) -> anyhow::Result<Article> {
    let input = Input { kind: Some(SourceKind::Text), ..Input::new(text.as_bytes()) };
    Ok(extractor.extract(&input)?)
}

fn tokens_of(article: &Article) -> usize {
    tokens::tokenize(&Document::new(article, None)).len()
}

/// Processor time of this thread where the system tells it, else wall time.
struct Clock {
    processor: Option<u64>,
    wall: Instant,
}

impl Clock {
    fn start() -> Self {
        Self { processor: processor_nanos(), wall: Instant::now() }
    }

    fn seconds(&self) -> f64 {
        match (self.processor, processor_nanos()) {
            (Some(start), Some(end)) => (end - start) as f64 / 1e9,
            _ => self.wall.elapsed().as_secs_f64(),
        }
    }
}

/// Nanoseconds that this thread has run, as Linux tells.
fn processor_nanos() -> Option<u64> {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    line.split(' ').next()?.parse().ok()
}
