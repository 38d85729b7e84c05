//! Pages from folders of gzipped files.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};

/// Every `count`-th part of the pages in `folders`, spread evenly, by name.
pub(crate) fn sample(folders: &[PathBuf], count: usize) -> anyhow::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for folder in folders {
        let nested = folder.join("html");
        let folder = if nested.is_dir() { nested } else { folder.clone() };
        let entries = std::fs::read_dir(&folder)
            .with_context(|| format!("{} cannot be listed", folder.display()))?;
        for entry in entries {
            paths.push(entry?.path());
        }
    }
    ensure!(!paths.is_empty(), "no pages in {folders:?}");
    paths.sort();
    let count = count.clamp(1, paths.len());
    Ok((0..count).map(|index| paths[index * paths.len() / count].clone()).collect())
}

/// The bytes of a page.
pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let bytes =
        std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut plain = Vec::new();
        flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut plain)?;
        return Ok(plain);
    }
    Ok(bytes)
}
