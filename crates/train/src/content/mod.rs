//! Fits the content model: `dump` writes what `fit.py` reads, `second` the features of its second
//! stage, `evaluate` runs extraction with given weights.

mod label;
mod lexicon;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use dateline::page::body::fitting::{self, Parsed, Weights};
use serde_json::json;

use crate::corpus::{self, Page};
use lexicon::Counts;

/// Parts that the domains are split into for cross-validation.
const FOLDS: u32 = 5;

/// The fold of a domain: its FNV-1a hash.
fn fold(domain: &str) -> u32 {
    let hash =
        domain.bytes().fold(0x811c_9dc5u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
    // The low bits of the hash of short names are even enough, the high ones more so.
    (hash >> 8) % FOLDS
}

fn corpora(folder: &Path, names: &str) -> Result<Vec<(String, Page)>> {
    let mut pages = Vec::new();
    for name in names.split(',') {
        let corpus = corpus::load(&folder.join(name))?;
        pages.extend(corpus.into_iter().map(|page| (name.to_owned(), page)));
    }
    Ok(pages)
}

fn labels(page: &Page, segments: &[&[u32]]) -> Vec<f32> {
    if let Some(body) = &page.body {
        return label::body(segments, &fitting::tokens_of(body));
    }
    let tokens = |list: &[String]| -> Vec<Vec<u32>> {
        list.iter().map(|snippet| fitting::tokens_of(snippet)).collect()
    };
    label::snippets(segments, &tokens(&page.must), &tokens(&page.must_not))
}

/// Writes, into `out`: `pages.jsonl` (texts, labels), `rows.f32` (features, the lexicon fitted on all
/// domains but the page's own), `fold_K.f32` (the columns that depend on the lexicon, fitted without
/// fold K, and without the page's own domain outside of it), `names.json`, `lexicon_K.json`. Pages
/// of the corpora in `held_out` are described but never counted.
pub(crate) fn dump(folder: &Path, names: &str, held_out: &str, out: &Path) -> Result<()> {
    std::fs::create_dir_all(out)?;
    let pages = corpora(folder, names)?;
    let held: Vec<&str> = held_out.split(',').collect();
    let columns = fitting::names();
    let lexical: Vec<usize> = (0..columns.len())
        .filter(|&column| {
            ["box_score", "direct", "score_m"].iter().any(|name| columns[column].starts_with(name))
        })
        .collect();
    serde_json::to_writer(
        File::create(out.join("names.json"))?,
        &json!({
            "first": columns, "second": fitting::second_names(), "lexical": lexical, "folds": FOLDS,
        }),
    )?;

    let mut counts = Counts::default();
    let mut list = BufWriter::new(File::create(out.join("pages.jsonl"))?);
    for (corpus, page) in &pages {
        let html = fitting::decode(&page.bytes()?);
        let parsed = Parsed::new(&html, page.url.as_deref());
        let labels = labels(page, &parsed.tokens());
        let domain = page.domain();
        // Only a page with a gold body tells what a class holds that was not asked about.
        if page.body.as_deref() != Some("") && !held.contains(&corpus.as_str()) {
            counts.add(&domain, &parsed.class_tokens(), &labels, &parsed.words());
        }
        let labels: Vec<Option<f32>> =
            labels.iter().map(|&label| (!label.is_nan()).then_some(label)).collect();
        let line = json!({
            "id": page.id, "corpus": corpus, "domain": domain, "fold": fold(&domain),
            "kind": page.kind, "body": page.body, "labels": labels, "texts": parsed.texts(),
        });
        writeln!(list, "{line}")?;
    }
    let all = (0..FOLDS).map(|k| (Some(k), counts.without(|domain| fold(domain) == k)));
    let mut lexicons: Vec<(Option<u32>, Counts)> = all.collect();
    lexicons.push((None, counts.seal()));
    let file = |name: String| File::create(out.join(name)).map(BufWriter::new);
    let mut writers = Vec::new();
    for (k, counts) in &lexicons {
        let name = k.map_or("all".to_owned(), |k| k.to_string());
        serde_json::to_writer(file(format!("lexicon_{name}.json"))?, &counts.lexicon(None))?;
        writers.push(file(k.map_or("rows.f32".to_owned(), |k| format!("fold_{k}.f32")))?);
    }
    for (_, page) in &pages {
        let html = fitting::decode(&page.bytes()?);
        let parsed = Parsed::new(&html, page.url.as_deref());
        let domain = page.domain();
        for ((k, counts), writer) in lexicons.iter().zip(&mut writers) {
            let rows = parsed.rows(&counts.tokens(Some(&domain)));
            for row in rows.chunks_exact(columns.len()) {
                if k.is_none() {
                    write_floats(writer, row.iter().copied())?;
                } else {
                    write_floats(writer, lexical.iter().map(|&column| row[column]))?;
                }
            }
        }
    }
    Ok(())
}

fn write_floats(out: &mut impl Write, values: impl Iterator<Item = f32>) -> Result<()> {
    for value in values {
        out.write_all(&value.to_le_bytes())?;
    }
    Ok(())
}

/// Writes the second stage's features of every segment, given its first opinion in `opinions`
/// (little-endian `f32`, in the order of `dump`).
pub(crate) fn second(folder: &Path, names: &str, opinions: &Path, out: &Path) -> Result<()> {
    let bytes = std::fs::read(opinions)?;
    let mut opinions = bytes.as_chunks::<4>().0.iter().map(|&chunk| f32::from_le_bytes(chunk));
    let mut out = BufWriter::new(File::create(out)?);
    for (_, page) in corpora(folder, names)? {
        let html = fitting::decode(&page.bytes()?);
        let parsed = Parsed::new(&html, page.url.as_deref());
        let own: Vec<f32> = opinions.by_ref().take(parsed.words().len()).collect();
        write_floats(&mut out, parsed.second_rows(&own).into_iter())?;
    }
    Ok(())
}

/// Writes the text that extraction gives with weights `PREFIX_K.bin`, for each page those that were
/// fitted without its fold.
pub(crate) fn evaluate(
    folder: &Path,
    corpus: &str,
    prefix: &str,
    captions: bool,
    out: &Path,
) -> Result<()> {
    let read = |path: String| -> Result<Weights> {
        let bytes = std::fs::read(&path).with_context(|| path.clone())?;
        Weights::read(&bytes).with_context(|| format!("{path} is no content model"))
    };
    let weights: Vec<Weights> =
        (0..FOLDS).map(|k| read(format!("{prefix}_{k}.bin"))).collect::<Result<_>>()?;
    let mut out = BufWriter::new(File::create(out)?);
    for (_, page) in corpora(folder, corpus)? {
        let html = fitting::decode(&page.bytes()?);
        let k = fold(&page.domain()) as usize;
        let found = weights[k].extract(&html, page.url.as_deref(), captions);
        let line = json!({ "id": page.id, "text": found.body.text, "kind": found.metadata.page_kind, "gold_kind": page.kind });
        writeln!(out, "{line}")?;
    }
    Ok(())
}
