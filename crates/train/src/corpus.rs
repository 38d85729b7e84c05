//! Pages with their gold.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

/// One page of a corpus.
pub(crate) struct Page {
    pub(crate) id: String,
    pub(crate) url: Option<String>,
    /// Where its HTML lies, gzipped.
    pub(crate) html: PathBuf,
    /// The gold body.
    pub(crate) body: Option<String>,
    /// The gold kind, by its name in the record.
    pub(crate) kind: Option<String>,
    /// Text that belongs to the body.
    pub(crate) must: Vec<String>,
    /// Text that does not.
    pub(crate) must_not: Vec<String>,
}

impl Page {
    /// The bytes of the page.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>> {
        let file = fs::File::open(&self.html).with_context(|| self.html.display().to_string())?;
        let mut bytes = Vec::new();
        flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// The registered domain, near enough to keep a publisher's pages together: the last two
    /// labels of the host, three below a short second-level label such as `co.uk`; the id of a page
    /// without an address.
    pub(crate) fn domain(&self) -> String {
        let Some(url) = &self.url else {
            return self.id.split('-').next().unwrap_or("").to_owned();
        };
        let host = url.split("://").nth(1).unwrap_or(url);
        let host = host.split(['/', ':', '?']).next().unwrap_or(host).to_ascii_lowercase();
        let labels: Vec<&str> = host.split('.').collect();
        let keep = match labels.as_slice() {
            [.., second, top] if top.len() == 2 && second.len() <= 3 => 3,
            _ => 2,
        };
        labels[labels.len().saturating_sub(keep)..].join(".")
    }
}

/// Reads `pages.jsonl` of a corpus folder.
pub(crate) fn load(folder: &Path) -> Result<Vec<Page>> {
    let path = folder.join("pages.jsonl");
    let lines = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    lines.lines().map(|line| page(folder, &serde_json::from_str(line)?)).collect()
}

fn page(folder: &Path, value: &Value) -> Result<Page> {
    let text = |name: &str| value[name].as_str().map(str::to_owned);
    let list = |name: &str| -> Vec<String> {
        let items = value[name].as_array().map_or(&[][..], Vec::as_slice);
        items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
    };
    Ok(Page {
        id: text("id").context("a page has no id")?,
        url: text("url"),
        html: folder.join(text("html").context("a page has no html")?),
        body: text("body"),
        kind: text("page_type"),
        must: list("must"),
        must_not: list("must_not"),
    })
}
