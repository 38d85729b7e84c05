//! What a batch is to read: the items of manifests, folders and files, one after the other.

use std::io::BufRead;
use std::path::{Path, PathBuf};

use anyhow::Result;
use dateline::Error;

use super::folder::Folder;
use super::manifest::{Manifest, is_manifest};
use crate::args::Kind;
use crate::input::Input;

/// One item of a batch.
#[derive(Debug)]
pub(super) struct Item {
    /// Its name in the output.
    pub(super) id: String,
    pub(super) payload: Payload,
    pub(super) url: Option<String>,
    pub(super) published: Option<String>,
    pub(super) kind: Option<Kind>,
    pub(super) charset: Option<String>,
}

impl Item {
    /// An item of which nothing is known but its name and what to read.
    pub(super) fn new(id: String, payload: Payload) -> Self {
        Self { id, payload, url: None, published: None, kind: None, charset: None }
    }

    /// A file named by its path.
    pub(super) fn file(path: PathBuf) -> Self {
        Self::new(path.display().to_string(), Payload::File(path))
    }
}

/// What to read.
#[derive(Debug)]
pub(super) enum Payload {
    /// The manifest holds the text itself.
    Text(String),
    /// A file, plain or gzipped.
    File(PathBuf),
    /// Nobody knows: this is why.
    Unknown(Error),
}

/// The items of all `inputs`, in order, read as they are asked for.
///
/// A manifest that cannot be opened is an error at once; what is wrong with a single item is that
/// item's error.
pub(super) fn open(inputs: &[String]) -> Result<impl Iterator<Item = Item> + Send + use<>> {
    let sources = inputs.iter().map(|input| Source::open(input)).collect::<Result<Vec<_>>>()?;
    Ok(sources.into_iter().flatten())
}

/// How many items `inputs` hold, for the progress bar; none when that cannot be told beforehand.
pub(super) fn count(inputs: &[String]) -> Option<u64> {
    let mut count = 0;
    for argument in inputs {
        match Input::new(argument) {
            Input::Stdin => return None,
            Input::Path(path) if path.is_dir() => count += Folder::new(path).count() as u64,
            input @ Input::Path(_) if is_manifest(argument) => {
                let lines = input.open().ok()?.split(b'\n').map_while(Result::ok);
                count += lines.filter(|line| !line.trim_ascii().is_empty()).count() as u64;
            }
            Input::Path(_) => count += 1,
        }
    }
    Some(count)
}

/// One input of the command line.
enum Source {
    Manifest(Manifest),
    Folder(Folder),
    File(Option<PathBuf>),
}

impl Source {
    fn open(argument: &str) -> Result<Self> {
        let input = Input::new(argument);
        Ok(match input {
            Input::Path(path) if path.is_dir() => Self::Folder(Folder::new(path)),
            Input::Path(path) if !is_manifest(argument) => Self::File(Some(path)),
            manifest => Self::Manifest(Manifest::open(manifest)?),
        })
    }
}

impl Iterator for Source {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        match self {
            Self::Manifest(manifest) => manifest.next(),
            Self::Folder(folder) => folder.next(),
            Self::File(path) => path.take().map(Item::file),
        }
    }
}

/// A file's name without `.gz`, in lower case: what tells what it holds.
pub(super) fn plain_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    name.strip_suffix(".gz").map_or(name.clone(), str::to_owned)
}
