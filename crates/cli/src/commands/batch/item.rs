//! One item of a batch: what to read, and what is known about it.

use std::path::{Path, PathBuf};

use dateline::Error;

use crate::args::Kind;

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

/// A file's name without `.gz`, in lower case: what tells what it holds.
pub(super) fn plain_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    name.strip_suffix(".gz").map_or(name.clone(), str::to_owned)
}
