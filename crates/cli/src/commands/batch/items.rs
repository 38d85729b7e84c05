//! What a batch is to read: the lines of manifests.

use std::io::BufRead;
use std::path::PathBuf;

use anyhow::Result;
use dateline::Error;
use serde::Deserialize;

use crate::input::{Input, beside, reason};

/// One item of a batch.
#[derive(Debug)]
pub(super) struct Item {
    /// Its name in the output.
    pub(super) id: String,
    /// What to read, or why that is not known.
    pub(super) payload: Result<Payload>,
    pub(super) url: Option<String>,
    pub(super) published: Option<String>,
}

/// What to read.
#[derive(Debug)]
pub(super) enum Payload {
    /// The manifest holds the text itself.
    Text(String),
    /// A file, plain or gzipped.
    Path(PathBuf),
}

/// One line of a manifest. Fields of other names are other programs' business.
#[derive(Debug, Deserialize)]
struct ManifestLine {
    id: Option<String>,
    path: Option<String>,
    text: Option<String>,
    url: Option<String>,
    published: Option<String>,
}

/// The items of all `inputs`, in order. An input that cannot be opened is an error at once; what is
/// wrong with a single item is that item's error.
pub(super) fn open(inputs: &[String]) -> Result<impl Iterator<Item = Item> + Send + use<>> {
    let manifests =
        inputs.iter().map(|input| Manifest::open(Input::new(input))).collect::<Result<Vec<_>>>()?;
    Ok(manifests.into_iter().flatten())
}

/// The items of one manifest, read as they are asked for.
struct Manifest {
    input: Input,
    /// None once it cannot be read on.
    reader: Option<Box<dyn BufRead + Send>>,
    number: usize,
}

impl Manifest {
    fn open(input: Input) -> Result<Self> {
        let reader = Some(input.open()?);
        Ok(Self { input, reader, number: 0 })
    }

    fn place(&self) -> String {
        format!("{}:{}", self.input.name(), self.number)
    }

    fn item(&self, line: &[u8]) -> Item {
        let line: ManifestLine = match serde_json::from_slice(line) {
            Ok(line) => line,
            Err(error) => return self.invalid(None, error.to_string()),
        };
        let payload = match (line.path, line.text) {
            (Some(path), None) => Payload::Path(beside(&self.input, &path)),
            (None, Some(text)) => Payload::Text(text),
            _ => return self.invalid(line.id, "give either `path` or `text`".to_owned()),
        };
        Item {
            id: line.id.unwrap_or_else(|| self.place()),
            payload: Ok(payload),
            url: line.url,
            published: line.published,
        }
    }

    fn invalid(&self, id: Option<String>, reason: String) -> Item {
        let place = self.place();
        Item {
            id: id.unwrap_or_else(|| place.clone()),
            payload: Err(Error::InvalidItem { place, reason }.into()),
            url: None,
            published: None,
        }
    }
}

impl Iterator for Manifest {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        let mut line = Vec::new();
        loop {
            self.number += 1;
            line.clear();
            match self.reader.as_mut()?.read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(_) if line.trim_ascii().is_empty() => {}
                Ok(_) => return Some(self.item(&line)),
                Err(error) => {
                    self.reader = None;
                    return Some(self.invalid(None, reason(&error)));
                }
            }
        }
    }
}
