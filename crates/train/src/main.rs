//! Fits the models of `dateline` from corpora. `docs/models.md` gives the commands.

mod container;
mod content;
mod corpus;
mod features;
mod gazetteer;
mod marks;

use std::io::Write;
use std::path::Path;

use anyhow::{Result, bail};
use dateline::{Extractor, Input, Options};

const USAGE: &str = "usage:
  dateline-train records CORPUS OUT.jsonl               the text of each page of a corpus, as extracted
  dateline-train features TEXTS.jsonl OUT.safetensors   tokens and features of texts (`text` of each line)
  dateline-train marks TEXTS.jsonl OUT.safetensors      quotation-mark flags of the same tokens
  dateline-train gazetteer PHRASES.tsv OUT.safetensors  the table of phrases (`phrase<TAB>class` lines)
  dateline-train content dump CORPORA NAME,… HELD_OUT,… OUT
  dateline-train content second CORPORA NAME,… OPINIONS.f32 OUT.f32
  dateline-train content evaluate CORPORA NAME WEIGHTS_PREFIX captions|plain OUT.jsonl
                                                        the content model: see crates/train/content/fit.py";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["records", corpus, out] => records(Path::new(corpus), Path::new(out)),
        ["features", texts, out] => {
            Ok(std::fs::write(out, features::dump(&std::fs::read_to_string(texts)?)?)?)
        }
        ["marks", texts, out] => {
            Ok(std::fs::write(out, marks::dump(&std::fs::read_to_string(texts)?)?)?)
        }
        ["gazetteer", phrases, out] => {
            Ok(std::fs::write(out, gazetteer::table(&std::fs::read_to_string(phrases)?)?)?)
        }
        ["content", "dump", corpora, names, held_out, out] => {
            content::dump(Path::new(corpora), names, held_out, Path::new(out))
        }
        ["content", "second", corpora, names, opinions, out] => {
            content::second(Path::new(corpora), names, Path::new(opinions), Path::new(out))
        }
        ["content", "evaluate", corpora, corpus, prefix, captions, out] => {
            let captions = *captions == "captions";
            content::evaluate(Path::new(corpora), corpus, prefix, captions, Path::new(out))
        }
        _ => bail!(USAGE),
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
