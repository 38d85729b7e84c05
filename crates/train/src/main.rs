//! Fits the models of `dateline` from corpora. `docs/models.md` gives the commands.

// Until labels are made of the gold.
#[allow(dead_code)]
mod corpus;

use std::io::Write;
use std::path::Path;

use anyhow::{Result, bail};
use dateline::{Extractor, Input, Options};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["records", corpus, out] => records(Path::new(corpus), Path::new(out)),
        _ => bail!("usage: dateline-train records CORPUS OUT.jsonl"),
    }
}

/// Writes the text of every page of a corpus as extracted, one JSON object a line.
fn records(folder: &Path, out: &Path) -> Result<()> {
    let options = Options { analysis: dateline::Layers::NONE, ..Options::default() };
    let extractor = Extractor::new(options)?;
    let mut out = std::io::BufWriter::new(std::fs::File::create(out)?);
    for page in corpus::load(folder)? {
        let bytes = page.bytes()?;
        let input = Input { url: page.url.as_deref(), ..Input::new(&bytes) };
        let article = extractor.extract(&input)?;
        let record = serde_json::json!({ "id": page.id, "text": article.text });
        writeln!(out, "{record}")?;
    }
    Ok(())
}
