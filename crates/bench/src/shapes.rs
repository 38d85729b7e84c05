//! Time and memory over hostile shapes of page, each in a process of its own.

use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

use anyhow::Context as _;
use dateline::{Extractor, Input, Layers, Limits, Options, SourceKind, dom};

#[derive(clap::Args)]
pub(crate) struct ShapesArgs {
    /// Sizes in MB.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 10, 100])]
    sizes: Vec<usize>,
    /// Parse only, without extracting.
    #[arg(long)]
    dom: bool,
}

#[derive(clap::Args)]
pub(crate) struct ShapeArgs {
    shape: String,
    /// In bytes.
    size: usize,
    #[arg(long)]
    dom: bool,
}

/// A shape: what it shows, and one turn of its body by number.
type Turn = fn(usize) -> String;

const SHAPES: [(&str, Turn); 12] = [
    ("article: paragraphs", |n| {
        format!(
            "<p class=\"text\">Line {n} of a story that goes on <a href=\"/{n}\">and on</a>.</p>\n"
        )
    }),
    ("deep: div", |_| "<div>".to_owned()),
    ("wide: empty paragraphs", |_| "<p></p>".to_owned()),
    ("unclosed: formatting", |n| format!("<b class=c{}>x<i>y<p>", n % 97)),
    ("unclosed: lists", |_| "<ul><li><a>x".to_owned()),
    ("misnested: formatting and blocks", |_| "<b><div></b></div>x".to_owned()),
    ("attribute-heavy: many on one tag", |n| {
        format!("{}a{n}=1 ", if n == 0 { "<div " } else { "" })
    }),
    ("attribute-heavy: many tags", |n| {
        format!("<span id=i{n} class=\"a b c\" data-x=1 data-y='2' title=\"t\">x</span>")
    }),
    ("entity-heavy", |_| "&amp;&eacute;&#8212;&notit;x".to_owned()),
    ("table in table", |_| "<table><tr><td>x".to_owned()),
    ("text in tables", |_| "<table>a<tr><td>b&amp;c</table>".to_owned()),
    ("one text", |_| "word and word, ".to_owned()),
];

fn page(shape: &str, size: usize) -> Option<String> {
    let (_, turn) = SHAPES.iter().find(|(name, _)| *name == shape)?;
    let mut html = String::with_capacity(size + 256);
    html.push_str("<!DOCTYPE html><html><head><title>Shape</title></head><body>");
    let mut number = 0;
    while html.len() < size {
        html.push_str(&turn(number));
        number += 1;
    }
    Some(html)
}

pub(crate) fn run(args: &ShapesArgs) -> anyhow::Result<()> {
    let what = if args.dom { "tree" } else { "record, no analysis" };
    println!("Bytes to {what}. Time, and peak memory beyond the page as a multiple of its size.\n");
    let head: Vec<String> = args.sizes.iter().map(|size| format!("{size} MB")).collect();
    println!("| shape | {} |\n|---|{}", head.join(" | "), "--:|".repeat(head.len()));
    for (shape, _) in SHAPES {
        let mut cells = Vec::new();
        for size in &args.sizes {
            let mut command = Command::new(std::env::current_exe()?);
            command.arg("shape").arg(shape).arg((size * 1_000_000).to_string());
            if args.dom {
                command.arg("--dom");
            }
            let output = command.output()?;
            cells.push(String::from_utf8_lossy(&output.stdout).trim().to_owned());
        }
        println!("| {shape} | {} |", cells.join(" | "));
    }
    Ok(())
}

pub(crate) fn run_one(args: &ShapeArgs) -> anyhow::Result<()> {
    let html = page(&args.shape, args.size).context("no such shape")?;
    let limits = Limits { max_input_bytes: 1 << 30, ..Limits::default() };
    let options = Options { analysis: Layers::NONE, limits: limits.clone(), ..Options::default() };
    let extractor = Extractor::new(options)?;
    let input = Input { kind: Some(SourceKind::Html), ..Input::new(html.as_bytes()) };
    let before = peak_kib();
    let start = Instant::now();
    let warned = if args.dom {
        let (dom, warnings) = dom::parse_within(&html, &limits);
        black_box(dom.len());
        !warnings.is_empty()
    } else {
        !extractor.extract(&input)?.warnings.is_empty()
    };
    let seconds = start.elapsed().as_secs_f64();
    let memory = match (before, peak_kib()) {
        (Some(before), Some(after)) => {
            format!("{:.1}×", (after - before) as f64 * 1024.0 / html.len() as f64)
        }
        _ => "?".to_owned(),
    };
    println!("{seconds:.2} s, {memory}{}", if warned { " !" } else { "" });
    Ok(())
}

/// The most memory this process has held so far, where the system tells.
pub(crate) fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_ascii_whitespace().nth(1)?.parse().ok()
}
